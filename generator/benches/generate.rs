//! How long each stage takes, and the whole, beside the floor: reading the text into `openapiv3`.
//!
//! `cargo bench -p twinspec` measures the two documents of this repository; other documents are named by the
//! environment variable `TWINSPEC_BENCH`, paths separated by `:`.

#![allow(clippy::expect_used, missing_docs, reason = "a benchmark that cannot read its documents stops")]

use std::path::{Path, PathBuf};

use criterion::{Criterion, criterion_group, criterion_main};
use twinspec::diagnostic::Diagnostics;
use twinspec::source::Source;
use twinspec::{Config, Options};

/// The documents to measure.
fn documents() -> Vec<PathBuf> {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    match std::env::var("TWINSPEC_BENCH") {
        Ok(paths) => paths.split(':').map(PathBuf::from).collect(),
        Err(_) => vec![specs.join("genauth.yaml"), specs.join("lerian-identity.yaml")],
    }
}

/// The floor: what reading the text into `openapiv3` takes.
fn read(path: &Path, text: &str) -> bool {
    if path.extension().is_some_and(|extension| extension == "json") {
        serde_json::from_str::<openapiv3::OpenAPI>(text).is_ok()
    } else {
        serde_yaml::from_str::<openapiv3::OpenAPI>(text).is_ok()
    }
}

fn options() -> Options {
    Options {
        name: "api".to_owned(),
        client: true,
        server: true,
        gates: false,
        unknown_members_keep: false,
        formats: std::collections::BTreeMap::new(),
        ..Options::default()
    }
}

fn stages(criterion: &mut Criterion) {
    for path in documents() {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let text = std::fs::read_to_string(&path).expect("the document can be read");
        let source = Source::new(path.clone(), text.clone());
        let loaded = twinspec::load::load(&source, &mut Diagnostics::default()).expect("the document is well-formed");
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert!(read(&path, &text), "the floor is the whole document read, and {name} is not read");
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10);
        group.bench_function("floor: read into openapiv3", |bencher| bencher.iter(|| read(&path, &text)));
        group.bench_function("load", |bencher| {
            bencher.iter(|| twinspec::load::load(&source, &mut Diagnostics::default()).is_some());
        });
        group.bench_function("dialect, lower, emit", |bencher| {
            bencher.iter(|| twinspec::compile(&loaded.value, &options(), &mut Diagnostics::default()).is_some());
        });
        group.bench_function("whole, to disk", |bencher| {
            let config = Config::for_spec(&path).name("api").output(folder.path());
            bencher.iter(|| config.generate().is_ok());
        });
        group.finish();
    }
}

criterion_group!(benches, stages);
criterion_main!(benches);
