//! The document's own words as doc comments.

use serde_json::Value;

use crate::diagnostic::Pointer;
use crate::ir::Docs;
use crate::link;
pub(super) use crate::markdown::code;

use super::plain::plain;

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
    code(&link::display(pointer))
}

/// A value as inline code.
pub(super) fn value(value: &Value) -> String {
    match value {
        Value::String(text) => code(text),
        other => code(&other.to_string()),
    }
}
