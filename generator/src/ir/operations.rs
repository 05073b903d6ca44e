//! Operations: what they take and what they answer.

use super::{
    AnswerHeader, Body, Check, Content, Derives, Docs, FailureAlias, Follow, FormField, Literal, Pagination, Type,
};

/// The operations of one tag: one trait.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The identifier of the trait.
    pub trait_name: String,
    /// The name of the cargo feature behind which it may stand.
    pub feature: String,
    /// Its documentation.
    pub docs: Docs,
    /// Its operations.
    pub operations: Vec<Operation>,
}

/// One operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// `operationId`, or what stands for it.
    pub id: String,
    /// The identifier of its methods.
    pub method_name: String,
    /// The identifier of its request type.
    pub type_name: String,
    /// The identifier of its failure type.
    pub failure_name: String,
    /// Its first line of documentation.
    pub title: String,
    /// Its documentation.
    pub docs: Docs,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// The HTTP method in capitals.
    pub http_method: String,
    /// The path template.
    pub path: String,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// Its request body.
    pub body: Option<Body>,
    /// What success gives.
    pub output: Output,
    /// The documented successes, the most exact status first.
    pub successes: Vec<Answer>,
    /// The documented failures, the most exact status first.
    pub failures: Vec<Answer>,
    /// What stands for the enumeration of its failures, where it shares them.
    pub failure_alias: Option<FailureAlias>,
    /// The alternatives of security; each a combination of schemes; none when everybody may call.
    pub security: Vec<Vec<Requirement>>,
    /// The content types of its request body.
    pub consumes: Vec<String>,
    /// The content types of its answers.
    pub produces: Vec<String>,
    /// The documented statuses as they are written.
    pub statuses: Vec<String>,
    /// What follows from an exchange: callbacks and links.
    pub follows: Vec<Follow>,
    /// Answers that the document gives as examples, or that follow from its schemas.
    pub examples: Vec<Example>,
    /// How its answers are pages of a list, where they are.
    pub pagination: Option<Pagination>,
    /// What can be derived for the request type.
    pub derives: Derives,
}

impl Operation {
    /// The documented answers.
    pub fn answers(&self) -> impl Iterator<Item = &Answer> {
        self.successes.iter().chain(&self.failures)
    }
}

/// A parameter of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// The identifier of its field.
    pub name: String,
    /// Its name on the wire.
    pub wire: String,
    /// Where it stands.
    pub location: Location,
    /// Its documentation.
    pub docs: Docs,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Its type.
    pub ty: Type,
    /// Whether it must be there.
    pub required: bool,
    /// Constraints that the type does not guarantee.
    pub checks: Vec<Check>,
    /// How its value becomes text.
    pub style: ParameterStyle,
    /// `default`.
    pub default: Option<Literal>,
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// How the value of a parameter becomes text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub struct ParameterStyle {
    /// `style`, or what stands in its place.
    pub kind: StyleKind,
    /// Whether items and members stand for themselves.
    pub explode: bool,
    /// `allowReserved`.
    pub reserved: bool,
    /// Whether an empty text that is no value counts as none.
    pub empty: bool,
    /// Of an object that is exploded in a query or in cookies: which parts are its members.
    pub members: Option<ParameterMembers>,
    /// Of such an object: whether its own name is that of another's part, so that it stands by its members alone.
    pub unnamed: bool,
    /// Names of members that are parts of another parameter as well, and belong to that one.
    pub shared: Vec<String>,
    /// Names of its own parts that are members of another parameter as well.
    pub lent: Vec<String>,
    /// Of a whole query: its members that do not stand in a form in the usual way.
    pub fields: Vec<FormField>,
}

impl ParameterStyle {
    /// A style without anything else.
    pub fn new(kind: StyleKind, explode: bool) -> Self {
        let (shared, lent, fields) = (Vec::new(), Vec::new(), Vec::new());
        Self { kind, explode, reserved: false, empty: false, members: None, unnamed: false, shared, lent, fields }
    }
}

/// `style`, or what stands in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StyleKind {
    /// `simple` in paths and headers, `form` in queries and cookies.
    Usual,
    /// `label`.
    Label,
    /// `matrix`.
    Matrix,
    /// `spaceDelimited`.
    SpaceDelimited,
    /// `pipeDelimited`.
    PipeDelimited,
    /// `deepObject`.
    DeepObject,
    /// `cookie`.
    PlainCookie,
    /// `content` of JSON.
    Json,
    /// `in: querystring`, a form.
    WholeForm,
    /// `in: querystring`, JSON.
    WholeJson,
}

/// The members of an exploded object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParameterMembers {
    /// Those of these names.
    Only(Vec<String>),
    /// All but those of these names.
    AllBut(Vec<String>),
}

/// What the success of an operation gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// One status, one body, no headers: the body.
    Body(Type),
    /// Anything else: an enum of this name, with a variant for each status.
    Enum(String),
}

/// One documented answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Its status.
    pub status: Status,
    /// The identifier of its variant.
    pub variant: String,
    /// Its documentation.
    pub docs: Docs,
    /// Its body.
    pub payload: Payload,
    /// The content type of an envelope, where it is not the usual one.
    pub content_type: Option<String>,
    /// Its declared headers.
    pub headers: Vec<AnswerHeader>,
    /// The identifier of the struct that holds them, where they are many.
    pub headers_type: Option<String>,
}

/// The status of a documented answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// One status code.
    Code(u16),
    /// A range: the first digit.
    Range(u16),
    /// Every status that is not named.
    Default,
}

/// The body of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Payload {
    /// None.
    Empty,
    /// A body of its own.
    Body(Content),
    /// Within the envelope, the payload of this type.
    Enveloped(Type),
    /// The envelope itself, which says that the call failed.
    Envelope(Type),
}

/// One security scheme of a combination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The identifier of the scheme's constant.
    pub scheme: String,
    /// The scopes asked for.
    pub scopes: Vec<String>,
}

/// A security scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// Its name in the document.
    pub wire: String,
    /// The identifier of its constant.
    pub constant: String,
    /// The identifier of its methods.
    pub method: String,
    /// Its documentation.
    pub docs: Docs,
    /// What more is known of its tokens.
    pub details: Docs,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// What it is.
    pub kind: SchemeKind,
    /// The ways in which a client gets its tokens.
    pub tokens: Vec<TokenMethod>,
}

/// A method of the client's builder that says where tokens come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenMethod {
    /// The identifier of the method.
    pub name: String,
    /// How the tokens are got.
    pub grant: Grant,
}

/// How tokens are got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grant {
    /// As the user likes.
    Any,
    /// By the client's own credentials.
    ClientCredentials(TokenUrl),
    /// By a refresh token.
    RefreshToken(TokenUrl),
}

/// Where an authorization server gives tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenUrl {
    /// The endpoint.
    Endpoint(String),
    /// A document of `OpenID` Connect Discovery that names the endpoint.
    Discovery(String),
}

/// What a security scheme is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// HTTP authentication by the scheme of this name, in lower case: `bearer`, `basic` or another.
    Http(String),
    /// The certificate of the connection.
    MutualTls,
    /// None that the document declares: no credential opens it.
    Undeclared,
    /// OAuth 2: a bearer token.
    OAuth2,
    /// `OpenID` Connect: a bearer token.
    OpenIdConnect,
    /// A key in a header.
    ApiKeyHeader(String),
    /// A key in the query.
    ApiKeyQuery(String),
    /// A key in a cookie.
    ApiKeyCookie(String),
}

/// How an API wraps its answers (`x-twinspec-envelope`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The member that tells success from failure.
    pub property: String,
    /// Its value for success, as JSON text.
    pub equals: String,
    /// The member that holds the payload.
    pub data: String,
    /// What the server writes around the payload, as JSON text.
    pub template: String,
}

/// An answer that an example server gives.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Example {
    /// The HTTP status.
    pub status: u16,
    /// The status by which it is asked for: of an envelope, the one inside.
    pub code: u16,
    /// Its name in the document; empty when it has none.
    pub name: String,
    /// Its headers.
    pub headers: Vec<(String, String)>,
    /// Its content type; empty without a body.
    pub content_type: String,
    /// Its body as text.
    pub body: String,
}
