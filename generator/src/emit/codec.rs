//! How a struct is read from JSON and written to it.

use crate::ir::{Field, Presence, Struct, TypeDef};
use crate::tokens::{Ident, TokenStream, quote};

use super::checks;
use super::part_headers::part_headers;
use super::parts::{From, ident};
use super::types;

/// `rt::object! { User { new(name: impl Into<String>), name: required "name", age: optional "age", ..rest } }`
pub(super) fn struct_codec(def: &TypeDef, shape: &Struct) -> TokenStream {
    let name = ident(&def.name);
    if let Some(headers) = &shape.headers {
        return part_headers(&name, headers);
    }
    // All or none: what is wrong is told in the order of the members.
    let listed = shape.fields.iter().all(|field| checks::listed(&field.checks).is_some());
    let only_closed = shape.closed && shape.checks.is_empty() && shape.ignored.is_empty() && listed;
    let checked = if only_closed { None } else { checked(def, shape, listed) };
    let bound = match &checked {
        Some(_) => Some(quote!(: Checked)),
        None => only_closed.then(|| quote!(: Closed)),
    };
    let members = shape.fields.iter().map(|field| {
        let (name, presence, wire) = (ident(&field.name), presence(field), &field.wire);
        let checks = checks::listed(&field.checks).filter(|_| listed);
        let preset = field.preset.as_ref().map(|preset| {
            let value = types::preset_value(preset);
            quote!(= #value)
        });
        quote!(#name: #presence #wire #checks #preset,)
    });
    let new = types::arguments(shape).map(|arguments| quote!(new(#(#arguments),*),));
    let rest = shape.rest.as_ref().map(|rest| {
        let (name, wires) = (ident(&rest.name), &shape.ignored);
        let ignored = (!wires.is_empty()).then(|| quote!(but [#(#wires),*]));
        quote!(..#name #ignored,)
    });
    quote! {
        #checked
        rt::object! { #name #bound { #new #(#members)* #rest } }
    }
}

/// `impl rt::Checked for User { … }`, for what neither the types of the members nor the list say.
fn checked(def: &TypeDef, shape: &Struct, listed: bool) -> Option<TokenStream> {
    let members = shape.fields.iter().filter(|field| !listed && !field.checks.is_empty()).map(|field| {
        let (wire, check) = (&field.wire, checks::checks(&field.checks, From::Types));
        quote!(object.check(#wire, #check);)
    });
    let own = (!shape.checks.is_empty()).then(|| {
        let check = checks::checks(&shape.checks, From::Types);
        quote!(object.check_self(#check);)
    });
    let closed = shape.closed.then(|| {
        let wires = &shape.ignored;
        // Before a rest, they are ignored already.
        let ignored = (!wires.is_empty() && shape.rest.is_none()).then(|| quote!(object.ignore(&[#(#wires),*]);));
        quote!(#ignored object.closed();)
    });
    let statements: TokenStream = members.chain(own).chain(closed).collect();
    let name = ident(&def.name);
    (!statements.is_empty()).then(|| {
        quote! {
            impl rt::Checked for #name {
                fn check(object: &mut rt::ObjectReader<'_>) { #statements }
            }
        }
    })
}

/// The methods of the reader and of the writer.
fn presence(field: &Field) -> Ident {
    ident(match field.presence {
        Presence::Required => "required",
        Presence::Optional => "optional",
        Presence::RequiredNullable => "required_nullable",
        Presence::OptionalNullable => "optional_nullable",
    })
}
