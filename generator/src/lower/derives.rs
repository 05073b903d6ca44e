//! Which traits can be derived.

use foldhash::HashSet;

use crate::ir::{Api, Derives, Operation, Presence, Shape, Type, TypeDef};

/// Decides for every type.
pub(super) fn derive(api: &mut Api) {
    for def in &mut api.types {
        def.derives = of_shape(&def.shape);
    }
    allow_conversions(&mut api.types);
    let parts = api.parts.iter_mut().flat_map(|part| &mut part.api.groups);
    for operation in api.groups.iter_mut().chain(parts).flat_map(|group| &mut group.operations) {
        operation.derives = of_request(operation);
    }
}

/// A branch of a union is made from its type where no other branch holds the same one.
fn allow_conversions(types: &mut [TypeDef]) {
    let aliases: HashSet<String> =
        types.iter().filter(|def| matches!(def.shape, Shape::Alias(_))).map(|def| def.name.clone()).collect();
    for def in types {
        let own = Type::Named(def.name.clone());
        let (Shape::Union(shape) | Shape::Overlap(shape)) = &mut def.shape else { continue };
        let held: Vec<Type> = shape.variants.iter().map(|variant| variant.ty.clone()).collect();
        for variant in &mut shape.variants {
            let named = matches!(&variant.ty, Type::Named(name) if !aliases.contains(name));
            variant.converts = named && variant.ty != own && held.iter().filter(|ty| **ty == variant.ty).count() == 1;
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
