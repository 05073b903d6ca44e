//! The codec and serde: generated types are ordinary serde types, and trees go to and fro.

#![allow(clippy::unwrap_used)]

use serde::{Deserialize, Serialize};
use twinspec_runtime as rt;
use twinspec_runtime::{Decode, Encode, Json, Node, Secret, Value, Writer};

#[derive(Debug, Clone, PartialEq)]
struct Point {
    x: f64,
    label: Option<String>,
    big: u64,
}

impl Decode for Point {
    fn decode(node: Node<'_>) -> rt::Decoded<Self> {
        let mut object = node.object()?;
        let x = object.required("x");
        let label = object.optional("label");
        let big = object.required("big");
        object.end()?;
        Ok(Self { x: x?, label, big: big? })
    }
}

impl Encode for Point {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        object.member("x", &self.x);
        object.optional("label", &self.label);
        object.member("big", &self.big);
        object.end();
    }
}

rt::serde_through_codec!(Point);

/// A user's own type around a generated one.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Wrapper {
    points: Vec<Point>,
    #[serde(default)]
    password: Secret,
    #[serde(flatten)]
    base: Point,
}

fn point() -> Point {
    Point { x: 1.5, label: Some("a\"b".into()), big: u64::MAX }
}

#[test]
fn types_go_through_serde() {
    let wrapper = Wrapper { points: vec![point()], password: "hunter2".into(), base: point() };
    let text = serde_json::to_string(&wrapper).unwrap();
    assert!(text.contains("hunter2") && !format!("{wrapper:?}").contains("hunter2"));
    assert_eq!(serde_json::from_str::<Wrapper>(&text).unwrap(), wrapper);
    let value = serde_json::to_value(&wrapper).unwrap();
    assert_eq!(value["points"][0]["big"], Value::from(u64::MAX));
    assert_eq!(serde_json::from_value::<Wrapper>(value).unwrap(), wrapper);
}

#[test]
fn faults_become_errors_of_the_format() {
    let error = serde_json::from_str::<Vec<Point>>(r#"[{"x":"hunter2"}]"#).unwrap_err().to_string();
    assert!(error.starts_with("/x must be a number, not a string\n/big is required"), "{error}");
    let nan = Point { x: f64::NAN, ..point() };
    assert_eq!(serde_json::to_string(&nan).unwrap_err().to_string(), "/x must be a finite number");
}

#[test]
fn a_reader_that_cannot_lend_works_too() {
    let text = br#"{"x":1,"big":2,"label":"plain"}"#;
    let point: Point = serde_json::from_reader(&text[..]).unwrap();
    assert_eq!(point, Point { x: 1.0, label: Some("plain".into()), big: 2 });
}

#[test]
fn trees_and_values() {
    let text = r#"{"z":[1,-2,3.5,"a\nb",true,null],"a":{"":18446744073709551615}}"#;
    let json = Json::parse(text.as_bytes()).unwrap();
    let value: Value = serde_json::from_str(text).unwrap();
    assert_eq!(Value::from(&json), value);
    assert_eq!(Value::from(json.clone()), value);
    assert_eq!(Json::from(&value), json);
    assert_eq!(Json::from(value.clone()), json);
    assert_eq!(serde_json::to_string(&json).unwrap(), text);
    assert_eq!(serde_json::to_value(&json).unwrap(), value);
    assert_eq!(Json::deserialize(&value).unwrap(), json);
    let twice = Json::parse(br#"{"a":1,"b":2,"a":3}"#).unwrap();
    assert_eq!(serde_json::to_string(&twice).unwrap(), r#"{"a":3,"b":2}"#);
    assert_eq!(Value::from(&twice), serde_json::json!({"a":3,"b":2}));
    assert_eq!(twice, Json::parse(br#"{"b":2,"a":3}"#).unwrap());
}

#[test]
fn equality_is_that_of_json() {
    let parse = |text: &'static str| Json::parse(text.as_bytes()).unwrap();
    assert_eq!(parse("[1, 2.0]"), parse("[1.0, 2]"));
    assert_eq!(parse(r#"{"a":1,"b":2}"#), parse(r#"{"b":2,"a":1}"#));
    assert_ne!(parse(r#"{"a":1}"#), parse(r#"{"a":1,"b":2}"#));
    assert_ne!(parse(r#"{"a":1,"b":2}"#), parse(r#"{"a":2,"b":1}"#));
    assert_ne!(parse("0"), parse("false"));
    assert_ne!(parse("[1,2]"), parse("[2,1]"));
}

#[test]
fn other_formats_keys_become_text() {
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, MapDeserializer};
    let map = MapDeserializer::<_, Error>::new([(1_u64, true), (2, false)].into_iter());
    let json = Json::deserialize(map).unwrap();
    assert_eq!(json, Json::parse(br#"{"1":true,"2":false}"#).unwrap());
    let unit: <() as IntoDeserializer<'_, Error>>::Deserializer = ().into_deserializer();
    assert_eq!(Json::deserialize(unit).unwrap(), Json::Null);
}

#[test]
fn secrets_stay_secret() {
    let secret = Secret::new(String::from("hunter2"));
    assert_eq!(format!("{secret:?} {:?}", Some(&secret)), "Secret(..) Some(Secret(..))");
    assert_eq!(secret.expose(), "hunter2");
    assert_eq!(rt::to_vec(&secret).unwrap(), br#""hunter2""#);
    assert_eq!(rt::from_slice::<Secret>(br#""hunter2""#).unwrap(), secret);
    assert_eq!(secret.clone().into_inner(), "hunter2");
    assert_eq!(Secret::<String>::default().expose(), "");
    assert_eq!(*Secret::from(5_u8).expose(), 5);
    let faults = rt::from_slice::<Secret<u8>>(b"\"hunter2\"").unwrap_err();
    assert!(!faults.to_string().contains("hunter2"));
}
