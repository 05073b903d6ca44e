//! Which traits can be derived: a type has what all of its parts have.

use foldhash::{HashMap, HashSet};

use crate::cycles;
use crate::ir::{Answer, Api, Derives, Operation, Otherwise, Payload, Presence, Shape, Type, TypeDef};

/// Stands until all types are known.
pub(super) const UNKNOWN: Derives = Derives { eq: true, hash: true, default: false };

/// What may be derived of parts alone.
const ALL: Derives = UNKNOWN;

/// What is known of each type by its name.
type Known = HashMap<String, Derives>;

/// Decides for every type. Starts from "everything" and takes away until nothing changes, so recursion ends; whenever
/// something was taken from a type, those that name it are looked at again.
pub(super) fn derive(api: &mut Api) {
    let mut known: Known = api.types.iter().map(|def| (def.name.clone(), UNKNOWN)).collect();
    let mut users: HashMap<&str, Vec<usize>> = HashMap::default();
    for (at, def) in api.types.iter().enumerate() {
        cycles::names(def).for_each(|name| users.entry(name).or_default().push(at));
    }
    let mut open: Vec<usize> = (0..api.types.len()).collect();
    while let Some(def) = open.pop().and_then(|at| api.types.get(at)) {
        let found = of_def(def, &known);
        if let Some(before) = known.get_mut(&def.name).filter(|before| **before != found) {
            *before = found;
            open.extend(users.get(def.name.as_str()).into_iter().flatten());
        }
    }
    for def in &mut api.types {
        def.derives = known.get(&def.name).copied().unwrap_or(UNKNOWN);
    }
    allow_conversions(&mut api.types);
    let parts = api.parts.iter_mut().flat_map(|part| &mut part.api.groups);
    for operation in api.groups.iter_mut().chain(parts).flat_map(|group| &mut group.operations) {
        operation.derives = of_request(operation, &known);
        operation.answer_derives = of_answers(operation, &known);
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

fn of_def(def: &TypeDef, known: &Known) -> Derives {
    match &def.shape {
        Shape::StringEnum(_) | Shape::IntegerEnum(_) => ALL,
        Shape::Alias(ty) => of_type(ty, known),
        Shape::Union(def) => {
            let keeps = def.tag.as_ref().is_some_and(|tag| matches!(tag.otherwise, Otherwise::Kept(_)));
            let kept = keeps.then(|| of_type(&Type::Json, known));
            def.variants.iter().map(|variant| of_type(&variant.ty, known)).chain(kept).fold(ALL, both)
        }
        Shape::Overlap(def) => {
            let all = def.variants.iter().map(|variant| of_type(&variant.ty, known)).fold(ALL, both);
            Derives { default: true, ..all }
        }
        Shape::Struct(def) => {
            let optional = |presence| matches!(presence, Presence::Optional | Presence::OptionalNullable);
            let parts = def.fields.iter().map(|field| of_type(&field.ty, known));
            let rest = def.rest.iter().map(|rest| of_type(&Type::Map(Box::new(rest.ty.clone())), known));
            let all = parts.chain(rest).fold(ALL, both);
            Derives { default: def.fields.iter().all(|field| optional(field.presence)), ..all }
        }
    }
}

fn of_request(operation: &Operation, known: &Known) -> Derives {
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    let body = operation.body.iter().flat_map(|body| &body.content.media).map(|medium| &medium.ty);
    let all = parameters.chain(body).map(|ty| of_type(ty, known)).fold(ALL, both);
    let required = operation.parameters.iter().any(|parameter| parameter.required)
        || operation.body.as_ref().is_some_and(|body| body.required);
    Derives { default: !required, ..all }
}

fn of_answers(operation: &Operation, known: &Known) -> Derives {
    operation.successes.iter().chain(&operation.failures).map(|answer| of_answer(answer, known)).fold(ALL, both)
}

fn of_answer(answer: &Answer, known: &Known) -> Derives {
    let body = match &answer.payload {
        Payload::Enveloped(ty) | Payload::Envelope(ty) => of_type(ty, known),
        Payload::Body(content) => content.media.iter().map(|medium| of_type(&medium.ty, known)).fold(ALL, both),
        Payload::Empty => ALL,
    };
    answer.headers.iter().map(|header| of_type(&header.ty, known)).fold(body, both)
}

fn of_type(ty: &Type, known: &Known) -> Derives {
    match ty {
        Type::Number | Type::F32 | Type::F64 => Derives { eq: false, hash: false, default: false },
        Type::Json | Type::Bytes | Type::File | Type::Content | Type::Events(_) | Type::Sequence(_) => {
            Derives { eq: true, hash: false, default: false }
        }
        Type::Vec(inner) | Type::Nullable(inner) => of_type(inner, known),
        Type::Tuple(items) => items.iter().map(|item| of_type(item, known)).fold(ALL, both),
        Type::Map(inner) => Derives { hash: false, ..of_type(inner, known) },
        Type::Named(name) => known.get(name).copied().unwrap_or(ALL),
        _ => ALL,
    }
}

fn both(one: Derives, other: Derives) -> Derives {
    Derives { eq: one.eq && other.eq, hash: one.hash && other.hash, default: false }
}
