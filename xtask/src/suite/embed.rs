//! A schema of its own as a component of a document.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use url::Url;

use super::walk;

/// What relative references of a schema without `$id` are relative to.
const BASE: &str = "http://document.test/openapi.json";

/// The dialect of OpenAPI 3.1 and of this suite.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Why a schema cannot stand in a document: it needs others.
pub(super) fn not_expressible(schema: &Value) -> Option<String> {
    let own_dialect = walk::all(schema).into_iter().filter_map(|schema| schema.get("$schema")?.as_str());
    if let Some(dialect) = own_dialect.into_iter().find(|dialect| *dialect != DIALECT) {
        return Some(format!("its dialect is another document: {dialect}"));
    }
    let base = Url::parse(BASE).ok()?;
    let mut links = Links { known: BTreeSet::from([base.clone()]), wanted: Vec::new() };
    links.collect(schema, &base);
    let outside = links.wanted.iter().find(|(target, _)| !links.known.contains(target));
    outside.map(|(_, reference)| format!("it refers to another document: {reference}"))
}

/// The resources that a schema holds, and those that it refers to.
struct Links {
    known: BTreeSet<Url>,
    wanted: Vec<(Url, String)>,
}

impl Links {
    fn collect(&mut self, schema: &Value, base: &Url) {
        let Some(members) = schema.as_object() else { return };
        let text = |keyword: &str| members.get(keyword).and_then(Value::as_str);
        let base = text("$id").and_then(|id| base.join(id).ok()).map_or_else(|| base.clone(), without_fragment);
        self.known.insert(base.clone());
        for reference in ["$ref", "$dynamicRef"].into_iter().filter_map(text) {
            if let Ok(target) = base.join(reference) {
                self.wanted.push((without_fragment(target), reference.to_owned()));
            }
        }
        for child in walk::children(members) {
            self.collect(child, &base);
        }
    }
}

fn without_fragment(mut url: Url) -> Url {
    url.set_fragment(None);
    url
}

/// Whether the schema names places within itself that others in the same document could name as well.
pub(super) fn needs_own_document(schema: &Value) -> bool {
    let names = ["$id", "$anchor", "$dynamicAnchor", "$dynamicRef"];
    walk::all(schema).into_iter().any(|schema| names.iter().any(|name| schema.contains_key(*name)))
}

/// The schema as it stands at `/components/schemas/NAME`: what it calls `#` is there now.
pub(super) fn moved(schema: &Value, name: &str) -> Value {
    let mut schema = schema.clone();
    rebase(&mut schema, &format!("#/components/schemas/{name}"));
    schema
}

fn rebase(schema: &mut Value, root: &str) {
    let Some(members) = schema.as_object_mut() else { return };
    members.shift_remove("$schema");
    // Below an `$id`, `#` is the schema that has it, wherever it stands.
    if members.contains_key("$id") {
        return;
    }
    for keyword in ["$ref", "$dynamicRef"] {
        if let Some(Value::String(reference)) = members.get_mut(keyword)
            && let Some(fragment) = reference.strip_prefix('#')
            && (fragment.is_empty() || fragment.starts_with('/'))
        {
            *reference = format!("{root}{fragment}");
        }
    }
    for child in walk::children_mut(members) {
        rebase(child, root);
    }
}

/// Keywords of OpenAPI 3.0, as far as they say something about values.
const OF_3_0: [&str; 25] = [
    "title",
    "description",
    "default",
    "multipleOf",
    "maximum",
    "minimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
    "required",
    "enum",
    "type",
    "format",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "items",
    "properties",
    "additionalProperties",
];

/// The schema in the words of OpenAPI 3.0; the reason when it has none for it.
pub(super) fn to_3_0(schema: &Value) -> Result<Value, String> {
    match schema {
        Value::Bool(true) => Ok(Value::Object(Map::new())),
        Value::Bool(false) => Ok(serde_json::json!({"not": {}})),
        Value::Object(members) => members_to_3_0(members),
        _ => Err("OpenAPI 3.0 cannot say it: no schema".to_owned()),
    }
}

fn members_to_3_0(members: &Map<String, Value>) -> Result<Value, String> {
    let mut translated = Map::new();
    let mut beside = Vec::new();
    for (keyword, value) in members {
        match (keyword.as_str(), value) {
            ("$schema" | "$comment", _) => {}
            // The siblings of a reference are ignored in 3.0, hence the detour.
            ("$ref", _) => beside.push(serde_json::json!({"$ref": value})),
            ("const", value) if !members.contains_key("enum") => {
                translated.insert("enum".to_owned(), Value::Array(vec![value.clone()]));
            }
            ("exclusiveMinimum" | "exclusiveMaximum", Value::Number(bound)) => {
                let inclusive = if keyword == "exclusiveMinimum" { "minimum" } else { "maximum" };
                beside.push(serde_json::json!({inclusive: bound, keyword: true}));
            }
            ("type", Value::String(kind)) if kind == "null" => beside.push(serde_json::json!({"enum": [null]})),
            ("type", Value::Array(kinds)) => {
                let kinds: Result<Vec<Value>, String> =
                    kinds.iter().map(|kind| to_3_0(&serde_json::json!({"type": kind}))).collect();
                beside.push(serde_json::json!({"anyOf": kinds?}));
            }
            (keyword, _) if !OF_3_0.contains(&keyword) => return Err(format!("OpenAPI 3.0 has no `{keyword}`")),
            _ => {
                translated.insert(keyword.clone(), value.clone());
            }
        }
    }
    // Here alone a schema of 3.0 may be a boolean.
    let additional = translated.get("additionalProperties").filter(|schema| schema.is_boolean()).cloned();
    for child in walk::children_mut(&mut translated) {
        *child = to_3_0(child)?;
    }
    if let Some(additional) = additional {
        translated.insert("additionalProperties".to_owned(), additional);
    }
    if !beside.is_empty() {
        let all = translated.entry("allOf").or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(all) = all {
            all.extend(beside);
        }
    }
    Ok(Value::Object(translated))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{moved, not_expressible, to_3_0};

    #[test]
    fn references_to_the_root_follow_it() {
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "const": {"$ref": "#"},
            "items": {"$ref": "#"},
            "$defs": {"a": {"$id": "a.json", "not": {"$ref": "#/$defs/b"}}, "c": {"$ref": "#/$defs/a"}},
        });
        let expected = json!({
            "const": {"$ref": "#"},
            "items": {"$ref": "#/components/schemas/X"},
            "$defs": {
                "a": {"$id": "a.json", "not": {"$ref": "#/$defs/b"}},
                "c": {"$ref": "#/components/schemas/X/$defs/a"},
            },
        });
        assert_eq!(moved(&schema, "X"), expected);
    }

    #[test]
    fn a_schema_that_needs_another_document_is_told() {
        let within = json!({"$ref": "item.json", "$defs": {"a": {"$id": "item.json"}}});
        assert_eq!(not_expressible(&within), None);
        let outside = not_expressible(&json!({"$ref": "http://example.test/item.json"}));
        assert_eq!(outside.as_deref(), Some("it refers to another document: http://example.test/item.json"));
    }

    #[test]
    fn the_words_of_3_0_mean_the_same() {
        let schema = json!({"const": 1, "additionalProperties": false, "items": true, "exclusiveMinimum": 3});
        let expected = json!({
            "enum": [1],
            "additionalProperties": false,
            "items": {},
            "allOf": [{"minimum": 3, "exclusiveMinimum": true}],
        });
        assert_eq!(to_3_0(&schema), Ok(expected));
        assert!(to_3_0(&json!({"contains": {}})).is_err());
    }
}
