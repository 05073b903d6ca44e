//! Writing a request.

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::hops::check_length;
use crate::params::{self, Again, Parameter, Parts, Place};
use crate::template::{self, ExpandError};
use crate::{
    Body, Decode, Decoded, Encode, Error, Faults, Json, Meta, NoFailure, Operation, Rule, Violations, to_json,
};

/// An operation that a client can call: it knows how to write itself as an HTTP request.
pub trait Call: Operation {
    /// The name of the list of servers that the operation has of its own, if it has one
    /// (`servers` of a path or of an operation).
    const SERVERS: Option<&'static str> = None;

    /// Writes the parameters and the body.
    fn write(&self, call: &mut Outgoing);
}

/// A request that is being written.
///
/// Faults are collected: the call fails with all of them, and nothing is sent.
///
/// ```
/// use twinspec_runtime as rt;
///
/// # fn write(call: &mut rt::client::Outgoing) {
/// call.path("id", &"019c/96a0".to_owned());
/// call.query("limit", &10);
/// call.optional_header("x-tenant", &None::<String>);
/// call.json(&vec![1, 2]);
/// # }
/// ```
#[derive(Debug)]
pub struct Outgoing {
    pub(super) meta: &'static Meta,
    pub(super) servers: Option<&'static str>,
    path: Vec<(&'static str, String)>,
    pub(super) query: Parts,
    pub(super) headers: HeaderMap,
    /// The field `Cookie`; it is a header of its own kind, to which credentials are added.
    pub(super) cookies: Parts,
    pub(super) body: Option<(HeaderValue, Body)>,
    invalid: Faults,
    pub(super) unwritable: Faults,
}

impl Outgoing {
    /// A request without parameters and without a body.
    pub(super) fn new(meta: &'static Meta, servers: Option<&'static str>) -> Self {
        Self {
            meta,
            servers,
            path: Vec::new(),
            query: Parts::default(),
            headers: HeaderMap::new(),
            cookies: Parts::default(),
            body: None,
            invalid: Faults::new(),
            unwritable: Faults::new(),
        }
    }

    /// A parameter of any style.
    ///
    /// In a path and in a query all but the unreserved characters of RFC 3986 are percent-encoded, unless the parameter
    /// allows more. A value that cannot be told from another one in its style cannot be sent, nor what is empty or null
    /// where it would be read as something else, and no value with which a whole segment of the path becomes empty, `.`
    /// or `..`. Where parameters have parts in common, their values of these must be equal.
    pub fn parameter<T: Encode + Decode>(&mut self, parameter: &Parameter, value: &T) {
        self.put(parameter, true, value, params::again::<T>);
    }

    /// A parameter of any style that is left out when it is `None`.
    pub fn optional_parameter<T: Encode + Decode>(&mut self, parameter: &Parameter, value: &Option<T>) {
        if let Some(value) = value {
            self.put(parameter, false, value, params::again::<T>);
        } else {
            self.leave_out(parameter, params::again::<T>);
        }
    }

    /// A path parameter (`style: simple`). All but the unreserved characters of RFC 3986 are percent-encoded.
    ///
    /// A value that is empty, or with which a whole segment of the path becomes `.` or `..`, cannot be sent.
    pub fn path<T: Encode + Decode>(&mut self, name: &'static str, value: &T) {
        self.parameter(&Parameter::path(name), value);
    }

    /// A query parameter (`style: form`). An array is exploded: `ids=1&ids=2`.
    pub fn query<T: Encode + Decode>(&mut self, name: &'static str, value: &T) {
        self.parameter(&Parameter::query(name), value);
    }

    /// A query parameter (`style: form`) that is left out when it is `None`.
    pub fn optional_query<T: Encode + Decode>(&mut self, name: &'static str, value: &Option<T>) {
        self.optional_parameter(&Parameter::query(name), value);
    }

    /// A header parameter (`style: simple`). A value with control characters cannot be sent.
    pub fn header<T: Encode + Decode>(&mut self, name: &'static str, value: &T) {
        self.parameter(&Parameter::header(name), value);
    }

    /// A header parameter that is left out when it is `None`.
    pub fn optional_header<T: Encode + Decode>(&mut self, name: &'static str, value: &Option<T>) {
        self.optional_parameter(&Parameter::header(name), value);
    }

    fn put(&mut self, parameter: &Parameter, required: bool, value: &dyn Encode, again: Again) {
        if let Err(violations) = to_json(value).and_then(|json| self.try_put(parameter, required, json, again)) {
            self.refuse(parameter.location(), parameter.name(), violations);
        }
    }

    fn try_put(&mut self, parameter: &Parameter, required: bool, json: Json<'static>, again: Again) -> Decoded<()> {
        let read_again = |text: &str| params::read_again(parameter, required, &json, text, again);
        match parameter.place {
            Place::Path => {
                let text = params::path_text(parameter, &json)?;
                read_again(&text)?;
                self.path.push((parameter.name, text));
            }
            Place::Header => {
                let wrong = |what| Violations::new(Rule::Format, what);
                let text = params::header_parameter(parameter, &json)?;
                read_again(&text)?;
                let name: HeaderName = parameter.name.parse().map_err(|_| wrong("is not the name of a header"))?;
                let value = HeaderValue::from_bytes(text.as_bytes()).map_err(|_| wrong("cannot be a header"))?;
                self.headers.insert(name, value);
            }
            Place::Query => self.query.put(parameter, required, json, again)?,
            Place::Cookie => self.cookies.put(parameter, required, json, again)?,
        }
        Ok(())
    }

    fn leave_out(&mut self, parameter: &Parameter, again: Again) {
        match parameter.place {
            Place::Query => self.query.leave_out(parameter, again),
            Place::Cookie => self.cookies.leave_out(parameter, again),
            Place::Path | Place::Header => {}
        }
    }

    #[cold]
    pub(super) fn refuse(&mut self, place: &str, name: &str, violations: Violations) {
        self.invalid.add(violations.prefixed(name).prefixed(place));
    }

    /// Appends the path to a base URL, if there is one to append it to; fails with all faults that there are.
    pub(super) fn finish(&mut self, url: Option<&mut String>) -> Result<(), Error<NoFailure>> {
        std::mem::take(&mut self.unwritable).end().map_err(Error::Encode)?;
        if self.invalid.is_empty() {
            for (place, parts) in [(Place::Query, &mut self.query), (Place::Cookie, &mut self.cookies)] {
                for (name, violations) in parts.settle() {
                    self.invalid.add(violations.prefixed(name).prefixed(place.name()));
                }
            }
        }
        if self.invalid.is_empty()
            && let Some(url) = url
            && let Err(error) = template::expand(self.meta.path, &self.path, url)
        {
            let (name, rule, message) = match error {
                ExpandError::Missing(name) => (name, Rule::Required, "is required"),
                ExpandError::Vanishes(name) => {
                    (name, Rule::Format, "must not be empty, `.` or `..`, being a segment of a path")
                }
            };
            self.refuse("path", name, Violations::new(rule, message));
        }
        let empty = Body::empty();
        let body = self.body.as_ref().map_or(&empty, |(_, body)| body);
        if let Err(violations) = check_length(&self.headers, body) {
            self.invalid.add(violations);
        }
        std::mem::take(&mut self.invalid).end().map_err(Error::Invalid)
    }
}
