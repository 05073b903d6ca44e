//! Schemathesis: it makes requests of a document, valid and invalid ones, and judges the answers.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use super::documents::Document;
use super::findings::Outcome;
use super::{Setting, process};
use crate::Fallible;
use crate::parallel::{self, Ended};

/// The longest time that a document may take.
const LIMIT: Duration = Duration::from_mins(10);

/// The one secret that the program of the generated code accepts.
const SECRET: &str = "peers-secret";

/// Which requests are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Requests {
    /// Valid and invalid ones, and every check of the answers.
    All,
    /// Valid ones; somebody else judges what becomes of them.
    Valid,
}

/// One run over all operations of a document: the same requests in every run.
pub(super) struct Run<'a> {
    pub(super) requests: Requests,
    pub(super) document: &'a Path,
    /// Where the server is.
    pub(super) url: &'a str,
    /// How many requests of each kind an operation gets.
    pub(super) examples: usize,
    /// The folder for what it writes.
    pub(super) folder: PathBuf,
}

impl Run<'_> {
    /// Its report.
    pub(super) fn report(&self, bin: &Path) -> Fallible<Value> {
        // What an earlier run left could change this one.
        fs::remove_dir_all(&self.folder).ok();
        fs::create_dir_all(&self.folder)?;
        let document: Value = serde_json::from_slice(&fs::read(self.document)?)?;
        let (settings, headers) = settings(&document)?;
        fs::write(self.folder.join("schemathesis.toml"), settings)?;
        let report = self.folder.join("report.json");
        let mut command = Command::new(bin.join("schemathesis"));
        command.current_dir(&self.folder).env("PYTHONHASHSEED", "0").env("CI", "true");
        command.args(["--config-file", "schemathesis.toml", "run"]).arg(self.document).args(["--url", self.url]);
        // The phase that is left out follows links from answer to answer: examples do not remember what was asked before.
        command.args(["--phases", "examples,coverage,fuzzing", "--generation-deterministic", "--continue-on-failure"]);
        command.args(["--max-examples", &self.examples.to_string(), "--no-color", "--output-sanitize", "false"]);
        command.args(match self.requests {
            Requests::All => ["--checks", "all", "--mode", "all"],
            Requests::Valid => ["--checks", "unsupported_method", "--mode", "positive"],
        });
        command.args(["--report", "json", "--report-json-path"]).arg(&report);
        for header in headers {
            command.args(["--header", &header]);
        }
        let (stdout, stderr) = (self.said(), self.folder.join("stderr.txt"));
        let ended = parallel::wait(&mut command, &stdout, &stderr, LIMIT)?;
        // It exits with 1 when it found something.
        match ended {
            Ended::Itself(status) if matches!(status.code(), Some(0 | 1)) => {}
            Ended::Itself(status) => return Err(format!("{status}: see {}", self.folder.display()).into()),
            Ended::Late => return Err(format!("not done in time: see {}", self.folder.display()).into()),
        }
        Ok(serde_json::from_slice(&fs::read(report)?)?)
    }

    /// Where its words are.
    pub(super) fn said(&self) -> PathBuf {
        self.folder.join("stdout.txt")
    }
}

/// The right credentials of a document: settings, and headers for what these do not know.
fn settings(document: &Value) -> Fallible<(String, Vec<String>)> {
    let mut text = "seed = 1\n\n[cache]\nenabled = false\n".to_owned();
    let mut headers = Vec::new();
    let schemes = document.pointer("/components/securitySchemes").and_then(Value::as_object);
    for (name, scheme) in schemes.into_iter().flatten() {
        let says = |key: &str| scheme.get(key).and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
        let credential = match (says("type").as_str(), says("scheme").as_str()) {
            ("apikey", _) => format!("api_key = \"{SECRET}\""),
            ("http", "bearer") => format!("bearer = \"{SECRET}\""),
            ("http", "basic") => format!("username = \"peers\"\npassword = \"{SECRET}\""),
            _ => {
                headers = vec![format!("Authorization: Bearer {SECRET}")];
                continue;
            }
        };
        write!(text, "\n[auth.openapi.{}]\n{credential}\n", Value::from(name.as_str()))?;
    }
    Ok((text, headers))
}

/// Tries the server of a document's examples.
pub(super) fn judge(setting: &Setting, bin: &Path, document: &Document) -> Fallible<Outcome> {
    let path = setting.refusing(document)?;
    let folder = setting.folder.join("schemathesis").join(&document.name);
    let mut command = Command::new(&setting.program);
    fs::create_dir_all(setting.folder.join("schemathesis"))?;
    let log = folder.with_extension("server.log");
    let server = process::telling(command.args(["examples", &document.module]), &log)?;
    let run = Run { requests: Requests::All, document: &path, url: &server.url, examples: setting.examples, folder };
    let report = run.report(bin)?;
    let mut outcome = Outcome::new("schemathesis", &document.name);
    let number = |pointer: &str| report.pointer(pointer).and_then(Value::as_u64).unwrap_or(0);
    let operations = (number("/operations/tested"), number("/operations/total"));
    outcome.count = usize::try_from(number("/test_cases/generated"))?;
    outcome.tried = format!("{} requests to {} operations", outcome.count, operations.0);
    let said = format!("see {}", run.said().display());
    if operations.0 != operations.1 {
        outcome.find("*", &format!("{} operations were not tried", operations.1 - operations.0), said.clone());
    }
    let list = |pointer: &str| report.pointer(pointer).and_then(Value::as_array).cloned().unwrap_or_default();
    for (kind, found) in [("failures", list("/failures")), ("errors", list("/errors"))] {
        for failure in found {
            let text = |key: &str| failure.get(key).and_then(Value::as_str).unwrap_or(kind).to_owned();
            let places = failure.get("operations").and_then(Value::as_array).cloned().unwrap_or_default();
            for place in places.iter().filter_map(Value::as_str) {
                outcome.find(place, &format!("{}: {}", text("type"), text("title")), said.clone());
            }
            if places.is_empty() {
                outcome.find("*", &failure.to_string(), said.clone());
            }
        }
    }
    Ok(outcome)
}
