//! The generated code against tools that others wrote: what they send, we must read; what we send, they must.
//!
//! Each tool comes from its registry in the version that a lock file in `xtask/peers` names. What they find is compared
//! with `xtask/peers/known.txt`, to the letter.

mod calls;
mod clients;
mod documents;
mod findings;
mod install;
mod prism;
mod process;
mod program;
mod schemathesis;
mod servers;

use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::workspace::{project, scratch};
use crate::{Fallible, parallel, say, say_aside};
use documents::Document;
use findings::Outcome;
use prism::{Mode, Tools};

/// The options of `peers`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// What is tried; everything when nothing is named.
    which: Option<Which>,
    /// The documents; a chosen set when none is named.
    documents: Vec<PathBuf>,
    /// Where the real documents of that set are.
    #[arg(long, value_name = "DIR", default_value_os_t = project().join("../shared/corpus"))]
    corpus: PathBuf,
    /// How many requests an operation gets of each kind.
    #[arg(long, value_name = "N", default_value_t = 12)]
    examples: usize,
    /// How much is done at once.
    #[arg(long, value_name = "N", default_value_t = parallel::cores())]
    jobs: usize,
}

/// A group of peers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    /// Schemathesis drives the servers of the documents' examples.
    Schemathesis,
    /// Prism judges what the clients send, as a mock and as a proxy before the servers.
    Prism,
    /// Clients that others generate from our specs call our servers.
    Clients,
    /// Our clients call a server that others wrote, by our specs.
    Servers,
}

/// What all groups need.
struct Setting {
    documents: Vec<Document>,
    /// The program of the generated code.
    program: PathBuf,
    /// The folder for all that is written.
    folder: PathBuf,
    examples: usize,
    jobs: usize,
}

impl Setting {
    /// The document as JSON, with the refusals of our router.
    fn refusing(&self, document: &Document) -> Fallible<PathBuf> {
        let mut value = document.value()?;
        documents::add_refusals(&mut value);
        self.written("documents", document, &value)
    }

    /// The document as JSON.
    fn plain(&self, document: &Document) -> Fallible<PathBuf> {
        self.written("plain-documents", document, &document.value()?)
    }

    fn written(&self, folder: &str, document: &Document, value: &serde_json::Value) -> Fallible<PathBuf> {
        let path = self.folder.join(folder).join(format!("{}.json", document.name));
        crate::workspace::write(&path, &serde_json::to_string_pretty(value)?)?;
        Ok(path)
    }

    /// Tries each document, and says what came of it.
    fn each(&self, judge: impl Fn(&Document) -> Fallible<Outcome> + Sync) -> Fallible<bool> {
        self.each_of(&self.documents.iter().collect::<Vec<_>>(), judge)
    }

    /// The same with our own specs alone.
    fn each_spec(&self, judge: impl Fn(&Document) -> Fallible<Outcome> + Sync) -> Fallible<bool> {
        self.each_of(&clients::specs(&self.documents).collect::<Vec<_>>(), judge)
    }

    fn each_of(&self, all: &[&Document], judge: impl Fn(&Document) -> Fallible<Outcome> + Sync) -> Fallible<bool> {
        let named = |document: &&Document| judge(document).map_err(|error| format!("{}: {error}", document.name));
        let outcomes = parallel::map(all, self.jobs, named);
        findings::compare(&outcomes.into_iter().collect::<Result<Vec<_>, _>>()?)
    }
}

/// The whole command; `false` when it found faults.
pub(crate) fn run(arguments: &Arguments) -> Fallible<bool> {
    let documents = match arguments.documents.as_slice() {
        [] => Document::all(&arguments.corpus),
        named => named.iter().map(|path| Document::new(path)).collect(),
    };
    let wanted = |which: Which| arguments.which.is_none_or(|only| only == which);
    let folder = scratch().join("peers");
    fs::create_dir_all(&folder)?;
    let python = available("the Python packages", install::python());
    let node = available("the npm packages", install::node());
    let program = program::build(&documents, &folder)?;
    let setting = Setting { documents, program, folder, examples: arguments.examples, jobs: arguments.jobs };
    let mut good = schemas_and_mocks(&setting, python.as_deref(), node.as_deref(), wanted)?;
    if wanted(Which::Clients) {
        good &= match &python {
            Some(bin) => by_client(&setting, &clients::python(&setting, bin)?)?,
            None => skipped("openapi-python-client", "there is no python3 with its packages"),
        };
        good &= match &node {
            Some(node) => by_client(&setting, &clients::typescript(&setting, node)?)?,
            None => skipped("openapi-ts", "node and npm are not both there with their packages"),
        };
    }
    if wanted(Which::Servers) {
        good &= match &python {
            Some(bin) => {
                let client = clients::python(&setting, bin)?;
                setting.each_spec(|document| servers::judge(&setting, bin, &client, document))?
            }
            None => skipped("connexion", "there is no python3 with its packages"),
        };
    }
    say_aside(&format!("all that was said is in {}", setting.folder.display()));
    Ok(good)
}

/// Schemathesis and Prism, with every document.
fn schemas_and_mocks(
    setting: &Setting,
    python: Option<&Path>,
    node: Option<&Path>,
    wanted: impl Fn(Which) -> bool,
) -> Fallible<bool> {
    let mut good = true;
    if wanted(Which::Schemathesis) {
        good &= match python {
            Some(bin) => setting.each(|document| schemathesis::judge(setting, bin, document))?,
            None => skipped("schemathesis", "there is no python3 with its packages"),
        };
    }
    if wanted(Which::Prism) {
        good &= match (node, python) {
            (Some(node), Some(python)) => behind_prism(setting, node, python)?,
            _ => skipped("prism", "it needs node, npm and python3, and not all of them are there"),
        };
    }
    Ok(good)
}

fn by_client(setting: &Setting, client: &clients::Client) -> Fallible<bool> {
    setting.each_spec(|document| client.judge(setting, document))
}

fn behind_prism(setting: &Setting, node: &Path, python: &Path) -> Fallible<bool> {
    let tools = Tools { node, python };
    let mut good = true;
    for mode in [Mode::Mock, Mode::Proxy] {
        good &= setting.each(|document| prism::judge(setting, &tools, document, mode))?;
    }
    Ok(good)
}

/// What was installed; without a registry within reach there is nothing, and what needs it is skipped.
fn available<T>(what: &str, installed: Fallible<Option<T>>) -> Option<T> {
    installed.unwrap_or_else(|error| {
        skipped(what, &format!("they cannot be installed: {error}"));
        None
    })
}

/// What is not there cannot fail; but it is said.
fn skipped(what: &str, why: &str) -> bool {
    say(&format!("SKIPPED: {what}: {why}"));
    true
}
