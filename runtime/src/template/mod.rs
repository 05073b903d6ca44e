//! Path templates: `/files/{name}.{extension}`.

#[cfg(feature = "client")]
mod expand;
#[cfg(feature = "server")]
mod recognise;

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC};

#[cfg(feature = "client")]
pub(crate) use self::expand::{ExpandError, expand};
#[cfg(feature = "server")]
pub(crate) use self::recognise::{Captures, Template};

/// All but the unreserved characters of RFC 3986 section 2.3: what a value must not bring into a URL as it is.
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A percent-encoded text decoded; `None` when that is not UTF-8.
pub(crate) fn decode(text: &str) -> Option<Cow<'_, str>> {
    percent_encoding::percent_decode_str(text).decode_utf8().ok()
}

/// What cannot stand in a path at all (RFC 3986 section 3.3); `%` can, as the start of an octet.
const NOT_IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A part of a segment of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part<'t> {
    Literal(&'t str),
    Parameter(&'t str),
}

/// The parts of a segment. A brace without its partner is text.
fn parts(segment: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = segment;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let parameter = rest.find('{').and_then(|open| Some((open, open + rest.get(open..)?.find('}')?)));
        let (part, after) = match parameter {
            Some((0, close)) => (Part::Parameter(rest.get(1..close)?), rest.get(close + 1..)?),
            Some((open, _)) => (Part::Literal(rest.get(..open)?), rest.get(open..)?),
            None => (Part::Literal(rest), ""),
        };
        rest = after;
        Some(part)
    })
}
