//! Inline schemas that are equal are one type, of which each has a name of its own.
//!
//! What a program sees of them counts, and no words. A schema of `components` has a name that somebody chose: it is
//! always a type of its own, and an inline schema that is equal to it is another name of that type. So is the form for
//! requests that does not differ from the one for responses.

mod same;

use std::hash::{BuildHasher as _, Hash as _, Hasher};
use std::mem::discriminant;

use foldhash::fast::FixedState;
use foldhash::{HashMap, HashSet};

use crate::ir::{Check, Docs, Literal, Preset, Shape, Type, TypeDef};

use super::docs;
use same::Same;

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
    let names = find(groups(types, chosen), chosen);
    let firsts: HashSet<&str> = names.values().map(|first| last(&names, first)).collect();
    let shapes = types.iter().filter(|def| firsts.contains(def.name.as_str()));
    let shapes: HashMap<&str, &Shape> = shapes.map(|def| (def.name.as_str(), &def.shape)).collect();
    let alias = |def: &TypeDef| {
        let first = last(&names, names.get(&def.name)?);
        Some((differing(&def.shape, shapes.get(first)?), first.to_owned()))
    };
    let aliases: Vec<Option<(Docs, String)>> = types.iter().map(alias).collect();
    for (def, alias) in types.iter_mut().zip(aliases) {
        if let Some((differing, first)) = alias {
            // The place in the document stays last.
            let at = def.docs.len().saturating_sub(1);
            def.docs.splice(at..at, differing);
            def.shape = Shape::Alias(Type::Named(first));
        }
    }
}

/// The parts of a shape: their names, which are the same of equal types, and what is said of them.
fn parts(shape: &Shape) -> Vec<(&str, &Docs)> {
    match shape {
        Shape::Struct(shape) => shape.fields.iter().map(|field| (field.wire.as_str(), &field.docs)).collect(),
        Shape::StringEnum(shape) => shape.variants.iter().map(|one| (one.wire.as_str(), &one.docs)).collect(),
        Shape::IntegerEnum(shape) => shape.variants.iter().map(|one| (one.name.as_str(), &one.docs)).collect(),
        Shape::Union(shape) | Shape::Overlap(shape) => {
            shape.variants.iter().map(|one| (one.name.as_str(), &one.docs)).collect()
        }
        Shape::Alias(_) => Vec::new(),
    }
}

/// What is said of the parts of one shape, and not of those of another that is equal.
fn differing(shape: &Shape, first: &Shape) -> Docs {
    let said = parts(shape).into_iter().zip(parts(first));
    let said = said.filter(|((_, own), (_, first))| own != first && !own.is_empty());
    said.map(|((part, own), _)| format!("{}: {}", docs::code(part), own.join("\n\n"))).collect()
}

/// Types that may be equal.
struct Group<'t> {
    candidates: Vec<Candidate<'t>>,
    /// How many names were found when it was last looked at, if it was.
    looked_at: Option<usize>,
}

/// By how many names of parts nearly all shapes are told apart.
const NAMES: usize = 4;

/// The types that may be equal, in groups.
fn groups<'t>(types: &'t [TypeDef], chosen: &Chosen) -> Vec<Group<'t>> {
    // An alias is never united.
    let all = types.iter().enumerate().filter(|(_, def)| !matches!(def.shape, Shape::Alias(_))).map(|(at, _)| at);
    let alike = |among: Vec<usize>, names: usize| {
        let mut alike: HashMap<u64, Vec<usize>> = HashMap::default();
        for at in among {
            let outline = types.get(at).map_or(0, |def| outline(&def.shape, names));
            alike.entry(outline).or_default().push(at);
        }
        alike.into_values().filter(|group| group.len() > 1)
    };
    // Most are told apart by their first names.
    let near = alike(all.collect(), NAMES);
    let mut groups: Vec<Vec<usize>> = near.flat_map(|near| alike(near, usize::MAX)).collect();
    groups.sort();
    let in_order = |mut group: Vec<usize>| {
        // What has a name first, for the others are named after that.
        group.sort_by_key(|at| (types.get(*at).is_none_or(|def| !chosen.names.contains(&def.name)), *at));
        let candidates = group.into_iter().filter_map(|at| types.get(at).map(Candidate::of)).collect();
        Group { candidates, looked_at: None }
    };
    groups.into_iter().map(in_order).collect()
}

/// A type that may be equal to another.
struct Candidate<'t> {
    def: &'t TypeDef,
    /// What equal shapes have in common, and others hardly ever, beside the types that they hold.
    print: u64,
    /// The names of the types that it holds; those of values that it states are among them.
    held: Vec<&'t str>,
}

impl<'t> Candidate<'t> {
    fn of(def: &'t TypeDef) -> Self {
        let mut held = Vec::new();
        Self { def, print: print(&def.shape, &mut held), held }
    }

    /// The print together with the types that it holds.
    fn whole_print(&self, names: &Names) -> u64 {
        let mut hasher = FixedState::default().build_hasher();
        self.print.hash(&mut hasher);
        self.held.iter().for_each(|name| last(names, name).hash(&mut hasher));
        hasher.finish()
    }
}

/// Of the types that are equal to an earlier one, the name of that.
type Names = HashMap<String, String>;

/// Finds the types that are equal to an earlier one.
fn find(mut groups: Vec<Group<'_>>, chosen: &Chosen) -> Names {
    let (mut names, mut places) = (Names::default(), HashMap::default());
    loop {
        let before = names.len();
        for group in &mut groups {
            // Those that hold types which were found to be equal may be equal too, and no others.
            let is_new = |name: &&str| places.get(name).is_some_and(|place| Some(*place) >= group.looked_at);
            let mut held = group.candidates.iter().flat_map(|candidate| candidate.held.iter());
            if group.looked_at.is_none() || held.any(is_new) {
                group.looked_at = Some(names.len());
                for name in unite_group(&group.candidates, &mut names, chosen) {
                    places.insert(name, places.len());
                }
            }
        }
        if names.len() == before {
            return names;
        }
    }
}

/// Finds those of a group that are equal to an earlier one.
fn unite_group<'t>(group: &[Candidate<'t>], names: &mut Names, chosen: &Chosen) -> Vec<&'t str> {
    let mut found = Vec::new();
    // By their prints, so that each is compared with few.
    let mut known: HashMap<u64, Vec<&TypeDef>> = HashMap::default();
    for candidate in group {
        let def = candidate.def;
        if names.contains_key(&def.name) {
            continue;
        }
        let known = known.entry(candidate.whole_print(names)).or_default();
        let is_equal = |first: &&&TypeDef| {
            chosen.may_stand_for(&def.name, &first.name)
                && first.deprecated == def.deprecated
                && Same(names).shapes(&first.shape, &def.shape)
        };
        match known.iter().find(is_equal) {
            Some(first) => {
                names.insert(def.name.clone(), first.name.clone());
                found.push(def.name.as_str());
            }
            None => known.push(def),
        }
    }
    found
}

/// A number that shapes have in common which have as many parts, and of the first of these so many the same names; others
/// hardly ever.
fn outline(shape: &Shape, names: usize) -> u64 {
    match shape {
        Shape::Struct(shape) => outline_of(&shape.fields, names, |field| &field.wire),
        Shape::StringEnum(shape) => outline_of(&shape.variants, names, |variant| &variant.wire),
        Shape::IntegerEnum(shape) => outline_of(&shape.variants, names, |variant| &variant.name),
        Shape::Union(shape) | Shape::Overlap(shape) => outline_of(&shape.variants, names, |variant| &variant.name),
        Shape::Alias(_) => 0,
    }
}

fn outline_of<P>(parts: &[P], names: usize, name: impl Fn(&P) -> &String) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    parts.len().hash(&mut hasher);
    parts.iter().take(names).for_each(|part| name(part).hash(&mut hasher));
    hasher.finish()
}

/// The name at the end of a chain of names.
fn last<'a>(names: &'a Names, name: &'a str) -> &'a str {
    let mut name = name;
    while let Some(next) = names.get(name) {
        name = next;
    }
    name
}

/// A number that equal shapes have in common, and others hardly ever, whatever types they hold; those go to `held`.
fn print<'t>(shape: &'t Shape, held: &mut Vec<&'t str>) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    discriminant(shape).hash(&mut hasher);
    match shape {
        Shape::Struct(shape) => {
            print_checks(&shape.checks, &mut hasher);
            for field in &shape.fields {
                discriminant(&field.presence).hash(&mut hasher);
                print_type(&field.ty, held, &mut hasher);
                print_checks(&field.checks, &mut hasher);
                match (&field.preset, &field.default) {
                    (Some(Preset::Text(text)), _) | (_, Some(Literal::String(text))) => text.hash(&mut hasher),
                    (_, Some(Literal::Integer(number))) => number.hash(&mut hasher),
                    _ => {}
                }
            }
            shape.rest.iter().for_each(|rest| print_type(&rest.ty, held, &mut hasher));
        }
        Shape::Union(shape) | Shape::Overlap(shape) => {
            print_checks(&shape.checks, &mut hasher);
            for variant in &shape.variants {
                print_type(&variant.ty, held, &mut hasher);
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

fn print_type<'t>(ty: &'t Type, held: &mut Vec<&'t str>, hasher: &mut impl Hasher) {
    discriminant(ty).hash(hasher);
    match ty {
        Type::Named(name) => held.push(name),
        Type::Vec(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Events(inner) | Type::Sequence(inner) => {
            print_type(inner, held, hasher);
        }
        Type::Part(inner, headers) => {
            held.push(headers);
            print_type(inner, held, hasher);
        }
        Type::Tuple(items) => items.iter().for_each(|item| print_type(item, held, hasher)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostics;
    use crate::ir::{Shape, Type};
    use crate::value::{Value, json};
    use crate::{Options, compile};

    #[test]
    fn the_first_of_equal_types_does_not_depend_on_others() {
        let object = |properties: &Value| json!({"type": "object", "properties": properties});
        let (text, k) = (json!({"type": "string"}), json!({"$ref": "#/components/schemas/K"}));
        let with = |e: &Value| object(&json!({"a": text, "b": text, "c": text, "d": text, "e": e}));
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "Equal", "version": "1"},
            "paths": {},
            "components": {"schemas": {
                "Zero": object(&json!({"a": text, "b": text, "c": text, "d": text, "z": text})),
                "K": object(&json!({"k": text})),
                "A": with(&object(&json!({"k": text}))),
                "B": with(&k),
                "Holder": object(&json!({"i": with(&k)})),
            }},
        });
        let api = compile(&document, &Options::default(), &mut Diagnostics::default()).unwrap();
        let held = api.types.iter().find(|def| def.name == "HolderI").map(|def| def.shape.clone());
        assert_eq!(held, Some(Shape::Alias(Type::Named("A".to_owned()))));
    }
}
