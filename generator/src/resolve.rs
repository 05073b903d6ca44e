//! `$ref` as a service: any pointer, any element, safe against cycles. Nothing is ever inlined.

use std::collections::HashSet;

use openapiv3::ReferenceOr;
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Pointer, Severity};
use crate::dialect::{self, Document, Element, Schema};
use crate::nearest::nearest;

/// Looks up what references lead to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resolver<'a> {
    document: &'a Document<'a>,
}

impl<'a> Resolver<'a> {
    /// References of this document.
    pub(crate) fn new(document: &'a Document<'a>) -> Self {
        Self { document }
    }

    /// The document's root as it was written.
    pub(crate) fn root(self) -> &'a Value {
        self.document.root
    }

    /// The schema at a pointer; a place that holds none allows everything.
    pub(crate) fn schema(self, pointer: &Pointer) -> Schema<'a> {
        let node = pointer.find(self.document.root).unwrap_or(&Value::Bool(true));
        Schema::new(node, pointer.clone(), self.document.version)
    }

    /// Where the reference `reference`, which stands at `at`, leads; one to nowhere is a finding.
    pub(crate) fn target(self, reference: &str, at: &Pointer, diagnostics: &mut Diagnostics) -> Option<Pointer> {
        let Some(fragment) = reference.strip_prefix('#') else {
            diagnostics
                .warning(codes::EXTERNAL_REF, at, format!("`{reference}` is not read: twinspec fetches nothing"))
                .label("what stands there is taken for any value, or left out")
                .help("download it beside the document, and refer to the file");
            return None;
        };
        let decoded = percent_decode_str(fragment).decode_utf8_lossy();
        let pointer = Pointer::parse(&decoded);
        if (decoded.is_empty() || decoded.starts_with('/')) && pointer.find(self.document.root).is_some() {
            return Some(pointer);
        }
        let mut found = diagnostics.error(codes::REF_TO_NOWHERE, at, format!("`{reference}` leads to nowhere"));
        if let Some(near) = self.nearest(&pointer) {
            found = found.help(format!("did you mean `#{near}`?"));
        }
        found.label("nothing stands there");
        None
    }

    /// A sibling of the missing target with a name like it.
    fn nearest(self, pointer: &Pointer) -> Option<Pointer> {
        let parent = pointer.parent()?;
        let wanted = pointer.last()?;
        let siblings = parent.find(self.document.root)?.as_object()?;
        nearest(&wanted, siblings.keys().map(String::as_str)).map(|name| parent.child(name))
    }

    /// Follows references from `pointer` to what is no reference.
    pub(crate) fn follow(self, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Option<Pointer> {
        self.end_of(pointer, Severity::Error, diagnostics)
    }

    /// Like [`follow`](Self::follow), for schemas: those that only refer to each other allow everything, so that the
    /// cycle costs nothing but a type.
    pub(crate) fn follow_schema(self, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Option<Pointer> {
        self.end_of(pointer, Severity::Warning, diagnostics)
    }

    fn end_of(self, pointer: &Pointer, endless: Severity, diagnostics: &mut Diagnostics) -> Option<Pointer> {
        let mut at = pointer.clone();
        let mut passed = HashSet::new();
        while passed.insert(at.clone()) {
            let Some(reference) = at.find(self.document.root)?.get("$ref").and_then(Value::as_str) else {
                return Some(at);
            };
            at = self.target(reference, &at.child("$ref"), diagnostics)?;
        }
        let message = "this chain of references has no end";
        let mut found = Diagnostic::new(codes::ENDLESS_REF, endless, pointer, message);
        found.help("one of them must lead to something that is no reference");
        if endless == Severity::Warning {
            found.label("any value is taken here");
        }
        diagnostics.push(found);
        None
    }

    /// The first schema of a chain of references, which has an end, that says more than to what it refers.
    pub(crate) fn first_that_says_more(self, mut at: Pointer, diagnostics: &mut Diagnostics) -> Pointer {
        loop {
            let schema = self.schema(&at);
            let lone = schema.assertions() == ["$ref"];
            let reference = schema.reference().filter(|_| lone);
            match reference.and_then(|next| self.target(next, &at.child("$ref"), diagnostics)) {
                Some(next) => at = next,
                None => return at,
            }
        }
    }

    /// The element that stands at `pointer`, or where a reference there leads, with the place where it was found.
    pub(crate) fn element<T: DeserializeOwned + Clone>(
        self,
        element: Element,
        found: &ReferenceOr<T>,
        pointer: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<(T, Pointer)> {
        match found {
            ReferenceOr::Item(item) => Some((item.clone(), pointer.clone())),
            ReferenceOr::Reference { .. } => {
                let at = self.follow(pointer, diagnostics)?;
                let node = at.find(self.document.root)?;
                Some((dialect::read(element, node, &at, diagnostics)?, at))
            }
        }
    }
}
