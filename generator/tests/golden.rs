//! What the generator makes of each document in `fixtures`, to the letter.
//!
//! A fixture is a folder: `spec.yaml` (or `.json`) and `expected/`, the module made of it. Where the document gives
//! rise to warnings or notes, `expected/diagnostics.txt` holds them; without that file there must be none.
//! `TWINSPEC_BLESS=1 cargo test -p twinspec --test golden` writes all of it anew, and the list of modules in
//! `fixtures/lib.rs` with it, by which every expected output is compiled.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use twinspec::Config;
use twinspec::render::{MessageFormat, Style};

/// The command that mends a difference.
const MEND: &str = "TWINSPEC_BLESS=1 cargo test -p twinspec --test golden";

/// The file of a fixture that holds its warnings and notes.
const DIAGNOSTICS: &str = "diagnostics.txt";

/// The fixture whose tags are features; a crate of its own compiles it, since it must have the features.
const TAG_FEATURES: &str = "tags-as-features";

/// The fixture that is compiled as one file too, as build scripts make it: it has a module within its module.
const INCLUDED: &str = "webhooks";

/// Folders beside the fixtures that are none: error fixtures, the behaviour tests, what cargo builds.
const OTHER_FOLDERS: [&str; 3] = ["errors", "target", "tests"];

/// Files by their names.
type Files = BTreeMap<String, String>;

#[test]
fn each_fixture_gives_the_expected_code() {
    let mut faults = String::new();
    for folder in fixtures() {
        let expected = folder.join("expected");
        let actual = generated(&folder);
        assert_eq!(actual, generated(&folder), "{}: a second run gives something else", folder.display());
        if blesses() {
            replace(&expected, &actual);
        } else {
            faults += &differences(&name(&folder), &files_of(&expected), &actual);
        }
    }
    assert!(faults.is_empty(), "{faults}\nto mend it, look at each difference and run\n    {MEND}\n");
}

#[test]
fn each_fixture_is_compiled() {
    let path = root().join("lib.rs");
    let actual = modules();
    if blesses() {
        fs::write(&path, actual).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    let diff = diff("lib.rs", &expected, &actual);
    assert!(expected == actual, "{diff}\nto mend it, run\n    {MEND}\n");
}

#[test]
fn a_module_with_one_within_it_is_a_file_to_include() {
    let out = tempfile::tempdir().unwrap();
    let mut script = Command::new(std::env::current_exe().unwrap());
    script.args(["--ignored", "--exact", "as_a_build_script"]).env("OUT_DIR", out.path());
    assert!(script.output().unwrap().status.success());
    let actual = fs::read_to_string(out.path().join("included.rs")).unwrap();
    let path = root().join("tests/behaviour/included.rs");
    if blesses() {
        fs::write(&path, actual).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    let diff = diff("included.rs", &expected, &actual);
    assert!(expected == actual, "{diff}\nto mend it, run\n    {MEND}\n");
}

/// Run by the test above, as the build script of a package.
#[test]
#[ignore = "only with the environment of a build script"]
fn as_a_build_script() {
    let spec = root().join(INCLUDED).join("spec.yaml");
    Config::for_spec(spec).name("included").generate_into_out_dir().unwrap();
}

/// Whether the expected files are written anew.
fn blesses() -> bool {
    let bless = std::env::var_os("TWINSPEC_BLESS").is_some();
    assert!(
        !bless || std::env::var_os("CI").is_none(),
        "`TWINSPEC_BLESS` is refused where `CI` is set: expected files are written where somebody reads them"
    );
    bless
}

/// The folder of all fixtures.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The fixtures, in order.
fn fixtures() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir() && !OTHER_FOLDERS.contains(&name(path).as_str()))
        .collect();
    folders.sort();
    assert!(!folders.is_empty());
    folders
}

/// The last segment of a path.
fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

/// What the generator makes of a fixture, with its findings.
fn generated(folder: &Path) -> Files {
    let candidates = ["spec.yaml", "spec.json"].map(|file| folder.join(file));
    let spec = candidates
        .iter()
        .find(|path| path.exists())
        .unwrap_or_else(|| panic!("{} has no `spec.yaml`", folder.display()));
    let output = tempfile::tempdir().unwrap();
    let config = Config::for_spec(spec).name("api").output(output.path()).tag_features(name(folder) == TAG_FEATURES);
    let report = config.generate().unwrap_or_else(|failure| panic!("{}: {failure}", folder.display()));
    let style = Style { format: MessageFormat::Human, color: false };
    let findings: String = report.apis.iter().map(|api| api.findings.render(style)).collect();
    let mut files = files_of(output.path());
    if !findings.is_empty() {
        let findings = findings.replace(&format!("{}/", folder.display()), "");
        files.insert(DIAGNOSTICS.to_owned(), findings);
    }
    files
}

/// The files of a folder and of those in it; none when it is not there.
fn files_of(folder: &Path) -> Files {
    let mut files = Files::new();
    for path in fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            files.extend(files_of(&path).into_iter().map(|(file, text)| (format!("{}/{file}", name(&path)), text)));
        } else {
            files.insert(name(&path), fs::read_to_string(&path).unwrap());
        }
    }
    files
}

/// Makes a folder hold these files and no others.
fn replace(folder: &Path, files: &Files) {
    fs::create_dir_all(folder).unwrap();
    for (name, old) in files_of(folder) {
        if files.get(&name) != Some(&old) {
            fs::remove_file(folder.join(name)).unwrap();
        }
    }
    for (name, text) in files {
        let path = folder.join(name);
        if !path.exists() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
}

/// How a fixture's files differ from what is expected; empty when they do not.
fn differences(fixture: &str, expected: &Files, actual: &Files) -> String {
    if expected.is_empty() {
        return format!("{fixture}: there is no `expected/`\n");
    }
    let names: BTreeSet<&String> = expected.keys().chain(actual.keys()).collect();
    let mut text = String::new();
    for name in names {
        let path = format!("{fixture}/expected/{name}");
        match (expected.get(name), actual.get(name)) {
            (Some(expected), Some(actual)) if expected == actual => {}
            (Some(expected), Some(actual)) => text += &diff(&path, expected, actual),
            (Some(_), None) => writeln!(text, "{path}: is expected, but not made any more").unwrap(),
            (None, Some(actual)) => {
                writeln!(text, "{path}: is made, but not expected").unwrap();
                text += &diff(&path, "", actual);
            }
            (None, None) => {}
        }
    }
    text
}

/// A unified diff.
fn diff(path: &str, expected: &str, actual: &str) -> String {
    let (from, to) = (format!("{path} (expected)"), format!("{path} (generated)"));
    similar::TextDiff::from_lines(expected, actual).unified_diff().header(&from, &to).to_string()
}

/// `fixtures/lib.rs`: a module for each fixture.
fn modules() -> String {
    let mut text =
        format!("//! The expected output of every fixture, so that it is compiled. Written by\n//! `{MEND}`.\n");
    for name in fixtures().iter().map(|folder| name(folder)).filter(|name| name != TAG_FEATURES) {
        let module = name.replace('-', "_");
        write!(text, "\n#[rustfmt::skip]\n#[path = \"{name}/expected/mod.rs\"]\npub mod {module};\n").unwrap();
    }
    text
}
