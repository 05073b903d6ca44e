//! Parameters as text: how values of paths, queries and headers are written and read
//! (OpenAPI's `style` and `explode`).

use std::borrow::Cow;

use http::HeaderMap;
use percent_encoding::utf8_percent_encode;

use crate::template::{self, RESERVED};
use crate::{Decoded, Json, Rule, Violations};

/// How a parameter is written as text: OpenAPI's `style` and `explode`, and what its schema describes.
///
/// ```
/// use twinspec_runtime::{Layout, Shape, Style};
///
/// const IDS: Layout = Layout { style: Style::Form, explode: false, shape: Shape::Array };
/// assert_eq!(Layout::scalar(Style::Form).shape, Shape::Scalar);
/// # let _ = IDS;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Layout {
    /// OpenAPI's `style`.
    pub style: Style,
    /// OpenAPI's `explode`: whether each item has a place of its own. It says nothing of a scalar.
    pub explode: bool,
    /// What the schema describes.
    pub shape: Shape,
}

impl Layout {
    /// The layout of a parameter that is one value.
    pub const fn scalar(style: Style) -> Self {
        Self { style, explode: false, shape: Shape::Scalar }
    }
}

/// OpenAPI's `style` of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Style {
    /// `simple`: in paths and headers. Items are separated by commas.
    Simple,
    /// `form`: in queries. Items are separated by commas, or exploded to `name=a&name=b`.
    Form,
}

/// What the schema of a parameter describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Shape {
    /// A text, a number or a boolean.
    Scalar,
    /// An array of such values.
    Array,
}

/// The texts of a value: one of a scalar, any number of an array.
fn texts<'j>(json: &'j Json<'_>, layout: Layout) -> Decoded<Vec<Cow<'j, str>>> {
    match (layout.shape, json) {
        (Shape::Array, Json::Array(items)) => items
            .iter()
            .enumerate()
            .map(|(index, item)| scalar(item).map_err(|violations| violations.prefixed_index(index)))
            .collect(),
        _ => scalar(json).map(|text| vec![text]),
    }
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

/// A value in a path: percent-encoded, whatever is not unreserved.
pub(crate) fn path_text(json: &Json<'_>, layout: Layout) -> Decoded<String> {
    texts(json, layout).map(|texts| joined(&texts))
}

/// Appends a value to a query. An empty array leaves no trace when it is exploded: then the answer is `false`.
pub(crate) fn push_query(query: &mut String, name: &str, json: &Json<'_>, layout: Layout) -> Decoded<bool> {
    let texts = texts(json, layout)?;
    if layout.shape == Shape::Array && !layout.explode {
        push_pair(query, name, &joined(&texts));
        return Ok(true);
    }
    for text in &texts {
        push_pair(query, name, &utf8_percent_encode(text, RESERVED).to_string());
    }
    Ok(!texts.is_empty())
}

/// Appends `name=value`; the value is encoded already.
pub(crate) fn push_pair(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.extend(utf8_percent_encode(name, RESERVED));
    query.push('=');
    query.push_str(value);
}

/// A value in a header, as it is: HTTP has no way to escape.
pub(crate) fn header_text(json: &Json<'_>, layout: Layout) -> Decoded<String> {
    let texts = texts(json, layout)?;
    let list = layout.shape == Shape::Array;
    for text in &texts {
        if text.contains(|c: char| c.is_control()) {
            return Err(Violations::new(Rule::Format, "must not have control characters, being a header"));
        }
        if text.starts_with(' ') || text.ends_with(' ') {
            return Err(Violations::new(Rule::Format, "must not begin or end with a space, being a header"));
        }
        if list && text.contains(',') {
            return Err(Violations::new(Rule::Format, "must not have commas in its items, being a header"));
        }
    }
    Ok(texts.join(","))
}

/// The value of a path parameter, from the text between slashes.
pub(crate) fn read_path(raw: &str, layout: Layout) -> Decoded<Json<'_>> {
    match layout.shape {
        Shape::Scalar => decoded(raw).map(Json::String),
        Shape::Array => raw.split(',').map(|item| decoded(item).map(Json::String)).collect(),
    }
}

/// The value of a query parameter; `None` when the query does not have it.
pub(crate) fn read_query<'q>(query: &'q str, name: &str, layout: Layout) -> Decoded<Option<Json<'q>>> {
    let mut values = pairs(query).filter(|(key, _)| form_decoded(key).is_ok_and(|key| key == name)).map(|(_, value)| value);
    let Some(first) = values.next() else { return Ok(None) };
    if layout.shape == Shape::Array && layout.explode {
        let items = std::iter::once(first).chain(values);
        return items.map(|item| form_decoded(item).map(Json::String)).collect::<Decoded<_>>().map(Some);
    }
    if values.next().is_some() {
        return Err(Violations::new(Rule::Type, "must occur once"));
    }
    match layout.shape {
        Shape::Scalar => form_decoded(first).map(|text| Some(Json::String(text))),
        Shape::Array if first.is_empty() => Ok(Some(Json::Array(Vec::new()))),
        Shape::Array => first.split(',').map(|item| form_decoded(item).map(Json::String)).collect::<Decoded<_>>().map(Some),
    }
}

/// The raw names and values of a query.
fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// The value of a header; `None` when there is none.
pub(crate) fn read_header<'h>(headers: &'h HeaderMap, name: &str, layout: Layout) -> Decoded<Option<Json<'h>>> {
    let Some(text) = header(headers, name)? else { return Ok(None) };
    Ok(Some(match layout.shape {
        Shape::Scalar => Json::String(text),
        Shape::Array if text.is_empty() => Json::Array(Vec::new()),
        Shape::Array => text.split(',').map(|item| Json::from(item.trim().to_owned())).collect(),
    }))
}

/// The text of a header. Several fields of one name are one list (RFC 9110 section 5.3).
pub(crate) fn header<'h>(headers: &'h HeaderMap, name: &str) -> Decoded<Option<Cow<'h, str>>> {
    let mut values = headers.get_all(name).iter().map(|value| {
        std::str::from_utf8(value.as_bytes()).map_err(|_| Violations::new(Rule::Format, "must be UTF-8"))
    });
    let Some(first) = values.next().transpose()? else { return Ok(None) };
    let mut text = Cow::Borrowed(first);
    for value in values {
        let text = text.to_mut();
        text.push_str(", ");
        text.push_str(value?);
    }
    Ok(Some(text))
}

fn decoded(raw: &str) -> Decoded<Cow<'_, str>> {
    template::decode(raw).ok_or_else(|| Violations::new(Rule::Syntax, "must be UTF-8, percent-encoded"))
}

/// As HTML forms have it: `+` is a space.
fn form_decoded(raw: &str) -> Decoded<Cow<'_, str>> {
    if raw.contains('+') {
        return decoded(&raw.replace('+', " ")).map(|text| Cow::Owned(text.into_owned()));
    }
    decoded(raw)
}

#[cfg(test)]
mod tests {
    use super::{Layout, Shape, Style, header_text, path_text, push_query, read_path, read_query};
    use crate::Json;

    const LIST: Layout = Layout { style: Style::Form, explode: false, shape: Shape::Array };
    const EXPLODED: Layout = Layout { style: Style::Form, explode: true, shape: Shape::Array };
    const ONE: Layout = Layout::scalar(Style::Form);

    fn strings(items: &[&str]) -> Json<'static> {
        items.iter().map(|item| Json::from((*item).to_owned())).collect()
    }

    #[test]
    fn what_is_written_is_read() {
        for text in ["", "a b", "a+b", "a&b=c", "ü/?#%", "a,b", "\0"] {
            let mut query = String::new();
            let json = Json::from(text);
            assert_eq!(push_query(&mut query, "na me", &json, ONE), Ok(true));
            assert_eq!(read_query(&query, "na me", ONE), Ok(Some(json.clone())), "{query}");
            let path = path_text(&json, Layout::scalar(Style::Simple)).unwrap();
            assert_eq!(read_path(&path, Layout::scalar(Style::Simple)), Ok(json), "{path}");
        }
        for (layout, expected) in [(LIST, "ids=a%2Cb,c%26"), (EXPLODED, "ids=a%2Cb&ids=c%26")] {
            let mut query = String::new();
            let json = strings(&["a,b", "c&"]);
            assert_eq!(push_query(&mut query, "ids", &json, layout), Ok(true));
            assert_eq!(query, expected);
            assert_eq!(read_query(&query, "ids", layout), Ok(Some(json)));
        }
    }

    #[test]
    fn queries_of_others_are_understood() {
        assert_eq!(read_query("a=1+2&b", "a", ONE), Ok(Some(Json::from("1 2"))));
        assert_eq!(read_query("a=1+2&b", "b", ONE), Ok(Some(Json::from(""))));
        assert_eq!(read_query("a=1", "c", ONE), Ok(None));
        assert_eq!(read_query("%61=1", "a", ONE), Ok(Some(Json::from("1"))));
        assert!(read_query("a=1&a=2", "a", ONE).is_err());
        assert!(read_query("a=%ff", "a", ONE).is_err());
        assert_eq!(read_query("a=", "a", LIST), Ok(Some(strings(&[]))));
        assert_eq!(read_query("a=1", "a", EXPLODED), Ok(Some(strings(&["1"]))));
    }

    #[test]
    fn a_header_cannot_carry_everything() {
        let simple = Layout::scalar(Style::Simple);
        assert_eq!(header_text(&Json::from("ä b"), simple).as_deref(), Ok("ä b"));
        for hostile in ["a\r\nb: c", "a\nb", "\0", " a", "a "] {
            assert!(header_text(&Json::from(hostile), simple).is_err(), "{hostile:?}");
        }
        let list = Layout { shape: Shape::Array, ..simple };
        assert_eq!(header_text(&strings(&["a", "b"]), list).as_deref(), Ok("a,b"));
        assert!(header_text(&strings(&["a,b"]), list).is_err());
        assert!(header_text(&Json::Null, simple).is_err());
    }
}
