//! What a schema demands, as checks: all of it for a value whose type guarantees nothing, the rest where a type
//! guarantees some.

use serde_json::Value;

use crate::dialect::{Kind, Schema};
use crate::ir::{Check, Type};

use super::{Lowering, checks};

impl<'a> Lowering<'a> {
    /// Everything that a schema demands.
    pub(super) fn validation(&mut self, schema: &Schema<'a>) -> Vec<Check> {
        if schema.as_boolean() == Some(false) {
            return vec![Check::Never];
        }
        self.keyword_checks(schema, &[])
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
                let kinds: Vec<&'static str> = schema.kinds().all().into_iter().map(Kind::as_str).collect();
                if kinds.is_empty() { Vec::new() } else { vec![Check::Types(kinds)] }
            }
            "enum" => enumeration(schema),
            "const" => {
                schema.get("const").map(|value| Check::Enumeration(vec![value.to_string()])).into_iter().collect()
            }
            "$ref" => self.reference_check(schema),
            "required" => vec![Check::Required(names(schema.get("required")))],
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
            _ => checks::of_keyword(schema, keyword).into_iter().collect(),
        }
    }

    /// A reference to a component is a value of its type; any other is what stands there.
    fn reference_check(&mut self, schema: &Schema<'a>) -> Vec<Check> {
        let at = schema.pointer.child("$ref");
        let target = schema.reference().and_then(|reference| self.resolver.target(reference, &at, self.diagnostics));
        let Some(target) = target else { return Vec::new() };
        if self.expands && !self.expanding.contains(&target) {
            let schema = self.resolver.schema(&target);
            self.expanding.push(target);
            let checks = self.validation(&schema);
            self.expanding.pop();
            return vec![Check::AllOf(vec![checks])];
        }
        if self.depth < super::DEEPEST {
            self.depth += 1;
            let name = target.last().unwrap_or_default();
            let planned = self.type_at(&target, &name);
            self.depth -= 1;
            let residual = planned.checks.clone();
            let ty = planned.into_type();
            let mut found = if ty == Type::Json { Vec::new() } else { vec![Check::Valid(ty)] };
            found.extend(residual);
            return found;
        }
        Vec::new()
    }

    fn object_keyword(&mut self, schema: &Schema<'a>, keyword: &str) -> Vec<Check> {
        match keyword {
            "properties" => {
                let members = schema.map("properties");
                members
                    .into_iter()
                    .map(|(name, property)| Check::Member(name.to_owned(), self.validation(&property)))
                    .collect()
            }
            "patternProperties" => {
                let members = self.usable_patterns(schema);
                members
                    .into_iter()
                    .map(|(pattern, property)| Check::PatternMembers(pattern.to_owned(), self.validation(&property)))
                    .collect()
            }
            "additionalProperties" => {
                let Some(others) = schema.child("additionalProperties") else { return Vec::new() };
                if self.usable_patterns(schema).len() != schema.map("patternProperties").len() {
                    // Which members are others cannot be told.
                    return Vec::new();
                }
                let known = |keyword: &str| schema.map(keyword).into_iter().map(|(name, _)| name.to_owned()).collect();
                vec![Check::OtherMembers(known("properties"), known("patternProperties"), self.validation(&others))]
            }
            "propertyNames" => {
                schema.child("propertyNames").map(|names| Check::Names(self.validation(&names))).into_iter().collect()
            }
            "dependentRequired" => {
                let members = schema.get("dependentRequired").and_then(Value::as_object);
                let dependent =
                    |(name, needed): (&String, &Value)| Check::DependentRequired(name.clone(), names(Some(needed)));
                members.into_iter().flatten().map(dependent).collect()
            }
            "dependentSchemas" => {
                let members = schema.map("dependentSchemas");
                members
                    .into_iter()
                    .map(|(name, schema)| Check::Dependent(name.to_owned(), self.validation(&schema)))
                    .collect()
            }
            _ => {
                let others = schema.child("unevaluatedProperties");
                others.map(|others| Check::UnevaluatedProperties(self.validation(&others))).into_iter().collect()
            }
        }
    }

    fn array_keyword(&mut self, schema: &Schema<'a>, keyword: &str) -> Vec<Check> {
        match keyword {
            "items" => {
                let Some(items) = schema.child("items") else { return Vec::new() };
                let checks = self.validation(&items);
                match schema.list("prefixItems").len() {
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
                vec![Check::Contains(self.validation(&contains), least, count("maxContains"))]
            }
            _ => {
                let others = schema.child("unevaluatedItems");
                others.map(|others| Check::UnevaluatedItems(self.validation(&others))).into_iter().collect()
            }
        }
    }

    fn combining_keyword(&mut self, schema: &Schema<'a>, keyword: &str) -> Vec<Check> {
        let mut branches = |keyword: &str| -> Vec<Vec<Check>> {
            schema.list(keyword).iter().map(|branch| self.validation(branch)).collect()
        };
        match keyword {
            "allOf" => vec![Check::AllOf(branches("allOf"))],
            "anyOf" => vec![Check::AnyOf(branches("anyOf"))],
            "oneOf" => vec![Check::OneOf(branches("oneOf"))],
            "not" => schema.child("not").map(|not| Check::Not(self.validation(&not))).into_iter().collect(),
            _ => {
                let Some(condition) = schema.child("if") else { return Vec::new() };
                let mut branch =
                    |keyword: &str| schema.child(keyword).map_or_else(Vec::new, |then| self.validation(&then));
                let (then, otherwise) = (branch("then"), branch("else"));
                vec![Check::If(self.validation(&condition), then, otherwise)]
            }
        }
    }
}

fn enumeration(schema: &Schema<'_>) -> Vec<Check> {
    let values = schema.get("enum").and_then(Value::as_array).map(|all| all.iter().map(Value::to_string).collect());
    values.map(Check::Enumeration).into_iter().collect()
}

fn names(list: Option<&Value>) -> Vec<String> {
    let listed = list.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    listed.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
