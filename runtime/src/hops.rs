//! Header fields that are not passed on from one connection to the next.

use http::header::{self, HeaderMap, HeaderName};
use http_body::Body as _;

use crate::{Body, Rule, Violations};

/// The fields that concern one connection and are never passed on (RFC 9110 section 7.6.1).
const HOP_BY_HOP: [HeaderName; 8] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    header::PROXY_AUTHENTICATE,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
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

/// Refuses a field `Content-Length` that is not the length of the body, where that is known (RFC 9110 section 8.6): the
/// document may declare the field, and whoever reads the message would take the rest for another one.
pub(crate) fn check_length(headers: &HeaderMap, body: &Body) -> Result<(), Violations> {
    let Some(stated) = headers.get(header::CONTENT_LENGTH) else { return Ok(()) };
    match body.size_hint().exact() {
        Some(length) if *stated != *length.to_string() => {
            let what = format!("must be {length}, the length of the body");
            Err(Violations::new(Rule::Enum, what).prefixed("content-length").prefixed("header"))
        }
        _ => Ok(()),
    }
}
