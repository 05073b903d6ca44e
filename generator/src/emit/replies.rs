//! How the answers of an operation are written (`server.rs`).

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{Answer, Operation, Output, Payload, Status};

use super::answers::{carries_status, has_fields};
use super::parts::ident;

/// The arms of `write`: each answer of an operation, as `Ok(body) => reply.status(201).json(body),`.
pub(super) fn write_arms(operation: &Operation) -> Vec<TokenStream> {
    let successes = operation.successes.iter().map(|answer| {
        let pattern = match &operation.output {
            Output::Body(_) if answer.payload == Payload::Empty => quote!(Ok(())),
            Output::Body(_) => quote!(Ok(body)),
            Output::Enum(name) => {
                let pattern = write_pattern(answer, &ident(name));
                quote!(Ok(#pattern))
            }
        };
        (pattern, answer)
    });
    let failure = ident(&operation.failure_name);
    let failures = operation.failures.iter().map(|answer| {
        let pattern = write_pattern(answer, &failure);
        (quote!(Err(#pattern)), answer)
    });
    let mut arms: Vec<TokenStream> =
        successes.chain(failures).map(|(pattern, answer)| write_arm(&pattern, answer)).collect();
    if operation.failures.is_empty() {
        arms.push(quote!(Err(never) => match *never {},));
    }
    if operation.successes.is_empty() {
        arms.push(quote!(Ok(output) => match *output {},));
    }
    arms
}

fn write_pattern(answer: &Answer, owner: &proc_macro2::Ident) -> TokenStream {
    let name = ident(&answer.variant);
    let body = (answer.payload != Payload::Empty).then(|| quote!(body));
    if !has_fields(answer) {
        return if let Some(body) = body { quote!(api::#owner::#name(#body)) } else { quote!(api::#owner::#name) };
    }
    let status = carries_status(answer).then(|| quote!(status,));
    let headers = answer.headers.iter().map(|header| ident(&header.name));
    quote!(api::#owner::#name { #status #(#headers,)* #body })
}

fn write_arm(pattern: &TokenStream, answer: &Answer) -> TokenStream {
    let status = match answer.status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        Status::Range(_) | Status::Default => quote!(status.as_u16()),
    };
    let headers = answer.headers.iter().map(|header| {
        let (name, wire) = (ident(&header.name), &header.wire);
        if header.required { quote!(.header(#wire, #name)) } else { quote!(.optional_header(#wire, #name)) }
    });
    let body = match &answer.payload {
        Payload::Empty => quote!(.empty()),
        Payload::Json(_) | Payload::Envelope(_) => quote!(.json(body)),
        Payload::Enveloped(_) => quote!(.enveloped(&api::ENVELOPE, body)),
        Payload::Text => quote!(.text(body)),
        Payload::Bytes => quote!(.bytes(body)),
    };
    let content_type = answer.content_type.iter();
    quote!(#pattern => reply.status(#status) #(.content_type(#content_type))* #(#headers)* #body,)
}
