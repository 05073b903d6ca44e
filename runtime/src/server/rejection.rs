//! Requests that are refused, and handlers that fail.

use std::fmt;

use http::header::HeaderMap;
use http::{HeaderName, HeaderValue, StatusCode};

use super::Reply;
use crate::{Encode, Meta, Violation, Violations, Writer};

/// Why a request was refused, or why its handler failed, with the answer that it gets.
///
/// Without [`Options::on_reject`](super::Options::on_reject) that is a Problem Details object (RFC 9457) with the
/// members `type`, `title`, `status`, `detail` and, for what is wrong with the request, `violations`: each with
/// its `pointer`, `rule` and `message`.
///
/// `Display` is a sentence that the caller may read.
#[derive(Debug)]
pub struct Rejection(Box<Details>);

/// On the heap, so that the result of what may be refused stays small.
#[derive(Debug)]
struct Details {
    reason: Reason,
    operation: Option<&'static Meta>,
    status: StatusCode,
    headers: HeaderMap,
}

/// Why a request was refused, or why its handler failed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// No path of the document is this one: 404.
    NotFound,
    /// The path has no such method: 405, with `Allow`.
    MethodNotAllowed,
    /// The caller accepts nothing of what the operation answers: 406.
    NotAcceptable,
    /// The operation does not take bodies of this media type: 415, with `Accept`.
    UnsupportedMediaType,
    /// The body is longer than [`Options::body_limit`](super::Options::body_limit): 413.
    PayloadTooLarge,
    /// The body is not JSON, or the path is not UTF-8: 400.
    Malformed(Violations),
    /// Parameters or body are not as the document says: 422 when the operation documents that status, else 400.
    ///
    /// The places are `/path/id`, `/query/limit`, `/header/x-tenant`, `/body/providerId`.
    Invalid(Violations),
    /// No credential that the operation takes was presented, or none was accepted: 401, with `WWW-Authenticate`.
    Unauthorized,
    /// The caller is known, but may not do this: 403.
    Forbidden,
    /// The handler failed: 500.
    Internal,
    /// The server behind this one could not be reached, or answered what its document does not promise: 502.
    BadGateway,
    /// The server behind this one did not answer in time: 504.
    GatewayTimeout,
}

impl Reason {
    fn status(&self, operation: Option<&Meta>) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Invalid(_) if operation.is_some_and(|meta| meta.documents(StatusCode::UNPROCESSABLE_ENTITY)) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::Malformed(_) | Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::BadGateway => StatusCode::BAD_GATEWAY,
            Self::GatewayTimeout => StatusCode::GATEWAY_TIMEOUT,
        }
    }

    fn sentence(&self) -> &'static str {
        match self {
            Self::NotFound => "There is nothing at this path.",
            Self::MethodNotAllowed => "This path does not have that method.",
            Self::NotAcceptable => "None of the accepted media types can be answered.",
            Self::UnsupportedMediaType => "The body is not of a media type that is taken here.",
            Self::PayloadTooLarge => "The body is too long.",
            Self::Malformed(_) => "The request cannot be read.",
            Self::Invalid(_) => "The request is not as it should be.",
            Self::Unauthorized => "A valid credential is needed.",
            Self::Forbidden => "The credential does not permit this.",
            Self::Internal => "The server failed.",
            Self::BadGateway => "The server behind this one failed.",
            Self::GatewayTimeout => "The server behind this one did not answer in time.",
        }
    }
}

impl Rejection {
    pub(super) fn new(reason: Reason, operation: Option<&'static Meta>) -> Self {
        Self(Box::new(Details { status: reason.status(operation), reason, operation, headers: HeaderMap::new() }))
    }

    /// The same rejection with a header that its status asks for.
    pub(super) fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.0.headers.append(name, value);
        }
        self
    }

    /// How far the request is from what the operation takes, to tell which of several is the nearest.
    pub(super) fn faults(&self) -> usize {
        match &self.0.reason {
            Reason::Malformed(violations) | Reason::Invalid(violations) => violations.len(),
            Reason::NotAcceptable | Reason::UnsupportedMediaType => usize::MAX - 1,
            Reason::NotFound | Reason::MethodNotAllowed => usize::MAX,
            _ => 0,
        }
    }

    /// The headers that its status asks for.
    pub(super) fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// Why the request was refused, or why its handler failed.
    pub fn reason(&self) -> &Reason {
        &self.0.reason
    }

    /// The operation, when the path and the method were those of one.
    pub fn operation(&self) -> Option<&'static Meta> {
        self.0.operation
    }

    /// The status of the answer, unless the hook chooses another one.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// What is wrong with the request, for [`Reason::Malformed`] and [`Reason::Invalid`].
    pub fn violations(&self) -> Option<&Violations> {
        match &self.0.reason {
            Reason::Malformed(violations) | Reason::Invalid(violations) => Some(violations),
            _ => None,
        }
    }

    /// The Problem Details object (RFC 9457).
    pub(super) fn problem(&self) -> Reply {
        let mut reply = Reply::new();
        reply.status(self.0.status.as_u16()).content_type("application/problem+json").json(&Problem(self));
        reply
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.reason.sentence())?;
        match self.violations() {
            Some(violations) => write!(f, " {violations}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Rejection {}

struct Problem<'a>(&'a Rejection);

impl Encode for Problem<'_> {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        object.member("type", "about:blank");
        object.member("title", self.0.status().canonical_reason().unwrap_or_default());
        object.member("status", &self.0.status().as_u16());
        object.member("detail", self.0.reason().sentence());
        if let Some(violations) = self.0.violations() {
            let mut array = object.name("violations").array();
            for violation in violations {
                array.item(&Listed(violation));
            }
            array.end();
        }
        object.end();
    }
}

struct Listed<'a>(&'a Violation);

impl Encode for Listed<'_> {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        object.member("pointer", &self.0.pointer);
        object.member("rule", self.0.rule.as_str());
        object.member("message", &self.0.message);
        object.end();
    }
}
