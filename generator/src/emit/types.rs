//! `types.rs`: the schemas.

use crate::ir::{Api, Field, Presence, Preset, Shape, Struct, Type, TypeDef};
use crate::tokens::{TokenStream, quote};
use crate::{Options, Piece};

use super::defaults::{self, Defaulted};
use super::parts::{self, From, ident};
use super::{codec, enums, gates, overlaps, unions};

/// The whole file.
pub(super) fn types<'a>(api: &'a Api, options: &Options) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Piece<'a>> = vec![Box::new(|| top(api))];
    let gates = gates::of_types(api, options);
    let types = parts::pieces(&api.types, type_def).zip(gates);
    pieces.extend(types.map(|(piece, gate)| gates::gated(gate, piece)));
    pieces
}

fn top(api: &Api) -> TokenStream {
    let docs = parts::inner_docs(&[format!("The schemas of {}.", api.title)]);
    let uses_runtime = api.types.iter().any(|def| match &def.shape {
        Shape::Alias(ty) => parts::names_runtime(ty),
        Shape::Struct(_) | Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Union(_) | Shape::Overlap(_) => true,
    });
    let runtime = uses_runtime.then(parts::use_runtime);
    quote!(#docs #runtime)
}

pub(super) fn type_def(def: &TypeDef) -> TokenStream {
    match &def.shape {
        Shape::Struct(shape) => struct_def(def, shape),
        Shape::StringEnum(shape) => enums::string_enum(def, shape),
        Shape::IntegerEnum(shape) => enums::integer_enum(def, shape),
        Shape::Union(shape) => unions::union_def(def, shape),
        Shape::Overlap(shape) => overlaps::overlap_def(def, shape),
        Shape::Alias(ty) => alias(def, ty),
    }
}

/// `pub type Tags = Vec<String>;`
fn alias(def: &TypeDef, ty: &Type) -> TokenStream {
    let docs = parts::docs(&def.docs);
    let deprecated = parts::deprecated(def.deprecated);
    let name = ident(&def.name);
    let ty = parts::ty(ty, From::Types);
    quote!(#docs #deprecated pub type #name = #ty;)
}

/// `pub struct User { pub name: String, pub age: Option<i64> }` with constructor, getters and codec.
fn struct_def(def: &TypeDef, shape: &Struct) -> TokenStream {
    let docs = parts::docs(&def.docs);
    let deprecated = parts::deprecated(def.deprecated);
    let derives = parts::derives(def.derives);
    let name = ident(&def.name);
    let fields = shape.fields.iter().map(field);
    let rest = shape.rest.as_ref().map(|rest| {
        let name = ident(&rest.name);
        let ty = parts::ty(&Type::Map(Box::new(rest.ty.clone())), From::Types);
        quote!(#[doc = " The members that the schema does not name."] pub #name: #ty,)
    });
    let methods = methods(def, shape);
    let codec = codec::struct_codec(def, shape);
    quote! {
        #docs #deprecated #derives
        pub struct #name { #(#fields)* #rest }
        #methods
        #codec
    }
}

/// `pub age: Option<i64>,`
fn field(field: &Field) -> TokenStream {
    let docs = parts::docs(&field.docs);
    let deprecated = parts::deprecated(field.deprecated);
    let name = ident(&field.name);
    let ty = field_type(field);
    quote!(#docs #deprecated pub #name: #ty,)
}

fn field_type(field: &Field) -> TokenStream {
    let plain = parts::ty(&field.ty, From::Types);
    let inner = if field.boxed { quote!(Box<#plain>) } else { plain };
    match field.presence {
        Presence::Required => inner,
        Presence::Optional | Presence::RequiredNullable => quote!(Option<#inner>),
        Presence::OptionalNullable => quote!(Option<Option<#inner>>),
    }
}

/// The getters of defaults; `Default` where the constructor takes nothing; and the constructor where no list has it.
fn methods(def: &TypeDef, shape: &Struct) -> TokenStream {
    let name = ident(&def.name);
    let constructor = shape.headers.as_ref().and_then(|_| constructor(shape));
    let getters: Vec<TokenStream> =
        shape.fields.iter().filter(|field| parts::is_free(&field.name)).filter_map(default_getter).collect();
    let methods = (constructor.is_some() || !getters.is_empty()).then(|| {
        quote! {
            impl #name {
                #constructor
                #(#getters)*
            }
        }
    });
    // A constructor without arguments is what `Default` is for.
    let default = (arguments(shape).is_some_and(|arguments| arguments.is_empty())).then(|| {
        quote! {
            impl Default for #name {
                fn default() -> Self { Self::new() }
            }
        }
    });
    quote!(#methods #default)
}

/// What the constructor asks for: `name: impl Into<String>`; there is one when a member is required.
pub(super) fn arguments(shape: &Struct) -> Option<Vec<TokenStream>> {
    let is_required = |field: &Field| matches!(field.presence, Presence::Required | Presence::RequiredNullable);
    if !shape.fields.iter().any(is_required) {
        return None;
    }
    let argument = |field: &Field| {
        let name = ident(&field.name);
        let ty = match field.presence {
            Presence::Required if !field.boxed => parts::argument(&field.ty, From::Types),
            // With or without its box.
            Presence::Required => {
                let boxed = field_type(field);
                quote!(impl Into<#boxed>)
            }
            _ => field_type(field),
        };
        quote!(#name: #ty)
    };
    Some(shape.fields.iter().filter(|field| is_required(field) && field.preset.is_none()).map(argument).collect())
}

/// `pub fn new(content_id: impl Into<String>) -> Self { Self { content_id: content_id.into(), location: None } }`
fn constructor(shape: &Struct) -> Option<TokenStream> {
    let arguments = arguments(shape)?;
    let values = shape.fields.iter().map(|field| {
        let name = ident(&field.name);
        match field.presence {
            Presence::Required | Presence::RequiredNullable => quote!(#name: #name.into()),
            Presence::Optional | Presence::OptionalNullable => quote!(#name: None),
        }
    });
    Some(quote! {
        #[doc = " A value with its required members; the others are unset."]
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
    })
}

/// `"cat".to_owned()`, `CatKind::Cat`
pub(super) fn preset_value(preset: &Preset) -> TokenStream {
    match preset {
        Preset::Text(text) => quote!(#text.to_owned()),
        Preset::Variant(ty, variant) => {
            let (ty, variant) = (ident(ty), ident(variant));
            quote!(#ty::#variant)
        }
    }
}

/// The getter of a member with a default.
fn default_getter(field: &Field) -> Option<TokenStream> {
    let defaulted = Defaulted {
        name: &field.name,
        ty: &field.ty,
        nullable: field.presence == Presence::OptionalNullable,
        boxed: field.boxed,
        deprecated: field.deprecated,
        default: field.default.as_ref()?,
    };
    Some(defaults::getter(&defaulted, From::Types))
}
