//! Operations whose messages need no code of their own: one list of their parts (`api.rs`), for client and server.

use crate::ir::{Answer, Api, Body, Medium, Operation, Output, Parameter, Payload, Requirement, Status, Syntax};
use crate::tokens::{Literal, TokenStream, quote};

use super::parts::ident;
use super::{api, bodies, checks, failures, fields, headers, styles};

/// Whether a list says how an operation is called, served and answered.
pub(super) fn is_listed(operation: &Operation) -> bool {
    operation.parameters.iter().all(|parameter| checks::listed(&parameter.checks).is_some())
        && operation.body.as_ref().is_none_or(|body| body_call(body).is_some())
        && !operation.successes.is_empty()
        && operation.successes.iter().all(|answer| success(operation, answer).is_some())
        && (operation.failures.is_empty() || failures::are_listed(operation))
}

/// `rt::operation! { GetUser: types::User, GetUserError { new(id: impl Into<String>), operation_id: "getUser", …, 200 => json, } }`
pub(super) fn list(operation: &Operation, model: &Api) -> TokenStream {
    let name = ident(&operation.type_name);
    let (output, failure) = api::output_and_failure(operation, &TokenStream::new());
    let Operation { id, http_method, path, statuses, .. } = operation;
    let servers = servers(operation, model).map(|servers| quote!(servers: #servers,));
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
    let constructor = api::constructor(operation);
    let parameters = operation.parameters.iter().map(|one| parameter(operation, one));
    let body = operation.body.as_ref().map(|body| {
        let (name, call) = (part_name(operation, &body.name), body_call(body));
        quote!(#name: #call,)
    });
    let successes = operation.successes.iter().map(|answer| success(operation, answer));
    let failures = (!operation.failures.is_empty()).then(|| quote!(_ => json_failure,));
    quote! {
        rt::operation! {
            #name: #output, #failure {
                #constructor
                operation_id: #id,
                call: #http_method #path,
                #servers #security #consumes #produces
                statuses: [#(#statuses),*],
                #(#parameters)* #body #(#successes)* #failures
            }
        }
    }
}

/// The enumeration of the servers that the operation has of its own.
pub(super) fn servers<'a>(operation: &Operation, api: &'a Api) -> Option<&'a str> {
    let list = api.own_servers.iter().find(|list| list.operations.contains(&operation.method_name))?;
    Some(&list.type_name)
}

/// `BEARER`, or `OAUTH2("read")`
fn requirement(requirement: &Requirement) -> TokenStream {
    let (scheme, scopes) = (ident(&requirement.scheme), &requirement.scopes);
    if scopes.is_empty() { quote!(#scheme) } else { quote!(#scheme(#(#scopes),*)) }
}

/// `id`, or `limit by with_limit(i64)`
fn part_name(operation: &Operation, part: &str) -> TokenStream {
    let name = ident(part);
    let setter = api::setter(operation, part)
        .map(|api::Setter { deprecated, name, argument }| quote!(by #deprecated #name(#argument)));
    quote!(#name #setter)
}

/// `id: path("id") [min_length(1)],`
fn parameter(operation: &Operation, parameter: &Parameter) -> TokenStream {
    let name = part_name(operation, &parameter.name);
    let (method, description) = styles::parameter_call(parameter);
    let checks = checks::listed(&parameter.checks);
    quote!(#name: #method(#description) #checks,)
}

/// `json()`, or `optional_form(rt::Parameter::query("point").deep_object())`, of a body that is nothing else
fn body_call(body: &Body) -> Option<TokenStream> {
    let [Medium { formats, checks, .. }] = body.content.media.as_slice() else { return None };
    let is_json = formats.iter().all(|format| format.syntax == Syntax::Json)
        && formats.first().is_some_and(|format| bodies::is_first_json(format, body));
    let (method, fields) = match formats.as_slice() {
        _ if !checks.is_empty() => return None,
        _ if is_json => (if body.required { "json" } else { "optional_json" }, Vec::new()),
        [format]
            if let Syntax::Form(fields) = &format.syntax
                && fields::is_plain_form(&format.content_type) =>
        {
            (if body.required { "form" } else { "optional_form" }, fields::each(fields))
        }
        _ => return None,
    };
    let method = ident(method);
    Some(quote!(#method(#(#fields),*)))
}

/// `json`, `empty`, or `enveloped(ENVELOPE, GetUserError::Refused)` with the failure that the envelope may be instead
fn kind(operation: &Operation, answer: &Answer) -> Option<TokenStream> {
    match &answer.payload {
        Payload::Empty => Some(quote!(empty)),
        Payload::Body(content) if bodies::is_json(content) && bodies::said_of_json(content).is_empty() => {
            Some(quote!(json))
        }
        Payload::Enveloped(_) if answer.headers.is_empty() && answer.content_type.is_none() => {
            let is_envelope = |failure: &&Answer| matches!(failure.payload, Payload::Envelope(_));
            let (failure, refused) =
                (ident(&operation.failure_name), ident(&operation.failures.iter().find(is_envelope)?.variant));
            Some(quote!(enveloped(ENVELOPE, #failure::#refused)))
        }
        _ => None,
    }
}

/// `200 => json,` or `201 => json as AddUserOutput::Created with headers,`
fn success(operation: &Operation, answer: &Answer) -> Option<TokenStream> {
    let Status::Code(code) = answer.status else { return None };
    let variant = match &operation.output {
        Output::Body(_) => None,
        Output::Enum(output) => {
            let (output, variant) = (ident(output), ident(&answer.variant));
            Some(quote!(as #output::#variant))
        }
    };
    let (code, kind, headers) = (Literal::u16_unsuffixed(code), kind(operation, answer)?, headers::listed(answer)?);
    Some(quote!(#code => #kind #variant #headers,))
}
