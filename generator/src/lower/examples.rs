//! The answers that an example server gives: the document's own examples, else samples of the schemas.

use openapiv3::{MediaType, ReferenceOr, Response};
use serde_json::Value;

use crate::diagnostic::Pointer;
use crate::dialect::{self, Element};
use crate::ir::{Answer, Envelope, Example, Payload, Status};

use super::Lowering;
use super::answers::{Answers, chosen};
use super::bodies::{is_json, is_range};
use super::envelope::Enveloping;
use super::sequences::{framing, sequence_of};

impl Lowering<'_> {
    /// The examples of an operation: successes first, each status in the order of the document's examples.
    pub(super) fn examples(&mut self, answers: &Answers, envelope: Option<&Enveloping>) -> Vec<Example> {
        let mut found = Vec::new();
        for (status, at, response) in &answers.places {
            let enveloped =
                |answer: &Answer| answer.status == *status && matches!(answer.payload, Payload::Enveloped(_));
            let wraps = envelope.filter(|_| answers.successes.iter().any(enveloped));
            found.extend(self.answer_examples(*status, at, response, wraps));
        }
        let wraps = answers.failures.iter().find(|answer| matches!(answer.payload, Payload::Envelope(_)));
        if let (Some(failure), Some(envelope)) = (wraps, envelope) {
            found.extend(self.envelope_examples(failure.status, envelope));
        }
        found
    }

    fn answer_examples(
        &mut self,
        status: Status,
        at: &Pointer,
        response: &Response,
        envelope: Option<&Enveloping>,
    ) -> Vec<Example> {
        let code = concrete(status);
        let headers = self.header_examples(at, response);
        let Some((kind, media)) = chosen(response) else {
            return vec![Example {
                status: code,
                code,
                name: String::new(),
                headers,
                content_type: String::new(),
                body: String::new(),
            }];
        };
        let media_at = at.child("content").child(kind);
        self.media_examples(media, &media_at, envelope)
            .into_iter()
            .map(|(name, value)| Example {
                status: code,
                code,
                name,
                headers: headers.clone(),
                content_type: if is_range(kind) { of_range(&value).to_owned() } else { kind.clone() },
                body: text_of(kind, &value),
            })
            .collect()
    }

    /// The examples of a media type by name; its one `example` has none.
    fn media_examples(
        &mut self,
        media: &MediaType,
        at: &Pointer,
        envelope: Option<&Enveloping>,
    ) -> Vec<(String, Value)> {
        let mut found: Vec<(String, Value)> = Vec::new();
        found.extend(media.example.iter().map(|value| (String::new(), value.clone())));
        for (name, example) in &media.examples {
            let at = at.child("examples").child(name);
            if let Some((example, _)) = self.resolver.element(Element::Example, example, &at, self.diagnostics) {
                found.extend(example.value.map(|value| (name.clone(), value)));
            }
        }
        if found.is_empty() && media.schema.is_some() {
            let sample = self.sample(&at.child("schema")).map(|value| match envelope {
                Some(envelope) => as_success(value, &envelope.rule),
                None => value,
            });
            found.extend(sample.map(|value| (String::new(), value)));
        }
        found
    }

    /// The failures that the envelope documents, asked for by the status inside.
    fn envelope_examples(&mut self, status: Status, envelope: &Enveloping) -> Vec<Example> {
        let Some(node) = self.resolver.root().pointer(envelope.failure_at.as_str()) else { return Vec::new() };
        let read: Option<MediaType> = dialect::read(Element::MediaType, node, &envelope.failure_at, self.diagnostics);
        let Some(media) = read else { return Vec::new() };
        let status = concrete(status);
        self.media_examples(&media, &envelope.failure_at, None)
            .into_iter()
            .map(|(name, value)| {
                let inner = value.get(&envelope.rule.property).and_then(Value::as_u64);
                let code = inner.and_then(|code| u16::try_from(code).ok()).unwrap_or(status);
                let body = value.to_string();
                Example { status, code, name, headers: Vec::new(), content_type: "application/json".to_owned(), body }
            })
            .collect()
    }

    fn header_examples(&mut self, at: &Pointer, response: &Response) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for (wire, header) in &response.headers {
            let at = at.child("headers").child(wire);
            let Some((header, at)) = self.resolver.element(Element::Header, header, &at, self.diagnostics) else {
                continue;
            };
            let named = header.examples.values().find_map(|example| match example {
                ReferenceOr::Item(example) => example.value.clone(),
                ReferenceOr::Reference { .. } => None,
            });
            let value = header.example.clone().or(named).or_else(|| self.sample(&at.child("schema")));
            let text = value.as_ref().map(header_text);
            found.extend(text.map(|text| (wire.clone(), text)));
        }
        found
    }
}

/// A sample of an envelope that says that the call succeeded.
fn as_success(mut value: Value, envelope: &Envelope) -> Value {
    if let (Some(members), Ok(equals)) = (value.as_object_mut(), serde_json::from_str(&envelope.equals)) {
        members.insert(envelope.property.clone(), equals);
    }
    value
}

/// A value as the text of a header (`style: simple`).
fn header_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(header_text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// A status code for a documented status.
fn concrete(status: Status) -> u16 {
    match status {
        Status::Code(code) => code,
        Status::Range(digit) => digit * 100,
        Status::Default => 500,
    }
}

/// The content type of an example where the document gives a range.
fn of_range(value: &Value) -> &'static str {
    if value.is_string() { "application/octet-stream" } else { "application/json" }
}

fn text_of(kind: &str, value: &Value) -> String {
    if let Some(framing) = framing(kind) {
        return sequence_of(framing, value);
    }
    match value {
        Value::String(text) if !is_json(kind) => text.clone(),
        other => other.to_string(),
    }
}
