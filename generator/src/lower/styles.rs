//! How the values of parameters become text: `style`, `explode`, `content` and what goes with them.

use openapiv3::{Parameter, ParameterData, ParameterSchemaOrContent};

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect;
use crate::ir::{self, Location, ParameterMembers, ParameterStyle, Shape, StyleKind, Type};
use crate::media::{essence, is_json};

use super::Lowering;
use super::parameters::data;

/// What a type may be as text.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub(super) struct Parts {
    /// Whether it may be an array.
    array: bool,
    /// Whether it may be neither an array nor an object.
    single: bool,
    /// The names of the members, when it may be an object.
    pub(super) members: Option<Vec<String>>,
    /// Whether there may be other members.
    rest: bool,
    /// Whether an item or a member is an array or an object itself.
    nested: bool,
    /// Whether an item or a member is an array of scalars.
    lists: bool,
    /// Whether a part may be both null and an empty string.
    blurred: bool,
}

impl Parts {
    fn is_plain(&self) -> bool {
        !self.array && self.members.is_none()
    }

    /// Whether it may stand under the name of the parameter, where members stand for themselves.
    pub(super) fn is_named(&self) -> bool {
        self.array || self.single
    }
}

impl Lowering<'_> {
    /// The style of a parameter, and where its schema stands.
    pub(super) fn style(&mut self, parameter: &Parameter, at: &Pointer) -> (ParameterStyle, Pointer) {
        let data = data(parameter);
        let place = super::parameters::location(parameter);
        let stated = data.extensions.get(dialect::STYLE).and_then(|style| style.as_str());
        let kind = style_kind(place, stated);
        let usual = place == Location::Query || place == Location::Cookie;
        let default = usual && !matches!(kind, StyleKind::SpaceDelimited | StyleKind::PipeDelimited);
        let mut style = ParameterStyle {
            reserved: data.extensions.get(dialect::RESERVED).and_then(serde_json::Value::as_bool).unwrap_or(false),
            empty: matches!(parameter, Parameter::Query { allow_empty_value: Some(true), .. }),
            ..ParameterStyle::new(kind, data.explode.unwrap_or(default))
        };
        let schema_at = match &data.format {
            ParameterSchemaOrContent::Schema(_) => at.child("schema"),
            ParameterSchemaOrContent::Content(content) => {
                style.explode = default;
                let whole = stated == Some("querystring");
                self.content(content, whole, data, at, &mut style)
            }
        };
        (style, schema_at)
    }

    /// The style of `content`: JSON is JSON text; a form is the whole query; all else is text.
    fn content(
        &mut self,
        content: &openapiv3::Content,
        whole: bool,
        data: &ParameterData,
        at: &Pointer,
        style: &mut ParameterStyle,
    ) -> Pointer {
        let at = at.child("content");
        let media = content.keys().next().map_or("", String::as_str);
        style.kind = match (is_json(media), whole) {
            (true, true) => StyleKind::WholeJson,
            (true, false) => StyleKind::Json,
            (false, true) => StyleKind::WholeForm,
            (false, false) => StyleKind::Usual,
        };
        let essence = essence(media);
        let form = whole && essence == "application/x-www-form-urlencoded";
        if !is_json(media) && !form && essence != "text/plain" {
            self.diagnostics
                .warning(
                    codes::PARAMETER_CONTENT_NOT_SUPPORTED,
                    &at,
                    format!("the content `{media}` of the parameter `{}` is not known", data.name),
                )
                .key()
                .label(if whole { "it is taken for a form" } else { "it is taken for plain text" });
        }
        let at = self.resolver.media(&at, media, self.diagnostics);
        self.note_media(&at, media, form, false);
        at.child("schema")
    }

    /// Takes away from a style what makes no difference for a type, and notes what the specification leaves open.
    pub(super) fn fit_style(&mut self, style: &mut ParameterStyle, ty: &Type, location: Location, at: &Pointer) {
        let default = matches!(location, Location::Query | Location::Cookie);
        if matches!(style.kind, StyleKind::Json | StyleKind::WholeJson) {
            style.explode = false;
            return;
        }
        let parts = self.parts(ty);
        if style.kind != StyleKind::WholeForm {
            self.note_undefined(style, &parts, location, at);
        }
        if parts.is_plain() || style.kind == StyleKind::DeepObject {
            style.explode = default && !matches!(style.kind, StyleKind::SpaceDelimited | StyleKind::PipeDelimited);
        }
        if style.kind == StyleKind::DeepObject && parts.is_plain() {
            style.kind = StyleKind::Usual;
        }
        let apart = default && style.explode && !matches!(style.kind, StyleKind::DeepObject | StyleKind::WholeForm);
        style.members = match (apart, parts.members) {
            (true, Some(_)) if parts.rest => Some(ParameterMembers::AllBut(Vec::new())),
            (true, Some(members)) => Some(ParameterMembers::Only(members)),
            _ => None,
        };
    }

    /// What a type may be as text.
    pub(super) fn parts(&self, ty: &Type) -> Parts {
        let mut parts = Parts::default();
        self.add_parts_of(ty, &mut parts, &mut Vec::new());
        parts
    }

    fn add_parts_of<'t>(&'t self, ty: &'t Type, parts: &mut Parts, seen: &mut Vec<&'t str>) {
        match ty {
            Type::Vec(item) => {
                parts.array = true;
                self.add_nested(item, parts);
            }
            Type::Tuple(items) => {
                parts.array = true;
                for item in items {
                    self.add_nested(item, parts);
                }
            }
            Type::Map(value) => {
                parts.members.get_or_insert_default();
                parts.rest = true;
                self.add_nested(value, parts);
            }
            Type::Nullable(inner) => self.add_parts_of(inner, parts, seen),
            Type::Named(name) => {
                if seen.contains(&name.as_str()) {
                    return;
                }
                seen.push(name);
                let Some(def) = self.definition(name) else { return };
                match &def.shape {
                    Shape::Alias(inner) => self.add_parts_of(inner, parts, seen),
                    Shape::Union(union) | Shape::Overlap(union) => {
                        union.variants.iter().for_each(|variant| self.add_parts_of(&variant.ty, parts, seen));
                    }
                    Shape::Struct(def) => self.add_members(def, parts),
                    Shape::StringEnum(_) | Shape::IntegerEnum(_) => parts.single = true,
                }
            }
            _ => parts.single = true,
        }
    }

    fn add_members(&self, def: &ir::Struct, parts: &mut Parts) {
        let members = parts.members.get_or_insert_default();
        for field in &def.fields {
            if !members.contains(&field.wire) {
                members.push(field.wire.clone());
            }
        }
        for field in &def.fields {
            self.add_nested(&field.ty, parts);
            let nullable = matches!(field.presence, ir::Presence::RequiredNullable | ir::Presence::OptionalNullable);
            parts.blurred |= nullable && *self.unaliased(&field.ty) == Type::String;
        }
        if let Some(rest) = &def.rest {
            parts.rest = true;
            self.add_nested(&rest.ty, parts);
        }
    }

    /// Notes whether an item or a member has parts of its own.
    fn add_nested(&self, ty: &Type, parts: &mut Parts) {
        let ty = self.unaliased(ty);
        match ty {
            Type::Vec(item)
                if !matches!(self.unaliased(item), Type::Vec(_) | Type::Tuple(_) | Type::Map(_))
                    && !self.is_struct(item) =>
            {
                parts.lists = true;
            }
            Type::Vec(_) | Type::Tuple(_) | Type::Map(_) => parts.nested = true,
            Type::Nullable(inner) => {
                parts.blurred |= *self.unaliased(inner) == Type::String;
                self.add_nested(inner, parts);
            }
            other => parts.nested |= self.is_struct(other),
        }
    }

    fn is_struct(&self, ty: &Type) -> bool {
        let Type::Named(name) = self.unaliased(ty) else { return false };
        self.definition(name).is_some_and(|def| matches!(def.shape, Shape::Struct(_)))
    }

    /// Notes what the specification does not say, and what is done.
    fn note_undefined(&mut self, style: &ParameterStyle, parts: &Parts, location: Location, at: &Pointer) {
        let exploded = style.explode && matches!(location, Location::Query | Location::Cookie);
        let object = parts.members.is_some();
        let deep = style.kind == StyleKind::DeepObject;
        let delimited = matches!(style.kind, StyleKind::SpaceDelimited | StyleKind::PipeDelimited);
        let what = if deep && !object {
            Some((
                "a value in the style `deepObject` that is no object",
                "a list is written as `name[]=1`, a single value as `name=1`",
            ))
        } else if deep && (parts.nested || parts.lists) {
            Some((
                "what is within the members of a deep object",
                "it is written as `name[member][]=1` and `name[member][inner]=1`",
            ))
        } else if delimited && style.explode {
            Some(("this style with `explode: true`", "it is written as `form` is: `name=1&name=2`"))
        } else if delimited && parts.is_plain() {
            Some(("this style for a single value", "it is written as `name=1`"))
        } else if parts.nested || (parts.lists && !(exploded && object)) {
            Some(("how an array or an object within another is written", "it is written as JSON text"))
        } else if parts.blurred {
            Some((
                "how null is written",
                "it is written as an empty text, and is read as one where a string is allowed",
            ))
        } else {
            None
        };
        if let Some((what, instead)) = what {
            self.diagnostics
                .note(codes::UNDEFINED_PARAMETER_STYLE, at, format!("the specification does not define {what}"))
                .label(instead);
        }
    }
}

/// What `style` says; one that does not go with the place was told when the document was checked.
fn style_kind(place: Location, stated: Option<&str>) -> StyleKind {
    match (place, stated) {
        (Location::Path, Some("label")) => StyleKind::Label,
        (Location::Path, Some("matrix")) => StyleKind::Matrix,
        (Location::Query, Some("spaceDelimited")) => StyleKind::SpaceDelimited,
        (Location::Query, Some("pipeDelimited")) => StyleKind::PipeDelimited,
        (Location::Query, Some("deepObject")) => StyleKind::DeepObject,
        (Location::Query, Some("querystring")) => StyleKind::WholeForm,
        (Location::Cookie, Some("cookie")) => StyleKind::PlainCookie,
        _ => StyleKind::Usual,
    }
}
