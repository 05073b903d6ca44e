//! One document: cases of each answer of each operation, until one shows a fault.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashSet, hash_map::DefaultHasher};
use std::hash::{Hash as _, Hasher as _};

use jsonschema::Validator;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use serde_json::Value;
use twinspec::ir::{Api, Operation, Requirement, SchemeKind, Status};

use super::asking::{Program, Verdict};
use super::case::Cases;
use super::judge::Judge;
use super::program::{Writer, answers, operations};
use super::types::Types;
use crate::Fallible;

/// How the program says that a server refused a message.
const REFUSED: &str = "the server refused";

/// What came of a document.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    pub(super) operations: usize,
    /// Operations of which at least one case was sent and came as it went.
    pub(super) tried: usize,
    pub(super) answers: usize,
    /// Cases that came as they went.
    pub(super) same: usize,
    /// Cases that were refused with a typed error, by its words without places.
    pub(super) refused: BTreeMap<String, usize>,
    /// Cases whose values the types cannot hold.
    pub(super) unfit: BTreeMap<String, usize>,
    /// Cases whose URL is that of another operation as well: the paths of the document do not tell them apart.
    pub(super) elsewhere: usize,
    /// Answers of which no case could be tried, and why.
    pub(super) open: Vec<String>,
    /// Operations of which the document itself allows no message, and why.
    pub(super) contradicted: Vec<String>,
    pub(super) faults: Vec<String>,
}

/// How many cases of each answer there are, and from what they are made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    pub(super) cases: u32,
    /// How many cases of a document there are at most.
    pub(super) most: u32,
    pub(super) seed: u64,
}

/// Tries a document, which has a number in a program.
pub(super) fn document(name: &str, api: &Api, program: &mut Program, module: usize, plan: Plan) -> Fallible<Tally> {
    let all = operations(api).map(|operation| answers(operation).count()).sum::<usize>().max(1);
    let share = plan.most / u32::try_from(all).unwrap_or(u32::MAX);
    let plan = Plan { cases: plan.cases.min(share.max(2)), ..plan };
    let types = Types::new(api, Writer::new(api).with_files());
    let judge = Judge::new(api);
    let mut tally = Tally::default();
    let mut shapes = HashSet::new();
    for (number, operation) in operations(api).enumerate() {
        tally.operations += 1;
        if !shapes.insert((&operation.http_method, shape(&operation.path))) {
            tally.open.push(format!("{}: another operation has its method and its path", operation.id));
            continue;
        }
        if is_closed(api, operation) {
            tally.open.push(format!("{}: no credential that the document declares opens it", operation.id));
            continue;
        }
        if let Some(why) = types.no_message(operation) {
            tally.contradicted.push(format!("{}: {why}", operation.id));
            continue;
        }
        let validator = judge.of(number);
        let before = tally.same;
        let mut any = false;
        for index in 0..answers(operation).count() {
            any = true;
            let cases = Cases { api, types: &types, operation, index, judge: validator.as_ref().ok() };
            tally.answers += 1;
            let number = (module, number);
            one(name, &cases, program, number, plan, &mut tally)?;
        }
        if !any {
            tally.open.push(format!("{}: it documents no answer", operation.id));
        }
        tally.tried += usize::from(tally.same > before);
    }
    Ok(tally)
}

/// A path without the names of its parameters.
fn shape(path: &str) -> String {
    let parts = path.split('{').enumerate();
    parts
        .map(|(index, part)| if index == 0 { part } else { part.split_once('}').map_or(part, |(_, rest)| rest) })
        .collect::<Vec<_>>()
        .join("{}")
}

/// Whether each combination of security schemes has one that the document does not declare.
fn is_closed(api: &Api, operation: &Operation) -> bool {
    let undeclared = |constant: &String| {
        api.schemes.iter().any(|scheme| scheme.constant == *constant && scheme.kind == SchemeKind::Undeclared)
    };
    let closed = |combination: &Vec<Requirement>| combination.iter().any(|required| undeclared(&required.scheme));
    !operation.security.is_empty() && operation.security.iter().all(closed)
}

/// Tries one answer of an operation.
fn one(
    name: &str,
    cases: &Cases<'_, '_>,
    program: &mut Program,
    (module, number): (usize, usize),
    plan: Plan,
    tally: &mut Tally,
) -> Fallible<()> {
    let config = Config {
        cases: plan.cases,
        max_global_rejects: plan.cases * 4,
        max_shrink_iters: 2_000,
        failure_persistence: None,
        ..Config::default()
    };
    let seed = seed(plan.seed, name, cases.operation, cases.index);
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let heard = RefCell::new((program, Tally::default(), None));
    // What is tried to make a faulty case smaller is not counted.
    let shrinking = Cell::new(false);
    let outcome = runner.run(cases, |case| {
        let mut heard = heard.borrow_mut();
        let (program, tally, broken) = &mut *heard;
        if !is_valid(cases.judge, &case) || !cases.is_told_apart(&case) {
            return Err(TestCaseError::reject("it became invalid"));
        }
        let verdict = program.ask(module, number, &case).unwrap_or_else(|error| {
            *broken = Some(error.to_string());
            Verdict::Fault(error.to_string())
        });
        let outcome = count(verdict, cases.judge.is_some(), shrinking.get(), tally);
        if let Err(TestCaseError::Fail(_)) = outcome {
            shrinking.set(true);
        }
        outcome
    });
    let (_, found, broken) = heard.into_inner();
    if let Some(broken) = broken {
        return Err(broken.into());
    }
    let same = found.same;
    tally.add(found);
    note(tally, &label(cases), outcome, same);
    Ok(())
}

/// Counts what became of a case, and says it to proptest; what is tried to make a case smaller is `again`.
fn count(verdict: Verdict, judged: bool, again: bool, tally: &mut Tally) -> Result<(), TestCaseError> {
    let once = usize::from(!again);
    let add = |list: &mut BTreeMap<String, usize>, words: String| {
        if !again {
            *list.entry(words).or_default() += 1;
        }
    };
    match verdict {
        Verdict::Same => tally.same += once,
        Verdict::Refused(words) => add(&mut tally.refused, general(&words)),
        Verdict::Elsewhere => {
            tally.elsewhere += once;
            return Err(TestCaseError::reject("its URL is that of another operation"));
        }
        Verdict::Unfit(words) => {
            add(&mut tally.unfit, general(&words));
            return Err(TestCaseError::reject("the types cannot hold it"));
        }
        // Nobody can say whether the message was one that the document allows.
        Verdict::Fault(words) if !judged && words.starts_with(REFUSED) => {
            add(&mut tally.unfit, "refused by the server, and there is no judge".to_owned());
            return Err(TestCaseError::reject("nobody can judge it"));
        }
        Verdict::Fault(words) => return Err(TestCaseError::fail(words)),
    }
    Ok(())
}

/// Notes what is more than a number: a fault, and that nothing could be tried.
fn note(tally: &mut Tally, label: &str, outcome: Result<(), TestError<Value>>, same: usize) {
    match outcome {
        Ok(()) if same == 0 => tally.open.push(format!("{label}: every case was refused")),
        Err(TestError::Abort(why)) if same == 0 => tally.open.push(format!("{label}: {why}")),
        Ok(()) | Err(TestError::Abort(_)) => {}
        Err(TestError::Fail(why, case)) => {
            let case: String = case.to_string().chars().take(600).collect();
            tally.faults.push(format!("{label}: {why}\n      {case}"));
        }
    }
}

fn is_valid(judge: Option<&Validator>, case: &Value) -> bool {
    judge.is_none_or(|judge| case.get("message").is_some_and(|message| judge.is_valid(message)))
}

/// What is tried, in words.
fn label(cases: &Cases<'_, '_>) -> String {
    let status = match answers(cases.operation).nth(cases.index).map(|(answer, _)| answer.status) {
        Some(Status::Code(code)) => code.to_string(),
        Some(Status::Range(digit)) => format!("{digit}XX"),
        Some(Status::Default) => "default".to_owned(),
        None => "no answer".to_owned(),
    };
    let Operation { http_method, path, .. } = cases.operation;
    format!("{http_method} {path} {status}")
}

/// A seed of its own for each answer, so that others do not change what is tried of it.
fn seed(seed: u64, name: &str, operation: &Operation, index: usize) -> [u8; 32] {
    let mut bytes = [0; 32];
    for (part, chunk) in bytes.chunks_mut(8).enumerate() {
        let mut hasher = DefaultHasher::new();
        (seed, name, &operation.id, index, part).hash(&mut hasher);
        chunk.copy_from_slice(&hasher.finish().to_le_bytes());
    }
    bytes
}

/// Words without the names of a document's own things: of a place its beginning alone.
fn general(words: &str) -> String {
    let kind = words.split(':').next().unwrap_or_default();
    let fault = words.lines().next().and_then(|fault| fault.rsplit(": ").next()).unwrap_or_default();
    let fault = fault.trim_matches('"');
    let Some(place) = fault.strip_prefix('/') else { return format!("{kind}: {fault}") };
    let (place, rest) = place.split_once(['/', ' ']).unwrap_or((place, place));
    let rest = &format!(" {rest}");
    let said = [" must ", " cannot ", " is "].iter().filter_map(|word| rest.find(word)).min().unwrap_or_default();
    format!("{kind}: /{place}/…{}", rest.get(said..).unwrap_or_default())
}

impl Tally {
    pub(super) fn add(&mut self, other: Self) {
        self.operations += other.operations;
        self.tried += other.tried;
        self.answers += other.answers;
        self.same += other.same;
        for (words, count) in other.refused {
            *self.refused.entry(words).or_default() += count;
        }
        for (words, count) in other.unfit {
            *self.unfit.entry(words).or_default() += count;
        }
        self.elsewhere += other.elsewhere;
        self.open.extend(other.open);
        self.contradicted.extend(other.contradicted);
        self.faults.extend(other.faults);
    }

    pub(super) fn refused(&self) -> usize {
        self.refused.values().sum()
    }

    pub(super) fn unfit(&self) -> usize {
        self.unfit.values().sum()
    }
}
