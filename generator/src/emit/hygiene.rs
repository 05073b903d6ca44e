//! Types of the document that are called like types of Rust's prelude: `String`, `Option`, `Send`.
//!
//! Such a type keeps its name, and within the file that defines it the code spells out Rust's own by its path: no
//! name of a document can change what the code around it means. Other files are not touched.

use crate::ir::{Api, Output};
use crate::names::{self, PRELUDE};
use crate::tokens::TokenStream;
use crate::{EmittedFile, Piece};

/// Whether a type of the API is called like one of the prelude.
pub(super) fn is_needed(api: &Api) -> bool {
    types_of_schemas(api).chain(types_of_operations(api)).any(is_marked)
}

/// Makes the prelude's names mean the prelude in a file.
pub(super) fn spell<'a>(file: &mut EmittedFile<'a>, api: &'a Api) {
    let hidden = match file.path.as_str() {
        "types.rs" => marked(types_of_schemas(api)),
        "api.rs" => marked(types_of_operations(api)),
        _ => Vec::new(),
    };
    let spelled = |piece: Piece<'a>| {
        let hidden = hidden.clone();
        Box::new(move || rewrite(&piece(), &hidden)) as Piece<'a>
    };
    file.pieces = std::mem::take(&mut file.pieces).into_iter().map(spelled).collect();
}

fn types_of_schemas(api: &Api) -> impl Iterator<Item = &str> {
    api.types.iter().map(|def| def.name.as_str())
}

fn types_of_operations(api: &Api) -> impl Iterator<Item = &str> {
    let operations = api.groups.iter().flat_map(|group| &group.operations);
    operations.flat_map(|operation| {
        let output = match &operation.output {
            Output::Enum(name) => Some(name.as_str()),
            Output::Body(_) => None,
        };
        [operation.type_name.as_str(), operation.failure_name.as_str()].into_iter().chain(output)
    })
}

fn is_marked(name: &str) -> bool {
    name.strip_prefix(names::RAW).is_some_and(|plain| path_of(plain).is_some())
}

fn marked<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    names.filter(|name| is_marked(name)).filter_map(|name| name.strip_prefix(names::RAW)).collect()
}

fn path_of(name: &str) -> Option<[&'static str; 3]> {
    PRELUDE.into_iter().find(|path| path.last() == Some(&name))
}

/// Where tokens stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Code,
    /// The body of an enum.
    Variants,
    /// What `open_enum!` and `open_integer!` take: a name, and variants in braces.
    List,
    /// What `union!` takes: a name, and branches in braces.
    Union,
    /// The branches of a union: variants, each with the type that it is made of.
    Branches,
    /// What `failures!` and `json_failures!` take: a name, and statuses in braces.
    Failures,
    /// Statuses, each with its variant.
    Statuses,
}

/// A group of tokens.
#[derive(Debug, Clone, Copy)]
struct Level {
    place: Place,
    /// What the next braces in it hold.
    next: Place,
    /// How many lists of parameters of a type are open.
    angles: usize,
    /// Whether an item of a list begins.
    begins: bool,
}

impl Level {
    fn new(place: Place) -> Self {
        let next = match place {
            Place::List => Place::Variants,
            Place::Union => Place::Branches,
            Place::Failures => Place::Statuses,
            Place::Code | Place::Variants | Place::Branches | Place::Statuses => Place::Code,
        };
        Self { place, next, angles: 0, begins: true }
    }

    /// Goes on behind a token.
    fn pass(&mut self, token: &str) {
        match token {
            "<" => self.angles += 1,
            ">" | ">>" | ">>>" => self.angles = self.angles.saturating_sub(token.len()),
            _ => {}
        }
        self.begins = match self.place {
            Place::Statuses => token == "=>",
            _ => matches!(token, "{" | ",") && self.angles == 0,
        };
    }

    /// Whether a name here is one of a variant.
    fn is_variant(&self) -> bool {
        self.place == Place::Variants || (matches!(self.place, Place::Branches | Place::Statuses) && self.begins)
    }
}

/// The document's own types come as `r#String`, and lose the mark; `String` itself is Rust's, and gets its path where
/// it is hidden. The names of variants hide nothing.
fn rewrite(tokens: &TokenStream, hidden: &[&str]) -> TokenStream {
    let mut out = TokenStream::new();
    let mut outer = Vec::new();
    let mut level = Level::new(Place::Code);
    let mut before = "";
    for token in tokens.iter() {
        match token {
            "{" => {
                let held = std::mem::replace(&mut level.next, Place::Code);
                outer.push(std::mem::replace(&mut level, Level::new(held)));
            }
            "(" | "[" => outer.push(std::mem::replace(&mut level, Level::new(Place::Code))),
            ")" | "]" | "}" => level = outer.pop().unwrap_or(level),
            "enum" => level.next = Place::Variants,
            "!" if matches!(before, "open_enum" | "open_integer") => level.next = Place::List,
            "!" if before == "union" => level.next = Place::Union,
            "!" if matches!(before, "failures" | "json_failures") => level.next = Place::Failures,
            _ => {}
        }
        put(token, hidden, before == "::" || level.is_variant(), &mut out);
        level.pass(token);
        before = token;
    }
    out
}

fn put(token: &str, hidden: &[&str], is_own: bool, out: &mut TokenStream) {
    if let Some(plain) = token.strip_prefix(names::RAW).filter(|plain| path_of(plain).is_some()) {
        out.push(plain);
        return;
    }
    match path_of(token) {
        Some(path) if !is_own && hidden.contains(&token) => {
            for name in path {
                out.push("::");
                out.push(name);
            }
        }
        _ => out.push(token),
    }
}
