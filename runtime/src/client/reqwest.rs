//! reqwest as a transport.

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
            let body = body.collect().await?.to_bytes();
            let empty = body.is_empty();
            let mut request = ::reqwest::Request::try_from(http::Request::from_parts(parts, body))
                .map_err(::reqwest::Error::without_url)?;
            if empty {
                *request.body_mut() = None;
            }
            let response = client.execute(request).await.map_err(::reqwest::Error::without_url)?;
            let response: http::Response<::reqwest::Body> = response.into();
            Ok(response.map(|body| Body::new(body.map_err(::reqwest::Error::without_url))))
        })
    }
}
