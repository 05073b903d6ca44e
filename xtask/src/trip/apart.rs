//! Which of two values a text is: a list of one item and that item are one text, and of both a type may be.

use serde_json::Value;
use twinspec::ir::{Content, Medium, Shape, Syntax, Type};

use super::types::Types;

/// How many unions are looked through: one may be a branch of itself.
const ROOM: usize = 8;

impl Types<'_> {
    /// Takes the only item of a list for the list, where a type may be either, or a member of it.
    pub(super) fn tell_apart(&self, ty: &Type, value: &mut Value) {
        self.tell_one_apart(ty, value);
        for (name, value) in value.as_object_mut().into_iter().flatten() {
            if let Some(ty) = self.member(ty, name, ROOM) {
                self.tell_one_apart(ty, value);
            }
        }
    }

    fn tell_one_apart(&self, ty: &Type, value: &mut Value) {
        if let Value::Array(items) = value
            && items.len() == 1
            && !self.is_list(ty, ROOM)
        {
            *value = items.remove(0);
        }
    }

    /// The same for the members of a body in which each is a text.
    pub(super) fn tell_members_apart(&self, content: &Content, value: &mut Value) {
        let (medium, value) = match (&content.ty, value) {
            (Type::Choice(_), Value::Object(chosen)) => {
                let index = chosen.get("variant").and_then(Value::as_u64).and_then(|index| usize::try_from(index).ok());
                (index.and_then(|index| content.media.get(index)), chosen.get_mut("value"))
            }
            (_, value) => (content.media.first(), Some(value)),
        };
        if let (Some(medium), Some(value)) = (medium, value)
            && value.is_object()
            && is_of_texts(medium)
        {
            self.tell_apart(&medium.ty, value);
        }
    }

    /// The type of a member of an object.
    fn member<'t>(&'t self, ty: &'t Type, name: &str, room: usize) -> Option<&'t Type> {
        let room = room.checked_sub(1)?;
        let name_of_type = match ty {
            Type::Map(inner) => return Some(inner),
            Type::Named(name) => name.as_str(),
            _ => return None,
        };
        match &self.named.get(name_of_type)?.shape {
            Shape::Struct(shape) => {
                let field = shape.fields.iter().find(|field| field.wire == name).map(|field| &field.ty);
                field.or_else(|| shape.rest.as_ref().map(|rest| &rest.ty))
            }
            Shape::Union(union) | Shape::Overlap(union) => {
                // Of several branches that which allows more.
                let found = union.variants.iter().filter_map(|variant| self.member(&variant.ty, name, room));
                found.min_by_key(|ty| self.is_list(ty, ROOM))
            }
            Shape::Alias(ty) => self.member(ty, name, room),
            Shape::StringEnum(_) | Shape::IntegerEnum(_) => None,
        }
    }

    /// Whether every value of a type is a list.
    fn is_list(&self, ty: &Type, room: usize) -> bool {
        let Some(room) = room.checked_sub(1) else { return false };
        match ty {
            Type::Vec(_) | Type::Tuple(_) => true,
            Type::Nullable(inner) => self.is_list(inner, room),
            Type::Named(name) => match self.named.get(name.as_str()).map(|def| &def.shape) {
                Some(Shape::Alias(ty)) => self.is_list(ty, room),
                Some(Shape::Union(union) | Shape::Overlap(union)) => {
                    union.variants.iter().all(|variant| self.is_list(&variant.ty, room))
                }
                _ => false,
            },
            _ => false,
        }
    }
}

/// Whether each member of a body is a text, or a part.
fn is_of_texts(medium: &Medium) -> bool {
    medium.formats.iter().any(|format| matches!(format.syntax, Syntax::Form(_) | Syntax::Multipart(_)))
}
