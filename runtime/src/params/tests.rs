//! Every style: the vectors of RFC 6570, the table of the specification, and that what is written is read.

use http::{HeaderMap, HeaderValue, header};

use super::parameter::Place;
use super::{
    Parameter, header_parameter, pairs, path_text, push_cookies, push_query, read_cookie, read_form, read_header,
    read_path, read_query, write_form,
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
    "a", "", " ", "a b", " a", "+", "a+b", "%", "%25", "%2", "%2C", "%7C", "%7c", "%20", "%2520", "a,b", ",", "|", "a|b",
    "&", "a&na me=b", "=", ";", "a;b=c", ".", "..", "../x", "/", "[]", "[1]", "{\"a\":1}", "]", "ü€😀", "#?\0",
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

/// RFC 6570 sections 3.2.2 to 3.2.9, where a style is one of its expressions. The names of the vectors that are not
/// those of the parameter are the members of `keys`.
#[test]
fn vectors_of_rfc_6570() {
    let list = json(r#"["red", "green", "blue"]"#);
    let keys = json(r#"{"semi": ";", "dot": ".", "comma": ","}"#);
    let empty = json(r#""""#);
    let half = json(r#""50%""#);
    let hello = json(r#""Hello World!""#);
    let path = json(r#""/foo/bar""#);
    let query = |name| Parameter::query(name).members(&["semi", "dot", "comma"]);
    for (parameter, value, text) in [
        // 3.2.2 {var}
        (Parameter::path("hello"), &hello, "Hello%20World%21"),
        (Parameter::path("half"), &half, "50%25"),
        (Parameter::path("list"), &list, "red,green,blue"),
        (Parameter::path("list").exploded(), &list, "red,green,blue"),
        (Parameter::path("keys"), &keys, "semi,%3B,dot,.,comma,%2C"),
        (Parameter::path("keys").exploded(), &keys, "semi=%3B,dot=.,comma=%2C"),
        // 3.2.3 {+var}, in a path: without the slashes, which would change the route
        (Parameter::path("hello").reserved(), &hello, "Hello%20World!"),
        (Parameter::path("path").reserved(), &path, "%2Ffoo%2Fbar"),
        // 3.2.5 {.var}
        (Parameter::path("half").label(), &half, ".50%25"),
        (Parameter::path("list").label(), &list, ".red,green,blue"),
        (Parameter::path("list").label().exploded(), &list, ".red.green.blue"),
        (Parameter::path("keys").label(), &keys, ".semi,%3B,dot,.,comma,%2C"),
        // 3.2.7 {;var}
        (Parameter::path("half").matrix(), &half, ";half=50%25"),
        (Parameter::path("empty").matrix(), &empty, ";empty"),
        (Parameter::path("list").matrix(), &list, ";list=red,green,blue"),
        (Parameter::path("list").matrix().exploded(), &list, ";list=red;list=green;list=blue"),
        (Parameter::path("keys").matrix(), &keys, ";keys=semi,%3B,dot,.,comma,%2C"),
        (Parameter::path("keys").matrix().exploded(), &keys, ";semi=%3B;dot=.;comma=%2C"),
        // 3.2.8 {?var} and 3.2.9 {&var}
        (query("half"), &half, "half=50%25"),
        (query("empty"), &empty, "empty="),
        (query("list").joined(), &list, "list=red,green,blue"),
        (query("list"), &list, "list=red&list=green&list=blue"),
        (query("keys").joined(), &keys, "keys=semi,%3B,dot,.,comma,%2C"),
        (query("keys"), &keys, "semi=%3B&dot=.&comma=%2C"),
        (query("path").reserved(), &path, "path=/foo/bar"),
    ] {
        assert_eq!(write(&parameter, value).as_deref(), Ok(text), "{parameter:?}");
        let back = match value {
            Json::Array(_) => read::<Vec<String>>(&parameter, text).map(|back| to_json(&back).unwrap()),
            Json::Object(_) => read::<Map<String>>(&parameter, text).map(|back| to_json(&back).unwrap()),
            _ => read::<String>(&parameter, text).map(|back| to_json(&back).unwrap()),
        };
        assert_eq!(back.as_ref(), Ok(value), "{text}");
    }
    // 3.2.5 {.keys*}: read as the RFC has it; written with the dot encoded, so that it is none between members.
    let label = Parameter::path("keys").label().exploded();
    assert_eq!(write(&label, &keys).as_deref(), Ok(".semi=%3B.dot=%2E.comma=%2C"));
    for text in [".semi=%3B.dot=%2E.comma=%2C", ".semi=%3B.dot=..comma=%2C"] {
        assert_eq!(to_json(&read::<Map<String>>(&label, text).unwrap()).as_ref(), Ok(&keys));
    }
}

/// The section "Style Examples" of OpenAPI 3.1 and 3.2, cell by cell: empty, string, array, object.
#[test]
fn table_of_the_specification() {
    let empty = json(r#""""#);
    let string = json(r#""blue""#);
    let array = json(r#"["blue", "black", "brown"]"#);
    let object = json(r#"{"R": 100, "G": 200, "B": 150}"#);
    let path = Parameter::path("color");
    let query = Parameter::query("color").members(&["R", "G", "B"]);
    let cookie = Parameter::cookie("color").plain_cookie().members(&["R", "G", "B"]);
    let header = Parameter::header("color");
    let rows: [(Parameter, [Option<&str>; 4]); 16] = [
        (
            path.matrix(),
            [
                Some(";color"),
                Some(";color=blue"),
                Some(";color=blue,black,brown"),
                Some(";color=R,100,G,200,B,150"),
            ],
        ),
        (
            path.matrix().exploded(),
            [
                Some(";color"),
                Some(";color=blue"),
                Some(";color=blue;color=black;color=brown"),
                Some(";R=100;G=200;B=150"),
            ],
        ),
        (path.label(), [Some("."), Some(".blue"), Some(".blue,black,brown"), Some(".R,100,G,200,B,150")]),
        (path.label().exploded(), [Some("."), Some(".blue"), Some(".blue.black.brown"), Some(".R=100.G=200.B=150")]),
        (path, [Some(""), Some("blue"), Some("blue,black,brown"), Some("R,100,G,200,B,150")]),
        (path.exploded(), [Some(""), Some("blue"), Some("blue,black,brown"), Some("R=100,G=200,B=150")]),
        (header, [Some(""), Some("blue"), Some("blue,black,brown"), Some("R,100,G,200,B,150")]),
        (header.exploded(), [Some(""), Some("blue"), Some("blue,black,brown"), Some("R=100,G=200,B=150")]),
        (
            query.joined(),
            [
                Some("color="),
                Some("color=blue"),
                Some("color=blue,black,brown"),
                Some("color=R,100,G,200,B,150"),
            ],
        ),
        (
            query,
            [
                Some("color="),
                Some("color=blue"),
                Some("color=blue&color=black&color=brown"),
                Some("R=100&G=200&B=150"),
            ],
        ),
        (
            query.space_delimited(),
            [None, None, Some("color=blue%20black%20brown"), Some("color=R%20100%20G%20200%20B%20150")],
        ),
        (
            query.pipe_delimited(),
            [None, None, Some("color=blue%7Cblack%7Cbrown"), Some("color=R%7C100%7CG%7C200%7CB%7C150")],
        ),
        (query.deep_object(), [None, None, None, Some("color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150")]),
        (
            cookie.joined(),
            [Some("color="), Some("color=blue"), None, None],
        ),
        (
            cookie,
            [
                Some("color="),
                Some("color=blue"),
                Some("color=blue; color=black; color=brown"),
                Some("R=100; G=200; B=150"),
            ],
        ),
        (
            Parameter::cookie("color").joined(),
            [
                Some("color="),
                Some("color=blue"),
                Some("color=blue,black,brown"),
                Some("color=R,100,G,200,B,150"),
            ],
        ),
    ];
    for (parameter, cells) in rows {
        for (value, cell) in [&empty, &string, &array, &object].into_iter().zip(cells) {
            let Some(text) = cell else { continue };
            assert_eq!(write(&parameter, value).as_deref(), Ok(text), "{parameter:?}");
            let back = match value {
                Json::Array(_) => read::<Vec<String>>(&parameter, text).map(|back| to_json(&back).unwrap()),
                Json::Object(_) => read::<Map<u8>>(&parameter, text).map(|back| to_json(&back).unwrap()),
                _ => read::<String>(&parameter, text).map(|back| to_json(&back).unwrap()),
            };
            assert_eq!(back.as_ref(), Ok(value), "{parameter:?} {text}");
        }
    }
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
    let read = |query: &str| read::<String>(&name, query);
    assert_eq!(read("na+me=1+2&b"), Ok(Some("1 2".to_owned())));
    assert_eq!(read("a=1&&na%20me"), Ok(Some(String::new())));
    assert_eq!(read("a=1"), Ok(None));
    assert_eq!(read("na+me=%ff").unwrap_err().to_string(), "the value must be UTF-8, percent-encoded");
    assert_eq!(read("na+me=1&na+me=2").unwrap_err().to_string(), "the value must occur once");
    assert_eq!(super::tests::read(&Parameter::query("a").pipe_delimited(), "a=1|2"), Ok(Some(vec![1, 2])));
    assert_eq!(super::tests::read(&Parameter::query("a").space_delimited(), "a=1+2"), Ok(Some(vec![1, 2])));
    assert_eq!(super::tests::read(&Parameter::cookie("a"), "b=2;a=\"1\""), Ok(Some(1)));
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
    let text = r#"{"a": "x&y", "b": ["1", "2"], "c": {"d": [1]}, "deep": {"e": {"f": "1"}}, "ids": ["1", "2"], "n": null}"#;
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
