//! Regenerates `generated/` from `specs/`, so that the code cannot lag behind its documents.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is how a build script speaks")]

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "regenerate")]
    if let Err(failure) = twinspec::Config::from_toml("twinspec.toml").and_then(|config| config.generate()) {
        eprintln!("{failure}");
        std::process::exit(1);
    }
}
