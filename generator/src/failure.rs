//! What a run gives back: a report when it went well, and why it did not when it did not.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use crate::Summary;
use crate::diagnostic::Diagnostics;
use crate::render::{self, Style};
use crate::source::Sources;
use crate::write::{Change, Status, WriteError};

/// Findings about one API, with the files that they are about.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// What was found.
    pub diagnostics: Diagnostics,
    /// The files.
    pub sources: Sources,
}

impl Findings {
    /// The files.
    pub(crate) fn files(&self) -> impl Iterator<Item = PathBuf> {
        self.sources.files().iter().map(|file| file.path.clone())
    }

    /// The findings as text; empty when there are none.
    pub fn render(&self, style: Style) -> String {
        render::render(&self.diagnostics, &self.sources, style)
    }
}

/// What a run did.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The APIs in the order in which they are configured.
    pub apis: Vec<ApiReport>,
    /// Every file of the output folder that is ours, and what was done with it.
    pub changes: Vec<Change>,
}

/// What a run did for one API.
#[derive(Debug, Clone, Default)]
pub struct ApiReport {
    /// The name of its module.
    pub name: String,
    /// What it is.
    pub summary: Summary,
    /// How many of its files were written.
    pub written: usize,
    /// How many were as they should be, and were not touched.
    pub unchanged: usize,
    /// How many of an earlier run were removed.
    pub removed: usize,
    /// The time from reading the document to the finished text.
    pub elapsed: Duration,
    /// Warnings and notes about the document.
    pub findings: Findings,
}

impl fmt::Display for ApiReport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, summary, written, unchanged, removed, elapsed, .. } = self;
        let Summary { operations, types, .. } = summary;
        let plural = |count: &usize| if *count == 1 { "" } else { "s" };
        write!(formatter, "{name}: {operations} operation{}, ", plural(operations))?;
        write!(formatter, "{types} type{}; ", plural(types))?;
        write!(formatter, "files: {written} written, {unchanged} unchanged, {removed} removed; ")?;
        write!(formatter, "{} ms", elapsed.as_millis())
    }
}

/// Why nothing was generated, or why a check failed.
///
/// Its text, `Debug` as well, is made to be read by people: a `main` that returns it shows the findings.
#[derive(thiserror::Error)]
pub enum Failure {
    /// A document, an overlay or the configuration has errors. All that was found is in here, warnings as well.
    #[error("{}", render_all(.0, Style::default()).trim_end())]
    Diagnostics(Vec<Findings>),
    /// The output is not what the documents say.
    #[error("{}", stale(.changes, .mend))]
    Stale {
        /// The files that differ, with their differences.
        changes: Vec<Change>,
        /// The command that mends it.
        mend: String,
    },
    /// The output folder could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// It was called in a way that cannot work.
    #[error("{0}")]
    Misuse(String),
    /// What is asked for is not there in this build of twinspec.
    #[error("{0}")]
    NotAvailable(String),
}

impl Failure {
    /// The failure as text in the given style.
    pub fn render(&self, style: Style) -> String {
        match self {
            Self::Diagnostics(findings) => render_all(findings, style),
            other => format!("{other}\n"),
        }
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self}")
    }
}

/// The findings of all APIs as text.
fn render_all(findings: &[Findings], style: Style) -> String {
    let texts: Vec<String> = findings.iter().map(|found| found.render(style)).filter(|text| !text.is_empty()).collect();
    match style.format {
        render::MessageFormat::Human => texts.join("\n"),
        render::MessageFormat::Json => texts.concat(),
    }
}

/// The differences of a stale output and what to do about them.
fn stale(changes: &[Change], mend: &str) -> String {
    let mut text = String::new();
    for change in changes {
        text.push_str(change.diff.as_deref().unwrap_or_default());
    }
    let number = changes.iter().filter(|change| change.status != Status::Unchanged).count();
    let files = if number == 1 { "file differs" } else { "files differ" };
    format!("{text}\nthe generated code is stale: {number} {files}\nto mend it, run `{mend}`")
}
