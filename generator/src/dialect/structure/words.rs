//! How findings name what is expected and what is there.

use crate::value::Value;

use super::Element;
use super::fields::{Names, Takes};

/// What a member takes in version 3.`minor`.
pub(super) fn of(takes: Takes, minor: u8) -> &'static str {
    match takes {
        Takes::Any => "any value",
        Takes::Text | Takes::Choice(_) => "text",
        Takes::Choices(_) => "text, or a list of texts",
        Takes::Flag => "`true` or `false`",
        Takes::Number => "a number",
        Takes::Count => "a whole number that is not negative",
        Takes::List(_) | Takes::Some(_) | Takes::Whole(_) => "a list",
        Takes::Map(..) | Takes::One(_) | Takes::Reference(_) => "an object",
        Takes::Schema if minor == 0 => "an object",
        Takes::Schema | Takes::SchemaOrFlag => "an object or a boolean",
    }
}

/// A value.
pub(super) fn of_value(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) => format!("`{value}`"),
        Value::Number(_) => format!("the number {value}"),
        Value::String(_) => "text".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// `a`, `b` or `c`
pub(super) fn listed(texts: &[&str]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| format!("`{text}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// What later versions have instead of a keyword, and later drafts of JSON Schema.
pub(super) fn replacement(key: &str) -> Option<&'static str> {
    Some(match key {
        "nullable" => "now null is a type: `type: [string, 'null']`",
        "additionalItems" => "now it is `items`, beside `prefixItems`",
        "dependencies" => "now there are `dependentRequired` and `dependentSchemas`",
        "$recursiveRef" => "now it is `$dynamicRef`",
        "$recursiveAnchor" => "now it is `$dynamicAnchor`",
        _ => return None,
    })
}

/// That an object has no member of this name.
pub(super) fn no_member(element: Element, key: &str) -> String {
    format!("the {element} has no member `{key}`")
}

/// What is wrong with a name that an element cannot have, and what becomes of it.
pub(super) fn no_name(element: Element, names: Names, key: &str) -> (String, &'static str) {
    match names {
        Names::Path => (format!("the path `{key}` does not begin with `/`"), "it is appended to a server's URL"),
        Names::Status => (
            format!("`{key}` is no status"),
            "three digits are one, as are `1XX` to `5XX` and `default`; the answer is left out",
        ),
        Names::Method => (
            format!("`{key}` is not a name that `additionalOperations` allows"),
            "any method may stand here that has no member of its own; the operation is left out",
        ),
        Names::Any | Names::Component => (
            format!("`{key}` is not a name that the {element} allows"),
            "letters from `A` to `Z`, digits, and `.`, `-` and `_` are allowed",
        ),
    }
}
