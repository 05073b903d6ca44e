//! `x-twinspec-envelope`: APIs that answer 200 and mean failure.
//!
//! Said once at the root of the document: which member of an answer tells success from failure, which holds the
//! payload, and the Media Type Object of a failure.

use crate::codes;
use crate::diagnostic::Pointer;
use crate::ir::{Answer, Envelope, Group, Payload, Type};
use crate::value::{Map, Value};

use super::{Lowering, docs};

/// The extension's name.
pub(super) const EXTENSION: &str = "x-twinspec-envelope";

/// The envelope of a document, with the type of a failure.
pub(super) struct Enveloping {
    pub(super) rule: Envelope,
    pub(super) failure: Type,
    /// Where the Media Type Object of a failure stands.
    pub(super) failure_at: Pointer,
}

impl Lowering<'_> {
    /// The envelope that the document declares; a declaration that is not whole is a finding.
    pub(super) fn envelope(&mut self) -> Option<Enveloping> {
        let at = Pointer::root().child(EXTENSION);
        let node = self.resolver.root().get(EXTENSION)?;
        let text = |pointer: &str| node.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        let property = text("/success/property");
        let equals = node.pointer("/success/equals").filter(|value| !value.is_object() && !value.is_array());
        let (Some(property), Some(equals), Some(_)) = (property, equals, node.pointer("/failure/schema")) else {
            self.diagnostics.error(codes::BAD_ENVELOPE, &at, format!("`{EXTENSION}` is not whole")).help(
                "it needs `success: {property, equals}`, `failure: {schema}`, and may have `data` and `template`",
            );
            return None;
        };
        let failure_at = at.child("failure");
        let failure = self.type_at(&failure_at.child("schema"), "Envelope Failure").into_type();
        let default = Value::Object(Map::from_iter([(property.as_str().into(), equals.clone())]));
        let rule = Envelope {
            property,
            equals: equals.to_string(),
            data: text("/data").unwrap_or_else(|| "data".to_owned()),
            template: node.get("template").unwrap_or(&default).to_string(),
        };
        Some(Enveloping { rule, failure, failure_at })
    }

    /// Says when no answer has the member that `data` names: every payload would be lost.
    pub(super) fn check_data(&mut self, groups: &[Group], envelope: &Enveloping) {
        let at = Pointer::root().child(EXTENSION).child("data");
        let carries = |answer: &Answer| matches!(&answer.payload, Payload::Enveloped(ty) if *ty != Type::Unit);
        let mut answers = groups.iter().flat_map(|group| &group.operations).flat_map(|operation| &operation.successes);
        if self.resolver.find(&at).is_some() && !answers.any(carries) {
            let data = docs::code(&envelope.rule.data);
            self.diagnostics
                .warning(codes::BAD_ENVELOPE, &at, format!("no answer has the member {data}"))
                .label("so no success has a payload")
                .help("name a member of the schemas that are answered");
        }
    }

    /// Takes the payload of a success out of the envelope; gives the failure that the same status may carry.
    /// An answer whose schema lacks the telling member is none of the envelope's.
    pub(super) fn wrap(
        &mut self,
        answer: &mut Answer,
        envelope: &Enveloping,
        name: &str,
        at: &Pointer,
    ) -> Option<Answer> {
        let Payload::Body(_) = answer.payload else { return None };
        let content = self.resolver.root().pointer(at.child("content").as_str())?.as_object()?;
        let kind = content.keys().find(|kind| crate::media::is_json(kind))?;
        let schema_at = self.resolver.media(&at.child("content"), kind, self.diagnostics).child("schema");
        let schema_at = self.resolver.follow(&schema_at, self.diagnostics)?;
        let schema = self.resolver.schema(&schema_at);
        // An envelope is often put together by `allOf`.
        let properties = self.view(&schema).properties();
        properties.get(envelope.rule.property.as_str())?;
        answer.content_type = (kind != "application/json" && !crate::media::is_range(kind)).then(|| kind.to_owned());
        let data = match properties.get(envelope.rule.data.as_str()) {
            Some(schemas) => self.type_of_all(schemas, name).into_type(),
            None => Type::Unit,
        };
        answer.payload = Payload::Enveloped(data);
        Some(Answer {
            status: answer.status,
            variant: "Envelope".to_owned(),
            docs: vec![format!(
                "{}, with {} other than {}: the call failed.",
                answer.docs.first().cloned().unwrap_or_default(),
                docs::code(&envelope.rule.property),
                docs::code(&envelope.rule.equals)
            )],
            payload: Payload::Envelope(envelope.failure.clone()),
            content_type: answer.content_type.clone(),
            headers: Vec::new(),
            headers_type: None,
        })
    }
}
