//! Which traits can be derived, and what else is known of a type when all are.

use foldhash::{HashMap, HashSet};

use crate::ir::{Api, Check, Derives, Operation, Presence, Shape, Type, TypeDef, Union, UnionVariant};

/// Decides for every type.
pub(super) fn derive(api: &mut Api) {
    for def in &mut api.types {
        def.derives = of_shape(&def.shape);
    }
    allow_conversions(&mut api.types);
    find_null(&mut api.types);
    let parts = api.parts.iter_mut().flat_map(|part| &mut part.api.groups);
    for operation in api.groups.iter_mut().chain(parts).flat_map(|group| &mut group.operations) {
        operation.derives = of_request(operation);
    }
}

/// A branch of a union is made from its type where no other branch holds the same one.
fn allow_conversions(types: &mut [TypeDef]) {
    let aliases: HashMap<String, Type> = types
        .iter()
        .filter_map(|def| if let Shape::Alias(ty) = &def.shape { Some((def.name.clone(), ty.clone())) } else { None })
        .collect();
    for def in types {
        let own = Type::Named(def.name.clone());
        let (Shape::Union(shape) | Shape::Overlap(shape)) = &mut def.shape else { continue };
        let held: Vec<Type> = shape.variants.iter().map(|variant| end(&variant.ty, &aliases).clone()).collect();
        for (variant, ty) in shape.variants.iter_mut().zip(&held) {
            let named = matches!(ty, Type::Named(_));
            variant.converts = named && *ty != own && held.iter().filter(|other| *other == ty).count() == 1;
        }
    }
}

/// The type at the end of a chain of names.
fn end<'a>(ty: &'a Type, aliases: &'a HashMap<String, Type>) -> &'a Type {
    let mut ty = ty;
    while let Type::Named(name) = ty
        && let Some(inner) = aliases.get(name)
    {
        ty = inner;
    }
    ty
}

/// Finds the unions that take `null` for a value: those of which a branch is any value, and those that hold such a one.
fn find_null(types: &mut [TypeDef]) {
    let mut taking: HashSet<String> = HashSet::default();
    loop {
        let takes = |ty: &Type| match ty {
            Type::Json | Type::Nullable(_) => true,
            Type::Named(name) => taking.contains(name),
            _ => false,
        };
        let allow = |checks: &[Check]| checks.iter().all(Check::allows_null);
        let union_takes = |shape: &Union| {
            let tagged = shape.tag.as_ref().is_some_and(|tag| !tag.may_lack);
            let branch = |variant: &UnionVariant| takes(&variant.ty) && allow(&variant.checks);
            !tagged && allow(&shape.checks) && shape.variants.iter().any(branch)
        };
        let found: Vec<String> = types
            .iter()
            .filter(|def| match &def.shape {
                Shape::Alias(ty) => takes(ty),
                Shape::Union(shape) => union_takes(shape),
                _ => false,
            })
            .map(|def| def.name.clone())
            .filter(|name| !taking.contains(name))
            .collect();
        if found.is_empty() {
            break;
        }
        taking.extend(found);
    }
    for def in types {
        if let Shape::Union(shape) = &mut def.shape {
            shape.takes_null = taking.contains(&def.name);
        }
    }
}

fn of_shape(shape: &Shape) -> Derives {
    let optional = |presence| matches!(presence, Presence::Optional | Presence::OptionalNullable);
    match shape {
        Shape::StringEnum(_) | Shape::IntegerEnum(_) => Derives { key: true, default: false },
        Shape::Alias(_) | Shape::Union(_) => Derives::default(),
        Shape::Overlap(_) => Derives { key: false, default: true },
        Shape::Struct(def) => Derives { key: false, default: def.fields.iter().all(|field| optional(field.presence)) },
    }
}

fn of_request(operation: &Operation) -> Derives {
    let required = operation.parameters.iter().any(|parameter| parameter.required)
        || operation.body.as_ref().is_some_and(|body| body.required);
    Derives { key: false, default: !required }
}
