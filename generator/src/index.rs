//! The file that lists the modules of an output folder with several APIs.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

use crate::{EmittedFile, Summary};

/// The tokens of `lib.rs` (or `mod.rs`).
///
/// ```text
/// //! The APIs of this crate, each a module.
///
/// /// Petstore, version 1.2.0
/// ///
/// /// The first paragraph of the document's description.
/// #[rustfmt::skip]
/// pub mod petstore;
/// ```
pub(crate) fn index(path: &str, apis: &[(String, Summary)]) -> EmittedFile {
    let mut tokens = TokenStream::new();
    tokens.extend(doc(true, "The generated APIs, each a module."));
    for (name, summary) in apis {
        tokens.extend(doc(false, &about(summary)));
        tokens.extend(attribute(false, path_tokens(&["rustfmt", "skip"])));
        tokens.extend(["pub", "mod", name.as_str()].map(|word| TokenTree::from(Ident::new(word, Span::call_site()))));
        tokens.extend([TokenTree::from(Punct::new(';', Spacing::Alone))]);
    }
    EmittedFile { path: path.to_owned(), tokens }
}

/// The docs of one module: title, version, and what the document says first.
fn about(summary: &Summary) -> String {
    let title = if summary.title.is_empty() { "An API" } else { &summary.title };
    let mut text = format!("{title}, version {}", summary.version);
    if let Some(first) = summary.docs.first() {
        text.push_str("\n\n");
        text.push_str(first);
    }
    text
}

/// The tokens of `#[doc = "…"]`.
fn doc(inner: bool, text: &str) -> TokenStream {
    let equals = Punct::new('=', Spacing::Alone);
    let inside: [TokenTree; 3] =
        [Ident::new("doc", Span::call_site()).into(), equals.into(), Literal::string(text).into()];
    attribute(inner, inside.into_iter().collect())
}

/// The tokens of an attribute with this inside.
fn attribute(inner: bool, inside: TokenStream) -> TokenStream {
    let bang = inner.then(|| TokenTree::from(Punct::new('!', Spacing::Alone)));
    let hash = TokenTree::from(Punct::new('#', Spacing::Alone));
    std::iter::once(hash).chain(bang).chain([Group::new(Delimiter::Bracket, inside).into()]).collect()
}

/// The tokens of a path.
fn path_tokens(segments: &[&str]) -> TokenStream {
    let mut tokens = Vec::<TokenTree>::new();
    for segment in segments {
        if !tokens.is_empty() {
            tokens.push(Punct::new(':', Spacing::Joint).into());
            tokens.push(Punct::new(':', Spacing::Alone).into());
        }
        tokens.push(Ident::new(segment, Span::call_site()).into());
    }
    tokens.into_iter().collect()
}
