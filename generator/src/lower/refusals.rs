//! What validation alone finds wrong with a value: its type could hold it.

use crate::dialect::Schema;
use crate::value::Value;

/// More items than this are not compared with each other.
const MOST_ITEMS: usize = 64;

/// What the own keywords of a schema refuse in a value, to be read after its place: `is longer than …`. A `pattern` is not
/// run: making one ready to run takes longer than all else here.
pub(super) fn of(schema: &Schema<'_>, value: &Value) -> Option<String> {
    // Where null is allowed, the values that are listed need not name it.
    let listed = schema.get("enum").and_then(Value::as_array).filter(|_| !value.is_null());
    if listed.is_some_and(|listed| !listed.iter().any(|one| same(one, value))) {
        return Some("is none of the values of `enum`".to_owned());
    }
    if schema.get("const").is_some_and(|only| !same(only, value)) {
        return Some("is not the value of `const`".to_owned());
    }
    match value {
        Value::String(text) => sizes(schema, ["minLength", "maxLength"], "characters", || text.chars().count()),
        Value::Number(_) => bounds(schema, value),
        Value::Array(items) => sizes(schema, ["minItems", "maxItems"], "items", || items.len()).or_else(|| {
            let twice = |(at, item): (usize, &Value)| items.iter().take(at).any(|before| same(before, item));
            let unique = schema.flag("uniqueItems") && items.len() <= MOST_ITEMS;
            (unique && items.iter().enumerate().any(twice)).then(|| "has an item twice".to_owned())
        }),
        Value::Object(members) => sizes(schema, ["minProperties", "maxProperties"], "members", || members.len()),
        Value::Null | Value::Bool(_) => None,
    }
}

/// Whether two values are equal as JSON Schema has it: `1` and `1.0` are.
fn same(one: &Value, other: &Value) -> bool {
    one == other || matches!((one.as_f64(), other.as_f64()), (Some(one), Some(other)) if one.total_cmp(&other).is_eq())
}

/// Whether there are too few or too many of something.
fn sizes(schema: &Schema<'_>, keywords: [&str; 2], what: &str, count: impl FnOnce() -> usize) -> Option<String> {
    let [least, most] = keywords.map(|keyword| schema.get(keyword).and_then(Value::as_u64));
    if least.is_none() && most.is_none() {
        return None;
    }
    let count = count() as u64;
    match (least, most) {
        (Some(least), _) if count < least => Some(format!("has {count} {what} and must have at least {least}")),
        (_, Some(most)) if count > most => Some(format!("has {count} {what} and must have at most {most}")),
        _ => None,
    }
}

/// Whether a number is too small or too large, or between what it may be.
fn bounds(schema: &Schema<'_>, value: &Value) -> Option<String> {
    let number = value.as_f64()?;
    let bound = |keyword| Some((keyword, schema.get(keyword)?.as_f64()?));
    let excluded = |keyword| schema.get(keyword) == Some(&Value::Bool(true));
    let (least, most) = (bound("minimum"), bound("maximum"));
    let found = [
        least.filter(|(_, least)| number < *least),
        most.filter(|(_, most)| number > *most),
        least.filter(|(_, least)| number <= *least && excluded("exclusiveMinimum")),
        most.filter(|(_, most)| number >= *most && excluded("exclusiveMaximum")),
        bound("exclusiveMinimum").filter(|(_, least)| number <= *least),
        bound("exclusiveMaximum").filter(|(_, most)| number >= *most),
    ];
    if let Some((keyword, bound)) = found.into_iter().flatten().next() {
        return Some(format!("is beyond the `{keyword}` {bound}"));
    }
    let step = schema.get("multipleOf").and_then(Value::as_i64).filter(|step| *step > 0)?;
    let rest = value.as_i64()?.checked_rem(step)?;
    (rest != 0).then(|| format!("is not a multiple of {step}"))
}
