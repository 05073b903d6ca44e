//! `CommonMark` by somebody else, made plain for rustdoc.
//!
//! rustdoc reads more into such text than its author meant: code blocks are run as tests, `[words]` are links,
//! `<words>` are HTML. What is left of each line stands for itself: no fence, code span or link reaches over from
//! one line to another but those that are made here.

use std::borrow::Cow;

use crate::split;

/// Longer lines of plain text are broken at spaces.
pub(super) const WIDTH: usize = 96;

/// How many bytes are looked at in one go.
const PART: usize = 64;

/// Makes a text plain and breaks its long lines.
pub(super) fn plain(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let text = with_plain_breaks(text);
    let mut fence: Option<&str> = None;
    let mut lines: Vec<String> = Vec::new();
    for line in text.split('\n') {
        let (prefix, content) = containers(line);
        match (fence, fence_of(content)) {
            (Some(open), Some((marks, ""))) if marks.starts_with(open) => {
                lines.push(open.to_owned());
                fence = None;
            }
            (Some(_), _) => lines.push(line.trim_end().replace('\t', "    ")),
            (None, Some((marks, info))) => {
                if !prefix.trim().is_empty() {
                    lines.push(prefix.trim_end().to_owned());
                }
                // Any language but Rust is shown and not run.
                let info = if runs_as_test(info) { "text" } else { info };
                lines.push(format!("{marks}{info}"));
                fence = Some(marks);
            }
            (None, None) => {
                let content = content.trim_end();
                match (prefix.as_str(), next_sign(content, has_url(content))) {
                    ("", None) => wrap(content, &mut lines),
                    _ => wrap(&(prefix + &escape(content, true)), &mut lines),
                }
            }
        }
    }
    lines.extend(fence.map(str::to_owned));
    lines.join("\n")
}

/// Whether nothing is to be done with a text: one line that fits, and begins nothing and holds nothing but words. Most
/// descriptions are such.
fn is_plain(text: &str) -> bool {
    text.len() <= WIDTH
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.ends_with(' ')
        && text.is_ascii()
        && next_sign(text, has_url(text)).is_none()
}

/// A text whose lines end as they do in Rust.
fn with_plain_breaks(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| matches!(byte, b'\r' | 0xb | 0xc) || !byte.is_ascii()) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    Cow::Owned(text.replace(['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'], "\n"))
}

/// The marks and the info string of a line that begins a code block, or ends one.
fn fence_of(content: &str) -> Option<(&str, &str)> {
    let mark = content.chars().next().filter(|mark| "`~".contains(*mark))?;
    let info = content.trim_start_matches(mark);
    let marks = content.strip_suffix(info)?;
    let is_span = mark == '`' && info.contains('`');
    (marks.len() >= 3 && !is_span).then_some((marks, info.trim()))
}

/// Whether rustdoc would compile a block with this info string.
fn runs_as_test(info: &str) -> bool {
    let known = |word: &str| {
        ["rust", "should_panic", "no_run", "ignore", "compile_fail", "standalone", "test_harness"].contains(&word)
            || ["edition", "ignore-", "standalone"].iter().any(|start| word.starts_with(start))
    };
    info.is_empty() || !info.starts_with(char::is_alphabetic) || info.split([',', ' ', '{', '}']).any(known)
}

/// The marks of lists and quotes that a line begins with, and what they hold. Four spaces would begin a code block,
/// which would be run as a test: no more than three are left before a mark, and one after it.
fn containers(line: &str) -> (String, &str) {
    let mut rest = line.trim_start();
    let indent = line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum::<usize>();
    let mut prefix = " ".repeat(indent.min(3));
    while let Some(width) = mark_width(rest) {
        let (mark, after) = rest.split_at(width);
        prefix.push_str(mark);
        prefix.push(' ');
        rest = after.trim_start();
    }
    (prefix, rest)
}

/// The width of the mark of a list item or a quote at the start of a text.
fn mark_width(text: &str) -> Option<usize> {
    if text.starts_with('>') {
        return Some(1);
    }
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let after = text.get(digits..)?;
    let width = match digits {
        0 if after.starts_with(['-', '*', '+']) => 1,
        1..=9 if after.starts_with(['.', ')']) => digits + 1,
        _ => return None,
    };
    text.get(width..).filter(|rest| rest.starts_with(char::is_whitespace)).map(|_| width)
}

/// Escapes what rustdoc would take for a link or HTML, outside of code spans; `urls`: whether a bare URL becomes a
/// link.
fn escape(text: &str, urls: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    let urls = urls && has_url(text);
    let mut rest = text;
    while let Some(at) = next_sign(rest, urls) {
        let (before, from) = rest.split_at(at);
        escaped.push_str(before);
        rest = from;
        let Some(character) = rest.chars().next() else { break };
        let taken = match character {
            '`' => code_span(rest, &mut escaped),
            '\\' => escaped_sign(rest, &mut escaped),
            '<' => autolink(rest, &mut escaped),
            '[' => link(rest, &mut escaped),
            'h' if urls => bare_url(rest, &mut escaped),
            _ => None,
        };
        let taken = taken.unwrap_or_else(|| {
            match character {
                '`' | '<' | '[' => escaped.extend(['\\', character]),
                '\t' => escaped.push_str("    "),
                other if other.is_control() => {}
                other => escaped.push(other),
            }
            character.len_utf8()
        });
        rest = rest.get(taken..).unwrap_or_default();
    }
    escaped.push_str(rest);
    escaped
}

/// The first character that may be escaped: a sign, a control character, and the beginning of a URL.
fn next_sign(text: &str, urls: bool) -> Option<usize> {
    /// What the control characters beyond ASCII begin with in UTF-8, as other characters do.
    const LATIN_1: u8 = 0xc2;
    let is_sign = |byte: &u8| matches!(*byte, b'`' | b'\\' | b'<' | b'[' | LATIN_1 | 0..0x20 | 0x7f);
    let bytes = text.as_bytes();
    if urls {
        let is_url = |at: usize| bytes.get(at..).is_some_and(|from| from.starts_with(b"http"));
        return bytes.iter().enumerate().position(|(at, byte)| is_sign(byte) || (*byte == b'h' && is_url(at)));
    }
    // Without an early end a part is looked at in one go.
    let part = bytes.chunks(PART).position(|part| part.iter().filter(|byte| is_sign(byte)).count() > 0)?;
    let from = part * PART;
    bytes.get(from..)?.iter().position(is_sign).map(|at| from + at)
}

/// Whether a text may hold a URL that stands for itself.
fn has_url(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b':', bytes).any(|at| bytes.get(at..).is_some_and(|from| from.starts_with(b"://")))
}

/// A code span, copied as it is; how much of the text it takes.
fn code_span(text: &str, escaped: &mut String) -> Option<usize> {
    let inner = text.trim_start_matches('`');
    let width = text.len() - inner.len();
    let mut at = width;
    while let Some(found) = text.get(at..)?.find('`') {
        let run = text.get(at + found..)?;
        let closing = run.len() - run.trim_start_matches('`').len();
        if closing == width {
            let end = at + found + closing;
            escaped.extend(text.get(..end)?.chars().filter(|c| !c.is_control()));
            return Some(end);
        }
        at += found + closing;
    }
    escaped.push_str(&"\\`".repeat(width));
    Some(width)
}

/// A sign that the author has escaped already.
fn escaped_sign(text: &str, escaped: &mut String) -> Option<usize> {
    let sign = text.get(..2).filter(|pair| pair.ends_with(|c: char| c.is_ascii_punctuation()))?;
    escaped.push_str(sign);
    Some(sign.len())
}

/// `<https://example.com>`
fn autolink(text: &str, escaped: &mut String) -> Option<usize> {
    let (inner, _) = text.get(1..)?.split_once('>')?;
    let is_link = inner.starts_with("https://") || inner.starts_with("http://") || inner.starts_with("mailto:");
    if !is_link || inner.contains(|c: char| c.is_whitespace() || c.is_control() || c == '<') {
        return None;
    }
    escaped.extend(["<", inner, ">"]);
    Some(inner.len() + 2)
}

/// `[text](https://example.com)`: an inline link with an absolute target.
fn link(text: &str, escaped: &mut String) -> Option<usize> {
    let (words, after) = text.get(1..)?.split_once("](")?;
    let (target, _) = after.split_once(')')?;
    let is_absolute = target.starts_with("https://") || target.starts_with("http://") || target.starts_with("mailto:");
    let is_strange = |c: char| c.is_whitespace() || c.is_control() || "<>`\\(".contains(c);
    if !is_absolute || target.contains(is_strange) || words.contains(['[', ']']) {
        return None;
    }
    escaped.extend(["[", &escape(words, false), "](", target, ")"]);
    Some(words.len() + target.len() + 4)
}

/// A URL that stands for itself.
fn bare_url(text: &str, escaped: &mut String) -> Option<usize> {
    if !text.starts_with("https://") && !text.starts_with("http://") {
        return None;
    }
    let end =
        text.find(|c: char| c.is_whitespace() || c.is_control() || "<>()[]'\"`\\".contains(c)).unwrap_or(text.len());
    let url = text.get(..end)?.trim_end_matches(['.', ',', ';', ':', '*', '_', '!', '?']);
    escaped.extend(["<", url, ">"]);
    Some(url.len())
}

/// Text as an item of a list.
pub(super) fn item(text: &str) -> String {
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        match (index, line) {
            (0, line) => wrap(&format!("- {line}"), &mut lines),
            (_, "") => lines.push(String::new()),
            (_, line) => lines.push(format!("  {line}")),
        }
    }
    lines.join("\n")
}

/// Breaks a long line at spaces; the continuation of a list item is indented under its text.
fn wrap(line: &str, lines: &mut Vec<String>) {
    let line = line.trim_end();
    if line.len() <= WIDTH || line.chars().count() <= WIDTH {
        lines.push(line.to_owned());
        return;
    }
    let (prefix, content) = containers(line);
    if content.starts_with('|') {
        lines.push(line.to_owned());
        return;
    }
    let continued = if prefix.contains('>') { prefix.clone() } else { " ".repeat(prefix.chars().count()) };
    let indent = continued.chars().count();
    let (mut current, mut width) = (prefix, indent);
    let mut begun = false;
    let is_ascii = content.is_ascii();
    for word in split::short(content, b' ') {
        let more = if is_ascii { word.len() } else { word.chars().count() };
        if begun && width + 1 + more > WIDTH && !starts_block(word) {
            lines.push(std::mem::replace(&mut current, continued.clone()));
            (width, begun) = (indent, false);
        }
        if begun {
            current.push(' ');
            width += 1;
        }
        current.push_str(word);
        width += more;
        begun = true;
    }
    lines.push(current);
}

/// Whether a word would begin a list, a heading, a quote or a code block if it stood first on a line.
fn starts_block(word: &str) -> bool {
    word.starts_with(['-', '+', '*', '#', '>', '|', '=', '~'])
        || word.starts_with("```")
        || (word.ends_with(['.', ')']) && word.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rustdoc_would_misread_is_made_plain() {
        for (text, expected) in [
            ("the 'Bearer <token>' format", "the 'Bearer \\<token>' format"),
            ("see [id] and [x](https://a.b)", "see \\[id] and [x](https://a.b)"),
            ("[a <b> `c`](https://a.b) [d](e)", "[a \\<b> `c`](https://a.b) \\[d](e)"),
            ("[https://a.b](https://a.b)", "[https://a.b](https://a.b)"),
            ("at https://a.b/c. (http://d.e/) <https://f.g>", "at <https://a.b/c>. (<http://d.e/>) <https://f.g>"),
            ("`a <b> [c]` `` ` <d> `` ` <e>", "`a <b> [c]` `` ` <d> `` \\` \\<e>"),
            ("one `two [a]\nthree` [b]", "one \\`two \\[a]\nthree\\` \\[b]"),
            ("\\[a] \\\\[b] \\`c \\d", "\\[a] \\\\\\[b] \\`c \\d"),
            ("a\tb\rc\u{2028}d\u{1b}[m", "a    b\nc\nd\\[m"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn no_code_block_is_run() {
        for (text, expected) in [
            ("```\nlet x;\n```", "```text\nlet x;\n```"),
            ("```rust,ignore\nlet x;\n```", "```text\nlet x;\n```"),
            ("```{.rust}\nlet x;\n```", "```text\nlet x;\n```"),
            ("~~~\n```\n~~~~ \n[a]", "~~~text\n```\n~~~\n\\[a]"),
            ("```json\n{}", "```json\n{}\n```"),
            ("````\n```\n[a]\n````", "````text\n```\n[a]\n````"),
            ("a\n\n      panic!()", "a\n\n   panic!()"),
            (">     panic!()\n-\tpanic!()", "> panic!()\n- panic!()"),
            ("> ```\n> panic!()\n> ```\n> [a]", ">\n```text\n> panic!()\n```\n> \\[a]"),
            ("1. ```\n   panic!()\n   ```", "1.\n```text\n   panic!()\n```"),
            ("``` a ``` [b]", "``` a ``` \\[b]"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn long_lines_are_broken_at_spaces() {
        let wrapped = plain(&format!("- {}", "word ".repeat(40)));
        assert!(wrapped.lines().all(|line| line.len() <= WIDTH), "{wrapped}");
        assert!(wrapped.lines().skip(1).all(|line| line.starts_with("  w")), "{wrapped}");
        let span = plain(&format!("{} ``` a ```", "w".repeat(WIDTH - 2)));
        assert!(span.lines().all(|line| !line.starts_with("```")), "{span}");
    }
}
