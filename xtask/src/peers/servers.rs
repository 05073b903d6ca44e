//! A server that others wrote, connexion, by our specs: our client calls it.
//!
//! The requests are Schemathesis's and those of a client of others, which come to our router and go on by our client.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::calls;
use super::clients::Client;
use super::documents::Document;
use super::findings::Outcome;
use super::schemathesis::{Requests, Run};
use super::{Setting, install, process};
use crate::Fallible;

/// Calls connexion by the client of a document.
pub(super) fn judge(setting: &Setting, bin: &Path, client: &Client, document: &Document) -> Fallible<Outcome> {
    let path = setting.plain(document)?;
    let folder = setting.folder.join("connexion");
    fs::create_dir_all(&folder)?;
    let file = |suffix: &str| folder.join(format!("{}.{suffix}", document.name));
    let serve = |port: u16| {
        let mut command = Command::new(bin.join("python"));
        command.current_dir(install::files().join("servers")).env("PYTHONDONTWRITEBYTECODE", "1");
        command.arg("serve.py").arg(&path).arg(port.to_string());
        command
    };
    let server = process::at_port(serve, &file("connexion.log"))?;
    let log = file("calls.jsonl");
    let mut command = Command::new(&setting.program);
    command.args(["gateway", &document.module, &server.url]).arg(&log);
    let gateway = process::telling(&mut command, &file("gateway.log"))?;
    let mut outcome = Outcome::new("connexion", &document.name);
    // Its paths are decoded before it looks for their separators, so none may be in a value.
    client.call(&[&gateway.url, &document.name, "a b"], document, &mut outcome)?;
    let folder = folder.join(&document.name);
    let run = Run { requests: Requests::Valid, document: &path, url: &gateway.url, examples: setting.examples, folder };
    run.report(bin)?;
    let calls = calls::read(&log)?;
    outcome.count = calls.iter().filter(|call| call.sent.is_some()).count();
    outcome.tried = format!("{} calls of {} operations", outcome.count, calls::operations(&calls));
    let detail = format!("see {}", log.display());
    for call in calls.iter().filter(|call| ["error", "refused"].contains(&call.outcome.as_str())) {
        outcome.find(&call.operation, &format!("{}: {}", call.outcome, calls::stable(&call.text)), detail.clone());
    }
    Ok(outcome)
}
