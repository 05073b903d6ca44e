//! Servers that answer with the document's own examples.

use twinspec_runtime::server::{Example, example};
use twinspec_runtime::{EnvelopeMembers, Error, Json, Request, status};

use crate::shop::api::{GetItem, GetItemError, ListItems, ListItemsError, Visit, VisitOutput};
use crate::shop::types::{Common, Fault, Item};

const ITEMS: &[Example] = &[
    Example::new(404, "Missing").json(r#"{"message": "missing"}"#),
    Example::new(200, "One").json(r#"{"id": "1"}"#),
    Example::new(200, "Two").json(r#"{"id": "2"}"#),
    Example::new(404, "Gone").json(r#"{"message": "gone"}"#),
    Example::new(429, "").headers(&[("retry-after", "9")]).json(r#"{"message": "busy"}"#),
    Example::new(410, "Broken").json("{"),
];

fn get(prefer: &[&'static str]) -> Request<GetItem> {
    let mut request = Request::new(GetItem { id: "a".to_owned(), tenant: None });
    for prefer in prefer {
        request.headers_mut().append("prefer", prefer.parse().unwrap());
    }
    request
}

#[test]
fn the_first_success_or_what_is_preferred() {
    let failure = |fault: &str| GetItemError::NotFound(Fault::new(fault));
    assert_eq!(example(&get(&[]), ITEMS).unwrap().into_inner(), Item::new("1"));
    assert_eq!(example(&get(&["example=Two"]), ITEMS).unwrap().into_inner(), Item::new("2"));
    assert_eq!(
        example(&get(&["respond-async, code=200; x=y", "example=\"Two\""]), ITEMS).unwrap().into_inner(),
        Item::new("2")
    );
    for (prefer, expected) in [("code=404", "missing"), ("example=Gone", "gone"), ("code=404, example=Gone", "gone")] {
        assert_eq!(example(&get(&[prefer]), ITEMS).unwrap_err().api(), Some(&failure(expected)), "{prefer}");
    }
    let busy = example(&get(&["code=429"]), ITEMS).unwrap_err();
    assert_eq!(busy.api(), Some(&GetItemError::TooManyRequests { retry_after: 9, body: Fault::new("busy") }));
}

#[test]
fn an_example_that_there_is_not() {
    for prefer in ["code=500", "example=None", "code=200, example=Gone", "code=abc"] {
        let Err(Error::Unexpected(unexpected)) = example(&get(&[prefer]), ITEMS) else { panic!("{prefer}") };
        assert_eq!(unexpected.status, status(501));
        assert_eq!(unexpected.headers["content-type"], "application/problem+json");
        let problem = Json::parse(&unexpected.body).unwrap();
        assert_eq!(problem.pointer("/examples/3/example"), Some(&Json::from("Gone")));
        assert_eq!(problem.pointer("/examples/4/code"), Some(&Json::from(429_u64)));
    }
    let Err(Error::Unexpected(_)) = example::<GetItem>(&get(&[]), &[]) else { panic!() };
}

#[test]
fn an_example_that_does_not_fit() {
    let error = example(&get(&["example=Broken"]), ITEMS).unwrap_err();
    assert!(matches!(error, Error::Other(_)), "{error:?}");
}

#[test]
fn envelopes_and_redirects() {
    let examples = [
        Example::new(200, "Some").json(r#"{"statusCode": 200, "message": "two", "data": [{"id": "a"}, {"id": "b"}]}"#),
        Example::new(200, "None").code(404).json(r#"{"statusCode": 404, "message": "none"}"#),
    ];
    let list = |prefer: &str| {
        let mut request = Request::new(ListItems::default());
        request.headers_mut().insert("prefer", prefer.parse().unwrap());
        example(&request, &examples)
    };
    let some = list("code=200").unwrap();
    assert_eq!(some.get_ref().len(), 2);
    assert_eq!(some.extensions().get::<EnvelopeMembers>().unwrap().get("message"), Some(&Json::from("two")));
    let expected = ListItemsError::Envelope(Common::new(404, "none"));
    assert_eq!(list("code=404").unwrap_err().api(), Some(&expected));
    assert_eq!(list("example=None").unwrap_err().api(), Some(&expected));
    let found = Example::new(302, "").headers(&[("Location", "/elsewhere")]);
    let visit = Request::new(Visit { name: String::new(), kind: String::new() });
    assert_eq!(
        example(&visit, &[found]).unwrap().into_inner(),
        VisitOutput::Found { location: "/elsewhere".to_owned() }
    );
}
