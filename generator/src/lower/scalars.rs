//! The Rust type of a string or a number, by its format.

use serde_json::Value;

use crate::dialect::{Kind, Schema};
use crate::ir::Type;

use super::Lowering;

impl Lowering<'_> {
    /// The type of a scalar of kind `kind`; an unknown format changes nothing.
    pub(super) fn scalar(&self, schema: &Schema<'_>, kind: Kind) -> Type {
        let format = schema.text("format").unwrap_or_default();
        if self.options.formats.get(format).is_some_and(|wanted| wanted == "String") && kind == Kind::String {
            return Type::String;
        }
        match (kind, format) {
            (Kind::Boolean, _) => Type::Bool,
            (Kind::Integer, "int32") => Type::I32,
            (Kind::Integer, "uint32") => Type::U32,
            (Kind::Integer, "uint64") => Type::U64,
            (Kind::Integer, format) if format != "int64" && speaks_beyond_i64(schema) => Type::Number,
            (Kind::Integer, _) => Type::I64,
            (Kind::Number, "float") if self.options.formats.get(format).is_some_and(|wanted| wanted == "f32") => {
                Type::F32
            }
            // `float` too: the digits of a number are kept, whatever its author keeps them in.
            (Kind::Number, _) => Type::F64,
            (Kind::String, "uuid") => Type::Uuid,
            (Kind::String, "date") => Type::Date,
            (Kind::String, "date-time") => Type::DateTime,
            (Kind::String, "ipv4") => Type::Ipv4,
            (Kind::String, "ipv6") => Type::Ipv6,
            (Kind::String, "byte") => Type::Base64,
            (Kind::String, "password") => Type::Secret,
            (Kind::String, _) if schema.text("contentEncoding") == Some("base64") => Type::Base64,
            _ => Type::String,
        }
    }
}

/// The first float that `i64` does not hold.
const TWO_63: f64 = 9_223_372_036_854_775_808.0;

/// Whether an integer of no size speaks itself of values that `i64` does not hold.
fn speaks_beyond_i64(schema: &Schema<'_>) -> bool {
    let single = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "const", "default", "example"];
    let listed = ["enum", "examples"].into_iter().filter_map(|keyword| schema.get(keyword)?.as_array()).flatten();
    let mut values = single.into_iter().filter_map(|keyword| schema.get(keyword)).chain(listed);
    values.any(|value| match value {
        Value::Number(number) => {
            let large = || number.as_f64().is_none_or(|float| float.abs() >= TWO_63);
            number.as_i64().is_none() && (number.is_u64() || large())
        }
        _ => false,
    })
}

/// How much a type narrows what its JSON type allows: of several parts, the most precise one is the type.
pub(super) fn precision(ty: &Type) -> u8 {
    match ty {
        Type::String | Type::I64 | Type::F64 | Type::Bool => 0,
        _ => 1,
    }
}
