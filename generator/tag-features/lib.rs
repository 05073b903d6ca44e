//! The expected output of the fixture `tags-as-features`, which needs a crate with its features.

#[rustfmt::skip]
#[path = "../fixtures/tags-as-features/expected/mod.rs"]
pub mod tags;
