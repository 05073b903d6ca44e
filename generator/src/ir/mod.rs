//! The intermediate representation: one API as it will be printed.
//!
//! Everything is decided here: identifiers are valid and do not collide, every type is chosen, every text is ready
//! for a doc comment. The emitters only print it. This module imports nothing.

mod bodies;
mod checks;
mod decisions;
mod operations;
mod pages;
mod servers;
mod types;

pub use bodies::*;
pub use checks::*;
pub use decisions::*;
pub use operations::*;
pub use pages::*;
pub use servers::*;
pub use types::*;

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
    /// The servers that paths and operations have of their own.
    pub own_servers: Vec<ServerList>,
    /// The security schemes that operations ask for.
    pub schemes: Vec<Scheme>,
    /// How the API wraps its answers, when it does.
    pub envelope: Option<Envelope>,
    /// What was decided for the schema that was asked about.
    pub decision: Option<Decision>,
}

/// The paragraphs of a doc comment.
pub type Docs = Vec<String>;
