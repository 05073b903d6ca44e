//! `style` and `explode` of the parts of a multipart body (the Encoding Object; RFC 6570, as OpenAPI's `style` has it).
//!
//! Nothing is percent-encoded: the content of a part is no URL.

use crate::diagnostic::Pointer;
use crate::ir::{PartStyle, Shape, Type};
use crate::value::Value;

use super::Lowering;
use super::encodings::Class;
use super::multipart::{JSON, is_styled};

/// A member of a multipart body.
pub(super) type Member = (String, Type);

/// The members of an object.
struct Object {
    /// Those that have names in the document.
    names: Vec<String>,
    /// Whether there may be others.
    open: bool,
}

impl Lowering<'_> {
    /// How the member at an index stands by `style` and `explode`: `contentType` counts no more (OpenAPI 3.1 section
    /// 4.8.15.1), and `allowReserved` has nothing to say, for nothing is percent-encoded. `open` tells whether the
    /// body may have members without names in the document.
    pub(super) fn styled(&mut self, at: &Pointer, members: &[Member], index: usize, open: bool) -> Option<PartStyle> {
        let (_, ty) = members.get(index)?;
        let class = self.class(ty, 0);
        if class == Class::Object
            && let Some(style) = self.object_style_of_part(at, members, index, open)
        {
            return Some(style);
        }
        let (style, explode) = self.stated_style(at);
        let between = match (style, class) {
            (_, Class::Scalar) | ("form", Class::Mixed) => return None,
            ("form", Class::List) if explode => return Some(PartStyle::List),
            ("form", Class::Objects) if explode => return Some(PartStyle::TypedList(JSON.to_owned())),
            ("deepObject", _) => return Some(PartStyle::Deep),
            ("form", Class::List) => ",",
            ("spaceDelimited", Class::List) => " ",
            ("pipeDelimited", Class::List) => "|",
            _ => {
                self.cannot_tell(at, "the member is written as JSON");
                let json = JSON.to_owned();
                return Some(if class == Class::Objects { PartStyle::TypedList(json) } else { PartStyle::Typed(json) });
            }
        };
        Some(PartStyle::Joined(between))
    }

    /// How an object stands: names and values in turn, or a part for each member; `None` where that is not defined, or
    /// where its members could not be told from others.
    fn object_style_of_part(&self, at: &Pointer, members: &[Member], index: usize, open: bool) -> Option<PartStyle> {
        let (style, explode) = self.stated_style(at);
        match (style, explode) {
            ("form", true) => self.exploded(at, members, index, open),
            ("form", false) => Some(PartStyle::Pairs(",")),
            ("spaceDelimited", false) => Some(PartStyle::Pairs(" ")),
            ("pipeDelimited", false) => Some(PartStyle::Pairs("|")),
            _ => None,
        }
    }

    /// `style` and `explode`, or their defaults.
    fn stated_style(&self, at: &Pointer) -> (&str, bool) {
        let encoding = self.resolver.find(at).unwrap_or(&Value::Null);
        let style = encoding.get("style").and_then(Value::as_str).unwrap_or("form");
        (style, encoding.get("explode").and_then(Value::as_bool).unwrap_or(style == "form"))
    }

    /// The parts that the members of an exploded object are: those of their names, or all that are of nothing else.
    fn exploded(&self, at: &Pointer, members: &[Member], index: usize, open: bool) -> Option<PartStyle> {
        let encodings = at.parent()?;
        let own = self.object(&members.get(index)?.1);
        let mut others: Vec<String> = Vec::new();
        for (_, (wire, ty)) in members.iter().enumerate().filter(|(other, _)| *other != index) {
            let at = encodings.child(wire);
            let exploded = self.resolver.find(&at).is_some_and(|encoding| is_styled(encoding, self.resolver.version()))
                && self.class(ty, 0) == Class::Object
                && self.stated_style(&at) == ("form", true);
            match Some(ty).filter(|_| exploded).map(|ty| self.object(ty)) {
                Some(object) if object.open && own.open => return None,
                Some(object) => others.extend(object.names),
                None => others.push(wire.clone()),
            }
        }
        if own.names.iter().any(|name| others.contains(name)) || (own.open && open) {
            return None;
        }
        Some(if own.open { PartStyle::MembersBut(others) } else { PartStyle::Members(own.names) })
    }

    /// The members of an object, or of all branches of a union of objects.
    fn object(&self, ty: &Type) -> Object {
        let mut members = Vec::new();
        self.members(ty, 0, &mut members);
        let names = members.into_iter().map(|(wire, _)| wire).collect();
        Object { names, open: self.is_open(ty, 0) }
    }

    /// The types of members that have no names in the document, of all branches of a union.
    pub(super) fn rests_of<'t>(&'t self, ty: &'t Type, seen: &mut Vec<&'t str>) -> Vec<&'t Type> {
        match self.unaliased(ty) {
            Type::Map(inner) => vec![&**inner],
            Type::Named(name) if !seen.contains(&name.as_str()) => {
                seen.push(name);
                match self.definition(name).map(|def| &def.shape) {
                    Some(Shape::Struct(shape)) => shape.rest.iter().map(|rest| &rest.ty).collect(),
                    Some(Shape::Union(union) | Shape::Overlap(union)) => {
                        union.variants.iter().flat_map(|variant| self.rests_of(&variant.ty, seen)).collect()
                    }
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }

    /// Whether an object keeps members that have no names in the document.
    pub(super) fn is_open(&self, ty: &Type, depth: usize) -> bool {
        const DEEPEST: usize = 16;
        match self.unaliased(ty) {
            _ if depth > DEEPEST => true,
            Type::Named(name) => match self.definition(name).map(|def| &def.shape) {
                Some(Shape::Struct(shape)) => shape.rest.is_some(),
                Some(Shape::Union(union) | Shape::Overlap(union)) => {
                    union.variants.iter().any(|variant| self.is_open(&variant.ty, depth + 1))
                }
                _ => true,
            },
            _ => true,
        }
    }
}
