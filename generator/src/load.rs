//! First stage: the text of a document becomes a value.
//!
//! YAML and JSON alike become a [`serde_json::Value`] whose members keep their order. This is the only file that
//! names `serde_yaml`.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use crate::codes;
use crate::diagnostic::{Diagnostics, Focus, Pointer};
use crate::source::{self, Source};

/// What the aliases of a document may add to it, counted in nodes and bytes of text.
const ALIAS_BUDGET: usize = 2_000_000;

/// Members that are text by the specification and that people write without quotes: `openapi: 3.1`.
const TEXT_MEMBERS: [&str; 3] = ["/openapi", "/swagger", "/info/version"];

/// A document as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The whole document, members in order.
    pub value: Value,
    /// Whether it was written as JSON.
    pub json: bool,
}

/// Reads a document: JSON when its first byte that is not space is `{`, YAML otherwise.
///
/// Keys that YAML takes for numbers (`200:`) become text, merge keys (`<<`) are applied. Faults of the text and keys
/// that a mapping has twice are errors with their place; the answer is `None` when there is no value to go on with.
///
/// ```
/// use twinspec::diagnostic::Diagnostics;
/// use twinspec::load::load;
/// use twinspec::source::Source;
///
/// let mut diagnostics = Diagnostics::default();
/// let source = Source::new("pets.yaml", "responses:\n  200: {description: all pets}\n");
/// let loaded = load(&source, &mut diagnostics).unwrap();
/// assert_eq!(loaded.value["responses"]["200"]["description"], "all pets");
///
/// assert!(load(&Source::new("bad.yaml", "a: [1"), &mut diagnostics).is_none());
/// assert!(diagnostics.has_errors());
/// ```
pub fn load(source: &Source, diagnostics: &mut Diagnostics) -> Option<Loaded> {
    let json = source.is_json();
    let builder = Builder::new(!json, source.text.len());
    let read = if json { read_json(source, &builder) } else { read_yaml(source, &builder) };
    let mut value = match read {
        Ok(value) => value,
        Err(fault) => {
            fault.report(source, diagnostics);
            return None;
        }
    };
    report_duplicates(source, &builder.duplicates.into_inner(), diagnostics);
    if !json {
        keep_text(source, &mut value);
    }
    Some(Loaded { value, json })
}

/// Why a text could not be read, and where.
struct Fault {
    message: String,
    /// More words, shown beside the place.
    label: Option<String>,
    offset: usize,
}

impl Fault {
    /// Adds the error, underlining from the offset to the end of its word.
    fn report(self, source: &Source, diagnostics: &mut Diagnostics) {
        let rest = source.text.get(self.offset..).unwrap_or_default();
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len()).max(first);
        let format = if source.is_json() { "JSON" } else { "YAML" };
        let message = format!("this is not well-formed {format}: {}", self.message);
        let diagnostic = diagnostics.error(codes::SYNTAX, &Pointer::root(), message);
        diagnostic.at(&source.path, Some(self.offset..self.offset + word)).label = self.label;
    }
}

/// Reads JSON.
fn read_json(source: &Source, builder: &Builder) -> Result<Value, Fault> {
    let mut deserializer = serde_json::Deserializer::from_str(&source.text);
    let read = builder.deserialize(&mut deserializer);
    read.and_then(|value| deserializer.end().map(|()| value)).map_err(|error| {
        let text = error.to_string();
        let message = text.split(" at line ").next().unwrap_or_default().to_owned();
        // The column counts bytes, and is that of the last byte that was read.
        let offset = source.line_start(error.line()) + error.column().saturating_sub(1);
        Fault { message, label: None, offset: source.text.floor_char_boundary(offset) }
    })
}

/// Reads YAML; a text without a document is null.
fn read_yaml(source: &Source, builder: &Builder) -> Result<Value, Fault> {
    let only_comments = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if source.text.lines().all(only_comments) {
        return Ok(Value::Null);
    }
    builder.deserialize(serde_yaml::Deserializer::from_str(&source.text)).map_err(|error| {
        let text = error.to_string();
        let (line, column) = error.location().map_or((1, 1), |at| (at.line(), at.column()));
        let place = format!(" at line {line} column {column}");
        let (message, label) = match text.split_once(&place) {
            Some((before, after)) => (before.to_owned(), after.trim_start_matches([',', ' '])),
            None => (text, ""),
        };
        // A message of the reader itself starts with the path of the node: `paths./pets: message`.
        let label = (!label.is_empty()).then(|| label.to_owned());
        Fault { message, label, offset: source.offset(line, column) }
    })
}

/// Reports each key that a mapping has twice, with both places.
fn report_duplicates(source: &Source, keys: &[String], diagnostics: &mut Diagnostics) {
    if keys.is_empty() {
        return;
    }
    let found = source::duplicates(source);
    for duplicate in &found {
        let message = format!("the key `{}` is here twice", duplicate.key);
        let diagnostic = diagnostics.error(codes::DUPLICATE_KEY, &Pointer::root(), message);
        diagnostic.at(&source.path, Some(duplicate.second.clone())).label("the second time");
        diagnostic.help("remove one of the two, or merge them");
        diagnostic.related_span(&source.path, duplicate.first.clone(), "the first time");
    }
    if found.is_empty() {
        // The walk for places understands a little less than the reader.
        for key in keys {
            let message = format!("the key `{key}` is in one mapping twice");
            diagnostics.error(codes::DUPLICATE_KEY, &Pointer::root(), message).at(&source.path, None);
        }
    }
}

/// Gives members that are text by the specification the text that was written: `1.10` and not `1.1`.
fn keep_text(source: &Source, value: &mut Value) {
    for pointer in TEXT_MEMBERS {
        let Some(member @ Value::Number(_)) = value.pointer_mut(pointer) else {
            continue;
        };
        let range = source.span(&Pointer::parse(pointer), Focus::Value).range.unwrap_or_default();
        let written = source.text.get(range).unwrap_or_default();
        let written = if written.is_empty() { member.to_string() } else { written.to_owned() };
        *member = Value::String(written);
    }
}

/// Builds the value while the text is read, and notes what is odd in it.
struct Builder {
    yaml: bool,
    /// What may still be built: a document without aliases cannot use it up.
    budget: Cell<usize>,
    /// The keys that a mapping had twice.
    duplicates: RefCell<Vec<String>>,
}

impl Builder {
    /// A builder for a text of so many bytes.
    fn new(yaml: bool, length: usize) -> Self {
        let budget = Cell::new(length.saturating_mul(3).saturating_add(ALIAS_BUDGET));
        Self { yaml, budget, duplicates: RefCell::default() }
    }

    /// Takes the cost of a node with so much text; only YAML has aliases that could exceed the budget.
    fn pay<E: Error>(&self, text: usize) -> Result<(), E> {
        let left = self.budget.get().checked_sub(text + 1);
        self.budget.set(left.ok_or_else(|| E::custom("the aliases of this document expand to more than can be held"))?);
        Ok(())
    }

    /// Adds the members of a merge key's value that the mapping does not have itself.
    fn merge<E: Error>(into: &mut Map<String, Value>, merged: Value) -> Result<(), E> {
        match merged {
            Value::Object(members) => {
                for (key, value) in members {
                    into.entry(key).or_insert(value);
                }
                Ok(())
            }
            Value::Array(mappings) => mappings.into_iter().try_for_each(|mapping| match mapping {
                Value::Object(_) => Self::merge(into, mapping),
                _ => Err(E::custom("a merge key `<<` takes mappings")),
            }),
            _ => Err(E::custom("a merge key `<<` takes a mapping, or a sequence of mappings")),
        }
    }
}

impl<'de> DeserializeSeed<'de> for &Builder {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &Builder {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value that JSON can hold")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.pay(0).map(|()| Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.pay(0).map(|()| Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.pay(0).map(|()| Value::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.pay(0).map(|()| Value::Number(value.into()))
    }

    #[expect(clippy::cast_precision_loss, reason = "an integer beyond 64 bits is a float, as JSON parsers have it")]
    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "an integer beyond 64 bits is a float, as JSON parsers have it")]
    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        let number = Number::from_f64(value);
        number.map(Value::Number).ok_or_else(|| E::custom("JSON has no number for infinity and for `.nan`"))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        self.pay(text.len()).map(|()| Value::String(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        self.pay(text.len()).map(|()| Value::String(text))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        // A value with a tag of its own (`!include x`): the tag says nothing here.
        let (_, content): (IgnoredAny, _) = access.variant()?;
        content.newtype_variant_seed(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.pay(0)?;
        let mut elements = Vec::new();
        while let Some(element) = access.next_element_seed(self)? {
            elements.push(element);
        }
        Ok(Value::Array(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.pay(0)?;
        let mut members = Map::new();
        let mut merges = Vec::new();
        while let Some(key) = access.next_key_seed(Key)? {
            self.pay(key.len())?;
            let value = access.next_value_seed(self)?;
            if self.yaml && key == "<<" {
                merges.push(value);
                continue;
            }
            match members.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(value);
                }
                Entry::Occupied(entry) => self.duplicates.borrow_mut().push(entry.key().clone()),
            }
        }
        for merged in merges {
            Builder::merge(&mut members, merged)?;
        }
        Ok(Value::Object(members))
    }
}

/// Reads a key as the text that was written, whatever it looks like.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key that is text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }
}
