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
    let run = Run { requests: Requests::Valid, document: &path, url: &gateway.url, examples: setting.examples, folder };
    run.report(tools.python)?;
    let calls = calls::read(&log)?;
    let mut outcome = Outcome::new(peer, &document.name);
    outcome.count = calls.iter().filter(|call| call.sent.is_some()).count();
    outcome.tried = format!("{} calls of {} operations", outcome.count, calls::operations(&calls));
    let detail = format!("see {}", log.display());
    for name in calls::missing(&calls, &document.value()?) {
        outcome.find(&name, "was never called", detail.clone());
    }
    for call in &calls {
        for (operation, text) in faults(call) {
            outcome.find(operation, &text, detail.clone());
        }
    }
    Ok(outcome)
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
        "error" => found.push((operation, format!("our client fails: {}", calls::stable(&call.text)))),
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
