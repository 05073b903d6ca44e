//! Encoding: valid JSON or a fault, never anything else.

#![allow(clippy::unwrap_used, clippy::option_option)]

use twinspec_runtime::{Encode, Json, Map, Number, Rule, Value, Writer, from_slice, to_json, to_vec};

fn text<T: Encode + ?Sized>(value: &T) -> String {
    String::from_utf8(to_vec(value).unwrap()).unwrap()
}

struct User {
    id: String,
    age: Option<u8>,
    nick: Option<String>,
    note: Option<Option<String>>,
    scores: Vec<f64>,
    rest: Map<Value>,
}

impl Encode for User {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        object.member("id", &self.id);
        object.optional("age", &self.age);
        object.member("nick", &self.nick);
        object.optional_nullable("no\"te", &self.note);
        object.member("scores", &self.scores);
        object.rest(&self.rest);
        object.end();
    }
}

fn user() -> User {
    User { id: "a".into(), age: None, nick: None, note: None, scores: Vec::new(), rest: Map::new() }
}

#[test]
fn members() {
    assert_eq!(text(&user()), r#"{"id":"a","nick":null,"scores":[]}"#);
    let mut rest = Map::new();
    rest.insert("x\n".to_owned(), Value::from(vec![1]));
    let full = User { age: Some(3), nick: Some("n".into()), note: Some(None), scores: vec![1.0, 0.1], rest, ..user() };
    assert_eq!(text(&full), r#"{"id":"a","age":3,"nick":"n","no\"te":null,"scores":[1.0,0.1],"x\n":[1]}"#);
    let note = User { note: Some(Some("x".into())), ..user() };
    assert_eq!(text(&note), r#"{"id":"a","nick":null,"no\"te":"x","scores":[]}"#);
}

#[test]
fn strings_are_escaped_like_serde_json_at_every_place() {
    for length in 0..40 {
        for place in 0..=length {
            for special in
                ['"', '\\', '\n', '\u{0}', '\u{1f}', '\u{7f}', ' ', '!', '#', '[', ']', 'ä', '\u{80}', '中', '😀']
            {
                let mut value = "x".repeat(length);
                value.insert(place, special);
                assert_eq!(text(&value), serde_json::to_string(&value).unwrap());
                let map: Map<u8> = [(value.clone(), 1)].into_iter().collect();
                assert_eq!(text(&map), format!("{{{}:1}}", serde_json::to_string(&value).unwrap()));
            }
        }
    }
}

#[test]
fn every_byte_before_every_byte() {
    for first in 0..=0x7f_u8 {
        for second in 0..=0x7f_u8 {
            let value = format!("{}{}abcdef", char::from(first), char::from(second));
            assert_eq!(text(&value), serde_json::to_string(&value).unwrap());
        }
    }
}

#[test]
fn numbers_are_written_like_serde_json() {
    for value in [0.0, -0.0, 1.0, 0.1, 1e21, 1e-7, f64::MAX, f64::MIN_POSITIVE, 123_456_789.123_456_78] {
        assert_eq!(text(&value), serde_json::to_string(&value).unwrap());
        assert_eq!(from_slice::<f64>(text(&value).as_bytes()).unwrap().to_bits(), value.to_bits());
    }
    assert_eq!(text(&0.1_f32), "0.1");
    assert_eq!(text(&i64::MIN), "-9223372036854775808");
    assert_eq!(text(&u64::MAX), "18446744073709551615");
    assert_eq!(text(&-5_i8), "-5");
    assert_eq!(text(&Number::F64(2.0)), "2.0");
}

#[test]
fn floats_come_back_as_they_were() {
    // Without serde_json's `float_roundtrip`, one in ten ordinary floats loses its last bit.
    let mut bits = 0x9E37_79B9_7F4A_7C15_u64;
    for _ in 0..20_000 {
        bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let value = f64::from_bits(bits);
        if value.is_finite() {
            let back: f64 = from_slice(&to_vec(&value).unwrap()).unwrap();
            assert_eq!(back.to_bits(), bits);
        }
    }
}

#[test]
fn what_is_not_finite_is_a_fault_at_its_place() {
    let mut rest = Map::new();
    rest.insert("later".to_owned(), Value::from("\"]}{[,"));
    let bad = User { scores: vec![1.0, f64::NAN, 2.0, f64::INFINITY], rest, id: "{\"\\[".into(), ..user() };
    let faults = to_vec(&bad).unwrap_err();
    let found: Vec<_> = faults.iter().map(|fault| (fault.pointer.as_str(), fault.rule)).collect();
    assert_eq!(found, [("/scores/1", Rule::Type), ("/scores/3", Rule::Type)]);
    assert_eq!(to_vec(&f32::NEG_INFINITY).unwrap_err().first().pointer, "");
    let nested: Map<Vec<Map<f64>>> =
        [("a/b\"~\u{e4}".to_owned(), vec![Map::new(), [("x".to_owned(), 1.0), ("y".to_owned(), f64::NAN)].into()])]
            .into_iter()
            .collect();
    assert_eq!(to_vec(&nested).unwrap_err().first().pointer, "/a~1b\"~0\u{e4}/1/y");
    assert!(to_json(&nested).is_err());
}

#[test]
fn a_fault_of_an_encoder_is_reported() {
    struct Broken;
    impl Encode for Broken {
        fn encode(&self, out: &mut Writer) {
            out.fault(Rule::Format, "must be of the format date");
        }
    }
    let faults = to_vec(&vec![Broken]).unwrap_err();
    assert_eq!(faults.to_string(), "/0 must be of the format date");
}

#[test]
fn many_faults_are_cut_off() {
    let faults = to_vec(&vec![f64::NAN; 10_000]).unwrap_err();
    assert_eq!(faults.len(), twinspec_runtime::Violations::LIMIT);
    assert!(faults.is_truncated());
}

#[test]
fn trees_are_written_as_they_are() {
    let source = r#"{"z":[1,-2,3.5,"a\nb",true,null],"a":{}}"#;
    let json = Json::parse(source.as_bytes()).unwrap();
    assert_eq!(text(&json), source);
    let value: Value = serde_json::from_str(source).unwrap();
    assert_eq!(text(&value), source);
    assert_eq!(to_json(&value).unwrap(), json);
    assert_eq!(text(&Json::parse(br#"{"a":1,"b":2,"a":3}"#).unwrap()), r#"{"a":3,"b":2}"#);
}
