//! Path items, and what they share with those that they refer to.

use openapiv3::Operation;

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::{self, PathItem, PathItems, Placed};
use crate::value::Value;

use super::Lowering;

impl Lowering<'_> {
    /// The path item at `pointer` and those that it refers to, the nearest first, with their places: members beside its
    /// `$ref` are its own (OpenAPI 3.1, section 4.8.9.1).
    pub(super) fn path_items(&mut self, pointer: &Pointer, known: &mut PathItems) -> Vec<(PathItem, Pointer)> {
        // Tells of a chain that has no end, or leads nowhere.
        let whole = self.resolver.follow(pointer, self.diagnostics).is_some();
        let mut items = Vec::new();
        let mut next = Some(pointer.clone());
        while let Some(at) = next.take() {
            let Some(node) = self.resolver.find(&at) else { break };
            let item = match known.remove(&at) {
                Some((item, found)) => {
                    self.diagnostics.extend_unexplained(found);
                    item
                }
                None => dialect::path_item(self.document.minor, node, &at, self.diagnostics),
            };
            items.push((item, at.clone()));
            if let Some(reference) = node.get("$ref").and_then(Value::as_str).filter(|_| whole) {
                next = self.resolver.target(reference, &at.child("$ref"), self.diagnostics);
            }
        }
        items
    }

    /// Says that an operation is not reached, because the path item that refers to its own has one of its method.
    pub(super) fn note_hidden(&mut self, method: &str, at: &Pointer, nearer: &Pointer) {
        self.diagnostics
            .warning(codes::DUPLICATE_OPERATION, at, format!("{method} is described beside the reference as well"))
            .key()
            .label("left out")
            .help("the specification does not say which one counts; remove one of the two")
            .related(nearer, "this one is taken");
    }
}

/// The parameters of an operation, each with its place: those of all path items, the nearest last, and its own.
pub(super) fn parameters_of(items: &[(PathItem, Pointer)], own: Placed) -> Placed {
    let shared = items.iter().rev().flat_map(|(item, _)| item.parameters.clone());
    shared.chain(own).collect()
}

/// The servers of an operation, with their place: its own, or those of the nearest path item that has any.
pub(super) fn servers_of(
    items: &[(PathItem, Pointer)],
    operation: &Operation,
    at: &Pointer,
) -> (Vec<openapiv3::Server>, Pointer) {
    if !operation.servers.is_empty() {
        return (operation.servers.clone(), at.child("servers"));
    }
    match items.iter().find(|(item, _)| !item.servers.is_empty()) {
        Some((item, at)) => (item.servers.clone(), at.child("servers")),
        None => (Vec::new(), at.child("servers")),
    }
}
