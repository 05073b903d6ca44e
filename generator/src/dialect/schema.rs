//! A schema as JSON Schema 2020-12 says it, whichever version wrote it.

use super::Version;
use crate::diagnostic::Pointer;
use crate::value::{Map, Value};

/// A type of JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `null`
    Null,
    /// `boolean`
    Boolean,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `string`
    String,
    /// `array`
    Array,
    /// `object`
    Object,
}

impl Kind {
    const ALL: [Self; 7] =
        [Self::Null, Self::Boolean, Self::Integer, Self::Number, Self::String, Self::Array, Self::Object];

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The name of the type in a schema.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }

    /// The type of a value; a number without a fraction is an integer.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) if number.is_f64() => match number.as_f64() {
                Some(float) if float.fract() == 0.0 => Self::Integer,
                _ => Self::Number,
            },
            Value::Number(_) => Self::Integer,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }
}

/// A set of types, in the order in which they were written.
#[derive(Debug, Clone, Copy)]
pub struct Kinds {
    /// In place: this is asked of every schema, many times.
    kinds: [Kind; Kind::ALL.len()],
    count: usize,
}

impl Default for Kinds {
    fn default() -> Self {
        Self { kinds: Kind::ALL, count: 0 }
    }
}

impl Kinds {
    fn insert(&mut self, kind: Kind) {
        if !self.contains(kind)
            && let Some(slot) = self.kinds.get_mut(self.count)
        {
            *slot = kind;
            self.count += 1;
        }
    }

    /// Whether `kind` is one of them.
    pub fn contains(&self, kind: Kind) -> bool {
        self.all().contains(&kind)
    }

    /// All of them.
    pub fn all(&self) -> &[Kind] {
        self.kinds.get(..self.count).unwrap_or_default()
    }

    /// The types but `null`.
    pub fn without_null(&self) -> Vec<Kind> {
        self.all().iter().copied().filter(|&kind| kind != Kind::Null).collect()
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// A schema at its place in the document.
#[derive(Debug, Clone)]
pub struct Schema<'a> {
    /// Where it stands.
    pub pointer: Pointer,
    node: &'a Value,
    version: Version,
    /// Which of [`COMBINING`] are left out, a bit for each: what they combine stands beside it.
    hidden: u8,
}

/// The keywords that combine schemas.
const COMBINING: [&str; 4] = ["$ref", "allOf", "oneOf", "anyOf"];

impl<'a> Schema<'a> {
    /// The schema that is `node`.
    pub fn new(node: &'a Value, pointer: Pointer, version: Version) -> Self {
        Self { pointer, node, version, hidden: 0 }
    }

    /// The same schema without some of `$ref`, `allOf`, `oneOf` and `anyOf`.
    #[must_use]
    pub fn without(&self, keywords: &[&str]) -> Self {
        let bits = COMBINING.iter().enumerate().filter(|(_, keyword)| keywords.contains(keyword));
        Self { hidden: bits.fold(self.hidden, |bits, (at, _)| bits | (1 << at)), ..self.clone() }
    }

    /// What tells this schema from others: its place in memory, and what is left out of it.
    pub fn key(&self) -> (usize, u8) {
        (self.place(), self.hidden)
    }

    /// What tells the node from all others: its place in memory.
    pub fn place(&self) -> usize {
        std::ptr::from_ref(self.node).addr()
    }

    /// The same schema with nothing left out.
    #[must_use]
    pub fn whole(&self) -> Self {
        Self { hidden: 0, ..self.clone() }
    }

    fn hides(&self, keyword: &str) -> bool {
        self.hidden != 0
            && COMBINING.iter().position(|one| *one == keyword).is_some_and(|at| self.hidden & (1 << at) != 0)
    }

    /// A keyword's operand.
    pub fn get(&self, keyword: &str) -> Option<&'a Value> {
        if self.hides(keyword) { None } else { self.members()?.get(keyword) }
    }

    /// The keywords and their operands, in the order in which they stand.
    pub fn entries(&self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let all = self.members().into_iter().flatten();
        all.filter(|(keyword, _)| !self.hides(keyword))
    }

    /// A keyword's operand as text.
    pub fn text(&self, keyword: &str) -> Option<&'a str> {
        self.get(keyword).and_then(Value::as_str)
    }

    /// Whether a keyword is `true`.
    pub fn flag(&self, keyword: &str) -> bool {
        self.get(keyword).and_then(Value::as_bool).unwrap_or(false)
    }

    /// Whether an annotation is `true`; next to a `$ref` of OpenAPI 3.0 there are none.
    pub fn annotated(&self, keyword: &str) -> bool {
        self.flag(keyword) && (self.version != Version::V3_0 || self.reference().is_none())
    }

    /// The schema under a keyword that holds one.
    pub fn child(&self, keyword: &str) -> Option<Self> {
        let node = self.get(keyword).filter(|node| node.is_object() || node.is_boolean())?;
        Some(Self::new(node, self.pointer.child(keyword), self.version))
    }

    /// The schemas under a keyword that holds a list of them.
    pub fn list(&self, keyword: &str) -> Vec<Self> {
        let Some(Value::Array(items)) = self.get(keyword) else { return Vec::new() };
        let at = self.pointer.child(keyword);
        items.iter().enumerate().map(|(index, node)| Self::new(node, at.index(index), self.version)).collect()
    }

    /// The same, when it does not matter where they stand: a place costs memory.
    pub fn placeless(&self, keyword: &str) -> impl Iterator<Item = Self> {
        let items = self.get(keyword).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let (at, version) = (self.pointer.clone(), self.version);
        items.iter().map(move |node| Self::new(node, at.clone(), version))
    }

    /// The members of a keyword that holds a map of schemas.
    pub fn map(&self, keyword: &str) -> Vec<(&'a str, Self)> {
        let Some(Value::Object(members)) = self.get(keyword) else { return Vec::new() };
        let at = self.pointer.child(keyword);
        let schema = |(name, node): (&'a str, &'a Value)| (name, Self::new(node, at.child(name), self.version));
        members.iter().map(schema).collect()
    }

    /// The names in a keyword that holds a map.
    pub fn names(&self, keyword: &str) -> impl Iterator<Item = &'a str> {
        self.members_of(keyword).map(|(name, _)| name)
    }

    /// The names in a keyword that holds a map, and what stands under them.
    pub fn members_of(&self, keyword: &str) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let members = self.get(keyword).and_then(Value::as_object);
        members.into_iter().flatten()
    }

    /// Another schema of the document, when it does not matter where it stands.
    #[must_use]
    pub fn beside(&self, node: &'a Value) -> Self {
        Self::new(node, self.pointer.clone(), self.version)
    }

    /// Whether a keyword, which is no annotation, says something about values.
    pub fn says(&self, keyword: &str) -> bool {
        if self.version == Version::V3_0 && self.reference().is_some() {
            return keyword == "$ref";
        }
        self.get(keyword).is_some()
    }

    /// `$ref`.
    pub fn reference(&self) -> Option<&'a str> {
        self.text("$ref")
    }

    /// The keywords that say something about values, in the order in which they stand: not annotations, and next to
    /// a `$ref` of OpenAPI 3.0 nothing (its siblings "shall be ignored").
    pub fn assertions(&self) -> Vec<&'a str> {
        if self.version == Version::V3_0 && self.reference().is_some() {
            return vec!["$ref"];
        }
        self.entries().map(|(keyword, _)| keyword).filter(|keyword| !is_silent(keyword)).collect()
    }

    /// Whether nothing is said about values but by these keywords.
    pub fn says_only(&self, known: &[&str]) -> bool {
        self.node.is_object() && self.entries().all(|(keyword, _)| known.contains(&keyword) || is_silent(keyword))
    }

    /// The types that it allows; nothing when it does not say.
    pub fn kinds(&self) -> Kinds {
        let mut kinds = Kinds::default();
        match self.get("type") {
            Some(Value::String(name)) => Kind::parse(name).into_iter().for_each(|kind| kinds.insert(kind)),
            Some(Value::Array(names)) => {
                // People write `[string, null]`, where YAML reads a null.
                let kind = |name: &Value| if name.is_null() { Some(Kind::Null) } else { Kind::parse(name.as_str()?) };
                names.iter().filter_map(kind).for_each(|kind| kinds.insert(kind));
            }
            _ => {}
        }
        // Many documents of later versions still say it; null would otherwise be refused where it is meant.
        if !kinds.is_empty() && self.annotated("nullable") {
            kinds.insert(Kind::Null);
        }
        kinds
    }

    /// The exclusive bound `keyword` (`exclusiveMinimum`), in the form of 2020-12: OpenAPI 3.0 writes the bound
    /// under `minimum` and only a flag here.
    pub fn exclusive_bound(&self, keyword: &str) -> Option<&'a Value> {
        match self.get(keyword)? {
            Value::Bool(true) => self.get(inclusive(keyword)).filter(|bound| bound.is_number()),
            bound if bound.is_number() => Some(bound),
            _ => None,
        }
    }

    /// The inclusive bound `keyword` (`minimum`), unless OpenAPI 3.0 makes it exclusive by a flag.
    pub fn inclusive_bound(&self, keyword: &str) -> Option<&'a Value> {
        let exclusive = if keyword == "minimum" { "exclusiveMinimum" } else { "exclusiveMaximum" };
        let bound = self.get(keyword).filter(|bound| bound.is_number())?;
        (self.get(exclusive) != Some(&Value::Bool(true))).then_some(bound)
    }

    /// What tells the node from all others: its place in memory.
    pub fn address(&self) -> Option<usize> {
        self.members().map(|members| std::ptr::from_ref(members).addr())
    }

    /// A boolean schema's answer: `true` allows everything, `false` nothing.
    pub fn as_boolean(&self) -> Option<bool> {
        self.node.as_bool()
    }

    fn members(&self) -> Option<&'a Map> {
        self.node.as_object()
    }
}

fn inclusive(exclusive: &str) -> &'static str {
    if exclusive == "exclusiveMinimum" { "minimum" } else { "maximum" }
}

/// Whether a keyword says nothing about values, or what [`Schema::kinds`] says: `nullable`.
fn is_silent(keyword: &str) -> bool {
    is_annotation(keyword) || keyword.starts_with("x-") || keyword == "nullable"
}

/// Whether a keyword says nothing about which values are valid.
fn is_annotation(keyword: &str) -> bool {
    matches!(
        keyword,
        "title"
            | "description"
            | "default"
            | "deprecated"
            | "readOnly"
            | "writeOnly"
            | "example"
            | "examples"
            | "externalDocs"
            | "xml"
            | "$comment"
            | "$id"
            | "$schema"
            | "$anchor"
            | "$dynamicAnchor"
            | "$defs"
            | "discriminator"
    )
}
