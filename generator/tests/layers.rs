//! The rules of the design about who may name whom, and how long files and functions may be.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

use std::fs;
use std::path::{Path, PathBuf};

/// The most lines of a file and of a function, tests left out.
const LONGEST_FILE: usize = 350;
const LONGEST_FUNCTION: usize = 60;

/// One source file.
struct File {
    /// Its path below `src`, such as `lower/mod.rs`.
    path: String,
    text: String,
}

impl File {
    /// Whether it is the module `name`, or a part of it.
    fn is(&self, name: &str) -> bool {
        self.path == format!("{name}.rs") || self.path.starts_with(&format!("{name}/"))
    }

    /// Its code: without comments and without what follows `#[cfg(test)]`.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(number, line)| (number + 1, line));
        lines
            .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// All files of a crate's `src`.
fn sources(of: &str) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(of).join("src");
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                files.push(File { path: path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned(), text });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!files.is_empty());
    files
}

/// The places at which `word` stands as a word of its own, in files that `may` does not name.
fn naming(word: &str, may: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for file in sources("").iter().filter(|file| !may.iter().any(|name| file.is(name))) {
        for (number, line) in file.code() {
            if is_in(word, line) {
                found.push(format!("{}:{number} names `{word}`: {}", file.path, line.trim()));
            }
        }
    }
    found
}

/// Whether `word` stands in the line, and not as a part of a longer name.
fn is_in(word: &str, line: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        !line[..at].chars().next_back().is_some_and(part) && !line[at + word.len()..].chars().next().is_some_and(part)
    })
}

/// Fails with all places that break a rule.
fn hold(broken: &[String]) {
    assert!(broken.is_empty(), "the design's rules are broken:\n{}", broken.join("\n"));
}

#[test]
fn each_crate_is_named_where_it_belongs() {
    let rules: [(&str, &[&str]); 11] = [
        ("serde_yaml", &["load"]),
        ("openapiv3", &["load", "dialect", "resolve", "lower"]),
        ("proc_macro2", &["tokens", "format"]),
        ("prettyplease", &["format"]),
        ("saphyr_parser", &["source"]),
        ("serde_json_path", &["overlay"]),
        ("fluent_uri", &["link"]),
        ("annotate_snippets", &["render"]),
        ("similar", &["write"]),
        ("compact_str", &["value"]),
        ("clap", &["cli"]),
    ];
    let broken: Vec<String> = rules.iter().flat_map(|(word, may)| naming(&format!("{word}::"), may)).collect();
    hold(&broken);
}

#[test]
fn only_write_changes_the_disk() {
    let changes = [
        "fs::write",
        "File::create",
        "create_dir",
        "create_dir_all",
        "remove_file",
        "remove_dir",
        "rename",
        "OpenOptions",
    ];
    let broken: Vec<String> = changes.iter().flat_map(|word| naming(word, &["write"])).collect();
    let broken: Vec<String> =
        broken.into_iter().filter(|line| line.contains("fs::") || line.contains("File::")).collect();
    hold(&broken);
}

#[test]
fn dependencies_point_one_way() {
    // Each stage may know those before it, and what all of them share; never those after it.
    let after_load = "dialect resolve lower ir emit format write pipeline config cli";
    let forbidden = [
        ("ir", "load overlay dialect resolve lower emit format write pipeline config cli".to_owned()),
        ("value", format!("diagnostic codes source load overlay {after_load}")),
        ("diagnostic", format!("source load overlay {after_load}")),
        ("codes", format!("diagnostic source load overlay {after_load}")),
        ("source", format!("load overlay {after_load}")),
        ("load", format!("overlay {after_load}")),
        ("overlay", format!("link {after_load}")),
        ("link", after_load.to_owned()),
        ("dialect", "lower ir emit format write pipeline config cli".to_owned()),
        ("resolve", "lower ir emit format write pipeline config cli".to_owned()),
        ("lower", "emit format write pipeline config cli".to_owned()),
        ("emit", "diagnostic source load dialect resolve lower format write pipeline config cli".to_owned()),
        ("format", format!("diagnostic source load {}", after_load.replace("format ", ""))),
        ("write", "diagnostic source load dialect resolve lower ir emit pipeline config cli".to_owned()),
    ];
    let mut broken = Vec::new();
    let files = sources("");
    for (stage, others) in forbidden {
        for file in files.iter().filter(|file| file.is(stage)) {
            for (number, line) in file.code() {
                let named = others
                    .split_whitespace()
                    .find(|other| is_in(&format!("crate::{other}"), line) || grouped(line, other));
                if let Some(other) = named {
                    broken.push(format!("{}:{number}: `{stage}` names `{other}`: {}", file.path, line.trim()));
                }
            }
        }
    }
    hold(&broken);
}

/// Whether the line is a `use crate::{…}` that names the module.
fn grouped(line: &str, module: &str) -> bool {
    let line = line.trim();
    line.strip_prefix("use crate::{").is_some_and(|names| {
        names.trim_end_matches("};").split(", ").any(|name| name == module || name.starts_with(&format!("{module}::")))
    })
}

#[test]
fn the_ir_imports_nothing_of_the_crate() {
    let files = sources("");
    let ir = files.iter().filter(|file| file.is("ir"));
    let lines = ir.flat_map(|file| file.code().map(|(number, line)| format!("{}:{number}: {line}", file.path)));
    hold(&lines.filter(|line| line.contains("crate::") || line.contains("super::super")).collect::<Vec<_>>());
}

#[test]
fn files_and_functions_are_short() {
    let mut broken = Vec::new();
    for of in ["", "../runtime"] {
        for file in sources(of) {
            let lines = file.text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).count();
            if lines > LONGEST_FILE {
                broken.push(format!("{of}/src/{}: {lines} lines, {LONGEST_FILE} are allowed", file.path));
            }
            broken.extend(
                long_functions(&file).into_iter().map(|function| format!("{of}/src/{}: {function}", file.path)),
            );
        }
    }
    hold(&broken);
}

/// The functions of a file that are too long, by the indentation that rustfmt gives them.
fn long_functions(file: &File) -> Vec<String> {
    let lines: Vec<&str> = file.text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).collect();
    let mut long = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let words = line.trim_start();
        let indent = &line[..line.len() - words.len()];
        let starts = [
            "fn ",
            "pub fn ",
            "pub(crate) fn ",
            "pub(super) fn ",
            "async fn ",
            "pub async fn ",
            "const fn ",
            "pub const fn ",
        ];
        if !starts.iter().any(|start| words.starts_with(start)) {
            continue;
        }
        let head = lines[start..].iter().position(|line| line.ends_with(['{', '}', ';']));
        if !head.is_some_and(|head| lines[start + head].ends_with('{')) {
            continue;
        }
        let length = lines[start..].iter().position(|line| *line == format!("{indent}}}")).map_or(0, |end| end + 1);
        if length > LONGEST_FUNCTION {
            long.push(format!("line {}: {length} lines, {LONGEST_FUNCTION} are allowed: {words}", start + 1));
        }
    }
    long
}
