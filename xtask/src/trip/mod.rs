//! The round trip: what a client sends is what the handler sees, and what the handler answers is what the caller gets,
//! for every operation and every status of a document, with values that proptest makes from the model.

mod any;
mod apart;
mod asking;
mod case;
mod drive;
mod fewer;
mod judge;
mod never;
mod program;
pub(crate) mod random;
mod table;
mod texts;
mod told;
mod types;
mod values;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::Value;
use twinspec::diagnostic::Diagnostics;
use twinspec::ir::Api;
use twinspec::link::{self, Reach};
use twinspec::load::load;
use twinspec::source::{Source, Sources};
use twinspec::{Options, compile, dialect};

pub(crate) use program::text as program_text;

use crate::corpus::find::{self, Document};
use crate::generate::{self, generate};
use crate::workspace::{Module, Purpose, Workspace, batches, scratch};
use crate::{Fallible, cargo, parallel, say_aside};
use asking::Program;
use drive::{Plan, Tally};

/// The lines of code of one program.
const BATCH: usize = 60_000;

/// The options of `round-trip`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Documents, and folders of documents.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// How many cases of each answer of each operation are tried.
    #[arg(long, value_name = "N", default_value_t = 32)]
    cases: u32,
    /// How many cases of one document are tried at most, but for one or two of each answer.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    most: u32,
    /// How many operations of one document are tried at most, evenly chosen: all, if it is not said.
    #[arg(long, value_name = "N")]
    operations: Option<usize>,
    /// From what the cases are made: the same seed makes the same cases.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Leave out documents that are larger.
    #[arg(long, value_name = "BYTES")]
    limit: Option<u64>,
    /// How much is done at once.
    #[arg(long, value_name = "N", default_value_t = parallel::cores())]
    jobs: usize,
}

/// A document with its code.
struct Work {
    document: Document,
    name: String,
    lines: usize,
    /// The files that try it.
    trips: Vec<String>,
    /// Of how many operations not all are tried.
    of: Option<usize>,
    /// Why there is nothing to try.
    skipped: Option<String>,
}

impl Work {
    /// What is left out of the document, and why.
    fn left_out(self) -> Option<(String, String)> {
        let some = |all| format!("of its {all} operations some are tried, as `--operations` says");
        Some((self.document.name, self.skipped.or(self.of.map(some))?))
    }
}

/// The whole command; `false` when it found faults.
pub(crate) fn run(arguments: &Arguments) -> Fallible<bool> {
    let plan = Plan { cases: arguments.cases, most: arguments.most, seed: arguments.seed };
    let folder = scratch().join("round-trip");
    tried(&documents(arguments)?, &folder, plan, arguments.operations, arguments.jobs, false)
}

/// Tries documents in a folder of their own; an error in one that is known to be valid is a fault.
fn tried(
    documents: &[Document],
    folder: &Path,
    plan: Plan,
    operations: Option<usize>,
    jobs: usize,
    valid: bool,
) -> Fallible<bool> {
    let began = Instant::now();
    say_aside(&format!("generating {} documents", documents.len()));
    let works = parallel::map(documents, jobs, |document| {
        let fewer = operations.map(|most| fewer::fewer(document, most, folder)).transpose()?.flatten();
        match fewer {
            Some((document, all)) => Ok(Work { of: Some(all), ..make(&document, folder, valid)? }),
            None => make(document, folder, valid),
        }
    });
    let mut works = works.into_iter().collect::<Fallible<Vec<Work>>>()?;
    let modules: Vec<Module> =
        works.iter().filter(|work| work.skipped.is_none()).map(|work| work.module(folder)).collect();
    say_aside(&format!("building {} modules", modules.len()));
    let workspace = Workspace::new(folder.join(folder.file_name().unwrap_or_default()), Purpose::Trip)?;
    let (built, complaints) = cargo::compile(&workspace, Purpose::Trip, batches(&modules, BATCH), jobs)?;
    for complaint in complaints.iter().filter(|complaint| complaint.error) {
        if let Some(work) = works.iter_mut().find(|work| work.name == complaint.module) {
            work.skipped = Some(format!("{}: it does not compile: {}", table::BROKEN, complaint.text));
        }
    }
    let numbered: Vec<(usize, &Vec<Module>)> = built.iter().enumerate().collect();
    let tallies = parallel::map(&numbered, jobs, |(number, batch)| {
        let path = scratch().join("build/debug").join(workspace.package(*number));
        let mut program = Program::new(path);
        let mut first = 0;
        let tried = batch.iter().filter_map(|one| {
            let work = works.iter().find(|work| work.name == one.name)?;
            let tally = try_one(work, &mut program, first, plan);
            first += one.probes.len();
            Some(tally.map(|tally| (work.document.name.clone(), tally)))
        });
        tried.collect::<Fallible<Vec<_>>>()
    });
    let tallies: Vec<(String, Tally)> =
        tallies.into_iter().collect::<Fallible<Vec<_>>>()?.into_iter().flatten().collect();
    let left_out: Vec<(String, String)> = works.into_iter().filter_map(Work::left_out).collect();
    Ok(table::print(&tallies, &left_out, began.elapsed()))
}

fn documents(arguments: &Arguments) -> Fallible<Vec<Document>> {
    let mut found = Vec::new();
    for path in &arguments.paths {
        if path.is_dir() {
            found.extend(find::documents(path, arguments.limit)?.0);
        } else {
            let name = path.display().to_string();
            found.push(Document { path: path.clone(), name, known: None });
        }
    }
    if found.is_empty() { Err("there are no documents".into()) } else { Ok(found) }
}

fn make(document: &Document, folder: &Path, valid: bool) -> Fallible<Work> {
    let name = document.module();
    let out = folder.join(&name);
    let generated =
        generate(&generate::Order { spec: document.path.clone(), out: out.clone(), ..generate::Order::default() })?;
    let lines = generated.lines;
    let mut work = Work { document: document.clone(), name, lines, trips: Vec::new(), of: None, skipped: None };
    if !generated.written {
        let error = generated.findings.iter().find(|finding| finding.severity == "error");
        let fault = if valid || error.is_none() { table::BROKEN.to_owned() + ": " } else { String::new() };
        let why = error.map(|error| format!("{} {} {}", error.code, error.message, error.pointer)).or(generated.crash);
        work.skipped = Some(format!("{fault}no code: {}", why.unwrap_or_default()));
        return Ok(work);
    }
    for (name, api) in program::trips(model(document)?) {
        let text = program::Writer::new(&api).text(&name);
        let path = out.join(format!("{name}.rs"));
        if !fs::read_to_string(&path).is_ok_and(|before| before == text) {
            fs::write(path, text)?;
        }
        work.trips.push(name);
    }
    if work.trips.is_empty() {
        work.skipped = Some("no operations".to_owned());
    }
    Ok(work)
}

impl Work {
    fn module(&self, folder: &Path) -> Module {
        Module {
            name: self.name.clone(),
            folder: folder.join(&self.name),
            lines: self.lines,
            probes: self.trips.clone(),
        }
    }
}

/// The model that the code is printed from.
fn model(document: &Document) -> Fallible<Api> {
    let (mut diagnostics, mut sources) = (Diagnostics::default(), Sources::default());
    let source = Source::read(&document.path)?;
    let mut value = load(&source, &mut diagnostics).ok_or("it cannot be read")?.value;
    sources.add(source);
    let identifies = dialect::identifies(&value);
    let reach = Reach { spec: document.path.clone(), folder: None };
    link::link(&mut value, &reach, identifies, &mut sources, &mut diagnostics);
    let options = Options { client: true, server: true, ..Options::default() };
    Ok(compile(&value, &options, &mut diagnostics).ok_or("it cannot be compiled")?)
}

/// Sets a member of an object.
fn set(object: &mut Value, name: &str, value: impl Into<Value>) {
    if let Value::Object(members) = object {
        members.insert(name.to_owned(), value.into());
    }
}

/// Tries a document; `first` is the number of its first file in the program.
fn try_one(work: &Work, program: &mut Program, first: usize, plan: Plan) -> Fallible<Tally> {
    let mut tally = Tally::default();
    for (number, (_, api)) in program::trips(model(&work.document)?).iter().enumerate() {
        tally.add(drive::document(&work.document.name, api, program, first + number, plan)?);
    }
    say_aside(&format!("{}: {} cases, {} faults", work.document.name, tally.same, tally.faults.len()));
    Ok(tally)
}
