//! Documents that nobody thought of: made by chance from a seed, valid by the specification, and taken through the
//! round trip like any other.

mod answers;
mod bodies;
mod document;
mod operations;
mod parameters;
mod schemas;

use crate::chance::Chance;
use crate::corpus::find::Document;
use crate::workspace::{scratch, write};
use crate::{Fallible, parallel, say};

use super::Plan;

/// The options of `random-documents`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// From what all is made: the same seed makes the same documents and cases.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many documents.
    #[arg(long, value_name = "N", default_value_t = 20)]
    count: u64,
    /// Only the document of this number.
    #[arg(long, value_name = "N")]
    only: Option<u64>,
    /// How many cases of each answer of each operation are tried.
    #[arg(long, value_name = "N", default_value_t = 32)]
    cases: u32,
    /// How much is done at once.
    #[arg(long, value_name = "N", default_value_t = parallel::cores())]
    jobs: usize,
}

/// The whole command; `false` when it found faults.
pub(crate) fn run(arguments: &Arguments) -> Fallible<bool> {
    let folder = scratch().join("random-documents");
    let numbers = (0..arguments.count).filter(|number| arguments.only.is_none_or(|only| only == *number));
    let document = |number: u64| {
        let name = format!("seed-{}/{number:04}.json", arguments.seed);
        let path = folder.join(&name);
        write(&path, &format!("{:#}\n", document::make(Chance::of(arguments.seed, number))))?;
        Ok(Document { path, name, known: None })
    };
    let documents = numbers.map(document).collect::<Fallible<Vec<Document>>>()?;
    let plan = Plan { cases: arguments.cases, most: u32::MAX, seed: arguments.seed };
    let sound = super::tried(&documents, &folder, plan, None, arguments.jobs, true)?;
    say(&format!("documents made from the seed {}, below {}", arguments.seed, folder.display()));
    Ok(sound)
}

#[cfg(test)]
mod tests {
    use twinspec::diagnostic::{Diagnostics, Severity};
    use twinspec::{Options, compile};

    use super::{Chance, document};

    #[test]
    fn the_same_seed_makes_the_same_documents() {
        let texts =
            |seed| (0..20).map(|number| document::make(Chance::of(seed, number)).to_string()).collect::<Vec<_>>();
        let (one, other) = (texts(1), texts(2));
        assert_eq!(one, texts(1));
        assert!(one.iter().zip(&other).all(|(one, other)| one != other));
    }

    #[test]
    fn the_documents_have_no_errors_and_all_versions() {
        let mut versions = std::collections::BTreeSet::new();
        for number in 0..40 {
            let made = document::make(Chance::of(1, number));
            versions.insert(made["openapi"].to_string());
            let mut found = Diagnostics::default();
            let options = Options { client: true, server: true, ..Options::default() };
            assert!(compile(&made.into(), &options, &mut found).is_some(), "{number}");
            let errors: Vec<_> = found.iter().filter(|one| one.severity == Severity::Error).collect();
            assert!(errors.is_empty(), "{number}: {errors:?}");
        }
        assert_eq!(versions.len(), 3);
    }
}
