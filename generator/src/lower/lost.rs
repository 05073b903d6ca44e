//! Elements to which operations refer, and which cannot be read.

use std::borrow::Cow;

use openapiv3::ReferenceOr;
use serde::de::DeserializeOwned;

use crate::codes;
use crate::diagnostic::{Pointer, Severity};
use crate::dialect::Element;
use crate::value::Value;

use super::Lowering;
use super::claims::Claimed;

/// The operations that lack an element, each with the reference to it.
pub(super) type Lost = indexmap::IndexMap<(Element, String), Vec<(String, Pointer)>>;

/// So many operations are named.
const NAMED: usize = 3;

impl Lowering<'_> {
    /// An element of an operation, which may be a reference. One that cannot be read costs the operation that element.
    pub(super) fn own_element<'f, T: DeserializeOwned + Clone + 'static>(
        &mut self,
        claimed: &Claimed,
        element: Element,
        found: &'f ReferenceOr<T>,
        at: &Pointer,
    ) -> Option<(Cow<'f, T>, Pointer)> {
        let read = self.resolver.element(element, found, at, self.diagnostics);
        let is_error = |severity, place: &Pointer| severity == Severity::Error && at.holds(place);
        if let (None, ReferenceOr::Reference { .. }) = (&read, found)
            && !self.found_before().any(|found| is_error(found.severity, &found.pointer))
        {
            let reference = self.resolver.find(&at.child("$ref")).and_then(Value::as_str).unwrap_or_default();
            let place = (claimed.id.clone(), at.clone());
            self.lost.entry((element, reference.to_owned())).or_default().push(place);
        }
        read
    }

    /// Tells which operations lack an element, once for each such element.
    pub(super) fn tell_lost(&mut self) {
        for ((element, reference), operations) in std::mem::take(&mut self.lost) {
            let Some((_, at)) = operations.first() else { continue };
            let named: Vec<&str> = operations.iter().take(NAMED).map(|(id, _)| id.as_str()).collect();
            let others = match operations.len() - named.len() {
                0 => String::new(),
                1 => " and one other operation".to_owned(),
                others => format!(" and {others} other operations"),
            };
            let (are, cost) = match (element, operations.len()) {
                (Element::RequestBody, 1) => ("is", "left out"),
                (Element::RequestBody, _) => ("are", "left out"),
                (_, 1) => ("is", "generated without it"),
                _ => ("are", "generated without it"),
            };
            let message = format!("this {element} cannot be read: `{}`{others} {are} {cost}", named.join("`, `"));
            let target = self.resolver.known(&reference).map(|(target, _)| target);
            let finding = self.diagnostics.warning(codes::UNREADABLE_ELEMENT, at, message);
            if let Some(target) = target {
                finding.related(&target, "the reference leads here");
            }
        }
    }
}
