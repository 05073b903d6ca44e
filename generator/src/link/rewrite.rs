//! The one tree: files and copies are put into the document, and references are told the places.

use std::collections::{HashMap, HashSet};

use super::dynamic::{self, Copied, Goal};
use super::{By, COPIES, FILES, Linker, Place, root_of};
use crate::codes;
use crate::diagnostic::Pointer;
use crate::source::Edit;
use crate::value::{Map, Value};

impl Linker<'_> {
    /// Puts everything together.
    pub(super) fn rewrite(mut self) -> Value {
        let plan = dynamic::plan(&self.index, &self.found);
        self.adopt();
        let originals: Vec<Value> =
            plan.copies.iter().map(|copy| self.value(&copy.of).cloned().unwrap_or_default()).collect();
        for (number, goal) in plan.goals.iter().enumerate() {
            let Some((link, _)) = self.found.get(number) else { continue };
            let (place, by) = (link.place.clone(), link.by);
            let target = self.target(goal, &plan.copies, &place);
            if let Some(file) = self.files.all.get_mut(place.file) {
                write(&mut file.value, &place.at, by, target);
            }
        }
        let mut copied = Map::new();
        for (number, (copy, mut value)) in plan.copies.iter().zip(originals).enumerate() {
            for (link, goal) in &copy.goals {
                let Some((link, _)) = self.found.get(*link).cloned() else { continue };
                let target = self.target(goal, &plan.copies, &link.place);
                write(&mut value, &below(&link.place.at, &copy.of.at), link.by, target);
            }
            let (at, file) = (self.copy_root(number, copy), copy.of.file);
            let file = self.files.all.get(file).map_or(0, |file| file.source);
            self.sources.record(Edit::Put { at, file, from: copy.of.at.clone() });
            let said = self.said(&copy.of);
            if !copied.contains_key(&said) {
                copied.insert(said.as_str().into(), Value::Object(Map::new()));
            }
            if let Some(Value::Object(same)) = copied.get_mut(&said) {
                same.insert(number.to_string().into(), value);
            }
        }
        self.assemble(copied)
    }

    /// The document with the files and the copies in it.
    fn assemble(mut self, copied: Map) -> Value {
        for (place, component) in &self.adopted {
            let Some(file) = self.files.all.get(place.file) else { continue };
            let Some(value) = file.value.pointer(place.at.as_str()).cloned() else { continue };
            let from = place.at.clone();
            self.sources.record(Edit::Put { at: component.clone(), file: file.source, from });
            if let Some(node) = self.files.all.get_mut(0).and_then(|root| root.value.pointer_mut(component.as_str())) {
                *node = value;
            }
        }
        let mut files = self.files.all.into_iter();
        let mut document = files.next().map_or(Value::Null, |file| file.value);
        let files: Map = files.map(|file| (file.name.into(), file.value)).collect();
        for (member, value) in [(FILES, files), (COPIES, copied)] {
            if let Some(members) = document.as_object_mut().filter(|_| !value.is_empty()) {
                members.insert(member.into(), Value::Object(value));
            }
        }
        document
    }

    /// Finds the components that are nothing but a reference into another file: what stands there gets their name.
    fn adopt(&mut self) {
        let schemas = Pointer::root().child("components").child("schemas");
        let lone = |members: &Map| members.len() == 1 && members.contains_key("$ref");
        let targets: HashMap<&Place, &Place> = self.found.iter().map(|(link, place)| (&link.place, place)).collect();
        let components = self.value(&Place { file: 0, at: schemas.clone() }).and_then(Value::as_object);
        let mut adopted = HashMap::new();
        for name in components.into_iter().flatten().map(|(name, _)| name) {
            let component = Place { file: 0, at: schemas.child(name) };
            let mut place = &component;
            let mut passed = HashSet::new();
            while self.value(place).and_then(Value::as_object).is_some_and(lone)
                && passed.insert(place)
                && let Some(next) = targets.get(&place.child("$ref"))
            {
                place = next;
            }
            if place.file != 0 && self.value(place).and_then(Value::as_object).is_none_or(|members| !lone(members)) {
                adopted.entry(place.clone()).or_insert(component.at);
            }
        }
        self.adopted = adopted;
    }

    /// Where a place is in the linked document.
    pub(super) fn full(&self, place: &Place) -> Pointer {
        let Some(file) = self.files.all.get(place.file).filter(|_| place.file != 0) else { return place.at.clone() };
        let mut above = place.clone();
        loop {
            if let Some(component) = self.adopted.get(&above) {
                return joined(component, &below(&place.at, &above.at));
            }
            match above.at.parent() {
                Some(parent) => above.at = parent,
                None => return joined(&root_of(&file.name), &place.at),
            }
        }
    }

    /// The pointer that a goal is; `None`, with a finding about the reference, for any value.
    fn target(&mut self, goal: &Goal, copies: &[Copied], reference: &Place) -> Option<Pointer> {
        match goal {
            Goal::Place(place) => Some(self.full(place)),
            Goal::Copy(number, place) => {
                let copy = copies.get(*number)?;
                Some(joined(&self.copy_root(*number, copy), &below(&place.at, &copy.of.at)))
            }
            Goal::Any => {
                let at = self.full(reference);
                self.diagnostics
                    .warning(codes::DYNAMIC_REF, &at, "a `$dynamicRef` below this reference has too many targets")
                    .label("taken for any value")
                    .help("refer by `$ref` where one schema is meant");
                None
            }
        }
    }

    /// Where a copy stands in the linked document.
    fn copy_root(&self, number: usize, copy: &Copied) -> Pointer {
        Pointer::root().child(COPIES).child(&self.said(&copy.of)).child(&number.to_string())
    }

    /// A place as a reference in the document would name it.
    fn said(&self, place: &Place) -> String {
        let file = self.files.all.get(place.file).map_or("", |file| &file.name);
        format!("{file}#{}", place.at)
    }
}

/// The pointer `at` from `root` on.
fn below(at: &Pointer, root: &Pointer) -> Pointer {
    Pointer::parse(at.as_str().strip_prefix(root.as_str()).unwrap_or_default())
}

/// The pointer `below` from `root` on.
fn joined(root: &Pointer, below: &Pointer) -> Pointer {
    Pointer::parse(&format!("{root}{below}"))
}

/// Tells a reference its target; without one it is taken out, so that any value fits.
fn write(document: &mut Value, at: &Pointer, by: By, target: Option<Pointer>) {
    let target = target.map(|target| Value::from(format!("#{}", target.as_str().replace('%', "%25"))));
    match (by, target) {
        (By::Reference | By::Mapping | By::Operation, Some(target)) => {
            if let Some(text) = document.pointer_mut(at.as_str()) {
                *text = target;
            }
        }
        (By::Dynamic, Some(target)) => dynamic::refer(document, at, target),
        (_, None) => {
            let holder = at.parent().and_then(|parent| document.pointer_mut(parent.as_str()));
            if let (Some(Value::Object(members)), Some(key)) = (holder, at.last()) {
                members.remove(&key);
            }
        }
    }
}
