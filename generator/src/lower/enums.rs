//! Open enumerations of strings.

use std::collections::HashSet;

use serde_json::Value;

use crate::codes;
use crate::dialect::{Kind, Schema};
use crate::ir::{EnumVariant, Shape, StringEnum, Type, TypeDef};
use crate::names::{Case, Scope};

use super::schemas::Planned;
use super::unions::Found;
use super::view::View;
use super::{Lowering, derives};

/// The values that a schema enumerates, null left out: `enum`, or the one of `const`.
pub(super) fn values<'a>(schema: &Schema<'a>) -> Vec<&'a Value> {
    listed(schema).unwrap_or_default().into_iter().filter(|value| !value.is_null()).collect()
}

/// The values that all parts of a view enumerate, null left out.
pub(super) fn values_of<'a>(view: &View<'a>) -> Vec<&'a Value> {
    let mut lists = view.parts.iter().filter_map(listed);
    let Some(mut found) = lists.next() else { return Vec::new() };
    for other in lists {
        found.retain(|value| other.contains(value));
    }
    found.retain(|value| !value.is_null());
    found
}

/// Whether every enumeration of a view, and there is one, has null among its values.
pub(super) fn lists_null(view: &View<'_>) -> bool {
    let mut lists = view.parts.iter().filter_map(listed).peekable();
    lists.peek().is_some() && lists.all(|list| list.iter().any(|value| value.is_null()))
}

fn listed<'a>(schema: &Schema<'a>) -> Option<Vec<&'a Value>> {
    match (schema.get("const"), schema.get("enum")) {
        (Some(only), _) => Some(vec![only]),
        (None, Some(Value::Array(values))) => Some(values.iter().collect()),
        _ => None,
    }
}

impl<'a> Lowering<'a> {
    /// An enumeration with a variant for each value, and one that keeps any other.
    pub(super) fn plan_string_enum(
        &mut self,
        view: &View<'a>,
        values: &[&Value],
        name: &str,
        slot: Option<usize>,
    ) -> Planned {
        let nullable = view.get("enum").and_then(Value::as_array).is_some_and(|all| all.contains(&Value::Null));
        let handled = ["type", "enum", "const"];
        let checks = view.parts.iter().flat_map(|part| self.keyword_checks(part, &handled)).collect();
        let texts: Vec<&str> = values.iter().filter_map(|value| value.as_str()).collect();
        for value in values.iter().filter(|value| !value.is_string()) {
            self.not_a_text(view, value);
        }
        if texts.is_empty() {
            // Nothing is left to name: a text that validation refuses.
            let checks = view.parts.iter().flat_map(|part| self.keyword_checks(part, &["type"])).collect();
            return Planned { nullable, checks, ..Planned::of(Type::String) };
        }
        let planned = self.string_enum(view, &texts, false, name, slot);
        Planned { nullable, checks, ..planned }
    }

    fn not_a_text(&mut self, view: &View<'a>, value: &Value) {
        let Some(part) = view.with("enum").next() else { return };
        self.diagnostics
            .warning(codes::ENUM_VALUE_TYPE, &part.pointer.child("enum"), format!("{value} is not a string"))
            .help("it can never be a value of this schema, and is left out");
    }

    /// A union of strings, some of them enumerated, is one enumeration: open when one branch is any string, or any
    /// that its checks allow.
    pub(super) fn plan_enum_union(
        &mut self,
        view: &View<'a>,
        union: &Found<'a>,
        name: &str,
        slot: Option<usize>,
    ) -> Option<Planned> {
        let mut texts: Vec<&str> = Vec::new();
        let (mut open, mut nullable, mut checked) = (false, false, false);
        for branch in &union.branches {
            let branch = self.view(branch);
            let says = |known: &[&str]| {
                branch.parts.iter().all(|part| part.assertions().iter().all(|keyword| known.contains(keyword)))
            };
            let plain = says(&["type", "enum", "const"]);
            let values = values_of(&branch);
            let strings = values.iter().all(|value| value.is_string());
            let kinds = branch.kinds();
            let text = kinds.as_ref().is_some_and(|kinds| {
                kinds.contains(&Kind::String) && kinds.iter().all(|kind| [Kind::String, Kind::Null].contains(kind))
            });
            let narrowed = values.is_empty() && says(&["type", "minLength", "maxLength", "pattern"]);
            if !(plain || narrowed) || !strings || !(text || (kinds.is_none() && !values.is_empty())) {
                return None;
            }
            open |= values.is_empty();
            checked |= !plain;
            nullable |=
                kinds.is_some_and(|kinds| kinds.contains(&Kind::Null)) && (values.is_empty() || lists_null(&branch));
            texts.extend(values.iter().filter_map(|value| value.as_str()));
        }
        if texts.is_empty() {
            return None;
        }
        let checks = if checked { self.union_check(union) } else { Vec::new() };
        Some(Planned { nullable, checks, ..self.string_enum(view, &texts, open, name, slot) })
    }

    fn string_enum(&mut self, view: &View<'a>, texts: &[&str], open: bool, name: &str, slot: Option<usize>) -> Planned {
        let (name, slot) = self.claim_type(view, name, slot);
        let mut scope = Scope::default();
        let mut seen = HashSet::new();
        let variants = texts
            .iter()
            .filter(|wire| seen.insert(**wire))
            .map(|wire| EnumVariant { name: scope.claim(wire, Case::Pascal), wire: (*wire).to_owned() })
            .collect();
        let catch_all = scope.claim("Unknown", Case::Pascal);
        let def = TypeDef {
            name: name.clone(),
            docs: Self::view_docs(view),
            deprecated: view.parts.iter().any(|part| part.flag("deprecated")),
            derives: derives::UNKNOWN,
            shape: Shape::StringEnum(StringEnum { variants, catch_all, open }),
        };
        self.fill_slot(slot, def);
        Planned::of(Type::Named(name))
    }
}
