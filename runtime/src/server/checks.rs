//! What is checked before a request is read: media types and the size of the body.

use http::header::{self, HeaderMap};
use http_body::Body as _;

use super::accept::Accept;
use super::rejection::{Reason, Rejection};
use crate::collect::{self, ReadError};
use crate::headers::{essence, media_type, most_specific};
use crate::multipart::{self, Limits, RawPart};
use crate::{ByteStream, Meta};

/// Whether the caller accepts anything of what the operation answers (RFC 9110 section 12.5.1).
pub(super) fn acceptable(meta: &'static Meta, headers: &HeaderMap) -> Result<(), Rejection> {
    if meta.produces.is_empty() || Accept::of(headers).preferred(meta.produces).is_some() {
        return Ok(());
    }
    Err(Rejection::new(Reason::NotAcceptable, Some(meta)))
}

/// The items of a list that may have quoted strings in it (RFC 9110 section 5.6), trimmed and not empty.
pub(super) fn split_list(list: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    list.split(move |c: char| {
        let plain = !std::mem::take(&mut escaped);
        match c {
            '\\' if quoted && plain => escaped = true,
            '"' if plain => quoted = !quoted,
            _ => {}
        }
        c == separator && !quoted
    })
    .map(str::trim)
    .filter(|item| !item.is_empty())
}

/// What has arrived of a body.
pub(super) enum Arrived {
    /// There is none.
    Nothing,
    /// All of it, or a stream.
    Body(ByteStream),
    /// The parts of a multipart body.
    Parts(Vec<RawPart>),
}

/// The parts of a multipart body.
async fn multiple(
    meta: &'static Meta,
    headers: &HeaderMap,
    body: ByteStream,
    limits: Limits,
) -> Result<Arrived, Rejection> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    multipart::parts(content_type, body, limits).await.map(Arrived::Parts).map_err(|error| {
        let reason = match error {
            multipart::ReadError::TooLarge => Reason::PayloadTooLarge,
            #[cfg(feature = "spool")]
            multipart::ReadError::Kept(error) => {
                tracing::error!(%error, "a file could not be kept on disk");
                Reason::Internal
            }
            multipart::ReadError::Malformed(error) if is_length_limit(&*error) => Reason::PayloadTooLarge,
            multipart::ReadError::Malformed(error) => {
                let message = format!("is not multipart/form-data: {error}");
                Reason::Malformed(crate::Violations::new(crate::Rule::Syntax, message).prefixed("body"))
            }
        };
        Rejection::new(reason, Some(meta))
    })
}

/// The body of a request, when the operation takes one and there is one: whole, or as a stream when its media type is one
/// of `streams`.
pub(super) async fn body(
    meta: &'static Meta,
    streams: &[&str],
    headers: &HeaderMap,
    body: axum::body::Body,
    limits: Limits,
) -> Result<Arrived, Rejection> {
    let limit = limits.memory;
    let reject = |reason| Err(Rejection::new(reason, Some(meta)));
    if meta.consumes.is_empty() || body.is_end_stream() {
        return Ok(Arrived::Nothing);
    }
    let unsupported = || {
        let taken = meta.consumes.join(", ");
        Rejection::new(Reason::UnsupportedMediaType, Some(meta)).with_header(header::ACCEPT, &taken)
    };
    let named = headers.contains_key(header::CONTENT_TYPE);
    if named {
        let taken = most_specific(meta.consumes, &media_type(headers)).and_then(|index| meta.consumes.get(index));
        let taken = taken.ok_or_else(unsupported)?;
        if streams.contains(taken) {
            return Ok(Arrived::Body(ByteStream::new(body).with_limit(limit)));
        }
        if essence(taken).eq_ignore_ascii_case("multipart/form-data") {
            return multiple(meta, headers, ByteStream::new(body), limits).await;
        }
    }
    match collect::read(body, limit).await {
        Ok(body) if body.is_empty() => Ok(Arrived::Nothing),
        Ok(_) if !named => Err(unsupported()),
        Ok(body) => Ok(Arrived::Body(body.into())),
        Err(ReadError::TooLarge) => reject(Reason::PayloadTooLarge),
        // A layer of the user's own may have a lower limit.
        Err(ReadError::Broken(error)) if is_length_limit(&*error) => reject(Reason::PayloadTooLarge),
        Err(ReadError::Broken(_)) => {
            let violations = crate::Violations::new(crate::Rule::Syntax, "did not arrive whole").prefixed("body");
            reject(Reason::Malformed(violations))
        }
    }
}

fn is_length_limit(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut chain = std::iter::successors(Some(error), |error| error.source());
    chain.any(<dyn std::error::Error>::is::<http_body_util::LengthLimitError>)
}

#[cfg(test)]
mod tests {
    use super::split_list;

    #[test]
    fn quoted_strings_are_not_split() {
        let items: Vec<_> = split_list(r#"a, "b, \" c" ,, d"#, ',').collect();
        assert_eq!(items, ["a", r#""b, \" c""#, "d"]);
    }
}
