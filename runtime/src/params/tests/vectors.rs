//! The vectors of RFC 6570 and the table of the specification.

use super::{json, read, write};
use crate::params::Parameter;
use crate::{Json, Map, to_json};

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

/// A style, and how it writes an empty string, a string, an array and an object.
type Row = (Parameter, [Option<&'static str>; 4]);

/// The rows of the section "Style Examples" of OpenAPI 3.1 and 3.2 about paths and headers.
fn of_paths() -> [Row; 8] {
    let path = Parameter::path("color");
    let header = Parameter::header("color");
    [
        (
            path.matrix(),
            [Some(";color"), Some(";color=blue"), Some(";color=blue,black,brown"), Some(";color=R,100,G,200,B,150")],
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
    ]
}

/// The rows about queries and cookies.
fn of_queries() -> [Row; 8] {
    let query = Parameter::query("color").members(&["R", "G", "B"]);
    let cookie = Parameter::cookie("color").plain_cookie().members(&["R", "G", "B"]);
    [
        (
            query.joined(),
            [Some("color="), Some("color=blue"), Some("color=blue,black,brown"), Some("color=R,100,G,200,B,150")],
        ),
        (
            query,
            [Some("color="), Some("color=blue"), Some("color=blue&color=black&color=brown"), Some("R=100&G=200&B=150")],
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
        (cookie.joined(), [Some("color="), Some("color=blue"), None, None]),
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
            [Some("color="), Some("color=blue"), Some("color=blue,black,brown"), Some("color=R,100,G,200,B,150")],
        ),
    ]
}

#[test]
fn table_of_the_specification() {
    let empty = json(r#""""#);
    let string = json(r#""blue""#);
    let array = json(r#"["blue", "black", "brown"]"#);
    let object = json(r#"{"R": 100, "G": 200, "B": 150}"#);
    for (parameter, cells) in of_paths().into_iter().chain(of_queries()) {
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
