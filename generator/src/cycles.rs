//! Which members need a `Box` so that a recursive type has a size.
//!
//! Only an edge that holds its target by value counts: a list or a map ends a cycle by itself.

use foldhash::{HashMap, HashSet};

use crate::ir::{Shape, Type, TypeDef};

/// Makes enums of overlaps of which two branches lead back to themselves: every level of a document would be there
/// twice in the value, and again in each of those.
pub(crate) fn untangle(types: &mut [TypeDef]) {
    let by_name: HashMap<String, usize> = types.iter().enumerate().map(|(at, def)| (def.name.clone(), at)).collect();
    let named: Vec<Vec<usize>> =
        types.iter().map(|def| names(def).filter_map(|name| by_name.get(name).copied()).collect()).collect();
    let leads_back = |start: usize, to: usize| {
        let (mut seen, mut open) = (HashSet::from_iter([start]), vec![start]);
        while let Some(at) = open.pop() {
            if at == to {
                return true;
            }
            open.extend(named.get(at).into_iter().flatten().copied().filter(|next| seen.insert(*next)));
        }
        false
    };
    for at in 0..types.len() {
        let Some(Shape::Overlap(shape)) = types.get(at).map(|def| &def.shape) else { continue };
        let held = shape.variants.iter().flat_map(|variant| innermost(&variant.ty));
        let starts = held.filter_map(|name| by_name.get(name).copied());
        let back = starts.filter(|start| leads_back(*start, at)).count();
        if back > 1
            && let Some(def) = types.get_mut(at)
            && let Shape::Overlap(shape) = def.shape.clone()
        {
            def.shape = Shape::Union(shape);
        }
    }
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
pub(crate) fn box_cycles(types: &mut [TypeDef]) -> Vec<usize> {
    let by_name: HashMap<String, usize> = types.iter().enumerate().map(|(at, def)| (def.name.clone(), at)).collect();
    let edges: Vec<Vec<(usize, usize)>> = (0..types.len()).map(|at| direct_edges(at, types, &by_name)).collect();
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

/// The members of the type at `at` that hold another type by value: the member's index and the type's.
fn direct_edges(at: usize, types: &[TypeDef], by_name: &HashMap<String, usize>) -> Vec<(usize, usize)> {
    let held: Vec<&Type> = match types.get(at).map(|def| &def.shape) {
        Some(Shape::Struct(def)) => def.fields.iter().map(|field| &field.ty).collect(),
        Some(Shape::Union(def) | Shape::Overlap(def)) => def.variants.iter().map(|variant| &variant.ty).collect(),
        _ => Vec::new(),
    };
    let mut edges = Vec::new();
    for (index, ty) in held.into_iter().enumerate() {
        let mut found = Vec::new();
        targets(ty, types, by_name, &mut HashSet::default(), &mut found);
        edges.extend(found.into_iter().map(|to| (index, to)));
    }
    edges
}

/// The types that a value of `ty` holds by value, through each alias once.
fn targets(
    ty: &Type,
    types: &[TypeDef],
    by_name: &HashMap<String, usize>,
    seen: &mut HashSet<usize>,
    found: &mut Vec<usize>,
) {
    match ty {
        Type::Named(name) => {
            let Some(&at) = by_name.get(name) else { return };
            match types.get(at).map(|def| &def.shape) {
                Some(Shape::Alias(inner)) if seen.insert(at) => targets(inner, types, by_name, seen, found),
                Some(Shape::Alias(_)) | None => {}
                Some(_) => found.push(at),
            }
        }
        Type::Nullable(inner) => targets(inner, types, by_name, seen, found),
        Type::Part(inner, headers) => {
            targets(inner, types, by_name, seen, found);
            found.extend(by_name.get(headers));
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
