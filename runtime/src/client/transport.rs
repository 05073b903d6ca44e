//! What carries HTTP messages.

use std::sync::Arc;

use crate::{Body, BoxError, BoxFuture};

/// What carries a request to a server and brings its answer back.
///
/// `reqwest::Client` is one (feature `reqwest`), `axum::Router` is one (feature `server`: tests and gateways need no
/// socket), and [`ServiceTransport`](crate::client::ServiceTransport) makes one of any tower service.
/// A transport does not follow redirects: they are answers.
///
/// ```
/// use twinspec_runtime::client::Transport;
/// use twinspec_runtime::{Body, BoxError, BoxFuture};
///
/// /// Answers 204 to everything.
/// struct Silence;
///
/// impl Transport for Silence {
///     fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
///         Box::pin(async { Ok(http::Response::builder().status(204).body(Body::empty())?) })
///     }
/// }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends a request, whose URI is absolute, and gives the head of the answer with a body that is yet to be read.
    ///
    /// # Errors
    ///
    /// When no answer comes. The error must not hold the query of the URI, which may have secrets in it.
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        (**self).send(request)
    }
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        (**self).send(request)
    }
}

#[cfg(feature = "server")]
impl Transport for axum::Router {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        let service = self.clone();
        Box::pin(async move {
            let Ok(response) = tower::ServiceExt::oneshot(service, request).await;
            Ok(response.map(Body::new))
        })
    }
}
