//! The independent word on whether an example is valid by its schema.

use std::collections::HashMap;
use std::error::Error;

use jsonschema::{Draft, Registry, Retrieve, Uri, Validator};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::direction::{Reader, Way};
use super::{inheritance, schemas};

/// The name of the document for the judge.
const DOCUMENT: &str = "https://document.test/openapi.json";

/// What the judge says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Verdict {
    /// The schema allows it.
    Valid,
    /// The schema does not, for this reason.
    Invalid(String),
    /// The judge cannot read the schema, for this reason.
    Unknown(String),
}

/// Other documents are not looked at: they allow everything.
struct Nothing;

impl Retrieve for Nothing {
    fn retrieve(&self, _: &Uri<String>) -> Result<Value, Box<dyn Error + Send + Sync>> {
        Ok(Value::Bool(true))
    }
}

/// Looks at the examples of one document.
pub(super) struct Judge {
    registry: Result<Registry<'static>, String>,
    /// What was read of each schema, by the reference to it.
    validators: HashMap<String, Result<Validator, String>>,
    /// Those who look at the document as it is for what goes one way, where that is another.
    by_way: HashMap<Way, Judge>,
}

impl Judge {
    /// A judge who does not require of a request what is read-only, nor of a response what is write-only.
    pub(super) fn by_way(root: &Value) -> Self {
        let relaxed = |way: Way| Some((way, Self::new(&Reader::new(root).relaxed(way.absent()?)?)));
        let by_way = [Way::Sent, Way::Answered].into_iter().filter_map(relaxed).collect();
        Self { by_way, ..Self::new(root) }
    }

    /// The word on a value that goes one way; one that is valid to the letter is valid.
    pub(super) fn verdict_of(&mut self, reference: &str, value: &Value, way: Way) -> Verdict {
        let plain = self.verdict(reference, value);
        match self.by_way.get_mut(&way) {
            Some(judge) if plain != Verdict::Valid => judge.verdict(reference, value),
            _ => plain,
        }
    }

    fn new(root: &Value) -> Self {
        let version = root.get("openapi").and_then(Value::as_str).unwrap_or_default();
        let mut normal = schemas::normal(root, version.starts_with("3.0"));
        inheritance::say(&mut normal);
        let resource = Draft::Draft202012.create_resource(normal);
        let registry = Registry::new()
            .retriever(Nothing)
            .draft(Draft::Draft202012)
            .add(DOCUMENT, resource)
            .and_then(jsonschema::RegistryBuilder::prepare)
            .map_err(|error| error.to_string());
        Self { registry, validators: HashMap::new(), by_way: HashMap::new() }
    }

    /// The word on a value by the schema at a reference such as `#/components/schemas/Pet`.
    fn verdict(&mut self, reference: &str, value: &Value) -> Verdict {
        let registry = match &self.registry {
            Ok(registry) => registry,
            Err(error) => return Verdict::Unknown(error.clone()),
        };
        let validator = self
            .validators
            .entry(reference.to_owned())
            .or_insert_with(|| build(registry, &json!({"$ref": format!("{DOCUMENT}{reference}")})));
        match validator {
            Ok(validator) => match validator.validate(value) {
                Ok(()) => Verdict::Valid,
                Err(error) => {
                    let text: String = error.to_string().chars().take(300).collect();
                    Verdict::Invalid(format!("{text} at {}", error.instance_path()))
                }
            },
            Err(error) => Verdict::Unknown(error.clone()),
        }
    }
}

fn build(registry: &Registry<'_>, schema: &Value) -> Result<Validator, String> {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .with_retriever(Nothing)
        .with_registry(registry)
        .should_validate_formats(true)
        .with_format("byte", is_base64)
        .build(schema)
        .map_err(|error| error.to_string().chars().take(300).collect())
}

/// Whether a text is base64 with its padding.
pub(crate) fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let plain = body.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/');
    plain && text.len().is_multiple_of(4) && text.len() - body.len() <= 2
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Judge, Verdict, Way};

    #[test]
    fn what_is_not_there_is_no_contradiction() {
        let document = json!({
            "openapi": "3.1.0",
            "components": {"schemas": {"User": {
                "required": ["id", "key", "name"],
                "properties": {"id": {"type": "integer", "readOnly": true}, "key": {"writeOnly": true}},
            }}},
        });
        let mut judge = Judge::by_way(&document);
        let mut valid = |value, way| judge.verdict_of("#/components/schemas/User", &value, way) == Verdict::Valid;
        let sent = json!({"key": 1, "name": 2});
        assert!(valid(sent.clone(), Way::Sent) && !valid(sent.clone(), Way::Answered) && !valid(sent, Way::Either));
        let answered = json!({"id": 1, "name": 2});
        assert!(valid(answered.clone(), Way::Answered) && !valid(answered, Way::Sent));
        assert!(!valid(json!({"key": 1}), Way::Sent) && !valid(json!({"id": "a", "key": 1, "name": 2}), Way::Sent));
    }

    #[test]
    fn references_within_the_document_are_followed() {
        let document = json!({
            "openapi": "3.0.3",
            "components": {"schemas": {
                "a b": {"type": "array", "items": {"$ref": "#/components/schemas/C"}},
                "C": {"type": "string", "format": "byte", "nullable": true},
            }},
        });
        let mut judge = Judge::new(&document);
        assert_eq!(judge.verdict("#/components/schemas/a%20b", &json!(["aGk=", null])), Verdict::Valid);
        assert!(matches!(judge.verdict("#/components/schemas/a%20b", &json!(["?"])), Verdict::Invalid(_)));
        assert!(matches!(judge.verdict("#/components/schemas/B", &json!(1)), Verdict::Unknown(_)));
    }
}
