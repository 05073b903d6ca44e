//! What schemas demand and generated code does not check, and what follows from it.
//!
//! Where something is left unchecked, more values pass than the schema accepts. A keyword that refuses what another
//! schema accepts (`not`, `oneOf`, `if`, `maxContains`; JSON Schema 2020-12, core, section 10.2) would then refuse what
//! is valid. So it does not ask for more than is known.

use foldhash::HashSet;

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::Schema;
use crate::ir::Type;
use crate::link::{self, Holds};

use super::components::Component;
use super::planned::Planned;
use super::view::View;
use super::{Lowering, order};

/// How much was left unchecked: what lies between two of them is exact when they are equal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Unchecked(usize);

impl Unchecked {
    /// Counts something that is not checked.
    pub(super) fn leave(&mut self) {
        self.0 += 1;
    }

    /// Counts what was left when this was planned.
    pub(super) fn take_over(&mut self, planned: &Planned) {
        if planned.weak {
            self.leave();
        }
    }
}

impl<'a> Lowering<'a> {
    /// What is lowered, and whether something of it is not checked.
    pub(super) fn noting<T>(&mut self, lower: impl FnOnce(&mut Self) -> T) -> (T, bool) {
        let before = self.unchecked;
        let lowered = lower(self);
        (lowered, self.unchecked != before)
    }

    /// Plans something, and keeps with it whether something of it is not checked.
    pub(super) fn weighed(&mut self, plan: impl FnOnce(&mut Self) -> Planned) -> Planned {
        let (planned, weak) = self.noting(plan);
        Planned { weak: planned.weak || weak, ..planned }
    }

    /// Whether something that one of these schemas demands is not checked.
    pub(super) fn are_weak(&mut self, schemas: &[Schema<'a>]) -> bool {
        let validate = |lowering: &mut Self| {
            for schema in schemas {
                lowering.validation(schema);
            }
        };
        self.noting(validate).1
    }

    /// The plan of a view that is known by its name alone while it is being planned: whether all of it is checked is not
    /// known yet then, and found out by a walk.
    pub(super) fn known_in_part(&mut self, view: &View<'a>, planned: Planned) -> Planned {
        let open = matches!(&planned.ty, Type::Named(name) if self.defined_now(name).is_none());
        if open && self.lead_to_unchecked(view.parts.clone()) {
            self.unchecked.leave();
        }
        planned
    }

    /// Whether something may not be checked of what these schemas demand, or of what they refer to. What is said of
    /// members that are not there in this direction counts as such, whatever it is.
    fn lead_to_unchecked(&mut self, mut open: Vec<Schema<'a>>) -> bool {
        let mut seen = HashSet::default();
        while let Some(schema) = open.pop() {
            let key = (self.form_of(&schema.pointer), schema.place());
            if self.learned.checked.contains(&key) || !seen.insert(key) {
                continue;
            }
            match self.plan_at(key.0, key.1).map(|planned| planned.weak) {
                Some(true) => return true,
                Some(false) => {}
                None if self.has_unusable_pattern(&schema) => return true,
                None if !self.absent_of(std::slice::from_ref(&schema)).is_empty() => return true,
                None => {
                    open.extend(self.referred(&schema));
                    open.extend(subschemas(&schema));
                }
            }
        }
        // So is all that was met on the way.
        self.learned.checked.extend(seen);
        false
    }

    /// Whether a keyword can be sure of the schemas that it combines: none of them is `weak`, of which something is not
    /// checked. If one is, it is told that the keyword asks for less.
    pub(super) fn is_sure(&mut self, schema: &Schema<'a>, keyword: &str, weak: bool) -> bool {
        if !weak {
            return true;
        }
        let (message, label) = match keyword {
            "oneOf" => ("some of what these branches demand is not checked", "more than one may fit"),
            "not" => ("some of what this schema demands is not checked", "`not` refuses nothing"),
            "if" => ("some of what this condition demands is not checked", "either `then` or `else` has to hold"),
            _ => ("some of what these items must be is not checked", "there may be more of them"),
        };
        let at = schema.pointer.child(keyword);
        self.diagnostics.note(codes::SCHEMA_NOT_SUPPORTED, &at, message).key().label(label);
        false
    }

    /// What refers to a component that is checked in part is checked in part itself, however long the way is.
    pub(super) fn spread_weakness(&mut self, components: &[Component]) {
        let places: Vec<&Pointer> = components.iter().map(|component| &component.pointer).collect();
        let edges = order::edges(&places, self.forms.references());
        let mut referring: Vec<Vec<usize>> = vec![Vec::new(); components.len()];
        for (from, targets) in edges.iter().enumerate() {
            for &target in targets {
                referring.get_mut(target).into_iter().for_each(|all: &mut Vec<usize>| all.push(from));
            }
        }
        let mut open: Vec<usize> = (0..components.len()).collect();
        open.retain(|&at| components.get(at).is_some_and(|component| self.is_weak(component)));
        while let Some(at) = open.pop() {
            for &from in referring.get(at).into_iter().flatten() {
                let Some(component) = components.get(from).filter(|component| !self.is_weak(component)) else {
                    continue;
                };
                let place = self.resolver.schema(&component.pointer).place();
                for direction in self.directions(component) {
                    self.plans.of(direction).get_mut(&place).into_iter().for_each(|known| known.weak = true);
                }
                self.learned.changed = true;
                open.push(from);
            }
        }
    }

    fn is_weak(&mut self, component: &Component) -> bool {
        let place = self.resolver.schema(&component.pointer).place();
        let directions = self.directions(component);
        directions.into_iter().any(|direction| self.plans.of(direction).get(&place).is_some_and(|known| known.weak))
    }
}

/// The schemas under the keywords of one, but for those that only definitions are.
fn subschemas<'a>(schema: &Schema<'a>) -> Vec<Schema<'a>> {
    let held = schema.assertions().into_iter().flat_map(|keyword| match schema.get(keyword) {
        Some(value) => match link::holds(keyword, value) {
            Holds::Data => Vec::new(),
            Holds::Element => schema.child(keyword).into_iter().chain(schema.list(keyword)).collect(),
            Holds::Names => schema.map(keyword).into_iter().map(|(_, schema)| schema).collect(),
        },
        None => Vec::new(),
    });
    held.filter(|schema| schema.address().is_some()).collect()
}
