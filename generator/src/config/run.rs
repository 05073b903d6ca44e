//! The run over all APIs of a configuration.

use std::path::{Path, PathBuf};

use super::{ApiConfig, Config, features};
use crate::diagnostic::{Pointer, Severity};
use crate::failure::{ApiReport, Failure, Findings, Report};
use crate::layout::{self, Layout};
use crate::pipeline::{self, MadeOf, Output};
use crate::write::{self, Change, Mode, Plan, Status};
use crate::{Inspection, Wanted, format, index, parallel};

impl Config {
    /// Runs all APIs, and then brings their files to disk, or compares them with it.
    pub(crate) fn run(&self, mode: Mode) -> Result<Report, Failure> {
        let (report, _, made_of) = self.run_and_show(mode, |_| ())?;
        made_of.into_iter().for_each(parallel::discard);
        Ok(report)
    }

    /// The same, with what is shown of the findings of each API: their places are looked up while the files are written.
    /// What the last one was made of comes with it.
    pub(crate) fn run_and_show<S: Send>(
        &self,
        mode: Mode,
        show: impl Fn(&Findings) -> S + Sync,
    ) -> Result<(Report, Vec<S>, Option<MadeOf>), Failure> {
        if self.apis.iter().any(|api| api.standalone) {
            runtime_sources()?;
        }
        let mut outputs = Vec::new();
        let mut findings = Vec::new();
        // Code for which the crate lacks features can be written, and is not what it should be.
        let severity = if mode == Mode::Check { Severity::Error } else { Severity::Warning };
        let mut last = None;
        for api in &self.apis {
            match pipeline::generate_api(api, &self.base, self.file.as_ref(), &self.layout) {
                Ok((mut output, made_of)) => {
                    // While the next one is made.
                    last.replace(made_of).into_iter().for_each(parallel::discard);
                    if matches!(self.layout, Layout::Modules { .. } | Layout::Module) {
                        let folder = self.base.join(&self.output);
                        let tags = &output.summary.features;
                        features::check(api, tags, &folder, severity, &mut output.findings);
                    }
                    outputs.push((api, output));
                }
                Err(found) => findings.push(*found),
            }
        }
        if !findings.is_empty() || outputs.iter().any(|(_, output)| output.findings.diagnostics.has_errors()) {
            findings.extend(outputs.into_iter().map(|(_, output)| output.findings));
            return Err(Failure::Diagnostics(findings));
        }
        let plan = self.plan(&mut outputs)?;
        let show_all = || outputs.iter().map(|(_, output)| show(&output.findings)).collect();
        let (shown, changes) = parallel::both(show_all, || write::apply(&plan, mode));
        let changes = changes?;
        let apis = outputs.into_iter().map(|(api, output)| self.report(api, output, &changes)).collect();
        Ok((Report { apis, changes }, shown, last))
    }

    /// The text of a file with a type `Service` that implements the contract of an API, each method a `todo!()`.
    ///
    /// `api` is the name of the API, which may be left out when there is one alone; `module` is the path of its
    /// generated module, `crate::petstore` when it is left out.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), twinspec::Failure> {
    /// let text = twinspec::Config::for_spec("petstore.yaml").scaffold(None, Some("crate::generated::petstore"))?;
    /// assert!(text.contains("pub struct Service;"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When there is no such API, `module` is no path, or the document has errors.
    pub fn scaffold(&self, api: Option<&str>, module: Option<&str>) -> Result<String, Failure> {
        self.skeleton(api, module, None)
    }

    /// The same with a type `Receiver` of what the API sends: `part` is `webhooks` or `callbacks`.
    ///
    /// # Errors
    /// As [`Config::scaffold`], and when the API sends nothing of that.
    pub fn scaffold_receiver(&self, api: Option<&str>, module: Option<&str>, part: &str) -> Result<String, Failure> {
        self.skeleton(api, module, Some(part))
    }

    fn skeleton(&self, api: Option<&str>, module: Option<&str>, part: Option<&str>) -> Result<String, Failure> {
        let api = self.chosen(api)?;
        let module = module.map_or_else(|| format!("crate::{}", api.name), str::to_owned);
        if syn::parse_str::<syn::Path>(&module).is_err() {
            return Err(Failure::Misuse(format!("`{module}` is not the path of a module")));
        }
        let wanted = ApiConfig { wanted: Wanted::Skeleton(module, part.map(str::to_owned)), ..api.clone() };
        let made = pipeline::generate_api(&wanted, &self.base, self.file.as_ref(), &Layout::Module);
        let (output, made_of) = made.map_err(|found| Failure::Diagnostics(vec![*found]))?;
        parallel::discard(made_of);
        if output.files.is_empty() {
            let what = part.map_or_else(|| "operations of its own".to_owned(), |part| format!("`{part}`"));
            return Err(Failure::Misuse(format!("the API `{}` has no {what}", api.name)));
        }
        let texts = output.files.iter().map(|(_, text)| text.to_string());
        Ok(texts.map(|text| text.trim_start().to_owned()).collect())
    }

    /// What was decided for a schema: `#/components/schemas/Pet`, or `Pet` for short.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), twinspec::Failure> {
    /// use twinspec::render::MessageFormat;
    ///
    /// let inspection = twinspec::Config::for_spec("petstore.yaml").inspect(None, "#/components/schemas/Pet")?;
    /// print!("{}", inspection.render(MessageFormat::Human));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When there is no such API or no such schema, or the document has errors.
    pub fn inspect(&self, api: Option<&str>, schema: &str) -> Result<Inspection, Failure> {
        let pointer = match schema.strip_prefix('#').unwrap_or(schema) {
            "" => Pointer::root(),
            pointer if pointer.starts_with('/') => Pointer::parse(pointer),
            name => Pointer::parse("/components/schemas").child(name),
        };
        let wanted = ApiConfig { wanted: Wanted::Decision(pointer.clone()), ..self.chosen(api)?.clone() };
        let made = pipeline::generate_api(&wanted, &self.base, self.file.as_ref(), &Layout::Module);
        let (output, made_of) = made.map_err(|found| Failure::Diagnostics(vec![*found]))?;
        parallel::discard(made_of);
        output.inspection.ok_or_else(|| Failure::Misuse(format!("no schema stands at `#{pointer}`")))
    }

    /// The API of this name; the only one when none is named.
    fn chosen(&self, api: Option<&str>) -> Result<&ApiConfig, Failure> {
        let names = || self.apis.iter().map(|api| format!("`{}`", api.name)).collect::<Vec<_>>().join(", ");
        match (api, self.apis.as_slice()) {
            (None, [alone]) => Ok(alone),
            (None, _) => Err(Failure::Misuse(format!("say which API is meant: {}", names()))),
            (Some(name), apis) => apis
                .iter()
                .find(|api| api.name == name)
                .ok_or_else(|| Failure::Misuse(format!("there is no API `{name}`, but {}", names()))),
        }
    }

    /// The files to write.
    fn plan(&self, outputs: &mut [(&ApiConfig, Output)]) -> Result<Plan, Failure> {
        let mut plan = Plan { folder: self.base.join(&self.output), sweep: self.layout.sweep(), ..Plan::default() };
        for (api, output) in &mut *outputs {
            plan.files.extend(std::mem::take(&mut output.files));
            if self.layout == Layout::Crate {
                let header = format::header(&api.origin());
                plan.files.insert("Cargo.toml".into(), layout::manifest(api, &output.summary, &header).into());
            }
            if api.standalone {
                let sources = runtime_sources()?.into_iter();
                plan.files.extend(sources.map(|(path, text)| (Path::new("runtime").join(path), text.into())));
            }
        }
        if let Layout::Modules { root } = &self.layout {
            let names: Vec<_> = outputs.iter().map(|(api, _)| api.name.as_str()).collect();
            let index = index::index(root, &names);
            for text in format::files(&[index], &format::header("twinspec.toml")) {
                plan.files.insert(root.into(), text.map_err(|error| Failure::Misuse(error.to_string()))?);
            }
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
