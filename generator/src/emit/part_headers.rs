//! How the headers of a part of a multipart body are read and written.

use crate::ir::Parameter;
use crate::tokens::{Ident, TokenStream, quote};

use super::checks::checks;
use super::parts::{From, ident};
use super::styles;

/// `impl rt::PartHeaders for NoteHeaders { fn read(…) { … } fn write(…) { … } }`
pub(super) fn part_headers(name: &Ident, headers: &[Parameter]) -> TokenStream {
    let method = |header: &Parameter| ident(if header.required { "required" } else { "optional" });
    let reads = headers.iter().map(|header| {
        let (name, wire, method) = (ident(&header.name), &header.wire, method(header));
        let (_, described) = styles::described_parameter(header);
        let check = (!header.checks.is_empty()).then(|| {
            let check = checks(&header.checks, From::Types);
            quote!(headers.check(#wire, &#name, #check);)
        });
        quote!(let #name = headers.#method(&#described); #check)
    });
    let fields = headers.iter().map(|header| {
        let name = ident(&header.name);
        if header.required { quote!(#name: #name?) } else { quote!(#name) }
    });
    let writes = headers.iter().map(|header| {
        let (name, method) = (ident(&header.name), method(header));
        let (_, described) = styles::described_parameter(header);
        quote!(headers.#method(&#described, &self.#name);)
    });
    quote! {
        impl rt::PartHeaders for #name {
            fn read(headers: &mut rt::PartHeadersReader<'_>) -> Result<Self, rt::Recorded> {
                #(#reads)*
                Ok(Self { #(#fields),* })
            }
            fn write(&self, headers: &mut rt::PartHeadersWriter) {
                #(#writes)*
            }
        }
    }
}
