//! Reading the body of a request.

use http::header;

use super::Incoming;
use super::incoming::checked;
use crate::headers::{covers, essence, media_type};
use crate::json::{Memo, Texts};
use crate::{
    ByteStream, Checker, Content, Decode, Decoded, Encode, Events, Json, Node, Parameter, PartFields, Recorded, Rule,
    Sequence, SequenceFormat, Violations, validate,
};
use crate::{multipart, params, sequence};

impl Incoming<'_> {
    /// Whether the body is of this media type, or of one of this range.
    pub fn is(&self, taken: &str) -> bool {
        covers(&essence(taken).to_ascii_lowercase(), &media_type(&self.received.headers)).is_some()
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
        let body = self.optional_checked_json(checks)?;
        self.required_body(body)
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
        let received = self.received;
        let Some(body) = received.body.as_ref().and_then(ByteStream::as_bytes) else { return Ok(None) };
        let json = Json::parse(body).map_err(|violations| self.malformed_body(violations))?;
        let node = Node::new(&json).strict();
        let decoded = match (T::decode(node), node.check(checks)) {
            (Ok(value), Ok(())) => Ok(Some(value)),
            (Ok(_), Err(violations)) | (Err(violations), Ok(())) => Err(violations),
            (Err(mut violations), Err(others)) => {
                violations.append(others);
                Err(violations)
            }
        };
        decoded.map_err(|violations| self.record("body", violations))
    }

    /// The body, which is `application/x-www-form-urlencoded`; `fields` are the members that do not stand in it in the
    /// usual way.
    ///
    /// # Errors
    ///
    /// When it is no form or not a `T`; [`Incoming::end`] tells.
    pub fn form<T: Decode + Encode>(&mut self, fields: &[Parameter]) -> Result<T, Recorded> {
        let body = self.optional_form(fields)?;
        self.required_body(body)
    }

    /// The body, which is `application/x-www-form-urlencoded`, or nothing.
    ///
    /// # Errors
    ///
    /// When it is no form or not a `T`; [`Incoming::end`] tells.
    pub fn optional_form<T: Decode + Encode>(&mut self, fields: &[Parameter]) -> Result<Option<T>, Recorded> {
        // A form without members is an empty body.
        let Some(body) = self.named_body() else { return Ok(None) };
        let body = body.as_bytes().cloned().unwrap_or_default();
        let form = utf8(&body).and_then(|form| params::read_form(form, fields));
        let form = form.map_err(|violations| self.malformed_body(violations))?;
        form.decode().map(Some).map_err(|violations| self.record("body", violations))
    }

    /// The body, which is `multipart/form-data`; `fields` are the members that are not one part of text or one file each.
    ///
    /// # Errors
    ///
    /// When it is absent or not a `T`; [`Incoming::end`] tells.
    pub fn multipart<T: Decode + Encode>(&mut self, fields: PartFields) -> Result<T, Recorded> {
        let body = self.optional_multipart(fields)?;
        self.required_body(body)
    }

    /// The body, which is `multipart/form-data`, or nothing.
    ///
    /// # Errors
    ///
    /// When it is not a `T`; [`Incoming::end`] tells.
    pub fn optional_multipart<T: Decode + Encode>(&mut self, fields: PartFields) -> Result<Option<T>, Recorded> {
        if !self.received.headers.contains_key(header::CONTENT_TYPE) {
            return Ok(None);
        }
        let received = self.received;
        let (json, parts) = match multipart::tree(&received.multipart, fields) {
            Ok(tree) => tree,
            Err(violations) => return Err(self.malformed_body(violations)),
        };
        let memo = Memo::with_files(multipart::attached(&json, &parts));
        let texts = Texts::plain();
        let decoded = T::decode(Node::new(&json).strict().texts(&texts).remembering(&memo));
        let checked = decoded.and_then(|value| multipart::validate(&value).map(|()| value));
        checked.map(Some).map_err(|violations| self.record("body", violations))
    }

    /// The body, which is text: a string, or what its text stands for.
    ///
    /// # Errors
    ///
    /// When it is absent, not UTF-8 or not a `T`; [`Incoming::end`] tells.
    pub fn text<T: Decode + Encode>(&mut self) -> Result<T, Recorded> {
        let body = self.optional_text()?;
        self.required_body(body)
    }

    /// The body, which is text, or nothing.
    ///
    /// # Errors
    ///
    /// When it is not UTF-8 or not a `T`; [`Incoming::end`] tells.
    pub fn optional_text<T: Decode + Encode>(&mut self) -> Result<Option<T>, Recorded> {
        let Some(body) = self.named_body() else { return Ok(None) };
        let body = body.as_bytes().cloned().unwrap_or_default();
        let json = utf8(&body).map(Json::from).map_err(|violations| self.malformed_body(violations))?;
        let value = T::decode(Node::new(&json).strict().text()).and_then(|value| validate(&value).map(|()| value));
        value.map(Some).map_err(|violations| self.record("body", violations))
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
    ///
    /// # Errors
    ///
    /// Never; it is a `Result` as that of any other body.
    pub fn optional_bytes(&mut self) -> Result<Option<ByteStream>, Recorded> {
        Ok(self.named_body())
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
    ///
    /// # Errors
    ///
    /// Never; it is a `Result` as that of any other body.
    pub fn optional_events<T: Decode + 'static>(
        &mut self,
        format: SequenceFormat,
    ) -> Result<Option<Events<T>>, Recorded> {
        Ok(self.named_body().map(|body| sequence::read_events(body, format, true)))
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
    ///
    /// # Errors
    ///
    /// Never; it is a `Result` as that of any other body.
    pub fn optional_sequence<T: Decode + 'static>(
        &mut self,
        format: SequenceFormat,
    ) -> Result<Option<Sequence<T>>, Recorded> {
        Ok(self.named_body().map(|body| sequence::read_items(body, format, true)))
    }

    /// The body as it is, with its media type.
    ///
    /// # Errors
    ///
    /// When it is absent; [`Incoming::end`] tells.
    pub fn content(&mut self) -> Result<Content, Recorded> {
        let body = self.optional_content()?;
        self.required_body(body)
    }

    /// The body as it is, with its media type, or nothing.
    ///
    /// # Errors
    ///
    /// Never; it is a `Result` as that of any other body.
    pub fn optional_content(&mut self) -> Result<Option<Content>, Recorded> {
        let media_type = self.received.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        Ok(self.named_body().map(|body| Content::new(media_type.unwrap_or_default(), body)))
    }

    /// Runs `checks` on the body that was read.
    pub fn check_body<T: Encode>(&mut self, body: &Result<T, Recorded>, checks: fn(&mut Checker<'_>)) {
        if let Ok(body) = body
            && let Err(violations) = checked(body, checks)
        {
            self.record("body", violations);
        }
    }

    /// The body; one without bytes is there when its media type is.
    fn named_body(&self) -> Option<ByteStream> {
        let named = self.received.headers.contains_key(header::CONTENT_TYPE);
        self.received.body.clone().or_else(|| named.then(ByteStream::default))
    }

    fn malformed_body(&mut self, violations: Violations) -> Recorded {
        self.malformed = true;
        self.record("body", violations)
    }

    fn required_body<T>(&mut self, body: Option<T>) -> Result<T, Recorded> {
        match body {
            Some(body) => Ok(body),
            None => Err(self.record("body", Violations::new(Rule::Required, "is required"))),
        }
    }
}

fn utf8(body: &[u8]) -> Decoded<&str> {
    std::str::from_utf8(body).map_err(|_| Violations::new(Rule::Syntax, "must be UTF-8"))
}
