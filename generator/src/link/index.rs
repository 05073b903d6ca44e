//! The schema resources of all files: by their URIs, and their anchors (JSON Schema 2020-12, core, section 8.2).

use std::collections::{BTreeMap, HashMap};

use super::{Place, uri, walk};
use crate::diagnostic::Pointer;
use crate::value::Value;

/// The dialects that mean what is understood here.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";
const OPENAPI_DIALECTS: &str = "https://spec.openapis.org/oas/3.";

/// What can be referred to by name.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Whether schemas have `$id` and anchors: they have since OpenAPI 3.1.
    pub(super) identifies: bool,
    /// The roots of resources (files among them) by their URIs.
    by_uri: HashMap<String, Place>,
    /// The base URI of each resource, by its root.
    bases: BTreeMap<Place, String>,
    /// Anchors, by the root of their resource and their name; and whether they are dynamic.
    anchors: HashMap<(Place, String), (Place, bool)>,
    /// Places that state a dialect which is not understood.
    pub(super) strange: Vec<(Place, String)>,
    /// Places that state an identity which another place has already.
    pub(super) twice: Vec<(Place, Place, String)>,
}

impl Index {
    /// Of no file yet.
    pub(super) fn new(identifies: bool) -> Self {
        Self { identifies, ..Self::default() }
    }

    /// Adds a file that was read from `retrieved`.
    pub(super) fn add(&mut self, file: usize, value: &Value, retrieved: &str) {
        let root = Place { file, at: Pointer::root() };
        self.by_uri.insert(retrieved.to_owned(), root.clone());
        // `$self` is OpenAPI 3.2's, and no later than 3.0 is anything of that name.
        let own = value.get("$self").and_then(Value::as_str).filter(|_| self.identifies);
        let own = own.and_then(|own| uri::join(retrieved, uri::split(own).0));
        if let Some(own) = &own {
            self.by_uri.entry(own.clone()).or_insert_with(|| root.clone());
        }
        self.bases.insert(root, own.unwrap_or_else(|| retrieved.to_owned()));
        if self.identifies {
            walk::elements(value, &Pointer::root(), &mut |members, at| {
                let place = Place { file, at: at.clone() };
                let text = |keyword: &str| members.get(keyword).and_then(Value::as_str);
                if let Some(id) = text("$id") {
                    self.identify(&place, id);
                }
                for (keyword, dynamic) in [("$anchor", false), ("$dynamicAnchor", true)] {
                    if let Some(name) = text(keyword) {
                        self.anchor(&place, name, dynamic);
                    }
                }
                for keyword in ["$schema", "jsonSchemaDialect"] {
                    let known = |dialect: &str| dialect == DIALECT || dialect.starts_with(OPENAPI_DIALECTS);
                    if let Some(dialect) = text(keyword).filter(|dialect| !known(dialect.trim_end_matches('#'))) {
                        self.strange.push((place.child(keyword), dialect.to_owned()));
                    }
                }
                true
            });
        }
    }

    /// `$id`: the schema is a resource of its own. Before 2019 `#name` there was what `$anchor` is now.
    fn identify(&mut self, place: &Place, id: &str) {
        let (document, fragment) = uri::split(id);
        if !document.is_empty() {
            let Some(uri) = uri::join(self.base(&self.resource(place)), document) else { return };
            let known = self.by_uri.entry(uri.clone()).or_insert_with(|| place.clone());
            if *known != *place {
                self.twice.push((place.child("$id"), known.clone(), id.to_owned()));
            }
            self.bases.insert(place.clone(), uri);
        }
        if !fragment.is_empty() && !fragment.starts_with('/') {
            self.anchor(place, &fragment, false);
        }
    }

    fn anchor(&mut self, place: &Place, name: &str, dynamic: bool) {
        let key = (self.resource(place), name.to_owned());
        let known = self.anchors.entry(key).or_insert_with(|| (place.clone(), dynamic));
        if known.0 == *place {
            known.1 |= dynamic;
        } else {
            let keyword = if dynamic { "$dynamicAnchor" } else { "$anchor" };
            self.twice.push((place.child(keyword), known.0.clone(), name.to_owned()));
        }
    }

    /// The root of the resource that a place is in.
    pub(super) fn resource(&self, place: &Place) -> Place {
        let mut at = place.clone();
        while !self.bases.contains_key(&at) {
            let Some(parent) = at.at.parent() else { break };
            at.at = parent;
        }
        at
    }

    /// The base URI of a resource.
    pub(super) fn base(&self, resource: &Place) -> &str {
        self.bases.get(resource).map_or("", String::as_str)
    }

    /// The resource with this URI.
    pub(super) fn find(&self, uri: &str) -> Option<Place> {
        self.by_uri.get(uri).cloned()
    }

    /// The place of an anchor in a resource, and whether it is dynamic.
    pub(super) fn anchored(&self, resource: &Place, name: &str) -> Option<(Place, bool)> {
        self.anchors.get(&(resource.clone(), name.to_owned())).cloned()
    }

    /// The roots of all resources.
    pub(super) fn resources(&self) -> impl Iterator<Item = Place> {
        self.bases.keys().cloned()
    }

    /// The resource that a resource stands in.
    pub(super) fn around(&self, resource: &Place) -> Option<Place> {
        let parent = Place { file: resource.file, at: resource.at.parent()? };
        Some(self.resource(&parent))
    }

    /// The dynamic anchors of a resource.
    pub(super) fn dynamic_anchors(&self, resource: &Place) -> impl Iterator<Item = (&str, &Place)> {
        let own = self.anchors.iter().filter(move |((of, _), (_, dynamic))| of == resource && *dynamic);
        own.map(|((_, name), (place, _))| (name.as_str(), place))
    }

    /// Whether a resource has this dynamic anchor.
    pub(super) fn declares(&self, resource: &Place, name: &str) -> bool {
        self.anchored(resource, name).is_some_and(|(_, dynamic)| dynamic)
    }
}
