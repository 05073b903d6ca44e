//! Writing an answer.

use std::any::Any;
use std::fmt;
use std::time::Duration;

use http::header::{self, HeaderMap, HeaderValue};
use http::{Extensions, StatusCode};

use super::accept::Accept;
use super::keep_alive;
use crate::declared::note;
use crate::envelope::is_unit;
use crate::headers::Redacted;
use crate::hops::{check_length, keep_end_to_end, remove_framing};
use crate::{
    Body, ByteStream, Content, Decode, Encode, Envelope, EnvelopeMembers, Events, FailureParts, HeaderWriter, Headers,
    JsonFailure, Parameter, Rule, Sequence, SequenceFormat, Unexpected, Violations, to_json, to_vec,
};
use crate::{sequence, text};

/// An answer that is being written.
///
/// ```
/// use twinspec_runtime::server::Reply;
///
/// let mut reply = Reply::new();
/// reply.status(201).header("x-next", &7).json(&vec![1, 2]);
/// let response = reply.into_response();
/// assert_eq!(response.status(), 201);
/// assert_eq!(response.headers()["x-next"], "7");
/// assert_eq!(response.headers()["content-type"], "application/json");
/// ```
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    extensions: Extensions,
    content_type: Option<HeaderValue>,
    body: Body,
    /// What the caller accepts.
    pub(super) accept: Accept,
    /// Whether the body is of events.
    events: bool,
    fault: Option<Violations>,
}

impl Default for Reply {
    fn default() -> Self {
        Self::new()
    }
}

impl Reply {
    /// An answer `200 OK` without a body.
    pub fn new() -> Self {
        Self::with_parts(HeaderMap::new(), Extensions::new())
    }

    /// An answer with a body of JSON: short for [`Reply::new`], [`status`](Reply::status), [`json`](Reply::json).
    ///
    /// ```
    /// use twinspec_runtime::server::{Options, Reply};
    ///
    /// let options = Options::default().on_reject(|rejection| {
    ///     Some(Reply::from_json(rejection.status().as_u16(), &rejection.to_string()))
    /// });
    /// ```
    pub fn from_json<T: Encode + ?Sized>(status: u16, body: &T) -> Self {
        let mut reply = Self::new();
        reply.status(status).json(&body);
        reply
    }

    /// An answer that has the headers and the extensions of a response.
    pub(super) fn with_parts(mut headers: HeaderMap, extensions: Extensions) -> Self {
        keep_end_to_end(&mut headers);
        remove_framing(&mut headers);
        Self {
            status: StatusCode::OK,
            headers,
            extensions,
            content_type: None,
            body: Body::empty(),
            accept: Accept::default(),
            events: false,
            fault: None,
        }
    }

    /// An answer as it came from elsewhere.
    pub(super) fn verbatim(answer: Unexpected) -> Self {
        let Unexpected { status, mut headers, body } = answer;
        keep_end_to_end(&mut headers);
        let content_type = headers.remove(header::CONTENT_TYPE);
        headers.remove(header::CONTENT_LENGTH);
        Self { status, headers, content_type, body: body.into(), ..Self::new() }
    }

    /// The status. What is none (below 100, above 999) makes the answer a 500.
    pub fn status(&mut self, status: u16) -> &mut Self {
        match StatusCode::from_u16(status) {
            Ok(status) => self.status = status,
            Err(_) => self.refuse("status", Violations::new(Rule::Minimum, "is not a status")),
        }
        self
    }

    /// A header (`style: simple`). A value that no header can hold makes the answer a 500.
    pub fn header<T: Encode + Decode>(&mut self, name: &'static str, value: &T) -> &mut Self {
        self.header_writer().header(name, value);
        self
    }

    /// A header that is left out when it is `None`.
    pub fn optional_header<T: Encode + Decode>(&mut self, name: &'static str, value: &Option<T>) -> &mut Self {
        self.header_writer().optional_header(name, value);
        self
    }

    /// A header of any style.
    pub fn parameter<T: Encode + Decode>(&mut self, parameter: &Parameter, value: &T) -> &mut Self {
        self.header_writer().parameter(parameter, value);
        self
    }

    /// A header of any style that is left out when it is `None`.
    pub fn optional_parameter<T: Encode + Decode>(&mut self, parameter: &Parameter, value: &Option<T>) -> &mut Self {
        self.header_writer().optional_parameter(parameter, value);
        self
    }

    /// The headers that a struct holds.
    pub fn headers(&mut self, headers: &dyn Headers) -> &mut Self {
        headers.write(&mut self.header_writer());
        self
    }

    /// The media type of the body, where it is not what the body's kind says.
    pub fn content_type(&mut self, media_type: &str) -> &mut Self {
        match HeaderValue::from_str(media_type) {
            Ok(value) => self.content_type = Some(value),
            Err(_) => {
                self.refuse("header", Violations::new(Rule::Format, "is not a media type").prefixed("content-type"));
            }
        }
        self
    }

    /// The media type of a body that may as well be of any of these: the one that the caller prefers (RFC 9110 section
    /// 12.5.1), the first when it does not care. Caches learn of the choice by `Vary` (section 12.5.5).
    pub fn content_types(&mut self, media_types: &[&str]) -> &mut Self {
        let chosen = self.accept.preferred(media_types).or(media_types.first().copied());
        let names = |field: &HeaderValue| {
            let mut names = field.to_str().unwrap_or_default().split(',').map(str::trim);
            names.any(|name| name == "*" || name.eq_ignore_ascii_case("accept"))
        };
        if !self.headers.get_all(header::VARY).iter().any(names) {
            self.headers.append(header::VARY, HeaderValue::from_static("accept"));
        }
        if let Some(chosen) = chosen {
            self.content_type(chosen);
        }
        self
    }

    /// A body of JSON.
    pub fn json(&mut self, body: &dyn Encode) {
        match to_vec(body) {
            Ok(body) => self.put("application/json", body.into()),
            Err(violations) => self.refuse("body", violations),
        }
    }

    /// A failure that knows how it is written: its status, its headers, and its body.
    pub fn json_failure<F: JsonFailure>(&mut self, failure: &F) {
        self.status = failure.status();
        let FailureParts { headers, body, media_types } = failure.parts();
        if let Some(headers) = headers {
            self.headers(headers);
        }
        match (body, media_types) {
            (Some(body), []) => self.json(body),
            (Some(body), [media_type]) => self.content_type(media_type).json(body),
            (Some(body), media_types) => self.content_types(media_types).json(body),
            (None, _) => self.empty(),
        }
    }

    /// A body of JSON in the envelope of a success; with `T = ()` it carries nothing.
    ///
    /// The members around the data are the template's, those of the response's
    /// [`EnvelopeMembers`] over them.
    pub fn enveloped<T: Encode + Any>(&mut self, envelope: &Envelope, data: &T) {
        self.put_enveloped(envelope, if is_unit::<T>() { None } else { Some(data) });
    }

    /// A body of text, `text/plain; charset=utf-8` unless another type was given; of a value that is not a string, its
    /// JSON text.
    pub fn text(&mut self, body: &dyn Encode) {
        match to_json(body).and_then(|json| text::text(&json)) {
            Ok(text) => self.put("text/plain; charset=utf-8", text.into()),
            Err(violations) => self.refuse("body", violations),
        }
    }

    /// A body as it is, `application/octet-stream` unless another type was given. A stream is sent as fast as the caller
    /// takes it.
    pub fn bytes(&mut self, body: &ByteStream) {
        self.put("application/octet-stream", body.clone().into_body());
    }

    /// A body of events, `text/event-stream` unless another type was given, each sent as soon as the caller takes it.
    pub fn events<T: Encode + 'static>(&mut self, body: &Events<T>, format: SequenceFormat) {
        self.put("text/event-stream", sequence::write_events(body, format));
        self.events = true;
    }

    /// A body of items, `application/jsonl` unless another type was given, each sent as soon as the caller takes it.
    pub fn sequence<T: Encode + 'static>(&mut self, body: &Sequence<T>, format: SequenceFormat) {
        self.put("application/jsonl", sequence::write_items(body, format));
    }

    /// A body that brings its media type along.
    pub fn content(&mut self, content: &Content) {
        if !content.media_type.is_empty() {
            self.content_type(&content.media_type);
        }
        self.bytes(&content.body);
    }

    /// The same answer, which says after a silence that it is still there, when it is of events.
    pub(super) fn keep_alive(mut self, silence: Option<Duration>) -> Self {
        if let Some(silence) = silence.filter(|_| self.events) {
            self.body = keep_alive::keep_alive(self.body, silence);
        }
        self
    }

    /// No body.
    pub fn empty(&mut self) {
        self.body = Body::empty();
        self.content_type = None;
    }

    /// The answer as an HTTP message. What could not be written is an empty `500 Internal Server Error`.
    pub fn into_response(self) -> http::Response<axum::body::Body> {
        self.finish().unwrap_or_else(|violations| {
            tracing::error!(%violations, "an answer could not be written");
            let mut response = http::Response::new(axum::body::Body::empty());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        })
    }

    /// Refuses a length that is not that of the body; an answer to HEAD, and a 304, state the length of another one.
    pub(super) fn check_length(&mut self, method: &str) {
        if method != "HEAD"
            && self.status != StatusCode::NOT_MODIFIED
            && let Err(violations) = check_length(&self.headers, &self.body)
        {
            note(&mut self.fault, violations);
        }
    }

    /// The answer as an HTTP message, or why there is none.
    pub(super) fn finish(self) -> Result<http::Response<axum::body::Body>, Violations> {
        if let Some(violations) = self.fault {
            return Err(violations);
        }
        let mut response = http::Response::new(match self.body.into_whole() {
            Ok(bytes) => axum::body::Body::from(bytes),
            Err(stream) => axum::body::Body::new(stream),
        });
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        if let Some(content_type) = self.content_type {
            response.headers_mut().insert(header::CONTENT_TYPE, content_type);
        }
        Ok(response)
    }

    /// Adds headers that an answer of this kind must have; those of the answer itself stay.
    pub(super) fn complete(&mut self, headers: &HeaderMap) {
        for name in headers.keys().filter(|name| !self.headers.contains_key(*name)).cloned().collect::<Vec<_>>() {
            for value in headers.get_all(&name) {
                self.headers.append(name.clone(), value.clone());
            }
        }
    }

    /// Adds the challenges that a 401 must have (RFC 9110 section 15.5.2), when it has none.
    pub(super) fn challenge(&mut self, challenges: impl FnOnce() -> Vec<String>) {
        if self.status != StatusCode::UNAUTHORIZED || self.headers.contains_key(header::WWW_AUTHENTICATE) {
            return;
        }
        let values = challenges().into_iter().filter_map(|challenge| HeaderValue::try_from(challenge).ok());
        for value in values {
            self.headers.append(header::WWW_AUTHENTICATE, value);
        }
    }

    fn header_writer(&mut self) -> HeaderWriter<'_> {
        HeaderWriter::new(&mut self.headers, &mut self.fault)
    }

    fn put_enveloped(&mut self, envelope: &Envelope, data: Option<&dyn Encode>) {
        match envelope.write(self.extensions.get::<EnvelopeMembers>(), data) {
            Ok(body) => self.put("application/json", body.into()),
            Err(violations) => self.refuse("body", violations),
        }
    }

    fn put(&mut self, content_type: &'static str, body: Body) {
        self.content_type.get_or_insert(HeaderValue::from_static(content_type));
        self.body = body;
    }

    fn refuse(&mut self, place: &str, violations: Violations) {
        note(&mut self.fault, violations.prefixed(place));
    }
}

/// Shows the status, the names of the headers and the size of the body.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("headers", &Redacted(&self.headers))
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

impl axum::response::IntoResponse for Reply {
    fn into_response(self) -> axum::response::Response {
        Self::into_response(self)
    }
}
