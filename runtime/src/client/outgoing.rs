//! Writing a request.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::headers::{essence, is_json};
use crate::params::{self, QueryStyle};
use crate::template::{self, ExpandError};
use crate::{Encode, Error, Faults, Meta, NoFailure, Operation, Rule, Violations, to_json, to_vec};

/// An operation that a client can call: it knows how to write itself as an HTTP request.
pub trait Call: Operation {
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
/// call.path("id", "019c/96a0");
/// call.query("limit", &10);
/// call.optional_header("x-tenant", &None::<String>);
/// call.json(&vec![1, 2]);
/// # }
/// ```
#[derive(Debug)]
pub struct Outgoing {
    meta: &'static Meta,
    path: Vec<(&'static str, String)>,
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<(HeaderValue, Bytes)>,
    invalid: Faults,
    unwritable: Faults,
}

impl Outgoing {
    /// A request without parameters and without a body.
    pub(super) fn new(meta: &'static Meta) -> Self {
        Self {
            meta,
            path: Vec::new(),
            query: String::new(),
            headers: HeaderMap::new(),
            body: None,
            invalid: Faults::new(),
            unwritable: Faults::new(),
        }
    }

    /// A path parameter (`style: simple`). All but the unreserved characters of RFC 3986 are percent-encoded.
    ///
    /// A value that is empty, or with which a whole segment of the path becomes `.` or `..`, cannot be sent.
    pub fn path<T: Encode + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.put_path(name, &value);
    }

    /// A query parameter (`style: form`). An array is exploded: `ids=1&ids=2`.
    pub fn query<T: Encode + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.put_query(name, QueryStyle::Form, true, &value);
    }

    /// A query parameter (`style: form`) that is left out when it is `None`.
    pub fn optional_query<T: Encode>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.put_query(name, QueryStyle::Form, false, value);
        }
    }

    /// A query parameter that is an array of `style: form, explode: false`: `ids=1,2`.
    pub fn query_list<T: Encode + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.put_query(name, QueryStyle::List, true, &value);
    }

    /// A query parameter that is an array of `style: form, explode: false`, and left out when it is `None`.
    pub fn optional_query_list<T: Encode>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.put_query(name, QueryStyle::List, false, value);
        }
    }

    /// A header parameter (`style: simple`). A value with control characters cannot be sent.
    pub fn header<T: Encode + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.put_header(name, &value);
    }

    /// A header parameter that is left out when it is `None`.
    pub fn optional_header<T: Encode>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.put_header(name, value);
        }
    }

    /// A body of JSON.
    pub fn json<T: Encode + ?Sized>(&mut self, value: &T) {
        self.put_json(&value);
    }

    /// A body of JSON, or none.
    pub fn optional_json<T: Encode>(&mut self, value: &Option<T>) {
        if let Some(value) = value {
            self.json(value);
        }
    }

    /// A body of this media type, as it is.
    pub fn bytes(&mut self, content_type: &str, body: impl Into<Bytes>) {
        match HeaderValue::from_str(content_type) {
            Ok(content_type) => self.body = Some((content_type, body.into())),
            Err(_) => self.refuse("header", "content-type", Violations::new(Rule::Format, "is not a media type")),
        }
    }

    fn put_path(&mut self, name: &'static str, value: &dyn Encode) {
        match to_json(value).and_then(|json| params::path_text(&json)) {
            Ok(text) => self.path.push((name, text)),
            Err(violations) => self.refuse("path", name, violations),
        }
    }

    fn put_query(&mut self, name: &'static str, style: QueryStyle, required: bool, value: &dyn Encode) {
        match to_json(value).and_then(|json| params::push_query(&mut self.query, name, &json, style)) {
            Ok(false) if required => {
                self.refuse("query", name, Violations::new(Rule::Required, "cannot be sent, being empty"));
            }
            Ok(_) => {}
            Err(violations) => self.refuse("query", name, violations),
        }
    }

    fn put_header(&mut self, name: &'static str, value: &dyn Encode) {
        let wrong = |what| Violations::new(Rule::Format, what);
        let written = to_json(value).and_then(|json| params::header_text(&json)).and_then(|text| {
            let name: HeaderName = name.parse().map_err(|_| wrong("is not the name of a header"))?;
            let value = HeaderValue::from_bytes(text.as_bytes()).map_err(|_| wrong("cannot be a header"))?;
            Ok((name, value))
        });
        match written {
            Ok((name, value)) => drop(self.headers.insert(name, value)),
            Err(violations) => self.refuse("header", name, violations),
        }
    }

    fn put_json(&mut self, value: &dyn Encode) {
        match to_vec(value) {
            Ok(text) => {
                // The document may take another kind of JSON, such as `application/merge-patch+json`.
                let taken = self.meta.consumes.iter().find(|taken| is_json(&essence(taken).to_ascii_lowercase()));
                let media_type = taken.and_then(|taken| HeaderValue::from_str(taken).ok());
                let media_type = media_type.unwrap_or(HeaderValue::from_static("application/json"));
                self.body = Some((media_type, text.into()));
            }
            Err(violations) => drop(self.unwritable.keep::<()>("body", Err(violations))),
        }
    }

    #[cold]
    fn refuse(&mut self, place: &str, name: &str, violations: Violations) {
        self.invalid.add(violations.prefixed(name).prefixed(place));
    }

    /// Appends the path to a base URL; fails with all faults that there are.
    pub(super) fn finish(&mut self, url: &mut String) -> Result<(), Error<NoFailure>> {
        std::mem::take(&mut self.unwritable).end().map_err(Error::Encode)?;
        if self.invalid.is_empty()
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
        std::mem::take(&mut self.invalid).end().map_err(Error::Invalid)
    }
}
