//! Objects: structs, and maps where no member is known by name.

use serde_json::Value;

use crate::dialect::{Kind, Schema};
use crate::ir::{Check, Docs, Field, Presence, Rest, Shape, Struct, Type, TypeDef};
use crate::names::{Case, Scope};

use super::schemas::Planned;
use super::{Lowering, checks, derives, docs};

impl Lowering<'_> {
    /// A struct when a member is known by name, or none may be there; else a map.
    pub(super) fn plan_object(&mut self, schema: &Schema<'_>, name: &str, slot: Option<usize>) -> Planned {
        let closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
        let properties = schema.map("properties");
        let required = required(schema);
        if properties.is_empty() && required.is_empty() && !closed {
            return self.plan_map(schema, name);
        }
        let (name, slot) = self.claim_type(schema, name, slot);
        let mut scope = Scope::default();
        let mut fields: Vec<Field> = properties
            .iter()
            .map(|(wire, property)| {
                let ident = scope.claim(wire, Case::Snake);
                self.field(&name, ident, wire, property, required.contains(wire))
            })
            .collect();
        for wire in required.iter().filter(|wire| !properties.iter().any(|(name, _)| name == *wire)) {
            fields.push(undescribed(scope.claim(wire, Case::Snake), wire));
        }
        let rest = self.rest(schema, &name, &mut scope);
        let def = TypeDef {
            name: name.clone(),
            docs: self.type_docs(schema),
            deprecated: schema.flag("deprecated"),
            derives: derives::UNKNOWN,
            shape: Shape::Struct(Struct { fields, closed, rest, checks: self.checks(schema, Kind::Object) }),
        };
        self.fill_slot(slot, def);
        Planned::of(Type::Named(name))
    }

    /// An object whose members have no names of their own.
    fn plan_map(&mut self, schema: &Schema<'_>, name: &str) -> Planned {
        let mut checks = self.checks(schema, Kind::Object);
        let value = match schema.child("additionalProperties") {
            Some(values) => self.type_at(&values.pointer, &format!("{name} Value")),
            None => Planned::any(),
        };
        if !value.checks.is_empty() {
            checks.push(Check::Values(value.checks.clone()));
        }
        Planned { checks, ..Planned::of(Type::Map(Box::new(value.into_type()))) }
    }

    /// The field for the members that the schema does not name, when it says that there are such.
    fn rest(&mut self, schema: &Schema<'_>, owner: &str, scope: &mut Scope) -> Option<Rest> {
        let values = schema.child("additionalProperties")?;
        if values.as_boolean() == Some(false) {
            return None;
        }
        let planned = self.type_at(&values.pointer, &format!("{owner} Value"));
        if !planned.checks.is_empty() {
            self.not_supported(schema, "additionalProperties", "the constraints of its values are not checked");
        }
        Some(Rest { name: scope.claim("additional_properties", Case::Snake), ty: planned.into_type() })
    }

    fn field(&mut self, owner: &str, name: String, wire: &str, property: &Schema<'_>, required: bool) -> Field {
        let planned = self.type_at(&property.pointer, &format!("{owner} {wire}"));
        // Such a member is absent in one direction, whatever `required` says.
        let one_way = property.flag("readOnly") || property.flag("writeOnly");
        let any = planned.ty == Type::Json;
        let presence = match (required && !one_way, planned.nullable && !any) {
            (true, false) => Presence::Required,
            (false, false) => Presence::Optional,
            (true, true) => Presence::RequiredNullable,
            (false, true) => Presence::OptionalNullable,
        };
        let default = if presence == Presence::Optional { self.default(property, &planned.ty) } else { None };
        Field {
            name,
            wire: wire.to_owned(),
            docs: field_docs(property),
            deprecated: property.flag("deprecated"),
            ty: planned.ty,
            presence,
            boxed: false,
            default,
            checks: planned.checks,
        }
    }
}

/// The names that `required` lists.
fn required<'a>(schema: &Schema<'a>) -> Vec<&'a str> {
    let listed = schema.get("required").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut names: Vec<&str> = Vec::new();
    for name in listed.iter().filter_map(Value::as_str) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// A member that is required but not described.
fn undescribed(name: String, wire: &str) -> Field {
    Field {
        name,
        wire: wire.to_owned(),
        docs: vec!["Required, but not described.".to_owned()],
        deprecated: false,
        ty: Type::Json,
        presence: Presence::Required,
        boxed: false,
        default: None,
        checks: Vec::new(),
    }
}

/// The documentation of a member: its description, default, example and constraints.
pub(super) fn field_docs(schema: &Schema<'_>) -> Docs {
    let mut found = docs::with_title(schema.text("title"), schema.text("description"));
    for (flag, words) in [("readOnly", "Read-only: never sent in a request."), ("writeOnly", "Write-only: never part of an answer.")] {
        if schema.flag(flag) {
            found.push(words.to_owned());
        }
    }
    if let Some(default) = schema.get("default") {
        found.push(format!("Default: {}.", docs::value(default)));
    }
    found.extend(checks::described(schema));
    found.extend(example(schema).map(|example| format!("Example: {}.", docs::value(example))));
    found
}

/// The example of a schema, unless it is too large or too secret to be shown in one line.
fn example<'a>(schema: &Schema<'a>) -> Option<&'a Value> {
    let listed = schema.get("examples").and_then(Value::as_array).and_then(|all| all.first());
    let example = schema.get("example").or(listed)?;
    let shown = match example {
        Value::String(text) => !text.is_empty() && text.len() <= 80 && !text.contains('\n'),
        Value::Number(_) | Value::Bool(_) => true,
        Value::Array(_) | Value::Object(_) => example.to_string().len() <= 80,
        Value::Null => false,
    };
    shown.then_some(example)
}

