//! Constraints on numbers, texts and counts, and how they are documented.

use crate::dialect::Schema;
use crate::ir::{Check, Number};
use crate::value::Value;

use super::docs;

/// The constraint of one keyword that has a plain operand.
pub(super) fn of_keyword(schema: &Schema<'_>, keyword: &str) -> Option<Check> {
    let bound = |method, operand: Option<&Value>| Some(Check::Number(method, number(operand?)?));
    let counted = |method| Some(Check::Count(method, count(schema, keyword)?));
    match keyword {
        "minimum" => bound("minimum", schema.inclusive_bound("minimum")),
        "maximum" => bound("maximum", schema.inclusive_bound("maximum")),
        "exclusiveMinimum" => bound("exclusive_minimum", schema.exclusive_bound("exclusiveMinimum")),
        "exclusiveMaximum" => bound("exclusive_maximum", schema.exclusive_bound("exclusiveMaximum")),
        "multipleOf" => bound("multiple_of", schema.get("multipleOf")),
        "minLength" => counted("min_length"),
        "maxLength" => counted("max_length"),
        "minItems" => counted("min_items"),
        "maxItems" => counted("max_items"),
        "minProperties" => counted("min_properties"),
        "maxProperties" => counted("max_properties"),
        "uniqueItems" => schema.flag("uniqueItems").then_some(Check::UniqueItems),
        _ => None,
    }
}

/// A count; documents also write `1.0`.
pub(super) fn count(schema: &Schema<'_>, keyword: &str) -> Option<usize> {
    match number(schema.get(keyword)?)? {
        Number::Integer(value) => usize::try_from(value).ok(),
        Number::Unsigned(value) => usize::try_from(value).ok(),
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked to be a small whole number"
        )]
        Number::Float(value) if value.fract() == 0.0 && (0.0..1e15).contains(&value) => Some(value as usize),
        Number::Float(_) => None,
    }
}

fn number(value: &Value) -> Option<Number> {
    let Value::Number(number) = value else { return None };
    number
        .as_i64()
        .map(Number::Integer)
        .or_else(|| number.as_u64().map(Number::Unsigned))
        .or_else(|| number.as_f64().map(Number::Float))
}

/// The place of a keyword among the constraints that are documented, where it is one.
fn place_of(keyword: &str) -> Option<usize> {
    Some(match keyword {
        "minimum" => 0,
        "exclusiveMinimum" => 1,
        "maximum" => 2,
        "exclusiveMaximum" => 3,
        "multipleOf" => 4,
        "minLength" => 5,
        "maxLength" => 6,
        "pattern" => 7,
        "format" => 8,
        "minItems" => 9,
        "maxItems" => 10,
        "uniqueItems" => 11,
        "minProperties" => 12,
        "maxProperties" => 13,
        "const" => 14,
        "contentEncoding" => 15,
        "contentMediaType" => 16,
        _ => return None,
    })
}

/// The formats that the type itself says.
const TYPED: [&str; 19] = [
    "int8",
    "int16",
    "int32",
    "int64",
    "uint",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float",
    "double",
    "uuid",
    "date",
    "date-time",
    "ipv4",
    "ipv6",
    "byte",
    "password",
    "binary",
];

/// The constraints of a schema as one sentence of documentation.
pub(super) fn described(schema: &Schema<'_>) -> Option<String> {
    let is_typed = |keyword: &str, operand: &Value| {
        let text = operand.as_str().unwrap_or_default();
        (keyword == "format" && TYPED.contains(&text)) || (keyword == "contentEncoding" && text == "base64")
    };
    let mut told: Vec<(usize, &str, &Value)> =
        schema.entries().filter_map(|(keyword, operand)| Some((place_of(keyword)?, keyword, operand))).collect();
    told.sort_unstable_by_key(|(place, ..)| *place);
    let stated: Vec<String> = told
        .into_iter()
        .map(|(_, keyword, operand)| (keyword, operand))
        .filter(|(_, operand)| !operand.is_null() && **operand != Value::Bool(false))
        .filter(|(keyword, operand)| !is_typed(keyword, operand))
        .map(|(keyword, operand)| match operand {
            Value::Bool(true) => docs::code(keyword),
            _ => format!("`{keyword}` {}", docs::value(operand)),
        })
        .collect();
    (!stated.is_empty()).then(|| format!("Constraints: {}.", stated.join(", ")))
}
