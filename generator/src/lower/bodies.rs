//! Bodies of requests and answers: which content types become types, and which of them share one.

use foldhash::HashSet;
use indexmap::IndexMap;
use openapiv3::MediaType;

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::{Kind, Schema};
use crate::ir::{Content, Format, Framing, Location, Medium, Shape, Syntax, Type};
use crate::media::{essence, is_json, is_range};
use crate::names::{Case, Scope};

use super::Lowering;
use super::direction::Direction;
use super::schemas::{ABOUT_ARRAYS, ABOUT_OBJECTS, Planned};
use super::sequences;

/// What kind of text a content type is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
    Sequence(Framing),
    Range,
}

/// A content type of a body, and where it stands.
struct Entry<'c> {
    content_type: &'c str,
    at: Pointer,
    family: Family,
}

impl<'a> Lowering<'a> {
    /// What a body is; `None` when none of its content types is supported, or there is none.
    ///
    /// `name` is for its types, `choice` for the enum of several, where that has a name already.
    pub(super) fn body_content(
        &mut self,
        content: &IndexMap<String, MediaType>,
        at: &Pointer,
        name: &str,
        choice: Option<&str>,
    ) -> Option<Content> {
        let direction = self.wire();
        let mut entries = self.entries(content, at);
        // What is named wins over what a range covers.
        entries.sort_by_key(|entry| entry.family == Family::Range || is_range(entry.content_type));
        let shared = entries.iter().all(|entry| self.shares(entry, entries.first()));
        let generic = entries.iter().any(|entry| essence(entry.content_type) == "application/json");
        let mut scope = Scope::default();
        let mut media: Vec<Medium> = Vec::new();
        for entry in &entries {
            let variant = variant_name(entry.content_type);
            let name = if shared { name.to_owned() } else { format!("{name} {variant}") };
            let (planned, syntax) = self.planned_body(entry, &name);
            let (checks, ty) = (planned.checks.clone(), planned.into_type());
            let format = Format { content_type: entry.content_type.to_owned(), syntax };
            let same = |medium: &&mut Medium| medium.ty == ty && merges(medium, &format, direction, generic);
            match media.iter_mut().find(same) {
                Some(medium) => medium.formats.push(format),
                None => media.push(Medium { variant, ty, checks, formats: vec![format] }),
            }
        }
        for medium in &mut media {
            medium.variant = scope.claim(&medium.variant, Case::Pascal);
            if direction == Direction::Request {
                let plain = |format: &Format| {
                    (format.syntax != Syntax::Json, essence(&format.content_type) != "application/json")
                };
                medium.formats.sort_by_key(plain);
            }
        }
        let ty = match (media.as_slice(), choice) {
            ([], _) => return None,
            ([only], _) => only.ty.clone(),
            (_, Some(choice)) => Type::Choice(choice.to_owned()),
            (_, None) => Type::Choice(self.claim(name)),
        };
        Some(Content { ty, media })
    }

    /// The content types that become types; the others are findings.
    fn entries<'c>(&mut self, content: &'c IndexMap<String, MediaType>, at: &Pointer) -> Vec<Entry<'c>> {
        let json = content.keys().find(|kind| is_json(kind));
        let json = json.map(|kind| (kind, self.resolver.media(at, kind, self.diagnostics)));
        let mut entries = Vec::new();
        for content_type in content.keys() {
            let here = at.child(content_type);
            let at = self.resolver.media(at, content_type, self.diagnostics);
            let mut family = family(content_type, self.wire());
            let structured = if is_plain_text(content_type) {
                self.holds_structure(&at)
            } else {
                self.schema_has(&at, &[Kind::Object, Kind::Array])
            };
            let typed = [Kind::Object, Kind::Array, Kind::Boolean, Kind::Integer, Kind::Number];
            let mut told = structured;
            if family == Family::Range {
                told = self.schema_has(&at, &typed);
                // A schema under any content type at all means JSON, unless it is a string, or JSON has another.
                let covers_json = ["*/*", "*", "application/*"].contains(&essence(content_type).as_str());
                if told && covers_json && json.as_ref().is_none_or(|(_, json)| self.same_schema(json, &at)) {
                    family = Family::Json;
                }
            }
            // As some frameworks describe an answer that is JSON whatever its name is; of a number or a boolean, JSON is
            // the text.
            if is_plain_text(content_type) {
                let texts_are_json = [Kind::Boolean, Kind::Integer, Kind::Number];
                let alike = json.as_ref().is_some_and(|(_, json)| self.same_schema(json, &at));
                if structured || (alike && self.schema_has_only(&at, &texts_are_json)) {
                    family = Family::Json;
                }
            }
            let raw = matches!(family, Family::Text | Family::Bytes | Family::Range);
            let same = json.as_ref().filter(|(_, json)| raw && structured && self.same_schema(json, &at));
            if let Some((json, _)) = same {
                self.diagnostics
                    .note(codes::CONTENT_TYPE_NOT_SUPPORTED, &here, format!("`{content_type}` is left out"))
                    .key()
                    .label(format!("holds what `{json}` holds, which is typed"));
                continue;
            }
            if raw && told {
                let kind = if family == Family::Text { "text" } else { "bytes" };
                self.diagnostics
                    .note(
                        codes::CONTENT_TYPE_NOT_SUPPORTED,
                        &here,
                        format!("`{content_type}` is {kind} to the generated code"),
                    )
                    .key()
                    .label("its schema is not applied");
            }
            let encodes = matches!(family, Family::Form | Family::Multipart);
            self.note_media(&at, content_type, encodes, matches!(family, Family::Sequence(_)));
            entries.push(Entry { content_type, at, family });
        }
        entries
    }

    /// The type of a body in one content type, and how it is written.
    fn planned_body(&mut self, entry: &Entry<'_>, name: &str) -> (Planned, Syntax) {
        let schema_at = entry.at.child("schema");
        let has_schema = self.resolver.find(&schema_at).is_some();
        let mut planned = || if has_schema { self.type_at(&schema_at, name) } else { Planned::any() };
        match entry.family {
            Family::Json => (planned(), Syntax::Json),
            Family::Form => {
                let planned = planned();
                match self.form_fields(&planned.ty, &entry.at) {
                    Some(fields) => (planned, Syntax::Form(fields)),
                    None => (Planned::of(Type::String), Syntax::Text),
                }
            }
            Family::Multipart => {
                let planned = if has_schema { self.multipart_type(&entry.at, name) } else { Planned::any() };
                match self.body_parts(&planned.ty, &entry.at) {
                    Some(parts) => (planned, Syntax::Multipart(parts)),
                    None => (Planned::of(Type::Content), Syntax::Content),
                }
            }
            Family::Text
                if has_schema
                    && (is_plain_text(entry.content_type)
                        || !self.schema_has(&entry.at, &[Kind::Object, Kind::Array])) =>
            {
                let planned = self.type_at(&schema_at, name);
                let text = !planned.nullable && self.is_one_text(&planned.ty);
                (if text { planned } else { Planned::of(Type::String) }, Syntax::Text)
            }
            Family::Text => (Planned::of(Type::String), Syntax::Text),
            Family::Sequence(framing) => self.planned_sequence(&entry.at, framing, name),
            Family::Bytes => (Planned::of(Type::Bytes), Syntax::Bytes),
            Family::Range => (Planned::of(Type::Content), Syntax::Content),
        }
    }

    /// Whether values of a type are texts, each without marks around it; of a union those of every branch are.
    fn is_one_text(&self, ty: &Type) -> bool {
        let (mut open, mut seen) = (vec![ty], HashSet::default());
        while let Some(ty) = open.pop() {
            let name = if let Type::Named(name) = ty { Some(name) } else { None };
            if name.is_some_and(|name| !seen.insert(name)) {
                continue;
            }
            match name.and_then(|name| self.definition(name)).map(|def| &def.shape) {
                Some(Shape::Alias(inner)) => open.push(inner),
                Some(Shape::Union(union) | Shape::Overlap(union)) if !union.takes_null => {
                    open.extend(union.variants.iter().map(|variant| &variant.ty));
                }
                _ if self.is_text(ty, Location::Path) => {}
                _ => return false,
            }
        }
        true
    }

    /// Whether the schema of a media type allows one of these types, or is a union.
    fn schema_has(&mut self, at: &Pointer, wanted: &[Kind]) -> bool {
        let at = at.child("schema");
        if self.resolver.find(&at).is_none() {
            return false;
        }
        let schema = self.resolver.schema(&at);
        let view = self.view(&schema);
        match view.kinds() {
            Some(kinds) => kinds.iter().any(|kind| wanted.contains(kind)),
            None => view.has_any(&["properties", "additionalProperties", "required", "items", "oneOf", "anyOf"]),
        }
    }

    /// Whether the schema of a media type allows objects or lists: itself, or a branch of it.
    fn holds_structure(&mut self, at: &Pointer) -> bool {
        let at = at.child("schema");
        let mut open: Vec<Schema<'a>> =
            self.resolver.find(&at).map(|_| self.resolver.schema(&at)).into_iter().collect();
        let mut seen = HashSet::default();
        while let Some(schema) = open.pop() {
            if !seen.insert(schema.place()) {
                continue;
            }
            let view = self.view(&schema);
            match view.kinds() {
                Some(kinds) if kinds.contains(&Kind::Object) || kinds.contains(&Kind::Array) => return true,
                Some(_) => {}
                None if view.has_any(&ABOUT_OBJECTS) || view.has_any(&ABOUT_ARRAYS) => return true,
                None => {
                    let of_part = |part: &Schema<'a>| [part.list("oneOf"), part.list("anyOf")].concat();
                    open.extend(view.parts.iter().flat_map(of_part));
                }
            }
        }
        false
    }

    /// Whether the schema of a media type states types, and none but these.
    fn schema_has_only(&mut self, at: &Pointer, wanted: &[Kind]) -> bool {
        let schema = self.resolver.schema(&at.child("schema"));
        let kinds = self.view(&schema).kinds();
        kinds.is_some_and(|kinds| !kinds.is_empty() && kinds.iter().all(|kind| wanted.contains(kind)))
    }

    /// Whether two media types have the same schema.
    fn same_schema(&self, one: &Pointer, other: &Pointer) -> bool {
        let schema = |at: &Pointer| self.resolver.root().pointer(at.child("schema").as_str());
        schema(one) == schema(other)
    }

    /// Whether both are planned as one type, which then needs no name of its own.
    fn shares(&mut self, entry: &Entry<'_>, first: Option<&Entry<'_>>) -> bool {
        let Some(first) = first else { return true };
        first.at == entry.at || (self.same_schema(&first.at, &entry.at) && self.is_typed(first) && self.is_typed(entry))
    }

    /// Whether a body in this content type has the type of its schema; one with files or headers has a type of its own.
    fn is_typed(&mut self, entry: &Entry<'_>) -> bool {
        match entry.family {
            Family::Json | Family::Form => true,
            Family::Multipart => !self.has_parts(&entry.at),
            Family::Text | Family::Bytes | Family::Sequence(_) | Family::Range => false,
        }
    }
}

/// Whether a value of the medium may as well stand in this format, so that no variant tells them apart.
fn merges(medium: &Medium, format: &Format, direction: Direction, generic: bool) -> bool {
    medium.formats.iter().all(|known| match (&known.syntax, &format.syntax) {
        _ if essence(&known.content_type) == essence(&format.content_type) => known.syntax == format.syntax,
        // Kinds of JSON such as `application/merge-patch+json` may mean different things.
        (Syntax::Json, Syntax::Json) => direction == Direction::Response || generic,
        (
            Syntax::Json | Syntax::Form(_) | Syntax::Multipart(_),
            Syntax::Json | Syntax::Form(_) | Syntax::Multipart(_),
        ) => direction == Direction::Request,
        (Syntax::Sequence(known), Syntax::Sequence(format)) => known == format,
        _ => false,
    })
}

fn is_plain_text(content_type: &str) -> bool {
    essence(content_type) == "text/plain"
}

/// What a content type is read as.
fn family(content_type: &str, direction: Direction) -> Family {
    let essence = essence(content_type);
    let (kind, subtype) = essence.split_once('/').unwrap_or((essence.as_str(), ""));
    let text = ["xml", "yaml", "x-yaml", "graphql", "javascript", "sql", "toml"];
    if let Some(framing) = sequences::framing(content_type) {
        return Family::Sequence(framing);
    }
    match essence.as_str() {
        _ if is_json(&essence) => Family::Json,
        _ if essence.contains('*') => Family::Range,
        "application/x-www-form-urlencoded" if direction == Direction::Request => Family::Form,
        "multipart/form-data" if direction == Direction::Request => Family::Multipart,
        "application/x-www-form-urlencoded" => Family::Text,
        _ if kind == "text" || text.contains(&subtype) || subtype.ends_with("+xml") || subtype.ends_with("+yaml") => {
            Family::Text
        }
        _ => Family::Bytes,
    }
}

/// The name of the variant for a content type: of `text/csv` it is `Csv`.
fn variant_name(content_type: &str) -> String {
    let essence = essence(content_type);
    let (kind, subtype) = essence.split_once('/').unwrap_or(("", essence.as_str()));
    match (kind, subtype) {
        ("*", _) => "Any".to_owned(),
        (kind, "*") => kind.to_owned(),
        ("text", "plain") => "Text".to_owned(),
        ("application", "x-www-form-urlencoded") => "Form".to_owned(),
        ("multipart", "form-data") => "Multipart".to_owned(),
        (_, subtype) => subtype.replace(['*', '.', '+'], " "),
    }
}
