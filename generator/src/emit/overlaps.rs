//! `anyOf` of objects that may fit several branches at once: a struct with a member per branch.

use crate::ir::{TypeDef, Union};
use crate::tokens::{TokenStream, quote};

use super::checks::checks;
use super::parts::{self, From, ident};
use super::unions::{held, own_checks};

/// `pub struct Contact { pub email: Option<Email>, pub phone: Option<Phone> }` with its codec and conversions.
pub(super) fn overlap_def(def: &TypeDef, shape: &Union) -> TokenStream {
    let mut paragraphs = def.docs.clone();
    paragraphs.push("One or more of these at once; the value holds the members of all that are set.".to_owned());
    let docs = parts::docs(&paragraphs);
    let deprecated = parts::deprecated(def.deprecated);
    let derives = parts::derives(def.derives);
    let name = ident(&def.name);
    let fields = shape.variants.iter().map(|variant| {
        let docs = parts::docs(&variant.docs);
        let (field, ty) = (ident(&variant.field), held(variant));
        quote!(#docs pub #field: Option<#ty>,)
    });
    let decode = decode(shape);
    let encoded = shape.variants.iter().map(|variant| {
        let field = ident(&variant.field);
        quote!(&self.#field)
    });
    let conversions = conversions(def, shape);
    quote! {
        #docs #deprecated #derives
        pub struct #name { #(#fields)* }
        impl rt::Decode for #name {
            #decode
        }
        impl rt::Encode for #name {
            fn encode(&self, out: &mut rt::Writer) {
                out.overlap(&[#(#encoded),*]);
            }
        }
        rt::serde_through_codec!(#name);
        #conversions
    }
}

/// Every branch that fits is kept.
fn decode(shape: &Union) -> TokenStream {
    let own = own_checks(shape);
    let names: Vec<_> = shape.variants.iter().map(|variant| ident(&variant.field)).collect();
    let trial = parts::local("overlap", shape.variants.iter().map(|variant| variant.field.as_str()));
    let reads = shape.variants.iter().map(|variant| {
        let (field, label) = (ident(&variant.field), variant.name.trim_start_matches("r#"));
        if variant.checks.is_empty() {
            return quote!(let #field = #trial.branch(#label););
        }
        let checks = checks(&variant.checks, From::Types);
        quote!(let #field = #trial.checked_branch(#label, #checks);)
    });
    quote! {
        fn decode(node: rt::Node<'_>) -> rt::Decoded<Self> {
            #own
            let mut #trial = node.overlap();
            #(#reads)*
            #trial.end()?;
            Ok(Self { #(#names),* })
        }
    }
}

/// `From` for each branch that alone holds its type.
fn conversions(def: &TypeDef, shape: &Union) -> TokenStream {
    let name = ident(&def.name);
    let convertible = shape.variants.iter().filter(|variant| variant.converts);
    convertible
        .map(|variant| {
            let (field, ty) = (ident(&variant.field), parts::ty(&variant.ty, From::Types));
            let value = if variant.boxed { quote!(Box::new(value)) } else { quote!(value) };
            quote! {
                impl From<#ty> for #name {
                    fn from(value: #ty) -> Self { Self { #field: Some(#value), ..Self::default() } }
                }
            }
        })
        .collect()
}
