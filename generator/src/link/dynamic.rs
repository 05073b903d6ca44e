//! `$dynamicRef` (JSON Schema 2020-12, core, section 8.2.3.2).

use serde_json::{Value, json};

use crate::diagnostic::Pointer;

/// Makes the `$dynamicRef` at `at` a plain reference to `target`; beside a `$ref` it is one branch more of `allOf`.
pub(super) fn refer(document: &mut Value, at: &Pointer, target: String) {
    let Some(schema) = at.parent().and_then(|parent| document.pointer_mut(parent.as_str())?.as_object_mut()) else {
        return;
    };
    schema.shift_remove("$dynamicRef");
    if !schema.contains_key("$ref") {
        schema.insert("$ref".to_owned(), Value::String(target));
    } else if let Value::Array(branches) = schema.entry("allOf").or_insert_with(|| json!([])) {
        branches.push(json!({"$ref": target}));
    }
}
