//! Bringing files to disk: only what is different, and only what is ours.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use twinspec::format::{FileText, header};
use twinspec::write::{Change, Mode, Plan, Status, Sweep, WriteError, apply};

/// A plan for a folder.
fn plan(folder: &Path, files: &[(&str, &str)]) -> Plan {
    let header = header("specs/pets.yaml");
    let files = files.iter().map(|(path, text)| (PathBuf::from(path), format!("{header}\n{text}\n").into()));
    Plan { folder: folder.to_owned(), files: files.collect::<BTreeMap<_, _>>(), sweep: Sweep::Everywhere }
}

/// What was done with each file.
fn statuses(changes: &[Change]) -> Vec<(&str, Status)> {
    changes.iter().map(|change| (change.path.to_str().unwrap(), change.status)).collect()
}

#[test]
fn a_file_is_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let plan = plan(folder.path(), &[("lib.rs", "pub mod pets;"), ("pets/types.rs", "pub struct Pet;")]);
    let first = apply(&plan, Mode::Write).unwrap();
    assert_eq!(statuses(&first), [("lib.rs", Status::Written), ("pets/types.rs", Status::Written)]);
    let path = folder.path().join("pets/types.rs");
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(20));
    let second = apply(&plan, Mode::Write).unwrap();
    assert_eq!(statuses(&second), [("lib.rs", Status::Unchanged), ("pets/types.rs", Status::Unchanged)]);
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before, "it was not touched");
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "no file beside them is left: {names:?}");
}

#[test]
fn line_endings_of_a_checkout_are_no_change() {
    let folder = tempfile::tempdir().unwrap();
    let plan = plan(folder.path(), &[("lib.rs", "pub mod pets;")]);
    let text = plan.files.values().next().unwrap().to_string().replace('\n', "\r\n");
    fs::write(folder.path().join("lib.rs"), text).unwrap();
    assert_eq!(statuses(&apply(&plan, Mode::Write).unwrap()), [("lib.rs", Status::Unchanged)]);
}

#[test]
fn files_of_an_earlier_run_are_removed_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    apply(&plan(folder.path(), &[("lib.rs", "x"), ("old/types.rs", "x"), ("old/deep/a.rs", "x")]), Mode::Write)
        .unwrap();
    fs::write(folder.path().join("mine.rs"), "//! Written by hand.\n").unwrap();
    fs::write(folder.path().join("notes.txt"), header("specs/pets.yaml")).unwrap();
    let changes = apply(&plan(folder.path(), &[("lib.rs", "x")]), Mode::Write).unwrap();
    let expected =
        [("lib.rs", Status::Unchanged), ("old/deep/a.rs", Status::Removed), ("old/types.rs", Status::Removed)];
    assert_eq!(statuses(&changes), expected);
    assert!(!folder.path().join("old").exists(), "empty folders go too");
    assert!(folder.path().join("mine.rs").exists() && folder.path().join("notes.txt").exists());
}

#[test]
fn only_the_own_folders_are_swept_when_the_output_is_one_module() {
    let folder = tempfile::tempdir().unwrap();
    apply(&plan(folder.path(), &[("a/old.rs", "x"), ("b/other.rs", "x")]), Mode::Write).unwrap();
    let beside = Plan { sweep: Sweep::Beside, ..plan(folder.path(), &[("a/new.rs", "x")]) };
    let expected = [("a/new.rs", Status::Written), ("a/old.rs", Status::Removed)];
    assert_eq!(statuses(&apply(&beside, Mode::Write).unwrap()), expected);
    let nowhere = Plan { sweep: Sweep::Nowhere, ..plan(folder.path(), &[("a/newer.rs", "x")]) };
    assert_eq!(statuses(&apply(&nowhere, Mode::Write).unwrap()), [("a/newer.rs", Status::Written)]);
    assert!(folder.path().join("b/other.rs").exists() && folder.path().join("a/new.rs").exists());
}

#[test]
fn a_check_changes_nothing_and_shows_the_difference() {
    let folder = tempfile::tempdir().unwrap();
    apply(&plan(folder.path(), &[("a.rs", "old"), ("gone.rs", "x")]), Mode::Write).unwrap();
    let changes = apply(&plan(folder.path(), &[("a.rs", "new"), ("more.rs", "x")]), Mode::Check).unwrap();
    let expected = [("a.rs", Status::Written), ("more.rs", Status::Written), ("gone.rs", Status::Removed)];
    assert_eq!(statuses(&changes), expected);
    let diff = changes[0].diff.as_deref().unwrap();
    assert!(diff.starts_with("--- a/a.rs\n+++ b/a.rs\n") && diff.ends_with("-old\n+new\n"), "{diff}");
    assert!(changes[1].diff.as_deref().unwrap().starts_with("--- /dev/null\n+++ b/more.rs\n"));
    assert!(changes[2].diff.as_deref().unwrap().starts_with("--- a/gone.rs\n+++ /dev/null\n"));
    assert!(folder.path().join("gone.rs").exists() && !folder.path().join("more.rs").exists());
    assert!(fs::read_to_string(folder.path().join("a.rs")).unwrap().ends_with("old\n"));
}

#[test]
fn a_file_that_is_not_ours_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("b.rs"), "fn mine() {}\n").unwrap();
    let plan = plan(folder.path(), &[("a.rs", "x"), ("b.rs", "x")]);
    assert!(matches!(apply(&plan, Mode::Write), Err(WriteError::NotOurs(path)) if path.ends_with("b.rs")));
    assert!(!folder.path().join("a.rs").exists(), "nothing is written when something stands in the way");
}

#[test]
fn nothing_is_written_outside_of_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    for path in ["../a.rs", "/tmp/a.rs", "b/../../a.rs"] {
        let plan = plan(&folder.path().join("out"), &[(path, "x")]);
        assert!(matches!(apply(&plan, Mode::Write), Err(WriteError::Outside(_))), "{path}");
    }
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_not_followed_when_sweeping() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    apply(&plan(elsewhere.path(), &[("ours.rs", "x")]), Mode::Write).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("link")).unwrap();
    apply(&plan(folder.path(), &[("a.rs", "x")]), Mode::Write).unwrap();
    assert!(elsewhere.path().join("ours.rs").exists());
}

#[test]
fn a_text_of_many_parts_is_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut plan = plan(folder.path(), &[("many.rs", "")]);
    plan.files.insert("empty.rs".into(), FileText::default());
    let text = plan.files.get_mut(Path::new("many.rs")).unwrap();
    // More than the system takes at once.
    for at in 0..3000 {
        text.push(if at % 7 == 0 { String::new() } else { format!("const A{at}: u8 = 0;\n") });
    }
    let expected = text.to_string();
    let done = apply(&plan, Mode::Write).unwrap();
    assert_eq!(statuses(&done), [("empty.rs", Status::Written), ("many.rs", Status::Written)]);
    let path = folder.path().join("many.rs");
    assert!(fs::read_to_string(&path).unwrap() == expected);
    assert_eq!(fs::read(folder.path().join("empty.rs")).unwrap(), b"");
    assert!(apply(&plan, Mode::Write).unwrap().iter().all(|change| change.status == Status::Unchanged));
    // As long, and another byte in the midst.
    fs::write(&path, expected.replace("A1500:", "B1500:")).unwrap();
    assert_eq!(
        statuses(&apply(&plan, Mode::Write).unwrap()),
        [("empty.rs", Status::Unchanged), ("many.rs", Status::Written)]
    );
    assert!(fs::read_to_string(&path).unwrap() == expected);
}
