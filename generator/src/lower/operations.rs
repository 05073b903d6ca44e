//! Operations, grouped by tag.

use foldhash::HashMap;
use indexmap::IndexMap;

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::{Element, Schema};
use crate::ir::{self, Body, Derives, Group, Location, Part, Role, Scheme};
use crate::names::{self, Case, Scope};
use crate::value::Value;

use super::claims::{Claimed, Claims};
use super::direction::Direction;
use super::envelope::Enveloping;
use super::{Lowering, docs};

/// Cargo features that mean something else than a tag.
const FEATURES: [&str; 7] = ["default", "full", "client", "server", "reqwest", "webhooks", "callbacks"];

impl Lowering<'_> {
    /// The contract, and those of what goes the other way.
    pub(super) fn contracts(
        &mut self,
        claims: &Claims,
        envelope: Option<&Enveloping>,
        schemes: &mut Vec<(String, Scheme)>,
    ) -> (Vec<Group>, Vec<Part>) {
        let declared = schemes.clone();
        let known = self.known_operations(claims);
        let mut groups = self.groups(&claims.paths, Role::Api, envelope, schemes);
        let webhooks = self.part(Role::Webhooks, &claims.webhooks, &declared);
        let callbacks = self.part(Role::Callbacks, &claims.callbacks, &declared);
        let mut parts: Vec<Part> = webhooks.into_iter().chain(callbacks).collect();
        self.follows(&known, &mut groups, &mut parts);
        (groups, parts)
    }

    /// The contract: one trait per tag, in the order of the document's `tags`, then of first use.
    pub(super) fn groups(
        &mut self,
        claimed: &[Claimed],
        role: Role,
        envelope: Option<&Enveloping>,
        schemes: &mut Vec<(String, Scheme)>,
    ) -> Vec<Group> {
        let document = self.document;
        let declared = document.api.tags.iter().map(|tag| (Some(tag.name.clone()), Vec::new()));
        let mut by_tag: IndexMap<Option<String>, Vec<ir::Operation>> = declared.collect();
        let tags = claimed.iter().map(|claimed| claimed.operation.tags.first());
        let mut lengths: HashMap<Option<&String>, usize> = HashMap::default();
        tags.clone().for_each(|tag| *lengths.entry(tag).or_default() += 1);
        for (claimed, tag) in claimed.iter().zip(tags) {
            let planned = self.planned_ahead();
            if let Some(operation) = planned.or_else(|| self.operation(claimed, envelope, schemes)) {
                let of_tag = by_tag.entry(tag.cloned()).or_default();
                // Each is large; without this, most of them would be moved several times.
                of_tag.reserve(lengths.remove(&tag).unwrap_or_default());
                of_tag.push(operation);
            }
        }
        let mut groups = Vec::new();
        let mut features = Scope::reserving(&FEATURES);
        for (tag, operations) in by_tag.into_iter().filter(|(_, operations)| !operations.is_empty()) {
            let (word, untagged, titled) = match role {
                Role::Api => ("Api", "Default", "What has no tag"),
                Role::Webhooks => ("Webhooks", "", "Webhooks"),
                Role::Callbacks => ("Callbacks", "", "Callbacks"),
            };
            let name = tag.as_deref().unwrap_or(untagged);
            let stem = name.trim_end_matches("API").trim_end_matches("Api").trim_end();
            let described = tag.as_deref().map_or_else(Vec::new, |tag| self.tag_docs(tag));
            groups.push(Group {
                trait_name: self.scope.claim(&format!("{stem} {word}"), Case::Pascal),
                feature: feature_name(&features.claim(tag.as_deref().unwrap_or("untagged"), Case::Snake)),
                docs: [docs::paragraphs(tag.as_deref().or(Some(titled))), described].concat(),
                operations,
            });
        }
        groups
    }

    /// What the document says of a tag.
    fn tag_docs(&self, name: &str) -> ir::Docs {
        let tags = self.resolver.root().get("tags").and_then(Value::as_array);
        let is_named = |tag: &&Value| tag.get("name").and_then(Value::as_str) == Some(name);
        let tag = tags.into_iter().flatten().find(is_named);
        let mut found = docs::of(tag);
        found.retain(|paragraph| paragraph != name);
        for (key, what) in [("parent", "Within the tag"), ("kind", "Of the kind")] {
            let stated = tag.and_then(|tag| tag.get(key)?.as_str());
            found.extend(stated.map(|stated| format!("{what} {}.", docs::code(stated))));
        }
        found
    }

    /// Puts one operation together; `None` when it needs something that is not supported.
    pub(super) fn operation(
        &mut self,
        claimed: &Claimed,
        envelope: Option<&Enveloping>,
        schemes: &mut Vec<(String, Scheme)>,
    ) -> Option<ir::Operation> {
        let mut scope = Scope::default();
        self.reversed = claimed.place.reversed;
        let (asking, answering) = if self.reversed {
            (Direction::Response, Direction::Request)
        } else {
            (Direction::Request, Direction::Response)
        };
        let sent = self.towards(asking, |lowering| {
            Some((lowering.parameters(claimed, &mut scope), lowering.body(claimed, &mut scope)?))
        });
        let (parameters, body) = sent?;
        let media = body.iter().flat_map(|body: &Body| &body.content.media);
        let consumes = media.flat_map(|medium| &medium.formats).map(|format| format.content_type.clone()).collect();
        let security = self.requirements(claimed, schemes);
        let answers = self.towards(answering, |lowering| {
            let answers = lowering.answers(claimed, envelope);
            lowering.ask_examples(claimed, &answers, envelope);
            answers
        });
        self.reversed = false;
        let operation = &claimed.operation;
        let title = operation.summary.as_deref().map(str::trim).filter(|summary| !summary.is_empty());
        Some(ir::Operation {
            id: claimed.id.clone(),
            method_name: claimed.names.method.clone(),
            type_name: claimed.names.request.clone(),
            failure_name: claimed.names.failure.clone(),
            title: docs::line(title.unwrap_or(&claimed.id)),
            docs: operation_docs(claimed, self.resolver.find(&claimed.pointer)),
            deprecated: operation.deprecated,
            http_method: claimed.http_method.clone(),
            path: claimed.place.path.clone(),
            parameters,
            body,
            output: answers.output(&claimed.names.output),
            produces: answers.produces,
            statuses: answers.statuses,
            successes: answers.successes,
            failures: answers.failures,
            failure_alias: None,
            security,
            consumes,
            follows: Vec::new(),
            examples: Vec::new(),
            pagination: None,
            derives: Derives::default(),
        })
    }

    /// The request body; the outer `None` when it is of no supported kind.
    #[expect(clippy::option_option, reason = "no body is not the same as none that is supported")]
    fn body(&mut self, claimed: &Claimed, scope: &mut Scope) -> Option<Option<Body>> {
        let Some(found) = &claimed.operation.request_body else { return Some(None) };
        let at = claimed.pointer.child("requestBody");
        let (body, at) = self.own_element(claimed, Element::RequestBody, found, &at)?;
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
            let media = self.resolver.media(&at, &format.content_type, self.diagnostics);
            found = docs::paragraphs(self.resolver.find(&media.child("description")).and_then(Value::as_str));
            if found.is_empty() {
                found = self.described(&media.child("schema"));
            }
        }
        Some(Some(Body { name: scope.claim("body", Case::Snake), docs: found, content, required: body.required }))
    }

    /// The description of the schema at `pointer`, or of the one it refers to.
    pub(super) fn described(&mut self, pointer: &Pointer) -> ir::Docs {
        let schema = self.resolver.schema(pointer);
        self.description_of(&schema)
    }

    /// The description of a schema, or of the one it refers to.
    pub(super) fn description_of(&mut self, schema: &Schema<'_>) -> ir::Docs {
        let referred = || self.resolver.referred(schema).filter(|target| target.reference().is_none());
        if let Some(said) = schema.text("description").or_else(|| referred()?.text("description")) {
            return docs::paragraphs(Some(said));
        }
        if schema.reference().is_some()
            && let Some(target) = self.resolver.follow(&schema.pointer, self.diagnostics)
        {
            return docs::paragraphs(self.resolver.schema(&target).text("description"));
        }
        ir::Docs::new()
    }
}

/// An identifier as cargo's features are written: `account-links`.
fn feature_name(identifier: &str) -> String {
    identifier.trim_start_matches(names::RAW).trim_matches('_').replace('_', "-")
}

/// Summary, description, what is said of the whole path, method and path, place.
fn operation_docs(claimed: &Claimed, node: Option<&Value>) -> ir::Docs {
    let mut found = docs::of(node);
    for paragraph in &claimed.shared {
        if !found.contains(paragraph) {
            found.push(paragraph.clone());
        }
    }
    let mut called = match claimed.place.role {
        Role::Api => docs::code(&format!("{} {}", claimed.http_method, claimed.place.path)),
        _ => format!("`{}`, {}", claimed.http_method, claimed.place.words),
    };
    if claimed.place.role == Role::Callbacks {
        called = format!("{called}, on the route {}", docs::code(&claimed.place.path));
    }
    let others: Vec<String> = claimed.operation.tags.iter().skip(1).map(|tag| docs::code(tag)).collect();
    if !others.is_empty() {
        called = format!("{called}; also tagged {}", others.join(", "));
    }
    if claimed.place.role == Role::Callbacks && !claimed.place.reversed {
        called = format!("{called}; the consumer sends it, and the API receives it");
    }
    found.push(called);
    // Of an operation of a path, method and path are its place.
    if claimed.place.role != Role::Api {
        found.push(docs::place(&claimed.pointer));
    }
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
