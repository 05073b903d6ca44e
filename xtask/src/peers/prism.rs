//! Prism: it judges what our clients send, and answers with what it makes of the document, or passes on what our server
//! answers and judges that.
//!
//! The requests are Schemathesis's. They come to our router, which reads them, and go on by our client, which writes them
//! anew: each is one that a user of the client could have made.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::Setting;
use super::calls::{self, Call};
use super::documents::Document;
use super::findings::Outcome;
use super::process::{self, Running};
use super::schemathesis::{Requests, Run};
use crate::Fallible;

/// What Prism does behind the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// It answers by itself.
    Mock,
    /// It passes on to the server of the document's examples.
    Proxy,
}

/// Where Prism and Schemathesis are.
pub(super) struct Tools<'a> {
    pub(super) node: &'a Path,
    pub(super) python: &'a Path,
}

/// Tries the client of a document.
pub(super) fn judge(setting: &Setting, tools: &Tools<'_>, document: &Document, mode: Mode) -> Fallible<Outcome> {
    let (peer, label) = match mode {
        Mode::Mock => ("prism mock", "mock"),
        Mode::Proxy => ("prism proxy", "proxy"),
    };
    let path = setting.refusing(document)?;
    let folder = setting.folder.join(format!("prism-{label}"));
    fs::create_dir_all(&folder)?;
    let mut value: Value = serde_json::from_slice(&fs::read(&path)?)?;
    let left_out = leave_out(&mut value);
    let asked = folder.join(format!("{}.json", document.name));
    fs::write(&asked, serde_json::to_vec(&value)?)?;
    let file = |suffix: &str| folder.join(format!("{}.{suffix}", document.name));
    let examples = match mode {
        Mode::Mock => None,
        Mode::Proxy => {
            let mut command = Command::new(&setting.program);
            Some(process::telling(command.args(["examples", &document.module]), &file("server.log"))?)
        }
    };
    let prism = start(tools.node, &path, examples.as_ref(), &file("prism.log"))?;
    let log = file("calls.jsonl");
    let mut command = Command::new(&setting.program);
    command.args(["gateway", &document.module, &prism.url]).arg(&log);
    let gateway = process::telling(&mut command, &file("gateway.log"))?;
    let folder = folder.join(&document.name);
    let run =
        Run { requests: Requests::Valid, document: &asked, url: &gateway.url, examples: setting.examples, folder };
    run.report(tools.python)?;
    let calls = calls::read(&log)?;
    let mut outcome = Outcome::new(peer, &document.name);
    outcome.count = calls.iter().filter(|call| call.sent.is_some()).count();
    outcome.tried = format!("{} calls of {} operations", outcome.count, calls::operations(&calls));
    let detail = format!("see {}", log.display());
    if left_out > 0 {
        outcome.find(
            "*",
            &format!("it ends at {left_out} operations with a list between commas in the path"),
            detail.clone(),
        );
    }
    for name in calls::missing(&calls, &value) {
        outcome.find(&name, "was never called", detail.clone());
    }
    for call in &calls {
        for (operation, text) in faults(call) {
            outcome.find(operation, &text, detail.clone());
        }
    }
    Ok(outcome)
}

/// Takes the paths out of a document at which Prism ends with a `TypeError`, and says how many they are: those with a
/// parameter whose items or members stand between commas (`parameters[name].startsWith is not a function`).
fn leave_out(document: &mut Value) -> usize {
    let root = document.clone();
    let follow = |node: &Value| {
        let target = node.get("$ref").and_then(Value::as_str).and_then(|text| root.pointer(text.strip_prefix('#')?));
        target.unwrap_or(node).clone()
    };
    let ends = |parameter: &Value| {
        let parameter = follow(parameter);
        let schema = parameter.get("schema").map(follow).unwrap_or_default();
        let says = |key: &str, value: &str| parameter.get(key).is_some_and(|said| said == value);
        let apart =
            parameter.get("explode") == Some(&Value::Bool(true)) && (says("style", "label") || says("style", "matrix"));
        says("in", "path")
            && (["array", "object"].contains(&schema.get("type").and_then(Value::as_str).unwrap_or_default()))
            && !apart
    };
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else { return 0 };
    let before = paths.len();
    paths.retain(|_, item| {
        let nodes = item.as_object().into_iter().flatten().map(|(_, node)| node).chain([&*item]);
        !nodes.filter_map(|node| node.get("parameters")?.as_array()).flatten().any(ends)
    });
    before - paths.len()
}

/// Prism for a document, before a server when there is one.
fn start(node: &Path, document: &Path, upstream: Option<&Running>, log: &Path) -> Fallible<Running> {
    let command = |port: u16| {
        let mut command = Command::new("node");
        command.arg(node.join("node_modules/@stoplight/prism-cli/dist/index.js"));
        match upstream {
            None => command.arg("mock").arg(document),
            Some(upstream) => command.arg("proxy").arg(document).arg(&upstream.url),
        };
        command.args(["--port", &port.to_string(), "--verboseLevel", "warn"]);
        command
    };
    process::at_port(command, log)
}

/// What is wrong with a call, as operation and text. What one weakness of Prism's explains is one finding for all operations.
fn faults(call: &Call) -> Vec<(&str, String)> {
    let operation = call.operation.as_str();
    let violations = call.violations();
    if violations.iter().any(|violation| message(violation).contains("9007199254740991")) {
        // It reads the number, and so passes on another one; what comes back is an answer to that.
        return vec![("*", "an integer of 64 bits must be one of 53".to_owned())];
    }
    if let Some(name @ "NO_COMPLEX_OBJECT_TEXT") = call.error_of_prism() {
        return vec![("*", format!("it cannot write JSON as a content type */*: {name}"))];
    }
    let mut found: Vec<(&str, String)> = Vec::new();
    for violation in &violations {
        let text = message(violation);
        match text.split_once("must have required property '").and_then(|(_, rest)| rest.split('\'').next()) {
            Some(name) if call.sends_empty(name) => {
                // What it answers is about its own mistake.
                return vec![("*", "a required parameter with an empty value is taken for absent".to_owned())];
            }
            _ => found.push((operation, calls::stable(text))),
        }
    }
    match call.outcome.as_str() {
        "refused" => found.push(refusal(operation, &call.text)),
        // What Prism says of a request that it does not accept is its own.
        "error" if violations.is_empty() => {
            found.push((operation, format!("our client fails: {}", calls::stable(&call.text))));
        }
        _ => {}
    }
    found
}

/// What our server refuses, though Schemathesis holds it valid. Two decisions of ours are one finding for all operations.
fn refusal<'c>(operation: &'c str, text: &str) -> (&'c str, String) {
    if text.contains("must fit int64") {
        return ("*", "our server refuses: an integer that does not fit 64 bits".to_owned());
    }
    if text.contains("both as one value and by its parts") || text.contains("brackets do not match") {
        return ("*", "our server refuses: deepObject with a name that is empty or has brackets".to_owned());
    }
    (operation, format!("our server refuses: {}", calls::stable(text)))
}

fn message(violation: &Value) -> &str {
    violation.get("message").and_then(Value::as_str).unwrap_or_default()
}
