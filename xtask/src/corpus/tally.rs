//! What there is to say about one document.

use serde_json::Value;
use twinspec::diagnostic::Diagnostics;
use twinspec::load::load;
use twinspec::source::Source;

use super::compare::{self, Difference};
use super::direction::{Reader, Way};
use super::examples::Example;
use super::judge::Verdict;
use super::{Work, declared};
use crate::program::Answer;

/// The codes of what twinspec itself cannot do yet.
pub(super) const MISSING: [&str; 7] = ["TS0106", "TS0201", "TS0301", "TS0302", "TS0303", "TS0304", "TS0309"];

/// The most findings of this kind that a document may need.
pub(super) const MOST_MISSING: usize = 20;

/// A line of the table, and what stands below it.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) name: String,
    pub(super) written: bool,
    pub(super) operations: usize,
    pub(super) types: usize,
    pub(super) lines: usize,
    pub(super) milliseconds: u64,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) notes: usize,
    /// Findings that are missing features, by their codes, with the number of places of each.
    pub(super) missing: Vec<(String, usize)>,
    pub(super) crashes: usize,
    pub(super) compile_errors: usize,
    pub(super) compile_warnings: usize,
    pub(super) examples: usize,
    /// Examples that came back as they were.
    pub(super) whole: usize,
    /// Examples that the judge finds valid.
    pub(super) valid: usize,
    /// Valid ones that came back as they were.
    pub(super) valid_whole: usize,
    /// Valid ones that cannot be decoded.
    pub(super) refused: usize,
    /// Valid ones that came back as something else.
    pub(super) changed: usize,
    /// Valid ones that are refused as requests alone.
    pub(super) strictly_refused: usize,
    /// Invalid ones that strict decoding accepts.
    pub(super) lenient: usize,
    /// Ones that the judge has no word on and that are refused.
    pub(super) unjudged: usize,
    /// What is wrong, one a line.
    pub(super) faults: Vec<String>,
    /// What is worth knowing, one a line.
    pub(super) remarks: Vec<String>,
}

/// The line of a document.
pub(super) fn line(work: &Work, keep: bool) -> Line {
    let generated = &work.generated;
    let missing = generated.findings.iter().filter(|finding| MISSING.contains(&finding.code.as_str()));
    let mut line = Line {
        name: work.document.name.clone(),
        written: generated.written,
        operations: generated.operations,
        types: generated.types,
        lines: generated.lines,
        milliseconds: generated.milliseconds,
        errors: generated.count("error"),
        warnings: generated.count("warning"),
        notes: generated.count("note"),
        missing: missing
            .map(|finding| (format!("{}: {}", finding.code, finding.message), finding.elsewhere + 1))
            .collect(),
        compile_errors: work.complaints.iter().filter(|complaint| complaint.error).count(),
        compile_warnings: work.complaints.iter().filter(|complaint| !complaint.error).count(),
        ..Line::default()
    };
    outcome(work, &mut line);
    for complaint in &work.complaints {
        let kind = if complaint.error { "error" } else { "warning" };
        line.faults.push(format!("compile {kind}: {}", complaint.text));
    }
    answers(work, keep, &mut line);
    line
}

/// Whether there is code, and whether there should be.
fn outcome(work: &Work, line: &mut Line) {
    let generated = &work.generated;
    if let Some(crash) = &generated.crash {
        line.crashes += 1;
        line.faults.push(format!("crash: {crash}"));
        return;
    }
    let first = generated.findings.iter().find(|finding| finding.severity == "error");
    let first =
        first.map_or("no reason".to_owned(), |error| format!("{} {} at #{}", error.code, error.message, error.pointer));
    match work.document.known {
        Some(known) if known.rejected && line.written && line.errors + line.warnings == 0 => {
            line.faults.push("rejected by its meta-schema, and nothing was found".to_owned());
        }
        Some(known) if !known.invalid && !known.incomplete && !line.written => {
            line.faults.push(format!("accepted by its meta-schema, and refused: {first}"));
        }
        _ if !line.written && line.errors == 0 => line.faults.push("no code, and no error".to_owned()),
        _ if !line.written => line.remarks.push(format!("refused: {first}")),
        _ => {}
    }
    if line.missing.len() > MOST_MISSING {
        line.faults.push(format!("{} findings are missing features; {MOST_MISSING} are allowed", line.missing.len()));
    }
    if let Err(error) = &work.examples {
        line.faults.push(format!("the examples could not be looked through: {error}"));
    }
    if let Some(probed) = &work.probed
        && !probed.written
    {
        let error = probed.findings.iter().find(|finding| finding.severity == "error");
        let why = error.map(|error| format!("{} {} at #{}", error.code, error.message, error.pointer));
        let why = why.or_else(|| probed.crash.clone()).unwrap_or_default();
        line.faults.push(format!("no code with types for the examples: {why}"));
    }
}

/// What became of the examples.
fn answers(work: &Work, keep: bool, line: &mut Line) {
    let Ok(examples) = &work.examples else { return };
    let mut root = None;
    for (example, answer) in examples.all.iter().zip(&work.answers) {
        let Some(answer) = answer else { continue };
        let before = if example.way == Way::Sent {
            let root = root.get_or_insert_with(|| document(work));
            // What is read-only is not looked at, and not sent on.
            Reader::new(root).without_read_only(&example.schema, &example.value)
        } else {
            example.value.clone()
        };
        let before = serde_json::json!({"value": [before]});
        let difference = compare::compare(&before, &answer.back);
        let lost = if keep || difference.lost.is_empty() {
            difference.lost
        } else {
            let root = root.get_or_insert_with(|| document(work));
            let declared = |place: &String| {
                place.strip_prefix("/value/0").is_none_or(|place| declared::is_declared(root, &example.schema, place))
            };
            difference.lost.into_iter().filter(declared).collect()
        };
        let whole = answer.fault.is_none() && compare::compare(&before, &answer.back).is_same();
        line.examples += 1;
        line.whole += usize::from(whole);
        one(example, answer, &Difference { lost, changed: difference.changed }, whole, line);
    }
}

/// One example.
fn one(example: &Example, answer: &Answer, difference: &Difference, whole: bool, line: &mut Line) {
    let Example { place, schema, .. } = example;
    let short = |text: &str| text.replace('\n', "; ").chars().take(240).collect::<String>();
    match &example.verdict {
        Verdict::Valid => {
            line.valid += 1;
            line.valid_whole += usize::from(whole);
            if let Some(fault) = &answer.fault {
                line.refused += 1;
                line.faults.push(format!("valid, refused: #{place} (schema #{schema}): {}", short(fault)));
            } else if !difference.is_same() {
                line.changed += 1;
                line.faults.push(format!("valid, changed: #{place} (schema #{schema}): {}", short(&difference.text())));
            }
            if let (None, Some(strict)) = (&answer.fault, &answer.strict) {
                line.strictly_refused += 1;
                line.faults.push(format!("valid, refused strictly: #{place} (schema #{schema}): {}", short(strict)));
            }
        }
        Verdict::Invalid(reason) if answer.fault.is_none() && answer.strict.is_none() => {
            line.lenient += 1;
            line.remarks.push(format!("invalid, accepted: #{place} (schema #{schema}): {}", short(reason)));
        }
        Verdict::Unknown(reason) if answer.fault.is_some() || answer.strict.is_some() => {
            line.unjudged += 1;
            let fault = answer.fault.as_ref().or(answer.strict.as_ref()).map_or("", String::as_str);
            line.remarks.push(format!("no judgement ({}), refused: #{place}: {}", short(reason), short(fault)));
        }
        Verdict::Invalid(_) | Verdict::Unknown(_) => {}
    }
}

/// The document once more: members that were lost are looked up in it.
fn document(work: &Work) -> Value {
    let source = Source::read(&work.document.path).ok();
    source
        .and_then(|source| load(&source, &mut Diagnostics::default()))
        .map_or(Value::Null, |loaded| (&loaded.value).into())
}
