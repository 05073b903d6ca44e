//! The document's own words as doc comments.
//!
//! Descriptions are `CommonMark` by somebody else. rustdoc reads more into such text than its author meant: code
//! blocks are run as tests, `[words]` are links, `<words>` are HTML. So these are made plain here.

use serde_json::Value;

use crate::diagnostic::Pointer;
use crate::ir::Docs;
pub(super) use crate::markdown::code;

/// Longer lines of plain text are broken at spaces.
const WIDTH: usize = 96;

/// The paragraphs of a description; nothing for an absent or empty one.
pub(super) fn paragraphs(description: Option<&str>) -> Docs {
    let text = description.unwrap_or_default().trim();
    if text.is_empty() { Docs::new() } else { vec![plain(text)] }
}

/// A text of one line, such as a title.
pub(super) fn line(text: &str) -> String {
    paragraphs(Some(text)).join(" ").replace('\n', " ")
}

/// Title, description and what follows, without repeating itself.
pub(super) fn with_title(title: Option<&str>, description: Option<&str>) -> Docs {
    let mut docs = paragraphs(title);
    for paragraph in paragraphs(description) {
        if !docs.contains(&paragraph) {
            docs.push(paragraph);
        }
    }
    docs
}

/// The place in the document, as the last paragraph.
pub(super) fn place(pointer: &Pointer) -> String {
    code(&format!("#{pointer}"))
}

/// A value as inline code.
pub(super) fn value(value: &Value) -> String {
    match value {
        Value::String(text) => code(text),
        other => code(&other.to_string()),
    }
}

/// Makes a description plain for rustdoc and breaks its long lines.
fn plain(text: &str) -> String {
    let mut fenced = false;
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = line.trim_end();
        if let Some(info) = line.trim_start().strip_prefix("```") {
            // Any language but Rust is shown and not run.
            lines.push(if fenced || !runs_as_test(info) { line.trim_start().to_owned() } else { "```text".to_owned() });
            fenced = !fenced;
        } else if fenced {
            lines.push(line.to_owned());
        } else {
            wrap(&escape(&unindent(line)), &mut lines);
        }
    }
    if fenced {
        lines.push("```".to_owned());
    }
    lines.join("\n")
}

/// Whether rustdoc would compile a block with this info string.
fn runs_as_test(info: &str) -> bool {
    let info = info.trim();
    info.is_empty() || info.split([',', ' ']).any(|word| word == "rust" || word.starts_with("edition"))
}

/// Four spaces begin a code block, which would be run as a test: nested lists keep three.
fn unindent(line: &str) -> String {
    let content = line.trim_start();
    let indent = line.chars().take_while(|c| c.is_whitespace()).count();
    format!("{}{content}", " ".repeat(indent.min(3)))
}

/// Escapes what rustdoc would take for a link or HTML, outside of code spans.
fn escape(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len());
    let mut in_code = false;
    let mut characters = line.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let rest = line.get(at..).unwrap_or_default();
        match character {
            '`' => {
                in_code = !in_code && rest.matches('`').count() > 1;
                escaped.push(character);
            }
            '\\' => {
                escaped.push(character);
                if let Some((_, next)) = characters.next() {
                    escaped.push(next);
                }
            }
            '<' if !in_code => escaped.push_str("\\<"),
            '[' if !in_code && !is_link(rest) => escaped.push_str("\\["),
            'h' if !in_code && starts_bare_url(line, at) => {
                let url: String = rest.chars().take_while(|c| !c.is_whitespace() && !"<>)]'\"`".contains(*c)).collect();
                let url = url.trim_end_matches(['.', ',', ';', ':', '*', '_']);
                escaped.extend(["<", url, ">"]);
                for _ in 1..url.chars().count() {
                    characters.next();
                }
            }
            other if other.is_control() && other != '\t' => {}
            other => escaped.push(other),
        }
    }
    escaped
}

/// Whether `rest`, which begins with a bracket, is an inline link with an absolute target.
fn is_link(rest: &str) -> bool {
    rest.split_once("](").is_some_and(|(text, target)| {
        !text.get(1..).unwrap_or_default().contains('[')
            && (target.starts_with("http") || target.starts_with("mailto:"))
    })
}

/// Whether a URL begins at `at` that is neither the target nor the text of a link.
fn starts_bare_url(line: &str, at: usize) -> bool {
    let rest = line.get(at..).unwrap_or_default();
    let before = line.get(..at).and_then(|before| before.chars().next_back());
    (rest.starts_with("http://") || rest.starts_with("https://")) && !matches!(before, Some('(' | '<' | '"' | '\''))
}

/// Breaks a long line at spaces; the continuation of a list item is indented under its text.
fn wrap(line: &str, lines: &mut Vec<String>) {
    let table = line.trim_start().starts_with('|');
    if line.chars().count() <= WIDTH || table {
        lines.push(line.to_owned());
        return;
    }
    let content = line.trim_start();
    let indent = " ".repeat(line.len() - content.len() + marker_width(content));
    let mut current = String::from(line.get(..line.len() - content.len()).unwrap_or_default());
    let mut begun = false;
    for word in content.split(' ') {
        if begun && current.chars().count() + 1 + word.chars().count() > WIDTH && !starts_block(word) {
            lines.push(std::mem::replace(&mut current, indent.clone()));
            begun = false;
        }
        if begun {
            current.push(' ');
        }
        current.push_str(word);
        begun = true;
    }
    lines.push(current);
}

/// The width of a list marker at the start of a line.
fn marker_width(content: &str) -> usize {
    let digits = content.chars().take_while(char::is_ascii_digit).count();
    if content.starts_with("- ") || content.starts_with("* ") || content.starts_with("+ ") {
        2
    } else if digits > 0 && content.get(digits..).is_some_and(|rest| rest.starts_with(". ") || rest.starts_with(") ")) {
        digits + 2
    } else {
        0
    }
}

/// Whether a word would begin a list, a heading or a quote if it stood first on a line.
fn starts_block(word: &str) -> bool {
    word.starts_with(['-', '+', '*', '#', '>', '|', '=', '~'])
        || (word.ends_with(['.', ')']) && word.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rustdoc_would_misread_is_made_plain() {
        assert_eq!(plain("the 'Bearer <token>' format"), "the 'Bearer \\<token>' format");
        assert_eq!(plain("see [id] and [x](https://a.b)"), "see \\[id] and [x](https://a.b)");
        assert_eq!(plain("at https://a.b/c."), "at <https://a.b/c>.");
        assert_eq!(plain("`a <b> [c]`"), "`a <b> [c]`");
        assert_eq!(plain("```\nlet x;\n```"), "```text\nlet x;\n```");
        assert_eq!(plain("a\n\n      panic!()"), "a\n\n   panic!()");
        assert_eq!(plain("```json\n{}"), "```json\n{}\n```");
    }

    #[test]
    fn long_lines_are_broken_at_spaces() {
        let wrapped = plain(&format!("- {}", "word ".repeat(40)));
        assert!(wrapped.lines().all(|line| line.len() <= WIDTH), "{wrapped}");
        assert!(wrapped.lines().skip(1).all(|line| line.starts_with("  w")), "{wrapped}");
    }
}
