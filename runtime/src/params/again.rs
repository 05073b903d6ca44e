//! What was written, read again before it is sent.
//!
//! What is empty or null has no text of its own: an empty text may be a string, and no text at all is no value. Where
//! such a value would be read as another one, or as none, it is refused.

use super::parameter::{Parameter, Place};
use super::{Reading, read_path, read_query};
use crate::{Decode, Decoded, Encode, Json, Node, Rule, Violations, to_json};

/// Reads a value in the place of one that was written.
pub(crate) type Again = fn(&Json<'_>, &Reading<'_>) -> Decoded<Json<'static>>;

/// Reads as a server does; a value that is not valid, which no server takes, leniently.
pub(crate) fn again<T: Encode + Decode>(written: &Json<'_>, reading: &Reading<'_>) -> Decoded<Json<'static>> {
    let valid = T::decode(Node::new(written).strict()).is_ok();
    to_json(&if valid { reading.decode::<T>()? } else { reading.decode_leniently::<T>()? })
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

/// Refuses a value that would be read as another one from this text: of a path a segment, of a query all that the
/// parameter has in it, of a header or of cookies the field.
pub(crate) fn read_again(
    parameter: &Parameter,
    required: bool,
    json: &Json<'_>,
    text: &str,
    again: Again,
) -> Decoded<()> {
    if !has_blank(json) {
        return Ok(());
    }
    let reading = match parameter.place {
        Place::Path => read_path(parameter, text).map(Some),
        Place::Query => read_query(parameter, text),
        Place::Header => super::read::header_reading(parameter, text).map(Some),
        Place::Cookie => super::read::cookie_reading(parameter, &[text]),
    };
    let reading = match reading {
        Ok(None) if required => Ok(Some(Reading::nothing())),
        reading => reading,
    };
    match reading {
        Ok(Some(reading)) if again(json, &reading).is_ok_and(|read| read == *json) => Ok(()),
        _ => Err(misread()),
    }
}

pub(super) fn misread() -> Violations {
    Violations::new(Rule::Format, "cannot be sent, for what is empty or null would be read as something else")
}
