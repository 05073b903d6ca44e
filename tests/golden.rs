//! What is checked in under `generated/` is what a fresh run makes of `specs/`.

#![allow(clippy::panic, reason = "a test may fail")]

use twinspec::{Config, Failure};

/// With the feature `regenerate` a build has mended the folder before this runs; then it says that two runs agree.
/// `.ci/run` asks before anything is built.
#[test]
fn the_generated_code_is_what_the_documents_say() {
    match Config::from_toml("twinspec.toml").and_then(|config| config.check()) {
        Ok(()) => {}
        Err(failure @ Failure::Stale { .. }) => {
            panic!("{failure}\n(here, that is `cargo run -p twinspec -- generate`)")
        }
        Err(failure) => panic!("{failure}"),
    }
}

/// A document that its own generator has something to say about is not fit to be an example.
#[test]
fn the_documents_are_without_findings() {
    for api in Config::from_toml("twinspec.toml").unwrap_or_else(|failure| panic!("{failure}")).apis() {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
        let mut config = Config::for_spec(&api.spec.path).output(folder.path());
        for overlay in &api.overlays {
            config = config.overlay(&overlay.path);
        }
        let report = config.generate().unwrap_or_else(|failure| panic!("{failure}"));
        for api in report.apis {
            let found = api.findings.render(twinspec::render::Style::default());
            assert!(found.is_empty(), "{found}");
        }
    }
}
