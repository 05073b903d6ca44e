//! Look-ahead at the beginning of a regular expression, without a backtracking engine.
//!
//! `^(?=A)(?!B)C` says three things of one place, the beginning of the text: `A` matches there, `B` does not, and `C` does.
//! So it is a condition for each (ECMA-262, section 22.2.2.4), and an engine of linear time runs them one by one. Look-ahead
//! elsewhere is about a place that the rest of the expression finds, and stays what cannot be run.

/// What together says the same as one regular expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Conditions {
    /// The expressions that are found in a text.
    pub(super) found: Vec<String>,
    /// Those that are not.
    pub(super) not_found: Vec<String>,
}

/// The conditions of an expression that begins with look-ahead at the beginning of the text. What they have of look-around
/// or back-references, the engine refuses.
pub(super) fn conditions(pattern: &str) -> Option<Conditions> {
    let mut conditions = Conditions { found: Vec::new(), not_found: Vec::new() };
    let mut is_anchored = pattern.starts_with('^');
    let mut rest = pattern.strip_prefix('^').unwrap_or(pattern);
    while let Some(looked) = rest.strip_prefix("(?=").or_else(|| rest.strip_prefix("(?!")) {
        let (inner, after) = looked.split_at_checked(end_of_group(looked)?)?;
        let is_positive = rest.starts_with("(?=");
        rest = after.strip_prefix(')')?;
        is_anchored |= is_positive && inner.starts_with('^') && !has_branches(inner);
        let conditions = if is_positive { &mut conditions.found } else { &mut conditions.not_found };
        conditions.push(anchored(inner)?);
    }
    let has_looked = !conditions.found.is_empty() || !conditions.not_found.is_empty();
    if !has_looked || !is_anchored || has_branches(rest) {
        return None;
    }
    if !rest.is_empty() {
        conditions.found.push(anchored(rest)?);
    }
    Some(conditions)
}

/// An expression at the beginning of the text. One that begins with a quantifier would quantify that.
fn anchored(pattern: &str) -> Option<String> {
    if pattern.trim_start_matches('^').starts_with(['*', '+', '?', '{']) {
        return None;
    }
    Some(match pattern {
        _ if has_branches(pattern) => format!("^(?:{pattern})"),
        _ if pattern.starts_with('^') => pattern.to_owned(),
        _ => format!("^{pattern}"),
    })
}

/// Where the group ends in which a text begins.
fn end_of_group(text: &str) -> Option<usize> {
    signs(text).find(|(_, sign, depth)| *sign == b')' && *depth == 0).map(|(at, ..)| at)
}

/// Whether an expression is one or another.
fn has_branches(pattern: &str) -> bool {
    signs(pattern).any(|(_, sign, depth)| sign == b'|' && depth == 0)
}

/// The bytes that do not stand in a class and are not escaped, each with how many groups are open before it.
fn signs(pattern: &str) -> impl Iterator<Item = (usize, u8, usize)> + '_ {
    let (mut depth, mut in_class, mut escaped) = (0_usize, false, false);
    pattern.bytes().enumerate().filter_map(move |(at, byte)| {
        if std::mem::take(&mut escaped) {
            return None;
        }
        match byte {
            b'\\' => escaped = true,
            b'[' => in_class = true,
            b']' => in_class = false,
            _ if in_class => {}
            sign => {
                let before = depth;
                match sign {
                    b'(' => depth += 1,
                    b')' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                return Some((at, sign, before));
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::conditions;

    fn found(pattern: &str) -> Option<(Vec<String>, Vec<String>)> {
        conditions(pattern).map(|conditions| (conditions.found, conditions.not_found))
    }

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn each_look_ahead_at_the_beginning_is_a_condition() {
        for (pattern, must, must_not) in [
            ("^(?!src_)[a-z]+$", &["^[a-z]+$"][..], &["^src_"][..]),
            (r"^(?=.*[A-Z])(?=.*\d).{8,}$", &["^.*[A-Z]", r"^.*\d", "^.{8,}$"], &[]),
            (r"(?=^.{6,10}$)(?!.*\s)(a|b)", &["^.{6,10}$", "^(a|b)"], &[r"^.*\s"]),
            ("^(?!(a|b)$|[)|]|\\))", &[], &["^(?:(a|b)$|[)|]|\\))"]),
        ] {
            assert_eq!(found(pattern), Some((texts(must), texts(must_not))), "{pattern}");
        }
    }

    #[test]
    fn what_is_about_another_place_is_left_alone() {
        for pattern in [
            "(?!a)b",
            "(?=a)b",
            "^a(?=b)",
            "^(?=a)b|c",
            "^(?=[(])x|",
            "^(?=a",
            "^a+$",
            "",
            "^(?=a)*b",
            "(?=^a|b)c",
            "^(?=*a)b",
            "^(?!^?a)b",
        ] {
            assert_eq!(found(pattern), None, "{pattern}");
        }
    }
}
