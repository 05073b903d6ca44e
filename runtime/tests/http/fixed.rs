//! A transport that always answers the same.

use twinspec_runtime::client::Transport;
use twinspec_runtime::{Body, BoxError, BoxFuture};

use crate::shop::api::GetItem;
use crate::shop::client::Client;

/// Answers everything in the same way.
pub struct Always(pub u16, pub &'static [(&'static str, &'static str)], pub &'static str);

impl Transport for Always {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        let mut response = http::Response::builder().status(self.0);
        for (name, value) in self.1 {
            response = response.header(*name, *value);
        }
        Box::pin(std::future::ready(response.body(Body::from(self.2)).map_err(Into::into)))
    }
}

pub const JSON: &[(&str, &str)] = &[("content-type", "application/json")];

pub fn client(transport: impl Transport) -> Client {
    Client::builder().transport(transport).build().unwrap()
}

pub fn get() -> GetItem {
    GetItem { id: "a".to_owned(), tenant: None }
}
