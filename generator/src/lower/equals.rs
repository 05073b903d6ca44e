//! Inline schemas that are equal are one type, of which each has a name of its own.
//!
//! What a program sees of them counts, and no words. A schema of `components` has a name that somebody chose: it is
//! always a type of its own, and an inline schema that is equal to it is another name of that type. So is the form for
//! requests that does not differ from the one for responses.

use std::hash::{BuildHasher as _, Hash as _, Hasher};
use std::mem::discriminant;

use foldhash::fast::FixedState;
use foldhash::{HashMap, HashSet};

use crate::ir::{Check, Docs, EnumVariant, Literal, Preset, Shape, Type, TypeDef};

use super::docs;

/// The names of the types of components.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    /// Those that the document gives.
    names: HashSet<String>,
    /// Of the forms for requests, the form for responses.
    forms: HashMap<String, String>,
}

impl Chosen {
    /// Those of components, each with the name of the form that stands beside it.
    pub(super) fn of<'a>(components: impl Iterator<Item = (&'a str, Option<&'a str>)>) -> Self {
        let mut chosen = Self::default();
        for (name, beside) in components {
            match beside {
                Some(beside) => drop(chosen.forms.insert(name.to_owned(), beside.to_owned())),
                None => drop(chosen.names.insert(name.to_owned())),
            }
        }
        chosen
    }

    /// Whether a type has a name in the document.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains(name) || self.forms.contains_key(name)
    }

    /// Whether a type of the first name may be another name of the second.
    fn may_stand_for(&self, name: &str, other: &str) -> bool {
        match self.forms.get(name) {
            Some(beside) => beside == other,
            None => !self.names.contains(name) && !self.forms.contains_key(other),
        }
    }
}

/// Makes one type of those that are equal.
pub(super) fn unite(types: &mut [TypeDef], chosen: &Chosen) {
    let mut alike: HashMap<Vec<&str>, Vec<usize>> = HashMap::default();
    for (at, def) in types.iter().enumerate() {
        if let Some(outline) = outline(&def.shape) {
            alike.entry(outline).or_default().push(at);
        }
    }
    let mut groups: Vec<Vec<usize>> = alike.into_values().filter(|group| group.len() > 1).collect();
    groups.sort();
    for group in &mut groups {
        // What has a name first, for the others are named after that.
        group.sort_by_key(|at| (types.get(*at).is_none_or(|def| !chosen.names.contains(&def.name)), *at));
    }
    let names = find(types, &groups, chosen);
    let by_name: HashMap<String, TypeDef> = {
        let firsts: HashSet<&String> = names.values().collect();
        types.iter().filter(|def| firsts.contains(&def.name)).map(|def| (def.name.clone(), def.clone())).collect()
    };
    for def in types {
        let Some(first) = names.get(&def.name).and_then(|_| by_name.get(last(&names, &def.name))) else { continue };
        let differing = differing(&def.shape, &first.shape);
        // The place in the document stays last.
        let at = def.docs.len().saturating_sub(1);
        def.docs.splice(at..at, differing);
        def.shape = Shape::Alias(Type::Named(first.name.clone()));
    }
}

/// Of the types that are equal to an earlier one, the name of that.
fn find(types: &[TypeDef], groups: &[Vec<usize>], chosen: &Chosen) -> HashMap<String, String> {
    let mut names: HashMap<String, String> = HashMap::default();
    loop {
        let before = names.len();
        for group in groups {
            // By their prints, so that each is compared with few.
            let mut known: HashMap<u64, Vec<(&TypeDef, Shape)>> = HashMap::default();
            let mut alone: HashMap<u64, &TypeDef> = HashMap::default();
            for def in group.iter().filter_map(|at| types.get(*at)) {
                if names.contains_key(&def.name) {
                    continue;
                }
                let print = print(&def.shape, &names);
                let Some(&first) = alone.get(&print) else {
                    alone.insert(print, def);
                    continue;
                };
                let known = known.entry(print).or_insert_with(|| vec![(first, seen(&first.shape, &names))]);
                let shape = seen(&def.shape, &names);
                let is_equal = |(first, other): &&(&TypeDef, Shape)| {
                    chosen.may_stand_for(&def.name, &first.name)
                        && first.deprecated == def.deprecated
                        && *other == shape
                };
                match known.iter().find(is_equal) {
                    Some((first, _)) => drop(names.insert(def.name.clone(), first.name.clone())),
                    None => known.push((def, shape)),
                }
            }
        }
        // Those that hold types which were found to be equal may be equal too.
        if names.len() == before {
            return names;
        }
    }
}

/// What is the same of equal types, and seen at once; nothing of what is never united.
fn outline(shape: &Shape) -> Option<Vec<&str>> {
    Some(match shape {
        Shape::Struct(shape) => shape.fields.iter().map(|field| field.wire.as_str()).collect(),
        Shape::StringEnum(shape) => shape.variants.iter().map(|variant| variant.wire.as_str()).collect(),
        Shape::IntegerEnum(shape) => shape.variants.iter().map(|variant| variant.name.as_str()).collect(),
        Shape::Union(shape) | Shape::Overlap(shape) => {
            shape.variants.iter().map(|variant| variant.name.as_str()).collect()
        }
        Shape::Alias(_) => return None,
    })
}

/// The name at the end of a chain of names.
fn last<'a>(names: &'a HashMap<String, String>, name: &'a str) -> &'a str {
    let mut name = name;
    while let Some(next) = names.get(name) {
        name = next;
    }
    name
}

/// A number that equal shapes have in common, and others hardly ever: that of the types which they hold, and of what is
/// said of their values.
fn print(shape: &Shape, names: &HashMap<String, String>) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    discriminant(shape).hash(&mut hasher);
    match shape {
        Shape::Struct(shape) => {
            print_checks(&shape.checks, &mut hasher);
            for field in &shape.fields {
                discriminant(&field.presence).hash(&mut hasher);
                print_type(&field.ty, names, &mut hasher);
                print_checks(&field.checks, &mut hasher);
                match (&field.preset, &field.default) {
                    (Some(Preset::Text(text)), _) | (_, Some(Literal::String(text))) => text.hash(&mut hasher),
                    (_, Some(Literal::Integer(number))) => number.hash(&mut hasher),
                    _ => {}
                }
            }
        }
        Shape::Union(shape) | Shape::Overlap(shape) => {
            print_checks(&shape.checks, &mut hasher);
            for variant in &shape.variants {
                print_type(&variant.ty, names, &mut hasher);
                print_checks(&variant.checks, &mut hasher);
            }
        }
        Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Alias(_) => {}
    }
    hasher.finish()
}

/// Checks are compared as they are, names of types in them too.
fn print_checks(checks: &[Check], hasher: &mut impl Hasher) {
    checks.len().hash(hasher);
    for check in checks {
        format!("{check:?}").hash(hasher);
    }
}

fn print_type(ty: &Type, names: &HashMap<String, String>, hasher: &mut impl Hasher) {
    discriminant(ty).hash(hasher);
    match ty {
        Type::Named(name) => last(names, name).hash(hasher),
        Type::Vec(inner) | Type::Map(inner) | Type::Nullable(inner) => print_type(inner, names, hasher),
        _ => {}
    }
}

/// A shape without words, with one name for each type.
fn seen(shape: &Shape, names: &HashMap<String, String>) -> Shape {
    let mut seen = shape.clone();
    match &mut seen {
        Shape::Struct(shape) => {
            for field in &mut shape.fields {
                field.docs.clear();
                name_type(&mut field.ty, names);
                if let Some(Preset::Variant(ty, _)) = &mut field.preset {
                    name(ty, names);
                }
                if let Some(default) = &mut field.default {
                    name_literal(default, names);
                }
            }
            if let Some(rest) = &mut shape.rest {
                name_type(&mut rest.ty, names);
            }
        }
        Shape::StringEnum(shape) => silence(&mut shape.variants),
        Shape::IntegerEnum(shape) => silence(&mut shape.variants),
        Shape::Union(shape) | Shape::Overlap(shape) => {
            for variant in &mut shape.variants {
                variant.docs.clear();
                name_type(&mut variant.ty, names);
            }
        }
        Shape::Alias(_) => {}
    }
    seen
}

fn silence<W>(variants: &mut [EnumVariant<W>]) {
    for variant in variants {
        variant.docs.clear();
    }
}

fn name(known: &mut String, names: &HashMap<String, String>) {
    if names.contains_key(known) {
        *known = last(names, known).to_owned();
    }
}

fn name_type(ty: &mut Type, names: &HashMap<String, String>) {
    match ty {
        Type::Named(known) => name(known, names),
        Type::Vec(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Events(inner) | Type::Sequence(inner) => {
            name_type(inner, names);
        }
        Type::Part(inner, headers) => {
            name_type(inner, names);
            name(headers, names);
        }
        Type::Tuple(items) => items.iter_mut().for_each(|item| name_type(item, names)),
        _ => {}
    }
}

fn name_literal(literal: &mut Literal, names: &HashMap<String, String>) {
    match literal {
        Literal::Variant(ty, _) | Literal::IntegerVariant(ty, _) | Literal::EmptyObject(Some(ty)) => name(ty, names),
        Literal::List(items) => items.iter_mut().for_each(|item| name_literal(item, names)),
        _ => {}
    }
}

/// What is said of the parts of one shape, and not of those of another that is equal.
fn differing(own: &Shape, first: &Shape) -> Docs {
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
