//! A text that a regular expression matches.

use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};

use super::look_ahead::{self, Conditions};

/// How many times more than it must anything is repeated, to make a text long enough.
const MORE: u32 = 64;

/// The longest text that is tried.
const LONGEST: usize = 4096;

/// `text` when it matches, else another text of `least` to `most` characters that does; `None` when there is no simple one.
pub(super) fn matching(pattern: &str, text: &str, least: usize, most: usize) -> Option<String> {
    let Conditions { found, not_found } = look_ahead::conditions(pattern)
        .unwrap_or_else(|| Conditions { found: vec![pattern.to_owned()], not_found: Vec::new() });
    let regexes = |patterns: &[String]| patterns.iter().map(|one| Regex::new(one).ok()).collect::<Option<Vec<_>>>();
    let (wanted, unwanted) = (regexes(&found)?, regexes(&not_found)?);
    let matches = |text: &str| {
        wanted.iter().all(|regex| regex.is_match(text)) && !unwanted.iter().any(|regex| regex.is_match(text))
    };
    if matches(text) {
        return Some(text.to_owned());
    }
    let parsed: Vec<Hir> = found.iter().map(|one| regex_syntax::parse(one).ok()).collect::<Option<_>>()?;
    let (rest, ahead) = parsed.split_last()?;
    // `(?=.*[A-Z])(?=.*\d).{8,}` wants an `A` and a `0` somewhere in a text of at least eight characters: they are put at
    // its beginning, before the others or in place of as many.
    let wanted_ahead: String = ahead.iter().map(|hir| written(hir, 0)).collect::<Option<_>>()?;
    let fits = |text: &String| (least..=most).contains(&text.chars().count()) && matches(text);
    let tried = (0..=MORE).filter_map(|more| written(rest, more));
    let with_wanted = |text: String| {
        let rest: String = text.chars().skip(wanted_ahead.chars().count()).collect();
        [format!("{wanted_ahead}{rest}"), format!("{wanted_ahead}{text}"), text]
    };
    tried.flat_map(with_wanted).find(fits)
}

/// The first text that comes to mind, with everything that may be repeated `more` times more than it must.
fn written(hir: &Hir, more: u32) -> Option<String> {
    let mut text = String::new();
    write(hir, more, &mut text)?;
    Some(text)
}

fn write(hir: &Hir, more: u32, text: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(class) => text.push(character(class)?),
        HirKind::Capture(capture) => write(&capture.sub, more, text)?,
        HirKind::Concat(parts) => parts.iter().try_for_each(|part| write(part, more, text))?,
        HirKind::Alternation(branches) => write(branches.first()?, more, text)?,
        HirKind::Repetition(repetition) => {
            let times = repetition.min.saturating_add(more).min(repetition.max.unwrap_or(u32::MAX));
            for _ in 0..times {
                write(&repetition.sub, more, text)?;
                if text.len() > LONGEST {
                    return None;
                }
            }
        }
    }
    Some(())
}

/// A character of a class: one that reads well when there is one.
fn character(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let has = |wanted: &char| class.iter().any(|range| (range.start()..=range.end()).contains(wanted));
    ['a', 'A', '1', '0', '-', ' '].into_iter().find(has).or_else(|| Some(class.iter().next()?.start()))
}

#[cfg(test)]
mod tests {
    use super::matching;

    #[test]
    fn what_look_ahead_wants_is_in_the_text() {
        for (pattern, least, most) in [
            (r"^(?=.*[A-Z])(?=.*\d)(?!.*\s).{8,}$", 0, usize::MAX),
            (r"^(?=.*\d)(?=.*[a-z])\w{6}$", 0, usize::MAX),
            (r"^(?=.*\d)(?=.*[a-z])[A-Za-z\d]{2,3}$", 0, 2),
            ("^(?!text)[a-z]+$", 3, 5),
        ] {
            let found = matching(pattern, "text", least, most).expect(pattern);
            assert_eq!(matching(pattern, &found, least, most).as_ref(), Some(&found), "{pattern}");
            assert!((least..=most).contains(&found.chars().count()), "{pattern}: {found}");
        }
        assert_eq!(matching("^(?!a)a", "text", 0, 9), None);
    }
}
