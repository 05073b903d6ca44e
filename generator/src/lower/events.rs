//! Server-sent events by a schema of the event as an object of its fields (OpenAPI 3.2 section 4.14.4): what its data
//! is, and by which names events are told apart.

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::{Kind, Schema};
use crate::ir::{Data, Derives, Otherwise, Shape, Tag, TagValue, Type, TypeDef, Union, UnionVariant};
use crate::link;
use crate::media::is_json;
use crate::names::{Case, Scope};

use super::schemas::Planned;
use super::view::View;
use super::{Lowering, docs, enums};

/// The fields of an event that its schema describes.
const FIELDS: [&str; 4] = ["event", "data", "id", "retry"];

/// Keywords of schemas of JSON.
const SHAPING: [&str; 9] =
    ["properties", "additionalProperties", "required", "items", "prefixItems", "allOf", "oneOf", "anyOf", "enum"];

/// The type of what events carry.
#[derive(Debug)]
pub(super) struct Named {
    /// Where the schema of the event stands.
    at: Pointer,
    /// What each of its variants holds, which may depend on the direction.
    held: Vec<Type>,
    name: String,
}

/// Events of some names, and the data that all of them have.
struct Branch<'a> {
    names: Vec<String>,
    docs: crate::ir::Docs,
    data: Vec<Schema<'a>>,
    /// Whether the document says more of them.
    says_more: bool,
}

/// Where the schema of the data stands, and whether data is text.
type Described = (Option<Pointer>, bool);

impl<'a> Lowering<'a> {
    /// The type of the data of events, given the schema of an event.
    pub(super) fn planned_events(&mut self, own: &Pointer, name: &str) -> (Planned, Data) {
        let Some(at) = self.resolver.follow_schema(own, self.diagnostics) else {
            return (Planned::of(Type::String), Data::Text);
        };
        let schema = self.resolver.schema(&at);
        let base = self.view(&schema);
        let Some(branches) = self.by_name(&base) else {
            if says_more(&base, &["data"], &[]) {
                self.note_event(own, "that of its data is applied", "says more than what `data` is");
            }
            let described = base.properties().get("data").and_then(|data| self.data_of(data));
            let (at, text) = described.unwrap_or((None, true));
            return self.planned_data(at.as_ref(), text, name);
        };
        if branches.iter().any(|branch| branch.says_more) || says_more(&base, &["event", "data"], &["oneOf", "anyOf"]) {
            self.note_event(own, "those of its name and its data are applied", "says more than what these are");
        }
        let component = if at == *own { None } else { link::name_of(&at) };
        let slot = self.open_slot();
        let stem = component.as_deref().unwrap_or(name);
        let (variants, tag, json) = self.named_variants(branches, stem);
        let held: Vec<Type> = variants.iter().map(|variant| variant.ty.clone()).collect();
        if let Some(known) = self.events.iter().find(|known| known.at == at && known.held == held) {
            return (Planned::of(Type::Named(known.name.clone())), Data::Named(json));
        }
        let name = self.claim(&format!("{stem} Data"));
        let shape =
            Shape::Union(Union { variants, tag: Some(tag), exclusive: true, takes_null: false, checks: Vec::new() });
        let mut docs = vec!["What an event carries, by its name.".to_owned()];
        docs.extend(Self::type_docs(&schema));
        let derives = Derives::default();
        self.fill_slot(slot, TypeDef { name: name.clone(), docs, deprecated: false, derives, shape });
        self.events.push(Named { at, held, name: name.clone() });
        (Planned::of(Type::Named(name)), Data::Named(json))
    }

    /// The type of items, or of the data of events, whose schema stands there.
    pub(super) fn planned_data(&mut self, at: Option<&Pointer>, text: bool, name: &str) -> (Planned, Data) {
        let planned = match at {
            Some(at) => self.type_at(at, name),
            None if text => Planned::of(Type::String),
            None => Planned::any(),
        };
        (planned, if text { Data::Text } else { Data::Json })
    }

    /// The branches of a schema that has names for all events; `None` where the name does not tell one from another.
    fn by_name(&mut self, base: &View<'a>) -> Option<Vec<Branch<'a>>> {
        let unions: Vec<Vec<Schema<'a>>> = ["oneOf", "anyOf"]
            .into_iter()
            .flat_map(|keyword| base.with(keyword).map(|part| part.list(keyword)).collect::<Vec<_>>())
            .collect();
        let views: Vec<View<'a>> = match unions.as_slice() {
            [] => vec![base.clone()],
            [union] => union.iter().map(|branch| self.view(branch)).collect(),
            _ => return None,
        };
        let mut found: Vec<Branch<'a>> = Vec::new();
        for view in &views {
            // An event without a name would be none of them.
            if ![base, view].iter().any(|view| view.required().contains(&"event")) {
                return None;
            }
            let event = view.properties().get("event").cloned()?;
            let names: Option<Vec<String>> = enums::values_of(&self.view_of(&event))
                .into_iter()
                .map(|name| name.as_str().map(str::to_owned))
                .collect();
            let names = names.filter(|names| !names.is_empty())?;
            if found.iter().any(|known| known.names.iter().any(|name| names.contains(name))) {
                return None;
            }
            let (own, shared) = (view.properties().get("data").cloned(), base.properties().get("data").cloned());
            let union = !unions.is_empty();
            let hides = union && own.is_some() && shared.iter().flatten().any(|data| data.assertions() != ["type"]);
            let says_more = hides || (union && says_more(view, &["event", "data"], &[]));
            let docs = view
                .origin
                .as_ref()
                .filter(|_| union)
                .map_or_else(Vec::new, |branch| docs::with_title(branch.text("title"), branch.text("description")));
            found.push(Branch { names, docs, data: own.or(shared).unwrap_or_default(), says_more });
        }
        Some(found)
    }

    /// `Pause(String), Trade(Trade), Unknown(rt::Value)`, what tells them apart, and the names of those that are JSON.
    fn named_variants(&mut self, branches: Vec<Branch<'a>>, stem: &str) -> (Vec<UnionVariant>, Tag, Vec<String>) {
        let (mut scope, mut fields, mut json) = (Scope::default(), Scope::default(), Vec::new());
        let (mut variants, mut values) = (Vec::new(), Vec::new());
        for branch in branches {
            for name in branch.names {
                let (at, text) = self.data_of(&branch.data).unwrap_or((None, true));
                let (planned, _) = self.planned_data(at.as_ref(), text, &format!("{stem} {name}"));
                if !text {
                    json.push(name.clone());
                }
                values.push(TagValue { text: name.clone(), variant: variants.len(), implied: false });
                variants.push(UnionVariant {
                    field: fields.claim(&name, Case::Snake),
                    name: scope.claim(&name, Case::Pascal),
                    docs: branch.docs.clone(),
                    checks: planned.checks.clone(),
                    ty: planned.into_type(),
                    boxed: false,
                    converts: false,
                    tag: None,
                });
            }
        }
        let otherwise = Otherwise::Kept(scope.claim("Unknown", Case::Pascal));
        let content = Some("data".to_owned());
        let tag = Tag { property: "event".to_owned(), values, otherwise, may_lack: false, content };
        (variants, tag, json)
    }

    /// What data is by its schemas, of which one says what the JSON in it is.
    fn data_of(&mut self, schemas: &[Schema<'a>]) -> Option<Described> {
        let schema = schemas.iter().find(|schema| schema.get("contentMediaType").is_some()).or(schemas.first())?;
        let at = self.resolver.follow_schema(&schema.pointer, self.diagnostics)?;
        let data = self.resolver.schema(&at);
        if data.text("contentMediaType").is_some_and(is_json) {
            let content = data.get("contentSchema").map(|_| at.child("contentSchema"));
            self.contents.extend(content.clone().map(|content| (content, true)));
            return Some((content, false));
        }
        Some(self.data(at))
    }

    /// The schema of data: what allows strings alone is of text, as is what says nothing; all else is JSON.
    pub(super) fn data(&mut self, at: Pointer) -> Described {
        let schema = self.resolver.schema(&at);
        let view = self.view(&schema);
        match view.kinds() {
            Some(kinds) => {
                let text = kinds.iter().all(|kind| *kind == Kind::String);
                (Some(at), text)
            }
            None if view.has_any(&SHAPING) => (Some(at), false),
            None => (None, true),
        }
    }

    fn note_event(&mut self, at: &Pointer, applied: &str, label: &str) {
        self.diagnostics
            .note(codes::CONTENT_TYPE_NOT_SUPPORTED, at, format!("of the schema of an event, {applied}"))
            .key()
            .label(label);
    }
}

/// Whether the schema of an event says more than what these fields of it are.
fn says_more(view: &View<'_>, fields: &[&str], applied: &[&str]) -> bool {
    let properties = view.properties();
    let narrowed = |field: &&&str| {
        let described = properties.get(**field).into_iter().flatten();
        let narrowing = ["enum", "const", "pattern"];
        described.flat_map(Schema::assertions).any(|keyword| narrowing.contains(&keyword))
    };
    let known = |keyword: &&str| ["type", "properties", "required"].contains(keyword) || applied.contains(keyword);
    view.parts.iter().flat_map(Schema::assertions).any(|keyword| !known(&keyword))
        || view.required().iter().any(|name| !fields.contains(name))
        || properties.keys().any(|name| !FIELDS.contains(name))
        || FIELDS.iter().filter(|field| !fields.contains(field)).any(|field| narrowed(&field))
}
