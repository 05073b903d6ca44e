//! The headers of a part of a multipart body (`headers` of the Encoding Object): a struct beside what the part holds.

use openapiv3::Parameter;

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::{self, Element};
use crate::ir::{self, Derives, Docs, Field, Presence, Shape, Struct, Type, TypeDef};
use crate::names::Scope;
use crate::value::{Map, Value};

use super::encodings::Class;
use super::multipart::{is_file_type, is_styled};
use super::{Lowering, docs};

/// What of a member the headers are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Headed {
    /// All of it.
    Whole,
    /// Each of its items.
    Items,
}

impl Lowering<'_> {
    /// Whether a multipart body has a part whose headers are declared.
    pub(super) fn has_part_headers(&self, media: &Pointer) -> bool {
        let encodings = self.resolver.find(&media.child("encoding")).and_then(Value::as_object);
        let declared = encodings.into_iter().flatten().filter_map(|(_, encoding)| encoding.get("headers"));
        declared.filter_map(Value::as_object).flatten().any(|(name, _)| !is_written(name))
    }

    /// Says which headers are declared for parts of a body whose type has no place for them.
    pub(super) fn note_part_headers(&mut self, media: &Pointer) {
        let at = media.child("encoding");
        for name in self.names_at(&at) {
            let what = "headers of this part are not applied";
            self.note_unheeded(&at.child(&name).child("headers"), what, "the body is not one object");
        }
    }

    /// Gives a member of a multipart body the headers of its part; `owner` is the name of the body's type.
    pub(super) fn add_part_headers(&mut self, field: &mut Field, media: &Pointer, owner: &str) {
        let encoding = media.child("encoding").child(&field.wire);
        let at = encoding.child("headers");
        let Some(declared) = self.resolver.find(&at).and_then(Value::as_object) else { return };
        for name in declared.keys().filter(|name| is_written(name)) {
            let (why, help) = if name.eq_ignore_ascii_case("content-type") {
                (", as the specification demands", "`contentType` says what this header holds")
            } else {
                ("", "it holds the name of the member and that of the file")
            };
            let message = format!("the header `{name}` of a part is ignored{why}");
            self.diagnostics.note(codes::IGNORED_HEADER_PARAMETER, &at.child(name), message).key().help(help);
        }
        if declared.keys().all(is_written) {
            return;
        }
        let Some(headed) = self.headed(&field.ty, &encoding) else {
            self.diagnostics
                .note(codes::CONTENT_TYPE_NOT_SUPPORTED, &at, "headers of this part are not applied")
                .key()
                .label("its value is not one part, nor a list of such");
            return;
        };
        let docs = vec![format!("The headers of the part {}.", docs::code(&field.wire)), docs::place(&at)];
        let headers = self.part_headers(&at, declared, &format!("{owner} {} Headers", field.wire), docs);
        let part = |ty: &Type| Type::Part(Box::new(ty.clone()), headers.clone());
        field.ty = match (headed, self.unaliased(&field.ty)) {
            (Headed::Items, Type::Vec(item)) => Type::Vec(Box::new(part(item))),
            _ => part(&field.ty),
        };
        // A part is more than its value.
        field.default = None;
    }

    /// What of a member the headers are of; `None` where it is neither one part nor a list of such.
    fn headed(&self, ty: &Type, encoding: &Pointer) -> Option<Headed> {
        let stated = self.resolver.find(encoding).unwrap_or(&Value::Null);
        let styled = is_styled(stated, self.resolver.version()) && !is_file_type(ty);
        let style = stated.get("style").and_then(Value::as_str).unwrap_or("form");
        let explode = stated.get("explode").and_then(Value::as_bool).unwrap_or(style == "form");
        match self.class(ty, 0) {
            Class::Scalar => Some(Headed::Whole),
            Class::Object if !styled || (!explode && style != "deepObject") => Some(Headed::Whole),
            Class::List if styled && !explode => Some(Headed::Whole),
            Class::List | Class::Objects if matches!(self.unaliased(ty), Type::Vec(_)) => Some(Headed::Items),
            Class::List | Class::Objects | Class::Object | Class::Mixed => None,
        }
    }

    /// A struct of the headers; of two whose names differ in case alone the first counts.
    fn part_headers(&mut self, at: &Pointer, declared: &Map, name: &str, docs: Docs) -> String {
        let (name, slot) = (self.claim(name), self.open_slot());
        let mut scope = Scope::reserving(&["headers"]);
        let mut headers: Vec<ir::Parameter> = Vec::new();
        for wire in declared.keys().filter(|wire| !is_written(wire)) {
            if !headers.iter().any(|known| known.wire.eq_ignore_ascii_case(wire)) {
                headers.extend(self.part_header(&at.child(wire), wire, &name, &mut scope));
            }
        }
        let def = TypeDef {
            name: name.clone(),
            docs,
            deprecated: false,
            derives: Derives::default(),
            shape: Shape::Struct(Struct {
                fields: headers.iter().map(field).collect(),
                ignored: Vec::new(),
                closed: false,
                rest: None,
                checks: Vec::new(),
                headers: Some(headers),
            }),
        };
        self.fill_slot(slot, def);
        name
    }

    /// One header: all that a Header Object says a Parameter Object says likewise.
    fn part_header(&mut self, at: &Pointer, wire: &str, owner: &str, scope: &mut Scope) -> Option<ir::Parameter> {
        let at = self.resolver.follow(at, self.diagnostics)?;
        let mut members = self.resolver.find(&at).and_then(Value::as_object)?.clone();
        members.insert("name".into(), wire.into());
        members.insert("in".into(), "header".into());
        let parameter: Parameter = dialect::read(Element::Parameter, &Value::Object(members), &at, self.diagnostics)?;
        let mut header = self.parameter(owner, &parameter, &at, scope);
        header.docs.insert(0, format!("The header {}.", docs::code(wire)));
        Some(header)
    }
}

/// Whether a header of a part is written by what the part is: the document cannot declare it.
fn is_written(name: &str) -> bool {
    ["content-type", "content-disposition"].iter().any(|written| name.eq_ignore_ascii_case(written))
}

/// A header as a member of the struct.
fn field(header: &ir::Parameter) -> Field {
    Field {
        name: header.name.clone(),
        wire: header.wire.clone(),
        docs: header.docs.clone(),
        deprecated: header.deprecated,
        ty: header.ty.clone(),
        presence: if header.required { Presence::Required } else { Presence::Optional },
        boxed: false,
        default: header.default.clone(),
        preset: None,
        checks: header.checks.clone(),
    }
}
