//! Header fields: which of them belong to one connection only, and how to show them without their secrets.

use std::fmt;

use http::header::{self, HeaderMap, HeaderName};

/// The fields that concern one connection and are never passed on (RFC 9110 section 7.6.1).
pub(crate) const HOP_BY_HOP: [HeaderName; 8] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    header::PROXY_AUTHENTICATE,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

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

/// Removes what belongs to the connection that a message came by: the fields of [`HOP_BY_HOP`] and
/// those that its `Connection` field names.
pub(crate) fn keep_end_to_end(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    for name in HOP_BY_HOP.iter().chain(&named) {
        headers.remove(name);
    }
}

/// The fields that the writer of a message decides itself, because they describe its framing or its target.
pub(crate) fn remove_framing(headers: &mut HeaderMap) {
    for name in [header::HOST, header::CONTENT_LENGTH, header::CONTENT_TYPE, header::CONTENT_ENCODING] {
        headers.remove(name);
    }
}

/// Adds `from` to `headers`; a name that occurs in `from` replaces all values that it had.
pub(crate) fn overlay(headers: &mut HeaderMap, from: HeaderMap) {
    let mut last = None;
    for (name, value) in from {
        match name {
            Some(name) => {
                headers.insert(name.clone(), value);
                last = Some(name);
            }
            None => {
                if let Some(name) = &last {
                    headers.append(name.clone(), value);
                }
            }
        }
    }
}

/// The media type of a message without its parameters, in lower case; empty when there is none.
pub(crate) fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    essence(value).to_ascii_lowercase()
}

/// A media type without its parameters.
pub(crate) fn essence(media_type: &str) -> &str {
    media_type.split_once(';').map_or(media_type, |(essence, _)| essence).trim()
}

/// Whether a media type (without parameters, in lower case) is JSON: `application/json`, or the suffix `+json` (RFC 6839).
pub(crate) fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || media_type.ends_with("+json") || media_type == "text/json"
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
