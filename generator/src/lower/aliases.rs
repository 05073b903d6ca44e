//! Aliases that hold themselves: Rust has none, so that the place where one comes back to itself is any JSON value.

use crate::codes;
use crate::diagnostic::Pointer;
use crate::ir::{Shape, Type};

use super::Lowering;

impl Lowering<'_> {
    /// The type that the component `name` is an alias of, cut where it comes back to the component.
    pub(super) fn alias_of(&mut self, ty: &Type, name: &str, pointer: &Pointer) -> Type {
        // A reference to itself defines nothing: any value fits.
        if matches!(ty, Type::Named(other) if other == name) {
            return Type::Json;
        }
        let cut = self.cut(ty, name);
        if cut != *ty {
            self.diagnostics
                .warning(codes::SCHEMA_NOT_SUPPORTED, pointer, format!("`{name}` holds nothing but itself"))
                .key()
                .label("where it comes back to itself it is any JSON value")
                .help("make it an object with a member that holds itself, and it has a type of its own");
        }
        cut
    }

    fn cut(&self, ty: &Type, name: &str) -> Type {
        match ty {
            Type::Named(other) if self.comes_back(other, name) => Type::Json,
            Type::Vec(inner) => Type::Vec(Box::new(self.cut(inner, name))),
            Type::Map(inner) => Type::Map(Box::new(self.cut(inner, name))),
            Type::Nullable(inner) => match self.cut(inner, name) {
                Type::Json => Type::Json,
                cut => Type::Nullable(Box::new(cut)),
            },
            other => other.clone(),
        }
    }

    /// Whether the type `from` is `name`, or an alias that leads there.
    fn comes_back(&self, from: &str, name: &str) -> bool {
        if from == name {
            return true;
        }
        let def = self.types.iter().flatten().find(|def| def.name == from);
        // The aliases that are there already are without cycles, so this ends.
        def.is_some_and(|def| matches!(&def.shape, Shape::Alias(ty) if self.cut(ty, name) != *ty))
    }
}
