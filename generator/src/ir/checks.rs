//! Constraints that types do not guarantee.

use super::Type;

/// A constraint: a keyword of JSON Schema and its operand.
#[derive(Debug, Clone, PartialEq)]
pub enum Check {
    /// `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum`, `multipleOf`: the method and the bound.
    Number(&'static str, Number),
    /// `minLength`, `maxItems` and the like: the method and the count.
    Count(&'static str, usize),
    /// `pattern`, or what must be found for one.
    Pattern(String),
    /// What must not be found for a `pattern` that says so by look-ahead.
    NotPattern(String),
    /// `uniqueItems`.
    UniqueItems,
    /// The constraints of each item.
    Items(Vec<Check>),
    /// The constraints of each member's value.
    Values(Vec<Check>),
    /// `type`: the names of the types.
    Types(Vec<&'static str>),
    /// A value of this type, and of its constraints.
    Valid(Type),
    /// `enum`, or `const` when it is one value: JSON texts.
    Enumeration(Vec<String>),
    /// `required`.
    Required(Vec<String>),
    /// A property's constraints.
    Member(String, Vec<Check>),
    /// `patternProperties`: one of them.
    PatternMembers(String, Vec<Check>),
    /// `additionalProperties`: the named properties, the patterns, and the constraints of all others.
    OtherMembers(Vec<String>, Vec<String>, Vec<Check>),
    /// `propertyNames`.
    Names(Vec<Check>),
    /// `dependentRequired`: one property, and those that it needs.
    DependentRequired(String, Vec<String>),
    /// `dependentSchemas`: one property, and what it demands of the object.
    Dependent(String, Vec<Check>),
    /// `prefixItems`: the item at an index.
    Item(usize, Vec<Check>),
    /// `items` after `prefixItems`: from an index on.
    ItemsFrom(usize, Vec<Check>),
    /// `contains`, with `minContains` and `maxContains`.
    Contains(Vec<Check>, usize, Option<usize>),
    /// Constraints that all hold: a scope of their own.
    AllOf(Vec<Vec<Check>>),
    /// `anyOf`.
    AnyOf(Vec<Vec<Check>>),
    /// `oneOf`.
    OneOf(Vec<Vec<Check>>),
    /// `not`.
    Not(Vec<Check>),
    /// `if`, `then`, `else`.
    If(Vec<Check>, Vec<Check>, Vec<Check>),
    /// `unevaluatedProperties`.
    UnevaluatedProperties(Vec<Check>),
    /// `unevaluatedItems`.
    UnevaluatedItems(Vec<Check>),
    /// Nothing is valid.
    Never,
}

/// A bound as the document writes it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// Within `i64`.
    Integer(i64),
    /// Beyond `i64`, within `u64`.
    Unsigned(u64),
    /// Any other.
    Float(f64),
}

impl Check {
    /// Whether null passes: most keywords are about values of one type and let all others be.
    pub fn allows_null(&self) -> bool {
        match self {
            Self::Types(kinds) => kinds.contains(&"null"),
            Self::Enumeration(values) => values.iter().any(|value| value == "null"),
            Self::AllOf(all) => all.iter().flatten().all(Self::allows_null),
            Self::AnyOf(branches) => branches.iter().any(|branch| branch.iter().all(Self::allows_null)),
            Self::Valid(_) | Self::OneOf(_) | Self::Not(_) | Self::If(..) | Self::Never => false,
            _ => true,
        }
    }

    /// The checks that this one is made of, in the order in which they stand.
    pub fn parts(&self) -> Vec<&[Self]> {
        match self {
            Self::Items(inner)
            | Self::Values(inner)
            | Self::Member(_, inner)
            | Self::PatternMembers(_, inner)
            | Self::OtherMembers(_, _, inner)
            | Self::Names(inner)
            | Self::Dependent(_, inner)
            | Self::Item(_, inner)
            | Self::ItemsFrom(_, inner)
            | Self::Contains(inner, ..)
            | Self::Not(inner)
            | Self::UnevaluatedProperties(inner)
            | Self::UnevaluatedItems(inner) => vec![inner],
            Self::AllOf(all) | Self::AnyOf(all) | Self::OneOf(all) => all.iter().map(Vec::as_slice).collect(),
            Self::If(condition, then, otherwise) => vec![condition, then, otherwise],
            Self::Number(..)
            | Self::Count(..)
            | Self::Pattern(_)
            | Self::NotPattern(_)
            | Self::UniqueItems
            | Self::Types(_)
            | Self::Valid(_)
            | Self::Enumeration(_)
            | Self::Required(_)
            | Self::DependentRequired(..)
            | Self::Never => Vec::new(),
        }
    }

    /// What is checked of the items or of the members' values of what this checks; nothing when it allows none at all.
    pub fn inside(&self) -> Option<&[Self]> {
        match self {
            Self::Items(inner)
            | Self::ItemsFrom(_, inner)
            | Self::Item(_, inner)
            | Self::Values(inner)
            | Self::PatternMembers(_, inner)
            | Self::OtherMembers(_, _, inner)
                if *inner != [Self::Never] =>
            {
                Some(inner)
            }
            _ => None,
        }
    }
}
