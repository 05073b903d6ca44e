//! Which property tells the branches of a union apart (OpenAPI 3.2, section 4.25, Discriminator Object).

use foldhash::HashMap;

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::{Kind, Schema};
use crate::ir::{Otherwise, Tag, TagValue};
use crate::value::Value;

use super::Lowering;
use super::families::{self, mapped, named};
use super::unions::{Found, with_base};
use super::view::View;

/// Unions that stand deeper within unions are not looked into.
const DEEPEST: usize = 4;

/// What the tag may be for one branch of a union.
#[derive(Debug, Default)]
pub(super) struct Candidate {
    /// The schemas that it leads to: its own component, and those within it.
    pub(super) places: Vec<Pointer>,
    /// The texts that its own schema allows.
    pub(super) constants: Vec<String>,
    /// The texts that a union within gives to its own branches.
    pub(super) inner: Vec<String>,
}

/// An entry of a mapping: the tag, the schema that it names, and the candidate which that is.
struct Mapped<'a> {
    text: &'a str,
    target: &'a str,
    place: Option<Pointer>,
    to: Option<usize>,
}

impl<'a> Lowering<'a> {
    /// The tag of a union: its discriminator, or a property with other constant texts in each branch.
    pub(super) fn tag(&mut self, union: &Found<'a>, base: &View<'a>) -> Option<Tag> {
        self.tag_within(union, base, 0)
    }

    fn tag_within(&mut self, union: &Found<'a>, base: &View<'a>, depth: usize) -> Option<Tag> {
        let of =
            |schema: &Schema<'a>| Some((schema.get("discriminator")?, Some(schema.pointer.child("discriminator"))));
        let declared = of(&union.schema).or_else(|| base.parts.iter().find_map(of));
        let views: Vec<View<'a>> = union.branches.iter().map(|branch| self.view_of(&with_base(branch, base))).collect();
        if let Some((declared, at)) = declared
            && let Some(property) = self.told_by(declared, &views)
        {
            return self.declared_tag(union, &views, (declared, at, property), depth);
        }
        self.constant_tag(&views, depth).or_else(|| {
            // The discriminator of the parent that all branches build upon tells them apart wherever they stand.
            let places: Option<Vec<Pointer>> = union.branches.iter().map(|branch| self.place(branch)).collect();
            let declared = families::common(self.resolver, &places?)?;
            let property = self.told_by(declared, &views)?;
            self.declared_tag(union, &views, (declared, None, property), depth)
        })
    }

    /// The property that a discriminator names. One that is not there in this direction tells nothing.
    fn told_by(&mut self, declared: &'a Value, views: &[View<'a>]) -> Option<&'a str> {
        let property = declared.get("propertyName")?.as_str()?;
        (!views.iter().any(|view| self.absent_of(&view.parts).contains(&property))).then_some(property)
    }

    /// The tag by a discriminator: it, its place where it is the union's own, and the property that it names.
    fn declared_tag(
        &mut self,
        union: &Found<'a>,
        views: &[View<'a>],
        (declared, at, property): (&'a Value, Option<Pointer>, &'a str),
        depth: usize,
    ) -> Option<Tag> {
        let candidates: Vec<Candidate> = union
            .branches
            .iter()
            .zip(views)
            .map(|(branch, view)| Candidate {
                places: self.place(branch).into_iter().collect(),
                constants: self.constants_within(view, depth).remove(property).unwrap_or_default(),
                inner: self.inner_values(branch, view, property, depth),
            })
            .collect();
        let values = self.declared_values(declared, at.as_ref(), &candidates)?;
        let default = self.default_variant(declared, at.as_ref(), &candidates);
        let untold = views
            .iter()
            .enumerate()
            .any(|(variant, view)| may_be_object(view) && !values.iter().any(|value| value.variant == variant));
        let otherwise = match default {
            Some(variant) => Otherwise::Default(variant),
            None if untold => Otherwise::Tried,
            None => Otherwise::Kept("Unknown".to_owned()),
        };
        let lacks = views.iter().any(|view| !view.required().contains(&property));
        let may_lack = lacks && matches!(otherwise, Otherwise::Kept(_));
        Some(Tag { property: property.to_owned(), values, otherwise, may_lack, content: None })
    }

    /// Tells of a discriminator with a mapping that has nothing to tell apart: no union stands beside it, and it is that
    /// of no component which others build upon.
    pub(super) fn note_discriminator(&mut self, view: &View<'a>) {
        let has = |part: &Schema<'a>, keyword: &str| part.whole().get(keyword).is_some();
        if view.parts.iter().any(|part| has(part, "oneOf") || has(part, "anyOf")) {
            return;
        }
        for part in &view.parts {
            let at = part.pointer.child("discriminator");
            let mapping = part.get("discriminator").and_then(|declared| declared.get("mapping")?.as_object());
            let maps = mapping.is_some_and(|mapping| !mapping.is_empty());
            if maps && !self.families.values().any(|family| family.is_declared_at(&at)) {
                self.diagnostics
                    .warning(codes::MAPPING_TO_NOWHERE, &at, "this discriminator has nothing to tell apart")
                    .key()
                    .label("without effect")
                    .help("list the schemas that it maps to in `oneOf`, beside it");
            }
        }
    }

    /// The candidate of values whose tag is missing or unknown (`defaultMapping` of OpenAPI 3.2); one that is none of
    /// them is a finding, unless the discriminator is that of a wider union.
    pub(super) fn default_variant(
        &mut self,
        declared: &'a Value,
        at: Option<&Pointer>,
        candidates: &[Candidate],
    ) -> Option<usize> {
        let target = declared.get("defaultMapping")?.as_str()?;
        let place = mapped(self.resolver, target);
        let found = candidates.iter().position(|one| place.as_ref().is_some_and(|place| one.places.contains(place)));
        if let (None, Some(at)) = (found, at) {
            let why = if place.is_none() { "leads to no schema" } else { "leads to no branch of this union" };
            let message = format!("{}, the discriminator's `defaultMapping`, {why}", super::docs::code(target));
            self.diagnostics
                .warning(codes::MAPPING_TO_NOWHERE, &at.child("defaultMapping"), message)
                .help("name one of the schemas that the union lists; until then it has no effect");
        }
        found
    }

    /// The discriminator's values: its mapping, the constants of the branches, else the names of their schemas.
    /// `None` when there are none, or when two branches have the same.
    ///
    /// Without `at`, the mapping is that of a wider union, and need not lead to these.
    pub(super) fn declared_values(
        &mut self,
        declared: &'a Value,
        at: Option<&Pointer>,
        candidates: &[Candidate],
    ) -> Option<Vec<TagValue>> {
        let mapping = self.mapping(declared, at, candidates);
        let mut values: Vec<TagValue> = Vec::new();
        for (variant, candidate) in candidates.iter().enumerate() {
            let mapped = mapping.iter().filter(|entry| entry.to == Some(variant)).map(|entry| entry.text.to_owned());
            let mut own: Vec<(String, bool)> = mapped.map(|text| (text, false)).collect();
            if own.is_empty() {
                own.extend(candidate.constants.iter().map(|text| (text.clone(), false)));
            }
            own.extend(candidate.inner.iter().map(|text| (text.clone(), false)));
            let stated = !own.is_empty();
            // The name of a schema is a value even beside a mapping, unless that gives it to another.
            for (place, name) in candidate.places.iter().filter_map(|place| Some((place, named(place)?))) {
                let taken = mapping.iter().any(|entry| entry.text == name);
                let is_mapped = mapping.iter().any(|entry| entry.place.as_ref() == Some(place));
                if (!stated || declared.get("mapping").is_some()) && !taken {
                    let only_one = candidate.places.len() == 1;
                    own.push((name, is_mapped || (stated && only_one)));
                }
            }
            for (text, implied) in own {
                match values.iter().find(|known| known.text == text) {
                    None => values.push(TagValue { text, variant, implied }),
                    Some(known) if known.variant == variant => {}
                    Some(_) => return None,
                }
            }
        }
        (!values.is_empty()).then_some(values)
    }

    /// Each value of the mapping with the candidate that it leads to; one that leads nowhere is a finding.
    fn mapping(&mut self, declared: &'a Value, at: Option<&Pointer>, candidates: &[Candidate]) -> Vec<Mapped<'a>> {
        let mapping = declared.get("mapping").and_then(Value::as_object);
        let mut found = Vec::new();
        for (text, target) in mapping.into_iter().flatten() {
            let Some(target) = target.as_str() else { continue };
            let place = mapped(self.resolver, target);
            let to = candidates.iter().position(|one| place.as_ref().is_some_and(|place| one.places.contains(place)));
            found.push(Mapped { text, target, place, to });
        }
        if let Some(at) = at {
            self.note_lost(&found, &at.child("mapping"));
        }
        found
    }

    /// Says, once for a mapping, which of its entries lead nowhere.
    fn note_lost(&mut self, mapping: &[Mapped<'a>], at: &Pointer) {
        let lost: Vec<&Mapped<'a>> = mapping.iter().filter(|entry| entry.to.is_none()).collect();
        let Some(first) = lost.first() else { return };
        let why = if first.place.is_none() { "leads to no schema" } else { "leads to no branch of this union" };
        let target = super::docs::code(first.target);
        let message = format!("{target}, which the discriminator maps {:?} to, {why}", first.text);
        let mut found = self.diagnostics.warning(codes::MAPPING_TO_NOWHERE, &at.child(first.text), message);
        match lost.len() - 1 {
            0 => {}
            1 => found = found.label("and so does another value of this mapping"),
            others => found = found.label(format!("and so do {others} other values of this mapping")),
        }
        found.help("name one of the schemas that the union lists; until then the value tells nothing");
    }

    /// The values by which a union within a branch tells its own branches apart, when it does so by the same property.
    fn inner_values(&mut self, branch: &Schema<'a>, view: &View<'a>, property: &str, depth: usize) -> Vec<String> {
        let family = self.place(branch).and_then(|place| self.family_values(&place, property));
        if let Some(family) = family {
            return family;
        }
        let Some(inner) = inner_union(view).filter(|_| depth < DEEPEST) else { return Vec::new() };
        let tag = self.tag_within(&inner, &View::default(), depth + 1);
        let tag = tag.filter(|tag| tag.property == property);
        tag.into_iter().flat_map(|tag| tag.values).map(|value| value.text).collect()
    }

    /// A property that is required and has other constants in every branch that is an object.
    fn constant_tag(&mut self, views: &[View<'a>], depth: usize) -> Option<Tag> {
        let objects: Vec<(usize, &View<'a>)> =
            views.iter().enumerate().filter(|(_, view)| may_be_object(view)).collect();
        let constants: Vec<(usize, HashMap<String, Vec<String>>)> =
            objects.iter().map(|(at, view)| (*at, self.constants_within(view, depth))).collect();
        let (_, first) = constants.first().filter(|_| constants.len() > 1)?;
        let mut properties: Vec<&String> = first.keys().collect();
        properties.sort();
        properties.into_iter().find_map(|property| {
            let mut values: Vec<TagValue> = Vec::new();
            for (variant, own) in &constants {
                for text in own.get(property)? {
                    if values.iter().any(|known| known.text == *text) {
                        return None;
                    }
                    values.push(TagValue { text: text.clone(), variant: *variant, implied: false });
                }
            }
            Some(Tag {
                property: property.clone(),
                values,
                otherwise: Otherwise::Kept("Unknown".to_owned()),
                may_lack: objects.len() < views.len(),
                content: None,
            })
        })
    }

    /// The properties of an object that are required and constant, with their texts.
    fn constants_within(&mut self, view: &View<'a>, depth: usize) -> HashMap<String, Vec<String>> {
        if !may_be_object(view) {
            return HashMap::default();
        }
        let required = view.required();
        let absent = self.absent_of(&view.parts);
        let mut found = HashMap::default();
        for (name, schemas) in view.properties() {
            if !required.contains(&name) || absent.contains(&name) {
                continue;
            }
            let values = super::enums::values_of(&self.view_of(&schemas));
            let texts: Option<Vec<String>> = values.iter().map(|value| value.as_str().map(str::to_owned)).collect();
            if let Some(texts) = texts.filter(|texts| !texts.is_empty()) {
                found.insert(name.to_owned(), texts);
            }
        }
        if let Some(inner) = inner_union(view).filter(|_| depth < DEEPEST) {
            let branches: Vec<HashMap<String, Vec<String>>> = inner
                .branches
                .iter()
                .map(|branch| {
                    let view = self.view(branch);
                    self.constants_within(&view, depth + 1)
                })
                .collect();
            found.extend(common(&branches));
        }
        found
    }
}

/// The constants that all branches have, put together.
fn common(branches: &[HashMap<String, Vec<String>>]) -> HashMap<String, Vec<String>> {
    let names = branches.first().into_iter().flat_map(HashMap::keys);
    let shared = names.filter(|name| branches.iter().all(|branch| branch.contains_key(*name)));
    let all = |name: &String| branches.iter().filter_map(|branch| branch.get(name)).flatten().cloned().collect();
    shared.map(|name| (name.clone(), all(name))).collect()
}

/// The union of a view, when it has one.
fn inner_union<'a>(view: &View<'a>) -> Option<Found<'a>> {
    ["oneOf", "anyOf"].into_iter().find_map(|keyword| {
        let schema = view.with(keyword).next()?.clone();
        let branches = schema.list(keyword);
        Some(Found { keyword, schema, branches })
    })
}

fn may_be_object(view: &View<'_>) -> bool {
    view.kinds().is_none_or(|kinds| kinds.contains(&Kind::Object))
}
