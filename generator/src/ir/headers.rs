//! Headers that are many.

use super::{AnswerHeader, Docs};

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
