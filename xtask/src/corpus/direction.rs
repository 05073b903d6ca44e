//! `readOnly` and `writeOnly`: what an example of a request need not have and does not keep, and what an example of a
//! response need not have.
//!
//! This reads the document on its own, so that it does not share the mistakes of what it looks after.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::keywords::{Holds, holds};

/// The way that an example goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub(super) enum Way {
    /// It is of a schema that may be sent and answered.
    #[default]
    Either,
    /// It is sent by a client.
    Sent,
    /// It is answered by a server.
    Answered,
}

impl Way {
    /// The same for what a server asks of a client: callbacks and webhooks.
    pub(super) fn reversed(self) -> Self {
        match self {
            Self::Either => Self::Either,
            Self::Sent => Self::Answered,
            Self::Answered => Self::Sent,
        }
    }

    /// The annotation of members that are not there this way.
    pub(super) fn absent(self) -> Option<&'static str> {
        match self {
            Self::Either => None,
            Self::Sent => Some("readOnly"),
            Self::Answered => Some("writeOnly"),
        }
    }
}

/// Longer chains of references are taken for cycles.
const LONGEST: usize = 16;

/// A document whose annotations are read.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    root: &'a Value,
    is_3_0: bool,
}

/// The schemas that describe one value: those that hold for certain, and branches, of which one may.
#[derive(Default)]
struct Family<'a> {
    certain: Vec<&'a Map<String, Value>>,
    possible: Vec<&'a Map<String, Value>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(root: &'a Value) -> Self {
        let version = root.get("openapi").and_then(Value::as_str).unwrap_or_default();
        Self { root, is_3_0: version.starts_with("3.0") }
    }

    /// A value without the members that its schema calls read-only.
    pub(super) fn without_read_only(self, schema: &str, value: &Value) -> Value {
        let mut family = Family::default();
        if let Some(schema) = self.root.pointer(schema) {
            self.family(schema, &mut family, true, 0);
        }
        self.strip(&family, value)
    }

    fn strip(self, family: &Family<'a>, value: &Value) -> Value {
        match value {
            Value::Object(members) => {
                let kept = members.iter().filter(|(name, _)| !self.is_absent(family, name));
                Value::Object(
                    kept.map(|(name, value)| (name.clone(), self.strip(&self.member(family, name), value))).collect(),
                )
            }
            Value::Array(items) => {
                let each = items.iter().enumerate();
                Value::Array(each.map(|(index, item)| self.strip(&self.item(family, index), item)).collect())
            }
            other => other.clone(),
        }
    }

    /// Whether a schema that holds for certain calls the member read-only, or all branches that name it do.
    fn is_absent(self, family: &Family<'a>, name: &str) -> bool {
        let says = |schema: &&Map<String, Value>| {
            let property = schema.get("properties").and_then(|properties| properties.get(name));
            property.map(|property| self.says(property, "readOnly", 0))
        };
        let mut possible = family.possible.iter().filter_map(says).peekable();
        family.certain.iter().filter_map(says).any(|says| says)
            || (possible.peek().is_some() && possible.all(|says| says))
    }

    fn member(self, family: &Family<'a>, name: &str) -> Family<'a> {
        self.part(family, |schema| {
            let property = schema.get("properties").and_then(|properties| properties.get(name));
            property.or_else(|| schema.get("additionalProperties"))
        })
    }

    fn item(self, family: &Family<'a>, index: usize) -> Family<'a> {
        self.part(family, |schema| {
            let prefix = schema.get("prefixItems").and_then(|items| items.get(index));
            prefix.or_else(|| schema.get("items"))
        })
    }

    fn part(self, family: &Family<'a>, part: impl Fn(&'a Map<String, Value>) -> Option<&'a Value>) -> Family<'a> {
        let mut found = Family::default();
        for (schemas, certain) in [(&family.certain, true), (&family.possible, false)] {
            for part in schemas.iter().filter_map(|&schema| part(schema)) {
                self.family(part, &mut found, certain, 0);
            }
        }
        found
    }

    fn family(self, schema: &'a Value, found: &mut Family<'a>, certain: bool, depth: usize) {
        let Some(members) = schema.as_object().filter(|_| depth < LONGEST) else { return };
        if certain { &mut found.certain } else { &mut found.possible }.push(members);
        if let Some(target) = self.target(members) {
            self.family(target, found, certain, depth + 1);
        }
        for (keyword, certain) in [("allOf", certain), ("oneOf", false), ("anyOf", false)] {
            for branch in members.get(keyword).and_then(Value::as_array).into_iter().flatten() {
                self.family(branch, found, certain, depth + 1);
            }
        }
    }

    fn target(self, schema: &Map<String, Value>) -> Option<&'a Value> {
        let reference = schema.get("$ref").and_then(Value::as_str)?;
        self.root.pointer(reference.strip_prefix('#')?)
    }

    /// Whether a schema has an annotation: its own, that of what it refers to, or that of all its branches but null.
    fn says(self, schema: &Value, keyword: &str, depth: usize) -> bool {
        let Some(members) = schema.as_object().filter(|_| depth < LONGEST) else { return false };
        let target = self.target(members);
        let counts = !self.is_3_0 || !members.contains_key("$ref");
        if counts && members.get(keyword) == Some(&Value::Bool(true)) {
            return true;
        }
        let list = |name: &str| members.get(name).and_then(Value::as_array).into_iter().flatten();
        let mut some = |name: &str| {
            let mut branches = list(name).filter(|branch| branch.get("type") != Some(&Value::from("null"))).peekable();
            branches.peek().is_some() && branches.all(|branch| self.says(branch, keyword, depth + 1))
        };
        target.is_some_and(|target| self.says(target, keyword, depth + 1))
            || list("allOf").any(|branch| self.says(branch, keyword, depth + 1))
            || ["oneOf", "anyOf"].into_iter().any(&mut some)
    }

    /// The document for one way: what is not there is not required. `None` when that changes nothing.
    pub(super) fn relaxed(self, keyword: &str) -> Option<Value> {
        let mut relaxed = self.root.clone();
        let mut changed = false;
        self.relax(&mut relaxed, self.root, keyword, &mut changed, 0);
        changed.then_some(relaxed)
    }

    fn relax(self, node: &mut Value, written: &'a Value, keyword: &str, changed: &mut bool, depth: usize) {
        if depth > 400 {
            return;
        }
        if let Value::Array(items) = node {
            for (item, written) in items.iter_mut().zip(written.as_array().into_iter().flatten()) {
                self.relax(item, written, keyword, changed, depth + 1);
            }
            return;
        }
        let Value::Object(members) = node else { return };
        let absent = self.absent_names(written, keyword);
        if !absent.is_empty() {
            drop_required(members, &absent, changed);
        }
        for (name, member) in members.iter_mut() {
            let example = ["example", "examples", "enum", "const", "default"].contains(&name.as_str());
            if let Some(written) = written.get(name).filter(|_| !example || holds(name).is_some()) {
                self.relax(member, written, keyword, changed, depth + 1);
            }
        }
    }

    /// The members of an object that are not there.
    fn absent_names(self, schema: &'a Value, keyword: &str) -> Vec<&'a str> {
        let mut family = Family::default();
        self.family(schema, &mut family, true, 0);
        let properties = family.certain.iter().filter_map(|schema| schema.get("properties")?.as_object()).flatten();
        properties.filter(|(_, property)| self.says(property, keyword, 0)).map(|(name, _)| name.as_str()).collect()
    }
}

/// Takes names out of the `required` of a schema and of what is written within its `allOf`.
fn drop_required(schema: &mut Map<String, Value>, absent: &[&str], changed: &mut bool) {
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        let before = required.len();
        required.retain(|name| !name.as_str().is_some_and(|name| absent.contains(&name)));
        *changed |= required.len() != before;
    }
    if holds("allOf") == Some(Holds::List)
        && let Some(Value::Array(branches)) = schema.get_mut("allOf")
    {
        for branch in branches.iter_mut().filter_map(Value::as_object_mut) {
            drop_required(branch, absent, changed);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Reader;

    fn document() -> Value {
        json!({"openapi": "3.1.0", "components": {"schemas": {
            "User": {
                "required": ["id", "name", "key"],
                "properties": {
                    "id": {"readOnly": true},
                    "name": {},
                    "key": {"writeOnly": true},
                    "at": {"$ref": "#/components/schemas/Time"},
                    "friends": {"items": {"$ref": "#/components/schemas/User"}},
                },
                "additionalProperties": {"$ref": "#/components/schemas/User"},
            },
            "Time": {"type": "string", "readOnly": true},
            "Admin": {"allOf": [{"$ref": "#/components/schemas/User"}, {"required": ["id", "rights"]}]},
            "One": {"oneOf": [
                {"properties": {"a": {"readOnly": true}, "b": {"readOnly": true}}},
                {"properties": {"b": {}}},
            ]},
        }}})
    }

    #[test]
    fn only_what_the_schema_calls_read_only_is_taken_out() {
        let document = document();
        let reader = Reader::new(&document);
        let value =
            json!({"id": 1, "name": "a", "key": "b", "at": "c", "friends": [{"id": 2, "name": "d"}], "x": {"id": 3}});
        let expected = json!({"name": "a", "key": "b", "friends": [{"name": "d"}], "x": {}});
        assert_eq!(reader.without_read_only("/components/schemas/User", &value), expected);
        assert_eq!(reader.without_read_only("/components/schemas/Admin", &value), expected);
        // What a branch calls read-only and another does not may belong to the other.
        let value = json!({"a": 1, "b": 2, "c": {"id": 3}});
        let expected = json!({"b": 2, "c": {"id": 3}});
        assert_eq!(reader.without_read_only("/components/schemas/One", &value), expected);
    }

    #[test]
    fn beside_a_reference_of_3_0_nothing_counts() {
        let mut document =
            json!({"openapi": "3.0.3", "a": {}, "b": {"properties": {"c": {"$ref": "#/a", "readOnly": true}}}});
        assert_eq!(Reader::new(&document).without_read_only("/b", &json!({"c": 1})), json!({"c": 1}));
        document["openapi"] = json!("3.1.0");
        assert_eq!(Reader::new(&document).without_read_only("/b", &json!({"c": 1})), json!({}));
    }

    #[test]
    fn what_is_not_there_is_not_required() {
        let document = document();
        let reader = Reader::new(&document);
        let sent = reader.relaxed("readOnly").unwrap();
        assert_eq!(sent["components"]["schemas"]["User"]["required"], json!(["name", "key"]));
        assert_eq!(sent["components"]["schemas"]["Admin"]["allOf"][1]["required"], json!(["rights"]));
        let answered = reader.relaxed("writeOnly").unwrap();
        assert_eq!(answered["components"]["schemas"]["User"]["required"], json!(["id", "name"]));
        assert_eq!(answered["components"]["schemas"]["Admin"], document["components"]["schemas"]["Admin"]);
        assert!(Reader::new(&json!({"required": ["a"], "properties": {"a": {}}})).relaxed("readOnly").is_none());
    }
}
