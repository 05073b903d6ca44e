//! Bodies of several kinds: their types (`api.rs`), and how they are written and read on both sides.

use crate::ir::{Body, Content, Derives, Format, Medium, Operation, Payload, Syntax, Type};
use crate::markdown::code;
use crate::media::{self, essence, is_range, needs_parameter};
use crate::tokens::{Ident, TokenStream, quote};

use super::parts::{self, From, ident};
use super::{checks, fields, sequences};

/// The enums of bodies that have several content types.
pub(super) fn choices(operation: &Operation) -> TokenStream {
    let request = &operation.type_name;
    let taken = operation
        .body
        .iter()
        .map(|body| choice(&body.content, &format!("The bodies that [`{request}`] takes, by their content types.")));
    let answered = operation.answers().map(|answer| match &answer.payload {
        Payload::Body(content) => {
            let docs = format!("A body that [`{request}`] answers with, by its content type.");
            choice(content, &docs)
        }
        _ => TokenStream::new(),
    });
    taken.chain(answered).collect()
}

/// `pub enum SendBody { Json(types::Message), Text(String) }`
fn choice(content: &Content, docs: &str) -> TokenStream {
    let Type::Choice(name) = &content.ty else { return TokenStream::new() };
    let (name, docs) = (ident(name), parts::docs(&[docs]));
    let derives = parts::derives(Derives::default());
    let variants = content.media.iter().map(|medium| {
        let types: Vec<String> = medium.formats.iter().map(|format| code(&format.content_type)).collect();
        let docs = parts::docs(&[types.join(", ")]);
        let (name, ty) = (ident(&medium.variant), parts::ty(&medium.ty, From::Elsewhere));
        quote!(#docs #name(#ty),)
    });
    quote! {
        #docs #derives
        pub enum #name { #(#variants)* }
    }
}

/// Whether an answer is a stream on its way to the caller.
pub(super) fn answers_stream(operation: &Operation) -> bool {
    operation.successes.iter().any(|answer| match &answer.payload {
        Payload::Body(content) => content.media.iter().any(|medium| is_stream(&medium.ty)),
        _ => false,
    })
}

/// `const STREAMS: &'static [&'static str] = &["image/png"];`, of bodies that the handler reads itself.
pub(super) fn requests_stream(operation: &Operation) -> Option<TokenStream> {
    let media = operation.body.iter().flat_map(|body| &body.content.media).filter(|medium| is_stream(&medium.ty));
    let streams: Vec<&String> = media.flat_map(|medium| &medium.formats).map(|format| &format.content_type).collect();
    (!streams.is_empty()).then(|| quote!(const STREAMS: &'static [&'static str] = &[#(#streams),*];))
}

/// `const LAST_FILE: Option<&'static str> = Some("photo");`, of a body whose last file may be read as it arrives.
pub(super) fn last_file(operation: &Operation) -> Option<TokenStream> {
    let media = operation.body.iter().flat_map(|body| &body.content.media);
    let name = media.flat_map(|medium| &medium.formats).find_map(|format| match &format.syntax {
        Syntax::Multipart(parts) => parts.last_file.as_ref(),
        _ => None,
    })?;
    Some(quote!(const LAST_FILE: Option<&'static str> = Some(#name);))
}

fn is_stream(ty: &Type) -> bool {
    matches!(ty, Type::Bytes | Type::Content | Type::Events(_) | Type::Sequence(_))
}

/// `call.json(&self.body);`, or a match of the content types.
pub(super) fn write_request(body: &Body) -> TokenStream {
    let name = ident(&body.name);
    if let Type::Choice(choice) = &body.content.ty {
        let choice = ident(choice);
        let arms = body.content.media.iter().map(|medium| {
            let (variant, written) = (ident(&medium.variant), write_medium(medium, &quote!(body), body));
            let pattern = quote!(api::#choice::#variant(body));
            if body.required { quote!(#pattern => #written,) } else { quote!(Some(#pattern) => #written,) }
        });
        let none = (!body.required).then(|| quote!(None => {}));
        return quote!(match &self.#name { #(#arms)* #none });
    }
    let Some(medium) = body.content.media.first() else { return TokenStream::new() };
    let json = medium.formats.first().is_some_and(|format| is_first_json(format, body));
    if body.required {
        let written = write_medium(medium, &quote!(&self.#name), body);
        quote!(#written;)
    } else if json {
        quote!(call.optional_json(&self.#name);)
    } else {
        let written = write_medium(medium, &quote!(body), body);
        quote!(if let Some(body) = &self.#name { #written; })
    }
}

fn write_medium(medium: &Medium, value: &TokenStream, body: &Body) -> TokenStream {
    let Some(format) = medium.formats.first() else { return quote!(()) };
    let Format { content_type, syntax } = format;
    match syntax {
        Syntax::Json if is_first_json(format, body) => quote!(call.json(#value)),
        Syntax::Json => quote!(call.json_as(#content_type, #value)),
        Syntax::Form(fields) => {
            let fields = fields::form(fields);
            if fields::is_plain_form(content_type) {
                quote!(call.form(#value, #fields))
            } else {
                quote!(call.form_as(#content_type, #value, #fields))
            }
        }
        Syntax::Multipart(parts) => {
            let fields = fields::multipart(&parts.fields);
            quote!(call.multipart(#value, #fields))
        }
        Syntax::Text => quote!(call.text(#content_type, #value)),
        Syntax::Sequence(sequence) => {
            let (method, format) = sequences::format(sequence, &[]);
            quote!(call.#method(#content_type, #value, #format))
        }
        Syntax::Bytes => quote!(call.bytes(#content_type, #value)),
        Syntax::Content => quote!(call.content(#value)),
    }
}

/// Whether this is the JSON that is sent when nothing is said: it is called JSON, or a range that has JSON.
pub(super) fn is_first_json(format: &Format, body: &Body) -> bool {
    let named = |format: &&Format| media::is_json(&format.content_type) || is_range(&format.content_type);
    let formats = body.content.media.iter().flat_map(|medium| &medium.formats);
    let mut json = formats.filter(|format| format.syntax == Syntax::Json);
    json.find(named).is_some_and(|first| first == format)
}

/// `let body = incoming.json();`, or a chain of the content types.
pub(super) fn read_request(body: &Body, incoming: &Ident) -> TokenStream {
    let name = ident(&body.name);
    let mut kinds: Vec<(&Medium, &Format)> = body
        .content
        .media
        .iter()
        .flat_map(|medium| medium.formats.iter().map(move |format| (medium, format)))
        .collect();
    // One way of reading for all that are read alike; what is left over is JSON.
    kinds.dedup_by(|(one, first), (other, second)| one.variant == other.variant && first.syntax == second.syntax);
    if body.content.media.len() == 1 {
        kinds.sort_by_key(|(_, format)| format.syntax == Syntax::Json);
    }
    // Where only a parameter tells two of them apart, the one that has it is looked for first.
    let content_types = content_types(&body.content);
    kinds.sort_by_key(|(_, format)| !needs_parameter(&format.content_type, &content_types));
    if let [(medium, format)] = kinds.as_slice() {
        let (read, check) = read_medium(body, medium, &format.syntax, incoming);
        let check = check.map(|check| quote!(#incoming.check_body(&#name, #check);));
        return quote!(let #name = #read; #check);
    }
    let branches = kinds.iter().enumerate().map(|(index, (medium, format))| {
        let read = read_branch(body, medium, &format.syntax, incoming);
        let alike = medium.formats.iter().filter(|other| other.syntax == format.syntax);
        let conditions = alike.map(|Format { content_type, .. }| {
            let method = asking(content_type, &content_types);
            quote!(#incoming.#method(#content_type))
        });
        if index + 1 == kinds.len() { quote!({ #read }) } else { quote!(if #(#conditions)||* { #read } else) }
    });
    quote!(let #name = #(#branches)*;)
}

/// The content types of a body.
fn content_types(content: &Content) -> Vec<&str> {
    content.media.iter().flat_map(|medium| &medium.formats).map(|format| &*format.content_type).collect()
}

/// The method that asks whether a body is of a content type.
fn asking(content_type: &str, all: &[&str]) -> Ident {
    ident(if needs_parameter(content_type, all) { "is_exactly" } else { "is" })
}

/// `incoming.text().map(api::SendBody::Text)`, with its checks.
fn read_branch(body: &Body, medium: &Medium, syntax: &Syntax, incoming: &Ident) -> TokenStream {
    let (read, check) = read_medium(body, medium, syntax, incoming);
    let lift = match &body.content.ty {
        Type::Choice(choice) => {
            let (choice, variant) = (ident(choice), ident(&medium.variant));
            Some(quote!(.map(api::#choice::#variant)))
        }
        _ => None,
    };
    let check = check.map(|check| quote!(#incoming.check_body(&body, #check);));
    if check.is_some() { quote!(let body = #read; #check body #lift) } else { quote!(#read #lift) }
}

/// `incoming.text()`, and the checks that are yet to be run on what it gives.
fn read_medium(body: &Body, medium: &Medium, syntax: &Syntax, incoming: &Ident) -> (TokenStream, Option<TokenStream>) {
    let check = (!medium.checks.is_empty()).then(|| checks::checks(&medium.checks, From::Beside));
    let optional = if body.required { "" } else { "optional_" };
    let method = |kind: &str| ident(&format!("{optional}{kind}"));
    match syntax {
        Syntax::Json => {
            let method = method(if check.is_some() { "checked_json" } else { "json" });
            (quote!(#incoming.#method(#check)), None)
        }
        Syntax::Form(fields) => {
            let (method, fields) = (method("form"), fields::form(fields));
            (quote!(#incoming.#method(#fields)), check)
        }
        Syntax::Multipart(parts) => {
            let (method, fields) = (method("multipart"), fields::multipart(&parts.fields));
            (quote!(#incoming.#method(#fields)), None)
        }
        Syntax::Text => {
            let method = method("text");
            (quote!(#incoming.#method()), check)
        }
        Syntax::Sequence(sequence) => {
            let (kind, format) = sequences::format(sequence, &medium.checks);
            let method = method(&kind.to_string());
            (quote!(#incoming.#method(#format)), None)
        }
        Syntax::Bytes => {
            let method = method("bytes");
            (quote!(#incoming.#method()), None)
        }
        Syntax::Content => {
            let method = method("content");
            (quote!(#incoming.#method()), None)
        }
    }
}

/// Whether the body of an answer is JSON, whatever its content type.
pub(super) fn is_json(content: &Content) -> bool {
    let plain = |medium: &Medium| {
        let syntax = medium.formats.first().map(|format| &format.syntax);
        !matches!(syntax, Some(Syntax::Text | Syntax::Sequence(_) | Syntax::Bytes | Syntax::Content))
    };
    !matches!(content.ty, Type::Choice(_)) && content.media.first().is_some_and(plain)
}

/// `answer.json()?`, or a chain of the content types.
pub(super) fn read_answer(content: &Content) -> TokenStream {
    let read = |medium: &Medium| match medium.formats.first().map(|format| &format.syntax) {
        Some(Syntax::Text) => quote!(answer.text()?),
        Some(Syntax::Sequence(sequence)) => {
            let (method, format) = sequences::format(sequence, &[]);
            quote!(answer.#method(#format))
        }
        Some(Syntax::Bytes) => quote!(answer.bytes()),
        Some(Syntax::Content) => quote!(answer.content()),
        _ => quote!(answer.json()?),
    };
    let Type::Choice(choice) = &content.ty else {
        return content.media.first().map(read).unwrap_or_default();
    };
    let choice = ident(choice);
    let all = content_types(content);
    let mut media: Vec<&Medium> = content.media.iter().collect();
    media.sort_by_key(|medium| !medium.formats.iter().any(|format| needs_parameter(&format.content_type, &all)));
    let branches = media.into_iter().map(|medium| {
        let conditions = medium.formats.iter().map(|Format { content_type, .. }| {
            let method = asking(content_type, &all);
            quote!(answer.#method(#content_type))
        });
        let (variant, read) = (ident(&medium.variant), read(medium));
        quote!(if #(#conditions)||* { #choice::#variant(#read) } else)
    });
    quote!(#(#branches)* { return Err(answer.unexpected()) })
}

/// The pattern that binds the body of a medium.
pub(super) fn pattern(content: &Content, medium: &Medium) -> TokenStream {
    let Type::Choice(choice) = &content.ty else { return quote!(body) };
    let (choice, variant) = (ident(choice), ident(&medium.variant));
    quote!(api::#choice::#variant(body))
}

/// `.content_type("text/csv")` where it must be said, `.content_types(&[..])` where the caller may choose, and `.text(body)`.
pub(super) fn write_reply(content: &Content, medium: &Medium) -> (Option<TokenStream>, TokenStream) {
    let Some(Format { syntax, .. }) = medium.formats.first() else { return (None, TokenStream::new()) };
    let (usual, written): (&[&str], _) = match syntax {
        Syntax::Json | Syntax::Form(_) | Syntax::Multipart(_) => (&JSON, quote!(.json(body))),
        // Two that differ by a parameter alone are told apart by it.
        Syntax::Text if content_types(content).iter().filter(|one| essence(one) == "text/plain").count() > 1 => {
            (&[], quote!(.text(body)))
        }
        Syntax::Text => (&["text/plain", "text/plain; charset=utf-8"], quote!(.text(body))),
        Syntax::Sequence(sequence) => {
            let (method, format) = sequences::format(sequence, &[]);
            (&["text/event-stream"], quote!(.#method(body, #format)))
        }
        Syntax::Bytes => (&["application/octet-stream"], quote!(.bytes(body))),
        Syntax::Content => return (None, quote!(.content(body))),
    };
    let said = said(medium, usual);
    let content_type = match said.as_slice() {
        [] => None,
        [one] => Some(quote!(.content_type(#one))),
        several => Some(quote!(.content_types(&[#(#several),*]))),
    };
    (content_type, written)
}

/// The content types of a body of JSON that must be said.
pub(super) fn said_of_json(content: &Content) -> Vec<&str> {
    content.media.first().map(|medium| said(medium, &JSON)).unwrap_or_default()
}

/// What a body of JSON is when nothing else is said.
const JSON: [&str; 1] = ["application/json"];

/// The content types that must be said: all where there are several, and one that is not usual.
fn said<'a>(medium: &'a Medium, usual: &[&str]) -> Vec<&'a str> {
    let exact = medium.formats.iter().map(|format| format.content_type.as_str());
    let exact: Vec<&str> = exact.filter(|content_type| !is_range(content_type)).collect();
    let first = medium.formats.first().map(|format| format.content_type.as_str());
    if exact.len() > 1 {
        return exact;
    }
    first.into_iter().filter(|first| !usual.contains(first) && !is_range(first)).collect()
}
