//! The value of `update` merged into a node of the document.

use serde_json::Value;

use crate::diagnostic::Pointer;
use crate::source::Edit;

/// The merge of one update into one node.
pub(super) struct Merging<'a> {
    /// The number of the overlay's file.
    pub(super) file: usize,
    /// What was done.
    pub(super) edits: &'a mut Vec<Edit>,
}

impl Merging<'_> {
    /// Notes that the node `at` now is what the overlay has at `from`.
    fn put(&mut self, at: Pointer, from: Pointer) {
        self.edits.push(Edit::Put { at, file: self.file, from });
    }

    /// Adds one element, or those of an array.
    pub(super) fn append(
        mut self,
        into: &mut Vec<Value>,
        update: &Value,
        at: &Pointer,
        from: &Pointer,
    ) -> Option<&'static str> {
        match update {
            Value::Array(_) => self.join(into, update, at, from),
            one => {
                self.put(at.index(into.len()), from.clone());
                into.push(one.clone());
            }
        }
        None
    }

    /// Adds the elements of an array.
    fn join(&mut self, into: &mut Vec<Value>, update: &Value, at: &Pointer, from: &Pointer) {
        for (number, element) in update.as_array().into_iter().flatten().enumerate() {
            self.put(at.index(into.len()), from.index(number));
            into.push(element.clone());
        }
    }

    /// Merges an object into a node that is one.
    pub(super) fn merge(
        mut self,
        into: &mut Value,
        update: &Value,
        at: &Pointer,
        from: &Pointer,
    ) -> Option<&'static str> {
        self.node(into, update, at, from);
        None
    }

    /// Merges a value into a node, whatever the two are.
    fn node(&mut self, into: &mut Value, update: &Value, at: &Pointer, from: &Pointer) {
        match (into, update) {
            (Value::Object(members), Value::Object(updates)) => {
                for (key, update) in updates {
                    let (at, from) = (at.child(key), from.child(key));
                    if let Some(member) = members.get_mut(key) {
                        self.node(member, update, &at, &from);
                    } else {
                        self.put(at, from);
                        members.insert(key.clone(), update.clone());
                    }
                }
            }
            (Value::Array(elements), Value::Array(_)) => self.join(elements, update, at, from),
            (into, update) => {
                self.put(at.clone(), from.clone());
                *into = update.clone();
            }
        }
    }
}
