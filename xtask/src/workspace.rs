//! The scratch workspace: crates that hold generated modules, compiled together so that dependencies compile once.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Fallible;
use crate::{program, trip};

/// What the crates need; the generated code itself asks for no more than the runtime.
const MANIFEST: &str = r#"[workspace]
members = ["crates/*"]
resolver = "3"

[profile.dev]
debug = 0
incremental = false
"#;

/// A generated module.
#[derive(Debug, Clone)]
pub(crate) struct Module {
    /// Its identifier, such as `d17`.
    pub(crate) name: String,
    /// The folder of its `mod.rs`.
    pub(crate) folder: PathBuf,
    /// The length of what is compiled of it.
    pub(crate) lines: usize,
    /// The types that a program asks about, by their names in its `types.rs`.
    pub(crate) probes: Vec<String>,
}

/// What a crate does with its modules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Compiles all files of each.
    Check,
    /// Compiles the types of each, and takes values there and back.
    Run,
    /// Compiles all files of each, and takes values through client and server.
    Trip,
}

/// A folder with a workspace.
pub(crate) struct Workspace {
    pub(crate) folder: PathBuf,
    purpose: Purpose,
}

/// The root of the project.
pub(crate) fn project() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// The folder for everything that these commands write.
pub(crate) fn scratch() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| project().join("target"), PathBuf::from);
    let target = if target.is_absolute() { target } else { project().join(target) };
    target.join("xtask")
}

/// Writes a file, unless it says so already: what has not changed is not compiled again.
pub(crate) fn write(path: &Path, text: &str) -> Fallible<()> {
    if fs::read_to_string(path).is_ok_and(|before| before == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(path, text)?)
}

/// A path as a literal of Rust, which is one of TOML as well.
pub(crate) fn quoted(path: &Path) -> String {
    format!("{:?}", path.display().to_string())
}

/// Puts modules into groups of about `lines` each.
pub(crate) fn batches(modules: &[Module], lines: usize) -> Vec<Vec<Module>> {
    let mut batches: Vec<(usize, Vec<Module>)> = Vec::new();
    for module in modules {
        match batches.last_mut().filter(|(held, _)| held + module.lines <= lines) {
            Some((held, batch)) => {
                *held += module.lines;
                batch.push(module.clone());
            }
            None => batches.push((module.lines, vec![module.clone()])),
        }
    }
    batches.into_iter().map(|(_, batch)| batch).collect()
}

impl Workspace {
    /// A workspace for as many crates.
    pub(crate) fn new(folder: PathBuf, purpose: Purpose) -> Fallible<Self> {
        let workspace = Self { folder, purpose };
        write(&workspace.folder.join("Cargo.toml"), MANIFEST)?;
        let lock = project().join("Cargo.lock");
        if lock.exists() {
            fs::copy(lock, workspace.folder.join("Cargo.lock"))?;
        }
        Ok(workspace)
    }

    /// Removes the crates of an earlier run from number `count` on.
    pub(crate) fn truncate(&self, count: usize) -> Fallible<()> {
        let kept: Vec<String> = (0..count).map(|number| self.package(number)).collect();
        let crates = self.folder.join("crates");
        if !crates.exists() {
            return Ok(());
        }
        for entry in fs::read_dir(crates)? {
            let entry = entry?;
            if !kept.contains(&entry.file_name().to_string_lossy().into_owned()) {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }

    /// Writes crate number `number` with these modules.
    pub(crate) fn write(&self, number: usize, modules: &[Module]) -> Fallible<()> {
        let name = self.package(number);
        let folder = self.folder.join("crates").join(&name);
        write(&folder.join("Cargo.toml"), &self.manifest(&name))?;
        match self.purpose {
            Purpose::Check => write(&folder.join("src/lib.rs"), &library(modules)),
            Purpose::Trip => write(&folder.join("src/main.rs"), &trip::program_text(modules)),
            Purpose::Run => write(&folder.join("src/main.rs"), &program::text(modules)),
        }
    }

    /// The name of crate number `number`, different from those of other workspaces: all share one target folder.
    pub(crate) fn package(&self, number: usize) -> String {
        let label = self.folder.file_name().unwrap_or_default().to_string_lossy();
        format!("{label}-{number}")
    }

    fn manifest(&self, name: &str) -> String {
        let runtime = quoted(&project().join("runtime"));
        let halves = if self.purpose == Purpose::Run { "" } else { r#""client", "server", "# };
        let more = if self.purpose == Purpose::Trip {
            "tokio = { version = \"1\", default-features = false, features = [\"rt\", \"time\"] }\n\
             tracing = { version = \"0.1\", default-features = false, features = [\"std\"] }\n"
        } else {
            ""
        };
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\nserde_json = \"1\"\n{more}\
             twinspec-runtime = {{ path = {runtime}, default-features = false, \
             features = [{halves}\"uuid\", \"chrono\", \"base64\", \"regex\"] }}\n"
        )
    }
}

/// A library of whole modules.
fn library(modules: &[Module]) -> String {
    let module = |module: &Module| {
        let file = quoted(&module.folder.join("mod.rs"));
        format!("#[path = {file}]\npub mod {};\n", module.name)
    };
    modules.iter().map(module).collect()
}
