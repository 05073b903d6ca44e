//! What a schema demands, as checks: all of it for a value whose type guarantees nothing, the rest where a type
//! guarantees some.

use foldhash::HashSet;

use crate::dialect::{Kind, Schema};
use crate::ir::{Check, Type};
use crate::link;
use crate::value::Value;

use super::direction::Direction;
use super::{Lowering, checks};

impl<'a> Lowering<'a> {
    /// Everything that a schema demands.
    pub(super) fn validation(&mut self, schema: &Schema<'a>) -> Vec<Check> {
        self.without(Vec::new(), |lowering| lowering.validation_beside(schema))
    }

    /// The same of an object whose missing members are known.
    pub(super) fn all_checks(&mut self, schema: &Schema<'a>) -> Vec<Check> {
        if schema.as_boolean() == Some(false) {
            return vec![Check::Never];
        }
        // What the others evaluate has to be seen.
        let unevaluated = ["unevaluatedProperties", "unevaluatedItems"];
        let expands = self.expands || unevaluated.iter().any(|keyword| schema.get(keyword).is_some());
        let outer = std::mem::replace(&mut self.expands, expands);
        let checks = self.keyword_checks(schema, &[]);
        self.expands = outer;
        checks
    }

    /// What a schema demands, without the keywords that a type has taken care of.
    pub(super) fn keyword_checks(&mut self, schema: &Schema<'a>, handled: &[&str]) -> Vec<Check> {
        let mut found = Vec::new();
        let mut keywords = schema.assertions();
        // What is left unevaluated is known after all other keywords, wherever these stand.
        keywords.sort_by_key(|keyword| keyword.starts_with("unevaluated"));
        for keyword in keywords {
            if !handled.contains(&keyword) {
                found.extend(self.keyword(schema, keyword));
            }
        }
        found
    }

    fn keyword(&mut self, schema: &Schema<'a>, keyword: &'a str) -> Vec<Check> {
        match keyword {
            "type" => {
                let kinds: Vec<&'static str> = schema.kinds().all().iter().copied().map(Kind::as_str).collect();
                if kinds.is_empty() { Vec::new() } else { vec![Check::Types(kinds)] }
            }
            "enum" => enumeration(schema),
            "const" => {
                schema.get("const").map(|value| Check::Enumeration(vec![value.to_string()])).into_iter().collect()
            }
            "$ref" => self.reference_check(schema),
            "required" => {
                let names = self.names(schema.get("required"));
                if names.is_empty() { Vec::new() } else { vec![Check::Required(names)] }
            }
            "properties"
            | "patternProperties"
            | "additionalProperties"
            | "propertyNames"
            | "dependentRequired"
            | "dependentSchemas"
            | "unevaluatedProperties" => self.object_keyword(schema, keyword),
            "items" | "prefixItems" | "contains" | "unevaluatedItems" => self.array_keyword(schema, keyword),
            "allOf" | "anyOf" | "oneOf" | "not" | "if" => self.combining_keyword(schema, keyword),
            "pattern" => self.pattern_check(schema),
            _ => checks::of_keyword(schema, keyword).map(|check| self.without_absent(check)).into_iter().collect(),
        }
    }

    /// A reference to a component is a value of its type; any other is what stands there.
    fn reference_check(&mut self, schema: &Schema<'a>) -> Vec<Check> {
        let Some(target) = self.referred(schema) else { return Vec::new() };
        if self.expands && !self.expanding.contains(&target.pointer) {
            self.expanding.push(target.pointer.clone());
            let checks = self.validation_beside(&target);
            self.expanding.pop();
            return vec![Check::AllOf(vec![checks])];
        }
        if self.depth < super::DEEPEST {
            self.depth += 1;
            let name = link::name_of(&target.pointer).unwrap_or_default();
            let planned = self.type_of(&target, &name);
            self.depth -= 1;
            let residual = planned.checks.clone();
            let ty = planned.into_type();
            let mut found = if ty == Type::Json { Vec::new() } else { vec![Check::Valid(ty)] };
            found.extend(residual);
            return found;
        }
        self.unchecked.leave();
        Vec::new()
    }

    fn object_keyword(&mut self, schema: &Schema<'a>, keyword: &str) -> Vec<Check> {
        match keyword {
            "properties" => {
                let members = schema.map("properties");
                members
                    .into_iter()
                    .map(|(name, property)| {
                        // A member that is ignored may be anything.
                        let ignored = self.direction == Direction::Request && self.absent.contains(&name);
                        Check::Member(name.to_owned(), if ignored { Vec::new() } else { self.validation(&property) })
                    })
                    .collect()
            }
            "patternProperties" => self.pattern_members(schema),
            "additionalProperties" => {
                let Some(others) = schema.child("additionalProperties") else { return Vec::new() };
                if self.usable_patterns(schema).len() != schema.names("patternProperties").count() {
                    // Which members are others cannot be told.
                    return Vec::new();
                }
                let known = |keyword: &str| schema.names(keyword).map(str::to_owned).collect();
                let mut named: Vec<String> = known("properties");
                // What is ignored is no other member, wherever it is named.
                let ignored: &[&str] = if self.direction == Direction::Request { &self.absent } else { &[] };
                named.extend(ignored.iter().map(|&name| name.to_owned()));
                let mut seen = HashSet::default();
                named.retain(|name| seen.insert(name.clone()));
                vec![Check::OtherMembers(named, known("patternProperties"), self.validation(&others))]
            }
            "propertyNames" => {
                schema.child("propertyNames").map(|names| Check::Names(self.validation(&names))).into_iter().collect()
            }
            "dependentRequired" => {
                let members = schema.get("dependentRequired").and_then(Value::as_object);
                let dependent = |(name, needed): (&str, &Value)| {
                    let needed = self.names(Some(needed));
                    (!needed.is_empty()).then(|| Check::DependentRequired(name.to_owned(), needed))
                };
                members.into_iter().flatten().filter_map(dependent).collect()
            }
            "dependentSchemas" => {
                let members = schema.map("dependentSchemas");
                members
                    .into_iter()
                    .map(|(name, schema)| Check::Dependent(name.to_owned(), self.validation_beside(&schema)))
                    .collect()
            }
            _ => {
                let others = schema.child("unevaluatedProperties");
                others.map(|others| Check::UnevaluatedProperties(self.validation(&others))).into_iter().collect()
            }
        }
    }

    fn pattern_members(&mut self, schema: &Schema<'a>) -> Vec<Check> {
        let usable = self.usable_patterns(schema);
        // Any member may have a name that cannot be told, and counts as evaluated.
        let unknown = self.expands && usable.len() != schema.names("patternProperties").count();
        let mut found = if unknown { vec![Check::Values(Vec::new())] } else { Vec::new() };
        for (pattern, property) in usable {
            found.push(Check::PatternMembers(pattern.to_owned(), self.validation(&property)));
        }
        found
    }

    fn array_keyword(&mut self, schema: &Schema<'a>, keyword: &str) -> Vec<Check> {
        match keyword {
            "items" => {
                let Some(items) = schema.child("items") else { return Vec::new() };
                let checks = self.validation(&items);
                match schema.placeless("prefixItems").count() {
                    0 => vec![Check::Items(checks)],
                    prefix => vec![Check::ItemsFrom(prefix, checks)],
                }
            }
            "prefixItems" => {
                let items = schema.list("prefixItems");
                items.iter().enumerate().map(|(index, item)| Check::Item(index, self.validation(item))).collect()
            }
            "contains" => {
                let Some(contains) = schema.child("contains") else { return Vec::new() };
                let count = |keyword: &str| checks::count(schema, keyword);
                let least = count("minContains").unwrap_or(1);
                let (checks, weak) = self.noting(|lowering| lowering.validation(&contains));
                let most = count("maxContains").filter(|_| self.is_sure(schema, "maxContains", weak));
                vec![Check::Contains(checks, least, most)]
            }
            _ => {
                let others = schema.child("unevaluatedItems");
                others.map(|others| Check::UnevaluatedItems(self.validation(&others))).into_iter().collect()
            }
        }
    }

    fn combining_keyword(&mut self, schema: &Schema<'a>, keyword: &str) -> Vec<Check> {
        match keyword {
            "allOf" => vec![Check::AllOf(self.branches(schema, keyword))],
            "anyOf" => vec![Check::AnyOf(self.branches(schema, keyword))],
            "oneOf" => {
                let (branches, weak) = self.noting(|lowering| lowering.branches(schema, keyword));
                // Without the members that tell the branches apart, more than one may fit.
                let absent = schema.list("oneOf").iter().any(|branch| self.asks_for_absent(branch));
                if absent {
                    self.unchecked.leave();
                }
                if absent || !self.is_sure(schema, keyword, weak) {
                    return either(branches);
                }
                vec![Check::OneOf(branches)]
            }
            "not" => {
                let Some(not) = schema.child("not") else { return Vec::new() };
                if self.asks_for_absent(&not) {
                    self.unchecked.leave();
                    return Vec::new();
                }
                let (refused, weak) = self.noting(|lowering| lowering.validation_beside(&not));
                if self.is_sure(schema, keyword, weak) { vec![Check::Not(refused)] } else { Vec::new() }
            }
            _ => self.condition(schema),
        }
    }

    fn branches(&mut self, schema: &Schema<'a>, keyword: &str) -> Vec<Vec<Check>> {
        schema.list(keyword).iter().map(|branch| self.validation_beside(branch)).collect()
    }

    /// `if`, `then`, `else`
    fn condition(&mut self, schema: &Schema<'a>) -> Vec<Check> {
        let Some(condition) = schema.child("if") else { return Vec::new() };
        let absent = self.asks_for_absent(&condition);
        if absent {
            self.unchecked.leave();
        }
        let (mut met, weak) = self.noting(|lowering| lowering.validation_beside(&condition));
        let sure = !absent && self.is_sure(schema, "if", weak);
        let mut branch =
            |keyword: &str| schema.child(keyword).map_or_else(Vec::new, |then| self.validation_beside(&then));
        let (then, otherwise) = (branch("then"), branch("else"));
        if sure {
            return vec![Check::If(met, then, otherwise)];
        }
        met.extend(then);
        either(vec![met, otherwise])
    }

    /// The names of a list, without those of members that are not there in this direction.
    fn names(&mut self, list: Option<&Value>) -> Vec<String> {
        let listed = list.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let names = listed.iter().filter_map(Value::as_str);
        names.filter(|name| !self.leaves_out(name)).map(str::to_owned).collect()
    }
}

fn enumeration(schema: &Schema<'_>) -> Vec<Check> {
    let values = schema.get("enum").and_then(Value::as_array).map(|all| all.iter().map(Value::to_string).collect());
    values.map(Check::Enumeration).into_iter().collect()
}

/// One of several or more; nothing where any value fits one, and none evaluates a part of it.
fn either(branches: Vec<Vec<Check>>) -> Vec<Check> {
    let any = branches.iter().any(Vec::is_empty) && branches.iter().flatten().all(|check| check.parts().is_empty());
    if any { Vec::new() } else { vec![Check::AnyOf(branches)] }
}
