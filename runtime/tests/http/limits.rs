//! Servers that send too much, too late, or not all.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body::Frame;
use http_body_util::BodyExt as _;
use twinspec_runtime::client::Transport;
use twinspec_runtime::{Body, BoxError, BoxFuture, Error, Request};

use crate::fixed::{Always, JSON, client, get};
use crate::service::Shop;
use crate::shop::api::GetItem;
use crate::shop::client::Client;

/// A body of spaces that never ends, or one that never comes.
struct Spaces {
    come: bool,
}

impl http_body::Body for Spaces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if !self.come {
            return Poll::Pending;
        }
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[b' '; 1024])))))
    }
}

/// Answers with such a body.
struct Endless {
    come: bool,
}

impl Transport for Endless {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        Box::pin(async { Ok(http::Response::new(Body::new(Spaces { come: self.come }))) })
    }
}

#[tokio::test]
async fn an_answer_that_is_too_long() {
    let build = |transport| Client::builder().transport(transport).response_limit(11).build().unwrap();
    let error = Client::builder()
        .transport(Endless { come: true })
        .response_limit(5000)
        .build()
        .unwrap()
        .get_item(get())
        .await
        .unwrap_err();
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

    let client = Client::builder().transport(Endless { come: false }).timeout(Duration::from_secs(1)).build().unwrap();
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
