//! The skeleton of a service, to the letter; the behaviour tests of the fixtures compile it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

use std::fs;
use std::path::Path;

use twinspec::Config;

/// Holds a skeleton against the file of the behaviour tests that compiles it.
fn check(text: &str, file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/tests/behaviour").join(file);
    if std::env::var_os("TWINSPEC_BLESS").is_some() {
        fs::write(&path, text).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), text, "TWINSPEC_BLESS=1 writes it anew");
}

fn fixture(name: &str) -> Config {
    Config::for_spec(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name).join("spec.yaml"))
}

#[test]
fn a_skeleton_implements_every_contract_and_the_authenticator() {
    check(&fixture("security").scaffold(None, Some("twinspec_fixtures::security")).unwrap(), "service.rs");
}

#[test]
fn a_receiver_implements_what_the_api_sends() {
    let receiver = |part| fixture("webhooks").scaffold_receiver(None, Some("twinspec_fixtures::webhooks"), part);
    check(&receiver("webhooks").unwrap(), "receiver.rs");
    assert!(receiver("callbacks").unwrap_err().to_string().contains("has no `callbacks`"));
    let callbacks =
        fixture("callbacks").scaffold_receiver(None, Some("twinspec_fixtures::callbacks"), "callbacks").unwrap();
    assert!(callbacks.contains("use twinspec_fixtures::callbacks::callbacks::{api, server};"), "{callbacks}");
}
