// The program between and behind the peers: `examples MODULE` serves a document's examples by the generated router,
// `gateway MODULE UPSTREAM LOG` passes what comes to the generated router on by the generated client, and writes of each
// call a line of JSON. Both say where they listen, and end when they are stopped.
#![allow(warnings)]

use std::fs::File;
use std::io::Write as _;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use twinspec_runtime as rt;
use twinspec_runtime::client::Transport;
use twinspec_runtime::server::{Options, Reason, axum};

/// The one secret that is right, whatever the scheme.
const SECRET: &str = "peers-secret";

/// Lets the owner of the right secret pass, and nobody else.
fn judged(presented: &rt::server::Presented) -> Result<rt::server::Principal, rt::server::Denied> {
    let right = presented.secret().expose() == SECRET;
    if right { Ok(rt::server::Principal::anonymous()) } else { Err(rt::server::Denied::unauthorized()) }
}

/// What goes over the wire behind the gateway, and what comes of it.
#[derive(Clone)]
struct Log {
    file: Arc<Mutex<File>>,
    /// What the call that is under way has sent, and what it got.
    exchange: Arc<Mutex<Value>>,
}

impl Log {
    fn new(path: &str) -> Self {
        let file = File::create(path).expect("the log cannot be written");
        Self { file: Arc::new(Mutex::new(file)), exchange: Arc::default() }
    }

    fn write(&self, operation: &str, outcome: &str, text: String) {
        let exchange = std::mem::take(&mut *self.exchange.lock().unwrap());
        let line = json!({"operation": operation, "outcome": outcome, "text": text, "exchange": exchange});
        writeln!(self.file.lock().unwrap(), "{line}").expect("the log cannot be written");
    }

    /// Takes what the client made of a call.
    async fn call<O, F>(&self, request: rt::Request<O>, call: impl FnOnce(rt::Request<O>) -> F) -> rt::Outcome<O::Output, O::Failure>
    where
        O: rt::Operation,
        F: Future<Output = rt::Outcome<O::Output, O::Failure>>,
    {
        let outcome = call(request).await;
        let (kind, text) = match &outcome {
            Ok(_) => ("success", String::new()),
            Err(rt::Error::Api(failure, _)) => ("failure", rt::Failure::status(failure).to_string()),
            Err(other) => ("error", format!("{other:?}")),
        };
        self.write(O::META.id, kind, text);
        outcome
    }

    /// Writes down what the router refuses by itself; what failed behind it is written already.
    fn options(&self) -> Options {
        let log = self.clone();
        Options::default().on_reject(move |rejection| {
            if !matches!(rejection.reason(), Reason::Internal | Reason::BadGateway | Reason::GatewayTimeout) {
                let operation = rejection.operation().map_or("none", |operation| operation.id);
                log.write(operation, "refused", format!("{} {rejection}", rejection.status().as_u16()));
            }
            None
        })
    }
}

/// A transport that keeps what it carries.
struct Recorder {
    inner: reqwest::Client,
    log: Log,
}

impl Transport for Recorder {
    fn send(&self, request: http::Request<rt::Body>) -> rt::BoxFuture<'_, Result<http::Response<rt::Body>, rt::BoxError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = axum::body::to_bytes(axum::body::Body::new(body), usize::MAX).await?;
            let headers = |headers: &http::HeaderMap| -> Vec<String> {
                headers.iter().map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes()))).collect()
            };
            let sent = json!({
                "method": parts.method.as_str(),
                "url": parts.uri.to_string(),
                "headers": headers(&parts.headers),
                "body": String::from_utf8_lossy(&body),
            });
            *self.log.exchange.lock().unwrap() = json!({"sent": sent});
            let response = self.inner.send(http::Request::from_parts(parts, rt::Body::from(body))).await?;
            let (parts, body) = response.into_parts();
            let body = axum::body::to_bytes(axum::body::Body::new(body), usize::MAX).await?;
            let got = json!({
                "status": parts.status.as_u16(),
                "headers": headers(&parts.headers),
                "body": String::from_utf8_lossy(&body),
            });
            *self.log.exchange.lock().unwrap() = json!({"sent": sent, "got": got});
            Ok(http::Response::from_parts(parts, rt::Body::from(body)))
        })
    }
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (router, _) = match arguments.as_slice() {
        ["examples", module] => (examples(module), ()),
        ["gateway", module, upstream, log] => {
            let log = Log::new(log);
            let inner = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build();
            let recorder = Recorder { inner: inner.expect("no client"), log: log.clone() };
            (gateway(module, upstream, recorder, log), ())
        }
        other => panic!("what is {other:?}?"),
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("no port");
    println!("http://{}", listener.local_addr().expect("no address"));
    axum::serve(listener, router).await.expect("the server failed");
}
