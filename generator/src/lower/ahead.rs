//! Operations are planned while the components are, on another thread, from what others are told of components.
//!
//! Nearly always that is all that an operation needs. Such a plan is taken when its turn comes, where it is what planning
//! it then would give: it asked for nothing that was not known yet, and what it made is not there by now. Every other
//! operation is planned in its turn, so nothing depends on which thread was when where.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};

use foldhash::{HashMap, HashSet};

use crate::Options;
use crate::diagnostic::{Diagnostic, Pointer, Severity};
use crate::dialect::{Document, Version};
use crate::ir::{self, Scheme, TypeDef};
use crate::names::Case;
use crate::resolve::{Resolver, Targets};

use super::Lowering;
use super::claims::Claimed;
use super::direction::Direction;
use super::evidence::Evidence;
use super::examples::Asked;
use super::families::Families;
use super::forms::{Forms, Marks};
use super::learned::Before;
use super::planned::{Keys, Planned, Plans};
use super::view::{Key, View};

/// What is known before the components are planned.
pub(super) struct Start<'a> {
    document: &'a Document<'a>,
    version: Version,
    options: &'a Options,
    marks: Arc<Marks>,
    families: Arc<Families<'a>>,
    evidence: Arc<Evidence>,
    pub(super) before: Before,
    types: Arc<HashMap<String, TypeDef>>,
    /// The components of which nothing was told: an operation that asks for one is not planned ahead.
    untold: HashSet<usize>,
}

/// What the planning of an operation takes and makes.
#[derive(Default)]
pub(super) struct Journal {
    /// The identifiers of its types.
    names: Vec<String>,
    /// Whether one of them has a number because another has its name.
    numbered: bool,
    made: Keys,
    used: Keys,
    /// The types of components that were asked for.
    pub(super) asked: RefCell<Vec<String>>,
}

/// An operation that is planned, with what was made for it.
struct Made {
    operation: ir::Operation,
    asked: Asked,
    types: Range<usize>,
    findings: Vec<Diagnostic>,
    journal: Journal,
}

/// The operations of the paths, as far as they are planned.
#[derive(Default)]
pub(super) struct Ahead {
    operations: VecDeque<Option<Made>>,
    types: Vec<Option<TypeDef>>,
    plans: Plans,
    /// The types of components as they were told.
    told: Arc<HashMap<String, TypeDef>>,
    /// Whether one was not taken, so that its names are not there.
    refused: bool,
}

/// Plans operations, from what is known before the components are planned.
pub(super) fn plan(start: &Start<'_>, claimed: &[Claimed]) -> Ahead {
    let targets = Targets::default();
    let resolver = Resolver::new(start.document.root, start.version, &targets);
    let mut diagnostics = start.before.diagnostics.clone();
    let forms = Forms::known(resolver, Arc::clone(&start.marks));
    let known = (forms, Arc::clone(&start.families));
    let mut lowering = Lowering::new(start.document, resolver, known, start.options, &mut diagnostics);
    lowering.evidence = Arc::clone(&start.evidence);
    lowering.scope = start.before.scope.clone();
    lowering.plans = start.before.plans.clone();
    lowering.learned.earlier = Arc::clone(&start.types);
    lowering.learned.untold.clone_from(&start.untold);
    lowering.journal = Some(Journal::default());
    let mut schemes = lowering.schemes();
    let (asks, asked) = mpsc::channel();
    lowering.asks = asks;
    let operations = claimed.iter().map(|claimed| lowering.ahead_of(claimed, &mut schemes, &asked)).collect();
    lowering.plans.forget_all(&start.before.plans);
    let Lowering { types, plans, learned, .. } = lowering;
    Ahead { operations, types, plans, told: learned.earlier, refused: false }
}

impl<'a> Lowering<'a> {
    /// What is known now.
    pub(super) fn start(&self) -> Start<'a> {
        Start {
            document: self.document,
            version: self.resolver.version(),
            options: self.options,
            marks: Arc::clone(self.forms.marks()),
            families: Arc::clone(&self.families),
            evidence: Arc::clone(&self.evidence),
            before: self.before(),
            types: Arc::clone(&self.learned.earlier),
            untold: self.learned.untold.clone(),
        }
    }

    /// An operation, unless it has to be planned in its turn.
    fn ahead_of(
        &mut self,
        claimed: &Claimed,
        schemes: &mut Vec<(String, Scheme)>,
        asked: &Receiver<Asked>,
    ) -> Option<Made> {
        let (types, found, declared) = (self.types.len(), self.diagnostics.len(), schemes.len());
        let numbered = self.scope.collisions();
        self.learned.missed.set(false);
        let operation = self.operation(claimed, None, schemes);
        let asked = asked.try_recv();
        let mut journal = self.journal.replace(Journal::default()).unwrap_or_default();
        let findings = self.diagnostics.split_off(found);
        // What is left out may be told of by others.
        let is_whole = |found: &Diagnostic| found.severity != Severity::Error && found.costs.is_none();
        let is_alone = self.lost.is_empty() && self.contents.is_empty() && self.events.is_empty();
        if let (Some(operation), Ok(asked)) = (operation, asked)
            && !self.learned.missed.get()
            && findings.iter().all(is_whole)
            && is_alone
            && schemes.len() == declared
        {
            journal.used.remove(&journal.made);
            journal.numbered = self.scope.collisions() > numbered;
            return Some(Made { operation, asked, types: types..self.types.len(), findings, journal });
        }
        for def in self.types.drain(types..).flatten() {
            self.defined.remove(&def.name);
        }
        self.scope.give_back(&journal.names);
        self.plans.forget(&journal.made);
        schemes.truncate(declared);
        self.lost.clear();
        self.contents.clear();
        self.events.clear();
        None
    }

    /// Keeps what was planned ahead, unless others were told something else of the components than they are.
    pub(super) fn keep(&mut self, ahead: Ahead, start: Start<'_>) {
        let Start { before, .. } = start;
        if self.is_as_told(&before) {
            self.ahead = ahead;
        }
        self.leftovers.keep(before);
    }

    /// The next operation of the paths, if it was planned ahead: nobody has made since what was made for it, and what it
    /// stands on was taken too.
    pub(super) fn planned_ahead(&mut self) -> Option<ir::Operation> {
        let made = self.ahead.operations.pop_front().flatten()?;
        let journal = made.journal;
        let taken = journal.names.iter().any(|name| self.scope.has(name)) || self.plans.has_any(&journal.made);
        let is_true = |name: &String| self.defined_now(name) == self.ahead.told.get(name);
        let lacks = (self.ahead.refused && journal.numbered)
            || self.ahead.plans.has_any(&journal.used)
            || !journal.asked.borrow().iter().all(is_true);
        if taken || lacks {
            self.ahead.refused = true;
            return None;
        }
        self.scope.take(&journal.names);
        self.plans.take(&mut self.ahead.plans, journal.made);
        let types = self.ahead.types.get_mut(made.types).unwrap_or_default();
        for def in types.iter_mut().filter_map(Option::take) {
            self.defined.insert(def.name.clone(), self.types.len());
            self.types.push(Some(def));
        }
        self.diagnostics.extend(made.findings);
        self.ask(made.asked);
        Some(made.operation)
    }

    /// An identifier for a type of the module.
    pub(super) fn claim(&mut self, name: &str) -> String {
        let claimed = self.scope.claim(name, Case::Pascal);
        if let Some(journal) = &mut self.journal {
            journal.names.push(claimed.clone());
        }
        claimed
    }

    /// The plan of the schema at a place in memory.
    pub(super) fn known_plan(&mut self, direction: Direction, place: usize) -> Option<Planned> {
        let planned = self.plan_at(direction, place).cloned();
        planned.inspect(|planned| self.unchecked.take_over(planned))
    }

    /// The same, where nothing is taken over from it.
    pub(super) fn plan_at(&mut self, direction: Direction, place: usize) -> Option<&Planned> {
        self.learned.ask(place, self.journal.is_some());
        let planned = self.plans.of(direction).get(&place);
        if let (Some(journal), Some(_)) = (&mut self.journal, &planned) {
            journal.used.places.push((direction, place));
        }
        planned
    }

    /// The plan of a view.
    pub(super) fn known_view(&mut self, key: &(Key, Direction)) -> Option<Planned> {
        let planned = self.plans.views.get(key).cloned();
        if let (Some(journal), Some(_)) = (&mut self.journal, &planned) {
            journal.used.views.push(key.clone());
        }
        planned.inspect(|planned| self.unchecked.take_over(planned))
    }

    /// Keeps the plan of the schema at a place in memory.
    pub(super) fn keep_plan(&mut self, direction: Direction, place: usize, planned: Planned) {
        if let Some(journal) = &mut self.journal {
            journal.made.places.push((direction, place));
        }
        self.plans.of(direction).insert(place, planned);
    }

    /// Keeps the plan of a view.
    pub(super) fn keep_view(&mut self, key: (Key, Direction), planned: Planned) {
        if let Some(journal) = &mut self.journal {
            journal.made.views.push(key.clone());
        }
        self.plans.views.insert(key, planned);
    }

    /// What was found before; what others find meanwhile is not known ahead.
    pub(super) fn found_before(&self) -> std::slice::Iter<'_, Diagnostic> {
        if self.journal.is_some() {
            self.learned.missed.set(true);
        }
        self.diagnostics.iter()
    }

    /// Whether a view, which is of components alone, is planned with them and not known here.
    pub(super) fn is_planned_elsewhere(&self, view: &View<'a>) -> bool {
        let is_component = |pointer: &Pointer| pointer.as_str().starts_with("/components/schemas/");
        let elsewhere = self.journal.is_some() && view.parts.iter().all(|part| is_component(&part.pointer));
        if elsewhere {
            self.learned.missed.set(true);
        }
        elsewhere
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostics;
    use crate::ir::{Api, Parameter};
    use crate::value::{Value, json};
    use crate::{Options, compile};

    /// An API with the component `Pet`, of which `list kind` is an enumeration, and with these operations.
    fn api(operations: &Value) -> Api {
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "Ahead", "version": "1"},
            "paths": operations,
            "components": {
                "schemas": {
                    "Pet": {"type": "object", "properties": {"list kind": {"type": "string", "enum": ["a", "b"]}}},
                    "Order": {"type": "string", "enum": ["up", "down"]},
                },
                "responses": {
                    "Shared": {"description": "", "content": {"application/json": {"schema": {
                        "type": "object", "properties": {"z": {"type": "string"}},
                    }}}},
                },
            },
        });
        let mut diagnostics = Diagnostics::default();
        let api = compile(&document, &Options::default(), &mut diagnostics);
        api.unwrap_or_else(|| panic!("{diagnostics:?}"))
    }

    fn operation(id: &str, schema: &Value) -> Value {
        let parameter = json!({"name": "kind", "in": "query", "schema": schema});
        let responses = json!({"200": {"$ref": "#/components/responses/Shared"}});
        json!({"get": {"operationId": id, "parameters": [parameter], "responses": responses}})
    }

    fn names(api: &Api) -> Vec<&str> {
        api.types.iter().map(|def| def.name.as_str()).collect()
    }

    fn parameter(api: &Api) -> Option<&Parameter> {
        api.all_operations().flat_map(|operation| &operation.parameters).next()
    }

    #[test]
    fn components_have_their_names_first() {
        // `list kind` of `Pet`, and `kind` of `pet list`.
        let api = api(&json!({"/": operation("pet list", &json!({"type": "string", "enum": ["c"]}))}));
        assert_eq!(names(&api), ["Pet", "PetListKind", "Order", "PetListKind2", "PetListOutputOk"]);
        assert!(format!("{:?}", parameter(&api)).contains("PetListKind2"));
    }

    #[test]
    fn a_part_of_a_component_is_one_type_wherever_it_is_referred_to() {
        let part = json!({"$ref": "#/components/schemas/Pet/properties/list%20kind"});
        let api = api(&json!({"/one": operation("one", &part), "/two": operation("two", &json!({"type": "string"}))}));
        // What both answer is called after the first, which waits for the component.
        assert_eq!(names(&api), ["Pet", "PetListKind", "Order", "OneOutputOk"]);
        assert!(format!("{:?}", parameter(&api)).contains("PetListKind"));
    }

    #[test]
    fn a_default_is_the_variant_of_a_component() {
        let order = json!({"allOf": [{"$ref": "#/components/schemas/Order"}], "default": "down"});
        let api = api(&json!({"/": operation("one", &order)}));
        assert!(format!("{:?}", parameter(&api)).contains("Variant(\"Order\", \"Down\")"));
    }
}
