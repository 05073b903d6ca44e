//! Defaults: what a getter returns when a member is unset.

use serde_json::Value;

use crate::codes;
use crate::dialect::Schema;
use crate::ir::{Literal, Shape, Type};

use super::Lowering;

impl Lowering<'_> {
    /// `default` as a literal of type `ty`; a default of another type is a finding, one that Rust code cannot state
    /// in a word (a list, an object) stays in the documentation.
    pub(super) fn default(&mut self, schema: &Schema<'_>, ty: &Type) -> Option<Literal> {
        let default = schema.get("default").filter(|default| !default.is_null())?;
        match (self.unaliased(ty), default) {
            (Type::Bool, Value::Bool(value)) => return Some(Literal::Bool(*value)),
            (Type::I32 | Type::I64 | Type::U32 | Type::U64, Value::Number(number)) => {
                if let Some(value) = number.as_i128().filter(|value| fits(*value, self.unaliased(ty))) {
                    return Some(Literal::Integer(value));
                }
            }
            (Type::F32 | Type::F64, Value::Number(number)) => return number.as_f64().map(Literal::Float),
            (Type::String, Value::String(text)) => return Some(Literal::String(text.clone())),
            (Type::Named(name), Value::String(text)) => {
                if let Some(variant) = self.variant(name, text) {
                    return Some(Literal::Variant(name.clone(), variant));
                }
            }
            (Type::Bool | Type::String | Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::F32 | Type::F64, _) => {}
            // Text formats, lists, maps, structs: shown in the documentation only.
            _ => return None,
        }
        self.diagnostics
            .warning(
                codes::DEFAULT_TYPE,
                &schema.pointer.child("default"),
                format!("the default {default} is not a value of its schema"),
            )
            .help("it is left out");
        None
    }

    /// What a type is, if it is an alias of something else.
    pub(super) fn unaliased<'t>(&'t self, ty: &'t Type) -> &'t Type {
        let Type::Named(name) = ty else { return ty };
        match self.definition(name).map(|def| &def.shape) {
            Some(Shape::Alias(inner)) => self.unaliased(inner),
            _ => ty,
        }
    }

    /// The variant of a string enum for a value; `None` when the type is none, or has no such value.
    fn variant(&self, name: &str, wire: &str) -> Option<String> {
        match &self.definition(name)?.shape {
            Shape::StringEnum(found) => {
                found.variants.iter().find(|variant| variant.wire == wire).map(|variant| variant.name.clone())
            }
            _ => None,
        }
    }
}

/// Whether an integer type holds a value.
fn fits(value: i128, ty: &Type) -> bool {
    match ty {
        Type::I32 => i32::try_from(value).is_ok(),
        Type::U32 => u32::try_from(value).is_ok(),
        Type::U64 => u64::try_from(value).is_ok(),
        _ => i64::try_from(value).is_ok(),
    }
}
