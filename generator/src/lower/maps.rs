//! Maps: objects whose members have no names of their own.

use crate::codes;
use crate::dialect::Schema;
use crate::ir::{Check, Type};

use super::Lowering;
use super::schemas::Planned;
use super::unevaluated;
use super::view::View;

impl<'a> Lowering<'a> {
    /// A map of typed values; what its names must be (`propertyNames`, `patternProperties`) is checked.
    pub(super) fn plan_map(&mut self, view: &View<'a>, name: &str) -> Planned {
        if view.has_any(&["patternProperties"]) {
            return self.plan_pattern_map(view, name);
        }
        let speaking: Vec<Schema<'a>> =
            view.parts.iter().filter_map(|part| part.child("additionalProperties")).collect();
        let left = unevaluated::others(view);
        let handled: &[&str] =
            if left.is_some() { &["type", "unevaluatedProperties"] } else { &["type", "additionalProperties"] };
        let speaking: Vec<Schema<'a>> = speaking.into_iter().chain(left).collect();
        let value = self.type_of_all(&speaking, &format!("{name} Value"));
        let mut checks = self.checks_beside(view, handled);
        if !value.checks.is_empty() {
            checks.push(Check::Values(value.checks.clone()));
        }
        Planned { checks, ..Planned::of(Type::Map(Box::new(value.into_type()))) }
    }

    /// A map whose names match patterns: of typed values where all patterns are of one type and no other names are
    /// allowed, or others of that type too.
    fn plan_pattern_map(&mut self, view: &View<'a>, name: &str) -> Planned {
        let speaking: Vec<Schema<'a>> = view
            .parts
            .iter()
            .filter(|part| part.get("patternProperties").or(part.get("additionalProperties")).is_some())
            .cloned()
            .collect();
        if let [part] = speaking.as_slice()
            && let Some(planned) = self.plan_typed_patterns(view, part, name)
        {
            return planned;
        }
        if let Some(part) = speaking.iter().find(|part| part.get("patternProperties").is_some()) {
            self.note_open_patterns(part);
        }
        let checks = self.checks_beside(view, &["type"]);
        Planned { checks, ..Planned::of(Type::Map(Box::new(Type::Json))) }
    }

    fn plan_typed_patterns(&mut self, view: &View<'a>, part: &Schema<'a>, name: &str) -> Option<Planned> {
        let patterns = self.usable_patterns(part);
        if patterns.len() != part.names("patternProperties").count() {
            return None;
        }
        let names: Vec<String> = patterns.iter().map(|(pattern, _)| (*pattern).to_owned()).collect();
        let others = part.child("additionalProperties")?;
        let mut checks = self.checks_beside(view, &["type", "patternProperties", "additionalProperties"]);
        let mut types = Vec::new();
        let value_name = format!("{name} Value");
        for (pattern, schema) in patterns {
            let planned = self.type_of(&schema, &value_name);
            if !planned.checks.is_empty() {
                checks.push(Check::PatternMembers(pattern.to_owned(), planned.checks.clone()));
            }
            types.push(planned.into_type());
        }
        if others.as_boolean() == Some(false) {
            checks.push(Check::OtherMembers(Vec::new(), names, vec![Check::Never]));
        } else {
            let planned = self.type_of(&others, &value_name);
            if !planned.checks.is_empty() {
                checks.push(Check::OtherMembers(Vec::new(), names, planned.checks.clone()));
            }
            types.push(planned.into_type());
        }
        let first = types.first()?.clone();
        let same = types.iter().all(|ty| *ty == first);
        same.then(|| Planned { checks, ..Planned::of(Type::Map(Box::new(first))) })
    }

    /// What a view demands beside some keywords.
    pub(super) fn checks_beside(&mut self, view: &View<'a>, handled: &[&str]) -> Vec<Check> {
        view.parts.iter().flat_map(|part| self.keyword_checks(part, handled)).collect()
    }

    fn note_open_patterns(&mut self, part: &Schema<'a>) {
        self.diagnostics
            .note(
                codes::OPEN_PATTERNS,
                &part.pointer.child("patternProperties"),
                "the members of this map have no one type",
            )
            .key()
            .label("their values are any JSON values, which validation checks")
            .help("with `additionalProperties: false` and one type for all patterns, the values have that type");
    }
}
