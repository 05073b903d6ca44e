//! Whether a schema names a member that was lost on the way.

use serde_json::{Map, Value};

/// Whether the schema at a pointer names the member at `place` of its value for certain: by its own words, those of
/// what it refers to, and those of its `allOf`. What a branch of a union names may belong to another branch.
pub(super) fn is_declared(root: &Value, schema: &str, place: &str) -> bool {
    let mut schemas: Vec<&Map<String, Value>> = Vec::new();
    if let Some(schema) = root.pointer(schema) {
        certain(root, schema, &mut schemas, 0);
    }
    let steps: Vec<String> = place.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect();
    let Some((last, path)) = steps.split_last() else { return false };
    for step in path {
        let mut next = Vec::new();
        for schema in &schemas {
            let property = schema.get("properties").and_then(|properties| properties.get(step));
            let item = step.parse::<usize>().ok().and_then(|_| schema.get("items"));
            if let Some(child) = property.or(item).or_else(|| schema.get("additionalProperties")) {
                certain(root, child, &mut next, 0);
            }
        }
        schemas = next;
    }
    schemas.iter().any(|schema| schema.get("properties").is_some_and(|properties| properties.get(last).is_some()))
}

/// The schemas that hold at once with this one.
fn certain<'a>(root: &'a Value, schema: &'a Value, found: &mut Vec<&'a Map<String, Value>>, depth: usize) {
    let Some(members) = schema.as_object() else { return };
    if depth > 16 {
        return;
    }
    found.push(members);
    let reference = members.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#'));
    if let Some(target) = reference.and_then(|reference| root.pointer(reference)) {
        certain(root, target, found, depth + 1);
    }
    for branch in members.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        certain(root, branch, found, depth + 1);
    }
}
