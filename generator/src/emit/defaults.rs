//! The getters of defaults: what the receiver takes an unset member for.

use crate::ir::{self, Type};
use crate::markdown::code;
use crate::tokens::{Literal, TokenStream, quote};

use super::parts::{self, From, ident};

/// A member or a parameter that has a default.
pub(super) struct Defaulted<'a> {
    /// Its identifier.
    pub(super) name: &'a str,
    pub(super) ty: &'a Type,
    /// Whether it may be null, which is not unset.
    pub(super) nullable: bool,
    pub(super) boxed: bool,
    pub(super) deprecated: bool,
    pub(super) default: &'a ir::Literal,
}

/// `pub fn can_sign_in(&self) -> bool { self.can_sign_in.unwrap_or(false) }`: texts are borrowed, numbers are copied,
/// the rest is cloned.
pub(super) fn getter(of: &Defaulted<'_>, from: From) -> TokenStream {
    let name = ident(of.name);
    let docs = parts::docs(&[format!(
        "{}, or its default {} when it is unset.",
        parts::field_link(of.name),
        code(&shown(of.default))
    )]);
    let plain = parts::ty(of.ty, from);
    let is_text = matches!(of.default, ir::Literal::String(_));
    let returns = if is_text { quote!(&str) } else { plain };
    let returns = if of.nullable { quote!(Option<#returns>) } else { returns };
    let body = body(of, from);
    let deprecated = parts::deprecated(of.deprecated);
    quote! {
        #docs #deprecated
        pub fn #name(&self) -> #returns { #body }
    }
}

fn body(of: &Defaulted<'_>, from: From) -> TokenStream {
    let field = ident(of.name);
    let member = match of.default {
        ir::Literal::Bool(_) | ir::Literal::Integer(_) | ir::Literal::Float(_) | ir::Literal::IntegerVariant(..) => {
            quote!(self.#field)
        }
        _ if of.boxed && of.nullable => quote!(self.#field.as_ref().map(|value| value.as_deref().cloned())),
        _ if of.boxed => quote!(self.#field.as_deref().cloned()),
        _ => quote!(self.#field.clone()),
    };
    let value = value(of.default, from);
    match (of.default, of.nullable) {
        (ir::Literal::Null, _) if of.boxed => quote!(#member.flatten()),
        (ir::Literal::Null, _) => quote!(self.#field.as_ref().and_then(Option::clone)),
        (ir::Literal::String(text), false) => quote!(self.#field.as_deref().unwrap_or(#text)),
        (ir::Literal::String(text), true) => quote!(self.#field.as_ref().map_or(Some(#text), Option::as_deref)),
        (ir::Literal::List(items), false) if items.is_empty() => quote!(#member.unwrap_or_default()),
        (ir::Literal::List(_), false) => quote!(#member.unwrap_or_else(|| #value)),
        (ir::Literal::EmptyObject(_), false) => quote!(#member.unwrap_or_default()),
        (ir::Literal::List(_) | ir::Literal::EmptyObject(_), true) => quote!(#member.unwrap_or_else(|| Some(#value))),
        (_, true) => quote!(#member.unwrap_or(Some(#value))),
        (_, false) => quote!(#member.unwrap_or(#value)),
    }
}

/// The default as an expression that owns its value.
fn value(default: &ir::Literal, from: From) -> TokenStream {
    match default {
        ir::Literal::Null => quote!(None),
        ir::Literal::Bool(value) => quote!(#value),
        ir::Literal::Integer(value) => {
            let literal = Literal::i128_unsuffixed(*value);
            quote!(#literal)
        }
        ir::Literal::Float(value) => {
            let literal = Literal::f64_unsuffixed(*value);
            quote!(#literal)
        }
        ir::Literal::String(text) => quote!(#text.to_owned()),
        ir::Literal::Variant(name, variant) | ir::Literal::IntegerVariant(name, variant) => {
            let (ty, variant) = (parts::ty(&Type::Named(name.clone()), from), ident(variant));
            quote!(#ty::#variant)
        }
        ir::Literal::List(items) => {
            let items = items.iter().map(|item| value(item, from));
            quote!(vec![#(#items),*])
        }
        ir::Literal::EmptyObject(None) => quote!(rt::Map::new()),
        ir::Literal::EmptyObject(Some(name)) => {
            let ty = parts::ty(&Type::Named(name.clone()), from);
            quote!(#ty::default())
        }
    }
}

/// The default as documentation shows it.
fn shown(default: &ir::Literal) -> String {
    match default {
        ir::Literal::Null => "null".to_owned(),
        ir::Literal::Bool(value) => value.to_string(),
        ir::Literal::Integer(value) => value.to_string(),
        ir::Literal::Float(value) => value.to_string(),
        ir::Literal::String(text) => text.clone(),
        ir::Literal::Variant(_, variant) | ir::Literal::IntegerVariant(_, variant) => ident(variant).to_string(),
        ir::Literal::List(items) => {
            let item = |item: &ir::Literal| match item {
                ir::Literal::String(text) => format!("{text:?}"),
                other => shown(other),
            };
            format!("[{}]", items.iter().map(item).collect::<Vec<_>>().join(", "))
        }
        ir::Literal::EmptyObject(_) => "{}".to_owned(),
    }
}
