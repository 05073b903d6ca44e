//! `multipart/form-data`: which members are files, and how the members of an object stand in such a body
//! (the Encoding Object).

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::{Kind, Schema, Version};
use crate::ir::{Check, PartStyle, Parts, Type};
use crate::value::Value;

use super::Lowering;
use super::branches::is_null;
use super::encodings::Class;
use super::schemas::Planned;
use super::view::View;

impl<'a> Lowering<'a> {
    /// The type of a multipart body: of an object with files, or with parts that have headers, one of its own, for
    /// elsewhere its files are strings and its members have no headers.
    pub(super) fn multipart_type(&mut self, media: &Pointer, name: &str) -> Planned {
        let at = media.child("schema");
        if !self.has_parts(media) {
            self.note_part_headers(media);
            return self.type_at(&at, name);
        }
        let schema = self.resolver.schema(&at);
        let view = self.view(&schema);
        let key = self.key_of(&view);
        let known = self.plans.views.remove(&key);
        let absent = self.absent_of(std::slice::from_ref(&schema));
        self.parts = Some(media.clone());
        let planned = self.without(absent, |lowering| lowering.plan_object(&view, name, None));
        self.parts = None;
        match known {
            Some(known) => self.plans.views.insert(key, known),
            None => self.plans.views.remove(&key),
        };
        planned
    }

    /// Whether a multipart body has a type of its own: a member of it is a file, or a part with headers.
    pub(super) fn has_parts(&mut self, media: &Pointer) -> bool {
        let headers = self.has_part_headers(media);
        let schema = self.resolver.schema(&media.child("schema"));
        let view = self.view(&schema);
        let properties = view.properties();
        !view.has_any(&["oneOf", "anyOf"])
            && (headers && !properties.is_empty()
                || properties.values().any(|schemas| self.files(schemas, 0).is_some()))
    }

    /// What a member is that is a file or an array of files, or either: a part for each file is all there is of it, so
    /// that a file is not told from an array of that one, nor null from no part.
    pub(super) fn files(&mut self, schemas: &[Schema<'a>], depth: usize) -> Option<Files<'a>> {
        let view = self.view_of(schemas);
        if self.is_file(&view) {
            return Some(Files { alone: true, lists: Vec::new() });
        }
        if is_only(&view, Kind::Array) {
            let items: Vec<Schema<'a>> = view.parts.iter().filter_map(|part| part.child("items")).collect();
            let items = self.view_of(&items);
            let of_files = view.has_any(&["items"]) && self.is_file(&items);
            return of_files.then(|| Files { alone: false, lists: vec![view.parts] });
        }
        let [part] = view.parts.as_slice() else { return None };
        let keyword = ["anyOf", "oneOf"].into_iter().find(|keyword| part.says(keyword))?;
        // A reference may come back to where it is.
        if depth > 8 || !part.says_only(&[keyword]) {
            return None;
        }
        let mut found = Files::default();
        for branch in part.list(keyword).iter().filter(|branch| !is_null(branch)) {
            let branch = self.files(std::slice::from_ref(branch), depth + 1)?;
            found.alone |= branch.alone;
            found.lists.extend(branch.lists);
        }
        (found.alone || !found.lists.is_empty()).then_some(found)
    }

    /// Whether values are bytes: [`is_binary`], or of no type, whose media type is that of bytes (OpenAPI 3.1, section
    /// 4.8.15.1).
    fn is_file(&self, view: &View<'_>) -> bool {
        is_binary(view) || (view.parts.is_empty() && !view.never && self.resolver.version() != Version::V3_0)
    }

    /// The plan of a member that is a file, or an array of files: how many there may be is checked, not what they hold.
    pub(super) fn planned_files(&mut self, files: &Files<'a>) -> Planned {
        let [list] = files.lists.as_slice() else { return Planned::of(files.ty()) };
        let checks = list.iter().flat_map(|part| self.keyword_checks(part, &["type", "items", "uniqueItems"]));
        // One file alone may be too few for the array.
        let checks = checks.filter(|check| !files.alone || !matches!(check, Check::Count("min_items", _)));
        Planned { checks: checks.collect(), ..Planned::of(files.ty()) }
    }

    /// How the members of a body stand in it; `None` when the type has no members.
    pub(super) fn body_parts(&mut self, ty: &Type, media: &Pointer) -> Option<Parts> {
        if !matches!(self.class(ty, 0), Class::Object | Class::Mixed) {
            return None;
        }
        let mut members: Vec<(String, Type)> = Vec::new();
        self.members(ty, 0, &mut members);
        self.note_encodings(&media.child("encoding"), &members);
        let open = self.is_open(ty, 0);
        let mut fields = Vec::new();
        for (index, (wire, ty)) in members.iter().enumerate() {
            let at = media.child("encoding").child(wire);
            let style = if self.has_style(&at, ty) {
                self.styled(&at, &members, index, open)
            } else {
                self.typed(&at, self.class(ty, 0))
            };
            fields.extend(style.map(|style| (wire.clone(), style)));
        }
        fields.extend(self.style_of_others(ty, &members).map(|style| (String::new(), style)));
        let last = members.iter().rfind(|(_, ty)| is_file_type(ty));
        let last_file = last.filter(|(_, ty)| !matches!(ty, Type::Vec(_))).map(|(wire, _)| wire.clone());
        Some(Parts { fields, last_file })
    }

    /// How the members without names in the document stand, where they are lists in all branches: nobody else knows that
    /// one item alone is a list.
    fn style_of_others(&mut self, ty: &Type, members: &[(String, Type)]) -> Option<PartStyle> {
        let classes: Vec<Class> =
            self.rests_of(ty, &mut Vec::new()).into_iter().map(|rest| self.class(rest, 0)).collect();
        // They have no encoding.
        let mut styles = classes.into_iter().map(|class| self.typed(&Pointer::root(), class));
        let first = styles.next()??;
        let lists = matches!(first, PartStyle::List | PartStyle::TypedList(_));
        let named = members.iter().map(|(wire, _)| wire.clone()).collect();
        (lists && styles.all(|style| style.as_ref() == Some(&first))).then(|| PartStyle::Others(named, Box::new(first)))
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

    /// Whether a part stands as `style` says. In OpenAPI 3.0 that counts in forms alone, and bytes have none.
    fn has_style(&mut self, at: &Pointer, ty: &Type) -> bool {
        let Some(keyword) = self.resolver.find(at).and_then(styling) else { return false };
        let forms_alone = self.resolver.version() == Version::V3_0;
        if (forms_alone || is_file_type(ty)) && !self.resolver.find(at).is_some_and(is_default_style) {
            let label = if forms_alone { "OpenAPI 3.0 has it for forms alone" } else { "a file is a part of its own" };
            self.diagnostics
                .warning(codes::CONTENT_TYPE_NOT_SUPPORTED, &at.child(keyword), "this style is not applied to a part")
                .key()
                .label(label);
        }
        !forms_alone && !is_file_type(ty)
    }
}

/// The media type of JSON.
pub(super) const JSON: &str = "application/json";

/// The keywords by which a part stands as RFC 6570 says.
const STYLING: [&str; 3] = ["style", "explode", "allowReserved"];

/// The first of these keywords that an encoding has.
pub(super) fn styling(encoding: &Value) -> Option<&'static str> {
    STYLING.into_iter().find(|keyword| encoding.get(keyword).is_some())
}

/// Whether an encoding says of a part no more than how it stands anyway: some frameworks write `style: form` everywhere.
fn is_default_style(encoding: &Value) -> bool {
    let is = |keyword: &str, default: &Value| encoding.get(keyword).is_none_or(|stated| stated == default);
    is("style", &Value::from("form")) && is("explode", &Value::Bool(true)) && is("allowReserved", &Value::Bool(false))
}

/// Whether an encoding says how a part stands as RFC 6570 has it. In OpenAPI 3.0 that counts in forms alone.
pub(super) fn is_styled(encoding: &Value, version: Version) -> bool {
    version != Version::V3_0 && styling(encoding).is_some()
}

/// Whether a type is that of a file, or of several.
pub(super) fn is_file_type(ty: &Type) -> bool {
    match ty {
        Type::File => true,
        Type::Vec(inner) | Type::Part(inner, _) => is_file_type(inner),
        _ => false,
    }
}

/// Whether values are bytes: `format: binary`, or a media type without an encoding (OpenAPI 3.1, section 4.8.14.4).
fn is_binary(view: &View<'_>) -> bool {
    let has = |keyword: &str| view.get(keyword).is_some();
    let binary = view.get("format").and_then(Value::as_str) == Some("binary")
        || (has("contentMediaType") && !has("contentEncoding"));
    binary && (view.kinds().is_none() || is_only(view, Kind::String))
}

/// Whether values are of this type, or null.
fn is_only(view: &View<'_>, kind: Kind) -> bool {
    view.kinds().is_some_and(|kinds| kinds.contains(&kind) && kinds.iter().all(|one| [kind, Kind::Null].contains(one)))
}

/// The files of a member.
#[derive(Debug, Default)]
pub(super) struct Files<'a> {
    /// Whether the member may be a file itself.
    alone: bool,
    /// The arrays of files that it may be.
    lists: Vec<Vec<Schema<'a>>>,
}

impl Files<'_> {
    fn ty(&self) -> Type {
        if self.lists.is_empty() { Type::File } else { Type::Vec(Box::new(Type::File)) }
    }
}
