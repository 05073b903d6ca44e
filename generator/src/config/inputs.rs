//! The files that a run reads, and how cargo is told of them.

use std::path::PathBuf;

use super::Config;
use crate::failure::{Failure, Report};
use crate::pipeline;

impl Config {
    /// The files that a run reads, those that the documents refer to among them: these are read for the answer.
    pub fn inputs(&self) -> Vec<PathBuf> {
        let mut inputs = self.named();
        for api in &self.apis {
            add_new(&mut inputs, pipeline::files(api, &self.base));
        }
        inputs
    }

    /// The files that are named by the configuration, and itself.
    fn named(&self) -> Vec<PathBuf> {
        let config = self.file.iter().map(|file| file.path.clone());
        let documents = self.apis.iter().flat_map(|api| std::iter::once(&api.spec).chain(&api.overlays));
        config.chain(documents.map(|input| self.base.join(&input.path))).collect()
    }

    /// Tells cargo to run the build script again when a file changes that it reads. Says nothing elsewhere.
    ///
    /// [`generate`](Self::generate) and [`generate_into_out_dir`](Self::generate_into_out_dir) do this themselves.
    pub fn rerun_if_changed(&self) {
        if is_build_script() {
            watch(&self.inputs());
        }
    }

    /// Tells cargo of the files that a run has read.
    pub(super) fn watch_inputs_of(&self, done: &Result<Report, Failure>) {
        if !is_build_script() {
            return;
        }
        let mut inputs = self.named();
        match done {
            Ok(report) => report.apis.iter().for_each(|api| add_new(&mut inputs, api.findings.files())),
            Err(Failure::Diagnostics(all)) => all.iter().for_each(|found| add_new(&mut inputs, found.files())),
            Err(_) => {}
        }
        watch(&inputs);
    }
}

/// Adds the files that are not there yet.
fn add_new(files: &mut Vec<PathBuf>, more: impl IntoIterator<Item = PathBuf>) {
    for file in more {
        if !files.contains(&file) {
            files.push(file);
        }
    }
}

/// Whether cargo listens. It sets `OUT_DIR` for a package's programs and tests as well; the other two for its build
/// script alone.
fn is_build_script() -> bool {
    ["OUT_DIR", "HOST", "TARGET"].iter().all(|name| std::env::var_os(name).is_some())
}

/// Names files to cargo.
fn watch(files: &[PathBuf]) {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    for path in files {
        // Cargo closing its end is not ours to report.
        let _ = writeln!(out, "cargo::rerun-if-changed={}", path.display());
    }
}
