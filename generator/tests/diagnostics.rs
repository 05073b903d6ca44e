//! The findings of each document in `fixtures/errors`, to the letter.
//!
//! A fixture is a folder: `spec.yaml` (or `.json`) with any `overlay*.yaml`, or a `twinspec.toml`; beside it
//! `expected.txt`, what people are shown, and, where it is worth it, `expected.json`, what machines are shown.
//! `TWINSPEC_BLESS=1 cargo test -p twinspec --test diagnostics` writes the expected files anew.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

use std::fs;
use std::path::{Path, PathBuf};

use twinspec::render::{MessageFormat, Style};
use twinspec::{Config, Failure};

#[test]
fn each_fixture_gives_the_expected_text() {
    let bless = std::env::var_os("TWINSPEC_BLESS").is_some();
    assert!(!bless || std::env::var_os("CI").is_none(), "expected files are not written anew where `CI` is set");
    let errors = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/errors");
    let mut folders: Vec<PathBuf> = fs::read_dir(errors).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let mut wrong = Vec::new();
    for folder in &folders {
        for (file, format) in [("expected.txt", MessageFormat::Human), ("expected.json", MessageFormat::Json)] {
            let path = folder.join(file);
            if file == "expected.json" && !path.exists() {
                continue;
            }
            let actual = findings(folder, format);
            if bless {
                fs::write(&path, &actual).unwrap();
            } else if fs::read_to_string(&path).unwrap_or_default() != actual {
                wrong.push(format!("{}:\n{actual}", path.display()));
            }
        }
    }
    assert!(!folders.is_empty());
    assert!(
        wrong.is_empty(),
        "these differ from what is expected (TWINSPEC_BLESS=1 writes them anew):\n\n{}",
        wrong.join("\n")
    );
}

#[test]
fn each_code_is_explained() {
    for code in twinspec::codes::Code::all() {
        let text = code.explain();
        assert!(text.len() > 100, "{code} has no long text");
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{code}: a line of the long text is too long");
        assert_eq!(twinspec::codes::Code::parse(&code.to_string()), Some(code));
    }
    let codes: Vec<_> = twinspec::codes::Code::all().collect();
    assert!(codes.is_sorted() && codes.windows(2).all(|pair| pair[0] != pair[1]), "the codes are not in order");
}

/// A fault of the generator itself, which no document can show.
const WITHOUT_FIXTURE: [twinspec::codes::Code; 1] = [twinspec::codes::INTERNAL];

#[test]
fn each_code_has_a_fixture() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let folders = |of: &Path| fs::read_dir(of).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    let mut shown = String::new();
    for folder in folders(&fixtures.join("errors")) {
        shown += &fs::read_to_string(folder.join("expected.txt")).unwrap_or_default();
    }
    for folder in folders(&fixtures) {
        shown += &fs::read_to_string(folder.join("expected/diagnostics.txt")).unwrap_or_default();
    }
    let missing = twinspec::codes::Code::all()
        .filter(|code| !WITHOUT_FIXTURE.contains(code) && !shown.contains(&format!("[{code}]")))
        .map(|code| format!("{code}: {}", code.title()));
    let missing: Vec<String> = missing.collect();
    assert!(missing.is_empty(), "no fixture shows these:\n{}", missing.join("\n"));
}

/// What a run over the fixture finds, with paths relative to its folder.
fn findings(folder: &Path, format: MessageFormat) -> String {
    let style = Style { format, color: false };
    let output = tempfile::tempdir().unwrap();
    // The crate that the code is written into.
    if folder.join("Cargo.toml").exists() {
        fs::copy(folder.join("Cargo.toml"), output.path().join("Cargo.toml")).unwrap();
    }
    let done = config(folder).and_then(|config| config.output(output.path()).generate());
    let text = match done {
        Ok(report) => report.apis.iter().map(|api| api.findings.render(style)).collect(),
        Err(failure) => {
            assert!(matches!(failure, Failure::Diagnostics(_)), "{failure}");
            failure.render(style)
        }
    };
    let text: String = text;
    text.replace(&format!("{}/", folder.display()), "").replace(&format!("{}/", output.path().display()), "")
}

/// What to run for the fixture.
fn config(folder: &Path) -> Result<Config, Failure> {
    if folder.join("twinspec.toml").exists() {
        return Config::from_toml(folder.join("twinspec.toml"));
    }
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let named = |start: &'static str| {
        files.iter().filter(move |path| path.file_name().unwrap().to_str().unwrap().starts_with(start))
    };
    let spec = named("spec.").next().unwrap_or_else(|| panic!("{} has no document", folder.display()));
    Ok(named("overlay").fold(Config::for_spec(spec), Config::overlay))
}
