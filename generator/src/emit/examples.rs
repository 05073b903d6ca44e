//! The example server.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{Api, Example, Group, Operation};

use super::api::outcome;
use super::parts::{self, ident};
use super::server::{accepting_methods, declared};

/// `pub struct Examples;`
pub(super) fn examples(api: &Api) -> TokenStream {
    let schemes = declared(api);
    let authenticator = (!schemes.is_empty()).then(|| {
        let methods = accepting_methods(&schemes);
        quote! {
            #[doc = " Examples are for everybody: any credential is accepted."]
            impl Authenticator for Examples { #(#methods)* }
        }
    });
    quote! {
        #[doc = " Answers each operation with the document's own examples."]
        #[doc = ""]
        #[doc = " A request chooses by `Prefer: code=404` or `Prefer: example=Name` (RFC 7240); without, the first success"]
        #[doc = " answers."]
        #[derive(Debug, Clone, Copy, Default)]
        pub struct Examples;
        #authenticator
    }
}

/// `impl api::UsersApi for Examples { … }`
pub(super) fn contract(group: &Group) -> TokenStream {
    let name = ident(&group.trait_name);
    let methods = group.operations.iter().map(method);
    quote!(impl api::#name for Examples { #(#methods)* })
}

fn method(operation: &Operation) -> TokenStream {
    let (method, request) = (ident(&operation.method_name), ident(&operation.type_name));
    let outcome = outcome(operation, &quote!(api::));
    let examples = operation.examples.iter().map(example);
    quote! {
        async fn #method(&self, request: rt::Request<api::#request>) -> #outcome {
            rt::server::example(&request, &[#(#examples),*])
        }
    }
}

/// `rt::server::Example::new(404, "Error1001").json(r#"{…}"#)`
fn example(example: &Example) -> TokenStream {
    let (status, name) = (Literal::u16_unsuffixed(example.status), &example.name);
    let code = (example.code != example.status).then(|| {
        let code = Literal::u16_unsuffixed(example.code);
        quote!(.code(#code))
    });
    let headers = (!example.headers.is_empty()).then(|| {
        let pairs = example.headers.iter().map(|(name, value)| quote!((#name, #value)));
        quote!(.headers(&[#(#pairs),*]))
    });
    let body = (!example.content_type.is_empty()).then(|| {
        let (kind, body) = (&example.content_type, parts::raw_text(&example.body));
        if kind == "application/json" { quote!(.json(#body)) } else { quote!(.body(#kind, #body)) }
    });
    quote!(rt::server::Example::new(#status, #name) #code #headers #body)
}
