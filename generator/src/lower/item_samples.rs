//! Samples of bodies that are one item after another, by the schema of an item (OpenAPI 3.2, section 4.14).

use std::fmt::Write as _;
use std::rc::Rc;

use crate::diagnostic::Pointer;
use crate::dialect::{Kind, Schema};
use crate::ir::Framing;
use crate::media::is_json;
use crate::value::Value;

use super::examples::Show;
use super::sample::Sample;

/// Fields of an event are looked for in schemas that nest no deeper.
const DEEPEST: usize = 8;

/// A sample has no more items.
const MOST: usize = 16;

impl<'a> Show<'a> {
    /// The text of a sequence: an item, or one of each branch that an item may be of.
    pub(super) fn items(&mut self, framing: Framing, at: &Pointer) -> Option<Rc<Sample<'a>>> {
        let at = self.resolver.follow_schema(&at.child("itemSchema"), &mut self.diagnostics)?;
        let schema = self.resolver.schema(&at);
        let mut text = String::new();
        let whole = framing != Framing::Events && ["properties", "allOf"].iter().any(|key| schema.get(key).is_some());
        let union = ["oneOf", "anyOf"].into_iter().map(|keyword| schema.list(keyword)).find(|list| !list.is_empty());
        let branches = union.filter(|_| !whole).unwrap_or_else(|| vec![schema.clone()]);
        for branch in branches.into_iter().take(MOST) {
            if framing == Framing::Events {
                self.events(&branch, &schema, &mut text);
            } else if let Some(item) = self.samples.of(&branch.pointer, &mut self.diagnostics) {
                let begin = if framing == Framing::Records { "\u{1e}" } else { "" };
                let _ = writeln!(text, "{begin}{}", item.to_value());
            }
        }
        (!text.is_empty()).then(|| Rc::new(Sample::Made(Value::from(text))))
    }

    /// An event of each name that a branch has.
    fn events(&mut self, branch: &Schema<'a>, base: &Schema<'a>, text: &mut String) {
        let field = |name| self.field(branch, name, 0).or_else(|| self.field(base, name, 0));
        let (event, data) = (field("event"), field("data"));
        let names = event.as_ref().map_or_else(Vec::new, |event| names(event));
        let data = match &data {
            Some(data) => self.data(data),
            None => Some("text".to_owned()),
        };
        let Some(data) = data else { return };
        let mut write = |name: Option<&str>| {
            if let Some(name) = name.filter(|name| !name.contains(['\r', '\n'])) {
                let _ = writeln!(text, "event: {name}");
            }
            for line in data.split('\n') {
                let _ = writeln!(text, "data: {line}");
            }
            text.push('\n');
        };
        if names.is_empty() {
            write(None);
        }
        names.into_iter().take(MOST).for_each(|name| write(Some(name)));
    }

    /// The schema of a field of events, with what references lead to.
    fn field(&self, schema: &Schema<'a>, name: &str, depth: usize) -> Option<Schema<'a>> {
        if depth > DEEPEST {
            return None;
        }
        if let Some(target) = self.resolver.referred(schema) {
            return self.field(&target, name, depth + 1);
        }
        let own = schema.map("properties").into_iter().find(|(known, _)| *known == name).map(|(_, field)| field);
        own.or_else(|| schema.list("allOf").iter().find_map(|part| self.field(part, name, depth + 1)))
    }

    /// What data is as text: as it is where it is text, else JSON.
    fn data(&mut self, schema: &Schema<'a>) -> Option<String> {
        let at = self.resolver.follow_schema(&schema.pointer, &mut self.diagnostics)?;
        let data = self.resolver.schema(&at);
        if data.text("contentMediaType").is_some_and(is_json) {
            let content = data.get("contentSchema").is_some().then(|| at.child("contentSchema"));
            let Some(content) = content else { return Some("{}".to_owned()) };
            return self.samples.of(&content, &mut self.diagnostics).map(|sample| sample.to_value().to_string());
        }
        let text = data.kinds().all().iter().all(|kind| *kind == Kind::String);
        let sample = self.samples.of(&at, &mut self.diagnostics)?;
        Some(match sample.text().filter(|_| text) {
            Some(text) => text.replace('\r', ""),
            None if data.assertions().is_empty() => "text".to_owned(),
            None => sample.to_value().to_string(),
        })
    }
}

/// The names that a schema allows, where it names them.
fn names<'a>(event: &Schema<'a>) -> Vec<&'a str> {
    let listed = event.get("enum").and_then(Value::as_array).into_iter().flatten();
    event.get("const").into_iter().chain(listed).filter_map(Value::as_str).collect()
}
