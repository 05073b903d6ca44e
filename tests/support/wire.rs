//! The two ways from a client to a server, and servers that do as they please.

use std::time::Duration;

use identity_apis::{genauth, lerian_identity};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket};
use twinspec_runtime::client::Transport;
use twinspec_runtime::server::axum::{self, Router};
use twinspec_runtime::{Body, BoxError, BoxFuture};

use super::Notes;

/// The base URL of a server without a socket.
pub const IN_PROCESS: &str = "http://in-process.test";

/// How a client reaches a server.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Wire {
    /// The router is the client's transport.
    InProcess,
    /// A TCP connection, with the client's default transport on one side and axum on the other.
    Socket,
}

impl Wire {
    pub const BOTH: [Self; 2] = [Self::InProcess, Self::Socket];

    /// A builder of a client of this server, without credentials.
    pub async fn lerian(self, server: Router) -> lerian_identity::ClientBuilder {
        let builder = lerian_identity::Client::builder();
        match self {
            Self::InProcess => builder.base_url(IN_PROCESS).transport(server),
            Self::Socket => builder.base_url(listen(server).await),
        }
    }

    /// A builder of a client of this server, without credentials.
    pub async fn genauth(self, server: Router) -> genauth::ClientBuilder {
        let builder = genauth::Client::builder();
        match self {
            Self::InProcess => builder.base_url(IN_PROCESS).transport(server),
            Self::Socket => builder.base_url(listen(server).await),
        }
    }
}

/// Serves a router until the test ends; the answer is its base URL.
pub async fn listen(server: Router) -> String {
    let (listener, url) = bind().await;
    tokio::spawn(async move { axum::serve(listener, server).await });
    url
}

/// The URL of a port at which nobody listens, nor will while the test runs.
pub fn nobody() -> String {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let url = format!("http://{}", socket.local_addr().unwrap());
    // As long as it is bound, nobody else gets the port.
    std::mem::forget(socket);
    url
}

/// Takes one connection after the other, reads what comes first, writes these bytes, and then leaves
/// the connection open or closes it.
pub async fn speak(bytes: &'static [u8], keep_open: bool) -> String {
    let (listener, url) = bind().await;
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 8192];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(bytes).await;
            if keep_open {
                open.push(stream);
            }
        }
    });
    url
}

async fn bind() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}

/// The headers of an answer of JSON.
pub const JSON: &[(&str, &str)] = &[("content-type", "application/json")];

type Headers = &'static [(&'static str, &'static str)];

/// Gives every request the same answer.
pub fn always(status: u16, headers: Headers, body: impl Into<String>) -> Router {
    late(Duration::ZERO, status, headers, body)
}

/// Gives every request the same answer, after a while.
pub fn late(after: Duration, status: u16, headers: Headers, body: impl Into<String>) -> Router {
    let body = body.into();
    Router::new().fallback(async move || {
        if !after.is_zero() {
            tokio::time::sleep(after).await;
        }
        let mut response = http::Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        response.body(axum::body::Body::from(body)).unwrap()
    })
}

/// Never answers.
pub fn silent() -> Router {
    Router::new().fallback(std::future::pending::<()>)
}

/// A request on the wire.
#[derive(Debug)]
pub struct Sent {
    pub method: String,
    pub uri: http::Uri,
    pub headers: http::HeaderMap,
    pub body: String,
}

impl Sent {
    /// The text of a header; `None` when the request does not have it.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// A transport that keeps a copy of what goes through it.
#[derive(Clone)]
pub struct Recorder<T> {
    to: T,
    pub sent: Notes<Sent>,
}

impl<T: Transport> Recorder<T> {
    pub fn new(to: T) -> Self {
        Self { to, sent: Notes::default() }
    }
}

impl<T: Transport> Transport for Recorder<T> {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = http_body_util::BodyExt::collect(body).await?.to_bytes();
            self.sent.add(Sent {
                method: head.method.to_string(),
                uri: head.uri.clone(),
                headers: head.headers.clone(),
                body: String::from_utf8(body.to_vec())?,
            });
            self.to.send(http::Request::from_parts(head, body.into())).await
        })
    }
}
