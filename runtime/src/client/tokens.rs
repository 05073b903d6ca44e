//! Where access tokens come from.

use std::fmt;
use std::sync::Arc;

use http::StatusCode;

use super::Transport;
use crate::{BoxError, BoxFuture, Secret};

/// Gets the tokens that a client sends as `Authorization: Bearer …` (RFC 6750), to operations that ask for the scheme
/// that it is given for and to no other.
///
/// [`OAuth2`](super::OAuth2) is one. It is asked before each call, so it keeps its tokens itself.
///
/// ```
/// use twinspec_runtime::client::{TokenRequest, TokenSource};
/// use twinspec_runtime::{BoxError, BoxFuture, Secret};
///
/// /// Reads what another process renews.
/// struct FromFile(std::path::PathBuf);
///
/// impl TokenSource for FromFile {
///     fn token<'a>(&'a self, _: TokenRequest<'a>) -> BoxFuture<'a, Result<Secret, BoxError>> {
///         Box::pin(async { Ok(std::fs::read_to_string(&self.0)?.into()) })
///     }
/// }
/// ```
pub trait TokenSource: Send + Sync + 'static {
    /// A token that is valid now.
    ///
    /// # Errors
    ///
    /// When there is none: the call fails with [`Error::Auth`](crate::Error::Auth), and nothing is sent.
    fn token<'a>(&'a self, wanted: TokenRequest<'a>) -> BoxFuture<'a, Result<Secret, BoxError>>;

    /// The server answered 401 to this token. When another one comes next, a call whose body is whole is made once more.
    fn refused(&self, _token: &Secret) {}
}

/// What a [`TokenSource`] is asked for.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct TokenRequest<'a> {
    /// The scopes that the operation asks for.
    pub scopes: &'a [&'a str],
    /// Where the API is; what the document says of other places may be relative to it.
    pub base_url: &'a str,
    /// What carries the requests of the client.
    pub transport: &'a dyn Transport,
}

impl fmt::Debug for TokenRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenRequest")
            .field("scopes", &self.scopes)
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

/// Why an authorization server gave no token. It shows no secret.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum TokenError {
    /// What should be the URL of the endpoint is none.
    InvalidUrl,
    /// The authorization server cannot be reached, or the connection broke.
    Transport(Arc<BoxError>),
    /// It answered with another status than 200.
    Refused {
        /// The status.
        status: StatusCode,
        /// The code of RFC 6749 section 5.2, `invalid_client` for instance.
        code: Option<String>,
    },
    /// Its answer is not what RFC 6749 section 5.1 says; this is what is wrong.
    Unreadable(&'static str),
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidUrl => f.write_str("the URL of the token endpoint is not one"),
            Self::Transport(_) => f.write_str("the authorization server could not be reached"),
            Self::Refused { status, code: Some(code) } => write!(f, "the authorization server says {status}: {code}"),
            Self::Refused { status, code: None } => write!(f, "the authorization server says {status}"),
            Self::Unreadable(what) => write!(f, "the answer of the authorization server {what}"),
        }
    }
}

impl std::error::Error for TokenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => Some(&***error),
            _ => None,
        }
    }
}
