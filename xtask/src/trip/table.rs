//! The table, what was refused and why, and the faults.

use std::collections::BTreeMap;
use std::time::Duration;

use super::drive::Tally;
use crate::say;

/// How the reason begins for which a document is left out that should not be.
pub(super) const BROKEN: &str = "FAULT";

/// Prints everything; `false` when there are faults.
pub(super) fn print(tallies: &[(String, Tally)], left_out: &[(String, String)], taken: Duration) -> bool {
    let mut sum = Tally::default();
    say(&format!(
        "{:<56}{:>8}{:>8}{:>8}{:>9}{:>9}{:>7}{:>6}{:>7}",
        "document", "operat.", "tried", "answers", "same", "refused", "unfit", "open", "faults"
    ));
    for (name, tally) in tallies {
        row(name, tally);
        sum.add(tally.clone());
    }
    row(&format!("{} documents", tallies.len()), &sum);
    counted("refused with a typed error", &sum.refused);
    counted("not held by the types", &sum.unfit);
    say(&format!("\nof a URL that fits two paths of the document: {}", sum.elsewhere));
    listed("not tried", tallies, |tally| &tally.open);
    listed("the document contradicts itself, and allows no message", tallies, |tally| &tally.contradicted);
    listed("faults", tallies, |tally| &tally.faults);
    let broken = left_out.iter().filter(|(_, why)| why.starts_with(BROKEN)).count();
    for (name, why) in left_out {
        say(&format!("left out: {name}: {why}"));
    }
    say(&format!(
        "\n{} documents, {} operations ({} tried), {} answers, {} cases the same, {} refused, {} faults, {} s",
        tallies.len(),
        sum.operations,
        sum.tried,
        sum.answers,
        sum.same,
        sum.refused(),
        sum.faults.len() + broken,
        taken.as_secs(),
    ));
    sum.faults.is_empty() && broken == 0
}

fn row(name: &str, tally: &Tally) {
    let length = name.chars().count();
    let shown: String = name.chars().skip(length.saturating_sub(55)).collect();
    let Tally { operations, tried, answers, same, open, faults, .. } = tally;
    let (refused, unfit) = (tally.refused(), tally.unfit());
    say(&format!(
        "{shown:<56}{operations:>8}{tried:>8}{answers:>8}{same:>9}{refused:>9}{unfit:>7}{:>6}{:>7}",
        open.len(),
        faults.len()
    ));
}

fn counted(title: &str, counts: &BTreeMap<String, usize>) {
    let mut sorted: Vec<_> = counts.iter().collect();
    sorted.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    say(&format!("\n{title}:"));
    for (words, count) in sorted.iter().take(40) {
        say(&format!("  {count:>7}  {words}"));
    }
}

fn listed(title: &str, tallies: &[(String, Tally)], of: impl Fn(&Tally) -> &Vec<String>) {
    let number: usize = tallies.iter().map(|(_, tally)| of(tally).len()).sum();
    say(&format!("\n{title}: {number}"));
    for (name, tally) in tallies.iter().filter(|(_, tally)| !of(tally).is_empty()) {
        say(&format!("  {name}"));
        for text in of(tally) {
            say(&format!("    {text}"));
        }
    }
}
