//! What operations share is named for what it is, whatever else the document has, and in whatever order.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use twinspec::Options;
use twinspec::diagnostic::Diagnostics;
use twinspec::ir::Api;
use twinspec::source::Source;

fn lowered(document: &Value) -> Api {
    let mut found = Diagnostics::default();
    let text = document.to_string();
    let loaded = twinspec::load::load(&Source::new("shared.json", &text), &mut found).unwrap();
    twinspec::compile(&loaded.value, &Options::default(), &mut found).unwrap()
}

/// Of each operation, the enumeration of its failures and the structs of its headers.
fn names(document: &Value) -> BTreeMap<String, (Option<String>, Vec<String>)> {
    let api = lowered(document);
    let of_operation = |operation: &twinspec::ir::Operation| {
        let headers = operation.answers().filter_map(|answer| answer.headers_type.clone());
        let failures = operation.failure_alias.as_ref().map(|alias| alias.name.clone());
        (operation.id.clone(), (failures, headers.collect()))
    };
    api.operations().map(of_operation).collect()
}

/// An operation that answers 200 with these headers, and failures of these statuses with a `Problem`.
fn operation(id: &str, headers: &[&str], failures: &[&str]) -> (String, Value) {
    let header = |name: &&str| (name.to_string(), json!({ "schema": { "type": "string" } }));
    let headers: serde_json::Map<String, Value> = headers.iter().map(header).collect();
    let mut responses = json!({ "200": { "description": "", "headers": headers } });
    let problem = json!({ "$ref": "#/components/schemas/Problem" });
    for status in failures {
        responses[status] = json!({ "description": "", "content": { "application/json": { "schema": problem } } });
    }
    (format!("/{id}"), json!({ "get": { "operationId": id, "responses": responses } }))
}

fn document(paths: impl IntoIterator<Item = (String, Value)>) -> Value {
    let paths: serde_json::Map<String, Value> = paths.into_iter().collect();
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Shared", "version": "1" },
        "paths": paths,
        "components": { "schemas": { "Problem": { "type": "object" } } }
    })
}

const LIMITS: [&str; 3] = ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"];
const CORS: [&str; 3] =
    ["Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "Access-Control-Expose-Headers"];

fn operations() -> Vec<(String, Value)> {
    vec![
        operation("a", &LIMITS, &["400", "404", "500"]),
        operation("b", &LIMITS, &["400", "404", "500"]),
        operation("c", &CORS, &["400", "500"]),
        operation("d", &[&["ETag"][..], &CORS].concat(), &["400", "500"]),
        operation("e", &["ETag", "Location"], &["400", "4XX", "default"]),
        operation("f", &[], &["400", "4XX", "default"]),
    ]
}

#[test]
fn names_say_what_is_shared() {
    let named = |failures: &str, headers: &[&str]| {
        (Some(failures.to_owned()), headers.iter().map(|&name| name.to_owned()).collect::<Vec<_>>())
    };
    let expected = [
        ("a", named("Problem400_404_500", &["RateLimitHeaders"])),
        ("b", named("Problem400_404_500", &["RateLimitHeaders"])),
        ("c", named("Problem400_500", &["AccessControlHeaders"])),
        ("d", named("Problem400_500", &["ETagAndOtherHeaders"])),
        ("e", named("Problem400_4xxOrDefault", &[])),
        ("f", named("Problem400_4xxOrDefault", &[])),
    ];
    let expected: BTreeMap<_, _> = expected.into_iter().map(|(id, names)| (id.to_owned(), names)).collect();
    assert_eq!(names(&document(operations())), expected);
}

#[test]
fn names_depend_on_no_order() {
    let reversed: Vec<_> = operations().into_iter().rev().collect();
    assert_eq!(names(&document(reversed)), names(&document(operations())));
}

#[test]
fn names_depend_on_no_other_operation() {
    let all = names(&document(operations()));
    for pair in operations().chunks(2) {
        for (id, names) in names(&document(pair.to_vec())) {
            assert_eq!(all.get(&id), Some(&names));
        }
    }
}

#[test]
fn what_is_wrong_with_a_shared_path_item_is_told_once() {
    let of = |paths: &[&str]| {
        let shared = json!({
            "get": { "parameters": [5, { "name": "q", "in": "query", "schema": {} }], "responses": { "204": { "description": "" } } },
            "parameters": [{ "in": "query", "schema": {} }]
        });
        let reference = || json!({ "$ref": "#/paths/~1shared" });
        let others = paths.iter().map(|path| ((*path).to_owned(), reference()));
        let text = document(others.chain([("/shared".to_owned(), shared)])).to_string();
        let mut found = Diagnostics::default();
        let loaded = twinspec::load::load(&Source::new("shared.json", &text), &mut found).unwrap();
        let api = twinspec::compile(&loaded.value, &Options::default(), &mut found).unwrap();
        let parameters: Vec<usize> = api.operations().map(|operation| operation.parameters.len()).collect();
        (parameters, found.iter().map(|found| (found.pointer.to_string(), found.message.clone())).collect::<Vec<_>>())
    };
    let (parameters, found) = of(&[]);
    assert_eq!((parameters, found.len()), (vec![1], 2), "{found:?}");
    assert_eq!(of(&["/before", "/x-other"]), (vec![1, 1, 1], found));
}
