//! Clients that others generate from our specs: they call our server, and ask it for every status of the document.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use super::documents::{self, Document};
use super::findings::Outcome;
use super::{Setting, install, process};
use crate::Fallible;
use crate::parallel::{self, Ended};
use crate::workspace::project;

/// The longest time that a generator, a compiler or all calls may take.
const LIMIT: Duration = Duration::from_mins(3);

/// A generator of clients, with the program that calls them.
pub(super) struct Client {
    /// Its name in the list of findings.
    pub(super) peer: &'static str,
    /// The folder of the generated code and of the program.
    folder: PathBuf,
    /// How the program is started.
    program: Vec<String>,
}

/// openapi-python-client, with `clients/call.py`.
pub(super) fn python(setting: &Setting, bin: &Path) -> Fallible<Client> {
    let folder = fresh(setting, "python-client", "call.py")?;
    for document in specs(&setting.documents) {
        let mut command = Command::new(bin.join("openapi-python-client"));
        // It calls ruff, which is beside it.
        let path = std::env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{}:{path}", bin.display()));
        command.args(["generate", "--overwrite", "--meta", "none", "--path"]).arg(&document.path);
        done(command.arg("--output-path").arg(folder.join(package(document))), &folder.join("generate.log"))?;
    }
    let program = vec![bin.join("python").display().to_string(), "call.py".to_owned()];
    Ok(Client { peer: "openapi-python-client", folder, program })
}

/// @hey-api/openapi-ts, with `clients/call.ts`, compiled together.
pub(super) fn typescript(setting: &Setting, node: &Path) -> Fallible<Client> {
    let folder = fresh(setting, "typescript-client", "call.ts")?;
    let modules = node.join("node_modules");
    for document in specs(&setting.documents) {
        let mut command = Command::new("node");
        command.arg(modules.join("@hey-api/openapi-ts/bin/run.js")).arg("-i").arg(&document.path);
        command.arg("-o").arg(folder.join(package(document))).args(["-c", "@hey-api/client-fetch"]);
        done(command.current_dir(&folder), &folder.join("generate.log"))?;
    }
    let mut command = Command::new("node");
    command.arg(modules.join("typescript/bin/tsc")).args(["--strict", "--target", "es2022", "--module", "commonjs"]);
    command.args(["--moduleResolution", "node10", "--lib", "es2022,dom,dom.iterable", "--skipLibCheck"]);
    command.arg("--typeRoots").arg(modules.join("@types")).args(["--types", "node", "--outDir", "js", "call.ts"]);
    done(command.current_dir(&folder), &folder.join("tsc.log"))?;
    Ok(Client { peer: "openapi-ts", folder, program: vec!["node".to_owned(), "js/call.js".to_owned()] })
}

/// The documents that the programs know.
pub(super) fn specs(documents: &[Document]) -> impl Iterator<Item = &Document> {
    let specs = project().join("specs");
    documents.iter().filter(move |document| document.path.starts_with(&specs))
}

/// An empty folder with a program in it.
fn fresh(setting: &Setting, name: &str, program: &str) -> Fallible<PathBuf> {
    let folder = setting.folder.join(name);
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder)?;
    fs::copy(install::files().join("clients").join(program), folder.join(program))?;
    Ok(folder)
}

/// The name that the programs have a document's package by.
fn package(document: &Document) -> String {
    document.name.replace('-', "_")
}

/// Runs a tool that has to succeed.
fn done(command: &mut Command, log: &Path) -> Fallible<()> {
    match parallel::wait(command, log, &log.with_extension("stderr.log"), LIMIT)? {
        Ended::Itself(status) if status.success() => Ok(()),
        _ => Err(format!("{} failed: see {}", command.get_program().display(), log.display()).into()),
    }
}

impl Client {
    /// Calls the server of a document's examples.
    pub(super) fn judge(&self, setting: &Setting, document: &Document) -> Fallible<Outcome> {
        let mut command = Command::new(&setting.program);
        let log = self.folder.join(format!("{}.server.log", document.name));
        let server = process::telling(command.args(["examples", &document.module]), &log)?;
        let mut outcome = Outcome::new(self.peer, &document.name);
        self.call(&[&server.url, &document.name], document, &mut outcome)?;
        Ok(outcome)
    }

    /// Calls whatever is there by the document, and asks for each of its statuses; the program gets the arguments.
    pub(super) fn call(&self, arguments: &[&str], document: &Document, outcome: &mut Outcome) -> Fallible<()> {
        let said = self.folder.join(format!("{}.{}.txt", document.name, outcome.peer.replace(' ', "-")));
        let mut program = self.program.iter();
        let mut command = Command::new(program.next().map_or("false", String::as_str));
        command.current_dir(&self.folder).args(program).args(arguments);
        done(&mut command, &said)?;
        let detail = format!("see {}", said.display());
        let mut asked = BTreeSet::new();
        for line in fs::read_to_string(&said)?.lines() {
            let (verdict, rest) = line.split_once(' ').unwrap_or_default();
            let (call, why) = rest.split_once(": ").unwrap_or((rest, ""));
            asked.insert(call.to_owned());
            if verdict != "ok" {
                let (operation, status) = call.rsplit_once(' ').unwrap_or_default();
                outcome.find(operation, &format!("{status} {why}"), detail.clone());
            }
        }
        outcome.count += asked.len();
        outcome.tried = format!("{} statuses asked for", outcome.count);
        for (method, path, operation) in documents::operations(&document.value()?) {
            for status in operation.get("responses").and_then(Value::as_object).into_iter().flatten().map(|it| it.0) {
                let operation = format!("{} {path}", method.to_uppercase());
                if !asked.contains(&format!("{operation} {status}")) {
                    outcome.find(&operation, &format!("{status} was not asked for"), detail.clone());
                }
            }
        }
        Ok(())
    }
}
