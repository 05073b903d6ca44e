//! Named types and the types of values.

use super::{Check, Docs, Parameter};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Derives {
    /// `Eq` and `Hash`: an enumeration, whose values are keys.
    pub key: bool,
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
    /// An open enumeration of integers.
    IntegerEnum(IntegerEnum),
    /// A value of one of several types.
    Union(Union),
    /// `anyOf` of objects that may fit several branches at once: a value of one or more of several types.
    Overlap(Union),
    /// Another name of a type.
    Alias(Type),
}

/// A value of one of several types.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// The branches in the document's order.
    pub variants: Vec<UnionVariant>,
    /// The property whose value tells the branches apart, with each value's variant.
    pub tag: Option<Tag>,
    /// `oneOf`: exactly one branch may fit.
    pub exclusive: bool,
    /// Whether a branch takes `null` for a value of its own.
    pub takes_null: bool,
    /// Constraints on the value as a whole.
    pub checks: Vec<Check>,
}

/// A branch of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct UnionVariant {
    /// Its identifier.
    pub name: String,
    /// Its identifier where it is a field, of a value that may be of several branches.
    pub field: String,
    /// Its documentation.
    pub docs: Docs,
    /// The type that it holds.
    pub ty: Type,
    /// Whether it is boxed: to end a cycle, or because it is large.
    pub boxed: bool,
    /// Constraints that the type does not guarantee.
    pub checks: Vec<Check>,
    /// Whether a value of the type becomes this branch by conversion: no other branch holds the type.
    pub converts: bool,
    /// The member of its type that holds the tag.
    pub tag: Option<TagField>,
}

/// The property that tells the branches of a union apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its name in JSON.
    pub property: String,
    /// Its values.
    pub values: Vec<TagValue>,
    /// What becomes of a value with another tag.
    pub otherwise: Otherwise,
    /// Whether a value may be without it, and is then told by trial.
    pub may_lack: bool,
    /// The member that is the value of the branch, where the tag stands beside it and not in it.
    pub content: Option<String>,
}

/// A value of a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagValue {
    /// The text.
    pub text: String,
    /// The index of the variant that it stands for.
    pub variant: usize,
    /// Whether it is the name of a schema, and the document gives others to the same variant.
    pub implied: bool,
}

/// What becomes of a value whose tag the document does not name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Otherwise {
    /// It is kept as it is, by the variant of this identifier, and is not valid.
    Kept(String),
    /// It is of this variant, which keeps its tag, and is not valid.
    Variant(usize),
    /// Each branch is tried: one of them has no tag that is known.
    Tried,
    /// It is of this variant, as `defaultMapping` says.
    Default(usize),
}

/// A member that holds a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagField {
    /// Its identifier.
    pub name: String,
    /// Whether it is a string enum, and no plain string.
    pub is_enum: bool,
    /// Whether it may be unset.
    pub optional: bool,
}

/// An object with known members.
#[derive(Debug, Clone, PartialEq)]
pub struct Struct {
    /// The members.
    pub fields: Vec<Field>,
    /// The members that are not looked at: read-only ones, in a request.
    pub ignored: Vec<String>,
    /// `additionalProperties: false`.
    pub closed: bool,
    /// The field that keeps the members not named in the schema, and the type of their values.
    pub rest: Option<Rest>,
    /// Constraints on the object as a whole.
    pub checks: Vec<Check>,
    /// Its members as the headers of a part of a multipart body, where they are such and no members of JSON.
    pub headers: Option<Vec<Parameter>>,
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
    /// Whether it is boxed: to end a cycle, or because it is large.
    pub boxed: bool,
    /// `default`, when the type can state it.
    pub default: Option<Literal>,
    /// The one value that a required member may have: the constructor does not ask for it.
    pub preset: Option<Preset>,
    /// Constraints that the type does not guarantee.
    pub checks: Vec<Check>,
}

/// The one value that a member may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preset {
    /// A text.
    Text(String),
    /// A variant of a string enum: the type's name and the variant's.
    Variant(String, String),
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
    pub variants: Vec<EnumVariant<String>>,
    /// The identifier of the variant that keeps any other value.
    pub catch_all: String,
    /// Whether any other string is valid too.
    pub open: bool,
}

/// An open enumeration of integers.
#[derive(Debug, Clone, PartialEq)]
pub struct IntegerEnum {
    /// The values that the document names.
    pub variants: Vec<EnumVariant<i64>>,
    /// The identifier of the variant that keeps any other value.
    pub catch_all: String,
    /// Whether any other integer is valid too.
    pub open: bool,
}

/// One value of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumVariant<W = String> {
    /// Its identifier.
    pub name: String,
    /// The value.
    pub wire: W,
    /// Its documentation.
    pub docs: Docs,
}

/// A type of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// `bool`.
    Bool,
    /// `i8`.
    I8,
    /// `i16`.
    I16,
    /// `i32`.
    I32,
    /// `i64`.
    I64,
    /// `u8`.
    U8,
    /// `u16`.
    U16,
    /// `u32`.
    U32,
    /// `u64`.
    U64,
    /// A JSON number of any size.
    Number,
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
    /// The bytes of a body.
    Bytes,
    /// A file in a multipart body.
    File,
    /// A part of a multipart body, and the type of `types.rs` that its headers are.
    Part(Box<Type>, String),
    /// The bytes of a body, with their content type.
    Content,
    /// The events of a body of `text/event-stream`, each with data of this type.
    Events(Box<Type>),
    /// The items of a body that is a sequence of them.
    Sequence(Box<Type>),
    /// Any JSON value.
    Json,
    /// Nothing.
    Unit,
    /// A list.
    Vec(Box<Type>),
    /// An array of as many items, each of its own type.
    Tuple(Vec<Type>),
    /// An object of any members.
    Map(Box<Type>),
    /// A value or null.
    Nullable(Box<Type>),
    /// A type of `types.rs`.
    Named(String),
    /// An enum of `api.rs`: a body of several content types.
    Choice(String),
}

/// A value that Rust code can state.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A boolean.
    Bool(bool),
    /// An integer.
    Integer(i128),
    /// A floating-point number.
    Float(f64),
    /// A string.
    String(String),
    /// A variant of a string enum: the type's name and the variant's.
    Variant(String, String),
    /// Null.
    Null,
    /// A list.
    List(Vec<Literal>),
    /// A map, or the struct of this name, without members.
    EmptyObject(Option<String>),
    /// A variant of an integer enum: the type's name and the variant's.
    IntegerVariant(String, String),
}
