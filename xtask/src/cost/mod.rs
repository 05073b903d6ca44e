//! What generated code costs to compile: twinspec's client, server and types beside the client of each peer.
//!
//! Each generator turns each document into a crate of its own. Dependencies are compiled beforehand and are not
//! counted; what is counted is that one crate, checked and built alone, one after the other in one run: CPU seconds
//! of cargo and all compilers, as the operating system accounts for them, and the memory of the largest process.

mod measure;
mod table;
mod tools;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::workspace::scratch;
use crate::{Fallible, say_aside};
use measure::{Size, Spent};
use tools::Tool;

/// The options of `compile-cost`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The documents.
    #[arg(required = true, value_name = "DOCUMENT")]
    documents: Vec<PathBuf>,
    /// Measure these generators alone, such as `twinspec,ploidy`.
    #[arg(long, value_delimiter = ',', value_enum, default_values_t = Tool::ALL)]
    only: Vec<Tool>,
    /// How often each is measured; the least counts.
    #[arg(long, value_name = "N", default_value_t = 1)]
    runs: usize,
}

/// What one generator's code for one document costs.
struct Line {
    document: String,
    operations: usize,
    tool: Tool,
    outcome: Outcome,
}

/// What became of a document.
enum Outcome {
    /// The crate was made and compiles.
    Measured(Box<Cost>),
    /// The generator refused the document, or its crate does not compile: why.
    Failed(String),
}

/// The size of a crate, and what it took to make, check and build it.
struct Cost {
    size: Size,
    generated: Spent,
    check: Spent,
    build: Spent,
}

/// The whole command; `false` when twinspec's own code does not compile.
pub(crate) fn run(arguments: &Arguments) -> Fallible<bool> {
    let folder = scratch().join("cost");
    fs::create_dir_all(&folder)?;
    let mut lines = Vec::new();
    for tool in &arguments.only {
        tool.install(&folder)?;
    }
    table::head();
    for document in &arguments.documents {
        let document = fs::canonicalize(document)?;
        let operations = operations(&document, &folder)?;
        let name = name(&document);
        for tool in &arguments.only {
            say_aside(&format!("{name}: {tool}"));
            let outcome = measured(*tool, &document, &folder, arguments.runs)?;
            let line = Line { document: name.clone(), operations, tool: *tool, outcome };
            // At once: the whole takes long.
            table::line(&line);
            lines.push(line);
        }
    }
    table::foot(&lines);
    let own_fails = |line: &Line| line.tool == Tool::Twinspec && matches!(line.outcome, Outcome::Failed(_));
    Ok(!lines.iter().any(own_fails))
}

/// A short name of a document: its folder's and its own, since many are called `openapi.json`.
fn name(document: &Path) -> String {
    let last = |path: Option<&Path>| {
        let name = path.and_then(Path::file_stem).unwrap_or_default().to_string_lossy().into_owned();
        name.chars().take(16).collect::<String>()
    };
    format!("{}/{}", last(document.parent()), last(Some(document)))
}

/// How many operations a document has.
fn operations(document: &Path, folder: &Path) -> Fallible<usize> {
    let out = folder.join("count");
    let order = crate::generate::Order { spec: document.to_owned(), out, ..crate::generate::Order::default() };
    Ok(crate::generate::generate(&order)?.operations)
}

/// Generates the crate of one document and compiles it.
fn measured(tool: Tool, document: &Path, folder: &Path, runs: usize) -> Fallible<Outcome> {
    let made = folder.join(tool.to_string()).join("crate");
    if made.exists() {
        fs::remove_dir_all(&made)?;
    }
    fs::create_dir_all(&made)?;
    let generated = match tool.generate(document, &made, folder)? {
        Ok(spent) => spent,
        Err(why) => return Ok(Outcome::Failed(format!("generates nothing: {why}"))),
    };
    let size = measure::size(&made)?;
    // The dependencies are the same for each document of a generator, so they are compiled once.
    let target = folder.join(tool.to_string()).join("target");
    let compile = |verb: &str| measure::compile(verb, &made, &target, runs);
    let check = match compile("check")? {
        Ok(spent) => spent,
        Err(why) => return Ok(Outcome::Failed(format!("does not compile: {why}"))),
    };
    match compile("build")? {
        Ok(build) => Ok(Outcome::Measured(Box::new(Cost { size, generated, check, build }))),
        Err(why) => Ok(Outcome::Failed(format!("does not build: {why}"))),
    }
}

/// Seconds with one decimal, or two below one.
fn seconds(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 1.0 { format!("{seconds:.2}") } else { format!("{seconds:.1}") }
}
