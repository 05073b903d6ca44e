//! Header fields: media types, and how to show fields without their secrets.

use std::fmt;

use http::header::{self, HeaderMap, HeaderName};

/// The fields whose values may be shown; of every other field only the name is.
const HARMLESS: [HeaderName; 14] = [
    header::ACCEPT,
    header::ALLOW,
    header::CACHE_CONTROL,
    header::CONTENT_ENCODING,
    header::CONTENT_LANGUAGE,
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::DATE,
    header::HOST,
    header::RETRY_AFTER,
    header::SERVER,
    header::TRANSFER_ENCODING,
    header::USER_AGENT,
    header::VARY,
];

/// The media type of a message without its parameters, in lower case; empty when there is none.
pub(crate) fn media_type(headers: &HeaderMap) -> String {
    essence(content_type(headers)).to_ascii_lowercase()
}

/// The media type of a message with its parameters; empty when there is none.
pub(crate) fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// A media type without its parameters.
pub(crate) fn essence(media_type: &str) -> &str {
    media_type.split_once(';').map_or(media_type, |(essence, _)| essence).trim()
}

/// Whether a media type has all parameters of another one (RFC 9110, section 8.3.1).
pub(crate) fn has_parameters(given: &str, wanted: &str) -> bool {
    let has = |wanted: &str| given.split(';').skip(1).any(|given| given.trim().eq_ignore_ascii_case(wanted.trim()));
    wanted.split(';').skip(1).all(has)
}

/// Whether a media type (without parameters, in lower case) is JSON: `application/json`, or the suffix `+json` (RFC 6839).
pub(crate) fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || media_type.ends_with("+json") || media_type == "text/json"
}

/// Whether a media type stands for several: `image/*`, `application/*+json`.
#[cfg(feature = "client")]
pub(crate) fn is_range(media_type: &str) -> bool {
    essence(media_type).contains('*')
}

/// How specific a range is that covers a media type (or overlaps with another range); `None` when it does not.
/// Both are without parameters and in lower case.
pub(crate) fn covers(range: &str, media_type: &str) -> Option<u8> {
    let (range_type, range_subtype) = range.split_once('/')?;
    let (kind, subtype) = media_type.split_once('/')?;
    let suffix = |range: &str, subtype: &str| {
        range.strip_prefix('*').is_some_and(|suffix| suffix.starts_with('+') && subtype.ends_with(suffix))
    };
    match (range_type, range_subtype) {
        ("*", "*") => Some(0),
        (_, "*") if range_type == kind || kind == "*" => Some(1),
        _ if range == media_type => Some(3),
        _ if kind == range_type && (suffix(range_subtype, subtype) || suffix(subtype, range_subtype)) => Some(2),
        _ if kind == "*" || (kind == range_type && subtype == "*") => Some(2),
        _ => None,
    }
}

#[cfg(feature = "server")]
/// The most specific of several media types or ranges that has this one, by its index.
pub(crate) fn most_specific(ranges: &[&str], media_type: &str) -> Option<usize> {
    let named = ranges.iter().enumerate();
    let covering =
        named.filter_map(|(index, range)| Some((covers(&essence(range).to_ascii_lowercase(), media_type)?, index)));
    covering.max_by_key(|(specific, index)| (*specific, std::cmp::Reverse(*index))).map(|(_, index)| index)
}

/// Shows the names of all fields, and the values of those that hold no secret.
pub(crate) struct Redacted<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.0 {
            if HARMLESS.contains(name) && !value.is_sensitive() {
                map.entry(&name.as_str(), value);
            } else {
                map.entry(&name.as_str(), &format_args!("[redacted]"));
            }
        }
        map.finish()
    }
}
