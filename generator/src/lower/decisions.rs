//! What is said of a decision: to who asks, and to all where a schema ends as any JSON value.

use crate::codes;
use crate::diagnostic::Pointer;
use crate::ir::{Decision, Type};
use crate::value::Value;

use super::Lowering;
use super::schemas::Planned;
use super::view::View;

impl<'a> Lowering<'a> {
    /// What is decided for the schema at `pointer`; `None` when nothing stands there.
    pub(super) fn decision(&mut self, pointer: &Pointer) -> Option<Decision> {
        self.resolver.find(pointer).filter(|node| node.is_object() || node.is_boolean())?;
        let Planned { ty, nullable, checks, weak } = self.type_at(pointer, &pointer.last().unwrap_or_default());
        let narrow = *self.unaliased(&ty) == Type::I64 && !self.fits_64_bits(pointer);
        Some(Decision { pointer: pointer.to_string(), ty, nullable, checks, narrow, weak })
    }

    /// Whether a schema says that an integer has no more than 64 bits: by a format, by bounds on both sides or by a list.
    fn fits_64_bits(&mut self, pointer: &Pointer) -> bool {
        let Some(at) = self.resolver.follow_schema(pointer, self.diagnostics) else { return true };
        let schema = self.resolver.schema(&at);
        let view = self.view(&schema);
        let format = view.get("format").and_then(Value::as_str).is_some_and(|format| format.contains("int"));
        let bounded = |bounds: [&str; 2]| view.has_any(&bounds);
        let both = bounded(["minimum", "exclusiveMinimum"]) && bounded(["maximum", "exclusiveMaximum"]);
        format || both || view.has_any(&["enum", "const"])
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
        let told = self.found_before().rev().take(4).any(|found| part.pointer.holds(&found.pointer));
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
