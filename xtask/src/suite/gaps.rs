//! The list of invalid instances that are accepted: it says exactly what there is.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::{Judged, OpenApi};
use crate::workspace::project;
use crate::{Fallible, say};

/// The list of a version.
fn path(openapi: OpenApi) -> PathBuf {
    let name = if openapi == OpenApi::V3_0 { "suite-gaps-3.0.txt" } else { "suite-gaps.txt" };
    project().join("xtask").join(name)
}

/// Compares with the list, or writes it; `false` when they differ.
pub(super) fn compare(judged: &[Judged<'_>], openapi: OpenApi, bless: bool) -> Fallible<bool> {
    let path = path(openapi);
    let mut asked = BTreeSet::new();
    let mut found = BTreeSet::new();
    for Judged { group, answers } in judged {
        for (index, test) in group.tests.iter().enumerate().filter(|(_, test)| !test.valid) {
            let line = format!("{} | {} | {}", group.file, group.description, test.description);
            let accepted = answers.as_ref().ok().and_then(|all| all.get(index)).is_some_and(|it| it.strict.is_none());
            if accepted {
                found.insert(line.clone());
            }
            asked.insert(line);
        }
    }
    if bless {
        let lines: Vec<&str> = found.iter().map(String::as_str).collect();
        fs::write(&path, lines.join("\n") + if lines.is_empty() { "" } else { "\n" })?;
        say(&format!("\n{}: {} gaps written", path.display(), lines.len()));
        return Ok(true);
    }
    let text = fs::read_to_string(&path).unwrap_or_default();
    // A part of the suite has nothing to say about the rest.
    let listed: BTreeSet<String> = text.lines().filter(|line| asked.contains(*line)).map(str::to_owned).collect();
    for line in found.difference(&listed) {
        say(&format!("a gap that {} does not list: {line}", path.display()));
    }
    for line in listed.difference(&found) {
        say(&format!("a gap that is closed, and has to leave {}: {line}", path.display()));
    }
    Ok(found == listed)
}
