//! Defaults: what a getter returns when a member is unset (JSON Schema 2020-12, validation, section 9.2).

use crate::codes;
use crate::dialect::Schema;
use crate::ir::{Literal, Presence, Shape, Type};
use crate::value::Value;

use super::Lowering;
use super::scalars::{holds, whole};

/// What came of a default.
enum Stated {
    /// A value of its type.
    Literal(Literal),
    /// A value that Rust code cannot state in a word: it stays in the documentation.
    Long,
    /// No value of its schema.
    Wrong,
}

impl<'a> Lowering<'a> {
    /// The default of a member, or a parameter, that may be absent: stated where it stands, else by what it refers to.
    ///
    /// A default that is no value of its schema is a finding.
    pub(super) fn default(&mut self, schemas: &[Schema<'a>], ty: &Type, nullable: bool) -> Option<Literal> {
        let stated = schemas.iter().find(|schema| schema.get("default").is_some()).cloned();
        let leads_on = |schema: &Schema<'_>| schema.says("$ref") || schema.says("allOf");
        let schema = stated.or_else(|| {
            schemas.iter().any(leads_on).then_some(())?;
            let view = self.view_of(schemas);
            view.with("default").next().cloned()
        })?;
        let default = schema.get("default")?;
        let literal = match default {
            // Of a member that cannot be null, it says as much as no default.
            Value::Null => return nullable.then_some(Literal::Null),
            default => self.literal(default, ty),
        };
        match literal {
            Stated::Literal(literal) => Some(literal),
            Stated::Long => None,
            Stated::Wrong => {
                self.diagnostics
                    .warning(
                        codes::DEFAULT_TYPE,
                        &schema.pointer.child("default"),
                        format!("the default {default} is not a value of its schema"),
                    )
                    .help("it is left out");
                None
            }
        }
    }

    fn literal(&self, default: &Value, ty: &Type) -> Stated {
        let ty = self.unaliased(ty);
        let literal = match (ty, default) {
            (Type::Bool, Value::Bool(value)) => Some(Literal::Bool(*value)),
            (
                Type::I8 | Type::I16 | Type::I32 | Type::I64 | Type::U8 | Type::U16 | Type::U32 | Type::U64,
                Value::Number(_),
            ) => whole(default).filter(|value| holds(ty, *value)).map(Literal::Integer),
            (Type::F32 | Type::F64, Value::Number(number)) => number.as_f64().map(Literal::Float),
            (Type::String, Value::String(text)) => Some(Literal::String(text.to_string())),
            (Type::Vec(item), Value::Array(items)) => return self.list(items, item),
            (Type::Map(_), Value::Object(members)) if members.is_empty() => Some(Literal::EmptyObject(None)),
            (Type::Named(name), default) => return self.named(default, name),
            (Type::Map(_), Value::Object(_)) => return Stated::Long,
            (
                Type::Bool
                | Type::String
                | Type::I8
                | Type::I16
                | Type::I32
                | Type::I64
                | Type::U8
                | Type::U16
                | Type::U32
                | Type::U64
                | Type::F32
                | Type::F64
                | Type::Vec(_)
                | Type::Map(_),
                _,
            ) => None,
            // Text formats, values that may be anything.
            _ => return Stated::Long,
        };
        literal.map_or(Stated::Wrong, Stated::Literal)
    }

    /// A list whose items can all be stated.
    fn list(&self, items: &[Value], ty: &Type) -> Stated {
        let mut literals = Vec::with_capacity(items.len());
        for item in items {
            match self.literal(item, ty) {
                Stated::Literal(literal) => literals.push(literal),
                other => return other,
            }
        }
        Stated::Literal(Literal::List(literals))
    }

    /// A variant of an enumeration, or an object without members.
    fn named(&self, default: &Value, name: &str) -> Stated {
        let Some(def) = self.definition(name) else { return Stated::Long };
        match (&def.shape, default) {
            (Shape::StringEnum(found), Value::String(text)) => {
                let variant = found.variants.iter().find(|variant| variant.wire == *text);
                let literal = variant.map(|variant| Literal::Variant(name.to_owned(), variant.name.clone()));
                literal.map_or(if found.open { Stated::Long } else { Stated::Wrong }, Stated::Literal)
            }
            (Shape::IntegerEnum(found), Value::Number(_)) => {
                let value = whole(default).and_then(|value| i64::try_from(value).ok());
                let variant = found.variants.iter().find(|variant| Some(variant.wire) == value);
                let literal = variant.map(|variant| Literal::IntegerVariant(name.to_owned(), variant.name.clone()));
                literal.map_or(if found.open { Stated::Long } else { Stated::Wrong }, Stated::Literal)
            }
            (Shape::Struct(found), Value::Object(members)) if members.is_empty() => {
                let optional = |presence| matches!(presence, Presence::Optional | Presence::OptionalNullable);
                let empty = found.fields.iter().all(|field| optional(field.presence));
                if empty { Stated::Literal(Literal::EmptyObject(Some(name.to_owned()))) } else { Stated::Wrong }
            }
            (Shape::StringEnum(_) | Shape::IntegerEnum(_), _) => Stated::Wrong,
            (Shape::Struct(_), other) if !other.is_object() => Stated::Wrong,
            _ => Stated::Long,
        }
    }

    /// What a type is, if it is an alias of something else.
    pub(super) fn unaliased<'t>(&'t self, mut ty: &'t Type) -> &'t Type {
        while let Type::Named(name) = ty
            && let Some(Shape::Alias(inner)) = self.definition(name).map(|def| &def.shape)
        {
            ty = inner;
        }
        ty
    }
}
