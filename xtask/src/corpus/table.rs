//! The table, the summary and the faults.

use std::collections::BTreeMap;

use super::tally::Line;
use crate::say;

/// The width of the column with the names.
const NAME: usize = 56;

/// The columns with numbers: two lines of the head, and the number.
type Column = (&'static str, &'static str, fn(&Line) -> u64);

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

const COLUMNS: [Column; 18] = [
    ("opera-", "tions", |line| count(line.operations)),
    ("", "types", |line| count(line.types)),
    ("", "lines", |line| count(line.lines)),
    ("", "ms", |line| line.milliseconds),
    ("", "errors", |line| count(line.errors)),
    ("warn-", "ings", |line| count(line.warnings)),
    ("", "notes", |line| count(line.notes)),
    ("miss-", "ing", |line| count(line.missing.len())),
    ("rustc", "errors", |line| count(line.compile_errors)),
    ("rustc", "warns", |line| count(line.compile_warnings)),
    ("exam-", "ples", |line| count(line.examples)),
    ("kept", "whole", |line| count(line.whole)),
    ("", "valid", |line| count(line.valid)),
    ("valid", "whole", |line| count(line.valid_whole)),
    ("valid", "refused", |line| count(line.refused)),
    ("valid", "changed", |line| count(line.changed)),
    ("strict", "refusal", |line| count(line.strictly_refused)),
    ("leni-", "ent", |line| count(line.lenient)),
];

/// Prints everything; `false` when there are faults.
pub(super) fn print(lines: &[Line], large: usize, keep: bool) -> bool {
    let members = if keep { "keep" } else { "ignore" };
    say(&format!("examples go through types with `unknown-members = \"{members}\"`\n"));
    row("", COLUMNS.iter().map(|(first, _, _)| (*first).to_owned()));
    row("document", COLUMNS.iter().map(|(_, second, _)| (*second).to_owned()));
    for line in lines {
        let mark = if line.written { "" } else { " (no code)" };
        row(&format!("{}{mark}", line.name), COLUMNS.iter().map(|(_, _, number)| number(line).to_string()));
    }
    let sums = COLUMNS.iter().map(|(_, _, number)| lines.iter().map(number).sum::<u64>().to_string());
    row(&format!("{} documents", lines.len()), sums);
    listed("remarks", lines, |line| &line.remarks);
    listed("faults", lines, |line| &line.faults);
    missing(lines);
    summary(lines, large)
}

fn row(name: &str, cells: impl Iterator<Item = String>) {
    let length = name.chars().count();
    // The end of a name says more than its beginning.
    let shown: String = name.chars().skip(length.saturating_sub(NAME)).collect();
    let cells: Vec<String> = cells.map(|cell| format!("{cell:>8}")).collect();
    say(&format!("{shown:<NAME$}{}", cells.join("")));
}

fn listed(title: &str, lines: &[Line], of: impl Fn(&Line) -> &Vec<String>) {
    let number: usize = lines.iter().map(|line| of(line).len()).sum();
    if number == 0 {
        return;
    }
    say(&format!("\n{title}: {number}"));
    for line in lines.iter().filter(|line| !of(line).is_empty()) {
        say(&format!("  {}", line.name));
        for text in of(line) {
            say(&format!("    {text}"));
        }
    }
}

/// The missing features: how often each, and in how many documents.
fn missing(lines: &[Line]) {
    let mut features: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for line in lines {
        let mut seen = BTreeMap::new();
        for (text, places) in &line.missing {
            *seen.entry(general(text)).or_insert(0) += places;
        }
        for (feature, times) in seen {
            let total = features.entry(feature).or_default();
            total.0 += times;
            total.1 += 1;
        }
    }
    if features.is_empty() {
        return;
    }
    say("\nmissing features, with the number of places and of documents:");
    let mut sorted: Vec<_> = features.into_iter().collect();
    sorted.sort_by_key(|(_, (times, _))| std::cmp::Reverse(*times));
    for (feature, (times, documents)) in sorted {
        say(&format!("  {times:>6} {documents:>4}  {feature}"));
    }
}

/// A message without the names of the document's own things; a media type is the feature itself.
fn general(text: &str) -> String {
    if text.starts_with("TS0301") {
        return text.to_owned();
    }
    let parts = text.split('`').enumerate().map(|(index, part)| if index % 2 == 1 { "`…`" } else { part });
    parts.collect()
}

fn summary(lines: &[Line], large: usize) -> bool {
    let sum = |of: fn(&Line) -> usize| lines.iter().map(of).sum::<usize>();
    let documents = |of: fn(&Line) -> bool| lines.iter().filter(|line| of(line)).count();
    let (examples, valid) = (sum(|line| line.examples), sum(|line| line.valid));
    say("");
    say(&format!(
        "documents: {} ({} generated, {} refused, {} crashed, {large} left out for their size)",
        lines.len(),
        documents(|line| line.written),
        documents(|line| !line.written && line.crashes == 0),
        documents(|line| line.crashes > 0),
    ));
    say(&format!(
        "compiler: {} errors in {} documents, {} warnings in {}",
        sum(|line| line.compile_errors),
        documents(|line| line.compile_errors > 0),
        sum(|line| line.compile_warnings),
        documents(|line| line.compile_warnings > 0),
    ));
    say(&format!(
        "examples: {examples}, {} kept whole ({}); valid by the judge: {valid}, {} kept whole ({}), {} refused, \
         {} changed, {} refused strictly; invalid and accepted: {}; refused without a judgement: {}",
        sum(|line| line.whole),
        share(sum(|line| line.whole), examples),
        sum(|line| line.valid_whole),
        share(sum(|line| line.valid_whole), valid),
        sum(|line| line.refused),
        sum(|line| line.changed),
        sum(|line| line.strictly_refused),
        sum(|line| line.lenient),
        sum(|line| line.unjudged),
    ));
    let faulty = documents(|line| !line.faults.is_empty());
    say(&format!("faults: {} in {faulty} documents", sum(|line| line.faults.len())));
    faulty == 0
}

fn share(part: usize, whole: usize) -> String {
    let tenths = (part * 1000).checked_div(whole).unwrap_or(1000);
    format!("{}.{} %", tenths / 10, tenths % 10)
}
