//! The answers that an example server gives: the document's own examples, else samples of the schemas.

use std::rc::Rc;
use std::sync::mpsc::Receiver;
use std::sync::{Mutex, PoisonError};

use foldhash::HashMap;
use openapiv3::{MediaType, Response};

use crate::Options;
use crate::diagnostic::{Diagnostics, Pointer};
use crate::dialect::{self, Element, Kind, Version};
use crate::ir::{Answer, Api, Envelope, Example, Payload, Status};
use crate::media::{is_json, is_range};
use crate::resolve::{Resolver, Targets};
use crate::value::Value;

use super::Lowering;
use super::answers::{Answers, chosen, header_schema};
use super::claims::Claimed;
use super::contradicted;
use super::envelope::Enveloping;
use super::sample::{Sample, Samples};
use super::sequences::{framing, sequence_of};
use super::stated::Stated;

/// What an operation is asked to show.
pub(super) struct Asked {
    /// The name of its request.
    operation: String,
    answers: Vec<AskedAnswer>,
    /// The status of the failure that the envelope documents, when the operation has it.
    failure: Option<Status>,
}

/// One of its answers.
struct AskedAnswer {
    status: Status,
    /// The headers, each with its place.
    headers: Vec<(String, Pointer)>,
    /// The content type and the place of what is shown.
    media: Option<(String, Pointer)>,
    /// Whether the payload stands in an envelope.
    wraps: bool,
}

impl Lowering<'_> {
    /// Asks for the examples of an operation: successes first, each status in the order of the document's examples.
    ///
    /// They are made on another thread: planning takes nothing from them.
    pub(super) fn ask_examples(&mut self, claimed: &Claimed, answers: &Answers<'_>, envelope: Option<&Enveloping>) {
        let mut asked = Asked { operation: claimed.names.request.clone(), answers: Vec::new(), failure: None };
        // The server itself states the length of what it sends; an answer to HEAD states that of another one.
        let is_shown = |wire: &str| claimed.http_method == "HEAD" || !wire.eq_ignore_ascii_case("content-length");
        for (status, at, response) in &answers.places {
            let enveloped =
                |answer: &Answer| answer.status == *status && matches!(answer.payload, Payload::Enveloped(_));
            let wraps = envelope.is_some() && answers.successes.iter().any(enveloped);
            let content = at.child("content");
            let media =
                chosen(response).map(|(kind, _)| (kind.clone(), self.resolver.media(&content, kind, self.diagnostics)));
            let mut headers = self.headers(at, response);
            headers.retain(|(wire, _)| is_shown(wire));
            asked.answers.push(AskedAnswer { status: *status, headers, media, wraps });
        }
        let wraps = answers.failures.iter().find(|answer| matches!(answer.payload, Payload::Envelope(_)));
        asked.failure = wraps.filter(|_| envelope.is_some()).map(|answer| answer.status);
        self.ask(asked);
    }

    /// Passes on what is asked for; where nobody makes examples, nobody takes it.
    pub(super) fn ask(&mut self, asked: Asked) {
        let _ = self.asks.send(asked);
    }

    /// The headers of an answer, where they stand.
    fn headers(&mut self, at: &Pointer, response: &Response) -> Vec<(String, Pointer)> {
        let at = at.child("headers");
        let mut found = Vec::new();
        for (wire, header) in &response.headers {
            let element = self.resolver.element(Element::Header, header, &at.child(wire), self.diagnostics);
            found.extend(element.map(|(_, at)| (wire.clone(), at)));
        }
        found
    }
}

/// The examples of all operations by the names of their requests, and what is found on the way.
pub(super) type Shown = (HashMap<String, Vec<Example>>, Diagnostics);

/// Makes the examples that are asked for, until nobody asks any more.
pub(super) fn show(
    root: &Value,
    version: Version,
    asked: &Mutex<Receiver<Asked>>,
    envelope: Option<&Enveloping>,
    options: &Options,
) -> Shown {
    let targets = Targets::default();
    let resolver = Resolver::new(root, version, &targets);
    let samples = Samples::new(resolver, options);
    let mut show = Show { resolver, samples, diagnostics: Diagnostics::default(), text: Vec::new() };
    let asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
    let examples = |asked: Asked| {
        let shown = show.operation(&asked, envelope);
        (asked.operation, shown)
    };
    let shown = asked.iter().map(examples).collect();
    contradicted::tell_within(root, show.samples.contradicted(), &mut show.diagnostics);
    (shown, show.diagnostics)
}

/// Puts the examples to their operations.
pub(super) fn put(api: &mut Api, (mut shown, found): Shown, diagnostics: &mut Diagnostics) {
    diagnostics.extend(found);
    let parts = api.parts.iter_mut().flat_map(|part| &mut part.api.groups);
    for operation in api.groups.iter_mut().chain(parts).flat_map(|group| &mut group.operations) {
        operation.examples = shown.remove(&operation.type_name).unwrap_or_default();
    }
}

/// Makes examples.
pub(super) struct Show<'a> {
    pub(super) resolver: Resolver<'a>,
    pub(super) samples: Samples<'a>,
    pub(super) diagnostics: Diagnostics,
    /// Where the text of an example is written, which then has memory of its length.
    text: Vec<u8>,
}

impl<'a> Show<'a> {
    fn operation(&mut self, asked: &Asked, envelope: Option<&Enveloping>) -> Vec<Example> {
        let mut found = Vec::new();
        for answer in &asked.answers {
            found.extend(self.answer(answer, envelope.filter(|_| answer.wraps)));
        }
        if let (Some(status), Some(envelope)) = (asked.failure, envelope) {
            found.extend(self.envelope_examples(status, envelope));
        }
        found
    }

    fn answer(&mut self, asked: &AskedAnswer, envelope: Option<&Enveloping>) -> Vec<Example> {
        let code = concrete(asked.status);
        let headers = self.header_examples(&asked.headers);
        let Some((kind, at)) = &asked.media else {
            return vec![Example {
                status: code,
                code,
                name: String::new(),
                headers,
                content_type: String::new(),
                body: String::new(),
            }];
        };
        let examples = self.media_examples(kind, at, envelope).into_iter();
        let example = |(name, sample): (String, Rc<Sample<'a>>)| Example {
            status: code,
            code,
            name,
            headers: headers.clone(),
            content_type: if is_range(kind) { of_range(&sample).to_owned() } else { kind.clone() },
            body: self.text_of(kind, &sample),
        };
        examples.map(example).collect()
    }

    /// The examples of a media type by name; its one `example` has none.
    fn media_examples(
        &mut self,
        kind: &str,
        at: &Pointer,
        envelope: Option<&Enveloping>,
    ) -> Vec<(String, Rc<Sample<'a>>)> {
        let mut stated = self.stated_examples(at, is_json(kind));
        if is_json(kind) && !self.takes_text(&at.child("schema")) {
            for Stated { sample, .. } in &mut stated {
                if let Sample::Stated(text) = **sample
                    && let Some(value) = dialect::json_text(text)
                {
                    *sample = Rc::new(Sample::Made(value));
                }
            }
        }
        if is_json(kind) && self.resolver.find(&at.child("schema")).is_some() {
            stated.retain(|stated| self.fits(&at.child("schema"), stated));
        }
        let mut found: Vec<(String, Rc<Sample<'a>>)> =
            stated.into_iter().map(|stated| (stated.name, stated.sample)).collect();
        if let (true, Some(framing)) = (found.is_empty(), framing(kind)) {
            found.extend(self.items(framing, at).map(|sample| (String::new(), sample)));
        }
        if found.is_empty() && self.resolver.find(&at.child("schema")).is_some() {
            let sample = self.samples.of(&at.child("schema"), &mut self.diagnostics).map(|sample| match envelope {
                Some(envelope) => Rc::new(Sample::Made(as_success(sample.to_value(), &envelope.rule))),
                None => sample,
            });
            found.extend(sample.map(|sample| (String::new(), sample)));
        }
        found
    }

    /// Whether the schema says that a value is a string.
    fn takes_text(&mut self, pointer: &Pointer) -> bool {
        let at = self.resolver.follow_schema(pointer, &mut self.diagnostics);
        at.is_some_and(|at| self.resolver.schema(&at).kinds().contains(Kind::String))
    }

    /// The failures that the envelope documents, asked for by the status inside.
    fn envelope_examples(&mut self, status: Status, envelope: &Enveloping) -> Vec<Example> {
        let Some(node) = self.resolver.find(&envelope.failure_at) else { return Vec::new() };
        let read: Option<MediaType> =
            dialect::read(Element::MediaType, node, &envelope.failure_at, &mut self.diagnostics);
        if read.is_none() {
            return Vec::new();
        }
        let status = concrete(status);
        self.media_examples("application/json", &envelope.failure_at, None)
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

    fn text_of(&mut self, kind: &str, sample: &Sample<'_>) -> String {
        if let Some(framing) = framing(kind) {
            return sequence_of(framing, &sample.to_value());
        }
        match sample.text() {
            Some(text) if !is_json(kind) => text.to_owned(),
            _ => {
                self.text.clear();
                let written = serde_json::to_writer(&mut self.text, sample);
                let text = std::str::from_utf8(&self.text).ok().filter(|_| written.is_ok());
                text.unwrap_or_default().to_owned()
            }
        }
    }

    fn header_examples(&mut self, headers: &[(String, Pointer)]) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for (wire, at) in headers {
            let (schema_at, json) = header_schema(self.resolver, at, &mut self.diagnostics);
            let explode = self.resolver.find(&at.child("explode")).and_then(Value::as_bool);
            let assign = if explode == Some(true) { "=" } else { "," };
            let stated = schema_at.parent().map_or_else(Vec::new, |at| self.stated_examples(&at, json));
            let stated = stated.into_iter().next().map(|stated| stated.sample);
            let sample = stated.or_else(|| self.samples.of(&schema_at, &mut self.diagnostics));
            let value = sample.map(|sample| sample.to_value());
            let text = value.map(|value| if json { value.to_string() } else { header_text(&value, assign) });
            found.extend(text.map(|text| (wire.clone(), text)));
        }
        found
    }
}

/// A sample of an envelope that says that the call succeeded.
fn as_success(mut value: Value, envelope: &Envelope) -> Value {
    if let (Some(members), Ok(equals)) = (value.as_object_mut(), envelope.equals.parse()) {
        members.insert(envelope.property.as_str().into(), equals);
    }
    value
}

/// A value as the text of a header (`style: simple`).
fn header_text(value: &Value, assign: &str) -> String {
    let joined = |parts: Vec<String>| parts.join(",");
    match value {
        Value::String(text) => text.to_string(),
        Value::Array(items) => joined(items.iter().map(|item| header_text(item, assign)).collect()),
        Value::Object(members) => joined(
            members
                .iter()
                .map(|(name, value)| {
                    format!("{name}{assign}{}", value.as_str().map_or_else(|| value.to_string(), str::to_owned))
                })
                .collect(),
        ),
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
