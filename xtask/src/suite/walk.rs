//! The schemas within a schema.

use serde_json::{Map, Value};

use crate::keywords::{Holds, holds};

/// The schemas directly within a schema.
pub(super) fn children(schema: &Map<String, Value>) -> Vec<&Value> {
    let mut found = Vec::new();
    for (keyword, value) in schema {
        match holds(keyword) {
            Some(Holds::One) => found.push(value),
            Some(Holds::List) => found.extend(value.as_array().into_iter().flatten()),
            Some(Holds::Map) => found.extend(value.as_object().into_iter().flat_map(Map::values)),
            None => {}
        }
    }
    found
}

/// The schemas directly within a schema, to be changed.
pub(super) fn children_mut(schema: &mut Map<String, Value>) -> Vec<&mut Value> {
    let mut found = Vec::new();
    for (keyword, value) in schema {
        match holds(keyword) {
            Some(Holds::One) => found.push(value),
            Some(Holds::List) => found.extend(value.as_array_mut().into_iter().flatten()),
            Some(Holds::Map) => found.extend(value.as_object_mut().into_iter().flat_map(Map::values_mut)),
            None => {}
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
