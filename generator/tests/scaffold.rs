//! The skeleton of a service, to the letter; the behaviour tests of the fixtures compile it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

use std::fs;
use std::path::Path;

use twinspec::Config;

#[test]
fn a_skeleton_implements_every_contract_and_the_authenticator() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let config = Config::for_spec(fixtures.join("security/spec.yaml"));
    let text = config.scaffold(None, Some("twinspec_fixtures::security")).unwrap();
    let path = fixtures.join("tests/behaviour/service.rs");
    if std::env::var_os("TWINSPEC_BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), text, "TWINSPEC_BLESS=1 writes it anew");
}
