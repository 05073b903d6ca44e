//! What follows from an exchange: where a callback is sent, and the operations to which links lead.

use super::{Docs, Type};

/// A method of a request that evaluates runtime expressions.
#[derive(Debug, Clone, PartialEq)]
pub struct Follow {
    /// Its identifier.
    pub method: String,
    /// Its documentation.
    pub docs: Docs,
    /// The values that the expressions name.
    pub operands: Vec<Operand>,
    /// The answer, when an expression names a part of it.
    pub answer: Option<AnswerPattern>,
    /// What it gives.
    pub gives: Gives,
    /// The feature of the message that it gives, when that is of another tag.
    pub feature: Option<String>,
}

/// A value that expressions name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operand {
    /// What stands before `#` in the expression.
    pub name: String,
    /// Where it is.
    pub place: OperandPlace,
}

/// Where a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OperandPlace {
    /// A field of the request.
    Request(String),
    /// The body of the answer.
    AnswerBody,
    /// A field of the answer, which is a header.
    AnswerHeader(String),
    /// Any header of the answer.
    AnswerHeaders,
    /// The same for every exchange.
    Text(String),
    /// An argument: neither side keeps the URL of a request.
    Url,
}

/// The answer of which parts are wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerPattern {
    /// Whether it is a success.
    pub success: bool,
    /// The type of the successes, or of the failures.
    pub ty: AnswerType,
    /// Whether the variant has named fields.
    pub named: bool,
    /// Whether there are other variants.
    pub others: bool,
}

/// The type of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum AnswerType {
    /// The body alone.
    Body(Type),
    /// A variant of an enum.
    Variant(String, String),
}

/// What evaluation gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Gives {
    /// A URL, by this template.
    Url(String),
    /// The request of the type with this path, with a value for each field.
    Request(Vec<String>, Vec<(String, FieldValue)>),
}

/// The value of a field of a request.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldValue {
    /// The caller gives it.
    Argument(Type),
    /// It is unset.
    Unset,
    /// An expression, of a field that is required or not.
    Expression(String, bool),
    /// A text with expressions in braces.
    Template(String, bool),
    /// JSON text.
    Constant(String, bool),
}
