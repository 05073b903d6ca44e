//! reqwest as a transport.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt as _;

use super::Transport;
use crate::{Body, BoxError, BoxFuture};

/// The default transport: TLS by rustls, no proxy but the system's, and redirects given as answers.
pub(super) fn default_transport() -> Result<Box<dyn Transport>, BoxError> {
    let client = ::reqwest::Client::builder().redirect(::reqwest::redirect::Policy::none()).build()?;
    Ok(Box::new(client))
}

/// A client that is made with `reqwest::Client::builder()` should have `.redirect(redirect::Policy::none())`,
/// since redirects are answers, and those to another origin would otherwise take the credentials of custom headers along.
impl Transport for ::reqwest::Client {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        let client = self.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = match body.into_whole() {
                Ok(bytes) if bytes.is_empty() => None,
                Ok(bytes) => Some(::reqwest::Body::from(bytes)),
                Err(stream) => Some(::reqwest::Body::wrap(Shared(Mutex::new(stream)))),
            };
            let request = http::Request::from_parts(parts, ::reqwest::Body::default());
            let mut request = ::reqwest::Request::try_from(request).map_err(::reqwest::Error::without_url)?;
            *request.body_mut() = body;
            let response = client.execute(request).await.map_err(::reqwest::Error::without_url)?;
            let response: http::Response<::reqwest::Body> = response.into();
            Ok(response.map(|body| Body::new(body.map_err(::reqwest::Error::without_url))))
        })
    }
}

/// A body that may be shared between threads, as reqwest demands, though only one ever reads it.
struct Shared(Mutex<Body>);

impl http_body::Body for Shared {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let body = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        Pin::new(body).poll_frame(context)
    }

    fn size_hint(&self) -> SizeHint {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).size_hint()
    }
}
