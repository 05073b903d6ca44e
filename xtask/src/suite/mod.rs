//! The JSON Schema test suite against compiled code.
//!
//! Each schema becomes a component of an OpenAPI document, `GroupN`, beside an object `CaseN` whose one member has
//! it as its type: so everything is checked that is checked of a schema where it is used.

mod cases;
mod embed;
mod gaps;
pub(crate) mod random;
mod report;
mod walk;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::ValueEnum;

use crate::cargo;
use crate::generate::{Generated, generate};
use crate::program::{self, Answer, Question};
use crate::workspace::{Module, Purpose, Workspace, scratch};
use crate::{Fallible, parallel, say, say_aside};
use cases::{Document, Group};

/// The options of `json-schema-suite`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A folder of files in the suite's format, searched recursively.
    dir: PathBuf,
    /// The version of the documents that the schemas are put into.
    #[arg(long, value_enum, default_value_t = OpenApi::V3_1)]
    openapi: OpenApi,
    /// Write the list of invalid instances that are accepted, instead of comparing with it.
    #[arg(long)]
    bless: bool,
    /// How much is done at once.
    #[arg(long, default_value_t = parallel::cores())]
    jobs: usize,
}

/// A version of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OpenApi {
    /// Schemas are a dialect of their own.
    #[value(name = "3.0")]
    V3_0,
    /// Schemas are JSON Schema 2020-12.
    #[value(name = "3.1")]
    V3_1,
}

impl OpenApi {
    fn as_str(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0.3",
            Self::V3_1 => "3.1.0",
        }
    }
}

/// Why there is no code for a group.
#[derive(Debug, Clone)]
enum Missing {
    /// A document cannot say it.
    NotExpressible(String),
    /// The generator refused it.
    Refused(String),
    /// The generator crashed over it.
    Crashed(String),
    /// The code does not compile.
    NotCompiled(String),
}

/// What is known of a group in the end.
struct Judged<'a> {
    group: &'a Group,
    /// One answer per instance, or why there is none.
    answers: Result<Vec<Answer>, Missing>,
}

/// A module with its document.
struct Made {
    module: Module,
    document: Document,
}

/// The whole command; `false` when it found faults.
pub(crate) fn run(arguments: &Arguments) -> Fallible<bool> {
    let groups = cases::read(&arguments.dir)?;
    if groups.is_empty() {
        return Err(format!("{} holds no tests", arguments.dir.display()).into());
    }
    let name = if arguments.openapi == OpenApi::V3_0 { "suite-3-0" } else { "suite-3-1" };
    let judged = judged(&groups, arguments.openapi, name, arguments.jobs)?;
    say(&format!(
        "JSON Schema suite in OpenAPI {}; schemas without `type` are any JSON value (`untyped = \"any\"`), and every \
         format of a string is `String`\n",
        arguments.openapi.as_str()
    ));
    let sound = report::table(&judged);
    let as_listed = gaps::compare(&judged, arguments.openapi, arguments.bless)?;
    Ok(sound && as_listed)
}

/// What the compiled code says of each instance of each group.
fn judged<'a>(groups: &'a [Group], openapi: OpenApi, name: &str, jobs: usize) -> Fallible<Vec<Judged<'a>>> {
    let folder = scratch().join(name);
    std::fs::create_dir_all(&folder)?;
    let (documents, mut missing) = cases::documents(groups, openapi);
    let work = Work { folder: &folder, openapi, jobs };
    let made = make(documents, &work, &mut missing)?;
    let workspace = Workspace::new(folder.join(name), Purpose::Run)?;
    let made = compile(&workspace, made, &work, &mut missing)?;
    let answers = ask(&workspace, &made, groups)?;
    let judged = groups.iter().enumerate().map(|(index, group)| Judged {
        group,
        answers: match (missing.remove(&index), answers.get(&index)) {
            (None, Some(answers)) => Ok(answers.clone()),
            (reason, _) => Err(reason.unwrap_or_else(|| Missing::Crashed("no answer".to_owned()))),
        },
    });
    Ok(judged.collect())
}

/// Where and how documents are made.
struct Work<'a> {
    folder: &'a std::path::Path,
    openapi: OpenApi,
    jobs: usize,
}

/// Generates each document; one that fails is taken apart, so that a schema that fails costs itself alone.
fn make(documents: Vec<Document>, work: &Work<'_>, missing: &mut BTreeMap<usize, Missing>) -> Fallible<Vec<Made>> {
    let mut made = Vec::new();
    let mut open = documents;
    while !open.is_empty() {
        let generated: Vec<Fallible<Generated>> =
            parallel::map(&open, work.jobs, |document| generate(&document.write(work.folder, work.openapi)?));
        let mut apart = Vec::new();
        for (document, generated) in open.into_iter().zip(generated) {
            let generated = generated?;
            if generated.written {
                made.push(Made { module: document.module(work.folder, generated.lines), document });
            } else if let [(only, _)] = document.groups.as_slice() {
                missing.insert(*only, refusal(&generated));
            } else {
                apart.extend(document.apart());
            }
        }
        open = apart;
    }
    Ok(made)
}

fn refusal(generated: &Generated) -> Missing {
    if let Some(crash) = &generated.crash {
        return Missing::Crashed(crash.clone());
    }
    let error = generated.findings.iter().find(|finding| finding.severity == "error");
    let text = error.map(|error| format!("{}: {}", error.code, error.message));
    Missing::Refused(text.unwrap_or_else(|| "no code, and no error".to_owned()))
}

/// Compiles all modules in one program; a document whose code has an error is taken apart and tried again.
fn compile(
    workspace: &Workspace,
    mut made: Vec<Made>,
    work: &Work<'_>,
    missing: &mut BTreeMap<usize, Missing>,
) -> Fallible<Vec<Made>> {
    loop {
        let modules = made.iter().map(|made| made.module.clone()).collect();
        say_aside(&format!("compiling {} documents", made.len()));
        let (_, complaints) = cargo::compile(workspace, Purpose::Run, vec![modules], work.jobs)?;
        let errors: BTreeMap<&str, &str> = complaints
            .iter()
            .filter(|complaint| complaint.error)
            .map(|complaint| (complaint.module.as_str(), complaint.text.as_str()))
            .collect();
        let (bad, good): (Vec<Made>, Vec<Made>) =
            made.into_iter().partition(|made| errors.contains_key(made.module.name.as_str()));
        made = good;
        let mut apart = Vec::new();
        for bad in bad {
            let text = errors.get(bad.module.name.as_str()).copied().unwrap_or_default();
            match bad.document.groups.as_slice() {
                [(only, _)] => {
                    missing.insert(*only, Missing::NotCompiled(text.to_owned()));
                }
                _ => apart.extend(bad.document.apart()),
            }
        }
        if apart.is_empty() {
            return Ok(made);
        }
        made.extend(make(apart, work, missing)?);
    }
}

/// Asks the program about every instance; the answers by group.
fn ask(workspace: &Workspace, made: &[Made], groups: &[Group]) -> Fallible<BTreeMap<usize, Vec<Answer>>> {
    let mut questions = Vec::new();
    let mut owners = Vec::new();
    for made in made {
        for (index, _) in &made.document.groups {
            for test in groups.get(*index).into_iter().flat_map(|group| &group.tests) {
                owners.push(*index);
                questions.push(Question {
                    module: made.module.name.clone(),
                    probe: cases::probe(*index),
                    value: serde_json::json!({"value": test.data}),
                });
            }
        }
    }
    let modules: Vec<Module> = made.iter().map(|made| made.module.clone()).collect();
    let answers = program::ask(&workspace.package(0), &modules, &questions)?;
    let mut by_group: BTreeMap<usize, Vec<Answer>> = BTreeMap::new();
    for (owner, answer) in owners.into_iter().zip(answers) {
        by_group.entry(owner).or_default().push(answer.unwrap_or_default());
    }
    Ok(by_group)
}
