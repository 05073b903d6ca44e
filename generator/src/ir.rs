//! The intermediate representation: one API as it will be printed.
//!
//! Everything is decided here: identifiers are valid and do not collide, every type is chosen, every text is ready
//! for a doc comment. The emitters only print it. This module imports nothing.

/// One API: one document, one module of the output.
#[derive(Debug, Clone, PartialEq)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`.
    pub docs: Docs,
    /// The schemas, component schemas first, in the document's order.
    pub types: Vec<TypeDef>,
    /// The contract: one trait per tag.
    pub groups: Vec<Group>,
    /// The servers that the document names.
    pub servers: Vec<Server>,
    /// The security schemes that operations ask for.
    pub schemes: Vec<Scheme>,
    /// How the API wraps its answers, when it does.
    pub envelope: Option<Envelope>,
}

/// The paragraphs of a doc comment.
pub type Docs = Vec<String>;

/// A named type of `types.rs`.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeDef {
    /// Its identifier.
    pub name: String,
    /// Its documentation, the JSON pointer last.
    pub docs: Docs,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// What can be derived for it.
    pub derives: Derives,
    /// What it is.
    pub shape: Shape,
}

/// The traits, beyond `Debug`, `Clone` and `PartialEq`, that a type's shape allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Derives {
    /// `Eq`: no floating-point number inside.
    pub eq: bool,
    /// `Hash`: neither a floating-point number nor a map inside.
    pub hash: bool,
    /// `Default`: nothing is required.
    pub default: bool,
}

/// What a named type is.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// An object with known members.
    Struct(Struct),
    /// An open enumeration of strings.
    StringEnum(StringEnum),
    /// A value of one of several types.
    Union(Union),
    /// Another name of a type.
    Alias(Type),
}

/// A value of one of several types.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// The branches in the document's order.
    pub variants: Vec<UnionVariant>,
    /// The property whose value tells the branches apart, with each value's branch.
    pub tag: Option<Tag>,
    /// `oneOf`: exactly one branch may fit.
    pub exclusive: bool,
    /// Constraints on the value as a whole.
    pub checks: Vec<Check>,
}

/// A branch of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct UnionVariant {
    /// Its identifier.
    pub name: String,
    /// Its documentation.
    pub docs: Docs,
    /// The type that it holds.
    pub ty: Type,
    /// Whether it is boxed to end a cycle.
    pub boxed: bool,
    /// Constraints that the type does not guarantee.
    pub checks: Vec<Check>,
    /// Whether a value of the type becomes this branch by conversion: no other branch holds the type.
    pub converts: bool,
}

/// The property that tells the branches of a union apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its name in JSON.
    pub property: String,
    /// Its values, each with the index of the branch.
    pub values: Vec<(String, usize)>,
}

/// An object with known members.
#[derive(Debug, Clone, PartialEq)]
pub struct Struct {
    /// The members.
    pub fields: Vec<Field>,
    /// `additionalProperties: false`.
    pub closed: bool,
    /// The field that keeps the members not named in the schema, and the type of their values.
    pub rest: Option<Rest>,
    /// Constraints on the object as a whole.
    pub checks: Vec<Check>,
}

/// The field that keeps undeclared members.
#[derive(Debug, Clone, PartialEq)]
pub struct Rest {
    /// Its identifier.
    pub name: String,
    /// The type of a member's value.
    pub ty: Type,
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its identifier.
    pub name: String,
    /// Its name in JSON.
    pub wire: String,
    /// Its documentation.
    pub docs: Docs,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// The type of a value that is there.
    pub ty: Type,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// Whether it is boxed to end a cycle.
    pub boxed: bool,
    /// `default`, when the type can state it.
    pub default: Option<Literal>,
    /// Constraints that the type does not guarantee.
    pub checks: Vec<Check>,
}

/// Whether a member may be absent, or null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always there, never null.
    Required,
    /// May be absent.
    Optional,
    /// Always there, may be null.
    RequiredNullable,
    /// May be absent, and may be null, which is not the same.
    OptionalNullable,
}

/// An open enumeration of strings.
#[derive(Debug, Clone, PartialEq)]
pub struct StringEnum {
    /// The values that the document names.
    pub variants: Vec<EnumVariant>,
    /// The identifier of the variant that keeps any other value.
    pub catch_all: String,
    /// Whether any other string is valid too.
    pub open: bool,
}

/// One value of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumVariant {
    /// Its identifier.
    pub name: String,
    /// The value.
    pub wire: String,
}

/// A type of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// `bool`.
    Bool,
    /// `i32`.
    I32,
    /// `i64`.
    I64,
    /// `u32`.
    U32,
    /// `u64`.
    U64,
    /// `f32`.
    F32,
    /// `f64`.
    F64,
    /// `String`.
    String,
    /// A string that is a secret.
    Secret,
    /// A UUID.
    Uuid,
    /// A full date of RFC 3339.
    Date,
    /// A date and time of RFC 3339.
    DateTime,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// Bytes, base64 in JSON.
    Base64,
    /// Any JSON value.
    Json,
    /// Nothing.
    Unit,
    /// A list.
    Vec(Box<Type>),
    /// An object of any members.
    Map(Box<Type>),
    /// A value or null.
    Nullable(Box<Type>),
    /// A type of `types.rs`.
    Named(String),
}

/// A value that Rust code can state.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A boolean.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A floating-point number.
    Float(f64),
    /// A string.
    String(String),
    /// A variant of a string enum: the type's name and the variant's.
    Variant(String, String),
}

/// A constraint: a keyword of JSON Schema and its operand.
#[derive(Debug, Clone, PartialEq)]
pub enum Check {
    /// `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum`, `multipleOf`: the method and the bound.
    Number(&'static str, Number),
    /// `minLength`, `maxItems` and the like: the method and the count.
    Count(&'static str, usize),
    /// `pattern`.
    Pattern(String),
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

/// The operations of one tag: one trait.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The identifier of the trait.
    pub trait_name: String,
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
    /// The alternatives of security; each a combination of schemes; none when everybody may call.
    pub security: Vec<Vec<Requirement>>,
    /// The content types of its request body.
    pub consumes: Vec<String>,
    /// The content types of its answers.
    pub produces: Vec<String>,
    /// The documented statuses as they are written.
    pub statuses: Vec<String>,
    /// Answers that the document gives as examples, or that follow from its schemas.
    pub examples: Vec<Example>,
    /// What can be derived for the request type.
    pub derives: Derives,
    /// What can be derived for the types of its answers.
    pub answer_derives: Derives,
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
    /// Whether an array's items become parameters of their own.
    pub explode: bool,
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
}

/// A JSON request body.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// The identifier of its field.
    pub name: String,
    /// Its documentation.
    pub docs: Docs,
    /// Its type.
    pub ty: Type,
    /// Whether it must be there.
    pub required: bool,
}

/// What the success of an operation gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// One status, one body, no headers: the body.
    Body(Type),
    /// Anything else: an enum of this name.
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
    /// Its declared headers.
    pub headers: Vec<AnswerHeader>,
}

/// The status of a documented answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// One status code.
    Code(u16),
    /// A range: the first digit.
    Range(u16),
    /// Every status that is not named.
    Default,
}

/// The body of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// None.
    Empty,
    /// JSON of this type.
    Json(Type),
    /// Within the envelope, the payload of this type.
    Enveloped(Type),
    /// The envelope itself, which says that the call failed.
    Envelope(Type),
    /// Text.
    Text,
    /// Bytes of any other content type.
    Bytes,
}

/// A declared header of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerHeader {
    /// The identifier of its field.
    pub name: String,
    /// Its name on the wire.
    pub wire: String,
    /// Its documentation.
    pub docs: Docs,
    /// Its type.
    pub ty: Type,
    /// Whether it is always there.
    pub required: bool,
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
    /// What it is.
    pub kind: SchemeKind,
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
    /// OpenID Connect: a bearer token.
    OpenIdConnect,
    /// A key in a header.
    ApiKeyHeader(String),
    /// A key in the query.
    ApiKeyQuery(String),
    /// A key in a cookie.
    ApiKeyCookie(String),
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
