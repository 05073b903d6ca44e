//! Regular expressions: only those that the linear-time engine of the generated code can run are used.

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
        let usable = Regex::new(pattern).is_ok();
        if !usable {
            self.diagnostics
                .warning(codes::PATTERN_NOT_SUPPORTED, at, "this regular expression cannot be run in linear time")
                .label("it is not checked")
                .help("write it without look-around and back-references");
        }
        usable
    }
}
