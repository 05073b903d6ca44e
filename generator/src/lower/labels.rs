//! What the branches of a union are called.

use crate::dialect::{Kind, Schema};
use crate::link;

use super::Lowering;
use super::branches::{first_kind, label_of, object_label, text_label};
use super::view::View;

/// Branches without names are called after what is within them, and that after what is within it, but no deeper: a list
/// may hold itself.
const DEEPEST_LABEL: usize = 4;

impl<'a> Lowering<'a> {
    /// A name for each branch: its component's, its title, or what tells it from the others.
    pub(super) fn labels(&mut self, branches: &[Schema<'a>]) -> Vec<String> {
        self.labels_within(branches, 0)
    }

    fn labels_within(&mut self, branches: &[Schema<'a>], depth: usize) -> Vec<String> {
        let views: Vec<View<'a>> = branches.iter().map(|branch| self.view(branch)).collect();
        branches.iter().enumerate().map(|(at, branch)| self.label(branch, at, &views, depth)).collect()
    }

    fn label(&mut self, branch: &Schema<'a>, at: usize, views: &[View<'a>], depth: usize) -> String {
        let place = self.place(branch);
        if let Some(name) = place.as_ref().and_then(super::families::named) {
            return name;
        }
        if let (None, Some(reference)) = (&place, branch.reference()) {
            return link::name_in(reference);
        }
        // A reference to a place without a name is called after what stands there.
        let target = place.map(|place| self.resolver.schema(&place));
        let branch = target.as_ref().unwrap_or(branch);
        let title = branch.text("title").filter(|title| title.split_whitespace().count() <= 5);
        if let Some(title) = title.filter(|title| !title.trim().is_empty()) {
            return title.to_owned();
        }
        let Some(view) = views.get(at) else { return "Value".to_owned() };
        let kinds: Vec<Kind> = view.kinds().unwrap_or_default();
        let several = |kind: Kind| views.iter().filter(|view| first_kind(view) == Some(kind)).count() > 1;
        match kinds.iter().copied().find(|kind| *kind != Kind::Null) {
            None if view.has_any(&["oneOf", "anyOf"]) => self.union_label(view, depth + 1),
            Some(Kind::Object) | None => object_label(view, at, views),
            Some(Kind::Array) if several(Kind::Array) => self.array_label(view, depth + 1),
            Some(Kind::String) if several(Kind::String) => text_label(view),
            Some(kind) => label_of(kind).to_owned(),
        }
    }

    /// A union within: the names of its own branches.
    fn union_label(&mut self, view: &View<'a>, depth: usize) -> String {
        if depth > DEEPEST_LABEL {
            return "Union".to_owned();
        }
        let inner: Vec<Schema<'a>> =
            view.parts.iter().flat_map(|part| [part.list("oneOf"), part.list("anyOf")]).flatten().collect();
        let labels = self.labels_within(&inner, depth);
        match labels.as_slice() {
            [] | [_, _, _, _, ..] => "Union".to_owned(),
            few => few.join(" or "),
        }
    }

    /// `PersonList`
    fn array_label(&mut self, view: &View<'a>, depth: usize) -> String {
        if depth > DEEPEST_LABEL {
            return "Array".to_owned();
        }
        let Some(items) = view.parts.iter().find_map(|part| part.child("items")) else { return "Array".to_owned() };
        let label = self.labels_within(std::slice::from_ref(&items), depth);
        format!("{} List", label.first().map_or("", String::as_str))
    }
}
