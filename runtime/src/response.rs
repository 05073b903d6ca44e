//! What a caller gets.

use std::fmt;

use http::{Extensions, HeaderMap};

use crate::headers::Redacted;
use crate::{BoxFuture, Error};

/// What an operation answers: a [`Response`] for the successes that the document foresees, an [`Error`] for all else.
pub type Outcome<T, F> = Result<Response<T>, Error<F>>;

/// An [`Outcome`] that is yet to come: what a call of an operation gives.
pub type Pending<'a, T, F> = BoxFuture<'a, Outcome<T, F>>;

/// The success of an operation, with the headers that came with it.
///
/// There is no status: the type of the message says which one it is.
///
/// ```
/// use twinspec_runtime::Response;
///
/// let response = Response::from("message");
/// assert!(response.headers().is_empty());
/// assert_eq!(response.into_inner(), "message");
/// ```
#[derive(Clone, Default)]
pub struct Response<T> {
    message: T,
    parts: ResponseParts,
}

/// What a [`Response`] has beside its message.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ResponseParts {
    /// All headers of the answer; a server sends those that do not belong to a connection
    /// and do not describe a body that it writes anew.
    pub headers: HeaderMap,
    /// Values of any type that never leave the process, [`EnvelopeMembers`](crate::EnvelopeMembers) for instance.
    pub extensions: Extensions,
}

impl<T> Response<T> {
    /// A response with no headers of its own.
    pub fn new(message: T) -> Self {
        Self { message, parts: ResponseParts::default() }
    }

    /// The message.
    pub fn get_ref(&self) -> &T {
        &self.message
    }

    /// The message, to be changed.
    pub fn get_mut(&mut self) -> &mut T {
        &mut self.message
    }

    /// The message alone.
    pub fn into_inner(self) -> T {
        self.message
    }

    /// The message, and what travels beside it.
    pub fn into_parts(self) -> (ResponseParts, T) {
        (self.parts, self.message)
    }

    /// Puts together what [`Response::into_parts`] took apart.
    pub fn from_parts(parts: ResponseParts, message: T) -> Self {
        Self { message, parts }
    }

    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// The headers of the answer, to be changed.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.parts.headers
    }

    /// Values that travel with the response inside this process.
    pub fn extensions(&self) -> &Extensions {
        &self.parts.extensions
    }

    /// Values that travel with the response inside this process, to be changed.
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        &mut self.parts.extensions
    }

    /// The same response with another message.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response { message: change(self.message), parts: self.parts }
    }
}

impl<T> From<T> for Response<T> {
    fn from(message: T) -> Self {
        Self::new(message)
    }
}

/// Shows the message, the names of the headers, and the values of those headers that hold no secret.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("message", &self.message)
            .field("headers", &Redacted(&self.parts.headers))
            .finish_non_exhaustive()
    }
}

/// Shows the names of the headers, and the values of those headers that hold no secret.
impl fmt::Debug for ResponseParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseParts").field("headers", &Redacted(&self.headers)).finish_non_exhaustive()
    }
}
