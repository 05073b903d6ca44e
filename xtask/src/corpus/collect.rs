//! The examples of a document, each with the place of its schema.

use std::collections::HashMap;

use serde_json::{Map, Value};
use twinspec::diagnostic::Pointer;

use super::direction::Way;
use super::schemas;

/// An example.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Where it stands.
    pub(super) place: Pointer,
    /// Where its schema stands.
    pub(super) schema: Pointer,
    /// The way that it goes.
    pub(super) way: Way,
    /// The example.
    pub(super) value: Value,
}

/// Members that hold no part of the structure of a document.
const VALUES: [&str; 6] = ["example", "examples", "enum", "default", "const", "value"];

/// Every example of a schema, a media type, a parameter or a header.
pub(super) fn examples(root: &Value) -> Vec<Found> {
    let mut collector = Collector { root, way: Way::Either, reversed: false, found: Vec::new() };
    collector.structure(root, &Pointer::root());
    collector.found
}

struct Collector<'a> {
    root: &'a Value,
    /// The way of what is looked at.
    way: Way,
    /// Whether a server asks, and a client answers.
    reversed: bool,
    found: Vec<Found>,
}

impl<'a> Collector<'a> {
    /// Walks through what is no schema.
    fn structure(&mut self, node: &'a Value, at: &Pointer) {
        match node {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.structure(item, &at.index(index));
                }
            }
            Value::Object(members) => self.element(members, at),
            _ => {}
        }
    }

    /// An object of the structure; one with a schema is a media type, a parameter or a header.
    fn element(&mut self, members: &'a Map<String, Value>, at: &Pointer) {
        if members.contains_key("schema") && is_json(at) {
            self.carrier(members, at);
        }
        let schemas_here = at.as_str() == "/components";
        for (name, node) in members {
            let place = at.child(name);
            match name.as_str() {
                "schema" | "itemSchema" => self.schema(node, &place),
                "schemas" if schemas_here => {
                    for (name, schema) in node.as_object().into_iter().flatten() {
                        self.schema(schema, &place.child(name));
                    }
                }
                name if VALUES.contains(&name) || name.starts_with("x-") => {}
                name => self.towards(name, |collector| collector.structure(node, &place)),
            }
        }
    }

    /// Looks at a member of the structure, which may say the way of what it holds.
    fn towards(&mut self, member: &str, look: impl FnOnce(&mut Self)) {
        let outer = (self.way, self.reversed);
        let way = match member {
            "requestBody" | "requestBodies" | "parameters" => Some(Way::Sent),
            "responses" => Some(Way::Answered),
            "callbacks" | "webhooks" => {
                self.reversed = !self.reversed;
                None
            }
            _ => None,
        };
        if let Some(way) = way {
            self.way = if self.reversed { way.reversed() } else { way };
        }
        look(self);
        (self.way, self.reversed) = outer;
    }

    /// The examples beside a schema.
    fn carrier(&mut self, members: &'a Map<String, Value>, at: &Pointer) {
        let schema = at.child("schema");
        if let Some(example) = members.get("example") {
            self.add(at.child("example"), &schema, &shown(example, at));
        }
        for (name, example) in members.get("examples").and_then(Value::as_object).into_iter().flatten() {
            let example = self.follow(example);
            if let Some(value) = example.and_then(|example| example.get("value")) {
                self.add(at.child("examples").child(name), &schema, &shown(value, at));
            }
        }
    }

    /// A schema and those within it.
    fn schema(&mut self, node: &'a Value, at: &Pointer) {
        let Some(members) = node.as_object() else { return };
        if let Some(example) = members.get("example") {
            self.add(at.child("example"), at, example);
        }
        if let Some(examples) = members.get("examples").and_then(Value::as_array) {
            for (index, example) in examples.iter().enumerate() {
                self.add(at.child("examples").index(index), at, example);
            }
        }
        for (place, child) in schemas::children(members, at) {
            self.schema(child, &place);
        }
    }

    fn add(&mut self, place: Pointer, schema: &Pointer, value: &Value) {
        self.found.push(Found { place, schema: schema.clone(), way: self.way, value: value.clone() });
    }

    /// What a reference to a component leads to.
    fn follow(&self, node: &'a Value) -> Option<&'a Value> {
        let mut node = node;
        for _ in 0..8 {
            let Some(reference) = node.get("$ref").and_then(Value::as_str) else { return Some(node) };
            node = self.root.pointer(reference.strip_prefix('#')?)?;
        }
        None
    }
}

/// Whether what stands here is JSON: everything is but the media types that say otherwise.
fn is_json(at: &Pointer) -> bool {
    let parent = at.parent().and_then(|parent| parent.last());
    if parent.as_deref() != Some("content") {
        return true;
    }
    let media = at.last().unwrap_or_default().to_lowercase();
    let essence = media.split(';').next().unwrap_or_default().trim().to_owned();
    essence == "application/json" || essence.ends_with("+json") || essence == "*/*"
}

/// The schemas that types are asked of: one for all that say the same, since the same becomes of them.
pub(super) struct Probes {
    /// The place of each, by its number, and whether it is asked about what is sent.
    pub(super) places: Vec<(Pointer, bool)>,
    known: HashMap<(String, bool), usize>,
}

impl Probes {
    pub(super) fn new() -> Self {
        Self { places: Vec::new(), known: HashMap::new() }
    }

    /// The number of the schema at a place, for values that go one way.
    pub(super) fn number(&mut self, root: &Value, place: &Pointer, way: Way) -> usize {
        let component = place.parent().is_some_and(|parent| parent.as_str() == "/components/schemas");
        let key = match root.pointer(place.as_str()) {
            Some(schema) if !component => schemas::essence(schema).to_string(),
            _ => format!("at {place}"),
        };
        let next = self.places.len();
        let sent = way == Way::Sent;
        let number = *self.known.entry((key, sent)).or_insert(next);
        if number == next {
            self.places.push((place.clone(), sent));
        }
        number
    }
}

/// The value that an example at `at` shows: that of a media type of JSON may be the text of it (OpenAPI 3.0.4, section
/// 4.8.14: a string contains what cannot be written otherwise).
fn shown(example: &Value, at: &Pointer) -> Value {
    let mut places = at.as_str().rsplit('/');
    let is_json = places.next().is_some_and(|medium| medium.contains("json")) && places.next() == Some("content");
    let text = example.as_str().filter(|text| is_json && text.trim_start().starts_with(['{', '[']));
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_else(|| example.clone())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Way, examples};

    #[test]
    fn callbacks_go_the_other_way() {
        let operation = json!({"requestBody": {"content": {"application/json": {"schema": {"example": 1}}}}});
        let document = json!({
            "paths": {"/a": {"post": {"callbacks": {"b": {"c": {"post": operation}}}}, "put": operation}},
            "webhooks": {"d": {"post": operation}},
        });
        let ways: Vec<Way> = examples(&document).iter().map(|found| found.way).collect();
        assert_eq!(ways, [Way::Answered, Way::Sent, Way::Answered]);
    }

    #[test]
    fn examples_of_schemas_media_types_and_parameters_are_found() {
        let document = json!({
            "paths": {"/pets": {"get": {
                "parameters": [{"name": "q", "example": 1, "schema": {"examples": [2, 3]}}],
                "responses": {"200": {"content": {
                    "application/json": {"examples": {"a": {"$ref": "#/components/examples/A"}}, "schema": {}},
                    "text/plain": {"example": "no JSON", "schema": {}},
                }}},
            }}},
            "components": {
                "examples": {"A": {"value": 4}},
                "schemas": {"Pet": {"example": 5, "properties": {"example": {"example": 6}}}},
            },
        });
        let found: Vec<String> = examples(&document)
            .iter()
            .map(|found| format!("{} {:?} {}", found.value, found.way, found.schema))
            .collect();
        let get = "/paths/~1pets/get";
        let media = format!("{get}/responses/200/content/application~1json/schema");
        let parameter = format!("{get}/parameters/0/schema");
        assert_eq!(
            found,
            [
                format!("1 Sent {parameter}"),
                format!("2 Sent {parameter}"),
                format!("3 Sent {parameter}"),
                format!("4 Answered {media}"),
                "5 Either /components/schemas/Pet".to_owned(),
                "6 Either /components/schemas/Pet/properties/example".to_owned(),
            ]
        );
    }
}
