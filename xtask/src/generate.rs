//! One document through the generator, in a process of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use twinspec::{Config, Failure, Findings};

use crate::Fallible;
use crate::parallel::{self, Ended};

/// The longest time that a document may take.
const LIMIT: Duration = Duration::from_mins(5);

/// The formats of strings; see [`Order::plain_formats`].
const FORMATS: [&str; 24] = [
    "byte",
    "binary",
    "password",
    "date",
    "date-time",
    "time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "uuid",
    "uri-template",
    "json-pointer",
    "relative-json-pointer",
    "regex",
    "base64url",
    "decimal",
];

/// What to generate.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "these are the generator's switches, one by one")]
pub(crate) struct Order {
    /// The document.
    pub(crate) spec: PathBuf,
    /// An overlay over it.
    pub(crate) overlay: Option<PathBuf>,
    /// The folder of the module.
    pub(crate) out: PathBuf,
    /// Whether neither client nor server is wanted.
    pub(crate) types_only: bool,
    /// Whether a schema without `type` is any JSON value.
    pub(crate) untyped_as_any: bool,
    /// Whether undeclared members are kept.
    pub(crate) keep_unknown: bool,
    /// Whether every string is a `String`, whatever its format.
    pub(crate) plain_formats: bool,
}

/// What became of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Generated {
    /// Whether there is code.
    pub(crate) written: bool,
    /// Why the process ended otherwise than by itself.
    pub(crate) crash: Option<String>,
    /// The operations of the document.
    pub(crate) operations: usize,
    /// The named types.
    pub(crate) types: usize,
    /// The lines of code.
    pub(crate) lines: usize,
    /// From the text of the document to the text of the code.
    pub(crate) milliseconds: u64,
    /// Everything that was found.
    pub(crate) findings: Vec<Finding>,
}

/// One finding.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Finding {
    pub(crate) code: String,
    pub(crate) severity: String,
    pub(crate) message: String,
    pub(crate) pointer: String,
    /// The number of other places of which the same is to be said.
    pub(crate) elsewhere: usize,
}

impl Generated {
    /// The number of findings of a severity.
    pub(crate) fn count(&self, severity: &str) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

/// Generates in a process of its own.
pub(crate) fn generate(order: &Order) -> Fallible<Generated> {
    fs::create_dir_all(&order.out)?;
    answer(&mut command(order)?, &order.out)
}

/// The command that does so.
pub(crate) fn command(order: &Order) -> Fallible<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("generate").arg(serde_json::to_string(order)?);
    Ok(command)
}

/// What a worker says; its words go to files beside `out`.
fn answer(command: &mut Command, out: &Path) -> Fallible<Generated> {
    let (stdout, stderr) = (out.with_extension("said"), out.with_extension("complaint"));
    let crash = match parallel::wait(command, &stdout, &stderr, LIMIT)? {
        Ended::Itself(status) if status.success() => return Ok(serde_json::from_slice(&fs::read(&stdout)?)?),
        Ended::Itself(status) => format!("{status}: {}", first_lines(&String::from_utf8_lossy(&fs::read(&stderr)?))),
        Ended::Late => format!("not done after {} s", LIMIT.as_secs()),
    };
    Ok(Generated { crash: Some(crash), ..Generated::default() })
}

/// The first lines of a complaint, on one.
pub(crate) fn first_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(3).collect();
    lines.join(" / ")
}

/// The other side of [`generate`].
pub(crate) fn worker(order: &str) -> Fallible<()> {
    let order: Order = serde_json::from_str(order)?;
    let mut config = Config::for_spec(&order.spec)
        .output(&order.out)
        .client(!order.types_only)
        .server(!order.types_only)
        .untyped_as_any(order.untyped_as_any)
        .unknown_members_keep(order.keep_unknown);
    if let Some(overlay) = &order.overlay {
        config = config.overlay(overlay);
    }
    if order.plain_formats {
        config = FORMATS.iter().fold(config, |config, format| config.format(format, "String"));
    }
    let generated = match config.generate() {
        Ok(report) => {
            let mut found = Generated { written: true, lines: lines(&order.out)?, ..Generated::default() };
            for api in &report.apis {
                found.operations += api.summary.operations;
                found.types += api.summary.types;
                found.milliseconds += u64::try_from(api.elapsed.as_millis())?;
                found.findings.extend(findings(&api.findings));
            }
            found
        }
        Err(Failure::Diagnostics(all)) => {
            Generated { findings: all.iter().flat_map(findings).collect(), ..Generated::default() }
        }
        Err(other) => return Err(other.to_string().into()),
    };
    crate::say(&serde_json::to_string(&generated)?);
    Ok(())
}

/// The lines of the files of a module.
fn lines(folder: &Path) -> Fallible<usize> {
    let mut lines = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            lines += fs::read_to_string(&path)?.lines().count();
        }
    }
    Ok(lines)
}

fn findings(found: &Findings) -> Vec<Finding> {
    let finding = |diagnostic: &twinspec::diagnostic::Diagnostic| Finding {
        code: diagnostic.code.to_string(),
        severity: diagnostic.severity.to_string(),
        message: diagnostic.message.clone(),
        pointer: diagnostic.pointer.to_string(),
        elsewhere: diagnostic.elsewhere,
    };
    found.diagnostics.iter().map(finding).collect()
}
