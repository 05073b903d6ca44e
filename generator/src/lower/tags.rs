//! The members that tell the branches of unions apart: each branch has one, and its constructor knows the value.

use foldhash::HashMap;

use crate::cycles::ByName;
use crate::ir::{Field, Presence, Preset, Shape, StringEnum, Struct, TagField, Type, TypeDef};
use crate::names::{Case, Scope};

/// A struct and one of its members.
type Member = (usize, String);

/// Gives each branch of a union with a tag the member for it, and each member that may have one value alone a preset.
pub(super) fn settle(types: &mut [TypeDef], by_name: &ByName) {
    let mut presets: HashMap<Member, Option<String>> = HashMap::default();
    for at in 0..types.len() {
        let Some(tag) = tag_of(types, at) else { continue };
        for (variant, ty) in tag.variants.iter().enumerate() {
            let texts: Vec<&String> =
                tag.values.iter().filter(|(_, of)| *of == variant).map(|(text, _)| text).collect();
            let Some(target) = target(ty, types, by_name) else { continue };
            add_field(types, target, &tag.property);
            let only = if let [only] = texts.as_slice() { Some((*only).clone()) } else { None };
            let known = presets.entry((target, tag.property.clone())).or_insert_with(|| only.clone());
            if *known != only {
                *known = None;
            }
            let field = tag_field(types, target, &tag.property, by_name);
            if let Some(Shape::Union(shape)) = types.get_mut(at).map(|def| &mut def.shape)
                && let Some(variant) = shape.variants.get_mut(variant)
            {
                variant.tag = field;
            }
        }
    }
    preset(types, &presets, by_name);
}

/// A tag with what its variants hold, and its values that are no implied ones.
struct Found {
    property: String,
    values: Vec<(String, usize)>,
    variants: Vec<Type>,
}

fn tag_of(types: &[TypeDef], at: usize) -> Option<Found> {
    let Shape::Union(shape) = &types.get(at)?.shape else { return None };
    let tag = shape.tag.as_ref().filter(|tag| tag.content.is_none())?;
    let stated = tag.values.iter().filter(|value| !value.implied);
    Some(Found {
        property: tag.property.clone(),
        values: stated.map(|value| (value.text.clone(), value.variant)).collect(),
        variants: shape.variants.iter().map(|variant| variant.ty.clone()).collect(),
    })
}

/// The struct that a type is, through its aliases.
fn target(ty: &Type, types: &[TypeDef], by_name: &ByName) -> Option<usize> {
    let mut ty = ty;
    for _ in 0..types.len() {
        let Type::Named(name) = ty else { return None };
        let at = *by_name.get(name.as_str())?;
        match &types.get(at)?.shape {
            Shape::Struct(_) => return Some(at),
            Shape::Alias(inner) => ty = inner,
            _ => return None,
        }
    }
    None
}

/// A branch that does not describe its tag has it all the same.
fn add_field(types: &mut [TypeDef], at: usize, property: &str) {
    let Some(Shape::Struct(shape)) = types.get_mut(at).map(|def| &mut def.shape) else { return };
    if shape.closed || shape.fields.iter().any(|field| field.wire == property) {
        return;
    }
    let mut scope = Scope::default();
    let rest = shape.rest.iter().map(|rest| &rest.name);
    for name in shape.fields.iter().map(|field| &field.name).chain(rest) {
        scope.claim(name, Case::Snake);
    }
    shape.fields.push(Field {
        name: scope.claim(property, Case::Snake),
        wire: property.to_owned(),
        docs: vec![
            "The discriminator of the unions that this is a branch of; they write it when it is unset.".to_owned(),
        ],
        deprecated: false,
        ty: Type::String,
        presence: Presence::Optional,
        boxed: false,
        default: None,
        preset: None,
        checks: Vec::new(),
    });
}

/// How the member with the tag is read.
fn tag_field(types: &[TypeDef], at: usize, property: &str, by_name: &ByName) -> Option<TagField> {
    let Shape::Struct(shape) = &types.get(at)?.shape else { return None };
    let field = field_of(shape, property)?;
    let optional = match field.presence {
        Presence::Required => false,
        Presence::Optional => true,
        Presence::RequiredNullable | Presence::OptionalNullable => return None,
    };
    let is_enum = string_enum(&field.ty, types, by_name).is_some();
    (is_enum || is_string(&field.ty, types, by_name)).then(|| TagField { name: field.name.clone(), is_enum, optional })
}

fn field_of<'t>(shape: &'t Struct, wire: &str) -> Option<&'t Field> {
    shape.fields.iter().find(|field| field.wire == wire)
}

/// The presets of required members: the tag of the only branch that this is, or the only value of an enumeration.
fn preset(types: &mut [TypeDef], tags: &HashMap<Member, Option<String>>, by_name: &ByName) {
    let mut found: Vec<(usize, usize, Preset)> = Vec::new();
    for (at, def) in types.iter().enumerate() {
        let Shape::Struct(shape) = &def.shape else { continue };
        for (index, field) in shape.fields.iter().enumerate().filter(|(_, field)| is_preset(field)) {
            let tag = tags.get(&(at, field.wire.clone())).cloned().flatten();
            let literal = match string_enum(&field.ty, types, by_name) {
                Some((name, values)) => {
                    let only = values.variants.first().filter(|_| values.variants.len() == 1 && !values.open);
                    let tagged = values.variants.iter().find(|variant| Some(&variant.wire) == tag.as_ref());
                    tagged.or(only).map(|variant| Preset::Variant(name.to_owned(), variant.name.clone()))
                }
                None if is_string(&field.ty, types, by_name) => tag.map(Preset::Text),
                None => None,
            };
            found.extend(literal.map(|literal| (at, index, literal)));
        }
    }
    for (at, index, literal) in found {
        if let Some(Shape::Struct(shape)) = types.get_mut(at).map(|def| &mut def.shape)
            && let Some(field) = shape.fields.get_mut(index)
        {
            field.preset = Some(literal);
        }
    }
}

fn is_preset(field: &Field) -> bool {
    field.presence == Presence::Required && !field.boxed
}

/// The enumeration that a type is, with its name.
fn string_enum<'t>(ty: &'t Type, types: &'t [TypeDef], by_name: &ByName) -> Option<(&'t str, &'t StringEnum)> {
    let Type::Named(name) = ty else { return None };
    match &types.get(*by_name.get(name.as_str())?)?.shape {
        Shape::StringEnum(found) => Some((name, found)),
        Shape::Alias(inner) if inner != ty => string_enum(inner, types, by_name),
        _ => None,
    }
}

fn is_string(ty: &Type, types: &[TypeDef], by_name: &ByName) -> bool {
    match ty {
        Type::String => true,
        Type::Named(name) => {
            let def = by_name.get(name.as_str()).and_then(|at| types.get(*at));
            matches!(def.map(|def| &def.shape), Some(Shape::Alias(inner)) if inner != ty && is_string(inner, types, by_name))
        }
        _ => false,
    }
}
