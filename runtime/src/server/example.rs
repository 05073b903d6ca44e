//! Answering with the document's own examples.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::prefer::preference;
use crate::{Answer, Encode, Error, Meta, Operation, Outcome, Pending, Request, Response, Unexpected, Writer, to_vec};

/// An answer that the document shows.
///
/// ```
/// use twinspec_runtime::server::Example;
///
/// const NOT_FOUND: Example = Example::new(404, "Error1001").json(r#"{"code": "IDE-1001"}"#);
/// const MOVED: Example = Example::new(302, "").headers(&[("location", "/elsewhere")]);
/// # let _ = (NOT_FOUND, MOVED);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    status: u16,
    name: &'static str,
    code: u16,
    headers: &'static [(&'static str, &'static str)],
    content_type: &'static str,
    body: &'static str,
}

impl Example {
    /// An answer of this HTTP status without a body; `name` is empty when the example has none.
    pub const fn new(status: u16, name: &'static str) -> Self {
        Self { status, name, code: status, headers: &[], content_type: "", body: "" }
    }

    /// The same answer, of which an envelope says that it has this status; `Prefer: code=` means this one.
    #[must_use]
    pub const fn code(self, code: u16) -> Self {
        Self { code, ..self }
    }

    /// The same answer with these headers.
    #[must_use]
    pub const fn headers(self, headers: &'static [(&'static str, &'static str)]) -> Self {
        Self { headers, ..self }
    }

    /// The same answer with a body of JSON.
    #[must_use]
    pub const fn json(self, body: &'static str) -> Self {
        self.body("application/json", body)
    }

    /// The same answer with a body of this media type.
    #[must_use]
    pub const fn body(self, content_type: &'static str, body: &'static str) -> Self {
        Self { content_type, body, ..self }
    }
}

/// Answers with one of the document's examples: the first success, or what the header `Prefer` (RFC 7240) asks for,
/// `Prefer: code=404` or `Prefer: example=Error1007`.
///
/// # Errors
///
/// The example, when it is a failure; [`Error::Unexpected`] with `501 Not Implemented` and a list of the examples when
/// none is what `Prefer` asks for; [`Error::Other`] when the example is not what the document promises.
pub fn example<O: Operation>(request: &Request<O>, examples: &[Example]) -> Outcome<O::Output, O::Failure> {
    let answer = match choose(const { &O::META }, request.headers(), examples) {
        Ok(answer) => answer,
        Err(unavailable) => return Err(Error::Unexpected(unavailable)),
    };
    match O::read(&answer) {
        Ok(Ok(output)) => Ok(Response::from_parts(answer.into_parts(), output)),
        Ok(Err(failure)) => Err(Error::Api(failure, Box::new(answer.into_parts()))),
        Err(unreadable) => Err(Error::other(UnfitExample(unreadable.to_string()))),
    }
}

/// [`example`], as a method of a contract gives it.
#[doc(hidden)]
pub fn shown<O: Operation>(request: &Request<O>, examples: &[Example]) -> Pending<'static, O::Output, O::Failure> {
    Box::pin(std::future::ready(example(request, examples)))
}

/// Lets a server of examples implement a contract: each method answers with those of its operation.
///
/// ```
/// use twinspec_runtime as rt;
///
/// # use rt::{Answer, Meta, NoFailure, Operation, Read};
/// # pub struct Ping;
/// # impl Operation for Ping {
/// #     type Output = ();
/// #     type Failure = NoFailure;
/// #     const META: Meta = Meta {
/// #         id: "ping",
/// #         method: "GET",
/// #         path: "/ping",
/// #         security: &[],
/// #         consumes: &[],
/// #         produces: &[],
/// #         statuses: &["204"],
/// #     };
/// #     fn read(_: &Answer) -> Read<Self> {
/// #         Ok(Ok(()))
/// #     }
/// # }
/// pub trait PingApi {
///     fn ping(&self, request: rt::Request<Ping>) -> impl Future<Output = rt::Outcome<(), NoFailure>> + Send;
/// }
///
/// pub struct Examples;
///
/// rt::examples! {
///     PingApi for Examples {
///         ping(Ping): [rt::server::Example::new(204, "")],
///     }
/// }
/// ```
#[macro_export]
macro_rules! examples {
    ($($Contract:ident)::+ for $Examples:ident {
        $($method:ident($($Operation:ident)::+): [$($example:expr),* $(,)?]),+ $(,)?
    }) => {
        // What is returned is one box, whatever the operation.
        #[allow(refining_impl_trait)]
        impl $($Contract)::+ for $Examples {
            $(#[inline]
            fn $method(
                &self,
                request: $crate::Request<$($Operation)::+>,
            ) -> $crate::Pending<
                'static,
                <$($Operation)::+ as $crate::Operation>::Output,
                <$($Operation)::+ as $crate::Operation>::Failure,
            > {
                $crate::server::shown(&request, &[$($example),*])
            })+
        }
    };
}

fn choose(meta: &'static Meta, headers: &HeaderMap, examples: &[Example]) -> Result<Answer, Box<Unexpected>> {
    let code = preference(headers, "code");
    let name = preference(headers, "example");
    let fits = |example: &&Example| {
        code.as_ref().is_none_or(|code| *code == example.code.to_string())
            && name.as_ref().is_none_or(|name| name == example.name)
    };
    let success = |example: &&Example| (200..400).contains(&example.code);
    let chosen = match (&code, &name) {
        (None, None) => examples.iter().find(success).or_else(|| examples.first()),
        _ => examples.iter().find(fits),
    };
    chosen.map(|example| answer(meta, example)).ok_or_else(|| Box::new(unavailable(examples)))
}

fn answer(meta: &'static Meta, example: &Example) -> Answer {
    let mut headers = HeaderMap::new();
    for (name, value) in example.headers {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            headers.append(name, value);
        }
    }
    if !example.content_type.is_empty() {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(example.content_type));
    }
    let status = StatusCode::from_u16(example.status).unwrap_or(StatusCode::OK);
    Answer::new(meta, status, headers, Bytes::from_static(example.body.as_bytes()))
}

/// A status that no document foresees for an operation that it describes, so that no client takes it for an answer.
fn unavailable(examples: &[Example]) -> Unexpected {
    let body = to_vec(&Unavailable(examples)).unwrap_or_default();
    Unexpected::new(StatusCode::NOT_IMPLEMENTED).with_body("application/problem+json", body)
}

/// A Problem Details object (RFC 9457).
struct Unavailable<'a>(&'a [Example]);

impl Encode for Unavailable<'_> {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        object.member("type", "about:blank");
        object.member("title", "No such example");
        object.member("status", &StatusCode::NOT_IMPLEMENTED.as_u16());
        object.member(
            "detail",
            "The document has no example of what the header `Prefer` asks for; it has those in `examples`.",
        );
        let mut array = object.name("examples").array();
        for example in self.0 {
            let mut object = array.next().object();
            object.member("code", &example.code);
            object.member("example", example.name);
            object.end();
        }
        array.end();
        object.end();
    }
}

/// An example that is not what its document promises.
#[derive(Debug)]
struct UnfitExample(String);

impl fmt::Display for UnfitExample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the document's example does not fit: {}", self.0)
    }
}

impl std::error::Error for UnfitExample {}
