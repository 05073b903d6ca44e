//! The planner: which Rust type a schema gets.
//!
//! A type may accept more than its schema, never less. Where this stage cannot say what a schema says, the type is
//! any JSON value, which keeps the data, and a finding names the keyword.

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::{Kind, Schema};
use crate::ir::{Check, Shape, Type, TypeDef};
use crate::names::Case;

use super::{Lowering, derives, docs};

/// What was decided for a schema.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Planned {
    /// The type of a value that is not null.
    pub(super) ty: Type,
    /// Whether null is a value too.
    pub(super) nullable: bool,
    /// What the type does not guarantee, where it has no decoder of its own to check it.
    pub(super) checks: Vec<Check>,
}

impl Planned {
    /// Any JSON value.
    pub(super) fn any() -> Self {
        Self::of(Type::Json)
    }

    pub(super) fn of(ty: Type) -> Self {
        Self { ty, nullable: false, checks: Vec::new() }
    }

    /// The type with null among its values.
    pub(super) fn into_type(self) -> Type {
        if self.nullable && self.ty != Type::Json { Type::Nullable(Box::new(self.ty)) } else { self.ty }
    }
}

/// Keywords that only narrow a type: it is used without them.
const NARROWING: [&str; 14] = [
    "not",
    "if",
    "then",
    "else",
    "dependentRequired",
    "dependentSchemas",
    "contains",
    "minContains",
    "maxContains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentSchema",
    "prefixItems",
];

/// Keywords that need a type of another kind than this planner makes.
const COMBINING: [&str; 5] = ["oneOf", "anyOf", "allOf", "$dynamicRef", "patternProperties"];

impl Lowering<'_> {
    /// Gives each component schema its name, before anything else claims one.
    pub(super) fn claim_components(&mut self) -> Vec<(Pointer, String)> {
        let at = Pointer::root().child("components").child("schemas");
        let schemas = self.resolver.root().pointer(at.as_str()).and_then(serde_json::Value::as_object);
        let names = schemas.into_iter().flatten().map(|(name, _)| name);
        names.map(|name| (at.child(name), self.scope.claim(name, Case::Pascal))).collect()
    }

    /// Plans every component schema in the document's order.
    pub(super) fn plan_components(&mut self, components: &[(Pointer, String)]) {
        for (pointer, name) in components {
            let nullable = self.resolver.schema(pointer).kinds().contains(Kind::Null);
            let planned = Planned { nullable, ..Planned::of(Type::Named(name.clone())) };
            self.planned.insert(pointer.clone(), planned);
        }
        for (pointer, name) in components {
            let slot = self.open_slot();
            let schema = self.resolver.schema(pointer);
            let planned = match self.resolver.follow(pointer, self.diagnostics) {
                // A named schema that has members or values of its own is defined under its name…
                Some(target) if target == *pointer => self.plan(&schema, name, Some(slot)),
                // …and one that only refers to another is another name for it.
                Some(target) => self.type_at(&target, name),
                None => Planned::any(),
            };
            self.finish_component(pointer, name, slot, planned);
        }
    }

    /// Makes an alias of a component whose schema did not define a type of its own.
    fn finish_component(&mut self, pointer: &Pointer, name: &str, slot: usize, planned: Planned) {
        let own = Type::Named(name.to_owned());
        if let Some(known) = self.planned.get_mut(pointer) {
            known.nullable |= planned.nullable;
            known.checks.clone_from(&planned.checks);
        }
        if planned.ty == own {
            return;
        }
        let schema = self.resolver.schema(pointer);
        let def = TypeDef {
            name: name.to_owned(),
            docs: self.type_docs(&schema),
            deprecated: schema.flag("deprecated"),
            derives: derives::UNKNOWN,
            shape: Shape::Alias(planned.ty),
        };
        self.fill_slot(slot, def);
    }

    /// The plan of the schema at `pointer`, made now if it is new; `name` is for what needs one.
    pub(super) fn type_at(&mut self, pointer: &Pointer, name: &str) -> Planned {
        if let Some(planned) = self.planned.get(pointer) {
            return planned.clone();
        }
        let schema = self.resolver.schema(pointer);
        let planned = self.plan(&schema, name, None);
        self.planned.insert(pointer.clone(), planned.clone());
        planned
    }

    /// Plans a schema; with a slot, its name is claimed already and the slot is where its type goes.
    fn plan(&mut self, schema: &Schema<'_>, name: &str, slot: Option<usize>) -> Planned {
        if schema.as_boolean().is_some() {
            return Planned::any();
        }
        let assertions = schema.assertions();
        if let Some(reference) = schema.reference() {
            return self.plan_reference(schema, reference, &assertions, name);
        }
        if let [only] = assertions.as_slice()
            && let Some(planned) = self.plan_wrapper(schema, only, name)
        {
            return planned;
        }
        if let Some(keyword) = assertions.iter().find(|keyword| COMBINING.contains(keyword)) {
            self.not_supported(schema, keyword, "the type is any JSON value");
            return Planned::any();
        }
        self.report_narrowing(schema, &assertions);
        self.plan_kind(schema, &assertions, name, slot)
    }

    /// A reference: the type of its target. Siblings can only narrow it.
    fn plan_reference(&mut self, schema: &Schema<'_>, reference: &str, assertions: &[&str], name: &str) -> Planned {
        if let Some(sibling) = assertions.iter().find(|keyword| **keyword != "$ref") {
            self.not_supported(schema, sibling, "beside a `$ref` it is not checked");
        }
        let at = schema.pointer.child("$ref");
        let Some(target) = self.resolver.target(reference, &at, self.diagnostics) else { return Planned::any() };
        if self.planned.contains_key(&target) {
            return self.type_at(&target, name);
        }
        match self.resolver.follow(&target, self.diagnostics) {
            Some(end) => {
                let own_name = end.last().unwrap_or_else(|| name.to_owned());
                self.type_at(&end, &own_name)
            }
            None => Planned::any(),
        }
    }

    /// A list with one schema, or with one schema and null, says what that schema says.
    fn plan_wrapper(&mut self, schema: &Schema<'_>, keyword: &str, name: &str) -> Option<Planned> {
        if !["allOf", "oneOf", "anyOf"].contains(&keyword) {
            return None;
        }
        let branches = schema.list(keyword);
        let (nulls, rest): (Vec<_>, Vec<_>) = branches.iter().partition(|branch| is_null(branch));
        let [only] = rest.as_slice() else { return None };
        if keyword == "allOf" && !nulls.is_empty() {
            return None;
        }
        let mut planned = self.type_at(&only.pointer, name);
        planned.nullable |= !nulls.is_empty() || (keyword == "allOf" && schema.flag("nullable"));
        Some(planned)
    }

    /// Plans by the types that the schema allows.
    fn plan_kind(&mut self, schema: &Schema<'_>, assertions: &[&str], name: &str, slot: Option<usize>) -> Planned {
        let kinds = schema.kinds();
        let nullable = kinds.contains(Kind::Null);
        let mut wanted = kinds.without_null();
        if wanted == [Kind::Integer, Kind::Number] || wanted == [Kind::Number, Kind::Integer] {
            wanted = vec![Kind::Number];
        }
        if wanted.is_empty() && !nullable {
            wanted = self.infer(schema, assertions);
        }
        let mut planned = match wanted.as_slice() {
            [] => Planned::any(),
            [Kind::Object] => self.plan_object(schema, name, slot),
            [Kind::Array] => self.plan_array(schema, name),
            [kind] => self.plan_scalar(schema, *kind, name, slot),
            _ => {
                self.not_supported(schema, "type", "of several types the type is any JSON value");
                Planned::any()
            }
        };
        planned.nullable |= nullable;
        planned
    }

    /// The one type that the keywords of a schema without `type` are about.
    fn infer(&mut self, schema: &Schema<'_>, assertions: &[&str]) -> Vec<Kind> {
        let values = super::enums::values(schema);
        if let Some(first) = values.first() {
            let kind = Kind::of(first);
            return if values.iter().all(|value| Kind::of(value) == kind) { vec![kind] } else { Vec::new() };
        }
        if assertions.iter().any(|keyword| ["properties", "additionalProperties", "required"].contains(keyword)) {
            return vec![Kind::Object];
        }
        if assertions.contains(&"items") {
            return vec![Kind::Array];
        }
        Vec::new()
    }

    fn plan_array(&mut self, schema: &Schema<'_>, name: &str) -> Planned {
        let mut checks = self.checks(schema, Kind::Array);
        let item = match schema.child("items") {
            Some(items) => self.type_at(&items.pointer, &format!("{name} Item")),
            None => {
                if schema.get("prefixItems").is_none() {
                    self.diagnostics
                        .note(codes::ARRAY_WITHOUT_ITEMS, &schema.pointer, "this array does not say of what it is")
                        .help("add `items`; until then its items are any JSON value");
                }
                Planned::any()
            }
        };
        if !item.checks.is_empty() {
            checks.push(Check::Items(item.checks.clone()));
        }
        Planned { checks, ..Planned::of(Type::Vec(Box::new(item.into_type()))) }
    }

    fn plan_scalar(&mut self, schema: &Schema<'_>, kind: Kind, name: &str, slot: Option<usize>) -> Planned {
        let values = super::enums::values(schema);
        if kind == Kind::String && !values.is_empty() {
            return self.plan_string_enum(schema, &values, name, slot);
        }
        if !values.is_empty() {
            let keyword = if schema.get("const").is_some() { "const" } else { "enum" };
            self.not_supported(schema, keyword, &format!("of type `{}` it is not checked", kind.as_str()));
        }
        Planned { checks: self.checks(schema, kind), ..Planned::of(self.scalar(schema, kind)) }
    }

    fn report_narrowing(&mut self, schema: &Schema<'_>, assertions: &[&str]) {
        for keyword in assertions.iter().filter(|keyword| NARROWING.contains(keyword)) {
            self.not_supported(schema, keyword, "it is not checked");
        }
    }

    /// Says that a keyword is not supported yet, and what becomes of it.
    pub(super) fn not_supported(&mut self, schema: &Schema<'_>, keyword: &str, outcome: &str) {
        self.diagnostics
            .warning(
                codes::SCHEMA_NOT_SUPPORTED,
                &schema.pointer.child(keyword),
                format!("the keyword `{keyword}` is not supported yet"),
            )
            .key()
            .label(outcome.to_owned());
    }

    /// The documentation of a named type.
    pub(super) fn type_docs(&self, schema: &Schema<'_>) -> crate::ir::Docs {
        let mut found = docs::with_title(schema.text("title"), schema.text("description"));
        found.extend(super::checks::described(schema));
        found.push(docs::place(&schema.pointer));
        found
    }

    /// Keeps a place in the order of printing for a type that is being planned.
    pub(super) fn open_slot(&mut self) -> usize {
        self.types.push(None);
        self.types.len() - 1
    }

    /// Puts a planned type into its place.
    pub(super) fn fill_slot(&mut self, slot: usize, def: TypeDef) {
        if let Some(place) = self.types.get_mut(slot) {
            *place = Some(def);
        }
    }
}

/// Whether a schema allows null and nothing else.
fn is_null(schema: &Schema<'_>) -> bool {
    let kinds = schema.kinds();
    kinds.contains(Kind::Null) && kinds.without_null().is_empty()
}
