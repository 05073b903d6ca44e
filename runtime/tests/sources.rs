//! The sources that `twinspec generate --standalone` writes are those of this crate.

#![cfg(feature = "sources")]
#![allow(clippy::expect_used, reason = "a test that cannot read its files has failed")]

use std::collections::BTreeSet;
use std::path::Path;

use twinspec_runtime::sources::SOURCES;

const FOLDER: &str = env!("CARGO_MANIFEST_DIR");

fn rust_files(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("the folder of the sources can be read") {
        let path = entry.expect("its entries too").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else {
            let relative = path.strip_prefix(FOLDER).expect("it is within the crate");
            found.insert(relative.to_string_lossy().replace('\\', "/"));
        }
    }
}

#[test]
fn the_list_is_whole() {
    let mut on_disk = BTreeSet::from(["Cargo.toml".to_owned()]);
    rust_files(&Path::new(FOLDER).join("src"), &mut on_disk);
    // The copy has no use for a list of itself.
    on_disk.remove("src/sources.rs");
    let listed: BTreeSet<String> = SOURCES.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(listed, on_disk, "bring the list in src/sources.rs up to date");
}

/// The dependencies of a manifest as `name = version` where the line states one.
fn versions(manifest: &str) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for line in manifest.lines() {
        let Some((name, rest)) = line.split_once(" = ") else { continue };
        let stated = rest.split_once("version = ").map_or(rest, |(_, rest)| rest);
        let Some(version) = stated.split('"').nth(1) else { continue };
        if version.starts_with(|c: char| c.is_ascii_digit()) {
            found.insert((name.to_owned(), version.to_owned()));
        }
    }
    found
}

#[test]
fn the_manifest_of_the_copy_has_the_versions_of_the_workspace() {
    let (_, manifest) = SOURCES.first().expect("the manifest comes first");
    let workspace = Path::new(FOLDER).join("../Cargo.toml");
    let workspace = versions(&std::fs::read_to_string(workspace).expect("the workspace has a manifest"));
    let dependencies = manifest.split_once("[dependencies]").expect("it has dependencies").1;
    for (name, version) in versions(dependencies) {
        assert!(workspace.contains(&(name.clone(), version.clone())), "standalone.toml says {name} {version}");
    }
}
