//! The program at work: cases go in, verdicts come out.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

use crate::Fallible;

/// What the program says of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// All came as it went.
    Same,
    /// A typed error says why something was not sent.
    Refused(String),
    /// The types cannot hold the values.
    Unfit(String),
    /// Another operation was asked: the document has two of which one URL may be meant.
    Elsewhere,
    /// Something came otherwise than it went.
    Fault(String),
}

/// A program that is started when it is asked, and again when a case has ended it.
pub(super) struct Program {
    path: PathBuf,
    running: Option<Running>,
}

struct Running {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Program {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, running: None }
    }

    /// The verdict on a case of an operation of a module, by their numbers.
    pub(super) fn ask(&mut self, module: usize, operation: usize, case: &Value) -> Fallible<Verdict> {
        let running = match &mut self.running {
            Some(running) => running,
            none => none.insert(Running::start(&self.path)?),
        };
        let line = format!("{module}\t{operation}\t{case}\n");
        let mut answer = String::new();
        let asked = running.input.write_all(line.as_bytes()).and_then(|()| running.output.read_line(&mut answer));
        if asked.is_err() || answer.is_empty() {
            self.running = None;
            return Ok(Verdict::Fault("the process crashed".to_owned()));
        }
        let (verdict, words): (String, String) = serde_json::from_str(&answer)?;
        Ok(match verdict.as_str() {
            "same" => Verdict::Same,
            "refused" => Verdict::Refused(words),
            "unfit" => Verdict::Unfit(words),
            "elsewhere" => Verdict::Elsewhere,
            _ => Verdict::Fault(words),
        })
    }
}

impl Running {
    fn start(path: &PathBuf) -> Fallible<Self> {
        let mut command = Command::new(path);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let input = child.stdin.take().ok_or("no input")?;
        let output = BufReader::new(child.stdout.take().ok_or("no output")?);
        Ok(Self { child, input, output })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A process that has ended already is not to be ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
