//! Operations whose messages need no code of their own: lists of their parts, for client (`client.rs`) and server
//! (`server.rs`).

use crate::ir::{Answer, Body, Format, Medium, Operation, Output, Parameter, Payload, Status, Syntax};
use crate::tokens::{Ident, Literal, TokenStream, quote};

use super::parts::{self, ident};
use super::{bodies, checks, failures};

/// `rt::serve! { api::GetUser { id: path("id"), 200 => json, _ => json_failure, } }`
pub(super) fn serve(operation: &Operation) -> Option<TokenStream> {
    let name = ident(&operation.type_name);
    let parameters: Vec<TokenStream> = operation
        .parameters
        .iter()
        .map(|parameter| {
            let entry = entry(parameter);
            let checks = checks::listed(&parameter.checks)?;
            // Where a parameter stands is known by the method.
            let known = checks.is_empty() || parts::is_usual(parameter);
            known.then(|| quote!(#entry #checks,))
        })
        .collect::<Option<_>>()?;
    let body = match &operation.body {
        None => None,
        Some(body) => {
            body.content.media.iter().all(|medium| medium.checks.is_empty()).then_some(())?;
            let (name, read) = (ident(&body.name), json_method(body).map(|method| quote!(#method())));
            let read = read.or_else(|| plain_form(body))?;
            Some(quote!(#name: #read,))
        }
    };
    let successes: Vec<TokenStream> =
        operation.successes.iter().map(|answer| success(operation, answer)).collect::<Option<_>>()?;
    let failures = if operation.failures.is_empty() {
        TokenStream::new()
    } else {
        failures::are_listed(operation).then(|| quote!(_ => json_failure,))?
    };
    (!successes.is_empty())
        .then(|| quote!(rt::serve! { api::#name { #(#parameters)* #body #(#successes)* #failures } }))
}

/// `rt::call! { api::GetUser { id: path("id"), } }`
pub(super) fn call(operation: &Operation) -> Option<TokenStream> {
    let name = ident(&operation.type_name);
    let parameters = operation.parameters.iter().map(|parameter| {
        let entry = entry(parameter);
        quote!(#entry,)
    });
    let body = match &operation.body {
        None => None,
        Some(body) => {
            let (name, method) = (ident(&body.name), json_method(body)?);
            Some(quote!(#name: #method(),))
        }
    };
    Some(quote!(rt::call! { api::#name { #(#parameters)* #body } }))
}

/// `id: path("id")`
fn entry(parameter: &Parameter) -> TokenStream {
    let name = ident(&parameter.name);
    let (method, description) = parts::parameter_call(parameter);
    quote!(#name: #method(#description))
}

/// `json` or `optional_json`, of a body that is nothing else.
fn json_method(body: &Body) -> Option<Ident> {
    let [medium] = body.content.media.as_slice() else { return None };
    let is_json = !medium.formats.is_empty() && medium.formats.iter().all(|format| format.syntax == Syntax::Json);
    is_json.then(|| ident(if body.required { "json" } else { "optional_json" }))
}

/// `form(&[])` or `optional_form(&[])`, of a form of which nothing more is said.
fn plain_form(body: &Body) -> Option<TokenStream> {
    let [Medium { formats, .. }] = body.content.media.as_slice() else { return None };
    let [Format { syntax: Syntax::Form(fields), .. }] = formats.as_slice() else { return None };
    let method = ident(if body.required { "form" } else { "optional_form" });
    fields.is_empty().then(|| quote!(#method(&[])))
}

/// `200 => json,` or `201 => json as api::AddUserOutput::Created with headers,`
fn success(operation: &Operation, answer: &Answer) -> Option<TokenStream> {
    let Status::Code(code) = answer.status else { return None };
    let headers = match (&answer.headers_type, answer.headers.is_empty()) {
        (Some(_), _) => Some(quote!(with headers)),
        (None, true) => None,
        (None, false) => return None,
    };
    let kind = match &answer.payload {
        Payload::Empty => "empty",
        Payload::Body(content) if bodies::is_json(content) && bodies::said_of_json(content).is_empty() => "json",
        _ => return None,
    };
    let variant = match &operation.output {
        Output::Body(_) => None,
        Output::Enum(output) => {
            let (output, variant) = (ident(output), ident(&answer.variant));
            Some(quote!(as api::#output::#variant))
        }
    };
    let (code, kind) = (Literal::u16_unsuffixed(code), ident(kind));
    Some(quote!(#code => #kind #variant #headers,))
}
