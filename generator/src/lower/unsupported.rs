//! What a document describes and no code is generated for yet: each is a finding, nothing is dropped in silence.

use serde_json::Value;

use crate::codes;
use crate::diagnostic::Pointer;

use super::Lowering;
use super::operations::Claimed;

impl Lowering<'_> {
    /// Notes on the parts of the document, and of its operations, that are left out.
    pub(super) fn note_unsupported(&mut self, claimed: &[Claimed]) {
        self.note_part(&Pointer::root(), "webhooks", "webhooks are");
        let document = self.document;
        for path in document.api.paths.paths.keys() {
            let at = Pointer::root().child("paths").child(path);
            self.note_part(&at, "query", "operations of the method QUERY are");
            self.note_part(&at, "additionalOperations", "operations of other methods are");
        }
        for operation in claimed {
            let at = &operation.pointer;
            self.note_part(at, "callbacks", "callbacks are");
            self.note_links(&at.child("responses"));
        }
    }

    fn note_links(&mut self, responses: &Pointer) {
        let statuses = self.resolver.root().pointer(responses.as_str()).and_then(Value::as_object);
        let statuses: Vec<&String> = statuses.into_iter().flatten().map(|(status, _)| status).collect();
        for status in statuses {
            self.note_part(&responses.child(status), "links", "links are");
        }
    }

    fn note_part(&mut self, of: &Pointer, key: &str, what: &str) {
        let at = of.child(key);
        let node = self.resolver.root().pointer(at.as_str());
        let empty = |node: &Value| {
            node.as_object().is_some_and(serde_json::Map::is_empty) || node.as_array().is_some_and(Vec::is_empty)
        };
        if node.is_some_and(|node| !empty(node)) {
            self.diagnostics.note(codes::PART_NOT_SUPPORTED, &at, format!("{what} not generated yet")).key();
        }
    }
}
