//! A gateway, whose handlers are a client, behaves as the server behind it.

use std::time::Duration;

use twinspec_runtime::client::Transport;
use twinspec_runtime::server::axum::Router;
use twinspec_runtime::{Body, BoxError, BoxFuture};

use crate::raw::send;
use crate::service::{APP_KEY, Shop, TOKEN, User};
use crate::shop::client::Client;
use crate::shop::server::router;

/// A gateway that has no credentials of its own.
fn gateway(upstream: impl Transport) -> Router {
    let client =
        Client::builder().base_url("http://upstream").transport(upstream).timeout(Duration::from_secs(5)).build();
    router(client.unwrap())
}

const JSON: &str = "content-type: application/json\nauthorization: Basic YWRhOnA0c3MtYmFzaWM=";

#[tokio::test]
async fn the_same_answers() {
    let upstream = router(Shop::default());
    let gateway = gateway(upstream.clone());
    let bearer = format!("authorization: Bearer {TOKEN}\nx-trace: 1\nprefer: a=b");
    for (line, headers, body) in [
        ("GET /items/a", bearer.as_str(), ""),
        ("GET /items/a%2Fb", &bearer, ""),
        ("HEAD /items/a", &bearer, ""),
        ("GET /items/missing", &bearer, ""),
        ("GET /items/busy", &bearer, ""),
        ("GET /items/gone", &bearer, ""),
        ("GET /items/failing", &bearer, ""),
        ("GET /items/teapot", &bearer, ""),
        ("GET /items/a", "", ""),
        ("GET /items/a", "authorization: Bearer weak", ""),
        ("GET /items/a", "authorization: Bearer wrong", ""),
        ("GET /items?limit=2&tags=a&tags=b&ids=1,2&token=t", &bearer, ""),
        ("GET /items?limit=7", &bearer, ""),
        ("GET /items?limit=40", &bearer, ""),
        ("GET /items?limit=42", &bearer, ""),
        ("GET /items?limit=101", &bearer, ""),
        ("POST /items", JSON, r#"{"id": "a", "count": 2}"#),
        ("POST /items", JSON, r#"{"id": "taken"}"#),
        ("POST /items", JSON, r#"{"id": 1, "more": 2}"#),
        ("POST /items?api_key=k3y-query", "content-type: application/json", r#"{"id": "a"}"#),
        ("POST /items", "content-type: application/json\ncookie: session=k3y-cookie", r#"{"id": "a"}"#),
        ("POST /items", "content-type: application/json\ncookie: session=wrong", r#"{"id": "a"}"#),
        ("GET /visit/a.away", "", ""),
        ("GET /visit/a.lost", "", ""),
        ("GET /visit/a.b", "", ""),
        ("POST /items/1:cancel", "", ""),
        ("POST /items/404:cancel", "", ""),
        ("DELETE /items/1", "", ""),
        ("PUT /items", "", ""),
        ("GET /nothing", "", ""),
    ] {
        let (direct, through) = (send(&upstream, line, headers, body).await, send(&gateway, line, headers, body).await);
        assert_eq!((through.status, &through.body), (direct.status, &direct.body), "{line}\n{headers}");
        assert_eq!(through.headers, direct.headers, "{line}\n{headers}");
    }
}

#[tokio::test]
async fn the_credentials_of_the_caller_and_no_others() {
    let shop = Shop::default();
    let gateway = gateway(router(shop.clone()));
    let both = format!("authorization: Bearer {TOKEN}\nx-app-id: {APP_KEY}\ncookie: session=other\nx-trace: 1");
    assert_eq!(send(&gateway, "GET /items?limit=1", &both, "").await.status, 200);
    let seen = shop.seen();
    assert_eq!(seen.user, Some(User("bearer".to_owned())));
    assert!(seen.app.is_some());
    assert_eq!(seen.headers["x-trace"], "1");
    assert!(seen.credentials.unwrap().get("cookieKey").is_none());
    assert_eq!(send(&gateway, "POST /items", JSON, r#"{"id": "a"}"#).await.status, 201);
    assert_eq!(shop.seen().user, Some(User("ada".to_owned())));
}

#[tokio::test(start_paused = true)]
async fn an_upstream_that_fails() {
    struct Fails(&'static str);
    impl Transport for Fails {
        fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
            Box::pin(async {
                match self.0 {
                    "refused" => Err("connection refused by 10.0.0.1".into()),
                    "silent" => std::future::pending().await,
                    body => Ok(http::Response::new(Body::from(body))),
                }
            })
        }
    }
    let bearer = format!("authorization: Bearer {TOKEN}");
    for (fails, code) in [("refused", 502), ("silent", 504), ("{}", 502), ("{", 502)] {
        let answer = send(&gateway(Fails(fails)), "GET /items/a", &bearer, "").await;
        assert_eq!(answer.status, code, "{fails}");
        assert!(!answer.body.contains("10.0.0.1"), "{}", answer.body);
    }
    let answer = send(&gateway(Fails("refused")), "DELETE /items/%2E%2E", "", "").await;
    assert_eq!(
        (answer.status.as_u16(), answer.violations().as_str()),
        (400, "/path/id format"),
        "it cannot be passed on"
    );
}
