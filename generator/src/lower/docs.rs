//! The document's own words as doc comments.

use crate::diagnostic::Pointer;
use crate::dialect::Schema;
use crate::ir::{Answer, Docs};
use crate::link;
pub(super) use crate::markdown::code;
use crate::value::{Value, json};

use super::plain::{self, WIDTH, plain};

/// The paragraphs of a description; nothing for an absent or empty one.
pub(super) fn paragraphs(description: Option<&str>) -> Docs {
    let text = description.unwrap_or_default().trim();
    if text.is_empty() { Docs::new() } else { vec![plain(text)] }
}

/// A text of one line, such as a title.
pub(super) fn line(text: &str) -> String {
    paragraphs(Some(text)).join(" ").replace('\n', " ")
}

/// Title and description of what has a name; some frameworks make a title of each name, which says no more.
pub(super) fn of_named(title: Option<&str>, description: Option<&str>, name: &str) -> Docs {
    with_title(title.filter(|title| letters(title) != letters(name)), description)
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

/// Where `externalDocs` of an element say that there is more.
pub(super) fn external(of: Option<&Value>) -> Option<String> {
    let docs = of?.get("externalDocs")?;
    let url = docs.get("url").and_then(Value::as_str).map(str::trim).filter(|url| !url.is_empty())?;
    let told = line(docs.get("description").and_then(Value::as_str).unwrap_or_default());
    let place = self::url(url);
    Some(if told.is_empty() {
        format!("See {place}.")
    } else {
        format!("See {place}: {}.", told.trim_end_matches('.'))
    })
}

/// A URL as a link, where it is one.
pub(super) fn url(url: &str) -> String {
    let plain = |character: char| character.is_ascii_graphic() && !"<>\\`".contains(character);
    let linked = (url.starts_with("https://") || url.starts_with("http://")) && url.chars().all(plain);
    if linked { format!("<{url}>") } else { code(url) }
}

/// What a document says of its API.
pub(super) fn of_api(root: &Value) -> Docs {
    let mut found = of(root.get("info"));
    found.extend(about(root.get("info")));
    found.extend(external(Some(root)));
    found
}

/// Who is behind an API, and on which terms (the Info Object, OpenAPI 3.1, section 4.8.2).
pub(super) fn about(info: Option<&Value>) -> Docs {
    let parts = |of: &Value, keys: &[&str]| {
        let part = |key: &&str| {
            let text = of.get(key)?.as_str().map(str::trim).filter(|text| !text.is_empty())?;
            Some(match *key {
                "url" => url(text),
                "email" => code(text),
                _ => line(text),
            })
        };
        let parts: Vec<String> = keys.iter().filter_map(part).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    };
    let stated = |key: &str| info?.get(key);
    let terms = stated("termsOfService").and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let contact = stated("contact").and_then(|contact| parts(contact, &["name", "url", "email"]));
    let license = stated("license").and_then(|license| parts(license, &["name", "identifier", "url"]));
    let said = [("Terms of service", terms.map(|terms| url(terms.trim()))), ("Contact", contact), ("License", license)];
    said.into_iter().filter_map(|(what, found)| Some(format!("{what}: {}.", found?))).collect()
}

/// The same of a schema.
pub(super) fn external_of(schema: &Schema<'_>) -> Option<String> {
    let docs = schema.get("externalDocs")?;
    external(Some(&json!({ "externalDocs": docs })))
}

/// Summary and description of an element, and where there is more.
pub(super) fn of(node: Option<&Value>) -> Docs {
    let text = |key: &str| node?.get(key)?.as_str();
    let mut docs = with_title(text("summary"), text("description"));
    docs.extend(external(node));
    docs
}

/// The place in the document, as the last paragraph.
pub(super) fn place(pointer: &Pointer) -> String {
    code(&link::display(pointer))
}

/// Leaves out a place that says no more than the name: that of a component which is called like its type. What has no other
/// documentation keeps it.
pub(super) fn leave_out_place(docs: &mut Docs, name: &str) {
    let [.., _, place] = docs.as_slice() else { return };
    let component = place.strip_prefix("`#/components/schemas/").and_then(|place| place.strip_suffix('`'));
    if component.is_some_and(|component| !component.contains('/') && letters(component) == letters(name)) {
        docs.pop();
    }
}

/// What of a name does not depend on how it is written.
fn letters(name: &str) -> String {
    name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The status of an answer before its description, where both are one short line.
pub(super) fn join_status(answer: &mut Answer) {
    if let [status, description] = answer.docs.as_slice()
        && is_sentence(description)
        && !description.contains('\n')
        && status.len() + description.len() <= WIDTH
    {
        answer.docs = vec![after_status(status, description)];
    }
}

/// How sentences begin that are not the document's.
const NOTES: [&str; 5] = ["Default: ", "Constraints: ", "Example: ", "Read-only: ", "Write-only: "];

/// Documentation whose notes stand behind the sentence before them, where both are one short line.
pub(super) fn join_notes(docs: Docs) -> Docs {
    let mut joined: Docs = Vec::with_capacity(docs.len());
    for paragraph in docs {
        let is_note = NOTES.iter().any(|begin| paragraph.starts_with(begin));
        let fits = |before: &&mut String| {
            let is_line = !before.contains('\n') && is_sentence(before) && before.ends_with(['.', '!', '?']);
            is_note && is_line && before.len() + paragraph.len() < WIDTH
        };
        match joined.last_mut().filter(fits) {
            Some(before) => {
                before.push(' ');
                before.push_str(&paragraph);
            }
            None => joined.push(paragraph),
        }
    }
    joined
}

/// An item of a list: the status of an answer, and its description.
pub(super) fn status_item(docs: &[String]) -> String {
    let item = match docs {
        [status, first, rest @ ..] if is_sentence(first) => {
            // Lines that were broken are broken anew behind the status.
            let mut paragraphs = vec![after_status(status, &first.replace('\n', " "))];
            paragraphs.extend_from_slice(rest);
            paragraphs.join("\n\n")
        }
        docs => docs.join("\n\n"),
    };
    plain::item(&item)
}

fn after_status(status: &str, description: &str) -> String {
    format!("{}: {description}", status.trim_end_matches('.'))
}

/// Whether a paragraph is words, and not a heading, a list, a table or the like.
fn is_sentence(paragraph: &str) -> bool {
    let is_plain = |line: &str| !line.contains('|') && !line.ends_with(['\\', ' ']);
    paragraph.starts_with(|c: char| c.is_alphabetic() || c == '`')
        && !paragraph.starts_with("```")
        && !paragraph.contains("\n\n")
        && paragraph.lines().all(is_plain)
        && paragraph.lines().skip(1).all(|line| line.starts_with(|c: char| c.is_alphabetic() || "`<[(\"'".contains(c)))
}

/// A value as inline code.
pub(super) fn value(value: &Value) -> String {
    match value {
        Value::String(text) => code(text),
        other => code(&other.to_string()),
    }
}
