//! What is said of the parts of a shape: the words that make no other type.

use crate::ir::{Docs, Shape};

use super::docs;

/// What is said of each part, to be taken and given back.
pub(super) fn words(shape: &mut Shape) -> impl Iterator<Item = &mut Docs> {
    let words: Vec<&mut Docs> = match shape {
        Shape::Struct(shape) => shape.fields.iter_mut().map(|field| &mut field.docs).collect(),
        Shape::StringEnum(shape) => shape.variants.iter_mut().map(|variant| &mut variant.docs).collect(),
        Shape::IntegerEnum(shape) => shape.variants.iter_mut().map(|variant| &mut variant.docs).collect(),
        Shape::Union(shape) | Shape::Overlap(shape) => {
            shape.variants.iter_mut().map(|variant| &mut variant.docs).collect()
        }
        Shape::Alias(_) => Vec::new(),
    };
    words.into_iter()
}

/// What is said of the parts of one shape, and not of those of another that is equal.
pub(super) fn differing(own: &Shape, first: &Shape) -> Docs {
    let own = said(own).into_iter().zip(said(first)).filter(|((_, own), (_, first))| own != first);
    let paragraphs = own.filter(|((_, own), _)| !own.is_empty());
    paragraphs.map(|((part, own), _)| format!("{}: {}", docs::code(part), own.join("\n\n"))).collect()
}

/// What is said of each part.
fn said(shape: &Shape) -> Vec<(&str, &Docs)> {
    match shape {
        Shape::Struct(shape) => shape.fields.iter().map(|field| (field.wire.as_str(), &field.docs)).collect(),
        Shape::StringEnum(shape) => {
            shape.variants.iter().map(|variant| (variant.wire.as_str(), &variant.docs)).collect()
        }
        Shape::IntegerEnum(shape) => {
            shape.variants.iter().map(|variant| (variant.name.as_str(), &variant.docs)).collect()
        }
        Shape::Union(shape) | Shape::Overlap(shape) => {
            shape.variants.iter().map(|variant| (variant.name.as_str(), &variant.docs)).collect()
        }
        Shape::Alias(_) => Vec::new(),
    }
}
