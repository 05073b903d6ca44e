//! Unions: an enum with one variant per branch.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Tag, TypeDef, Union, UnionVariant};

use super::checks::checks;
use super::parts::{self, From, ident};

/// `pub enum Pet { Cat(Cat), Dog(Dog) }` with its codec and conversions.
pub(super) fn union_def(def: &TypeDef, shape: &Union) -> TokenStream {
    let docs = parts::docs(&def.docs);
    let deprecated = parts::deprecated(def.deprecated);
    let derives = parts::derives(def.derives);
    let name = ident(&def.name);
    let variants = shape.variants.iter().map(|variant| {
        let docs = parts::docs(&variant.docs);
        let (name, ty) = (ident(&variant.name), held(variant));
        quote!(#docs #name(#ty),)
    });
    let decode = decode(shape);
    let arms = shape.variants.iter().map(|variant| {
        let name = ident(&variant.name);
        quote!(Self::#name(value) => value.encode(out),)
    });
    let conversions = conversions(def, shape);
    quote! {
        #docs #deprecated #derives
        pub enum #name { #(#variants)* }
        impl rt::Decode for #name {
            #decode
        }
        impl rt::Encode for #name {
            fn encode(&self, out: &mut rt::Writer) {
                match self { #(#arms)* }
            }
        }
        rt::serde_through_codec!(#name);
        #conversions
    }
}

/// The type that a variant holds.
fn held(variant: &UnionVariant) -> TokenStream {
    let plain = parts::ty(&variant.ty, From::Types);
    if variant.boxed { quote!(Box<#plain>) } else { plain }
}

/// By the tag where there is one, else by trying each branch.
fn decode(shape: &Union) -> TokenStream {
    let tag = shape.tag.as_ref().map(|tag| by_tag(tag, shape));
    let branches = shape.variants.iter().map(|variant| branch(variant, &quote!()));
    let method = ident(if shape.exclusive { "one_of" } else { "any_of" });
    let own = (!shape.checks.is_empty()).then(|| {
        let checks = checks(&shape.checks, From::Types);
        quote!(node.check(#checks)?;)
    });
    quote! {
        fn decode(node: rt::Node<'_>) -> rt::Decoded<Self> {
            #own
            #tag
            node.#method() #(#branches)* .end()
        }
    }
}

/// `match node.tag("type") { Some("cat") => return node.branch("Cat", Self::Cat), _ => {} }`
fn by_tag(tag: &Tag, shape: &Union) -> TokenStream {
    let property = &tag.property;
    let arms = shape.variants.iter().enumerate().filter_map(|(index, variant)| {
        let values: Vec<&String> = tag.values.iter().filter(|(_, at)| *at == index).map(|(value, _)| value).collect();
        let only = branch(variant, &quote!(node));
        (!values.is_empty()).then(|| quote!(#(Some(#values))|* => return #only,))
    });
    quote! {
        match node.tag(#property) {
            #(#arms)*
            _ => {}
        }
    }
}

/// `.branch("Cat", Self::Cat)`
fn branch(variant: &UnionVariant, receiver: &TokenStream) -> TokenStream {
    let (name, label) = (ident(&variant.name), variant.name.trim_start_matches("r#"));
    if variant.checks.is_empty() {
        return quote!(#receiver.branch(#label, Self::#name));
    }
    let checks = checks(&variant.checks, From::Types);
    quote!(#receiver.checked_branch(#label, Self::#name, #checks))
}

/// `From` for each branch that alone holds its type.
fn conversions(def: &TypeDef, shape: &Union) -> TokenStream {
    let name = ident(&def.name);
    shape
        .variants
        .iter()
        .filter(|variant| variant.converts)
        .map(|variant| {
            let (variant_name, ty) = (ident(&variant.name), parts::ty(&variant.ty, From::Types));
            let value = if variant.boxed { quote!(Box::new(value)) } else { quote!(value) };
            quote! {
                impl From<#ty> for #name {
                    fn from(value: #ty) -> Self { Self::#variant_name(#value) }
                }
            }
        })
        .collect()
}
