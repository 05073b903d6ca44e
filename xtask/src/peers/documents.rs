//! The documents that the peers are tried with, and the form in which they get them.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use twinspec::diagnostic::Diagnostics;
use twinspec::load::load;
use twinspec::source::{Source, Sources};

use crate::Fallible;
use crate::workspace::project;

/// Documents of this repository, always tried.
const OWN: [&str; 3] = ["specs/lerian-identity.yaml", "specs/genauth.yaml", "xtask/peers/styles.yaml"];

/// Real documents below the corpus, tried where it is there: small ones of 3.0 and 3.1, with parameters of many styles,
/// forms, files and headers.
const REAL: [&str; 8] = [
    "APIs-guru__openapi-directory/webscraping.ai.json",
    "Redocly__museum-openapi-example/museum.yaml",
    "APIs-guru__openapi-directory/tokenjay.app.json",
    "APIs-guru__openapi-directory/parliament.uk__bills.json",
    "APIs-guru__openapi-directory/walmart.com__inventory.json",
    "APIs-guru__openapi-directory/climatekuul.com.json",
    "APIs-guru__openapi-directory/openbanking.org.uk__confirmation-funds-openapi.json",
    "APIs-guru__openapi-directory/apideck.com__ecommerce.json",
];

/// A document.
#[derive(Debug, Clone)]
pub(super) struct Document {
    /// The name that findings have it by.
    pub(super) name: String,
    /// The name of its module.
    pub(super) module: String,
    pub(super) path: PathBuf,
    /// Its overlay, when there is one beside it.
    pub(super) overlay: Option<PathBuf>,
}

impl Document {
    pub(super) fn new(path: &Path) -> Self {
        let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        // A fixture is named by its folder.
        let name = if stem(path) == "spec" { stem(path.parent().unwrap_or(path)) } else { stem(path) };
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
        let module = format!("d_{}", name.chars().map(plain).collect::<String>());
        let overlay = path.with_extension("overlay.yaml");
        let overlay = overlay.exists().then_some(overlay);
        Self { name, module, path: path.to_owned(), overlay }
    }

    /// The documents that are tried when none is named.
    pub(super) fn all(corpus: &Path) -> Vec<Self> {
        let own = OWN.iter().map(|path| Self::new(&project().join(path)));
        let real = corpus.join("real");
        own.chain(REAL.iter().map(|path| real.join(path)).filter(|path| path.exists()).map(|path| Self::new(&path)))
            .collect()
    }

    /// The document as the code is made of it: with its overlay.
    pub(super) fn value(&self) -> Fallible<Value> {
        let mut diagnostics = Diagnostics::default();
        let unreadable = || format!("{} cannot be read", self.name);
        let document = load(&Source::read(&self.path)?, &mut diagnostics).ok_or_else(unreadable)?;
        let mut document = Value::from(&document.value);
        if let Some(overlay) = &self.overlay {
            let source = Source::read(overlay)?;
            let overlay = load(&source, &mut diagnostics).ok_or_else(unreadable)?.value;
            let mut sources = Sources::default();
            let file = sources.add(source);
            twinspec::overlay::apply(&(&overlay).into(), file, &mut document, &mut sources, &mut diagnostics);
        }
        Ok(document)
    }
}

/// The methods of OpenAPI's path items.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Every operation of a document, with its method and path.
pub(super) fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let items = document.get("paths").and_then(Value::as_object).into_iter().flatten();
    items.flat_map(|(path, item)| {
        METHODS.iter().filter_map(move |method| Some((*method, path.as_str(), item.get(method)?)))
    })
}

/// The statuses with which the router refuses a request by itself, whatever the document says.
const REFUSALS: [&str; 6] = ["400", "404", "405", "406", "413", "415"];

/// Adds what every server of ours may answer, and few documents say: the router's refusals, which are Problem Details
/// (RFC 9457). A status that the document has keeps what it says, and may be a refusal too.
pub(super) fn add_refusals(document: &mut Value) {
    let problem = json!({"schema": {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "enum": ["about:blank"]},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "violations": {"type": "array", "items": {
                "type": "object",
                "required": ["pointer", "rule", "message"],
                "properties": {
                    "pointer": {"type": "string"},
                    "rule": {"type": "string"},
                    "message": {"type": "string"},
                },
                "additionalProperties": false,
            }},
        },
        "additionalProperties": false,
    }});
    let components = document.get("components").cloned().unwrap_or_default();
    let secured = document.get("security").cloned().unwrap_or_default();
    let items = document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten();
    for operation in items.flat_map(|(_, item)| item.as_object_mut().into_iter().flatten()) {
        let (name, Some(operation)) = (operation.0, operation.1.as_object_mut()) else { continue };
        if !METHODS.contains(&name.as_str()) {
            continue;
        }
        let asks = operation.get("security").unwrap_or(&secured).as_array().is_some_and(|all| !all.is_empty());
        let responses = operation.entry("responses").or_insert_with(|| json!({}));
        let Some(responses) = responses.as_object_mut() else { continue };
        let unauthorized = asks.then_some("401");
        // What is invalid is refused with 422 where the document has that status.
        let invalid = responses.contains_key("422").then_some("422");
        for status in REFUSALS.into_iter().chain(unauthorized).chain(invalid) {
            refusal(responses, status, &problem, &components);
        }
    }
}

/// Adds the refusal of a status to the responses of an operation.
fn refusal(responses: &mut Map<String, Value>, status: &str, problem: &Value, components: &Value) {
    let known = [status, "4XX", "4xx", "default"].iter().find_map(|key| responses.get(*key)).cloned();
    let mut response = known.unwrap_or_else(|| json!({"description": "The request is refused."}));
    if let Some(name) =
        response.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix("#/components/responses/"))
    {
        response = components.get("responses").and_then(|all| all.get(name)).cloned().unwrap_or(response);
    }
    if let Some(response) = response.as_object_mut()
        && let Some(content) = response.entry("content").or_insert_with(|| json!({})).as_object_mut()
    {
        content.insert("application/problem+json".to_owned(), problem.clone());
        responses.insert(status.to_owned(), Value::Object(response.clone()));
    }
}
