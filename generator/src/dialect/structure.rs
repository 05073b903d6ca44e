//! The grammar of a document's structure: where schemas stand, and what is copied as it is.

use std::fmt;

use serde_json::{Map, Value};

use crate::diagnostic::Pointer;

/// A kind of element of an OpenAPI document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element {
    /// The Info Object.
    Info,
    /// A Server Object.
    Server,
    /// A Tag Object.
    Tag,
    /// A list of Security Requirement Objects.
    SecurityRequirements,
    /// A Security Scheme Object.
    SecurityScheme,
    /// An Operation Object.
    Operation,
    /// A Parameter Object.
    Parameter,
    /// A Request Body Object.
    RequestBody,
    /// A Response Object.
    Response,
    /// A Header Object.
    Header,
    /// A Media Type Object.
    MediaType,
    /// An Example Object.
    Example,
}

impl fmt::Display for Element {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Info => "info",
            Self::Server => "server",
            Self::Tag => "tag",
            Self::SecurityRequirements => "list of security requirements",
            Self::SecurityScheme => "security scheme",
            Self::Operation => "operation",
            Self::Parameter => "parameter",
            Self::RequestBody => "request body",
            Self::Response => "response",
            Self::Header => "header",
            Self::MediaType => "media type",
            Self::Example => "example",
        })
    }
}

/// What a member of an element is.
enum Member {
    /// Copied as it is.
    Verbatim,
    /// A schema: replaced by a reference to itself.
    Schema,
    /// Read by another stage, or not used.
    Left,
    One(Element),
    List(Element),
    Map(Element),
}

/// The grammar: what the member `key` of an element is.
fn member(element: Element, key: &str) -> Member {
    match (element, key) {
        (Element::Parameter | Element::Header | Element::MediaType, "schema") => Member::Schema,
        (Element::Operation, "parameters") => Member::List(Element::Parameter),
        (Element::Operation, "requestBody") => Member::One(Element::RequestBody),
        (Element::Operation, "responses") => Member::Map(Element::Response),
        (Element::Parameter | Element::Header | Element::RequestBody | Element::Response, "content") => {
            Member::Map(Element::MediaType)
        }
        (Element::Response, "headers") => Member::Map(Element::Header),
        // Callbacks and links are read by their pointers where they are used.
        (Element::Operation, "callbacks") | (Element::Response, "links") => Member::Left,
        _ => Member::Verbatim,
    }
}

/// The element at `pointer` in the form that `openapiv3` reads: without schemas, and with what 3.0 demands of it.
pub(super) fn without_schemas(element: Element, value: &Value, pointer: &Pointer) -> Value {
    let Value::Object(members) = value else { return value.clone() };
    if let Some(reference @ Value::String(_)) = members.get("$ref") {
        return Value::Object(Map::from_iter([("$ref".to_owned(), reference.clone())]));
    }
    let mut copy = Map::with_capacity(members.len());
    for (key, value) in members {
        let at = || pointer.child(key);
        let copied = match member(element, key) {
            Member::Left => continue,
            Member::Verbatim => value.clone(),
            Member::Schema => reference_to(&at()),
            Member::One(element) => without_schemas(element, value, &at()),
            Member::List(element) => list(element, value, &at()),
            Member::Map(element) => map(element, value, &at()),
        };
        copy.insert(key.clone(), copied);
    }
    complete(element, &mut copy, pointer);
    Value::Object(copy)
}

/// Adds what OpenAPI 3.0 requires and later versions, or real documents, leave out.
fn complete(element: Element, members: &mut Map<String, Value>, pointer: &Pointer) {
    let empty_text = || Value::String(String::new());
    match element {
        Element::Operation => {
            members.entry("responses").or_insert_with(|| Value::Object(Map::new()));
        }
        Element::Response => {
            members.entry("description").or_insert_with(empty_text);
        }
        Element::Info => {
            members.entry("title").or_insert_with(empty_text);
            let version = members.entry("version").or_insert_with(empty_text);
            if !version.is_string() {
                *version = Value::String(version.to_string());
            }
        }
        Element::SecurityScheme if members.get("type").and_then(Value::as_str) == Some(super::MUTUAL_TLS) => {
            members.insert("type".to_owned(), Value::String("http".to_owned()));
            members.insert("scheme".to_owned(), Value::String(super::MUTUAL_TLS.to_owned()));
        }
        // A parameter without schema and content may be anything.
        Element::Parameter | Element::Header if !members.contains_key("schema") && !members.contains_key("content") => {
            members.insert("schema".to_owned(), reference_to(&pointer.child("schema")));
        }
        _ => {}
    }
}

fn reference_to(pointer: &Pointer) -> Value {
    Value::Object(Map::from_iter([("$ref".to_owned(), Value::String(format!("#{pointer}")))]))
}

fn list(element: Element, value: &Value, pointer: &Pointer) -> Value {
    let Value::Array(items) = value else { return value.clone() };
    let copy = |(index, item)| without_schemas(element, item, &pointer.index(index));
    Value::Array(items.iter().enumerate().map(copy).collect())
}

fn map(element: Element, value: &Value, pointer: &Pointer) -> Value {
    let Value::Object(members) = value else { return value.clone() };
    let copy = |(key, value): (&String, &Value)| {
        // An extension among the responses or headers is not one of them.
        let copied = if key.starts_with("x-") && !value.is_object() {
            value.clone()
        } else {
            without_schemas(element, value, &pointer.child(key))
        };
        (key.clone(), copied)
    };
    Value::Object(members.iter().map(copy).collect())
}
