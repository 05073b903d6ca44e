//! The answers that an example server gives: the document's own examples, else samples of the schemas.

use std::rc::Rc;

use openapiv3::{MediaType, Response};
use serde_json::Value;

use crate::diagnostic::{Pointer, member};
use crate::dialect::{self, Element};
use crate::ir::{Answer, Envelope, Example, Payload, Status};

use super::Lowering;
use super::answers::{Answers, chosen};
use super::bodies::{is_json, is_range};
use super::envelope::Enveloping;
use super::sample::Sample;
use super::sequences::{framing, sequence_of};

impl<'a> Lowering<'a> {
    /// The examples of an operation: successes first, each status in the order of the document's examples.
    pub(super) fn examples(&mut self, answers: &Answers<'_>, envelope: Option<&Enveloping>) -> Vec<Example> {
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
        let Some((kind, _)) = chosen(response) else {
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
        self.media_examples(&media_at, envelope)
            .into_iter()
            .map(|(name, sample)| Example {
                status: code,
                code,
                name,
                headers: headers.clone(),
                content_type: if is_range(kind) { of_range(&sample).to_owned() } else { kind.clone() },
                body: text_of(kind, &sample),
            })
            .collect()
    }

    /// The examples of a media type by name; its one `example` has none.
    fn media_examples(&mut self, at: &Pointer, envelope: Option<&Enveloping>) -> Vec<(String, Rc<Sample<'a>>)> {
        let mut found: Vec<(String, Rc<Sample<'a>>)> = self.stated_examples(at);
        if found.is_empty() && self.resolver.find(&at.child("schema")).is_some() {
            let sample = self.samples.of(&at.child("schema"), self.diagnostics).map(|sample| match envelope {
                Some(envelope) => Rc::new(Sample::Made(as_success(sample.to_value(), &envelope.rule))),
                None => sample,
            });
            found.extend(sample.map(|sample| (String::new(), sample)));
        }
        found
    }

    /// The examples that stand beside the schema of a media type, a header or a parameter.
    fn stated_examples(&mut self, at: &Pointer) -> Vec<(String, Rc<Sample<'a>>)> {
        let Some(Value::Object(members)) = self.resolver.find(at) else { return Vec::new() };
        let stated = |name: &str, value: &'a Value| (name.to_owned(), Rc::new(Sample::Stated(value)));
        let value = |holder: &'a Value| holder.get("value").filter(|value| !value.is_null());
        let single = member(members, "example").filter(|value| !value.is_null());
        let mut found: Vec<_> = single.map(|value| stated("", value)).into_iter().collect();
        for (name, example) in member(members, "examples").and_then(Value::as_object).into_iter().flatten() {
            let example = match example.get("$ref") {
                Some(Value::String(_)) => {
                    let at = at.child("examples").child(name);
                    let end = self.resolver.follow(&at, self.diagnostics);
                    end.and_then(|end| self.resolver.find(&end))
                }
                _ => Some(example),
            };
            found.extend(example.and_then(value).map(|value| stated(name, value)));
        }
        found
    }

    /// The failures that the envelope documents, asked for by the status inside.
    fn envelope_examples(&mut self, status: Status, envelope: &Enveloping) -> Vec<Example> {
        let Some(node) = self.resolver.find(&envelope.failure_at) else { return Vec::new() };
        let read: Option<MediaType> = dialect::read(Element::MediaType, node, &envelope.failure_at, self.diagnostics);
        if read.is_none() {
            return Vec::new();
        }
        let status = concrete(status);
        self.media_examples(&envelope.failure_at, None)
            .into_iter()
            .map(|(name, sample)| {
                let value = sample.to_value();
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
            let Some((_, at)) = self.resolver.element(Element::Header, header, &at, self.diagnostics) else {
                continue;
            };
            let stated = self.stated_examples(&at).into_iter().next().map(|(_, sample)| sample);
            let sample = stated.or_else(|| self.samples.of(&at.child("schema"), self.diagnostics));
            found.extend(sample.map(|sample| (wire.clone(), header_text(&sample.to_value()))));
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
fn of_range(sample: &Sample<'_>) -> &'static str {
    if sample.text().is_some() { "application/octet-stream" } else { "application/json" }
}

fn text_of(kind: &str, sample: &Sample<'_>) -> String {
    if let Some(framing) = framing(kind) {
        return sequence_of(framing, &sample.to_value());
    }
    match sample.text() {
        Some(text) if !is_json(kind) => text.to_owned(),
        _ => serde_json::to_string(sample).unwrap_or_default(),
    }
}
