//! Bodies of requests and answers: their types, and how these stand on the wire.

use super::{Check, Docs, ParameterStyle, Type};

/// A request body.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// The identifier of its field.
    pub name: String,
    /// Its documentation.
    pub docs: Docs,
    /// Whether it must be there.
    pub required: bool,
    /// What it is.
    pub content: Content,
}

/// What a body is: of one type, or of one of several types.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// Its type: that of its one medium, or an enum that has a variant for each.
    pub ty: Type,
    /// The media, at least one; those of ranges such as `*/*` come last.
    pub media: Vec<Medium>,
}

/// A type of a body with the content types in which it may stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Medium {
    /// The identifier of its variant.
    pub variant: String,
    /// Its type.
    pub ty: Type,
    /// Constraints that the type does not guarantee.
    pub checks: Vec<Check>,
    /// The content types, at least one; the first is the one that is sent.
    pub formats: Vec<Format>,
}

/// A content type, and how a value is written in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Format {
    /// The content type as the document writes it.
    pub content_type: String,
    /// How a value is written.
    pub syntax: Syntax,
}

/// How a value is written in a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Syntax {
    /// JSON.
    Json,
    /// `application/x-www-form-urlencoded`, with the members that do not stand in it in the usual way.
    Form(Vec<FormField>),
    /// `multipart/form-data`.
    Multipart(Parts),
    /// Text.
    Text,
    /// One item after another.
    Sequence(Sequence),
    /// Bytes, as they are.
    Bytes,
    /// Bytes with their content type.
    Content,
}

/// The parts of a body of `multipart/form-data`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The members that are not one part of text or one file each.
    pub fields: Vec<(String, PartStyle)>,
    /// The file that comes last, where that is no list.
    pub last_file: Option<String>,
}

/// How items stand one after another in a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sequence {
    /// What tells them apart.
    pub framing: Framing,
    /// What an item, or the data of an event, is written in.
    pub data: Data,
    /// The text that stands in the place of an item after the last one.
    pub terminator: Option<String>,
}

/// What an item, or the data of an event, is written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    /// JSON.
    Json,
    /// Text.
    Text,
    /// JSON in events of these names, text in all others: the type is told by the name of an event.
    Named(Vec<String>),
}

/// What tells items apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// They are server-sent events.
    Events,
    /// Each is a line.
    Lines,
    /// RFC 7464: U+001E begins each.
    Records,
}

/// A member that does not stand in a form in the usual way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormField {
    /// Its name on the wire.
    pub wire: String,
    /// How its value becomes text.
    pub style: ParameterStyle,
    /// Whether it is an object where its text could be a list as well, or where nothing tells that it is there.
    pub object: bool,
}

/// How a member stands in a multipart body, where that is not one part of text or one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartStyle {
    /// An array, a part for each item.
    List,
    /// A part of this media type.
    Typed(String),
    /// An array, a part of this media type for each item.
    TypedList(String),
    /// An array, one part of text with this between the items.
    Joined(&'static str),
    /// `deepObject`, a part for each value in it.
    Deep,
    /// An object, one part of text with this between names and values in turn.
    Pairs(&'static str),
    /// An object, a part for each member: those of these names.
    Members(Vec<String>),
    /// An object, a part for each member: all but those of these names.
    MembersBut(Vec<String>),
    /// How each member stands that has no name in the document: all but those of these names.
    Others(Vec<String>, Box<Self>),
}
