//! Parameters: path, query and header.

use indexmap::IndexMap;
use openapiv3::{HeaderStyle, Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle};

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::Element;
use crate::ir::{self, Location, Shape, Type};
use crate::names::{Case, Scope};

use super::operations::{Claimed, location_name};
use super::{Lowering, docs, objects};

/// Parameters with their places, by location and name.
type Found = IndexMap<(&'static str, String), (Parameter, Pointer)>;

impl Lowering<'_> {
    /// The parameters of an operation; `None` when one that it requires is not supported.
    pub(super) fn parameters(&mut self, claimed: &Claimed, scope: &mut Scope) -> Option<Vec<ir::Parameter>> {
        let mut found = Found::new();
        for (parameter, at) in &claimed.parameters {
            let (parameter, at) = self.resolver.element(Element::Parameter, parameter, at, self.diagnostics)?;
            let key = (place(&parameter), data(&parameter).name.clone());
            found.insert(key, (parameter, at));
        }
        self.check_unused(claimed, &found);
        let mut parameters = self.undeclared(claimed, &found, scope);
        for (parameter, at) in found.into_values() {
            let required = matches!(parameter, Parameter::Path { .. }) || data(&parameter).required;
            match self.parameter(claimed, &parameter, &at, scope) {
                Some(parameter) => parameters.extend(parameter),
                None if required => return None,
                None => {}
            }
        }
        // The required ones first, in the document's order: that is the order of `new`.
        parameters.sort_by_key(|parameter: &ir::Parameter| !parameter.required);
        Some(parameters)
    }

    /// One parameter: `Some(None)` when it is ignored as the specification demands, `None` when it is not supported.
    #[expect(clippy::option_option, reason = "ignored is not the same as not supported")]
    fn parameter(
        &mut self,
        claimed: &Claimed,
        parameter: &Parameter,
        at: &Pointer,
        scope: &mut Scope,
    ) -> Option<Option<ir::Parameter>> {
        let data = data(parameter);
        let Some(location) = self.location(parameter, at)? else { return Some(None) };
        if location == Location::Path && !template_names(&claimed.path).contains(&data.name.as_str()) {
            return Some(None);
        }
        let ParameterSchemaOrContent::Schema(_) = &data.format else {
            self.style_not_supported(at, &data.name, "a parameter with `content`");
            return None;
        };
        let schema_at = at.child("schema");
        let planned = self.type_at(&schema_at, &format!("{} {}", claimed.names.request, data.name));
        if !self.is_text(&planned.ty, location) {
            self.style_not_supported(at, &data.name, "a parameter of this type");
            return None;
        }
        let schema = self.resolver.schema(&schema_at);
        let required = data.required || location == Location::Path;
        // Of one value the two ways are the same.
        let list = matches!(self.unaliased(&planned.ty), Type::Vec(_));
        let explode = data.explode.unwrap_or(location == Location::Query) || !list;
        let default = if required { None } else { self.default(&schema, &planned.ty) };
        Some(Some(ir::Parameter {
            name: scope.claim(&data.name, Case::Snake),
            wire: data.name.clone(),
            location,
            docs: self.parameter_docs(data, &schema_at),
            deprecated: data.deprecated.unwrap_or(false),
            ty: planned.ty,
            checks: planned.checks,
            required,
            explode,
            default,
        }))
    }

    /// Where a parameter stands: `Some(None)` for one that the specification says to ignore.
    #[expect(clippy::option_option, reason = "ignored is not the same as not supported")]
    fn location(&mut self, parameter: &Parameter, at: &Pointer) -> Option<Option<Location>> {
        match parameter {
            Parameter::Path { style: PathStyle::Simple, .. } => Some(Some(Location::Path)),
            Parameter::Query { style: QueryStyle::Form, .. } => Some(Some(Location::Query)),
            Parameter::Header { style: HeaderStyle::Simple, parameter_data } => {
                let name = &parameter_data.name;
                if ["accept", "content-type", "authorization"].contains(&name.to_ascii_lowercase().as_str()) {
                    self.diagnostics
                        .note(
                            codes::IGNORED_HEADER_PARAMETER,
                            at,
                            format!("the header parameter `{name}` is ignored, as the specification demands"),
                        )
                        .help("content types and security schemes say what this header holds");
                    return Some(None);
                }
                Some(Some(Location::Header))
            }
            Parameter::Path { .. } | Parameter::Query { .. } | Parameter::Cookie { .. } => {
                self.style_not_supported(at, &data(parameter).name, "this style");
                None
            }
        }
    }

    fn style_not_supported(&mut self, at: &Pointer, name: &str, what: &str) {
        self.diagnostics
            .warning(codes::PARAMETER_STYLE_NOT_SUPPORTED, at, format!("{what} is not supported yet (`{name}`)"))
            .label("the parameter is left out if it is optional, else its operation is");
    }

    /// Whether values of this type can be written as the text of a parameter.
    pub(super) fn is_text(&self, ty: &Type, location: Location) -> bool {
        match ty {
            Type::Vec(item) => {
                location != Location::Path && !matches!(**item, Type::Vec(_)) && self.is_text(item, location)
            }
            Type::Map(_) | Type::Unit | Type::Nullable(_) => false,
            Type::Named(name) => {
                let def = self.definition(name);
                match def.map(|def| &def.shape) {
                    Some(Shape::StringEnum(_)) => true,
                    Some(Shape::Alias(inner)) => self.is_text(inner, location),
                    Some(Shape::Struct(_) | Shape::Union(_)) | None => false,
                }
            }
            _ => true,
        }
    }

    fn parameter_docs(&mut self, data: &ParameterData, schema_at: &Pointer) -> ir::Docs {
        let schema = self.resolver.schema(schema_at);
        let mut found = docs::paragraphs(data.description.as_deref());
        let of_schema = objects::field_docs(&schema);
        found.extend(
            of_schema.into_iter().filter(|paragraph| data.example.is_none() || !paragraph.starts_with("Example:")),
        );
        if let Some(example) = data.example.as_ref().filter(|example| example.as_str() != Some("")) {
            found.push(format!("Example: {}.", docs::value(example)));
        }
        if found.is_empty() {
            found = self.described(schema_at);
        }
        found
    }

    /// The parameters that stand in the path template but are not declared: strings.
    fn undeclared(&mut self, claimed: &Claimed, found: &Found, scope: &mut Scope) -> Vec<ir::Parameter> {
        let mut parameters: Vec<ir::Parameter> = Vec::new();
        for name in template_names(&claimed.path) {
            let known = parameters.iter().any(|parameter| parameter.wire == name);
            if !known && !found.contains_key(&("path", name.to_owned())) {
                parameters.push(undeclared(scope.claim(name, Case::Snake), name));
                self.diagnostics
                    .warning(
                        codes::UNDECLARED_PATH_PARAMETER,
                        &claimed.pointer,
                        format!("`{{{name}}}` of the path `{}` is not declared", claimed.path),
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
    fn check_unused(&mut self, claimed: &Claimed, found: &Found) {
        for ((location, name), (_, at)) in found {
            if *location == "path" && !template_names(&claimed.path).contains(&name.as_str()) {
                self.diagnostics
                    .warning(
                        codes::UNUSED_PATH_PARAMETER,
                        at,
                        format!("`{name}` does not stand in the path `{}`", claimed.path),
                    )
                    .help("it is left out; put it into the path, or remove it");
            }
        }
    }
}

/// A path parameter that is not declared.
fn undeclared(name: String, wire: &str) -> ir::Parameter {
    ir::Parameter {
        name,
        wire: wire.to_owned(),
        location: Location::Path,
        docs: vec!["Not declared by the document.".to_owned()],
        deprecated: false,
        ty: Type::String,
        required: true,
        explode: false,
        default: None,
        checks: Vec::new(),
    }
}

/// The names between braces in a path template.
fn template_names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

fn data(parameter: &Parameter) -> &ParameterData {
    parameter.parameter_data_ref()
}

fn place(parameter: &Parameter) -> &'static str {
    match parameter {
        Parameter::Path { .. } => location_name(Location::Path),
        Parameter::Query { .. } => location_name(Location::Query),
        Parameter::Header { .. } => location_name(Location::Header),
        Parameter::Cookie { .. } => "cookie",
    }
}
