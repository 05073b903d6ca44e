//! Writing the body of a request.

use http::HeaderValue;

use super::Outgoing;
use crate::headers::{essence, is_json, is_range};
use crate::{
    Body, ByteStream, Content, Decode, Encode, Events, Parameter, PartFields, Rule, Sequence, SequenceFormat,
    Violations, to_json, to_vec,
};
use crate::{multipart, params, sequence, text};

impl Outgoing {
    /// A body of JSON, of the first such media type that the operation takes.
    pub fn json(&mut self, value: &dyn Encode) {
        // The document may take another kind of JSON, such as `application/merge-patch+json`.
        let taken = |taken: &&&str| is_json(&essence(taken).to_ascii_lowercase()) && !is_range(taken);
        let media_type = self.meta.consumes.iter().find(taken).map_or("application/json", |taken| *taken);
        self.json_as(media_type, value);
    }

    /// A body of JSON, or none.
    pub fn optional_json<T: Encode>(&mut self, value: &Option<T>) {
        if let Some(value) = value {
            self.json(value);
        }
    }

    /// A body of JSON of this media type.
    pub fn json_as(&mut self, media_type: &str, value: &dyn Encode) {
        match to_vec(value) {
            Ok(text) => self.put_body(media_type, text.into()),
            Err(violations) => self.unwritable_body(violations),
        }
    }

    /// A body of `application/x-www-form-urlencoded`, whose `fields` do not stand in it in the usual way.
    pub fn form<T: Encode + Decode>(&mut self, value: &T, fields: &[Parameter]) {
        self.form_as("application/x-www-form-urlencoded", value, fields);
    }

    /// A form that may be absent.
    pub fn optional_form<T: Encode + Decode>(&mut self, value: &Option<T>, fields: &[Parameter]) {
        if let Some(value) = value {
            self.form(value, fields);
        }
    }

    /// A form whose media type has parameters.
    pub fn form_as<T: Encode + Decode>(&mut self, media_type: &str, value: &T, fields: &[Parameter]) {
        match to_json(value).and_then(|json| params::form_of(&json, fields, params::again::<T>)) {
            Ok(form) => self.put_body(media_type, form.into()),
            Err(violations) => self.unwritable_body(violations),
        }
    }

    /// A body of `multipart/form-data`, whose `fields` are not one part of text or one file each.
    pub fn multipart(&mut self, value: &dyn Encode, fields: PartFields) {
        match multipart::write(value, fields) {
            Ok((media_type, body)) => self.put_body(&media_type, body),
            Err(violations) => self.unwritable_body(violations),
        }
    }

    /// A body of text of this media type; of a value that is not a string, its JSON text.
    pub fn text(&mut self, media_type: &str, value: &dyn Encode) {
        match to_json(value).and_then(|json| text::text(&json)) {
            Ok(text) => self.put_body(media_type, text.into()),
            Err(violations) => self.unwritable_body(violations),
        }
    }

    /// A body of this media type, as it is: a stream is not read before the server takes it.
    pub fn bytes(&mut self, media_type: &str, body: &ByteStream) {
        self.put_body(media_type, body.clone().into_body());
    }

    /// A body of events of this media type: none is asked for before the server takes it.
    pub fn events<T: Encode + 'static>(&mut self, media_type: &str, body: &Events<T>, format: SequenceFormat) {
        self.put_body(media_type, sequence::write_events(body, format));
    }

    /// A body of items of this media type: none is asked for before the server takes it.
    pub fn sequence<T: Encode + 'static>(&mut self, media_type: &str, body: &Sequence<T>, format: SequenceFormat) {
        self.put_body(media_type, sequence::write_items(body, format));
    }

    /// A body that brings its media type along.
    pub fn content(&mut self, content: &Content) {
        let media_type =
            if content.media_type.is_empty() { "application/octet-stream" } else { content.media_type.as_str() };
        self.bytes(media_type, &content.body);
    }

    #[cold]
    fn unwritable_body(&mut self, violations: Violations) {
        self.unwritable.add(violations.prefixed("body"));
    }

    fn put_body(&mut self, media_type: &str, body: Body) {
        match HeaderValue::from_str(media_type) {
            Ok(media_type) => self.body = Some((media_type, body)),
            Err(_) => self.refuse("header", "content-type", Violations::new(Rule::Format, "is not a media type")),
        }
    }
}
