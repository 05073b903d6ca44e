//! `server.rs`: the server.

use std::sync::Arc;

use crate::ir::{Api, Location, Operation, Scheme, SchemeKind};
use crate::tokens::{TokenStream, quote};
use crate::{Options, Piece};

use super::parts::{self, From, ident};
use super::{bodies, checks, examples, gates, replies, routes, styles, tables};

/// The whole file.
pub(super) fn server<'a>(api: &'a Api, options: &'a Options) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Piece<'a>> = vec![Box::new(move || top(api, options)), Box::new(|| examples::examples(api))];
    let shared = Arc::new(examples::shared(api));
    let constants = Arc::clone(&shared);
    pieces.push(Box::new(move || constants.constants()));
    pieces.extend(gates::each_group(api, options, move |group| examples::contract(group, &shared)));
    pieces.extend(gates::each_operation(api, options, serve_impl));
    pieces
}

fn top(api: &Api, options: &Options) -> TokenStream {
    let docs = parts::inner_docs(&[format!("The server of {}.", api.title)]);
    let runtime = parts::use_runtime();
    let imports = quote!(
        use super::api;
    );
    let schemes = declared(api);
    let future = (!schemes.is_empty()).then(|| {
        quote!(
            use std::future::Future;
        )
    });
    let authenticator = (!schemes.is_empty()).then(|| authenticator(&schemes));
    let shared = (!schemes.is_empty()).then(|| {
        quote!(
            use std::sync::Arc;
        )
    });
    let gateway = (options.client && !schemes.is_empty()).then(|| gateway(&schemes, options));
    let router = routes::router(api, options);
    quote!(#docs #imports #future #shared #runtime #router #authenticator #gateway)
}

/// The schemes that an implementor is asked about.
pub(super) fn declared(api: &Api) -> Vec<&Scheme> {
    api.schemes.iter().filter(|scheme| scheme.kind != SchemeKind::Undeclared).collect()
}

/// `pub trait Authenticator: Send + Sync { fn bearer(&self, presented: …) -> impl Future<…> + Send; }`
fn authenticator(schemes: &[&Scheme]) -> TokenStream {
    let methods = schemes.iter().map(|scheme| {
        let mut paragraphs = scheme.docs.clone();
        paragraphs.push(place(&scheme.kind));
        paragraphs.push("# Errors".to_owned());
        paragraphs.push("[`rt::server::Denied`] answers 401 or 403, and the operation is not reached.".to_owned());
        let (docs, method) = (parts::docs(&paragraphs), ident(&scheme.method));
        quote! {
            #docs
            fn #method(
                &self,
                presented: rt::server::Presented,
            ) -> impl Future<Output = Result<rt::server::Principal, rt::server::Denied>> + Send;
        }
    });
    quote! {
        #[doc = " Who may call: one method per security scheme of the document."]
        #[doc = ""]
        #[doc = " A handler reads the principal from the extensions of its request."]
        pub trait Authenticator: Send + Sync { #(#methods)* }
    }
}

fn place(kind: &SchemeKind) -> String {
    match kind {
        SchemeKind::Http(scheme) => match scheme.as_str() {
            "bearer" => "Asked with the token of `Authorization: Bearer …` (RFC 6750).".to_owned(),
            "basic" => "Asked with the user and the password of `Authorization: Basic …` (RFC 7617).".to_owned(),
            other => format!("Asked with what follows `{other}` in `Authorization` (RFC 9110 section 11)."),
        },
        SchemeKind::Undeclared => String::new(),
        SchemeKind::MutualTls => "Asked about the certificate of the connection.".to_owned(),
        SchemeKind::OAuth2 => "Asked with an OAuth 2 access token (RFC 6750).".to_owned(),
        SchemeKind::OpenIdConnect => "Asked with an OpenID Connect token (RFC 6750).".to_owned(),
        SchemeKind::ApiKeyHeader(name) => format!("Asked with the key in the header `{name}`."),
        SchemeKind::ApiKeyQuery(name) => format!("Asked with the key in the query, `{name}`."),
        SchemeKind::ApiKeyCookie(name) => format!("Asked with the key in the cookie `{name}`."),
    }
}

/// The client as an implementor of its own server: what it was shown is passed on, and the upstream decides.
fn gateway(schemes: &[&Scheme], options: &Options) -> TokenStream {
    let gate = options.gates.then(|| quote!(#[cfg(feature = "client")]));
    let methods = accepting_methods(schemes);
    quote! {
        #[doc = " A gateway passes credentials on; its upstream decides."]
        #gate
        impl Authenticator for super::client::Client { #(#methods)* }
    }
}

/// The methods of an authenticator that lets everybody in.
pub(super) fn accepting_methods(schemes: &[&Scheme]) -> Vec<TokenStream> {
    let method = |scheme: &&Scheme| {
        let method = ident(&scheme.method);
        quote! {
            async fn #method(&self, _: rt::server::Presented) -> Result<rt::server::Principal, rt::server::Denied> {
                Ok(rt::server::Principal::anonymous())
            }
        }
    };
    schemes.iter().map(method).collect()
}

fn location(location: Location) -> TokenStream {
    match location {
        Location::Path => quote!("path"),
        Location::Query => quote!("query"),
        Location::Header => quote!("header"),
        Location::Cookie => quote!("cookie"),
    }
}

/// `impl rt::server::Serve for api::GetUser { … }`, where no list says it
pub(super) fn serve_impl(operation: &Operation) -> TokenStream {
    if tables::is_listed(operation) {
        return TokenStream::new();
    }
    let name = ident(&operation.type_name);
    let names = || {
        let parameters = operation.parameters.iter().map(|parameter| (parameter.name.as_str(), parameter.required));
        parameters.chain(operation.body.iter().map(|body| (body.name.as_str(), body.required)))
    };
    let incoming = parts::local("incoming", names().map(|(name, _)| name));
    let nothing = operation.parameters.is_empty() && operation.body.is_none();
    let argument = if nothing { quote!(_) } else { quote!(#incoming) };
    let parameters = operation.parameters.iter().map(|parameter| {
        let (name, wire) = (ident(&parameter.name), &parameter.wire);
        let (method, description) = styles::parameter_call(parameter);
        let check = (!parameter.checks.is_empty()).then(|| {
            let (location, check) = (location(parameter.location), checks::checks(&parameter.checks, From::Beside));
            quote!(#incoming.check(#location, #wire, &#name, #check);)
        });
        quote!(let #name = #incoming.#method(#description); #check)
    });
    let body = operation.body.as_ref().map(|body| bodies::read_request(body, &incoming));
    let (streams, last_file) = (bodies::requests_stream(operation), bodies::last_file(operation));
    let fields = names().map(|(name, required)| {
        let name = ident(name);
        if required { quote!(#name: #name?) } else { quote!(#name) }
    });
    let arms = replies::write_arms(operation);
    let silent = operation.successes.is_empty() && operation.failures.is_empty();
    let reply = if silent { quote!(_) } else { quote!(reply) };
    quote! {
        impl rt::server::Serve for api::#name {
            #streams
            #last_file
            #[inline]
            fn read(#argument: &mut rt::server::Incoming<'_>) -> Result<Self, rt::Recorded> {
                #(#parameters)*
                #body
                Ok(Self { #(#fields),* })
            }
            #[inline]
            fn write(outcome: &rt::Answered<Self>, #reply: &mut rt::server::Reply) {
                match outcome { #(#arms)* }
            }
        }
    }
}
