//! What an operation is: its data, and how an answer to it is read.

use std::fmt;

use http::StatusCode;

use crate::{
    Answer, Decode, Decoded, Encode, Error, Headers, Node, Outcome, Request, Requirement, Rule, Unreadable, Violations,
};

/// An operation of an API. The type that implements it is the message that the operation takes.
pub trait Operation: Sized + Send + 'static {
    /// What the operation answers when it succeeds.
    type Output: Send + 'static;
    /// The failures that the document foresees.
    type Failure: Failure + Send + 'static;

    /// What the document says of the operation.
    const META: Meta;

    /// Whether a success may be a stream: then its body is not read before the message is.
    const STREAMS: bool = false;

    /// Reads an answer: a success, a failure that the document foresees, or neither.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] for an answer that the document does not foresee, and for one that is not what it promises.
    fn read(answer: &Answer) -> Read<Self>;
}

/// What [`Operation::read`] makes of an answer: `Ok(Ok(success))`, `Ok(Err(failure))`, or neither of them.
pub type Read<O> = Result<Answered<O>, Unreadable>;

/// What an operation is answered with as the document says: a success, or a failure that it foresees.
pub type Answered<O> = Result<<O as Operation>::Output, <O as Operation>::Failure>;

/// What the document says of an operation.
#[derive(Debug, Clone)]
pub struct Meta {
    /// The `operationId`.
    pub id: &'static str,
    /// The HTTP method, a token as it is sent: any is possible (RFC 9110 section 9.1).
    pub method: &'static str,
    /// The path template, `/applications/{id}/providers` for instance.
    pub path: &'static str,
    /// Whose credentials open the operation: any of these combinations does, and it needs all of its members.
    ///
    /// An empty combination lets anybody in; no combination at all means that the operation asks for nothing.
    pub security: &'static [&'static [Requirement]],
    /// The media types of the body that it takes; none when it takes no body.
    pub consumes: &'static [&'static str],
    /// The media types of what it answers; none when no answer has a body.
    pub produces: &'static [&'static str],
    /// The statuses that the document foresees, as it writes them: `201`, `4XX`, `default`.
    pub statuses: &'static [&'static str],
}

impl Meta {
    /// Whether the document names this status itself; a range or `default` does not count.
    pub fn documents(&self, status: StatusCode) -> bool {
        self.statuses.contains(&status.as_str())
    }
}

/// The failures that an operation documents.
pub trait Failure: fmt::Debug {
    /// The HTTP status of this failure.
    fn status(&self) -> StatusCode;
}

/// Failures whose bodies are JSON: they say themselves how they are read and written, for all operations that may fail so.
/// [`json_failures!`](crate::json_failures) makes a type one.
pub trait JsonFailure: Failure + Sized {
    /// Reads the failure that this answer is.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] for an answer that the document does not foresee, and for one that is not what it promises.
    fn read(answer: &Answer) -> Result<Self, Unreadable>;

    /// What it is written with.
    fn parts(&self) -> FailureParts<'_>;
}

/// What a failure is written with beside its status.
#[derive(Clone, Copy, Default)]
pub struct FailureParts<'a> {
    /// Its headers.
    pub headers: Option<&'a dyn Headers>,
    /// Its body.
    pub body: Option<&'a dyn Encode>,
    /// The media types of the body, where it has others than `application/json`.
    pub media_types: &'static [&'static str],
}

impl fmt::Debug for FailureParts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FailureParts").field("media_types", &self.media_types).finish_non_exhaustive()
    }
}

/// The status of this code; what is none (below 100, above 999) is `500 Internal Server Error`.
///
/// ```
/// assert_eq!(twinspec_runtime::status(404), twinspec_runtime::StatusCode::NOT_FOUND);
/// ```
pub fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// What a receiver of webhooks or callbacks answers to those that it does not receive: 404, as if there were no route.
pub fn unhandled<O: Operation>(_: Request<O>) -> impl Future<Output = Outcome<O::Output, O::Failure>> + Send + use<O> {
    std::future::ready(Err(Error::other(Unhandled)))
}

/// Nobody wants this.
#[derive(Debug)]
pub(crate) struct Unhandled;

impl fmt::Display for Unhandled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is not received here")
    }
}

impl std::error::Error for Unhandled {}

/// The failures of an operation that documents none: there is no such value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoFailure {}

impl Failure for NoFailure {
    fn status(&self) -> StatusCode {
        match *self {}
    }
}

/// Nothing is one.
impl Decode for NoFailure {
    fn decode(_: Node<'_>) -> Decoded<Self> {
        Err(Violations::new(Rule::Not, "must not be a failure"))
    }
}

crate::error_through_failure!(NoFailure);

/// Makes an enumeration the failures of an operation, from the status of each variant; the field `status` of a variant
/// after `_` says it. They are `Display` (`404 Not Found`) and `std::error::Error` as well.
///
/// ```
/// use twinspec_runtime as rt;
///
/// #[derive(Debug)]
/// pub enum GetUserError {
///     NotFound(String),
///     TooManyRequests { retry_after: i64 },
///     Default { status: rt::StatusCode },
/// }
///
/// rt::failures! {
///     GetUserError {
///         404 => NotFound,
///         429 => TooManyRequests,
///         _ => Default,
///     }
/// }
///
/// assert_eq!(GetUserError::NotFound("no such user".into()).to_string(), "404 Not Found");
/// let teapot = GetUserError::Default { status: rt::status(418) };
/// assert_eq!(rt::Failure::status(&teapot), 418);
/// ```
#[macro_export]
macro_rules! failures {
    ($failure:ident { $($code:literal => $variant:ident,)* $(_ => $carrying:ident,)* }) => {
        impl $crate::Failure for $failure {
            #[inline]
            fn status(&self) -> $crate::StatusCode {
                match self {
                    $(Self::$variant { .. } => $crate::status($code),)*
                    $(Self::$carrying { status, .. } => *status,)*
                }
            }
        }

        $crate::error_through_failure!($failure);
    };
}

/// [`failures!`](crate::failures) of which each has no body, or one of JSON; its media types follow where it has others
/// than `application/json`. One may have [`Headers`] as well. They are read and written by this list alone; see
/// [`JsonFailure`].
///
/// ```
/// use twinspec_runtime as rt;
///
/// #[derive(Debug)]
/// pub struct LimitHeaders {
///     pub limit: i64,
/// }
///
/// rt::headers! {
///     LimitHeaders {
///         limit: required "RateLimit-Limit",
///     }
/// }
///
/// #[derive(Debug)]
/// pub enum GetUserError {
///     BadRequest(Vec<String>),
///     NotFound,
///     TooManyRequests { headers: LimitHeaders, body: String },
///     Default { status: rt::StatusCode, body: String },
/// }
///
/// rt::json_failures! {
///     GetUserError {
///         400 => BadRequest(json "application/problem+json"),
///         404 => NotFound,
///         429 => TooManyRequests(headers, json),
///         _ => Default(json),
///     }
/// }
///
/// let failure = GetUserError::BadRequest(Vec::new());
/// assert_eq!(rt::JsonFailure::parts(&failure).media_types, ["application/problem+json"]);
/// ```
#[macro_export]
macro_rules! json_failures {
    ($failure:ident {
        $($code:literal => $variant:ident $(($($part:tt)+))?,)*
        $(_ => $carrying:ident $(($($any:tt)+))?,)?
    }) => {
        $crate::failures! { $failure { $($code => $variant,)* $(_ => $carrying,)? } }

        impl $crate::JsonFailure for $failure {
            #[inline]
            #[allow(unreachable_patterns)]
            fn read(answer: &$crate::Answer) -> ::core::result::Result<Self, $crate::Unreadable> {
                match answer.status().as_u16() {
                    $($code => $crate::json_failures!(@read answer $variant $($($part)+)?),)*
                    $(_ => $crate::json_failures!(@any answer $carrying $($($any)+)?),)?
                    _ => ::core::result::Result::Err(answer.unexpected()),
                }
            }

            #[inline]
            fn parts(&self) -> $crate::FailureParts<'_> {
                match self {
                    $($crate::json_failures!(@pattern $variant headers body $($($part)+)?) => {
                        $crate::json_failures!(@parts headers body $($($part)+)?)
                    })*
                    $($crate::json_failures!(@fields $carrying headers body $($($any)+)?) => {
                        $crate::json_failures!(@parts headers body $($($any)+)?)
                    })?
                }
            }
        }
    };
    (@read $answer:ident $variant:ident) => { ::core::result::Result::Ok(Self::$variant) };
    (@read $answer:ident $variant:ident json $($type:literal),* $(,)?) => { $answer.json_as(Self::$variant) };
    (@read $answer:ident $variant:ident headers $(, json $($type:literal),*)? $(,)?) => {
        $crate::json_failures!(@made $answer $variant [] headers $(, json $($type),*)?)
    };
    (@any $answer:ident $variant:ident $($part:tt)*) => {
        $crate::json_failures!(@made $answer $variant [status: $answer.status(),] $($part)*)
    };
    (@made $answer:ident $variant:ident [$($status:tt)*]) => {
        ::core::result::Result::Ok(Self::$variant { $($status)* })
    };
    (@made $answer:ident $variant:ident [$($status:tt)*] json $($type:literal),* $(,)?) => {
        $answer.json_as(|body| Self::$variant { $($status)* body })
    };
    (@made $answer:ident $variant:ident [$($status:tt)*] headers $(,)?) => {
        ::core::result::Result::Ok(Self::$variant { $($status)* headers: $crate::Headers::read($answer)? })
    };
    (@made $answer:ident $variant:ident [$($status:tt)*] headers, json $($type:literal),* $(,)?) => {{
        let headers = $crate::Headers::read($answer)?;
        $answer.json_as(|body| Self::$variant { $($status)* headers, body })
    }};
    (@pattern $variant:ident $headers:ident $body:ident) => { Self::$variant };
    (@pattern $variant:ident $headers:ident $body:ident json $($type:literal),* $(,)?) => { Self::$variant($body) };
    (@pattern $($variant:tt)*) => { $crate::json_failures!(@fields $($variant)*) };
    (@fields $variant:ident $headers:ident $body:ident) => { Self::$variant { .. } };
    (@fields $variant:ident $headers:ident $body:ident json $($type:literal),* $(,)?) => { Self::$variant { $body, .. } };
    (@fields $variant:ident $headers:ident $body:ident headers $(,)?) => { Self::$variant { $headers, .. } };
    (@fields $variant:ident $headers:ident $body:ident headers, json $($type:literal),* $(,)?) => {
        Self::$variant { $headers, $body, .. }
    };
    (@parts $headers:ident $body:ident) => { <$crate::FailureParts<'_> as ::core::default::Default>::default() };
    (@parts $headers:ident $body:ident json $($type:literal),* $(,)?) => {
        $crate::FailureParts { headers: ::core::option::Option::None, body: ::core::option::Option::Some($body), media_types: &[$($type),*] }
    };
    (@parts $headers:ident $body:ident headers $(,)?) => {
        $crate::FailureParts { headers: ::core::option::Option::Some($headers), body: ::core::option::Option::None, media_types: &[] }
    };
    (@parts $headers:ident $body:ident headers, json $($type:literal),* $(,)?) => {
        $crate::FailureParts { headers: ::core::option::Option::Some($headers), body: ::core::option::Option::Some($body), media_types: &[$($type),*] }
    };
}

/// Gives a type that implements [`Failure`](crate::Failure) the traits `Display` (`404 Not Found`) and `std::error::Error`.
#[macro_export]
macro_rules! error_through_failure {
    ($($failure:ty),+ $(,)?) => {$(
        impl ::core::fmt::Display for $failure {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&$crate::Failure::status(self), f)
            }
        }

        impl ::core::error::Error for $failure {}
    )+};
}
