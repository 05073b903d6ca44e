//! Answers that are not what the document promises.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::headers::{Redacted, media_type};
use crate::{Error, Violations};

/// Why an answer could not be read.
///
/// Neither `Debug` nor `Display` shows anything of the body but its size, nor a header that may hold a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// The document does not foresee the status, or the media type.
    Unexpected(Box<Unexpected>),
    /// The document foresees it, but it is not what the document promises.
    Decode(Box<DecodeError>),
}

impl Unreadable {
    /// The same as an [`Error`] of an operation.
    pub fn into_error<F>(self) -> Error<F> {
        match self {
            Self::Unexpected(unexpected) => Error::Unexpected(unexpected),
            Self::Decode(decode) => Error::Decode(decode),
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unexpected(unexpected) => unexpected.fmt(f),
            Self::Decode(decode) => decode.fmt(f),
        }
    }
}

impl std::error::Error for Unreadable {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unexpected(_) => None,
            Self::Decode(decode) => decode.source(),
        }
    }
}

/// An answer that the document does not foresee, kept whole.
///
/// A handler makes one to answer what its document does not foresee; it is sent as it is.
///
/// ```
/// use twinspec_runtime::{Error, NoFailure, StatusCode, Unexpected};
///
/// let teapot = Unexpected::new(StatusCode::IM_A_TEAPOT).with_body("text/plain", "short and stout");
/// let error: Error<NoFailure> = teapot.into_error();
/// assert_eq!(error.to_string(), "unexpected answer: 418 I'm a teapot (text/plain, 15 bytes)");
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unexpected {
    /// The status.
    pub status: StatusCode,
    /// All headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

impl Unexpected {
    /// An answer without headers and without a body.
    pub fn new(status: StatusCode) -> Self {
        Self { status, headers: HeaderMap::new(), body: Bytes::new() }
    }

    /// The same answer with one more header.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }

    /// The same answer with this body.
    #[must_use]
    pub fn with_body(mut self, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        self.headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        self.body = body.into();
        self
    }

    /// The answer as an [`Error`] of an operation.
    pub fn into_error<F>(self) -> Error<F> {
        Error::Unexpected(Box::new(self))
    }
}

impl fmt::Debug for Unexpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unexpected")
            .field("status", &self.status)
            .field("headers", &Redacted(&self.headers))
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

impl fmt::Display for Unexpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let media_type = media_type(&self.headers);
        let media_type = if media_type.is_empty() { "no media type" } else { &media_type };
        write!(f, "unexpected answer: {} ({media_type}, {} bytes)", self.status, self.body.len())
    }
}

impl std::error::Error for Unexpected {}

/// An answer that is not what the document promises, with its body.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeError {
    /// The status.
    pub status: StatusCode,
    /// The whole body.
    pub body: Bytes,
    /// What is wrong, each with its place: a JSON pointer into the body, or `/header/` and the name of a header.
    pub violations: Violations,
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("status", &self.status)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("violations", &self.violations)
            .finish()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer {} ({} bytes) is not what the document promises: ", self.status, self.body.len())?;
        self.violations.fmt(f)
    }
}

impl std::error::Error for DecodeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        None
    }
}
