//! Any tower service as a transport.

use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use tower::{Service, ServiceExt as _};

use super::Transport;
use crate::{Body, BoxError, BoxFuture};

/// Makes a [`Transport`] of a tower service over `http` types, so that tower's layers (retries, rate limits,
/// load balancing, other HTTP clients) stand between a client and its server.
///
/// ```
/// use twinspec_runtime::client::ServiceTransport;
/// use twinspec_runtime::Body;
/// # #[derive(Clone)]
/// # struct Echo;
/// # impl tower::Service<http::Request<Body>> for Echo {
/// #     type Response = http::Response<Body>;
/// #     type Error = std::convert::Infallible;
/// #     type Future = std::future::Ready<Result<Self::Response, Self::Error>>;
/// #     fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), Self::Error>> {
/// #         std::task::Poll::Ready(Ok(()))
/// #     }
/// #     fn call(&mut self, request: http::Request<Body>) -> Self::Future {
/// #         std::future::ready(Ok(http::Response::new(request.into_body())))
/// #     }
/// # }
///
/// let transport = ServiceTransport::new(Echo);
/// ```
#[derive(Debug, Clone)]
pub struct ServiceTransport<S>(S);

impl<S> ServiceTransport<S> {
    /// A transport that calls a clone of the service for each request, as soon as the service is ready.
    pub fn new(service: S) -> Self {
        Self(service)
    }
}

impl<S, B> Transport for ServiceTransport<S>
where
    S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        let service = self.0.clone();
        Box::pin(async move {
            let response = service.oneshot(request).await.map_err(Into::into)?;
            Ok(response.map(Body::new))
        })
    }
}

/// The transport of a client as a tower service: what the layers that a builder is given stand around.
#[derive(Clone)]
pub struct TransportService(Arc<dyn Transport>);

impl TransportService {
    /// A service that sends its requests by this transport.
    pub fn new(transport: impl Transport) -> Self {
        Self(Arc::new(transport))
    }
}

impl fmt::Debug for TransportService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TransportService(..)")
    }
}

impl Service<http::Request<Body>> for TransportService {
    type Response = http::Response<Body>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let transport = Arc::clone(&self.0);
        Box::pin(async move { transport.send(request).await })
    }
}
