//! Over a real socket: reqwest on one side, axum and hyper on the other.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use twinspec_runtime::server::axum::{self, Router};
use twinspec_runtime::server::{Options, Reply};
use twinspec_runtime::{Body, Error};

use crate::service::{PASSWORD, QUERY_SECRET, Shop, TOKEN};
use crate::shop::api::{
    CancelItem, CreateItem, GetItem, GetItemError, ListItems, ListItemsError, RemoveItem, Visit, VisitOutput,
};
use crate::shop::client::{Client, ClientBuilder};
use crate::shop::server::{router, router_with};
use crate::shop::types::{Common, Fault, Item};

/// Serves a router at a free port, and gives a builder of a client of it.
async fn serve(router: Router) -> ClientBuilder {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    Client::builder().base_url(url).bearer(TOKEN).basic("ada", PASSWORD)
}

fn get(id: &str) -> GetItem {
    GetItem { id: id.to_owned(), tenant: None }
}

#[tokio::test]
async fn every_operation() {
    let shop = Shop::default();
    let client = serve(router(shop.clone())).await.build().unwrap();
    let response = client.get_item(get("a")).await.unwrap();
    assert_eq!(response.headers()["x-request-id"], "r-1");
    assert_eq!(response.into_inner(), Item::new("a"));
    for (id, failure) in [
        ("missing", GetItemError::NotFound(Fault::new("no such item"))),
        ("busy", GetItemError::TooManyRequests { retry_after: 7, body: Fault::new("slow down") }),
        ("failing", GetItemError::Default { status: twinspec_runtime::status(503) }),
    ] {
        assert_eq!(client.get_item(get(id)).await.unwrap_err().api(), Some(&failure));
    }
    assert!(matches!(client.get_item(get("teapot")).await, Err(Error::Unexpected(_))));
    let item = Item { count: Some(2), ..Item::new("ü") };
    assert_eq!(client.create_item(CreateItem { body: item.clone() }).await.unwrap().into_inner(), item);
    let list = ListItems {
        limit: 2,
        tags: Some(vec!["a b".to_owned(), "c&d".to_owned()]),
        ids: Some(vec![1, 2]),
        token: Some(QUERY_SECRET.into()),
        trace: Some("t".to_owned()),
    };
    assert_eq!(client.list_items(list.clone()).await.unwrap().get_ref().len(), 2);
    assert_eq!(shop.seen().list, Some(list));
    let error = client.list_items(ListItems { limit: 40, ..ListItems::default() }).await.unwrap_err();
    assert_eq!(error.api(), Some(&ListItemsError::Envelope(Common::new(404, "no items"))));
    let visit = Visit { name: "a".to_owned(), kind: "away".to_owned() };
    let found = client.visit(visit).await.unwrap().into_inner();
    assert_eq!(found, VisitOutput::Found { location: "https://elsewhere.example.com/a?a=b".to_owned() });
    client.cancel_item(CancelItem { id: 1 }).await.unwrap();
    client.remove_item(RemoveItem { id: "a".to_owned() }).await.unwrap();
}

#[tokio::test]
async fn hostile_path_parameters() {
    let shop = Shop::default();
    let client = serve(router(shop.clone())).await.build().unwrap();
    for id in ["a/b", "../a", "/", "%2F", "%2e%2e", "a?b=c", "a#b", "...", "ü€😀", "\\", "a b", "\r\n", "a:b", "%"]
    {
        client.get_item(get(id)).await.unwrap();
        assert_eq!(shop.seen().id.as_deref(), Some(id), "{id:?}");
    }
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    drop(listener);
    let client = Client::new(url.as_str()).unwrap();
    let list = ListItems { limit: 1, token: Some(QUERY_SECRET.into()), ..ListItems::default() };
    let error = client.list_items(list).await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    let shown = format!("{error:?} {error}");
    assert!(!shown.contains(QUERY_SECRET) && !shown.contains("limit"), "{shown}");
}

#[tokio::test]
async fn a_server_that_does_not_answer() {
    let client = serve(router(Shop::default())).await.timeout(Duration::from_millis(50)).build().unwrap();
    assert!(matches!(client.get_item(get("slow")).await, Err(Error::Timeout(_))));
}

#[tokio::test]
async fn bodies_that_are_too_long() {
    let small = router_with(Shop::default(), Options::default().body_limit(100));
    let client = serve(small).await.build().unwrap();
    let error = client.create_item(CreateItem { body: Item::new("a".repeat(200)) }).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 413);
    let client = serve(router(Shop::default())).await.response_limit(100).build().unwrap();
    let error = client.get_item(get(&"a".repeat(200))).await.unwrap_err();
    assert!(matches!(error, Error::TooLarge { limit: 100 }), "{error:?}");
}

#[tokio::test]
async fn a_server_that_does_not_speak_http() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut answers =
            [&b"garbage\r\n\r\n"[..], b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\""].into_iter();
        while let (Ok((mut stream, _)), Some(answer)) = (listener.accept().await, answers.next()) {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(answer).await;
        }
    });
    let client = Client::new(url.as_str()).unwrap();
    for _ in 0..2 {
        let error = client.get_item(get("a")).await.unwrap_err();
        assert!(matches!(error, Error::Transport(_)), "{error:?}");
    }
}

#[tokio::test]
async fn a_body_without_a_length_is_a_body() {
    let shop = router(Shop::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, shop).await.unwrap() });
    let ask = async |head: &str, body: &str| {
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let head =
            format!("POST /items?api_key=k3y-query HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{head}\r\n\r\n{body}");
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer.get(9..12).unwrap_or_default().to_owned()
    };
    let chunked = "content-type: application/json\r\ntransfer-encoding: chunked";
    assert_eq!(ask(chunked, "a\r\n{\"id\":\"a\"}\r\n0\r\n\r\n").await, "201");
    assert_eq!(ask(chunked, "0\r\n\r\n").await, "422", "a body that is required");
    assert_eq!(ask("transfer-encoding: chunked", "0\r\n\r\n").await, "422", "no body has no media type");
    assert_eq!(ask("transfer-encoding: chunked", "2\r\n{}\r\n0\r\n\r\n").await, "415");
    let long = format!("content-type: application/json\r\ncontent-length: {}", 3 << 20);
    assert_eq!(ask(&long, "{}").await, "413", "refused before it has arrived");
}

#[tokio::test]
async fn a_hook_and_a_reqwest_client_of_ones_own() {
    let options =
        Options::default().on_reject(|rejection| Some(Reply::from_json(rejection.status().as_u16(), &"mine")));
    let router = router_with(Shop::default(), options);
    let own = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let client = serve(router).await.transport(own).build().unwrap();
    let Err(Error::Unexpected(unexpected)) = client.list_items(ListItems { limit: 1000, ..ListItems::default() }).await
    else {
        panic!()
    };
    assert_eq!((unexpected.status.as_u16(), &unexpected.body[..]), (400, &b"\"mine\""[..]));
    assert!(http_body::Body::is_end_stream(&Body::empty()));
}
