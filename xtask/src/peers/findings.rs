//! What the peers complain of, held against the list of what is known: each line of it is a fault of a peer or of a
//! document, or a decision, with the reason above it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::install;
use crate::{Fallible, say};

/// What came of trying one document with one peer.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// The name of the peer.
    pub(super) peer: &'static str,
    /// The name of the document.
    pub(super) document: String,
    /// What was tried, for the table.
    pub(super) tried: String,
    /// The number of things that were tried; none of them is a fault of its own.
    pub(super) count: usize,
    /// What was found, by the operation and a text that is the same in every run, and where to read more.
    pub(super) findings: BTreeMap<String, String>,
}

impl Outcome {
    pub(super) fn new(peer: &'static str, document: &str) -> Self {
        Self { peer, document: document.to_owned(), ..Self::default() }
    }

    /// Notes a fault of an operation; `detail` says where to read more.
    pub(super) fn find(&mut self, operation: &str, text: &str, detail: impl Into<String>) {
        self.findings.entry(format!("{operation} | {text}")).or_insert_with(|| detail.into());
    }

    /// The beginning of its lines in the list.
    fn prefix(&self) -> String {
        format!("{} | {} | ", self.peer, self.document)
    }
}

/// Says what came of it, a line for each; `false` when there is more or less than the list says.
pub(super) fn compare(outcomes: &[Outcome]) -> Fallible<bool> {
    let path = install::files().join("known.txt");
    let text = fs::read_to_string(&path)?;
    let listed: BTreeSet<&str> = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let mut good = true;
    for outcome in outcomes {
        let prefix = outcome.prefix();
        let known =
            outcome.findings.keys().filter(|found| listed.contains(format!("{prefix}{found}").as_str())).count();
        let new = outcome.findings.len() - known;
        let fault = outcome.count == 0 || new > 0;
        let verdict = if fault { "FAILED" } else { "ok" };
        say(&format!("{verdict:6} {prefix}{}, {known} known findings, {new} new", outcome.tried));
        if outcome.count == 0 {
            say("       nothing was tried");
        }
        for (found, detail) in &outcome.findings {
            if !listed.contains(format!("{prefix}{found}").as_str()) {
                say(&format!("       new: {prefix}{found}\n            {detail}"));
            }
        }
        for line in listed.iter().filter(|line| line.starts_with(&prefix)) {
            if !outcome.findings.keys().any(|found| *line == format!("{prefix}{found}")) {
                say(&format!("FAILED {line}\n       is no longer found, and has to leave {}", path.display()));
                good = false;
            }
        }
        good &= !fault;
    }
    Ok(good)
}
