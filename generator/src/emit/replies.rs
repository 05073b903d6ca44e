//! How the answers of an operation are written (`server.rs`).

use crate::ir::{Answer, Operation, Output, Payload, Status};
use crate::tokens::{Ident, Literal, TokenStream, quote};

use super::answers::{carries_status, has_fields};
use super::parts::ident;
use super::{bodies, failures, headers};

/// The arms of `write`: each answer of an operation, as `Ok(body) => reply.status(201).json(body),`.
pub(super) fn write_arms(operation: &Operation) -> Vec<TokenStream> {
    let successes = operation.successes.iter().flat_map(|answer| {
        let owner = match &operation.output {
            Output::Body(_) => None,
            Output::Enum(name) => Some(ident(name)),
        };
        answer_arms(answer, &quote!(Ok), owner.as_ref())
    });
    let failure = ident(&operation.failure_name);
    let listed = failures::are_listed(operation);
    let failures = operation.failures.iter().filter(|_| !listed);
    let failures = failures.flat_map(|answer| answer_arms(answer, &quote!(Err), Some(&failure)));
    let mut arms: Vec<TokenStream> = successes.chain(failures).collect();
    if listed {
        arms.push(quote!(Err(failure) => reply.json_failure(failure),));
    }
    if operation.failures.is_empty() {
        arms.push(quote!(Err(never) => match *never {},));
    }
    if operation.successes.is_empty() {
        arms.push(quote!(Ok(output) => match *output {},));
    }
    arms
}

/// The arms of one answer: one, or one for each of several content types.
fn answer_arms(answer: &Answer, side: &TokenStream, owner: Option<&Ident>) -> Vec<TokenStream> {
    let arm = |body: &TokenStream, content_type: Option<TokenStream>, written: &TokenStream| {
        let pattern = match (owner, &answer.payload) {
            (Some(owner), _) => write_pattern(answer, owner, body),
            (None, Payload::Empty) => quote!(()),
            (None, _) => body.clone(),
        };
        write_arm(&quote!(#side(#pattern)), answer, content_type.as_ref(), written)
    };
    let plain = quote!(body);
    let stated = answer.content_type.as_ref().map(|content_type| quote!(.content_type(#content_type)));
    match &answer.payload {
        Payload::Empty => vec![arm(&plain, None, &quote!(.empty()))],
        Payload::Envelope(_) => vec![arm(&plain, stated, &quote!(.json(body)))],
        Payload::Enveloped(_) => vec![arm(&plain, stated, &quote!(.enveloped(&api::ENVELOPE, body)))],
        Payload::Body(content) => {
            let arms = content.media.iter().map(|medium| {
                let (content_type, written) = bodies::write_reply(content, medium);
                arm(&bodies::pattern(content, medium), content_type, &written)
            });
            arms.collect()
        }
    }
}

fn write_pattern(answer: &Answer, owner: &Ident, body: &TokenStream) -> TokenStream {
    let name = ident(&answer.variant);
    let empty = answer.payload == Payload::Empty;
    if !has_fields(answer) {
        return if empty { quote!(api::#owner::#name) } else { quote!(api::#owner::#name(#body)) };
    }
    let bound = body.to_string() == "body";
    let body = (!empty).then(|| if bound { quote!(body) } else { quote!(body: #body) });
    let status = carries_status(answer).then(|| quote!(status,));
    let headers = headers::names(answer);
    quote!(api::#owner::#name { #status #headers #body })
}

fn write_arm(
    pattern: &TokenStream,
    answer: &Answer,
    content_type: Option<&TokenStream>,
    body: &TokenStream,
) -> TokenStream {
    let status = match answer.status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        Status::Range(_) | Status::Default => quote!(status.as_u16()),
    };
    let headers = headers::write(answer);
    quote!(#pattern => reply.status(#status) #content_type #headers #body,)
}
