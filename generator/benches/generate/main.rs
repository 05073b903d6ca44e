//! How long each stage takes, and the whole, beside the floor: reading the text into `openapiv3`.
//!
//! ```text
//! cargo bench -p twinspec --bench generate                 # the two documents of this repository
//! cargo bench -p twinspec --bench generate -- linear       # made documents, each shape in three sizes
//! cargo bench -p twinspec --bench generate -- 'in floors'  # how many times the floor the whole takes, both in turn
//! TWINSPEC_BENCH=a.yaml:b.json cargo bench -p twinspec --bench generate -- whole floor
//! ```
//!
//! The environment variable `TWINSPEC_BENCH` names other documents, paths separated by `:`. The whole should take no
//! more than three times the floor, and twice as many schemas no more than twice the time.

#![allow(clippy::expect_used, missing_docs, reason = "a benchmark that cannot read its documents stops")]

mod floors;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, BenchmarkId, Criterion, SamplingMode, criterion_group, criterion_main};
use twinspec::diagnostic::Diagnostics;
use twinspec::format::{self, FileText};
use twinspec::ir::Api;
use twinspec::source::Source;
use twinspec::write::{self, Mode, Plan};
use twinspec::{Config, Options};

use floors::Floors;

/// The allocator of the command.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The documents to measure.
fn documents() -> Vec<PathBuf> {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    match std::env::var("TWINSPEC_BENCH") {
        Ok(paths) => paths.split(':').map(PathBuf::from).collect(),
        Err(_) => vec![specs.join("genauth.yaml"), specs.join("lerian-identity.yaml")],
    }
}

/// The floor: what reading the text into `openapiv3` takes.
fn read(path: &Path, text: &str) -> Option<openapiv3::OpenAPI> {
    if path.extension().is_some_and(|extension| extension == "json") {
        serde_json::from_str(text).ok()
    } else {
        serde_yaml::from_str(text).ok()
    }
}

/// Waits until the run before has let go of all its memory, which it does after it has come to its end.
fn settle() {
    std::thread::sleep(Duration::from_millis(250));
}

fn options() -> Options {
    Options { name: "api".to_owned(), client: true, server: true, ..Options::default() }
}

/// load → dialect → lower.
fn lowered(source: &Source) -> Api {
    let loaded = twinspec::load::load(source, &mut Diagnostics::default()).expect("the document is well-formed");
    twinspec::compile(&loaded.value, &options(), &mut Diagnostics::default()).expect("the document is OpenAPI")
}

/// The text of each file.
fn texts(api: &Api, options: &Options) -> Vec<(PathBuf, FileText)> {
    let emitted = twinspec::emit(api, options);
    let texts = format::files(&emitted, &format::header("a benchmark"));
    emitted
        .iter()
        .zip(texts)
        .map(|(file, text)| ((&file.path).into(), text.expect("what is emitted is Rust")))
        .collect()
}

fn stages(criterion: &mut Criterion) {
    for path in documents() {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let text = std::fs::read_to_string(&path).expect("the document can be read");
        assert!(read(&path, &text).is_some(), "the floor is the whole document read, and {name} is not read");
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10);
        // What was read is let go of after the time is taken, here as in the whole.
        group.bench_function("floor: read into openapiv3", |bencher| {
            bencher.iter_with_large_drop(|| read(&path, &text));
        });
        // The whole finds the memory of a process that has just begun. The floor does so here, and not above.
        group.bench_function("floor, as cold as the whole", |bencher| {
            bencher.iter_batched(settle, |()| read(&path, &text), BatchSize::PerIteration);
        });
        group.bench_function("floor, and all of it let go of", |bencher| {
            bencher.iter(|| read(&path, &text).is_some());
        });
        each_stage(&mut group, &Source::new(path.clone(), text.clone()));
        group.bench_function("whole, to disk", |bencher| {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let config = Config::for_spec(&path).name("api").output(folder.path());
            bencher.iter_batched(settle, |()| config.generate().is_ok(), BatchSize::PerIteration);
        });
        group.finish();
    }
}

/// What something takes, when the run before is over; what it gives is let go of after that.
fn timed<T>(run: impl FnOnce() -> T) -> Duration {
    settle();
    let start = Instant::now();
    let made = run();
    let taken = start.elapsed();
    drop(made);
    taken
}

fn in_floors(criterion: &mut Criterion<Floors>) {
    for path in documents() {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let text = std::fs::read_to_string(&path).expect("the document can be read");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let config = Config::for_spec(&path).name("api").output(folder.path());
        assert!(read(&path, &text).is_some() && config.generate().is_ok(), "{name} is read and generated");
        let mut group = criterion.benchmark_group(name);
        group.sample_size(20).sampling_mode(SamplingMode::Flat).measurement_time(Duration::from_secs(30));
        group.bench_function("whole, in floors", |bencher| {
            let (floor, whole) = (|| timed(|| read(&path, &text)), || timed(|| config.generate().is_ok()));
            bencher.iter_custom(|times| floors::in_turn(times, floor, whole));
        });
        group.finish();
    }
}

fn each_stage(group: &mut BenchmarkGroup<'_, WallTime>, source: &Source) {
    group.bench_function("load", |bencher| {
        bencher.iter(|| twinspec::load::load(source, &mut Diagnostics::default()).is_some());
    });
    let loaded = twinspec::load::load(source, &mut Diagnostics::default()).expect("the document is well-formed");
    group.bench_function("dialect, lower", |bencher| {
        bencher.iter(|| twinspec::compile(&loaded.value, &options(), &mut Diagnostics::default()).is_some());
    });
    let (api, options) = (lowered(source), options());
    group.bench_function("emit (one thread)", |bencher| {
        bencher.iter(|| {
            let files = twinspec::emit(&api, &options);
            files.iter().flat_map(|file| &file.pieces).filter(|piece| !piece().is_empty()).count()
        });
    });
    group.bench_function("emit, format", |bencher| bencher.iter(|| texts(&api, &options).len()));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let plan = Plan {
        folder: folder.path().to_owned(),
        files: texts(&api, &options).into_iter().collect(),
        ..Plan::default()
    };
    group.bench_function("write", |bencher| {
        bencher.iter(|| {
            for path in plan.files.keys() {
                std::fs::write(folder.path().join(path), "").expect("the file can be written");
            }
            write::apply(&plan, Mode::Write).is_ok()
        });
    });
}

/// A schema of a made document, by its number and how many there are.
type Shape = fn(usize, usize) -> String;

/// Shapes that are large in real documents, or that a careless planner is slow at.
const SHAPES: [(&str, Shape); 6] = [
    ("chain of members", |at, all| {
        let next = (at + 1).min(all - 1);
        format!(
            r##"{{"type":"object","properties":{{"id":{{"type":"string","minLength":1}},"next":{{"$ref":"#/components/schemas/S{next}"}}}}}}"##
        )
    }),
    ("chains of aliases", |at, all| {
        if at % 2000 == 1999 || at + 1 == all {
            r#"{"type":"string"}"#.to_owned()
        } else {
            format!(r##"{{"$ref":"#/components/schemas/S{}"}}"##, at + 1)
        }
    }),
    ("chain of lists", |at, all| {
        if at + 1 == all {
            r#"{"type":"string","nullable":true}"#.to_owned()
        } else {
            format!(r##"{{"type":"array","maxItems":9,"items":{{"$ref":"#/components/schemas/S{}"}}}}"##, at + 1)
        }
    }),
    ("allOf of bases", |at, all| {
        let base = |step: usize| format!(r##"{{"$ref":"#/components/schemas/S{}"}}"##, (at * 7 + step) % all);
        let own = format!(r#"{{"type":"object","properties":{{"own{at}":{{"type":"integer"}}}}}}"#);
        if at % 8 == 0 { own } else { format!(r#"{{"allOf":[{own},{}]}}"#, base(8 - at * 7 % 8)) }
    }),
    ("mutual recursion", |at, all| {
        let to = |step: usize| format!(r##"{{"$ref":"#/components/schemas/S{}"}}"##, (at + step) % all);
        format!(
            r#"{{"type":"object","required":["one"],"properties":{{"one":{{"oneOf":[{},{}]}},"other":{}}}}}"#,
            to(1),
            to(17),
            to(all - 1)
        )
    }),
    ("same names", |at, _| {
        format!(
            r#"{{"type":"object","properties":{{"a":{{"type":"object","title":"S{at}","properties":{{"kind":{{"type":"string","enum":["a","b","c{at}"]}}}}}}}}}}"#
        )
    }),
];

/// A document of `count` schemas of one shape, with one operation for every tenth.
fn made(shape: Shape, count: usize) -> Source {
    let mut text = r#"{"openapi":"3.0.3","info":{"title":"Made","version":"1"},"paths":{"#.to_owned();
    for at in (0..count).step_by(10) {
        let comma = if at == 0 { "" } else { "," };
        let _ = write!(
            text,
            r##"{comma}"/s{at}/{{id}}":{{"get":{{"operationId":"get{at}","parameters":[{{"name":"id","in":"path","required":true,"schema":{{"type":"string"}}}}],"responses":{{"200":{{"description":"One.","content":{{"application/json":{{"schema":{{"$ref":"#/components/schemas/S{at}"}}}}}}}}}}}}}}"##
        );
    }
    text.push_str(r#"},"components":{"schemas":{"#);
    for at in 0..count {
        let comma = if at == 0 { "" } else { "," };
        let _ = write!(text, r#"{comma}"S{at}":{}"#, shape(at, count));
    }
    text.push_str("}}}");
    Source::new("made.json", text)
}

fn linear(criterion: &mut Criterion) {
    for (name, shape) in SHAPES {
        let mut group = criterion.benchmark_group(format!("linear: {name}"));
        group.sample_size(10);
        for count in [1000, 2000, 4000] {
            let source = made(shape, count);
            group.bench_with_input(BenchmarkId::new("load, dialect, lower", count), &source, |bencher, source| {
                bencher.iter(|| lowered(source).types.len());
            });
            let (api, options) = (lowered(&source), options());
            group.bench_with_input(BenchmarkId::new("emit, format", count), &api, |bencher, api| {
                bencher.iter(|| texts(api, &options).len());
            });
        }
        group.finish();
    }
}

criterion_group!(benches, stages, linear);
criterion_group!(name = ratios; config = Criterion::default().with_measurement(Floors); targets = in_floors);
criterion_main!(benches, ratios);
