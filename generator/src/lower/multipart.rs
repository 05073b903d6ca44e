//! `multipart/form-data`: which members are files, and how the members of an object stand in such a body
//! (the Encoding Object).

use serde_json::Value;

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::{Kind, Schema, Version};
use crate::ir::{FormStyle, PartStyle, Type};

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
            let class = self.class(&ty, 0);
            self.note_part_encoding(&at, &ty);
            let style = if self.has_style(&at, &ty) { self.styled(&at, class) } else { self.typed(&at, class) };
            fields.extend(style.map(|style| (wire, style)));
        }
        Some(fields)
    }

    /// How a part stands by its media type.
    fn typed(&mut self, at: &Pointer, class: Class) -> Option<PartStyle> {
        let encoding = self.resolver.find(at);
        let stated = encoding.and_then(|encoding| encoding.get("contentType")).and_then(Value::as_str);
        let stated = stated.map(str::to_owned);
        let json = || JSON.to_owned();
        match class {
            Class::Scalar | Class::Mixed => stated.map(PartStyle::Typed),
            Class::List => Some(stated.map_or(PartStyle::List, PartStyle::TypedList)),
            Class::Objects => Some(PartStyle::TypedList(stated.unwrap_or_else(json))),
            Class::Object => Some(PartStyle::Typed(stated.unwrap_or_else(json))),
        }
    }

    /// How a part stands by `style` and `explode`: `contentType` counts no more (OpenAPI 3.1 section 4.8.15.1), and
    /// `allowReserved` has nothing to say, for nothing is percent-encoded.
    fn styled(&mut self, at: &Pointer, class: Class) -> Option<PartStyle> {
        match (self.form_style(at, class), class) {
            (None, Class::List) => Some(PartStyle::List),
            (None, Class::Objects) => Some(PartStyle::TypedList(JSON.to_owned())),
            (None, _) => None,
            (Some(FormStyle::Joined), _) => Some(PartStyle::Joined(",")),
            (Some(FormStyle::Space), _) => Some(PartStyle::Joined(" ")),
            (Some(FormStyle::Pipe), _) => Some(PartStyle::Joined("|")),
            (Some(FormStyle::Deep), _) => Some(PartStyle::Deep),
            (Some(FormStyle::Json), _) => Some(PartStyle::Typed(JSON.to_owned())),
        }
    }

    /// Whether a part stands as `style` says. In OpenAPI 3.0 that counts in forms alone, and bytes have none.
    fn has_style(&mut self, at: &Pointer, ty: &Type) -> bool {
        let stated =
            self.resolver.find(at).and_then(|encoding| STYLING.iter().find(|keyword| encoding.get(keyword).is_some()));
        let Some(keyword) = stated else { return false };
        let forms_alone = self.resolver.version() == Version::V3_0;
        if forms_alone || is_file_type(ty) {
            let label = if forms_alone { "OpenAPI 3.0 has it for forms alone" } else { "a file is a part of its own" };
            self.diagnostics
                .warning(codes::CONTENT_TYPE_NOT_SUPPORTED, &at.child(keyword), "this style is not applied to a part")
                .key()
                .label(label);
        }
        !forms_alone && !is_file_type(ty)
    }

    /// What an encoding says of a part and is not applied.
    fn note_part_encoding(&mut self, at: &Pointer, ty: &Type) {
        let Some(encoding) = self.resolver.find(at) else { return };
        if encoding.get("headers").is_some() {
            let (message, label) = if is_file_type(ty) {
                ("headers of this file are not checked", "they are what `File::headers` holds, as text")
            } else {
                ("headers of this part are not sent", "files have headers of their own, other parts have none")
            };
            self.diagnostics.note(codes::CONTENT_TYPE_NOT_SUPPORTED, &at.child("headers"), message).key().label(label);
        }
    }
}

const JSON: &str = "application/json";

/// The keywords by which a part stands as RFC 6570 says.
const STYLING: [&str; 3] = ["style", "explode", "allowReserved"];

fn is_file_type(ty: &Type) -> bool {
    matches!(ty, Type::File) || matches!(ty, Type::Vec(item) if **item == Type::File)
}

/// Whether values are bytes: `format: binary`, or a media type without an encoding (OpenAPI 3.1, section 4.8.14.4).
fn is_file(view: &View<'_>) -> bool {
    let has = |keyword: &str| view.get(keyword).is_some();
    let binary = view.get("format").and_then(Value::as_str) == Some("binary")
        || (has("contentMediaType") && !has("contentEncoding"));
    binary && matches!(view.kinds().as_deref(), None | Some([Kind::String]))
}
