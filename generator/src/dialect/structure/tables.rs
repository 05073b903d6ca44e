//! The "Fixed Fields" tables of the specification (OpenAPI 3.0.4, 3.1.1 and 3.2.0, section 4): which members each
//! object has, what each takes, and in which versions.

use super::Element;
use super::fields::Takes::{self, Any, Choice, Flag, List, Map, One, Reference, Schema, Some, Text, Whole};
use super::fields::{Field, Names, Table, field};
use super::keywords::KEYWORDS;

const TEXTS: Takes = List(&Text);
const TEXT_MAP: Takes = Map(Names::Any, &Text);
const SERVERS: Takes = List(&One(Element::Server));
const PARAMETERS: Takes = List(&Reference(Element::Parameter));
/// The alternatives of which a caller needs one.
pub(in crate::dialect) const SECURITY: Takes = Whole(&One(Element::SecurityRequirement));
const CONTENT: Takes = Map(Names::Any, &Reference(Element::MediaType));
const EXAMPLES: Takes = Map(Names::Any, &Reference(Element::Example));
const HEADERS: Takes = Map(Names::Any, &Reference(Element::Header));
const ENCODINGS: Takes = Map(Names::Any, &One(Element::Encoding));
const OPERATION: Takes = One(Element::Operation);
const DOCS: Field = field("externalDocs", One(Element::ExternalDocs));
const DESCRIPTION: Field = field("description", Text);
const SUMMARY: Field = field("summary", Text);

const fn components(element: &'static Takes) -> Takes {
    Map(Names::Component, element)
}

const OPENAPI: &[Field] = &[
    field("openapi", Any).required(),
    field("$self", Text).since(2),
    field("info", One(Element::Info)).required(),
    field("jsonSchemaDialect", Text).since(1),
    field("servers", SERVERS),
    field("paths", One(Element::Paths)).required().until(0),
    field("paths", One(Element::Paths)).since(1),
    field("webhooks", Map(Names::Any, &One(Element::PathItem))).since(1),
    field("components", One(Element::Components)),
    field("security", SECURITY).vital(),
    field("tags", List(&One(Element::Tag))),
    DOCS,
];
const INFO: &[Field] = &[
    field("title", Text).required(),
    SUMMARY.since(1),
    DESCRIPTION,
    field("termsOfService", Text),
    field("contact", One(Element::Contact)),
    field("license", One(Element::License)),
    field("version", Text).required(),
];
const CONTACT: &[Field] = &[field("name", Text), field("url", Text), field("email", Text)];
const LICENSE: &[Field] = &[field("name", Text).needed(), field("identifier", Text).since(1), field("url", Text)];
const SERVER: &[Field] = &[
    field("url", Text).needed(),
    DESCRIPTION,
    field("name", Text).since(2),
    field("variables", Map(Names::Any, &One(Element::ServerVariable))),
];
const SERVER_VARIABLE: &[Field] = &[field("enum", Some(&Text)), field("default", Text).needed(), DESCRIPTION];
const COMPONENTS: &[Field] = &[
    field("schemas", components(&Schema)),
    field("responses", components(&Reference(Element::Response))),
    field("parameters", components(&Reference(Element::Parameter))),
    field("examples", components(&Reference(Element::Example))),
    field("requestBodies", components(&Reference(Element::RequestBody))),
    field("headers", components(&Reference(Element::Header))),
    field("securitySchemes", components(&Reference(Element::SecurityScheme))),
    field("links", components(&Reference(Element::Link))),
    field("callbacks", components(&Reference(Element::Callback))),
    field("pathItems", components(&One(Element::PathItem))).since(1),
    field("mediaTypes", components(&Reference(Element::MediaType))).since(2),
];
const PATH_ITEM: &[Field] = &[
    field("$ref", Text),
    SUMMARY,
    DESCRIPTION,
    field("get", OPERATION),
    field("put", OPERATION),
    field("post", OPERATION),
    field("delete", OPERATION),
    field("options", OPERATION),
    field("head", OPERATION),
    field("patch", OPERATION),
    field("trace", OPERATION),
    field("query", OPERATION).since(2),
    field("additionalOperations", Map(Names::Method, &OPERATION)).since(2),
    field("servers", SERVERS),
    field("parameters", PARAMETERS),
];
// That an operation has no `responses` is told where its answers are read.
const OPERATION_FIELDS: &[Field] = &[
    field("tags", TEXTS),
    SUMMARY,
    DESCRIPTION,
    DOCS,
    field("operationId", Text),
    field("parameters", PARAMETERS),
    field("requestBody", Reference(Element::RequestBody)).vital(),
    field("responses", One(Element::Responses)),
    field("callbacks", Map(Names::Any, &Reference(Element::Callback))),
    field("deprecated", Flag),
    field("security", SECURITY).vital(),
    field("servers", SERVERS),
];
const EXTERNAL_DOCS: &[Field] = &[DESCRIPTION, field("url", Text).needed()];
const PARAMETER: &[Field] = &[
    field("name", Text).needed(),
    field("in", Choice(&["query", "header", "path", "cookie"])).needed().until(1),
    field("in", Choice(&["query", "querystring", "header", "path", "cookie"])).needed().since(2),
    DESCRIPTION,
    field("required", Flag),
    field("deprecated", Flag),
    field("allowEmptyValue", Flag),
    field("style", Text),
    field("explode", Flag),
    field("allowReserved", Flag),
    field("schema", Schema),
    field("example", Any),
    field("examples", EXAMPLES),
    field("content", CONTENT).vital(),
];
const HEADER: &[Field] = &[
    DESCRIPTION,
    field("required", Flag),
    field("deprecated", Flag),
    field("allowEmptyValue", Flag).until(0),
    field("style", Choice(&["simple"])),
    field("explode", Flag),
    field("allowReserved", Flag).until(0),
    field("schema", Schema),
    field("example", Any),
    field("examples", EXAMPLES),
    field("content", CONTENT).vital(),
];
const REQUEST_BODY: &[Field] = &[DESCRIPTION, field("content", CONTENT).required(), field("required", Flag)];
const MEDIA_TYPE: &[Field] = &[
    DESCRIPTION.since(2),
    field("schema", Schema),
    field("itemSchema", Schema).since(2),
    field("example", Any),
    field("examples", EXAMPLES),
    field("encoding", ENCODINGS),
    field("prefixEncoding", List(&One(Element::Encoding))).since(2),
    field("itemEncoding", One(Element::Encoding)).since(2),
];
const ENCODING: &[Field] = &[
    field("contentType", Text),
    field("headers", HEADERS),
    field("style", Choice(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])),
    field("explode", Flag),
    field("allowReserved", Flag),
    field("encoding", ENCODINGS).since(2),
    field("prefixEncoding", List(&One(Element::Encoding))).since(2),
    field("itemEncoding", One(Element::Encoding)).since(2),
];
const RESPONSE: &[Field] = &[
    SUMMARY.since(2),
    DESCRIPTION.required().until(1),
    DESCRIPTION.since(2),
    field("headers", HEADERS),
    field("content", CONTENT).vital(),
    field("links", Map(Names::Component, &Reference(Element::Link))),
];
const EXAMPLE: &[Field] = &[
    SUMMARY,
    DESCRIPTION,
    field("dataValue", Any).since(2),
    field("serializedValue", Text).since(2),
    field("value", Any),
    field("externalValue", Text),
];
const LINK: &[Field] = &[
    field("operationRef", Text),
    field("operationId", Text),
    field("parameters", Map(Names::Any, &Any)),
    field("requestBody", Any),
    DESCRIPTION,
    field("server", One(Element::Server)),
];
const TAG: &[Field] = &[
    field("name", Text).needed(),
    SUMMARY.since(2),
    DESCRIPTION,
    DOCS,
    field("parent", Text).since(2),
    field("kind", Text).since(2),
];
const SECURITY_SCHEME: &[Field] = &[
    field("type", Choice(&["apiKey", "http", "oauth2", "openIdConnect"])).needed().until(0),
    field("type", Choice(&["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"])).needed().since(1),
    DESCRIPTION,
    field("name", Text),
    field("in", Choice(&["query", "header", "cookie"])),
    field("scheme", Text),
    field("bearerFormat", Text),
    field("flows", One(Element::OAuthFlows)),
    field("oauth2MetadataUrl", Text).since(2),
    field("openIdConnectUrl", Text),
    field("deprecated", Flag).since(2),
];
const OAUTH_FLOWS: &[Field] = &[
    field("implicit", One(Element::ImplicitFlow)),
    field("password", One(Element::PasswordFlow)),
    field("clientCredentials", One(Element::ClientCredentialsFlow)),
    field("authorizationCode", One(Element::AuthorizationCodeFlow)),
    field("deviceAuthorization", One(Element::DeviceAuthorizationFlow)).since(2),
];
const AUTHORIZATION_URL: Field = field("authorizationUrl", Text).needed();
const TOKEN_URL: Field = field("tokenUrl", Text).needed();
const REFRESH_URL: Field = field("refreshUrl", Text);
const SCOPES: Field = field("scopes", TEXT_MAP).needed();
const IMPLICIT_FLOW: &[Field] = &[AUTHORIZATION_URL, REFRESH_URL, SCOPES];
const TOKEN_FLOW: &[Field] = &[TOKEN_URL, REFRESH_URL, SCOPES];
const CODE_FLOW: &[Field] = &[AUTHORIZATION_URL, TOKEN_URL, REFRESH_URL, SCOPES];
const DEVICE_FLOW: &[Field] = &[field("deviceAuthorizationUrl", Text).needed(), TOKEN_URL, REFRESH_URL, SCOPES];
const DISCRIMINATOR: &[Field] =
    &[field("propertyName", Text).needed(), field("mapping", TEXT_MAP), field("defaultMapping", Text).since(2)];
const XML: &[Field] = &[
    field("nodeType", Choice(&["element", "attribute", "text", "cdata", "none"])).since(2),
    field("name", Text),
    field("namespace", Text),
    field("prefix", Text),
    field("attribute", Flag),
    field("wrapped", Flag),
];

/// The table of an object.
pub(super) fn table(element: Element) -> Table {
    let rows = |fields| Table { fields, others: None, extensions: true };
    let names = |names, takes| Table { fields: &[], others: Option::Some((names, takes)), extensions: true };
    match element {
        Element::OpenApi => rows(OPENAPI),
        Element::Info => rows(INFO),
        Element::Contact => rows(CONTACT),
        Element::License => rows(LICENSE),
        Element::Server => rows(SERVER),
        Element::ServerVariable => rows(SERVER_VARIABLE),
        Element::Components => rows(COMPONENTS),
        Element::Paths => names(Names::Path, One(Element::PathItem)),
        Element::PathItem => rows(PATH_ITEM),
        Element::Operation => rows(OPERATION_FIELDS),
        Element::ExternalDocs => rows(EXTERNAL_DOCS),
        Element::Parameter => rows(PARAMETER),
        Element::Header => rows(HEADER),
        Element::RequestBody => rows(REQUEST_BODY),
        Element::MediaType => rows(MEDIA_TYPE),
        Element::Encoding => rows(ENCODING),
        Element::Responses => names(Names::Status, Reference(Element::Response)),
        Element::Response => rows(RESPONSE),
        Element::Callback => names(Names::Any, One(Element::PathItem)),
        Element::Example => rows(EXAMPLE),
        Element::Link => rows(LINK),
        Element::Tag => rows(TAG),
        Element::SecurityScheme => rows(SECURITY_SCHEME),
        Element::OAuthFlows => rows(OAUTH_FLOWS),
        Element::ImplicitFlow => rows(IMPLICIT_FLOW),
        Element::PasswordFlow | Element::ClientCredentialsFlow => rows(TOKEN_FLOW),
        Element::AuthorizationCodeFlow => rows(CODE_FLOW),
        Element::DeviceAuthorizationFlow => rows(DEVICE_FLOW),
        Element::SecurityRequirement => Table { extensions: false, ..names(Names::Any, TEXTS) },
        Element::Discriminator => rows(DISCRIMINATOR),
        Element::Xml => rows(XML),
        Element::Schema => rows(KEYWORDS),
    }
}
