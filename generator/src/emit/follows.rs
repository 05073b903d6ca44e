//! What follows from an exchange (`api.rs`): the URLs of callbacks, and the requests to which links lead.

use crate::Options;
use crate::ir::{AnswerPattern, AnswerType, FieldValue, Follow, Gives, Operand, OperandPlace, Operation};
use crate::tokens::{Ident, TokenStream, quote};

use super::headers;
use super::parts::{self, From, ident};

/// `impl Subscribe { pub fn on_event_url(&self) -> Result<String, rt::ExpressionError> { … } }`
pub(super) fn follows(operation: &Operation, options: &Options) -> TokenStream {
    if operation.follows.is_empty() {
        return TokenStream::new();
    }
    let name = ident(&operation.type_name);
    let methods = operation.follows.iter().map(|follow| method(operation, follow, options));
    quote!(impl #name { #(#methods)* })
}

/// The names of arguments and of variables, which no field of the request has that is made.
struct Locals {
    answer: Ident,
    body: Ident,
    exchange: Ident,
    url: Ident,
}

fn method(operation: &Operation, follow: &Follow, options: &Options) -> TokenStream {
    let mut paragraphs = follow.docs.clone();
    paragraphs.push("# Errors".to_owned());
    paragraphs.push("[`rt::ExpressionError`] when the exchange lacks what is needed for that.".to_owned());
    let (docs, name) = (parts::docs(&paragraphs), ident(&follow.method));
    let fields: &[(String, FieldValue)] = if let Gives::Request(_, fields) = &follow.gives { fields } else { &[] };
    let names = || fields.iter().map(|(name, _)| name.as_str());
    let locals = Locals {
        answer: parts::local("answer", names()),
        body: parts::local("body", names()),
        exchange: parts::local("exchange", names()),
        url: parts::local("url", names()),
    };
    let Locals { answer, url, exchange, .. } = &locals;
    let receiver = asks(follow, |place| matches!(place, OperandPlace::Request(_))).then(|| quote!(&self,));
    let by_url = asks(follow, |place| *place == OperandPlace::Url).then(|| quote!(#url: &str,));
    let by_answer = follow.answer.as_ref().map(|pattern| {
        let ty = answer_type(pattern);
        quote!(#answer: #ty,)
    });
    let arguments = fields.iter().filter_map(|(name, value)| {
        let FieldValue::Argument(ty) = value else { return None };
        let (name, ty) = (ident(name), parts::argument(ty, From::Elsewhere));
        Some(quote!(#name: #ty,))
    });
    let bindings = follow.answer.as_ref().map(|pattern| bindings(operation, follow, pattern, &locals));
    let operands = follow.operands.iter().map(|operand| added(operand, &locals));
    let evaluated = quote!(rt::Exchange::new() #(#operands)*);
    let (gives, body) = match &follow.gives {
        Gives::Url(template) => (quote!(String), quote!(#evaluated.expand(#template))),
        Gives::Request(path, fields) => {
            let needs = fields.iter().any(|(_, value)| !matches!(value, FieldValue::Argument(_) | FieldValue::Unset));
            let bound = needs.then(|| quote!(let #exchange = #evaluated;));
            let path = path.iter().map(|segment| ident(segment));
            let (ty, values) = (quote!(#(#path)::*), fields.iter().map(|(name, value)| field(name, value, exchange)));
            (quote!(#ty), quote!(#bound Ok(#ty { #(#values),* })))
        }
    };
    // The message that is made may belong to another tag.
    let other = follow.feature.iter().filter(|_| options.gates_tags).map(|feature| quote!(#[cfg(feature = #feature)]));
    quote! {
        #docs #(#other)*
        pub fn #name(#receiver #by_url #by_answer #(#arguments)*) -> Result<#gives, rt::ExpressionError> {
            #bindings
            #body
        }
    }
}

fn asks(follow: &Follow, wanted: impl Fn(&OperandPlace) -> bool) -> bool {
    follow.operands.iter().any(|operand| wanted(&operand.place))
}

/// `&rt::Response<types::User>`
fn answer_type(pattern: &AnswerPattern) -> TokenStream {
    let ty = match &pattern.ty {
        AnswerType::Body(ty) => parts::ty(ty, From::Elsewhere),
        AnswerType::Variant(name, _) => {
            let name = ident(name);
            quote!(#name)
        }
    };
    if pattern.success { quote!(&rt::Response<#ty>) } else { quote!(&#ty) }
}

/// `let CreateUserOutput::Created { location, body, .. } = answer.get_ref() else { … };`
fn bindings(operation: &Operation, follow: &Follow, pattern: &AnswerPattern, locals: &Locals) -> TokenStream {
    let Locals { answer, body: local, .. } = locals;
    let body = asks(follow, |place| *place == OperandPlace::AnswerBody);
    let AnswerType::Variant(owner, variant) = &pattern.ty else {
        return if body { quote!(let #local = #answer.get_ref();) } else { TokenStream::new() };
    };
    let side = if pattern.success { &operation.successes } else { &operation.failures };
    let answered = side.iter().find(|answer| answer.variant == *variant);
    let (owner, variant) = (ident(owner), ident(variant));
    let headers = follow.operands.iter().filter_map(|operand| match &operand.place {
        OperandPlace::AnswerHeader(name) => {
            let (name, local) = (ident(name), header(name));
            Some(quote!(#name: #local))
        }
        _ => None,
    });
    let headers: Vec<TokenStream> = headers.collect();
    let headers = answered.map(|answer| headers::bound(answer, &headers));
    let parts = match (pattern.named, body) {
        (true, _) => {
            let body = body.then(|| quote!(body: #local,));
            quote!({ #headers #body .. })
        }
        (false, true) => quote!((#local)),
        (false, false) => quote!({ .. }),
    };
    let value = if pattern.success { quote!(#answer.get_ref()) } else { quote!(#answer) };
    let otherwise = pattern.others.then(|| quote!(else { return Err(rt::ExpressionError::OtherAnswer) }));
    quote!(let #owner::#variant #parts = #value #otherwise;)
}

/// The local variable for a header.
fn header(name: &str) -> Ident {
    parts::prefixed("answer_", name)
}

/// `.with("$request.body", &self.body)`
fn added(operand: &Operand, locals: &Locals) -> TokenStream {
    let Locals { answer, body, url, .. } = locals;
    let name = &operand.name;
    let value = match &operand.place {
        OperandPlace::Request(field) => {
            let field = ident(field);
            quote!(&self.#field)
        }
        OperandPlace::AnswerBody => quote!(#body),
        OperandPlace::AnswerHeader(field) => {
            let local = header(field);
            quote!(#local)
        }
        OperandPlace::AnswerHeaders => return quote!(.with_headers(#answer.headers())),
        OperandPlace::Text(text) => quote!(#text),
        OperandPlace::Url => quote!(#url),
    };
    quote!(.with(#name, #value))
}

/// `id: exchange.value("$response.body#/id")?`
fn field(name: &str, value: &FieldValue, exchange: &Ident) -> TokenStream {
    let ident = ident(name);
    let wrapped = |value: TokenStream, required: &bool| if *required { value } else { quote!(Some(#value)) };
    let value = match value {
        FieldValue::Argument(ty) => return parts::initializer(name, ty),
        FieldValue::Unset => quote!(None),
        FieldValue::Expression(expression, true) => quote!(#exchange.value(#expression)?),
        FieldValue::Expression(expression, false) => quote!(#exchange.optional(#expression)?),
        FieldValue::Template(template, required) => wrapped(quote!(#exchange.text(#template)?), required),
        FieldValue::Constant(json, required) => {
            let json = parts::raw_text(json);
            wrapped(quote!(#exchange.constant(#json)?), required)
        }
    };
    quote!(#ident: #value)
}
