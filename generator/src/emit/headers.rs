//! The headers of answers (`api.rs`): a struct where they are many.

use crate::ir::{Answer, AnswerHeader, Derives, HeaderSet, HeaderStyle};
use crate::markdown::code;
use crate::tokens::{Ident, TokenStream, quote};

use super::parts::{self, From, ident};

/// `pub struct RateLimitHeaders { pub limit: i64 }`, and how it is read and written
pub(super) fn header_set(set: &HeaderSet) -> TokenStream {
    let name = ident(&set.name);
    let docs = parts::docs(&set.docs);
    let optional = set.headers.iter().all(|header| !header.required);
    let derives = parts::derives(Derives { default: optional, ..Derives::default() });
    let fields = set.headers.iter().map(|header| {
        let field = field(header);
        let (docs, declaration) = (field.docs, field.declaration);
        quote!(#docs pub #declaration,)
    });
    let constructor = (!optional).then(|| constructor(set));
    let listed = set.headers.iter().map(|header| {
        let (name, wire) = (ident(&header.name), &header.wire);
        let presence = ident(if header.required { "required" } else { "optional" });
        let described = described(header).map_or_else(|| quote!(#wire), |parameter| quote!((#parameter)));
        quote!(#name: #presence #described,)
    });
    quote! {
        #docs #derives
        pub struct #name { #(#fields)* }
        #constructor
        rt::headers! { #name { #(#listed)* } }
    }
}

/// `impl RateLimitHeaders { pub fn new(limit: i64) -> Self { Self { limit, reset: None } } }`
fn constructor(set: &HeaderSet) -> TokenStream {
    let name = ident(&set.name);
    let arguments = set.headers.iter().filter(|header| header.required).map(|header| {
        let (name, ty) = (ident(&header.name), parts::argument(&header.ty, From::Elsewhere));
        quote!(#name: #ty)
    });
    let values = set.headers.iter().map(|header| {
        let name = ident(&header.name);
        if header.required { parts::initializer(&header.name, &header.ty) } else { quote!(#name: None) }
    });
    quote! {
        impl #name {
            #[doc = " The headers that are required; the others are unset."]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
        }
    }
}

/// A field for a header.
struct HeaderField {
    docs: TokenStream,
    declaration: TokenStream,
}

/// `retry_after: Option<i64>`
fn field(header: &AnswerHeader) -> HeaderField {
    let mut paragraphs = vec![format!("The header {}.", code(&header.wire))];
    paragraphs.extend(header.docs.clone());
    let (docs, deprecated) = (parts::docs(&paragraphs), parts::deprecated(header.deprecated));
    let (name, ty) = (ident(&header.name), parts::ty(&header.ty, From::Elsewhere));
    let ty = if header.required { ty } else { quote!(Option<#ty>) };
    HeaderField { docs: quote!(#docs #deprecated), declaration: quote!(#name: #ty) }
}

/// The fields of a variant: `headers: RateLimitHeaders,` or `retry_after: Option<i64>,`.
pub(super) fn fields(answer: &Answer) -> TokenStream {
    if let Some(ty) = &answer.headers_type {
        let mut paragraphs = vec!["The headers.".to_owned()];
        let said = answer.headers.iter().filter(|header| !header.docs.is_empty());
        paragraphs.extend(said.map(|header| format!("{}: {}", code(&header.wire), header.docs.join("\n\n"))));
        let (docs, ty) = (parts::docs(&paragraphs), ident(ty));
        return quote!(#docs headers: #ty,);
    }
    let fields = answer.headers.iter().map(|header| {
        let HeaderField { docs, declaration } = field(header);
        quote!(#docs #declaration,)
    });
    fields.collect()
}

/// What a variant is made with: `headers: rt::Headers::read(answer)?`, or `retry_after: answer.header("Retry-After")?`.
pub(super) fn read(answer: &Answer) -> Vec<TokenStream> {
    if answer.headers_type.is_some() {
        return vec![quote!(headers: rt::Headers::read(answer)?)];
    }
    let values = answer.headers.iter().map(|header| {
        let (name, wire) = (ident(&header.name), &header.wire);
        if let Some(parameter) = described(header) {
            let method = ident(if header.required { "parameter" } else { "optional_parameter" });
            quote!(#name: answer.#method(&#parameter)?)
        } else {
            let method = plain_method(header);
            quote!(#name: answer.#method(#wire)?)
        }
    });
    values.collect()
}

/// `with headers`, `with link: optional_header("Link")`, or nothing: what a list says of them, where it can.
pub(super) fn listed(answer: &Answer) -> Option<TokenStream> {
    match (&answer.headers_type, answer.headers.as_slice()) {
        (Some(_), _) => Some(quote!(with headers)),
        (None, []) => Some(TokenStream::new()),
        (None, [only]) if described(only).is_none() => {
            let (name, wire, method) = (ident(&only.name), &only.wire, plain_method(only));
            Some(quote!(with #name: #method(#wire)))
        }
        _ => None,
    }
}

/// The names of a variant's fields for headers.
pub(super) fn names(answer: &Answer) -> TokenStream {
    if answer.headers_type.is_some() {
        return quote!(headers,);
    }
    let names = answer.headers.iter().map(|header| {
        let name = ident(&header.name);
        quote!(#name,)
    });
    names.collect()
}

/// A pattern of the variant's fields that binds some headers, each to a variable:
/// `retry_after: wait,`, or `headers: RateLimitHeaders { retry_after: wait, .. },`.
pub(super) fn bound(answer: &Answer, bindings: &[TokenStream]) -> TokenStream {
    match &answer.headers_type {
        Some(ty) if !bindings.is_empty() => {
            let ty = ident(ty);
            quote!(headers: #ty { #(#bindings,)* .. },)
        }
        Some(_) => TokenStream::new(),
        None => quote!(#(#bindings,)*),
    }
}

/// `.headers(headers)`, or `.optional_header("Retry-After", retry_after)`, for each
pub(super) fn write(answer: &Answer) -> TokenStream {
    if answer.headers_type.is_some() {
        return quote!(.headers(headers));
    }
    let calls = answer.headers.iter().map(|header| {
        let (name, wire) = (ident(&header.name), &header.wire);
        if let Some(parameter) = described(header) {
            let method = ident(if header.required { "parameter" } else { "optional_parameter" });
            return quote!(.#method(&#parameter, #name));
        }
        let method = plain_method(header);
        quote!(.#method(#wire, #name))
    });
    calls.collect()
}

/// What reads and writes a header that is no object and no JSON.
fn plain_method(header: &AnswerHeader) -> Ident {
    ident(if header.required { "header" } else { "optional_header" })
}

/// `rt::Parameter::header("X-Range").exploded()`, of a header that is an object or JSON.
fn described(header: &AnswerHeader) -> Option<TokenStream> {
    let wire = &header.wire;
    let style = match header.style? {
        HeaderStyle::Json => quote!(.json()),
        HeaderStyle::Object { explode: true } => quote!(.exploded()),
        HeaderStyle::Object { explode: false } => TokenStream::new(),
    };
    Some(quote!(rt::Parameter::header(#wire) #style))
}
