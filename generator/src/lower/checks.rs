//! Constraints: what a schema demands beyond its type.

use serde_json::Value;

use crate::dialect::{Kind, Schema};
use crate::ir::{Check, Number};

use super::{Lowering, docs};

impl Lowering<'_> {
    /// The constraints of a schema of kind `kind`.
    pub(super) fn checks(&mut self, schema: &Schema<'_>, kind: Kind) -> Vec<Check> {
        match kind {
            Kind::Integer | Kind::Number => numbers(schema),
            Kind::String => {
                let mut found = counts(schema, &[("minLength", "min_length"), ("maxLength", "max_length")]);
                found.extend(schema.text("pattern").map(|pattern| Check::Pattern(pattern.to_owned())));
                found
            }
            Kind::Array => {
                let mut found = counts(schema, &[("minItems", "min_items"), ("maxItems", "max_items")]);
                found.extend(schema.flag("uniqueItems").then_some(Check::UniqueItems));
                found
            }
            Kind::Object => {
                counts(schema, &[("minProperties", "min_properties"), ("maxProperties", "max_properties")])
            }
            Kind::Boolean | Kind::Null => Vec::new(),
        }
    }
}

fn numbers(schema: &Schema<'_>) -> Vec<Check> {
    let bounds = [
        ("minimum", schema.inclusive_bound("minimum")),
        ("maximum", schema.inclusive_bound("maximum")),
        ("exclusive_minimum", schema.exclusive_bound("exclusiveMinimum")),
        ("exclusive_maximum", schema.exclusive_bound("exclusiveMaximum")),
        ("multiple_of", schema.get("multipleOf")),
    ];
    bounds.into_iter().filter_map(|(method, bound)| Some(Check::Number(method, number(bound?)?))).collect()
}

fn number(value: &Value) -> Option<Number> {
    let Value::Number(number) = value else { return None };
    number
        .as_i64()
        .map(Number::Integer)
        .or_else(|| number.as_u64().map(Number::Unsigned))
        .or_else(|| number.as_f64().map(Number::Float))
}

fn counts(schema: &Schema<'_>, keywords: &[(&str, &'static str)]) -> Vec<Check> {
    let count = |keyword: &str| schema.get(keyword).and_then(number).and_then(whole);
    keywords.iter().filter_map(|(keyword, method)| Some(Check::Count(method, count(keyword)?))).collect()
}

/// A count: OpenAPI documents also write `1.0`.
fn whole(number: Number) -> Option<usize> {
    match number {
        Number::Integer(value) => usize::try_from(value).ok(),
        Number::Unsigned(value) => usize::try_from(value).ok(),
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be a small whole number")]
        Number::Float(value) if value.fract() == 0.0 && (0.0..1e15).contains(&value) => Some(value as usize),
        Number::Float(_) => None,
    }
}

/// The keywords of constraints in the order in which they are documented.
const DESCRIBED: [&str; 15] = [
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "const",
];

/// The constraints of a schema as one sentence of documentation.
pub(super) fn described(schema: &Schema<'_>) -> Option<String> {
    let stated: Vec<String> = DESCRIBED
        .into_iter()
        .filter_map(|keyword| Some((keyword, schema.get(keyword)?)))
        .filter(|(_, operand)| !operand.is_null() && **operand != Value::Bool(false))
        .map(|(keyword, operand)| if *operand == Value::Bool(true) { docs::code(keyword) } else { format!("`{keyword}` {}", docs::value(operand)) })
        .collect();
    (!stated.is_empty()).then(|| format!("Constraints: {}.", stated.join(", ")))
}
