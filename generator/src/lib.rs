//! Generates a typed Rust client and a typed Rust server from one OpenAPI document.
//!
//! The stages, in the order in which a document passes them; dependencies point one way.
//!
//! | stage | module | from → to |
//! |---|---|---|
//! | load | [`load`], [`source`] | text → [`value`], pointer → line and column |
//! | overlay | [`overlay`] | value → value |
//! | link | [`mod@link`] | value and the files that it refers to → value |
//! | dialect | [`dialect`] | value → `openapiv3` and schemas of one dialect |
//! | lower | `lower`, with `resolve`, [`names`], `cycles` | document → [`ir`] |
//! | emit | `emit`, with [`tokens`] | [`ir`] → tokens |
//! | format | [`mod@format`] | tokens → text |
//! | write | [`mod@write`] | text → disk |
//!
//! [`pipeline`] runs them for one API; [`Config`] says which APIs there are, and what is wanted of them: code, the answer
//! whether the code there is up to date ([`Config::check`]), the skeleton of a service ([`Config::scaffold`]), or what was
//! decided for one schema ([`Config::inspect`]). What is found on the way is a [`diagnostic`], with one of the [`codes`].
//!
//! From a `build.rs`:
//!
//! ```no_run
//! # fn main() -> Result<(), twinspec::Failure> {
//! twinspec::Config::from_toml("twinspec.toml")?.generate()?;
//! # Ok(())
//! # }
//! ```

#![recursion_limit = "512"]

pub mod cli;
pub mod codes;
mod compile;
pub mod config;
mod cycles;
pub mod diagnostic;
pub mod dialect;
mod emit;
mod failure;
pub mod format;
mod index;
mod inspect;
pub mod ir;
mod layout;
pub mod link;
pub mod load;
mod lower;
mod markdown;
mod media;
pub mod names;
mod nearest;
pub mod overlay;
mod parallel;
pub mod pipeline;
pub mod render;
mod resolve;
mod signs;
mod sizes;
pub mod source;
mod split;
pub mod tokens;
pub mod value;
pub mod write;

use std::collections::BTreeMap;

pub use compile::compile;
pub use config::{ApiConfig, Config};
pub use emit::emit;
pub use failure::{ApiReport, Failure, Findings, Report};
pub use inspect::Inspection;
use tokens::TokenStream;

/// What the stages between document and tokens need to know beside the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "these are switches of the user's, one by one")]
pub struct Options {
    /// The name of the module.
    pub name: String,
    /// Whether the client is generated.
    pub client: bool,
    /// Whether the server is generated.
    pub server: bool,
    /// What is wanted.
    pub wanted: Wanted,
    /// Whether the halves stand behind `#[cfg(feature = "client")]` and `#[cfg(feature = "server")]`.
    pub gates: bool,
    /// Whether each tag stands behind a feature of its own.
    pub gates_tags: bool,
    /// Whether members that a schema does not name are kept.
    pub unknown_members_keep: bool,
    /// Whether a schema without `type` is any JSON value, instead of the one type that its other keywords speak of.
    pub untyped_as_any: bool,
    /// Formats that are another type than usual: `uuid` → `String`.
    pub formats: BTreeMap<String, String>,
}

/// What is made of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Wanted {
    /// The code of the API.
    #[default]
    Code,
    /// A skeleton that implements a contract of the module at this path: that of the API itself, or of what goes the other
    /// way, by the name of its module.
    Skeleton(String, Option<String>),
    /// What was decided for the schema at this place.
    Decision(diagnostic::Pointer),
}

/// A few items of a file, printed when they are asked for: the tokens of a whole file fill the memory.
pub type Piece<'a> = Box<dyn Fn() -> TokenStream + Send + Sync + 'a>;

/// One file of a module, before it is formatted.
pub struct EmittedFile<'a> {
    /// Its path in the folder of the module, such as `types.rs`.
    pub path: String,
    /// Its content in order, each piece a file's inner attributes and items; the header is added when it is formatted.
    pub pieces: Vec<Piece<'a>>,
}

/// What there is to say about an API that was generated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// The title that the document gives.
    pub title: String,
    /// The version that the document gives.
    pub version: String,
    /// The number of operations.
    pub operations: usize,
    /// The number of named types.
    pub types: usize,
    /// The cargo features of its tags, where they have such.
    pub features: Vec<String>,
}

impl Summary {
    /// What there is to say about `api`.
    pub fn of(api: &ir::Api, options: &Options) -> Self {
        let parts = api.parts.iter().map(|part| &part.module);
        let features = api.groups.iter().map(|group| &group.feature).chain(parts);
        Self {
            title: api.title.clone(),
            version: api.version.clone(),
            operations: api.all_operations().count(),
            types: api.types.len(),
            features: features.filter(|_| options.gates_tags).cloned().collect(),
        }
    }
}
