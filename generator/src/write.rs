//! The planned files are brought to disk, or compared with what is there: one function for both.
//!
//! The only module that touches the output folder. A file is written when its text differs (line endings aside) and
//! not touched otherwise; files that an earlier run made and this one does not are removed. What is not ours, by
//! its header, is neither written over nor removed.

mod held;

use std::collections::BTreeMap;
use std::io::{IoSlice, Write as _};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use crate::format::{FileText, is_ours};
use held::holds;

/// The modules that a module may have within it.
const WITHIN: [&str; 2] = ["callbacks", "webhooks"];

/// How many lines of a file's difference are shown.
const LONGEST_DIFF: usize = 200;

/// How long the smallest difference of a file is looked for; after that, a larger one will do.
const DIFF_TIME: Duration = Duration::from_secs(1);

/// The files that a run makes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The output folder; nothing outside of it is ever touched.
    pub folder: PathBuf,
    /// The text of each file, by its path in the folder.
    pub files: BTreeMap<PathBuf, FileText>,
    /// Where files of earlier runs are looked for.
    pub sweep: Sweep,
}

/// Where files of earlier runs are removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sweep {
    /// Nowhere.
    #[default]
    Nowhere,
    /// In the folders of planned files.
    Beside,
    /// In the whole output folder.
    Everywhere,
}

/// Whether to change the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Make the disk what the plan says.
    Write,
    /// Only say what would be done, with the differences.
    Check,
}

/// What is done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It was not there, or was different.
    Written,
    /// It is as planned and was not touched.
    Unchanged,
    /// An earlier run made it and this one does not.
    Removed,
}

/// One file and what is done with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its path in the output folder.
    pub path: PathBuf,
    /// What is done.
    pub status: Status,
    /// The difference as a unified diff, when the plan is only checked.
    pub diff: Option<String>,
}

impl Change {
    /// A file and what is done with it.
    fn new(path: &Path, status: Status) -> Self {
        Self { path: path.to_owned(), status, diff: None }
    }
}

/// The output folder could not be brought to what it should be.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The system refuses.
    #[error("cannot {action} `{}`: {source}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// With which file or folder.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A file that twinspec did not make stands where it would write one.
    #[error("`{}` was not made by twinspec and is not written over; move it away, or choose another folder", .0.display())]
    NotOurs(PathBuf),
    /// A planned path leads out of the output folder.
    #[error("`{}` is outside of the output folder", .0.display())]
    Outside(PathBuf),
}

/// Brings the planned files to disk, or says what that would change; in order of their paths, removed ones last.
///
/// # Errors
/// When a file cannot be read, written or removed, or is not ours to write over. Nothing is written before all that
/// can be known in advance has been checked.
pub fn apply(plan: &Plan, mode: Mode) -> Result<Vec<Change>, WriteError> {
    let mut changes = Vec::new();
    for (path, text) in &plan.files {
        changes.push(compare(plan, path, text)?);
    }
    for path in stale(plan)? {
        changes.push(Change::new(&path, Status::Removed));
    }
    for change in &mut changes {
        match mode {
            Mode::Write => carry_out(plan, change)?,
            Mode::Check => change.diff = difference(plan, change)?,
        }
    }
    Ok(changes)
}

/// Writes a file that belongs to its user from then on, so never over another.
pub(crate) fn create(path: &Path, text: &str) -> Result<(), WriteError> {
    let written = fs::File::create_new(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|source| WriteError::Io { action: "create", path: path.to_owned(), source })
}

/// Compares a planned file with what is on disk.
fn compare(plan: &Plan, path: &Path, text: &FileText) -> Result<Change, WriteError> {
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(WriteError::Outside(path.to_owned()));
    }
    let full = plan.folder.join(path);
    if holds(&full, text) {
        return Ok(Change::new(path, Status::Unchanged));
    }
    let Some(old) = read(&full)? else { return Ok(Change::new(path, Status::Written)) };
    if old.contains('\r') && *text == *old.replace("\r\n", "\n") {
        return Ok(Change::new(path, Status::Unchanged));
    }
    if !old.trim().is_empty() && !is_ours(&old) {
        return Err(WriteError::NotOurs(full));
    }
    Ok(Change::new(path, Status::Written))
}

/// The text of a file; `None` when there is none.
fn read(path: &Path) -> Result<Option<String>, WriteError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(text_of(bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(WriteError::Io { action: "read", path: path.to_owned(), source }),
    }
}

/// The text of bytes; what is no text cannot be ours.
fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// The files of earlier runs that the plan does not have, by their paths in the output folder.
fn stale(plan: &Plan) -> Result<Vec<PathBuf>, WriteError> {
    let mut folders: Vec<PathBuf> = match plan.sweep {
        Sweep::Nowhere => Vec::new(),
        Sweep::Everywhere => vec![PathBuf::new()],
        Sweep::Beside => plan.files.keys().filter_map(|path| path.parent().map(Path::to_owned)).collect(),
    };
    if plan.sweep == Sweep::Beside {
        // A module within the module may be there no more.
        let within = folders.iter().flat_map(|folder| WITHIN.map(|module| folder.join(module)));
        folders.extend(within.collect::<Vec<_>>());
        folders.sort();
    }
    folders.dedup();
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        let full = plan.folder.join(&folder);
        let failed = |source| WriteError::Io { action: "read", path: full.clone(), source };
        let entries = match fs::read_dir(&full) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(failed(error)),
        };
        for entry in entries {
            let entry = entry.map_err(failed)?;
            let path = folder.join(entry.file_name());
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() && plan.sweep == Sweep::Everywhere {
                folders.push(path);
            } else if kind.is_file() && is_stale(plan, &path)? {
                found.push(path);
            }
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// Whether a file is Rust, not planned, and ours.
fn is_stale(plan: &Plan, path: &Path) -> Result<bool, WriteError> {
    let is_rust = path.extension().is_some_and(|extension| extension == "rs");
    if !is_rust || plan.files.contains_key(path) {
        return Ok(false);
    }
    Ok(read(&plan.folder.join(path))?.is_some_and(|text| is_ours(&text)))
}

/// Does to the disk what a change says.
fn carry_out(plan: &Plan, change: &Change) -> Result<(), WriteError> {
    let path = plan.folder.join(&change.path);
    let failed = |action| {
        let path = path.clone();
        move |source| WriteError::Io { action, path, source }
    };
    match change.status {
        Status::Unchanged => Ok(()),
        Status::Written => {
            plan.files.get(&change.path).map_or(Ok(()), |text| replace(&path, text)).map_err(failed("write"))
        }
        Status::Removed => {
            fs::remove_file(&path).map_err(failed("remove"))?;
            // The folders that this leaves empty go too; one that is not empty refuses, and stays.
            let above = change.path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
            for folder in above {
                if fs::remove_dir(plan.folder.join(folder)).is_err() {
                    break;
                }
            }
            Ok(())
        }
    }
}

/// Writes a file beside its place and moves it there, so that nobody ever reads half of it.
fn replace(path: &Path, text: &FileText) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new(""));
    if !folder.as_os_str().is_empty() {
        fs::create_dir_all(folder)?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let moved = write(&beside, text).and_then(|()| fs::rename(&beside, path));
    if moved.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&beside);
    }
    moved
}

/// Writes a file.
fn write(path: &Path, text: &FileText) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    // Many parts by one call: each takes its time, however short what it writes.
    let mut parts: Vec<IoSlice<'_>> = text.parts().map(|part| IoSlice::new(part.as_bytes())).collect();
    let mut rest = parts.as_mut_slice();
    IoSlice::advance_slices(&mut rest, 0);
    while !rest.is_empty() {
        match file.write_vectored(rest) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(length) => IoSlice::advance_slices(&mut rest, length),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// What a change changes in its file, as a unified diff, cut when it is very long.
fn difference(plan: &Plan, change: &Change) -> Result<Option<String>, WriteError> {
    if change.status == Status::Unchanged {
        return Ok(None);
    }
    let old = read(&plan.folder.join(&change.path))?.unwrap_or_default();
    let new = plan.files.get(&change.path).map(FileText::to_string).unwrap_or_default();
    let path = change.path.display();
    let side = |side: &str, text: &str| match text {
        "" => "/dev/null".to_owned(),
        _ => format!("{side}/{path}"),
    };
    let lines = similar::TextDiff::configure().timeout(DIFF_TIME).diff_lines(old.as_str(), new.as_str());
    let text = lines.unified_diff().header(&side("a", &old), &side("b", &new)).to_string();
    let length = text.lines().count();
    if length <= LONGEST_DIFF {
        return Ok(Some(text));
    }
    let shown: String = text.split_inclusive('\n').take(LONGEST_DIFF).collect();
    Ok(Some(format!("{shown}… and {} more lines\n", length - LONGEST_DIFF)))
}
