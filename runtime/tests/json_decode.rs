//! Lenient decoding: what a client does with an answer.

#![allow(clippy::unwrap_used, clippy::option_option, clippy::similar_names)]

use twinspec_runtime as rt;
use twinspec_runtime::{Decode, Json, Kind, Map, Node, Number, Rule, Value, Violations, from_slice};

#[derive(Debug, PartialEq)]
struct User {
    id: String,
    age: Option<u8>,
    nick: Option<String>,
    note: Option<Option<String>>,
    rest: Map<Value>,
}

impl Decode for User {
    fn decode(node: Node<'_>) -> rt::Decoded<Self> {
        let mut object = node.object()?;
        let id = object.required("id");
        let age = object.optional("age");
        let nick = object.required_nullable("nick");
        let note = object.optional_nullable("note");
        let rest = object.rest();
        object.end()?;
        Ok(Self { id: id?, age, nick: nick?, note, rest })
    }
}

fn user(text: &str) -> Result<User, Violations> {
    from_slice(text.as_bytes())
}

fn lines(violations: &Violations) -> Vec<String> {
    violations.to_string().lines().map(str::to_owned).collect()
}

#[test]
fn members_are_found_in_any_order() {
    let ordered = user(r#"{"id":"a","age":3,"nick":"n","note":"x"}"#).unwrap();
    let reversed = user(r#"{"note":"x","nick":"n","age":3,"id":"a"}"#).unwrap();
    let mixed = user(r#"{"nick":"n","id":"a","note":"x","age":3}"#).unwrap();
    assert_eq!(ordered, reversed);
    assert_eq!(ordered, mixed);
    assert_eq!(ordered.age, Some(3));
}

#[test]
fn absent_null_and_value_are_kept_apart() {
    let note = |text: &str| user(text).unwrap().note;
    assert_eq!(note(r#"{"id":"a","nick":null}"#), None);
    assert_eq!(note(r#"{"id":"a","nick":null,"note":null}"#), Some(None));
    assert_eq!(note(r#"{"id":"a","nick":null,"note":"x"}"#), Some(Some("x".into())));
    assert_eq!(user(r#"{"id":"a","nick":null}"#).unwrap().nick, None);
}

#[test]
fn null_counts_as_absent_for_an_optional_member_only() {
    assert_eq!(user(r#"{"id":"a","nick":"n","age":null}"#).unwrap().age, None);
    let faults = user(r#"{"id":null,"nick":"n"}"#).unwrap_err();
    assert_eq!(lines(&faults), ["/id must be a string, not null"]);
    let faults = user(r#"{"id":"a"}"#).unwrap_err();
    assert_eq!(lines(&faults), ["/nick is required"]);
    assert_eq!(faults.first().rule, Rule::Required);
}

#[test]
fn null_is_kept_where_it_is_a_value() {
    struct Untyped(Option<Value>);
    impl Decode for Untyped {
        fn decode(node: Node<'_>) -> rt::Decoded<Self> {
            let mut object = node.object()?;
            let any = object.optional("any");
            object.end()?;
            Ok(Self(any))
        }
    }
    assert_eq!(from_slice::<Untyped>(br#"{"any":null}"#).unwrap().0, Some(Value::Null));
    assert_eq!(from_slice::<Untyped>(b"{}").unwrap().0, None);
}

#[test]
fn the_rest_keeps_its_order() {
    let user = user(r#"{"z":1,"id":"a","y":[2],"nick":"n","x":null}"#).unwrap();
    let names: Vec<&str> = user.rest.keys().map(String::as_str).collect();
    assert_eq!(names, ["z", "y", "x"]);
    assert_eq!(user.rest.get("y"), Some(&serde_json::json!([2])));
}

#[test]
fn all_faults_are_reported_with_their_pointers() {
    let faults = user(r#"{"age":"old","note":3,"nick":{}}"#).unwrap_err();
    assert_eq!(
        lines(&faults),
        [
            "/id is required",
            "/age must be a number, not a string",
            "/nick must be a string, not an object",
            "/note must be a string, not an integer",
        ]
    );
    let nested = from_slice::<Map<Vec<User>>>(br#"{"a/b~":[{"id":"a","nick":"n"},{"nick":"n"},7]}"#);
    assert_eq!(
        lines(&nested.unwrap_err()),
        ["/a~1b~0/1/id is required", "/a~1b~0/2 must be an object, not an integer"]
    );
}

#[test]
fn messages_do_not_quote_the_document() {
    for text in [
        r#"{"id":4711,"nick":"hunter2","age":"hunter2","note":4711}"#,
        r#"{"id":"hunter2","nick":4711.5,"age":4711}"#,
        r#"{"id":"hunter2" 4711}"#,
        r#"{"id":"hunter2\q"}"#,
    ] {
        let message = user(text).unwrap_err().to_string();
        assert!(!message.contains("hunter2") && !message.contains("4711"), "{message}");
    }
}

#[test]
fn integers_are_numbers_without_a_fraction() {
    assert_eq!(from_slice::<i32>(b"1.0"), Ok(1));
    assert_eq!(from_slice::<i64>(b"1e3"), Ok(1000));
    assert_eq!(from_slice::<u8>(b"-0.0"), Ok(0));
    assert_eq!(from_slice::<i64>(b"-9223372036854775808"), Ok(i64::MIN));
    assert_eq!(from_slice::<u64>(b"18446744073709551615"), Ok(u64::MAX));
    assert_eq!(from_slice::<u64>(b"1e19"), Ok(10_000_000_000_000_000_000));
    let rule = |result: Result<i64, Violations>| result.unwrap_err().first().rule;
    assert_eq!(rule(from_slice(b"1.5")), Rule::Type);
    assert_eq!(rule(from_slice(br#""1""#)), Rule::Type);
    assert_eq!(rule(from_slice(b"1e30")), Rule::Format);
    assert_eq!(rule(from_slice::<i8>(b"128").map(i64::from)), Rule::Format);
    assert_eq!(rule(from_slice::<u32>(b"-1").map(i64::from)), Rule::Format);
    assert_eq!(rule(from_slice::<u16>(b"65536").map(i64::from)), Rule::Format);
}

#[test]
fn an_integer_beyond_the_range_is_never_rounded_into_it() {
    assert!(from_slice::<i64>(b"-9223372036854775809").is_err());
    assert!(from_slice::<i64>(b"9223372036854775808").is_err());
    assert!(from_slice::<u64>(b"18446744073709551616").is_err());
    assert!(from_slice::<u64>(b"18446744073709551615.0").is_err());
}

#[test]
fn floats_accept_integers() {
    assert_eq!(from_slice::<f64>(b"3"), Ok(3.0));
    assert_eq!(from_slice::<f64>(b"-3"), Ok(-3.0));
    assert_eq!(from_slice::<f32>(b"0.1"), Ok(0.1));
    assert_eq!(from_slice::<f32>(b"1e300").unwrap_err().first().rule, Rule::Format);
    assert!(from_slice::<f64>(br#""NaN""#).is_err());
}

#[test]
fn text_mode_reads_leaves_from_text() {
    fn text<T: Decode>(text: &str) -> Result<T, Violations> {
        T::decode(Node::new(&Json::from(text)).text())
    }
    assert_eq!(text("5"), Ok(5_u8));
    assert_eq!(text("1e3"), Ok(1000_i64));
    assert_eq!(text("-1.5"), Ok(-1.5_f64));
    assert_eq!(text("true"), Ok(true));
    assert_eq!(text("5"), Ok("5".to_owned()));
    for bad in ["", " 5", "5 ", "+5", "05", "5x", "NaN", "inf", "[5]", "null", "\"5\"", "0x5", "１"] {
        assert!(text::<f64>(bad).is_err(), "{bad:?}");
    }
    assert!(text::<bool>("True").is_err());
    assert_eq!(text::<u8>("5x").unwrap_err().to_string(), "the value must be a number");
    let list = Json::Array(vec![Json::from("1"), Json::from("x"), Json::from("3")]);
    let faults = Vec::<u8>::decode(Node::new(&list).text()).unwrap_err();
    assert_eq!(faults.to_string(), "/1 must be a number");
}

#[test]
fn the_last_of_repeated_members_counts() {
    let user = user(r#"{"id":"a","nick":"n","id":"b","age":1,"age":2,"x":1,"x":2}"#).unwrap();
    assert_eq!((user.id.as_str(), user.age), ("b", Some(2)));
    assert_eq!(user.rest.len(), 1);
    assert_eq!(user.rest.get("x"), Some(&Value::from(2)));
}

#[test]
fn more_members_than_bits() {
    struct Many(Vec<usize>, Map<usize>);
    impl Decode for Many {
        fn decode(node: Node<'_>) -> rt::Decoded<Self> {
            let mut object = node.object()?;
            let names = (0..140).step_by(2).map(|n| format!("m{n}"));
            let list: Vec<_> = names.map(|name| object.required::<u64>(&name)).collect();
            let rest = object.rest::<u64>();
            object.end()?;
            let list = list.into_iter().map(|n| usize::try_from(n.unwrap()).unwrap()).collect();
            let rest = rest.into_iter().map(|(name, n)| (name, usize::try_from(n).unwrap())).collect();
            Ok(Self(list, rest))
        }
    }
    let members: Vec<String> = (0..140).map(|n| format!(r#""m{n}":{n}"#)).collect();
    let text = format!("{{{}}}", members.join(","));
    let Many(list, rest) = from_slice(text.as_bytes()).unwrap();
    assert_eq!(list, (0..140).step_by(2).collect::<Vec<_>>());
    assert_eq!(rest.values().copied().collect::<Vec<_>>(), (1..140).step_by(2).collect::<Vec<_>>());
}

#[test]
fn containers() {
    assert_eq!(from_slice::<Vec<Option<u8>>>(b"[1,null]"), Ok(vec![Some(1), None]));
    assert_eq!(from_slice::<Box<u8>>(b"1"), Ok(Box::new(1)));
    assert_eq!(from_slice::<()>(b"null"), Ok(()));
    assert!(from_slice::<()>(b"0").is_err());
    assert_eq!(from_slice::<Value>(br#"{"b":[1,{"a":null}]}"#), Ok(serde_json::json!({"b":[1,{"a":null}]})));
    let map: Map<i8> = from_slice(br#"{"b":1,"a":2}"#).unwrap();
    assert_eq!(map.keys().collect::<Vec<_>>(), ["b", "a"]);
}

#[test]
fn strings_are_borrowed_where_they_can_be() {
    let text = br#"{"plain":"plain","esc\u0061ped":"a\nb"}"#;
    let json = Json::parse(text).unwrap();
    let borrowed: Vec<bool> = json
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(name, value)| {
            let Json::String(value) = value else { unreachable!() };
            [name, value].map(|text| matches!(text, std::borrow::Cow::Borrowed(_)))
        })
        .collect();
    assert_eq!(borrowed, [true, true, false, false]);
    assert_eq!(json.get("escaped").and_then(Json::as_str), Some("a\nb"));
    assert_eq!(json.to_owned(), json);
}

#[test]
fn numbers_keep_what_they_were() {
    let kinds = |text: &str| match Json::parse(text.as_bytes()).unwrap().as_number().unwrap() {
        Number::I64(_) => "i64",
        Number::U64(_) => "u64",
        Number::F64(_) => "f64",
    };
    assert_eq!(["1", "-1", "1.0", "1e0", "18446744073709551616"].map(kinds), ["u64", "i64", "f64", "f64", "f64"]);
    assert_eq!(Json::parse(b"1.0").unwrap().kind(), Kind::Integer);
    assert_eq!(Json::parse(b"1.5").unwrap().kind(), Kind::Number);
    assert!(Number::I64(i64::MAX) < Number::F64(9_223_372_036_854_775_808.0));
    assert!(Number::U64(9_007_199_254_740_993) > Number::F64(9_007_199_254_740_992.0));
    assert!(Number::F64(-1.5) < Number::I64(-1));
    assert_eq!(Number::F64(f64::NAN).partial_cmp(&Number::I64(1)), None);
}

#[test]
fn pointers_into_the_tree() {
    let json = Json::parse(br#"{"a/b":[{"~":1}],"":2}"#).unwrap();
    assert_eq!(json.pointer("/a~1b/0/~0"), Some(&Json::from(1_u64)));
    assert_eq!(json.pointer("/"), Some(&Json::from(2_u64)));
    assert_eq!(json.pointer(""), Some(&json));
    for nowhere in ["a", "/a~1b/00", "/a~1b/1", "/a~1b/-", "/x/y", "/a~1b/0/~0/z"] {
        assert_eq!(json.pointer(nowhere), None, "{nowhere}");
    }
}
