//! A text that a regular expression matches.

use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};

/// How many times more than it must anything is repeated, to make a text long enough.
const MORE: u32 = 64;

/// The longest text that is tried.
const LONGEST: usize = 4096;

/// `text` when it matches, else another text of `least` to `most` characters that does; `None` when there is no simple one.
pub(super) fn matching(pattern: &str, text: &str, least: usize, most: usize) -> Option<String> {
    let regex = Regex::new(pattern).ok()?;
    if regex.is_match(text) {
        return Some(text.to_owned());
    }
    let hir = regex_syntax::parse(pattern).ok()?;
    let fits = |text: &String| (least..=most).contains(&text.chars().count()) && regex.is_match(text);
    (0..=MORE).filter_map(|more| written(&hir, more)).find(fits)
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
