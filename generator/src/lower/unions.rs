//! `oneOf` and `anyOf`: a value of one of several types.

use crate::codes;
use crate::dialect::{Kind, Schema};
use crate::ir::{Check, Shape, Type, TypeDef, Union, UnionVariant};
use crate::link;
use crate::names::{Case, Scope};

use super::schemas::{Planned, is_null};
use super::view::View;
use super::{Lowering, derives, docs};

/// Keywords that say what a value is not, or must have, without saying what it is.
const CONSTRAINING: [&str; 20] = [
    "required",
    "not",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "if",
    "then",
    "else",
    "minItems",
    "maxItems",
    "uniqueItems",
    "propertyNames",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
];

/// A union of a view: where it stands, and its branches.
struct Found<'a> {
    keyword: &'static str,
    schema: Schema<'a>,
    branches: Vec<Schema<'a>>,
}

impl<'a> Lowering<'a> {
    /// Plans a view with unions; `None` when they only constrain what its other keywords describe.
    pub(super) fn plan_unions(&mut self, view: &View<'a>, name: &str, slot: Option<usize>) -> Option<Planned> {
        let mut unions: Vec<Found<'a>> = Vec::new();
        for keyword in ["oneOf", "anyOf"] {
            for schema in view.with(keyword) {
                unions.push(Found { keyword, schema: schema.clone(), branches: schema.list(keyword) });
            }
        }
        let base = view.clone();
        unions.retain(|union| !Self::only_constrains(union, &base));
        match unions.as_slice() {
            [] => None,
            [union] => Some(self.plan_union(view, union, &base, name, slot)),
            [first, ..] => {
                let at = first.schema.pointer.child(first.keyword);
                self.diagnostics
                    .note(codes::SCHEMA_NOT_SUPPORTED, &at, "several unions at once have no type of their own")
                    .key()
                    .label("the type is any JSON value, which validation checks");
                Some(self.plan_any(&view.parts))
            }
        }
    }

    /// Whether no branch describes more than constraints on what stands beside the union.
    fn only_constrains(union: &Found<'a>, base: &View<'a>) -> bool {
        let described =
            base.kinds().is_some() || base.has_any(&["properties", "items", "additionalProperties", "enum"]);
        described
            && union.branches.iter().all(|branch| {
                let assertions = branch.assertions();
                branch.as_boolean().is_some()
                    || assertions.iter().all(|keyword| {
                        CONSTRAINING.contains(keyword) || *keyword == "type" || is_known(branch, base, keyword)
                    })
            })
    }

    fn plan_union(
        &mut self,
        view: &View<'a>,
        union: &Found<'a>,
        base: &View<'a>,
        name: &str,
        slot: Option<usize>,
    ) -> Planned {
        let (nulls, branches): (Vec<Schema<'a>>, Vec<Schema<'a>>) = union.branches.iter().cloned().partition(is_null);
        let base_allows_null = base.kinds().is_none_or(|kinds| kinds.contains(&Kind::Null));
        let alone = !base.parts.iter().any(shapes);
        let mut planned = match branches.as_slice() {
            [] => self.plan_any(&view.parts),
            [only] if alone => self.type_at(&only.pointer, name),
            [only] => self.plan(&with_base(only, base), name, slot),
            _ => self.plan_branches(view, union, &branches, base, alone, name, slot),
        };
        planned.nullable |=
            (!nulls.is_empty() && base_allows_null) || view.parts.iter().any(|part| part.flag("nullable"));
        planned
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one decision")]
    fn plan_branches(
        &mut self,
        view: &View<'a>,
        union: &Found<'a>,
        branches: &[Schema<'a>],
        base: &View<'a>,
        alone: bool,
        name: &str,
        slot: Option<usize>,
    ) -> Planned {
        if alone && let Some(planned) = self.plan_enum_union(view, branches, name, slot) {
            return planned;
        }
        if let Some(kind) = constants_of_one_kind(branches) {
            let ty = base.parts.iter().map(|part| self.scalar(part, kind)).max_by_key(super::scalars::precision);
            let checks = view.parts.iter().flat_map(|part| self.keyword_checks(part, &["type"])).collect();
            return Planned { checks, ..Planned::of(ty.unwrap_or(Type::Json)) };
        }
        let (claimed, slot) = self.claim_type(view, name, slot);
        let mut scope = Scope::default();
        let mut nullable = false;
        let mut variants: Vec<UnionVariant> = Vec::new();
        let labels: Vec<String> = branches.iter().map(|branch| self.branch_label(branch)).collect();
        for (branch, label) in branches.iter().zip(labels) {
            let branch_name = format!("{claimed} {label}");
            let planned = if alone {
                self.type_at(&branch.pointer, &branch_name)
            } else {
                self.plan(&with_base(branch, base), &branch_name, None)
            };
            nullable |= planned.nullable;
            variants.push(UnionVariant {
                name: scope.claim(&label, Case::Pascal),
                docs: docs::with_title(branch.text("title"), branch.text("description")),
                ty: planned.ty,
                boxed: false,
                checks: planned.checks,
                converts: false,
            });
        }
        let tag = self.tag(&union.schema, branches, base);
        let checks = if alone {
            base.parts.iter().flat_map(|part| self.keyword_checks(part, &["oneOf", "anyOf", "type"])).collect()
        } else {
            Vec::new()
        };
        let shape = Union { variants, tag, exclusive: union.keyword == "oneOf", checks };
        let def = TypeDef {
            name: claimed.clone(),
            docs: Self::view_docs(view),
            deprecated: view.parts.iter().any(|part| part.flag("deprecated")),
            derives: derives::UNKNOWN,
            shape: Shape::Union(shape),
        };
        self.fill_slot(slot, def);
        Planned { nullable, ..Planned::of(Type::Named(claimed)) }
    }

    /// `type: [string, integer]`: a union with one branch per type.
    pub(super) fn plan_kinds(&mut self, view: &View<'a>, kinds: &[Kind], name: &str, slot: Option<usize>) -> Planned {
        let (claimed, slot) = self.claim_type(view, name, slot);
        let variants = kinds
            .iter()
            .map(|&kind| {
                let label = label_of(kind);
                let planned = self.plan_kind(view, kind, &format!("{claimed} {label}"), None);
                UnionVariant {
                    name: label.to_owned(),
                    docs: Vec::new(),
                    ty: planned.ty,
                    boxed: false,
                    checks: planned.checks,
                    converts: false,
                }
            })
            .collect();
        let def = TypeDef {
            name: claimed.clone(),
            docs: Self::view_docs(view),
            deprecated: false,
            derives: derives::UNKNOWN,
            shape: Shape::Union(Union { variants, tag: None, exclusive: false, checks: Vec::<Check>::new() }),
        };
        self.fill_slot(slot, def);
        Planned::of(Type::Named(claimed))
    }

    /// The documentation of the type of a view: that of its first part, and its place.
    pub(super) fn view_docs(view: &View<'_>) -> crate::ir::Docs {
        view.origin.as_ref().or(view.parts.first()).map_or_else(Vec::new, Self::type_docs)
    }

    /// A name for a branch: its component's, its title, its tag, or its type.
    fn branch_label(&mut self, branch: &Schema<'a>) -> String {
        if let Some(reference) = branch.reference() {
            return link::name_in(reference);
        }
        if let Some(title) =
            branch.text("title").filter(|title| title.split_whitespace().count() <= 5 && !title.is_empty())
        {
            return title.to_owned();
        }
        let view = self.view(branch);
        let kinds: Vec<Kind> = view.kinds().unwrap_or_default();
        match kinds.iter().find(|kind| **kind != Kind::Null) {
            Some(Kind::Object) | None => super::dispatch::constant_of(branch).unwrap_or_else(|| "Object".to_owned()),
            Some(kind) => label_of(*kind).to_owned(),
        }
    }
}

/// The type of numbers or booleans of which each branch is one constant.
fn constants_of_one_kind(branches: &[Schema<'_>]) -> Option<Kind> {
    let mut found = None;
    for branch in branches {
        let values = super::enums::values(branch);
        for value in &values {
            let kind = Kind::of(value);
            let scalar = [Kind::Integer, Kind::Number, Kind::Boolean].contains(&kind);
            if !scalar || found.is_some_and(|known| known != kind) {
                return None;
            }
            found = Some(kind);
        }
        if values.is_empty() {
            return None;
        }
    }
    found
}

/// Whether a part says what a value is, beside its union.
fn shapes(part: &Schema<'_>) -> bool {
    part.assertions().iter().any(|keyword| {
        ["properties", "additionalProperties", "items", "prefixItems", "patternProperties", "required", "enum", "const"]
            .contains(keyword)
    })
}

/// A branch together with what stands beside its union.
fn with_base<'a>(branch: &Schema<'a>, base: &View<'a>) -> Vec<Schema<'a>> {
    base.parts.iter().map(Schema::own_alone).chain([branch.clone()]).collect()
}

/// Whether a keyword of a branch only repeats what the base knows: properties that it names already.
fn is_known(branch: &Schema<'_>, base: &View<'_>, keyword: &str) -> bool {
    let known = base.properties();
    keyword == "properties"
        && branch.map("properties").iter().all(|(name, property)| {
            known.contains_key(name)
                && property
                    .assertions()
                    .iter()
                    .all(|keyword| ["enum", "const", "type", "not", "pattern"].contains(keyword))
        })
}

fn label_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "Null",
        Kind::Boolean => "Boolean",
        Kind::Integer => "Integer",
        Kind::Number => "Number",
        Kind::String => "String",
        Kind::Array => "Array",
        Kind::Object => "Object",
    }
}
