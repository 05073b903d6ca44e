//! The documented answers of an operation: which are successes, which failures, and what each carries.

use std::borrow::Cow;

use openapiv3::{Header, MediaType, ReferenceOr, Response, StatusCode};

use crate::codes;
use crate::diagnostic::{Diagnostics, Pointer};
use crate::dialect::Element;
use crate::ir::{Answer, AnswerHeader, Content, HeaderStyle, Location, Output, Payload, Shape, Status, Type};
use crate::media::is_json;
use crate::names::{Case, Scope};
use crate::resolve::Resolver;
use crate::value::Value;

use super::claims::Claimed;
use super::envelope::Enveloping;
use super::schemas::Planned;
use super::{Lowering, docs};

/// The answers of one operation.
pub(super) struct Answers<'c> {
    pub(super) successes: Vec<Answer>,
    pub(super) failures: Vec<Answer>,
    pub(super) produces: Vec<String>,
    pub(super) statuses: Vec<String>,
    /// Where each answer stands, and the answer's status.
    pub(super) places: Vec<(Status, Pointer, Cow<'c, Response>)>,
}

impl Answers<'_> {
    /// One status with a body and no headers gives the body; everything else an enum.
    pub(super) fn output(&self, name: &str) -> Output {
        match self.successes.as_slice() {
            [Answer { status: Status::Code(_), payload, headers, .. }] if headers.is_empty() => match payload {
                Payload::Body(Content { ty, .. }) | Payload::Enveloped(ty) => Output::Body(ty.clone()),
                Payload::Empty => Output::Body(Type::Unit),
                Payload::Envelope(_) => Output::Enum(name.to_owned()),
            },
            _ => Output::Enum(name.to_owned()),
        }
    }
}

impl Lowering<'_> {
    /// Lowers the answers of an operation.
    pub(super) fn answers<'c>(&mut self, claimed: &'c Claimed, envelope: Option<&Enveloping>) -> Answers<'c> {
        let mut places = self.places(claimed);
        places.sort_by_key(|(status, ..)| *status);
        if places.is_empty() {
            self.diagnostics
                .warning(codes::OPERATION_WITHOUT_RESPONSES, &claimed.pointer, "this operation documents no answer")
                .key()
                .help("every answer of it is an unexpected one; document its `responses`");
        }
        let default_succeeds = !places.iter().any(|(status, ..)| succeeds(*status));
        let is_success = |status| succeeds(status) || (status == Status::Default && default_succeeds);
        let successes = places.iter().filter(|(status, ..)| is_success(*status)).count();
        let mut answers = Answers {
            successes: Vec::new(),
            failures: Vec::new(),
            produces: Vec::new(),
            statuses: places.iter().map(|(status, ..)| spelled(*status)).collect(),
            places: Vec::new(),
        };
        let (mut success_scope, mut failure_scope) = (Scope::default(), Scope::default());
        for (status, at, response) in places {
            let success = is_success(status);
            let scope = if success { &mut success_scope } else { &mut failure_scope };
            let variant = scope.claim(&variant_name(status), Case::Pascal);
            let stem = if success { &claimed.names.output } else { &claimed.names.failure };
            let name = format!("{stem} {variant}");
            // The enum of the only success has the name of the output.
            let only = success && successes == 1 && matches!(status, Status::Code(_)) && declared(&response).is_empty();
            let choice = only.then_some(claimed.names.output.as_str());
            let mut answer = self.answer(status, variant, &response, &at, (&name, choice), &mut answers.produces);
            let failure =
                envelope.filter(|_| success).and_then(|envelope| self.wrap(&mut answer, envelope, &name, &at));
            // Several successes share one variant for the failure inside.
            let known = answers.failures.iter().any(|answer| matches!(answer.payload, Payload::Envelope(_)));
            answers.failures.extend(failure.filter(|_| !known));
            let side = if success { &mut answers.successes } else { &mut answers.failures };
            side.push(answer);
            answers.places.push((status, at, response));
        }
        answers
    }

    /// The answers where they stand, references followed.
    fn places<'c>(&mut self, claimed: &'c Claimed) -> Vec<(Status, Pointer, Cow<'c, Response>)> {
        let at = claimed.pointer.child("responses");
        let responses = &claimed.operation.responses;
        let coded = responses.responses.iter().map(|(code, response)| match code {
            StatusCode::Code(code) => (Status::Code(*code), code.to_string(), response),
            StatusCode::Range(digit) => (Status::Range(*digit), format!("{digit}XX"), response),
        });
        let default = responses.default.iter().map(|response| (Status::Default, "default".to_owned(), response));
        let all: Vec<_> = coded.chain(default).collect();
        all.into_iter()
            .filter_map(|(status, key, response)| {
                let place = [at.child(&key), at.child(&key.to_ascii_lowercase())]
                    .into_iter()
                    .find(|place| self.resolver.find(place).is_some())?;
                let (mut response, at) = self.own_element(claimed, Element::Response, response, &place)?;
                // An answer to HEAD has the headers of a body, and no body (RFC 9110 section 9.3.2).
                if claimed.http_method == "HEAD" {
                    response.to_mut().content.clear();
                }
                if is_bodiless(status) && !response.content.is_empty() {
                    self.note_bodiless(status, &at.child("content"));
                    response.to_mut().content.clear();
                }
                Some((status, at, response))
            })
            .collect()
    }

    /// Tells of the content of an answer that cannot have any.
    fn note_bodiless(&mut self, status: Status, at: &Pointer) {
        let message = format!("an answer {} has no content", docs::code(&spelled(status)));
        self.diagnostics
            .warning(codes::CONFLICTING_MEMBERS, at, message)
            .key()
            .label("left out")
            .help("servers cannot send it, and clients do not read it (RFC 9110 section 6.4.1)");
    }

    fn answer(
        &mut self,
        status: Status,
        variant: String,
        response: &Response,
        at: &Pointer,
        (name, choice): (&str, Option<&str>),
        produces: &mut Vec<String>,
    ) -> Answer {
        let content = self.body_content(&response.content, &at.child("content"), name, choice);
        for format in content.iter().flat_map(|content| &content.media).flat_map(|medium| &medium.formats) {
            if !produces.contains(&format.content_type) {
                produces.push(format.content_type.clone());
            }
        }
        let mut scope = Scope::reserving(&["body", "status", "answer", "reply"]);
        let headers = declared(response)
            .into_iter()
            .filter_map(|(wire, header)| {
                self.answer_header(wire, header, &at.child("headers").child(wire), name, &mut scope)
            })
            .collect();
        let mut found = vec![status_line(status)];
        found.extend(docs::of(self.resolver.find(at)));
        let payload = content.map_or(Payload::Empty, Payload::Body);
        Answer { status, variant, docs: found, payload, content_type: None, headers, headers_type: None }
    }

    fn answer_header(
        &mut self,
        wire: &str,
        header: &ReferenceOr<Header>,
        at: &Pointer,
        name: &str,
        scope: &mut Scope,
    ) -> Option<AnswerHeader> {
        let (header, at) = self.resolver.element(Element::Header, header, at, self.diagnostics)?;
        let (schema_at, json) = header_schema(self.resolver, &at, self.diagnostics);
        let planned = self.type_at(&schema_at, &format!("{name} {wire}"));
        let style = if json { Some(HeaderStyle::Json) } else { self.object_style(&planned.ty, &at) };
        let ty = match planned.ty {
            ty if json => Planned { ty, ..planned }.into_type(),
            ty if style.is_some() => ty,
            Type::Vec(item) if self.is_text(&item, Location::Header) => Type::Vec(item),
            Type::Vec(_) | Type::Tuple(_) => {
                self.diagnostics
                    .note(
                        codes::UNDEFINED_PARAMETER_STYLE,
                        &at,
                        format!(
                            "the specification does not define how the items of the list `{wire}` stand in a header"
                        ),
                    )
                    .label("the field is the text of the header");
                Type::String
            }
            Type::Json | Type::Nullable(_) => Type::String,
            other => other,
        };
        Some(AnswerHeader {
            name: scope.claim(wire, Case::Snake),
            wire: wire.to_owned(),
            docs: docs::paragraphs(header.description.as_deref()),
            deprecated: header.deprecated.unwrap_or(false) || self.resolver.schema(&schema_at).flag("deprecated"),
            ty,
            required: header.required,
            style,
        })
    }

    /// The style of a header that is an object.
    fn object_style(&self, ty: &Type, at: &Pointer) -> Option<HeaderStyle> {
        let is_object = match ty {
            Type::Map(_) => true,
            Type::Named(name) => match self.definition(name).map(|def| &def.shape) {
                Some(Shape::Alias(other)) => return self.object_style(other, at),
                shape => matches!(shape, Some(Shape::Struct(_))),
            },
            _ => false,
        };
        let explode = self.resolver.find(&at.child("explode")).and_then(Value::as_bool);
        is_object.then(|| HeaderStyle::Object { explode: explode.unwrap_or(false) })
    }
}

/// Where the schema of the header at a place stands, and whether its value is JSON.
pub(super) fn header_schema(resolver: Resolver<'_>, at: &Pointer, diagnostics: &mut Diagnostics) -> (Pointer, bool) {
    let content_at = at.child("content");
    let content = resolver.find(&content_at).and_then(Value::as_object);
    match content.and_then(|content| content.keys().next()) {
        Some(media) => (resolver.media(&content_at, media, diagnostics).child("schema"), is_json(media)),
        None => (at.child("schema"), false),
    }
}

/// The headers of an answer that have fields of their own; the content type belongs to the body. Of two whose names
/// differ in case alone the first counts.
fn declared(response: &Response) -> Vec<(&String, &ReferenceOr<Header>)> {
    let mut found: Vec<(&String, &ReferenceOr<Header>)> = Vec::new();
    for (wire, header) in &response.headers {
        let known = found.iter().any(|(known, _)| known.eq_ignore_ascii_case(wire));
        if !known && !wire.eq_ignore_ascii_case("content-type") {
            found.push((wire, header));
        }
    }
    found
}

/// The content of an answer that is typed: JSON where there is any, else the first.
pub(super) fn chosen(response: &Response) -> Option<(&String, &MediaType)> {
    response.content.iter().find(|(kind, _)| is_json(kind)).or_else(|| response.content.first())
}

/// Whether an answer of this status is a success; redirects are answers too.
fn succeeds(status: Status) -> bool {
    match status {
        Status::Code(code) => code < 400,
        Status::Range(digit) => digit < 4,
        Status::Default => false,
    }
}

/// Whether answers of this status never have a body (RFC 9110 section 6.4.1), or are not to be given one (section 15.3.6).
fn is_bodiless(status: Status) -> bool {
    matches!(status, Status::Code(100..=199 | 204 | 205 | 304) | Status::Range(1))
}

/// The status as the document writes it.
fn spelled(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "default".to_owned(),
    }
}

/// The first line of documentation of an answer.
fn status_line(status: Status) -> String {
    match status {
        Status::Code(code) => docs::code(format!("{code} {}", reason(code)).trim()),
        Status::Range(digit) => format!("Any other status of the range `{digit}XX`."),
        Status::Default => "Any other status.".to_owned(),
    }
}

fn variant_name(status: Status) -> String {
    match status {
        Status::Code(code) if reason(code).is_empty() => format!("Status {code}"),
        Status::Code(code) => reason(code).replace('\'', ""),
        Status::Range(digit) => match digit {
            1 => "Informational",
            2 => "Success",
            3 => "Redirection",
            4 => "Client Error",
            _ => "Server Error",
        }
        .to_owned(),
        Status::Default => "Default".to_owned(),
    }
}

/// The name of a status code in IANA's registry; empty when it has none.
pub(super) fn reason(code: u16) -> &'static str {
    http::StatusCode::from_u16(code).ok().and_then(|status| status.canonical_reason()).unwrap_or_default()
}
