//! Instances by chance: those that follow a schema, as far as one pass over it can, and those that do not.

use serde_json::{Map, Value, json};

use super::schemas::NAMED;
use super::{NAMES, others, texts};
use crate::chance::Chance;

/// How deep a schema is followed.
const DEEPEST: usize = 6;

/// An instance that may be valid.
pub(super) fn of(chance: &mut Chance, schema: &Value, root: &Value) -> Value {
    Follower { chance, root }.value(schema, DEEPEST)
}

/// Anything.
pub(super) fn stray(chance: &mut Chance, depth: usize) -> Value {
    match chance.within(0, 7) {
        0 => (0..chance.within(0, 3)).map(|_| inner(chance, depth)).collect(),
        1 | 2 => {
            let names = [NAMES.as_slice(), &["x-1", "a1"]].concat();
            let chosen = chance.some_of(&names, 0, 3);
            chosen.into_iter().map(|name| (name.to_owned(), inner(chance, depth))).collect::<Map<_, _>>().into()
        }
        3..=5 => chance.one_of(&texts()).clone(),
        _ => chance.one_of(&others()).clone(),
    }
}

fn inner(chance: &mut Chance, depth: usize) -> Value {
    if depth == 0 { chance.one_of(&texts()).clone() } else { stray(chance, depth - 1) }
}

/// The value with one place of it changed.
pub(super) fn spoilt(chance: &mut Chance, value: Value) -> Value {
    match value {
        Value::Object(mut members) if !members.is_empty() => {
            let index = chance.within(0, members.len() - 1);
            let Some((name, old)) = members.iter().nth(index).map(|(name, old)| (name.clone(), old.clone())) else {
                return members.into();
            };
            match chance.within(0, 2) {
                0 => drop(members.remove(&name)),
                1 => drop(members.insert(name, stray(chance, 1))),
                _ => drop(members.insert(name, spoilt(chance, old))),
            }
            members.into()
        }
        Value::Array(mut items) if !items.is_empty() => {
            let index = chance.within(0, items.len() - 1);
            if let Some(item) = items.get_mut(index) {
                *item = spoilt(chance, item.take());
            }
            items.into()
        }
        _ => stray(chance, 1),
    }
}

struct Follower<'c, 'v> {
    chance: &'c mut Chance,
    root: &'v Value,
}

impl Follower<'_, '_> {
    fn value(&mut self, schema: &Value, depth: usize) -> Value {
        let Some(members) = schema.as_object().filter(|_| depth > 0) else { return stray(self.chance, 1) };
        let without = |keyword: &str| {
            let rest = members.iter().filter(|(name, _)| *name != keyword);
            Value::Object(rest.map(|(name, value)| (name.clone(), value.clone())).collect())
        };
        if let Some(target) = members.get("$ref").and_then(Value::as_str) {
            let target = self.root.pointer(target.trim_start_matches('#')).unwrap_or(&Value::Null);
            let mut parts = vec![self.value(target, depth - 1)];
            if members.len() > 1 {
                parts.push(self.value(&without("$ref"), depth - 1));
            }
            return together(&parts);
        }
        if let Some(values) = members.get("enum").and_then(Value::as_array) {
            return self.chance.one_of(values).clone();
        }
        if let Some(value) = members.get("const") {
            return value.clone();
        }
        for keyword in ["oneOf", "anyOf"] {
            if let Some(branches) = members.get(keyword).and_then(Value::as_array) {
                let branch = self.chance.one_of(branches).clone();
                let mut parts = vec![self.value(&branch, depth - 1)];
                if members.contains_key("properties") {
                    parts.insert(0, self.value(&without(keyword), depth - 1));
                }
                return together(&parts);
            }
        }
        if let Some(branches) = members.get("allOf").and_then(Value::as_array) {
            let mut parts: Vec<Value> = branches.iter().map(|branch| self.value(branch, depth - 1)).collect();
            if members.contains_key("properties") {
                parts.push(self.value(&without("allOf"), depth - 1));
            }
            return together(&parts);
        }
        self.of_type(members, depth)
    }

    fn of_type(&mut self, schema: &Map<String, Value>, depth: usize) -> Value {
        let stated = match schema.get("type") {
            Some(Value::Array(several)) => self.chance.one_of(several).clone(),
            Some(one) => one.clone(),
            None if schema.contains_key("properties") || schema.contains_key("patternProperties") => "object".into(),
            None if schema.contains_key("prefixItems") => "array".into(),
            None => Value::Null,
        };
        match stated.as_str().unwrap_or_default() {
            "boolean" => self.chance.percent(50).into(),
            "integer" => self.chance.one_of(&[json!(0), json!(1), json!(2), json!(3), json!(-2), json!(1.0)]).clone(),
            "number" => self.chance.one_of(&[json!(1), json!(0.5), json!(2.0), json!(-7)]).clone(),
            "string" if schema.contains_key("pattern") => {
                self.chance.one_of(&["a1", "abc", "foo", "b", "x0", "o"].map(Value::from)).clone()
            }
            "string" => self.chance.one_of(&texts()).clone(),
            "array" => self.array(schema, depth),
            "object" => self.object(schema, depth),
            "null" => Value::Null,
            _ => stray(self.chance, 1),
        }
    }

    fn array(&mut self, schema: &Map<String, Value>, depth: usize) -> Value {
        let first = schema.get("prefixItems").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let mut items: Vec<Value> = Vec::new();
        let count = self.chance.within(0, first.len());
        items.extend(first.iter().take(count).map(|item| self.value(item, depth - 1)).collect::<Vec<_>>());
        if count == first.len()
            && let Some(others) = schema.get("items").filter(|others| others.is_object())
        {
            items.extend((0..self.chance.within(0, 3)).map(|_| self.value(others, depth - 1)).collect::<Vec<_>>());
        }
        items.into()
    }

    fn object(&mut self, schema: &Map<String, Value>, depth: usize) -> Value {
        let mut members = Map::new();
        let required: Vec<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if required.contains(&name.as_str()) || self.chance.percent(60) {
                members.insert(name.clone(), self.value(property, depth - 1));
            }
        }
        for name in required {
            if !members.contains_key(name) {
                members.insert(name.to_owned(), stray(self.chance, 1));
            }
        }
        let others = schema.get("additionalProperties").unwrap_or(&Value::Bool(true));
        if *others != Value::Bool(false) && self.chance.percent(40) {
            let name = self.chance.one_of(&["extra", "a1", "x-1", "the"].map(Value::from)).clone();
            members.insert(name.as_str().unwrap_or_default().to_owned(), self.value(others, depth - 1));
        }
        for (pattern, property) in schema.get("patternProperties").and_then(Value::as_object).into_iter().flatten() {
            let named = NAMED.iter().find(|(known, _)| known == pattern).filter(|_| self.chance.percent(70));
            if let Some((_, name)) = named {
                members.insert((*name).to_owned(), self.value(property, depth - 1));
            }
        }
        members.into()
    }
}

/// Several objects as one; otherwise the last.
fn together(parts: &[Value]) -> Value {
    let mut whole = Map::new();
    for part in parts {
        match part {
            Value::Object(members) => whole.extend(members.clone()),
            _ => return parts.last().cloned().unwrap_or_default(),
        }
    }
    whole.into()
}
