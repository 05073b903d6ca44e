//! A conjunction of schemas: what `$ref` and `allOf` put together holds all at once.
//!
//! A schema's own keywords, those of what it refers to, and those of each branch of its `allOf`, however deep, are
//! parts of one view. Nothing is copied: each part stays where it stands.

use foldhash::HashSet;
use indexmap::IndexMap;

use crate::dialect::{Kind, Schema};
use crate::value::{Map, Value};

use super::Lowering;

/// The parts that hold at once.
#[derive(Debug, Clone, Default)]
pub(super) struct View<'a> {
    /// Each schema with keywords of its own, in the order of the document, without those that the view has put
    /// together: `$ref` and `allOf`.
    pub(super) parts: Vec<Schema<'a>>,
    /// Whether a part allows nothing at all.
    pub(super) never: bool,
    /// The schema that the view is of, by which its type is documented.
    pub(super) origin: Option<Schema<'a>>,
    /// Every schema that was looked at on the way, by its place in memory.
    pub(super) seen: HashSet<usize>,
}

/// The properties of a view by their names.
pub(super) type Properties<'a> = IndexMap<&'a str, Vec<Schema<'a>>, foldhash::fast::RandomState>;

/// The places of the parts of a view, and what is left out of each.
pub(super) type Key = Vec<(usize, u8)>;

impl<'a> View<'a> {
    /// The types that every part allows; `None` when none says anything.
    pub(super) fn kinds(&self) -> Option<Vec<Kind>> {
        let mut found: Option<Vec<Kind>> = None;
        for part in &self.parts {
            let kinds = part.kinds();
            if kinds.is_empty() {
                continue;
            }
            found = Some(match found {
                None => kinds.all().to_vec(),
                Some(before) => intersect(&before, kinds.all()),
            });
        }
        found
    }

    /// What tells this view from others: the places of its parts.
    pub(super) fn key(&self) -> Key {
        self.parts.iter().map(Schema::key).collect()
    }

    /// The first part's operand of a keyword.
    pub(super) fn get(&self, keyword: &str) -> Option<&'a Value> {
        self.parts.iter().find_map(|part| part.get(keyword))
    }

    /// The parts that have a keyword.
    pub(super) fn with<'s>(&'s self, keyword: &'s str) -> impl Iterator<Item = &'s Schema<'a>> + 's {
        self.parts.iter().filter(move |part| part.get(keyword).is_some())
    }

    /// Whether a part has one of these keywords.
    pub(super) fn has_any(&self, keywords: &[&str]) -> bool {
        self.parts.iter().any(|part| keywords.iter().any(|keyword| part.says(keyword)))
    }

    /// The properties with every place where one is described.
    pub(super) fn properties(&self) -> Properties<'a> {
        let described = |part: &Schema<'a>| part.get("properties").and_then(Value::as_object).map_or(0, Map::len);
        let length = self.parts.iter().map(described).sum();
        let mut found = Properties::with_capacity_and_hasher(length, foldhash::fast::RandomState::default());
        for (name, schema) in self.parts.iter().flat_map(|part| part.map("properties")) {
            // Nearly always it is the only one.
            found.entry(name).or_insert_with(|| Vec::with_capacity(1)).push(schema);
        }
        found
    }

    /// The names that `required` lists.
    pub(super) fn required(&self) -> Vec<&'a str> {
        let mut names: Vec<&'a str> = Vec::new();
        let lists = self.parts.iter().filter_map(|part| part.get("required").and_then(Value::as_array));
        for name in lists.flatten().filter_map(Value::as_str) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

impl<'a> Lowering<'a> {
    /// The view of the schema at `pointer`.
    pub(super) fn view(&mut self, schema: &Schema<'a>) -> View<'a> {
        self.view_of(std::slice::from_ref(schema))
    }

    /// The view of several schemas that hold at once.
    pub(super) fn view_of(&mut self, schemas: &[Schema<'a>]) -> View<'a> {
        let mut view = View { origin: schemas.last().cloned(), ..View::default() };
        for schema in schemas {
            self.add_parts(schema, &mut view);
        }
        view
    }

    /// The schema that a schema refers to; a reference to nowhere is a finding.
    pub(super) fn referred(&mut self, schema: &Schema<'a>) -> Option<Schema<'a>> {
        let at = || schema.pointer.child("$ref");
        let (pointer, node) = self.resolver.place(schema.reference()?, at, self.diagnostics)?;
        Some(self.resolver.schema_of(node, pointer))
    }

    fn add_parts(&mut self, schema: &Schema<'a>, view: &mut View<'a>) {
        if !view.seen.insert(schema.place()) {
            return;
        }
        view.never |= schema.as_boolean() == Some(false);
        let assertions = schema.assertions();
        let own = assertions.iter().any(|keyword| !["$ref", "$dynamicRef", "allOf"].contains(keyword));
        if own {
            view.parts.push(schema.without(&["$ref", "allOf"]));
        }
        if let Some(target) = self.referred(schema) {
            self.add_parts(&target, view);
        }
        if assertions.contains(&"allOf") {
            for branch in schema.list("allOf") {
                self.add_parts(&branch, view);
            }
        }
    }
}

/// The types that both lists allow: an integer is a number.
pub(super) fn intersect(one: &[Kind], other: &[Kind]) -> Vec<Kind> {
    let allowed = |kind: Kind, by: &[Kind]| by.contains(&kind) || (kind == Kind::Integer && by.contains(&Kind::Number));
    let mut found: Vec<Kind> = one.iter().copied().filter(|&kind| allowed(kind, other)).collect();
    found.extend(other.iter().copied().filter(|&kind| !one.contains(&kind) && allowed(kind, one)));
    found
}
