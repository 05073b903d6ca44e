//! What planning a schema gives.

use crate::dialect::Kind;
use crate::ir::{Check, Type};

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

    /// The same with null beside it, of which its constraints say nothing.
    pub(super) fn or_null(mut self) -> Self {
        self.nullable = true;
        if !self.checks.iter().all(Check::allows_null) {
            let null = vec![Check::Types(vec![Kind::Null.as_str()])];
            self.checks = vec![Check::AnyOf(vec![null, std::mem::take(&mut self.checks)])];
        }
        self
    }
}
