//! Parameters as text: how values of paths, queries, headers and cookies are written and read
//! (OpenAPI's `style` and `explode`).
//!
//! A value becomes a tree of JSON, and the tree becomes text in the style of its parameter. On the way back a text
//! may stand for several trees; a type tells by what it can be decoded from which one is meant.

#![cfg_attr(
    not(all(feature = "client", feature = "server")),
    allow(dead_code, unused_imports, reason = "a half alone writes or reads no more than links beside its own")
)]

mod again;
mod deep;
mod escape;
mod form;
mod parameter;
mod parts;
mod read;
mod reading;
#[cfg(test)]
#[cfg(all(feature = "client", feature = "server"))]
mod tests;
mod write;

use std::borrow::Cow;

use http::HeaderMap;

pub(crate) use self::again::{Again, again, answer_header, part_header, read_again};
#[cfg(feature = "client")]
pub(crate) use self::deep::deep_texts;
#[cfg(feature = "server")]
pub(crate) use self::deep::read_deep;
#[cfg(feature = "client")]
pub(crate) use self::form::form_of;
pub(crate) use self::form::read_form;
pub(crate) use self::form::write_form;
pub use self::parameter::Parameter;
pub(crate) use self::parameter::Place;
pub(crate) use self::parts::Parts;
pub(crate) use self::read::{read_cookie, read_header, read_path, read_query};
pub(crate) use self::reading::Reading;
pub(crate) use self::write::{header_parameter, path_text, push_cookies, push_query};
use crate::{Decoded, Rule, Violations};

/// The text of a header. Several fields of one name are one list (RFC 9110 section 5.3).
pub(crate) fn header<'h>(headers: &'h HeaderMap, name: &str) -> Decoded<Option<Cow<'h, str>>> {
    let mut values = headers
        .get_all(name)
        .iter()
        .map(|value| std::str::from_utf8(value.as_bytes()).map_err(|_| Violations::new(Rule::Format, "must be UTF-8")));
    let Some(first) = values.next().transpose()? else {
        return Ok(None);
    };
    let mut text = Cow::Borrowed(first);
    for value in values {
        let text = text.to_mut();
        text.push_str(", ");
        text.push_str(value?);
    }
    Ok(Some(text))
}
