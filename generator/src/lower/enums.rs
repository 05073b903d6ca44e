//! Open enumerations of strings.

use std::collections::HashSet;

use serde_json::Value;

use crate::codes;
use crate::dialect::Schema;
use crate::ir::{EnumVariant, Shape, StringEnum, Type, TypeDef};
use crate::names::{Case, Scope};

use super::schemas::Planned;
use super::{Lowering, derives};

/// The values that a schema enumerates, null left out: `enum`, or the one of `const`.
pub(super) fn values<'a>(schema: &Schema<'a>) -> Vec<&'a Value> {
    let listed = match (schema.get("const"), schema.get("enum")) {
        (Some(only), _) => vec![only],
        (None, Some(Value::Array(values))) => values.iter().collect(),
        _ => Vec::new(),
    };
    listed.into_iter().filter(|value| !value.is_null()).collect()
}

impl Lowering<'_> {
    /// An enumeration with a variant for each value, and one that keeps any other.
    pub(super) fn plan_string_enum(
        &mut self,
        schema: &Schema<'_>,
        values: &[&Value],
        name: &str,
        slot: Option<usize>,
    ) -> Planned {
        let (name, slot) = self.claim_type(schema, name, slot);
        let mut scope = Scope::default();
        let mut seen = HashSet::new();
        let mut variants = Vec::new();
        for value in values {
            let Some(wire) = value.as_str() else {
                self.diagnostics
                    .warning(codes::ENUM_VALUE_TYPE, &schema.pointer.child("enum"), format!("{value} is not a string"))
                    .help("it can never be a value of this schema, and is left out");
                continue;
            };
            if seen.insert(wire) {
                variants.push(EnumVariant { name: scope.claim(wire, Case::Pascal), wire: wire.to_owned() });
            }
        }
        let shape = Shape::StringEnum(StringEnum { variants, catch_all: scope.claim("Unknown", Case::Pascal) });
        let def = TypeDef {
            name: name.clone(),
            docs: self.type_docs(schema),
            deprecated: schema.flag("deprecated"),
            derives: derives::UNKNOWN,
            shape,
        };
        self.fill_slot(slot, def);
        let nullable = schema.get("enum").and_then(Value::as_array).is_some_and(|all| all.contains(&Value::Null));
        Planned { nullable, ..Planned::of(Type::Named(name)) }
    }

    /// The identifier and the place of a named type: those of its component, or new ones.
    pub(super) fn claim_type(&mut self, schema: &Schema<'_>, name: &str, slot: Option<usize>) -> (String, usize) {
        if let Some(slot) = slot {
            return (name.to_owned(), slot);
        }
        let claimed = self.scope.claim(name, Case::Pascal);
        self.planned.insert(schema.pointer.clone(), Planned::of(Type::Named(claimed.clone())));
        (claimed, self.open_slot())
    }
}
