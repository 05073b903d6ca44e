//! `$dynamicRef` (JSON Schema 2020-12, core, section 8.2.3.2): which schema it means depends on the way to it.
//!
//! On the way to a schema, resources are entered one after another; the first of them that has a `$dynamicAnchor` of
//! the name decides. So a resource means something else where the resources before it decide otherwise, and is copied
//! for each such way. Most are not: only names that are asked for below a resource count.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::index::Index;
use super::{By, Link, Place, uri};
use crate::diagnostic::Pointer;
use crate::value::{Value, json};

/// More copies than this are not made.
const MOST_COPIES: usize = 500;

/// The schema that each name means on some way.
type Scope = BTreeMap<String, Place>;

/// What a reference is to lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Goal {
    /// A place as it is.
    Place(Place),
    /// A place in the copy with this number.
    Copy(usize, Place),
    /// Any value: there would be too many copies.
    Any,
}

/// A resource that is copied, with what the references in it lead to there.
#[derive(Debug)]
pub(super) struct Copied {
    pub(super) of: Place,
    /// The references by their numbers.
    pub(super) goals: Vec<(usize, Goal)>,
}

/// What each reference leads to.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// By the number of the reference.
    pub(super) goals: Vec<Goal>,
    pub(super) copies: Vec<Copied>,
}

/// Decides what every reference leads to, in each copy.
pub(super) fn plan(index: &Index, found: &[(Link, Place)]) -> Plan {
    let goals = found.iter().map(|(_, place)| Goal::Place(place.clone())).collect();
    let plan = Plan { goals, copies: Vec::new() };
    let links: Vec<Step> = found.iter().map(|(link, place)| Step::of(index, link, place)).collect();
    if links.iter().all(|link| link.name.is_none()) {
        return plan;
    }
    let asked = asked(index, &links);
    let mut planning = Planning { index, links: &links, asked, plan, known: HashMap::new(), open: Vec::new() };
    planning.run();
    planning.plan
}

/// A reference as far as it matters here.
#[derive(Debug)]
struct Step {
    from: Place,
    to: Place,
    /// Where it leads at first, and the resource of that.
    into: Place,
    /// The name that it asks for, when what it leads to at first is a `$dynamicAnchor`.
    name: Option<String>,
}

impl Step {
    fn of(index: &Index, link: &Link, to: &Place) -> Self {
        let into = index.resource(to);
        let (_, fragment) = uri::split(&link.text);
        let dynamic = index.anchored(&into, &fragment).is_some_and(|(_, dynamic)| dynamic);
        let name = (link.by == By::Dynamic && dynamic).then_some(fragment);
        Self { from: index.resource(&link.place), to: to.clone(), into, name }
    }
}

/// The names that are asked for in each resource, or on any way from it.
fn asked(index: &Index, links: &[Step]) -> HashMap<Place, BTreeSet<String>> {
    let mut asked: HashMap<Place, BTreeSet<String>> = HashMap::new();
    let mut ways: Vec<(Place, Place)> = Vec::new();
    for link in links {
        ways.push((link.from.clone(), link.into.clone()));
        if let Some(name) = &link.name {
            asked.entry(link.from.clone()).or_default().insert(name.clone());
            ways.extend(index.resources().filter(|root| index.declares(root, name)).map(|to| (link.from.clone(), to)));
        }
    }
    ways.extend(index.resources().filter_map(|root| Some((index.around(&root)?, root))));
    loop {
        let mut learned = false;
        for (from, to) in &ways {
            for name in asked.get(to).cloned().unwrap_or_default() {
                learned |= asked.entry(from.clone()).or_default().insert(name);
            }
        }
        if !learned {
            return asked;
        }
    }
}

/// A resource, in place or in a copy, and what names mean there.
struct Instance {
    resource: Place,
    scope: Scope,
    copy: Option<usize>,
}

struct Planning<'a> {
    index: &'a Index,
    links: &'a [Step],
    asked: HashMap<Place, BTreeSet<String>>,
    plan: Plan,
    /// Where each resource is to be found, by what names mean there: in place, or in a copy.
    known: HashMap<(Place, Scope), Option<usize>>,
    open: Vec<Instance>,
}

impl Planning<'_> {
    fn run(&mut self) {
        // Every way begins in the document; a file is entered from there.
        let root = Place { file: 0, at: Pointer::root() };
        let start = self.entered(&Scope::new(), &root);
        self.place(&root, &start, None);
        let files = self.index.resources().filter(|of| of.file != 0 && of.at.is_root()).collect::<BTreeSet<_>>();
        for file in files {
            let scope = self.entered(&start, &file);
            self.place(&file, &scope, None);
        }
        while let Some(instance) = self.open.pop() {
            for (number, link) in self.links.iter().enumerate().filter(|(_, link)| link.from == instance.resource) {
                let meant = link.name.as_ref().and_then(|name| instance.scope.get(name));
                let to = meant.unwrap_or(&link.to).clone();
                let goal = self.goal(&instance, &to);
                if let Some(copy) = instance.copy.and_then(|copy| self.plan.copies.get_mut(copy)) {
                    copy.goals.push((number, goal));
                } else if let Some(slot) = self.plan.goals.get_mut(number) {
                    *slot = goal;
                }
            }
        }
    }

    /// Where a reference from an instance to a place leads, which may take one copy more.
    fn goal(&mut self, from: &Instance, to: &Place) -> Goal {
        let resource = self.index.resource(to);
        let at = |copy: Option<usize>| copy.map_or(Goal::Place(to.clone()), |copy| Goal::Copy(copy, to.clone()));
        if resource == from.resource {
            return at(from.copy);
        }
        let scope = self.entered(&from.scope, &resource);
        if let Some(copy) = self.known.get(&self.key(&resource, &scope)) {
            return at(*copy);
        }
        let copy = self.plan.copies.len();
        if copy >= MOST_COPIES {
            return Goal::Any;
        }
        self.plan.copies.push(Copied { of: resource.clone(), goals: Vec::new() });
        self.place(&resource, &scope, Some(copy));
        at(Some(copy))
    }

    /// Takes up a resource and those that stand in it.
    fn place(&mut self, resource: &Place, scope: &Scope, copy: Option<usize>) {
        self.known.entry(self.key(resource, scope)).or_insert(copy);
        self.open.push(Instance { resource: resource.clone(), scope: scope.clone(), copy });
        let index = self.index;
        for inner in index.resources().filter(|inner| index.around(inner).as_ref() == Some(resource)) {
            let scope = self.entered(scope, &inner);
            self.place(&inner, &scope, copy);
        }
    }

    /// What names mean after a resource is entered: what they meant before, and else what it says.
    fn entered(&self, scope: &Scope, resource: &Place) -> Scope {
        let mut scope = scope.clone();
        for (name, place) in self.index.dynamic_anchors(resource) {
            scope.entry(name.to_owned()).or_insert_with(|| place.clone());
        }
        scope
    }

    fn key(&self, resource: &Place, scope: &Scope) -> (Place, Scope) {
        let asked = self.asked.get(resource);
        let counts = |name: &String| asked.is_some_and(|asked| asked.contains(name));
        let scope = scope.iter().filter(|(name, _)| counts(name));
        (resource.clone(), scope.map(|(name, place)| (name.clone(), place.clone())).collect())
    }
}

/// Makes the `$dynamicRef` at `at` a plain reference to `target`; beside a `$ref` it is one branch more of `allOf`.
pub(super) fn refer(document: &mut Value, at: &Pointer, target: Value) {
    let Some(schema) = at.parent().and_then(|parent| document.pointer_mut(parent.as_str())?.as_object_mut()) else {
        return;
    };
    schema.remove("$dynamicRef");
    if !schema.contains_key("$ref") {
        schema.insert("$ref".into(), target);
        return;
    }
    let branch = json!({"$ref": target});
    match schema.get_mut("allOf") {
        Some(Value::Array(branches)) => branches.push(branch),
        Some(_) => {}
        None => drop(schema.insert("allOf".into(), Value::Array(vec![branch]))),
    }
}
