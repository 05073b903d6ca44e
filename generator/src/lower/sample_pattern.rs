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
    // What is looked for may stand anywhere, or is what the rest begins with.
    let before: String = ahead.iter().map(|hir| written(hir, 0)).collect::<Option<_>>()?;
    let fits = |text: &String| (least..=most).contains(&text.chars().count()) && matches(text);
    let tried = (0..=MORE).filter_map(|more| written(rest, more));
    tried.flat_map(|text| [format!("{before}{text}"), text]).find(fits)
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
