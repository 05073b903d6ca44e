//! What was written, read again before it is sent.
//!
//! What is empty or null has no text of its own: an empty text may be a string, and no text at all is no value. What
//! stands between the items of a list may be a part of a string where a type takes both. Where a value would be read as
//! another one, or as none, it is refused.

use super::parameter::{Parameter, Place};
use super::write::text;
use super::{Reading, read_path, read_query};
use crate::{Decode, Decoded, Encode, Json, Node, Rule, Violations, to_json};

/// Takes a value for one of some type, and gives that one's.
pub(crate) type Again = fn(Node<'_>) -> Decoded<Json<'static>>;

/// Takes a value for a `T`. All else of reading again is the same for every type, and is compiled once.
pub(crate) fn again<T: Encode + Decode>(node: Node<'_>) -> Decoded<Json<'static>> {
    to_json(&T::decode(node)?)
}

/// Reads as a server does; in place of a value that is not valid, which no server takes, leniently.
pub(super) fn reread(written: &Json<'_>, reading: &Reading<'_>, again: Again) -> Decoded<Json<'static>> {
    if again(Node::new(written).strict()).is_err() {
        return reading.take(false, again);
    }
    reading.again(again)
}

/// Whether a value is, or holds, what no text stands for alone.
pub(super) fn has_blank(value: &Json<'_>) -> bool {
    match value {
        Json::Null => true,
        Json::Array(items) => items.is_empty() || items.iter().any(has_blank),
        Json::Object(members) => members.is_empty() || members.iter().any(|(_, value)| has_blank(value)),
        _ => false,
    }
}

/// Whether the text of a value may be that of another one, of some type.
pub(super) fn is_doubtful(value: &Json<'_>) -> bool {
    match value {
        Json::Bool(_) | Json::Number(_) => false,
        Json::String(text) => text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'),
        Json::Null | Json::Array(_) | Json::Object(_) => true,
    }
}

/// Refuses a value that would be read as another one from this text: of a path a segment, of a query all that the
/// parameter has in it, of a header or of cookies the field.
pub(crate) fn read_again(
    parameter: &Parameter,
    required: bool,
    json: &Json<'_>,
    text: &str,
    again: Again,
) -> Decoded<()> {
    if !is_doubtful(json) {
        return Ok(());
    }
    match reading(parameter, required, text) {
        Ok(Some(reading)) if reread(json, &reading, again).is_ok_and(|read| is_read(parameter, &read, json)) => Ok(()),
        _ => Err(misread(json)),
    }
}

/// What a server reads of a parameter from such a text.
pub(super) fn reading<'t>(parameter: &Parameter, required: bool, text: &'t str) -> Decoded<Option<Reading<'t>>> {
    let read = |parameter: &Parameter| match parameter.place {
        Place::Path => read_path(parameter, text).map(Some),
        Place::Query => read_query(parameter, text),
        Place::Header => super::read::header_reading(parameter, text).map(Some),
        Place::Cookie => super::read::cookie_reading(parameter, &[text]),
    };
    match (read(parameter)?, parameter.borrowed()) {
        (None, Some(borrowed)) if required => Ok(Some(Reading::nothing().and(read(&borrowed)?))),
        (reading, _) => Ok(reading),
    }
}

/// The text of a header of a part of a request, when a server reads it as the same value.
pub(crate) fn part_header(parameter: &Parameter, json: &Json<'_>, again: Again) -> Decoded<String> {
    let text = super::header_parameter(parameter, json)?;
    read_again(parameter, true, json, &text, again).map(|()| text)
}

/// The text of a header of an answer, when a client, which is lenient, reads it as the same value.
pub(crate) fn answer_header(parameter: &Parameter, json: &Json<'_>, again: Again) -> Decoded<String> {
    let text = super::header_parameter(parameter, json)?;
    let read = || super::read::header_reading(parameter, &text)?.take(false, again);
    if is_doubtful(json) && !read().is_ok_and(|read| is_read(parameter, &read, json)) {
        return Err(misread(json));
    }
    Ok(text)
}

/// Whether what is read is the value that was written: in a header, where a list has no sign of its own, no text in the
/// place of a list.
fn is_read(parameter: &Parameter, read: &Json<'_>, written: &Json<'_>) -> bool {
    let is_list = |value: &Json<'_>| matches!(value, Json::Array(_));
    is_same(read, written) && (parameter.place != Place::Header || is_list(read) || !is_list(written))
}

/// Whether a value is one text.
fn is_one_text(json: &Json<'_>) -> bool {
    matches!(json, Json::Bool(_) | Json::Number(_) | Json::String(_))
}

/// Whether two values are the same as far as texts can tell: `5` and `"5"` are, and `[5]`.
pub(super) fn is_same(one: &Json<'_>, other: &Json<'_>) -> bool {
    match (one, other) {
        (Json::Array(one), Json::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Json::Object(one), Json::Object(other)) => {
            let found = |name: &str, value| other.get(name).is_some_and(|other| is_same(value, other));
            one.len() == other.len() && one.iter().all(|(name, value)| found(name, value))
        }
        (one, other) if is_one_text(one) && is_one_text(other) => {
            text(one).ok().is_some_and(|one| text(other).is_ok_and(|other| one == other))
        }
        (Json::Array(items), one) | (one, Json::Array(items)) if is_one_text(one) => {
            matches!(items.as_slice(), [only] if is_same(only, one) && one.as_str() != Some(""))
        }
        _ => *one == *other,
    }
}

#[cold]
pub(super) fn misread(json: &Json<'_>) -> Violations {
    let what = if has_blank(json) { "what is empty or null" } else { "it" };
    Violations::new(Rule::Format, format!("cannot be sent, for {what} would be read as something else"))
}
