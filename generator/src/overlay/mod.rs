//! OpenAPI Overlay 1.0: actions that change a document before anything else looks at it.
//!
//! What an action puts into the document is noted in [`Sources`], so that a later finding about it points into the
//! overlay file and not into the document.

mod merge;

use serde_json::Value;
use serde_json_path::{JsonPath, NormalizedPath, PathElement};

use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Focus, Pointer, Severity};
use crate::source::{Edit, Sources};
use merge::Merging;

/// The members of an overlay document.
const OVERLAY_MEMBERS: [&str; 4] = ["overlay", "info", "extends", "actions"];

/// The members of an action.
const ACTION_MEMBERS: [&str; 4] = ["target", "description", "update", "remove"];

/// Applies an overlay, file number `file` of the sources, to the document.
///
/// Its actions are applied in order, each to what the ones before it left. `remove` takes out every node that the
/// target selects. `update` merges into each: members of objects recursively, arrays are joined, everything else is
/// replaced; a target that is an array takes the value as one more element (or as several, when it is an array).
/// A target that selects nothing is a warning; an overlay that is not valid is an error.
///
/// ```
/// use serde_json::json;
/// use twinspec::diagnostic::Diagnostics;
/// use twinspec::overlay::apply;
/// use twinspec::source::{Source, Sources};
///
/// let mut document = json!({"info": {"title": "Pets", "version": "1"}});
/// let overlay = json!({"overlay": "1.0.0", "actions": [{"target": "$.info", "update": {"version": "2"}}]});
/// let mut sources = Sources::of(Source::new("pets.yaml", ""));
/// let file = sources.add(Source::new("pets.overlay.yaml", ""));
/// let mut diagnostics = Diagnostics::default();
/// apply(&overlay, file, &mut document, &mut sources, &mut diagnostics);
/// assert_eq!(document, json!({"info": {"title": "Pets", "version": "2"}}));
/// assert!(diagnostics.is_empty());
/// ```
pub fn apply(overlay: &Value, file: usize, document: &mut Value, sources: &mut Sources, diagnostics: &mut Diagnostics) {
    let mut overlaying = Overlaying { file, document, sources, diagnostics };
    for (number, action) in overlaying.actions(overlay).iter().enumerate() {
        overlaying.action(action, &Pointer::root().child("actions").index(number));
    }
}

/// An overlay while it is applied.
struct Overlaying<'a> {
    file: usize,
    document: &'a mut Value,
    sources: &'a mut Sources,
    diagnostics: &'a mut Diagnostics,
}

impl Overlaying<'_> {
    /// Adds a finding about a node of the overlay file itself.
    fn report(
        &mut self,
        severity: Severity,
        at: &Pointer,
        focus: Focus,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let code = if severity == Severity::Error { codes::BAD_OVERLAY } else { codes::OVERLAY_WITHOUT_MATCH };
        let mut diagnostic = Diagnostic::new(code, severity, at, message);
        diagnostic.focus = focus;
        diagnostic.span = self.sources.files().get(self.file).map(|source| source.span(at, focus));
        self.diagnostics.push(diagnostic)
    }

    /// Adds the error that a node of the overlay file is not what it has to be.
    fn invalid(&mut self, at: &Pointer, message: impl Into<String>) -> &mut Diagnostic {
        self.report(Severity::Error, at, Focus::Value, message)
    }

    /// Checks the overlay document and gives its actions.
    fn actions<'o>(&mut self, overlay: &'o Value) -> &'o [Value] {
        let root = Pointer::root();
        let Some(members) = overlay.as_object() else {
            self.invalid(&root, "an overlay is an object with `overlay`, `info` and `actions`");
            return &[];
        };
        let Some(version) = members.get("overlay").map(plain) else {
            self.invalid(&root, "this is not an overlay: it has no `overlay` member").help("write `overlay: 1.0.0`");
            return &[];
        };
        if version != "1.0" && !version.starts_with("1.0.") {
            let message = format!("overlay version `{version}` is not supported");
            self.invalid(&root.child("overlay"), message).help("write `overlay: 1.0.0`");
        }
        self.only_members(overlay, &root, &OVERLAY_MEMBERS);
        match members.get("actions") {
            Some(Value::Array(actions)) => actions,
            Some(_) => {
                self.invalid(&root.child("actions"), "`actions` is not a list");
                &[]
            }
            None => {
                self.invalid(&root, "an overlay without `actions` does nothing");
                &[]
            }
        }
    }

    /// Reports members that the specification does not know; `x-` is free. Says whether there were none.
    fn only_members(&mut self, node: &Value, at: &Pointer, known: &[&str]) -> bool {
        let members = node.as_object().into_iter().flat_map(serde_json::Map::keys);
        let unknown: Vec<_> = members.filter(|key| !key.starts_with("x-") && !known.contains(&key.as_str())).collect();
        for key in &unknown {
            let message = format!("`{key}` means nothing here");
            self.report(Severity::Error, &at.child(key), Focus::Key, message)
                .help(format!("the members are `{}`", known.join("`, `")));
        }
        unknown.is_empty()
    }

    /// Applies one action.
    fn action(&mut self, action: &Value, at: &Pointer) {
        if !action.is_object() {
            self.invalid(at, "an action is an object with `target` and `update` or `remove`");
            return;
        }
        if !self.only_members(action, at, &ACTION_MEMBERS) {
            return;
        }
        let Some(target) = self.target(action, at) else {
            return;
        };
        let remove = match action.get("remove") {
            None => false,
            Some(Value::Bool(remove)) => *remove,
            Some(_) => {
                self.invalid(&at.child("remove"), "`remove` is `true` or `false`");
                return;
            }
        };
        let update = action.get("update").filter(|_| !remove);
        if !remove && update.is_none() {
            self.invalid(at, "this action does nothing").help("give it `update`, or `remove: true`");
            return;
        }
        let selected = self.select(&target);
        if selected.is_empty() {
            let message =
                format!("`{}` matches nothing in the document", plain(action.get("target").unwrap_or(&Value::Null)));
            self.report(Severity::Warning, &at.child("target"), Focus::Value, message)
                .label("no such node")
                .help("correct the target, or remove the action if the document no longer needs it");
        }
        match update {
            Some(update) => self.update(&selected, update, at),
            None => self.remove(&selected, at),
        }
    }

    /// The target of an action.
    fn target(&mut self, action: &Value, at: &Pointer) -> Option<JsonPath> {
        let here = at.child("target");
        match action.get("target") {
            Some(Value::String(target)) => {
                match JsonPath::parse(target) {
                    Ok(path) => return Some(path),
                    Err(error) => {
                        self.invalid(&here, "the target is not a JSONPath query")
                        .label(format!("at its character {}", error.position()))
                        .help("JSONPath is RFC 9535, for example `$.paths['/pets'].get.parameters[?@.name == 'limit']`");
                    }
                }
            }
            Some(_) => {
                self.invalid(&here, "the target is not text");
            }
            None => {
                self.invalid(at, "an action without `target` changes nothing");
            }
        }
        None
    }

    /// The nodes that a target selects, in document order and each once.
    fn select(&self, target: &JsonPath) -> Vec<Vec<Step>> {
        let nodes = target.query_located(self.document);
        let mut selected: Vec<Vec<Step>> = nodes.locations().map(steps).collect();
        selected.sort();
        selected.dedup();
        selected
    }

    /// Takes out nodes, the last first, so that the indices of the others stay true.
    fn remove(&mut self, selected: &[Vec<Step>], at: &Pointer) {
        for path in selected.iter().rev() {
            let Some((last, parent)) = path.split_last() else {
                self.invalid(&at.child("target"), "the document as a whole cannot be removed");
                return;
            };
            let parent = pointer(parent);
            match (self.document.pointer_mut(parent.as_str()), last) {
                (Some(Value::Object(members)), Step::Name(name)) => {
                    members.shift_remove(name);
                }
                (Some(Value::Array(elements)), Step::Index(index)) if *index < elements.len() => {
                    elements.remove(*index);
                    self.sources.record(Edit::TakeOut { array: parent, index: *index });
                }
                _ => {}
            }
        }
    }

    /// Merges the value of `update` into nodes.
    fn update(&mut self, selected: &[Vec<Step>], update: &Value, at: &Pointer) {
        let from = at.child("update");
        for path in selected {
            let into = pointer(path);
            let mut edits = Vec::new();
            let merging = Merging { file: self.file, edits: &mut edits };
            let fault = match self.document.pointer_mut(into.as_str()) {
                Some(Value::Array(elements)) => merging.append(elements, update, &into, &from),
                Some(node @ Value::Object(_)) if update.is_object() => merging.merge(node, update, &into, &from),
                Some(Value::Object(_)) => Some("the target is an object, so the update has to be one"),
                _ => Some("the target is neither an object nor an array"),
            };
            for edit in edits {
                self.sources.record(edit);
            }
            if let Some(fault) = fault {
                self.invalid(&at.child("target"), fault).label(format!("this selects `{into}`")).help(
                    "to replace a plain value, select the object that holds it: `target: $.info`, `update: {title: …}`",
                );
                return;
            }
        }
    }
}

/// One step of the way to a selected node.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Name(String),
    Index(usize),
}

/// The way to a selected node.
fn steps(path: &NormalizedPath<'_>) -> Vec<Step> {
    let step = |element: &PathElement<'_>| match element {
        PathElement::Name(name) => Step::Name((*name).to_owned()),
        PathElement::Index(index) => Step::Index(*index),
    };
    path.iter().map(step).collect()
}

/// The pointer of a way.
fn pointer(steps: &[Step]) -> Pointer {
    steps.iter().fold(Pointer::root(), |pointer, step| match step {
        Step::Name(name) => pointer.child(name),
        Step::Index(index) => pointer.index(*index),
    })
}

/// A value as one would say it: text without its quotes.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
