//! Tools for the developers of twinspec.
//!
//! - `cargo xtask json-schema-suite DIR`: each schema of a JSON Schema test suite becomes code, and the compiled code
//!   is asked about each instance.
//! - `cargo xtask corpus DIR`: each OpenAPI document becomes code, is compiled, and takes every example of the
//!   document there and back.
//! - `cargo xtask round-trip DIR|DOCUMENT...`: values that are made from the model go through the client and the server
//!   of each document, and come as they went.
//! - `cargo xtask random-documents`: the same with documents that chance makes.
//! - `cargo xtask peers`: the generated clients and servers against clients, servers and validators that others wrote.
//! - `cargo xtask compile-cost DOCUMENT...`: what the generated code costs to compile, beside that of other generators.

mod cargo;
mod chance;
mod corpus;
mod cost;
mod generate;
mod keywords;
mod parallel;
mod peers;
mod program;
mod suite;
mod trip;
mod workspace;

use std::error::Error;
use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What a step gives, or a word about why it could not be done.
type Fallible<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Tools for the developers of twinspec.
#[derive(Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generates and compiles every document below a folder, and takes its examples there and back.
    Corpus(corpus::Arguments),
    /// Takes values through the client and the server of each document, for every operation and every status.
    RoundTrip(trip::Arguments),
    /// The same with documents that chance makes.
    RandomDocuments(trip::random::Arguments),
    /// Measures what the code of each generator costs to compile: lines, seconds and memory, per document.
    CompileCost(cost::Arguments),
    /// Tries the generated code against tools that others wrote.
    Peers(peers::Arguments),
    /// Generates and compiles the schemas of a JSON Schema test suite, and asks the code about each instance.
    JsonSchemaSuite(suite::Arguments),
    /// The same with schemas and instances that chance makes and another validator judges.
    RandomSchemas(suite::random::Arguments),
    /// One document, in a process of its own: what fails there fails alone.
    #[command(hide = true)]
    Generate {
        /// The order, as JSON.
        order: String,
    },
    /// The examples of one document with the judge's word on each, in a process of their own.
    #[command(hide = true)]
    Examples {
        /// The order, as JSON.
        order: String,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Corpus(arguments) => corpus::run(&arguments),
        Command::RoundTrip(arguments) => trip::run(&arguments),
        Command::RandomDocuments(arguments) => trip::random::run(&arguments),
        Command::CompileCost(arguments) => cost::run(&arguments),
        Command::Peers(arguments) => peers::run(&arguments),
        Command::JsonSchemaSuite(arguments) => suite::run(&arguments),
        Command::RandomSchemas(arguments) => suite::random::run(&arguments),
        Command::Generate { order } => generate::worker(&order).map(|()| true),
        Command::Examples { order } => corpus::examples_worker(&order).map(|()| true),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say_aside(&format!("error: {error}"));
            ExitCode::from(2)
        }
    }
}

/// Writes a line of the answer.
fn say(line: &str) {
    // The reader closing its end is not ours to report.
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Writes a line about the progress.
fn say_aside(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
