//! What is generated, from which documents, into which folder.

pub(crate) mod features;
mod file;
mod inputs;
mod run;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use heck::ToSnakeCase;

use crate::Wanted;
use crate::failure::{Failure, Report};
use crate::layout::Layout;
use crate::source::Source;
use crate::write::{Change, Mode, Status};

/// A file that an API is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Its path as it was written.
    pub path: PathBuf,
    /// Where the configuration file names it.
    pub(crate) named_at: Option<Range<usize>>,
}

impl From<PathBuf> for Input {
    fn from(path: PathBuf) -> Self {
        Self { path, named_at: None }
    }
}

/// One API: its documents and what is made of them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "these are the switches of `twinspec.toml`, one by one")]
pub struct ApiConfig {
    /// The name of its module.
    pub name: String,
    /// The OpenAPI document.
    pub spec: Input,
    /// Overlays, applied in this order.
    pub overlays: Vec<Input>,
    /// The folder that references into other files may not leave; without one it is that of the document.
    pub reference_root: Option<Input>,
    /// Whether the client is generated.
    pub client: bool,
    /// Whether the server is generated.
    pub server: bool,
    /// Whether the halves stand behind `#[cfg(feature = "client")]` and `#[cfg(feature = "server")]`.
    pub features: bool,
    /// Whether each tag stands behind a feature of its own.
    pub tag_features: bool,
    /// Whether the runtime's sources are written beside the generated modules.
    pub standalone: bool,
    /// Formats that are another type than usual: `uuid` → `String`.
    pub formats: BTreeMap<String, String>,
    /// Whether members that a schema does not name are kept.
    pub unknown_members_keep: bool,
    /// Whether a schema without `type` is any JSON value, instead of the one type that its other keywords speak of.
    pub untyped_as_any: bool,
    /// What is wanted of it.
    pub(crate) wanted: Wanted,
}

impl ApiConfig {
    /// An API with the defaults: both halves, no overlays.
    fn new(name: String, spec: Input) -> Self {
        Self {
            name,
            spec,
            overlays: Vec::new(),
            reference_root: None,
            client: true,
            server: true,
            features: false,
            tag_features: false,
            standalone: false,
            formats: BTreeMap::new(),
            unknown_members_keep: false,
            untyped_as_any: false,
            wanted: Wanted::Code,
        }
    }

    /// The files that it is made of, as the header of the generated files names them: never by a path that is
    /// different on another machine.
    pub(crate) fn origin(&self) -> String {
        let files = std::iter::once(&self.spec).chain(&self.overlays).map(|input| {
            let name = if input.path.is_absolute() { input.path.file_name().map(Path::new) } else { None };
            name.unwrap_or(&input.path).display().to_string().replace('\\', "/")
        });
        files.collect::<Vec<_>>().join(" and ")
    }
}

/// What to generate, and where to.
///
/// Read from a file, as `twinspec generate` does:
///
/// ```no_run
/// # fn main() -> Result<(), twinspec::Failure> {
/// twinspec::Config::from_toml("twinspec.toml")?.generate()?;
/// # Ok(())
/// # }
/// ```
///
/// or put together in a `build.rs` whose crate says
/// `mod petstore { include!(concat!(env!("OUT_DIR"), "/petstore.rs")); }`:
///
/// ```no_run
/// # fn main() -> Result<(), twinspec::Failure> {
/// twinspec::Config::for_spec("petstore.yaml").name("petstore").server(false).generate_into_out_dir()?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    apis: Vec<ApiConfig>,
    layout: Layout,
    /// The folder that all paths are relative to.
    base: PathBuf,
    output: PathBuf,
    /// The file that this was read from.
    file: Option<Source>,
}

impl Config {
    /// Reads `twinspec.toml`; the paths in it are relative to its folder.
    ///
    /// # Errors
    /// When it cannot be read, or says what it cannot say.
    pub fn from_toml(path: impl AsRef<Path>) -> Result<Self, Failure> {
        file::read(path.as_ref())
    }

    /// Both halves of one document, into the folder `generated`, which becomes the module.
    pub fn for_spec(path: impl Into<PathBuf>) -> Self {
        let spec = path.into();
        let name = module_name(&spec.file_stem().unwrap_or_default().to_string_lossy());
        Self {
            apis: vec![ApiConfig::new(name, spec.into())],
            layout: Layout::Module,
            base: PathBuf::new(),
            output: PathBuf::from("generated"),
            file: None,
        }
    }

    /// Sets the name of the module (or crate); it is the file's name otherwise.
    #[must_use]
    pub fn name(self, name: &str) -> Self {
        self.each(|api| api.name = module_name(name))
    }

    /// Sets the output folder.
    #[must_use]
    pub fn output(mut self, folder: impl Into<PathBuf>) -> Self {
        self.output = folder.into();
        self
    }

    /// Adds an overlay, applied after those that were added before.
    #[must_use]
    pub fn overlay(self, path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        self.each(|api| api.overlays.push(path.clone().into()))
    }

    /// Sets the folder that references into other files may not leave, in place of the document's own folder.
    #[must_use]
    pub fn reference_root(self, folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        self.each(|api| api.reference_root = Some(folder.clone().into()))
    }

    /// Whether the client is generated; it is unless this says otherwise.
    #[must_use]
    pub fn client(self, wanted: bool) -> Self {
        self.each(|api| api.client = wanted)
    }

    /// Whether the server is generated; it is unless this says otherwise.
    #[must_use]
    pub fn server(self, wanted: bool) -> Self {
        self.each(|api| api.server = wanted)
    }

    /// Whether the halves stand behind the features `client` and `server`; they do not unless this says so.
    #[must_use]
    pub fn features(self, wanted: bool) -> Self {
        self.each(|api| api.features = wanted)
    }

    /// Whether each tag stands behind a feature of its own, and the halves behind theirs: who uses a part of a large API
    /// compiles that part.
    #[must_use]
    pub fn tag_features(self, wanted: bool) -> Self {
        self.each(|api| {
            api.tag_features = wanted;
            api.features |= wanted;
        })
    }

    /// Whether the runtime's sources are written beside the generated modules.
    #[must_use]
    pub fn standalone(self, wanted: bool) -> Self {
        self.each(|api| api.standalone = wanted)
    }

    /// Makes a format another type: `.format("uuid", "String")`.
    #[must_use]
    pub fn format(self, format: &str, kind: &str) -> Self {
        self.each(|api| {
            api.formats.insert(format.to_owned(), kind.to_owned());
        })
    }

    /// Whether members that a schema does not name are kept; they are dropped unless this says so.
    #[must_use]
    pub fn unknown_members_keep(self, wanted: bool) -> Self {
        self.each(|api| api.unknown_members_keep = wanted)
    }

    /// Whether a schema without `type` is any JSON value. That is what JSON Schema says to the letter; unless this
    /// says so, such a schema has the one type that its other keywords speak of, as its author meant.
    #[must_use]
    pub fn untyped_as_any(self, wanted: bool) -> Self {
        self.each(|api| api.untyped_as_any = wanted)
    }

    /// Writes a whole crate, with its `Cargo.toml`, in place of a module.
    #[must_use]
    pub fn whole_crate(mut self) -> Self {
        self.layout = Layout::Crate;
        self.features(true)
    }

    /// Changes every API.
    fn each(mut self, change: impl Fn(&mut ApiConfig)) -> Self {
        self.apis.iter_mut().for_each(change);
        self
    }

    /// The APIs.
    pub fn apis(&self) -> &[ApiConfig] {
        &self.apis
    }

    /// Generates into the output folder.
    ///
    /// # Errors
    /// When a document has errors (nothing is written then), or the folder cannot be written.
    pub fn generate(&self) -> Result<Report, Failure> {
        let done = self.run(Mode::Write);
        self.watch_inputs_of(&done);
        done
    }

    /// Generates one file for each API into cargo's `OUT_DIR`, to be included by
    /// `include!(concat!(env!("OUT_DIR"), "/petstore.rs"))`.
    ///
    /// # Errors
    /// When a document has errors, the folder cannot be written, or this is not a build script.
    pub fn generate_into_out_dir(&self) -> Result<Report, Failure> {
        let folder = std::env::var_os("OUT_DIR");
        let folder =
            folder.ok_or_else(|| Failure::Misuse("`OUT_DIR` is not set: this is for build scripts".to_owned()))?;
        let included = Self { layout: Layout::Included, ..self.clone() };
        // `join` with an absolute path, as `OUT_DIR` is one, gives that path.
        included.output(folder).generate()
    }

    /// Says whether the output folder is what the documents say.
    ///
    /// # Errors
    /// When it is not ([`Failure::Stale`], with the differences), or a document has errors.
    pub fn check(&self) -> Result<(), Failure> {
        let report = self.run(Mode::Check)?;
        let changes: Vec<Change> =
            report.changes.into_iter().filter(|change| change.status != Status::Unchanged).collect();
        if changes.is_empty() { Ok(()) } else { Err(Failure::Stale { changes, mend: self.mend() }) }
    }

    /// The command that mends a stale output.
    fn mend(&self) -> String {
        let config = self.file.as_ref().map(|file| file.path.display().to_string());
        match (config.as_deref(), self.apis.first()) {
            (None, Some(api)) => {
                format!("twinspec generate {} --out {}", api.spec.path.display(), self.output.display())
            }
            (None | Some("twinspec.toml"), _) => "twinspec generate".to_owned(),
            (Some(path), _) => format!("twinspec generate --config {path}"),
        }
    }
}

/// A name that a module can have, made of any text.
fn module_name(text: &str) -> String {
    let name = text.to_snake_case();
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    if is_module_name(&name) { name } else { format!("api_{name}").trim_end_matches('_').to_owned() }
}

/// Whether a module can have this name.
fn is_module_name(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_ok() && !["lib", "mod", "runtime", "main", "_"].contains(&name)
}
