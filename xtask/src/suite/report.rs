//! The totals per keyword, and what is wrong.

use std::collections::BTreeMap;

use super::{Judged, Missing};
use crate::program::Answer;
use crate::say;

/// The totals of a file.
#[derive(Default)]
struct Totals {
    valid_accepted: usize,
    valid_refused: usize,
    invalid_refused: usize,
    invalid_accepted: usize,
    no_code: usize,
    not_expressible: usize,
}

/// Prints the table and the faults; `false` when there are any.
pub(super) fn table(judged: &[Judged<'_>]) -> bool {
    let mut files: BTreeMap<&str, Totals> = BTreeMap::new();
    let mut faults = Vec::new();
    let mut not_expressible = Vec::new();
    for one in judged {
        let totals = files.entry(&one.group.file).or_default();
        match &one.answers {
            Ok(answers) => count(one, answers, totals, &mut faults),
            Err(missing) => {
                let (list, place, what) = match missing {
                    Missing::NotExpressible(reason) => {
                        (&mut not_expressible, &mut totals.not_expressible, reason.clone())
                    }
                    Missing::Refused(reason) => (&mut faults, &mut totals.no_code, format!("refused: {reason}")),
                    Missing::Crashed(reason) => (&mut faults, &mut totals.no_code, format!("crashed: {reason}")),
                    Missing::NotCompiled(reason) => {
                        (&mut faults, &mut totals.no_code, format!("does not compile: {reason}"))
                    }
                };
                *place += one.group.tests.len();
                list.push(format!("{} | {} | {what}", one.group.file, one.group.description));
            }
        }
    }
    print(&files);
    section("not expressible in OpenAPI", &not_expressible);
    section("faults", &faults);
    faults.is_empty()
}

fn count(one: &Judged<'_>, answers: &[Answer], totals: &mut Totals, faults: &mut Vec<String>) {
    for (test, answer) in one.group.tests.iter().zip(answers) {
        let refusal = answer.strict.as_ref().or(answer.fault.as_ref());
        match (test.valid, refusal) {
            (true, None) => totals.valid_accepted += 1,
            (true, Some(refusal)) => {
                totals.valid_refused += 1;
                let (file, group, refusal) = (&one.group.file, &one.group.description, refusal.replace('\n', "; "));
                faults.push(format!("{file} | {group} | {} | valid, refused: {refusal}", test.description));
            }
            (false, _) if answer.strict.is_some() => totals.invalid_refused += 1,
            (false, _) => totals.invalid_accepted += 1,
        }
    }
}

fn print(files: &BTreeMap<&str, Totals>) {
    let line = |name: &str, numbers: [&dyn std::fmt::Display; 6]| {
        let cells: Vec<String> = numbers.iter().map(|number| format!("{number:>9}")).collect();
        say(&format!("{name:<36}{}", cells.join("")));
    };
    line("", [&"valid", &"valid", &"invalid", &"invalid", &"no", &"not ex-"]);
    line("file", [&"accepted", &"refused", &"refused", &"accepted", &"code", &"pressible"]);
    let mut sum = Totals::default();
    for (name, totals) in files {
        let Totals { valid_accepted, valid_refused, invalid_refused, invalid_accepted, no_code, not_expressible } =
            totals;
        line(name, [valid_accepted, valid_refused, invalid_refused, invalid_accepted, no_code, not_expressible]);
        sum.valid_accepted += valid_accepted;
        sum.valid_refused += valid_refused;
        sum.invalid_refused += invalid_refused;
        sum.invalid_accepted += invalid_accepted;
        sum.no_code += no_code;
        sum.not_expressible += not_expressible;
    }
    let Totals { valid_accepted, valid_refused, invalid_refused, invalid_accepted, no_code, not_expressible } = &sum;
    line("in all", [valid_accepted, valid_refused, invalid_refused, invalid_accepted, no_code, not_expressible]);
}

fn section(title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    say(&format!("\n{title}: {}", lines.len()));
    for line in lines {
        say(&format!("  {line}"));
    }
}
