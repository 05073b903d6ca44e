//! Values within requests and answers, by JSON pointers: the fields that lead to them.

use crate::diagnostic::Pointer;
use crate::ir::{Api, Field, Member, Path, Presence, Shape, Type};
use crate::nearest::nearest;

use super::docs;

/// The fields that lead from a value of a type to what a pointer points at, and the type of that.
///
/// # Errors
/// Why there is nothing, and what may have been meant.
pub(super) fn find(api: &Api, from: &Type, pointer: &str) -> Result<(Path, Type), (String, Option<String>)> {
    let mut path = Path::new();
    let mut ty = settled(api, from);
    for segment in Pointer::parse(pointer).segments() {
        let missing = |why: &str| format!("{} {why}", docs::code(&segment));
        let Some(fields) = fields(api, &ty) else {
            return Err((missing("is asked of what is no object with known members"), None));
        };
        let Some(field) = fields.iter().find(|field| field.wire == segment) else {
            let near = nearest(&segment, fields.iter().map(|field| field.wire.as_str()));
            return Err((missing("is no member"), near.map(str::to_owned)));
        };
        path.push(Member { name: field.name.clone(), options: options(field.presence) });
        ty = settled(api, &field.ty);
    }
    Ok((path, ty))
}

/// A type that is no other name of another.
pub(super) fn settled(api: &Api, ty: &Type) -> Type {
    let mut ty = ty;
    // Other names of each other end somewhere, and there are no more of them than types.
    for _ in 0..=api.types.len() {
        match definition(api, ty) {
            Some(Shape::Alias(other)) => ty = other,
            _ => break,
        }
    }
    ty.clone()
}

fn fields<'a>(api: &'a Api, ty: &Type) -> Option<&'a [Field]> {
    match definition(api, ty)? {
        Shape::Struct(shape) => Some(&shape.fields),
        _ => None,
    }
}

fn definition<'a>(api: &'a Api, ty: &Type) -> Option<&'a Shape> {
    let Type::Named(name) = ty else { return None };
    api.types.iter().find(|def| def.name == *name).map(|def| &def.shape)
}

fn options(presence: Presence) -> u8 {
    match presence {
        Presence::Required => 0,
        Presence::Optional | Presence::RequiredNullable => 1,
        Presence::OptionalNullable => 2,
    }
}

/// Whether values of a type are one text or number, which can be a parameter.
pub(super) fn is_scalar(api: &Api, ty: &Type) -> bool {
    match ty {
        Type::Nullable(inner) => is_scalar(api, &settled(api, inner)),
        Type::Named(_) => matches!(definition(api, ty), Some(Shape::StringEnum(_) | Shape::IntegerEnum(_))),
        Type::Json => true,
        _ => is_number(ty) || is_text(ty),
    }
}

/// Whether values of a type are numbers, or texts of such.
pub(super) fn is_number(ty: &Type) -> bool {
    match ty {
        Type::Nullable(inner) => is_number(inner),
        Type::I8 | Type::I16 | Type::I32 | Type::I64 | Type::U8 | Type::U16 | Type::U32 | Type::U64 | Type::Number => {
            true
        }
        _ => matches!(ty, Type::F32 | Type::F64 | Type::String | Type::Json),
    }
}

/// Whether values of a type are booleans.
pub(super) fn is_bool(ty: &Type) -> bool {
    match ty {
        Type::Nullable(inner) => is_bool(inner),
        Type::Bool | Type::Json => true,
        _ => false,
    }
}

fn is_text(ty: &Type) -> bool {
    matches!(
        ty,
        Type::String | Type::Secret | Type::Uuid | Type::Date | Type::DateTime | Type::Ipv4 | Type::Ipv6 | Type::Base64
    )
}
