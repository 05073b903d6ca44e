//! Operations whose messages need no code of their own: lists of their parts, for the contract (`api.rs`), client
//! (`client.rs`) and server (`server.rs`).

use crate::ir::{Answer, Body, Format, Medium, Operation, Output, Parameter, Payload, Requirement, Status, Syntax};
use crate::tokens::{Ident, Literal, TokenStream, quote};

use super::parts::{self, ident};
use super::{bodies, checks, failures, headers};

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
        operation.successes.iter().map(|answer| success(operation, answer, &quote!(api::))).collect::<Option<_>>()?;
    let failures = failures(operation)?;
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

/// `200 => json,` or `201 => json as api::AddUserOutput::Created with headers,`; `path` leads to the contract
fn success(operation: &Operation, answer: &Answer, path: &TokenStream) -> Option<TokenStream> {
    let Status::Code(code) = answer.status else { return None };
    let kind = match &answer.payload {
        Payload::Empty => "empty",
        Payload::Body(content) if bodies::is_json(content) && bodies::said_of_json(content).is_empty() => "json",
        _ => return None,
    };
    let variant = match &operation.output {
        Output::Body(_) => None,
        Output::Enum(output) => {
            let (output, variant) = (ident(output), ident(&answer.variant));
            Some(quote!(as #path #output::#variant))
        }
    };
    let headers = headers::listed(answer)?;
    let (code, kind) = (Literal::u16_unsuffixed(code), ident(kind));
    Some(quote!(#code => #kind #variant #headers,))
}

/// `rt::operation! { GetUser: types::User, GetUserError { id: "getUser", …, 200 => json, _ => json_failure, } }`, where
/// `output` is the type of successes.
pub(super) fn contract(operation: &Operation, output: &TokenStream) -> Option<TokenStream> {
    let successes: Vec<TokenStream> =
        operation.successes.iter().map(|answer| success(operation, answer, &TokenStream::new())).collect::<Option<_>>()?;
    let failures = failures(operation)?;
    let (name, failure) = (ident(&operation.type_name), ident(&operation.failure_name));
    let Operation { id, http_method, path, statuses, .. } = operation;
    let security = operation.security.iter().map(|alternative| {
        let schemes = alternative.iter().map(requirement);
        quote!((#(#schemes),*))
    });
    let security = (!operation.security.is_empty()).then(|| quote!(security: [#(#security),*],));
    let listed = |what: &str, types: &[String]| {
        let what = ident(what);
        (!types.is_empty()).then(|| quote!(#what: [#(#types),*],))
    };
    let (consumes, produces) = (listed("consumes", &operation.consumes), listed("produces", &operation.produces));
    Some(quote! {
        rt::operation! {
            #name: #output, #failure {
                id: #id,
                call: #http_method #path,
                #security #consumes #produces
                statuses: [#(#statuses),*],
                #(#successes)* #failures
            }
        }
    })
}

/// `BEARER`, or `OAUTH2("read")`
fn requirement(requirement: &Requirement) -> TokenStream {
    let (scheme, scopes) = (ident(&requirement.scheme), &requirement.scopes);
    if scopes.is_empty() { quote!(#scheme) } else { quote!(#scheme(#(#scopes),*)) }
}

/// `_ => json_failure,`, or nothing where no failure is documented.
fn failures(operation: &Operation) -> Option<TokenStream> {
    if operation.failures.is_empty() {
        return Some(TokenStream::new());
    }
    failures::are_listed(operation).then(|| quote!(_ => json_failure,))
}
