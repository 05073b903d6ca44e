//! The keywords that hold other schemas: a member of `enum` or `const` is a value, whatever it looks like.

/// How a keyword holds schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// One.
    One,
    /// A list of them.
    List,
    /// One by each of several names.
    Map,
}

/// How a keyword holds schemas, when it does.
pub(crate) fn holds(keyword: &str) -> Option<Holds> {
    match keyword {
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => Some(Holds::Map),
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Some(Holds::List),
        "items"
        | "contains"
        | "additionalProperties"
        | "propertyNames"
        | "not"
        | "if"
        | "then"
        | "else"
        | "unevaluatedItems"
        | "unevaluatedProperties"
        | "contentSchema" => Some(Holds::One),
        _ => None,
    }
}
