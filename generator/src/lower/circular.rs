//! Unions that reach themselves with no member and no item between: to read one would never end.
//!
//! Such a branch adds nothing: a value fits it only if it fits another branch as well.

use crate::codes;
use crate::diagnostic::Pointer;
use crate::ir::{Shape, Type, TypeDef, Union};

use super::Lowering;
use super::components::Component;

impl Lowering<'_> {
    /// Takes away the branches by which unions come back to themselves.
    pub(super) fn cut_circular_unions(&mut self, components: &[Component]) {
        for (slot, branch) in self.circular_branches() {
            let Some(Some(def)) = self.types.get_mut(slot) else { continue };
            if let Shape::Union(union) | Shape::Overlap(union) = &mut def.shape {
                take_away(union, branch);
            }
            let name = def.name.clone();
            let at = components.iter().find_map(|component| component.place_of(&name));
            self.diagnostics
                .warning(
                    codes::SCHEMA_NOT_SUPPORTED,
                    at.unwrap_or(&Pointer::root()),
                    format!("`{name}` is a branch of itself"),
                )
                .key()
                .label("that branch adds nothing, and is left out")
                .help("make it a member of an object, or the items of a list");
        }
    }

    /// The branches that lead back to what they come from, the last of each union first.
    fn circular_branches(&self) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut seen = vec![Seen::Never; self.types.len()];
        for start in 0..self.types.len() {
            let mut open = vec![(start, 0)];
            while let Some((slot, branch)) = open.pop() {
                let Some(Some(def)) = self.types.get(slot) else { continue };
                if branch == 0 {
                    match seen.get_mut(slot) {
                        Some(state @ Seen::Never) => *state = Seen::Open,
                        _ => continue,
                    }
                }
                let Some(target) = branch_of(def, branch) else {
                    if let Some(state) = seen.get_mut(slot) {
                        *state = Seen::Whole;
                    }
                    continue;
                };
                open.push((slot, branch + 1));
                let next = direct(target).and_then(|name| self.defined.get(name).copied());
                match next.and_then(|next| Some((next, *seen.get(next)?))) {
                    Some((_, Seen::Open)) => found.push((slot, branch)),
                    Some((next, Seen::Never)) => open.push((next, 0)),
                    _ => {}
                }
            }
        }
        found.sort_unstable_by(|one, other| other.cmp(one));
        found
    }
}

/// How far a type is looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    Never,
    Open,
    Whole,
}

/// The type of a branch of a union, or what an alias stands for.
fn branch_of(def: &TypeDef, branch: usize) -> Option<&Type> {
    match &def.shape {
        Shape::Union(union) | Shape::Overlap(union) => union.variants.get(branch).map(|variant| &variant.ty),
        Shape::Alias(ty) if branch == 0 => Some(ty),
        _ => None,
    }
}

/// The type that is read from the very value.
fn direct(ty: &Type) -> Option<&str> {
    match ty {
        Type::Named(name) => Some(name),
        Type::Nullable(inner) => direct(inner),
        _ => None,
    }
}

fn take_away(union: &mut Union, branch: usize) {
    if union.tag.is_none() && union.variants.len() > 1 {
        union.variants.remove(branch);
    } else if let Some(variant) = union.variants.get_mut(branch) {
        // Its tag goes on to tell it.
        (variant.ty, variant.converts, variant.tag) = (Type::Json, false, None);
        variant.checks.clear();
    }
}
