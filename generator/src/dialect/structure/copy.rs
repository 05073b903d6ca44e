//! Elements in the form that `openapiv3` reads: without schemas, with what 3.0 demands of them, and without what is
//! not as the tables have it (which was told when the document was checked).

use serde_json::{Map, Value as Json};

use super::fields::{Field, Names, Need, Takes};
use super::tables::table;
use super::{Element, check, rules};
use crate::diagnostic::Pointer;
use crate::value::{Map as Members, Value};

/// What stands at `pointer`; `None` when it is not what is taken there.
pub(in crate::dialect) fn copy(takes: Takes, value: &Value, pointer: &Pointer) -> Option<Json> {
    let verbatim = |fits: bool| fits.then(|| Json::from(value));
    match takes {
        Takes::Schema => Some(reference_to(pointer)),
        Takes::One(element) | Takes::Reference(element) => object(element, value, pointer),
        Takes::List(inner) | Takes::Some(inner) => {
            Some(Json::Array(items(*inner, value, pointer)?.flatten().collect()))
        }
        Takes::Whole(inner) => items(*inner, value, pointer)?.collect::<Option<_>>().map(Json::Array),
        Takes::Map(names, inner) => {
            let copied =
                |(key, value): (&str, &Value)| Some((key.to_owned(), copy(*inner, value, &pointer.child(key))?));
            let members = value.as_object()?.iter().filter(|(key, _)| names != Names::Status || names.have(key));
            Some(Json::Object(members.filter_map(copied).collect()))
        }
        plain => verbatim(check::is(plain, value)),
    }
}

fn items<'v>(takes: Takes, value: &'v Value, pointer: &'v Pointer) -> Option<impl Iterator<Item = Option<Json>> + 'v> {
    Some(value.as_array()?.iter().enumerate().map(move |(index, item)| copy(takes, item, &pointer.index(index))))
}

fn object(element: Element, value: &Value, pointer: &Pointer) -> Option<Json> {
    let members = value.as_object()?;
    if let Some(reference @ Value::String(_)) = members.get("$ref") {
        return Some(Json::Object(Map::from_iter([("$ref".to_owned(), reference.into())])));
    }
    let table = table(element);
    let mut copied = Map::with_capacity(members.len());
    for (key, value) in members {
        let rows = || table.fields.iter().filter(|field| field.name == key);
        let member = if key.starts_with("x-") && table.extensions {
            Some(value.into())
        } else if let Some((names, takes)) = table.others {
            names.have(key).then(|| copy(takes, value, &pointer.child(key))).flatten()
        } else if is_read_elsewhere(element, key) {
            continue;
        } else {
            rows().find_map(|field| copy(field.takes, value, &pointer.child(key)))
        };
        match member {
            Some(member) => drop(copied.insert(key.to_owned(), member)),
            // Without the member the element would say something else.
            None if element == Element::SecurityRequirement || rows().any(|field| field.need == Need::Vital) => {
                return None;
            }
            None => {}
        }
    }
    let missing = |field: &Field| field.need == Need::Needed && !copied.contains_key(field.name);
    if table.fields.iter().any(missing) {
        return None;
    }
    if element == Element::Parameter && rules::has_wrong_name(members) {
        return None;
    }
    complete(element, members, &mut copied, pointer);
    Some(Json::Object(copied))
}

/// Callbacks, links and examples, which may be large, are read by their pointers where they are used; so are parameters,
/// each of which has its place in a list.
fn is_read_elsewhere(element: Element, key: &str) -> bool {
    match element {
        Element::Operation => key == "callbacks" || key == "parameters",
        Element::Response => key == "links",
        Element::MediaType | Element::Header => key == "example" || key == "examples",
        Element::Parameter => key == "examples",
        _ => false,
    }
}

/// Adds what OpenAPI 3.0 requires and later versions, or real documents, leave out.
fn complete(element: Element, stated: &Members, members: &mut Map<String, Json>, pointer: &Pointer) {
    let empty_text = || Json::String(String::new());
    match element {
        Element::Operation => {
            members.entry("responses").or_insert_with(|| Json::Object(Map::new()));
        }
        Element::Response => {
            members.entry("description").or_insert_with(empty_text);
        }
        Element::Server => {
            members.insert(crate::dialect::PLACE.to_owned(), Json::String(pointer.as_str().to_owned()));
        }
        Element::Info => {
            members.entry("title").or_insert_with(empty_text);
            members.entry("version").or_insert_with(empty_text);
        }
        Element::SecurityScheme if members.get("type").and_then(Json::as_str) == Some(crate::dialect::MUTUAL_TLS) => {
            members.insert("type".to_owned(), Json::String("http".to_owned()));
            members.insert("scheme".to_owned(), Json::String(crate::dialect::MUTUAL_TLS.to_owned()));
        }
        Element::Parameter | Element::Header => {
            if rules::has_wrong_style(stated) {
                members.remove("style");
            }
            // A parameter without schema and content may be anything.
            if !members.contains_key("schema") && !members.contains_key("content") {
                members.insert("schema".to_owned(), reference_to(&pointer.child("schema")));
            }
            if element == Element::Parameter {
                parameter(members);
            }
        }
        _ => {}
    }
}

/// What `openapiv3` cannot hold of a parameter stands in extensions.
fn parameter(members: &mut Map<String, Json>) {
    let of_all = members.get("in").and_then(Json::as_str) == Some("querystring");
    if of_all {
        members.insert("in".to_owned(), Json::String("query".to_owned()));
        members.insert("style".to_owned(), Json::String("querystring".to_owned()));
    }
    if let Some(style) = members.remove("style") {
        members.insert(crate::dialect::STYLE.to_owned(), style);
    }
    if let Some(reserved) = members.remove("allowReserved") {
        members.insert(crate::dialect::RESERVED.to_owned(), reserved);
    }
}

fn reference_to(pointer: &Pointer) -> Json {
    Json::Object(Map::from_iter([("$ref".to_owned(), Json::String(format!("#{pointer}")))]))
}
