//! Open enumerations of strings and of integers.

use crate::ir::{EnumVariant, IntegerEnum, StringEnum, TypeDef};
use crate::markdown::code;
use crate::tokens::{Ident, Literal, ToTokens, TokenStream, quote};

use super::parts::{self, ident};

/// `pub enum Category { Email, Sms, Unknown(String) }` and its values.
pub(super) fn string_enum(def: &TypeDef, shape: &StringEnum) -> TokenStream {
    let catch_all = ident(&shape.catch_all);
    let definition = definition(def, &parts::derives(def.derives), &shape.variants, &quote!(#catch_all(String)));
    let values = values(def, shape.open, &shape.variants, &catch_all, String::to_token_stream);
    quote!(#definition rt::open_enum! { #values })
}

/// `pub enum Priority { Low, High, Unknown(i64) }` and its values.
pub(super) fn integer_enum(def: &TypeDef, shape: &IntegerEnum) -> TokenStream {
    let catch_all = ident(&shape.catch_all);
    let derives = quote!(#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]);
    let definition = definition(def, &derives, &shape.variants, &quote!(#catch_all(i64)));
    let integer = |wire: &i64| Literal::i64_unsuffixed(*wire).to_token_stream();
    let values = values(def, shape.open, &shape.variants, &catch_all, integer);
    quote!(#definition rt::open_integer! { #values })
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

/// `Category { Email = "Email", Sms = "SMS", _ = Unknown, }`
fn values<W>(
    def: &TypeDef,
    open: bool,
    variants: &[EnumVariant<W>],
    catch_all: &Ident,
    literal: impl Fn(&W) -> TokenStream,
) -> TokenStream {
    let name = ident(&def.name);
    let open = open.then(|| quote!(: Open));
    let variants = variants.iter().map(|variant| {
        let (name, wire) = (ident(&variant.name), literal(&variant.wire));
        quote!(#name = #wire,)
    });
    quote!(#name #open { #(#variants)* _ = #catch_all, })
}
