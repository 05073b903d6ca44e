//! The keywords that restrict a value without changing its type.

use super::evaluated::Evaluated;
use super::unique::is_unique;
use super::{Decoded, Faults, Json, Node, Number, Rule, Violations};

/// Checks a value in strict mode: one method per JSON Schema keyword.
///
/// As JSON Schema says, a keyword restricts only the JSON type of which it speaks:
/// `min_length` has nothing to say about a number.
///
/// ```
/// use twinspec_runtime::{Json, Node};
///
/// let json = Json::parse(br#"{"name": "", "ages": [1, 200]}"#)?;
/// let faults = Node::new(&json).strict().check(|user| {
///     user.min_properties(1);
///     user.member("name", |name| name.min_length(1));
///     user.member("ages", |ages| ages.items(|age| age.maximum(150)));
/// });
/// assert_eq!(
///     faults.unwrap_err().to_string(),
///     "/name must have at least 1 character\n/ages/1 must be at most 150",
/// );
/// # Ok::<(), twinspec_runtime::Violations>(())
/// ```
#[derive(Debug)]
pub struct Checker<'a> {
    pub(super) node: Node<'a>,
    pub(super) faults: Faults,
    pub(super) evaluated: Evaluated,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(node: Node<'a>) -> Self {
        Self { node, faults: Faults::new(), evaluated: Evaluated::default() }
    }

    pub(crate) fn end(self) -> Decoded<()> {
        self.faults.end()
    }

    /// The value that is checked.
    pub fn node(&self) -> Node<'a> {
        self.node
    }

    /// Adds a violation: for what no method here checks.
    #[cold]
    pub fn report(&mut self, rule: Rule, message: impl Into<String>) {
        self.faults.add(Violations::new(rule, message));
    }

    /// `minimum`
    pub fn minimum(&mut self, bound: impl Into<Number>) {
        self.bound(Rule::Minimum, bound.into(), "at least", |value, bound| value >= bound);
    }

    /// `maximum`
    pub fn maximum(&mut self, bound: impl Into<Number>) {
        self.bound(Rule::Maximum, bound.into(), "at most", |value, bound| value <= bound);
    }

    /// `exclusiveMinimum`
    pub fn exclusive_minimum(&mut self, bound: impl Into<Number>) {
        self.bound(Rule::ExclusiveMinimum, bound.into(), "more than", |value, bound| value > bound);
    }

    /// `exclusiveMaximum`
    pub fn exclusive_maximum(&mut self, bound: impl Into<Number>) {
        self.bound(Rule::ExclusiveMaximum, bound.into(), "less than", |value, bound| value < bound);
    }

    /// `multipleOf`
    pub fn multiple_of(&mut self, divisor: impl Into<Number>) {
        self.bound(Rule::MultipleOf, divisor.into(), "a multiple of", Number::is_multiple_of);
    }

    /// `minLength`, in Unicode code points.
    pub fn min_length(&mut self, length: usize) {
        if let Json::String(text) = self.node.json() {
            self.size(Rule::MinLength, text.chars().count(), length, "character");
        }
    }

    /// `maxLength`, in Unicode code points.
    pub fn max_length(&mut self, length: usize) {
        if let Json::String(text) = self.node.json() {
            self.size(Rule::MaxLength, text.chars().count(), length, "character");
        }
    }

    /// `pattern`
    #[cfg(feature = "regex")]
    pub fn pattern(&mut self, pattern: &'static super::Pattern) {
        if let Json::String(text) = self.node.json()
            && !pattern.is_match(text)
        {
            let message = format!("must match the pattern {}", pattern.as_str());
            self.report(Rule::Pattern, message);
        }
    }

    /// `pattern` with look-ahead at its beginning: what must not be there.
    #[cfg(feature = "regex")]
    pub fn not_pattern(&mut self, pattern: &'static super::Pattern) {
        if let Json::String(text) = self.node.json()
            && pattern.finds(text) == Some(true)
        {
            let message = format!("must not match the pattern {}", pattern.as_str());
            self.report(Rule::Pattern, message);
        }
    }

    /// `minItems`
    pub fn min_items(&mut self, length: usize) {
        if let Json::Array(items) = self.node.json() {
            self.size(Rule::MinItems, items.len(), length, "item");
        }
    }

    /// `maxItems`
    pub fn max_items(&mut self, length: usize) {
        if let Json::Array(items) = self.node.json() {
            self.size(Rule::MaxItems, items.len(), length, "item");
        }
    }

    /// `uniqueItems`, by the equality of JSON: `1` is `1.0`.
    pub fn unique_items(&mut self) {
        if let Json::Array(items) = self.node.json()
            && !is_unique(items)
        {
            self.report(Rule::UniqueItems, "must not have an item twice");
        }
    }

    /// `minProperties`
    pub fn min_properties(&mut self, length: usize) {
        if let Json::Object(members) = self.node.json() {
            self.size(Rule::MinProperties, members.len(), length, "member");
        }
    }

    /// `maxProperties`
    pub fn max_properties(&mut self, length: usize) {
        if let Json::Object(members) = self.node.json() {
            self.size(Rule::MaxProperties, members.len(), length, "member");
        }
    }

    /// `enum` of arbitrary values, each given as JSON text; one that is not JSON equals nothing.
    pub fn enumeration(&mut self, values: &[&str]) {
        if !self.is_one_of(values) {
            self.report(Rule::Enum, "must be one of the values that the schema lists");
        }
    }

    /// `const` of an arbitrary value, given as JSON text; one that is not JSON equals nothing.
    pub fn constant(&mut self, value: &str) {
        if !self.is_one_of(&[value]) {
            self.report(Rule::Const, "must be the one value that the schema allows");
        }
    }

    /// Checks each item of an array.
    pub fn items(&mut self, checks: fn(&mut Checker<'_>)) {
        if let Json::Array(items) = self.node.json() {
            self.evaluated.all_items(items.len());
            for (index, item) in items.iter().enumerate() {
                if let Err(violations) = self.node.part(item).check(checks) {
                    if self.faults.is_full() {
                        break;
                    }
                    self.faults.add(violations.prefixed_index(index));
                }
            }
        }
    }

    /// Checks the value of each member of an object.
    pub fn values(&mut self, checks: fn(&mut Checker<'_>)) {
        if let Json::Object(members) = self.node.json() {
            self.evaluated.all_members(members.len());
            for (name, value) in members {
                if let Err(violations) = self.node.part(value).check(checks) {
                    if self.faults.is_full() {
                        break;
                    }
                    self.faults.add(violations.prefixed(name));
                }
            }
        }
    }

    /// `propertyNames`: checks the name of each member of an object, as a string.
    /// What is wrong is told at the member.
    pub fn names(&mut self, checks: fn(&mut Checker<'_>)) {
        if let Json::Object(members) = self.node.json() {
            for (name, _) in members {
                let json = Json::from(&**name);
                if let Err(violations) = Node::new(&json).strict().check(checks) {
                    if self.faults.is_full() {
                        break;
                    }
                    self.faults.add(violations.prefixed(name));
                }
            }
        }
    }

    fn is_one_of(&self, values: &[&str]) -> bool {
        values.iter().filter_map(|value| Json::parse(value.as_bytes()).ok()).any(|value| value == *self.node.json())
    }

    fn bound(&mut self, rule: Rule, bound: Number, words: &str, holds: fn(Number, Number) -> bool) {
        if self.node.json().as_number().is_some_and(|value| !holds(value, bound)) {
            self.report(rule, format!("must be {words} {bound}"));
        }
    }

    fn size(&mut self, rule: Rule, size: usize, bound: usize, unit: &str) {
        let (words, holds) = match rule {
            Rule::MinLength | Rule::MinItems | Rule::MinProperties => ("at least", size >= bound),
            _ => ("at most", size <= bound),
        };
        if !holds {
            let plural = if bound == 1 { "" } else { "s" };
            self.report(rule, format!("must have {words} {bound} {unit}{plural}"));
        }
    }
}
