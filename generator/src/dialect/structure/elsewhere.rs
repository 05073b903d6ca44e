//! The elements that stand in other files (OpenAPI 3.1, section 4.6): what each is tells the reference to it.

use foldhash::HashSet;

use super::check::Walk;
use super::{Element, Takes};
use crate::diagnostic::Pointer;
use crate::link;
use crate::value::{Map, Value};

/// What the document refers to in other files, as far as it is known.
#[derive(Default)]
pub(super) struct Elsewhere {
    /// The elements that are still to be walked through.
    open: Vec<(Pointer, Element)>,
    referred: HashSet<(String, Element)>,
    /// The objects that were walked through, by their places in memory: one may be a part of another.
    walked: HashSet<usize>,
}

impl Elsewhere {
    /// Whether this object of another file comes by for the first time.
    pub(super) fn is_new(&mut self, members: &Map) -> bool {
        self.walked.insert(std::ptr::from_ref(members).addr())
    }
}

impl<'a> Walk<'a, '_> {
    /// Notes where the `$ref` of an element leads, when that is another file.
    pub(super) fn refer(&mut self, of: Element, members: &'a Map) {
        let reference = members.get("$ref").and_then(Value::as_str);
        let Some(reference) = reference.filter(|reference| link::is_elsewhere(reference)) else { return };
        if self.elsewhere.referred.insert((reference.to_owned(), of)) {
            self.elsewhere.open.extend(Pointer::of_reference(reference).map(|at| (at, of)));
        }
    }

    /// Walks through all that is referred to in other files.
    pub(super) fn others(&mut self) {
        while let Some((at, of)) = self.elsewhere.open.pop() {
            let Some(value) = at.find(self.root) else { continue };
            self.base = at;
            let takes = match of {
                Element::Schema => Takes::Schema,
                Element::PathItem => Takes::One(of),
                _ => Takes::Reference(of),
            };
            self.value(of, takes, value);
        }
    }
}
