//! `$ref` as a service: any pointer, any element, safe against cycles. Nothing is ever inlined.

use std::any::Any;
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use foldhash::{HashMap, HashSet};
use openapiv3::ReferenceOr;
use serde::de::DeserializeOwned;

use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Pointer, Severity};
use crate::dialect::{self, Element, Schema, Version};
use crate::nearest::nearest;
use crate::value::{Value, pointer};

/// What was found before.
#[derive(Debug, Default)]
pub(crate) struct Targets<'a> {
    /// Where references lead: many lead to the same place.
    references: RefCell<HashMap<String, (Pointer, &'a Value)>>,
    /// Elements that references lead to, as they were read, by their places in memory.
    elements: RefCell<HashMap<usize, Rc<dyn Any>>>,
    /// The way to what was looked for last.
    trail: RefCell<Trail<'a>>,
}

/// The way from the root to a node. What is looked for next is nearly always near.
#[derive(Debug, Default)]
struct Trail<'a> {
    /// The pointer to the node.
    text: String,
    /// Each node on the way, with the length of its own pointer.
    nodes: Vec<(usize, &'a Value)>,
}

impl<'a> Trail<'a> {
    /// Goes from where it is to what stands at a pointer.
    fn find(&mut self, root: &'a Value, pointer: &str) -> Option<&'a Value> {
        let goes_on = |way: &str| pointer.strip_prefix(way).filter(|rest| rest.is_empty() || rest.starts_with('/'));
        let (mut node, rest) = loop {
            let Some(&(end, node)) = self.nodes.last() else { break (root, pointer) };
            if let Some(rest) = self.text.get(..end).and_then(goes_on) {
                self.text.truncate(end);
                break (node, rest);
            }
            self.nodes.pop();
        };
        if self.nodes.is_empty() {
            self.text.clear();
        }
        for segment in pointer::raw_segments(rest) {
            node = pointer::step(node, segment)?;
            self.text.push('/');
            self.text.push_str(segment);
            self.nodes.push((self.text.len(), node));
        }
        Some(node)
    }
}

/// Looks up what references lead to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resolver<'a> {
    root: &'a Value,
    version: Version,
    targets: &'a Targets<'a>,
}

impl<'a> Resolver<'a> {
    /// References of this document.
    pub(crate) fn new(root: &'a Value, version: Version, targets: &'a Targets<'a>) -> Self {
        Self { root, version, targets }
    }

    /// The version of the document.
    pub(crate) fn version(self) -> Version {
        self.version
    }

    /// The document's root as it was written.
    pub(crate) fn root(self) -> &'a Value {
        self.root
    }

    /// What stands at a pointer.
    pub(crate) fn find(self, pointer: &Pointer) -> Option<&'a Value> {
        self.targets.trail.borrow_mut().find(self.root, pointer.as_str())
    }

    /// The schema at a pointer; a place that holds none allows everything.
    pub(crate) fn schema(self, pointer: &Pointer) -> Schema<'a> {
        self.schema_of(self.find(pointer).unwrap_or(&Value::Bool(true)), pointer.clone())
    }

    /// The schema that is `node`.
    pub(crate) fn schema_of(self, node: &'a Value, pointer: Pointer) -> Schema<'a> {
        Schema::new(node, pointer, self.version)
    }

    /// Where the reference `reference` leads, and what stands there.
    pub(crate) fn known(self, reference: &str) -> Option<(Pointer, &'a Value)> {
        if let Some(known) = self.targets.references.borrow().get(reference) {
            return Some(known.clone());
        }
        let pointer = Pointer::of_reference(reference)?;
        let node = self.find(&pointer)?;
        self.targets.references.borrow_mut().insert(reference.to_owned(), (pointer.clone(), node));
        Some((pointer, node))
    }

    /// The schema that a schema refers to; what leads to nowhere is found where it is planned.
    pub(crate) fn referred(self, schema: &Schema<'_>) -> Option<Schema<'a>> {
        let (pointer, node) = self.known(schema.reference()?)?;
        Some(self.schema_of(node, pointer))
    }

    /// Where the reference `reference`, which stands at `at`, leads; one to nowhere is a finding.
    pub(crate) fn target(self, reference: &str, at: &Pointer, diagnostics: &mut Diagnostics) -> Option<Pointer> {
        self.place(reference, || at.clone(), diagnostics).map(|(pointer, _)| pointer)
    }

    /// The same, with what stands there.
    pub(crate) fn place(
        self,
        reference: &str,
        at: impl FnOnce() -> Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Pointer, &'a Value)> {
        let known = self.known(reference);
        if known.is_none() {
            self.tell(reference, &at(), diagnostics);
        }
        known
    }

    /// Tells of a reference that leads to nothing in the document.
    fn tell(self, reference: &str, at: &Pointer, diagnostics: &mut Diagnostics) {
        if !reference.starts_with('#') {
            diagnostics
                .warning(codes::EXTERNAL_REF, at, format!("`{reference}` is not read: twinspec fetches nothing"))
                .label("what stands there is taken for any value, or left out")
                .help("download it beside the document, and refer to the file");
            return;
        }
        let mut found = diagnostics.error(codes::REF_TO_NOWHERE, at, format!("`{reference}` leads to nowhere"));
        if let Some(near) = Pointer::of_reference(reference).and_then(|pointer| self.nearest(&pointer)) {
            found = found.help(format!("did you mean `#{near}`?"));
        }
        found.label("nothing stands there");
    }

    /// A sibling of the missing target with a name like it.
    fn nearest(self, pointer: &Pointer) -> Option<Pointer> {
        let parent = pointer.parent()?;
        let wanted = pointer.last()?;
        let siblings = self.find(&parent)?.as_object()?;
        nearest(&wanted, siblings.keys()).map(|name| parent.child(name))
    }

    /// Where the media type `name` of a `content` is described, which may be elsewhere (OpenAPI 3.2, section 4.14).
    pub(crate) fn media(self, content: &Pointer, name: &str, diagnostics: &mut Diagnostics) -> Pointer {
        let at = content.child(name);
        self.follow(&at, diagnostics).unwrap_or(at)
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
        let (mut at, mut node) = (pointer.clone(), self.find(pointer)?);
        let mut passed = HashSet::default();
        loop {
            let reference = node.as_object().and_then(|members| members.get("$ref"));
            let Some(reference) = reference.and_then(Value::as_str) else { return Some(at) };
            if !passed.insert(std::ptr::from_ref(node).addr()) {
                break;
            }
            (at, node) = self.place(reference, || at.child("$ref"), diagnostics)?;
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
    pub(crate) fn first_that_says_more(self, mut schema: Schema<'a>) -> Schema<'a> {
        while let Some(next) = Some(&schema).filter(|schema| schema.assertions() == ["$ref"])
            && let Some(next) = self.referred(next)
        {
            schema = next;
        }
        schema
    }

    /// The element that stands at `pointer`, or where a reference there leads, with the place where it was found.
    pub(crate) fn element<'f, T: DeserializeOwned + Clone + 'static>(
        self,
        element: Element,
        found: &'f ReferenceOr<T>,
        pointer: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Cow<'f, T>, Pointer)> {
        match found {
            ReferenceOr::Item(item) => Some((Cow::Borrowed(item), pointer.clone())),
            ReferenceOr::Reference { .. } => {
                let at = self.follow(pointer, diagnostics)?;
                let node = self.find(&at)?;
                let place = std::ptr::from_ref(node).addr();
                if let Some(known) = self.targets.elements.borrow().get(&place).and_then(|known| known.downcast_ref()) {
                    return Some((Cow::Owned(T::clone(known)), at));
                }
                let read: T = dialect::read(element, node, &at, diagnostics)?;
                self.targets.elements.borrow_mut().insert(place, Rc::new(read.clone()));
                Some((Cow::Owned(read), at))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_from_near_is_what_is_found_from_the_root() {
        let root = serde_json::json!({"a": [{"b/c": 1, "b": {"x": [2]}}, 2], "": {"~": 3}, "ab": {"a": 4}, "0": 5});
        let value = Value::from(root.clone());
        let places = [
            "",
            "/a",
            "/a/0/b~1c",
            "/a/0/b/x/0",
            "/a/0/b/y",
            "/a/0",
            "/ab/a",
            "/ab",
            "/a/1",
            "/a/01",
            "//~0",
            "/",
            "/0",
        ];
        let mut trail = Trail::default();
        for from in places {
            for to in places {
                trail.find(&value, from);
                assert_eq!(trail.find(&value, to).map(Into::into), root.pointer(to).cloned(), "{from} {to}");
            }
        }
    }
}
