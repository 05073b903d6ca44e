//! Documents that nobody here wrote: each becomes code, is compiled, and takes its examples there and back.

mod collect;
mod compare;
mod declared;
mod direction;
mod examples;
pub(crate) mod find;
mod inheritance;
mod judge;
mod schemas;
mod table;
mod tally;

use std::path::{Path, PathBuf};

use clap::ValueEnum;

pub(crate) use examples::worker as examples_worker;
pub(crate) use judge::is_base64;

use crate::cargo::{self, Complaint};
use crate::generate::{self, Generated, generate};
use crate::program::{self, Answer, Question};
use crate::workspace::{Module, Purpose, Workspace, batches, scratch};
use crate::{Fallible, parallel, say_aside};
use examples::Examples;
use find::Document;

/// The lines of code of one crate.
const BATCH: usize = 150_000;

/// The options of `corpus`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A folder with documents, searched recursively.
    dir: PathBuf,
    /// Leave out documents that are larger.
    #[arg(long, value_name = "BYTES")]
    limit: Option<u64>,
    /// How much is done at once.
    #[arg(long, value_name = "N", default_value_t = parallel::cores())]
    jobs: usize,
    /// What becomes of members that a schema does not name, in the code that examples go through.
    #[arg(long, value_enum, default_value_t = Members::Keep)]
    unknown_members: Members,
}

/// What becomes of members that a schema does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Members {
    /// They are dropped: an example may lose them and nothing else.
    Ignore,
    /// They are kept: an example comes back whole.
    Keep,
}

/// A document with all that was done with it.
struct Work {
    document: Document,
    /// The name of its modules.
    name: String,
    generated: Generated,
    examples: Result<Examples, String>,
    /// The types to ask; none when there is no code, or no example.
    probed: Option<Generated>,
    complaints: Vec<Complaint>,
    answers: Vec<Option<Answer>>,
}

/// The whole command; `false` when it found faults.
pub(crate) fn run(arguments: &Arguments) -> Fallible<bool> {
    let (documents, large) = find::documents(&arguments.dir, arguments.limit)?;
    if documents.is_empty() {
        return Err(format!("{} holds no documents", arguments.dir.display()).into());
    }
    let folder = scratch().join("corpus");
    say_aside(&format!("generating {} documents", documents.len()));
    let keep = arguments.unknown_members == Members::Keep;
    let made = parallel::map(&documents, arguments.jobs, |document| make(document, &folder, keep));
    let mut works = made.into_iter().collect::<Fallible<Vec<Work>>>()?;
    check(&mut works, &folder, arguments.jobs)?;
    ask(&mut works, &folder, arguments.jobs)?;
    let lines = parallel::map(&works, arguments.jobs, |work| tally::line(work, keep));
    Ok(table::print(&lines, large, keep))
}

/// Generates a document, and the types that its examples go through.
fn make(document: &Document, folder: &Path, keep: bool) -> Fallible<Work> {
    let name = document.module();
    let out = folder.join(&name);
    let order = generate::Order { spec: document.path.clone(), out, ..generate::Order::default() };
    let generated = generate(&order)?;
    let mut work = Work {
        document: document.clone(),
        name,
        generated,
        examples: Ok(Examples::default()),
        probed: None,
        complaints: Vec::new(),
        answers: Vec::new(),
    };
    if !work.generated.written {
        return Ok(work);
    }
    let overlay = folder.join(format!("{}.overlay.json", work.name));
    let looked = examples::examples(&examples::Order { spec: document.path.clone(), overlay: overlay.clone() });
    work.examples = looked.map_err(|error| error.to_string());
    if work.examples.as_ref().is_ok_and(|examples| examples.probes > 0) {
        let out = folder.join(format!("{}-types", work.name));
        let order = generate::Order { overlay: Some(overlay), out, types_only: true, keep_unknown: keep, ..order };
        work.probed = Some(generate(&order)?);
    }
    Ok(work)
}

/// Compiles all code, client and server, and notes what the compiler says.
fn check(works: &mut [Work], folder: &Path, jobs: usize) -> Fallible<()> {
    let written = works.iter().filter(|work| work.generated.written);
    let modules: Vec<Module> = written
        .map(|work| Module {
            name: work.name.clone(),
            folder: folder.join(&work.name),
            lines: work.generated.lines,
            probes: Vec::new(),
        })
        .collect();
    say_aside(&format!("checking {} modules", modules.len()));
    let workspace = Workspace::new(folder.join("corpus-check"), Purpose::Check)?;
    let (_, complaints) = cargo::compile(&workspace, Purpose::Check, batches(&modules, BATCH), jobs)?;
    note(works, complaints);
    Ok(())
}

/// Gives each document what the compiler says of it.
fn note(works: &mut [Work], complaints: Vec<Complaint>) {
    for complaint in complaints {
        if let Some(work) = works.iter_mut().find(|work| work.name == complaint.module) {
            work.complaints.push(complaint);
        }
    }
}

/// Compiles the types that examples go through, and sends them through.
fn ask(works: &mut [Work], folder: &Path, jobs: usize) -> Fallible<()> {
    let mut modules = Vec::new();
    for work in works.iter() {
        if let (Ok(examples), Some(probed)) = (&work.examples, &work.probed)
            && probed.written
        {
            modules.push(Module {
                name: work.name.clone(),
                folder: folder.join(format!("{}-types", work.name)),
                lines: probed.lines,
                probes: (0..examples.probes).map(examples::probe).collect(),
            });
        }
    }
    if modules.is_empty() {
        return Ok(());
    }
    say_aside(&format!("building the types of {} documents for their examples", modules.len()));
    let workspace = Workspace::new(folder.join("corpus-run"), Purpose::Run)?;
    let (built, complaints) = cargo::compile(&workspace, Purpose::Run, batches(&modules, BATCH), jobs)?;
    // Warnings were told when everything was checked.
    note(works, complaints.into_iter().filter(|complaint| complaint.error).collect());
    for (number, batch) in built.iter().enumerate() {
        for work in works.iter_mut().filter(|work| batch.iter().any(|module| module.name == work.name)) {
            let Ok(examples) = &work.examples else { continue };
            let question = |example: &examples::Example| Question {
                module: work.name.clone(),
                probe: examples::probe(example.probe),
                value: serde_json::json!({"value": [example.value]}),
            };
            let questions: Vec<Question> = examples.all.iter().map(question).collect();
            work.answers = program::ask(&workspace.package(number), batch, &questions)?;
        }
    }
    Ok(())
}
