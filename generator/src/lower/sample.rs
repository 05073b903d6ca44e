//! A value for a schema that has no example: the smallest that shows its shape.

use serde_json::{Map, Number, Value, json};

use crate::diagnostic::Pointer;
use crate::dialect::{Kind, Schema};

use super::Lowering;

/// Deeper schemas are cut: by then an optional member is left out.
const DEEPEST: usize = 8;

/// A sample of more values than this is no help to anybody.
const LARGEST: usize = 400;

impl Lowering<'_> {
    /// A value for the schema at `pointer`: its own example, default or first allowed value, else one of its type.
    pub(super) fn sample(&mut self, pointer: &Pointer) -> Option<Value> {
        self.sample_within(pointer, 0, &mut 0)
    }

    /// The same, `depth` schemas below the sampled one and after `count` other values.
    fn sample_within(&mut self, pointer: &Pointer, depth: usize, count: &mut usize) -> Option<Value> {
        *count += 1;
        if depth > DEEPEST || *count > LARGEST {
            return None;
        }
        let at = self.resolver.follow_schema(pointer, self.diagnostics)?;
        let schema = self.resolver.schema(&at);
        if let Some(stated) = stated(&schema) {
            return Some(stated.clone());
        }
        if schema.get("allOf").is_some() {
            return self.sample_all(&schema, depth, count);
        }
        for keyword in ["oneOf", "anyOf"] {
            if let Some(first) = schema.list(keyword).first() {
                return self.sample_within(&first.pointer, depth + 1, count);
            }
        }
        let kinds = schema.kinds();
        let kind = kinds.without_null().first().copied();
        match kind {
            Some(Kind::Object) => self.sample_object(&schema, depth, count),
            Some(Kind::Array) => self.sample_array(&schema, depth, count),
            Some(Kind::String) => Some(Value::String(sample_text(&schema))),
            Some(Kind::Integer | Kind::Number) => Some(sample_number(&schema)),
            Some(Kind::Boolean) => Some(Value::Bool(true)),
            Some(Kind::Null) => Some(Value::Null),
            None if schema.get("properties").is_some() => self.sample_object(&schema, depth, count),
            None if kinds.contains(Kind::Null) => Some(Value::Null),
            None => Some(json!({})),
        }
    }

    /// A value of all branches: objects put together, of anything else the first.
    fn sample_all(&mut self, schema: &Schema<'_>, depth: usize, count: &mut usize) -> Option<Value> {
        let mut members = Map::new();
        for branch in schema.list("allOf") {
            match self.sample_within(&branch.pointer, depth + 1, count)? {
                Value::Object(found) => members.extend(found),
                other => return Some(other),
            }
        }
        match self.sample_object(schema, depth, count)? {
            Value::Object(own) => members.extend(own),
            other => return Some(other),
        }
        Some(Value::Object(members))
    }

    fn sample_object(&mut self, schema: &Schema<'_>, depth: usize, count: &mut usize) -> Option<Value> {
        let required = schema.get("required").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let mut members = Map::new();
        for (name, property) in schema.map("properties") {
            let must = required.iter().any(|wanted| wanted.as_str() == Some(name));
            if self.forms.is_one_way(&property, "writeOnly") {
                continue;
            }
            match self.sample_within(&property.pointer, depth + 1, count) {
                Some(value) => {
                    members.insert(name.to_owned(), value);
                }
                None if must => return None,
                None => {}
            }
        }
        Some(Value::Object(members))
    }

    fn sample_array(&mut self, schema: &Schema<'_>, depth: usize, count: &mut usize) -> Option<Value> {
        let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(0);
        let item = schema.child("items").and_then(|items| self.sample_within(&items.pointer, depth + 1, count));
        match item {
            Some(item) => {
                let count = usize::try_from(least).unwrap_or(1).clamp(1, 16);
                Some(Value::Array(vec![item; count]))
            }
            None if least == 0 => Some(json!([])),
            None => None,
        }
    }
}

/// What the schema itself gives as a value.
fn stated<'a>(schema: &Schema<'a>) -> Option<&'a Value> {
    let first = |keyword: &str| schema.get(keyword).and_then(Value::as_array).and_then(|all| all.first());
    let example = schema.get("example").filter(|example| !example.is_null());
    example
        .or_else(|| first("examples"))
        .or_else(|| schema.get("const"))
        .or_else(|| schema.get("default").filter(|default| !default.is_null()))
        .or_else(|| first("enum"))
}

fn sample_text(schema: &Schema<'_>) -> String {
    let text = match schema.text("format").unwrap_or_default() {
        "uuid" => "00000000-0000-4000-8000-000000000000",
        "date" => "2024-01-31",
        "date-time" => "2024-01-31T12:00:00Z",
        "time" => "12:00:00Z",
        "duration" => "P1D",
        "email" => "user@example.com",
        "uri" | "url" => "https://example.com/",
        "hostname" => "example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "byte" => "dGV4dA==",
        _ => "text",
    };
    let least =
        schema.get("minLength").and_then(Value::as_u64).and_then(|least| usize::try_from(least).ok()).unwrap_or(0);
    let most = schema
        .get("maxLength")
        .and_then(Value::as_u64)
        .and_then(|most| usize::try_from(most).ok())
        .unwrap_or(usize::MAX);
    let padded = text.chars().chain(std::iter::repeat('x'));
    padded.take(text.len().max(least.min(4096)).min(most)).collect()
}

fn sample_number(schema: &Schema<'_>) -> Value {
    let bound = schema.inclusive_bound("minimum").or_else(|| schema.inclusive_bound("maximum"));
    bound.or_else(|| schema.get("multipleOf")).cloned().unwrap_or_else(|| Value::Number(Number::from(1)))
}
