//! Types of the document that are called like types of Rust's prelude: `String`, `Option`, `Send`.
//!
//! Such a type keeps its name, and within the file that defines it the code spells out Rust's own by its path: no
//! name of a document can change what the code around it means. Other files are not touched.

use proc_macro2::{Delimiter, Group, Ident, Spacing, TokenStream, TokenTree};
use quote::quote;

use crate::ir::{Api, Output};
use crate::names::{self, PRELUDE};
use crate::{EmittedFile, Piece};

use super::parts::ident;

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
        Box::new(move || rewrite(piece(), &hidden, Place::Code)) as Piece<'a>
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
}

/// The document's own types come as `r#String`, and lose the mark; `String` itself is Rust's, and gets its path where
/// it is hidden. The names of variants hide nothing.
fn rewrite(tokens: TokenStream, hidden: &[&str], place: Place) -> TokenStream {
    let mut out = TokenStream::new();
    // What the next braces hold.
    let (mut colons, mut next) = (0, if place == Place::List { Place::Variants } else { Place::Code });
    for token in tokens {
        let after_path = colons == 2;
        colons = match &token {
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                if punct.spacing() == Spacing::Joint {
                    1
                } else {
                    colons + 1
                }
            }
            _ => 0,
        };
        match token {
            TokenTree::Ident(name) => {
                if name == "enum" {
                    next = Place::Variants;
                } else if name == "open_enum" || name == "open_integer" {
                    next = Place::List;
                }
                out.extend(ident_at(&name, hidden, after_path || place == Place::Variants));
            }
            TokenTree::Group(group) => {
                let braces = group.delimiter() == Delimiter::Brace;
                let held = if braces { std::mem::replace(&mut next, Place::Code) } else { Place::Code };
                let mut inner = Group::new(group.delimiter(), rewrite(group.stream(), hidden, held));
                inner.set_span(group.span());
                out.extend([TokenTree::Group(inner)]);
            }
            other => out.extend([other]),
        }
    }
    out
}

fn ident_at(name: &Ident, hidden: &[&str], is_own: bool) -> TokenStream {
    let text = name.to_string();
    if let Some(plain) = text.strip_prefix(names::RAW).filter(|plain| path_of(plain).is_some()) {
        let plain = ident(plain);
        return quote!(#plain);
    }
    match path_of(&text) {
        Some(path) if !is_own && hidden.contains(&text.as_str()) => {
            let path = path.map(ident);
            quote!(#(::#path)*)
        }
        _ => quote!(#name),
    }
}
