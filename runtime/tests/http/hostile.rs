//! Values that would like to change the request.

use twinspec_runtime::{Error, Rule};

use crate::service::Shop;
use crate::shop::api::{GetItem, ListItems, RemoveItem, Visit};

#[tokio::test]
async fn a_path_parameter_stays_in_its_segment() {
    let shop = Shop::default();
    let client = shop.client();
    for id in [
        "a/b",
        "../a",
        "/",
        "//",
        "%2F",
        "%2e%2e",
        "a?b=c",
        "a#b",
        "a b",
        "a+b",
        "...",
        "a.",
        "..a",
        "ü€😀",
        "\\",
        "a;b",
        "a:cancel2",
        "\r\n",
        "\0",
        "{id}",
        "a&b",
        "%",
        "%zz",
        "~-._",
    ] {
        client.get_item(GetItem { id: id.to_owned(), tenant: None }).await.unwrap();
        assert_eq!(shop.seen().id.as_deref(), Some(id), "{id:?}");
    }
}

#[tokio::test]
async fn a_segment_does_not_vanish() {
    let client = Shop::default().client();
    for id in ["", ".", ".."] {
        let error = client.remove_item(RemoveItem { id: id.to_owned() }).await.unwrap_err();
        let Error::Invalid(violations) = &error else { panic!("{id:?}: {error:?}") };
        assert_eq!((violations.first().pointer.as_str(), violations.first().rule), ("/path/id", Rule::Format));
        assert!(error.to_string().starts_with("the request is invalid: /path/id must not be empty"), "{error}");
    }
}

#[tokio::test]
async fn segments_of_several_parameters() {
    let client = Shop::default().client();
    let visit = |name: &str, kind: &str| client.visit(Visit { name: name.to_owned(), kind: kind.to_owned() });
    assert!(visit("a/b", "c/d").await.is_ok());
    // `/visit/...` is a segment of its own.
    assert!(visit(".", ".").await.is_ok());
    assert!(matches!(visit("", "a").await, Err(Error::Invalid(_))));
}

#[tokio::test]
async fn a_header_does_not_become_two() {
    let client = Shop::default().client();
    for tenant in ["a\r\nx-evil: 1", "a\nb", "\0", "\u{7f}", " a", "a\t"] {
        let error = client.get_item(GetItem { id: "a".to_owned(), tenant: Some(tenant.to_owned()) }).await.unwrap_err();
        let Error::Invalid(violations) = error else { panic!("{tenant:?}: {error:?}") };
        assert_eq!(violations.first().pointer, "/header/x-tenant");
    }
}

#[tokio::test]
async fn all_faults_of_a_request_are_told() {
    let client = Shop::default().client();
    let error = client.get_item(GetItem { id: String::new(), tenant: Some("\n".to_owned()) }).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the request is invalid: /header/x-tenant must not have control characters, being a header"
    );
    let list = ListItems { limit: 1, tags: Some(vec![]), ..ListItems::default() };
    // The service could not tell it from a list that was not sent, for which it may have a default.
    assert_eq!(
        client.list_items(list).await.unwrap_err().to_string(),
        "the request is invalid: /query/tags cannot be sent, for being empty it looks like none"
    );
}

#[tokio::test]
async fn an_endless_url_is_not_sent() {
    let client = Shop::default().client();
    let error = client.remove_item(RemoveItem { id: "a".repeat(70_000) }).await.unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error:?}");
}
