//! Reading documents, and finding in them again what stages speak of.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

use serde_json::{Value, json};
use twinspec::codes;
use twinspec::diagnostic::{Diagnostics, Focus, Pointer};
use twinspec::load::load;
use twinspec::source::{Source, Sources};

/// The value of a text without faults.
fn value(text: &str) -> Value {
    let mut diagnostics = Diagnostics::default();
    let loaded = load(&Source::new("spec", text), &mut diagnostics).unwrap_or_else(|| panic!("{diagnostics:?}"));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    (&loaded.value).into()
}

/// What is wrong with a text that has a fault: its first message.
fn fault(text: &str) -> String {
    let mut diagnostics = Diagnostics::default();
    load(&Source::new("spec", text), &mut diagnostics);
    assert!(diagnostics.has_errors(), "this has no fault: {text}");
    diagnostics.iter().next().unwrap().message.clone()
}

/// The text that is underlined for a node, with its line and column.
fn underlined(text: &str, pointer: &str, focus: Focus) -> (String, usize, usize) {
    let sources = Sources::of(Source::new("spec", text));
    let place = sources.locate(&Pointer::parse(pointer), focus).unwrap();
    let range = place.range.unwrap();
    (sources.files()[0].text[range].to_owned(), place.line, place.column)
}

#[test]
fn yaml_and_json_give_the_same_value() {
    let yaml = "b: 1\na:\n  - x\n  - {y: null, z: true}\n";
    let json = r#"{"b": 1, "a": ["x", {"y": null, "z": true}]}"#;
    assert_eq!(value(yaml), value(json));
    assert_eq!(value(yaml).to_string(), r#"{"b":1,"a":["x",{"y":null,"z":true}]}"#, "members keep their order");
}

#[test]
fn keys_are_the_text_that_was_written() {
    let document = value("200: a\n1.10: b\ntrue: c\nnull: d\n2020-01-01: e\n'404': f\n0x1F: g\n");
    let keys: Vec<&String> = document.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["200", "1.10", "true", "null", "2020-01-01", "404", "0x1F"]);
}

#[test]
fn text_stays_text() {
    let document =
        value("a: 2020-01-01\nb: '1.0'\nc: yes\nd: on\ne: 1.2.3\nf: !tag x\ng: \"null\"\nh: 12:30\ni: 0o17\n");
    assert_eq!(document["a"], "2020-01-01");
    assert_eq!(document["b"], "1.0");
    assert_eq!((&document["c"], &document["d"]), (&json!("yes"), &json!("on")));
    assert_eq!(document["e"], "1.2.3");
    assert_eq!(document["f"], "x", "a tag says nothing");
    assert_eq!(document["g"], "null");
    assert_eq!(document["h"], "12:30");
    assert_eq!(document["i"], 15);
}

#[test]
fn versions_without_quotes_are_text() {
    let text = "swagger: 2.0\nopenapi: 3.10\ninfo:\n  # ü\n  version: 1.10\n  x-version: 1.10\n";
    let mut diagnostics = Diagnostics::default();
    let document = load(&Source::new("spec", text), &mut diagnostics).unwrap().value;
    let told: Vec<_> = diagnostics.iter().map(|found| (found.code, found.pointer.as_str())).collect();
    let code = codes::UNREADABLE_ELEMENT;
    assert_eq!(told, [(code, "/openapi"), (code, "/info/version")], "they should be in quotes");
    assert_eq!(
        Value::from(&document),
        json!({"swagger": "2.0", "openapi": "3.10", "info": {"version": "1.10", "x-version": 1.1}})
    );
}

#[test]
fn numbers_keep_what_they_are() {
    let document =
        value("[-9223372036854775808, 18446744073709551615, 1.5, 1e3, -0.0, 123456789012345678901234567890]");
    assert_eq!(document[0], i64::MIN);
    assert_eq!(document[1], u64::MAX);
    assert_eq!(document[2], 1.5);
    assert!(document[3].is_f64() && document[5].is_f64());
    assert!(fault("a: [.inf]").contains(".inf"));
    assert!(fault("a: {b: .nan}").contains(".nan"));
}

#[test]
fn aliases_and_merge_keys_are_applied() {
    let document = value(
        "base: &base {a: 1, b: 2}\nother: &other {b: 3, c: 4}\n\
         one: {<<: *base, b: 5}\nmany: {<<: [*base, *other], d: 6}\nalias: *base\n",
    );
    assert_eq!(document["one"], json!({"b": 5, "a": 1}));
    assert_eq!(document["many"], json!({"d": 6, "a": 1, "b": 2, "c": 4}));
    assert_eq!(document["alias"], json!({"a": 1, "b": 2}));
    assert!(fault("a: {<<: 1}").contains("<<"));
    assert_eq!(value(r#"{"<<": {"a": 1}}"#), json!({"<<": {"a": 1}}), "JSON has no merge keys");
}

#[test]
fn odd_files_are_read() {
    assert_eq!(value("\u{feff}a: 1\r\nb: 2\r\n"), json!({"a": 1, "b": 2}));
    assert_eq!(value("\u{feff}{\"a\": 1}"), json!({"a": 1}));
    assert_eq!(value("---\na: 1\n...\n"), json!({"a": 1}));
    assert_eq!(value("# nothing\n\n"), Value::Null);
    assert_eq!(value(""), Value::Null);
    assert!(fault("a: 1\n---\nb: 2\n").contains("more than one document"));
    assert!(fault("a: *b").contains("unknown anchor"));
    assert!(fault("? [a, b]\n: c\n").contains("a key that is text"));
}

#[test]
fn hostile_files_are_faults_and_take_no_time() {
    let start = std::time::Instant::now();
    for open in ["[", "{\"a\":", "{a: ", "- ", "? ", "[{a: "] {
        assert!(!fault(&open.repeat(100_000)).is_empty());
    }
    let levels = (1..30).fold("a0: &a0 [x]\n".to_owned(), |text, level| {
        format!("{text}a{level}: &a{level} [*a{0}, *a{0}, *a{0}, *a{0}]\n", level - 1)
    });
    assert!(fault(&levels).contains("aliases"));
    // One long list, used many times: few aliases, many nodes.
    let wide = format!("a: &a [{}]\nb: [{}]\n", "x, ".repeat(5_000), "*a, ".repeat(5_000));
    assert!(fault(&wide).contains("aliases"));
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), "*a, ".repeat(100_000));
    assert!(fault(&long).contains("aliases"));
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn no_part_of_a_document_is_a_panic() {
    let yaml =
        "a: &x {b: 'ü', \"c\\n\": [1, 2.5]}\n? k\n: |\n  text\n  more\nd: *x\ne: {<<: *x, f: >-\n  folded\n  }\n";
    let json = "{\n\t\"a\": [1, {\"b\": \"\\ud83d\\ude00 \\u00fc\"}],\n\t\"c\": {\"d\": null}\n}\n";
    for text in [yaml, json] {
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            let source = Source::new("spec", &text[..end]);
            let mut diagnostics = Diagnostics::default();
            load(&source, &mut diagnostics);
            let sources = Sources::of(source);
            for pointer in ["", "/a/1/b", "/d/c\n/0", "/e/f", "/nowhere/at/all"] {
                sources.locate(&Pointer::parse(pointer), Focus::Value);
            }
            twinspec::render::render(&diagnostics, &sources, twinspec::render::Style::default());
        }
    }
}

#[test]
fn duplicates_are_found_at_any_depth_with_both_places() {
    let text = "a:\n  - b: 1\n    ü: 2\n    b: 3\n";
    let mut diagnostics = Diagnostics::default();
    load(&Source::new("spec", text), &mut diagnostics);
    let found: Vec<_> = diagnostics.iter().collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code, codes::DUPLICATE_KEY);
    assert_eq!(&text[found[0].span.clone().unwrap().range.unwrap()], "b");
    let second = Source::new("spec", text).position(found[0].span.clone().unwrap().range.unwrap().start);
    let first = Source::new("spec", text).position(found[0].related[0].span.clone().unwrap().range.unwrap().start);
    assert_eq!((first, second), ((2, 5), (4, 5)));
}

#[test]
fn nodes_are_underlined_by_key_or_value() {
    let text = "paths:\n  /pets:\n    get:\n      summary: List pets # all\n      tags: [a, bc]\n      description: |\n        Long\n        text\n";
    let get = "/paths/~1pets/get";
    assert_eq!(underlined(text, &format!("{get}/summary"), Focus::Value), ("List pets".into(), 4, 16));
    assert_eq!(underlined(text, &format!("{get}/summary"), Focus::Key), ("summary".into(), 4, 7));
    assert_eq!(underlined(text, &format!("{get}/tags/1"), Focus::Value), ("bc".into(), 5, 17));
    assert_eq!(underlined(text, &format!("{get}/tags"), Focus::Value), ("[a, bc]".into(), 5, 13));
    assert_eq!(underlined(text, get, Focus::Value), ("get".into(), 3, 5), "what has several lines is shown by its key");
    assert_eq!(underlined(text, &format!("{get}/description"), Focus::Value).0, "description");
    assert_eq!(
        underlined(text, &format!("{get}/nothing/here"), Focus::Value),
        ("get".into(), 3, 5),
        "the nearest ancestor"
    );
    assert_eq!(underlined(text, "", Focus::Value), ("paths:".into(), 1, 1));
}

#[test]
fn nodes_of_json_are_found_past_what_yaml_does_not_know() {
    let text = "{\n\t\"a\\u00fc\": \"\\ud83d\\ude00\",\n\t\"b\": {\"c\": [1, {\"d\": true}]},\t\"e\": \"x\\/y\"}\n";
    assert_eq!(underlined(text, "/b/c/1/d", Focus::Value), ("true".into(), 3, 23));
    assert_eq!(underlined(text, "/e", Focus::Key), ("\"e\"".into(), 3, 32));
    assert_eq!(underlined(text, "/aü", Focus::Key), ("\"a\\u00fc\"".into(), 2, 2));
}

#[test]
fn nodes_behind_aliases_and_merges_are_found_where_they_are_written() {
    let text =
        "base: &base\n  a: 1\n  deep: &deep {b: 2}\nalias: *base\nmerged:\n  <<: [*base]\n  c: 3\nchain: *deep\n";
    assert_eq!(underlined(text, "/alias/a", Focus::Value), ("1".into(), 2, 6));
    assert_eq!(underlined(text, "/merged/a", Focus::Value), ("1".into(), 2, 6));
    assert_eq!(underlined(text, "/merged/deep/b", Focus::Value), ("2".into(), 3, 19));
    assert_eq!(underlined(text, "/chain/b", Focus::Key), ("b".into(), 3, 16));
    assert_eq!(underlined(text, "/alias", Focus::Value), ("*base".into(), 4, 8));
    assert_eq!(underlined(text, "/merged/c", Focus::Value), ("3".into(), 7, 6));
}

#[test]
fn many_nodes_are_found_in_one_walk() {
    let lines: Vec<String> = (0..2_000).map(|number| format!("k{number}: {{v: {number}}}\n")).collect();
    let text = lines.concat();
    let sources = Sources::of(Source::new("spec", text));
    let wanted: Vec<_> = (0..2_000).map(|number| (Pointer::parse(&format!("/k{number}/v")), Focus::Value)).collect();
    let places = sources.locate_all(&wanted);
    assert!(places.iter().enumerate().all(|(number, place)| place.as_ref().unwrap().line == number + 1));
}
