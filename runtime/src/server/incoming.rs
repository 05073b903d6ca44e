//! Reading a request.

use bytes::Bytes;
use http::HeaderMap;

use super::Reply;
use crate::params::{self, QueryStyle, Text};
use crate::template::Captures;
use crate::{
    Checker, Decode, Decoded, Encode, Faults, Json, Node, Operation, Recorded, Request, RequestParts, Rule, Violations,
    to_json,
};

/// An operation that a server can serve: it knows how to read itself from an HTTP request, and how its outcome is written.
pub trait Serve: Operation {
    /// Reads the parameters and the body.
    ///
    /// # Errors
    ///
    /// [`Refused`] with all that is wrong with them.
    fn read(incoming: &mut Incoming<'_>) -> Incomplete<Self>;

    /// Writes what a handler answered.
    fn write(outcome: &Result<Self::Output, Self::Failure>, reply: &mut Reply);
}

/// A message that was read, or all that is wrong with the request.
pub type Incomplete<O> = Result<O, Refused>;

/// A request whose path, method, credentials and media types are right, and whose body has arrived.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) captures: Captures,
    pub(super) query: String,
    /// All headers, for those that the operation declares.
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
    /// What the handler sees.
    pub(super) parts: RequestParts,
}

impl Received {
    pub(super) fn into_request<O>(self, message: O) -> Request<O> {
        Request::from_parts(self.parts, message)
    }
}

/// A request that is being read.
///
/// Faults are collected: each part gives its value or a sign that its faults are stored, and [`Incoming::end`] gives
/// them all, each with its place: `/path/id`, `/query/limit`, `/header/x-tenant`, `/body/providerId`.
///
/// ```
/// use twinspec_runtime as rt;
///
/// struct List {
///     group: String,
///     limit: Option<u32>,
/// }
///
/// fn read(incoming: &mut rt::server::Incoming<'_>) -> rt::server::Incomplete<List> {
///     let group = incoming.path("group");
///     let limit = incoming.optional_query("limit");
///     incoming.end()?;
///     Ok(List { group: group?, limit: limit? })
/// }
/// ```
#[derive(Debug)]
pub struct Incoming<'r> {
    received: &'r Received,
    faults: Faults,
    malformed: bool,
}

impl<'r> Incoming<'r> {
    pub(super) fn new(received: &'r Received) -> Self {
        Self { received, faults: Faults::new(), malformed: false }
    }

    /// A path parameter (`style: simple`).
    ///
    /// # Errors
    ///
    /// When it is not a `T`; [`Incoming::end`] tells.
    pub fn path<T: Decode>(&mut self, name: &str) -> Result<T, Recorded> {
        let text = self.path_text(name)?;
        self.keep("path", name, text.decode())
    }

    /// A query parameter (`style: form`). An array is exploded: `ids=1&ids=2`.
    ///
    /// # Errors
    ///
    /// When it is absent or not a `T`; [`Incoming::end`] tells.
    pub fn query<T: Decode>(&mut self, name: &str) -> Result<T, Recorded> {
        let value = self.optional_query(name)?;
        self.required("query", name, value)
    }

    /// A query parameter (`style: form`) that may be absent.
    ///
    /// # Errors
    ///
    /// When it is not a `T`; [`Incoming::end`] tells.
    pub fn optional_query<T: Decode>(&mut self, name: &str) -> Result<Option<T>, Recorded> {
        let text = self.query_text(name, QueryStyle::Form)?;
        self.decoded("query", name, text)
    }

    /// A query parameter that is an array of `style: form, explode: false`: `ids=1,2`.
    ///
    /// # Errors
    ///
    /// When it is absent or not a `T`; [`Incoming::end`] tells.
    pub fn query_list<T: Decode>(&mut self, name: &str) -> Result<T, Recorded> {
        let value = self.optional_query_list(name)?;
        self.required("query", name, value)
    }

    /// A query parameter that is an array of `style: form, explode: false`, and may be absent.
    ///
    /// # Errors
    ///
    /// When it is not a `T`; [`Incoming::end`] tells.
    pub fn optional_query_list<T: Decode>(&mut self, name: &str) -> Result<Option<T>, Recorded> {
        let text = self.query_text(name, QueryStyle::List)?;
        self.decoded("query", name, text)
    }

    /// A header parameter (`style: simple`).
    ///
    /// # Errors
    ///
    /// When it is absent or not a `T`; [`Incoming::end`] tells.
    pub fn header<T: Decode>(&mut self, name: &str) -> Result<T, Recorded> {
        let value = self.optional_header(name)?;
        self.required("header", name, value)
    }

    /// A header parameter that may be absent.
    ///
    /// # Errors
    ///
    /// When it is not a `T`; [`Incoming::end`] tells.
    pub fn optional_header<T: Decode>(&mut self, name: &str) -> Result<Option<T>, Recorded> {
        let received = self.received;
        let text = self.keep("header", name, params::read_header(&received.headers, name))?;
        self.decoded("header", name, text)
    }

    /// Runs `checks` on a parameter that was read: `place` is `path`, `query` or `header`.
    ///
    /// ```
    /// # fn read(incoming: &mut twinspec_runtime::server::Incoming<'_>) {
    /// let limit = incoming.optional_query::<u32>("limit");
    /// incoming.check("query", "limit", &limit, |limit| limit.maximum(100));
    /// # }
    /// ```
    pub fn check<T: Encode>(
        &mut self,
        place: &str,
        name: &str,
        value: &Result<T, Recorded>,
        checks: fn(&mut Checker<'_>),
    ) {
        if let Ok(value) = value {
            self.check_value(place, name, value, checks);
        }
    }

    /// The body, which is JSON.
    ///
    /// # Errors
    ///
    /// When it is absent, not JSON or not a `T`; [`Incoming::end`] tells.
    pub fn json<T: Decode>(&mut self) -> Result<T, Recorded> {
        self.checked_json(|_| {})
    }

    /// The body, which is JSON, checked by what its type does not guarantee.
    ///
    /// # Errors
    ///
    /// When it is absent, not JSON, not a `T`, or does not pass; [`Incoming::end`] tells.
    pub fn checked_json<T: Decode>(&mut self, checks: fn(&mut Checker<'_>)) -> Result<T, Recorded> {
        match self.optional_checked_json(checks)? {
            Some(value) => Ok(value),
            None => Err(self.record("body", Violations::new(Rule::Required, "is required"))),
        }
    }

    /// The body, which is JSON, or nothing.
    ///
    /// # Errors
    ///
    /// When it is not JSON or not a `T`; [`Incoming::end`] tells.
    pub fn optional_json<T: Decode>(&mut self) -> Result<Option<T>, Recorded> {
        self.optional_checked_json(|_| {})
    }

    /// The body, which is JSON, or nothing, checked by what its type does not guarantee.
    ///
    /// # Errors
    ///
    /// When it is not JSON, not a `T`, or does not pass; [`Incoming::end`] tells.
    pub fn optional_checked_json<T: Decode>(&mut self, checks: fn(&mut Checker<'_>)) -> Result<Option<T>, Recorded> {
        let Some(body) = &self.received.body else {
            return Ok(None);
        };
        let json = match Json::parse(body) {
            Ok(json) => json,
            Err(violations) => {
                self.malformed = true;
                return Err(self.record("body", violations));
            }
        };
        let node = Node::new(&json).strict();
        match (T::decode(node), node.check(checks)) {
            (Ok(value), Ok(())) => Ok(Some(value)),
            (Ok(_), Err(violations)) | (Err(violations), Ok(())) => Err(self.record("body", violations)),
            (Err(mut violations), Err(others)) => {
                violations.append(others);
                Err(self.record("body", violations))
            }
        }
    }

    /// The body as it is; empty when there is none.
    pub fn bytes(&mut self) -> Bytes {
        self.received.body.clone().unwrap_or_default()
    }

    /// Reports what is wrong with a part of the request, a rule between two parameters for instance.
    pub fn fault(&mut self, place: &str, violations: Violations) -> Recorded {
        self.record(place, violations)
    }

    /// All that was wrong.
    ///
    /// # Errors
    ///
    /// When anything was.
    pub fn end(&mut self) -> Result<(), Refused> {
        let malformed = self.malformed;
        std::mem::take(&mut self.faults).end().map_err(|violations| Refused { malformed, violations })
    }

    fn path_text(&mut self, name: &str) -> Result<Text<'r>, Recorded> {
        let received = self.received;
        let raw = received.captures.iter().find(|(known, _)| *known == name).map(|(_, raw)| raw);
        let Some(raw) = raw else {
            return self.required("path", name, None);
        };
        let text = params::read_path(raw);
        self.malformed |= text.is_err();
        self.keep("path", name, text)
    }

    fn query_text(&mut self, name: &str, style: QueryStyle) -> Result<Option<Text<'r>>, Recorded> {
        let received = self.received;
        self.keep("query", name, params::read_query(&received.query, name, style))
    }

    fn decoded<T: Decode>(&mut self, place: &str, name: &str, text: Option<Text<'r>>) -> Result<Option<T>, Recorded> {
        match text {
            None => Ok(None),
            Some(text) => self.keep(place, name, text.decode()).map(Some),
        }
    }

    fn check_value(&mut self, place: &str, name: &str, value: &dyn Encode, checks: fn(&mut Checker<'_>)) {
        if let Err(violations) = checked(value, checks) {
            self.record(place, violations.prefixed(name));
        }
    }

    fn required<T>(&mut self, place: &str, name: &str, value: Option<T>) -> Result<T, Recorded> {
        match value {
            Some(value) => Ok(value),
            None => self.keep(place, name, Err(Violations::new(Rule::Required, "is required"))),
        }
    }

    fn keep<T>(&mut self, place: &str, name: &str, value: Decoded<T>) -> Result<T, Recorded> {
        value.map_err(|violations| self.record(place, violations.prefixed(name)))
    }

    #[cold]
    fn record(&mut self, place: &str, violations: Violations) -> Recorded {
        self.faults.add(violations.prefixed(place))
    }
}

/// What the checks find in a value; nothing in one that is not there.
fn checked(value: &dyn Encode, checks: fn(&mut Checker<'_>)) -> Decoded<()> {
    match to_json(value)? {
        Json::Null => Ok(()),
        json => Node::new(&json).strict().check(checks),
    }
}

/// All that is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub(super) malformed: bool,
    pub(super) violations: Violations,
}

impl Refused {
    /// What is wrong, each with its place.
    pub fn violations(&self) -> &Violations {
        &self.violations
    }
}

/// Lets `?` take the value out of a part after [`Incoming::end`] has shown that no part failed.
impl From<Recorded> for Refused {
    #[cold]
    fn from(recorded: Recorded) -> Self {
        Self { malformed: false, violations: recorded.into() }
    }
}
