//! Regular expressions: only those that the linear-time engine of the generated code can run are used.

use jsonschema_regex::{is_valid_ecma_regex, to_rust_regex};
use regex::Regex;

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::Schema;
use crate::ir::Check;

use super::Lowering;

impl<'a> Lowering<'a> {
    /// `pattern`, when it can be run.
    pub(super) fn pattern_check(&mut self, schema: &Schema<'a>) -> Vec<Check> {
        let Some(pattern) = schema.text("pattern") else { return Vec::new() };
        let usable = self.is_usable(pattern, &schema.pointer.child("pattern"));
        if usable { vec![Check::Pattern(pattern.to_owned())] } else { Vec::new() }
    }

    /// The members of `patternProperties` whose patterns can be run.
    pub(super) fn usable_patterns(&mut self, schema: &Schema<'a>) -> Vec<(&'a str, Schema<'a>)> {
        let members = schema.map("patternProperties");
        members.into_iter().filter(|(pattern, property)| self.is_usable(pattern, &property.pointer)).collect()
    }

    fn is_usable(&mut self, pattern: &str, at: &Pointer) -> bool {
        let known = self.patterns.get(pattern).copied();
        let (usable, valid) = known.unwrap_or_else(|| {
            let usable = to_rust_regex(pattern).is_ok_and(|pattern| Regex::new(&pattern).is_ok());
            let found = (usable, is_valid_ecma_regex(pattern));
            *self.patterns.entry(pattern.to_owned()).or_insert(found)
        });
        if usable {
            if !valid {
                self.diagnostics
                    .warning(codes::PATTERN_OF_ANOTHER_SYNTAX, at, "this is no regular expression of ECMA-262")
                    .label("it is checked as it is likely meant")
                    .help("escape `]`, `{` and `}` that stand for themselves, and drop `(?i)`, `\\A`, `\\z` and `++`");
            }
            return true;
        }
        let (message, help) = if valid {
            ("this regular expression cannot be run in linear time", "write it without look-around and back-references")
        } else {
            ("this is no regular expression of ECMA-262", "look for what is not closed, or not escaped")
        };
        self.diagnostics.warning(codes::PATTERN_NOT_SUPPORTED, at, message).label("it is not checked").help(help);
        false
    }
}
