//! How a struct is read from JSON and written to it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Field, Presence, Struct, TypeDef};

use super::checks::checks;
use super::parts::{self, From, ident};

/// `impl rt::Decode for User`, `impl rt::Encode for User`, and serde through them.
pub(super) fn struct_codec(def: &TypeDef, shape: &Struct) -> TokenStream {
    let name = ident(&def.name);
    let decode = decode(shape);
    let encode = encode(shape);
    quote! {
        impl rt::Decode for #name {
            #decode
        }
        impl rt::Encode for #name {
            #encode
        }
        rt::serde_through_codec!(#name);
    }
}

/// `fn decode(node: rt::Node<'_>) -> rt::Decoded<Self> { … }`
fn decode(shape: &Struct) -> TokenStream {
    let names =
        || shape.fields.iter().map(|field| field.name.as_str()).chain(shape.rest.iter().map(|rest| rest.name.as_str()));
    let object = parts::local("object", names());
    let own = (!shape.checks.is_empty()).then(|| {
        let check = checks(&shape.checks, From::Types);
        quote!(#object.check_self(#check);)
    });
    let reads = shape.fields.iter().map(|field| {
        let (name, wire, method) = (ident(&field.name), &field.wire, read_method(field));
        quote!(let #name = #object.#method(#wire);)
    });
    let checked = shape.fields.iter().filter(|field| !field.checks.is_empty()).map(|field| {
        let (wire, check) = (&field.wire, checks(&field.checks, From::Types));
        quote!(#object.check(#wire, #check);)
    });
    // Whoever does not ask for the rest does not look at them anyway.
    let ignored = (!shape.ignored.is_empty() && (shape.closed || shape.rest.is_some())).then(|| {
        let wires = &shape.ignored;
        quote!(#object.ignore(&[#(#wires),*]);)
    });
    let closed = shape.closed.then(|| quote!(#object.closed();));
    let rest = shape.rest.as_ref().map(|rest| {
        let name = ident(&rest.name);
        quote!(let #name = #object.rest();)
    });
    let values = names().map(|name| {
        let name = ident(name);
        quote!(#name: #name?)
    });
    let asks = !shape.fields.is_empty() || shape.rest.is_some() || shape.closed || !shape.checks.is_empty();
    let mutable = asks.then(|| quote!(mut));
    quote! {
        fn decode(node: rt::Node<'_>) -> rt::Decoded<Self> {
            let #mutable #object = node.object()?;
            #(#reads)*
            #ignored
            #rest
            #(#checked)*
            #own
            #closed
            #object.end()?;
            Ok(Self { #(#values),* })
        }
    }
}

fn read_method(field: &Field) -> proc_macro2::Ident {
    ident(match field.presence {
        Presence::Required => "required",
        Presence::Optional => "optional",
        Presence::RequiredNullable => "required_nullable",
        Presence::OptionalNullable => "optional_nullable",
    })
}

/// `fn encode(&self, out: &mut rt::Writer) { … }`
fn encode(shape: &Struct) -> TokenStream {
    let members = shape.fields.iter().map(|field| {
        let (name, wire) = (ident(&field.name), &field.wire);
        let method = ident(match field.presence {
            Presence::Required | Presence::RequiredNullable => "member",
            Presence::Optional => "optional",
            Presence::OptionalNullable => "optional_nullable",
        });
        quote!(object.#method(#wire, &self.#name);)
    });
    let rest = shape.rest.as_ref().map(|rest| {
        let name = ident(&rest.name);
        quote!(object.rest(&self.#name);)
    });
    let mutable = (!shape.fields.is_empty() || shape.rest.is_some()).then(|| quote!(mut));
    quote! {
        fn encode(&self, out: &mut rt::Writer) {
            let #mutable object = out.object();
            #(#members)*
            #rest
            object.end();
        }
    }
}
