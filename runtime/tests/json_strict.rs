//! Strict decoding, checks and `validate`: what a server does with a request.

#![allow(clippy::unwrap_used, clippy::redundant_closure_for_method_calls)]

use twinspec_runtime as rt;
use twinspec_runtime::{Checker, Decode, Encode, Json, Node, Rule, Validate, Value, Violations, Writer};

/// The colour of a thing.
#[derive(Debug, Clone, PartialEq, PartialOrd, Ord, Eq)]
pub enum Colour {
    /// As the sky.
    Blue,
    /// As no other.
    Odd,
    /// Any other.
    Other(String),
}

rt::open_enum! {
    Colour {
        Blue = "blue",
        Odd = "a \"quoted\"\\ näme",
        _ = Other,
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Thing {
    name: Option<String>,
    colour: Colour,
    sizes: Vec<i64>,
}

impl Decode for Thing {
    fn decode(node: Node<'_>) -> rt::Decoded<Self> {
        let mut object = node.object()?;
        let name = object.optional("name");
        let colour = object.required("colour");
        let sizes = object.required("sizes");
        object.check("name", |name| {
            name.min_length(1);
            name.max_length(3);
        });
        object.check("sizes", |sizes| {
            sizes.unique_items();
            sizes.items(|size| size.minimum(1));
        });
        object.check_self(|thing| thing.max_properties(3));
        object.closed();
        object.end()?;
        Ok(Self { name, colour: colour?, sizes: sizes? })
    }
}

impl Encode for Thing {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        object.optional("name", &self.name);
        object.member("colour", &self.colour);
        object.member("sizes", &self.sizes);
        object.end();
    }
}

/// Pointer and keyword of each violation.
fn found<T>(result: Result<T, Violations>) -> Vec<(String, &'static str)> {
    let violations = result.err().into_iter().flatten();
    violations.map(|violation| (violation.pointer, violation.rule.as_str())).collect()
}

fn strict(text: &str) -> Vec<(String, &'static str)> {
    found(rt::from_slice_strict::<Thing>(text.as_bytes()))
}

fn one(pointer: &str, keyword: &'static str) -> Vec<(String, &'static str)> {
    vec![(pointer.to_owned(), keyword)]
}

#[test]
fn what_is_valid_passes() {
    assert_eq!(strict(r#"{"name":"abc","colour":"blue","sizes":[1,2]}"#), []);
    assert_eq!(strict(r#"{"colour":"blue","sizes":[]}"#), []);
}

#[test]
fn what_leniency_forgives_is_a_violation() {
    let text = r#"{"name":null,"colour":"green","sizes":[0,0],"more":1,"a/b":2}"#;
    assert_eq!(found(rt::from_slice::<Thing>(text.as_bytes())), []);
    let expected = [
        ("/name", "type"),
        ("/colour", "enum"),
        ("/sizes", "uniqueItems"),
        ("/sizes/0", "minimum"),
        ("/sizes/1", "minimum"),
        ("", "maxProperties"),
        ("/more", "additionalProperties"),
        ("/a~1b", "additionalProperties"),
    ];
    assert_eq!(strict(text), expected.map(|(pointer, keyword)| (pointer.to_owned(), keyword)));
}

#[test]
fn repeated_members_are_reported() {
    let text = r#"{"colour":"blue","sizes":[1],"colour":"blue","sizes":[2],"colour":"blue"}"#;
    let expected = [("/colour", "syntax"), ("/sizes", "syntax"), ("", "maxProperties")];
    assert_eq!(strict(text), expected.map(|(pointer, keyword)| (pointer.to_owned(), keyword)));
    let inside = rt::from_slice_strict::<Value>(br#"[{"a":{"b":1,"b":1}}]"#);
    assert_eq!(found(inside), one("/0/a/b", "syntax"));
    let map = rt::from_slice_strict::<rt::Map<u8>>(br#"{"a":1,"a":2}"#);
    assert_eq!(found(map), one("/a", "syntax"));
}

#[test]
fn validate_finds_what_code_built_wrongly() {
    let thing = Thing { name: Some(String::new()), colour: Colour::Other("red".into()), sizes: vec![1, 1] };
    let expected = [("/name", "minLength"), ("/colour", "enum"), ("/sizes", "uniqueItems")];
    let expected: Vec<_> = expected.iter().map(|(pointer, keyword)| ((*pointer).to_owned(), *keyword)).collect();
    let mut violations = found(thing.validate());
    violations.sort_by_key(|(pointer, _)| expected.iter().position(|(other, _)| other == pointer));
    assert_eq!(violations, expected);
    let good = Thing { name: None, colour: Colour::Blue, sizes: vec![] };
    assert_eq!(good.validate(), Ok(()));
}

#[test]
fn string_enums() {
    assert_eq!(Colour::from("a \"quoted\"\\ näme"), Colour::Odd);
    assert_eq!("blue".parse::<Colour>().unwrap(), Colour::Blue);
    assert_eq!(Colour::from(String::from("x")), Colour::Other("x".into()));
    assert_eq!(format!("{:>6}|{}", Colour::Blue, Colour::Other("x".into())), "  blue|x");
    assert_eq!(AsRef::<str>::as_ref(&Colour::Odd), "a \"quoted\"\\ näme");
    assert!(Colour::Blue < Colour::Odd);
    assert_eq!(serde_json::to_string(&Colour::Odd).unwrap(), r#""a \"quoted\"\\ näme""#);
    assert_eq!(serde_json::from_str::<Colour>(r#""green""#).unwrap(), Colour::Other("green".into()));
    assert_eq!(found(rt::from_slice::<Colour>(b"1")), one("", "type"));
}

fn check(text: &str, checks: fn(&mut Checker<'_>)) -> Vec<(String, &'static str)> {
    let json = Json::parse(text.as_bytes()).unwrap();
    found(Node::new(&json).strict().check(checks))
}

#[test]
fn bounds_are_exact() {
    assert_eq!(check("9007199254740993", |n| n.maximum(9_007_199_254_740_992_i64)), one("", "maximum"));
    assert_eq!(check("18446744073709551615", |n| n.minimum(u64::MAX)), []);
    assert_eq!(check("9223372036854775807", |n| n.exclusive_maximum(9_223_372_036_854_775_808.0)), []);
    assert_eq!(check("1.0", |n| n.exclusive_minimum(1)), one("", "exclusiveMinimum"));
    assert_eq!(check("1", |n| n.exclusive_maximum(1.0)), one("", "exclusiveMaximum"));
    assert_eq!(check("-0.5", |n| n.minimum(0)), one("", "minimum"));
    assert_eq!(check(r#""0""#, |n| n.minimum(1)), []);
}

#[test]
fn multiples() {
    assert_eq!(check("9", |n| n.multiple_of(3)), []);
    assert_eq!(check("10", |n| n.multiple_of(3)), one("", "multipleOf"));
    assert_eq!(check("0.07", |n| n.multiple_of(0.01)), []);
    assert_eq!(check("4.02", |n| n.multiple_of(0.01)), []);
    assert_eq!(check("0.075", |n| n.multiple_of(0.01)), one("", "multipleOf"));
    assert_eq!(check("4.0", |n| n.multiple_of(2)), []);
    assert_eq!(check("1", |n| n.multiple_of(0)), one("", "multipleOf"));
    assert_eq!(check("-9223372036854775808", |n| n.multiple_of(-1)), []);
}

#[test]
fn lengths_are_counted_in_code_points() {
    assert_eq!(check(r#""äöü""#, |text| text.max_length(3)), []);
    assert_eq!(check(r#""😀""#, |text| text.min_length(2)), one("", "minLength"));
    assert_eq!(check("5", |text| text.min_length(2)), []);
    assert_eq!(check("[1]", |list| list.min_items(2)), one("", "minItems"));
    assert_eq!(check("[1]", |list| list.max_items(0)), one("", "maxItems"));
    assert_eq!(check(r#"{"a":1}"#, |object| object.min_properties(2)), one("", "minProperties"));
    assert_eq!(check("[]", |object| object.min_properties(2)), []);
}

#[test]
fn unique_items_are_json_equal() {
    let repeated = |text: &str| !check(text, |list| list.unique_items()).is_empty();
    for text in ["[1,1.0]", "[0,-0.0]", r#"[{"a":1,"b":[2]},{"b":[2.0],"a":1}]"#, "[[],[]]", "[null,0,null]"] {
        assert!(repeated(text), "{text}");
    }
    for text in
        ["[1,true]", "[0,false]", r#"["1",1]"#, "[[1,2],[2,1]]", r#"[{"a":1},{"a":2},{"b":1}]"#, "[[],{}]", "[]"]
    {
        assert!(!repeated(text), "{text}");
    }
    let long: Vec<String> = (0..50_000).map(|n| format!("[{n}]")).collect();
    assert!(!repeated(&format!("[{}]", long.join(","))));
    let alike = vec!["{}"; 50_000].join(",");
    assert!(repeated(&format!("[{alike}]")));
}

#[test]
fn enumerations_of_any_values() {
    fn listed(json: &mut Checker<'_>) {
        json.enumeration(&["1", r#"{"a":[null]}"#, r#""x""#]);
    }
    assert_eq!(check("1.0", listed), []);
    assert_eq!(check(r#"{"a":[null]}"#, listed), []);
    assert_eq!(check(r#"{"a":[]}"#, listed), one("", "enum"));
    assert_eq!(check("2", |json| json.constant("1")), one("", "const"));
}

#[test]
fn checks_reach_into_the_parts() {
    let text = r#"{"a":{"b":"x"},"c":[[5]]}"#;
    let faults = check(text, |json| {
        json.member("a", |a| a.values(|b| b.min_length(2)));
        json.member("c", |c| c.items(|list| list.items(|n| n.maximum(4))));
        json.member("none", |none| none.min_length(9));
        json.names(|name| name.min_length(2));
    });
    let expected = [("/a/b", "minLength"), ("/c/0/0", "maximum"), ("/a", "minLength"), ("/c", "minLength")];
    assert_eq!(faults, expected.map(|(pointer, keyword)| (pointer.to_owned(), keyword)));
}

#[test]
fn text_is_checked_when_its_type_is_known() {
    let json = Json::from("500");
    let node = Node::new(&json).text().strict();
    assert_eq!(found(node.check(|n| n.maximum(100))), []);
    let number = rt::to_json(&<i64 as rt::Decode>::decode(node).unwrap()).unwrap();
    assert_eq!(found(Node::new(&number).strict().check(|n| n.maximum(100))), one("", "maximum"));
}

#[cfg(feature = "regex")]
#[test]
fn patterns() {
    static WORD: rt::Pattern = rt::Pattern::new("^[a-z]+$");
    static BROKEN: rt::Pattern = rt::Pattern::new("(");
    assert_eq!(check(r#""abc""#, |text| text.pattern(&WORD)), []);
    assert_eq!(check(r#""ab1""#, |text| text.pattern(&WORD)), one("", "pattern"));
    assert_eq!(check("1", |text| text.pattern(&WORD)), []);
    assert_eq!(check(r#""abc""#, |text| text.pattern(&BROKEN)), []);
}

#[test]
fn rules_are_the_keywords() {
    assert_eq!(Rule::Unexpected.as_str(), "additionalProperties");
    assert_eq!(Rule::ExclusiveMinimum.as_str(), "exclusiveMinimum");
    assert_eq!(Rule::UniqueItems.to_string(), "uniqueItems");
}
