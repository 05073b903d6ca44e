//! Links (OpenAPI 3.1, section 4.8.20): where they stand, and to which operations they lead.

use crate::codes;
use crate::diagnostic::Pointer;
use crate::ir::Status;
use crate::value::Value;

use super::Lowering;
use super::follows::Known;

/// A link, and where it stands.
pub(super) struct Link<'v> {
    pub(super) name: String,
    pub(super) at: Pointer,
    pub(super) node: &'v Value,
    pub(super) status: Status,
}

impl<'a> Lowering<'a> {
    /// The links of the answers of the operation at a place.
    pub(super) fn links_at(&mut self, operation: &Pointer) -> Vec<Link<'a>> {
        let at = operation.child("responses");
        let mut found = Vec::new();
        let answers = self.resolver.find(&at).and_then(Value::as_object);
        let may_have = |answer: &Value| answer.get("links").is_some() || answer.get("$ref").is_some();
        for (key, _) in answers.into_iter().flatten().filter(|(_, answer)| may_have(answer)) {
            let Some(status) = status(key) else { continue };
            let Some(answer) = self.resolver.follow(&at.child(key), self.diagnostics) else { continue };
            let links = answer.child("links");
            for name in self.names_at(&links) {
                let Some(at) = self.resolver.follow(&links.child(&name), self.diagnostics) else { continue };
                let Some(node) = self.resolver.root().pointer(at.as_str()) else { continue };
                found.push(Link { name, at, node, status });
            }
        }
        found
    }

    /// The operation to which a link leads.
    pub(super) fn target_of<'k>(&mut self, link: &Link<'_>, known: &'k [Known]) -> Option<&'k Known> {
        let text = |key: &str| link.node.get(key).and_then(Value::as_str);
        if let Some(id) = text("operationId") {
            if let Some(found) = known.iter().find(|known| known.id.as_deref() == Some(id)) {
                return Some(found);
            }
            let ids = known.iter().filter_map(|known| known.id.as_deref());
            let help = crate::nearest::nearest(id, ids).map(|near| format!("did you mean `{near}`?"));
            self.nowhere(&link.at.child("operationId"), &format!("no operation is called `{id}`"), help);
            return None;
        }
        let reference = text("operationRef")?;
        let at = link.at.child("operationRef");
        if !reference.starts_with('#') {
            let message = format!("the link `{}` leads into another document", link.name);
            self.diagnostics.note(codes::PART_NOT_SUPPORTED, &at, message).label("not generated");
            return None;
        }
        let pointer = Pointer::of_reference(reference)?;
        let item = pointer.parent().filter(|item| self.resolver.find(item).is_some());
        let end = item.and_then(|item| self.resolver.follow(&item, self.diagnostics));
        let end = end.zip(pointer.last()).map(|(item, method)| item.child(&method));
        let found = known.iter().find(|known| known.pointer == pointer || Some(&known.pointer) == end.as_ref());
        if found.is_none() {
            self.nowhere(&at, &format!("`{reference}` is no operation"), None);
        }
        found
    }

    fn nowhere(&mut self, at: &Pointer, message: &str, help: Option<String>) {
        let found = self.diagnostics.warning(codes::LINK_TO_NOWHERE, at, message).label("the link is left out");
        help.map(|help| found.help(help));
    }
}

/// The status that a key of `responses` names.
fn status(key: &str) -> Option<Status> {
    match key {
        "default" => Some(Status::Default),
        _ => match key.as_bytes() {
            [digit @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => Some(Status::Range(u16::from(digit - b'0'))),
            _ => key.parse().ok().map(Status::Code),
        },
    }
}
