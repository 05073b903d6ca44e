//! Where schemas stand within a schema: a member of `enum` or `const` is a value, whatever it looks like.

use serde_json::{Map, Value};

/// Keywords that hold a schema by each of several names.
const MAPS: [&str; 5] = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"];
/// Keywords that hold a list of schemas.
const LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
/// Keywords that hold a schema.
const SINGLES: [&str; 11] = [
    "items", "contains", "additionalProperties", "propertyNames", "not", "if", "then", "else", "unevaluatedItems",
    "unevaluatedProperties", "contentSchema",
];

/// The schemas directly within a schema.
pub(super) fn children(schema: &Map<String, Value>) -> Vec<&Value> {
    let mut found = Vec::new();
    for (keyword, value) in schema {
        let keyword = keyword.as_str();
        if MAPS.contains(&keyword) {
            found.extend(value.as_object().into_iter().flat_map(Map::values));
        } else if LISTS.contains(&keyword) {
            found.extend(value.as_array().into_iter().flatten());
        } else if SINGLES.contains(&keyword) {
            found.push(value);
        }
    }
    found
}

/// The schemas directly within a schema, to be changed.
pub(super) fn children_mut(schema: &mut Map<String, Value>) -> Vec<&mut Value> {
    let mut found = Vec::new();
    for (keyword, value) in schema {
        let keyword = keyword.as_str();
        if MAPS.contains(&keyword) {
            found.extend(value.as_object_mut().into_iter().flat_map(Map::values_mut));
        } else if LISTS.contains(&keyword) {
            found.extend(value.as_array_mut().into_iter().flatten());
        } else if SINGLES.contains(&keyword) {
            found.push(value);
        }
    }
    found
}

/// Every schema within `schema`, itself first.
pub(super) fn all(schema: &Value) -> Vec<&Map<String, Value>> {
    let mut found = Vec::new();
    let mut open = vec![schema];
    while let Some(next) = open.pop() {
        if let Some(members) = next.as_object() {
            found.push(members);
            open.extend(children(members));
        }
    }
    found
}
