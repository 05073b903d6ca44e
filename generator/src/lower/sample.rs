//! A value for a schema that has no example: the smallest that shows its shape.

use std::rc::Rc;

use foldhash::{HashMap, HashSet};
use indexmap::IndexMap;
use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};
use serde_json::Number;

use crate::Options;
use crate::diagnostic::{Diagnostics, Pointer};
use crate::dialect::{Kind, Schema};
use crate::resolve::Resolver;
use crate::value::{Value, json};

use super::contradicted::Within;
use super::misfits::{Misfit, Misfits};
use super::one_way::OneWay;
use super::sample_pattern;

/// Deeper schemas are cut: by then an optional member is left out.
const DEEPEST: usize = 8;

/// A sample of more values than this is no help to anybody.
const LARGEST: usize = 400;

/// A value that is shown. Samples share what they have in common.
#[derive(Debug)]
pub(super) enum Sample<'a> {
    /// One that the document gives.
    Stated(&'a Value),
    /// One that is made up.
    Made(Value),
    Object(Members<'a>),
    /// So many times the same item.
    Array(Rc<Self>, usize),
}

/// The members of a sample.
type Members<'a> = IndexMap<&'a str, Rc<Sample<'a>>, foldhash::fast::RandomState>;

impl Sample<'_> {
    /// The text that it is, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Stated(value) => value.as_str(),
            Self::Made(value) => value.as_str(),
            Self::Object(_) | Self::Array(..) => None,
        }
    }

    /// The whole of it.
    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::Stated(value) => (*value).clone(),
            Self::Made(value) => value.clone(),
            Self::Object(members) => {
                let member = |(name, value): (&&str, &Rc<Self>)| ((*name).into(), value.to_value());
                Value::Object(members.iter().map(member).collect())
            }
            Self::Array(item, count) => Value::Array(vec![item.to_value(); *count]),
        }
    }
}

impl Serialize for Sample<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Stated(value) => value.serialize(serializer),
            Self::Made(value) => value.serialize(serializer),
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                members.iter().try_for_each(|(name, value)| map.serialize_entry(name, &**value))?;
                map.end()
            }
            Self::Array(item, count) => {
                let mut sequence = serializer.serialize_seq(Some(*count))?;
                (0..*count).try_for_each(|_| sequence.serialize_element(&**item))?;
                sequence.end()
            }
        }
    }
}

/// What came of a schema at a depth, and how many values it took.
type Done<'a> = (Option<Rc<Sample<'a>>>, usize);

/// Makes samples; schemas that several samples hold are gone through once.
pub(super) struct Samples<'a> {
    resolver: Resolver<'a>,
    one_way: OneWay<'a>,
    /// Tells which of the values that a schema gives are none of its own.
    misfits: Misfits<'a>,
    contradicted: Within,
    /// By the place of the schema in memory and the depth.
    done: HashMap<(usize, usize), Done<'a>>,
    /// The values of the sample that is made.
    count: usize,
}

impl<'a> Samples<'a> {
    pub(super) fn new(resolver: Resolver<'a>, options: &Options) -> Self {
        let misfits = Misfits::new(resolver, options);
        Self {
            resolver,
            one_way: OneWay::of(resolver),
            misfits,
            contradicted: Within::default(),
            done: HashMap::default(),
            count: 0,
        }
    }

    /// The schemas whose own examples were passed over.
    pub(super) fn contradicted(&self) -> &Within {
        &self.contradicted
    }

    /// What is wrong with a value of the schema that stands there.
    pub(super) fn misfit(&self, schema: &Pointer, value: &Value) -> Option<Misfit> {
        self.misfits.of(&self.resolver.schema(schema), value)
    }

    /// A value for the schema at `pointer`: its own example, default or first allowed value, else one of its type.
    pub(super) fn of(&mut self, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Option<Rc<Sample<'a>>> {
        let at = self.resolver.follow_schema(pointer, diagnostics)?;
        self.count = 0;
        self.within(self.resolver.schema(&at), 0)
    }

    /// The same, `depth` schemas below the sampled one. What does not stand anywhere was told when it was planned.
    fn within(&mut self, schema: Schema<'a>, depth: usize) -> Option<Rc<Sample<'a>>> {
        let (key, before) = ((schema.place(), depth), self.count);
        if depth <= DEEPEST
            && let Some((known, took)) = self.done.get(&key)
            && self.count + took <= LARGEST
        {
            self.count += took;
            return known.clone();
        }
        self.count += 1;
        if depth > DEEPEST || self.count > LARGEST {
            return None;
        }
        let schema = self.end_of(schema)?;
        let found = self.shape(&schema, depth);
        // What was cut because of its neighbours may be whole elsewhere.
        if self.count <= LARGEST {
            self.done.insert(key, (found.clone(), self.count - before));
        }
        found
    }

    /// What a chain of references leads to.
    fn end_of(&self, mut schema: Schema<'a>) -> Option<Schema<'a>> {
        let mut passed = HashSet::default();
        while schema.reference().is_some() {
            if !passed.insert(schema.place()) {
                return None;
            }
            schema = self.resolver.referred(&schema)?;
        }
        Some(schema)
    }

    fn shape(&mut self, schema: &Schema<'a>, depth: usize) -> Option<Rc<Sample<'a>>> {
        for (keyword, value) in stated(schema) {
            let Some(misfit) = self.misfits.of(schema, value) else { return Some(Rc::new(Sample::Stated(value))) };
            let refused = misfit.refused;
            // What is told of a schema alone has been told.
            let told = misfit.is_whole() && !refused && schema.get("type").is_some();
            if keyword.starts_with("example") && !told {
                let at = Pointer::root().child(keyword);
                let at = if keyword == "examples" { at.index(0) } else { at };
                self.contradicted.insert(schema.place(), (at, misfit));
            }
            // Whoever reads it can.
            if refused {
                return Some(Rc::new(Sample::Stated(value)));
            }
        }
        if schema.get("allOf").is_some() {
            return self.all(schema, depth);
        }
        if let Some(first) = ["oneOf", "anyOf"].iter().find_map(|keyword| schema.placeless(keyword).next()) {
            return self.within(first, depth + 1);
        }
        let made = |value| Some(Rc::new(Sample::Made(value)));
        let kinds = schema.kinds();
        match kinds.without_null().first().copied() {
            Some(Kind::Object) => self.object(schema, depth).map(|members| Rc::new(Sample::Object(members))),
            Some(Kind::Array) => self.array(schema, depth),
            Some(Kind::String) => made(Value::from(sample_text(schema))),
            Some(Kind::Integer | Kind::Number) => Some(Rc::new(sample_number(schema))),
            Some(Kind::Boolean) => made(Value::Bool(true)),
            Some(Kind::Null) => made(Value::Null),
            None if schema.get("properties").is_some() => {
                self.object(schema, depth).map(|members| Rc::new(Sample::Object(members)))
            }
            None if kinds.contains(Kind::Null) => made(Value::Null),
            None => made(json!({})),
        }
    }

    /// A value of all branches: objects put together, of anything else the first.
    fn all(&mut self, schema: &Schema<'a>, depth: usize) -> Option<Rc<Sample<'a>>> {
        let mut members = Members::default();
        for branch in schema.placeless("allOf") {
            let found = self.within(branch, depth + 1)?;
            match &*found {
                Sample::Object(found) => members.extend(found.iter().map(|(name, value)| (*name, Rc::clone(value)))),
                Sample::Stated(Value::Object(found)) => {
                    members.extend(found.iter().map(|(name, value)| (name, Rc::new(Sample::Stated(value)))));
                }
                Sample::Made(Value::Object(_)) => {}
                _ => return Some(found),
            }
        }
        members.extend(self.object(schema, depth)?);
        Some(Rc::new(Sample::Object(members)))
    }

    fn object(&mut self, schema: &Schema<'a>, depth: usize) -> Option<Members<'a>> {
        let required = schema.get("required").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let must = |name: &str| required.iter().any(|wanted| wanted.as_str() == Some(name));
        let mut members = Members::default();
        for (name, property) in schema.members_of("properties") {
            let property = schema.beside(property);
            if self.count >= LARGEST && !must(name) {
                self.count = LARGEST + 1;
                continue;
            }
            if self.one_way.is(&property, "writeOnly") {
                continue;
            }
            match self.within(property, depth + 1) {
                Some(value) => {
                    members.insert(name, value);
                }
                None if must(name) => return None,
                None => {}
            }
        }
        Some(members)
    }

    fn array(&mut self, schema: &Schema<'a>, depth: usize) -> Option<Rc<Sample<'a>>> {
        let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(0);
        let items = schema.get("items").filter(|items| items.is_object() || items.is_boolean());
        match items.and_then(|items| self.within(schema.beside(items), depth + 1)) {
            Some(item) => {
                let count = usize::try_from(least).unwrap_or(1).clamp(1, 16);
                Some(Rc::new(Sample::Array(item, count)))
            }
            None if least == 0 => Some(Rc::new(Sample::Made(json!([])))),
            None => None,
        }
    }
}

/// What the schema itself gives as values, the best first, each with its keyword.
fn stated<'a>(schema: &Schema<'a>) -> impl Iterator<Item = (&'static str, &'a Value)> + use<'a> {
    let first = |keyword: &'static str| Some((keyword, schema.get(keyword)?.as_array()?.first()?));
    let set = |keyword: &'static str| Some((keyword, schema.get(keyword)?)).filter(|(_, value)| !value.is_null());
    let constant = schema.get("const").map(|value| ("const", value));
    [set("example"), first("examples"), constant, set("default"), first("enum")].into_iter().flatten()
}

fn sample_text(schema: &Schema<'_>) -> String {
    let text = match schema.text("format").unwrap_or_default() {
        "uuid" => "00000000-0000-4000-8000-000000000000",
        "date" => "2024-01-31",
        "date-time" => "2024-01-31T12:00:00Z",
        "time" => "12:00:00Z",
        "duration" => "P1D",
        "email" => "user@example.com",
        "uri" | "url" => "https://example.com/",
        "hostname" => "example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "byte" => "dGV4dA==",
        _ => "text",
    };
    let number = |keyword: &str| schema.get(keyword).and_then(Value::as_u64).and_then(|it| usize::try_from(it).ok());
    let (least, most) = (number("minLength").unwrap_or(0).min(4096), number("maxLength").unwrap_or(usize::MAX));
    let padded = text.chars().chain(std::iter::repeat('x'));
    let text: String = padded.take(text.len().max(least).min(most)).collect();
    let matching = schema.text("pattern").and_then(|pattern| sample_pattern::matching(pattern, &text, least, most));
    matching.unwrap_or(text)
}

fn sample_number<'a>(schema: &Schema<'a>) -> Sample<'a> {
    let bound = schema.inclusive_bound("minimum").or_else(|| schema.inclusive_bound("maximum"));
    let one = || Sample::Made(Value::Number(Number::from(1)));
    bound.or_else(|| schema.get("multipleOf")).map_or_else(one, Sample::Stated)
}
