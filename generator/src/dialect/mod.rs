//! OpenAPI 3.0 and 3.1 in one normal form. The only folder that knows versions.
//!
//! The structure of the document (paths, operations, parameters, answers) becomes an [`openapiv3::OpenAPI`], element
//! by element, so that one that cannot be read costs that element and not the document. Schemas stay where they
//! are: every place of a schema holds a `$ref` to itself, and [`Schema`] reads the node there, with the keywords of
//! every version turned into those of JSON Schema 2020-12. So no keyword is lost on the way, numbers keep what they
//! were, and every finding points at the text as it was written.

mod formats;
mod schema;
mod structure;

use foldhash::HashMap;
use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, Operation, Parameter, Paths, ReferenceOr, Server};
use serde::de::DeserializeOwned;

pub(crate) use formats::has_format;
pub use schema::{Kind, Kinds, Schema};
pub use structure::Element;
pub(crate) use structure::json_text;

use structure::Takes;

use crate::codes;
use crate::diagnostic::{Diagnostics, Pointer};
use crate::parallel::Shares;
use crate::value::{Map, Value};

/// The version of the specification that a document follows, as far as its meaning differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// OpenAPI 3.0: schemas are its own dialect.
    V3_0,
    /// OpenAPI 3.1 and later: schemas are JSON Schema 2020-12.
    V3_1,
}

/// Whether the schemas of a document have identities (`$id`, `$anchor`): they are JSON Schema since OpenAPI 3.1.
pub fn identifies(root: &Value) -> bool {
    !root.get("openapi").and_then(Value::as_str).is_some_and(|version| version.starts_with("3.0"))
}

/// A document in the normal form.
#[derive(Debug)]
pub struct Document<'a> {
    /// The document as it was written.
    pub root: &'a Value,
    /// The second number of its version.
    pub minor: u8,
    /// Its structure.
    pub api: OpenAPI,
}

/// Schemas, each with a value that the document gives of it.
pub type Examples<'a> = Vec<(&'a Map, &'a Value)>;

/// Checks a document of version 3.`minor` against the tables of its version: what is not as the specification has it
/// is a finding, and is left out. The answer is every schema with each of its examples.
pub(crate) fn check<'a>(root: &'a Value, minor: u8, diagnostics: &mut Diagnostics) -> Examples<'a> {
    structure::check(root, minor, diagnostics)
}

/// Reads `root`, of version 3.`minor`, into the normal form.
pub(crate) fn normalize<'a>(root: &'a Value, minor: u8, diagnostics: &mut Diagnostics) -> Document<'a> {
    let mut reader = Reader { diagnostics };
    let api = reader.document(root);
    Document { root, minor, api }
}

/// The version that the document states, and its second number; `None`, with the reason among the findings, when it is
/// not OpenAPI 3.
pub(crate) fn version(root: &Value, diagnostics: &mut Diagnostics) -> Option<(Version, u8)> {
    let at = Pointer::root();
    if let Some(stated) = root.get("openapi") {
        let text = stated.as_str().map_or_else(|| stated.to_string(), str::to_owned);
        let mut parts = text.split('.');
        match (parts.next(), parts.next()) {
            (Some("3"), Some("0")) => return Some((Version::V3_0, 0)),
            (Some("3"), Some("1")) => return Some((Version::V3_1, 1)),
            (Some("3"), Some("2")) => return Some((Version::V3_1, 2)),
            _ => {}
        }
        diagnostics
            .error(codes::UNKNOWN_VERSION, &at.child("openapi"), format!("OpenAPI version `{text}` is not known"))
            .label("3.0, 3.1 and 3.2 are")
            .help("state the version that the document follows, such as `openapi: 3.1.0`");
        return None;
    }
    if let Some(swagger) = root.get("swagger") {
        diagnostics
            .error(codes::SWAGGER_2, &at.child("swagger"), format!("this is a Swagger document, version {swagger}"))
            .label("OpenAPI 3 begins with `openapi: 3.…`")
            .help("convert it to OpenAPI 3, for example with `swagger2openapi`, and generate from the result");
        return None;
    }
    diagnostics
        .error(codes::NOT_OPENAPI, &at, "this is not an OpenAPI document: it has no member `openapi`")
        .help("the root of the document states its version, such as `openapi: 3.1.0`");
    None
}

/// Reads one element of the structure at `pointer`; `None` when that cannot be done, and a finding unless there is one.
pub fn read<T: DeserializeOwned>(
    element: Element,
    value: &Value,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    read_as(Takes::One(element), value, pointer, diagnostics)
}

fn read_as<T: DeserializeOwned>(
    takes: Takes,
    value: &Value,
    pointer: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    let copied = structure::copy(takes, value, pointer);
    let why = match copied.map(serde_json::from_value) {
        Some(Ok(read)) => return Some(read),
        Some(Err(error)) => error.to_string(),
        None => "a part that it needs is missing, or is not of its kind".to_owned(),
    };
    // A reference may lead to a place where nobody expected an element: such a place has not been checked.
    if !diagnostics.explain(pointer) {
        let what = match takes {
            Takes::One(element) => element.to_string(),
            _ => "list".to_owned(),
        };
        diagnostics
            .warning(codes::UNREADABLE_ELEMENT, pointer, format!("this is no {what}: {why}"))
            .help("it is left out; mend it, or amend it by an overlay")
            .costs = Some(pointer.clone());
    }
    None
}

/// The HTTP scheme that stands for `mutualTLS` (OpenAPI 3.1) in the normal form.
pub const MUTUAL_TLS: &str = "mutualTLS";

/// The extension in which the normal form keeps the `style` of a parameter; `querystring` is the place of OpenAPI 3.2.
pub const STYLE: &str = "x-twinspec-style";

/// The extension in which the normal form keeps `allowReserved`, which OpenAPI 3.2 has in every place.
pub const RESERVED: &str = "x-twinspec-reserved";

/// The extension in which the normal form keeps the place of a server: those before it in a list may be left out.
pub const PLACE: &str = "x-twinspec-place";

/// The place of a server in the document.
pub fn place_of(server: &Server) -> Pointer {
    let place = server.extensions.get(PLACE).and_then(|place| place.as_str());
    place.map_or_else(Pointer::root, Pointer::parse)
}

struct Reader<'d> {
    diagnostics: &'d mut Diagnostics,
}

impl Reader<'_> {
    fn document(&mut self, root: &Value) -> OpenAPI {
        let at = Pointer::root();
        OpenAPI {
            openapi: root.get("openapi").and_then(Value::as_str).unwrap_or_default().to_owned(),
            info: self.member(Element::Info, root, "info", &at).unwrap_or_default(),
            servers: self.list(Element::Server, root, "servers", &at),
            // Path items are read where they stand.
            paths: Paths::default(),
            components: Some(self.components(root)),
            security: root
                .get("security")
                .and_then(|value| read_as(structure::SECURITY, value, &at.child("security"), self.diagnostics)),
            tags: self.list(Element::Tag, root, "tags", &at),
            external_docs: None,
            extensions: IndexMap::new(),
        }
    }

    fn member<T: DeserializeOwned>(&mut self, element: Element, of: &Value, key: &str, at: &Pointer) -> Option<T> {
        of.get(key).and_then(|value| read(element, value, &at.child(key), self.diagnostics))
    }

    fn list<T: DeserializeOwned>(&mut self, element: Element, of: &Value, key: &str, at: &Pointer) -> Vec<T> {
        self.placed(element, of, key, at).into_iter().map(|(item, _)| item).collect()
    }

    /// The items of a list that can be read, each with its place.
    fn placed<T: DeserializeOwned>(
        &mut self,
        element: Element,
        of: &Value,
        key: &str,
        at: &Pointer,
    ) -> Vec<(T, Pointer)> {
        let at = at.child(key);
        let items = of.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let places = items.iter().enumerate().map(|(index, item)| (item, at.index(index)));
        places.filter_map(|(item, at)| Some((read(element, item, &at, self.diagnostics)?, at))).collect()
    }

    fn components(&mut self, root: &Value) -> Components {
        let at = Pointer::root().child("components").child("securitySchemes");
        let schemes = root.pointer(at.as_str()).and_then(Value::as_object);
        let security_schemes = schemes
            .into_iter()
            .flatten()
            .filter_map(|(name, scheme)| {
                let read = read(Element::SecurityScheme, scheme, &at.child(name), self.diagnostics)?;
                Some((name.to_owned(), read))
            })
            .collect();
        Components { security_schemes, ..Components::default() }
    }
}

/// Parameters, each with its place.
pub type Placed = Vec<(ReferenceOr<Parameter>, Pointer)>;

/// A Path Item Object, without those that it refers to.
#[derive(Debug, Clone, Default)]
pub struct PathItem {
    /// Its operations, each with its method, its place and its parameters.
    pub operations: Vec<(String, Pointer, Operation, Placed)>,
    /// What all of them take.
    pub parameters: Placed,
    /// Where all of them are.
    pub servers: Vec<Server>,
}

/// Path items by their places, each with what was found in it.
pub(crate) type PathItems = HashMap<Pointer, (PathItem, Diagnostics)>;

/// The path items of `paths`, to be read.
pub(crate) fn paths(root: &Value) -> Vec<(&str, &Value)> {
    let paths = root.get("paths").and_then(Value::as_object).into_iter().flatten();
    paths.filter(|(path, _)| !path.starts_with("x-")).collect()
}

/// Reads path items of `paths`, until all are taken.
pub(crate) fn path_items(shares: &Shares<'_, (&str, &Value)>, minor: u8) -> PathItems {
    let at = Pointer::root().child("paths");
    let read = |(path, value): &(&str, &Value)| {
        let (at, mut found) = (at.child(path), Diagnostics::default());
        let item = path_item(minor, value, &at, &mut found);
        (at, (item, found))
    };
    std::iter::from_fn(|| shares.take()).flat_map(|(_, share)| share).map(read).collect()
}

/// Reads the path item at `pointer` of a document of version 3.`minor`, operation by operation: those of the methods
/// that have a member, in the order of the specification's table, and those of other methods (OpenAPI 3.2, section
/// 4.9.1).
pub fn path_item(minor: u8, value: &Value, pointer: &Pointer, diagnostics: &mut Diagnostics) -> PathItem {
    let mut reader = Reader { diagnostics };
    let methods = structure::METHODS.into_iter().filter(|method| *method != "query" || minor >= 2);
    let named =
        methods.filter_map(|method| Some((method.to_ascii_uppercase(), pointer.child(method), value.get(method)?)));
    let others = value.get("additionalOperations").and_then(Value::as_object).filter(|_| minor >= 2);
    let at = pointer.child("additionalOperations");
    let others = others.into_iter().flatten().filter(|(method, _)| structure::Names::Method.have(method));
    let all: Vec<_> = named.chain(others.map(|(method, node)| (method.to_owned(), at.child(method), node))).collect();
    PathItem {
        operations: all
            .into_iter()
            .filter_map(|(method, at, node)| {
                let operation = read(Element::Operation, node, &at, reader.diagnostics)?;
                let parameters = reader.placed(Element::Parameter, node, "parameters", &at);
                Some((method, at, operation, parameters))
            })
            .collect(),
        parameters: reader.placed(Element::Parameter, value, "parameters", pointer),
        servers: reader.list(Element::Server, value, "servers", pointer),
    }
}
