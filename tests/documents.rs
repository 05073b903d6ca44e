//! Every example that the documents show is a value of its generated type: it is decoded, also by the strict rules of a
//! server, encoded again, and must be the same JSON.
//!
//! A test walks the whole document for `example` and `examples`. It fails for one that [`TYPES`] has no type for, so that
//! none is skipped.

#![allow(clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use identity_apis::{genauth, lerian_identity};
use serde_json::{Map, Value, json};
use twinspec_runtime::{Decode, Encode, Secret, from_slice, from_slice_strict, to_vec};

/// What a type makes of a JSON text; or why it refuses.
type Trip = fn(&[u8]) -> Result<Vec<u8>, String>;

/// Each schema by its document and its JSON pointer, and the type that was generated for it.
const TYPES: &[(&str, &str, Trip)] = &[
    ("lerian-identity", "/components/schemas/ProviderItemInput", trip::<lerian_identity::types::ProviderItemInput>),
    (
        "lerian-identity",
        "/components/schemas/ProviderItemResponse",
        trip::<lerian_identity::types::ProviderItemResponse>,
    ),
    ("lerian-identity", "/components/schemas/ErrorMessage", trip::<lerian_identity::types::ErrorMessage>),
    (
        "genauth",
        "/components/schemas/GenerateBindExtIdpLinkRespDto",
        trip::<genauth::types::GenerateBindExtIdpLinkRespDto>,
    ),
    (
        "genauth",
        "/components/schemas/GenerateBindExtIdpLinkDataDto",
        trip::<genauth::types::GenerateBindExtIdpLinkDataDto>,
    ),
    ("genauth", "/components/schemas/UnlinkExtIdpDto", trip::<genauth::types::UnlinkExtIdpDto>),
    ("genauth", "/components/schemas/CommonResponseDto", trip::<genauth::types::CommonResponseDto>),
    ("genauth", "/components/schemas/GetIdentitiesRespDto", trip::<genauth::types::GetIdentitiesRespDto>),
    ("genauth", "/components/schemas/IdentityDto", trip::<genauth::types::IdentityDto>),
    ("genauth", "/components/schemas/GetExtIdpsRespDto", trip::<genauth::types::GetExtIdpsRespDto>),
    ("genauth", "/components/schemas/ExtIdpInfoDto", trip::<genauth::types::ExtIdpInfoDto>),
    ("genauth", "/components/schemas/ExtIdpProvider", trip::<genauth::types::ExtIdpProvider>),
    (
        "genauth",
        "/components/schemas/ExtIdpInfoDto/properties/extIdpType",
        trip::<genauth::types::ExtIdpInfoDtoExtIdpType>,
    ),
];

fn trip<T: Decode + Encode>(text: &[u8]) -> Result<Vec<u8>, String> {
    from_slice_strict::<T>(text).map_err(|violations| format!("strictly: {violations}"))?;
    let value: T = from_slice(text).map_err(|violations| violations.to_string())?;
    to_vec(&value).map_err(|violations| violations.to_string())
}

/// The type of a schema that has no generated type of its own.
fn plain(schema: &Value) -> Option<Trip> {
    let keys: Vec<&str> = schema.as_object()?.keys().map(String::as_str).collect();
    if keys.iter().any(|key| !["type", "format", "items", "description", "example"].contains(key)) {
        return None;
    }
    match (schema["type"].as_str()?, schema["format"].as_str(), schema["items"]["type"].as_str()) {
        ("string", None, None) => Some(trip::<String>),
        ("string", Some("password"), None) => Some(trip::<Secret>),
        ("integer", None, None) => Some(trip::<i64>),
        ("array", None, Some("string")) if schema["items"].as_object()?.len() == 1 => Some(trip::<Vec<String>>),
        _ => None,
    }
}

#[test]
fn the_examples_of_lerian_identity_are_values_of_its_types() {
    let document = Document::read("lerian-identity");
    // Of the request, the success, the parameter, and seven errors: under `components`, and where each is used.
    assert_eq!(document.check(), 3 + 7 + 7);
    assert_eq!(document.check_objects(), BTreeSet::new(), "no property has an example");
}

#[test]
fn the_examples_of_genauth_are_values_of_its_types() {
    let document = Document::read("genauth");
    let checked = document.check();
    assert!(checked > 50, "{checked}");
    let objects = document.check_objects();
    let all: BTreeSet<String> =
        document.schemas().filter(|(_, schema)| schema["type"] == "object").map(|(name, _)| name).collect();
    assert_eq!(objects, all, "the examples of the properties make an example of each object");
}

/// An OpenAPI document of `specs/`.
struct Document {
    name: &'static str,
    root: Value,
}

/// An example where it stands.
struct Example<'d> {
    /// The JSON pointer of its value, or of the reference to it.
    place: String,
    value: &'d Value,
    /// The JSON pointers of the schemas that it is an example of.
    schemas: BTreeSet<String>,
}

impl Document {
    fn read(name: &'static str) -> Self {
        let text = fs::read_to_string(format!("specs/{name}.yaml")).unwrap_or_else(|error| panic!("{error}"));
        let root = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error}"));
        Self { name, root }
    }

    /// Checks all examples, and says how many there are.
    fn check(&self) -> usize {
        let examples = self.examples();
        for example in &examples {
            assert!(!example.schemas.is_empty(), "{}: nothing uses this example", example.place);
            for schema in &example.schemas {
                self.check_one(&example.place, schema, self.resolve(example.value));
            }
        }
        examples.len()
    }

    /// Makes an object of the examples of each schema's properties, checks it, and says which schemas have such examples.
    fn check_objects(&self) -> BTreeSet<String> {
        let mut checked = BTreeSet::new();
        for (name, _) in self.schemas() {
            let place = format!("/components/schemas/{name}");
            if let Some(Value::Object(object)) = self.composed(&place) {
                self.check_one(&format!("{place}, put together"), &place, &Value::Object(object));
                checked.insert(name);
            }
        }
        checked
    }

    fn check_one(&self, place: &str, schema: &str, value: &Value) {
        let known = TYPES.iter().find(|(document, pointer, _)| *document == self.name && *pointer == schema);
        let trip = known.map(|(_, _, trip)| *trip).or_else(|| plain(self.at(schema)));
        let trip = trip.unwrap_or_else(|| panic!("{place}: TYPES has no type for the schema {schema}"));
        let text = value.to_string();
        match trip(text.as_bytes()) {
            Ok(back) => {
                let back: Value = serde_json::from_slice(&back).unwrap_or_else(|error| panic!("{place}: {error}"));
                assert_eq!(&back, value, "{place} as {schema}");
            }
            Err(why) => panic!("{place} is not a value of {schema}: {why}"),
        }
    }

    /// All examples of the document.
    fn examples(&self) -> Vec<Example<'_>> {
        let mut found = Vec::new();
        walk(&self.root, &mut String::new(), &mut |place, value, owner| {
            let mut schemas = BTreeSet::new();
            let owner_value = self.at(owner);
            if owner_value.get("schema").is_some() {
                schemas.insert(self.schema_at(&format!("{owner}/schema")));
            } else if owner != "/components" {
                schemas.insert(self.schema_at(owner));
            }
            found.push(Example { place: place.to_owned(), value, schemas });
        });
        // An example under `components` is one of whatever refers to it.
        let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for example in &found {
            if let Some(target) = example.value["$ref"].as_str() {
                used.entry(target.trim_start_matches('#').to_owned()).or_default().extend(example.schemas.clone());
            }
        }
        for example in &mut found {
            example.schemas.extend(used.remove(&example.place).unwrap_or_default());
        }
        assert!(used.is_empty(), "references to nowhere: {used:?}");
        found
    }

    /// What a reference to an example means, or a wrapped `value`, or the value itself.
    fn resolve<'d>(&'d self, example: &'d Value) -> &'d Value {
        match example["$ref"].as_str() {
            Some(reference) => self.resolve(self.at(reference.trim_start_matches('#'))),
            None => example.get("value").unwrap_or(example),
        }
    }

    /// The pointer of the schema at this place, after its reference.
    fn schema_at(&self, place: &str) -> String {
        match self.at(place)["$ref"].as_str() {
            Some(reference) => self.schema_at(reference.trim_start_matches('#')),
            None => place.to_owned(),
        }
    }

    /// A value of the schema made of its own example, or of those of its properties and items.
    fn composed(&self, place: &str) -> Option<Value> {
        let place = self.schema_at(place);
        let schema = self.at(&place);
        if let Some(example) = schema.get("example") {
            return Some(example.clone());
        }
        match schema["type"].as_str()? {
            "array" => Some(json!([self.composed(&format!("{place}/items"))?])),
            "object" => {
                let mut object = Map::new();
                for name in schema["properties"].as_object()?.keys() {
                    if let Some(value) = self.composed(&format!("{place}/properties/{name}")) {
                        object.insert(name.clone(), value);
                    }
                }
                (!object.is_empty()).then_some(Value::Object(object))
            }
            _ => None,
        }
    }

    fn schemas(&self) -> impl Iterator<Item = (String, &Value)> {
        let schemas = self.at("/components/schemas").as_object();
        schemas.into_iter().flatten().map(|(name, schema)| (name.clone(), schema))
    }

    fn at(&self, pointer: &str) -> &Value {
        self.root.pointer(pointer).unwrap_or_else(|| panic!("{}: nothing at {pointer}", self.name))
    }
}

/// Gives each example, with its pointer and that of the object it belongs to.
fn walk<'d>(value: &'d Value, place: &mut String, give: &mut impl FnMut(&str, &'d Value, &str)) {
    let members: Vec<(String, &Value)> = match value {
        Value::Object(object) => object.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => return,
    };
    for (name, member) in members {
        match (name.as_str(), member) {
            ("example", _) => give(&format!("{place}/example"), member, place),
            ("examples", Value::Object(examples)) => {
                for (name, example) in examples {
                    give(&format!("{place}/examples/{}", escaped(name)), example, place);
                }
            }
            _ => {
                let length = place.len();
                place.push('/');
                place.push_str(&escaped(&name));
                walk(member, place, give);
                place.truncate(length);
            }
        }
    }
}

/// RFC 6901 section 3.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
