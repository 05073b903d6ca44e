//! The planner: which Rust type a schema gets.
//!
//! A type may accept more than its schema, never less; what it accepts too much, its checks refuse. The first rung
//! that holds is taken: a type of the schema's own, a type with residual checks, a union, any JSON value with checks.

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::{Kind, Schema};
use crate::ir::{Check, Type, TypeDef};
use crate::link;

pub(super) use super::branches::is_null;
use super::direction::Direction;
pub(super) use super::planned::Planned;
use super::view::View;
use super::{Lowering, docs};

/// Keywords from which the type of an untyped schema is inferred.
pub(super) const ABOUT_OBJECTS: [&str; 4] = ["properties", "additionalProperties", "required", "patternProperties"];
pub(super) const ABOUT_ARRAYS: [&str; 2] = ["items", "prefixItems"];

/// Keywords that give a type its shape; beside a reference, all others only narrow what it refers to.
const SHAPING: [&str; 13] = [
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "items",
    "prefixItems",
    "enum",
    "const",
    "allOf",
    "oneOf",
    "anyOf",
    // They see what the reference evaluates only where it is a part of the same type.
    "unevaluatedProperties",
    "unevaluatedItems",
];

impl<'a> Lowering<'a> {
    /// The plan of the schema at `pointer`, made now if it is new; `name` is for what needs one.
    pub(super) fn type_at(&mut self, pointer: &Pointer, name: &str) -> Planned {
        let schema = self.resolver.schema(pointer);
        self.type_of(&schema, name)
    }

    /// The plan of a schema as it stands in the document.
    pub(super) fn type_of(&mut self, schema: &Schema<'a>, name: &str) -> Planned {
        let direction = self.form_of(&schema.pointer);
        if let Some(planned) = self.known_plan(direction, schema.place()) {
            return planned;
        }
        if let Some(planned) = self.plan_plain_scalar(schema) {
            return planned;
        }
        let planned = self.plan(&[schema.whole()], name, None);
        self.keep_plan(direction, schema.place(), planned.clone());
        planned
    }

    /// The plan of schemas that hold at once.
    pub(super) fn type_of_all(&mut self, schemas: &[Schema<'a>], name: &str) -> Planned {
        match schemas {
            [] => Planned::any(),
            [only] => self.type_of(only, name),
            _ => self.plan(schemas, name, None),
        }
    }

    /// Plans schemas that hold at once; with a slot, the name is claimed already and the slot is where the type goes.
    pub(super) fn plan(&mut self, schemas: &[Schema<'a>], name: &str, slot: Option<usize>) -> Planned {
        let absent = self.absent_of(schemas);
        self.without(absent, |lowering| lowering.weighed(|lowering| lowering.plan_all(schemas, name, slot)))
    }

    fn plan_all(&mut self, schemas: &[Schema<'a>], name: &str, slot: Option<usize>) -> Planned {
        if let [only] = schemas
            && let Some(planned) = self.plan_alias(only, name, slot)
        {
            return planned;
        }
        let view = self.view_of(schemas);
        if view.never {
            return Planned { checks: vec![Check::Never], ..Planned::any() };
        }
        let key = self.key_of(&view);
        if slot.is_none()
            && let Some(planned) = self.known_view(&key)
        {
            return self.known_in_part(&view, planned);
        }
        if self.is_planned_elsewhere(&view) {
            return Planned::any();
        }
        if self.depth >= super::DEEPEST {
            self.note_any(&view, "it is nested too deep in schemas without names");
            self.unchecked.leave();
            return Planned::any();
        }
        self.depth += 1;
        let planned = self.weighed(|lowering| lowering.plan_parts(schemas, &view, name, slot));
        self.depth -= 1;
        self.note_decision(&view, &planned);
        self.keep_view(key, planned.clone());
        planned
    }

    fn plan_parts(&mut self, schemas: &[Schema<'a>], view: &View<'a>, name: &str, slot: Option<usize>) -> Planned {
        if view.has_any(&["unevaluatedProperties", "unevaluatedItems", "$dynamicRef"])
            && (super::unevaluated::others(view).is_none() || self.is_any(view))
        {
            return self.plan_written_out(schemas);
        }
        if view.has_any(&["oneOf", "anyOf"])
            && let Some(planned) = self.plan_unions(view, name, slot)
        {
            return planned;
        }
        self.plan_view(view, name, slot)
    }

    /// Whether a view without types is of any JSON value: nothing else tells of what type it is, or an example speaks
    /// against that.
    fn is_any(&self, view: &View<'a>) -> bool {
        let untyped = || infer(view, self.options.untyped_as_any).is_empty() || self.evidence.against(view).is_some();
        view.kinds().is_none() && untyped()
    }

    /// Any JSON value, with everything that the schemas say as checks.
    pub(super) fn plan_any(&mut self, schemas: &[Schema<'a>]) -> Planned {
        let checks = schemas.iter().flat_map(|schema| self.validation_beside(schema)).collect();
        Planned { checks, ..Planned::any() }
    }

    /// The same with references written out: what a keyword evaluates is not known of a type of its own.
    pub(super) fn plan_written_out(&mut self, schemas: &[Schema<'a>]) -> Planned {
        let outer = std::mem::replace(&mut self.expands, true);
        let planned = self.plan_any(schemas);
        self.expands = outer;
        planned
    }

    /// A schema that is another one's: a reference, a list of one branch, with what narrows it beside.
    fn plan_alias(&mut self, schema: &Schema<'a>, name: &str, slot: Option<usize>) -> Option<Planned> {
        match schema.as_boolean() {
            Some(true) => return Some(Planned::any()),
            Some(false) => return Some(Planned { checks: vec![Check::Never], ..Planned::any() }),
            None => {}
        }
        let assertions = schema.assertions();
        if assertions.is_empty() {
            return Some(Planned::any());
        }
        let narrows = |carrier: &str| {
            assertions.iter().all(|keyword| *keyword == carrier || (*keyword != "type" && !SHAPING.contains(keyword)))
        };
        if schema.reference().is_some() && narrows("$ref") {
            let mut planned = self.plan_reference(schema, name);
            planned.checks.extend(self.keyword_checks(schema, &["$ref"]));
            return Some(if schema.annotated("nullable") { planned.or_null() } else { planned });
        }
        let [only] = assertions.as_slice() else { return None };
        if *only == "allOf" && slot.is_some() && schema.placeless("allOf").any(|branch| self.is_family(&branch)) {
            // A child that adds nothing to its parent is no other name of all of the parent's children.
            return None;
        }
        self.plan_wrapper(schema, only, name)
    }

    /// The type of what a reference leads to.
    fn plan_reference(&mut self, schema: &Schema<'a>, name: &str) -> Planned {
        let Some(target) = self.referred(schema) else { return Planned::any() };
        let direction = self.form_of(&target.pointer);
        if let Some(planned) = self.known_plan(direction, target.place()) {
            return planned;
        }
        match self.resolver.follow_schema(&target.pointer, self.diagnostics) {
            Some(_) if self.depth >= super::DEEPEST => {
                self.unchecked.leave();
                Planned::any()
            }
            Some(_) => {
                let end = self.resolver.first_that_says_more(target);
                let mut own_name = link::name_of(&end.pointer).unwrap_or_else(|| name.to_owned());
                if self.form_of(&end.pointer) == Direction::Request && self.forms.has_both(&end.pointer) {
                    own_name.push_str(" Input");
                }
                self.depth += 1;
                let planned = self.type_of(&end, &own_name);
                self.depth -= 1;
                planned
            }
            None => Planned::any(),
        }
    }

    /// A list with one schema, or with one schema and null, says what that schema says.
    fn plan_wrapper(&mut self, schema: &Schema<'a>, keyword: &str, name: &str) -> Option<Planned> {
        if !["allOf", "oneOf", "anyOf"].contains(&keyword) {
            return None;
        }
        let mut branches = schema.list(keyword);
        if keyword == "allOf" {
            // One that only describes says nothing about values.
            branches.retain(|branch| !branch.assertions().is_empty() || branch.as_boolean().is_some());
        }
        let (nulls, rest): (Vec<_>, Vec<_>) = branches.iter().partition(|branch| self.is_null_branch(branch));
        let [only] = rest.as_slice() else { return None };
        if keyword == "allOf" && !nulls.is_empty() {
            return None;
        }
        let planned = self.type_of(only, name);
        Some(if nulls.is_empty() && !schema.flag("nullable") { planned } else { planned.or_null() })
    }

    /// Plans by the types that the view allows.
    pub(super) fn plan_view(&mut self, view: &View<'a>, name: &str, slot: Option<usize>) -> Planned {
        let stated = view.kinds();
        let against = self.evidence.against(view).filter(|_| stated.is_none());
        let null = || super::enums::lists_null(view) || against == Some(Kind::Null);
        let nullable = stated.as_ref().map_or_else(null, |kinds| kinds.contains(&Kind::Null));
        let mut wanted: Vec<Kind> = match &stated {
            Some(kinds) => kinds.iter().copied().filter(|&kind| kind != Kind::Null).collect(),
            None if against.is_some_and(|kind| kind != Kind::Null) => Vec::new(),
            None => infer(view, self.options.untyped_as_any),
        };
        if wanted.contains(&Kind::Number) {
            wanted.retain(|&kind| kind != Kind::Integer);
        }
        if stated.as_ref().is_some_and(Vec::is_empty) {
            self.contradiction(view);
        }
        let mut planned = match wanted.as_slice() {
            [] => self.plan_any(&view.parts),
            [kind] => self.plan_kind(view, *kind, name, slot),
            kinds => self.plan_kinds(view, kinds, name, slot),
        };
        planned.nullable |= nullable;
        planned
    }

    /// Plans values of one type.
    pub(super) fn plan_kind(&mut self, view: &View<'a>, kind: Kind, name: &str, slot: Option<usize>) -> Planned {
        match kind {
            Kind::Object => self.plan_object(view, name, slot),
            Kind::Array => self.plan_array(view, name),
            _ => self.plan_scalar(view, kind, name, slot),
        }
    }

    fn contradiction(&mut self, view: &View<'a>) {
        let Some(part) = view.parts.first() else { return };
        self.diagnostics
            .warning(codes::CONTRADICTORY_SCHEMA, &part.pointer, "no type fits all parts of this schema")
            .help("nothing is valid here; the type is any JSON value, and every value is refused by validation");
    }

    fn plan_scalar(&mut self, view: &View<'a>, kind: Kind, name: &str, slot: Option<usize>) -> Planned {
        if let Some(part) = view.with("contentSchema").next().filter(|_| kind == Kind::String) {
            self.contents.entry(part.pointer.child("contentSchema")).or_insert(false);
        }
        let values = super::enums::values_of(view);
        if kind == Kind::String && !values.is_empty() {
            return self.plan_string_enum(view, &values, name, slot);
        }
        // Some frameworks call every number one.
        let whole = kind == Kind::Integer
            || (kind == Kind::Number && !values.iter().any(|value| Kind::of(value) == Kind::Number));
        if whole && let Some(planned) = self.plan_integer_enum(view, &values, name, slot) {
            return planned;
        }
        let ty = view.parts.iter().map(|part| self.scalar(part, kind)).max_by_key(super::scalars::precision);
        // A number of any size may have a fraction.
        let handled: &[&str] = match ty {
            Some(Type::Number) => &[],
            Some(Type::U8 | Type::U16 | Type::U32 | Type::U64) if super::scalars::is_from_zero(view) => {
                &["type", "minimum"]
            }
            _ => &["type"],
        };
        let checks = view.parts.iter().flat_map(|part| self.keyword_checks(part, handled)).collect();
        Planned { checks, ..Planned::of(ty.unwrap_or(Type::Json)) }
    }

    /// The documentation of a named type.
    pub(super) fn type_docs(schema: &Schema<'_>) -> crate::ir::Docs {
        let name = schema.pointer.last().unwrap_or_default();
        let mut found = docs::of_named(schema.text("title"), schema.text("description"), &name);
        found.extend(super::checks::described(schema));
        found.extend(docs::external_of(schema));
        found.push(docs::place(&schema.pointer));
        found
    }

    /// Keeps a place in the order of printing for a type that is being planned.
    pub(super) fn open_slot(&mut self) -> usize {
        self.types.push(None);
        self.types.len() - 1
    }

    /// Puts a planned type into its place.
    pub(super) fn fill_slot(&mut self, slot: usize, mut def: TypeDef) {
        docs::leave_out_place(&mut def.docs, &def.name);
        if let Some(place) = self.types.get_mut(slot) {
            self.defined.insert(def.name.clone(), slot);
            *place = Some(def);
        }
    }

    /// The identifier and the place of a named type: those of its component, or new ones.
    pub(super) fn claim_type(&mut self, view: &View<'a>, name: &str, slot: Option<usize>) -> (String, usize) {
        let (claimed, slot) = match slot {
            Some(slot) => (name.to_owned(), slot),
            None => (self.claim(name), self.open_slot()),
        };
        // A schema that is a part of itself finds its own name.
        let key = self.key_of(view);
        self.keep_view(key, Planned::of(Type::Named(claimed.clone())));
        (claimed, slot)
    }
}

/// The one type that the keywords of a view without `type` are about.
pub(super) fn infer(view: &View<'_>, to_the_letter: bool) -> Vec<Kind> {
    let values = super::enums::values_of(view);
    if let Some(first) = values.first() {
        let mut kinds = vec![Kind::of(first)];
        for kind in values.iter().map(|value| Kind::of(value)) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        let scalars = kinds.iter().all(|kind| ![Kind::Array, Kind::Object].contains(kind));
        return if scalars || kinds.len() == 1 { kinds } else { Vec::new() };
    }
    if to_the_letter {
        return Vec::new();
    }
    // A list under `items` is no schema: people write it for a union, and it says nothing about arrays.
    let no_schema = |part: &Schema<'_>| part.get("items").is_some() && part.child("items").is_none();
    let arrays = view.has_any(&ABOUT_ARRAYS) && !view.parts.iter().any(no_schema);
    match (view.has_any(&ABOUT_OBJECTS), arrays) {
        (true, false) => vec![Kind::Object],
        (false, true) => vec![Kind::Array],
        _ => Vec::new(),
    }
}
