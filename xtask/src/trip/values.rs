//! JSON values of the types of a document.

use proptest::prelude::RngExt as _;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};
use twinspec::ir::{Check, Content, Format, Otherwise, Presence, Shape, Struct, Syntax, Tag, Type, TypeDef, Union};

use super::set;
use super::texts;
use super::types::{ENDLESS, Types};

/// Makes one case.
pub(super) struct Maker<'r, 'a> {
    pub(super) types: &'r Types<'a>,
    pub(super) runner: &'r mut TestRunner,
    /// Whether texts are awkward.
    pub(super) wild: bool,
    /// Whether values that the document does not name are made, where a type keeps them.
    pub(super) unknown: bool,
    /// Whether values stand as text, where a schema without a type says nothing of what the text stands for.
    pub(super) textual: bool,
    /// How many values may still be made beyond what must be there.
    pub(super) fuel: usize,
}

impl Maker<'_, '_> {
    /// Whether it is so, in one of `of` cases.
    pub(super) fn dice(&mut self, of: u32) -> bool {
        self.runner.rng().random_ratio(1, of)
    }

    pub(super) fn below(&mut self, count: usize) -> usize {
        if count < 2 { 0 } else { self.runner.rng().random_range(0..count) }
    }

    pub(super) fn text(&mut self, checks: &[&Check]) -> Value {
        let patterns: Vec<&String> = checks
            .iter()
            .filter_map(|check| if let Check::Pattern(pattern) = check { Some(pattern) } else { None })
            .collect();
        let made: Vec<String> =
            patterns.into_iter().filter_map(|pattern| self.types.text_of(pattern, self.runner)).collect();
        match made.as_slice() {
            [] => texts::text(self.runner, self.wild, checks).into(),
            // What is looked for may be what the text begins with.
            [_, _, ..] if self.dice(2) => made.concat().into(),
            [.., last] => last.as_str().into(),
        }
    }

    /// The value of a body: of the type of its one medium, or of one of several.
    pub(super) fn content(&mut self, content: &Content) -> Value {
        let index = self.below(content.media.len());
        let Some(medium) = content.media.get(index) else { return Value::Null };
        let format = medium.formats.first().map(|format| format.content_type.as_str()).unwrap_or_default();
        let textual = |format: &Format| matches!(format.syntax, Syntax::Form(_) | Syntax::Multipart(_) | Syntax::Text);
        self.textual = medium.formats.iter().any(textual);
        let value = match &medium.ty {
            Type::Content => json!({"media_type": texts::concrete(format), "body": self.text(&[])}),
            // The constraints are those of an item.
            Type::Sequence(_) => self.value(&medium.ty, &[Check::Items(medium.checks.clone())], 5),
            Type::Events(data) => self.events(data, &medium.checks),
            ty => self.value(ty, &medium.checks, 5),
        };
        if matches!(content.ty, Type::Choice(_)) { json!({"variant": index, "value": value}) } else { value }
    }

    /// A value of a type that fulfils the constraints, as far as that is easy: a judge looks at it.
    pub(super) fn value(&mut self, ty: &Type, checks: &[Check], room: usize) -> Value {
        let checks = self.flat(checks);
        self.one(ty, &checks, room)
    }

    pub(super) fn one(&mut self, ty: &Type, checks: &[&Check], room: usize) -> Value {
        self.fuel = self.fuel.saturating_sub(1);
        if let Some(value) = self.listed(checks) {
            return value;
        }
        match ty {
            Type::Bool => self.dice(2).into(),
            Type::I8 => texts::integer(self.runner, i128::from(i8::MIN), i128::from(i8::MAX), checks),
            Type::I16 => texts::integer(self.runner, i128::from(i16::MIN), i128::from(i16::MAX), checks),
            Type::U8 => texts::integer(self.runner, 0, i128::from(u8::MAX), checks),
            Type::U16 => texts::integer(self.runner, 0, i128::from(u16::MAX), checks),
            Type::I32 => texts::integer(self.runner, i128::from(i32::MIN), i128::from(i32::MAX), checks),
            Type::I64 => texts::integer(self.runner, i128::from(i64::MIN), i128::from(i64::MAX), checks),
            Type::U32 => texts::integer(self.runner, 0, i128::from(u32::MAX), checks),
            Type::U64 => texts::integer(self.runner, 0, i128::from(u64::MAX), checks),
            Type::F32 | Type::F64 => texts::number(self.runner, *ty == Type::F32, checks),
            Type::Number => {
                if self.dice(2) {
                    texts::number(self.runner, false, checks)
                } else {
                    texts::integer(self.runner, i128::from(i64::MIN), i128::from(u64::MAX), checks)
                }
            }
            Type::String | Type::Secret | Type::Bytes => self.text(checks),
            Type::Uuid | Type::Date | Type::DateTime | Type::Ipv4 | Type::Ipv6 | Type::Base64 => {
                texts::formatted(self.runner, ty)
            }
            Type::File => json!({"name": self.text(&[]), "media_type": "image/x-trip", "body": self.text(&[])}),
            Type::Content => json!({"media_type": "application/x-trip", "body": self.text(&[])}),
            Type::Part(inner, _) => self.one(inner, checks, room),
            Type::Json if self.textual => self.text(checks),
            Type::Json => self.any(checks, room),
            Type::Unit | Type::Choice(_) => Value::Null,
            Type::Vec(item) | Type::Sequence(item) => self.list(item, checks, room),
            Type::Events(data) => self.events(data, &[]),
            Type::Tuple(items) => {
                items.iter().map(|item| self.one(item, &[], room.saturating_sub(1))).collect::<Vec<_>>().into()
            }
            Type::Map(inner) => self.map(inner, checks, room),
            Type::Nullable(inner) => {
                if self.dice(4) {
                    Value::Null
                } else {
                    self.one(inner, checks, room)
                }
            }
            // There is none: nobody can send it.
            Type::Named(_) if self.types.depth(ty) >= ENDLESS => Value::Null,
            Type::Named(name) => match self.types.named.get(name.as_str()).copied() {
                Some(def) => self.named(def, checks, room),
                None => Value::Null,
            },
        }
    }

    /// One of the values that the constraints list.
    fn listed(&mut self, checks: &[&Check]) -> Option<Value> {
        let values = checks.iter().find_map(|check| match check {
            Check::Enumeration(values) => Some(values),
            _ => None,
        })?;
        let index = self.below(values.len());
        serde_json::from_str(values.get(index)?).ok()
    }

    /// How many items a list or members a map has.
    fn size(&mut self, checks: &[&Check], least: &str, most: &str, room: usize) -> usize {
        let least = texts::count(checks, least).unwrap_or(0).min(200);
        let wanted = if room == 0 || self.fuel == 0 { 0 } else { self.below(4) };
        texts::count(checks, most).unwrap_or(usize::MAX).min(wanted.max(least))
    }

    pub(super) fn list(&mut self, item: &Type, checks: &[&Check], room: usize) -> Value {
        let size = self.size(checks, "min_items", "max_items", room);
        let mut items: Vec<Value> = Vec::new();
        for index in 0..size {
            let own = checks.iter().flat_map(|check| match check {
                Check::Items(inner) => inner.as_slice(),
                Check::ItemsFrom(from, inner) if index >= *from => inner.as_slice(),
                Check::Item(at, inner) if index == *at => inner.as_slice(),
                _ => &[],
            });
            let own: Vec<Check> = own.cloned().collect();
            if items.is_empty() && self.types.no_value(item, &own).is_some() {
                break;
            }
            let value = self.value(item, &own, room.saturating_sub(1));
            if !checks.contains(&&Check::UniqueItems) || !items.contains(&value) {
                items.push(value);
            }
        }
        items.into()
    }

    fn events(&mut self, data: &Type, checks: &[Check]) -> Value {
        let size = self.below(4);
        let mut events = Vec::new();
        for _ in 0..size {
            let mut event = json!({"data": self.value(data, checks, 4)});
            for name in ["event", "id"] {
                if self.dice(2) {
                    set(&mut event, name, self.text(&[]));
                }
            }
            if self.dice(4) {
                set(&mut event, "retry", 1000);
            }
            events.push(event);
        }
        events.into()
    }

    pub(super) fn map(&mut self, inner: &Type, checks: &[&Check], room: usize) -> Value {
        let mut members = Map::new();
        for _ in 0..self.size(checks, "min_properties", "max_properties", room) {
            let names: Vec<Check> = checks
                .iter()
                .filter_map(|check| if let Check::Names(inner) = check { Some(inner.clone()) } else { None })
                .flatten()
                .collect();
            let mut name = self.value(&Type::String, &names, 0);
            for check in checks {
                if let Check::PatternMembers(pattern, _) = check {
                    name = self.text(&[&Check::Pattern(pattern.clone())]);
                }
            }
            let own = checks.iter().flat_map(|check| match check {
                Check::Values(inner) | Check::PatternMembers(_, inner) => inner.as_slice(),
                _ => &[],
            });
            let own: Vec<Check> = own.cloned().collect();
            let value = self.value(inner, &own, room.saturating_sub(1));
            members.insert(name.as_str().unwrap_or_default().to_owned(), value);
        }
        for check in checks {
            if let Check::Required(names) = check {
                for name in names {
                    let value = self.value(inner, &[], room.saturating_sub(1));
                    members.entry(name.clone()).or_insert(value);
                }
            }
        }
        members.into()
    }

    fn named(&mut self, def: &TypeDef, checks: &[&Check], room: usize) -> Value {
        match &def.shape {
            Shape::Struct(shape) => self.object(shape, checks, room),
            Shape::StringEnum(shape) => {
                let index = self.below(shape.variants.len());
                match shape.variants.get(index) {
                    Some(variant) if !(self.dice(6) && (shape.open || self.unknown)) => variant.wire.as_str().into(),
                    _ => self.text(checks),
                }
            }
            Shape::IntegerEnum(shape) => {
                let index = self.below(shape.variants.len());
                match shape.variants.get(index) {
                    Some(variant) if !(self.dice(6) && (shape.open || self.unknown)) => variant.wire.into(),
                    _ => texts::integer(self.runner, i128::from(i64::MIN), i128::from(i64::MAX), checks),
                }
            }
            Shape::Union(union) if self.types.with_files.contains(def.name.as_str()) => {
                let index = self.below(union.variants.len());
                let variant = union.variants.get(index);
                let value = variant.map(|variant| self.value(&variant.ty, &variant.checks, room.saturating_sub(1)));
                json!({"variant": index, "value": value})
            }
            Shape::Union(union) => self.branch(union, room),
            Shape::Overlap(union) => {
                let mut members = Map::new();
                for _ in 0..=self.below(2) {
                    match self.branch(union, room) {
                        Value::Object(more) => members.extend(more),
                        // Of a text nothing can be put together.
                        other if members.is_empty() => return other,
                        _ => {}
                    }
                }
                members.into()
            }
            Shape::Alias(ty) => self.one(ty, checks, room),
        }
    }

    /// A value of one branch, with its tag.
    fn branch(&mut self, union: &Union, room: usize) -> Value {
        let all: Vec<usize> = (0..union.variants.len()).collect();
        let told = |tag: &Tag, index: usize| {
            let other =
                matches!(tag.otherwise, Otherwise::Variant(variant) | Otherwise::Default(variant) if variant == index);
            other || tag.values.iter().any(|value| value.variant == index)
        };
        let mut open: Vec<usize> = match &union.tag {
            Some(tag) => all.iter().copied().filter(|index| told(tag, *index)).collect(),
            None => all.clone(),
        };
        if room == 0 || self.fuel == 0 {
            let depth =
                |index: &usize| union.variants.get(*index).map_or(ENDLESS, |variant| self.types.depth(&variant.ty));
            open.sort_by_key(depth);
            open.truncate(1);
        }
        let chosen = self.below(open.len());
        let index = open.get(chosen).copied().unwrap_or_default();
        let Some(variant) = union.variants.get(index) else { return Value::Null };
        let mut value = self.value(&variant.ty, &variant.checks, room.saturating_sub(1));
        if self.textual && open.len() > 1 {
            value = texts::no_number(value);
        }
        if let (Some(tag), Value::Object(members)) = (&union.tag, &mut value) {
            let texts: Vec<&str> =
                tag.values.iter().filter(|value| value.variant == index).map(|value| value.text.as_str()).collect();
            let chosen = self.below(texts.len());
            if let Some(text) = texts.get(chosen) {
                members.insert(tag.property.clone(), (*text).into());
            }
        }
        value
    }

    fn object(&mut self, shape: &Struct, checks: &[&Check], room: usize) -> Value {
        let own = self.flat(&shape.checks);
        let required: Vec<&str> = (own.iter().chain(checks))
            .filter_map(|check| if let Check::Required(names) = check { Some(names) } else { None })
            .flatten()
            .map(String::as_str)
            .collect();
        let below = room.saturating_sub(1);
        let mut members = Map::new();
        // Of many optional members a few are enough.
        let rare = if shape.fields.len() > 12 { 4 } else { 2 };
        for field in &shape.fields {
            let must = matches!(field.presence, Presence::Required | Presence::RequiredNullable)
                || required.contains(&field.wire.as_str());
            let room_for_it = room > 0 && self.fuel > 0 && self.types.depth(&field.ty) <= room;
            if !must && (!room_for_it || !self.dice(rare) || self.types.no_value(&field.ty, &field.checks).is_some()) {
                continue;
            }
            let null = matches!(field.presence, Presence::RequiredNullable | Presence::OptionalNullable);
            let value = if null && (self.dice(4) || !room_for_it) {
                Value::Null
            } else {
                self.value(&field.ty, &field.checks, below)
            };
            members.insert(field.wire.clone(), value);
        }
        if let Some(rest) = &shape.rest
            && room > 0
        {
            for name in ["x-rest", "another one"] {
                if self.dice(4) && self.fuel > 0 {
                    let value = self.value(&rest.ty, &[], below);
                    members.entry(name).or_insert(value);
                }
            }
        }
        members.into()
    }

    /// Constraints with those of one branch of each alternative.
    fn flat<'c>(&mut self, checks: &'c [Check]) -> Vec<&'c Check> {
        let mut found = Vec::new();
        for check in checks {
            match check {
                Check::AllOf(all) => found.extend(all.iter().flat_map(|one| self.flat(one))),
                Check::AnyOf(all) | Check::OneOf(all) => {
                    let index = self.below(all.len());
                    found.extend(all.get(index).map(|one| self.flat(one)).unwrap_or_default());
                }
                other => found.push(other),
            }
        }
        found
    }
}
