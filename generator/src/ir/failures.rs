//! Failures that several operations document alike.

use super::{Answer, Docs};

/// Failures that several operations document alike: one enumeration.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedFailures {
    /// Its identifier.
    pub name: String,
    /// Its documentation.
    pub docs: Docs,
    /// The documented failures, with what all operations say of each.
    pub answers: Vec<Answer>,
}

/// How an operation refers to failures that it shares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureAlias {
    /// The identifier of the enumeration.
    pub name: String,
    /// What this operation says of them, where others say something else.
    pub docs: Docs,
}
