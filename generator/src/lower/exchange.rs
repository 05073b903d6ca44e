//! Which parts of a document describe what clients send, and which what servers answer.

use foldhash::HashSet;

use crate::diagnostic::{Diagnostics, Pointer};
use crate::resolve::Resolver;
use crate::value::Map;

/// The places of what is sent and of what is answered.
#[derive(Debug, Default)]
pub(super) struct Exchanged {
    pub(super) requests: Vec<Pointer>,
    pub(super) responses: Vec<Pointer>,
}

/// Looks through the paths; in webhooks and callbacks the API is the one that asks.
pub(super) fn exchanged(resolver: Resolver<'_>) -> Exchanged {
    let mut reader = Reader { resolver, found: Exchanged::default(), seen: HashSet::default() };
    for (part, reversed) in [("paths", false), ("webhooks", true)] {
        reader.items(&Pointer::root().child(part), reversed);
    }
    let failure = Pointer::root().child(super::envelope::EXTENSION);
    reader.found.responses.push(failure);
    reader.found
}

struct Reader<'a> {
    resolver: Resolver<'a>,
    found: Exchanged,
    /// Callbacks may lead back to where they stand.
    seen: HashSet<(Pointer, bool)>,
}

impl<'a> Reader<'a> {
    fn members(&self, at: &Pointer) -> Option<&'a Map> {
        self.resolver.find(at)?.as_object()
    }

    /// Path items by their paths or names.
    fn items(&mut self, at: &Pointer, reversed: bool) {
        for name in self.members(at).into_iter().flatten().map(|(name, _)| name) {
            self.item(&at.child(name), reversed);
        }
    }

    /// A Path Item Object, or a reference to one.
    fn item(&mut self, at: &Pointer, reversed: bool) {
        let Some(at) = self.resolver.follow(at, &mut Diagnostics::default()) else { return };
        if !self.seen.insert((at.clone(), reversed)) {
            return;
        }
        for (name, node) in self.members(&at).into_iter().flatten() {
            let at = at.child(name);
            match name {
                "parameters" => self.add(at, !reversed),
                "additionalOperations" => {
                    for method in node.as_object().into_iter().flatten().map(|(method, _)| method) {
                        self.operation(&at.child(method), reversed);
                    }
                }
                _ => self.operation(&at, reversed),
            }
        }
    }

    fn operation(&mut self, at: &Pointer, reversed: bool) {
        for name in self.members(at).into_iter().flatten().map(|(name, _)| name) {
            let at = at.child(name);
            match name {
                "parameters" | "requestBody" => self.add(at, !reversed),
                "responses" => self.add(at, reversed),
                "callbacks" => self.callbacks(&at, reversed),
                _ => {}
            }
        }
    }

    /// Callback Objects by their names: each holds path items.
    fn callbacks(&mut self, at: &Pointer, reversed: bool) {
        for name in self.members(at).into_iter().flatten().map(|(name, _)| name) {
            if let Some(callback) = self.resolver.follow(&at.child(name), &mut Diagnostics::default()) {
                self.items(&callback, !reversed);
            }
        }
    }

    fn add(&mut self, at: Pointer, sent: bool) {
        let places = if sent { &mut self.found.requests } else { &mut self.found.responses };
        places.push(at);
    }
}
