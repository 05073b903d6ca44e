//! The generators that are measured: where they come from, and how each turns a document into a crate.

use std::fmt;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::measure::{self, Spent};
use crate::workspace::{project, quoted};
use crate::{Fallible, generate, say_aside};

/// A generator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Tool {
    Twinspec,
    Ploidy,
    #[value(name = "oas3-gen")]
    Oas3Gen,
    Progenitor,
    #[value(name = "openapi-to-rust")]
    OpenapiToRust,
}

impl Tool {
    /// Every generator; twinspec is the one that all others stand beside.
    pub(super) const ALL: [Self; 5] =
        [Self::Twinspec, Self::Ploidy, Self::Oas3Gen, Self::Progenitor, Self::OpenapiToRust];

    /// The crate that holds the command, with the version that is measured, and the command.
    fn package(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Twinspec => None,
            Self::Ploidy => Some(("ploidy@0.15.0", "ploidy")),
            Self::Oas3Gen => Some(("oas3-gen@0.29.0", "oas3-gen")),
            Self::Progenitor => Some(("cargo-progenitor@0.15.1", "cargo-progenitor")),
            Self::OpenapiToRust => Some(("openapi-to-rust@0.23.0", "openapi-to-rust")),
        }
    }

    /// Installs the command from the registry, unless it is there in this version.
    pub(super) fn install(self, folder: &Path) -> Fallible<()> {
        let Some((package, _)) = self.package() else { return Ok(()) };
        let tools = folder.join("tools");
        let listed = fs::read_to_string(tools.join(".crates.toml")).unwrap_or_default();
        if listed.contains(&format!("\"{} (", package.replace('@', " "))) {
            return Ok(());
        }
        say_aside(&format!("installing {package}"));
        let mut command = crate::cargo::program();
        command.args(["install", "--locked", "--quiet", "--root"]).arg(tools).arg(package);
        if command.status()?.success() { Ok(()) } else { Err(format!("{package} cannot be installed").into()) }
    }

    /// Turns a document into a crate below `out`; the error is why there is none.
    pub(super) fn generate(self, document: &Path, out: &Path, folder: &Path) -> Fallible<Result<Spent, String>> {
        let Some((_, program)) = self.package() else { return own(document, out, folder) };
        let mut command = Command::new(folder.join("tools/bin").join(program));
        let generated = out.join("src/generated");
        match self {
            Self::Ploidy => command.args(["generate", "rust"]).arg(document).arg("-o").arg(out),
            Self::Oas3Gen => {
                let command = command.args(["generate", "client-mod", "--workspace"]);
                command.arg("-i").arg(document).arg("-o").arg(out)
            }
            Self::Progenitor => {
                let command = command.args(["progenitor", "--name", "api", "--version", "0.0.0"]);
                command.arg("-i").arg(document).arg("-o").arg(out)
            }
            _ => command.arg("generate").arg(document).arg("--output-dir").arg(&generated),
        };
        let spent = measure::spent(&mut command, &folder.join(format!("{self}.generate.log")))?;
        if spent.is_ok() {
            complete(out, &generated)?;
        }
        Ok(spent)
    }
}

impl fmt::Display for Tool {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Twinspec => "twinspec",
            Self::Ploidy => "ploidy",
            Self::Oas3Gen => "oas3-gen",
            Self::Progenitor => "progenitor",
            Self::OpenapiToRust => "openapi-to-rust",
        })
    }
}

/// What is common to the manifests that are written here: a workspace of its own.
const MANIFEST: &str = "[package]\nname = \"api\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n";

/// twinspec's crate: types, client and server.
fn own(document: &Path, out: &Path, folder: &Path) -> Fallible<Result<Spent, String>> {
    let order = generate::Order { spec: document.to_owned(), out: out.join("src/api"), ..generate::Order::default() };
    fs::create_dir_all(&order.out)?;
    let mut command = generate::command(&order)?;
    let spent = measure::spent(&mut command, &folder.join("twinspec.generate.log"))?;
    fs::write(out.join("src/lib.rs"), "pub mod api;\n")?;
    let runtime = quoted(&project().join("runtime"));
    let features = r#"["client", "server", "uuid", "chrono", "base64", "regex"]"#;
    let dependency = format!(
        "[dependencies]\ntwinspec-runtime = {{ path = {runtime}, default-features = false, features = {features} }}\n"
    );
    fs::write(out.join("Cargo.toml"), format!("{MANIFEST}\n{dependency}"))?;
    Ok(spent)
}

/// Makes a crate of what is a module alone, and a crate outside of any workspace of what is a member of one.
fn complete(out: &Path, generated: &Path) -> Fallible<()> {
    let manifest = out.join("Cargo.toml");
    if let Ok(text) = fs::read_to_string(&manifest) {
        if !text.contains("[workspace]") {
            fs::write(&manifest, format!("{text}\n[workspace]\n"))?;
        }
        return Ok(());
    }
    let dependencies = fs::read_to_string(generated.join("REQUIRED_DEPS.toml"))?;
    fs::write(&manifest, format!("{MANIFEST}\n{dependencies}"))?;
    Ok(fs::write(out.join("src/lib.rs"), "pub mod generated;\n")?)
}
