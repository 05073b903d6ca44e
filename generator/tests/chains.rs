//! Components that are other names of one another, or lists of one another, through many links.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

use std::fmt::Write as _;

use twinspec::Options;
use twinspec::diagnostic::Diagnostics;
use twinspec::ir::{Api, Check, Presence, Shape, Syntax};
use twinspec::source::Source;

/// A document with the schemas `S0` to `S{length}`, each of which is what `link` makes of a reference to the next one,
/// and `User` with a member that is the first.
fn document(length: usize, forwards: bool, link: impl Fn(&str) -> String, end: &str) -> String {
    let mut schemas = String::new();
    for at in 0..length {
        let (next, last) = if forwards { (at + 1, at + 1 == length) } else { (at.wrapping_sub(1), at == 0) };
        let schema =
            if last { end.to_owned() } else { link(&format!(r##"{{"$ref":"#/components/schemas/S{next}"}}"##)) };
        write!(schemas, r#""S{at}":{schema},"#).unwrap();
    }
    let first = if forwards { 0 } else { length - 1 };
    format!(
        r##"{{"openapi":"3.1.0","info":{{"title":"t","version":"1"}},"paths":{{}},"components":{{"schemas":{{{schemas}
        "User":{{"type":"object","required":["member"],
        "properties":{{"member":{{"$ref":"#/components/schemas/S{first}"}}}}}}}}}}}}"##
    )
}

fn lowered(document: &str) -> (Option<Api>, Diagnostics) {
    let mut found = Diagnostics::default();
    let loaded = twinspec::load::load(&Source::new("chain.json", document), &mut found).unwrap();
    (twinspec::compile(&loaded.value, &Options::default(), &mut found), found)
}

/// The member of `User`.
fn member(api: &Api) -> (Presence, Vec<Check>) {
    let Shape::Struct(user) = &api.types.iter().find(|def| def.name == "User").unwrap().shape else {
        panic!("an object is a struct")
    };
    (user.fields[0].presence, user.fields[0].checks.clone())
}

const OR_NULL: &str = r#"{"type":["object","null"],"properties":{"id":{"type":"string"}}}"#;

#[test]
fn null_is_known_at_the_other_end_of_a_chain() {
    for forwards in [true, false] {
        let api = lowered(&document(40, forwards, str::to_owned, OR_NULL)).0.unwrap();
        assert_eq!(member(&api).0, Presence::RequiredNullable, "forwards: {forwards}");
    }
}

#[test]
fn checks_are_known_at_the_other_end_of_a_chain() {
    let lists = |next: &str| format!(r#"{{"type":"array","maxItems":9,"items":{next}}}"#);
    for forwards in [true, false] {
        let api = lowered(&document(40, forwards, lists, r#"{"type":"string","minLength":1}"#)).0.unwrap();
        let mut checks = member(&api).1;
        for _ in 1..40 {
            assert_eq!(checks[0], Check::Count("max_items", 9), "forwards: {forwards}");
            let Check::Items(items) = checks.remove(1) else { panic!("a list of lists checks those") };
            checks = items;
        }
        assert_eq!(checks, [Check::Count("min_length", 1)], "forwards: {forwards}");
    }
}

#[test]
fn lists_within_lists_without_measure_are_told() {
    let lists = |next: &str| format!(r#"{{"type":"array","maxItems":9,"items":{next}}}"#);
    for forwards in [true, false] {
        let (api, found) = lowered(&document(1000, forwards, lists, r#"{"type":"string","minLength":1}"#));
        assert_eq!(api.unwrap().types.len(), 1001);
        assert_eq!(found.iter().filter(|one| one.message.contains("too deep")).count(), 10, "forwards: {forwards}");
    }
}

#[test]
fn thousands_of_names_are_followed_to_their_end() {
    for forwards in [true, false] {
        let api = lowered(&document(3000, forwards, str::to_owned, OR_NULL)).0.unwrap();
        assert_eq!(api.types.len(), 3001);
        assert_eq!(member(&api).0, Presence::RequiredNullable, "forwards: {forwards}");
    }
}

#[test]
fn a_long_chain_without_an_end_is_told() {
    let (_, found) = lowered(&document(40, true, str::to_owned, r##"{"$ref":"#/components/schemas/S0"}"##));
    // Each link, and the member that refers to the first.
    assert_eq!(found.iter().filter(|one| one.message.contains("has no end")).count(), 41);
}

/// Lists of themselves among the parts of a form, among the branches of a union, and twice in a tuple: each once took
/// all the stack or all the memory that there is.
#[test]
fn lists_that_hold_themselves_come_to_an_end() {
    let document = r##"{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{"/x":{"post":{
        "requestBody":{"content":{"multipart/form-data":{"schema":{"type":"object","properties":{
            "list":{"$ref":"#/components/schemas/List"},"file":{"type":"string","format":"binary"}}}}}},
        "responses":{"200":{"description":"","content":{"application/json":{"schema":{"oneOf":[
            {"type":"array","items":
                {"$ref":"#/paths/~1x/post/responses/200/content/application~1json/schema"}},
            {"type":"array","items":{"type":"string"}}]}}}}}}}},
        "components":{"schemas":{"List":{"type":"array","items":{"$ref":"#/components/schemas/List"}},
        "Pair":{"type":"array","prefixItems":[{"$ref":"#/components/schemas/Pair"},
            {"$ref":"#/components/schemas/Pair"}],"minItems":2,"maxItems":2,"uniqueItems":true}}}}"##;
    let (api, found) = lowered(document);
    assert!(api.is_some() && !found.has_errors(), "{found:?}");
}

#[test]
fn what_is_a_branch_of_itself_comes_to_an_end_and_is_told() {
    let own = r##"{"$ref":"#/components/schemas/S0"}"##;
    let list = r#"{"type":"array","items":{"type":"string","minLength":1}}"#;
    for schema in [
        format!(r#"{{"anyOf":[{own},{own}]}}"#),
        format!(r#"{{"oneOf":[{own},{own},{list}]}}"#),
        format!(r#"{{"anyOf":[{own},{{"type":"array","items":{own}}},{own}]}}"#),
        format!(r#"{{"allOf":[{{"anyOf":[{own},{list},{own}]}},{own}]}}"#),
    ] {
        let (api, found) = lowered(&document(1, true, str::to_owned, &schema));
        let api = api.unwrap_or_else(|| panic!("{schema}: {found:?}"));
        // Each who refers to it may have as many checks as it keeps, and no more.
        let (_, checks) = member(&api);
        assert!(checks.iter().all(|check| check.parts().is_empty()), "{schema}: {checks:?}");
        let mut told = found.iter().filter(|found| found.code == twinspec::codes::SCHEMA_NOT_SUPPORTED);
        assert!(told.any(|told| told.message.contains("`S0`")), "{schema}: {found:?}");
    }
}

#[test]
fn no_keyword_is_sure_of_what_is_told_in_part() {
    for (keyword, link) in [("not", r#"{"not":NEXT}"#), ("oneOf", r#"{"minLength":1,"oneOf":[NEXT,{"maxLength":1}]}"#)]
    {
        for forwards in [true, false] {
            let own = format!(r##"{{"$ref":"#/components/schemas/S{}"}}"##, u8::from(forwards));
            let end = format!(r#"{{"minLength":3,"anyOf":[{own},{own}]}}"#);
            let (api, found) = lowered(&document(2, forwards, |next| link.replace("NEXT", next), &end));
            let (_, checks) = member(&api.unwrap());
            let refuses = |check: &Check| matches!(check, Check::Not(_) | Check::OneOf(_));
            assert!(!checks.iter().any(refuses), "{keyword}, forwards: {forwards}: {checks:?}");
            let at = format!("/components/schemas/S{}/{keyword}", u8::from(!forwards));
            assert!(found.iter().any(|found| found.pointer.as_str() == at), "{found:?}");
        }
    }
}

#[test]
fn what_is_not_checked_at_the_end_of_a_chain_of_objects_is_known_at_the_beginning() {
    let objects = |next: &str| format!(r#"{{"type":"object","properties":{{"next":{next}}}}}"#);
    for (end, weak) in [(r#"{"type":"string","pattern":"(?<=a)b"}"#, true), (r#"{"type":"string"}"#, false)] {
        for forwards in [true, false] {
            let document = document(40, forwards, objects, end);
            let first = document.match_indices(r#""required":["member"]"#).next().unwrap().0;
            let at = if forwards { "S0" } else { "S39" };
            let not = format!(r##""not":{{"$ref":"#/components/schemas/{at}"}},"##);
            let (api, found) = lowered(&format!("{}{not}{}", &document[..first], &document[first..]));
            let api = api.unwrap_or_else(|| panic!("{found:?}"));
            let Shape::Struct(user) = &api.types.iter().find(|def| def.name == "User").unwrap().shape else {
                panic!("an object is a struct")
            };
            let refuses = user.checks.iter().any(|check| matches!(check, Check::Not(_)));
            assert_eq!(refuses, !weak, "forwards: {forwards}: {:?}", user.checks);
        }
    }
}

/// Twelve ways at each of thirty steps: who went each of them would never arrive.
#[test]
fn a_text_of_branches_of_branches_is_looked_at_once() {
    let branches = |next: &str| format!(r#"{{"oneOf":[{}]}}"#, [next; 12].join(","));
    let text = document(30, true, branches, r#"{"type":"string"}"#);
    let body = r##"{"content":{"text/plain":{"schema":{"$ref":"#/components/schemas/S0"}}}}"##;
    let path = format!(r#""/text":{{"post":{{"requestBody":{body},"responses":{{"204":{{"description":""}}}}}}}}"#);
    let (api, found) = lowered(&text.replacen(r#""paths":{"#, &format!(r#""paths":{{{path}"#), 1));
    let api = api.unwrap_or_else(|| panic!("{found:?}"));
    let body = api.all_operations().find_map(|operation| operation.body.as_ref()).unwrap();
    assert!(matches!(body.content.media[0].formats[0].syntax, Syntax::Text), "{body:?}");
}

#[test]
fn many_checks_of_one_schema_are_kept() {
    let branches: Vec<String> =
        (0..1000).map(|at| format!(r#"{{"not":{{"minLength":{at},"const":"{at}"}}}}"#)).collect();
    let schema = format!(r#"{{"allOf":[{}]}}"#, branches.join(","));
    let (api, found) = lowered(&document(1, true, str::to_owned, &schema));
    assert!(found.iter().all(|found| found.code != twinspec::codes::SCHEMA_NOT_SUPPORTED), "{found:?}");
    let (_, checks) = member(&api.unwrap());
    assert_eq!(checks.len(), 1000, "{checks:?}");
}
