//! Schemas that no value fulfils, because each value of them holds another one.

use foldhash::HashMap;

use crate::codes;
use crate::ir::{Presence, Shape, Type, TypeDef};

use super::Lowering;
use super::components::Component;

/// The types that a value of a type cannot do without.
enum Needs {
    All(Vec<usize>),
    /// One of them, for each branch of a union.
    Any(Vec<usize>),
}

impl Needs {
    fn slots(&self) -> &[usize] {
        match self {
            Self::All(slots) | Self::Any(slots) => slots,
        }
    }
}

impl Lowering<'_> {
    /// Tells of the components of which no value comes to an end.
    pub(super) fn tell_endless(&mut self, components: &[Component]) {
        let endless = self.endless();
        for component in components {
            let (name, _) = component.names();
            let Some(slot) = self.defined.get(name).copied() else { continue };
            let is_alias = matches!(self.types.get(slot), Some(Some(def)) if matches!(def.shape, Shape::Alias(_)));
            // What merely names such a type is not at fault.
            if let Some(at) = component.place_of(name)
                && !is_alias
                && endless.contains_key(&slot)
            {
                self.diagnostics
                    .warning(codes::ENDLESS_VALUE, at, format!("no value of `{name}` comes to an end"))
                    .key()
                    .label("each value holds another one")
                    .help("make a member on the way optional or nullable, or a list");
            }
        }
    }

    /// The types without a finite value, each with what it needs. What merely needs such a type is not among them.
    fn endless(&self) -> HashMap<usize, Needs> {
        let needs = self.types.iter().enumerate().filter_map(|(slot, def)| Some((slot, self.needs(def.as_ref()?)?)));
        let mut endless: HashMap<usize, Needs> = needs.collect();
        let mut users: HashMap<usize, Vec<usize>> = HashMap::default();
        for (slot, needs) in &endless {
            needs.slots().iter().for_each(|needed| users.entry(*needed).or_default().push(*slot));
        }
        let mut open: Vec<usize> = endless.keys().copied().collect();
        while let Some(slot) = open.pop() {
            let is_finite = endless.get(&slot).is_some_and(|needs| match needs {
                Needs::All(slots) => !slots.iter().any(|needed| endless.contains_key(needed)),
                Needs::Any(slots) => !slots.iter().all(|needed| endless.contains_key(needed)),
            });
            if is_finite {
                endless.remove(&slot);
                open.extend(users.get(&slot).into_iter().flatten());
            }
        }
        leave_out_users(&mut endless, &users);
        endless
    }

    /// What a value of a type cannot do without; nothing where there is a value that needs no other.
    fn needs(&self, def: &TypeDef) -> Option<Needs> {
        match &def.shape {
            Shape::Struct(shape) => {
                let required = shape.fields.iter().filter(|field| field.presence == Presence::Required);
                let slots: Vec<usize> = required.flat_map(|field| self.held(&field.ty)).collect();
                (!slots.is_empty()).then_some(Needs::All(slots))
            }
            Shape::Union(shape) | Shape::Overlap(shape) => {
                let branches = shape.variants.iter().map(|variant| match self.held(&variant.ty).as_slice() {
                    [only] => Some(*only),
                    _ => None,
                });
                branches.collect::<Option<Vec<_>>>().filter(|slots| !slots.is_empty()).map(Needs::Any)
            }
            Shape::Alias(ty) => Some(self.held(ty)).filter(|slots| !slots.is_empty()).map(Needs::All),
            Shape::StringEnum(_) | Shape::IntegerEnum(_) => None,
        }
    }

    /// The named types of which each value of a type holds one.
    fn held(&self, ty: &Type) -> Vec<usize> {
        match ty {
            Type::Named(name) => self.defined.get(name).copied().into_iter().collect(),
            Type::Tuple(items) => items.iter().flat_map(|item| self.held(item)).collect(),
            Type::Part(inner, _) => self.held(inner),
            _ => Vec::new(),
        }
    }
}

/// Leaves out what no other endless type needs: it is on no cycle.
fn leave_out_users(endless: &mut HashMap<usize, Needs>, users: &HashMap<usize, Vec<usize>>) {
    let count = |slot: &usize| users.get(slot).into_iter().flatten().filter(|user| endless.contains_key(user)).count();
    let mut left: HashMap<usize, usize> = endless.keys().map(|slot| (*slot, count(slot))).collect();
    let mut open: Vec<usize> = left.iter().filter(|(_, users)| **users == 0).map(|(slot, _)| *slot).collect();
    while let Some(needs) = open.pop().and_then(|slot| endless.remove(&slot)) {
        for needed in needs.slots() {
            if let Some(users) = left.get_mut(needed) {
                *users -= 1;
                open.extend((*users == 0).then_some(*needed));
            }
        }
    }
}
