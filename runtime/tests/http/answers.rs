//! Servers whose answers are not what their document says.

use twinspec_runtime::Error;

use crate::fixed::{Always, JSON, client, get};
use crate::shop::api::{GetItemError, ListItems, Visit};
use crate::shop::types::Item;

async fn ask(always: Always) -> Result<Item, Error<GetItemError>> {
    client(always).get_item(get()).await.map(twinspec_runtime::Response::into_inner)
}

#[tokio::test]
async fn bodies_that_are_not_what_the_document_promises() {
    for (status, body, expected) in [
        (200, "{", "is not JSON"),
        (200, "", "is not JSON"),
        (200, "[]", "must be an object, not an empty array"),
        (200, r#"{"id": 1}"#, "/id must be a string, not an integer"),
        (404, "{}", "/message is required"),
    ] {
        let error = ask(Always(status, JSON, body)).await.unwrap_err();
        let Error::Decode(decode) = &error else { panic!("{body}: {error:?}") };
        assert_eq!((decode.status.as_u16(), &decode.body[..]), (status, body.as_bytes()));
        assert!(decode.violations.to_string().contains(expected), "{body}: {}", decode.violations);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
    }
    let error = ask(Always(429, JSON, r#"{"message": "m"}"#)).await.unwrap_err();
    let Error::Decode(decode) = error else { panic!("{error:?}") };
    assert_eq!(decode.violations.to_string(), "/header/Retry-After is required");
    let headers = &[("content-type", "application/json"), ("retry-after", "soon")];
    let error = ask(Always(429, headers, r#"{"message": "m"}"#)).await.unwrap_err();
    assert!(error.to_string().contains("/header/Retry-After must be a number"), "{error}");
}

#[tokio::test]
async fn media_types_of_answers() {
    let body = r#"{"id": "a"}"#;
    for media_type in ["application/json", "Application/JSON ; charset=utf-8", "application/vnd.shop+json", "text/json"]
    {
        let headers: &'static [_] = vec![("content-type", media_type)].leak();
        assert_eq!(ask(Always(200, headers, body)).await.unwrap(), Item::new("a"), "{media_type}");
    }
    assert_eq!(ask(Always(200, &[], body)).await.unwrap(), Item::new("a"), "none is taken for JSON");
    let problem =
        ask(Always(404, &[("content-type", "application/problem+json")], r#"{"message": "a"}"#)).await.unwrap_err();
    assert!(matches!(problem, Error::Unexpected(_)), "a proxy's own answer is not the document's: {problem:?}");
    let error = ask(Always(200, &[("content-type", "text/html")], "<h1>hi</h1>")).await.unwrap_err();
    let Error::Unexpected(unexpected) = error else { panic!("{error:?}") };
    assert_eq!(&unexpected.body[..], b"<h1>hi</h1>");
}

#[tokio::test]
async fn what_a_newer_server_adds_is_no_harm() {
    let item = ask(Always(200, JSON, r#"{"id": "a", "new": [1], "count": 0, "code": null}"#)).await.unwrap();
    assert_eq!(item, Item { count: Some(0), ..Item::new("a") });
}

#[tokio::test]
async fn envelopes_that_are_none() {
    let list =
        async |body| client(Always(200, JSON, body)).list_items(ListItems { limit: 1, ..ListItems::default() }).await;
    for (body, expected) in [
        (r#"{"statusCode": 200, "message": ""}"#, "/data is required"),
        (r#"{"statusCode": 200, "data": [{"id": "a"}, {"id": 1}]}"#, "/data/1/id must be a string, not an integer"),
        (r#"{"message": ""}"#, "/statusCode is required"),
        (r#"{"statusCode": "200", "data": []}"#, "/statusCode must be a number, not a string"),
        ("[]", "the value must be an object, not an empty array"),
    ] {
        let Err(Error::Decode(decode)) = list(body).await else { panic!("{body}") };
        assert_eq!(decode.violations.first().to_string(), expected, "{body}");
    }
    assert_eq!(list(r#"{"statusCode": 200.0, "data": []}"#).await.unwrap().into_inner(), []);
}

#[tokio::test]
async fn a_redirect_without_a_location() {
    let error =
        client(Always(302, &[], "")).visit(Visit { name: "a".to_owned(), kind: "b".to_owned() }).await.unwrap_err();
    assert!(error.to_string().contains("/header/Location is required"), "{error}");
}
