//! The files that references lead to: each is read once, and none from outside of the folder that is allowed.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::uri;
use crate::codes;
use crate::diagnostic::{Diagnostics, Pointer};
use crate::load::load;
use crate::source::{Edit, Source, Sources};
use crate::value::Value;

/// Which files references may lead to.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    /// The document, as it was named.
    pub spec: PathBuf,
    /// The folder that references may not leave; without one it is that of the document.
    pub folder: Option<PathBuf>,
}

/// A file that was read.
#[derive(Debug)]
pub(super) struct File {
    pub(super) value: Value,
    /// Its URI.
    pub(super) uri: String,
    /// Its path from the folder of the document: `schemas/pet.yaml`.
    pub(super) name: String,
    /// Its number among the sources.
    pub(super) source: usize,
}

/// The document and all files that it refers to, the document first.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) all: Vec<File>,
    /// What became of each path without links.
    by_path: HashMap<PathBuf, Option<usize>>,
    /// The folder of the document, as it was named and as it is.
    named: PathBuf,
    folder: PathBuf,
    /// The folder that references may not leave.
    allowed: PathBuf,
}

impl Files {
    /// The document alone.
    pub(super) fn of(document: Value, reach: &Reach) -> Self {
        let spec = canonical(&reach.spec).unwrap_or_else(|_| Path::new("/").join(&reach.spec));
        let folder = spec.parent().unwrap_or(Path::new("/")).to_owned();
        let allowed = reach.folder.as_ref().and_then(|allowed| canonical(allowed).ok());
        let file = File { value: document, uri: uri::of_path(&spec), name: String::new(), source: 0 };
        Self {
            all: vec![file],
            by_path: HashMap::from([(spec, Some(0))]),
            named: reach.spec.parent().unwrap_or(Path::new("")).to_owned(),
            allowed: allowed.unwrap_or_else(|| folder.clone()),
            folder,
        }
    }

    /// Whether there is a file with the URI `uri` where files may be.
    pub(super) fn may_read(&self, uri: &str) -> bool {
        let path = uri::path(uri).and_then(|path| canonical(&path).ok());
        path.is_some_and(|path| path.starts_with(&self.allowed) && path.is_file())
    }

    /// The file with the URI `uri`, read now if it is new; why it cannot be had is an error at `at`, where it is
    /// called `said`.
    pub(super) fn read(
        &mut self,
        uri: &str,
        said: &str,
        at: &Pointer,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<usize> {
        let path = uri::path(uri)?;
        // Before the disk is asked, so that nothing is told of what is elsewhere.
        let climbs = path.components().any(|component| component == Component::ParentDir);
        if climbs || !path.starts_with(&self.allowed) {
            refuse(said, at, "stands outside of the folder of the document", diagnostics);
            return None;
        }
        let real = match canonical(&path) {
            Ok(real) => real,
            Err(error) => {
                self.unreadable(&path, at, &error.to_string(), diagnostics);
                return None;
            }
        };
        if !real.starts_with(&self.allowed) {
            refuse(said, at, "is a link that leads out of the folder of the document", diagnostics);
            return None;
        }
        if let Some(known) = self.by_path.get(&real) {
            return *known;
        }
        let number = self.read_new(&real, at, sources, diagnostics);
        self.by_path.insert(real, number);
        number
    }

    fn read_new(
        &mut self,
        real: &Path,
        at: &Pointer,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<usize> {
        if !real.is_file() {
            self.unreadable(real, at, "it is no file", diagnostics);
            return None;
        }
        let mut source = match Source::read(real) {
            Ok(source) => source,
            Err(error) => {
                self.unreadable(real, at, &error.to_string(), diagnostics);
                return None;
            }
        };
        let name = self.name(real);
        source.path = self.named.join(&name);
        let loaded = load(&source, diagnostics);
        let number = sources.add(source);
        sources.record(Edit::Put { at: super::root_of(&name), file: number, from: Pointer::root() });
        self.all.push(File { value: loaded?.value, uri: uri::of_path(real), name, source: number });
        Some(self.all.len() - 1)
    }

    /// The path of a file from the folder of the document, with `/` on every system.
    fn name(&self, path: &Path) -> String {
        let common = self.folder.components().zip(path.components()).take_while(|(one, other)| one == other).count();
        let up = self.folder.components().skip(common).map(|_| Component::ParentDir);
        let way = up.chain(path.components().skip(common));
        way.map(|component| component.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    }

    fn unreadable(&self, path: &Path, at: &Pointer, why: &str, diagnostics: &mut Diagnostics) {
        diagnostics
            .error(codes::REF_TO_UNREADABLE_FILE, at, format!("cannot read `{}`: {why}", self.name(path)))
            .label("refers to it")
            .help("a path is relative to the folder of the file that the reference stands in");
    }
}

/// The one path of a file, without links.
fn canonical(path: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(path).map(uri::usual)
}

fn refuse(said: &str, at: &Pointer, why: &str, diagnostics: &mut Diagnostics) {
    diagnostics
        .error(codes::REF_OUT_OF_FOLDER, at, format!("`{said}` {why}"))
        .label("is not read")
        .help("move it there, or allow a wider folder by `reference-root` in `twinspec.toml` or `--reference-root`");
}
