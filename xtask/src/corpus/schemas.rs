//! Schemas as they are written: where they stand within each other, and what they say.

use serde_json::{Map, Value};
use twinspec::diagnostic::Pointer;

use crate::keywords::{Holds, holds};

/// Keywords that say nothing about values.
const SILENT: [&str; 9] =
    ["title", "description", "example", "examples", "default", "deprecated", "externalDocs", "xml", "$comment"];
/// Keywords that hold values.
const VALUES: [&str; 5] = ["enum", "const", "example", "examples", "default"];

/// The schemas directly within one, with their places.
pub(super) fn children<'a>(schema: &'a Map<String, Value>, at: &Pointer) -> Vec<(Pointer, &'a Value)> {
    let mut found = Vec::new();
    for (keyword, value) in schema {
        let place = at.child(keyword);
        match holds(keyword) {
            Some(Holds::One) => found.push((place, value)),
            Some(Holds::List) => {
                let items = value.as_array().into_iter().flatten().enumerate();
                found.extend(items.map(|(index, value)| (place.index(index), value)));
            }
            Some(Holds::Map) => {
                found.extend(value.as_object().into_iter().flatten().map(|(name, value)| (place.child(name), value)));
            }
            None => {}
        }
    }
    found
}

/// The schema without what says nothing about values, within it as well.
pub(super) fn essence(schema: &Value) -> Value {
    let Some(members) = schema.as_object() else { return schema.clone() };
    let mut kept = Map::new();
    for (keyword, value) in members {
        let name = keyword.as_str();
        if SILENT.contains(&name) || name.starts_with("x-") {
            continue;
        }
        let value = match holds(name) {
            Some(Holds::One) => essence(value),
            Some(Holds::List) => Value::Array(value.as_array().into_iter().flatten().map(essence).collect()),
            Some(Holds::Map) => {
                let each = value.as_object().into_iter().flatten();
                Value::Object(each.map(|(name, value)| (name.clone(), essence(value))).collect())
            }
            None => value.clone(),
        };
        kept.insert(keyword.clone(), value);
    }
    Value::Object(kept)
}

/// The whole document with its schemas as JSON Schema 2020-12, for the judge.
///
/// What looks like a schema is taken for one: keywords of other elements do not have these names and these types.
pub(super) fn normal(node: &Value, is_3_0: bool) -> Value {
    match node {
        Value::Array(items) => Value::Array(items.iter().map(|item| normal(item, is_3_0)).collect()),
        Value::Object(members) => Value::Object(normal_members(members, is_3_0)),
        other => other.clone(),
    }
}

fn normal_members(members: &Map<String, Value>, is_3_0: bool) -> Map<String, Value> {
    if is_3_0 && let Some(reference @ Value::String(_)) = members.get("$ref") {
        return Map::from_iter([("$ref".to_owned(), reference.clone())]);
    }
    let each = members.iter().map(|(name, value)| {
        let values = VALUES.contains(&name.as_str()) || name.starts_with("x-");
        (name.clone(), if values && !value.is_object() { value.clone() } else { normal(value, is_3_0) })
    });
    let mut schema: Map<String, Value> = each.collect();
    if is_3_0 {
        of_3_0(&mut schema);
    }
    range_of_format(&mut schema);
    schema
}

/// The keywords of OpenAPI 3.0 in those of 2020-12.
fn of_3_0(schema: &mut Map<String, Value>) {
    if schema.get("nullable") == Some(&Value::Bool(true))
        && let Some(kind @ Value::String(_)) = schema.get("type").cloned()
    {
        schema.insert("type".to_owned(), Value::Array(vec![kind, Value::from("null")]));
    }
    for (exclusive, inclusive) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        match schema.get(exclusive) {
            Some(Value::Bool(true)) => {
                let bound = schema.shift_remove(inclusive);
                schema.shift_remove(exclusive);
                schema.extend(bound.map(|bound| (exclusive.to_owned(), bound)));
            }
            Some(Value::Bool(false)) => {
                schema.shift_remove(exclusive);
            }
            _ => {}
        }
    }
}

/// The bounds that the format of an integer means.
fn range_of_format(schema: &mut Map<String, Value>) {
    let kind = schema.get("type");
    let integer = |kind: &Value| kind == "integer" || kind == "number";
    let is_integer =
        kind.is_some_and(|kind| integer(kind) || kind.as_array().is_some_and(|all| all.iter().any(integer)));
    let format = schema.get("format").and_then(Value::as_str);
    let (least, most): (Value, Value) = match format {
        Some("int8") => (i64::from(i8::MIN).into(), i64::from(i8::MAX).into()),
        Some("int16") => (i64::from(i16::MIN).into(), i64::from(i16::MAX).into()),
        Some("uint8") => (0.into(), i64::from(u8::MAX).into()),
        Some("uint16") => (0.into(), i64::from(u16::MAX).into()),
        Some("int32") => (i64::from(i32::MIN).into(), i64::from(i32::MAX).into()),
        Some("uint32") => (0.into(), i64::from(u32::MAX).into()),
        Some("int64") => (i64::MIN.into(), i64::MAX.into()),
        Some("uint64" | "uint") => (0.into(), u64::MAX.into()),
        _ => return,
    };
    if is_integer {
        let bounds = serde_json::json!({"minimum": least, "maximum": most});
        if let Value::Array(all) = schema.entry("allOf").or_insert_with(|| Value::Array(Vec::new())) {
            all.push(bounds);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{essence, normal};

    #[test]
    fn schemas_of_3_0_become_those_of_2020_12() {
        let written = json!({
            "type": "string",
            "nullable": true,
            "properties": {"$ref": {"type": "number", "minimum": 1, "exclusiveMinimum": true}},
            "items": {"$ref": "#/a", "description": "ignored"},
        });
        let expected = json!({
            "type": ["string", "null"],
            "nullable": true,
            "properties": {"$ref": {"type": "number", "exclusiveMinimum": 1}},
            "items": {"$ref": "#/a"},
        });
        assert_eq!(normal(&written, true), expected);
    }

    #[test]
    fn the_format_of_an_integer_bounds_it() {
        let normal = normal(&json!({"type": "integer", "format": "uint32"}), false);
        assert_eq!(normal["allOf"], json!([{"minimum": 0, "maximum": u32::MAX}]));
    }

    #[test]
    fn what_says_nothing_about_values_is_no_part_of_the_essence() {
        let schema = json!({"description": "a", "properties": {"title": {"title": "b", "type": "string"}}});
        assert_eq!(essence(&schema), json!({"properties": {"title": {"type": "string"}}}));
    }
}
