//! Values on their way into text.

use std::borrow::Cow;

#[cfg(feature = "client")]
use percent_encoding::utf8_percent_encode;

#[cfg(feature = "client")]
use super::QueryStyle;
#[cfg(feature = "client")]
use crate::template::RESERVED;
use crate::{Decoded, Json, Rule, Violations};

/// The texts of a value: one of a scalar, any number of an array.
fn texts<'j>(json: &'j Json<'_>) -> Decoded<Vec<Cow<'j, str>>> {
    let Json::Array(items) = json else {
        return scalar(json).map(|text| vec![text]);
    };
    let item = |(index, item)| scalar(item).map_err(|violations| violations.prefixed_index(index));
    items.iter().enumerate().map(item).collect()
}

fn scalar<'j>(json: &'j Json<'_>) -> Decoded<Cow<'j, str>> {
    match json {
        Json::String(text) => Ok(Cow::Borrowed(text)),
        Json::Number(number) => Ok(Cow::Owned(number.to_string())),
        Json::Bool(true) => Ok(Cow::Borrowed("true")),
        Json::Bool(false) => Ok(Cow::Borrowed("false")),
        _ => Err(Violations::new(Rule::Type, format!("cannot be sent as text, being {}", json.kind()))),
    }
}

/// A value in a header (`style: simple`), as it is: HTTP has no way to escape.
pub(crate) fn header_text(json: &Json<'_>) -> Decoded<String> {
    let texts = texts(json)?;
    for text in &texts {
        if text.contains(|c: char| c.is_control()) {
            return Err(Violations::new(Rule::Format, "must not have control characters, being a header"));
        }
        if text.starts_with(' ') || text.ends_with(' ') {
            return Err(Violations::new(Rule::Format, "must not begin or end with a space, being a header"));
        }
        if matches!(json, Json::Array(_)) && text.contains(',') {
            return Err(Violations::new(Rule::Format, "must not have commas in its items, being a header"));
        }
    }
    Ok(texts.join(","))
}

#[cfg(feature = "client")]
fn joined(texts: &[Cow<'_, str>]) -> String {
    let mut out = String::new();
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.extend(utf8_percent_encode(text, RESERVED));
    }
    out
}

/// A value in a path (`style: simple`): percent-encoded, whatever is not unreserved.
#[cfg(feature = "client")]
pub(crate) fn path_text(json: &Json<'_>) -> Decoded<String> {
    texts(json).map(|texts| joined(&texts))
}

/// Appends a value to a query. The answer is `false` when that leaves no trace: an empty array that is exploded.
#[cfg(feature = "client")]
pub(crate) fn push_query(query: &mut String, name: &str, json: &Json<'_>, style: QueryStyle) -> Decoded<bool> {
    let texts = texts(json)?;
    if style == QueryStyle::List {
        push_pair(query, name, &joined(&texts));
        return Ok(true);
    }
    for text in &texts {
        push_pair(query, name, &utf8_percent_encode(text, RESERVED).to_string());
    }
    Ok(!texts.is_empty())
}

/// Appends `name=value`; the value is encoded already.
#[cfg(feature = "client")]
pub(crate) fn push_pair(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.extend(utf8_percent_encode(name, RESERVED));
    query.push('=');
    query.push_str(value);
}
