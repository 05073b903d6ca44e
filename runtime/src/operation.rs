//! What an operation is: its data, and how an answer to it is read.

use std::fmt;

use http::StatusCode;

use crate::{
    Answer, Decode, Decoded, Encode, Error, Node, Outcome, Request, Requirement, Rule, Unreadable, Violations,
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

    /// The body, and its media types where it has others than `application/json`; `None` without a body.
    fn content(&self) -> Option<(&'static [&'static str], &dyn Encode)>;
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
/// than `application/json`. They are read and written by this list alone; see [`JsonFailure`].
///
/// ```
/// use twinspec_runtime as rt;
///
/// #[derive(Debug)]
/// pub enum GetUserError {
///     BadRequest(Vec<String>),
///     NotFound,
///     Default { status: rt::StatusCode, body: String },
/// }
///
/// rt::json_failures! {
///     GetUserError {
///         400 => BadRequest(json "application/problem+json"),
///         404 => NotFound,
///         _ => Default(json),
///     }
/// }
///
/// let failure = GetUserError::BadRequest(Vec::new());
/// let media_types = rt::JsonFailure::content(&failure).map(|(media_types, _)| media_types);
/// assert_eq!(media_types, Some(&["application/problem+json"][..]));
/// ```
#[macro_export]
macro_rules! json_failures {
    ($failure:ident {
        $($code:literal => $variant:ident $(($json:ident $($type:literal),*))?,)*
        $(_ => $carrying:ident $(($any_json:ident $($any_type:literal),*))?,)?
    }) => {
        $crate::failures! { $failure { $($code => $variant,)* $(_ => $carrying,)? } }

        impl $crate::JsonFailure for $failure {
            #[inline]
            #[allow(unreachable_patterns)]
            fn read(answer: &$crate::Answer) -> ::core::result::Result<Self, $crate::Unreadable> {
                match answer.status().as_u16() {
                    $($code => $crate::json_failures!(@read answer $variant $($json)?),)*
                    $(_ => $crate::json_failures!(@any answer $carrying $($any_json)?),)?
                    _ => ::core::result::Result::Err(answer.unexpected()),
                }
            }

            #[inline]
            fn content(&self) -> ::core::option::Option<(&'static [&'static str], &dyn $crate::Encode)> {
                match self {
                    $(Self::$variant $(($json))? => $crate::json_failures!(@content $($json $($type),*)?),)*
                    $(Self::$carrying { $(body: $any_json,)? .. } => {
                        $crate::json_failures!(@content $($any_json $($any_type),*)?)
                    })?
                }
            }
        }
    };
    (@read $answer:ident $variant:ident) => { ::core::result::Result::Ok(Self::$variant) };
    (@read $answer:ident $variant:ident $json:ident) => { $answer.json_as(Self::$variant) };
    (@any $answer:ident $variant:ident) => {
        ::core::result::Result::Ok(Self::$variant { status: $answer.status() })
    };
    (@any $answer:ident $variant:ident $json:ident) => {
        $answer.json_as(|body| Self::$variant { status: $answer.status(), body })
    };
    (@content) => { ::core::option::Option::None };
    (@content $json:ident $($type:literal),*) => { ::core::option::Option::Some((&[$($type),*], $json)) };
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
