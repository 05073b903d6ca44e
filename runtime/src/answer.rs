//! The answer to a call, before it is read.

use std::any::Any;
use std::sync::OnceLock;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

#[cfg(any(feature = "client", feature = "server"))]
use crate::ResponseParts;
#[cfg(feature = "client")]
use crate::StreamError;
use crate::envelope::{self, Envelope, EnvelopeMembers};
use crate::headers::{content_type, covers, essence, has_parameters, is_json, media_type};
use crate::{
    ByteStream, Content, Decode, DecodeError, Decoded, Events, Json, JsonFailure, Meta, Node, Parameter, Rule,
    Sequence, SequenceFormat, Unexpected, Unreadable, Violations, params, sequence,
};

/// RFC 9457.
const PROBLEM: &str = "application/problem+json";

/// The answer to a call, with its whole body, from which [`Operation::read`](crate::Operation::read) makes a result.
#[derive(Debug)]
pub struct Answer {
    meta: &'static Meta,
    whole: Unexpected,
    members: OnceLock<EnvelopeMembers>,
    /// The body, while it has not been read.
    stream: Option<ByteStream>,
    /// Whether a message has the stream now.
    taken: OnceLock<()>,
    /// The URL that was asked, where the request wants to know.
    #[cfg(feature = "client")]
    url: Option<http::Uri>,
}

impl Answer {
    /// An answer that has arrived whole, to a call of this operation.
    pub fn new(meta: &'static Meta, status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        let mut whole = Unexpected::new(status);
        whole.headers = headers;
        whole.body = body;
        Self {
            meta,
            whole,
            members: OnceLock::new(),
            stream: None,
            taken: OnceLock::new(),
            #[cfg(feature = "client")]
            url: None,
        }
    }

    /// The same answer, which came by this URL.
    #[cfg(feature = "client")]
    pub(crate) fn at(self, url: Option<http::Uri>) -> Self {
        Self { url, ..self }
    }

    /// The same answer, whose body is yet to come.
    #[cfg(feature = "client")]
    pub(crate) fn with_stream(self, stream: ByteStream) -> Self {
        Self { stream: Some(stream), ..self }
    }

    /// Whether the body is yet to come and no message has it: then nothing that was read counts.
    #[cfg(feature = "client")]
    pub(crate) fn is_pending(&self) -> bool {
        self.stream.is_some() && self.taken.get().is_none()
    }

    /// The same answer, with its whole body.
    #[cfg(feature = "client")]
    pub(crate) async fn collected(mut self) -> Result<Self, StreamError> {
        if let Some(stream) = self.stream.take() {
            self.whole.body = stream.bytes().await?;
        }
        Ok(self)
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.whole.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.whole.headers
    }

    /// The media type in lower case, without parameters; empty when the answer names none.
    pub fn media_type(&self) -> String {
        media_type(&self.whole.headers)
    }

    /// The body as JSON.
    ///
    /// The media type must be `application/json` or end in `+json`; an answer that names none is taken for JSON.
    /// A Problem Details object (RFC 9457, `application/problem+json`) is taken for what the document describes only
    /// where the operation answers that media type: it comes from servers and proxies that refuse a request on their
    /// own account, and with every member optional it would pass for nearly anything.
    ///
    /// # Errors
    ///
    /// [`Unreadable::Unexpected`] for another media type, [`Unreadable::Decode`] for what is not a `T`.
    pub fn json<T: Decode>(&self) -> Result<T, Unreadable> {
        // Written with `match`: closures and the conversions of `?` would be compiled anew for every type.
        match self.tree() {
            Ok(json) => match T::decode(Node::new(&json)) {
                Ok(value) => Ok(value),
                Err(violations) => Err(self.undecodable(violations)),
            },
            Err(unreadable) => Err(unreadable),
        }
    }

    /// A success whose message is the body, which is JSON.
    ///
    /// # Errors
    ///
    /// As [`Answer::json`].
    pub fn success<T: Decode, F>(&self) -> Result<Result<T, F>, Unreadable> {
        match self.json() {
            Ok(body) => Ok(Ok(body)),
            Err(unreadable) => Err(unreadable),
        }
    }

    /// A success of several, with the body, which is JSON: `answer.success_as(LinkOutput::Created)`.
    ///
    /// # Errors
    ///
    /// As [`Answer::json`].
    pub fn success_as<T: Decode, O, F>(&self, wrap: fn(T) -> O) -> Result<Result<O, F>, Unreadable> {
        match self.json() {
            Ok(body) => Ok(Ok(wrap(body))),
            Err(unreadable) => Err(unreadable),
        }
    }

    /// A failure that the document foresees, with the body, which is JSON: `answer.failure(GetUserError::NotFound)`.
    ///
    /// # Errors
    ///
    /// As [`Answer::json`].
    pub fn failure<T: Decode, O, F>(&self, wrap: fn(T) -> F) -> Result<Result<O, F>, Unreadable> {
        self.json_as(wrap).map(Err)
    }

    /// A failure that the document foresees, which knows how it is read.
    ///
    /// # Errors
    ///
    /// As [`JsonFailure::read`].
    pub fn json_failure<O, F: JsonFailure>(&self) -> Result<Result<O, F>, Unreadable> {
        F::read(self).map(Err)
    }

    /// What is made of the body, which is JSON: `answer.json_as(GetUserError::NotFound)`.
    ///
    /// # Errors
    ///
    /// As [`Answer::json`].
    pub fn json_as<T: Decode, F>(&self, wrap: impl FnOnce(T) -> F) -> Result<F, Unreadable> {
        match self.json() {
            Ok(body) => Ok(wrap(body)),
            Err(unreadable) => Err(unreadable),
        }
    }

    /// The body as a tree.
    fn tree(&self) -> Result<Json<'_>, Unreadable> {
        self.check_json()?;
        Json::parse(&self.whole.body).map_err(|violations| self.undecodable(violations))
    }

    /// The body as text: a string, or what its text stands for.
    ///
    /// # Errors
    ///
    /// [`Unreadable::Decode`] when it is not UTF-8, or not a `T`.
    pub fn text<T: Decode>(&self) -> Result<T, Unreadable> {
        let text = std::str::from_utf8(&self.whole.body)
            .map_err(|_| self.undecodable(Violations::new(Rule::Format, "must be UTF-8")))?;
        T::decode(Node::new(&Json::from(text)).text()).map_err(|violations| self.undecodable(violations))
    }

    /// The body as it is: a stream where the answer is a success of an operation that [streams](crate::Operation::STREAMS).
    pub fn bytes(&self) -> ByteStream {
        let _ = self.taken.set(());
        self.stream.clone().unwrap_or_else(|| self.whole.body.clone().into())
    }

    /// The events of the body, in this format.
    pub fn events<T: Decode + 'static>(&self, format: SequenceFormat) -> Events<T> {
        sequence::read_events(self.bytes(), format, false)
    }

    /// The items of the body, in this format.
    pub fn sequence<T: Decode + 'static>(&self, format: SequenceFormat) -> Sequence<T> {
        sequence::read_items(self.bytes(), format, false)
    }

    /// The body as it is, with its media type.
    pub fn content(&self) -> Content {
        Content::new(content_type(&self.whole.headers), self.bytes())
    }

    /// Whether the media type is this one, or one of this range.
    pub fn is(&self, media_type: &str) -> bool {
        covers(&essence(media_type).to_ascii_lowercase(), &self.media_type()).is_some()
    }

    /// Whether the media type is this one with these parameters (RFC 9110, section 8.3.1).
    pub fn is_exactly(&self, media_type: &str) -> bool {
        self.is(media_type) && has_parameters(content_type(&self.whole.headers), media_type)
    }

    /// A header that the document declares.
    ///
    /// # Errors
    ///
    /// [`Unreadable::Decode`] when it is absent, or not a `T`.
    pub fn header<T: Decode>(&self, name: &str) -> Result<T, Unreadable> {
        match self.optional_header(name)? {
            Some(value) => Ok(value),
            None => Err(self.faulty_header(name, Violations::new(Rule::Required, "is required"))),
        }
    }

    /// A header that the document declares and the answer may leave out.
    ///
    /// # Errors
    ///
    /// [`Unreadable::Decode`] when it is not a `T`.
    pub fn optional_header<T: Decode>(&self, name: &str) -> Result<Option<T>, Unreadable> {
        let text = params::header(&self.whole.headers, name);
        let decoded = text.and_then(|text| text.map(|text| header_value(&text)).transpose());
        decoded.map_err(|violations| self.faulty_header(name, violations))
    }

    /// A header that the document declares, of any style.
    ///
    /// # Errors
    ///
    /// [`Unreadable::Decode`] when it is absent, or not a `T`.
    pub fn parameter<T: Decode>(&self, parameter: &Parameter) -> Result<T, Unreadable> {
        match self.optional_parameter(parameter)? {
            Some(value) => Ok(value),
            None => Err(self.faulty_header(parameter.name(), Violations::new(Rule::Required, "is required"))),
        }
    }

    /// A header that the document declares and the answer may leave out, of any style.
    ///
    /// # Errors
    ///
    /// [`Unreadable::Decode`] when it is not a `T`.
    pub fn optional_parameter<T: Decode>(&self, parameter: &Parameter) -> Result<Option<T>, Unreadable> {
        let reading = params::read_header(parameter, &self.whole.headers);
        let decoded = reading.and_then(|reading| reading.map(|reading| reading.decode_leniently()).transpose());
        decoded.map_err(|violations| self.faulty_header(parameter.name(), violations))
    }

    /// The body in an envelope: what it carries when the envelope says success, else the whole body as a failure.
    ///
    /// The other members of a success are kept; see [`EnvelopeMembers`]. With `T = ()` nothing is carried.
    ///
    /// # Errors
    ///
    /// As [`Answer::json`].
    pub fn enveloped<T, F>(&self, envelope: &Envelope) -> Result<Result<T, F>, Unreadable>
    where
        T: Decode + Any,
        F: Decode,
    {
        let json = self.tree()?;
        let read = if envelope.is_success(&json) {
            envelope::data(envelope, &json).map(|value| {
                let _ = self.members.set(EnvelopeMembers::around(envelope.data, &json));
                Ok(value)
            })
        } else {
            F::decode(Node::new(&json)).map(Err)
        };
        read.map_err(|violations| self.undecodable(violations))
    }

    /// The answer as one that the document does not foresee.
    pub fn unexpected(&self) -> Unreadable {
        Unreadable::Unexpected(Box::new(self.whole.clone()))
    }

    /// What a [`Response`](crate::Response) has beside its message.
    #[cfg(any(feature = "client", feature = "server"))]
    pub(crate) fn into_parts(self) -> ResponseParts {
        let mut parts = ResponseParts { headers: self.whole.headers, ..ResponseParts::default() };
        if let Some(members) = self.members.into_inner() {
            parts.extensions.insert(members);
        }
        #[cfg(feature = "client")]
        if let Some(url) = self.url {
            parts.extensions.insert(crate::pages::AnsweredBy(url));
        }
        parts
    }

    fn check_json(&self) -> Result<(), Unreadable> {
        let media_type = self.media_type();
        let foreseen = |kind| self.meta.produces.iter().any(|produced| essence(produced).eq_ignore_ascii_case(kind));
        match media_type.as_str() {
            "" => Ok(()),
            PROBLEM if !foreseen(PROBLEM) => Err(self.unexpected()),
            other if is_json(other) => Ok(()),
            // The document may describe JSON under any name.
            other if foreseen(other) => Ok(()),
            _ => Err(self.unexpected()),
        }
    }

    #[cold]
    fn faulty_header(&self, name: &str, violations: Violations) -> Unreadable {
        self.undecodable(violations.prefixed(name).prefixed("header"))
    }

    #[cold]
    fn undecodable(&self, violations: Violations) -> Unreadable {
        Unreadable::Decode(Box::new(DecodeError {
            status: self.whole.status,
            body: self.whole.body.clone(),
            violations,
        }))
    }
}

/// A header as one value, or else as a list of them (`style: simple`).
fn header_value<T: Decode>(text: &str) -> Decoded<T> {
    let one = T::decode(Node::new(&Json::from(text.to_owned())).text());
    let Err(not_one) = one else { return one };
    let items = text.split(',').map(str::trim).filter(|_| !text.is_empty());
    let list: Json<'_> = items.map(|item| Json::from(item.to_owned())).collect();
    match T::decode(Node::new(&list).text()) {
        // A fault inside of the list: a list is what was asked for.
        Err(not_list) if !not_list.first().pointer.is_empty() => Err(not_list),
        Err(_) => Err(not_one),
        value => value,
    }
}
