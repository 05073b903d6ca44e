//! Every status that the document foresees, from the handler to the caller.

use twinspec_runtime::{EnvelopeMembers, Error, Json, Request, status};

use crate::service::Shop;
use crate::shop::api::{
    CancelItem, CreateItem, CreateItemError, GetItem, GetItemError, ListItems, ListItemsError, RemoveItem, Visit,
    VisitError, VisitOutput,
};
use crate::shop::types::{Common, Fault, Item};

fn get(id: &str) -> GetItem {
    GetItem { id: id.to_owned(), tenant: None }
}

#[tokio::test]
async fn a_success_and_its_headers() {
    let client = Shop::default().client();
    let response = client.get_item(get("a")).await.unwrap();
    assert_eq!(response.get_ref(), &Item::new("a"));
    assert_eq!(response.headers()["x-request-id"], "r-1");
    assert_eq!(response.headers()["content-type"], "application/json");
    for hop in ["connection", "x-hop"] {
        assert!(!response.headers().contains_key(hop), "{hop}");
    }
    let item = client.get_item(GetItem { tenant: Some("t".to_owned()), ..get("a") }).await.unwrap().into_inner();
    assert_eq!(item.count, Some(1));
}

#[tokio::test]
async fn failures_by_status_range_and_default() {
    let client = Shop::default().client();
    for (id, failure, code) in [
        ("missing", GetItemError::NotFound(Fault::new("no such item")), 404),
        ("busy", GetItemError::TooManyRequests { retry_after: 7, body: Fault::new("slow down") }, 429),
        ("gone", GetItemError::ClientError { status: status(410), body: Fault::new("gone") }, 410),
        ("failing", GetItemError::Default { status: status(503) }, 503),
    ] {
        let error = client.get_item(get(id)).await.unwrap_err();
        assert_eq!(error.api(), Some(&failure), "{id}");
        assert_eq!(error.status(), Some(status(code)), "{id}");
        assert_eq!(error.to_string(), status(code).to_string());
    }
    let create = |id: &str| client.create_item(CreateItem { body: Item::new(id) });
    assert_eq!(create("a").await.unwrap().into_inner(), Item::new("a"));
    assert_eq!(create("bad").await.unwrap_err().api(), Some(&CreateItemError::BadRequest(Fault::new("bad"))));
    assert_eq!(create("taken").await.unwrap_err().api(), Some(&CreateItemError::Conflict(Fault::new("taken"))));
    assert_eq!(create("odd").await.unwrap_err().api(), Some(&CreateItemError::UnprocessableContent(Fault::new("odd"))));
}

#[tokio::test]
async fn an_answer_that_no_document_foresees_is_kept_whole() {
    let error = Shop::default().client().get_item(get("teapot")).await.unwrap_err();
    let Error::Unexpected(unexpected) = &error else { panic!("{error:?}") };
    assert_eq!(unexpected.status, 218);
    assert_eq!(unexpected.headers["content-type"], "text/tea");
    assert_eq!(&unexpected.body[..], b"short");
    assert_eq!(error.to_string(), "unexpected answer: 218 <unknown status code> (text/tea, 5 bytes)");
}

#[tokio::test]
async fn parameters_arrive_as_they_were_sent() {
    let shop = Shop::default();
    let list = ListItems {
        limit: 3,
        tags: Some(vec!["a,b&c=d".to_owned(), "ü +%".to_owned()]),
        ids: Some(vec![1, -2]),
        token: Some("to ken".into()),
        trace: Some("trä ce".to_owned()),
    };
    let items = shop.client().list_items(list.clone()).await.unwrap().into_inner();
    assert_eq!(items.len(), 3);
    assert_eq!(shop.seen().list, Some(list));
    let bare = ListItems { limit: 1, ..ListItems::default() };
    shop.client().list_items(bare.clone()).await.unwrap();
    assert_eq!(shop.seen().list, Some(bare));
}

#[tokio::test]
async fn an_envelope_is_neither_seen_by_caller_nor_by_handler() {
    let client = Shop::default().client();
    let list = |limit| client.list_items(ListItems { limit, ..ListItems::default() });
    let response = list(2).await.unwrap();
    assert_eq!(response.get_ref().len(), 2);
    let members = response.extensions().get::<EnvelopeMembers>().unwrap();
    assert_eq!(members.get("message"), Some(&Json::from("Operation successful")));
    assert_eq!(members.get("data"), None);
    let response = list(7).await.unwrap();
    let members = response.extensions().get::<EnvelopeMembers>().unwrap();
    assert_eq!(members.get("requestId"), Some(&Json::from("r-7")));
    let error = list(40).await.unwrap_err();
    assert_eq!(error.api(), Some(&ListItemsError::Envelope(Common::new(404, "no items"))));
    assert_eq!(error.status(), Some(status(200)));
    let error = list(42).await.unwrap_err();
    assert_eq!(error.api(), Some(&ListItemsError::TooManyRequests(Common::new(429, "slow down"))));
}

#[tokio::test]
async fn an_envelope_may_carry_nothing() {
    let client = Shop::default().client();
    client.cancel_item(CancelItem { id: 1 }).await.unwrap();
    let error = client.cancel_item(CancelItem { id: 404 }).await.unwrap_err();
    assert_eq!(error.api(), Some(&ListItemsError::Envelope(Common::new(404, "no such item"))));
}

#[tokio::test]
async fn a_redirect_is_an_answer() {
    let client = Shop::default().client();
    let visit = |name: &str, kind: &str| client.visit(Visit { name: name.to_owned(), kind: kind.to_owned() });
    let found = visit("a b", "away").await.unwrap();
    assert_eq!(found.get_ref(), &VisitOutput::Found { location: "https://elsewhere.example.com/a b?a=b".to_owned() });
    let ok = visit("a", "b.c").await.unwrap();
    assert_eq!(ok.get_ref(), &VisitOutput::Ok(Item::new("a/b.c")));
    let lost = visit("a", "lost").await.unwrap_err();
    assert_eq!(lost.api(), Some(&VisitError::Envelope(Common::new(404, "lost"))));
}

#[tokio::test]
async fn an_answer_without_a_body() {
    Shop::default().client().remove_item(RemoveItem { id: "a".to_owned() }).await.unwrap();
}

#[tokio::test]
async fn what_travels_beside_a_message_arrives_without_what_it_must_not_have() {
    let shop = Shop::default();
    let mut request = Request::new(get("a"));
    for (name, value) in [
        ("x-trace", "1"),
        ("x-tenant", "2"),
        ("accept-language", "de"),
        ("host", "evil.example.com"),
        ("content-length", "999"),
        ("content-type", "text/evil"),
        ("transfer-encoding", "chunked"),
        ("connection", "x-hop"),
        ("x-hop", "1"),
        ("te", "trailers"),
    ] {
        request.headers_mut().insert(name, value.parse().unwrap());
    }
    shop.client().get_item(request).await.unwrap();
    let seen = shop.seen().headers;
    assert_eq!(seen["x-trace"], "1");
    assert_eq!(seen["x-tenant"], "2");
    assert_eq!(seen["accept-language"], "de");
    assert!(seen["user-agent"].to_str().unwrap().starts_with("twinspec/"));
    for absent in [
        "host",
        "content-length",
        "content-type",
        "transfer-encoding",
        "connection",
        "x-hop",
        "te",
        "accept",
        "authorization",
    ] {
        assert!(!seen.contains_key(absent), "{absent}: {seen:?}");
    }
}
