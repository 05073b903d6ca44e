//! The intermediate representation: one API as it will be printed.
//!
//! Everything is decided here: identifiers are valid and do not collide, every type is chosen, every text is ready
//! for a doc comment. The emitters only print it. This module imports nothing.

mod bodies;
mod checks;
mod decisions;
mod failures;
mod follows;
mod headers;
mod operations;
mod pages;
mod servers;
mod types;

pub use bodies::*;
pub use checks::*;
pub use decisions::*;
pub use failures::*;
pub use follows::*;
pub use headers::*;
pub use operations::*;
pub use pages::*;
pub use servers::*;
pub use types::*;

/// One API: one document, one module of the output.
#[derive(Debug, Clone, PartialEq)]
pub struct Api {
    /// Who asks whom.
    pub role: Role,
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
    /// The failures that several operations share.
    pub failures: Vec<SharedFailures>,
    /// The headers of answers, where they are many.
    pub headers: Vec<HeaderSet>,
    /// The servers that the document names.
    pub servers: Vec<Server>,
    /// The servers that paths and operations have of their own.
    pub own_servers: Vec<ServerList>,
    /// The security schemes that operations ask for.
    pub schemes: Vec<Scheme>,
    /// How the API wraps its answers, when it does.
    pub envelope: Option<Envelope>,
    /// What goes the other way.
    pub parts: Vec<Part>,
    /// What was decided for the schema that was asked about.
    pub decision: Option<Decision>,
}

impl Api {
    /// Its operations.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.groups.iter().flat_map(|group| &group.operations)
    }

    /// The answers of its operations, and those that operations share.
    pub fn answers_mut(&mut self) -> impl Iterator<Item = &mut Answer> {
        let operations = self.groups.iter_mut().flat_map(|group| &mut group.operations);
        let own = operations.flat_map(|operation| operation.successes.iter_mut().chain(&mut operation.failures));
        own.chain(self.failures.iter_mut().flat_map(|shared| &mut shared.answers))
    }

    /// Its operations and those that go the other way.
    pub fn all_operations(&self) -> impl Iterator<Item = &Operation> {
        self.operations().chain(self.parts.iter().flat_map(|part| part.api.operations()))
    }
}

/// Who asks whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The consumer of an API asks it.
    Api,
    /// The API asks its consumer, of its own accord.
    Webhooks,
    /// The API asks its consumer, where a request said so.
    Callbacks,
}

/// A module within the module of an API, for what goes the other way; it has the types of the API.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Its identifier.
    pub module: String,
    /// Its operations.
    pub api: Api,
}

/// The paragraphs of a doc comment.
pub type Docs = Vec<String>;
