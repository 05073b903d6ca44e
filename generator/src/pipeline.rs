//! One API through all stages, from its files to formatted text.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::compile::compile_all;
use crate::config::{ApiConfig, Input};
use crate::diagnostic::{Diagnostics, Pointer};
use crate::failure::Findings;
use crate::format::FileText;
use crate::ir::Api;
use crate::layout::Layout;
use crate::link::Reach;
use crate::load::load;
use crate::parallel::{self, Leftovers};
use crate::source::{Source, Sources};
use crate::value::Value;
use crate::{Inspection, Options, Summary, Wanted, codes, dialect, emit, format, link, overlay};

/// The code of one API.
#[derive(Debug, Clone, Default)]
pub struct Output {
    /// The text of each file, by its path in the output folder.
    pub files: Vec<(PathBuf, FileText)>,
    /// What it is.
    pub summary: Summary,
    /// What was decided for the schema that was asked about.
    pub inspection: Option<Inspection>,
    /// Warnings and notes.
    pub findings: Findings,
    /// How long it took.
    pub elapsed: Duration,
}

/// What the code of an API is made of.
pub(crate) type MadeOf = (Value, Api, Leftovers);

/// Everything that the stages of one API share.
struct Run<'a> {
    api: &'a ApiConfig,
    /// The folder that the paths of the configuration are relative to.
    base: &'a Path,
    /// The configuration file, when there is one: a file that cannot be read is shown where it is named.
    config: Option<&'a Source>,
    layout: &'a Layout,
    diagnostics: Diagnostics,
    sources: Sources,
}

/// Runs load → overlay → link → compile → format for one API.
///
/// What it was made of comes with it, large, to be let go of when there is time.
///
/// # Errors
/// All findings, when there is an error among them.
pub(crate) fn generate_api(
    api: &ApiConfig,
    base: &Path,
    config: Option<&Source>,
    layout: &Layout,
) -> Result<(Output, MadeOf), Box<Findings>> {
    let start = Instant::now();
    let mut run = Run { api, base, config, layout, diagnostics: Diagnostics::default(), sources: Sources::default() };
    let made = parallel::deep(|| run.stages());
    let Run { mut diagnostics, sources, .. } = run;
    diagnostics.dedup();
    let findings = Findings { diagnostics, sources };
    match made {
        Some((output, made_of)) if !findings.diagnostics.has_errors() => {
            Ok((Output { findings, elapsed: start.elapsed(), ..output }, made_of))
        }
        _ => Err(Box::new(findings)),
    }
}

/// The files that an API is made of, as far as they can be read.
pub(crate) fn files(api: &ApiConfig, base: &Path) -> Vec<PathBuf> {
    let (diagnostics, sources) = (Diagnostics::default(), Sources::default());
    let mut run = Run { api, base, config: None, layout: &Layout::Module, diagnostics, sources };
    run.read();
    run.sources.files().iter().map(|file| file.path.clone()).collect()
}

impl Run<'_> {
    /// The stages in order; each runs to its end, and the first that finds errors is the last that runs.
    fn stages(&mut self) -> Option<(Output, MadeOf)> {
        let document = self.read()?;
        let options = self.options();
        let compiled = compile_all(&document, &options, &mut self.diagnostics);
        self.go_on()?;
        let (api, leftovers) = compiled?;
        let inspection = api.decision.as_ref().map(|decision| Inspection::new(&api, decision, &self.diagnostics));
        let decides = matches!(options.wanted, Wanted::Decision(_));
        let files = if decides { Vec::new() } else { self.print(&api, &options) };
        let summary = Summary::of(&api, &options);
        self.go_on()?;
        Some((Output { files, summary, inspection, ..Output::default() }, (document, api, leftovers)))
    }

    /// The document with its overlays, and with all that it refers to.
    fn read(&mut self) -> Option<Value> {
        let document = self.load(&self.api.spec);
        let overlays: Vec<_> = self.api.overlays.iter().map(|overlay| self.load(overlay)).collect();
        self.go_on()?;
        let mut document = document?;
        if !overlays.is_empty() {
            // JSONPath is looked for in values of `serde_json`.
            let mut json = serde_json::Value::from(&document);
            for (number, overlay) in overlays.iter().enumerate() {
                let overlay = overlay.as_ref()?.into();
                overlay::apply(&overlay, number + 1, &mut json, &mut self.sources, &mut self.diagnostics);
            }
            document = json.into();
        }
        self.go_on()?;
        self.link(&mut document)?;
        self.go_on()?;
        Some(document)
    }

    /// Makes the references of the document plain, whatever files they lead to.
    fn link(&mut self, document: &mut Value) -> Option<()> {
        let mut reach = Reach { spec: self.base.join(&self.api.spec.path), folder: None };
        if let Some(input) = &self.api.reference_root {
            let folder = self.base.join(&input.path);
            if !folder.is_dir() {
                self.unreadable(input, &folder, "it is no folder");
                return None;
            }
            reach.folder = Some(folder);
        }
        let identifies = dialect::identifies(document);
        link::link(document, &reach, identifies, &mut self.sources, &mut self.diagnostics);
        Some(())
    }

    /// Stops the run when there are errors.
    fn go_on(&self) -> Option<()> {
        (!self.diagnostics.has_errors()).then_some(())
    }

    /// Reads a file and its value. The file becomes one of the sources even when it cannot be read.
    fn load(&mut self, input: &Input) -> Option<Value> {
        let path = self.base.join(&input.path);
        match Source::read(&path) {
            Ok(source) => {
                let loaded = load(&source, &mut self.diagnostics);
                self.sources.add(source);
                loaded.map(|loaded| loaded.value)
            }
            Err(error) => {
                self.unreadable(input, &path, &error.to_string());
                None
            }
        }
    }

    /// Tells that something of the configuration is not there, where it is named.
    fn unreadable(&mut self, input: &Input, path: &Path, why: &str) {
        let message = format!("cannot read `{}`: {why}", path.display());
        let diagnostic = self.diagnostics.error(codes::UNREADABLE, &Pointer::root(), message);
        match (self.config, &input.named_at) {
            (Some(config), Some(range)) => {
                diagnostic.at(&config.path, Some(range.clone())).label("named here");
            }
            _ => {
                diagnostic.at(path, None);
            }
        }
        self.sources.add(Source::new(path, ""));
        self.config.map(|config| self.sources.add(config.clone()));
    }

    /// What the stages in between need to know.
    fn options(&self) -> Options {
        Options {
            unknown_members_keep: self.api.unknown_members_keep,
            untyped_as_any: self.api.untyped_as_any,
            name: self.api.name.clone(),
            wanted: self.api.wanted.clone(),
            client: self.api.client,
            server: self.api.server,
            gates: self.api.features,
            gates_tags: self.api.tag_features,
            formats: self.api.formats.clone(),
        }
    }

    /// emit → format. A file that is not Rust is a fault of ours, told as an error all the same.
    fn print(&mut self, api: &Api, options: &Options) -> Vec<(PathBuf, FileText)> {
        // A skeleton belongs to who fills it in.
        let written = !matches!(options.wanted, Wanted::Skeleton(..));
        let header = if written { format::header(&self.api.origin()) } else { String::new() };
        let emitted = emit(api, options);
        let formatted: Vec<_> = if *self.layout == Layout::Included {
            vec![(self.layout.place(&options.name, ""), format::nested(&emitted, &header))]
        } else {
            let places = emitted.iter().map(|file| self.layout.place(&options.name, &file.path));
            places.zip(format::files(&emitted, &header)).collect()
        };
        let mut files = Vec::new();
        for (path, text) in formatted {
            match text {
                Ok(text) => files.push((path, text)),
                Err(error) => {
                    self.diagnostics
                        .error(codes::INTERNAL, &Pointer::root(), error.to_string())
                        .help("this is a fault of twinspec; please report it with the document");
                }
            }
        }
        files
    }
}
