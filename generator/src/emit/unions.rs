//! Unions: an enum with one variant per branch.

use crate::ir::{Otherwise, Tag, TypeDef, Union, UnionVariant};
use crate::tokens::{TokenStream, quote};

use super::checks::{checks, listed};
use super::parts::{self, From, ident};

/// `pub enum Pet { Cat(Cat), Dog(Dog), Unknown(rt::Value) }` with its codec and conversions.
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
    let unknown = kept(shape).map(|name| {
        let name = ident(name);
        quote!(#[doc = " What the document does not name: kept as it is, and not valid."] #name(rt::Value),)
    });
    if let Some(list) = list(def, shape) {
        return quote!(#docs #deprecated #derives pub enum #name { #(#variants)* #unknown } #list);
    }
    let nullable = shape.takes_null.then(|| {
        quote!(
            const NULLABLE: bool = true;
        )
    });
    let decode = decode(shape);
    let encode = encode(shape);
    let conversions = conversions(def, shape);
    quote! {
        #docs #deprecated #derives
        pub enum #name { #(#variants)* #unknown }
        impl rt::Decode for #name {
            #nullable
            #decode
        }
        impl rt::Encode for #name {
            #encode
        }
        rt::serde_through_codec!(#name);
        #conversions
    }
}

/// `rt::union! { Pet: tag("kind") { Cat(kind): Cat = "cat" or "Cat", _ = Unknown, } }`, or `one_of { Cat: Cat, Dog: Dog, }`,
/// where a list says all
fn list(def: &TypeDef, shape: &Union) -> Option<TokenStream> {
    let raw = |variant: &UnionVariant| variant.name.starts_with("r#");
    if shape.takes_null || !shape.checks.is_empty() || shape.variants.iter().any(raw) {
        return None;
    }
    let name = ident(&def.name);
    let converted = |variant: &UnionVariant| {
        let ty = parts::ty(&variant.ty, From::Types);
        variant.converts.then(|| quote!(: #ty))
    };
    let Some(tag) = &shape.tag else {
        let method = ident(if shape.exclusive { "one_of" } else { "any_of" });
        let branches = shape.variants.iter().map(|variant| {
            let (name, converted, checks) = (ident(&variant.name), converted(variant), listed(&variant.checks)?);
            Some(quote!(#name #converted #checks,))
        });
        let branches = branches.collect::<Option<Vec<_>>>()?;
        return Some(quote!(rt::union! { #name: #method { #(#branches)* } }));
    };
    let Tag { property, otherwise: Otherwise::Kept(unknown), may_lack: false, content: None, values } = tag else {
        return None;
    };
    let branches = shape.variants.iter().enumerate().map(|(index, variant)| {
        let of_branch = |implied: bool| values.iter().filter(move |one| one.variant == index && one.implied == implied);
        let named: Vec<&String> = of_branch(false).map(|value| &value.text).collect();
        let implied: Vec<&String> = of_branch(true).map(|value| &value.text).collect();
        let field = match &variant.tag {
            Some(field) if field.optional => return None,
            field => field.as_ref().map(|field| ident(&field.name)).map(|field| quote!((#field))),
        };
        let (name, converted, checks) = (ident(&variant.name), converted(variant), listed(&variant.checks)?);
        let or = (!implied.is_empty()).then(|| quote!(or #(#implied)|*));
        let has_tag = !named.is_empty() || !implied.is_empty();
        has_tag.then(|| quote!(#name #field #converted #checks = #(#named)|* #or,))
    });
    let (branches, unknown) = (branches.collect::<Option<Vec<_>>>()?, ident(unknown));
    Some(quote!(rt::union! { #name: tag(#property) { #(#branches)* _ = #unknown, } }))
}

/// The variant for what the document does not name.
fn kept(shape: &Union) -> Option<&str> {
    match &shape.tag.as_ref()?.otherwise {
        Otherwise::Kept(name) => Some(name),
        Otherwise::Variant(_) | Otherwise::Default(_) | Otherwise::Tried => None,
    }
}

/// `match self { Self::Cat(value) => out.tagged("kind", &["cat"], Some(&value.kind), value), … }`
fn encode(shape: &Union) -> TokenStream {
    let arms = shape.variants.iter().enumerate().map(|(index, variant)| {
        let name = ident(&variant.name);
        let written = shape.tag.as_ref().and_then(|tag| tagged(tag, index, variant));
        let written = written.unwrap_or_else(|| quote!(value.encode(out)));
        quote!(Self::#name(value) => #written,)
    });
    let unknown = kept(shape).map(|name| {
        let name = ident(name);
        quote!(Self::#name(value) => value.encode(out),)
    });
    quote! {
        fn encode(&self, out: &mut rt::Writer) {
            match self { #(#arms)* #unknown }
        }
    }
}

/// `out.tagged("kind", &["cat", "Cat"], value.kind.as_deref(), value)`
fn tagged(tag: &Tag, index: usize, variant: &UnionVariant) -> Option<TokenStream> {
    let boxed = if variant.boxed { quote!(&**value) } else { quote!(value) };
    if let Some(content) = &tag.content {
        let (property, text) = (&tag.property, &tag.values.iter().find(|value| value.variant == index)?.text);
        return Some(quote!(out.beside(#property, #text, #content, #boxed)));
    }
    let field = variant.tag.as_ref()?;
    let property = &tag.property;
    let values: Vec<&String> =
        tag.values.iter().filter(|value| value.variant == index).map(|value| &value.text).collect();
    let name = ident(&field.name);
    let text = match (field.is_enum, field.optional) {
        (false, false) => quote!(Some(&value.#name)),
        (false, true) => quote!(value.#name.as_deref()),
        (true, false) => quote!(Some(value.#name.as_str())),
        (true, true) => quote!(value.#name.as_ref().map(|tag| tag.as_str())),
    };
    let value = boxed;
    if matches!(tag.otherwise, Otherwise::Variant(other) | Otherwise::Default(other) if other == index) {
        // It takes any tag but those of the others.
        let others = tag.values.iter().filter(|value| value.variant != index).map(|value| &value.text);
        return Some(quote!(out.tagged_but(#property, &[#(#others),*], #text, #value)));
    }
    if field.optional {
        return Some(quote!(out.tagged_where_needed(self, #property, &[#(#values),*], #text, #value)));
    }
    Some(quote!(out.tagged(#property, &[#(#values),*], #text, #value)))
}

/// The type that a variant holds.
pub(super) fn held(variant: &UnionVariant) -> TokenStream {
    let plain = parts::ty(&variant.ty, From::Types);
    if variant.boxed { quote!(Box<#plain>) } else { plain }
}

/// By the tag where there is one, else by trying each branch.
fn decode(shape: &Union) -> TokenStream {
    let own = own_checks(shape);
    let body = match &shape.tag {
        Some(tag) => by_tag(tag, shape),
        None => by_trial(shape),
    };
    quote! {
        fn decode(node: rt::Node<'_>) -> rt::Decoded<Self> {
            #own
            #body
        }
    }
}

/// `node.check(…)?;`
pub(super) fn own_checks(shape: &Union) -> Option<TokenStream> {
    (!shape.checks.is_empty()).then(|| {
        let checks = checks(&shape.checks, From::Types);
        quote!(node.check(#checks)?;)
    })
}

/// `node.one_of().branch("Cat", Self::Cat).end()`
fn by_trial(shape: &Union) -> TokenStream {
    let branches = shape.variants.iter().map(|variant| branch(variant, &quote!()));
    let method = ident(if shape.exclusive { "one_of" } else { "any_of" });
    quote!(node.#method() #(#branches)* .end())
}

/// `match node.tag("kind") { Some("cat" | "Cat") => node.branch("Cat", Self::Cat), … }`
fn by_tag(tag: &Tag, shape: &Union) -> TokenStream {
    let property = &tag.property;
    let is_default = |index: usize| matches!(tag.otherwise, Otherwise::Default(other) if other == index);
    let arms =
        shape.variants.iter().enumerate().filter(|(index, _)| !is_default(*index)).filter_map(|(index, variant)| {
            let values: Vec<&String> =
                tag.values.iter().filter(|value| value.variant == index).map(|value| &value.text).collect();
            let only = whole(tag, variant);
            (!values.is_empty()).then(|| quote!(Some(#(#values)|*) => #only,))
        });
    let lacking = tag.may_lack.then(|| {
        let trial = by_trial(shape);
        quote!(None => #trial,)
    });
    let known: Vec<&String> = tag.values.iter().filter(|value| !value.implied).map(|value| &value.text).collect();
    let other = match &tag.otherwise {
        Otherwise::Kept(name) => {
            let name = ident(name);
            quote!(_ => node.unknown(#property, &[#(#known),*], Self::#name),)
        }
        Otherwise::Tried => {
            let trial = by_trial(shape);
            quote!(_ => #trial,)
        }
        Otherwise::Default(index) => {
            let only = shape.variants.get(*index).map(|variant| branch(variant, &quote!(node)));
            quote!(_ => #only,)
        }
        Otherwise::Variant(index) => {
            let only = shape.variants.get(*index).map(|variant| branch(variant, &quote!(node)));
            quote!(_ => {
                node.known_tag(#property, &[#(#known),*])?;
                #only
            })
        }
    };
    quote! {
        match node.tag(#property) {
            #(#arms)*
            #lacking
            #other
        }
    }
}

/// `node.branch("Cat", Self::Cat)`, `node.content("data", |node| node.branch("Cat", Self::Cat))`
fn whole(tag: &Tag, variant: &UnionVariant) -> TokenStream {
    let branch = branch(variant, &quote!(node));
    match &tag.content {
        Some(content) => quote!(node.content(#content, |node| #branch)),
        None => branch,
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

/// `From` for each branch that alone holds its type. It sets a tag that may be unset, since the value is to be told by it.
fn conversions(def: &TypeDef, shape: &Union) -> TokenStream {
    let name = ident(&def.name);
    shape
        .variants
        .iter()
        .enumerate()
        .filter(|(_, variant)| variant.converts)
        .map(|(index, variant)| {
            let (variant_name, ty) = (ident(&variant.name), parts::ty(&variant.ty, From::Types));
            let value = if variant.boxed { quote!(Box::new(value)) } else { quote!(value) };
            let unset = variant.tag.as_ref().filter(|field| field.optional);
            let first = shape.tag.as_ref().and_then(|tag| tag.values.iter().find(|value| value.variant == index));
            let (mutable, tagged) = match (unset, first) {
                (Some(field), Some(first)) => {
                    let (field, text) = (ident(&field.name), &first.text);
                    (quote!(mut), quote!(value.#field.get_or_insert_with(|| #text.into());))
                }
                _ => (quote!(), quote!()),
            };
            quote! {
                impl From<#ty> for #name {
                    fn from(#mutable value: #ty) -> Self {
                        #tagged
                        Self::#variant_name(#value)
                    }
                }
            }
        })
        .collect()
}
