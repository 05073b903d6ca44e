//! Bodies that are one item after another: server-sent events, JSON Lines, JSON text sequences.

use crate::codes;
use crate::diagnostic::Pointer;
use crate::ir::{Data, Framing, Sequence, Syntax, Type};
use crate::media::essence;
use crate::value::Value;

use super::Lowering;
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

impl Lowering<'_> {
    /// The type of a body of items, and how they stand in it; the checks are those of an item.
    pub(super) fn planned_sequence(&mut self, at: &Pointer, framing: Framing, name: &str) -> (Planned, Syntax) {
        let (planned, data) = self.planned_item(at, framing, name);
        let checks = planned.checks.clone();
        let item = Box::new(planned.into_type());
        let ty = if framing == Framing::Events { Type::Events(item) } else { Type::Sequence(item) };
        let terminator = self.terminator(at);
        (Planned { checks, ..Planned::of(ty) }, Syntax::Sequence(Sequence { framing, data, terminator }))
    }

    /// The type of an item, of an event that of its data.
    fn planned_item(&mut self, at: &Pointer, framing: Framing, name: &str) -> (Planned, Data) {
        let has = |at: &Pointer| self.resolver.find(at).is_some();
        let (own, whole) = (at.child("itemSchema"), at.child("schema"));
        let (own, whole) = (has(&own).then_some(own), has(&whole).then_some(whole));
        let (at, text) = match (framing, own, whole) {
            (Framing::Events, Some(own), _) => return self.planned_events(&own, name),
            (Framing::Events, None, Some(whole)) => self.data(whole),
            (Framing::Events, None, None) => (None, true),
            (_, Some(own), _) => (Some(own), false),
            (_, None, Some(whole)) => (Some(self.items_of(&whole).unwrap_or(whole)), false),
            (_, None, None) => (None, false),
        };
        self.planned_data(at.as_ref(), text, name)
    }

    /// A schema of the whole describes the items in an array of them (OpenAPI 3.2 section 4.14.3).
    fn items_of(&mut self, whole: &Pointer) -> Option<Pointer> {
        let at = self.resolver.follow(whole, self.diagnostics)?;
        let node = self.resolver.find(&at)?;
        let array = node.get("type").and_then(Value::as_str) == Some("array") && node.get("items").is_some();
        array.then(|| at.child("items"))
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
        Value::String(text) if framing != Framing::Events || text.contains("data:") => text.to_string(),
        Value::Array(items) if framing != Framing::Events => items.iter().map(item).collect(),
        one => item(one),
    }
}
