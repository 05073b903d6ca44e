//! Regular expressions that are compiled when they are first needed.

use std::sync::OnceLock;

use jsonschema_regex::to_rust_regex;
use regex::Regex;

/// A regular expression for the keyword `pattern`: compiled once, at its first use.
///
/// It is searched for, not anchored, and of the syntax of ECMA-262 with the flag `u`, as JSON Schema says (Core, section
/// 6.4): `\d` are the ten digits of ASCII, and a `[` within a class is a bracket.
///
/// ```
/// use twinspec_runtime::{Json, Node, Pattern};
///
/// let json = Json::from("abc");
/// let checked = Node::new(&json).strict().check(|text| {
///     static DIGITS: Pattern = Pattern::new("^[0-9]+$");
///     text.pattern(&DIGITS);
/// });
/// assert_eq!(checked.unwrap_err().to_string(), "the value must match the pattern ^[0-9]+$");
/// ```
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern in the syntax of ECMA-262, without look-around and back-references.
    pub const fn new(source: &'static str) -> Self {
        Self { source, regex: OnceLock::new() }
    }

    /// The pattern as it was given.
    pub const fn as_str(&self) -> &'static str {
        self.source
    }

    /// Whether the pattern is found in `text`.
    /// One that does not compile, which the generator would have said, is found in any text.
    pub fn is_match(&self, text: &str) -> bool {
        self.finds(text).unwrap_or(true)
    }

    /// The same, and `None` of one that does not compile.
    pub(crate) fn finds(&self, text: &str) -> Option<bool> {
        let compiled = || Regex::new(&to_rust_regex(self.source).ok()?).ok();
        Some(self.regex.get_or_init(compiled).as_ref()?.is_match(text))
    }
}
