//! `cargo xtask round-trip` over fixtures of this repository: what it finds there is a fault.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Fixtures that have together every place in which a value travels.
const FIXTURES: [&str; 21] = [
    "blank-values",
    "content-parameters",
    "cookie-parameters",
    "envelope",
    "event-streams",
    "files-in-unions",
    "form-bodies",
    "header-parameters",
    "json-lines",
    "multipart",
    "object-parameters",
    "parameter-styles",
    "part-styles",
    "response-headers",
    "round-trips",
    "several-content-types",
    "shared-headers",
    "shared-members",
    "statuses",
    "unions-in-multipart",
    "webhooks",
];

#[test]
fn what_is_sent_is_seen_and_what_is_answered_is_got() {
    let project: &Path = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let document = |name: &str| -> PathBuf { project.join("generator/fixtures").join(name).join("spec.yaml") };
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("round-trip").args(FIXTURES.map(document)).args(["--cases", "40", "--seed", "7"]);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    let sum = said.lines().last().unwrap();
    assert!(sum.starts_with("21 documents, ") && sum.contains(", 0 faults, "), "{sum}");
}
