//! Schemas that others build upon: a discriminator on a parent, which its children merge by `allOf`
//! (OpenAPI 3.2, section 4.25.3).
//!
//! Where such a parent is referred to as a value, it is any of its children, or itself. Where a child merges it, it is
//! its own members.

use std::sync::Arc;

use foldhash::HashMap;

use crate::diagnostic::Pointer;
use crate::dialect::Schema;
use crate::ir::{Derives, Otherwise, Shape, Tag, Type, TypeDef, Union, UnionVariant};
use crate::link;
use crate::names::{Case, Scope};
use crate::resolve::Resolver;
use crate::value::Value;

use super::Lowering;
use super::dispatch::Candidate;
use super::schemas::Planned;

/// A parent with its children.
#[derive(Debug, Clone)]
pub(super) struct Family<'a> {
    property: &'a str,
    /// The Discriminator Object and its place: the parent's own, or that of a parent above it.
    declared: (&'a Value, Pointer),
    /// The components that build upon it, and those that the mapping alone leads to.
    children: Vec<Pointer>,
    /// Whether the mapping alone leads to a child, which need not have what the parent demands.
    foreign: bool,
}

impl Family<'_> {
    /// Whether it is told apart by the discriminator at a place.
    pub(super) fn is_declared_at(&self, at: &Pointer) -> bool {
        self.declared.1 == *at
    }
}

/// The parents among the components, by their places.
pub(super) type Families<'a> = HashMap<Pointer, Family<'a>>;

/// Finds them.
pub(super) fn find(resolver: Resolver<'_>) -> Families<'_> {
    let at = Pointer::root().child("components").child("schemas");
    let schemas = resolver.root().pointer(at.as_str()).and_then(Value::as_object);
    let components: Vec<Pointer> = schemas.into_iter().flatten().map(|(name, _)| at.child(name)).collect();
    let mut children: HashMap<Pointer, Vec<Pointer>> = HashMap::default();
    for pointer in &components {
        for branch in resolver.schema(pointer).placeless("allOf") {
            if let Some(parent) = place(resolver, &branch).filter(|parent| parent != pointer) {
                children.entry(parent).or_default().push(pointer.clone());
            }
        }
    }
    let of = |place: &Pointer| children.get(place).cloned().unwrap_or_default();
    let mut families = HashMap::default();
    for pointer in components {
        let Some(declared) = inherited(resolver, &pointer, &mut Vec::new()) else { continue };
        let Some(property) = declared.0.get("propertyName").and_then(Value::as_str) else { continue };
        let mut own = of(&pointer);
        let built = own.len();
        if declared.1.parent().as_ref() == Some(&pointer) {
            let mapping = declared.0.get("mapping").and_then(Value::as_object).into_iter().flatten();
            let targets = mapping.map(|(_, target)| target).chain(declared.0.get("defaultMapping"));
            for target in targets.filter_map(|target| mapped(resolver, target.as_str()?)) {
                if !descendants(&pointer, &of).contains(&target) && !own.contains(&target) {
                    own.push(target);
                }
            }
        }
        if !own.is_empty() {
            let foreign = own.len() > built;
            families.insert(pointer, Family { property, declared, children: own, foreign });
        }
    }
    families
}

/// Each parent with each of its children: a reference to the one is a reference to the other.
pub(super) fn references(families: &HashMap<Pointer, Family<'_>>) -> Vec<(Pointer, Pointer)> {
    let children =
        families.iter().flat_map(|(parent, family)| family.children.iter().map(move |child| (parent, child)));
    let mut found: Vec<(Pointer, Pointer)> = children.map(|(parent, child)| (parent.clone(), child.clone())).collect();
    found.sort_by(|one, other| (one.0.as_str(), one.1.as_str()).cmp(&(other.0.as_str(), other.1.as_str())));
    found
}

/// Where a reference leads; what leads to nowhere is found where it is planned.
pub(super) fn place(resolver: Resolver<'_>, branch: &Schema<'_>) -> Option<Pointer> {
    resolver.known(branch.reference()?).map(|(pointer, _)| pointer)
}

/// The name of the schema at a place, when it has one: not of a part of something else.
pub(super) fn named(place: &Pointer) -> Option<String> {
    let part = place.as_str().starts_with("/paths/");
    link::name_of(place).filter(|name| !part && !name.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The schema that a value of a mapping names: by its name, or by a reference.
pub(super) fn mapped(resolver: Resolver<'_>, target: &str) -> Option<Pointer> {
    let named = Pointer::root().child("components").child("schemas").child(target);
    if resolver.find(&named).is_some() {
        return Some(named);
    }
    resolver.known(target).map(|(pointer, _)| pointer)
}

/// The discriminator of a schema that is no union, or of a parent above it.
fn inherited<'a>(resolver: Resolver<'a>, pointer: &Pointer, seen: &mut Vec<Pointer>) -> Option<(&'a Value, Pointer)> {
    if seen.contains(pointer) {
        return None;
    }
    seen.push(pointer.clone());
    let schema = resolver.schema(pointer);
    if schema.get("oneOf").is_some() || schema.get("anyOf").is_some() {
        return None;
    }
    let own = |schema: &Schema<'a>| Some((schema.get("discriminator")?, schema.pointer.child("discriminator")));
    if let Some(found) = own(&schema) {
        return Some(found);
    }
    // One that stands in a part of the schema itself is nearer than that of a parent.
    let (parents, parts): (Vec<_>, Vec<_>) = schema
        .list("allOf")
        .into_iter()
        .map(|branch| (place(resolver, &branch), branch))
        .partition(|one| one.0.is_some());
    let near = parts.iter().find_map(|(_, part)| own(part));
    near.or_else(|| parents.iter().find_map(|(parent, _)| inherited(resolver, parent.as_ref()?, seen)))
}

/// The discriminator that schemas have from one parent above them all.
pub(super) fn common<'a>(resolver: Resolver<'a>, places: &[Pointer]) -> Option<&'a Value> {
    let mut found = places.iter().map(|place| inherited(resolver, place, &mut Vec::new()));
    let (declared, at) = found.next()??;
    // One of the branches may be the parent: it is any of its children.
    let apart = !places.iter().any(|place| place.holds(&at));
    (apart && found.all(|other| other.is_some_and(|(_, other)| other == at))).then_some(declared)
}

impl<'a> Lowering<'a> {
    /// Whether a schema is a parent with children.
    pub(super) fn is_family(&self, schema: &Schema<'_>) -> bool {
        self.place(schema).is_some_and(|place| self.families.contains_key(&place))
    }

    /// The tags of all members of a family, when it tells them by this property.
    pub(super) fn family_values(&mut self, place: &Pointer, property: &str) -> Option<Vec<String>> {
        let family = self.families.get(place).filter(|family| family.property == property)?.clone();
        let tag = self.family_tag(place, &family)?;
        Some(tag.values.into_iter().map(|value| value.text).collect())
    }

    /// A parent as a value: a union of its children and of itself.
    pub(super) fn plan_family(&mut self, pointer: &Pointer, name: &str, slot: usize) -> Option<Planned> {
        let family = self.families.get(pointer)?.clone();
        let tag = self.family_tag(pointer, &family)?;
        let schema = self.resolver.schema(pointer);
        let view = self.view(&schema);
        let absent = self.absent_of(std::slice::from_ref(&schema));
        let base = self.without(absent, |lowering| lowering.plan_view(&view, &format!("{name} Base"), None));
        self.keep_others(&base.ty);
        let mut scope = Scope::default();
        let mut variants = Vec::new();
        let mut variant = |label: &str, ty: Type, docs: &str| {
            variants.push(UnionVariant {
                name: scope.claim(label, Case::Pascal),
                field: scope.claim(label, Case::Snake),
                docs: if docs.is_empty() { Vec::new() } else { vec![docs.to_owned()] },
                ty,
                boxed: false,
                checks: Vec::new(),
                converts: false,
                tag: None,
            });
        };
        for child in &family.children {
            let label = named(child).unwrap_or_default();
            let planned = self.type_at(child, &label);
            variant(&label, planned.ty, "");
        }
        variant("Base", base.ty.clone(), "None of the others, or one that the document does not name.");
        let checks = if family.foreign { self.keyword_checks(&schema, &["$ref", "allOf", "type"]) } else { Vec::new() };
        let def = TypeDef {
            name: name.to_owned(),
            docs: Self::type_docs(&schema),
            deprecated: schema.flag("deprecated"),
            derives: Derives::default(),
            shape: Shape::Union(Union { variants, tag: Some(tag), exclusive: false, takes_null: false, checks }),
        };
        self.fill_slot(slot, def);
        Some(Planned { nullable: base.nullable, ..Planned::of(Type::Named(name.to_owned())) })
    }

    /// The tag of a family: the children in their order, the parent itself last.
    fn family_tag(&mut self, pointer: &Pointer, family: &Family<'a>) -> Option<Tag> {
        let families = Arc::clone(&self.families);
        let children = |place: &Pointer| families.get(place).map(|one| one.children.clone()).unwrap_or_default();
        let mut taken: Vec<Pointer> = vec![pointer.clone()];
        let mut candidates = Vec::new();
        for child in &family.children {
            let mut places = descendants(child, &children);
            places.retain(|place| !taken.contains(place));
            taken.extend(places.iter().cloned());
            let constants = self.own_constants(&places, family.property);
            candidates.push(Candidate { places, constants, inner: Vec::new() });
        }
        let constants = self.own_constants(std::slice::from_ref(pointer), family.property);
        let known = |text: &String| candidates.iter().any(|one| one.constants.contains(text));
        let constants: Vec<String> = constants.into_iter().filter(|text| !known(text)).collect();
        candidates.push(Candidate { places: vec![pointer.clone()], constants: Vec::new(), inner: Vec::new() });
        let (declared, at) = family.declared.clone();
        let own = at.parent().as_ref() == Some(pointer);
        let mut values = self.declared_values(declared, own.then_some(&at), &candidates)?;
        let base = candidates.len() - 1;
        // Nobody says that the name of the parent alone is ever sent.
        let mapped = |text: &str| declared.get("mapping").is_some_and(|mapping| mapping.get(text).is_some());
        for value in values.iter_mut().filter(|value| value.variant == base && !mapped(&value.text)) {
            value.implied = true;
        }
        // What the parent lists and no child has is the parent's own.
        for text in constants {
            if !values.iter().any(|value| value.text == text) {
                values.push(crate::ir::TagValue { text, variant: base, implied: false });
            }
        }
        let default = self.default_variant(declared, own.then_some(&at), &candidates);
        let otherwise = default.map_or(Otherwise::Variant(base), Otherwise::Default);
        let property = family.property.to_owned();
        Some(Tag { property, values, otherwise, may_lack: false, content: None })
    }

    /// What the schemas at these places themselves, and not a parent of theirs, allow for a property.
    fn own_constants(&mut self, places: &[Pointer], property: &str) -> Vec<String> {
        let mut found = Vec::new();
        for place in places {
            let schema = self.resolver.schema(place);
            let own = std::iter::once(schema.clone()).chain(schema.list("allOf"));
            for (_, property) in own.flat_map(|part| part.map("properties")).filter(|(name, _)| *name == property) {
                let view = self.view(&property);
                found.extend(
                    super::enums::values_of(&view).iter().filter_map(|value| value.as_str()).map(str::to_owned),
                );
            }
        }
        found
    }

    /// Makes the parent's own type keep the members of children that the document does not name.
    fn keep_others(&mut self, ty: &Type) {
        let Type::Named(name) = ty else { return };
        let slot = self.defined.get(name).and_then(|slot| self.types.get_mut(*slot));
        let Some(Shape::Struct(shape)) = slot.and_then(Option::as_mut).map(|def| &mut def.shape) else { return };
        if shape.rest.is_none() && !shape.closed {
            let mut scope = Scope::default();
            for field in &shape.fields {
                scope.claim(&field.name, Case::Snake);
            }
            let name = scope.claim("additional_properties", Case::Snake);
            shape.rest = Some(crate::ir::Rest { name, ty: Type::Json });
        }
    }
}

/// All that build upon a schema, it itself first.
fn descendants(of: &Pointer, children: &dyn Fn(&Pointer) -> Vec<Pointer>) -> Vec<Pointer> {
    let mut found = vec![of.clone()];
    let mut next = 0;
    while let Some(place) = found.get(next).cloned() {
        next += 1;
        for child in children(&place) {
            if !found.contains(&child) {
                found.push(child);
            }
        }
    }
    found
}
