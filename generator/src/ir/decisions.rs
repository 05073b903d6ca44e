//! What was decided for a schema: the rung of the ladder on which its type stands, what validation adds, how the
//! branches of a union are told apart, and whether the type alone says what the schema says.
//!
//! Nothing of this is noted while planning: it is read off the types and the checks that were made.

use std::collections::HashSet;
use std::fmt;

use super::{Api, Check, Shape, Type, TypeDef, Union};

/// The plan of one schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Where the schema stands.
    pub pointer: String,
    /// The type of a value that is not null.
    pub ty: Type,
    /// Whether null is a value too.
    pub nullable: bool,
    /// What the type does not guarantee.
    pub checks: Vec<Check>,
    /// Whether it is an integer of 64 bits that the schema allows to have more: no value of the document has.
    pub narrow: bool,
    /// Whether validation passes values that the schema refuses, because something of it is not checked.
    pub weak: bool,
}

impl fmt::Display for Type {
    /// The type as `types.rs` names it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => formatter.write_str("bool"),
            Self::I8 => formatter.write_str("i8"),
            Self::I16 => formatter.write_str("i16"),
            Self::I32 => formatter.write_str("i32"),
            Self::I64 => formatter.write_str("i64"),
            Self::U8 => formatter.write_str("u8"),
            Self::U16 => formatter.write_str("u16"),
            Self::U32 => formatter.write_str("u32"),
            Self::U64 => formatter.write_str("u64"),
            Self::Number => formatter.write_str("rt::Number"),
            Self::F32 => formatter.write_str("f32"),
            Self::F64 => formatter.write_str("f64"),
            Self::String => formatter.write_str("String"),
            Self::Secret => formatter.write_str("rt::Secret"),
            Self::Uuid => formatter.write_str("rt::Uuid"),
            Self::Date => formatter.write_str("rt::Date"),
            Self::DateTime => formatter.write_str("rt::DateTime"),
            Self::Ipv4 => formatter.write_str("std::net::Ipv4Addr"),
            Self::Ipv6 => formatter.write_str("std::net::Ipv6Addr"),
            Self::Base64 => formatter.write_str("rt::Base64"),
            Self::Bytes => formatter.write_str("rt::ByteStream"),
            Self::File => formatter.write_str("rt::File"),
            Self::Content => formatter.write_str("rt::Content"),
            Self::Events(data) => write!(formatter, "rt::Events<{data}>"),
            Self::Sequence(item) => write!(formatter, "rt::Sequence<{item}>"),
            Self::Json => formatter.write_str("rt::Value"),
            Self::Unit => formatter.write_str("()"),
            Self::Vec(inner) => write!(formatter, "Vec<{inner}>"),
            Self::Tuple(items) => {
                let items: Vec<String> = items.iter().map(Self::to_string).collect();
                write!(formatter, "({})", items.join(", "))
            }
            Self::Map(inner) => write!(formatter, "rt::Map<{inner}>"),
            Self::Nullable(inner) => write!(formatter, "Option<{inner}>"),
            Self::Part(inner, headers) => write!(formatter, "rt::Part<{inner}, {headers}>"),
            Self::Named(name) | Self::Choice(name) => formatter.write_str(name),
        }
    }
}

/// A rung of the ladder: the first that holds is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rung {
    /// The type says what the schema says.
    Direct,
    /// The type accepts more; validation refuses it.
    Validated,
    /// One branch is chosen by what a value shows: a tag, or its JSON type.
    Dispatched,
    /// Each branch is tried.
    Tried,
    /// Any JSON value.
    Any,
}

impl Rung {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct type",
            Self::Validated => "type with residual validation",
            Self::Dispatched => "union by static dispatch",
            Self::Tried => "union by trial",
            Self::Any => "any JSON value",
        }
    }
}

/// How the branches of a union are told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dispatch {
    /// By the value of a property.
    Tag(String),
    /// By the JSON type, which is another one for each.
    Kind(Vec<&'static str>),
    /// By trying all.
    Trial,
}

impl Decision {
    /// The named type that it is, through aliases.
    pub fn definition<'a>(&self, api: &'a Api) -> Option<&'a TypeDef> {
        definition(&self.ty, api)
    }

    /// Whether its type is any JSON value.
    pub fn is_any(&self, api: &Api) -> bool {
        is_any(&self.ty, api)
    }

    /// The union that it is.
    fn union<'a>(&self, api: &'a Api) -> Option<&'a Union> {
        match &self.definition(api)?.shape {
            Shape::Union(union) | Shape::Overlap(union) => Some(union),
            _ => None,
        }
    }

    /// How its branches are told apart; `None` when it is no union.
    pub fn dispatch(&self, api: &Api) -> Option<Dispatch> {
        let union = self.union(api)?;
        if let Some(tag) = &union.tag {
            return Some(Dispatch::Tag(tag.property.clone()));
        }
        let kinds: Option<Vec<_>> = union.variants.iter().map(|variant| kind(&variant.ty, api)).collect();
        let distinct = |kinds: &Vec<&str>| kinds.iter().collect::<HashSet<_>>().len() == kinds.len();
        Some(kinds.filter(distinct).map_or(Dispatch::Trial, Dispatch::Kind))
    }

    /// The rung.
    pub fn rung(&self, api: &Api) -> Rung {
        match self.dispatch(api) {
            Some(Dispatch::Trial) => Rung::Tried,
            Some(_) => Rung::Dispatched,
            None if is_any(&self.ty, api) && !self.validation(api).is_empty() => Rung::Any,
            None if self.validation(api).is_empty() => Rung::Direct,
            None => Rung::Validated,
        }
    }

    /// What validation adds to the type: the keywords, each where it stands in the schema.
    pub fn validation(&self, api: &Api) -> Vec<String> {
        let mut found = Vec::new();
        keywords("", &self.checks, &mut found);
        match self.definition(api).map(|def| &def.shape) {
            Some(Shape::Struct(shape)) => {
                for field in &shape.fields {
                    keywords(&format!("properties/{}/", field.wire), &field.checks, &mut found);
                }
                if shape.closed {
                    found.push("additionalProperties".to_owned());
                }
                keywords("", &shape.checks, &mut found);
            }
            Some(Shape::StringEnum(shape)) if !shape.open => found.push("enum".to_owned()),
            Some(Shape::IntegerEnum(shape)) if !shape.open => found.push("enum".to_owned()),
            Some(Shape::Union(union) | Shape::Overlap(union)) => {
                for variant in &union.variants {
                    keywords(&format!("{}/", variant.name), &variant.checks, &mut found);
                }
                keywords("", &union.checks, &mut found);
            }
            _ => {}
        }
        found.dedup();
        found
    }
}

/// The named type that a type is, through aliases.
fn definition<'a>(ty: &Type, api: &'a Api) -> Option<&'a TypeDef> {
    let Type::Named(name) = ty else { return None };
    let def = api.types.iter().find(|def| def.name == *name)?;
    match &def.shape {
        Shape::Alias(inner @ Type::Named(_)) => definition(inner, api),
        _ => Some(def),
    }
}

/// Whether a type is any JSON value.
fn is_any(ty: &Type, api: &Api) -> bool {
    let alias = definition(ty, api).map(|def| &def.shape);
    *ty == Type::Json || matches!(alias, Some(Shape::Alias(Type::Json)))
}

/// The JSON type of a type's values, when it is one.
fn kind(ty: &Type, api: &Api) -> Option<&'static str> {
    match ty {
        Type::Bool => Some("boolean"),
        Type::I8
        | Type::I16
        | Type::I32
        | Type::I64
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::Number
        | Type::F32
        | Type::F64 => Some("number"),
        Type::String
        | Type::Secret
        | Type::Uuid
        | Type::Date
        | Type::DateTime
        | Type::Ipv4
        | Type::Ipv6
        | Type::Base64 => Some("string"),
        Type::Vec(_) | Type::Tuple(_) => Some("array"),
        Type::Map(_) => Some("object"),
        Type::Named(_) => match &definition(ty, api)?.shape {
            Shape::Struct(_) => Some("object"),
            Shape::StringEnum(_) => Some("string"),
            Shape::IntegerEnum(_) => Some("number"),
            Shape::Alias(inner) => kind(inner, api),
            Shape::Union(_) | Shape::Overlap(_) => None,
        },
        Type::Json
        | Type::Unit
        | Type::Nullable(_)
        | Type::Bytes
        | Type::File
        | Type::Part(..)
        | Type::Content
        | Type::Events(_)
        | Type::Sequence(_)
        | Type::Choice(_) => None,
    }
}

/// The keywords of checks, each with where it stands.
fn keywords(at: &str, checks: &[Check], found: &mut Vec<String>) {
    for check in checks {
        let (keyword, inner) = keyword(check);
        match inner {
            Some(inner) if !inner.is_empty() => keywords(&format!("{at}{keyword}/"), inner, found),
            _ => found.push(format!("{at}{keyword}")),
        }
    }
}

/// The keyword that a check is of, and the checks of the one schema that it holds.
fn keyword(check: &Check) -> (String, Option<&[Check]>) {
    let (keyword, inner): (&str, Option<&[Check]>) = match check {
        Check::Number(method, _) | Check::Count(method, _) => return (camel(method), None),
        Check::Pattern(_) | Check::NotPattern(_) => ("pattern", None),
        Check::UniqueItems => ("uniqueItems", None),
        Check::Items(inner) | Check::ItemsFrom(_, inner) => ("items", Some(inner)),
        Check::Values(inner) | Check::OtherMembers(_, _, inner) => ("additionalProperties", Some(inner)),
        Check::Types(_) => ("type", None),
        Check::Valid(_) => ("$ref", None),
        Check::Enumeration(values) if values.len() == 1 => ("const", None),
        Check::Enumeration(_) => ("enum", None),
        Check::Required(_) => ("required", None),
        Check::Member(name, inner) => return (format!("properties/{name}"), Some(inner)),
        Check::PatternMembers(_, inner) => ("patternProperties", Some(inner)),
        Check::Names(inner) => ("propertyNames", Some(inner)),
        Check::DependentRequired(..) => ("dependentRequired", None),
        Check::Dependent(..) => ("dependentSchemas", None),
        Check::Item(index, inner) => return (format!("prefixItems/{index}"), Some(inner)),
        Check::Contains(..) => ("contains", None),
        Check::AllOf(_) => ("allOf", None),
        Check::AnyOf(_) => ("anyOf", None),
        Check::OneOf(_) => ("oneOf", None),
        Check::Not(_) => ("not", None),
        Check::If(..) => ("if", None),
        Check::UnevaluatedProperties(_) => ("unevaluatedProperties", None),
        Check::UnevaluatedItems(_) => ("unevaluatedItems", None),
        Check::Never => ("nothing is valid", None),
    };
    (keyword.to_owned(), inner)
}

/// `min_length` → `minLength`
fn camel(method: &str) -> String {
    let mut words = method.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (initial, rest) = word.split_at(word.len().min(1));
        name + &initial.to_ascii_uppercase() + rest
    })
}
