//! Every style: that what is written is read, and that what others write is.

mod vectors;

use http::{HeaderMap, HeaderValue, header};

use super::parameter::Place;
use super::write::pairs;
use super::{
    Parameter, header_parameter, path_text, push_cookies, push_query, read_cookie, read_form, read_header, read_path,
    read_query, write_form,
};
use crate::{Decode, Decoded, Encode, Json, Map, to_json};

/// The text of a parameter in its place.
fn write(parameter: &Parameter, json: &Json<'_>) -> Decoded<String> {
    let mut text = String::new();
    match parameter.place {
        Place::Path => text = path_text(parameter, json)?,
        Place::Query => push_query(&mut text, &pairs(parameter, json)?, parameter),
        Place::Header => text = header_parameter(parameter, json)?,
        Place::Cookie => push_cookies(&mut text, &pairs(parameter, json)?),
    }
    Ok(text)
}

fn read<T: Decode + Encode>(parameter: &Parameter, text: &str) -> Decoded<Option<T>> {
    let mut headers = HeaderMap::new();
    let field = HeaderValue::from_bytes(text.as_bytes());
    let reading = match parameter.place {
        Place::Path => Some(read_path(parameter, text)?),
        Place::Query => read_query(parameter, text)?,
        Place::Header => {
            headers.insert(parameter.name, field.unwrap());
            read_header(parameter, &headers)?
        }
        Place::Cookie => {
            headers.insert(header::COOKIE, field.unwrap());
            read_cookie(parameter, &headers)?
        }
    };
    reading.map(|reading| reading.decode()).transpose()
}

fn json(text: &str) -> Json<'static> {
    Json::parse(text.as_bytes()).unwrap().into_owned()
}

/// That a value is read as it was written, or is not written.
fn round<T: Decode + Encode + PartialEq + std::fmt::Debug>(parameter: &Parameter, value: &T) -> bool {
    let Ok(text) = write(parameter, &to_json(value).unwrap()) else { return false };
    if parameter.place == Place::Path && text.is_empty() {
        return false;
    }
    assert!(text.is_ascii() || parameter.place == Place::Header, "{text}");
    let back = read::<T>(parameter, &text);
    assert!(matches!(&back, Ok(Some(back)) if back == value), "{parameter:?} {value:?} {text:?} {back:?}");
    true
}

const STYLES: [Parameter; 24] = [
    Parameter::path("na me"),
    Parameter::path("na me").exploded(),
    Parameter::path("na me").label(),
    Parameter::path("na me").label().exploded(),
    Parameter::path("na me").matrix(),
    Parameter::path("na me").matrix().exploded(),
    Parameter::path("na me").json(),
    Parameter::path("na me").reserved(),
    Parameter::path("na me").matrix().exploded().reserved(),
    Parameter::query("na me").members_but(&["other"]),
    Parameter::query("na me").joined(),
    Parameter::query("na me").reserved().members_but(&["other"]),
    Parameter::query("na me").joined().reserved(),
    Parameter::query("na me").space_delimited(),
    Parameter::query("na me").pipe_delimited(),
    Parameter::query("na me").pipe_delimited().exploded().members_but(&["other"]),
    Parameter::query("na me").deep_object(),
    Parameter::query("na me").deep_object().reserved(),
    Parameter::query("na me").json(),
    Parameter::cookie("name").members_but(&["other"]),
    Parameter::cookie("name").joined(),
    Parameter::cookie("name").json(),
    Parameter::header("name"),
    Parameter::header("name").exploded(),
];

const HOSTILE: [&str; 34] = [
    "a",
    "",
    " ",
    "a b",
    " a",
    "+",
    "a+b",
    "%",
    "%25",
    "%2",
    "%2C",
    "%7C",
    "%7c",
    "%20",
    "%2520",
    "a,b",
    ",",
    "|",
    "a|b",
    "&",
    "a&na me=b",
    "=",
    ";",
    "a;b=c",
    ".",
    "..",
    "../x",
    "/",
    "[]",
    "[1]",
    "{\"a\":1}",
    "]",
    "ü€😀",
    "#?\0",
];

#[test]
fn what_is_written_is_read() {
    let mut unwritten = 0;
    for style in &STYLES {
        for text in HOSTILE {
            let text = text.to_owned();
            let in_header = style.place == Place::Header;
            let sent = round(style, &text) && !text.is_empty();
            let clean = !text.contains('\0') && text.trim() == text;
            assert!(sent || text.is_empty() || (in_header && !clean), "{style:?} {text:?}");
            for other in ["b", "", "|%7C ,.;=&", "]["] {
                unwritten += usize::from(!round(style, &vec![text.clone(), other.to_owned()]));
                let map = |key: &str, value: &str| Map::from([(key.to_owned(), value.to_owned())]);
                unwritten += usize::from(!round(style, &map(&text, other)));
                unwritten += usize::from(!round(style, &map(other, &text)));
                let nested = vec![vec![text.clone()], vec![other.to_owned(), text.clone()], vec![]];
                unwritten += usize::from(!round(style, &nested));
                let deep = Map::from([("k".to_owned(), vec![text.clone()]), ("l".to_owned(), vec![])]);
                unwritten += usize::from(!round(style, &deep));
                let deeper = Map::from([("k".to_owned(), map("x", &text)), ("0".to_owned(), Map::new())]);
                unwritten += usize::from(!round(style, &deeper));
            }
            unwritten += usize::from(!round(style, &vec![text.clone()]));
        }
        for number in [0_i64, -1, i64::MAX, i64::MIN] {
            assert!(round(style, &number) && round(style, &vec![number, 2]));
        }
        assert!(round(style, &1.5e-7) && round(style, &true) && round(style, &Some(1)));
    }
    // What no style can tell from something else: empty names in brackets, commas in headers and the like.
    assert!(unwritten < STYLES.len() * HOSTILE.len() * 25 / 5, "{unwritten} values were not written");
}

#[test]
fn deep_objects_are_read_however_they_are_written() {
    let filter = Parameter::query("f").deep_object();
    let lists = |query: &str| read::<Map<Vec<String>>>(&filter, query);
    let expected = Ok(Some(Map::from([("a".to_owned(), vec!["1".to_owned(), "2".to_owned()])])));
    for query in [
        "f%5Ba%5D%5B%5D=1&f%5Ba%5D%5B%5D=2",
        "f[a][]=1&x=3&f[a][]=2",
        "f[a][0]=1&f[a][1]=2",
        "f[a][1]=2&f[a][0]=1",
        "f[a]=1&f[a]=2",
    ] {
        assert_eq!(lists(query), expected, "{query}");
    }
    assert_eq!(lists("f[a]=1"), Ok(Some(Map::from([("a".to_owned(), vec!["1".to_owned()])]))));
    assert_eq!(lists("f[a]="), Ok(Some(Map::from([("a".to_owned(), vec![])]))));
    assert_eq!(lists("f="), Ok(Some(Map::new())));
    assert_eq!(lists("fa=1&[f]=2"), Ok(None));
    assert_eq!(read::<Vec<u8>>(&filter, "f[]=1&f[]=2"), Ok(Some(vec![1, 2])));
    assert_eq!(read::<Map<Vec<Map<u8>>>>(&filter, "f[a][0][b]=1").unwrap().unwrap()["a"][0]["b"], 1);
    let deep = format!("f{}=1", "[a]".repeat(40));
    for (query, fault) in [
        ("f[a=1", "the value has a name whose brackets do not match"),
        ("f[a]b=1", "the value has a name whose brackets do not match"),
        ("f[a]=1&f[a][b]=2", "/a is given both as one value and by its parts"),
        (&deep, "the value nests too deep"),
        ("f[a]=%ff", "the value must be UTF-8, percent-encoded"),
    ] {
        assert_eq!(lists(query).unwrap_err().to_string(), fault);
    }
    let faults = read::<Map<Vec<u8>>>(&filter, "f[a][]=x&f[a][]=2&f[b][c]=1").unwrap_err();
    assert_eq!(faults.to_string(), "/a/0 must be a number\n/b must be an array");
}

#[test]
fn one_item_is_a_list_where_a_list_is_asked_for() {
    for style in [Parameter::query("a"), Parameter::query("a").joined()] {
        assert_eq!(read(&style, "a=1"), Ok(Some(vec![1])));
        assert_eq!(read(&style, "a=1"), Ok(Some(1)));
        assert_eq!(read(&style, "a=1"), Ok(Some("1".to_owned())));
        assert_eq!(read::<Vec<u8>>(&style, "a=x").unwrap_err().to_string(), "/0 must be a number");
        assert_eq!(read::<u8>(&style, "a=x").unwrap_err().to_string(), "the value must be a number");
    }
    assert_eq!(read::<Vec<u8>>(&Parameter::query("a").joined(), "a="), Ok(Some(vec![])));
    assert_eq!(write(&Parameter::query("a").joined(), &json("[]")).as_deref(), Ok("a="));
    assert!(write(&Parameter::query("a").joined(), &json(r#"[""]"#)).is_err());
}

#[test]
fn queries_of_others_are_understood() {
    let name = Parameter::query("na me");
    let text = |query: &str| read::<String>(&name, query);
    assert_eq!(text("na+me=1+2&b"), Ok(Some("1 2".to_owned())));
    assert_eq!(text("a=1&&na%20me"), Ok(Some(String::new())));
    assert_eq!(text("a=1"), Ok(None));
    assert_eq!(text("na+me=%ff").unwrap_err().to_string(), "the value must be UTF-8, percent-encoded");
    assert_eq!(text("na+me=1&na+me=2").unwrap_err().to_string(), "the value must occur once");
    assert_eq!(read(&Parameter::query("a").pipe_delimited(), "a=1|2"), Ok(Some(vec![1, 2])));
    assert_eq!(read(&Parameter::query("a").space_delimited(), "a=1+2"), Ok(Some(vec![1, 2])));
    assert_eq!(read(&Parameter::cookie("a"), "b=2;a=\"1\""), Ok(Some(1)));
}

#[test]
fn members_of_an_exploded_object_are_told_from_others() {
    let some = Parameter::query("at").members(&["x", "y"]);
    assert_eq!(read::<Map<u8>>(&some, "z=1&x=2"), Ok(Some(Map::from([("x".to_owned(), 2)]))));
    assert_eq!(read::<Map<u8>>(&some, "z=1&at=2"), read::<Map<u8>>(&some, "at=2"));
    assert_eq!(read::<Map<u8>>(&some, "z=1"), Ok(None));
    let rest = Parameter::query("at").members_but(&["limit", "filter"]);
    let query = "limit=1&filter[a]=2&x=3";
    assert_eq!(read::<Map<u8>>(&rest, query), Ok(Some(Map::from([("x".to_owned(), 3)]))));
    for name in ["limit", "filter", "filter[a]"] {
        let value = Map::from([(name.to_owned(), 1)]);
        assert!(write(&rest, &to_json(&value).unwrap()).is_err(), "{name}");
    }
}

#[test]
fn a_header_cannot_carry_everything() {
    let header = Parameter::header("name");
    assert_eq!(write(&header, &json(r#""ä b""#)).as_deref(), Ok("ä b"));
    assert_eq!(write(&header, &json(r#"["a", "b"]"#)).as_deref(), Ok("a,b"));
    for hostile in ["a\r\nb: c", "a\nb", "\0", " a", "a "] {
        assert!(write(&header, &Json::from(hostile)).is_err(), "{hostile:?}");
    }
    assert!(write(&header, &json(r#"["a,b"]"#)).is_err());
    assert!(write(&header.exploded(), &json(r#"{"a=b": 1}"#)).is_err());
    let plain = Parameter::cookie("name").plain_cookie();
    for hostile in ["a;b", "a b", "a,b", "ä", "\"", "\n"] {
        assert!(write(&plain, &Json::from(hostile)).is_err(), "{hostile:?}");
    }
}

#[test]
fn forms_are_objects() {
    const FIELDS: &[Parameter] = &[Parameter::query("deep").deep_object(), Parameter::query("ids").joined()];
    let text =
        r#"{"a": "x&y", "b": ["1", "2"], "c": {"d": [1]}, "deep": {"e": {"f": "1"}}, "ids": ["1", "2"], "n": null}"#;
    let form = write_form(&json(text), FIELDS).unwrap();
    assert_eq!(form, "a=x%26y&b=1&b=2&c=%7B%22d%22%3A%5B1%5D%7D&deep%5Be%5D%5Bf%5D=1&ids=1,2&n=");
    let read: Map<Json<'static>> = read_form(&form, FIELDS).unwrap().decode().unwrap();
    assert_eq!(read["a"], Json::from("x&y"));
    assert_eq!(read["b"], json(r#"["1", "2"]"#));
    assert_eq!(read["deep"], json(r#"{"e": {"f": "1"}}"#));
    assert_eq!(read["ids"], json(r#"["1", "2"]"#));
    let nested: Map<Map<Vec<u8>>> = read_form("c=%7B%22d%22%3A%5B1%5D%7D", FIELDS).unwrap().decode().unwrap();
    assert_eq!(nested["c"]["d"], [1]);
    assert!(write_form(&json("[1]"), FIELDS).is_err());
    assert_eq!(read_form("", FIELDS).unwrap().decode(), Ok(Map::<u8>::new()));
}
