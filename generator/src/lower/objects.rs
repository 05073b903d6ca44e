//! Objects: structs, and maps where no member is known by name.

use crate::dialect::Schema;
use crate::ir::{Check, Derives, Docs, Field, Presence, Rest, Shape, Struct, Type, TypeDef};
use crate::names::{Case, Scope};
use crate::value::Value;

use super::direction::Direction;
use super::schemas::Planned;
use super::unevaluated::{self, is_never};
use super::view::{Properties, View};
use super::{Lowering, checks, docs};

/// How members that go in one direction are documented.
const READ_ONLY: &str = "Read-only: part of answers.";
const WRITE_ONLY: &str = "Write-only: part of requests.";

/// What becomes of the members that a schema does not name.
struct Others {
    closed: bool,
    rest: Option<Type>,
    /// Whether the keyword that says it is not needed as a check any more.
    handled: bool,
}

impl<'a> Lowering<'a> {
    /// A struct when a member is known by name, or none may be there; else a map.
    pub(super) fn plan_object(&mut self, view: &View<'a>, name: &str, slot: Option<usize>) -> Planned {
        let properties = view.properties();
        let mut required = view.required();
        required.retain(|name| !self.leaves_out(name));
        let left = unevaluated::others(view);
        let closed = view.parts.iter().filter_map(|part| part.child("additionalProperties")).chain(left);
        let closed = closed.into_iter().any(|others| is_never(&others));
        let empty = closed && !view.has_any(&["patternProperties"]);
        if properties.is_empty() && required.is_empty() && !empty {
            return self.plan_map(view, name);
        }
        self.note_discriminator(view);
        let (name, slot) = self.claim_type(view, name, slot);
        let parts = self.parts.take();
        let absent = self.absent.clone();
        let ignored = |wire: &str| self.direction == Direction::Request && absent.contains(&wire);
        let (ignored, properties): (Properties<'a>, Properties<'a>) = if absent.is_empty() {
            (Properties::default(), properties)
        } else {
            properties.into_iter().partition(|(wire, _)| ignored(wire))
        };
        let mut scope = Scope::of(properties.len());
        let mut fields: Vec<Field> = Vec::with_capacity(properties.len());
        for (wire, schemas) in &properties {
            let ident = scope.claim(wire, Case::Snake);
            let files = parts.as_ref().and_then(|_| self.files(schemas, 0));
            let planned = match (files, schemas.as_slice()) {
                (Some(files), _) => Some(self.planned_files(&files)),
                (None, [only]) => self.plan_plain_scalar(only),
                (None, _) => None,
            };
            let planned = planned.unwrap_or_else(|| self.type_of_all(schemas, &format!("{name} {wire}")));
            let mut field = self.field(planned, ident, wire, schemas, required.contains(wire));
            if let Some(media) = &parts {
                self.add_part_headers(&mut field, media, &name);
            }
            fields.push(field);
        }
        let known = |wire: &str| properties.contains_key(wire) || ignored.contains_key(wire);
        for wire in required.iter().filter(|wire| !known(wire)) {
            fields.push(undescribed(scope.claim(wire, Case::Snake), wire));
        }
        let others = self.others(view, &name);
        let rest = others.rest.map(|ty| Rest { name: scope.claim("additional_properties", Case::Snake), ty });
        let mut handled = vec!["type", "properties", "required"];
        if others.handled {
            handled.extend(["additionalProperties", "unevaluatedProperties"]);
        }
        let checks: Vec<Check> = view.parts.iter().flat_map(|part| self.keyword_checks(part, &handled)).collect();
        let ignored = ignored.into_keys().map(str::to_owned).collect();
        let def = TypeDef {
            name: name.clone(),
            docs: Self::view_docs(view),
            deprecated: view.parts.iter().any(|part| part.flag("deprecated")),
            derives: Derives::default(),
            shape: Shape::Struct(Struct { fields, ignored, closed: others.closed, rest, checks, headers: None }),
        };
        self.fill_slot(slot, def);
        Planned::of(Type::Named(name))
    }

    /// What `additionalProperties` makes of a struct: of one part alone it is the type's own; of several, or beside
    /// patterns, the members are kept as they are and checked.
    fn others(&mut self, view: &View<'a>, name: &str) -> Others {
        let speaking: Vec<&Schema<'a>> = view.with("additionalProperties").collect();
        let patterns = view.has_any(&["patternProperties"]);
        let keep = self.options.unknown_members_keep.then_some(Type::Json);
        match speaking.as_slice() {
            [] if patterns => Others { closed: false, rest: Some(Type::Json), handled: false },
            [] => match unevaluated::others(view) {
                Some(values) => self.typed_rest(&values, name),
                None => Others { closed: false, rest: keep, handled: true },
            },
            [only] if !patterns && names_all(only, view) => match only.child("additionalProperties") {
                Some(values) => self.typed_rest(&values, name),
                None => Others { closed: false, rest: keep, handled: true },
            },
            _ => {
                let all_closed =
                    speaking.iter().all(|part| part.get("additionalProperties") == Some(&Value::Bool(false)));
                Others { closed: false, rest: (!all_closed || patterns).then_some(Type::Json), handled: false }
            }
        }
    }

    fn typed_rest(&mut self, values: &Schema<'a>, name: &str) -> Others {
        if is_never(values) {
            return Others { closed: true, rest: None, handled: true };
        }
        let planned = self.type_of(values, &format!("{name} Value"));
        let handled = planned.checks.is_empty();
        Others { closed: false, rest: Some(planned.into_type()), handled }
    }

    fn field(&mut self, planned: Planned, name: String, wire: &str, schemas: &[Schema<'a>], required: bool) -> Field {
        let any = planned.ty == Type::Json;
        let presence = match (required, planned.nullable && !any) {
            (true, false) => Presence::Required,
            (false, false) => Presence::Optional,
            (true, true) => Presence::RequiredNullable,
            (false, true) => Presence::OptionalNullable,
        };
        let default = match presence {
            Presence::Optional => self.default(schemas, &planned.ty, false),
            Presence::OptionalNullable => self.default(schemas, &planned.ty, true),
            Presence::Required | Presence::RequiredNullable => None,
        };
        Field {
            name,
            wire: wire.to_owned(),
            docs: self.member_docs(schemas, wire),
            deprecated: schemas.iter().any(|schema| schema.flag("deprecated")),
            ty: planned.ty,
            presence,
            boxed: false,
            default,
            preset: None,
            checks: planned.checks,
        }
    }

    /// The documentation of a member; one that only refers to another schema has that one's description.
    fn member_docs(&mut self, schemas: &[Schema<'a>], wire: &str) -> Docs {
        let mut found = Docs::new();
        for schema in schemas {
            for paragraph in field_docs(schema, wire) {
                if !found.contains(&paragraph) {
                    found.push(paragraph);
                }
            }
        }
        if let (true, Some(first)) = (found.is_empty(), schemas.first()) {
            found = self.description_of(first);
        }
        for (keyword, words) in [("readOnly", READ_ONLY), ("writeOnly", WRITE_ONLY)] {
            if schemas.iter().any(|schema| self.forms.is_one_way(schema, keyword)) {
                found.push(words.to_owned());
            }
        }
        docs::join_notes(found)
    }
}

/// Whether one part names all the properties of a view, so that its others are the view's others.
fn names_all(part: &Schema<'_>, view: &View<'_>) -> bool {
    let others = view.parts.iter().filter(|other| other.place() != part.place());
    let known = |name: &str| part.get("properties").is_some_and(|own| own.get(name).is_some());
    let mut named = others.flat_map(|other| other.names("properties")).chain(view.required());
    named.all(known)
}

/// A member that is required but not described.
fn undescribed(name: String, wire: &str) -> Field {
    Field {
        name,
        wire: wire.to_owned(),
        docs: vec!["Required, but not described.".to_owned()],
        deprecated: false,
        ty: Type::Json,
        presence: Presence::Required,
        boxed: false,
        default: None,
        preset: None,
        checks: Vec::new(),
    }
}

/// The documentation of a member: its description, default, example and constraints.
pub(super) fn field_docs(schema: &Schema<'_>, name: &str) -> Docs {
    let mut found = docs::of_named(schema.text("title"), schema.text("description"), name);
    if let Some(default) = schema.get("default") {
        found.push(format!("Default: {}.", docs::value(default)));
    }
    found.extend(checks::described(schema));
    found.extend(example(schema).map(|example| format!("Example: {}.", docs::value(example))));
    found.extend(docs::external_of(schema));
    found
}

/// The example of a schema, unless it is too large or too secret to be shown in one line.
fn example<'a>(schema: &Schema<'a>) -> Option<&'a Value> {
    let listed = schema.get("examples").and_then(Value::as_array).and_then(|all| all.first());
    let example = schema.get("example").or(listed)?;
    let shown = match example {
        Value::String(text) => !text.is_empty() && text.len() <= 80 && !text.contains('\n'),
        Value::Number(_) | Value::Bool(_) => true,
        Value::Array(_) | Value::Object(_) => example.to_string().len() <= 80,
        Value::Null => false,
    };
    shown.then_some(example)
}
