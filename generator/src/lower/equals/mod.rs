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

use crate::cycles::ByName;
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

/// Makes one type of those that are equal; `by_name` says where each stands.
pub(super) fn unite(types: &mut [TypeDef], by_name: &ByName, chosen: &Chosen) {
    let names = find(groups(types, by_name, chosen), types, by_name, chosen);
    let alias = |(at, def): (usize, &TypeDef)| {
        let first = types.get(names.last(at)).filter(|_| names.has(at))?;
        Some((differing(&def.shape, &first.shape), first.name.clone()))
    };
    let aliases: Vec<Option<(Docs, String)>> = types.iter().enumerate().map(alias).collect();
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
fn groups<'t>(types: &'t [TypeDef], by_name: &ByName, chosen: &Chosen) -> Vec<Group<'t>> {
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
        let candidate = |at: usize| Some(Candidate::of(at, types.get(at)?, by_name));
        Group { candidates: group.into_iter().filter_map(candidate).collect(), looked_at: None }
    };
    groups.into_iter().map(in_order).collect()
}

/// A type that may be equal to another.
struct Candidate<'t> {
    at: usize,
    def: &'t TypeDef,
    /// What equal shapes have in common, and others hardly ever, beside the types that they hold.
    print: u64,
    /// The types that it holds.
    held: Vec<usize>,
}

impl<'t> Candidate<'t> {
    fn of(at: usize, def: &'t TypeDef, by_name: &ByName) -> Self {
        let mut held = Vec::new();
        let print = print(&def.shape, &mut |name| held.extend(by_name.get(name)));
        Self { at, def, print, held }
    }

    /// The print together with the types that it holds.
    fn whole_print(&self, names: &Names<'_>) -> u64 {
        let mut hasher = FixedState::default().build_hasher();
        self.print.hash(&mut hasher);
        self.held.iter().for_each(|at| names.last(*at).hash(&mut hasher));
        hasher.finish()
    }
}

/// Which types are equal to an earlier one.
struct Names<'n> {
    by_name: &'n ByName,
    /// Of such a type, the earlier one, and how many were found before it.
    earlier: Vec<Option<(usize, usize)>>,
    found: usize,
}

impl Names<'_> {
    /// Whether a type is equal to an earlier one.
    fn has(&self, at: usize) -> bool {
        self.earlier.get(at).is_some_and(Option::is_some)
    }

    /// The type at the end of a chain of equal ones.
    fn last(&self, at: usize) -> usize {
        let mut at = at;
        while let Some(Some((earlier, _))) = self.earlier.get(at) {
            at = *earlier;
        }
        at
    }

    /// Whether two names are of one type.
    fn same(&self, one: &str, other: &str) -> bool {
        let last = |name| self.by_name.get(name).map(|at| self.last(*at));
        one == other || last(one).is_some_and(|one| Some(one) == last(other))
    }
}

/// Finds the types that are equal to an earlier one.
fn find<'n>(mut groups: Vec<Group<'_>>, types: &[TypeDef], by_name: &'n ByName, chosen: &Chosen) -> Names<'n> {
    let mut names = Names { by_name, earlier: vec![None; types.len()], found: 0 };
    loop {
        let before = names.found;
        for group in &mut groups {
            // Those that hold types which were found to be equal may be equal too, and no others.
            let is_new = |at: &usize| {
                let found = names.earlier.get(*at).copied().flatten();
                found.is_some_and(|(_, before)| Some(before) >= group.looked_at)
            };
            let mut held = group.candidates.iter().flat_map(|candidate| candidate.held.iter());
            if group.looked_at.is_none() || held.any(is_new) {
                group.looked_at = Some(names.found);
                unite_group(&group.candidates, &mut names, chosen);
            }
        }
        if names.found == before {
            return names;
        }
    }
}

/// Finds those of a group that are equal to an earlier one.
fn unite_group(group: &[Candidate<'_>], names: &mut Names<'_>, chosen: &Chosen) {
    // By their prints, so that each is compared with few.
    let mut known: HashMap<u64, Vec<&Candidate<'_>>> = HashMap::default();
    for candidate in group {
        if names.has(candidate.at) {
            continue;
        }
        let def = candidate.def;
        let known = known.entry(candidate.whole_print(names)).or_default();
        let is_equal = |first: &&&Candidate<'_>| {
            chosen.may_stand_for(&def.name, &first.def.name)
                && first.def.deprecated == def.deprecated
                && Same(names).shapes(&first.def.shape, &def.shape)
        };
        match known.iter().find(is_equal) {
            Some(first) => {
                if let Some(earlier) = names.earlier.get_mut(candidate.at) {
                    *earlier = Some((first.at, names.found));
                }
                names.found += 1;
            }
            None => known.push(candidate),
        }
    }
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

/// A number that equal shapes have in common, and others hardly ever, whatever types they hold; the names of
/// those go to `held`.
fn print(shape: &Shape, held: &mut impl FnMut(&str)) -> u64 {
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

fn print_type(ty: &Type, held: &mut impl FnMut(&str), hasher: &mut impl Hasher) {
    discriminant(ty).hash(hasher);
    match ty {
        Type::Named(name) => held(name),
        Type::Vec(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Events(inner) | Type::Sequence(inner) => {
            print_type(inner, held, hasher);
        }
        Type::Part(inner, headers) => {
            held(headers);
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
