//! The keywords that apply other schemas, to a value or to its parts.

use super::memo::validate;
use super::{Checker, Decode, Decoded, Json, Rule, Violations};

/// The checks of a schema.
type Checks = fn(&mut Checker<'_>);

impl Checker<'_> {
    /// `type`, by the names of the types; a number without a fraction is an `integer`.
    pub fn types(&mut self, types: &[&str]) {
        let json = self.node.json();
        let own = match json {
            Json::Null => "null",
            Json::Bool(_) => "boolean",
            Json::Number(_) => "number",
            Json::String(_) => "string",
            Json::Array(_) => "array",
            Json::Object(_) => "object",
        };
        let whole = || matches!(json, Json::Number(number) if number.is_integer());
        let fits = types.contains(&own) || (types.contains(&"integer") && whole());
        if !fits {
            self.report(Rule::Type, format!("must be of type {}", types.join(" or ")));
        }
    }

    /// A value that strict decoding takes for a `T`.
    pub fn valid<T: Decode>(&mut self) {
        if let Err(violations) = validate::<T>(self.node) {
            self.faults.add(violations);
        }
    }

    /// The schema `false`.
    pub fn never(&mut self) {
        self.report(Rule::Unexpected, "no value is allowed here");
    }

    /// `required`
    pub fn required(&mut self, names: &[&str]) {
        for name in names {
            if matches!(self.node.json(), Json::Object(_)) && self.node.get(name).is_none() {
                self.faults.add(Violations::new(Rule::Required, "is missing").prefixed(name));
            }
        }
    }

    /// `dependentRequired`: with the member `name`, those of `needed` must be there.
    pub fn dependent_required(&mut self, name: &str, needed: &[&str]) {
        if self.node.get(name).is_some() {
            self.required(needed);
        }
    }

    /// `dependentSchemas`: with the member `name`, the object is checked.
    pub fn dependent(&mut self, name: &str, checks: Checks) {
        if self.node.get(name).is_some() {
            self.apply(checks);
        }
    }

    /// `properties`: checks the member `name` of an object, when it is there.
    pub fn member(&mut self, name: &str, checks: Checks) {
        self.members(|member| member == name, checks);
    }

    /// `patternProperties`: checks the members whose names match.
    #[cfg(feature = "regex")]
    pub fn pattern_members(&mut self, pattern: &'static super::Pattern, checks: Checks) {
        self.members(|member| pattern.is_match(member), checks);
    }

    /// `additionalProperties`: checks the members that are neither named nor matched.
    #[cfg(feature = "regex")]
    pub fn other_members(&mut self, named: &[&str], matched: &[&'static super::Pattern], checks: Checks) {
        let known = |member: &str| named.contains(&member) || matched.iter().any(|pattern| pattern.is_match(member));
        self.members(|member| !known(member), checks);
    }

    /// `unevaluatedProperties`: checks the members that no keyword before has looked at.
    pub fn unevaluated_properties(&mut self, checks: Checks) {
        let Json::Object(members) = self.node.json() else {
            return;
        };
        for (index, (name, value)) in members.iter().enumerate() {
            if !self.evaluated.has_member(index) {
                self.part(self.node.part(value).check(checks), |violations| violations.prefixed(name));
            }
        }
        self.evaluated.all_members(members.len());
    }

    fn members(&mut self, wanted: impl Fn(&str) -> bool, checks: Checks) {
        let Json::Object(members) = self.node.json() else {
            return;
        };
        for (index, (name, value)) in members.iter().enumerate().filter(|(_, (name, _))| wanted(name)) {
            self.evaluated.member(index);
            self.part(self.node.part(value).check(checks), |violations| violations.prefixed(name));
        }
    }

    /// `prefixItems`: checks the item at `index`, when it is there.
    pub fn item(&mut self, index: usize, checks: Checks) {
        if let Json::Array(items) = self.node.json()
            && let Some(item) = items.get(index)
        {
            self.evaluated.item(index);
            self.part(self.node.part(item).check(checks), |violations| violations.prefixed_index(index));
        }
    }

    /// `items` after `prefixItems`: checks the items from an index on.
    pub fn items_from(&mut self, first: usize, checks: Checks) {
        let Json::Array(items) = self.node.json() else {
            return;
        };
        for (index, item) in items.iter().enumerate().skip(first) {
            self.part(self.node.part(item).check(checks), |violations| violations.prefixed_index(index));
        }
        self.evaluated.all_items(items.len());
    }

    /// `unevaluatedItems`: checks the items that no keyword before has looked at.
    pub fn unevaluated_items(&mut self, checks: Checks) {
        let Json::Array(items) = self.node.json() else {
            return;
        };
        for (index, item) in items.iter().enumerate() {
            if !self.evaluated.has_item(index) {
                self.part(self.node.part(item).check(checks), |violations| violations.prefixed_index(index));
            }
        }
        self.evaluated.all_items(items.len());
    }

    /// `contains`, with `minContains` and `maxContains`.
    pub fn contains(&mut self, least: usize, most: Option<usize>, checks: Checks) {
        let Json::Array(items) = self.node.json() else {
            return;
        };
        let mut count = 0;
        for (index, item) in items.iter().enumerate() {
            if self.node.part(item).check(checks).is_ok() {
                self.evaluated.item(index);
                count += 1;
            }
        }
        if count < least {
            self.report(Rule::Contains, format!("must contain at least {least} such items"));
        }
        if let Some(most) = most.filter(|most| count > *most) {
            self.report(Rule::MaxContains, format!("must contain at most {most} such items"));
        }
    }

    /// `allOf`
    pub fn all_of(&mut self, branches: &[Checks]) {
        for branch in branches {
            self.apply(*branch);
        }
    }

    /// `anyOf`
    pub fn any_of(&mut self, branches: &[Checks]) {
        if self.matches(branches) == 0 {
            self.report(Rule::AnyOf, "must fit one of the schemas");
        }
    }

    /// `oneOf`
    pub fn one_of(&mut self, branches: &[Checks]) {
        match self.matches(branches) {
            1 => {}
            0 => self.report(Rule::OneOf, "must fit one of the schemas"),
            count => self.report(Rule::OneOf, format!("must fit one of the schemas, not {count} of them")),
        }
    }

    /// `not`
    pub fn not(&mut self, checks: Checks) {
        if self.node.check(checks).is_ok() {
            self.report(Rule::Not, "must not fit the schema");
        }
    }

    /// `if`, `then`, `else`
    pub fn if_then_else(&mut self, condition: Checks, then: Checks, otherwise: Checks) {
        if self.matches(&[condition]) == 1 {
            self.apply(then);
        } else {
            self.apply(otherwise);
        }
    }

    /// Checks the value itself by another schema.
    fn apply(&mut self, checks: Checks) {
        let mut other = Checker::new(self.node);
        checks(&mut other);
        self.evaluated.merge(&other.evaluated);
        if let Err(violations) = other.end() {
            self.faults.add(violations);
        }
    }

    /// How many schemas the value fits; what those evaluate counts.
    fn matches(&mut self, branches: &[Checks]) -> usize {
        let mut count = 0;
        for branch in branches {
            let mut other = Checker::new(self.node);
            branch(&mut other);
            if other.faults.is_empty() {
                self.evaluated.merge(&other.evaluated);
                count += 1;
            }
        }
        count
    }

    fn part(&mut self, outcome: Decoded<()>, place: impl FnOnce(Violations) -> Violations) {
        if let Err(violations) = outcome
            && !self.faults.is_full()
        {
            self.faults.add(place(violations));
        }
    }
}
