//! What no value fulfils: a document may contradict itself, and then nobody can send what it asks for. Only what is
//! proven counts.

use regex_syntax::hir::{Hir, HirKind, Look};
use twinspec::ir::{Check, Number, Operation, Presence, Shape, Type, TypeDef};

use super::types::{ENDLESS, Types};

impl Types<'_> {
    /// Why there is no message of an operation; `None` when there may be one.
    pub(super) fn no_message(&self, operation: &Operation) -> Option<String> {
        let parameters = operation.parameters.iter().filter(|parameter| parameter.required);
        let mut parameters = parameters.filter_map(|parameter| {
            let why = self.no_value(&parameter.ty, &parameter.checks)?;
            Some(format!("{}: {why}", parameter.wire))
        });
        parameters.next().or_else(|| {
            let body = operation.body.as_ref().filter(|body| body.required)?;
            let media = body.content.media.iter().map(|medium| self.no_value(&medium.ty, &medium.checks));
            let why = media.collect::<Option<Vec<String>>>()?.into_iter().next()?;
            Some(format!("body: {why}"))
        })
    }

    /// Why there is no value of a type that fulfils these constraints; `None` when there may be one.
    pub(super) fn no_value(&self, ty: &Type, checks: &[Check]) -> Option<String> {
        self.none_of(ty, checks, &mut Vec::new())
    }

    fn none_of<'t>(&'t self, ty: &'t Type, checks: &[Check], open: &mut Vec<&'t str>) -> Option<String> {
        let refused = |kind| checks.iter().find_map(|check| why_not(check, checks, kind));
        match ty {
            Type::String | Type::Secret => refused(Kind::Text),
            Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::F32 | Type::F64 | Type::Number => {
                refused(Kind::Number)
            }
            Type::Vec(item) => refused(Kind::List).or_else(|| {
                let own = |check: &Check| if let Check::Items(inner) = check { Some(inner.clone()) } else { None };
                let least = count(checks, "min_items").unwrap_or_default();
                let inner: Vec<Check> = checks.iter().filter_map(own).flatten().collect();
                self.none_of(item, &inner, open).filter(|_| least > 0)
            }),
            Type::Named(_) if self.depth(ty) >= ENDLESS => Some("each value holds another one, without end".to_owned()),
            Type::Named(name) if !open.contains(&name.as_str()) => {
                let def = self.named.get(name.as_str()).copied()?;
                open.push(name);
                let found = self.none_of_named(def, checks, open);
                open.pop();
                found
            }
            _ => None,
        }
    }

    fn none_of_named<'t>(&'t self, def: &'t TypeDef, checks: &[Check], open: &mut Vec<&'t str>) -> Option<String> {
        match &def.shape {
            Shape::Struct(shape) => {
                let mut required = shape.fields.iter().filter(|field| field.presence == Presence::Required);
                required.find_map(|field| {
                    let why = self.none_of(&field.ty, &field.checks, open)?;
                    Some(format!("{}: {why}", field.wire))
                })
            }
            Shape::Union(union) | Shape::Overlap(union) => {
                let branches = union.variants.iter().map(|branch| self.none_of(&branch.ty, &branch.checks, open));
                branches.collect::<Option<Vec<String>>>()?.into_iter().next()
            }
            Shape::Alias(ty) => self.none_of(ty, checks, open),
            Shape::StringEnum(_) | Shape::IntegerEnum(_) => None,
        }
    }
}

/// What the constraints are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    List,
}

/// Why nothing of this kind fulfils a constraint beside the others.
fn why_not(check: &Check, all: &[Check], kind: Kind) -> Option<String> {
    match check {
        Check::Never => Some("nothing is valid".to_owned()),
        Check::AllOf(inner) => inner.iter().find_map(|one| one.iter().find_map(|check| why_not(check, one, kind))),
        Check::Pattern(pattern) if kind == Kind::Text => {
            let hir = regex_syntax::parse(pattern).ok()?;
            matches_nothing(&hir).then(|| format!("no text matches the pattern `{pattern}`"))
        }
        Check::Count("min_length", least) if kind == Kind::Text => too_many(*least, count(all, "max_length"), "length"),
        Check::Count("min_items", least) if kind == Kind::List => too_many(*least, count(all, "max_items"), "items"),
        Check::Number("minimum", least) if kind == Kind::Number => {
            let most = all.iter().find_map(|check| match check {
                Check::Number("maximum", most) => Some(*most),
                _ => None,
            })?;
            exceeds(*least, most).then(|| "its minimum is above its maximum".to_owned())
        }
        _ => None,
    }
}

fn too_many(least: usize, most: Option<usize>, what: &str) -> Option<String> {
    most.is_some_and(|most| least > most).then(|| format!("its least {what} is above the most"))
}

fn count(checks: &[Check], name: &str) -> Option<usize> {
    checks.iter().find_map(|check| match check {
        Check::Count(method, count) if *method == name => Some(*count),
        _ => None,
    })
}

/// Whether a whole number is above another one.
fn exceeds(one: Number, other: Number) -> bool {
    let whole = |number| match number {
        Number::Integer(value) => Some(i128::from(value)),
        Number::Unsigned(value) => Some(i128::from(value)),
        Number::Float(_) => None,
    };
    whole(one).zip(whole(other)).is_some_and(|(one, other)| one > other)
}

/// Whether no text at all matches: a class without a character, or something that must be before the beginning or after
/// the end of the text.
fn matches_nothing(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Class(_) => hir.properties().minimum_len().is_none(),
        HirKind::Capture(group) => matches_nothing(&group.sub),
        HirKind::Repetition(repetition) => repetition.min > 0 && matches_nothing(&repetition.sub),
        HirKind::Alternation(branches) => branches.iter().all(matches_nothing),
        HirKind::Concat(parts) => {
            let takes = |part: &Hir| part.properties().minimum_len().is_some_and(|least| least > 0);
            parts.iter().any(matches_nothing)
                || parts.iter().enumerate().any(|(at, part)| match part.kind() {
                    HirKind::Look(Look::Start) => parts.iter().take(at).any(takes),
                    HirKind::Look(Look::End) => parts.iter().skip(at).any(takes),
                    _ => false,
                })
        }
        HirKind::Empty | HirKind::Literal(_) | HirKind::Look(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use twinspec::ir::Check;

    use super::{Kind, matches_nothing, why_not};

    #[test]
    fn a_pattern_that_no_text_matches_is_proven() {
        let nothing = |pattern: &str| matches_nothing(&regex_syntax::parse(pattern).unwrap());
        for pattern in ["/^[a-z]+$/", "^a$:b$", "a^", "[a&&b]", "(a^|$b)", "x([a&&b]){2}", "^(?:/^a$/|b^)$"] {
            assert!(nothing(pattern), "{pattern}");
        }
        for pattern in ["^[a-z]+$", "", "a*^b$c?", "a|b^", "[a&&b]*", "(?m)a\n^b", "^^a$$", "\\ba\\B"] {
            assert!(!nothing(pattern), "{pattern}");
        }
    }

    #[test]
    fn bounds_that_exclude_each_other_are_proven() {
        let none = |least, most| {
            let checks = [Check::Count("min_length", least), Check::Count("max_length", most)];
            checks.iter().any(|check| why_not(check, &checks, Kind::Text).is_some())
        };
        assert!(none(3, 2) && !none(2, 2));
        let never = [Check::Never];
        assert!(why_not(&never[0], &never, Kind::List).is_some());
    }
}
