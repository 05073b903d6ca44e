//! Which members are boxed because they are large.
//!
//! A value that holds others in itself is as large as all of them, and every function that it goes through has it in its
//! frame: types that are nested often enough would overflow the stack of a thread, however small the values are.

use std::cell::RefCell;

use foldhash::HashMap;

use crate::cycles::{ByName, put_in_box};
use crate::ir::{Shape, Type, TypeDef};

/// The largest value that another holds in itself, in bytes: a longer one is boxed.
const MOST: usize = 1024;

/// A pointer.
const BOX: usize = 8;

/// Boxes the members and the branches that are large; `order` has each type after those that it holds by value.
pub(crate) fn box_large(types: &mut [TypeDef], by_name: &ByName, order: &[usize]) {
    let mut sizes = Sizes { by_name, known: vec![None; types.len()], aliases: RefCell::default() };
    for &at in order {
        let mut total = 0_usize;
        for (member, size) in sizes.members(types, at).into_iter().enumerate() {
            if size > MOST {
                put_in_box(types, at, member);
            }
            let size = if size > MOST { BOX } else { size };
            total = match types.get(at).map(|def| &def.shape) {
                Some(Shape::Union(_)) => total.max(size),
                _ => total.saturating_add(size),
            };
        }
        if let Some(known) = sizes.known.get_mut(at) {
            *known = Some(total);
        }
    }
}

/// About how many bytes values take; padding and what tells the branches of an enum apart are left out.
struct Sizes<'n> {
    by_name: &'n ByName,
    known: Vec<Option<usize>>,
    /// Those of aliases, each counted once: one may name another several times.
    aliases: RefCell<HashMap<usize, usize>>,
}

impl Sizes<'_> {
    /// Those of the members of a struct, or of the branches of a union.
    fn members(&self, types: &[TypeDef], at: usize) -> Vec<usize> {
        let size = |ty: &Type, boxed: bool| if boxed { BOX } else { self.size(ty, types) };
        match types.get(at).map(|def| &def.shape) {
            Some(Shape::Struct(shape)) => shape.fields.iter().map(|field| size(&field.ty, field.boxed)).collect(),
            Some(Shape::Union(shape) | Shape::Overlap(shape)) => {
                shape.variants.iter().map(|variant| size(&variant.ty, variant.boxed)).collect()
            }
            Some(Shape::StringEnum(_)) => vec![24],
            Some(Shape::IntegerEnum(_)) => vec![16],
            Some(Shape::Alias(_)) | None => Vec::new(),
        }
    }

    /// That of a value of a type.
    fn size(&self, ty: &Type, types: &[TypeDef]) -> usize {
        match ty {
            Type::Unit => 0,
            Type::Bool | Type::I8 | Type::U8 => 1,
            Type::I16 | Type::U16 => 2,
            Type::I32 | Type::U32 | Type::F32 | Type::Date | Type::Ipv4 => 4,
            Type::I64 | Type::U64 | Type::F64 => 8,
            Type::Number | Type::Uuid | Type::DateTime | Type::Ipv6 => 16,
            Type::String | Type::Secret | Type::Base64 | Type::Vec(_) => 24,
            Type::Json | Type::Map(_) | Type::Bytes | Type::Events(_) | Type::Sequence(_) => 72,
            Type::File | Type::Content | Type::Choice(_) => 96,
            Type::Tuple(items) => items.iter().map(|item| self.size(item, types)).fold(0, usize::saturating_add),
            Type::Nullable(inner) => self.size(inner, types),
            Type::Part(inner, headers) => {
                let headers = self.by_name.get(headers.as_str()).and_then(|at| self.known.get(*at).copied().flatten());
                self.size(inner, types).saturating_add(headers.unwrap_or_default())
            }
            Type::Named(name) => {
                let Some(&at) = self.by_name.get(name.as_str()) else { return 0 };
                match types.get(at).map(|def| &def.shape) {
                    Some(Shape::Alias(inner)) => self.of_alias(at, inner, types),
                    _ => self.known.get(at).copied().flatten().unwrap_or_default(),
                }
            }
        }
    }

    /// That of an alias; one that names itself is nothing.
    fn of_alias(&self, at: usize, inner: &Type, types: &[TypeDef]) -> usize {
        if let Some(&size) = self.aliases.borrow().get(&at) {
            return size;
        }
        self.aliases.borrow_mut().insert(at, 0);
        let size = self.size(inner, types);
        self.aliases.borrow_mut().insert(at, size);
        size
    }
}
