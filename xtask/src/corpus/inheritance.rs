//! Schemas with a discriminator and without branches: those that build on them by `allOf` are what a value may be
//! (OpenAPI 3.0.4, section 4.8.25: the discriminator is an aid to validation).
//!
//! A validator of JSON Schema knows no discriminators. For the judge, such a schema asks a value whose tag names a child
//! to fit that child.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// What a reference to a schema of the document begins with.
const SCHEMAS: &str = "#/components/schemas/";

/// Says in JSON Schema what the discriminators of parents say.
pub(super) fn say(document: &mut Value) {
    let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else { return };
    let parents: Vec<(String, String, Map<String, Value>)> = schemas.iter().filter_map(parent).collect();
    for (parent, tag, mapping) in parents {
        let children = children(schemas, &parent);
        let base = format!("{parent} without its children");
        for child in &children {
            if let Some(schema) = schemas.get_mut(child) {
                redirect(schema, &parent, &base);
            }
        }
        let Some(plain) = schemas.insert(parent.clone(), Value::Null) else { continue };
        schemas.insert(base.clone(), plain);
        let mut all = vec![refers_to(&base)];
        for (text, child) in tags(&children, &mapping) {
            let condition = json!({"type": "object", "required": [tag], "properties": {tag.clone(): {"const": text}}});
            all.push(json!({"if": condition, "then": refers_to(&child)}));
        }
        schemas.insert(parent, json!({"allOf": all}));
    }
}

/// The name of a schema that has a discriminator and no branches, with its tag and its mapping.
fn parent((name, schema): (&String, &Value)) -> Option<(String, String, Map<String, Value>)> {
    let discriminator = schema.get("discriminator")?;
    let tag = discriminator.get("propertyName")?.as_str()?.to_owned();
    let mapping = discriminator.get("mapping").and_then(Value::as_object).cloned().unwrap_or_default();
    let branches = ["oneOf", "anyOf"].into_iter().any(|keyword| schema.get(keyword).is_some());
    (!branches).then_some((name.clone(), tag, mapping))
}

/// The schemas that have this one, or one that has it, in their `allOf`.
fn children(schemas: &Map<String, Value>, parent: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut above = vec![parent.to_owned()];
    while let Some(above_them) = above.pop() {
        let reference = format!("{SCHEMAS}{above_them}");
        for (name, schema) in schemas {
            let builds_on_it = parts(schema).any(|part| part.get("$ref").and_then(Value::as_str) == Some(&reference));
            if builds_on_it && name != parent && !found.contains(name) {
                found.push(name.clone());
                above.push(name.clone());
            }
        }
    }
    found
}

fn parts(schema: &Value) -> impl Iterator<Item = &Value> {
    schema.get("allOf").and_then(Value::as_array).into_iter().flatten()
}

/// A child builds on what its parent says of itself.
fn redirect(child: &mut Value, parent: &str, base: &str) {
    let reference = format!("{SCHEMAS}{parent}");
    let parts = child.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten();
    for part in parts {
        if part.get("$ref").and_then(Value::as_str) == Some(&reference) {
            *part = refers_to(base);
        }
    }
}

/// The child of each tag: those of the mapping, and the names of children that no mapping names.
fn tags(children: &[String], mapping: &Map<String, Value>) -> BTreeMap<String, String> {
    let mut tags: BTreeMap<String, String> = children.iter().map(|child| (child.clone(), child.clone())).collect();
    for (text, target) in mapping {
        let target = target.as_str().unwrap_or_default();
        let name = target.strip_prefix(SCHEMAS).unwrap_or(target);
        if children.iter().any(|child| child == name) {
            tags.insert(text.clone(), name.to_owned());
        }
    }
    tags
}

/// A reference to a schema by its name.
fn refers_to(name: &str) -> Value {
    json!({"$ref": format!("{SCHEMAS}{}", name.replace(' ', "%20"))})
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::judge::{Judge, Verdict};

    #[test]
    fn a_tag_leads_to_the_child() {
        let document = json!({"openapi": "3.0.3", "components": {"schemas": {
            "Pet": {
                "type": "object",
                "required": ["kind"],
                "properties": {"kind": {"type": "string"}},
                "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat"}},
            },
            "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"required": ["lives"]}]},
            "Kitten": {"allOf": [{"$ref": "#/components/schemas/Cat"}, {"required": ["age"]}]},
        }}});
        let mut judge = Judge::by_way(&document);
        let mut valid = |value| {
            judge.verdict_of("#/components/schemas/Pet", &value, super::super::direction::Way::Either) == Verdict::Valid
        };
        assert!(valid(json!({"kind": "cat", "lives": 9})) && !valid(json!({"kind": "cat"})));
        assert!(valid(json!({"kind": "Kitten", "lives": 9, "age": 1})) && !valid(json!({"kind": "Kitten", "age": 1})));
        assert!(valid(json!({"kind": "newt"})) && !valid(json!({"lives": 9})));
    }
}
