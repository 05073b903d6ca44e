//! What is said of a decision: to who asks, and to all where a schema ends as any JSON value.

use crate::codes;
use crate::diagnostic::Pointer;
use crate::ir::{Decision, Type};

use super::Lowering;
use super::schemas::Planned;
use super::view::View;

impl<'a> Lowering<'a> {
    /// What is decided for the schema at `pointer`; `None` when nothing stands there.
    pub(super) fn decision(&mut self, pointer: &Pointer) -> Option<Decision> {
        self.resolver.find(pointer).filter(|node| node.is_object() || node.is_boolean())?;
        let Planned { ty, nullable, checks } = self.type_at(pointer, &pointer.last().unwrap_or_default());
        Some(Decision { pointer: pointer.to_string(), ty, nullable, checks })
    }

    /// Says that a schema which is not open to all has become any JSON value.
    pub(super) fn note_decision(&mut self, view: &View<'a>, planned: &Planned) {
        if planned.ty == Type::Json && !planned.checks.is_empty() {
            let why = self.why(view);
            self.note_any(view, &why);
        }
    }

    /// Says that a schema which is not open to all has no type of its own, unless that is told more precisely.
    pub(super) fn note_any(&mut self, view: &View<'a>, why: &str) {
        let Some(part) = view.origin.as_ref().or(view.parts.first()) else { return };
        let told = self.diagnostics.iter().rev().take(4).any(|found| part.pointer.holds(&found.pointer));
        if !told {
            self.diagnostics
                .note(codes::ANY_VALUE, &part.pointer, format!("this schema has no type of its own: {why}"))
                .label("any JSON value, which validation checks");
        }
    }

    /// Why a view has no type of its own.
    fn why(&self, view: &View<'_>) -> String {
        if view.has_any(&["unevaluatedProperties", "unevaluatedItems", "$dynamicRef"]) {
            return "what it allows depends on what its other keywords evaluate".to_owned();
        }
        if view.has_any(&["enum", "const"]) {
            return "its values are of several types".to_owned();
        }
        match self.evidence.against(view) {
            _ if view.kinds().is_some() => "null alone is valid".to_owned(),
            Some(kind) => format!("it does not state a `type`, and an example has it as `{}`", kind.as_str()),
            None => "it does not state a `type`".to_owned(),
        }
    }
}
