//! Requests that a server refuses, each with the status and the headers that HTTP asks for.

use twinspec_runtime::server::axum::Router;
use twinspec_runtime::server::{Options, Reason, Reply};
use twinspec_runtime::{Json, status};

use crate::raw::{Answer, send};
use crate::service::{Shop, TOKEN};
use crate::shop::server::{router, router_with};

fn shop() -> Router {
    router(Shop::default())
}

fn bearer() -> String {
    format!("authorization: Bearer {TOKEN}\n")
}

/// `POST /items` with a good credential.
async fn create(router: &Router, headers: &str, body: &str) -> Answer {
    send(router, "POST /items?api_key=k3y-query", headers, body).await
}

#[tokio::test]
async fn an_unknown_path_and_a_wrong_method() {
    for (line, code, allow) in [
        ("GET /nothing", 404, ""),
        ("GET /items/", 404, ""),
        ("GET /visit/a", 404, ""),
        ("PUT /items", 405, "POST, GET, HEAD"),
        ("PUT /items/1", 405, "GET, HEAD, DELETE"),
        ("GET /items/1:cancel", 401, ""),
        ("PATCH /items/1:cancel", 405, "POST, GET, HEAD, DELETE"),
        ("BREW /items", 405, "POST, GET, HEAD"),
    ] {
        let answer = send(&shop(), line, "", "").await;
        assert_eq!(answer.status, code, "{line}");
        assert_eq!(answer.header("allow"), allow, "{line}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{line}");
        assert_eq!(answer.at("/status"), Json::from(u64::from(code)), "{line}");
        assert_eq!(answer.at("/title"), Json::from(status(code).canonical_reason().unwrap()), "{line}");
    }
}

#[tokio::test]
async fn media_types() {
    let accept = |accept: &str| {
        let headers = format!("{}accept: {accept}", bearer());
        async move { send(&shop(), "GET /items/1", &headers, "").await }
    };
    assert_eq!(accept("text/html, application/*;q=0.1").await.status, 200);
    assert_eq!(accept("text/html").await.status, 406);
    for headers in ["", "content-type: text/plain", "content-type: application/jsonx"] {
        let answer = create(&shop(), headers, r#"{"id": "a"}"#).await;
        assert_eq!(answer.status, 415, "{headers}");
        assert_eq!(answer.header("accept"), "application/json");
    }
    let answer = create(&shop(), "content-type: Application/JSON; charset=utf-8", r#"{"id": "a"}"#).await;
    assert_eq!(answer.status, 201);
    // An operation without a body does not mind one.
    let headers = format!("{}content-type: text/plain", bearer());
    assert_eq!(send(&shop(), "GET /items/1", &headers, "body").await.status, 200);
}

#[tokio::test]
async fn the_size_of_a_body() {
    let small = router_with(Shop::default(), Options::default().body_limit(20));
    let json = "content-type: application/json";
    assert_eq!(create(&small, json, r#"{"id": "12345678"}"#).await.status, 201);
    assert_eq!(create(&small, json, r#"{"id": "123456789012"}"#).await.status, 413);
    let large = format!(r#"{{"id": "{}"}}"#, "a".repeat(2 << 20));
    assert_eq!(create(&shop(), json, &large).await.status, 413);
}

#[tokio::test]
async fn what_is_wrong_with_a_body() {
    let json = "content-type: application/json";
    for (body, code, violations) in [
        ("", 422, "/body required"),
        ("{", 400, "/body syntax"),
        ("{} x", 400, "/body syntax"),
        ("[]", 422, "/body type"),
        ("{}", 422, "/body/id required"),
        (r#"{"id": 1, "more": 2}"#, 422, "/body/id type\n/body/more additionalProperties"),
        (r#"{"id": "a", "count": 0}"#, 422, "/body/count minimum"),
        (r#"{"id": "a", "count": "1"}"#, 422, "/body/count type"),
        (r#"{"id": null}"#, 422, "/body/id type"),
    ] {
        let answer = create(&shop(), json, body).await;
        assert_eq!((answer.status.as_u16(), answer.violations().as_str()), (code, violations), "{body}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_parameters() {
    for (query, violations) in [
        ("", "/query/limit required"),
        ("?limit", "/query/limit type"),
        ("?limit=x&ids=1,y,z", "/query/limit type\n/query/ids/1 type\n/query/ids/2 type"),
        ("?limit=1&limit=2", "/query/limit type"),
        ("?limit=101", "/query/limit maximum"),
        ("?limit=1.5", "/query/limit type"),
        ("?limit=1&tags=%ff", "/query/tags syntax"),
        ("?limit=1&ids=1&ids=2", "/query/ids type"),
    ] {
        let answer = send(&shop(), &format!("GET /items{query}"), &bearer(), "").await;
        assert_eq!((answer.status.as_u16(), answer.violations().as_str()), (400, violations), "{query}");
    }
    let long = format!("{}x-tenant: {}", bearer(), "a".repeat(21));
    assert_eq!(send(&shop(), "GET /items/1", &long, "").await.violations(), "/header/x-tenant maxLength");
    let answer = send(&shop(), "GET /items/%ff", &bearer(), "").await;
    assert_eq!((answer.status.as_u16(), answer.violations().as_str()), (400, "/path/id syntax"));
    let answer = send(&shop(), "POST /items/x:cancel", "", "").await;
    assert_eq!((answer.status.as_u16(), answer.violations().as_str()), (400, "/path/id type"));
}

#[tokio::test]
async fn a_refusal_says_what_is_wrong_for_people() {
    let answer = create(&shop(), "content-type: application/json", r#"{"id": 1}"#).await;
    assert_eq!(answer.at("/type"), Json::from("about:blank"));
    assert_eq!(answer.at("/detail"), Json::from("The request is not as it should be."));
    assert_eq!(answer.at("/violations/0/message"), Json::from("must be a string, not an integer"));
}

#[tokio::test]
async fn the_order_of_the_checks() {
    let post = "POST /items";
    let wrong = "accept: text/html\ncontent-type: text/plain";
    let large = "a".repeat(100);
    let small = router_with(Shop::default(), Options::default().body_limit(20));
    for (line, headers, body, code) in [
        ("PUT /items", wrong, large.as_str(), 405),
        (post, wrong, &large, 401),
        ("POST /items?api_key=k3y-query", wrong, &large, 406),
        ("POST /items?api_key=k3y-query", "content-type: text/plain", &large, 415),
        ("POST /items?api_key=k3y-query", "content-type: application/json", &large, 413),
        ("POST /items?api_key=k3y-query", "content-type: application/json", "{", 400),
        ("POST /items?api_key=k3y-query", "content-type: application/json", "{}", 422),
    ] {
        assert_eq!(send(&small, line, headers, body).await.status, code, "{line} {headers} {body}");
    }
}

#[tokio::test]
async fn handlers_that_fail_tell_nothing() {
    let answer = send(&shop(), "GET /visit/a.unsendable", "", "").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (500, ""));
    let answer = send(&shop(), "GET /items/crash", &bearer(), "").await;
    assert_eq!(answer.status, 500);
    assert_eq!(answer.at("/detail"), Json::from("The server failed."));
    assert!(!answer.body.contains("database"), "{}", answer.body);
}

#[tokio::test]
async fn a_hook_answers_in_the_own_way_of_an_api() {
    let options = Options::default().body_limit(20).on_reject(|rejection| {
        let code = match rejection.reason() {
            Reason::Forbidden => return None,
            Reason::Invalid(violations) if violations.iter().any(|v| v.rule == twinspec_runtime::Rule::Required) => {
                "missing"
            }
            Reason::Invalid(_) => "invalid",
            Reason::Malformed(_) => "malformed",
            Reason::Internal => "internal",
            _ => "other",
        };
        let operation = rejection.operation().map_or("none", |meta| meta.id);
        Some(Reply::from_json(rejection.status().as_u16(), &format!("{code} {operation}")))
    });
    let router = router_with(Shop::default(), options);
    let json = "content-type: application/json";
    for (line, headers, body, code, expected) in [
        ("GET /nothing", "", "", 404, "other none"),
        ("PUT /items", "", "", 405, "other none"),
        ("GET /items/1", "", "", 401, "other getItem"),
        ("POST /items?api_key=k3y-query", json, "{}", 422, "missing createItem"),
        ("POST /items?api_key=k3y-query", json, r#"{"id":1}"#, 422, "invalid createItem"),
        ("POST /items?api_key=k3y-query", json, "{", 400, "malformed createItem"),
        ("POST /items?api_key=k3y-query", json, r#"{"id":"0123456789012345"}"#, 413, "other createItem"),
        ("POST /items?api_key=k3y-query", "accept: a/b", "", 406, "other createItem"),
        ("POST /items?api_key=k3y-query", "content-type: a/b", "a", 415, "other createItem"),
        ("GET /items/crash", &bearer(), "", 500, "internal getItem"),
    ] {
        let answer = send(&router, line, headers, body).await;
        assert_eq!(answer.status, code, "{line}");
        assert_eq!(answer.at(""), Json::from(expected), "{line}");
        assert_eq!(answer.header("content-type"), "application/json", "{line}");
        let asked_for = match code {
            401 => "www-authenticate",
            405 => "allow",
            415 => "accept",
            _ => "content-type",
        };
        assert!(answer.headers.contains_key(asked_for), "{line}: {asked_for}");
    }
    let answer = send(&router, "GET /items/1", "authorization: Bearer weak", "").await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (403, "application/problem+json"));
}
