//! Cargo over a scratch workspace, and what the compiler said of each module.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::workspace::{Module, Purpose, Workspace, scratch};
use crate::{Fallible, say_aside};

/// What the compiler said about a module.
#[derive(Debug, Clone)]
pub(crate) struct Complaint {
    /// The module; empty when it is none of them.
    pub(crate) module: String,
    /// Whether it is an error.
    pub(crate) error: bool,
    /// The first line of it, with the place.
    pub(crate) text: String,
}

/// Compiles the crates of a workspace with these modules in these batches.
///
/// A module with an error would cost the others of its crate, so it is taken out and the crate is compiled again;
/// what is left of each batch comes back.
pub(crate) fn compile(
    workspace: &Workspace,
    purpose: Purpose,
    mut batches: Vec<Vec<Module>>,
    jobs: usize,
) -> Fallible<(Vec<Vec<Module>>, Vec<Complaint>)> {
    let mut complaints = Vec::new();
    workspace.truncate(batches.len())?;
    for (number, batch) in batches.iter().enumerate() {
        workspace.write(number, batch)?;
    }
    loop {
        let (success, said) = run(workspace, purpose, &batches, jobs)?;
        let bad: Vec<String> = said.iter().filter(|said| said.error).map(|said| said.module.clone()).collect();
        complaints.extend(said.into_iter().filter(|said| said.error || success));
        if success {
            return Ok((batches, complaints));
        }
        let mut smaller = false;
        for (number, batch) in batches.iter_mut().enumerate() {
            let before = batch.len();
            batch.retain(|module| !bad.contains(&module.name));
            if batch.len() < before {
                smaller = true;
                workspace.write(number, batch)?;
            }
        }
        if !smaller {
            let texts: Vec<&str> = complaints.iter().map(|complaint| complaint.text.as_str()).take(5).collect();
            return Err(format!("the scratch crates do not compile: {}", texts.join("; ")).into());
        }
    }
}

/// Cargo itself, as it runs this tool.
pub(crate) fn program() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// One run of cargo: whether it went well, and what the compiler said.
fn run(
    workspace: &Workspace,
    purpose: Purpose,
    batches: &[Vec<Module>],
    jobs: usize,
) -> Fallible<(bool, Vec<Complaint>)> {
    let verb = if purpose == Purpose::Check { "check" } else { "build" };
    let mut command = program();
    command
        .current_dir(&workspace.folder)
        .args([verb, "--workspace", "--keep-going", "--quiet", "--offline", "--message-format=json", "--jobs"])
        .arg(jobs.to_string())
        .env("CARGO_TARGET_DIR", scratch().join("build"))
        .stdin(Stdio::null());
    let output = command.output()?;
    let modules: Vec<&Module> = batches.iter().flatten().collect();
    let text = String::from_utf8_lossy(&output.stdout);
    let messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let complaints: Vec<Complaint> = messages.filter_map(|message| complaint(&message, &modules)).collect();
    if !output.status.success() && !complaints.iter().any(|complaint| complaint.error) {
        let said = String::from_utf8_lossy(&output.stderr);
        say_aside(&said);
        return Err(format!("`cargo {verb}` failed: {}", crate::generate::first_lines(&said)).into());
    }
    Ok((output.status.success(), complaints))
}

/// A message of the compiler, when it is about a module of ours.
fn complaint(message: &Value, modules: &[&Module]) -> Option<Complaint> {
    let message = (message.get("reason")? == "compiler-message").then(|| message.get("message")).flatten()?;
    let level = message.get("level")?.as_str()?;
    if !level.starts_with("error") && level != "warning" {
        return None;
    }
    let text = message.get("message")?.as_str()?;
    let spans = message.get("spans").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let Some(span) = spans.iter().find(|span| span.get("is_primary") == Some(&Value::Bool(true))) else {
        // "aborting due to …" and "… warnings emitted" say nothing new.
        let sum = text.starts_with("aborting") || text.contains("emitted") || text.starts_with("For more");
        return (!sum).then(|| Complaint {
            module: String::new(),
            error: level.starts_with("error"),
            text: text.to_owned(),
        });
    };
    let (file, line) = origin(span, modules)?;
    let module = modules.iter().find(|module| file.starts_with(&module.folder) || is_asked(span, &module.name));
    let name = module.map(|module| module.name.clone()).unwrap_or_default();
    let text = format!("{text} ({}:{line})", file.display());
    Some(Complaint { module: name, error: level.starts_with("error"), text })
}

/// The place of a span in a generated file: what a macro expands to is blamed on where the macro is called.
fn origin(span: &Value, modules: &[&Module]) -> Option<(PathBuf, u64)> {
    let place = |span: &Value| {
        let file = Path::new(span.get("file_name")?.as_str()?).to_owned();
        Some((file, span.get("line_start")?.as_u64()?))
    };
    let own = place(span)?;
    if modules.iter().any(|module| own.0.starts_with(&module.folder)) {
        return Some(own);
    }
    let called = span.get("expansion").and_then(|expansion| expansion.get("span"));
    called.and_then(|called| origin(called, modules)).or(Some(own))
}

/// Whether the line of a span, in a program, asks a type of this module.
fn is_asked(span: &Value, module: &str) -> bool {
    let line = span.pointer("/text/0/text").and_then(Value::as_str).unwrap_or_default();
    line.contains(&format!("<{module}::types::"))
}
