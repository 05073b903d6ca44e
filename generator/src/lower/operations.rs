//! Operations, grouped by tag.

use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::{Operation, ReferenceOr};
use serde_json::Value;

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::Element;
use crate::ir::{self, Body, Group, Location, Scheme};
use crate::names::{self, Case, Scope};

use super::direction::Direction;
use super::envelope::Enveloping;
use super::path_items::{operations_of, parameters_of, servers_of};
use super::{Lowering, derives, docs};

/// Methods that a client has already, or that any value has by a trait that is always in scope.
pub(super) const METHODS: [&str; 13] = [
    "new",
    "builder",
    "call",
    "clone",
    "clone_from",
    "clone_into",
    "to_owned",
    "as_ref",
    "into",
    "try_into",
    "into_future",
    "drop",
    "to_string",
];

/// An operation with the names that it has claimed.
pub(super) struct Claimed {
    pub(super) operation: Operation,
    /// The parameters of its path item and of itself, each with its place; its own come last.
    pub(super) parameters: Vec<(ReferenceOr<openapiv3::Parameter>, Pointer)>,
    /// The servers of itself or else of its path item, with their place; none when those of the document are meant.
    pub(super) servers: (Vec<openapiv3::Server>, Pointer),
    pub(super) pointer: Pointer,
    pub(super) http_method: &'static str,
    pub(super) path: String,
    pub(super) id: String,
    pub(super) names: Names,
}

/// The identifiers of an operation.
#[derive(Clone)]
pub(super) struct Names {
    pub(super) method: String,
    pub(super) request: String,
    pub(super) failure: String,
    pub(super) output: String,
}

impl Lowering<'_> {
    /// Reads every operation and gives it its names.
    pub(super) fn claim_operations(&mut self) -> Vec<Claimed> {
        let at = Pointer::root().child("paths");
        let mut methods = Scope::reserving(&METHODS);
        let mut ids: HashMap<String, Pointer> = HashMap::new();
        let mut claimed = Vec::new();
        let document = self.document;
        for (path, item) in document.api.paths.iter() {
            let items = self.path_items(item, &at.child(path));
            let mut of_path: HashMap<&'static str, Pointer> = HashMap::new();
            for (item, pointer) in &items {
                for (method, operation) in operations_of(item) {
                    let at = pointer.child(&method.to_ascii_lowercase());
                    if let Some(nearer) = of_path.get(method) {
                        self.note_hidden(method, &at, nearer);
                        continue;
                    }
                    of_path.insert(method, at.clone());
                    self.check_id(operation, &at, &mut ids);
                    let id = operation_id(operation, method, path);
                    let names = self.claim_names(&id, &mut methods);
                    claimed.push(Claimed {
                        operation: operation.clone(),
                        parameters: parameters_of(&items, operation, &at),
                        servers: servers_of(&items, operation, &at),
                        pointer: at,
                        http_method: method,
                        path: path.clone(),
                        id,
                        names,
                    });
                }
            }
        }
        self.claim_lists(&claimed, &mut methods);
        claimed
    }

    fn check_id(&mut self, operation: &Operation, at: &Pointer, ids: &mut HashMap<String, Pointer>) {
        let Some(id) = &operation.operation_id else { return };
        let here = at.child("operationId");
        if let Some(first) = ids.get(id) {
            self.diagnostics
                .warning(
                    codes::DUPLICATE_OPERATION_ID,
                    &here,
                    format!("a second operation has the `operationId` `{id}`"),
                )
                .label("must be unique in the document; this one gets a number")
                .help("give each operation an `operationId` of its own, or amend one by an overlay")
                .related(first, "it is first used here");
        } else {
            ids.insert(id.clone(), here);
        }
    }

    fn claim_names(&mut self, id: &str, methods: &mut Scope) -> Names {
        let request = self.scope.claim(id, Case::Pascal);
        let stem = request.trim_start_matches("r#").to_owned();
        Names {
            method: methods.claim(id, Case::Snake),
            failure: self.scope.claim(&format!("{stem} Error"), Case::Pascal),
            output: self.scope.claim(&format!("{stem} Output"), Case::Pascal),
            request,
        }
    }

    /// The contract: one trait per tag, in the order of the document's `tags`, then of first use.
    pub(super) fn groups(
        &mut self,
        claimed: Vec<Claimed>,
        envelope: Option<&Enveloping>,
        schemes: &mut Vec<(String, Scheme)>,
    ) -> Vec<Group> {
        let document = self.document;
        let declared = document.api.tags.iter().map(|tag| (Some(tag.name.clone()), Vec::new()));
        let mut by_tag: IndexMap<Option<String>, Vec<ir::Operation>> = declared.collect();
        for claimed in claimed {
            let tag = claimed.operation.tags.first().cloned();
            if let Some(operation) = self.operation(&claimed, envelope, schemes) {
                by_tag.entry(tag).or_default().push(operation);
            }
        }
        let mut groups = Vec::new();
        for (tag, operations) in by_tag.into_iter().filter(|(_, operations)| !operations.is_empty()) {
            let name = tag.as_deref().unwrap_or("Default");
            let stem = name.trim_end_matches("API").trim_end_matches("Api").trim_end();
            let described = document.api.tags.iter().find(|known| Some(&known.name) == tag.as_ref());
            let description = described.and_then(|tag| tag.description.as_deref());
            groups.push(Group {
                trait_name: self.scope.claim(&format!("{stem} Api"), Case::Pascal),
                docs: docs::with_title(Some(name), description),
                operations,
            });
        }
        groups
    }

    /// Puts one operation together; `None` when it needs something that is not supported.
    fn operation(
        &mut self,
        claimed: &Claimed,
        envelope: Option<&Enveloping>,
        schemes: &mut Vec<(String, Scheme)>,
    ) -> Option<ir::Operation> {
        let mut scope = Scope::default();
        let sent = self.towards(Direction::Request, |lowering| {
            Some((lowering.parameters(claimed, &mut scope)?, lowering.body(claimed, &mut scope)?))
        });
        let (parameters, body) = sent?;
        let media = body.iter().flat_map(|body: &Body| &body.content.media);
        let consumes = media.flat_map(|medium| &medium.formats).map(|format| format.content_type.clone()).collect();
        let security = self.requirements(claimed, schemes);
        let answers = self.answers(claimed, envelope);
        let examples = self.examples(&answers, envelope);
        let operation = &claimed.operation;
        let title = operation.summary.as_deref().map(str::trim).filter(|summary| !summary.is_empty());
        Some(ir::Operation {
            id: claimed.id.clone(),
            method_name: claimed.names.method.clone(),
            type_name: claimed.names.request.clone(),
            failure_name: claimed.names.failure.clone(),
            title: docs::line(title.unwrap_or(&claimed.id)),
            docs: operation_docs(claimed),
            deprecated: operation.deprecated,
            http_method: claimed.http_method.to_owned(),
            path: claimed.path.clone(),
            parameters,
            body,
            output: answers.output(&claimed.names.output),
            produces: answers.produces,
            statuses: answers.statuses,
            successes: answers.successes,
            failures: answers.failures,
            security,
            consumes,
            examples,
            pagination: None,
            derives: derives::UNKNOWN,
            answer_derives: derives::UNKNOWN,
        })
    }

    /// The request body; the outer `None` when it is of no supported kind.
    #[expect(clippy::option_option, reason = "no body is not the same as none that is supported")]
    fn body(&mut self, claimed: &Claimed, scope: &mut Scope) -> Option<Option<Body>> {
        let Some(found) = &claimed.operation.request_body else { return Some(None) };
        let at = claimed.pointer.child("requestBody");
        let (body, at) = self.resolver.element(Element::RequestBody, found, &at, self.diagnostics)?;
        let at = at.child("content");
        let name = format!("{} Body", claimed.names.request);
        let Some(content) = self.body_content(&body.content, &at, &name, None) else {
            self.diagnostics
                .warning(
                    codes::CONTENT_TYPE_NOT_SUPPORTED,
                    &at,
                    "this request body has no content type that is supported",
                )
                .label(format!("`{}` is left out", claimed.id));
            return None;
        };
        let mut found = docs::paragraphs(body.description.as_deref());
        if found.is_empty()
            && let [only] = content.media.as_slice()
            && let [format, ..] = only.formats.as_slice()
        {
            found = self.described(&at.child(&format.content_type).child("schema"));
        }
        Some(Some(Body { name: scope.claim("body", Case::Snake), docs: found, content, required: body.required }))
    }

    /// The description of the schema at `pointer`, or of the one it refers to.
    pub(super) fn described(&mut self, pointer: &Pointer) -> ir::Docs {
        let mut schema = self.resolver.schema(pointer);
        if schema.text("description").is_none()
            && schema.reference().is_some()
            && let Some(target) = self.resolver.follow(pointer, self.diagnostics)
        {
            schema = self.resolver.schema(&target);
        }
        docs::paragraphs(schema.text("description"))
    }
}

/// `operationId`; without one, a short summary; else method and path.
fn operation_id(operation: &Operation, method: &str, path: &str) -> String {
    let renamed = operation.extensions.get("x-rust-name").and_then(Value::as_str);
    renamed
        .map(str::to_owned)
        .or_else(|| operation.operation_id.clone().filter(|id| !id.trim().is_empty()))
        .or_else(|| operation.summary.as_deref().and_then(names::from_summary).map(|words| camel(&words)))
        .unwrap_or_else(|| camel(&names::from_path(&method.to_ascii_lowercase(), path)))
}

/// Words as documents write an `operationId`: `linkProviderToApplication`.
fn camel(words: &str) -> String {
    let pascal = names::identifier(words, Case::Pascal);
    let mut characters = pascal.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

/// Summary, description, method and path, place.
fn operation_docs(claimed: &Claimed) -> ir::Docs {
    let operation = &claimed.operation;
    let mut found = docs::with_title(operation.summary.as_deref(), operation.description.as_deref());
    found.push(docs::code(&format!("{} {}", claimed.http_method, claimed.path)));
    found.push(docs::place(&claimed.pointer));
    found
}

/// The words for a place of a parameter.
pub(super) fn location_name(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}
