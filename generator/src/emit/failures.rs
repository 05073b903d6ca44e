//! The failures of operations: their types, and how they are read and written (`api.rs`).

use crate::ir::{Answer, Derives, Operation, Payload, SharedFailures, Status};
use crate::tokens::{Literal, ToTokens, TokenStream, quote};

use super::answers::{carries_status, variant};
use super::bodies;
use super::parts::{self, ident};

/// `pub enum GetUserError { NotFound(types::Problem) }`, or `pub type GetUserError = NotFoundError;`
pub(super) fn of_operation(operation: &Operation) -> TokenStream {
    let name = ident(&operation.failure_name);
    let request = parts::type_link("", &operation.type_name);
    if operation.failures.is_empty() {
        let docs = parts::docs(&[format!("{request} documents no failure.")]);
        return quote!(#docs pub type #name = rt::NoFailure;);
    }
    let mut paragraphs = vec![format!("The failures that {request} documents.")];
    let Some(alias) = &operation.failure_alias else {
        return failure_enum(&operation.failure_name, &paragraphs, &operation.failures);
    };
    paragraphs.extend(alias.docs.iter().cloned());
    let (docs, shared) = (parts::docs(&paragraphs), ident(&alias.name));
    quote!(#docs pub type #name = #shared;)
}

/// `pub enum NotFoundError { NotFound(types::Problem) }`, of several operations
pub(super) fn shared(failures: &SharedFailures) -> TokenStream {
    failure_enum(&failures.name, &failures.docs, &failures.answers)
}

/// The enumeration with its statuses.
pub(super) fn failure_enum(name: &str, docs: &[String], answers: &[Answer]) -> TokenStream {
    let (name, docs, derives) = (ident(name), parts::docs(docs), parts::derives(Derives::default()));
    let variants = answers.iter().map(variant);
    let (carrying, fixed): (Vec<&Answer>, Vec<&Answer>) = answers.iter().partition(|answer| carries_status(answer));
    let json = are_json(answers);
    let listed = fixed.into_iter().chain(carrying).map(|answer| {
        let (variant, content) = (ident(&answer.variant), json.then(|| content(answer)));
        let status = match answer.status {
            Status::Code(code) => Literal::u16_unsuffixed(code).to_token_stream(),
            Status::Range(_) | Status::Default => quote!(_),
        };
        quote!(#status => #variant #content,)
    });
    let list = ident(if json { "json_failures" } else { "failures" });
    quote! {
        #docs #derives
        pub enum #name { #(#variants)* }
        rt::#list! { #name { #(#listed)* } }
    }
}

/// `(json)`, `(json "application/problem+json")`, `(headers, json)`, or nothing
fn content(answer: &Answer) -> TokenStream {
    let json = match &answer.payload {
        Payload::Body(content) => {
            let said = bodies::said_of_json(content);
            Some(quote!(json #(#said),*))
        }
        Payload::Envelope(_) => {
            let said = answer.content_type.iter();
            Some(quote!(json #(#said),*))
        }
        Payload::Empty | Payload::Enveloped(_) => None,
    };
    let headers = answer.headers_type.is_some().then(|| quote!(headers));
    let parts: Vec<TokenStream> = headers.into_iter().chain(json).collect();
    if parts.is_empty() { TokenStream::new() } else { quote!((#(#parts),*)) }
}

/// Whether each failure is its status and nothing else, or has a body of JSON or a struct of headers too: then a list
/// says all.
fn are_json(answers: &[Answer]) -> bool {
    let is_json = |answer: &Answer| match &answer.payload {
        Payload::Empty => true,
        Payload::Body(content) => bodies::is_json(content),
        // In the place of a success: it has the status of that.
        Payload::Envelope(_) => !carries_status(answer),
        Payload::Enveloped(_) => false,
    };
    // A header that stands alone is a field with a name of its own.
    let is_listed = |answer: &Answer| {
        (answer.headers.is_empty() || answer.headers_type.is_some()) && !matches!(answer.status, Status::Range(_))
    };
    answers.iter().all(|answer| is_json(answer) && is_listed(answer))
}

/// Whether the failures of an operation are read and written by their list.
pub(super) fn are_listed(operation: &Operation) -> bool {
    !operation.failures.is_empty() && are_json(&operation.failures)
}
