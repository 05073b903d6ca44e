//! The file that lists the modules of an output folder with several APIs.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

use crate::EmittedFile;

/// The tokens of `lib.rs` (or `mod.rs`). A module has its docs in its own file: where both have some, rustdoc looks for
/// what they link to in the wrong place.
///
/// ```text
/// //! The generated APIs, each a module.
///
/// #[rustfmt::skip]
/// pub mod petstore;
/// ```
pub(crate) fn index<'a>(path: &str, apis: &'a [&str]) -> EmittedFile<'a> {
    EmittedFile { path: path.to_owned(), pieces: vec![Box::new(|| modules(apis))] }
}

fn modules(apis: &[&str]) -> TokenStream {
    let mut tokens = TokenStream::new();
    tokens.extend(doc(true, " The generated APIs, each a module."));
    for name in apis {
        tokens.extend(attribute(false, path_tokens(&["rustfmt", "skip"])));
        tokens.extend(["pub", "mod", name].map(|word| TokenTree::from(Ident::new(word, Span::call_site()))));
        tokens.extend([TokenTree::from(Punct::new(';', Spacing::Alone))]);
    }
    tokens
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
