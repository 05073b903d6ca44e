//! `unevaluatedProperties` where it is known without a value what the other keywords evaluate (JSON Schema 2020-12,
//! core, section 11.3): the members that no part of the schema names.

use crate::dialect::Schema;
use crate::value::{Map, Value};

use super::view::View;

/// Keywords by which it depends on the value what is evaluated, and those that evaluate members without naming them.
const DEPENDING: [&str; 8] = [
    "oneOf",
    "anyOf",
    "if",
    "dependentSchemas",
    "$dynamicRef",
    "unevaluatedItems",
    "additionalProperties",
    "patternProperties",
];

/// The schema of all members that a view does not name, as `unevaluatedProperties` says it. It must stand in the schema
/// that the view is of: deeper within, it sees fewer names than the view has.
pub(super) fn others<'a>(view: &View<'a>) -> Option<Schema<'a>> {
    let mut speaking = view.with("unevaluatedProperties");
    let only = speaking.next()?;
    let sees_all = speaking.next().is_none()
        && view.origin.as_ref().is_some_and(|origin| origin.place() == only.place())
        && view.parts.first().is_some_and(|first| first.place() == only.place());
    (sees_all && !view.has_any(&DEPENDING)).then(|| only.child("unevaluatedProperties"))?
}

/// Whether a schema allows nothing: `false`, or `not` anything.
pub(super) fn is_never(schema: &Schema<'_>) -> bool {
    let anything = |not: &Value| *not == Value::Bool(true) || not.as_object().is_some_and(Map::is_empty);
    schema.as_boolean() == Some(false) || schema.get("not").is_some_and(anything)
}
