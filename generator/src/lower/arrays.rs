//! Arrays: lists, and tuples where each place has a schema of its own (`prefixItems`, JSON Schema 2020-12 section
//! 10.3.1.1).

use crate::codes;
use crate::dialect::{Kind, Schema};
use crate::ir::{Check, Type};

use super::schemas::Planned;
use super::view::View;
use super::{Lowering, checks};

/// Longer tuples have no codec, and nobody to read them.
const LONGEST: usize = 8;

impl<'a> Lowering<'a> {
    /// A tuple where the length is fixed and each place described; else a list.
    pub(super) fn plan_array(&mut self, view: &View<'a>, name: &str) -> Planned {
        if view.has_any(&["prefixItems"]) {
            return self.plan_places(view, name);
        }
        let items: Vec<Schema<'a>> = view.parts.iter().filter_map(|part| part.child("items")).collect();
        if items.is_empty() {
            self.note_missing_items(view);
        }
        let item = self.type_of_all(&items, &format!("{name} Item"));
        let mut checks = self.checks_beside(view, &["type", "items"]);
        if !item.checks.is_empty() {
            checks.push(Check::Items(item.checks.clone()));
        }
        Planned { checks, ..Planned::of(Type::Vec(Box::new(item.into_type()))) }
    }

    /// An array whose places have schemas: a tuple where there are as many items as places, a list where all items
    /// are of one type, any JSON values otherwise.
    fn plan_places(&mut self, view: &View<'a>, name: &str) -> Planned {
        let describing: Vec<Schema<'a>> = view.with("prefixItems").cloned().collect();
        let [part] = describing.as_slice() else { return self.plan_any_items(view) };
        let places = part.list("prefixItems");
        let length = Length::of(view);
        let count = places.len();
        let fixed = (1..=LONGEST).contains(&count) && length.least == count && length.most == Some(count);
        let tail = part.child("items").filter(|items| items.as_boolean() != Some(false));
        if !fixed && !places.iter().chain(&tail).all(has_no_name) {
            self.note_open_tuple(part);
            return self.plan_any_items(view);
        }
        let planned: Vec<Planned> = places
            .iter()
            .enumerate()
            .map(|(index, place)| self.type_of(place, &format!("{name} {}", label(place, index))))
            .collect();
        let of_place = |(index, place): (usize, &Planned)| {
            (!place.checks.is_empty()).then(|| Check::Item(index, place.checks.clone()))
        };
        let residual: Vec<Check> = planned.iter().enumerate().filter_map(of_place).collect();
        let types: Vec<Type> = planned.into_iter().map(Planned::into_type).collect();
        if fixed {
            let mut checks = self.checks_beside(view, &["type", "prefixItems", "items", "minItems", "maxItems"]);
            checks.extend(residual);
            return Planned { checks, ..Planned::of(Type::Tuple(types)) };
        }
        let [first, others @ ..] = types.as_slice() else { return self.plan_any_items(view) };
        let tail = tail.map(|items| self.type_of(&items, &format!("{name} Item")).into_type());
        let ends = length.most.is_some_and(|most| most <= types.len());
        let tail_fits = tail.as_ref().map_or(ends, |tail| tail == first);
        if others.iter().all(|ty| ty == first) && tail_fits {
            // What its type does not guarantee of an item depends on the place.
            let checks = self.checks_beside(view, &["type"]);
            return Planned { checks, ..Planned::of(Type::Vec(Box::new(first.clone()))) };
        }
        self.note_open_tuple(part);
        self.plan_any_items(view)
    }

    fn plan_any_items(&mut self, view: &View<'a>) -> Planned {
        let checks = self.checks_beside(view, &["type"]);
        Planned { checks, ..Planned::of(Type::Vec(Box::new(Type::Json))) }
    }

    fn note_open_tuple(&mut self, part: &Schema<'a>) {
        let count = part.list("prefixItems").len();
        self.diagnostics
            .note(codes::OPEN_TUPLE, &part.pointer.child("prefixItems"), "this array is no tuple of a fixed length")
            .key()
            .label("its items are any JSON values, which validation checks")
            .help(format!("add `minItems: {count}` and `items: false` if there are always {count} items"));
    }

    fn note_missing_items(&mut self, view: &View<'a>) {
        let Some(part) = view.parts.first() else { return };
        self.diagnostics
            .note(codes::ARRAY_WITHOUT_ITEMS, &part.pointer, "this array does not say of what it is")
            .help("add `items`; until then its items are any JSON value");
    }
}

/// How many items an array may have.
struct Length {
    least: usize,
    most: Option<usize>,
}

impl Length {
    /// What all parts together allow: `minItems`, `maxItems`, and `items: false`, which ends the array after its
    /// places.
    fn of(view: &View<'_>) -> Self {
        let counts = |keyword| view.parts.iter().filter_map(move |part| checks::count(part, keyword));
        let ends = |part: &Schema<'_>| {
            let closed = part.child("items").is_some_and(|items| items.as_boolean() == Some(false));
            closed.then(|| part.list("prefixItems").len())
        };
        let most = counts("maxItems").chain(view.parts.iter().filter_map(ends)).min();
        Self { least: counts("minItems").max().unwrap_or(0), most }
    }
}

/// Whether no type has to be defined for a schema: it refers to one, or is a scalar.
fn has_no_name(schema: &Schema<'_>) -> bool {
    let scalar = |kind: &Kind| ![Kind::Array, Kind::Object].contains(kind);
    let kinds = schema.kinds().without_null();
    let plain = kinds.len() == 1 && kinds.iter().all(scalar) && schema.get("enum").or(schema.get("const")).is_none();
    schema.reference().is_some() || plain
}

/// A name for what stands in a place: its title, or its number.
fn label(place: &Schema<'_>, index: usize) -> String {
    let title = place.text("title").filter(|title| !title.is_empty() && title.split_whitespace().count() <= 5);
    title.map_or_else(|| format!("Item {}", index + 1), str::to_owned)
}
