//! `router`: how the operations of an API are served (`server.rs`).

use crate::Options;
use crate::ir::{Api, Group, Operation, Scheme};
use crate::tokens::{TokenStream, quote};

use super::gates;
use super::parts::{self, ident};
use super::server::declared;

/// What an implementor must be: every contract, and the authenticator.
fn bounds(api: &Api, options: &Options) -> TokenStream {
    let contracts = api.groups.iter().map(|group: &Group| {
        let name = ident(&group.trait_name);
        if gates::are_features(api, options) { quote!(#name) } else { quote!(api::#name) }
    });
    let authenticator = (!declared(api).is_empty()).then(|| quote!(Authenticator));
    let all: Vec<TokenStream> = contracts.chain(authenticator).collect();
    if all.is_empty() {
        return quote!(Send + Sync + 'static);
    }
    // Without its feature a contract asks for nothing.
    let always = gates::are_features(api, options).then(|| quote!(+ Send + Sync));
    quote!(#(#all)+* #always + 'static)
}

/// Each contract by its name; that of a feature that is off is one that everything fulfils.
fn contracts(api: &Api, options: &Options) -> TokenStream {
    let each = api.groups.iter().filter(|_| gates::are_features(api, options)).map(|group| {
        let (name, feature) = (ident(&group.trait_name), &group.feature);
        quote! {
            #[cfg(feature = #feature)]
            use api::#name;
            #[cfg(not(feature = #feature))]
            use rt::server::NoContract as #name;
        }
    });
    each.collect()
}

/// `pub fn router<A: …>(api: A) -> axum::Router`
pub(super) fn router(api: &Api, options: &Options) -> TokenStream {
    let docs = parts::docs(&[format!("Serves {} by `api`, with the default options.", api.title)]);
    let (contracts, bounds) = (contracts(api, options), bounds(api, options));
    let schemes = declared(api);
    let authenticate = (!schemes.is_empty()).then(|| authenticate(api, &schemes));
    let made = quote!(rt::server::Routes::new(api, options) #authenticate);
    let served = |group: &Group| group.operations.iter().map(|operation| serve(group, operation, &schemes)).collect();
    let routes = if gates::are_features(api, options) {
        let each = api.groups.iter().map(|group| {
            let (gate, served): (_, TokenStream) = (gates::of_group(group), served(group));
            quote!(#[#gate] let routes = routes #served;)
        });
        quote!(let routes = #made; #(#each)* routes.into_router())
    } else {
        let served: TokenStream = api.groups.iter().map(served).collect();
        quote!(#made #served .into_router())
    };
    quote! {
        #contracts
        #docs
        pub fn router<A>(api: A) -> rt::server::axum::Router
        where
            A: #bounds,
        {
            router_with(api, rt::server::Options::default())
        }
        #[doc = " Like [`router`], with options: the largest body, and what becomes of a rejected request."]
        pub fn router_with<A>(api: A, options: rt::server::Options) -> rt::server::axum::Router
        where
            A: #bounds,
        {
            #routes
        }
    }
}

/// `.authenticate(|api: Arc<A>, presented: rt::server::Presented| async move { … })`
fn authenticate(api: &Api, schemes: &[&Scheme]) -> TokenStream {
    let arms = schemes.iter().map(|scheme| {
        let (wire, method) = (&scheme.wire, ident(&scheme.method));
        // An operation of the same name would leave open which is meant.
        let asked = if is_method(api, &scheme.method) {
            quote!(Authenticator::#method(&*api, presented))
        } else {
            quote!(api.#method(presented))
        };
        quote!(#wire => #asked.await,)
    });
    quote! {
        .authenticate(|api: Arc<A>, presented: rt::server::Presented| async move {
            match presented.scheme() {
                #(#arms)*
                _ => Err(rt::server::Denied::unauthorized()),
            }
        })
    }
}

/// `.serve(A::get_user)`
fn serve(group: &Group, operation: &Operation, schemes: &[&Scheme]) -> TokenStream {
    let method = ident(&operation.method_name);
    if schemes.iter().any(|scheme| scheme.method == operation.method_name) {
        let contract = ident(&group.trait_name);
        return quote!(.serve(<A as api::#contract>::#method));
    }
    quote!(.serve(A::#method))
}

/// Whether a contract has a method of this name.
fn is_method(api: &Api, name: &str) -> bool {
    let mut operations = api.groups.iter().flat_map(|group| &group.operations);
    operations.any(|operation| {
        let items = operation.pagination.as_ref().map(|pagination| pagination.method_name.as_str());
        operation.method_name == name || items == Some(name)
    })
}
