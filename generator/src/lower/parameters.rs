//! Parameters: path, query, header and cookie.

use std::borrow::Cow;

use indexmap::IndexMap;
use openapiv3::{Parameter, ParameterData, ParameterSchemaOrContent};

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::Element;
use crate::ir::{self, Location, ParameterStyle, Shape, StyleKind, Type};
use crate::names::{Case, Scope};

use super::claims::Claimed;
use super::operations::location_name;
use super::schemas::Planned;
use super::{Lowering, docs, objects};

/// Parameters with their places, by location and name.
type Found<'c> = IndexMap<(&'static str, String), (Cow<'c, Parameter>, Pointer)>;

impl Lowering<'_> {
    /// The parameters of an operation, without those that cannot be read.
    pub(super) fn parameters(&mut self, claimed: &Claimed, scope: &mut Scope) -> Vec<ir::Parameter> {
        let mut found = Found::new();
        for (parameter, at) in &claimed.parameters {
            let Some((parameter, at)) = self.own_element(claimed, Element::Parameter, parameter, at) else { continue };
            let (place, name) = (location(&parameter), &data(&parameter).name);
            let key = match place {
                Location::Header => (location_name(place), name.to_ascii_lowercase()),
                _ => (location_name(place), name.clone()),
            };
            found.insert(key, (parameter, at));
        }
        self.check_unused(claimed, &found);
        let undeclared = self.undeclared(claimed, &found, scope);
        let mut parameters: Vec<(ir::Parameter, Pointer)> =
            undeclared.into_iter().map(|parameter| (parameter, claimed.pointer.clone())).collect();
        for (parameter, at) in found.into_values() {
            if !self.is_ignored(claimed, &parameter, &at) {
                parameters.push((self.parameter(&claimed.names.request, &parameter, &at, scope), at));
            }
        }
        self.divide(&mut parameters);
        self.leave_keys(&mut parameters, claimed);
        // The required ones first, in the document's order: that is the order of `new`.
        parameters.sort_by_key(|(parameter, _)| !parameter.required);
        parameters.into_iter().map(|(parameter, _)| parameter).collect()
    }

    /// One parameter; `owner` is the name of the type that it belongs to.
    pub(super) fn parameter(
        &mut self,
        owner: &str,
        parameter: &Parameter,
        at: &Pointer,
        scope: &mut Scope,
    ) -> ir::Parameter {
        let data = data(parameter);
        let location = location(parameter);
        let (mut style, schema_at) = self.style(parameter, at);
        let described =
            matches!(data.format, ParameterSchemaOrContent::Schema(_)) || self.resolver.find(&schema_at).is_some();
        let planned =
            if described { self.type_at(&schema_at, &format!("{owner} {}", data.name)) } else { Planned::any() };
        let required = data.required || location == Location::Path;
        // Null is an empty text, and absent where that is allowed.
        style.empty |= planned.nullable && !required;
        let checks = planned.checks.clone();
        let ty = if required { planned.into_type() } else { planned.ty };
        self.fit_style(&mut style, &ty, location, at);
        if let (StyleKind::WholeForm, Some(media)) = (style.kind, schema_at.parent()) {
            style.fields = self.form_fields(&ty, &media).unwrap_or_default();
        }
        let schema = self.resolver.schema(&schema_at);
        let default = if required { None } else { self.default(std::slice::from_ref(&schema), &ty, false) };
        ir::Parameter {
            name: scope.claim(&data.name, Case::Snake),
            wire: data.name.clone(),
            location,
            docs: self.parameter_docs(data, &schema_at),
            deprecated: data.deprecated.unwrap_or(false) || schema.flag("deprecated"),
            ty,
            checks,
            required,
            style,
            default,
        }
    }

    /// Whether the specification says to ignore a parameter, or nothing can be done with it.
    fn is_ignored(&mut self, claimed: &Claimed, parameter: &Parameter, at: &Pointer) -> bool {
        let name = &data(parameter).name;
        match location(parameter) {
            Location::Path => !template_names(claimed.place.template()).contains(&name.as_str()),
            Location::Header
                if ["accept", "content-type", "authorization"].contains(&name.to_ascii_lowercase().as_str()) =>
            {
                self.diagnostics
                    .note(
                        codes::IGNORED_HEADER_PARAMETER,
                        at,
                        format!("the header parameter `{name}` is ignored, as the specification demands"),
                    )
                    .help("content types and security schemes say what this header holds");
                true
            }
            _ => false,
        }
    }

    /// Whether values of this type can be written as the text of a parameter.
    pub(super) fn is_text(&self, ty: &Type, location: Location) -> bool {
        match ty {
            Type::Vec(item) => {
                location != Location::Path && !matches!(**item, Type::Vec(_)) && self.is_text(item, location)
            }
            Type::Tuple(items) => {
                let flat = |item: &Type| !matches!(item, Type::Vec(_) | Type::Tuple(_)) && self.is_text(item, location);
                location != Location::Path && items.iter().all(flat)
            }
            Type::Map(_) | Type::Unit | Type::Nullable(_) => false,
            Type::Named(name) => {
                let def = self.definition(name);
                match def.map(|def| &def.shape) {
                    Some(Shape::StringEnum(_) | Shape::IntegerEnum(_)) => true,
                    Some(Shape::Alias(inner)) => self.is_text(inner, location),
                    Some(Shape::Struct(_) | Shape::Union(_) | Shape::Overlap(_)) | None => false,
                }
            }
            _ => true,
        }
    }

    fn parameter_docs(&mut self, data: &ParameterData, schema_at: &Pointer) -> ir::Docs {
        let schema = self.resolver.schema(schema_at);
        let mut found = docs::paragraphs(data.description.as_deref());
        let of_schema = objects::field_docs(&schema, &data.name);
        found.extend(
            of_schema.into_iter().filter(|paragraph| data.example.is_none() || !paragraph.starts_with("Example:")),
        );
        if let Some(example) = data.example.as_ref().filter(|example| example.as_str() != Some("")) {
            found.push(format!("Example: {}.", docs::value(&example.clone().into())));
        }
        if found.is_empty() {
            found = self.described(schema_at);
        }
        docs::join_notes(found)
    }

    /// The parameters that stand in the path template but are not declared: strings.
    fn undeclared(&mut self, claimed: &Claimed, found: &Found<'_>, scope: &mut Scope) -> Vec<ir::Parameter> {
        let mut parameters: Vec<ir::Parameter> = Vec::new();
        for name in template_names(claimed.place.template()) {
            let known = parameters.iter().any(|parameter| parameter.wire == name);
            if !known && !found.contains_key(&("path", name.to_owned())) {
                parameters.push(undeclared(scope.claim(name, Case::Snake), name));
                self.diagnostics
                    .warning(
                        codes::UNDECLARED_PATH_PARAMETER,
                        &claimed.pointer,
                        format!("`{{{name}}}` of the path `{}` is not declared", claimed.place.path),
                    )
                    .key()
                    .label(format!("has no parameter `{name}` in `path`; it is taken for a string"))
                    .help(format!(
                        "add `{{name: {name}, in: path, required: true, schema: {{type: string}}}}` to its `parameters`"
                    ));
            }
        }
        parameters
    }

    /// Every declared path parameter stands in the template.
    fn check_unused(&mut self, claimed: &Claimed, found: &Found<'_>) {
        for ((location, name), (_, at)) in found {
            if *location == "path" && !template_names(claimed.place.template()).contains(&name.as_str()) {
                self.diagnostics
                    .warning(
                        codes::UNUSED_PATH_PARAMETER,
                        at,
                        format!("`{name}` does not stand in the path `{}`", claimed.place.path),
                    )
                    .help("it is left out; put it into the path, or remove it");
            }
        }
    }
}

/// A path parameter that is not declared.
fn undeclared(name: String, wire: &str) -> ir::Parameter {
    let style = ParameterStyle::new(StyleKind::Usual, false);
    let docs = vec!["Not declared by the document.".to_owned()];
    ir::Parameter { docs, required: true, ..bare(name, wire.to_owned(), Location::Path, Type::String, style) }
}

/// A parameter, or something that is like one, of which nothing else is said.
pub(super) fn bare(name: String, wire: String, location: Location, ty: Type, style: ParameterStyle) -> ir::Parameter {
    ir::Parameter {
        name,
        wire,
        location,
        docs: Vec::new(),
        deprecated: false,
        ty,
        required: false,
        style,
        default: None,
        checks: Vec::new(),
    }
}

/// The names between braces in a path template.
pub(super) fn template_names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// What all parameters have.
pub(super) fn data(parameter: &Parameter) -> &ParameterData {
    parameter.parameter_data_ref()
}

/// Where a parameter stands.
pub(super) fn location(parameter: &Parameter) -> Location {
    match parameter {
        Parameter::Path { .. } => Location::Path,
        Parameter::Query { .. } => Location::Query,
        Parameter::Header { .. } => Location::Header,
        Parameter::Cookie { .. } => Location::Cookie,
    }
}
