//! The answers of an operation: their types, and how they are read (`api.rs`).

use crate::ir::{Answer, Derives, Operation, Output, Payload, Requirement, Status, Type};
use crate::tokens::{Ident, Literal, TokenStream, quote};

use super::parts::{self, From, ident};
use super::{api, bodies, failures, headers};

/// `pub enum LinkOutput { Ok(types::Link), Found { location: String } }`, when the output is no body alone.
pub(super) fn output_enum(operation: &Operation) -> TokenStream {
    let Output::Enum(name) = &operation.output else { return TokenStream::new() };
    let name = ident(name);
    let docs = parts::docs(&[format!("The successes that {} documents.", parts::type_link("", &operation.type_name))]);
    let derives = parts::derives(Derives::default());
    let variants = operation.successes.iter().map(variant);
    quote! {
        #docs #derives
        pub enum #name { #(#variants)* }
    }
}

/// Whether a variant has named fields: a status that it carries, or headers.
pub(super) fn has_fields(answer: &Answer) -> bool {
    !answer.headers.is_empty() || carries_status(answer)
}

pub(super) fn carries_status(answer: &Answer) -> bool {
    !matches!(answer.status, Status::Code(_))
}

/// The type of an answer's body.
fn body_type(payload: &Payload) -> Option<TokenStream> {
    Some(match payload {
        Payload::Empty => return None,
        Payload::Enveloped(ty) | Payload::Envelope(ty) => parts::ty(ty, From::Elsewhere),
        Payload::Body(content) => parts::ty(&content.ty, From::Elsewhere),
    })
}

/// `NotFound(types::Problem),` or `TooManyRequests { retry_after: i64, body: types::Problem },`
pub(super) fn variant(answer: &Answer) -> TokenStream {
    let docs = parts::docs(&answer.docs);
    let name = ident(&answer.variant);
    let body = body_type(&answer.payload);
    if !has_fields(answer) {
        return if let Some(body) = body { quote!(#docs #name(#body),) } else { quote!(#docs #name,) };
    }
    let status = carries_status(answer).then(|| quote!(#[doc = " The status."] status: rt::StatusCode,));
    let headers = headers::fields(answer);
    let body = body.map(|body| quote!(#[doc = " The body."] body: #body,));
    quote!(#docs #name { #status #headers #body },)
}

/// `impl rt::Operation for GetUser { … }`, where no list says it
pub(super) fn operation_impl(operation: &Operation) -> TokenStream {
    let name = ident(&operation.type_name);
    let (output, failure) = api::output_and_failure(operation, &TokenStream::new());
    let (id, path) = (&operation.id, &operation.path);
    let method = &operation.http_method;
    let security = operation.security.iter().map(|alternative| {
        let schemes = alternative.iter().map(requirement);
        quote!(&[#(#schemes),*])
    });
    let (consumes, produces, statuses) = (&operation.consumes, &operation.produces, &operation.statuses);
    let read = read(operation);
    let streams = bodies::answers_stream(operation).then(|| {
        quote!(
            const STREAMS: bool = true;
        )
    });
    quote! {
        impl rt::Operation for #name {
            type Output = #output;
            type Failure = #failure;
            const META: rt::Meta = rt::Meta {
                id: #id,
                method: #method,
                path: #path,
                security: &[#(#security),*],
                consumes: &[#(#consumes),*],
                produces: &[#(#produces),*],
                statuses: &[#(#statuses),*],
            };
            #streams
            #[inline]
            fn read(answer: &rt::Answer) -> rt::Read<Self> { #read }
        }
    }
}

/// The body of `read`: a match of the documented statuses, where there are such.
fn read(operation: &Operation) -> TokenStream {
    let mut answers = operation.answers();
    let foresees_all = answers.any(|answer| answer.status == Status::Default);
    // Unless a success is what no failure is.
    let listed =
        failures::are_listed(operation) && !operation.successes.iter().any(|answer| answer.status == Status::Default);
    let arms = arms(operation, listed);
    match arms.as_slice() {
        [] if listed => return quote!(answer.json_failure()),
        [] => return quote!(Err(answer.unexpected())),
        [(_, only)] if foresees_all && !listed => return only.clone(),
        _ => {}
    }
    let overlapping = has_code_in_range(operation).then(|| quote!(#[allow(clippy::match_overlapping_arm)]));
    let unexpected = match (listed, foresees_all) {
        (true, _) => quote!(_ => answer.json_failure(),),
        (false, true) => TokenStream::new(),
        (false, false) => quote!(_ => Err(answer.unexpected()),),
    };
    let arms = arms.iter().map(|(pattern, value)| quote!(#pattern => #value,));
    quote! {
        #overlapping
        match answer.status().as_u16() {
            #(#arms)*
            #unexpected
        }
    }
}

/// Whether a status stands in the match before a documented range that has it.
fn has_code_in_range(operation: &Operation) -> bool {
    let statuses: Vec<Status> = operation.answers().map(|answer| answer.status).collect();
    let documented = |digit: u16| statuses.contains(&Status::Range(digit));
    statuses.iter().any(|status| matches!(status, Status::Code(code) if documented(code / 100)))
}

/// `rt::Requirement::new(&BEARER, &["read"])`
fn requirement(requirement: &Requirement) -> TokenStream {
    let (scheme, scopes) = (ident(&requirement.scheme), &requirement.scopes);
    quote!(rt::Requirement::new(&#scheme, &[#(#scopes),*]))
}

/// The arms that read each documented status, the most exact first; without those of failures that are `listed`.
fn arms(operation: &Operation, listed: bool) -> Vec<(TokenStream, TokenStream)> {
    let mut found: Vec<(Status, TokenStream)> = Vec::new();
    for answer in &operation.successes {
        found.push((answer.status, read_success(operation, answer)));
    }
    let is_read = |answer: &&Answer| !listed && !matches!(answer.payload, Payload::Envelope(_));
    for answer in operation.failures.iter().filter(is_read) {
        let failure = ident(&operation.failure_name);
        let value = if is_json_alone(answer) {
            let name = ident(&answer.variant);
            quote!(answer.failure(#failure::#name))
        } else {
            let value = read_value(answer, &failure);
            quote!(Ok(Err(#value)))
        };
        found.push((answer.status, value));
    }
    found.sort_by_key(|(status, _)| *status);
    found.into_iter().map(|(status, value)| (status_arm(status), value)).collect()
}

fn status_arm(status: Status) -> TokenStream {
    match status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        Status::Range(digit) => {
            let (first, last) = (Literal::u16_unsuffixed(digit * 100), Literal::u16_unsuffixed(digit * 100 + 99));
            quote!(#first..=#last)
        }
        Status::Default => quote!(_),
    }
}

/// `Ok(answer.json()?)`, or within an envelope `answer.enveloped(&ENVELOPE)?.map_err(GetUserError::Envelope)`.
fn read_success(operation: &Operation, answer: &Answer) -> TokenStream {
    let failure = ident(&operation.failure_name);
    if let Payload::Enveloped(_) = answer.payload {
        let envelope = operation.failures.iter().find(|failure| matches!(failure.payload, Payload::Envelope(_)));
        let lift = match envelope {
            Some(envelope) if has_fields(envelope) => {
                let name = ident(&envelope.variant);
                quote!(|body| #failure::#name { status: answer.status(), body })
            }
            Some(envelope) => {
                let name = ident(&envelope.variant);
                quote!(#failure::#name)
            }
            None => quote!(|never: rt::NoFailure| match never {}),
        };
        let read = quote!(answer.enveloped(&ENVELOPE)?);
        return match &operation.output {
            Output::Body(_) => quote!(Ok(#read.map_err(#lift))),
            Output::Enum(output) if !has_fields(answer) => {
                let (output, name) = (ident(output), ident(&answer.variant));
                quote!(Ok(#read.map(#output::#name).map_err(#lift)))
            }
            Output::Enum(output) => {
                let (output, name, fields) = (ident(output), ident(&answer.variant), read_fields(answer));
                quote! {
                    Ok(match #read {
                        Ok(body) => Ok(#output::#name { #(#fields,)* body }),
                        Err(body) => Err((#lift)(body)),
                    })
                }
            }
        };
    }
    match &operation.output {
        Output::Body(Type::Unit) => quote!(Ok(Ok(()))),
        Output::Body(_) if is_json_alone(answer) => quote!(answer.success()),
        Output::Body(_) => {
            let body = read_body(&answer.payload);
            quote!(Ok(Ok(#body)))
        }
        Output::Enum(output) if is_json_alone(answer) => {
            let (output, name) = (ident(output), ident(&answer.variant));
            quote!(answer.success_as(#output::#name))
        }
        Output::Enum(output) => {
            let value = read_value(answer, &ident(output));
            quote!(Ok(Ok(#value)))
        }
    }
}

/// Whether an answer is its body and nothing else, and that is JSON.
fn is_json_alone(answer: &Answer) -> bool {
    let json = match &answer.payload {
        Payload::Empty => false,
        Payload::Enveloped(_) | Payload::Envelope(_) => true,
        Payload::Body(content) => bodies::is_json(content),
    };
    json && !has_fields(answer)
}

/// `LinkOutput::Found { location: answer.header("Location")? }`
fn read_value(answer: &Answer, owner: &Ident) -> TokenStream {
    let name = ident(&answer.variant);
    let body = (answer.payload != Payload::Empty).then(|| read_body(&answer.payload));
    if !has_fields(answer) {
        return if let Some(body) = body { quote!(#owner::#name(#body)) } else { quote!(#owner::#name) };
    }
    let fields = read_fields(answer);
    let body = body.map(|body| quote!(body: #body));
    quote!(#owner::#name { #(#fields,)* #body })
}

fn read_fields(answer: &Answer) -> Vec<TokenStream> {
    let status = carries_status(answer).then(|| quote!(status: answer.status()));
    status.into_iter().chain(headers::read(answer)).collect()
}

fn read_body(payload: &Payload) -> TokenStream {
    if let Payload::Body(content) = payload { bodies::read_answer(content) } else { quote!(answer.json()?) }
}
