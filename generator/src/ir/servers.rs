//! Servers: where an API is.

use super::{Docs, EnumVariant};

/// The servers that some operations have of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerList {
    /// The identifier of its enum.
    pub type_name: String,
    /// The identifier of the builder's method.
    pub setter: String,
    /// The methods of the operations.
    pub operations: Vec<String>,
    /// The servers.
    pub servers: Vec<Server>,
}

/// A server that the document names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// The identifier of its variant.
    pub variant: String,
    /// Its documentation.
    pub docs: Docs,
    /// The URL with the variables in braces.
    pub url: String,
    /// The variables.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerVariable {
    /// The identifier of its field.
    pub name: String,
    /// Its name in the URL.
    pub wire: String,
    /// Its documentation.
    pub docs: Docs,
    /// Its value unless another is set.
    pub default: String,
    /// Its values, when the document lists them.
    pub values: Option<VariableValues>,
}

/// The values of a variable: an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableValues {
    /// Its identifier.
    pub type_name: String,
    /// The values, each with the identifier of its variant.
    pub variants: Vec<EnumVariant>,
}
