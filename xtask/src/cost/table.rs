//! The table, line by line, and per document how twinspec stands beside the best of the others.

use super::tools::Tool;
use super::{Cost, Line, Outcome, seconds};
use crate::say;

/// Prints what stands above the lines.
pub(super) fn head() {
    say("CPU seconds (memory of the largest process in MB)");
    say("twinspec: types, client and server; the others: types and client\n");
    say(&format!(
        "{:<42} {:<16} {:>9} {:>9} {:>8} {:>8} {:>16} {:>16} {:>10} {:>10}",
        "document (operations)",
        "generator",
        "lines",
        "kB",
        "lines/op",
        "generate",
        "check",
        "build",
        "check/op",
        "build/op"
    ));
}

/// Prints a line.
pub(super) fn line(line: &Line) {
    let name = format!("{} ({})", line.document, line.operations);
    let tool = line.tool.to_string();
    match &line.outcome {
        Outcome::Measured(cost) => say(&row(&name, &tool, cost, line.operations)),
        Outcome::Failed(why) => say(&format!("{name:<42} {tool:<16} {why}")),
    }
}

/// Prints what the lines come to.
pub(super) fn foot(lines: &[Line]) {
    say("");
    let mut documents: Vec<&str> = lines.iter().map(|line| line.document.as_str()).collect();
    documents.dedup();
    for document in documents {
        let of_document: Vec<&Line> = lines.iter().filter(|line| line.document == document).collect();
        say(&beside_the_best(document, &of_document));
    }
}

fn row(name: &str, tool: &str, cost: &Cost, operations: usize) -> String {
    let each = |time: std::time::Duration| format!("{:.1} ms", time.as_secs_f64() * 1000.0 / count(operations));
    let compiled = |spent: &super::Spent| format!("{} ({})", seconds(spent.cpu), spent.peak / 1_000_000);
    format!(
        "{name:<42} {tool:<16} {:>9} {:>9} {:>8} {:>8} {:>16} {:>16} {:>10} {:>10}",
        cost.size.lines,
        cost.size.bytes / 1000,
        cost.size.lines / operations.max(1),
        seconds(cost.generated.cpu),
        compiled(&cost.check),
        compiled(&cost.build),
        each(cost.check.cpu),
        each(cost.build.cpu),
    )
}

/// A number of things to divide by.
fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number.max(1)).unwrap_or(u32::MAX))
}

/// What twinspec takes, as a share of the best of the others.
fn beside_the_best(document: &str, lines: &[&Line]) -> String {
    let cost = |line: &&Line| match &line.outcome {
        Outcome::Measured(cost) => Some((line.tool, cost.check.cpu.as_secs_f64(), cost.build.cpu.as_secs_f64())),
        Outcome::Failed(_) => None,
    };
    let costs: Vec<_> = lines.iter().filter_map(cost).collect();
    let own = costs.iter().find(|(tool, ..)| *tool == Tool::Twinspec);
    let least = |which: fn(&(Tool, f64, f64)) -> f64| {
        let others = costs.iter().filter(|(tool, ..)| *tool != Tool::Twinspec);
        others.map(which).reduce(f64::min)
    };
    match (own, least(|cost| cost.1), least(|cost| cost.2)) {
        (Some((_, check, build)), Some(best_check), Some(best_build)) => format!(
            "{document}: checks in {:.2} and builds in {:.2} of the time of the best peer that compiles",
            check / best_check,
            build / best_build
        ),
        (Some(_), ..) => format!("{document}: no peer's code compiles"),
        (None, ..) => format!("{document}: twinspec was not measured"),
    }
}
