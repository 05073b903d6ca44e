//! A client and servers that do not do what their document says.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body::Frame;
use http_body_util::BodyExt as _;
use twinspec_runtime::client::{BuildError, ServiceTransport, Transport};
use twinspec_runtime::server::axum::Router;
use twinspec_runtime::{BaseUrl, Body, BoxError, BoxFuture, Error, Request, Rule};

use crate::service::Shop;
use crate::shop::api::{GetItem, GetItemError, ListItems, Visit};
use crate::shop::client::{Client, Server};
use crate::shop::types::Item;

/// Answers everything in the same way.
struct Always(u16, &'static [(&'static str, &'static str)], &'static str);

impl Transport for Always {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        let mut response = http::Response::builder().status(self.0);
        for (name, value) in self.1 {
            response = response.header(*name, *value);
        }
        Box::pin(std::future::ready(response.body(Body::from(self.2)).map_err(Into::into)))
    }
}

const JSON: &[(&str, &str)] = &[("content-type", "application/json")];

fn client(transport: impl Transport) -> Client {
    Client::builder().transport(transport).build().unwrap()
}

fn get() -> GetItem {
    GetItem { id: "a".to_owned(), tenant: None }
}

async fn ask(always: Always) -> Result<Item, Error<GetItemError>> {
    client(always).get_item(get()).await.map(twinspec_runtime::Response::into_inner)
}

#[tokio::test]
async fn bodies_that_are_not_what_the_document_promises() {
    for (status, body, expected) in [
        (200, "{", "is not JSON"),
        (200, "", "is not JSON"),
        (200, "[]", "must be an object, not an array"),
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
    for media_type in ["application/json", "Application/JSON ; charset=utf-8", "application/problem+json", "text/json"] {
        let headers: &'static [_] = vec![("content-type", media_type)].leak();
        assert_eq!(ask(Always(200, headers, body)).await.unwrap(), Item::new("a"), "{media_type}");
    }
    assert_eq!(ask(Always(200, &[], body)).await.unwrap(), Item::new("a"), "none is taken for JSON");
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
    let list = |body| client(Always(200, JSON, body)).list_items(ListItems { limit: 1, ..ListItems::default() });
    for (body, expected) in [
        (r#"{"statusCode": 200, "message": ""}"#, "/data is required"),
        (r#"{"statusCode": 200, "data": [{"id": "a"}, {"id": 1}]}"#, "/data/1/id must be a string, not an integer"),
        (r#"{"message": ""}"#, "/statusCode is required"),
        (r#"{"statusCode": "200", "data": []}"#, "/statusCode must be a number, not a string"),
        ("[]", "the value must be an object, not an array"),
    ] {
        let Err(Error::Decode(decode)) = list(body).await else { panic!("{body}") };
        assert_eq!(decode.violations.first().to_string(), expected, "{body}");
    }
    assert_eq!(list(r#"{"statusCode": 200.0, "data": []}"#).await.unwrap().into_inner(), []);
}

#[tokio::test]
async fn a_redirect_without_a_location() {
    let error = client(Always(302, &[], "")).visit(Visit { name: "a".to_owned(), kind: "b".to_owned() }).await.unwrap_err();
    assert!(error.to_string().contains("/header/Location is required"), "{error}");
}

/// Answers with a body that never ends.
struct Endless;

impl Transport for Endless {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        struct Frames;
        impl http_body::Body for Frames {
            type Data = Bytes;
            type Error = Infallible;
            fn poll_frame(
                self: std::pin::Pin<&mut Self>,
                _: &mut std::task::Context<'_>,
            ) -> std::task::Poll<Option<Result<Frame<Bytes>, Infallible>>> {
                std::task::Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[b' '; 1024])))))
            }
        }
        Box::pin(async { Ok(http::Response::new(Body::new(Frames))) })
    }
}

#[tokio::test]
async fn an_answer_that_is_too_long() {
    let build = |transport| Client::builder().transport(transport).response_limit(11).build().unwrap();
    let error = Client::builder().transport(Endless).response_limit(5000).build().unwrap().get_item(get()).await.unwrap_err();
    assert!(matches!(error, Error::TooLarge { limit: 5000 }), "{error:?}");
    assert!(build(Always(200, JSON, r#"{"id": "a"}"#)).get_item(get()).await.is_ok());
    let error = build(Always(200, JSON, r#"{"id": "ab"}"#)).get_item(get()).await.unwrap_err();
    assert_eq!(error.to_string(), "the body of the answer is longer than 11 bytes");
}

#[tokio::test(start_paused = true)]
async fn a_timeout_covers_the_head_and_the_body() {
    let shop = Shop::default();
    let slow = GetItem { id: "slow".to_owned(), tenant: None };
    let client = shop.builder().bearer(crate::service::TOKEN).timeout(Duration::from_secs(3)).build().unwrap();
    let error = client.get_item(slow.clone()).await.unwrap_err();
    assert!(matches!(error, Error::Timeout(after) if after == Duration::from_secs(3)), "{error:?}");
    let mut request = Request::new(slow);
    request.set_timeout(Duration::from_millis(20));
    let error = client.get_item(request).await.unwrap_err();
    assert_eq!(error.to_string(), "no answer within 20ms");

    /// The head comes, the body does not.
    struct Stuck;
    impl Transport for Stuck {
        fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
            struct Never;
            impl http_body::Body for Never {
                type Data = Bytes;
                type Error = Infallible;
                fn poll_frame(
                    self: std::pin::Pin<&mut Self>,
                    _: &mut std::task::Context<'_>,
                ) -> std::task::Poll<Option<Result<Frame<Bytes>, Infallible>>> {
                    std::task::Poll::Pending
                }
            }
            Box::pin(async { Ok(http::Response::new(Body::new(Never))) })
        }
    }
    let client = Client::builder().transport(Stuck).timeout(Duration::from_secs(1)).build().unwrap();
    let started = Instant::now();
    assert!(matches!(client.get_item(get()).await, Err(Error::Timeout(_))));
    assert!(started.elapsed() < Duration::from_secs(30));
}

#[tokio::test]
async fn a_body_that_breaks_off() {
    struct Broken;
    impl Transport for Broken {
        fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
            let body = Body::from("{").boxed_unsync();
            let broken = body.with_trailers(std::future::ready(Some(Err("the line is dead".into()))));
            Box::pin(async { Ok(http::Response::new(Body::new(broken))) })
        }
    }
    let error = client(Broken).get_item(get()).await.unwrap_err();
    let Error::Transport(source) = &error else { panic!("{error:?}") };
    assert_eq!(source.to_string(), "the line is dead");
    assert_eq!(error.to_string(), "the server could not be reached, or the connection broke");
}

#[tokio::test]
async fn any_tower_service_is_a_transport() {
    let service = tower::service_fn(|request: http::Request<Body>| async move {
        assert_eq!(request.uri(), "http://shop.example.com/v1/items/a");
        Ok::<_, Infallible>(http::Response::new(Body::from(r#"{"id": "a"}"#)))
    });
    let item = client(ServiceTransport::new(service)).get_item(get()).await.unwrap().into_inner();
    assert_eq!(item, Item::new("a"));
}

#[test]
fn what_a_client_cannot_be_built_with() {
    let build = |url: &str| Client::builder().transport(Router::new()).base_url(url).build().map(drop);
    assert!(build("http://localhost:1/a/").is_ok());
    assert!(matches!(build("localhost"), Err(BuildError::BaseUrl(_))));
    assert!(matches!(build("https://u:p@localhost"), Err(BuildError::BaseUrl(_))));
    let server = Server::Main { domain: "evil.example.com/?x=".to_owned() };
    let error = Client::builder().transport(Router::new()).server(server).build().unwrap_err();
    assert!(error.to_string().contains("of its variable `domain`"), "{error}");
    for (name, value) in [("a b", "c"), ("a", "b\nc"), ("", "")] {
        let error = Client::builder().transport(Router::new()).header(name, value).build().unwrap_err();
        assert!(matches!(error, BuildError::Header(_)), "{error:?}");
    }
}

mod without_a_server {
    use twinspec_runtime as rt;

    #[derive(Debug, Clone)]
    pub struct Client {
        #[expect(dead_code, reason = "it has no operations")]
        core: rt::client::Core,
    }

    #[derive(Debug)]
    #[must_use]
    pub struct ClientBuilder {
        settings: rt::client::Settings,
    }

    rt::client!(Client, ClientBuilder, rt::client::NoServer);
}

#[test]
fn a_document_without_servers_needs_a_base_url() {
    let error = without_a_server::Client::builder().build().unwrap_err();
    assert!(matches!(error, BuildError::NoBaseUrl), "{error:?}");
    assert!(without_a_server::Client::new("https://example.com").is_ok());
    assert!(without_a_server::Client::builder().base_url(BaseUrl::new("https://{a}").variable("a", "b")).build().is_ok());
}

#[tokio::test]
async fn default_headers_give_way() {
    let shop = Shop::default();
    let client = shop.builder().bearer(crate::service::TOKEN).header("x-trace", "default").user_agent("me/1").build().unwrap();
    client.get_item(get()).await.unwrap();
    assert_eq!(shop.seen().headers["x-trace"], "default");
    assert_eq!(shop.seen().headers["user-agent"], "me/1");
    let mut request = Request::new(get());
    request.headers_mut().append("x-trace", "a".parse().unwrap());
    request.headers_mut().append("x-trace", "b".parse().unwrap());
    client.get_item(request).await.unwrap();
    let seen = shop.seen().headers;
    assert_eq!(seen.get_all("x-trace").iter().collect::<Vec<_>>(), ["a", "b"]);
}

#[tokio::test]
async fn what_cannot_be_json_is_not_sent() {
    use twinspec_runtime as rt;

    #[derive(Debug)]
    struct Send(f64);
    impl rt::Operation for Send {
        type Output = ();
        type Failure = rt::NoFailure;
        const META: rt::Meta = rt::Meta {
            id: "send",
            method: rt::Method::POST,
            path: "/",
            security: &[],
            consumes: &["application/json"],
            produces: &[],
            statuses: &["204"],
        };
        fn read(answer: &rt::Answer) -> rt::Read<Self> {
            if answer.status() == 204 { Ok(Ok(())) } else { Err(answer.unexpected()) }
        }
    }
    impl rt::client::Call for Send {
        fn write(&self, call: &mut rt::client::Outgoing) {
            call.json(&self.0);
        }
    }
    let mut settings = rt::client::Settings::new(Some("http://localhost".into()));
    settings.transport(Always(204, &[], ""));
    let core = settings.build().unwrap();
    assert!(core.call(Request::new(Send(1.0))).await.is_ok());
    let Err(Error::Encode(violations)) = core.call(Request::new(Send(f64::NAN))).await else { panic!() };
    assert_eq!((violations.first().pointer.as_str(), violations.len()), ("/body", 1));
    assert_ne!(violations.first().rule, Rule::Syntax);
}
