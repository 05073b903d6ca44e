//! The skeleton of a service: what an implementor fills in, written once and theirs from then on.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Api, Group, Operation};
use crate::tokens;

use super::parts::{self, ident};
use super::{api, module, server};

/// The whole file; `module` is the path of the generated module.
pub(super) fn scaffold(api: &Api, module: &tokens::TokenStream) -> tokens::TokenStream {
    let docs = parts::inner_docs(&[format!("The service behind {}.", api.title)]);
    let runtime = parts::use_runtime();
    let types = module::signatures_use_types(api).then(|| quote!(, types));
    let service = parts::docs(&[format!("Serves {}.", api.title)]);
    let contracts = api.groups.iter().map(contract);
    let authenticator = authenticator(api);
    let skeleton = quote! {
        #docs
        use #module::{api, server #types};
        #runtime
        #service
        #[derive(Debug, Clone)]
        pub struct Service;
        impl Service {
            #[doc = " The routes of the service, to be given to `axum::serve`."]
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
fn contract(group: &Group) -> TokenStream {
    let name = ident(&group.trait_name);
    let methods = group.operations.iter().map(method);
    quote!(impl api::#name for Service { #(#methods)* })
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
fn authenticator(api: &Api) -> Option<TokenStream> {
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
    (!schemes.is_empty()).then(|| quote!(impl server::Authenticator for Service { #(#methods)* }))
}
