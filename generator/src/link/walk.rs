//! Where references may stand: everywhere but in data.

use crate::diagnostic::Pointer;
use crate::value::{Map, Value};

use super::{COPIES, FILES};

/// What a member of an element holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// A value of the API's, in which nothing is a reference.
    Data,
    /// Elements by names that the author chose, whatever these look like.
    Names,
    /// An element of the document, or a list of elements.
    Element,
}

/// What the member `key` holds, when it is an object or a list.
pub(crate) fn holds(key: &str, value: &Value) -> Holds {
    match key {
        "const" | "dataValue" | "default" | "enum" | "example" | "value" => Holds::Data,
        "$defs" | "callbacks" | "content" | "definitions" | "dependentSchemas" | "encoding" | "headers" | "links"
        | "mapping" | "mediaTypes" | "parameters" | "pathItems" | "paths" | "patternProperties" | "properties"
        | "requestBodies" | "responses" | "schemas" | "securitySchemes" | "variables" | "webhooks" | FILES | COPIES
            if !value.is_array() =>
        {
            Holds::Names
        }
        "examples" if value.is_array() => Holds::Data,
        "examples" => Holds::Names,
        // Extensions are data, but for ours.
        key if key.starts_with("x-") && !key.starts_with("x-twinspec-") => Holds::Data,
        _ => Holds::Element,
    }
}

/// Whether a reference that was made plain leads into another file than the document.
pub(crate) fn is_elsewhere(reference: &str) -> bool {
    reference.strip_prefix("#/").and_then(|path| path.strip_prefix(FILES)).is_some_and(|rest| rest.starts_with('/'))
}

/// Shows every object of `value` that may be an element of the document, from the outside in; the answer says whether
/// to go on into it.
pub(super) fn elements<'v>(value: &'v Value, at: &Pointer, visit: &mut impl FnMut(&'v Map, &Pointer) -> bool) {
    match value {
        Value::Object(members) => {
            if !visit(members, at) {
                return;
            }
            for (key, value) in members.iter().filter(|(_, value)| value.is_object() || value.is_array()) {
                match holds(key, value) {
                    Holds::Data => {}
                    Holds::Element => elements(value, &at.child(key), visit),
                    Holds::Names => {
                        let at = at.child(key);
                        for (name, value) in value.as_object().into_iter().flatten() {
                            elements(value, &at.child(name), visit);
                        }
                    }
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                elements(item, &at.index(index), visit);
            }
        }
        _ => {}
    }
}

/// The members that identify a schema or a document, or refer by such an identity.
const IDENTITIES: [&str; 7] =
    ["$anchor", "$dynamicAnchor", "$dynamicRef", "$id", "$schema", "$self", "jsonSchemaDialect"];

/// Whether a document has more than plain references into itself; most have not, and need no walk with places.
pub(super) fn is_needed(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(key, value)| match value {
            Value::String(text) => match key {
                "$ref" => !text.starts_with("#/"),
                "operationRef" => !text.starts_with('#'),
                "defaultMapping" => !text.starts_with('#') && is_uri(text),
                key => IDENTITIES.contains(&key),
            },
            Value::Object(mapping) if key == "mapping" => mapping
                .values()
                .any(|target| target.as_str().is_some_and(|target| !target.starts_with('#') && is_uri(target))),
            value => is_needed(value),
        }),
        Value::Array(items) => items.iter().any(is_needed),
        _ => false,
    }
}

/// Whether a value of a discriminator's mapping is a URI and not the name of a schema (OpenAPI 3.1, section 4.8.25:
/// "ambiguous ... values" are names).
pub(super) fn is_uri(target: &str) -> bool {
    let file = |suffix: &str| target.len() > suffix.len() && target.ends_with(suffix);
    target.contains(['/', '#']) || [".yaml", ".json", ".yml"].into_iter().any(file)
}
