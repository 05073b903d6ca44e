//! `mod.rs`: what the module is, and its parts.

use proc_macro2::TokenStream;
use quote::quote;

use crate::Options;
use crate::ir::{Api, Operation, Output, Part, Payload, Role, Shape, Type};
use crate::tokens;

use super::parts;

/// The whole file.
pub(super) fn module(api: &Api, options: &Options) -> tokens::TokenStream {
    let version = if api.version.is_empty() { String::new() } else { format!(", version {}", api.version) };
    let mut paragraphs = vec![format!("{}{version}.", api.title.trim_end_matches('.'))];
    paragraphs.extend(api.docs.clone());
    paragraphs.extend((!api.groups.is_empty()).then(|| contents(api)));
    let docs = parts::inner_docs(&paragraphs);
    let (client, server) = halves(api, options);
    let modules = api.parts.iter().map(|part| {
        let module = parts::ident(&part.module);
        // Whose API is called so has a module of that name around this one.
        let feature = &part.module;
        let gate = options.gates_tags.then(|| quote!(#[cfg(feature = #feature)]));
        quote!(#gate #[allow(clippy::module_inception)] pub mod #module;)
    });
    let deprecated = has_deprecated(api).then(|| quote!(#![allow(deprecated)]));
    // With a part of the features something shared may have no user.
    let partial = options.gates_tags.then(|| quote!(#![allow(unused_imports)]));
    let undocumented = has_undocumented(api).then(|| quote!(#![allow(missing_docs)]));
    let module = quote! {
        #docs
        // The document decides on its words, names and numbers. A message is made once and moved once: a box around a large
        // variant would be in everybody's way.
        #![allow(
            clippy::pedantic,
            clippy::doc_lazy_continuation,
            clippy::doc_overindented_list_items,
            clippy::large_enum_variant,
            clippy::self_named_constructors,
            clippy::should_implement_trait,
            clippy::too_many_arguments,
            clippy::wrong_self_convention
        )]
        // A program uses what it needs of it.
        #![allow(dead_code)]
        #deprecated
        #undocumented
        #partial
        pub mod api;
        #client
        #server
        pub mod types;
        #(#modules)*
    };
    module.into()
}

/// `webhooks/mod.rs`: what goes the other way, and its parts.
pub(super) fn part(part: &Part, options: &Options) -> tokens::TokenStream {
    let api = &part.api;
    let mut title = api.title.clone();
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let sent = match api.role {
        Role::Callbacks => {
            "Where one is sent, the request says that led to it: its message has a method that gives the URL."
        }
        _ => "Where they are sent, each receiver says.",
    };
    let docs = parts::inner_docs(&[
        format!("{title}: what the API asks of its consumers."),
        format!(
            "The consumer receives them by `server::router`, at a path of its own choice, and the API sends them by \
             `Client`. {sent} The builder's `sender` gives a client for each URL."
        ),
        contents(api),
    ]);
    let (client, server) = halves(api, options);
    let module = quote! {
        #docs
        #[allow(unused_imports)]
        use super::types;
        pub mod api;
        #client
        #server
    };
    module.into()
}

/// The two sides, as far as they are wanted.
fn halves(api: &Api, options: &Options) -> (TokenStream, TokenStream) {
    let calls = !api.groups.is_empty();
    let client = half(
        options.client && calls,
        "client",
        options,
        &quote!(
            #[allow(unused_imports)]
            pub use client::{Client, ClientBuilder};
        ),
    );
    (client, half(options.server && calls, "server", options, &TokenStream::new()))
}

/// Whether the document calls anything deprecated: the code itself must name such things.
fn has_deprecated(api: &Api) -> bool {
    let types = api.types.iter().any(|def| {
        let fields = match &def.shape {
            Shape::Struct(shape) => shape.fields.iter().any(|field| field.deprecated),
            _ => false,
        };
        def.deprecated || fields
    });
    let headers = |operation: &Operation| {
        let mut answers = operation.answers();
        answers.any(|answer| answer.headers.iter().any(|header| header.deprecated))
    };
    types
        || api.all_operations().any(headers)
        || api
            .all_operations()
            .any(|operation| operation.deprecated || operation.parameters.iter().any(|parameter| parameter.deprecated))
}

/// Whether the document says nothing about a member or a parameter, so that its field has no documentation.
fn has_undocumented(api: &Api) -> bool {
    let types = api.types.iter().any(|def| match &def.shape {
        Shape::Struct(shape) => shape.fields.iter().any(|field| field.docs.is_empty()),
        Shape::Union(shape) | Shape::Overlap(shape) => shape.variants.iter().any(|variant| variant.docs.is_empty()),
        Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Alias(_) => false,
    });
    types
        || api.all_operations().any(|operation| operation.parameters.iter().any(|parameter| parameter.docs.is_empty()))
}

/// One line per contract.
fn contents(api: &Api) -> String {
    let lines = api.groups.iter().map(|group| {
        let count = group.operations.len();
        let plural = if count == 1 { "" } else { "s" };
        format!("- [`api::{}`]: {count} operation{plural}", group.trait_name)
    });
    let mut text = vec!["The contract:".to_owned(), String::new()];
    text.extend(lines);
    text.join("\n")
}

/// `pub mod client;`, behind its feature where features gate the halves.
fn half(wanted: bool, name: &str, options: &Options, also: &TokenStream) -> TokenStream {
    if !wanted {
        return TokenStream::new();
    }
    let module = parts::ident(name);
    let gate = options.gates.then(|| quote!(#[cfg(feature = #name)]));
    let also = (!also.is_empty()).then(|| quote!(#gate #also));
    quote!(#gate pub mod #module; #also)
}

/// Whether a request or an answer names a type of `types.rs`.
pub(super) fn uses_types(api: &Api) -> bool {
    api.groups.iter().flat_map(|group| &group.operations).any(|operation| {
        let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
        let body = operation.body.iter().flat_map(|body| &body.content.media).map(|medium| &medium.ty);
        parameters.chain(body).any(is_named) || answers_use_types(operation)
    })
}

/// Whether the signature of a method names a type of `types.rs`.
pub(super) fn signatures_use_types(api: &Api) -> bool {
    let mut operations = api.groups.iter().flat_map(|group| &group.operations);
    operations.any(|operation| matches!(&operation.output, Output::Body(ty) if is_named(ty)))
}

fn answers_use_types(operation: &Operation) -> bool {
    let answers = operation.answers();
    answers.into_iter().any(|answer| {
        let headers = answer.headers.iter().any(|header| is_named(&header.ty));
        let body = match &answer.payload {
            Payload::Body(content) => content.media.iter().any(|medium| is_named(&medium.ty)),
            Payload::Enveloped(ty) | Payload::Envelope(ty) => is_named(ty),
            Payload::Empty => false,
        };
        headers || body
    })
}

fn is_named(ty: &Type) -> bool {
    match ty {
        Type::Named(_) => true,
        Type::Vec(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Events(inner) | Type::Sequence(inner) => {
            is_named(inner)
        }
        Type::Tuple(items) => items.iter().any(is_named),
        _ => false,
    }
}
