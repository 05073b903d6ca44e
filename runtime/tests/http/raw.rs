//! HTTP without a client: requests as others may send them.

use http::{HeaderMap, Request, StatusCode};
use twinspec_runtime::Json;
use twinspec_runtime::client::Transport as _;
use twinspec_runtime::server::axum::Router;

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// A value within a body of JSON.
    pub fn at(&self, pointer: &str) -> Json<'static> {
        let json = Json::parse(self.body.as_bytes()).unwrap_or_else(|error| panic!("{error}: {}", self.body));
        json.pointer(pointer).unwrap_or_else(|| panic!("no {pointer}: {}", self.body)).to_owned()
    }

    /// The violations of a problem: `pointer rule`, one a line.
    pub fn violations(&self) -> String {
        let Json::Array(list) = self.at("/violations") else { panic!("{}", self.body) };
        let text = |json: &Json<'_>, name| json.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
        list.iter().map(|one| format!("{} {}", text(one, "pointer"), text(one, "rule"))).collect::<Vec<_>>().join("\n")
    }
}

/// Sends `GET /path`, with headers `name: value`, one a line, and a body.
pub async fn send(router: &Router, line: &str, headers: &str, body: &str) -> Answer {
    let (method, path) = line.split_once(' ').unwrap();
    let mut request = Request::builder().method(method).uri(path);
    for header in headers.lines().filter(|line| !line.trim().is_empty()) {
        let (name, value) = header.split_once(':').unwrap();
        request = request.header(name.trim(), value.trim());
    }
    let body = if body.is_empty() { twinspec_runtime::Body::empty() } else { body.to_owned().into() };
    let response = router.send(request.body(body).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = http_body_util::BodyExt::collect(body).await.unwrap().to_bytes();
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec()).unwrap() }
}
