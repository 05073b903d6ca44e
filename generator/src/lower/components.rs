//! The component schemas: what each is called, and the aliases among them.

use foldhash::HashSet;

use crate::codes;
use crate::diagnostic::Pointer;
use crate::ir::{Check, Derives, Shape, Type, TypeDef};
use crate::names::Case;
use crate::value::Value;

use super::Lowering;
use super::direction::Direction;
use super::learned::Before;
use super::planned::Planned;
use super::unchecked::Unchecked;

/// A component schema, in one of its forms.
pub(super) struct Component {
    pub(super) pointer: Pointer,
    /// The name of its type.
    pub(super) name: String,
    direction: Direction,
    /// The name of the form for responses, when this is the one for requests beside it.
    beside: Option<String>,
}

impl Component {
    /// Its place, when this is the name of its type.
    pub(super) fn place_of(&self, name: &str) -> Option<&Pointer> {
        (self.name == name).then_some(&self.pointer)
    }

    /// The name of its type, and that of the form for responses when this is the one for requests beside it.
    pub(super) fn names(&self) -> (&str, Option<&str>) {
        (&self.name, self.beside.as_deref())
    }
}

impl Lowering<'_> {
    /// Gives each component schema its name, before anything else claims one; after that, those that differ in
    /// requests get a second one.
    pub(super) fn claim_components(&mut self) -> Vec<Component> {
        let at = Pointer::root().child("components").child("schemas");
        let schemas = self.resolver.find(&at).and_then(Value::as_object);
        let names: Vec<&str> = schemas.into_iter().flatten().map(|(name, _)| name).collect();
        let first = names.iter().map(|name| {
            let pointer = at.child(name);
            let direction = self.forms.first(&pointer);
            Component { pointer, name: self.scope.claim(name, Case::Pascal), direction, beside: None }
        });
        let first: Vec<Component> = first.collect();
        let mut all = Vec::with_capacity(first.len());
        for (component, name) in first.into_iter().zip(names) {
            let sent = self.forms.has_both(&component.pointer).then(|| Component {
                pointer: component.pointer.clone(),
                name: self.scope.claim(&format!("{name} Input"), Case::Pascal),
                direction: Direction::Request,
                beside: Some(component.name.clone()),
            });
            all.push(component);
            all.extend(sent);
        }
        all
    }

    /// Plans every component schema in the document's order, when it is known what each gives to others.
    pub(super) fn plan_components(&mut self, components: &[Component], before: &Before) {
        for round in 0..super::MOST_ROUNDS {
            self.learned.changed = false;
            self.learned.missed.set(false);
            self.learned.told.take();
            self.plan_each(components);
            if std::mem::take(&mut self.learned.weakened) {
                self.spread_weakness(components);
            }
            let is_right = !self.learned.changed && self.is_as_defined();
            if is_right && (round > 0 || !self.learned.missed.get()) {
                return;
            }
            self.forget(before);
        }
        self.plan_each(components);
    }

    fn plan_each(&mut self, components: &[Component]) {
        for component in components {
            self.plan_component(component);
        }
    }

    /// The named type `name`, as it is or as it was planned before.
    pub(super) fn definition(&self, name: &str) -> Option<&TypeDef> {
        self.defined_now(name).or_else(|| {
            let found = self.learned.earlier.get(name);
            match (found, &self.journal) {
                (None, _) => self.learned.missed.set(true),
                (Some(_), Some(journal)) => journal.asked.borrow_mut().push(name.to_owned()),
                (Some(_), None) => drop(self.learned.told.borrow_mut().insert(name.to_owned())),
            }
            found
        })
    }

    pub(super) fn defined_now(&self, name: &str) -> Option<&TypeDef> {
        self.types.get(*self.defined.get(name)?)?.as_ref()
    }

    pub(super) fn plan_component(&mut self, component: &Component) {
        let (slot, unchecked) = (self.open_slot(), self.unchecked);
        let schema = self.resolver.schema(&component.pointer);
        let planned = if self.has_an_end(&component.pointer) {
            self.towards(component.direction, |lowering| {
                match lowering.plan_family(&component.pointer, &component.name, slot) {
                    Some(planned) => planned,
                    None => lowering.plan(std::slice::from_ref(&schema), &component.name, Some(slot)),
                }
            })
        } else {
            Planned::any()
        };
        self.finish_component(component, slot, &planned, unchecked);
        let def = self.types.get_mut(slot).and_then(Option::as_mut);
        if let (Some(def), Some(beside)) = (def, &component.beside) {
            let place = def.docs.len().saturating_sub(1);
            def.docs.insert(place, format!("[`{beside}`] as it is sent in requests."));
        }
    }

    /// Whether the references from here on lead to something that is none. A chain is walked once, not from each of its
    /// links.
    fn has_an_end(&mut self, pointer: &Pointer) -> bool {
        let (mut at, mut passed) = (pointer.clone(), HashSet::default());
        while !self.learned.ending.contains(&at) && passed.insert(at.clone()) {
            let schema = self.resolver.schema(&at);
            // What leads to nowhere is told where the whole chain is followed.
            match self.resolver.referred(&schema) {
                Some(next) => at = next.pointer,
                None => break,
            }
        }
        if self.learned.ending.contains(&at) || self.resolver.follow_schema(pointer, self.diagnostics).is_some() {
            self.learned.ending.extend(passed);
            return true;
        }
        false
    }

    /// The directions in which a form of a component is used: both, when it is the only one.
    pub(super) fn directions(&self, component: &Component) -> Vec<Direction> {
        if self.forms.has_both(&component.pointer) {
            vec![component.direction]
        } else {
            vec![Direction::Response, Direction::Request]
        }
    }

    /// Makes an alias of a component whose schema did not define a type of its own.
    fn finish_component(&mut self, component: &Component, slot: usize, planned: &Planned, before: Unchecked) {
        let Component { pointer, name, .. } = component;
        let defined = self.types.get(slot).is_some_and(Option::is_some);
        let ty = if defined { planned.ty.clone() } else { self.alias_of(&planned.ty, name, pointer) };
        let schema = self.resolver.schema(pointer);
        let mut checks = planned.checks.clone();
        if ty != planned.ty {
            // Those of the items would hold themselves without end.
            checks.retain(|check| check.inside().is_none());
        }
        self.cut_checks(component, &mut checks);
        let weak = self.unchecked != before;
        for direction in self.directions(component) {
            let Some(known) = self.plans.of(direction).get_mut(&schema.place()) else { continue };
            let learned = known.checks != checks || (planned.nullable && !known.nullable) || (weak && !known.weak);
            if learned {
                self.learned.weakened |= weak && !known.weak;
                known.nullable |= planned.nullable;
                known.weak |= weak;
                known.checks.clone_from(&checks);
                self.learned.changed |= !self.learned.untold.contains(&schema.place());
            }
        }
        if defined {
            return;
        }
        let def = TypeDef {
            name: name.clone(),
            docs: Self::type_docs(&schema),
            deprecated: schema.flag("deprecated"),
            derives: Derives::default(),
            shape: Shape::Alias(ty),
        };
        self.fill_slot(slot, def);
    }

    /// Leaves out what a component has too much of to give it to whoever refers to it.
    fn cut_checks(&mut self, component: &Component, checks: &mut Vec<Check>) {
        let Component { pointer, name, .. } = component;
        if nesting(checks) > super::DEEPEST {
            checks.retain(|check| check.inside().is_none());
            self.unchecked.leave();
            self.diagnostics
                .warning(codes::SCHEMA_NOT_SUPPORTED, pointer, format!("`{name}` holds lists within lists too deep"))
                .key()
                .label("what refers to it does not check its items")
                .help("make one of the lists a member of an object, which checks itself");
        }
        let place = self.resolver.schema(pointer).place();
        // Those of what holds itself double with each round. What was cut once stays so, and that comes to an end.
        if self.learned.cut.contains(&place) || count(checks) > MOST_CHECKS {
            self.learned.cut.insert(place);
            checks.retain(|check| check.parts().is_empty());
            self.unchecked.leave();
            self.diagnostics
                .warning(
                    codes::SCHEMA_NOT_SUPPORTED,
                    pointer,
                    format!("`{name}` has too many checks to write them out"),
                )
                .key()
                .label("what refers to it does not check what its parts say")
                .help("make an object of it, which checks itself, or let no branch of it be what it is a branch of");
        }
    }

    /// The type that the component `name` is an alias of, cut where it comes back to the component.
    pub(super) fn alias_of(&mut self, ty: &Type, name: &str, pointer: &Pointer) -> Type {
        // A reference to itself defines nothing: any value fits.
        if matches!(ty, Type::Named(other) if other == name) {
            return Type::Json;
        }
        let cut = self.cut(ty, name);
        let mut named = Vec::new();
        names(&cut, &mut named);
        self.learned.aliased.extend(named);
        if cut != *ty {
            self.unchecked.leave();
            self.diagnostics
                .warning(codes::SCHEMA_NOT_SUPPORTED, pointer, format!("`{name}` holds nothing but itself"))
                .key()
                .label("where it comes back to itself it is any JSON value")
                .help("make it an object with a member that holds itself, and it has a type of its own");
        }
        cut
    }

    fn cut(&self, ty: &Type, name: &str) -> Type {
        match ty {
            Type::Named(other) if self.comes_back(other, name) => Type::Json,
            Type::Vec(inner) => Type::Vec(Box::new(self.cut(inner, name))),
            Type::Map(inner) => Type::Map(Box::new(self.cut(inner, name))),
            Type::Tuple(items) => Type::Tuple(items.iter().map(|item| self.cut(item, name)).collect()),
            Type::Nullable(inner) => match self.cut(inner, name) {
                Type::Json => Type::Json,
                cut => Type::Nullable(Box::new(cut)),
            },
            other => other.clone(),
        }
    }

    /// Whether the type `from` is `name`, or an alias that leads there.
    fn comes_back(&self, from: &str, name: &str) -> bool {
        if from == name {
            return true;
        }
        // The aliases that are there already are without cycles, so this ends. A name that none of them has needs no
        // walk.
        self.learned.aliased.contains(name)
            && self
                .defined_now(from)
                .is_some_and(|def| matches!(&def.shape, Shape::Alias(ty) if self.cut(ty, name) != *ty))
    }
}

/// The named types within an alias.
fn names(ty: &Type, found: &mut Vec<String>) {
    match ty {
        Type::Named(name) => found.push(name.clone()),
        Type::Vec(inner) | Type::Map(inner) | Type::Nullable(inner) => names(inner, found),
        Type::Tuple(items) => items.iter().for_each(|item| names(item, found)),
        _ => {}
    }
}

/// How many checks a component may give to each who refers to it. Those of what holds itself without an object between
/// have no end.
const MOST_CHECKS: usize = 4096;

/// How many checks these are, with all that they are made of.
fn count(checks: &[Check]) -> usize {
    checks.iter().map(|check| 1 + check.parts().into_iter().map(count).sum::<usize>()).sum()
}

/// How deep checks of items and of members' values stand within each other.
fn nesting(checks: &[Check]) -> usize {
    let deeper = |check: &Check| check.inside().map_or(0, |inner| 1 + nesting(inner));
    checks.iter().map(deeper).max().unwrap_or_default()
}
