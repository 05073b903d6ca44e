//! The run over all APIs of a configuration.

use std::path::{Path, PathBuf};

use super::{ApiConfig, Config};
use crate::failure::{ApiReport, Failure, Report};
use crate::layout::{self, Layout};
use crate::pipeline::{self, Output};
use crate::write::{self, Change, Mode, Plan, Status};
use crate::{format, index};

impl Config {
    /// Runs all APIs, and then brings their files to disk, or compares them with it.
    pub(crate) fn run(&self, mode: Mode) -> Result<Report, Failure> {
        if self.apis.iter().any(|api| api.standalone) {
            runtime_sources()?;
        }
        let mut outputs = Vec::new();
        let mut findings = Vec::new();
        for api in &self.apis {
            match pipeline::generate_api(api, &self.base, self.file.as_ref(), &self.layout) {
                Ok(output) => outputs.push((api, output)),
                Err(found) => findings.push(*found),
            }
        }
        if !findings.is_empty() {
            findings.extend(outputs.into_iter().map(|(_, output)| output.findings));
            return Err(Failure::Diagnostics(findings));
        }
        let plan = self.plan(&outputs)?;
        let changes = write::apply(&plan, mode)?;
        let apis = outputs.into_iter().map(|(api, output)| self.report(api, output, &changes)).collect();
        Ok(Report { apis, changes })
    }

    /// The files to write.
    fn plan(&self, outputs: &[(&ApiConfig, Output)]) -> Result<Plan, Failure> {
        let mut plan = Plan { folder: self.base.join(&self.output), sweep: self.layout.sweep(), ..Plan::default() };
        for (api, output) in outputs {
            plan.files.extend(output.files.iter().cloned());
            if self.layout == Layout::Crate {
                let header = format::header(&api.origin());
                plan.files.insert("Cargo.toml".into(), layout::manifest(api, &output.summary.title, &header));
            }
            if api.standalone {
                plan.files
                    .extend(runtime_sources()?.into_iter().map(|(path, text)| (Path::new("runtime").join(path), text)));
            }
        }
        if let Layout::Modules { root } = &self.layout {
            let names: Vec<_> = outputs.iter().map(|(api, _)| api.name.as_str()).collect();
            let text = format::file(&index::index(root, &names), &format::header("twinspec.toml"));
            plan.files.insert(root.into(), text.map_err(|error| Failure::Misuse(error.to_string()))?);
        }
        Ok(plan)
    }

    /// What was done for one API.
    fn report(&self, api: &ApiConfig, output: Output, changes: &[Change]) -> ApiReport {
        let place = self.layout.place(&api.name, "mod.rs");
        let folder = place.parent().unwrap_or(Path::new(""));
        let count = |status| {
            let counts = |change: &&Change| change.status == status && change.path.starts_with(folder);
            changes.iter().filter(counts).count()
        };
        ApiReport {
            name: api.name.clone(),
            written: count(Status::Written),
            unchanged: count(Status::Unchanged),
            removed: count(Status::Removed),
            summary: output.summary,
            elapsed: output.elapsed,
            findings: output.findings,
        }
    }
}

/// The sources of the runtime, a crate of its own, for an output that does not depend on the published one. A line of
/// ours at the top makes a later run know them again.
#[cfg(feature = "standalone")]
#[expect(clippy::unnecessary_wraps, reason = "without the feature there are none")]
fn runtime_sources() -> Result<Vec<(PathBuf, String)>, Failure> {
    let marked = |(path, text): &(&str, &str)| {
        let header = format::header("the sources of twinspec-runtime");
        let header = if *path == "Cargo.toml" { header.replace("//", "#") } else { header };
        (PathBuf::from(path), format!("{header}\n{text}"))
    };
    Ok(twinspec_runtime::sources::SOURCES.iter().map(marked).collect())
}

#[cfg(not(feature = "standalone"))]
fn runtime_sources() -> Result<Vec<(PathBuf, String)>, Failure> {
    let message = "standalone output needs a twinspec that was built with its feature `standalone`";
    Err(Failure::NotAvailable(message.to_owned()))
}
