//! Why an operation did not succeed.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::{BoxError, DecodeError, Failure, NoFailure, PageFault, ResponseParts, Unexpected, Violations};

/// Why an operation did not succeed. `F` is what its document foresees.
///
/// A handler writes `Err(LinkProviderError::NotFound(message))?`, or `return Err(LinkProviderError::NotFound(message).into())`.
///
/// Neither `Debug` nor `Display` shows a secret, a body or a value of the query; `F` shows what it shows.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<F> {
    /// A failure that the document foresees, with all headers of its answer: `Retry-After` for instance, whether the
    /// document declares it or not.
    Api(F, Box<ResponseParts>),
    /// An answer that the document does not foresee: another status, or another media type. It is kept whole.
    Unexpected(Box<Unexpected>),
    /// An answer whose body or headers are not what the document promises.
    Decode(Box<DecodeError>),
    /// A request that cannot be sent, or that a handler finds wrong. The places are `/path/id`, `/query/limit`,
    /// `/header/x-tenant`, `/body/providerId`. A server answers 422 when its document foresees that, else 400.
    Invalid(Violations),
    /// A message that cannot be written.
    Encode(Violations),
    /// A credential that cannot be sent.
    Auth(BoxError),
    /// The other side cannot be reached, or the connection broke.
    Transport(BoxError),
    /// The call took longer than this.
    Timeout(Duration),
    /// The body of the answer is longer than the limit of the client.
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// An answer that leads to no next page, although it says that there is one; see [`Pages`](crate::Pages).
    Page(PageFault),
    /// What a handler could not do, and its caller learns nothing of: a server answers 500 and writes it to its log.
    Other(BoxError),
}

impl<F> Error<F> {
    /// An error that does not concern the caller, a lost database for instance.
    ///
    /// ```
    /// use twinspec_runtime::{Error, NoFailure};
    ///
    /// let error = Error::<NoFailure>::other("the database is away");
    /// assert_eq!(error.to_string(), "the database is away");
    /// ```
    pub fn other(error: impl Into<BoxError>) -> Self {
        Self::Other(error.into())
    }

    /// The failure that the document foresees, when this is one.
    pub fn api(&self) -> Option<&F> {
        match self {
            Self::Api(failure, _) => Some(failure),
            _ => None,
        }
    }

    /// The failure that the document foresees, when this is one, else the same error.
    ///
    /// # Errors
    ///
    /// Any error but [`Error::Api`].
    pub fn into_api(self) -> Result<F, Self> {
        match self {
            Self::Api(failure, _) => Ok(failure),
            other => Err(other),
        }
    }

    /// The headers of the answer, when there was one that the document foresees or an unexpected one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Api(_, parts) => Some(&parts.headers),
            Self::Unexpected(unexpected) => Some(&unexpected.headers),
            _ => None,
        }
    }

    /// The same failure with another header, beside those that the document declares: a server sends it.
    ///
    /// ```
    /// use twinspec_runtime::{Error, HeaderName, HeaderValue, NoFailure};
    ///
    /// # fn busy(failure: NoFailure) -> Error<NoFailure> {
    /// Error::from(failure).with_header(HeaderName::from_static("retry-after"), HeaderValue::from_static("5"))
    /// # }
    /// ```
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        if let Self::Api(_, parts) = &mut self {
            parts.headers.append(name, value);
        }
        self
    }

    /// The same error with another type of failure.
    pub fn map_api<G>(self, change: impl FnOnce(F) -> G) -> Error<G> {
        match self {
            Self::Api(failure, parts) => Error::Api(change(failure), parts),
            Self::Unexpected(unexpected) => Error::Unexpected(unexpected),
            Self::Decode(decode) => Error::Decode(decode),
            Self::Invalid(violations) => Error::Invalid(violations),
            Self::Encode(violations) => Error::Encode(violations),
            Self::Auth(error) => Error::Auth(error),
            Self::Transport(error) => Error::Transport(error),
            Self::Timeout(after) => Error::Timeout(after),
            Self::TooLarge { limit } => Error::TooLarge { limit },
            Self::Page(fault) => Error::Page(fault),
            Self::Other(error) => Error::Other(error),
        }
    }
}

impl<F: Failure> Error<F> {
    /// The HTTP status of the answer, when there was one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(failure, _) => Some(failure.status()),
            Self::Unexpected(unexpected) => Some(unexpected.status),
            Self::Decode(decode) => Some(decode.status),
            _ => None,
        }
    }
}

impl Error<NoFailure> {
    /// An error of any operation: none of its kind is a failure that a document foresees.
    pub fn widen<F>(self) -> Error<F> {
        self.map_api(|never| match never {})
    }
}

impl<F> From<F> for Error<F> {
    fn from(failure: F) -> Self {
        Self::Api(failure, Box::default())
    }
}

impl<F: fmt::Display> fmt::Display for Error<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(failure, _) => failure.fmt(f),
            Self::Unexpected(unexpected) => unexpected.fmt(f),
            Self::Decode(decode) => decode.fmt(f),
            Self::Invalid(violations) => write!(f, "the request is invalid: {violations}"),
            Self::Encode(violations) => write!(f, "the message cannot be written: {violations}"),
            Self::Auth(_) => f.write_str("a credential cannot be sent"),
            Self::Transport(_) => f.write_str("the server could not be reached, or the connection broke"),
            Self::Timeout(after) => write!(f, "no answer within {after:?}"),
            Self::TooLarge { limit } => {
                write!(f, "the body of the answer is longer than {limit} bytes")
            }
            Self::Page(fault) => fault.fmt(f),
            Self::Other(error) => error.fmt(f),
        }
    }
}

impl<F: std::error::Error + 'static> std::error::Error for Error<F> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Api(failure, _) => failure.source(),
            Self::Auth(error) | Self::Transport(error) => Some(&**error),
            Self::Other(error) => error.source(),
            _ => None,
        }
    }
}
