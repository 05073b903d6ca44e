//! The cargo features that generated code asks for, and the `Cargo.toml` that must have them.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::ApiConfig;
use crate::codes;
use crate::diagnostic::{Diagnostic, Pointer, Severity};
use crate::failure::Findings;
use crate::layout;
use crate::names::FULL;
use crate::source::Source;

/// What of a `Cargo.toml` says which features there are.
#[derive(Deserialize)]
struct Manifest {
    #[serde(default)]
    features: Option<Spanned<BTreeMap<String, Vec<String>>>>,
    #[serde(default)]
    dependencies: BTreeMap<String, toml::Value>,
}

/// Tells which features the crate lacks that the code of an API is written into, when it is one that can be read.
pub(super) fn check(api: &ApiConfig, tags: &[String], output: &Path, severity: Severity, findings: &mut Findings) {
    let halves = [("client", api.client), ("server", api.server)];
    let halves = halves.into_iter().filter(|(_, wanted)| *wanted && api.features).map(|(half, _)| half);
    let full = (!tags.is_empty()).then_some(FULL);
    let wanted: Vec<&str> = halves.chain(full).chain(tags.iter().map(String::as_str)).collect();
    let found = output.ancestors().map(|folder| folder.join("Cargo.toml")).find(|path| path.is_file());
    let Some(Ok(source)) = found.filter(|_| !wanted.is_empty()).map(|path| Source::read(&path)) else { return };
    let Ok(manifest) = toml::from_str::<Manifest>(&source.text) else { return };
    let declared = manifest.features.as_ref().map(Spanned::get_ref);
    let optional = |name: &str| {
        let dependency = manifest.dependencies.get(name);
        dependency.and_then(|dependency| dependency.get("optional")).and_then(toml::Value::as_bool) == Some(true)
    };
    let is_there = |name: &str| declared.is_some_and(|declared| declared.contains_key(name)) || optional(name);
    let missing: Vec<&str> = wanted.into_iter().filter(|name| !is_there(name)).collect();
    let of_full = declared.and_then(|declared| declared.get(FULL));
    let forgotten = tags.iter().filter(|tag| of_full.is_some_and(|full| !full.contains(tag)));
    let forgotten: Vec<&str> = forgotten.map(String::as_str).filter(|tag| !missing.contains(tag)).collect();
    let quoted = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let message = match (missing.as_slice(), forgotten.as_slice()) {
        ([], []) => return,
        ([], forgotten) => format!("the feature `{FULL}` leaves out {}", quoted(forgotten)),
        (missing, _) => format!("the code asks for features that the crate does not have: {}", quoted(missing)),
    };
    let place = manifest.features.as_ref().map(Spanned::span);
    let found = Diagnostic::new(codes::MISSING_FEATURE, severity, &Pointer::root(), message);
    let found = findings.diagnostics.push(found);
    found.at(&source.path, place);
    let line = |name: &&str| match *name {
        FULL => full_line(tags),
        half @ ("client" | "server") => format!("{half} = [\"twinspec-runtime/{half}\"]"),
        tag => format!("{} = []", layout::key(tag)),
    };
    found.help(if missing.is_empty() {
        full_line(tags)
    } else {
        format!("below `[features]`, write:\n{}", missing.iter().map(line).collect::<Vec<_>>().join("\n"))
    });
    findings.sources.add(source);
}

/// `full = ["pets", "users"]`
pub(crate) fn full_line(tags: &[String]) -> String {
    let tags = tags.iter().map(|tag| toml::Value::String(tag.clone()).to_string());
    format!("{FULL} = [{}]", tags.collect::<Vec<_>>().join(", "))
}
