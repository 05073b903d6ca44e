//! Bodies that are one item after another: server-sent events, JSON Lines, JSON text sequences.

use serde_json::Value;

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::Kind;
use crate::ir::{Framing, Sequence, Syntax, Type};

use super::Lowering;
use super::bodies::{essence, is_json};
use super::schemas::Planned;

/// The text that a sequence has in the place of an item after the last one.
pub(super) const TERMINATOR: &str = "x-twinspec-terminator";

/// How the items of a content type stand one after another, where it is such.
pub(super) fn framing(content_type: &str) -> Option<Framing> {
    let essence = essence(content_type);
    match essence.as_str() {
        "text/event-stream" => Some(Framing::Events),
        "application/jsonl" | "application/x-jsonl" | "application/jsonlines" | "application/x-jsonlines" => {
            Some(Framing::Lines)
        }
        "application/x-ndjson" | "application/ndjson" => Some(Framing::Lines),
        _ if essence == "application/json-seq" || essence.ends_with("+json-seq") => Some(Framing::Records),
        _ => None,
    }
}

/// Keywords of schemas of JSON.
const SHAPING: [&str; 9] =
    ["properties", "additionalProperties", "required", "items", "prefixItems", "allOf", "oneOf", "anyOf", "enum"];

impl Lowering<'_> {
    /// The type of a body of items, and how they stand in it; the checks are those of an item.
    pub(super) fn planned_sequence(&mut self, at: &Pointer, framing: Framing, name: &str) -> (Planned, Syntax) {
        let (item_at, text) = self.item_schema(at, framing);
        let planned = match &item_at {
            Some(item_at) => self.type_at(item_at, name),
            None if text => Planned::of(Type::String),
            None => Planned::any(),
        };
        let checks = planned.checks.clone();
        let item = Box::new(planned.into_type());
        let ty = if framing == Framing::Events { Type::Events(item) } else { Type::Sequence(item) };
        let terminator = self.terminator(at);
        (Planned { ty, nullable: false, checks }, Syntax::Sequence(Sequence { framing, text, terminator }))
    }

    /// Where the schema of an item stands (of an event: that of its data), and whether the item is text.
    fn item_schema(&mut self, at: &Pointer, framing: Framing) -> (Option<Pointer>, bool) {
        let has = |at: &Pointer| self.resolver.find(at).is_some();
        let (own, whole) = (at.child("itemSchema"), at.child("schema"));
        let (own, whole) = (has(&own).then_some(own), has(&whole).then_some(whole));
        match (framing, own, whole) {
            (Framing::Events, Some(own), _) => self.event_data(&own),
            (Framing::Events, None, Some(whole)) => self.data(whole),
            (Framing::Events, None, None) => (None, true),
            (_, Some(own), _) => (Some(own), false),
            (_, None, Some(whole)) => (Some(self.items_of(&whole).unwrap_or(whole)), false),
            (_, None, None) => (None, false),
        }
    }

    /// A schema of the whole describes the items in an array of them (OpenAPI 3.2 section 4.14.3).
    fn items_of(&mut self, whole: &Pointer) -> Option<Pointer> {
        let at = self.resolver.follow(whole, self.diagnostics)?;
        let node = self.resolver.find(&at)?;
        let array = node.get("type").and_then(Value::as_str) == Some("array") && node.get("items").is_some();
        array.then(|| at.child("items"))
    }

    /// The schema of the data of an event, given the schema of the event as an object of its fields.
    fn event_data(&mut self, own: &Pointer) -> (Option<Pointer>, bool) {
        let text = (None, true);
        let Some(at) = self.resolver.follow(own, self.diagnostics) else { return text };
        let Some(node) = self.resolver.find(&at) else { return text };
        let narrowed = |field: &str| {
            let field = node.get("properties").and_then(|properties| properties.get(field));
            ["enum", "const", "pattern"].iter().any(|keyword| field.is_some_and(|field| field.get(keyword).is_some()))
        };
        let combined = ["oneOf", "anyOf", "allOf", "if", "not"].iter().any(|keyword| node.get(keyword).is_some());
        let required = node.get("required").and_then(Value::as_array).into_iter().flatten();
        let demanded = required.filter_map(Value::as_str).any(|field| field != "data");
        if combined || demanded || narrowed("event") || narrowed("id") {
            self.diagnostics
                .note(codes::CONTENT_TYPE_NOT_SUPPORTED, own, "of the schema of an event, that of its data is applied")
                .key()
                .label("says more than what `data` is");
        }
        let data_at = at.child("properties").child("data");
        if self.resolver.find(&data_at).is_none() {
            return text;
        }
        let Some(data_at) = self.resolver.follow(&data_at, self.diagnostics) else { return text };
        let data = self.resolver.find(&data_at);
        let says = |keyword: &str| data.and_then(|data| data.get(keyword));
        if says("contentMediaType").and_then(Value::as_str).is_some_and(is_json) {
            return (says("contentSchema").map(|_| data_at.child("contentSchema")), false);
        }
        self.data(data_at)
    }

    /// The schema of data: what allows strings alone is of text, as is what says nothing; all else is JSON.
    fn data(&mut self, at: Pointer) -> (Option<Pointer>, bool) {
        let schema = self.resolver.schema(&at);
        let view = self.view(&schema);
        match view.kinds() {
            Some(kinds) => {
                let text = kinds.iter().all(|kind| *kind == Kind::String);
                (Some(at), text)
            }
            None if view.has_any(&SHAPING) => (Some(at), false),
            None => (None, true),
        }
    }

    fn terminator(&mut self, at: &Pointer) -> Option<String> {
        let at = at.child(TERMINATOR);
        let terminator = self.resolver.find(&at)?;
        let text = terminator.as_str().filter(|text| !text.is_empty() && !text.contains(['\n', '\r', '\u{1e}']));
        if text.is_none() {
            self.diagnostics
                .error(codes::BAD_TERMINATOR, &at, format!("`{TERMINATOR}` must be a line of text"))
                .help("give the text that stands in the place of an item after the last one, such as `\"[DONE]\"`");
        }
        text.map(str::to_owned)
    }
}

/// An example of a body: a text is the body itself when it has its shape, a list is its items, all else is one item.
pub(super) fn sequence_of(framing: Framing, example: &Value) -> String {
    let item = |item: &Value| match (framing, item) {
        (Framing::Events, Value::String(text)) => format!("data: {}\n\n", text.replace('\n', "\ndata: ")),
        (Framing::Events, item) => format!("data: {item}\n\n"),
        (Framing::Lines, item) => format!("{item}\n"),
        (Framing::Records, item) => format!("\u{1e}{item}\n"),
    };
    match example {
        Value::String(text) if framing != Framing::Events || text.contains("data:") => text.clone(),
        Value::Array(items) if framing != Framing::Events => items.iter().map(item).collect(),
        one => item(one),
    }
}
