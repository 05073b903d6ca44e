//! Input that was made to do harm: an error or a value, in reasonable time, never a panic.

#![allow(clippy::unwrap_used, clippy::float_cmp, clippy::indexing_slicing, clippy::redundant_closure_for_method_calls)]

use std::time::{Duration, Instant};

use twinspec_runtime as rt;
use twinspec_runtime::{Decode, Json, Map, Node, Rule, Value, Violations, from_slice, from_slice_strict};

fn is_syntax_fault(text: &[u8]) {
    let faults = Json::parse(text).unwrap_err();
    assert_eq!(faults.first().rule, Rule::Syntax);
    assert!(faults.first().message.starts_with("is not JSON: "), "{faults}");
    assert!(faults.to_string().contains("line"), "{faults}");
}

#[test]
fn deep_nesting() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        let deep = |depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
        assert!(Json::parse(deep(127).as_bytes()).is_ok());
        is_syntax_fault(deep(128).as_bytes());
        is_syntax_fault(deep(1_000_000).as_bytes());
        is_syntax_fault(open.repeat(1_000_000).as_bytes());
    }
}

#[test]
fn a_value_deeper_than_text_may_be_is_a_fault() {
    let mut value = Value::Null;
    for _ in 0..500 {
        value = Value::Array(vec![value]);
    }
    assert!(rt::to_vec(&value).is_ok());
    assert_eq!(rt::validate(&value).unwrap_err().first().rule, Rule::Syntax);
    assert!(rt::to_json(&value).is_err());
}

#[test]
fn broken_text() {
    for text in [
        &b""[..],
        b" ",
        b"nul",
        b"[1,]",
        b"{\"a\" 1}",
        b"{a:1}",
        b"1 2",
        b"[1]]",
        b"01",
        b"+1",
        b"1.",
        b".5",
        b"NaN",
        b"-Infinity",
        b"1e999",
        b"-1e999",
        b"\"\\x\"",
        b"\"\\ud800\"",
        b"\"\\udc00\"",
        b"\"\\ud800\\u0041\"",
        b"\"tab\there\"",
        b"\"open",
        b"\xff",
        b"\"\xff\"",
        b"\"\xc3\x28\"",
        b"\"\xed\xa0\x80\"",
        b"{\"\xff\":1}",
        b"[\"ok\",\xf0\x9f]",
        b"\xef\xbb\xbf{}",
        b"/**/1",
        b"\0",
    ] {
        is_syntax_fault(text);
    }
}

#[test]
fn huge_and_tiny_numbers() {
    let digits = "9".repeat(300);
    assert!(from_slice::<f64>(digits.as_bytes()).unwrap() > 1e299);
    assert!(from_slice::<i64>(digits.as_bytes()).is_err());
    is_syntax_fault("9".repeat(400).as_bytes());
    is_syntax_fault(format!("1{}", "e9".repeat(1000)).as_bytes());
    assert_eq!(from_slice::<f64>(b"1e-999999999999").unwrap(), 0.0);
    assert_eq!(from_slice::<f64>(format!("0.{}1", "0".repeat(100_000)).as_bytes()).unwrap(), 0.0);
    assert!(from_slice::<u64>(b"1e-999999999999").is_ok());
}

#[test]
fn every_cut_and_every_changed_byte() {
    let text = r#"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00\"",true,null],"b":{"c":{}},"a":"é"}"#.as_bytes();
    for end in 0..text.len() {
        is_syntax_fault(&text[..end]);
    }
    for place in 0..text.len() {
        for byte in 0..=255 {
            let mut changed = text.to_vec();
            changed[place] = byte;
            let ours = from_slice::<Value>(&changed).ok();
            let theirs = serde_json::from_slice::<Value>(&changed).ok();
            assert_eq!(ours, theirs, "{:?}", String::from_utf8_lossy(&changed));
        }
    }
}

/// A struct that asks for `a`, `b` and the rest.
struct Few;

impl Decode for Few {
    fn decode(node: Node<'_>) -> rt::Decoded<Self> {
        let mut object = node.object()?;
        let _ = object.required::<u64>("a");
        let _ = object.optional::<u64>("b");
        let _ = object.optional::<u64>("c");
        object.check("a", |a| a.minimum(0));
        object.closed();
        object.end().map(|()| Self)
    }
}

fn in_time(what: &str, work: impl FnOnce()) {
    let start = Instant::now();
    work();
    assert!(start.elapsed() < Duration::from_secs(10), "{what} took {:?}", start.elapsed());
}

#[test]
fn many_members() {
    let members = |name: fn(usize) -> String| {
        let members: Vec<String> = (0..50_000).map(|n| format!("{:?}:{n}", name(n))).collect();
        format!("{{{}}}", members.join(","))
    };
    for (what, text) in [
        ("distinct", members(|n| format!("m{n}"))),
        ("all the same", members(|_| "a".to_owned())),
        ("pairs", members(|n| format!("m{}", n / 2))),
    ] {
        let text = text.as_bytes();
        in_time(what, || {
            let _ = from_slice::<Few>(text);
            let _ = from_slice_strict::<Few>(text)
                .map_err(|faults| assert!(faults.is_truncated() || what == "all the same"));
            let _ = from_slice::<Map<u64>>(text).unwrap();
            let _ = from_slice_strict::<Map<u64>>(text);
            let _ = from_slice_strict::<Value>(text);
            let json = Json::parse(text).unwrap();
            assert_eq!(json, json.clone());
            serde_json::to_string(&json).unwrap();
            rt::to_vec(&json).unwrap();
        });
    }
}

#[test]
fn faults_do_not_fill_the_memory() {
    let bad = format!("[{}]", vec!["1"; 1_000_000].join(","));
    in_time("a million faults", || {
        let faults = from_slice::<Vec<String>>(bad.as_bytes()).unwrap_err();
        assert_eq!(faults.len(), Violations::LIMIT);
        assert!(faults.is_truncated());
        assert!(faults.to_string().ends_with("\n(and more)"));
        let faults = from_slice::<Vec<Vec<String>>>(format!("[{bad},{bad}]").as_bytes()).unwrap_err();
        assert_eq!(faults.len(), Violations::LIMIT);
        let json = Json::parse(bad.as_bytes()).unwrap();
        let checked = Node::new(&json).strict().check(|list| list.items(|item| item.minimum(2)));
        assert!(checked.unwrap_err().is_truncated());
    });
}

#[test]
fn items_of_a_large_type_do_not_reserve_a_multiple() {
    #[derive(Debug)]
    #[allow(dead_code, clippy::large_stack_arrays)]
    struct Large([u64; 4096]);
    impl Decode for Large {
        fn decode(node: Node<'_>) -> rt::Decoded<Self> {
            Err(node.expected("something else"))
        }
    }
    // A reservation of 32 KiB for each item would be 32 GiB.
    let text = format!("[{}]", vec!["1"; 1_000_000].join(","));
    assert!(from_slice::<Vec<Large>>(text.as_bytes()).is_err());
}

#[test]
fn names_that_collide_in_a_poor_hash() {
    // The same length, first, middle and last byte, so that only comparing tells them apart.
    let members: Vec<String> =
        (0..24).map(|n| format!(r#""a{}m{}z":{n}"#, char::from(b'a' + n), char::from(b'a' + n))).collect();
    let json = format!("{{{}}}", members.join(","));
    assert!(!Json::parse(json.as_bytes()).unwrap().as_object().unwrap().has_repeated());
    let json = format!("{{{},\"aamaz\":0}}", members.join(","));
    assert!(Json::parse(json.as_bytes()).unwrap().as_object().unwrap().has_repeated());
}

#[test]
fn the_private_names_of_serde_json_are_ordinary_names() {
    let text = br#"{"$serde_json::private::Number":"1","$serde_json::private::RawValue":"2"}"#;
    let json = Json::parse(text).unwrap();
    assert_eq!(json.get("$serde_json::private::Number").and_then(Json::as_str), Some("1"));
    let json = Json::parse(br#"{"$serde_json::private::RawValue":"2"}"#).unwrap();
    assert_eq!(json.as_object().unwrap().len(), 1);
}

/// A union that holds itself in both branches, which only a later member tells apart.
#[derive(Debug)]
#[allow(dead_code)]
enum Tree {
    Left(Box<Branch<0>>),
    Right(Box<Branch<1>>),
}

#[derive(Debug)]
#[allow(dead_code)]
struct Branch<const SIDE: usize>(Option<Tree>, u64);

impl Decode for Tree {
    fn decode(node: Node<'_>) -> rt::Decoded<Self> {
        node.one_of().branch("Left", Self::Left).branch("Right", Self::Right).end()
    }
}

impl<const SIDE: usize> Decode for Branch<SIDE> {
    fn decode(node: Node<'_>) -> rt::Decoded<Self> {
        let mut object = node.object()?;
        let child = object.optional("child");
        let side = object.required(if SIDE == 0 { "left" } else { "right" });
        object.check_self(|object| object.member("child", |child| child.valid::<Tree>()));
        object.end()?;
        Ok(Self(child, side?))
    }
}

#[test]
fn unions_in_unions_are_not_tried_again_at_every_level() {
    for leaf in [r#"{"left":1}"#, r#"{"right":1}"#, r#"{"neither":1}"#, r#"{"left":1,"right":1}"#, "1"] {
        for side in [r#""left":1"#, r#""right":1"#, r#""neither":1"#, r#""left":1,"right":1"#] {
            let mut text = leaf.to_owned();
            for _ in 0..60 {
                text = format!(r#"{{"child":{text},{side}}}"#);
            }
            in_time("a union that nests", || {
                for result in [from_slice::<Tree>(text.as_bytes()), from_slice_strict(text.as_bytes())] {
                    assert!(result.is_ok() || result.unwrap_err().to_string().len() < 20_000);
                }
            });
        }
    }
}
