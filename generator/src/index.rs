//! The file that lists the modules of an output folder with several APIs.

use crate::EmittedFile;
use crate::tokens::{Ident, ToTokens as _, TokenStream, quote};

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
    tokens.push_inner_doc("The generated APIs, each a module.");
    for name in apis {
        let name = Ident::new(name);
        let module = quote! {
            #[rustfmt::skip]
            pub mod #name;
        };
        module.to_tokens(&mut tokens);
    }
    tokens
}
