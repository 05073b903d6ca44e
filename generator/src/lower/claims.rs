//! The operations of a document, each with the names that it claims.

use foldhash::{HashMap, HashSet};
use openapiv3::Operation;

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::{PathItems, Placed};
use crate::ir::{Docs, Role};
use crate::names::{self, Case, Scope};
use crate::value::Value;

use super::path_items::{parameters_of, servers_of};
use super::{Lowering, docs};

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
    pub(super) parameters: Placed,
    /// The servers of itself or else of its path item, with their place; none when those of the document are meant.
    pub(super) servers: (Vec<openapiv3::Server>, Pointer),
    pub(super) pointer: Pointer,
    /// What the path item says of all its operations.
    pub(super) shared: Docs,
    pub(super) http_method: String,
    pub(super) place: Place,
    pub(super) id: String,
    /// What it is called: its `id`, or the name that it spells out with path and method.
    pub(super) called: String,
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

/// What a path item describes.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Who asks whom.
    pub(super) role: Role,
    /// Whether the API asks, and its consumer answers. Where a webhook has a callback, the consumer asks again.
    pub(super) reversed: bool,
    /// The path template. What goes the other way has none: it is the route on which it is received.
    pub(super) path: String,
    /// The name of its operations, where it has one: a webhook does.
    pub(super) name: String,
    /// What the documentation says after the method.
    pub(super) words: String,
}

impl Place {
    /// The path template in which parameters stand.
    pub(super) fn template(&self) -> &str {
        if self.role == Role::Api { &self.path } else { "" }
    }
}

/// The operations of a document.
#[derive(Default)]
pub(super) struct Claims {
    pub(super) paths: Vec<Claimed>,
    pub(super) webhooks: Vec<Claimed>,
    pub(super) callbacks: Vec<Claimed>,
}

/// What is taken by those that have claimed their names.
pub(super) struct Claiming {
    methods: Scope,
    ids: HashMap<String, Pointer>,
    /// The names in `operationId`s that spell out path and method.
    spelled: HashMap<String, String>,
    /// The path items, which callbacks may share.
    pub(super) seen: HashSet<Pointer>,
    /// The path items that are read already.
    items: PathItems,
}

impl Claiming {
    /// Begins anew with the methods of another client.
    pub(super) fn anew(&mut self) {
        self.methods = Scope::reserving(&METHODS);
    }
}

impl Lowering<'_> {
    /// Reads every operation and gives it its names: first those of paths, whose names are the better known ones.
    pub(super) fn claim_operations(&mut self, items: PathItems) -> Claims {
        let at = Pointer::root().child("paths");
        let operations = items.values().map(|(item, _)| item.operations.len()).sum();
        let mut claims = Claims { paths: Vec::with_capacity(operations), ..Claims::default() };
        let mut claiming = Claiming {
            methods: Scope::reserving(&METHODS),
            ids: HashMap::default(),
            spelled: self.spelled_names(&at),
            seen: HashSet::default(),
            items,
        };
        for path in self.names_at(&at) {
            let at = at.child(&path);
            let path = self.plain_template(&path, &at);
            let words = docs::code(&path);
            let place = Place { role: Role::Api, reversed: false, name: String::new(), words, path };
            claims.paths.extend(self.claim_item(&at, &place, &mut claiming));
        }
        self.claim_lists(&claims.paths, &mut claiming.methods);
        claims.webhooks = self.claim_webhooks(&mut claiming);
        let owners = claims.paths.iter().chain(&claims.webhooks);
        claims.callbacks = self.claim_callbacks(owners, &mut claiming);
        self.note_left_out(&claims);
        claims
    }

    /// The names of the members at `at` that are no extensions.
    pub(super) fn names_at(&self, at: &Pointer) -> Vec<String> {
        let members = self.resolver.find(at).and_then(Value::as_object);
        members.into_iter().flatten().map(|(key, _)| key.to_owned()).filter(|key| !key.starts_with("x-")).collect()
    }

    /// The operations of the path item at `pointer`.
    pub(super) fn claim_item(&mut self, pointer: &Pointer, place: &Place, claiming: &mut Claiming) -> Vec<Claimed> {
        let mut items = self.path_items(pointer, &mut claiming.items);
        let operations = items.iter_mut().flat_map(|(item, _)| std::mem::take(&mut item.operations));
        let operations: Vec<(String, Pointer, Operation, Placed)> = operations.collect();
        let alone = operations.len() == 1;
        let mut of_path: HashMap<String, Pointer> = HashMap::default();
        let nodes = items.iter().map(|(_, at)| self.resolver.find(at));
        let shared: Docs = nodes.flat_map(docs::of).collect();
        let mut claimed = Vec::new();
        for (method, at, operation, own) in operations {
            if let Some(nearer) = of_path.get(&method) {
                self.note_hidden(&method, &at, nearer);
                continue;
            }
            of_path.insert(method.clone(), at.clone());
            // RFC 9110 section 9.3.6: it asks for a connection, and has no path.
            if method == "CONNECT" {
                let message = "operations of the method `CONNECT` are not generated";
                self.diagnostics.note(codes::PART_NOT_SUPPORTED, &at, message).key();
                continue;
            }
            self.check_id(&operation, &at, &mut claiming.ids);
            let id = operation_id(&operation, &method, place, alone);
            let called = claiming.spelled.get(&id).unwrap_or(&id).clone();
            let names = self.claim_names(&called, &mut claiming.methods);
            claimed.push(Claimed {
                parameters: parameters_of(&items, own),
                servers: servers_of(&items, &operation, &at),
                operation,
                pointer: at,
                shared: shared.clone(),
                http_method: method,
                place: place.clone(),
                id,
                called,
                names,
            });
        }
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
}

/// `operationId`; without one, the name of a webhook, or a short summary; else method and path.
fn operation_id(operation: &Operation, method: &str, place: &Place, alone: bool) -> String {
    let renamed = operation.extensions.get("x-rust-name").and_then(|name| name.as_str());
    let named = || match (place.name.as_str(), alone) {
        ("", _) => operation.summary.as_deref().and_then(names::from_summary).map(|words| camel(&words)),
        (name, true) => Some(camel(name)),
        (name, false) => Some(camel(&format!("{} {name}", method.to_ascii_lowercase()))),
    };
    renamed
        .map(str::to_owned)
        .or_else(|| operation.operation_id.clone().filter(|id| !id.trim().is_empty()))
        .or_else(named)
        .unwrap_or_else(|| camel(&names::from_path(&method.to_ascii_lowercase(), &place.path)))
}

/// Words as documents write an `operationId`: `linkProviderToApplication`.
fn camel(words: &str) -> String {
    let pascal = names::identifier(words, Case::Pascal);
    let mut characters = pascal.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}
