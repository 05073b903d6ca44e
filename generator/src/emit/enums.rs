//! Open enumerations of strings and of integers.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use crate::ir::{EnumVariant, IntegerEnum, StringEnum, TypeDef};
use crate::markdown::code;

use super::parts::{self, ident};

/// `pub enum Category { Email, Sms, Unknown(String) }` and its values.
pub(super) fn string_enum(def: &TypeDef, shape: &StringEnum) -> TokenStream {
    let (name, catch_all) = (ident(&def.name), ident(&shape.catch_all));
    let derives = parts::derives(def.derives);
    let definition = definition(def, &derives, &shape.variants, &quote!(#catch_all(String)));
    let known = known(&shape.variants, String::to_token_stream);
    let open = open(shape.open);
    quote! {
        #definition
        impl rt::OpenEnum for #name {
            const KNOWN: &'static [(&'static str, Self)] = &[#known];
            #open
            fn unknown(text: String) -> Self { Self::#catch_all(text) }
            fn as_unknown(&self) -> Option<&str> {
                match self {
                    Self::#catch_all(text) => Some(text),
                    _ => None,
                }
            }
        }
        rt::open_enum!(#name);
    }
}

/// `pub enum Priority { Low, High, Unknown(i64) }` and its values.
pub(super) fn integer_enum(def: &TypeDef, shape: &IntegerEnum) -> TokenStream {
    let (name, catch_all) = (ident(&def.name), ident(&shape.catch_all));
    let derives = quote!(#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]);
    let definition = definition(def, &derives, &shape.variants, &quote!(#catch_all(i64)));
    let known = known(&shape.variants, |wire| Literal::i64_unsuffixed(*wire).to_token_stream());
    let open = open(shape.open);
    quote! {
        #definition
        impl rt::OpenInteger for #name {
            const KNOWN: &'static [(i64, Self)] = &[#known];
            #open
            fn unknown(value: i64) -> Self { Self::#catch_all(value) }
            fn as_unknown(&self) -> Option<i64> {
                match self {
                    Self::#catch_all(value) => Some(*value),
                    _ => None,
                }
            }
        }
        rt::open_integer!(#name);
    }
}

/// `pub enum Category { … }`
fn definition<W: ToString>(
    def: &TypeDef,
    derives: &TokenStream,
    variants: &[EnumVariant<W>],
    catch_all: &TokenStream,
) -> TokenStream {
    let docs = parts::docs(&def.docs);
    let deprecated = parts::deprecated(def.deprecated);
    let name = ident(&def.name);
    let variants = variants.iter().map(|variant| {
        let name = ident(&variant.name);
        let mut paragraphs = vec![code(&variant.wire.to_string())];
        paragraphs.extend(variant.docs.iter().cloned());
        let docs = parts::docs(&paragraphs);
        quote!(#docs #name,)
    });
    quote! {
        #docs #deprecated #derives
        pub enum #name {
            #(#variants)*
            #[doc = " A value that the document does not name."]
            #catch_all,
        }
    }
}

/// `("Email", Self::Email), ("SMS", Self::Sms)`
fn known<W>(variants: &[EnumVariant<W>], literal: impl Fn(&W) -> TokenStream) -> TokenStream {
    let pairs = variants.iter().map(|variant| {
        let (name, wire) = (ident(&variant.name), literal(&variant.wire));
        quote!((#wire, Self::#name))
    });
    quote!(#(#pairs),*)
}

/// `const OPEN: bool = true;`, where any other value is valid too.
fn open(open: bool) -> Option<TokenStream> {
    open.then(|| {
        quote!(
            const OPEN: bool = true;
        )
    })
}
