//! What a caller sends.

use std::fmt;
use std::time::Duration;

use http::{Extensions, HeaderMap};

use crate::headers::Redacted;

/// A message to an operation, with what travels beside it: headers, extensions, a timeout.
///
/// Whatever takes a request takes `impl Into<Request<T>>`, so a bare message will do.
/// The idioms are those of tonic.
///
/// ```
/// use std::time::Duration;
/// use http::HeaderValue;
/// use twinspec_runtime::Request;
///
/// let mut request = Request::new("message");
/// request.headers_mut().insert("x-trace", HeaderValue::from_static("7"));
/// request.set_timeout(Duration::from_secs(5));
/// assert_eq!(*request.get_ref(), "message");
/// assert_eq!(request.map(str::len).into_inner(), 7);
/// ```
#[derive(Clone, Default)]
pub struct Request<T> {
    message: T,
    parts: RequestParts,
}

/// What a [`Request`] has beside its message.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct RequestParts {
    /// Headers beyond those that the operation declares.
    ///
    /// A client sends them; a server fills them with what it received, without the credentials
    /// and without what belongs to the connection.
    pub headers: HeaderMap,
    /// Values of any type that never leave the process: a server puts the
    /// `server::Principal` and the presented [`Credentials`](crate::Credentials) there.
    pub extensions: Extensions,
    /// How long a call may take, from its start to the end of the answer's body; `None` is the client's own timeout.
    pub timeout: Option<Duration>,
}

impl<T> Request<T> {
    /// A request with no headers, no extensions and no timeout of its own.
    pub fn new(message: T) -> Self {
        Self { message, parts: RequestParts::default() }
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
    pub fn into_parts(self) -> (RequestParts, T) {
        (self.parts, self.message)
    }

    /// Puts together what [`Request::into_parts`] took apart.
    pub fn from_parts(parts: RequestParts, message: T) -> Self {
        Self { message, parts }
    }

    /// The headers beyond those that the operation declares.
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// The headers beyond those that the operation declares, to be changed.
    ///
    /// A client does not send the fields that it decides itself: `Host`, `Content-Length`,
    /// `Content-Type`, and those that belong to one connection (RFC 9110 section 7.6.1). An `Accept` (section 12.5.1) takes the
    /// place of its own, which has all content types of the operation: so a caller asks for one of several.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.parts.headers
    }

    /// Values that travel with the request inside this process.
    pub fn extensions(&self) -> &Extensions {
        &self.parts.extensions
    }

    /// Values that travel with the request inside this process, to be changed.
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        &mut self.parts.extensions
    }

    /// How long the call may take, when the request says so.
    pub fn timeout(&self) -> Option<Duration> {
        self.parts.timeout
    }

    /// Limits how long the call may take, from its start to the end of the answer's body.
    /// It replaces the timeout of the client.
    pub fn set_timeout(&mut self, timeout: Duration) {
        self.parts.timeout = Some(timeout);
    }

    /// The same request with another message.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Request<U> {
        Request { message: change(self.message), parts: self.parts }
    }
}

impl<T> From<T> for Request<T> {
    fn from(message: T) -> Self {
        Self::new(message)
    }
}

/// Shows the message, the names of the headers, and the values of those headers that hold no secret.
impl<T: fmt::Debug> fmt::Debug for Request<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("message", &self.message)
            .field("headers", &Redacted(&self.parts.headers))
            .field("timeout", &self.parts.timeout)
            .finish_non_exhaustive()
    }
}

/// Shows the names of the headers, and the values of those headers that hold no secret.
impl fmt::Debug for RequestParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestParts")
            .field("headers", &Redacted(&self.headers))
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// Gives a request its constructor, which takes what is required, and a setter for each part that is optional: its name, its
/// field, and what it takes. Each setter is `#[must_use]` where the request is.
///
/// ```
/// use twinspec_runtime as rt;
///
/// #[derive(Debug)]
/// #[must_use]
/// pub struct ListUsers {
///     pub group: String,
///     pub limit: Option<i64>,
///     pub name: Option<String>,
/// }
///
/// rt::request! {
///     ListUsers {
///         new(group: impl Into<String>),
///         with_limit(limit: i64),
///         with_name(name: impl Into<String>),
///     }
/// }
///
/// let request = ListUsers::new("admins").with_limit(10);
/// assert_eq!((request.group.as_str(), request.limit, request.name), ("admins", Some(10), None));
/// ```
#[macro_export]
macro_rules! request {
    ($request:ident {
        $new:ident($($required:ident: $asked:ty),* $(,)?),
        $($(#[$attribute:meta])* $setter:ident($field:ident: $argument:ty),)*
    }) => {
        impl $request {
            /// A request with what the operation requires; the rest is unset.
            #[inline]
            pub fn $new($($required: $asked),*) -> Self {
                Self {
                    $($required: ::core::convert::Into::into($required),)*
                    $($field: ::core::option::Option::None,)*
                }
            }

            $(
                /// Sets the field of this name.
                $(#[$attribute])*
                #[inline]
                pub fn $setter(mut self, $field: $argument) -> Self {
                    self.$field = ::core::option::Option::Some(::core::convert::Into::into($field));
                    self
                }
            )*
        }
    };
}
