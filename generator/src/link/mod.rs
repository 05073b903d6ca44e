//! References made plain: afterwards each one that leads anywhere is `#` and a JSON pointer into one tree.
//!
//! References may lead into other files (OpenAPI 3.1, section 4.6), to schemas by their `$id` and their anchors (JSON
//! Schema 2020-12, core, sections 8.2 and 9.2), and to either from either. All files that are reached are put into the
//! document under a member of their own, and what is found by a URI or an anchor is referred to by its place. Nothing
//! else is changed, so every place is still told where it was written. Stages after this one know pointers alone.

mod dynamic;
mod files;
mod index;
mod rewrite;
mod uri;
mod walk;

use std::collections::{HashMap, HashSet, VecDeque};

use crate::codes;
use crate::diagnostic::{Diagnostics, Pointer};
use crate::source::Sources;
use crate::value::Value;
use files::Files;
pub use files::Reach;
use index::Index;
pub(crate) use walk::{Holds, holds, is_elsewhere};

/// The member of the document that holds the other files. A member of that name in the document itself cannot be
/// referred to.
const FILES: &str = "x-twinspec-files";

/// The member of the document that holds copies of resources (see [`dynamic`]).
const COPIES: &str = "x-twinspec-copies";

/// Makes the references of a document plain; `identifies` says whether its schemas have identities (`$id`).
pub fn link(
    document: &mut Value,
    reach: &Reach,
    identifies: bool,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) {
    if !walk::is_needed(document) {
        return;
    }
    let files = Files::of(std::mem::take(document), reach);
    let index = Index::new(identifies);
    let mut linker = Linker {
        files,
        index,
        sources,
        diagnostics,
        open: VecDeque::new(),
        seen: HashSet::new(),
        found: Vec::new(),
        adopted: HashMap::new(),
    };
    linker.enter(0);
    linker.walk(&Place { file: 0, at: Pointer::root() });
    linker.resolve_all();
    linker.report();
    *document = linker.rewrite();
}

/// Where the file `name` stands in the document.
fn root_of(name: &str) -> Pointer {
    Pointer::root().child(FILES).child(name)
}

/// The place that a place of the linked document was written at: the reference to the whole of what was put into the
/// document, and the pointer below that; `None` for what was there from the start.
fn put_from(pointer: &Pointer) -> Option<(String, String)> {
    let mut segments = pointer.segments();
    let (whole, depth) = match segments.next()?.as_str() {
        FILES => (format!("{}#", segments.next()?), 2),
        COPIES => (segments.next()?, 3),
        _ => return None,
    };
    let below = pointer.as_str().splitn(depth + 2, '/').nth(depth + 1);
    Some((whole, below.map_or_else(String::new, |below| format!("/{below}"))))
}

/// A place of the linked document as a reference in the document would name it: `#/components/schemas/Pet`,
/// `schemas/pet.yaml#/Pet`.
pub(crate) fn display(pointer: &Pointer) -> String {
    put_from(pointer).map_or_else(|| format!("#{pointer}"), |(whole, below)| whole + &below)
}

/// What a type is called that stands at a place: the last segment, or the name of the file.
pub(crate) fn name_of(pointer: &Pointer) -> Option<String> {
    let Some((whole, below)) = put_from(pointer) else { return pointer.last() };
    let (file, above) = whole.split_once('#').unwrap_or((&whole, ""));
    let name = file.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().filter(|stem| !stem.is_empty()).unwrap_or(name);
    Pointer::parse(&format!("{above}{below}")).last().or_else(|| Some(stem.to_owned()))
}

/// The same of a reference into the linked document.
pub(crate) fn name_in(reference: &str) -> String {
    let pointer = reference.strip_prefix('#').unwrap_or(reference);
    name_of(&Pointer::parse(pointer)).unwrap_or_else(|| reference.to_owned())
}

/// A place in one of the files.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Place {
    file: usize,
    at: Pointer,
}

impl Place {
    fn child(&self, segment: &str) -> Self {
        Self { file: self.file, at: self.at.child(segment) }
    }
}

/// What refers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// `$ref`
    Reference,
    /// `$dynamicRef`
    Dynamic,
    /// A value of a discriminator's mapping, or its `defaultMapping`.
    Mapping,
    /// `operationRef` of a link: no file is read for it, and where it leads to nowhere that is told when links are made.
    Operation,
}

/// A reference.
#[derive(Debug, Clone)]
struct Link {
    /// Where its text stands.
    place: Place,
    text: String,
    by: By,
}

struct Linker<'a> {
    files: Files,
    index: Index,
    sources: &'a mut Sources,
    diagnostics: &'a mut Diagnostics,
    /// References that are still to be resolved.
    open: VecDeque<Link>,
    /// Elements whose references are known.
    seen: HashSet<Place>,
    /// References with what they lead to.
    found: Vec<(Link, Place)>,
    /// Places in other files that are the content of a component.
    adopted: HashMap<Place, Pointer>,
}

/// What is known of a reference.
enum Answer {
    Found(Place),
    /// What it names is not known yet, and no file.
    Unknown,
    /// It leads to nowhere; that was told, or will be by whoever needs it.
    Nowhere,
}

impl Linker<'_> {
    /// Takes up the identities of a file.
    fn enter(&mut self, file: usize) {
        if let Some(found) = self.files.all.get(file) {
            self.index.add(file, &found.value, &found.uri);
        }
    }

    /// The value at a place.
    fn value(&self, place: &Place) -> Option<&Value> {
        // A member of the document that is in the way of its files cannot be referred to.
        let hidden = place.file == 0 && put_from(&place.at).is_some();
        self.files.all.get(place.file).filter(|_| !hidden)?.value.pointer(place.at.as_str())
    }

    /// Takes up the references of an element and of all within it.
    fn walk(&mut self, place: &Place) {
        let Some(file) = self.files.all.get(place.file) else { return };
        let Some(value) = file.value.pointer(place.at.as_str()) else { return };
        let identifies = self.index.identifies;
        walk::elements(value, &place.at, &mut |members, at| {
            let here = Place { file: place.file, at: at.clone() };
            if !self.seen.insert(here.clone()) {
                return false;
            }
            let mut open = |place: Place, text: &Value, by| {
                self.open.extend(text.as_str().map(|text| Link { place, text: text.to_owned(), by }));
            };
            if let Some(text) = members.get("$ref") {
                open(here.child("$ref"), text, By::Reference);
            }
            if let Some(text) = members.get("$dynamicRef").filter(|_| identifies) {
                open(here.child("$dynamicRef"), text, By::Dynamic);
            }
            if let Some(text) = members.get("operationRef") {
                open(here.child("operationRef"), text, By::Operation);
            }
            let discriminator = members.get("discriminator");
            if let Some(text) = discriminator.and_then(|it| it.get("defaultMapping")) {
                open(here.child("discriminator").child("defaultMapping"), text, By::Mapping);
            }
            let mapping = discriminator.and_then(|it| it.get("mapping")).and_then(Value::as_object);
            for (value, text) in mapping.into_iter().flatten() {
                open(here.child("discriminator").child("mapping").child(value), text, By::Mapping);
            }
            true
        });
    }

    /// Resolves references until there is none left that leads to something new.
    fn resolve_all(&mut self) {
        let mut unknown: Vec<Link> = Vec::new();
        loop {
            let before = self.found.len();
            while let Some(link) = self.open.pop_front() {
                match self.resolve(&link) {
                    Answer::Found(place) => {
                        if link.by != By::Operation {
                            self.walk(&place);
                        }
                        self.found.push((link, place));
                    }
                    Answer::Unknown => unknown.push(link),
                    Answer::Nowhere => {}
                }
            }
            // A file that was read since may have what was not known.
            if before == self.found.len() {
                return;
            }
            self.open.extend(unknown.drain(..));
        }
    }

    /// What a reference leads to.
    fn resolve(&mut self, link: &Link) -> Answer {
        if link.by == By::Mapping && self.is_name(&link.text) {
            return Answer::Nowhere;
        }
        let (document, fragment) = uri::split(&link.text);
        let base = self.index.resource(&link.place);
        let resource = if document.is_empty() {
            base.clone()
        } else {
            match self.resource(link, &base, document) {
                Ok(resource) => resource,
                Err(answer) => return answer,
            }
        };
        if !fragment.is_empty() && !fragment.starts_with('/') {
            return match self.index.anchored(&resource, &fragment) {
                Some((place, _)) => Answer::Found(place),
                None => self.nowhere(link, &resource, "nothing is called that there"),
            };
        }
        let within = |root: &Place| Place { file: root.file, at: Pointer::parse(&format!("{}{fragment}", root.at)) };
        let place = within(&resource);
        match self.value(&place) {
            // What a file holds that is no document at all.
            Some(value) if place.file != 0 && !value.is_object() && !value.is_boolean() => {
                return self.nowhere(link, &resource, "what stands there is neither a schema nor another element");
            }
            Some(_) => return Answer::Found(place),
            None => {}
        }
        // Authors who give a schema an `$id` mostly go on to mean the whole document by `#`.
        let whole = within(&Place { file: resource.file, at: Pointer::root() });
        if document.is_empty() && whole != place && self.value(&whole).is_some() {
            let id = self.full(&base.child("$id"));
            self.diagnostics
                .warning(codes::REF_PAST_ID, &self.full(&link.place), format!("`{}` leads to nowhere in its schema", link.text))
                .label("taken for a place in the whole document")
                .help("below an `$id`, `#` is the schema that has it; write the document's URI before the `#`, or remove the `$id`")
                .related(&id, "this makes the schema a resource of its own");
            return Answer::Found(whole);
        }
        self.nowhere(link, &resource, "nothing stands there")
    }

    /// The resource that the part before the `#` names, read from its file if it is one.
    fn resource(&mut self, link: &Link, base: &Place, document: &str) -> Result<Place, Answer> {
        let uri = uri::join(self.index.base(base), document).ok_or(Answer::Unknown)?;
        if let Some(known) = self.index.find(&uri) {
            return Ok(known);
        }
        // What a document calls itself (`$self`, `$id`) says nothing of where its neighbours are kept.
        let beside = base.at.is_root() && !uri::is_absolute(document);
        let kept = self.files.all.get(base.file).filter(|_| beside).and_then(|file| uri::join(&file.uri, document));
        let uri = kept.unwrap_or(uri);
        if let Some(known) = self.index.find(&uri) {
            return Ok(known);
        }
        if !uri.starts_with("file:///") {
            return Err(Answer::Unknown);
        }
        if link.by == By::Operation {
            return Err(Answer::Unknown);
        }
        // A mapping names what there may be: one to nowhere is told where the union is made, and costs nothing else.
        if link.by == By::Mapping && !self.files.may_read(&uri) {
            return Err(Answer::Nowhere);
        }
        let at = self.full(&link.place);
        let before = self.files.all.len();
        let file = self.files.read(&uri, document, &at, self.sources, self.diagnostics).ok_or(Answer::Nowhere)?;
        if self.files.all.len() > before {
            self.enter(file);
        }
        Ok(Place { file, at: Pointer::root() })
    }

    /// Whether a value of a mapping is the name of a schema.
    fn is_name(&self, target: &str) -> bool {
        let at = Pointer::root().child("components").child("schemas").child(target);
        !walk::is_uri(target) || self.value(&Place { file: 0, at }).is_some()
    }

    /// Tells that nothing stands where a reference leads, unless whoever needs it will.
    fn nowhere(&mut self, link: &Link, resource: &Place, why: &str) -> Answer {
        let plain = link.place.file == 0 && resource.file == 0 && link.text.starts_with('#');
        if link.by == By::Operation {
            return Answer::Nowhere;
        }
        if !plain || link.by == By::Dynamic {
            self.diagnostics
                .error(codes::REF_TO_NOWHERE, &self.full(&link.place), format!("`{}` leads to nowhere", link.text))
                .label(why);
        }
        Answer::Nowhere
    }

    /// Tells what is odd about identities.
    fn report(&mut self) {
        for (place, dialect) in std::mem::take(&mut self.index.strange) {
            self.diagnostics
                .warning(codes::UNKNOWN_DIALECT, &self.full(&place), format!("the dialect `{dialect}` is not known"))
                .label("read as JSON Schema 2020-12")
                .help("keywords of other dialects are not understood; rewrite the schemas in 2020-12");
        }
        for (place, first, name) in std::mem::take(&mut self.index.twice) {
            let first = self.full(&first);
            self.diagnostics
                .warning(codes::DUPLICATE_IDENTITY, &self.full(&place), format!("a second schema is called `{name}`"))
                .label("references by that name lead to the first")
                .help("give each schema a name of its own")
                .related(&first, "the first");
        }
    }
}
