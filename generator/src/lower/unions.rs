//! `oneOf` and `anyOf` (JSON Schema 2020-12, core, section 10.2.1): a value of one of several types.

use crate::codes;
use crate::dialect::{Kind, Schema};
use crate::ir::{Check, Derives, Otherwise, Shape, Tag, Type, TypeDef, Union, UnionVariant};
use crate::names::{Case, Scope};

use super::schemas::{Planned, infer};
use super::view::View;
use super::{Lowering, branches, docs};

/// Unions that hold at once are nested; more branches than this, multiplied, are not.
const MOST_BRANCHES: usize = 48;

/// A union of a view: where it stands, and its branches.
#[derive(Clone)]
pub(super) struct Found<'a> {
    pub(super) keyword: &'static str,
    pub(super) schema: Schema<'a>,
    pub(super) branches: Vec<Schema<'a>>,
}

impl Found<'_> {
    /// Whether exactly one branch may fit.
    pub(super) fn is_exclusive(&self) -> bool {
        self.keyword == "oneOf"
    }
}

/// The variants of a union while they are planned.
#[derive(Default)]
struct Variants {
    found: Vec<UnionVariant>,
    /// The variant of each branch: branches of the same type share one.
    of_branches: Vec<usize>,
    nullable: bool,
    shared: bool,
    /// Whether something that a branch demands is not checked.
    weak: bool,
}

impl<'a> Lowering<'a> {
    /// Plans a view with unions; `None` when they only constrain what its other keywords describe.
    ///
    /// Of several unions the first makes the type; the others are part of each of its branches.
    pub(super) fn plan_unions(&mut self, view: &View<'a>, name: &str, slot: Option<usize>) -> Option<Planned> {
        let mut unions: Vec<Found<'a>> = Vec::new();
        for keyword in ["oneOf", "anyOf"] {
            for schema in view.with(keyword) {
                unions.push(Found { keyword, schema: schema.clone(), branches: schema.list(keyword) });
            }
        }
        unions.retain(|union| !branches::only_constrains(union, view) && !self.is_branch_of(view, union));
        let union = unions.first()?;
        let combined = unions.iter().fold(1, |all: usize, union| all.saturating_mul(union.branches.len().max(1)));
        if unions.len() > 1 && combined > MOST_BRANCHES {
            let at = union.schema.pointer.child(union.keyword);
            self.diagnostics
                .note(codes::SCHEMA_NOT_SUPPORTED, &at, "several unions of so many branches have no type of their own")
                .key()
                .label("the type is any JSON value, which validation checks");
            return Some(self.plan_any(&view.parts));
        }
        let mut base = view.clone();
        for part in base.parts.iter_mut().filter(|part| part.pointer == union.schema.pointer) {
            *part = part.without(&[union.keyword]);
        }
        let alone = unions.len() == 1 && !base.parts.iter().any(shapes);
        // What stands beside the union is not evaluated in the eyes of its branches, and would be if they were merged.
        let unevaluated = ["unevaluatedProperties", "unevaluatedItems"];
        if !alone && union.branches.iter().any(|branch| self.view(branch).has_any(&unevaluated)) {
            return Some(self.plan_written_out(&view.parts));
        }
        Some(self.plan_union(view, union, &base, alone, name, slot))
    }

    /// Whether the view itself is one of the branches, so that the union says nothing more about it: a child that
    /// is put together with a parent which lists its children.
    fn is_branch_of(&mut self, view: &View<'a>, union: &Found<'a>) -> bool {
        union
            .branches
            .iter()
            .any(|branch| self.resolver.referred(branch).is_some_and(|schema| view.seen.contains(&schema.place())))
    }

    fn plan_union(
        &mut self,
        view: &View<'a>,
        union: &Found<'a>,
        base: &View<'a>,
        alone: bool,
        name: &str,
        slot: Option<usize>,
    ) -> Planned {
        let (nulls, all): (Vec<Schema<'a>>, Vec<Schema<'a>>) =
            union.branches.iter().cloned().partition(|branch| self.is_null_branch(branch));
        let distinct = branches::distinct(&all);
        let base_allows_null = base.kinds().is_none_or(|kinds| kinds.contains(&Kind::Null));
        let mut planned = match distinct.as_slice() {
            [] => self.plan_any(&view.parts),
            [only] if alone => {
                let mut planned = self.type_of(only, name);
                planned.checks.extend(self.base_checks(union, base));
                planned
            }
            [only] => self.plan(&with_base(only, base), name, slot),
            _ => {
                let union = Found { branches: distinct.clone(), ..union.clone() };
                self.plan_branches(view, &union, base, alone, name, slot)
            }
        };
        let flagged = view.parts.iter().any(|part| part.flag("nullable"));
        if flagged || (!nulls.is_empty() && base_allows_null) {
            planned = planned.or_null();
        }
        if distinct.len() < all.len() && union.is_exclusive() {
            // By the letter, what fits a branch that is there twice is never valid.
            self.indistinct(union, &all);
            planned.checks.extend(self.union_check(union));
        }
        planned
    }

    fn plan_branches(
        &mut self,
        view: &View<'a>,
        union: &Found<'a>,
        base: &View<'a>,
        alone: bool,
        name: &str,
        slot: Option<usize>,
    ) -> Planned {
        if alone && let Some(planned) = self.plan_enum_union(view, union, name, slot) {
            return planned;
        }
        if let Some(kind) = constants_of_one_kind(&union.branches) {
            let ty = base.parts.iter().map(|part| self.scalar(part, kind)).max_by_key(super::scalars::precision);
            let checks = view.parts.iter().flat_map(|part| self.keyword_checks(part, &["type"])).collect();
            return Planned { checks, ..Planned::of(ty.unwrap_or(Type::Json)) };
        }
        let (claimed, slot) = self.claim_type(view, name, slot);
        let mut variants = self.variants(union, base, alone, &claimed);
        // Beside a union, what is said is a part of each branch; a variant of several branches says nothing itself.
        let mut checks = if alone || variants.shared { self.base_checks(union, base) } else { Vec::new() };
        if variants.shared {
            checks.extend(self.union_check(union));
        }
        if let [only] = variants.found.as_slice()
            && is_plain(&only.ty)
        {
            return Planned { nullable: variants.nullable, checks, ..Planned::of(only.ty.clone()) };
        }
        let facts: Vec<branches::Facts> =
            union.branches.iter().map(|branch| self.facts(&with_base(branch, base))).collect();
        let tag = self.tag(union, base).map(|tag| settle(tag, &mut variants));
        let tried = tag.as_ref().is_none_or(|tag| tag.may_lack || tag.otherwise == Otherwise::Tried);
        let sure = !(tried && union.is_exclusive() && !branches::are_apart(&facts))
            || self.is_sure(&union.schema, union.keyword, variants.weak);
        let shape = Union {
            variants: variants.found,
            tag,
            exclusive: union.is_exclusive() && !variants.shared && sure,
            takes_null: false,
            checks,
        };
        let shape = match &shape.tag {
            None if !union.is_exclusive() && branches::lose(&facts) && !takes_any(&shape) => Shape::Overlap(shape),
            None if union.is_exclusive() => {
                self.told_apart(union, &facts);
                Shape::Union(shape)
            }
            _ => Shape::Union(shape),
        };
        let def = TypeDef {
            name: claimed.clone(),
            docs: Self::view_docs(view),
            deprecated: view.parts.iter().any(|part| part.flag("deprecated")),
            derives: Derives::default(),
            shape,
        };
        self.fill_slot(slot, def);
        Planned { nullable: variants.nullable, ..Planned::of(Type::Named(claimed)) }
    }

    /// One variant for each branch, or for several of the same type.
    fn variants(&mut self, union: &Found<'a>, base: &View<'a>, alone: bool, owner: &str) -> Variants {
        let mut all = Variants::default();
        let mut scope = Scope::default();
        let labels = self.labels(&union.branches);
        let before = self.unchecked;
        for (branch, label) in union.branches.iter().zip(labels) {
            let name = format!("{owner} {label}");
            let planned =
                if alone { self.type_of(branch, &name) } else { self.plan(&with_base(branch, base), &name, None) };
            all.nullable |= planned.nullable;
            if let Some(known) = all.found.iter().position(|variant| variant.ty == planned.ty) {
                all.of_branches.push(known);
                all.shared = true;
                continue;
            }
            all.of_branches.push(all.found.len());
            all.found.push(UnionVariant {
                name: scope.claim(&label, Case::Pascal),
                field: scope.claim(&label, Case::Snake),
                docs: docs::with_title(branch.text("title"), branch.text("description")),
                ty: planned.ty,
                boxed: false,
                checks: planned.checks,
                converts: false,
                tag: None,
            });
        }
        // What stands beside the union is the same for each branch.
        all.weak = self.unchecked != before && (alone || self.are_weak(&union.branches));
        if all.shared {
            // A variant of several branches is checked as a whole.
            let shared = |at: usize| all.of_branches.iter().filter(|of| **of == at).count() > 1;
            let of_several = all.found.iter_mut().enumerate().filter(|(at, _)| shared(*at));
            of_several.for_each(|(_, variant)| variant.checks.clear());
        }
        all
    }

    /// What stands beside the union and is no part of its branches.
    fn base_checks(&mut self, union: &Found<'a>, base: &View<'a>) -> Vec<Check> {
        let allowed = base.kinds();
        let within = allowed.is_none_or(|allowed| {
            union.branches.iter().all(|branch| {
                let view = self.view(branch);
                let kinds = view.kinds().unwrap_or_else(|| infer(&view, self.options.untyped_as_any));
                !kinds.is_empty() && super::view::intersect(&kinds, &allowed).len() == kinds.len()
            })
        });
        let handled: &[&str] = if within { &["type"] } else { &[] };
        base.parts.iter().flat_map(|part| self.keyword_checks(part, handled)).collect()
    }

    /// The union as a check of its own.
    pub(super) fn union_check(&mut self, union: &Found<'a>) -> Vec<Check> {
        let validate = |lowering: &mut Self| union.branches.iter().map(|branch| lowering.validation(branch)).collect();
        let (branches, weak): (Vec<Vec<Check>>, bool) = self.noting(validate);
        let exclusive = union.is_exclusive() && self.is_sure(&union.schema, union.keyword, weak);
        vec![if exclusive { Check::OneOf(branches) } else { Check::AnyOf(branches) }]
    }

    /// `type: [string, integer]`: a union with one branch per type.
    pub(super) fn plan_kinds(&mut self, view: &View<'a>, kinds: &[Kind], name: &str, slot: Option<usize>) -> Planned {
        let (claimed, slot) = self.claim_type(view, name, slot);
        let mut scope = Scope::default();
        let variants = kinds
            .iter()
            .map(|&kind| {
                let label = branches::label_of(kind);
                let planned = self.plan_kind(view, kind, &format!("{claimed} {label}"), None);
                UnionVariant {
                    name: label.to_owned(),
                    field: scope.claim(label, Case::Snake),
                    docs: Vec::new(),
                    ty: planned.ty,
                    boxed: false,
                    checks: planned.checks,
                    converts: false,
                    tag: None,
                }
            })
            .collect();
        let def = TypeDef {
            name: claimed.clone(),
            docs: Self::view_docs(view),
            deprecated: false,
            derives: Derives::default(),
            shape: Shape::Union(Union { variants, tag: None, exclusive: false, takes_null: false, checks: Vec::new() }),
        };
        self.fill_slot(slot, def);
        Planned::of(Type::Named(claimed))
    }

    /// The documentation of the type of a view: that of its first part, and its place.
    pub(super) fn view_docs(view: &View<'_>) -> crate::ir::Docs {
        view.origin.as_ref().or(view.parts.first()).map_or_else(Vec::new, Self::type_docs)
    }
}

/// A tag with the variants of its branches, and a name for the variant that keeps what it does not know.
fn settle(mut tag: Tag, variants: &mut Variants) -> Tag {
    let variant = |branch: usize| variants.of_branches.get(branch).copied().unwrap_or(branch);
    for value in &mut tag.values {
        value.variant = variant(value.variant);
    }
    tag.otherwise = match tag.otherwise {
        Otherwise::Variant(branch) => Otherwise::Variant(variant(branch)),
        Otherwise::Default(branch) => Otherwise::Default(variant(branch)),
        Otherwise::Tried => Otherwise::Tried,
        Otherwise::Kept(wanted) => {
            let mut scope = Scope::default();
            for known in &variants.found {
                scope.claim(&known.name, Case::Pascal);
            }
            Otherwise::Kept(scope.claim(&wanted, Case::Pascal))
        }
    };
    tag
}

/// Whether a type names no other.
fn is_plain(ty: &Type) -> bool {
    match ty {
        Type::Named(_) => false,
        Type::Vec(inner) | Type::Map(inner) | Type::Nullable(inner) => is_plain(inner),
        _ => true,
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

/// Whether a branch takes any value, and so loses nothing of one.
fn takes_any(union: &Union) -> bool {
    union.variants.iter().any(|variant| variant.ty == Type::Json)
}

/// A branch together with what stands beside its union.
pub(super) fn with_base<'a>(branch: &Schema<'a>, base: &View<'a>) -> Vec<Schema<'a>> {
    base.parts.iter().cloned().chain([branch.clone()]).collect()
}

/// Whether a part says what a value is, beside its union.
fn shapes(part: &Schema<'_>) -> bool {
    part.assertions().iter().any(|keyword| {
        ["properties", "additionalProperties", "items", "prefixItems", "patternProperties", "required", "enum", "const"]
            .contains(keyword)
    })
}
