//! The examples of one document, with the judge's word on each, and an overlay that makes a type to ask for each
//! schema that has examples: an object whose one member is of that schema.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use twinspec::diagnostic::{Diagnostics, Pointer};
use twinspec::load::load;
use twinspec::source::Source;

use super::collect::{self, Probes};
use super::direction::Way;
use super::judge::{Judge, Verdict};
use crate::Fallible;
use crate::generate::first_lines;
use crate::parallel::{self, Ended};

/// The longest time that a document may take.
const LIMIT: Duration = Duration::from_mins(5);

/// What to look through.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Order {
    /// The document.
    pub(super) spec: PathBuf,
    /// Where the overlay goes.
    pub(super) overlay: PathBuf,
}

/// The examples of a document.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Examples {
    /// The number of types to ask.
    pub(super) probes: usize,
    /// The examples.
    pub(super) all: Vec<Example>,
}

/// One example.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Example {
    /// Where it stands.
    pub(super) place: String,
    /// The number of the type to ask.
    pub(super) probe: usize,
    /// Where the schema stands.
    pub(super) schema: String,
    /// The example.
    pub(super) value: Value,
    /// The way that it goes.
    #[serde(default)]
    pub(super) way: Way,
    /// What the judge says.
    pub(super) verdict: Verdict,
}

/// The name of the type with a number.
pub(super) fn probe(number: usize) -> String {
    format!("TwinspecProbe{number}")
}

/// Looks through a document in a process of its own.
pub(super) fn examples(order: &Order) -> Fallible<Examples> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("examples").arg(serde_json::to_string(order)?);
    let (stdout, stderr) = (order.overlay.with_extension("said"), order.overlay.with_extension("complaint"));
    match parallel::wait(&mut command, &stdout, &stderr, LIMIT)? {
        Ended::Itself(status) if status.success() => Ok(serde_json::from_slice(&fs::read(&stdout)?)?),
        Ended::Itself(status) => {
            let said = String::from_utf8_lossy(&fs::read(&stderr)?).into_owned();
            Err(format!("{status}: {}", first_lines(&said)).into())
        }
        Ended::Late => Err(format!("not done after {} s", LIMIT.as_secs()).into()),
    }
}

/// The other side of [`examples`].
pub(crate) fn worker(order: &str) -> Fallible<()> {
    let order: Order = serde_json::from_str(order)?;
    let source = Source::read(&order.spec)?;
    let root = load(&source, &mut Diagnostics::default()).ok_or("it cannot be read")?.value;
    let root = serde_json::Value::from(&root);
    let mut probes = Probes::new();
    let mut judge = Judge::by_way(&root);
    let found = collect::examples(&root).into_iter().map(|found| {
        let verdict = judge.verdict_of(&reference(&found.schema), &found.value, found.way);
        let probe = probes.number(&root, &found.schema, found.way);
        let (place, schema) = (found.place.to_string(), found.schema.to_string());
        Example { place, probe, schema, value: found.value, way: found.way, verdict }
    });
    let all: Vec<Example> = found.collect();
    fs::write(&order.overlay, serde_json::to_vec_pretty(&overlay(&probes.places))?)?;
    crate::say(&serde_json::to_string(&Examples { probes: probes.places.len(), all })?);
    Ok(())
}

/// The overlay that adds the types to ask; those about what is sent are parts of the body of a request.
fn overlay(places: &[(Pointer, bool)]) -> Value {
    let schemas: Map<String, Value> = places
        .iter()
        .enumerate()
        .map(|(number, (place, _))| {
            let schema = json!({
                "type": "object",
                "required": ["value"],
                // In a list, since a member would be left out where its schema is read-only.
                "properties": {"value": {"type": "array", "items": {"$ref": reference(place)}}},
            });
            (probe(number), schema)
        })
        .collect();
    let sent = places.iter().enumerate().filter(|(_, (_, sent))| *sent).map(|(number, _)| probe(number));
    let members: Map<String, Value> =
        sent.map(|name| (name.clone(), json!({"$ref": format!("#/components/schemas/{name}")}))).collect();
    let operation = json!({
        "operationId": "twinspecProbes",
        "requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": members}}}},
        "responses": {"204": {"description": "Asked."}},
    });
    json!({
        "overlay": "1.0.0",
        "info": {"title": "Types to ask", "version": "1"},
        "actions": [{"target": "$", "update": {
            "components": {"schemas": schemas},
            "paths": {"/twinspec-probes": {"post": operation}},
        }}],
    })
}

/// A pointer as a reference: what a URI cannot hold is escaped.
fn reference(place: &Pointer) -> String {
    let mut text = "#".to_owned();
    for byte in place.as_str().bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}
