//! The Encoding Object: of what it speaks, and what of it is not heeded.

use crate::codes;
use crate::diagnostic::Pointer;
use crate::ir::{Shape, Type};

use super::Lowering;

/// What the values of a type are, as far as a form or a multipart body sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// One text.
    Scalar,
    /// An array of texts.
    List,
    /// An array of objects or arrays.
    Objects,
    /// An object.
    Object,
    /// One or another.
    Mixed,
}

/// Unions within unions, and lists within lists, are looked through to this depth.
const DEEPEST: usize = 16;

impl Lowering<'_> {
    /// Says which encodings of a body are of no member of it, and which of their members are not heeded.
    pub(super) fn note_encodings(&mut self, at: &Pointer, members: &[(String, Type)]) {
        for name in self.names_at(at) {
            let here = at.child(&name);
            if !members.iter().any(|(wire, _)| *wire == name) {
                self.note_unheeded(&here, &format!("the schema has no member `{name}`"), "this encoding has no effect");
            }
            for key in ["encoding", "prefixEncoding", "itemEncoding"] {
                let what = format!("`{key}` within an encoding is not applied");
                self.note_unheeded(&here.child(key), &what, "a part has no parts of its own");
            }
        }
    }

    /// Says which members of a Media Type Object are not heeded for its content type: `encoding` says how the members of
    /// a form stand in it, `itemSchema` what the items of a sequence are (OpenAPI 3.2, section 4.14).
    pub(super) fn note_media(&mut self, at: &Pointer, content_type: &str, encodes: bool, sequence: bool) {
        let known = |key: &str| (key == "encoding" && encodes) || (key == "itemSchema" && sequence);
        for key in ["encoding", "prefixEncoding", "itemEncoding", "itemSchema"].into_iter().filter(|key| !known(key)) {
            let what = format!("`{key}` is not applied to `{content_type}`");
            self.note_unheeded(&at.child(key), &what, "not heeded");
        }
        if sequence && self.resolver.find(&at.child("itemSchema")).is_some() {
            self.note_unheeded(&at.child("schema"), "`schema` is not applied beside `itemSchema`", "not heeded");
        }
    }

    /// Tells of something that is there, and has no effect.
    pub(super) fn note_unheeded(&mut self, at: &Pointer, what: &str, label: &str) {
        if self.resolver.find(at).is_some() {
            self.diagnostics.note(codes::CONTENT_TYPE_NOT_SUPPORTED, at, what).key().label(label);
        }
    }

    /// The members of an object, or of any branch of a union of objects.
    pub(super) fn members(&self, ty: &Type, depth: usize, found: &mut Vec<(String, Type)>) {
        let Type::Named(name) = self.unaliased(ty) else { return };
        match self.definition(name).map(|def| &def.shape) {
            _ if depth > DEEPEST => {}
            Some(Shape::Struct(shape)) => {
                for field in &shape.fields {
                    if found.iter().all(|(wire, _)| *wire != field.wire) {
                        found.push((field.wire.clone(), field.ty.clone()));
                    }
                }
            }
            Some(Shape::Union(union) | Shape::Overlap(union)) => {
                for variant in &union.variants {
                    self.members(&variant.ty, depth + 1, found);
                }
            }
            Some(Shape::Alias(_) | Shape::StringEnum(_) | Shape::IntegerEnum(_)) | None => {}
        }
    }

    pub(super) fn class(&self, ty: &Type, depth: usize) -> Class {
        match self.unaliased(ty) {
            Type::Json => Class::Mixed,
            Type::Map(_) => Class::Object,
            Type::Nullable(inner) | Type::Part(inner, _) => self.class(inner, depth),
            Type::Vec(item) => match self.class(item, depth + 1) {
                Class::Scalar | Class::Mixed => Class::List,
                _ => Class::Objects,
            },
            Type::Tuple(items) => {
                let flat = |item: &Type| matches!(self.class(item, depth + 1), Class::Scalar | Class::Mixed);
                if items.iter().all(flat) { Class::List } else { Class::Objects }
            }
            Type::Named(name) => match self.definition(name).map(|def| &def.shape) {
                _ if depth > DEEPEST => Class::Mixed,
                Some(Shape::Struct(_)) => Class::Object,
                Some(Shape::StringEnum(_) | Shape::IntegerEnum(_)) => Class::Scalar,
                Some(Shape::Alias(aliased)) => self.class(aliased, depth + 1),
                Some(Shape::Union(union) | Shape::Overlap(union)) => {
                    let mut classes = union.variants.iter().map(|variant| self.class(&variant.ty, depth + 1));
                    let first = classes.next().unwrap_or(Class::Mixed);
                    if classes.all(|class| class == first) { first } else { Class::Mixed }
                }
                None => Class::Mixed,
            },
            _ => Class::Scalar,
        }
    }
}
