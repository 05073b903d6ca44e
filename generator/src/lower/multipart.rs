//! `multipart/form-data`: which members are files, and how the members of an object stand in such a body
//! (the Encoding Object).

use serde_json::Value;

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::{Kind, Schema};
use crate::ir::{PartStyle, Type};

use super::Lowering;
use super::encodings::Class;
use super::schemas::Planned;
use super::view::View;

impl<'a> Lowering<'a> {
    /// The type of a multipart body: of an object with files one of its own, for elsewhere its files are strings.
    pub(super) fn multipart_type(&mut self, at: &Pointer, name: &str) -> Planned {
        if !self.has_files(at) {
            return self.type_at(at, name);
        }
        let schema = self.resolver.schema(at);
        let view = self.view(&schema);
        let key = self.key_of(&view);
        let known = self.views.remove(&key);
        self.files = true;
        let absent = self.absent_of(std::slice::from_ref(&schema));
        let planned = self.without(absent, |lowering| lowering.plan_object(&view, name, None));
        self.files = false;
        match known {
            Some(known) => self.views.insert(key, known),
            None => self.views.remove(&key),
        };
        planned
    }

    /// Whether a member of an object is a file.
    pub(super) fn has_files(&mut self, at: &Pointer) -> bool {
        let schema = self.resolver.schema(at);
        let view = self.view(&schema);
        !view.has_any(&["oneOf", "anyOf"])
            && view.properties().values().any(|schemas| self.file_type(schemas).is_some())
    }

    /// The type of a member that is a file, or an array of files.
    pub(super) fn file_type(&mut self, schemas: &[Schema<'a>]) -> Option<Type> {
        let view = self.view_of(schemas);
        if is_file(&view) {
            return Some(Type::File);
        }
        if view.kinds().as_deref() != Some(&[Kind::Array]) {
            return None;
        }
        let items: Vec<Schema<'a>> = view.parts.iter().filter_map(|part| part.child("items")).collect();
        let of_files = !items.is_empty() && is_file(&self.view_of(&items));
        of_files.then(|| Type::Vec(Box::new(Type::File)))
    }

    /// The plan of a member that is a file, or an array of files: how many there may be is checked, not what they hold.
    pub(super) fn planned_file(&mut self, ty: Type, schemas: &[Schema<'a>]) -> Planned {
        let view = self.view_of(schemas);
        let lists = matches!(ty, Type::Vec(_));
        let parts = view.parts.iter().filter(|_| lists);
        let checks = parts.flat_map(|part| self.keyword_checks(part, &["type", "items", "uniqueItems"])).collect();
        Planned { checks, ..Planned::of(ty) }
    }

    /// The members that are not one part of text or one file each; `None` when the type has no members.
    pub(super) fn part_fields(&mut self, ty: &Type, media: &Pointer) -> Option<Vec<(String, PartStyle)>> {
        if !matches!(self.class(ty, 0), Class::Object | Class::Mixed) {
            return None;
        }
        let mut members: Vec<(String, Type)> = Vec::new();
        self.members(ty, 0, &mut members);
        self.note_encodings(&media.child("encoding"), &members);
        let mut fields = Vec::new();
        for (wire, ty) in members {
            let at = media.child("encoding").child(&wire);
            let encoding = self.resolver.find(&at);
            let stated = encoding.and_then(|encoding| encoding.get("contentType")).and_then(Value::as_str);
            let stated = stated.map(str::to_owned);
            let json = || Some("application/json".to_owned());
            let style = match self.class(&ty, 0) {
                Class::Scalar | Class::Mixed => stated.map(|stated| (false, Some(stated))),
                Class::List => Some((true, stated)),
                Class::Objects => Some((true, stated.or_else(json))),
                Class::Object => Some((false, stated.or_else(json))),
            };
            self.note_part_encoding(&at, &ty);
            fields.extend(style.map(|(list, media_type)| (wire, PartStyle { list, media_type })));
        }
        Some(fields)
    }

    /// What an encoding says of a part and is not applied.
    fn note_part_encoding(&mut self, at: &Pointer, ty: &Type) {
        let Some(encoding) = self.resolver.find(at) else { return };
        let file = matches!(ty, Type::File) || matches!(ty, Type::Vec(item) if **item == Type::File);
        if encoding.get("style").and_then(Value::as_str).is_some_and(|style| style != "form") {
            self.diagnostics
                .warning(codes::CONTENT_TYPE_NOT_SUPPORTED, &at.child("style"), "this style is not applied to parts")
                .key()
                .label("an object is one part of JSON, an array has a part for each item");
        }
        if encoding.get("headers").is_some() && !file {
            self.diagnostics
                .note(codes::CONTENT_TYPE_NOT_SUPPORTED, &at.child("headers"), "headers of this part are not sent")
                .key()
                .label("files have headers of their own, other parts have none");
        }
    }
}

/// Whether values are bytes: `format: binary`, or a media type without an encoding (OpenAPI 3.1, section 4.8.14.4).
fn is_file(view: &View<'_>) -> bool {
    let has = |keyword: &str| view.get(keyword).is_some();
    let binary = view.get("format").and_then(Value::as_str) == Some("binary")
        || (has("contentMediaType") && !has("contentEncoding"));
    binary && matches!(view.kinds().as_deref(), None | Some([Kind::String]))
}
