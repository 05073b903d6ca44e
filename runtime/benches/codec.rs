//! The codec beside serde's derive: the same document, the same types, one run.
//!
//! `cargo bench -p twinspec-runtime --bench codec`

#![allow(missing_docs, clippy::expect_used)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use twinspec_runtime as rt;

#[allow(clippy::struct_field_names)]
mod document;

use document::{coded, derived};

fn codec(criterion: &mut Criterion) {
    let text = document::text();
    let bytes = text.as_bytes();
    let derived: derived::Page = serde_json::from_slice(bytes).expect("the document is of the type");
    let coded: coded::Page = rt::from_slice(bytes).expect("the document is of the type");
    let size = u64::try_from(bytes.len()).expect("it is small");

    let mut decode = criterion.benchmark_group("decode");
    decode.throughput(Throughput::Bytes(size));
    decode.bench_function("derive", |bench| {
        bench.iter(|| serde_json::from_slice::<derived::Page>(black_box(bytes)));
    });
    decode.bench_function("codec", |bench| {
        bench.iter(|| rt::from_slice::<coded::Page>(black_box(bytes)));
    });
    decode.bench_function("codec-strict", |bench| {
        bench.iter(|| rt::from_slice_strict::<coded::Page>(black_box(bytes)));
    });
    decode.bench_function("tree-alone", |bench| {
        bench.iter(|| rt::Json::parse(black_box(bytes)));
    });
    decode.bench_function("value-alone", |bench| {
        bench.iter(|| serde_json::from_slice::<serde_json::Value>(black_box(bytes)));
    });
    decode.finish();

    let mut encode = criterion.benchmark_group("encode");
    encode.throughput(Throughput::Bytes(size));
    encode.bench_function("derive", |bench| bench.iter(|| serde_json::to_vec(black_box(&derived))));
    encode.bench_function("codec", |bench| bench.iter(|| rt::to_vec(black_box(&coded))));
    encode.finish();
}

criterion_group!(benches, codec);
criterion_main!(benches);
