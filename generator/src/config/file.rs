//! `twinspec.toml`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::{ApiConfig, Config, Input, is_module_name};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Pointer};
use crate::failure::{Failure, Findings};
use crate::layout::Layout;
use crate::source::{Source, Sources};

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfigFile {
    /// The folder that the code goes to.
    #[serde(default = "generated")]
    output: String,
    /// The file that lists the modules: `lib.rs`, or `mod.rs` for an output within a crate.
    root: Option<Spanned<String>>,
    #[serde(default)]
    api: Vec<ApiTable>,
}

/// One `[[api]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ApiTable {
    name: Spanned<String>,
    spec: Spanned<String>,
    #[serde(default)]
    overlays: Vec<Spanned<String>>,
    #[serde(rename = "reference-root")]
    reference_root: Option<Spanned<String>>,
    #[serde(default = "yes")]
    client: bool,
    #[serde(default = "yes")]
    server: bool,
    features: Option<Spanned<toml::Value>>,
    #[serde(default)]
    standalone: bool,
    #[serde(default)]
    formats: BTreeMap<String, Spanned<String>>,
    #[serde(default, rename = "unknown-members")]
    unknown_members: UnknownMembers,
    #[serde(default)]
    untyped: Untyped,
}

/// What becomes of members that a schema does not name.
#[derive(Deserialize, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum UnknownMembers {
    /// They are dropped.
    #[default]
    Ignore,
    /// They are kept in a map.
    Keep,
}

/// What a schema without `type` is.
#[derive(Deserialize, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Untyped {
    /// The one type that its other keywords speak of.
    #[default]
    Infer,
    /// Any JSON value.
    Any,
}

/// The folder when none is named.
fn generated() -> String {
    "generated".to_owned()
}

/// The default of a switch that is on.
fn yes() -> bool {
    true
}

/// Reads the file.
pub(super) fn read(path: &Path) -> Result<Config, Failure> {
    let mut diagnostics = Diagnostics::default();
    let source = match Source::read(path) {
        Ok(source) => source,
        Err(error) => {
            let message = format!("cannot read `{}`: {error}", path.display());
            diagnostics.error(codes::UNREADABLE, &Pointer::root(), message).at(path, None);
            return Err(Failure::Diagnostics(vec![Findings { diagnostics, sources: Sources::default() }]));
        }
    };
    let config = match toml::from_str::<ConfigFile>(&source.text) {
        Ok(file) => Some(Reading { source: &source, diagnostics: &mut diagnostics }.config(file)),
        Err(error) => {
            let message = error.message().to_owned();
            diagnostics.error(codes::BAD_CONFIG, &Pointer::root(), message).at(path, error.span());
            None
        }
    };
    match config {
        Some(config) if !diagnostics.has_errors() => Ok(config),
        _ => Err(Failure::Diagnostics(vec![Findings { diagnostics, sources: Sources::of(source) }])),
    }
}

/// The checks that go beyond the shape of the file.
struct Reading<'a> {
    source: &'a Source,
    diagnostics: &'a mut Diagnostics,
}

impl Reading<'_> {
    /// Adds an error about some bytes of the file.
    fn error(&mut self, range: Range<usize>, message: impl Into<String>) -> &mut Diagnostic {
        self.diagnostics.error(codes::BAD_CONFIG, &Pointer::root(), message).at(&self.source.path, Some(range))
    }

    /// The configuration that the file describes.
    fn config(&mut self, file: ConfigFile) -> Config {
        let root = file.root.map_or_else(
            || "lib.rs".to_owned(),
            |root| {
                if !["lib.rs", "mod.rs"].contains(&root.get_ref().as_str()) {
                    self.error(root.span(), "`root` is `lib.rs` or `mod.rs`");
                }
                root.into_inner()
            },
        );
        if file.api.is_empty() {
            self.error(0..0, "no API is configured").help("add `[[api]]` with `name` and `spec`");
        }
        let mut names: BTreeMap<String, Range<usize>> = BTreeMap::new();
        let apis = file.api.into_iter().map(|table| self.api(table, &mut names)).collect();
        Config {
            apis,
            layout: Layout::Modules { root },
            base: self.source.path.parent().map_or_else(PathBuf::new, Path::to_owned),
            output: PathBuf::from(file.output),
            file: Some(self.source.clone()),
        }
    }

    /// One API; `names` are those of the APIs before it.
    fn api(&mut self, table: ApiTable, names: &mut BTreeMap<String, Range<usize>>) -> ApiConfig {
        let (name, at) = (table.name.get_ref().clone(), table.name.span());
        if !is_module_name(&name) {
            self.error(at.clone(), format!("`{name}` cannot be the name of a module"))
                .help("take letters, digits and `_`, and none of Rust's keywords");
        }
        if let Some(first) = names.get(&name) {
            let file = &self.source.path;
            self.error(at.clone(), format!("two APIs have the name `{name}`")).related_span(
                file,
                first.clone(),
                "the first",
            );
        }
        if !table.client && !table.server {
            self.error(at.clone(), format!("`{name}` has neither a client nor a server"));
        }
        names.entry(name.clone()).or_insert(at);
        let fits = |format: &str, kind: &str| kind == "String" || (format == "float" && kind == "f32");
        for (_, kind) in table.formats.iter().filter(|(format, kind)| !fits(format, kind.get_ref())) {
            self.error(kind.span(), format!("a format cannot be the type `{}`", kind.get_ref()))
                .help("write `\"String\"`, or leave the format out for the type that it has by itself");
        }
        let (features, tag_features) = match table.features.as_ref().map(Spanned::get_ref) {
            None => (false, false),
            Some(toml::Value::Boolean(wanted)) => (*wanted, false),
            Some(toml::Value::String(text)) if text == "per-tag" => (true, true),
            Some(_) => {
                let span = table.features.as_ref().map_or(0..0, Spanned::span);
                self.error(span, "`features` is `true`, `false` or `\"per-tag\"`");
                (false, false)
            }
        };
        let formats = table.formats.into_iter().map(|(format, kind)| (format, kind.into_inner())).collect();
        ApiConfig {
            overlays: table.overlays.into_iter().map(input).collect(),
            reference_root: table.reference_root.map(input),
            client: table.client,
            server: table.server,
            features,
            tag_features,
            standalone: table.standalone,
            formats,
            unknown_members_keep: table.unknown_members == UnknownMembers::Keep,
            untyped_as_any: table.untyped == Untyped::Any,
            ..ApiConfig::new(name, input(table.spec))
        }
    }
}

/// A file with the place where it is named.
fn input(path: Spanned<String>) -> Input {
    let named_at = Some(path.span());
    Input { path: path.into_inner().into(), named_at }
}
