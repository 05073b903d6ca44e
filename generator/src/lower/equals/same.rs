//! Whether two shapes are the same but for words, where types that were found to be equal count as one.

use crate::ir::{
    EnumVariant, Field, IntegerEnum, Literal, Preset, Rest, Shape, StringEnum, Struct, Type, Union, UnionVariant,
};

use super::Names;

/// Compares shapes, with the names that were found so far.
pub(super) struct Same<'n>(pub(super) &'n Names<'n>);

impl Same<'_> {
    pub(super) fn shapes(&self, one: &Shape, other: &Shape) -> bool {
        match (one, other) {
            (Shape::Struct(one), Shape::Struct(other)) => self.structs(one, other),
            (Shape::StringEnum(one), Shape::StringEnum(other)) => {
                let StringEnum { variants, catch_all, open } = one;
                (catch_all, open) == (&other.catch_all, &other.open) && enum_variants(variants, &other.variants)
            }
            (Shape::IntegerEnum(one), Shape::IntegerEnum(other)) => {
                let IntegerEnum { variants, catch_all, open } = one;
                (catch_all, open) == (&other.catch_all, &other.open) && enum_variants(variants, &other.variants)
            }
            (Shape::Union(one), Shape::Union(other)) | (Shape::Overlap(one), Shape::Overlap(other)) => {
                self.unions(one, other)
            }
            // Other names of types are never united.
            _ => false,
        }
    }

    fn structs(&self, one: &Struct, other: &Struct) -> bool {
        let Struct { fields, ignored, closed, rest, checks, headers } = one;
        *closed == other.closed
            && *ignored == other.ignored
            && each(fields, &other.fields, |one, other| self.fields(one, other))
            && both(rest.as_ref(), other.rest.as_ref(), |one, other| self.rests(one, other))
            && *checks == other.checks
            && *headers == other.headers
    }

    fn fields(&self, one: &Field, other: &Field) -> bool {
        let Field { name, wire, docs: _, deprecated, ty, presence, boxed, default, preset, checks } = one;
        (name, wire, deprecated, presence, boxed)
            == (&other.name, &other.wire, &other.deprecated, &other.presence, &other.boxed)
            && self.types(ty, &other.ty)
            && *checks == other.checks
            && both(default.as_ref(), other.default.as_ref(), |one, other| self.literals(one, other))
            && both(preset.as_ref(), other.preset.as_ref(), |one, other| self.presets(one, other))
    }

    fn rests(&self, one: &Rest, other: &Rest) -> bool {
        let Rest { name, ty } = one;
        *name == other.name && self.types(ty, &other.ty)
    }

    fn unions(&self, one: &Union, other: &Union) -> bool {
        let Union { variants, tag, exclusive, takes_null, checks } = one;
        (exclusive, takes_null, tag) == (&other.exclusive, &other.takes_null, &other.tag)
            && each(variants, &other.variants, |one, other| self.variants(one, other))
            && *checks == other.checks
    }

    fn variants(&self, one: &UnionVariant, other: &UnionVariant) -> bool {
        let UnionVariant { name, field, docs: _, ty, boxed, checks, converts, tag } = one;
        (name, field, boxed, converts, tag) == (&other.name, &other.field, &other.boxed, &other.converts, &other.tag)
            && self.types(ty, &other.ty)
            && *checks == other.checks
    }

    fn types(&self, one: &Type, other: &Type) -> bool {
        match (one, other) {
            (Type::Named(one), Type::Named(other)) => self.names(one, other),
            (Type::Vec(one), Type::Vec(other))
            | (Type::Map(one), Type::Map(other))
            | (Type::Nullable(one), Type::Nullable(other))
            | (Type::Events(one), Type::Events(other))
            | (Type::Sequence(one), Type::Sequence(other)) => self.types(one, other),
            (Type::Part(one, headers), Type::Part(other, others)) => {
                self.types(one, other) && self.names(headers, others)
            }
            (Type::Tuple(one), Type::Tuple(other)) => each(one, other, |one, other| self.types(one, other)),
            (one, other) => one == other,
        }
    }

    fn presets(&self, one: &Preset, other: &Preset) -> bool {
        match (one, other) {
            (Preset::Variant(one, variant), Preset::Variant(other, others)) => {
                variant == others && self.names(one, other)
            }
            (one, other) => one == other,
        }
    }

    fn literals(&self, one: &Literal, other: &Literal) -> bool {
        match (one, other) {
            (Literal::Variant(one, variant), Literal::Variant(other, others))
            | (Literal::IntegerVariant(one, variant), Literal::IntegerVariant(other, others)) => {
                variant == others && self.names(one, other)
            }
            (Literal::EmptyObject(Some(one)), Literal::EmptyObject(Some(other))) => self.names(one, other),
            (Literal::List(one), Literal::List(other)) => each(one, other, |one, other| self.literals(one, other)),
            (one, other) => one == other,
        }
    }

    fn names(&self, one: &str, other: &str) -> bool {
        self.0.same(one, other)
    }
}

fn enum_variants<W: PartialEq>(one: &[EnumVariant<W>], other: &[EnumVariant<W>]) -> bool {
    each(one, other, |one, other| {
        let EnumVariant { name, wire, docs: _ } = one;
        (name, wire) == (&other.name, &other.wire)
    })
}

/// Whether two lists have the same items.
fn each<T>(one: &[T], other: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
}

/// Whether two that may be absent are the same.
fn both<T>(one: Option<&T>, other: Option<&T>, same: impl Fn(&T, &T) -> bool) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => same(one, other),
        (None, None) => true,
        _ => false,
    }
}
