//! The program that asks generated types about values.
//!
//! It reads lines of the form `PROBE TAB VALUE` and answers each with a line of JSON:
//! `[what decoding complains of, the value as it is encoded again, what strict decoding complains of]`.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::Fallible;
use crate::workspace::{Module, quoted, scratch};

/// What does not depend on the modules.
const FRAME: &str = r#"#![allow(warnings)]

use std::io::{BufRead as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use twinspec_runtime as rt;

fn check<T: rt::Decode + rt::Encode>(text: &[u8]) -> [serde_json::Value; 3] {
    let strict = rt::from_slice_strict::<T>(text).err().map(|error| error.to_string());
    let (fault, back) = match rt::from_slice::<T>(text) {
        Ok(value) => match rt::to_vec(&value) {
            Ok(back) => (None, serde_json::from_slice(&back).ok()),
            Err(error) => (Some(format!("encoding: {error}")), None),
        },
        Err(error) => (Some(error.to_string()), None),
    };
    [fault.into(), back.unwrap_or_default(), strict.into()]
}

fn main() {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let (probe, text) = line.split_once('\t').unwrap();
        let ask = PROBES[probe.parse::<usize>().unwrap()];
        let answer = catch_unwind(AssertUnwindSafe(|| ask(text.as_bytes())));
        let answer = answer.unwrap_or_else(|_| ["panic".into(), serde_json::Value::Null, "panic".into()]);
        writeln!(out, "{}", serde_json::Value::from(answer.to_vec())).unwrap();
        out.flush().unwrap();
    }
}
"#;

/// The text of the program about some modules.
pub(crate) fn text(modules: &[Module]) -> String {
    let module = |module: &Module| {
        let file = quoted(&module.folder.join("types.rs"));
        format!("\nmod {} {{\n    #[path = {file}]\n    pub mod types;\n}}\n", module.name)
    };
    let modules_text: String = modules.iter().map(module).collect();
    let rows: Vec<String> =
        probes(modules).map(|(module, probe)| format!("    check::<{module}::types::{probe}>,\n")).collect();
    let rows = rows.concat();
    format!("{FRAME}{modules_text}\nconst PROBES: &[fn(&[u8]) -> [serde_json::Value; 3]] = &[\n{rows}];\n")
}

/// Every probe of a program, in the order of their numbers.
fn probes(modules: &[Module]) -> impl Iterator<Item = (&str, &str)> {
    modules.iter().flat_map(|module| module.probes.iter().map(|probe| (module.name.as_str(), probe.as_str())))
}

/// A value to ask a type about.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    /// The module of the type.
    pub(crate) module: String,
    /// The name of the type.
    pub(crate) probe: String,
    /// The value.
    pub(crate) value: Value,
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answer {
    /// What decoding complains of, as it is done with answers of a server.
    pub(crate) fault: Option<String>,
    /// The value as it is encoded again.
    pub(crate) back: Value,
    /// What strict decoding complains of, as it is done with requests to a server.
    pub(crate) strict: Option<String>,
}

/// Asks the program of a crate the questions; those about modules that it does not have stay without answer.
pub(crate) fn ask(package: &str, modules: &[Module], questions: &[Question]) -> Fallible<Vec<Option<Answer>>> {
    let known: std::collections::HashMap<(&str, &str), usize> =
        probes(modules).enumerate().map(|(index, probe)| (probe, index)).collect();
    let mut answers: Vec<Option<Answer>> = vec![None; questions.len()];
    let number_of = |question: &Question| known.get(&(question.module.as_str(), question.probe.as_str())).copied();
    let mut open: Vec<(usize, usize)> =
        questions.iter().enumerate().filter_map(|(index, question)| Some((index, number_of(question)?))).collect();
    let build = scratch().join("build");
    let program = build.join("debug").join(package);
    let input = build.join(format!("{package}.questions"));
    while !open.is_empty() {
        let mut file = File::create(&input)?;
        for (index, probe) in &open {
            if let Some(question) = questions.get(*index) {
                writeln!(file, "{probe}\t{}", question.value)?;
            }
        }
        let given = read(&program, &input)?;
        let count = given.len();
        for ((index, _), answer) in open.iter().zip(given) {
            if let Some(place) = answers.get_mut(*index) {
                *place = Some(answer);
            }
        }
        if count < open.len()
            && let Some(place) = open.get(count).and_then(|(index, _)| answers.get_mut(*index))
        {
            // The process ended here: this question killed it, and the rest is asked once more.
            let words = Some("the process crashed".to_owned());
            *place = Some(Answer { fault: words.clone(), back: Value::Null, strict: words });
        }
        open.drain(..open.len().min(count + 1));
    }
    fs::remove_file(&input).ok();
    Ok(answers)
}

/// The answers of one run.
fn read(program: &Path, input: &Path) -> Fallible<Vec<Answer>> {
    let mut child =
        Command::new(program).stdin(File::open(input)?).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let mut answers = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let Ok(Value::Array(parts)) = serde_json::from_str(&line?) else { break };
            let text = |index: usize| parts.get(index).and_then(Value::as_str).map(str::to_owned);
            let back = parts.get(1).cloned().unwrap_or_default();
            answers.push(Answer { fault: text(0), back, strict: text(2) });
        }
    }
    child.wait()?;
    Ok(answers)
}
