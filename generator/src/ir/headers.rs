//! The headers of answers.

use super::{Docs, Type};

/// A declared header of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerHeader {
    /// The identifier of its field.
    pub name: String,
    /// Its name on the wire.
    pub wire: String,
    /// Its documentation.
    pub docs: Docs,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Its type.
    pub ty: Type,
    /// Whether it is always there.
    pub required: bool,
    /// How its value becomes text, where that is not one value or a list of such.
    pub style: Option<HeaderStyle>,
}

/// How the value of a header becomes text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderStyle {
    /// `content` of JSON.
    Json,
    /// An object: names and values in turn, or exploded, `name=value`.
    Object {
        /// `explode`.
        explode: bool,
    },
}

/// The headers of answers that declare the same ones: one struct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderSet {
    /// Its identifier.
    pub name: String,
    /// Its documentation.
    pub docs: Docs,
    /// Its headers, with what all answers say of each.
    pub headers: Vec<AnswerHeader>,
}
