//! What the tables cannot say: members that need or exclude each other.

use std::borrow::Cow;

use super::Element;
use super::check::Walk;
use super::fields::is_token;
use crate::codes;
use crate::diagnostic::{Pointer, Severity};
use crate::dialect::{Kind, has_format};
use crate::value::{Map, Value};

/// The members of which an object may have one.
const EXCLUSIVE: [(Element, &str, &str); 12] = [
    (Element::Parameter, "schema", "content"),
    (Element::Parameter, "example", "examples"),
    (Element::Header, "schema", "content"),
    (Element::Header, "example", "examples"),
    (Element::MediaType, "example", "examples"),
    (Element::Example, "value", "externalValue"),
    (Element::Example, "value", "dataValue"),
    (Element::Example, "value", "serializedValue"),
    (Element::Example, "serializedValue", "externalValue"),
    (Element::Link, "operationRef", "operationId"),
    (Element::License, "identifier", "url"),
    (Element::MediaType, "encoding", "prefixEncoding"),
];

/// The members of a Security Scheme Object that have a meaning with each type, the required ones first.
const SCHEME_MEMBERS: [(&str, &[&str], &[&str]); 5] = [
    ("apiKey", &["name", "in"], &[]),
    ("http", &["scheme"], &["bearerFormat"]),
    ("mutualTLS", &[], &[]),
    ("oauth2", &["flows"], &["oauth2MetadataUrl"]),
    ("openIdConnect", &["openIdConnectUrl"], &[]),
];

/// The styles that a parameter of a location may have (section 4.7.12.2, Style Values); `cookie` is of 3.2.
const STYLES: [(&str, &[&str]); 4] = [
    ("path", &["simple", "matrix", "label"]),
    ("query", &["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
    ("header", &["simple"]),
    ("cookie", &["form", "cookie"]),
];

/// Checks an object as a whole.
pub(super) fn check<'a>(walk: &mut Walk<'a, '_>, element: Element, members: &'a Map) {
    note_examples(walk, element, members);
    for (_, one, other) in EXCLUSIVE.iter().filter(|(of, one, _)| *of == element && members.contains_key(one)) {
        if members.contains_key(other) {
            conflict(
                walk,
                other,
                &format!("one {element} cannot have both `{one}` and `{other}`"),
                "remove one of the two",
            );
        }
    }
    match element {
        Element::OpenApi => {
            if walk.minor > 0 {
                any_of(walk, element, members, &["paths", "components", "webhooks"]);
            }
            duplicate_tags(walk, members);
        }
        Element::Response | Element::Encoding => duplicate_headers(walk, members),
        Element::Parameter => parameter(walk, members),
        Element::Header => any_of(walk, element, members, &["schema", "content"]),
        Element::Link => any_of(walk, element, members, &["operationId", "operationRef"]),
        Element::SecurityScheme => security_scheme(walk, members),
        Element::ServerVariable => server_variable(walk, members),
        Element::Paths => super::paths::check(walk, members),
        Element::Schema => example(walk, members),
        Element::Operation | Element::PathItem => duplicate_parameters(walk, members),
        _ => {}
    }
}

/// Keeps the examples of a schema, wherever they stand.
fn note_examples<'a>(walk: &mut Walk<'a, '_>, element: Element, members: &'a Map) {
    let schema = match element {
        Element::Schema => Some(members),
        Element::MediaType | Element::Parameter | Element::Header => members.get("schema").and_then(Value::as_object),
        _ => None,
    };
    let Some(schema) = schema else { return };
    // An example that is the text of JSON shows what is in the text.
    let shown = |value: &&Value| element != Element::MediaType || json_text(value).is_none();
    let single = ["example", "default"].into_iter().filter_map(|key| members.get(key)).filter(shown);
    walk.examples.extend(single.map(|value| (schema, value)));
    match members.get("examples") {
        Some(Value::Array(all)) if element == Element::Schema => {
            walk.examples.extend(all.iter().map(|value| (schema, value)));
        }
        Some(Value::Object(all)) if element != Element::Schema => {
            let root = walk.root;
            let value = |example: &'a Value| {
                let example = referred(root, example);
                example.get("value").or_else(|| example.get("dataValue"))
            };
            let shown = all.values().filter_map(value).filter(shown);
            walk.examples.extend(shown.map(|value| (schema, value)));
        }
        _ => {}
    }
}

/// The object or array of which an example holds the text. OpenAPI 3 has examples of media types as strings where they
/// cannot be written otherwise, and many authors paste JSON so.
pub(crate) fn json_text(example: &Value) -> Option<Value> {
    let text = example.as_str()?.trim_start();
    let parsed = text.starts_with(['{', '[']).then(|| text.parse().ok());
    parsed.flatten()
}

/// Whether a parameter has a style that its location does not allow.
pub(super) fn has_wrong_style(members: &Map) -> bool {
    let Some(style) = text(members, "style") else { return false };
    let place = text(members, "in").unwrap_or("header");
    STYLES.iter().any(|(of, styles)| *of == place && !styles.contains(&style))
}

/// Whether a parameter has a name that nothing in its location can have: the names of headers are tokens, and so are
/// those of cookies that are not percent-encoded (RFC 6265 section 4.1.1).
pub(super) fn has_wrong_name(members: &Map) -> bool {
    let as_it_is = match text(members, "in") {
        Some("header") => true,
        Some("cookie") => text(members, "style") == Some("cookie"),
        _ => false,
    };
    as_it_is && text(members, "name").is_some_and(|name| !is_token(name))
}

fn parameter(walk: &mut Walk<'_, '_>, members: &Map) {
    any_of(walk, Element::Parameter, members, &["schema", "content"]);
    if has_wrong_name(members) {
        let place = text(members, "in").unwrap_or_default();
        let message = format!("`{}` cannot be the name of a {place}", text(members, "name").unwrap_or_default());
        let here = walk.pointer();
        walk.warn(codes::WRONG_VALUE, Some("name"), message)
            .label("has characters that are not allowed here")
            .help("the Parameter Object that has it is left out; mend it, or amend it by an overlay")
            .costs = Some(here);
    }
    // One that is missing is told as such.
    let Some(place) = text(members, "in") else { return };
    if place == "path" && members.get("required") != Some(&Value::Bool(true)) {
        let (key, message) = match members.get("required") {
            Some(_) => (Some("required"), "a parameter of the path cannot be optional"),
            None => (None, "this parameter of the path does not say that it is required"),
        };
        let finding = walk.warn(codes::CONFLICTING_MEMBERS, key, message.to_owned());
        finding.label("it is required all the same").help("write `required: true`");
    }
    if has_wrong_style(members) {
        let style = text(members, "style").unwrap_or_default();
        let allowed =
            STYLES.iter().find(|(of, _)| *of == place).map_or("", |(_, styles)| styles.first().unwrap_or(&""));
        let message = format!("the style `{style}` does not go with `in: {place}`");
        walk.warn(codes::CONFLICTING_MEMBERS, Some("style"), message)
            .label("left out")
            .help(format!("the default is `{allowed}`"));
    } else if walk.minor < 2 && text(members, "style") == Some("cookie") {
        let help = format!("this document is of 3.{}", walk.minor);
        walk.warn(codes::WRONG_VALUE, Some("style"), "the style `cookie` is of OpenAPI 3.2".to_owned())
            .label("heeded all the same")
            .help(help);
    }
    let of_queries: &[&str] = match walk.minor {
        0 => &[],
        1 => &["allowEmptyValue", "allowReserved"],
        _ => &["allowEmptyValue"],
    };
    for key in of_queries.iter().filter(|key| place != "query" && members.contains_key(key)) {
        let message = format!("`{key}` goes with `in: query` alone");
        walk.warn(codes::CONFLICTING_MEMBERS, Some(key), message).key().label("means nothing here");
    }
    if let Some(content) = members.get("content").and_then(Value::as_object)
        && content.len() != 1
    {
        let message = format!("`content` of a parameter has exactly one media type, and not {}", content.len());
        walk.warn(codes::WRONG_VALUE, Some("content"), message).key();
    }
}

fn security_scheme(walk: &mut Walk<'_, '_>, members: &Map) {
    let kind = text(members, "type").unwrap_or_default();
    let Some((_, required, optional)) = SCHEME_MEMBERS.iter().find(|(of, ..)| *of == kind) else { return };
    for name in required.iter().filter(|name| !members.contains_key(name)) {
        walk.missing(Element::SecurityScheme, name, true);
    }
    let of_types = SCHEME_MEMBERS.iter().flat_map(|(_, required, optional)| required.iter().chain(*optional));
    for name in of_types.filter(|name| members.contains_key(name)) {
        let bearer = *name != "bearerFormat"
            || text(members, "scheme").is_none_or(|scheme| scheme.eq_ignore_ascii_case("bearer"));
        if !(required.contains(name) || optional.contains(name) && bearer) {
            let with =
                if kind == "http" && !bearer { "a `scheme` other than `bearer`" } else { &format!("`type: {kind}`") };
            let message = format!("`{name}` does not go with {with}");
            walk.warn(codes::CONFLICTING_MEMBERS, Some(name), message).key().label("means nothing here");
        }
    }
}

/// An example that is not of the type beside it, or not of its format. Whether it is right otherwise takes a validator.
fn example(walk: &mut Walk<'_, '_>, members: &Map) {
    let (Some(example), Some(stated)) = (members.get("example"), members.get("type")) else { return };
    let kinds: Vec<&str> = match stated {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    let own = Kind::of(example).as_str();
    let fits = kinds.contains(&own) || (own == "integer" && kinds.contains(&"number"));
    if kinds.is_empty() || example.is_null() {
        return;
    }
    let format = members.get("format").and_then(Value::as_str).unwrap_or_default();
    let message = match example.as_str() {
        _ if !fits => format!("this example is not of the type `{}`", kinds.join("`, `")),
        Some(text) if !has_format(format, text) => format!("this example is not of the format `{format}`"),
        _ => return,
    };
    let finding = walk.warn(codes::EXAMPLE_TYPE, Some("example"), message);
    finding.severity = Severity::Note;
    if !fits {
        finding.label(format!("this is {}", super::words::of_value(example)));
    }
}

fn server_variable(walk: &mut Walk<'_, '_>, members: &Map) {
    let (Some(default), Some(Value::Array(values))) = (members.get("default"), members.get("enum")) else { return };
    if default.is_string() && !values.contains(default) {
        let message = format!("the default {default} of this variable is not one of its values");
        walk.warn(codes::WRONG_VALUE, Some("default"), message).label("not among `enum`");
    }
}

/// Two parameters of one list with the same name and location (section 4.7.10, `parameters`).
fn duplicate_parameters(walk: &mut Walk<'_, '_>, members: &Map) {
    let Some(Value::Array(parameters)) = members.get("parameters") else { return };
    let root = walk.root;
    let keys: Vec<Option<(&str, Cow<'_, str>)>> = parameters
        .iter()
        .map(|parameter| {
            let parameter = referred(root, parameter);
            let (place, name) = (parameter.get("in")?.as_str()?, parameter.get("name")?.as_str()?);
            // Names of headers are the same in any case (RFC 9110 section 5.1).
            let key = if place == "header" { name.to_ascii_lowercase().into() } else { Cow::Borrowed(name) };
            Some((place, key))
        })
        .collect();
    for (index, key) in keys.iter().enumerate() {
        let Some((place, name)) = key else { continue };
        let Some(first) = keys.iter().take(index).position(|before| before == key) else { continue };
        let list = walk.pointer().child("parameters");
        let message = format!("there are two parameters `{name}` in the {place}");
        let finding = walk.warn(codes::DUPLICATE_PARAMETER, Some("parameters"), message);
        finding.pointer = list.index(index);
        finding
            .label("the second one counts")
            .help("remove one of the two")
            .related(&list.index(first), "the first one");
    }
}

/// Two headers of one answer, or of one part, whose names differ in case alone.
fn duplicate_headers(walk: &mut Walk<'_, '_>, members: &Map) {
    let Some(Value::Object(headers)) = members.get("headers") else { return };
    let at = walk.pointer().child("headers");
    for (index, name) in headers.keys().enumerate() {
        let Some(first) = headers.keys().take(index).find(|first| first.eq_ignore_ascii_case(name)) else { continue };
        let message = format!("there are two headers `{name}`: names of headers are the same in any case");
        let finding = walk.warn(codes::DUPLICATE_PARAMETER, None, message);
        finding.pointer = at.child(name);
        finding
            .key()
            .label("the first one counts")
            .help("remove one of the two")
            .related(&at.child(first), "the first one");
    }
}

/// Two tags of one name (section 4.8.1, `tags`).
fn duplicate_tags(walk: &mut Walk<'_, '_>, members: &Map) {
    let Some(Value::Array(tags)) = members.get("tags") else { return };
    let at = walk.pointer().child("tags");
    let name = |tag: &Value| tag.get("name").and_then(Value::as_str).map(str::to_owned);
    for (index, tag) in tags.iter().enumerate() {
        let Some(own) = name(tag) else { continue };
        let Some(first) = tags.iter().take(index).position(|first| name(first).as_ref() == Some(&own)) else {
            continue;
        };
        let finding = walk.warn(codes::WRONG_VALUE, None, format!("there are two tags `{own}`"));
        finding.pointer = at.index(index);
        finding.label("the first one counts").help("remove one of the two").related(&at.index(first), "the first one");
    }
}

/// What an element refers to, or else it itself.
fn referred<'v>(root: &'v Value, element: &'v Value) -> &'v Value {
    let target = element.get("$ref").and_then(Value::as_str).and_then(Pointer::of_reference);
    target.and_then(|pointer| pointer.find(root)).unwrap_or(element)
}

/// At least one of these is required.
fn any_of(walk: &mut Walk<'_, '_>, element: Element, members: &Map, names: &[&str]) {
    if names.iter().any(|name| members.contains_key(name)) {
        return;
    }
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let message = format!("this {element} has none of {}", quoted.join(", "));
    walk.warn(codes::MISSING_MEMBER, None, message).key().label("one of them is required");
}

fn conflict(walk: &mut Walk<'_, '_>, key: &str, message: &str, help: &str) {
    walk.warn(codes::CONFLICTING_MEMBERS, Some(key), message.to_owned())
        .key()
        .label("excluded by the other")
        .help(help);
}

fn text<'m>(members: &'m Map, key: &str) -> Option<&'m str> {
    members.get(key).and_then(Value::as_str)
}
