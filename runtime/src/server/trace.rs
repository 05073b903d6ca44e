//! The span of a request (the semantic conventions of OpenTelemetry for HTTP servers).

use http::Method;
use http::request::Parts;
use tracing::Span;
use tracing::field::Empty;

use crate::{Meta, StatusCode};

/// A span that begins; it shows no part of the request but its method.
pub(super) fn span(head: &Parts) -> Span {
    let method = known(&head.method);
    tracing::info_span!(
        "http.server",
        otel.name = method,
        otel.kind = "server",
        http.request.method = method,
        http.route = Empty,
        openapi.operation_id = Empty,
        http.response.status_code = Empty,
        error.r#type = Empty,
    )
}

/// Notes which operation it is.
pub(super) fn operation(meta: &Meta) {
    let span = Span::current();
    span.record("otel.name", tracing::field::display(format_args!("{} {}", meta.method, meta.path)));
    span.record("http.route", meta.path);
    span.record("openapi.operation_id", meta.id);
}

/// Notes the answer. That a request is wrong is no error of the server.
pub(super) fn status(status: StatusCode) {
    let span = Span::current();
    span.record("http.response.status_code", status.as_u16());
    if status.is_server_error() {
        span.record("error.type", status.as_str());
    }
}

/// The method, or what stands for all that are none, so that a caller cannot make names up.
fn known(method: &Method) -> &'static str {
    let known = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY"];
    known.into_iter().find(|name| *name == method.as_str()).unwrap_or("_OTHER")
}
