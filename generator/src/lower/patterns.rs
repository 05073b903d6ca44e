//! Regular expressions: only those that the linear-time engine of the generated code can run are used.

use jsonschema_regex::{is_valid_ecma_regex, to_rust_regex};
use regex::Regex;

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::Schema;
use crate::ir::Check;

use super::Lowering;
use super::look_ahead::{self, Conditions};

impl<'a> Lowering<'a> {
    /// `pattern`, when it can be run, or what says the same and can.
    pub(super) fn pattern_check(&mut self, schema: &Schema<'a>) -> Vec<Check> {
        let Some(pattern) = schema.text("pattern") else { return Vec::new() };
        let at = schema.pointer.child("pattern");
        if let Some(conditions) = self.conditions(pattern) {
            self.note_syntax(pattern, &at);
            let found = conditions.found.into_iter().map(Check::Pattern);
            return found.chain(conditions.not_found.into_iter().map(Check::NotPattern)).collect();
        }
        if self.is_usable(pattern, &at, HELP) { vec![Check::Pattern(pattern.to_owned())] } else { Vec::new() }
    }

    /// The members of `patternProperties` whose patterns can be run.
    pub(super) fn usable_patterns(&mut self, schema: &Schema<'a>) -> Vec<(&'a str, Schema<'a>)> {
        let members = schema.map("patternProperties");
        members
            .into_iter()
            .filter(|(pattern, property)| self.is_usable(pattern, &property.pointer, HELP_FOR_NAMES))
            .collect()
    }

    /// Whether a schema has a pattern that cannot be run.
    pub(super) fn has_unusable_pattern(&mut self, schema: &Schema<'a>) -> bool {
        let of_texts = schema.text("pattern").filter(|_| schema.says("pattern"));
        of_texts.is_some_and(|pattern| self.conditions(pattern).is_none() && !self.known_pattern(pattern).0)
            || schema.names("patternProperties").any(|pattern| !self.known_pattern(pattern).0)
    }

    /// The conditions that look-ahead is, when each can be run.
    fn conditions(&mut self, pattern: &str) -> Option<Conditions> {
        let conditions = look_ahead::conditions(pattern)?;
        let mut all = conditions.found.iter().chain(&conditions.not_found);
        all.all(|condition| self.known_pattern(condition).0).then_some(conditions)
    }

    /// Whether a regular expression can be run, and whether it is one of ECMA-262.
    fn known_pattern(&mut self, pattern: &str) -> (bool, bool) {
        let known = self.patterns.get(pattern).copied();
        known.unwrap_or_else(|| {
            let usable = to_rust_regex(pattern).is_ok_and(|pattern| Regex::new(&pattern).is_ok());
            let found = (usable, is_valid_ecma_regex(pattern));
            *self.patterns.entry(pattern.to_owned()).or_insert(found)
        })
    }

    fn is_usable(&mut self, pattern: &str, at: &Pointer, help: &'static str) -> bool {
        let (usable, valid) = self.known_pattern(pattern);
        if usable {
            self.note_syntax(pattern, at);
            return true;
        }
        let (message, help) = if valid {
            ("this regular expression cannot be run in linear time", help)
        } else {
            ("this is no regular expression of ECMA-262", "look for what is not closed, or not escaped")
        };
        self.unchecked.leave();
        self.diagnostics.warning(codes::PATTERN_NOT_SUPPORTED, at, message).label("it is not checked").help(help);
        false
    }

    /// Tells of a regular expression that can be run, and is none of ECMA-262.
    fn note_syntax(&mut self, pattern: &str, at: &Pointer) {
        if !self.known_pattern(pattern).1 {
            self.diagnostics
                .warning(codes::PATTERN_OF_ANOTHER_SYNTAX, at, "this is no regular expression of ECMA-262")
                .label("it is checked as it is likely meant")
                .help("escape `]`, `{` and `}` that stand for themselves, and drop `(?i)`, `\\A`, `\\z` and `++`");
        }
    }
}

/// How a regular expression can be written that cannot be run.
const HELP: &str =
    "write it without look-around and back-references; look-ahead can be run at the very beginning alone: `^(?=…)…`";

/// The same of one that names of members match.
const HELP_FOR_NAMES: &str = "write it without look-around and back-references";
