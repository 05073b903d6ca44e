//! `api.rs`: the contract, which client and server share.

use crate::ir::{Api, Body, Envelope, Group, Operation, Output, Parameter, Role, Scheme, SchemeKind, Type};
use crate::{Options, Piece};

use crate::markdown::code;
use crate::names;
use crate::tokens::{Ident, TokenStream, quote};

use super::defaults::{self, Defaulted};
use super::parts::{self, From, ident};
use super::{answers, bodies, failures, follows, gates, pages, tables};

/// The whole file.
pub(super) fn api<'a>(api: &'a Api, options: &'a Options) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Piece<'a>> = vec![Box::new(|| top(api))];
    let contract = if api.role == Role::Api { contract } else { receivers_contract };
    pieces.extend(gates::each_group(api, options, contract));
    pieces.extend(gates::each_operation(api, options, |each| operation(each, api, options)));
    pieces.extend(gates::each_shared(api, options));
    pieces.extend(parts::pieces(&api.schemes, scheme));
    pieces.extend(parts::pieces(&api.envelope, envelope));
    pieces
}

fn top(api: &Api) -> TokenStream {
    let docs = parts::inner_docs(&[format!(
        "The contract of {}: its operations, what each takes, and what each may answer.",
        api.title
    )]);
    let uses_runtime = !api.groups.is_empty() || !api.schemes.is_empty() || api.envelope.is_some();
    let runtime = uses_runtime.then(parts::use_runtime);
    let future = (!api.groups.is_empty()).then(|| {
        quote!(
            use std::future::Future;
        )
    });
    let types = super::module::uses_types(api).then(|| {
        quote!(
            use super::types;
        )
    });
    quote!(#docs #types #future #runtime)
}

/// The request type, its constructor and setters, the failures, and how both stand on the wire.
pub(super) fn operation(operation: &Operation, api: &Api, options: &Options) -> TokenStream {
    let request = request(operation);
    let is_listed = tables::is_listed(operation);
    let methods = (!is_listed).then(|| request_methods(operation));
    let getters = default_getters(operation);
    let failure = failures::of_operation(operation);
    let output = answers::output_enum(operation);
    let contract = if is_listed { tables::list(operation, api) } else { answers::operation_impl(operation) };
    let choices = bodies::choices(operation);
    let pages = pages::paginated_impl(operation);
    let follows = follows::follows(operation, options);
    quote!(#request #methods #getters #follows #choices #output #failure #contract #pages)
}

/// `pub struct GetUser { pub id: String }`
fn request(operation: &Operation) -> TokenStream {
    let docs = parts::docs(&operation.docs);
    let deprecated = parts::deprecated(operation.deprecated);
    let derives = parts::derives(operation.derives);
    let name = ident(&operation.type_name);
    let parameters = operation.parameters.iter().map(parameter_field);
    let body = operation.body.as_ref().map(body_field);
    quote! {
        #docs #deprecated #derives
        #[must_use]
        pub struct #name { #(#parameters)* #body }
    }
}

fn parameter_field(parameter: &Parameter) -> TokenStream {
    let docs = parts::docs(&parameter.docs);
    let deprecated = parts::deprecated(parameter.deprecated);
    let name = ident(&parameter.name);
    let ty = parts::ty(&parameter.ty, From::Elsewhere);
    let ty = if parameter.required { ty } else { quote!(Option<#ty>) };
    quote!(#docs #deprecated pub #name: #ty,)
}

fn body_field(body: &Body) -> TokenStream {
    let docs = if body.docs.is_empty() { parts::docs(&["The request body."]) } else { parts::docs(&body.docs) };
    let name = ident(&body.name);
    let ty = parts::ty(&body.content.ty, From::Elsewhere);
    let ty = if body.required { ty } else { quote!(Option<#ty>) };
    quote!(#docs pub #name: #ty,)
}

/// A part of a request: name, type, required.
fn request_parts(operation: &Operation) -> impl Iterator<Item = (&str, &Type, bool)> {
    let parameters = operation.parameters.iter().map(|p| (p.name.as_str(), &p.ty, p.required));
    parameters.chain(operation.body.iter().map(|body| (body.name.as_str(), &body.content.ty, body.required)))
}

/// `rt::request! { ListUsers { new(group: impl Into<String>), with_limit(limit: i64), } }`, where no list says it
fn request_methods(operation: &Operation) -> TokenStream {
    let (name, constructor) = (ident(&operation.type_name), constructor(operation));
    let setters = request_parts(operation).filter_map(|(field, ..)| {
        let (setter, field) = (setter(operation, field)?, ident(field));
        let Setter { deprecated, name, argument } = setter;
        Some(quote!(#deprecated #name(#field: #argument),))
    });
    quote!(rt::request! { #name { #constructor #(#setters)* } })
}

/// `new(group: impl Into<String>),`
pub(super) fn constructor(operation: &Operation) -> TokenStream {
    let required = request_parts(operation).filter(|(.., required)| *required).map(|(name, ty, _)| {
        let (name, ty) = (ident(name), parts::argument(ty, From::Elsewhere));
        quote!(#name: #ty)
    });
    quote!(new(#(#required),*),)
}

/// What sets a part of a request that is optional.
pub(super) struct Setter {
    pub(super) deprecated: TokenStream,
    pub(super) name: Ident,
    pub(super) argument: TokenStream,
}

/// `with_limit` and `i64`, for a part that is optional.
pub(super) fn setter(operation: &Operation, part: &str) -> Option<Setter> {
    let (_, ty, _) = request_parts(operation).find(|(name, _, required)| *name == part && !required)?;
    let deprecated = operation.parameters.iter().any(|parameter| parameter.name == part && parameter.deprecated);
    let (name, argument) = (ident(&names::setter(part)), parts::argument(ty, From::Elsewhere));
    Some(Setter { deprecated: parts::deprecated(deprecated), name, argument })
}

/// `impl ListUsers { pub fn limit(&self) -> i64 { … } }`: the getters of defaults
fn default_getters(operation: &Operation) -> Option<TokenStream> {
    let has_setter =
        |name: &str| request_parts(operation).any(|(part, _, required)| !required && name == names::setter(part));
    let free = |parameter: &&Parameter| parts::is_free(&parameter.name) && !has_setter(&parameter.name);
    let getters: Vec<TokenStream> = operation.parameters.iter().filter(free).filter_map(default_getter).collect();
    let name = ident(&operation.type_name);
    (!getters.is_empty()).then(|| quote!(impl #name { #(#getters)* }))
}

fn default_getter(parameter: &Parameter) -> Option<TokenStream> {
    let default = parameter.default.as_ref()?;
    let defaulted = Defaulted {
        name: &parameter.name,
        ty: &parameter.ty,
        nullable: false,
        boxed: false,
        deprecated: parameter.deprecated,
        default,
    };
    Some(defaults::getter(&defaulted, From::Elsewhere))
}

/// `pub trait UsersApi: Send + Sync { fn get_user(&self, request: rt::Request<GetUser>) -> impl Future<…> + Send; }`
fn contract(group: &Group) -> TokenStream {
    let implemented = "The client implements it, and so does whoever serves it. What a method answers is its output, a failure that \
                       the document foresees, or another [`rt::Error`].";
    contract_with(group, implemented, &quote!(;))
}

/// The same for what goes the other way: `… { rt::unhandled(request) }`. A receiver may choose what it receives.
fn receivers_contract(group: &Group) -> TokenStream {
    let implemented = "The client implements it, and so does whoever receives them; what a receiver leaves out is answered \
                       with 404.";
    contract_with(group, implemented, &quote!({ rt::unhandled(request) }))
}

fn contract_with(group: &Group, implemented: &str, body: &TokenStream) -> TokenStream {
    let mut paragraphs = group.docs.clone();
    paragraphs.push(implemented.to_owned());
    let docs = parts::docs(&paragraphs);
    let name = ident(&group.trait_name);
    let methods = group.operations.iter().map(|operation| {
        let docs = method_docs(operation, "");
        let deprecated = parts::deprecated(operation.deprecated);
        let (method, request) = (ident(&operation.method_name), ident(&operation.type_name));
        let outcome = outcome(operation, &TokenStream::new());
        let items = pages::contract_method(operation);
        quote! {
            #docs #deprecated
            fn #method(&self, request: rt::Request<#request>) -> impl Future<Output = #outcome> + Send #body
            #items
        }
    });
    quote! {
        #docs
        pub trait #name: Send + Sync { #(#methods)* }
    }
}

/// The documentation of an operation's method; `path` leads to the contract.
pub(super) fn method_docs(operation: &Operation, path: &str) -> TokenStream {
    let request = parts::type_link(path, &operation.type_name);
    let title = operation.title.trim_end_matches('.');
    parts::docs(&[format!("{title}: {request}.")])
}

/// `rt::Outcome<types::User, GetUserError>`, with `path` before the names of the contract.
pub(super) fn outcome(operation: &Operation, path: &TokenStream) -> TokenStream {
    let (output, failure) = output_and_failure(operation, path);
    quote!(rt::Outcome<#output, #failure>)
}

/// `rt::Pending<'_, types::User, api::GetUserError>`
pub(super) fn pending(operation: &Operation) -> TokenStream {
    let (output, failure) = output_and_failure(operation, &quote!(api::));
    quote!(rt::Pending<'_, #output, #failure>)
}

/// `types::User` and `GetUserError`, with `path` before the names of the contract.
pub(super) fn output_and_failure(operation: &Operation, path: &TokenStream) -> (TokenStream, TokenStream) {
    let failure = ident(&operation.failure_name);
    let output = match &operation.output {
        Output::Enum(name) | Output::Body(Type::Choice(name)) => {
            let name = ident(name);
            quote!(#path #name)
        }
        Output::Body(ty) => parts::ty(ty, From::Elsewhere),
    };
    (output, quote!(#path #failure))
}

/// `pub const BEARER: rt::SecurityScheme = …;`
fn scheme(scheme: &Scheme) -> TokenStream {
    let mut paragraphs = vec![format!("The security scheme {}.", code(&scheme.wire))];
    paragraphs.extend(scheme.docs.iter().chain(&scheme.details).cloned());
    let docs = parts::docs(&paragraphs);
    let (constant, wire) = (ident(&scheme.constant), &scheme.wire);
    let kind = scheme_kind(&scheme.kind);
    quote! {
        #docs
        pub const #constant: rt::SecurityScheme = rt::SecurityScheme { name: #wire, kind: #kind };
    }
}

fn scheme_kind(kind: &SchemeKind) -> TokenStream {
    match kind {
        SchemeKind::Http(scheme) => quote!(rt::SchemeKind::Http(#scheme)),
        SchemeKind::Undeclared => quote!(rt::SchemeKind::Undeclared),
        SchemeKind::MutualTls => quote!(rt::SchemeKind::MutualTls),
        SchemeKind::OAuth2 => quote!(rt::SchemeKind::OAuth2),
        SchemeKind::OpenIdConnect => quote!(rt::SchemeKind::OpenIdConnect),
        SchemeKind::ApiKeyHeader(name) => {
            quote!(rt::SchemeKind::ApiKey { location: rt::KeyLocation::Header, name: #name })
        }
        SchemeKind::ApiKeyQuery(name) => {
            quote!(rt::SchemeKind::ApiKey { location: rt::KeyLocation::Query, name: #name })
        }
        SchemeKind::ApiKeyCookie(name) => {
            quote!(rt::SchemeKind::ApiKey { location: rt::KeyLocation::Cookie, name: #name })
        }
    }
}

/// `pub const ENVELOPE: rt::Envelope = …;`
fn envelope(envelope: &Envelope) -> TokenStream {
    let Envelope { property, equals, data, template } = envelope;
    let docs = parts::docs(&[format!(
        "How answers are wrapped: {} is {} in a success, whose payload is {}.",
        code(property),
        code(equals),
        code(data)
    )]);
    let template = parts::raw_text(template);
    let equals = parts::raw_text(equals);
    quote! {
        #docs
        pub const ENVELOPE: rt::Envelope = rt::Envelope {
            property: #property,
            equals: #equals,
            data: #data,
            template: #template,
        };
    }
}
