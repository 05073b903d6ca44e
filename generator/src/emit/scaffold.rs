//! The skeleton of a service: what an implementor fills in, written once and theirs from then on.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Api, Group, Operation};
use crate::tokens::{self, Ident};

use super::parts::{self, ident};
use super::{api, module, server};

/// The whole file; `module` is the path of the generated module, `part` the module in it of what goes the other way.
pub(super) fn scaffold(api: &Api, module: &tokens::TokenStream, part: Option<&str>) -> tokens::TokenStream {
    let (what, verb) = if part.is_some() { ("receiver", "Receives") } else { ("service", "Serves") };
    let relation = if part.is_some() { "of" } else { "behind" };
    let docs = parts::inner_docs(&[format!("The {what} {relation} {}.", api.title)]);
    let runtime = parts::use_runtime();
    let types = module::signatures_use_types(api);
    let uses = match part.map(ident) {
        None => {
            let types = types.then(|| quote!(, types));
            quote!(use #module::{api, server #types};)
        }
        Some(part) => {
            let types = types.then(|| quote!(use #module::types;));
            quote!(#types use #module::#part::{api, server};)
        }
    };
    let service = parts::docs(&[format!("{verb} {}.", api.title)]);
    let name = ident(if part.is_some() { "Receiver" } else { "Service" });
    let contracts = api.groups.iter().map(|group| contract(&name, group));
    let authenticator = authenticator(&name, api);
    let routes = parts::docs(&[format!("The routes of the {what}, to be given to `axum::serve`.")]);
    let skeleton = quote! {
        #docs
        #uses
        #runtime
        #service
        #[derive(Debug, Clone)]
        pub struct #name;
        impl #name {
            #routes
            pub fn into_router(self) -> rt::server::axum::Router {
                server::router(self)
            }
        }
        #(#contracts)*
        #authenticator
    };
    skeleton.into()
}

/// `impl api::UsersApi for Service { async fn get_user(…) -> … { todo!(…) } }`
fn contract(service: &Ident, group: &Group) -> TokenStream {
    let name = ident(&group.trait_name);
    let methods = group.operations.iter().map(method);
    quote!(impl api::#name for #service { #(#methods)* })
}

fn method(operation: &Operation) -> TokenStream {
    let place = format!("{} {}", operation.http_method, operation.path);
    let title = parts::docs(std::slice::from_ref(&operation.title));
    let deprecated = operation.deprecated.then(|| quote!(#[allow(deprecated)]));
    let (method, request) = (ident(&operation.method_name), ident(&operation.type_name));
    let outcome = api::outcome(operation, &tokens::quote!(api::));
    quote! {
        #title
        #deprecated
        async fn #method(&self, request: rt::Request<api::#request>) -> #outcome {
            todo!("{} with {request:?}", #place)
        }
    }
}

/// `impl server::Authenticator for Service { async fn bearer(…) -> … { todo!(…) } }`
fn authenticator(service: &Ident, api: &Api) -> Option<TokenStream> {
    let schemes = server::declared(api);
    let methods = schemes.iter().map(|scheme| {
        let (method, wire) = (ident(&scheme.method), &scheme.wire);
        quote! {
            async fn #method(
                &self,
                presented: rt::server::Presented,
            ) -> Result<rt::server::Principal, rt::server::Denied> {
                todo!("whether {presented:?} may call, by the scheme {}", #wire)
            }
        }
    });
    (!schemes.is_empty()).then(|| quote!(impl server::Authenticator for #service { #(#methods)* }))
}
