//! The grammar of a document's structure: one set of tables says which members the objects of the specification have
//! and what each takes. By it the whole document is checked once ([`check()`]), with a finding for each thing that is
//! not as it has to be, and elements are copied without what is not ([`copy`]).

mod check;
mod copy;
mod elsewhere;
mod fields;
mod keywords;
mod paths;
mod rules;
mod tables;
mod words;

use std::fmt;

pub(super) use check::check;
pub(super) use copy::copy;
pub(super) use fields::{Names, Takes};
pub(super) use paths::METHODS;
pub(crate) use rules::json_text;
pub(super) use tables::SECURITY;

/// A kind of object of an OpenAPI document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Element {
    /// The OpenAPI Object.
    OpenApi,
    /// The Info Object.
    Info,
    /// The Contact Object.
    Contact,
    /// The License Object.
    License,
    /// A Server Object.
    Server,
    /// A Server Variable Object.
    ServerVariable,
    /// The Components Object.
    Components,
    /// The Paths Object.
    Paths,
    /// A Path Item Object.
    PathItem,
    /// An Operation Object.
    Operation,
    /// An External Documentation Object.
    ExternalDocs,
    /// A Parameter Object.
    Parameter,
    /// A Request Body Object.
    RequestBody,
    /// A Media Type Object.
    MediaType,
    /// An Encoding Object.
    Encoding,
    /// A Responses Object.
    Responses,
    /// A Response Object.
    Response,
    /// A Callback Object.
    Callback,
    /// An Example Object.
    Example,
    /// A Link Object.
    Link,
    /// A Header Object.
    Header,
    /// A Tag Object.
    Tag,
    /// A Security Scheme Object.
    SecurityScheme,
    /// An OAuth Flows Object.
    OAuthFlows,
    /// The OAuth Flow Object of `implicit`.
    ImplicitFlow,
    /// The OAuth Flow Object of `password`.
    PasswordFlow,
    /// The OAuth Flow Object of `clientCredentials`.
    ClientCredentialsFlow,
    /// The OAuth Flow Object of `authorizationCode`.
    AuthorizationCodeFlow,
    /// The OAuth Flow Object of `deviceAuthorization`.
    DeviceAuthorizationFlow,
    /// A Security Requirement Object.
    SecurityRequirement,
    /// A Discriminator Object.
    Discriminator,
    /// An XML Object.
    Xml,
    /// A Schema Object.
    Schema,
}

impl fmt::Display for Element {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::OpenApi => "OpenAPI Object",
            Self::Info => "Info Object",
            Self::Contact => "Contact Object",
            Self::License => "License Object",
            Self::Server => "Server Object",
            Self::ServerVariable => "Server Variable Object",
            Self::Components => "Components Object",
            Self::Paths => "Paths Object",
            Self::PathItem => "Path Item Object",
            Self::Operation => "Operation Object",
            Self::ExternalDocs => "External Documentation Object",
            Self::Parameter => "Parameter Object",
            Self::RequestBody => "Request Body Object",
            Self::MediaType => "Media Type Object",
            Self::Encoding => "Encoding Object",
            Self::Responses => "Responses Object",
            Self::Response => "Response Object",
            Self::Callback => "Callback Object",
            Self::Example => "Example Object",
            Self::Link => "Link Object",
            Self::Header => "Header Object",
            Self::Tag => "Tag Object",
            Self::SecurityScheme => "Security Scheme Object",
            Self::OAuthFlows => "OAuth Flows Object",
            Self::ImplicitFlow
            | Self::PasswordFlow
            | Self::ClientCredentialsFlow
            | Self::AuthorizationCodeFlow
            | Self::DeviceAuthorizationFlow => "OAuth Flow Object",
            Self::SecurityRequirement => "Security Requirement Object",
            Self::Discriminator => "Discriminator Object",
            Self::Xml => "XML Object",
            Self::Schema => "Schema Object",
        })
    }
}
