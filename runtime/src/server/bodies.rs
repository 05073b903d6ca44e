//! Reading the body of a request.

use http::header;

use super::incoming::checked;
use super::{Incoming, Taken};
use crate::headers::{content_type, covers, essence, has_parameters, media_type};
use crate::json::{Memo, Texts};
use crate::{
    ByteStream, Checker, Content, Decode, Decoded, Encode, Events, Json, Node, Parameter, PartFields, Recorded, Rule,
    Sequence, SequenceFormat, Violations, validate,
};
use crate::{multipart, params, sequence};

impl<'r> Incoming<'r> {
    /// Whether the body is of this media type, or of one of this range.
    pub fn is(&self, taken: &str) -> bool {
        covers(&essence(taken).to_ascii_lowercase(), &media_type(&self.received.headers)).is_some()
    }

    /// Whether the body is of this media type with these parameters (RFC 9110, section 8.3.1).
    pub fn is_exactly(&self, taken: &str) -> bool {
        self.is(taken) && has_parameters(content_type(&self.received.headers), taken)
    }

    /// The body, which is JSON.
    ///
    /// # Errors
    ///
    /// When it is absent, not JSON or not a `T`; [`Incoming::end`] tells.
    pub fn json<T: Decode>(&mut self) -> Result<T, Recorded> {
        self.checked_json(no_checks)
    }

    /// The body, which is JSON, checked by what its type does not guarantee.
    ///
    /// # Errors
    ///
    /// When it is absent, not JSON, not a `T`, or does not pass; [`Incoming::end`] tells.
    pub fn checked_json<T: Decode>(&mut self, checks: fn(&mut Checker<'_>)) -> Result<T, Recorded> {
        let body = self.optional_checked_json(checks);
        self.required_body(body)
    }

    /// The body, which is JSON, or nothing.
    pub fn optional_json<T: Decode>(&mut self) -> Option<T> {
        self.optional_checked_json(no_checks)
    }

    /// The body, which is JSON, or nothing, checked by what its type does not guarantee.
    pub fn optional_checked_json<T: Decode>(&mut self, checks: fn(&mut Checker<'_>)) -> Option<T> {
        // Written with `match`: closures and the conversions of `?` would be compiled anew for every type.
        match self.tree() {
            Some(json) => {
                let node = Node::new(&json).strict();
                let decoded = T::decode(node);
                self.judged(decoded, node.check(checks))
            }
            None => None,
        }
    }

    /// The body, which is `application/x-www-form-urlencoded`; `fields` are the members that do not stand in it in the
    /// usual way.
    ///
    /// # Errors
    ///
    /// When it is no form or not a `T`; [`Incoming::end`] tells.
    pub fn form<T: Decode + Encode>(&mut self, fields: &[Parameter]) -> Result<T, Recorded> {
        let body = self.optional_form(fields);
        self.required_body(body)
    }

    /// The body, which is `application/x-www-form-urlencoded`, or nothing.
    pub fn optional_form<T: Decode + Encode>(&mut self, fields: &[Parameter]) -> Option<T> {
        // A form without members is an empty body.
        let body = self.named_body()?;
        let body = body.as_bytes().cloned().unwrap_or_default();
        match utf8(&body).and_then(|form| params::read_form(form, fields)) {
            Ok(form) => form.decode().map_or_else(|violations| self.faulty_body(violations), Some),
            Err(violations) => self.malformed_body(violations),
        }
    }

    /// The body, which is `multipart/form-data`; `fields` are the members that are not one part of text or one file each.
    ///
    /// # Errors
    ///
    /// When it is absent or not a `T`; [`Incoming::end`] tells.
    pub fn multipart<T: Decode + Encode>(&mut self, fields: PartFields) -> Result<T, Recorded> {
        let body = self.optional_multipart(fields);
        self.required_body(body)
    }

    /// The body, which is `multipart/form-data`, or nothing.
    pub fn optional_multipart<T: Decode + Encode>(&mut self, fields: PartFields) -> Option<T> {
        if !self.received.headers.contains_key(header::CONTENT_TYPE) {
            return None;
        }
        let received = self.received;
        let tree = match multipart::tree(&received.multipart, fields) {
            Ok(tree) => tree,
            Err(violations) => return self.malformed_body(violations),
        };
        let memo = Memo::with_files(tree.attached(fields));
        let texts = Texts::plain();
        let decoded = T::decode(Node::new(&tree.json).strict().texts(&texts).remembering(&memo));
        let checked = decoded.and_then(|value| multipart::settled(&value));
        checked.map_or_else(
            |violations| match tree.unread(&violations) {
                Some(unread) => self.malformed_body(unread),
                None => self.faulty_body(violations),
            },
            Some,
        )
    }

    /// The body, which is text: a string, or what its text stands for.
    ///
    /// # Errors
    ///
    /// When it is absent, not UTF-8 or not a `T`; [`Incoming::end`] tells.
    pub fn text<T: Decode + Encode>(&mut self) -> Result<T, Recorded> {
        let body = self.optional_text();
        self.required_body(body)
    }

    /// The body, which is text, or nothing.
    pub fn optional_text<T: Decode + Encode>(&mut self) -> Option<T> {
        let body = self.named_body()?;
        let body = body.as_bytes().cloned().unwrap_or_default();
        let json = match utf8(&body) {
            Ok(text) => Json::from(text),
            Err(violations) => return self.malformed_body(violations),
        };
        let value = T::decode(Node::new(&json).strict().text()).and_then(|value| validate(&value).map(|()| value));
        value.map_or_else(|violations| self.faulty_body(violations), Some)
    }

    /// The body as it is: a stream, which the handler reads as fast as it wants.
    ///
    /// # Errors
    ///
    /// When it is absent; [`Incoming::end`] tells.
    pub fn bytes(&mut self) -> Result<ByteStream, Recorded> {
        let body = self.named_body();
        self.required_body(body)
    }

    /// The body as it is, or nothing.
    pub fn optional_bytes(&mut self) -> Option<ByteStream> {
        self.named_body()
    }

    /// The events of the body, in this format, as fast as the handler reads them.
    ///
    /// # Errors
    ///
    /// When it is absent; [`Incoming::end`] tells.
    pub fn events<T: Decode + 'static>(&mut self, format: SequenceFormat) -> Result<Events<T>, Recorded> {
        Ok(sequence::read_events(self.bytes()?, format, true))
    }

    /// The events of the body, or nothing.
    pub fn optional_events<T: Decode + 'static>(&mut self, format: SequenceFormat) -> Option<Events<T>> {
        self.named_body().map(|body| sequence::read_events(body, format, true))
    }

    /// The items of the body, in this format, as fast as the handler reads them.
    ///
    /// # Errors
    ///
    /// When it is absent; [`Incoming::end`] tells.
    pub fn sequence<T: Decode + 'static>(&mut self, format: SequenceFormat) -> Result<Sequence<T>, Recorded> {
        Ok(sequence::read_items(self.bytes()?, format, true))
    }

    /// The items of the body, or nothing.
    pub fn optional_sequence<T: Decode + 'static>(&mut self, format: SequenceFormat) -> Option<Sequence<T>> {
        self.named_body().map(|body| sequence::read_items(body, format, true))
    }

    /// The body as it is, with its media type.
    ///
    /// # Errors
    ///
    /// When it is absent; [`Incoming::end`] tells.
    pub fn content(&mut self) -> Result<Content, Recorded> {
        let body = self.optional_content();
        self.required_body(body)
    }

    /// The body as it is, with its media type, or nothing.
    pub fn optional_content(&mut self) -> Option<Content> {
        let media_type = self.received.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        self.named_body().map(|body| Content::new(media_type.unwrap_or_default(), body))
    }

    /// Runs `checks` on the body that was read.
    pub fn check_body(&mut self, body: &impl Taken, checks: fn(&mut Checker<'_>)) {
        if let Some(body) = body.value()
            && let Err(violations) = checked(body, checks)
        {
            self.record("body", violations);
        }
    }

    /// The body as a tree, when there is one and it is JSON.
    fn tree(&mut self) -> Option<Json<'r>> {
        let received = self.received;
        let body = received.body.as_ref().and_then(ByteStream::as_bytes)?;
        Json::parse(body).map_err(|violations| self.malformed_body::<()>(violations)).ok()
    }

    /// The body, when it has the type and passes the checks.
    fn judged<T>(&mut self, decoded: Decoded<T>, checked: Decoded<()>) -> Option<T> {
        let violations = match (decoded, checked) {
            (Ok(value), Ok(())) => return Some(value),
            (Ok(_), Err(violations)) | (Err(violations), Ok(())) => violations,
            (Err(mut violations), Err(others)) => {
                violations.append(others);
                violations
            }
        };
        self.faulty_body(violations)
    }

    /// The body; one without bytes is there when its media type is.
    fn named_body(&self) -> Option<ByteStream> {
        let named = self.received.headers.contains_key(header::CONTENT_TYPE);
        self.received.body.clone().or_else(|| named.then(ByteStream::default))
    }

    /// Notes that the body is not even what its media type says.
    fn malformed_body<T>(&mut self, violations: Violations) -> Option<T> {
        self.malformed = true;
        self.faulty_body(violations)
    }

    /// Notes what is wrong with the body.
    fn faulty_body<T>(&mut self, violations: Violations) -> Option<T> {
        self.body = Some(self.record("body", violations));
        None
    }

    fn required_body<T>(&mut self, body: Option<T>) -> Result<T, Recorded> {
        match (body, self.body) {
            (Some(body), _) => Ok(body),
            (None, Some(recorded)) => Err(recorded),
            (None, None) => Err(self.record("body", Violations::new(Rule::Required, "is required"))),
        }
    }
}

fn no_checks(_: &mut Checker<'_>) {}

fn utf8(body: &[u8]) -> Decoded<&str> {
    std::str::from_utf8(body).map_err(|_| Violations::new(Rule::Syntax, "must be UTF-8"))
}
