//! Reading a request.

use std::fmt;

use http::HeaderMap;

use super::Reply;
use crate::headers::Redacted;
use crate::multipart::RawPart;
use crate::params::{self, Parameter, Place, Reading};
use crate::template::Captures;
use crate::{
    Answered, ByteStream, Checker, Decode, Decoded, Encode, Faults, Json, Node, Operation, Recorded, Request,
    RequestParts, Rule, Violations, to_json,
};

/// An operation that a server can serve: it knows how to read itself from an HTTP request, and how its outcome is written.
pub trait Serve: Operation {
    /// The media types of bodies that are not read before the handler does.
    const STREAMS: &'static [&'static str] = &[];

    /// The file of a multipart body that may be read as it arrives: the last one, where that is no list.
    const LAST_FILE: Option<&'static str> = None;

    /// Reads the parameters and the body.
    ///
    /// # Errors
    ///
    /// When anything is wrong with them; [`Incoming::end`] tells.
    fn read(incoming: &mut Incoming<'_>) -> Result<Self, Recorded>;

    /// Writes what a handler answered.
    fn write(outcome: &Answered<Self>, reply: &mut Reply);
}

/// A request whose path, method, credentials and media types are right, and whose body has arrived.
pub(super) struct Received {
    pub(super) captures: Captures,
    pub(super) query: String,
    /// All headers, for those that the operation declares.
    pub(super) headers: HeaderMap,
    /// All of it, or a stream where the operation asks for one.
    pub(super) body: Option<ByteStream>,
    /// The parts of a multipart body.
    pub(super) multipart: Vec<RawPart>,
    /// What the handler sees.
    pub(super) parts: RequestParts,
}

/// The query and the body may hold secrets, as headers do.
impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received").field("headers", &Redacted(&self.headers)).finish_non_exhaustive()
    }
}

impl Received {
    pub(super) fn into_request<O>(self, message: O) -> Request<O> {
        Request::from_parts(self.parts, message)
    }
}

/// A request that is being read.
///
/// Faults are collected: each part gives its value, or a sign that its faults are stored (a part that may be absent is
/// then not there), and [`Incoming::end`] gives them all, each with its place: `/path/id`, `/query/limit`,
/// `/header/x-tenant`, `/body/providerId`.
///
/// ```
/// use twinspec_runtime as rt;
///
/// struct List {
///     group: String,
///     limit: Option<u32>,
/// }
///
/// fn read(incoming: &mut rt::server::Incoming<'_>) -> Result<List, rt::Recorded> {
///     let group = incoming.path("group");
///     let limit = incoming.optional_query("limit");
///     Ok(List { group: group?, limit })
/// }
/// ```
#[derive(Debug)]
pub struct Incoming<'r> {
    pub(super) received: &'r Received,
    faults: Faults,
    pub(super) malformed: bool,
    /// What is wrong with the body, when it is there.
    pub(super) body: Option<Recorded>,
}

impl<'r> Incoming<'r> {
    pub(super) fn new(received: &'r Received) -> Self {
        Self { received, faults: Faults::new(), malformed: false, body: None }
    }

    /// A parameter of any style.
    ///
    /// # Errors
    ///
    /// When it is absent or not a `T`; [`Incoming::end`] tells.
    pub fn parameter<T: Decode + Encode>(&mut self, parameter: &Parameter) -> Result<T, Recorded> {
        let reading = match self.reading(parameter)? {
            Some(reading) => reading,
            None => match parameter.borrowed() {
                Some(borrowed) => Reading::nothing().and(self.reading(&borrowed)?),
                None => return Err(self.faulty(parameter, Violations::new(Rule::Required, "is required"))),
            },
        };
        match reading.decode() {
            Ok(value) => Ok(value),
            Err(violations) => Err(self.faulty(parameter, violations)),
        }
    }

    /// A parameter of any style that may be absent.
    pub fn optional_parameter<T: Decode + Encode>(&mut self, parameter: &Parameter) -> Option<T> {
        let Ok(Some(reading)) = self.reading(parameter) else { return None };
        match reading.decode() {
            Ok(value) => Some(value),
            Err(_) if parameter.empty && reading.is_empty() => None,
            Err(violations) => {
                self.faulty(parameter, violations);
                None
            }
        }
    }

    /// A path parameter (`style: simple`).
    ///
    /// # Errors
    ///
    /// When it is not a `T`; [`Incoming::end`] tells.
    pub fn path<T: Decode + Encode>(&mut self, name: &'static str) -> Result<T, Recorded> {
        self.parameter(&Parameter::path(name))
    }

    /// A query parameter (`style: form`). An array is exploded: `ids=1&ids=2`.
    ///
    /// # Errors
    ///
    /// When it is absent or not a `T`; [`Incoming::end`] tells.
    pub fn query<T: Decode + Encode>(&mut self, name: &'static str) -> Result<T, Recorded> {
        self.parameter(&Parameter::query(name))
    }

    /// A query parameter (`style: form`) that may be absent.
    pub fn optional_query<T: Decode + Encode>(&mut self, name: &'static str) -> Option<T> {
        self.optional_parameter(&Parameter::query(name))
    }

    /// A header parameter (`style: simple`).
    ///
    /// # Errors
    ///
    /// When it is absent or not a `T`; [`Incoming::end`] tells.
    pub fn header<T: Decode + Encode>(&mut self, name: &'static str) -> Result<T, Recorded> {
        self.parameter(&Parameter::header(name))
    }

    /// A header parameter that may be absent.
    pub fn optional_header<T: Decode + Encode>(&mut self, name: &'static str) -> Option<T> {
        self.optional_parameter(&Parameter::header(name))
    }

    /// Runs `checks` on a parameter that was read: `place` is `path`, `query`, `header` or `cookie`.
    ///
    /// ```
    /// # fn read(incoming: &mut twinspec_runtime::server::Incoming<'_>) {
    /// let limit = incoming.optional_query::<u32>("limit");
    /// incoming.check("query", "limit", &limit, |limit| limit.maximum(100));
    /// # }
    /// ```
    pub fn check(&mut self, place: &str, name: &str, value: &impl Taken, checks: fn(&mut Checker<'_>)) {
        if let Some(value) = value.value()
            && let Err(violations) = checked(value, checks)
        {
            self.record(place, violations.prefixed(name));
        }
    }

    /// Like [`check`](Self::check), of a parameter of any style.
    pub fn check_parameter(&mut self, parameter: &Parameter, value: &impl Taken, checks: fn(&mut Checker<'_>)) {
        self.check(parameter.location(), parameter.name, value, checks);
    }

    /// Reports what is wrong with a part of the request, a rule between two parameters for instance.
    pub fn fault(&mut self, place: &str, violations: Violations) -> Recorded {
        self.record(place, violations)
    }

    /// The message, unless anything was wrong.
    ///
    /// # Errors
    ///
    /// All that was wrong.
    pub fn end<T>(&mut self, message: Result<T, Recorded>) -> Result<T, Refused> {
        let violations = match (message, std::mem::take(&mut self.faults).end()) {
            (Ok(message), Ok(())) => return Ok(message),
            (_, Err(violations)) => violations,
            (Err(_), Ok(())) => Violations::lost(),
        };
        Err(Refused { malformed: self.malformed, violations })
    }

    /// The text of a parameter, and what it may stand for.
    fn reading(&mut self, parameter: &Parameter) -> Result<Option<Reading<'r>>, Recorded> {
        let received = self.received;
        let reading = match parameter.place {
            Place::Path => {
                let raw = received.captures.iter().find(|(known, _)| *known == parameter.name).map(|(_, raw)| raw);
                raw.map(|raw| params::read_path(parameter, raw)).transpose()
            }
            Place::Query => params::read_query(parameter, &received.query),
            Place::Header => params::read_header(parameter, &received.headers),
            Place::Cookie => params::read_cookie(parameter, &received.headers),
        };
        self.malformed |= parameter.place == Place::Path && reading.is_err();
        reading.map_err(|violations| self.faulty(parameter, violations))
    }

    #[cold]
    fn faulty(&mut self, parameter: &Parameter, violations: Violations) -> Recorded {
        self.record(parameter.location(), violations.prefixed(parameter.name))
    }

    #[cold]
    pub(super) fn record(&mut self, place: &str, violations: Violations) -> Recorded {
        self.faults.add(violations.prefixed(place))
    }
}

/// A part of a request that was read: a required one, or one that may be absent.
pub trait Taken {
    /// Its value, when it is there and nothing is wrong with it.
    fn value(&self) -> Option<&dyn Encode>;
}

impl<T: Encode> Taken for Option<T> {
    fn value(&self) -> Option<&dyn Encode> {
        self.as_ref().map(|value| value as &dyn Encode)
    }
}

impl<T: Encode> Taken for Result<T, Recorded> {
    fn value(&self) -> Option<&dyn Encode> {
        self.as_ref().ok().map(|value| value as &dyn Encode)
    }
}

/// What the checks find in a value; nothing in one that is not there.
pub(super) fn checked(value: &dyn Encode, checks: fn(&mut Checker<'_>)) -> Decoded<()> {
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
