//! The documents below a folder, and what an index says of them.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Fallible;

/// A document.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    /// Its path.
    pub(crate) path: PathBuf,
    /// Its path below the folder.
    pub(crate) name: String,
    /// What the index says of it.
    pub(crate) known: Option<Known>,
}

impl Document {
    /// The name of its module: the same in every run, so that what has not changed is not compiled again.
    pub(crate) fn module(&self) -> String {
        let mut name = "d".to_owned();
        for character in self.name.chars() {
            match character {
                'z' => name.push_str("zz"),
                'a'..='y' | '0'..='9' => name.push(character),
                other => name.extend(format!("z{:x}z", u32::from(other)).chars()),
            }
        }
        name
    }
}

/// What an index of a corpus says of a document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    /// Whether its meta-schema rejects it.
    pub(crate) rejected: bool,
    /// Whether it may be refused: its meta-schema rejects it, or it is made to be invalid.
    pub(crate) invalid: bool,
    /// Whether it consists of several files, or refers to what is not there.
    pub(crate) incomplete: bool,
}

/// Every OpenAPI document below a folder; `limit` is the most bytes that one may have. The second number is that of
/// files that are left out for their size.
pub(crate) fn documents(folder: &Path, limit: Option<u64>) -> Fallible<(Vec<Document>, usize)> {
    let index = folder.ancestors().find_map(|folder| Some((folder.to_owned(), index(folder)?)));
    let mut found = Vec::new();
    let mut large = 0;
    for path in files(folder)? {
        let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
        let known = index.as_ref().and_then(|(root, known)| {
            let path = path.strip_prefix(root).ok()?.display().to_string();
            known.get(&path).copied()
        });
        if known.is_none() && !is_openapi(&path) {
            continue;
        }
        if limit.is_some_and(|limit| fs::metadata(&path).is_ok_and(|data| data.len() > limit)) {
            large += 1;
            continue;
        }
        found.push(Document { path, name, known });
    }
    Ok((found, large))
}

/// The files that may hold documents, in the order of their names.
fn files(folder: &Path) -> Fallible<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if ["json", "yaml", "yml"].contains(&extension.as_str()) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a file says of itself that it is a description of an API: a corpus holds other files as well.
fn is_openapi(path: &Path) -> bool {
    let text = fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let begins = |line: &str| {
        let line = line.trim_start_matches(['\u{feff}', '{', ' ', '\t', '"', '\'']);
        line.starts_with("openapi") || line.starts_with("swagger")
    };
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        return text.contains("\"openapi\"") || text.contains("\"swagger\"");
    }
    text.lines().filter(|line| !line.starts_with([' ', '\t', '#', '-'])).any(begins)
}

/// `index.tsv` of a folder: a table whose first column is the path.
fn index(folder: &Path) -> Option<HashMap<String, Known>> {
    let text = fs::read_to_string(folder.join("index.tsv")).ok()?;
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next()?.split('\t').collect();
    let column = |name: &str| columns.iter().position(|column| *column == name);
    let (path, meta, expected) = (column("path")?, column("meta_schema_valid")?, column("expected_invalid")?);
    let (several, unresolved) = (column("multi_file")?, column("unresolved_refs")?);
    let known = lines.filter_map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |index: usize| cells.get(index).copied().unwrap_or_default();
        let known = Known {
            rejected: cell(meta) == "N",
            invalid: cell(meta) == "N" || cell(expected) == "Y",
            incomplete: cell(several) == "Y" || !["", "0"].contains(&cell(unresolved)),
        };
        Some((cells.get(path)?.to_string(), known))
    });
    Some(known.collect())
}
