//! The `twinspec` command.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is the command's face")]

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};

use crate::codes::Code;
use crate::config::Config;
use crate::failure::{Failure, Report};
use crate::render::{MessageFormat, Style};
use crate::write::{self, Mode, Status};

/// The configuration that is read when no other is named.
const CONFIG: &str = "twinspec.toml";

/// Typed Rust clients and servers from OpenAPI documents.
#[derive(Debug, Parser)]
#[command(name = "twinspec", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// The form of findings: text for people on standard error, or one JSON object a line on standard output.
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    message_format: Format,
    /// Whether findings have colours.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    color: Color,
}

/// The commands.
#[derive(Debug, Subcommand)]
enum Command {
    /// Generate what `twinspec.toml` lists, or one document.
    Generate(Target),
    /// Say whether the generated code is what the documents say; show the difference when it is not.
    Check(Target),
    /// Write the skeleton of a service: a type that implements the contract, each method a `todo!()`.
    Scaffold(Skeleton),
    /// Say what was decided for one schema: its type, what validation adds, how a union is told apart.
    #[command(allow_missing_positional = true)]
    Inspect {
        #[command(flatten)]
        chosen: Chosen,
        /// The schema: a JSON pointer such as `#/components/schemas/Pet`, or the name of a component.
        schema: String,
    },
    /// Explain a finding by its code, such as TS0101; list all codes without one.
    Explain {
        /// The code.
        code: Option<String>,
    },
}

/// What to generate or to check.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "these are the switches of the command, one by one")]
struct Target {
    /// The OpenAPI document; without one, `twinspec.toml` says what to do.
    #[arg(requires = "out")]
    spec: Option<PathBuf>,
    /// The configuration file.
    #[arg(long, value_name = "PATH", conflicts_with = "spec")]
    config: Option<PathBuf>,
    /// The folder for the code: the folder of the module, or of the crate with `--crate`.
    #[arg(long, value_name = "DIR", requires = "spec")]
    out: Option<PathBuf>,
    /// The folder that references into other files may not leave; the document's own folder otherwise.
    #[arg(long, value_name = "DIR", requires = "spec")]
    reference_root: Option<PathBuf>,
    /// The name of the module or crate; the document's file name otherwise.
    #[arg(long, requires = "spec")]
    name: Option<String>,
    /// Write a whole crate, with its `Cargo.toml`.
    #[arg(long = "crate", requires = "spec")]
    whole_crate: bool,
    /// Put each tag behind a cargo feature of its own, so that users of a large API compile what they use.
    #[arg(long, requires = "spec")]
    per_tag: bool,
    /// Write the runtime's sources beside the code, in place of depending on its crate.
    #[arg(long, requires = "spec")]
    standalone: bool,
    /// Generate the client alone (with `--server`: both, which is the default).
    #[arg(long, requires = "spec")]
    client: bool,
    /// Generate the server alone (with `--client`: both, which is the default).
    #[arg(long, requires = "spec")]
    server: bool,
}

/// One API, of a document or of a configuration.
#[derive(Debug, clap::Args)]
struct Chosen {
    /// The OpenAPI document; without one, `twinspec.toml` names the documents.
    spec: Option<PathBuf>,
    /// The configuration file.
    #[arg(long, value_name = "PATH", conflicts_with = "spec")]
    config: Option<PathBuf>,
    /// Which API of the configuration is meant, when it has several.
    #[arg(long, value_name = "NAME", conflicts_with = "spec")]
    api: Option<String>,
    /// The folder that references into other files may not leave; the document's own folder otherwise.
    #[arg(long, value_name = "DIR", requires = "spec")]
    reference_root: Option<PathBuf>,
}

/// What to write a skeleton for.
#[derive(Debug, clap::Args)]
struct Skeleton {
    #[command(flatten)]
    chosen: Chosen,
    /// The path of the generated module; `crate::` and the API's name otherwise.
    #[arg(long, value_name = "PATH")]
    module: Option<String>,
    /// Write a receiver of what the API sends instead of a service.
    #[arg(long, value_name = "WHAT")]
    receive: Option<Part>,
    /// The file to write, which must not be there yet.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Values of `--receive`.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Part {
    Webhooks,
    Callbacks,
}

/// Values of `--message-format`.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Human,
    Json,
}

/// Values of `--color`.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

/// The command's arguments: for shell completions, and to check what is written about them.
pub fn command() -> clap::Command {
    Arguments::command()
}

/// Runs the command with the arguments of the process.
///
/// The answer is 0 when code was written (or is up to date), 1 when a document has errors or the code is stale, and
/// 2 when the command was called in a way that cannot work.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let format = match arguments.message_format {
        Format::Human => MessageFormat::Human,
        Format::Json => MessageFormat::Json,
    };
    let color = match arguments.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    };
    let style = Style { format, color };
    let done = match &arguments.command {
        Command::Generate(target) => generate(target, style),
        Command::Check(target) => target.config().and_then(|config| config.check()),
        Command::Scaffold(skeleton) => scaffold(skeleton),
        Command::Inspect { chosen, schema } => inspect(chosen, schema, style),
        Command::Explain { code } => explain(code.as_deref()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            fail(&failure, style);
            ExitCode::from(if matches!(failure, Failure::Misuse(_)) { 2 } else { 1 })
        }
    }
}

/// The configuration in a file, `twinspec.toml` unless another is named; `otherwise` is how to do without one.
fn configured(path: Option<&Path>, otherwise: &str) -> Result<Config, Failure> {
    if path.is_none() && !Path::new(CONFIG).exists() {
        let message = format!("there is no `{CONFIG}` here; write one, or name a document: `twinspec {otherwise}`");
        return Err(Failure::Misuse(message));
    }
    Config::from_toml(path.unwrap_or(Path::new(CONFIG)))
}

impl Target {
    /// The configuration that the arguments mean.
    fn config(&self) -> Result<Config, Failure> {
        let (Some(spec), Some(out)) = (&self.spec, &self.out) else {
            return configured(self.config.as_deref(), "generate SPEC --out DIR");
        };
        let both = self.client == self.server;
        let mut config = Config::for_spec(spec)
            .output(out)
            .standalone(self.standalone)
            .client(both || self.client)
            .server(both || self.server);
        if let Some(name) = &self.name {
            config = config.name(name);
        }
        if let Some(folder) = &self.reference_root {
            config = config.reference_root(folder);
        }
        if self.per_tag {
            config = config.tag_features(true);
        }
        Ok(if self.whole_crate { config.whole_crate() } else { config })
    }
}

impl Chosen {
    /// The configuration that has the API.
    fn config(&self, otherwise: &str) -> Result<Config, Failure> {
        let Some(spec) = &self.spec else { return configured(self.config.as_deref(), otherwise) };
        let config = Config::for_spec(spec);
        Ok(match &self.reference_root {
            Some(folder) => config.reference_root(folder),
            None => config,
        })
    }
}

/// `twinspec generate`.
fn generate(target: &Target, style: Style) -> Result<(), Failure> {
    let config = target.config()?;
    let (report, shown, made_of) = config.run_and_show(Mode::Write, |found| found.render(style))?;
    findings(&shown.concat(), style);
    tell(&report, style);
    // The process ends here, and with it goes all that it holds, at once.
    std::mem::forget(made_of);
    Ok(())
}

/// Prints a line for each API, and one for each file of an API that is no longer there.
fn tell(report: &Report, style: Style) {
    let say = |line: &dyn std::fmt::Display| match style.format {
        MessageFormat::Human => println!("{line}"),
        MessageFormat::Json => eprintln!("{line}"),
    };
    report.apis.iter().for_each(|api| say(api));
    let of_an_api = |path: &Path| report.apis.len() == 1 || report.apis.iter().any(|api| path.starts_with(&api.name));
    for change in &report.changes {
        if change.status == Status::Removed && !of_an_api(&change.path) {
            say(&format_args!("removed {}", change.path.display()));
        }
    }
}

/// Prints findings where they belong.
fn findings(text: &str, style: Style) {
    match style.format {
        MessageFormat::Human => eprint!("{text}"),
        MessageFormat::Json => print!("{text}"),
    }
}

/// Prints why it failed.
fn fail(failure: &Failure, style: Style) {
    let text = failure.render(style);
    let Failure::Diagnostics(found) = failure else {
        return eprintln!("error: {}", text.trim());
    };
    findings(&text, style);
    if style.format == MessageFormat::Human {
        let errors: usize = found.iter().map(|found| found.diagnostics.errors()).sum();
        let all: usize = found.iter().map(|found| found.diagnostics.len()).sum();
        let warnings = if all > errors { format!(" ({} warnings)", all - errors) } else { String::new() };
        let noun = if errors == 1 { "error" } else { "errors" };
        eprintln!(
            "\nerror: nothing was written because of {errors} {noun}{warnings}; `twinspec explain CODE` says more"
        );
    }
}

/// `twinspec scaffold`. What it writes is its user's, so it never writes over anything.
fn scaffold(skeleton: &Skeleton) -> Result<(), Failure> {
    let Skeleton { chosen, module, receive, out } = skeleton;
    let config = chosen.config("scaffold SPEC --out FILE")?;
    let (api, module) = (chosen.api.as_deref(), module.as_deref());
    let text = match receive {
        None => config.scaffold(api, module),
        Some(Part::Webhooks) => config.scaffold_receiver(api, module, "webhooks"),
        Some(Part::Callbacks) => config.scaffold_receiver(api, module, "callbacks"),
    }?;
    write::create(out, &text)?;
    println!("{}: fill in what says `todo!`", out.display());
    Ok(())
}

/// `twinspec inspect`.
fn inspect(chosen: &Chosen, schema: &str, style: Style) -> Result<(), Failure> {
    let inspection = chosen.config("inspect SPEC SCHEMA")?.inspect(chosen.api.as_deref(), schema)?;
    print!("{}", inspection.render(style.format));
    Ok(())
}

/// `twinspec explain`.
fn explain(code: Option<&str>) -> Result<(), Failure> {
    let Some(text) = code else {
        Code::all().for_each(|code| println!("{code}  {}", code.title()));
        return Ok(());
    };
    let code = Code::parse(text);
    let code =
        code.ok_or_else(|| Failure::Misuse(format!("there is no code `{text}`; `twinspec explain` lists them")))?;
    println!("{code}: {}\n\n{}", code.title(), code.explain());
    Ok(())
}
