//! The value is built while the text is read, by any parser that speaks serde.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::Number;

use crate::value::{Map, Text, Value};

/// What the aliases of a document may add to it, counted in nodes and bytes of text.
const ALIAS_BUDGET: usize = 2_000_000;

/// What is said when they add more.
pub(super) const ALIAS_BOMB: &str = "its aliases expand to more than can be held";

/// Builds the value while the text is read, and notes what is odd in it.
#[derive(Default)]
pub(super) struct Builder {
    yaml: bool,
    /// What may still be built: a document without aliases cannot use it up.
    budget: Cell<usize>,
    /// The keys that a mapping had twice.
    duplicates: RefCell<Vec<String>>,
    /// What is read of arrays and objects that have not come to their ends, of which nobody knows how long they are:
    /// one that grows takes half as much memory again.
    elements: RefCell<Vec<Value>>,
    members: RefCell<Vec<(Text, Value)>>,
    /// What we said was wrong: the parser would say it with the node's path, which the excerpt shows already.
    fault: Cell<Option<&'static str>>,
}

impl Builder {
    /// A builder for a text of so many bytes.
    pub(super) fn new(yaml: bool, length: usize) -> Self {
        let budget = Cell::new(length.saturating_mul(3).saturating_add(ALIAS_BUDGET));
        Self { yaml, budget, ..Self::default() }
    }

    /// What we said was wrong.
    pub(super) fn fault(&self) -> Option<&'static str> {
        self.fault.get()
    }

    /// The keys that a mapping had twice.
    pub(super) fn into_duplicates(self) -> Vec<String> {
        self.duplicates.into_inner()
    }

    /// Stops the reading.
    fn fail<E: Error>(&self, fault: &'static str) -> E {
        self.fault.set(Some(fault));
        E::custom(fault)
    }

    /// Takes the cost of a node with so much text; only YAML has aliases that could exceed the budget.
    fn pay<E: Error>(&self, text: usize) -> Result<(), E> {
        let left = self.budget.get().checked_sub(text + 1);
        self.budget.set(left.ok_or_else(|| self.fail(ALIAS_BOMB))?);
        Ok(())
    }

    /// The object of what was read since, each member once.
    fn members_from(&self, start: usize) -> Map {
        let mut read = self.members.borrow_mut();
        let mut members = Map::with_capacity(read.len() - start);
        for (key, value) in read.drain(start..) {
            if let Err(key) = members.add(key, value) {
                self.duplicates.borrow_mut().push(key.to_string());
            }
        }
        members
    }

    /// Adds the members of a merge key's value that the mapping does not have itself.
    fn merge<E: Error>(&self, into: &mut Map, merged: Value) -> Result<(), E> {
        match merged {
            Value::Object(members) => {
                for (key, value) in members {
                    // What the mapping has itself stays.
                    let _ = into.add(key, value);
                }
                Ok(())
            }
            Value::Array(mappings) if mappings.iter().all(Value::is_object) => {
                mappings.into_iter().try_for_each(|mapping| self.merge(into, mapping))
            }
            _ => Err(self.fail("a merge key `<<` takes a mapping, or a sequence of mappings")),
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
        number.map(Value::Number).ok_or_else(|| self.fail("JSON has no number for `.inf` and `.nan`"))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        self.pay(text.len()).map(|()| Value::from(text))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        self.pay(text.len()).map(|()| Value::from(text))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        // A value with a tag of its own (`!include x`): the tag says nothing here.
        let (_, content): (IgnoredAny, _) = access.variant()?;
        content.newtype_variant_seed(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.pay(0)?;
        let start = self.elements.borrow().len();
        while let Some(element) = access.next_element_seed(self)? {
            self.elements.borrow_mut().push(element);
        }
        let elements = self.elements.borrow_mut().drain(start..).collect();
        Ok(Value::Array(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.pay(0)?;
        let start = self.members.borrow().len();
        let mut merges = Vec::new();
        while let Some(key) = access.next_key_seed(Key)? {
            self.pay(key.len())?;
            let value = access.next_value_seed(self)?;
            if self.yaml && key == "<<" {
                merges.push(value);
                continue;
            }
            self.members.borrow_mut().push((key, value));
        }
        let mut members = self.members_from(start);
        for merged in merges {
            self.merge(&mut members, merged)?;
        }
        Ok(Value::Object(members))
    }
}

/// Reads a key as the text that was written, whatever it looks like.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Text;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Text, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Text;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key that is text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
        Ok(text.into())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Text, E> {
        Ok(text.into())
    }
}
