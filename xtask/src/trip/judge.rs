//! The independent word on whether a message is one that the document allows.
//!
//! What was planned is written as JSON Schema once more, and the values are judged by that: so a server that refuses
//! one is wrong.

use std::error::Error;

use jsonschema::{Draft, Registry, Retrieve, Uri, Validator};
use serde_json::{Map, Value, json};
use twinspec::ir::{Api, Check, Content, Number, Operation, Presence, Shape, Struct, Tag, Type, Union};

use crate::corpus::is_base64;

use super::program::operations;
use super::set;

/// The name of the schemas.
const SCHEMAS: &str = "https://trip.test/api.json";

/// There are no other documents.
struct Nothing;

impl Retrieve for Nothing {
    fn retrieve(&self, _: &Uri<String>) -> Result<Value, Box<dyn Error + Send + Sync>> {
        Ok(Value::Bool(true))
    }
}

/// Looks at the messages of one document.
pub(super) struct Judge(Result<Registry<'static>, String>);

impl Judge {
    pub(super) fn new(api: &Api) -> Self {
        let types: Map<String, Value> = api.types.iter().map(|def| (def.name.clone(), of_shape(&def.shape))).collect();
        let messages: Vec<Value> = operations(api).map(of_message).collect();
        let resource = Draft::Draft202012.create_resource(json!({"$defs": types, "operations": messages}));
        let registry = Registry::new()
            .retriever(Nothing)
            .draft(Draft::Draft202012)
            .add(SCHEMAS, resource)
            .and_then(jsonschema::RegistryBuilder::prepare);
        Self(registry.map_err(|error| error.to_string()))
    }

    /// Who judges the messages of the operation with a number; an error when nobody can.
    pub(super) fn of(&self, operation: usize) -> Result<Validator, String> {
        let registry = self.0.as_ref().map_err(String::clone)?;
        jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_retriever(Nothing)
            .with_registry(registry)
            .should_validate_formats(true)
            .with_format("byte", is_base64)
            .build(&json!({"$ref": format!("{SCHEMAS}#/operations/{operation}")}))
            .map_err(|error| error.to_string().chars().take(200).collect())
    }
}

fn of_message(operation: &Operation) -> Value {
    let mut properties = Map::new();
    for parameter in &operation.parameters {
        properties.insert(parameter.name.clone(), with_checks(of_type(&parameter.ty), &parameter.checks));
    }
    if let Some(body) = &operation.body {
        properties.insert(body.name.clone(), of_content(&body.content));
    }
    json!({"properties": properties})
}

fn of_content(content: &Content) -> Value {
    let of_medium = |index: usize| {
        let medium = content.media.get(index)?;
        Some(match &medium.ty {
            // The constraints are those of an item.
            Type::Sequence(_) => with_checks(of_type(&medium.ty), &[Check::Items(medium.checks.clone())]),
            Type::Events(_) => {
                json!({"allOf": [of_type(&medium.ty), {"items": {"properties": {"data": of_checks(&medium.checks)}}}]})
            }
            ty => with_checks(of_type(ty), &medium.checks),
        })
    };
    if !matches!(content.ty, Type::Choice(_)) {
        return of_medium(0).unwrap_or(Value::Bool(true));
    }
    let variant = |index| json!({"properties": {"variant": {"const": index}, "value": of_medium(index)}});
    json!({"anyOf": (0..content.media.len()).map(variant).collect::<Vec<_>>()})
}

fn with_checks(schema: Value, checks: &[Check]) -> Value {
    if checks.is_empty() {
        return schema;
    }
    let own = json!({"allOf": [schema]});
    json!({"allOf": [own, of_checks(checks)]})
}

fn of_type(ty: &Type) -> Value {
    let integer = |least: i64, most: u64| json!({"type": "integer", "minimum": least, "maximum": most});
    let format = |format: &str| json!({"type": "string", "format": format});
    match ty {
        Type::Bool => json!({"type": "boolean"}),
        Type::I8 => integer(i64::from(i8::MIN), u64::from(i8::MAX.unsigned_abs())),
        Type::I16 => integer(i64::from(i16::MIN), u64::from(i16::MAX.unsigned_abs())),
        Type::U8 => integer(0, u64::from(u8::MAX)),
        Type::U16 => integer(0, u64::from(u16::MAX)),
        Type::I32 => integer(i64::from(i32::MIN), u64::from(i32::MAX.unsigned_abs())),
        Type::I64 => integer(i64::MIN, i64::MAX.unsigned_abs()),
        Type::U32 => integer(0, u64::from(u32::MAX)),
        Type::U64 => integer(0, u64::MAX),
        Type::Number | Type::F32 | Type::F64 => json!({"type": "number"}),
        Type::String | Type::Secret => json!({"type": "string"}),
        Type::Base64 => format("byte"),
        Type::Uuid => format("uuid"),
        Type::Date => format("date"),
        Type::DateTime => format("date-time"),
        Type::Ipv4 => format("ipv4"),
        Type::Ipv6 => format("ipv6"),
        Type::Vec(item) | Type::Sequence(item) => json!({"type": "array", "items": of_type(item)}),
        Type::Events(data) => json!({"type": "array", "items": {"properties": {"data": of_type(data)}}}),
        Type::Tuple(items) => {
            let all: Vec<Value> = items.iter().map(of_type).collect();
            json!({"type": "array", "prefixItems": all, "minItems": items.len(), "maxItems": items.len()})
        }
        Type::Map(inner) => json!({"type": "object", "additionalProperties": of_type(inner)}),
        Type::Nullable(inner) => json!({"anyOf": [of_type(inner), {"type": "null"}]}),
        Type::Part(inner, _) => of_type(inner),
        Type::Named(name) => json!({"$ref": format!("{SCHEMAS}#/$defs/{}", in_fragment(name))}),
        Type::Bytes | Type::File | Type::Content | Type::Json | Type::Unit | Type::Choice(_) => Value::Bool(true),
    }
}

/// The name of a type in a fragment of a URI: it may have letters of any script, and be a raw identifier.
fn in_fragment(name: &str) -> String {
    name.bytes().fold(String::new(), |text, byte| match byte {
        b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => text + &char::from(byte).to_string(),
        _ => text + &format!("%{byte:02X}"),
    })
}

fn of_shape(shape: &Shape) -> Value {
    match shape {
        Shape::Struct(shape) => of_struct(shape),
        Shape::StringEnum(shape) if !shape.open => {
            json!({"enum": shape.variants.iter().map(|variant| variant.wire.as_str()).collect::<Vec<_>>()})
        }
        Shape::StringEnum(_) => json!({"type": "string"}),
        Shape::IntegerEnum(shape) if !shape.open => {
            json!({"enum": shape.variants.iter().map(|variant| variant.wire).collect::<Vec<_>>()})
        }
        Shape::IntegerEnum(_) => json!({"type": "integer"}),
        Shape::Union(union) | Shape::Overlap(union) => of_union(union),
        Shape::Alias(ty) => of_type(ty),
    }
}

fn of_union(union: &Union) -> Value {
    let variants: Vec<Value> =
        union.variants.iter().map(|variant| with_checks(of_type(&variant.ty), &variant.checks)).collect();
    let all = match &union.tag {
        Some(tag) => {
            json!({"anyOf": variants.iter().enumerate().map(|(index, one)| tagged(tag, index, one)).collect::<Vec<_>>()})
        }
        None if union.exclusive => json!({"oneOf": variants}),
        None => json!({"anyOf": variants}),
    };
    with_checks(all, &union.checks)
}

/// A variant whose tag says that it is the one, or is not there.
fn tagged(tag: &Tag, index: usize, variant: &Value) -> Value {
    let texts: Vec<&str> =
        tag.values.iter().filter(|value| value.variant == index).map(|value| value.text.as_str()).collect();
    let property = &tag.property;
    json!({"allOf": [variant, {"anyOf": [
        {"required": [property], "properties": {property: {"enum": texts}}},
        {"not": {"required": [property]}},
    ]}]})
}

fn of_struct(shape: &Struct) -> Value {
    let mut properties = Map::new();
    for field in &shape.fields {
        let schema = of_type(&field.ty);
        let null = matches!(field.presence, Presence::RequiredNullable | Presence::OptionalNullable);
        let schema = if null { json!({"anyOf": [schema, {"type": "null"}]}) } else { schema };
        // They are those of null, too: `not` may leave nothing.
        properties.insert(field.wire.clone(), with_checks(schema, &field.checks));
    }
    let required =
        shape.fields.iter().filter(|field| matches!(field.presence, Presence::Required | Presence::RequiredNullable));
    let required: Vec<&str> = required.map(|field| field.wire.as_str()).collect();
    let mut schema = json!({"type": "object", "properties": properties, "required": required});
    if let Some(rest) = &shape.rest {
        set(&mut schema, "additionalProperties", of_type(&rest.ty));
    } else if shape.closed {
        set(&mut schema, "additionalProperties", false);
    }
    with_checks(schema, &shape.checks)
}

/// Constraints; those that look at the others stand beside all of them.
fn of_checks(checks: &[Check]) -> Value {
    let all: Vec<Value> = checks.iter().map(of_check).collect();
    let unevaluated = checks.iter().filter_map(|check| match check {
        Check::UnevaluatedProperties(inner) => Some(("unevaluatedProperties", of_checks(inner))),
        Check::UnevaluatedItems(inner) => Some(("unevaluatedItems", of_checks(inner))),
        _ => None,
    });
    let mut schema = json!({"allOf": all});
    for (keyword, value) in unevaluated {
        set(&mut schema, keyword, value);
    }
    schema
}

fn of_check(check: &Check) -> Value {
    let keyword = |method: &str| {
        let mut words = method.split('_');
        let first = words.next().unwrap_or_default().to_owned();
        words.fold(first, |name, word| {
            name + &word.get(..1).unwrap_or_default().to_uppercase() + word.get(1..).unwrap_or_default()
        })
    };
    let each = |all: &[Vec<Check>]| all.iter().map(|one| of_checks(one)).collect::<Vec<_>>();
    match check {
        Check::Number(method, bound) => json!({keyword(method): of_number(*bound)}),
        Check::Count(method, count) => json!({keyword(method): count}),
        Check::Pattern(pattern) => json!({"pattern": pattern}),
        Check::NotPattern(pattern) => json!({"not": {"type": "string", "pattern": pattern}}),
        Check::UniqueItems => json!({"uniqueItems": true}),
        Check::Items(inner) | Check::ItemsFrom(0, inner) => json!({"items": of_checks(inner)}),
        Check::Values(inner) => json!({"additionalProperties": of_checks(inner)}),
        Check::Types(types) => json!({"type": types}),
        Check::Valid(ty) => of_type(ty),
        Check::Enumeration(values) => {
            json!({"enum": values.iter().filter_map(|text| serde_json::from_str(text).ok()).collect::<Vec<Value>>()})
        }
        Check::Required(names) => json!({"required": names}),
        Check::Member(name, inner) => json!({"properties": {name: of_checks(inner)}}),
        Check::PatternMembers(pattern, inner) => json!({"patternProperties": {pattern: of_checks(inner)}}),
        Check::OtherMembers(names, patterns, inner) => {
            let known: Map<String, Value> = names.iter().map(|name| (name.clone(), Value::Bool(true))).collect();
            let matching: Map<String, Value> = patterns.iter().map(|one| (one.clone(), Value::Bool(true))).collect();
            json!({"properties": known, "patternProperties": matching, "additionalProperties": of_checks(inner)})
        }
        Check::Names(inner) => json!({"propertyNames": of_checks(inner)}),
        Check::DependentRequired(name, needed) => json!({"dependentRequired": {name: needed}}),
        Check::Dependent(name, inner) => json!({"dependentSchemas": {name: of_checks(inner)}}),
        Check::Item(index, inner) => {
            let mut items = vec![Value::Bool(true); *index];
            items.push(of_checks(inner));
            json!({"prefixItems": items})
        }
        Check::ItemsFrom(index, inner) => {
            json!({"prefixItems": vec![Value::Bool(true); *index], "items": of_checks(inner)})
        }
        Check::Contains(inner, least, most) => {
            let mut schema = json!({"contains": of_checks(inner), "minContains": least});
            if let Some(most) = most {
                set(&mut schema, "maxContains", *most);
            }
            schema
        }
        Check::AllOf(all) => json!({"allOf": each(all)}),
        Check::AnyOf(all) => json!({"anyOf": each(all)}),
        Check::OneOf(all) => json!({"oneOf": each(all)}),
        Check::Not(inner) => json!({"not": of_checks(inner)}),
        Check::If(condition, then, otherwise) => {
            json!({"if": of_checks(condition), "then": of_checks(then), "else": of_checks(otherwise)})
        }
        Check::UnevaluatedProperties(_) | Check::UnevaluatedItems(_) => Value::Bool(true),
        Check::Never => Value::Bool(false),
    }
}

fn of_number(number: Number) -> Value {
    match number {
        Number::Integer(value) => value.into(),
        Number::Unsigned(value) => value.into(),
        Number::Float(value) => value.into(),
    }
}
