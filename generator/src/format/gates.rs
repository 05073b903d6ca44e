//! Conditions of pieces, which become those of their items.

use syn::{AttrStyle, Attribute, File, Item};

/// Passes `#![cfg(…)]` of a piece on to its items, each behind its documentation.
pub(super) fn pass_on(mut piece: File) -> File {
    let (gates, others): (Vec<Attribute>, _) = piece.attrs.into_iter().partition(|one| one.path().is_ident("cfg"));
    piece.attrs = others;
    let gates: Vec<Attribute> = gates.into_iter().map(|gate| Attribute { style: AttrStyle::Outer, ..gate }).collect();
    for attributes in piece.items.iter_mut().filter(|_| !gates.is_empty()).filter_map(attributes) {
        let docs = attributes.iter().take_while(|attribute| attribute.path().is_ident("doc")).count();
        attributes.splice(docs..docs, gates.iter().cloned());
    }
    piece
}

/// The attributes of an item of a kind that is printed.
fn attributes(item: &mut Item) -> Option<&mut Vec<Attribute>> {
    Some(match item {
        Item::Const(item) => &mut item.attrs,
        Item::Enum(item) => &mut item.attrs,
        Item::Fn(item) => &mut item.attrs,
        Item::Impl(item) => &mut item.attrs,
        Item::Macro(item) => &mut item.attrs,
        Item::Mod(item) => &mut item.attrs,
        Item::Static(item) => &mut item.attrs,
        Item::Struct(item) => &mut item.attrs,
        Item::Trait(item) => &mut item.attrs,
        Item::Type(item) => &mut item.attrs,
        Item::Use(item) => &mut item.attrs,
        _ => return None,
    })
}
