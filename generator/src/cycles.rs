//! Which members need a `Box` so that a recursive type has a size.
//!
//! Only an edge that holds its target by value counts: a list or a map ends a cycle by itself.

use std::cell::OnceCell;

use foldhash::{HashMap, HashSet};

use crate::ir::{Shape, Type, TypeDef};
use crate::value::Text;

/// Where each type stands, by its name.
pub(crate) type ByName = HashMap<Text, usize>;

/// Where each of these stands.
pub(crate) fn by_name(types: &[TypeDef]) -> ByName {
    types.iter().enumerate().map(|(at, def)| (def.name.as_str().into(), at)).collect()
}

/// Makes enums of overlaps of which two branches lead back to themselves: every level of a document would be there
/// twice in the value, and again in each of those.
pub(crate) fn untangle(types: &mut [TypeDef], by_name: &ByName) {
    for at in tangled(types, by_name) {
        if let Some(def) = types.get_mut(at)
            && let Shape::Overlap(shape) = def.shape.clone()
        {
            def.shape = Shape::Union(shape);
        }
    }
}

/// The overlaps of which two branches lead back to themselves.
fn tangled(types: &[TypeDef], by_name: &ByName) -> Vec<usize> {
    // Most types are reached from no overlap.
    let known: Vec<OnceCell<Vec<usize>>> = vec![OnceCell::new(); types.len()];
    let named = |at: usize| {
        let (def, known) = (types.get(at)?, known.get(at)?);
        Some(known.get_or_init(|| names(def).filter_map(|name| by_name.get(name).copied()).collect()))
    };
    let leads_back = |start: usize, to: usize| {
        let (mut seen, mut open) = (HashSet::from_iter([start]), vec![start]);
        while let Some(at) = open.pop() {
            if at == to {
                return true;
            }
            open.extend(named(at).into_iter().flatten().copied().filter(|next| seen.insert(*next)));
        }
        false
    };
    let is_tangled = |(at, def): (usize, &TypeDef)| {
        let Shape::Overlap(shape) = &def.shape else { return None };
        let held = shape.variants.iter().flat_map(|variant| innermost(&variant.ty));
        let starts = held.filter_map(|name| by_name.get(name).copied());
        (starts.filter(|start| leads_back(*start, at)).count() > 1).then_some(at)
    };
    types.iter().enumerate().filter_map(is_tangled).collect()
}

/// The types that a type names.
pub(crate) fn names(def: &TypeDef) -> Box<dyn Iterator<Item = &str> + '_> {
    match &def.shape {
        Shape::Struct(shape) => {
            let rest = shape.rest.iter().flat_map(|rest| innermost(&rest.ty));
            Box::new(shape.fields.iter().flat_map(|field| innermost(&field.ty)).chain(rest))
        }
        Shape::Union(shape) | Shape::Overlap(shape) => {
            Box::new(shape.variants.iter().flat_map(|variant| innermost(&variant.ty)))
        }
        Shape::Alias(ty) => Box::new(innermost(ty).into_iter()),
        Shape::StringEnum(_) | Shape::IntegerEnum(_) => Box::new(std::iter::empty()),
    }
}

/// The named types within lists, tuples and maps.
fn innermost(ty: &Type) -> Vec<&str> {
    match ty {
        Type::Named(name) => vec![name],
        Type::Nullable(inner) | Type::Vec(inner) | Type::Map(inner) => innermost(inner),
        Type::Tuple(items) => items.iter().flat_map(innermost).collect(),
        Type::Part(inner, headers) => innermost(inner).into_iter().chain([headers.as_str()]).collect(),
        _ => Vec::new(),
    }
}

/// Boxes the members that close a cycle, and no others; the types come back in an order in which each stands after
/// those that it holds by value.
pub(crate) fn box_cycles(types: &mut [TypeDef], by_name: &ByName) -> Vec<usize> {
    let edges: Vec<Vec<(usize, usize)>> = types.iter().map(|def| direct_edges(def, types, by_name)).collect();
    let mut walk = Walk { edges: &edges, state: vec![State::New; types.len()], closing: Vec::new(), done: Vec::new() };
    for start in 0..types.len() {
        walk.visit(start);
    }
    let (closing, done) = (walk.closing, walk.done);
    for (at, member) in closing {
        put_in_box(types, at, member);
    }
    done
}

/// Boxes a member of a struct, or a branch of a union.
pub(crate) fn put_in_box(types: &mut [TypeDef], at: usize, member: usize) {
    match types.get_mut(at).map(|def| &mut def.shape) {
        Some(Shape::Struct(def)) => def.fields.get_mut(member).into_iter().for_each(|field| field.boxed = true),
        Some(Shape::Union(def) | Shape::Overlap(def)) => {
            def.variants.get_mut(member).into_iter().for_each(|variant| variant.boxed = true);
        }
        _ => {}
    }
}

/// The members of a type that hold another type by value: the member's index and the type's.
fn direct_edges(def: &TypeDef, types: &[TypeDef], by_name: &ByName) -> Vec<(usize, usize)> {
    let mut edges = Vec::new();
    let mut found = Vec::new();
    let mut add = |(index, ty): (usize, &Type)| {
        targets(ty, types, by_name, &mut HashSet::default(), &mut found);
        edges.extend(found.drain(..).map(|to| (index, to)));
    };
    match &def.shape {
        Shape::Struct(def) => def.fields.iter().map(|field| &field.ty).enumerate().for_each(&mut add),
        Shape::Union(def) | Shape::Overlap(def) => {
            def.variants.iter().map(|variant| &variant.ty).enumerate().for_each(&mut add);
        }
        Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Alias(_) => {}
    }
    edges
}

/// The types that a value of `ty` holds by value, through each alias once.
fn targets(ty: &Type, types: &[TypeDef], by_name: &ByName, seen: &mut HashSet<usize>, found: &mut Vec<usize>) {
    match ty {
        Type::Named(name) => {
            let Some(&at) = by_name.get(name.as_str()) else { return };
            match types.get(at).map(|def| &def.shape) {
                Some(Shape::Alias(inner)) if seen.insert(at) => targets(inner, types, by_name, seen, found),
                Some(Shape::Alias(_)) | None => {}
                Some(_) => found.push(at),
            }
        }
        Type::Nullable(inner) => targets(inner, types, by_name, seen, found),
        Type::Part(inner, headers) => {
            targets(inner, types, by_name, seen, found);
            found.extend(by_name.get(headers.as_str()));
        }
        Type::Tuple(items) => items.iter().for_each(|item| targets(item, types, by_name, seen, found)),
        _ => {}
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// A depth-first walk without recursion: a document may nest types deeper than the stack is.
struct Walk<'a> {
    edges: &'a [Vec<(usize, usize)>],
    state: Vec<State>,
    closing: Vec<(usize, usize)>,
    /// The types that are done, in that order.
    done: Vec<usize>,
}

impl Walk<'_> {
    fn visit(&mut self, start: usize) {
        if self.state_of(start) != State::New {
            return;
        }
        let mut stack = vec![(start, 0)];
        self.set(start, State::Open);
        while let Some((at, next)) = stack.pop() {
            let Some(&(field, to)) = self.edges.get(at).and_then(|edges| edges.get(next)) else {
                self.set(at, State::Done);
                self.done.push(at);
                continue;
            };
            stack.push((at, next + 1));
            match self.state_of(to) {
                State::New => {
                    self.set(to, State::Open);
                    stack.push((to, 0));
                }
                State::Open => self.closing.push((at, field)),
                State::Done => {}
            }
        }
    }

    fn state_of(&self, at: usize) -> State {
        self.state.get(at).copied().unwrap_or(State::Done)
    }

    fn set(&mut self, at: usize, state: State) {
        if let Some(slot) = self.state.get_mut(at) {
            *slot = state;
        }
    }
}
