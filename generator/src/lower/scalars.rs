//! The Rust type of a string or a number, by its format.

use crate::codes;
use crate::dialect::{Kind, Schema};
use crate::ir::Type;
use crate::value::Value;

use super::Lowering;
use super::schemas::Planned;
use super::view::View;

impl Lowering<'_> {
    /// The type of a scalar of kind `kind`; an unknown format changes nothing.
    pub(super) fn scalar(&self, schema: &Schema<'_>, kind: Kind) -> Type {
        let format = schema.text("format").unwrap_or_default();
        if self.options.formats.get(format).is_some_and(|wanted| wanted == "String") && kind == Kind::String {
            return Type::String;
        }
        match (kind, format) {
            (Kind::Boolean, _) => Type::Bool,
            (Kind::Integer, format) => self.integer(schema, format),
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

    /// The plan of a schema that states one scalar type, and perhaps its format, as most members do: it needs neither a
    /// name nor a look at others.
    pub(super) fn plan_plain_scalar(&self, schema: &Schema<'_>) -> Option<Planned> {
        let kind = match schema.text("type")? {
            "string" => Kind::String,
            "boolean" => Kind::Boolean,
            "integer" => Kind::Integer,
            "number" => Kind::Number,
            _ => return None,
        };
        if !schema.says_only(&["type", "format"]) {
            return None;
        }
        let ty = self.scalar(schema, kind);
        // A number of any size may have a fraction: what it is has to be checked.
        (ty != Type::Number).then(|| Planned { nullable: schema.kinds().contains(Kind::Null), ..Planned::of(ty) })
    }

    /// The type of an integer: that of its format, unless the document itself has a value there that is beyond it.
    fn integer(&self, schema: &Schema<'_>, format: &str) -> Type {
        let types: &[Type] = match format {
            "int8" => &[Type::I8, Type::I64],
            "int16" => &[Type::I16, Type::I64],
            "int32" => &[Type::I32, Type::I64],
            "uint8" => &[Type::U8, Type::I64],
            "uint16" => &[Type::U16, Type::I64],
            "uint32" => &[Type::U32, Type::I64],
            // `uint` is what tools of Rust call a `usize`.
            "uint64" | "uint" => &[Type::U64],
            _ => &[Type::I64],
        };
        let mut spoken = stated(schema, format);
        spoken.extend(self.evidence.integers(schema));
        let fits = |ty: &&Type| spoken.iter().all(|value| holds(ty, *value));
        types.iter().find(fits).cloned().unwrap_or(Type::Number)
    }

    /// Tells of texts whose content has a schema (JSON Schema 2020-12, validation, section 8.5) that nobody reads it by.
    pub(super) fn note_contents(&mut self) {
        for at in self.contents.iter().filter(|(_, read)| !**read).map(|(at, _)| at) {
            let what = "the schema of what is in a text is not applied";
            self.diagnostics.note(codes::SCHEMA_NOT_SUPPORTED, at, what).key().label("the text stays a text");
        }
    }
}

/// The integers of which the keywords of a schema speak. What tools have rounded is no bound of a 64-bit format.
fn stated(schema: &Schema<'_>, format: &str) -> Vec<i128> {
    let bounds: &[&str] = match format {
        "int64" | "uint64" | "uint" => &[],
        _ => &["minimum", "maximum"],
    };
    let listed = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
    let values = bounds.iter().chain(&["const"]).filter_map(|keyword| schema.get(keyword)).chain(listed);
    let mut found: Vec<i128> = values.filter_map(whole).collect();
    // The largest that is valid is one less.
    for (bound, step) in [("exclusiveMinimum", 1), ("exclusiveMaximum", -1)] {
        let value = schema.exclusive_bound(bound).filter(|_| !bounds.is_empty()).and_then(whole);
        found.extend(value.map(|value| value.saturating_add(step)));
    }
    found
}

/// The whole number that a value is; documents also write `1.0`.
pub(super) fn whole(value: &Value) -> Option<i128> {
    #[expect(clippy::cast_possible_truncation, reason = "exact, but for what no type holds")]
    let without_fraction = |float: f64| (float.fract() == 0.0).then_some(float as i128);
    let number = value.as_number()?;
    number.as_i128().or_else(|| number.as_f64().and_then(without_fraction))
}

/// Whether an integer type holds a value.
pub(super) fn holds(ty: &Type, value: i128) -> bool {
    match ty {
        Type::I8 => i8::try_from(value).is_ok(),
        Type::I16 => i16::try_from(value).is_ok(),
        Type::I32 => i32::try_from(value).is_ok(),
        Type::U8 => u8::try_from(value).is_ok(),
        Type::U16 => u16::try_from(value).is_ok(),
        Type::U32 => u32::try_from(value).is_ok(),
        Type::U64 => u64::try_from(value).is_ok(),
        _ => i64::try_from(value).is_ok(),
    }
}

/// Whether no part of a view demands more than that a number is not negative.
pub(super) fn is_from_zero(view: &View<'_>) -> bool {
    let is_no_more = |bound: &Value| bound.as_f64().is_some_and(|bound| bound <= 0.0);
    view.parts.iter().all(|part| part.inclusive_bound("minimum").is_none_or(is_no_more))
}

/// How much a type narrows what its JSON type allows: of several parts, the most precise one is the type.
pub(super) fn precision(ty: &Type) -> u8 {
    match ty {
        Type::String | Type::I64 | Type::F64 | Type::Bool => 0,
        _ => 1,
    }
}
