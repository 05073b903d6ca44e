//! The rules that a value can break.

use std::fmt;

/// The rule that a value breaks: a JSON Schema keyword, or the syntax of JSON itself.
///
/// ```
/// use twinspec_runtime::Rule;
///
/// assert_eq!(Rule::Unexpected.as_str(), "additionalProperties");
/// assert_eq!(Rule::MinLength.to_string(), "minLength");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// The text is not JSON, or is JSON that no two readers understand alike:
    /// an object that names a member twice (found in strict mode only).
    Syntax,
    /// `type`: another JSON type was expected; also a number with a fraction where an integer was expected.
    Type,
    /// `required`: a member is missing.
    Required,
    /// `additionalProperties`: a member that the schema does not allow.
    Unexpected,
    /// `enum`: not one of the listed values.
    Enum,
    /// `const`: not the one value that is allowed.
    Const,
    /// `format`: the text is not of the format, or the number does not fit it (`int32`, `int64`, `float`, …).
    Format,
    /// `minimum`
    Minimum,
    /// `maximum`
    Maximum,
    /// `exclusiveMinimum`
    ExclusiveMinimum,
    /// `exclusiveMaximum`
    ExclusiveMaximum,
    /// `multipleOf`
    MultipleOf,
    /// `minLength`
    MinLength,
    /// `maxLength`
    MaxLength,
    /// `pattern`
    Pattern,
    /// `minItems`
    MinItems,
    /// `maxItems`
    MaxItems,
    /// `uniqueItems`
    UniqueItems,
    /// `contains`
    Contains,
    /// `minContains`
    MinContains,
    /// `maxContains`
    MaxContains,
    /// `minProperties`
    MinProperties,
    /// `maxProperties`
    MaxProperties,
    /// `propertyNames`
    PropertyNames,
    /// `dependentRequired`
    DependentRequired,
    /// `oneOf`
    OneOf,
    /// `anyOf`
    AnyOf,
    /// `allOf`
    AllOf,
    /// `not`
    Not,
    /// `if`, with its `then` and `else`
    If,
    /// `discriminator`: the member that tells which branch of a union this is.
    Discriminator,
    /// `contentEncoding`
    ContentEncoding,
    /// `unevaluatedItems`
    UnevaluatedItems,
    /// `unevaluatedProperties`
    UnevaluatedProperties,
}

impl Rule {
    /// The keyword as JSON Schema spells it; `"syntax"` for [`Rule::Syntax`].
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Type => "type",
            Self::Required => "required",
            Self::Unexpected => "additionalProperties",
            Self::Enum => "enum",
            Self::Const => "const",
            Self::Format => "format",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::ExclusiveMinimum => "exclusiveMinimum",
            Self::ExclusiveMaximum => "exclusiveMaximum",
            Self::MultipleOf => "multipleOf",
            Self::MinLength => "minLength",
            Self::MaxLength => "maxLength",
            Self::Pattern => "pattern",
            Self::MinItems => "minItems",
            Self::MaxItems => "maxItems",
            Self::UniqueItems => "uniqueItems",
            Self::Contains => "contains",
            Self::MinContains => "minContains",
            Self::MaxContains => "maxContains",
            Self::MinProperties => "minProperties",
            Self::MaxProperties => "maxProperties",
            Self::PropertyNames => "propertyNames",
            Self::DependentRequired => "dependentRequired",
            Self::OneOf => "oneOf",
            Self::AnyOf => "anyOf",
            Self::AllOf => "allOf",
            Self::Not => "not",
            Self::If => "if",
            Self::Discriminator => "discriminator",
            Self::ContentEncoding => "contentEncoding",
            Self::UnevaluatedItems => "unevaluatedItems",
            Self::UnevaluatedProperties => "unevaluatedProperties",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
