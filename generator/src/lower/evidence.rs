//! What the document's own examples and defaults say of schemas that state no `type`.
//!
//! `properties` says nothing of a value that is no object, so a schema without `type` accepts any such value. Nearly
//! all authors mean an object all the same, and a type of any JSON value would serve nobody: the type is inferred.
//! Where an example or a default shows that other values do occur, it is not.

use foldhash::{HashMap, HashSet};

use crate::dialect::{Examples, Kind, Schema};
use crate::resolve::Resolver;
use crate::value::{Map, Value};

use super::scalars::whole;
use super::schemas::{ABOUT_ARRAYS, ABOUT_OBJECTS};
use super::view::View;

/// Values nested deeper are not looked at.
const DEEPEST: usize = 64;

/// The schemas without `type` of which a value is of another type than their keywords speak of.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    /// By the place of the schema in memory: what a value is. Null weighs less than all others.
    against: HashMap<usize, Kind>,
    /// The least and the largest integer beyond 32 bits, or below zero, by the same.
    integers: HashMap<usize, (i128, i128)>,
}

impl Evidence {
    /// The type of a value that the view must accept beside those that its keywords speak of.
    pub(super) fn against(&self, view: &View<'_>) -> Option<Kind> {
        let found = view.parts.iter().filter_map(|part| self.against.get(&part.address()?).copied());
        found.max_by_key(|kind| *kind != Kind::Null)
    }

    /// The least and the largest of the integers that a schema has as values, where these are no small ones.
    pub(super) fn integers(&self, schema: &Schema<'_>) -> impl Iterator<Item = i128> {
        let known = schema.address().and_then(|address| self.integers.get(&address));
        known.into_iter().flat_map(|(least, most)| [*least, *most])
    }
}

/// Looks through all examples and defaults of a document.
pub(crate) fn evidence<'a>(resolver: Resolver<'a>, examples: &Examples<'a>) -> Evidence {
    let mut search = Search { resolver, seen: HashSet::default(), found: Evidence::default() };
    for (schema, value) in examples {
        search.look(schema, value, 0);
    }
    search.found
}

struct Search<'a> {
    resolver: Resolver<'a>,
    /// The pairs of schema and value that were looked at, by their places in memory.
    seen: HashSet<(usize, usize)>,
    found: Evidence,
}

impl<'a> Search<'a> {
    fn look(&mut self, schema: &'a Map, value: &'a Value, depth: usize) {
        let key = (address(schema), std::ptr::from_ref(value).addr());
        if depth > DEEPEST || !self.seen.insert(key) {
            return;
        }
        if let Some(target) = schema.get("$ref").and_then(|reference| self.target(reference)) {
            self.look(target, value, depth + 1);
        }
        if let Some(integer) = whole(value).filter(|integer| !(0..=i128::from(i32::MAX)).contains(integer)) {
            let (least, most) = self.found.integers.entry(key.0).or_insert((integer, integer));
            (*least, *most) = (integer.min(*least), integer.max(*most));
        }
        if let Some(kind) = inferred(schema)
            && kind != Kind::of(value)
        {
            let known = self.found.against.entry(address(schema)).or_insert(Kind::Null);
            if *known == Kind::Null {
                *known = Kind::of(value);
            }
        }
        for branch in list(schema, "allOf") {
            self.look(branch, value, depth + 1);
        }
        for keyword in ["oneOf", "anyOf"] {
            self.look_at_branches(list(schema, keyword).collect(), value, depth);
        }
        match value {
            Value::Object(members) => self.look_at_members(schema, members, depth),
            Value::Array(items) => {
                if let Some(schema) = schema.get("items").and_then(Value::as_object) {
                    for item in items {
                        self.look(schema, item, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    fn look_at_members(&mut self, schema: &'a Map, members: &'a Map, depth: usize) {
        let properties = schema.get("properties").and_then(Value::as_object);
        let others = schema.get("additionalProperties").and_then(Value::as_object);
        for (name, value) in members {
            let own = properties.and_then(|properties| properties.get(name)).map(Value::as_object);
            if let Some(schema) = own.unwrap_or(others) {
                self.look(schema, value, depth + 1);
            }
        }
    }

    /// A value is of the branches of its type; when there are none, it tells against all.
    fn look_at_branches(&mut self, branches: Vec<&'a Map>, value: &'a Value, depth: usize) {
        let own = Kind::of(value);
        let is_own = |branch: &&'a Map| {
            let branch = branch.get("$ref").and_then(|reference| self.target(reference)).unwrap_or(branch);
            let states = |name: &str| name == own.as_str() || (name == "number" && own == Kind::Integer);
            match branch.get("type") {
                Some(Value::String(name)) => states(name),
                Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(states),
                _ => inferred(branch).is_none_or(|kind| kind == own),
            }
        };
        let own: Vec<&'a Map> = branches.iter().copied().filter(is_own).collect();
        for branch in if own.is_empty() { branches } else { own } {
            self.look(branch, value, depth + 1);
        }
    }

    fn target(&self, reference: &Value) -> Option<&'a Map> {
        self.resolver.known(reference.as_str()?)?.1.as_object()
    }
}

/// The type that the keywords of a schema without `type` speak of.
fn inferred(schema: &Map) -> Option<Kind> {
    let has = |keywords: &[&str]| keywords.iter().any(|keyword| schema.contains_key(keyword));
    if has(&["type", "enum", "const"]) {
        return None;
    }
    match (has(&ABOUT_OBJECTS), has(&ABOUT_ARRAYS)) {
        (true, false) => Some(Kind::Object),
        (false, true) => Some(Kind::Array),
        _ => None,
    }
}

fn list<'s>(schema: &'s Map, keyword: &str) -> impl Iterator<Item = &'s Map> {
    schema.get(keyword).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

fn address(schema: &Map) -> usize {
    std::ptr::from_ref(schema).addr()
}
