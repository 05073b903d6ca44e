//! Schemas and instances that nobody thought of: made by chance from a seed, judged by the crate `jsonschema`, and
//! asked of the compiled code as a test suite is.

mod instances;
pub(crate) mod schemas;

use jsonschema::Draft;
use serde_json::{Value, json};

use super::cases::{Group, Test};
use super::{OpenApi, judged, report};
use crate::chance::Chance;
use crate::{Fallible, parallel, say};

/// Schemas that stand together in one document.
const IN_ONE_DOCUMENT: usize = 60;

/// Instances that follow the schema, of which the last third is spoilt; then as many that do not follow it.
const FOLLOWING: usize = 12;
const STRAY: usize = 2;

/// The options of `random-schemas`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// From what all is made: the same seed makes the same schemas and instances.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many schemas.
    #[arg(long, value_name = "N", default_value_t = 300)]
    count: usize,
    /// How much is done at once.
    #[arg(long, value_name = "N", default_value_t = parallel::cores())]
    jobs: usize,
}

/// The whole command; `false` when a valid instance was refused or came back otherwise, or there is no code.
pub(crate) fn run(arguments: &Arguments) -> Fallible<bool> {
    let mut chance = Chance::new(arguments.seed);
    let groups: Vec<Group> = (0..arguments.count).filter_map(|number| group(&mut chance, number)).collect();
    let judged = judged(&groups, OpenApi::V3_1, "random-schemas", arguments.jobs)?;
    say(&format!("{} schemas made from the seed {}, `untyped = \"any\"`\n", groups.len(), arguments.seed));
    Ok(report::table(&judged))
}

/// A schema with its instances; none where the judge does not understand it, or nothing that was made is valid.
fn group(chance: &mut Chance, number: usize) -> Option<Group> {
    let schema = schemas::make(chance);
    let validator = jsonschema::options().with_draft(Draft::Draft202012).build(&schema).ok()?;
    let mut found: Vec<Value> = Vec::new();
    for index in 0..FOLLOWING + STRAY {
        let value = match index {
            index if index >= FOLLOWING => instances::stray(chance, 2),
            index if index >= FOLLOWING * 2 / 3 => {
                let value = instances::of(chance, &schema, &schema);
                instances::spoilt(chance, value)
            }
            _ => instances::of(chance, &schema, &schema),
        };
        if !found.contains(&value) {
            found.push(value);
        }
    }
    let tests = found.into_iter().enumerate().map(|(index, data)| Test {
        description: format!("{index}: {}", short(&data)),
        valid: validator.is_valid(&data),
        data,
    });
    let tests: Vec<Test> = tests.collect();
    tests.iter().any(|test| test.valid).then(|| Group {
        file: format!("{:04}", number / IN_ONE_DOCUMENT * IN_ONE_DOCUMENT),
        description: format!("{number}: {}", short(&schema)),
        schema,
        tests,
    })
}

/// The beginning of a value's text.
fn short(value: &Value) -> String {
    value.to_string().chars().take(400).collect()
}

/// The names of properties: few, so that schemas speak of the same ones.
const NAMES: [&str; 10] = ["id", "name", "kind", "type", "value", "items", "meta", "size", "next", "tags"];

/// Texts: few, so that they fall together.
fn texts() -> Vec<Value> {
    ["a", "b", "cat", "dog", "", "x-1", "2020-01-01", "hello world", "A"].map(Value::from).to_vec()
}

/// Other scalars, and null.
fn others() -> Vec<Value> {
    vec![json!(1), json!(2), json!(2.5), json!(true), json!(null)]
}
