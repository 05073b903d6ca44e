//! The generated code follows the documents: what changes in them changes in it, and nothing else does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::TempDir;
use twinspec::{Config, Failure, Report};

const LERIAN: &str = "specs/lerian-identity.yaml";

/// A copy of this repository's documents in a folder of its own.
struct Copy(TempDir);

impl Copy {
    fn new() -> Self {
        let copy = Self(tempfile::tempdir().unwrap());
        fs::create_dir(copy.path("specs")).unwrap();
        for entry in fs::read_dir("specs").unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), copy.path("specs").join(entry.file_name())).unwrap();
        }
        fs::copy("twinspec.toml", copy.path("twinspec.toml")).unwrap();
        copy
    }

    /// A copy with its code.
    fn generated() -> Self {
        let copy = Self::new();
        copy.generate();
        copy
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Replaces a text that stands once in a file.
    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert_eq!(text.matches(from).count(), 1, "in {path}: {from}");
        fs::write(self.path(path), text.replace(from, to)).unwrap();
    }

    fn config(&self) -> Config {
        Config::from_toml(self.path("twinspec.toml")).unwrap()
    }

    #[track_caller]
    fn generate(&self) -> Report {
        self.config().generate().unwrap_or_else(|failure| panic!("{failure}"))
    }

    /// The text of what is wrong with the code.
    #[track_caller]
    fn check(&self) -> String {
        match self.config().check() {
            Err(failure @ Failure::Stale { .. }) => failure.to_string(),
            Err(failure) => panic!("{failure}"),
            Ok(()) => panic!("nothing is stale"),
        }
    }

    /// Each generated file: its text, and when it was written.
    fn files(&self) -> BTreeMap<PathBuf, (String, SystemTime)> {
        let mut files = BTreeMap::new();
        let root = self.path("generated");
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let written = fs::metadata(&path).unwrap().modified().unwrap();
                    let text = fs::read_to_string(&path).unwrap();
                    files.insert(path.strip_prefix(&root).unwrap().to_owned(), (text, written));
                }
            }
        }
        files
    }
}

/// Gives what a request says one more member, and the operation one more answer.
fn change(copy: &Copy) {
    let input = "        prompted:
          type: boolean
          description: Whether users are prompted to link this provider on login.
          default: false
";
    let label = "        label:
          type: string
          description: What users see on the button.
";
    copy.edit(LERIAN, input, &format!("{input}{label}"));
    let after = "        '500':\n          description: ''\n";
    let locked = "        '423':
          description: Somebody else is changing the application.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/ErrorMessage'
";
    copy.edit(LERIAN, after, &format!("{locked}{after}"));
}

#[test]
fn a_copy_gives_the_same_code_as_the_original() {
    let copy = Copy::generated();
    for (path, (text, _)) in copy.files() {
        let original = Path::new("generated").join(&path);
        assert_eq!(fs::read_to_string(&original).unwrap_or_default(), text, "{}", original.display());
    }
}

#[test]
fn a_field_and_a_status_of_the_document_are_in_the_code() {
    let copy = Copy::generated();
    change(&copy);
    let report = copy.generate();

    let types = copy.read("generated/lerian_identity/types.rs");
    let input = part(&types, "pub struct ProviderItemInput {");
    assert!(input.contains("    /// What users see on the button.\n    pub label: Option<String>,\n"), "{input}");
    assert!(part(&types, "ProviderItemInput: Closed {").contains(r#"label: optional "label","#));

    let api = copy.read("generated/lerian_identity/api.rs");
    let failures = part(&api, "pub enum LinkProviderToApplicationError {");
    assert!(
        failures.contains("Somebody else is changing the application.\n    Locked(types::ErrorMessage),"),
        "{failures}"
    );
    let operation =
        part(&api, "    LinkProviderToApplication: types::ProviderItemResponse, LinkProviderToApplicationError {");
    assert!(operation.contains(r#""409", "423", "500""#), "{operation}");
    // By this list the failure is read and written.
    let list = part(&api, "    LinkProviderToApplicationError {");
    assert!(list.contains("423 => Locked(json),"), "{list}");

    let others: Vec<usize> =
        report.apis.iter().filter(|api| api.name != "lerian_identity").map(|api| api.written).collect();
    assert_eq!(others, [0], "a document that did not change");
}

#[test]
fn stale_code_fails_the_check_with_the_difference() {
    let copy = Copy::generated();
    copy.config().check().unwrap();
    change(&copy);
    let before = copy.files();
    let text = copy.check();
    for line in [
        "--- a/lerian_identity/types.rs",
        "+++ b/lerian_identity/types.rs",
        "+    pub label: Option<String>,",
        "+    Locked(types::ErrorMessage),",
        "the generated code is stale: 3 files differ",
    ] {
        assert!(text.lines().any(|known| known == line), "no line `{line}` in\n{text}");
    }
    assert!(text.contains("to mend it, run `twinspec generate"), "{text}");
    assert_eq!(copy.files(), before, "a check changes nothing");

    copy.generate();
    copy.config().check().unwrap();
}

#[test]
fn code_that_was_edited_by_hand_fails_the_check() {
    let copy = Copy::generated();
    copy.edit("generated/genauth/types.rs", "pub struct UnlinkExtIdpDto {", "pub struct Unlink {");
    let text = copy.check();
    assert!(text.contains("-pub struct Unlink {\n+pub struct UnlinkExtIdpDto {\n"), "{text}");
    fs::remove_file(copy.path("generated/genauth/client.rs")).unwrap();
    let text = copy.check();
    assert!(text.contains("--- /dev/null\n+++ b/genauth/client.rs\n"), "{text}");
    assert!(text.contains("2 files differ"), "{text}");
}

#[test]
fn an_api_that_is_not_configured_any_more_is_removed() {
    let copy = Copy::generated();
    let config = copy.read("twinspec.toml");
    let (first, _) = config.rsplit_once("[[api]]").unwrap();
    assert!(first.contains("lerian_identity"), "the second API is the other one");
    fs::write(copy.path("twinspec.toml"), first).unwrap();
    fs::write(copy.path("generated/NOTES.md"), "mine").unwrap();

    let text = copy.check();
    assert!(text.contains("--- a/genauth/types.rs\n+++ /dev/null\n"), "{text}");
    copy.generate();
    assert!(!copy.path("generated/genauth").exists());
    assert!(!copy.read("generated/lib.rs").contains("genauth"));
    assert!(copy.path("generated/lerian_identity/types.rs").exists());
    assert_eq!(copy.read("generated/NOTES.md"), "mine", "what twinspec did not make stays");
    copy.config().check().unwrap();
}

#[test]
fn a_second_run_writes_nothing() {
    let copy = Copy::generated();
    let before = copy.files();
    assert!(before.len() > 8, "{:?}", before.keys());
    // A file system may tell times apart by milliseconds only, or less.
    std::thread::sleep(std::time::Duration::from_millis(20));
    let report = copy.generate();
    assert_eq!(copy.files(), before);
    assert!(
        report.apis.iter().all(|api| api.written == 0 && api.removed == 0 && api.unchanged > 0),
        "{:?}",
        report.apis
    );

    // A change that the code does not show, such as a comment, is none.
    copy.edit(LERIAN, "openapi: 3.1.0\n", "openapi: 3.1.0 # as published\n");
    copy.generate();
    assert_eq!(copy.files(), before);
}

#[test]
fn a_broken_document_leaves_the_code_as_it_is() {
    let copy = Copy::generated();
    let before = copy.files();
    copy.edit(LERIAN, "$ref: '#/components/parameters/ApplicationId'", "$ref: '#/components/parameters/Nobody'");
    let failure = copy.config().generate().expect_err("the document has an error");
    assert!(matches!(failure, Failure::Diagnostics(_)), "{failure}");
    assert!(failure.to_string().contains("TS0101"), "{failure}");
    assert_eq!(copy.files(), before);
}

/// From a line of top level to the brace that closes it.
#[track_caller]
fn part<'t>(text: &'t str, start: &str) -> &'t str {
    let from = text.find(start).unwrap_or_else(|| panic!("no `{start}`"));
    let rest = &text[from..];
    &rest[..rest.find("\n}").expect("an end")]
}
