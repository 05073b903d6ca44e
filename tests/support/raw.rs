//! HTTP without a generated client: requests as others may send them.

use http::HeaderMap;
use serde_json::Value;
use twinspec_runtime::Body;
use twinspec_runtime::client::Transport;
use twinspec_runtime::server::axum::Router;

use super::wire::{IN_PROCESS, Wire, listen};

/// A server, as seen by somebody who writes HTTP by hand.
pub struct Peer {
    url: String,
    transport: Box<dyn Transport>,
}

impl Peer {
    pub async fn new(wire: Wire, server: Router) -> Self {
        match wire {
            Wire::InProcess => Self { url: IN_PROCESS.to_owned(), transport: Box::new(server) },
            Wire::Socket => {
                let redirects = reqwest::redirect::Policy::none();
                let client = reqwest::Client::builder().redirect(redirects).build().unwrap();
                Self { url: listen(server).await, transport: Box::new(client) }
            }
        }
    }

    /// Sends `line`, a method and a path with its query, with headers and a body.
    pub async fn send(&self, line: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let (method, path) = line.split_once(' ').unwrap();
        let mut request = http::Request::builder().method(method).uri(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = if body.is_empty() { Body::empty() } else { body.to_owned().into() };
        let answer = self.transport.send(request.body(body).unwrap()).await.unwrap();
        let (head, body) = answer.into_parts();
        let body = http_body_util::BodyExt::collect(body).await.unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        Answer { status: head.status.as_u16(), headers: head.headers, body }
    }
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// All values of a header, with ` | ` between them.
    pub fn header(&self, name: &str) -> String {
        let values = self.headers.get_all(name).iter().map(|value| value.to_str().unwrap());
        values.collect::<Vec<_>>().join(" | ")
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {:?}", self.body))
    }

    /// What a Problem Details object lists: `pointer rule`, with ` | ` between them.
    #[track_caller]
    pub fn violations(&self) -> String {
        let json = self.json();
        let Some(list) = json["violations"].as_array() else { return String::new() };
        let line = |one: &Value| format!("{} {}", one["pointer"].as_str().unwrap(), one["rule"].as_str().unwrap());
        list.iter().map(line).collect::<Vec<_>>().join(" | ")
    }
}
