//! `application/x-www-form-urlencoded`: how the members of an object stand in a form (the Encoding Object). What `style`,
//! `explode` and `allowReserved` say of a member is what they say of a query parameter (OpenAPI 3.1, section 4.8.15.1).

use crate::codes;
use crate::diagnostic::Pointer;
use crate::ir::{self, FormField, Location, ParameterMembers, ParameterStyle, Presence, Shape, StyleKind, Type};
use crate::media::is_json;
use crate::value::Value;

use super::Lowering;
use super::encodings::Class;
use super::multipart::styling;
use super::parameters::bare;

impl Lowering<'_> {
    /// The members that do not stand in a form in the usual way, and how they do; `None` when the type has no members.
    pub(super) fn form_fields(&mut self, ty: &Type, media: &Pointer) -> Option<Vec<FormField>> {
        if !matches!(self.class(ty, 0), Class::Object | Class::Mixed) {
            return None;
        }
        let mut members: Vec<(String, Type)> = Vec::new();
        self.members(ty, 0, &mut members);
        let at = media.child("encoding");
        self.note_encodings(&at, &members);
        let required = self.required_members(ty);
        let mut fields = Vec::new();
        // What has no name in the document is there like an object of its own.
        if self.is_open(ty, 0) {
            let rest = Some(ParameterMembers::AllBut(Vec::new()));
            let style = ParameterStyle { members: rest, ..usual() };
            fields.push((bare(String::new(), String::new(), Location::Query, ty.clone(), style), at.clone()));
        }
        let open = fields.len();
        for (wire, ty) in members {
            let at = at.child(&wire);
            let (what, label) = ("headers of an encoding are not applied to a form", "not heeded");
            self.note_unheeded(&at.child("headers"), what, label);
            let style = self.field_style(&ty, &at);
            let required = required.contains(&wire);
            let field = ir::Parameter { required, ..bare(String::new(), wire, Location::Query, ty, style) };
            fields.push((field, at));
        }
        // An object may also be sent by its own name, as JSON text.
        let names: Vec<String> = fields.iter().skip(open).map(|(field, _)| field.wire.clone()).collect();
        self.divide_at(&mut fields, Location::Query, &names);
        Some(fields.into_iter().skip(open).filter_map(|(field, _)| self.form_field(field)).collect())
    }

    /// A member that does not stand in a form in the usual way.
    fn form_field(&self, field: ir::Parameter) -> Option<FormField> {
        let ir::Parameter { wire, style, ty, required, .. } = field;
        let joined = !style.explode && style.kind != StyleKind::Json;
        let object = match &style.members {
            Some(_) => required,
            None => joined && self.class(&ty, 0) == Class::Object,
        };
        (style != usual()).then_some(FormField { wire, style, object })
    }

    /// How a member stands in a form. Without `style`, `explode` and `allowReserved`, `contentType` and its defaults decide.
    fn field_style(&mut self, ty: &Type, at: &Pointer) -> ParameterStyle {
        let encoding = self.resolver.find(at).unwrap_or(&Value::Null);
        if styling(encoding).is_none() {
            let json = encoding.get("contentType").and_then(Value::as_str).is_some_and(is_json);
            return if json { ParameterStyle { kind: StyleKind::Json, explode: false, ..usual() } } else { usual() };
        }
        let stated = encoding.get("style").and_then(Value::as_str).unwrap_or("form");
        let truth = |key: &str| encoding.get(key).and_then(Value::as_bool);
        let mut style = ParameterStyle {
            kind: match stated {
                "spaceDelimited" => StyleKind::SpaceDelimited,
                "pipeDelimited" => StyleKind::PipeDelimited,
                "deepObject" => StyleKind::DeepObject,
                _ => StyleKind::Usual,
            },
            explode: truth("explode").unwrap_or(stated == "form"),
            reserved: truth("allowReserved").unwrap_or(false),
            ..usual()
        };
        let class = self.class(ty, 0);
        if class == Class::Mixed && style.kind != StyleKind::DeepObject {
            if style.kind != StyleKind::Usual || !style.explode || self.parts(ty).members.is_some() {
                self.cannot_tell(at, "the member stands in the usual way of a form: an object is JSON text");
            }
            return ParameterStyle { reserved: style.reserved, ..usual() };
        }
        self.fit_style(&mut style, ty, Location::Query, at);
        if class == Class::Scalar || (style.explode && style.kind != StyleKind::DeepObject) {
            (style.kind, style.explode) = (StyleKind::Usual, true);
        }
        // Without a name an object cannot be told from the rest: it is JSON text.
        style.members = style.members.filter(|members| *members != ParameterMembers::Only(Vec::new()));
        style
    }

    /// Tells that a style is not applied.
    pub(super) fn cannot_tell(&mut self, at: &Pointer, instead: &str) {
        self.diagnostics
            .warning(codes::CONTENT_TYPE_NOT_SUPPORTED, at, "this style cannot tell such a value from others")
            .key()
            .label(instead)
            .help("use `style: deepObject`, or `contentType: application/json`");
    }

    /// The members that an object must have.
    fn required_members(&self, ty: &Type) -> Vec<String> {
        let Type::Named(name) = self.unaliased(ty) else { return Vec::new() };
        let Some(Shape::Struct(shape)) = self.definition(name).map(|def| &def.shape) else { return Vec::new() };
        let required = shape.fields.iter().filter(|field| field.presence == Presence::Required);
        required.map(|field| field.wire.clone()).collect()
    }
}

/// How a member of a form stands in it when nothing is said of it.
fn usual() -> ParameterStyle {
    ParameterStyle::new(StyleKind::Usual, true)
}
