//! Requests that are sent again: which, how often, and how long after.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use http_body_util::BodyExt as _;
use tokio::time::Instant;
use twinspec_runtime::client::{Retry, Transport, tower};
use twinspec_runtime::{Body, BoxError, BoxFuture, Error, HeaderName, HeaderValue, Request};

use crate::fixed::get;
use crate::service::PASSWORD;
use crate::shop::api::CreateItem;
use crate::shop::client::{Client, ClientBuilder};
use crate::shop::types::Item;

/// Answers with these statuses in turn (0 is no answer) and these headers, and 200 at the end.
#[derive(Clone, Default)]
struct Flaky(Arc<Mutex<Sent>>);

#[derive(Default)]
struct Sent {
    answers: Vec<u16>,
    retry_after: String,
    /// When each request came, and its body.
    came: Vec<(Instant, String)>,
}

impl Flaky {
    fn new(answers: &[u16], retry_after: &str) -> Self {
        let answers = answers.iter().rev().copied().collect();
        Self(Arc::new(Mutex::new(Sent { answers, retry_after: retry_after.to_owned(), came: Vec::new() })))
    }

    fn builder(&self, policy: Retry) -> ClientBuilder {
        Client::builder().transport(self.clone()).basic("ada", PASSWORD).retry(policy)
    }

    fn count(&self) -> usize {
        self.0.lock().unwrap().came.len()
    }

    /// The pauses between the requests.
    fn pauses(&self) -> Vec<Duration> {
        let came = &self.0.lock().unwrap().came;
        came.iter().zip(came.iter().skip(1)).map(|(one, next)| next.0 - one.0).collect()
    }
}

impl Transport for Flaky {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        Box::pin(async move {
            let body = request.into_body().collect().await?.to_bytes();
            let mut sent = self.0.lock().unwrap();
            sent.came.push((Instant::now(), String::from_utf8(body.to_vec())?));
            let status = sent.answers.pop().unwrap_or(200);
            if status == 0 {
                return Err("no connection".into());
            }
            let mut response = http::Response::builder().status(status).header("content-type", "application/json");
            if !sent.retry_after.is_empty() {
                response = response.header("retry-after", &sent.retry_after);
            }
            Ok(response.body(r#"{"id": "a"}"#.into())?)
        })
    }
}

fn create() -> CreateItem {
    CreateItem { body: Item::new("a") }
}

#[tokio::test(start_paused = true)]
async fn passing_failures_of_idempotent_requests() {
    for status in [0, 408, 425, 429, 502, 503, 504] {
        let wire = Flaky::new(&[status, status], "");
        wire.builder(Retry::new()).build().unwrap().get_item(get()).await.unwrap();
        assert_eq!(wire.count(), 3, "{status}");
        let [first, second] = wire.pauses()[..] else { panic!("{status}") };
        assert!(first <= Duration::from_millis(201) && second <= Duration::from_millis(401), "{first:?} {second:?}");
    }
    for status in [400, 404, 500, 501] {
        let wire = Flaky::new(&[status], "");
        wire.builder(Retry::new()).build().unwrap().get_item(get()).await.unwrap_err();
        assert_eq!(wire.count(), 1, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_more_than_the_attempts() {
    for attempts in [0, 1, 2, 5] {
        let wire = Flaky::new(&[503; 9], "");
        let client = wire.builder(Retry::new().attempts(attempts)).build().unwrap();
        assert_eq!(client.get_item(get()).await.unwrap_err().status().unwrap(), 503, "the last answer is the result");
        assert_eq!(wire.count(), attempts.max(1) as usize);
    }
    let wire = Flaky::new(&[503], "");
    let plain = Client::builder().transport(wire.clone()).build().unwrap();
    plain.get_item(get()).await.unwrap_err();
    assert_eq!(wire.count(), 1, "without a policy nothing is sent again");
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_not_idempotent_needs_a_key() {
    let wire = Flaky::new(&[503, 503], "");
    let client = wire.builder(Retry::new()).build().unwrap();
    client.create_item(create()).await.unwrap_err();
    assert_eq!(wire.count(), 1);
    let mut request = Request::new(create());
    request.headers_mut().insert("idempotency-key", HeaderValue::from_static("7"));
    drop(client.create_item(request).await);
    let came: Vec<String> = wire.0.lock().unwrap().came.iter().map(|(_, body)| body.clone()).collect();
    assert_eq!(came.len(), 3);
    assert_eq!(came[1], came[2], "the body is sent again");
    assert!(came[2].contains("\"a\""), "{}", came[2]);

    let wire = Flaky::new(&[503], "");
    let policy = Retry::new().idempotency_key(HeaderName::from_static("x-once"));
    let mut request = Request::new(create());
    request.headers_mut().insert("x-once", HeaderValue::from_static("7"));
    drop(wire.builder(policy).build().unwrap().create_item(request).await);
    assert_eq!(wire.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_waited_for() {
    let wire = Flaky::new(&[503, 429], "7");
    wire.builder(Retry::new()).build().unwrap().get_item(get()).await.unwrap();
    for pause in wire.pauses() {
        assert!((7..=8).contains(&pause.as_secs()), "{pause:?}");
    }
    let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(30));
    let wire = Flaky::new(&[503], &date);
    wire.builder(Retry::new()).build().unwrap().get_item(get()).await.unwrap();
    let pause = wire.pauses()[0];
    assert!((20..=31).contains(&pause.as_secs()), "{pause:?}");
    for nothing in ["soon", "-1", "Sun, 06 Nov 1994 08:49:37 GMT"] {
        let wire = Flaky::new(&[503], nothing);
        wire.builder(Retry::new()).build().unwrap().get_item(get()).await.unwrap();
        assert!(wire.pauses()[0] <= Duration::from_millis(201), "{nothing}");
    }
}

#[tokio::test(start_paused = true)]
async fn waits_have_an_end() {
    let wire = Flaky::new(&[503; 9], "7");
    let policy = Retry::new().attempts(9).total_wait(Duration::from_secs(15));
    let started = Instant::now();
    wire.builder(policy).build().unwrap().get_item(get()).await.unwrap_err();
    assert_eq!(wire.count(), 3, "7 + 7 seconds fit");
    assert!(started.elapsed() <= Duration::from_secs(15));
    let wire = Flaky::new(&[503; 9], "99999999999999999999999");
    wire.builder(Retry::new()).build().unwrap().get_item(get()).await.unwrap_err();
    assert_eq!(wire.count(), 1);
    let wire = Flaky::new(&[503; 9], "7");
    let client = wire.builder(Retry::new()).timeout(Duration::from_secs(10)).build().unwrap();
    assert!(matches!(client.get_item(get()).await.unwrap_err(), Error::Timeout(_)));
    assert_eq!(wire.count(), 2, "the timeout of the call is that of all its attempts");
}

/// Sends everything twice.
#[derive(Clone)]
struct Twice<S>(S);

impl<S> tower::Service<http::Request<Body>> for Twice<S>
where
    S: tower::Service<http::Request<Body>, Response = http::Response<Body>, Error = BoxError> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = http::Response<Body>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), BoxError>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let mut first = http::Request::new(Body::empty());
        *first.uri_mut() = request.uri().clone();
        let mut inner = self.0.clone();
        Box::pin(async move {
            drop(inner.call(first).await);
            inner.call(request).await
        })
    }
}

struct Doubling;

impl<S> tower::Layer<S> for Doubling {
    type Service = Twice<S>;

    fn layer(&self, inner: S) -> Twice<S> {
        Twice(inner)
    }
}

#[tokio::test(start_paused = true)]
async fn any_layer_of_tower_will_do() {
    let wire = Flaky::new(&[], "");
    let layer = tower::util::MapRequestLayer::new(|mut request: http::Request<Body>| {
        *request.uri_mut() = "http://elsewhere.example.com/".parse().unwrap();
        request
    });
    let builder = Client::builder().transport(wire.clone()).layer(layer).layer(Doubling);
    builder.build().unwrap().get_item(get()).await.unwrap();
    assert_eq!(wire.count(), 2);
}
