//! From an HTTP request to an operation, and back.

use std::sync::Arc;

use http::request::Parts;
use http::{HeaderMap, HeaderName, Method, header};
use tracing::Instrument as _;

use super::accept::Accept;
use super::auth::Authenticate;
use super::authorise::{authorise, challenges};
use super::checks::Arrived;
use super::incoming::{Received, Refused};
use super::rejection::{Reason, Rejection};
use super::{Options, Reply, checks, failure, trace};
use crate::collect::{self, ReadError};
use crate::hops::{keep_end_to_end, remove_framing};
use crate::template::{Captures, Template};
use crate::{BoxFuture, Error, Meta, NoFailure, RequestParts, Rule, Violations};

type Response = http::Response<axum::body::Body>;

/// Reads a request and starts its handler.
pub(super) type Handler = Box<dyn Fn(Received) -> Result<Running, Refused> + Send + Sync>;

/// A handler at work.
pub(super) type Running = BoxFuture<'static, Result<Reply, Error<NoFailure>>>;

/// What all operations of a router share.
pub(super) struct Shared {
    pub(super) options: Options,
    pub(super) authenticate: Option<Authenticate>,
    pub(super) secret_headers: Vec<HeaderName>,
}

/// What of a request is read while it arrives.
#[derive(Debug, Clone, Copy)]
pub(super) struct Streams {
    /// The media types of such bodies.
    pub(super) media: &'static [&'static str],
    /// The file of a multipart body, where the server is told so.
    pub(super) last_file: Option<&'static str>,
}

/// An operation and its handler.
pub(super) struct Endpoint {
    pub(super) meta: &'static Meta,
    pub(super) template: Template,
    streams: Streams,
    handler: Handler,
    /// Whether the user chose the path, perhaps for several.
    moved: bool,
}

impl Endpoint {
    pub(super) fn new(meta: &'static Meta, path: Option<&'static str>, streams: Streams, handler: Handler) -> Self {
        Self { meta, template: Template::new(path.unwrap_or(meta.path)), streams, handler, moved: path.is_some() }
    }
}

/// The operations behind one route of axum: those of one path, or of several that axum cannot tell apart.
pub(super) struct Group {
    /// From the most to the least concrete path.
    endpoints: Vec<Arc<Endpoint>>,
    shared: Arc<Shared>,
}

impl Group {
    pub(super) fn new(mut endpoints: Vec<Arc<Endpoint>>, shared: Arc<Shared>) -> Self {
        endpoints.sort_by_cached_key(|endpoint| std::cmp::Reverse(endpoint.template.concreteness()));
        Self { endpoints, shared }
    }

    /// Answers a request, whatever it is.
    pub(super) async fn serve(&self, request: axum::extract::Request) -> Response {
        let (head, body) = request.into_parts();
        let span = trace::span(&head);
        let answer = async {
            let response = match self.answer(head, body).await {
                Ok(response) => response,
                Err(rejection) => self.shared.options.render(&rejection),
            };
            trace::status(response.status());
            response
        };
        answer.instrument(span).await
    }

    async fn answer(&self, head: Parts, body: axum::body::Body) -> Result<Response, Rejection> {
        let (first, captures) = self.choose(&head.method, head.uri.path())?;
        let alike = || {
            let same = |endpoint: &&Endpoint| endpoint.moved && endpoint.meta.method == first.meta.method;
            self.endpoints.iter().map(Arc::as_ref).filter(same)
        };
        let (meta, running) = if first.moved && alike().count() > 1 {
            self.first_that_fits(alike(), &head, body).await?
        } else {
            (first.meta, self.start(first, captures, head, body).await?)
        };
        trace::operation(meta);
        let mut reply = match running.await {
            Ok(reply) => reply,
            Err(error) => failure::answer(error, meta)?,
        };
        reply.challenge(|| challenges(meta, None));
        reply.check_length(meta.method);
        let reply = reply.keep_alive(self.shared.options.keep_alive);
        reply.finish().or_else(|violations| failure::answer(Error::Encode(violations), meta).map(Reply::into_response))
    }

    /// Starts the handler of an operation.
    async fn start(
        &self,
        endpoint: &Endpoint,
        captures: Captures,
        head: Parts,
        body: axum::body::Body,
    ) -> Result<Running, Rejection> {
        let meta = endpoint.meta;
        trace::operation(meta);
        let known = authorise(meta, &head, self.shared.authenticate.as_ref()).await?;
        checks::acceptable(meta, &head.headers)?;
        let limits = self.shared.options.limits(endpoint.streams.last_file);
        let body = checks::body(meta, endpoint.streams.media, &head.headers, body, limits).await?;
        let mut known = known;
        if meta.produces.len() > 1 {
            known.insert(Accept::of(&head.headers));
        }
        let received = self.received(head, captures, body, known);
        (endpoint.handler)(received).map_err(|refused| {
            let Refused { malformed, violations } = refused;
            let reason = if malformed { Reason::Malformed(violations) } else { Reason::Invalid(violations) };
            Rejection::new(reason, Some(meta))
        })
    }

    /// Starts the handler of the first of several operations that the request fits.
    async fn first_that_fits(
        &self,
        endpoints: impl Iterator<Item = &Endpoint>,
        head: &Parts,
        body: axum::body::Body,
    ) -> Result<(&'static Meta, Running), Rejection> {
        let body = match collect::read(body, self.shared.options.body_limit).await {
            Ok(body) => body,
            Err(ReadError::TooLarge) => return Err(Rejection::new(Reason::PayloadTooLarge, None)),
            Err(ReadError::Broken(_)) => {
                let violations = Violations::new(Rule::Syntax, "did not arrive whole").prefixed("body");
                return Err(Rejection::new(Reason::Malformed(violations), None));
            }
        };
        let mut nearest = Rejection::new(Reason::NotFound, None);
        for endpoint in endpoints {
            let Some(captures) = endpoint.template.captures(head.uri.path()) else { continue };
            match self.start(endpoint, captures, head.clone(), body.clone().into()).await {
                Ok(running) => return Ok((endpoint.meta, running)),
                Err(rejection) if rejection.faults() < nearest.faults() => nearest = rejection,
                Err(_) => {}
            }
        }
        Err(nearest)
    }

    /// The operation of this method and path. A more concrete path comes first, and one that has the method at all.
    fn choose(&self, method: &Method, path: &str) -> Result<(&Endpoint, Captures), Rejection> {
        let matching =
            || self.endpoints.iter().filter_map(|endpoint| Some((&**endpoint, endpoint.template.captures(path)?)));
        let with = |method: &Method| matching().find(|(endpoint, _)| endpoint.meta.method == method.as_str());
        if let Some(chosen) = with(method) {
            return Ok(chosen);
        }
        // RFC 9110 section 9.3.2: HEAD is GET without the body, which axum takes away.
        if let (true, Some(chosen)) = (method == Method::HEAD, with(&Method::GET)) {
            return Ok(chosen);
        }
        let mut allowed: Vec<&str> = Vec::new();
        for (endpoint, _) in matching() {
            let method = endpoint.meta.method;
            for name in [Some(method), (method == "GET").then_some("HEAD")].into_iter().flatten() {
                if !allowed.contains(&name) {
                    allowed.push(name);
                }
            }
        }
        Err(if allowed.is_empty() {
            Rejection::new(Reason::NotFound, None)
        } else {
            Rejection::new(Reason::MethodNotAllowed, None).with_header(header::ALLOW, &allowed.join(", "))
        })
    }

    fn received(&self, head: Parts, captures: Captures, arrived: Arrived, known: http::Extensions) -> Received {
        let mut parts =
            RequestParts { headers: visible(&head.headers, &self.shared.secret_headers), ..RequestParts::default() };
        parts.extensions = head.extensions;
        parts.extensions.extend(known);
        let query = head.uri.query().unwrap_or_default().to_owned();
        let (body, multipart) = match arrived {
            Arrived::Nothing => (None, Vec::new()),
            Arrived::Body(body) => (Some(body), Vec::new()),
            Arrived::Parts(parts) => (None, parts),
        };
        Received { captures, query, headers: head.headers, body, multipart, parts }
    }
}

/// The headers that a handler sees, and that a gateway passes on: none of this connection, none that describes the body,
/// and no credential.
fn visible(headers: &HeaderMap, secret: &[HeaderName]) -> HeaderMap {
    let mut visible = headers.clone();
    keep_end_to_end(&mut visible);
    remove_framing(&mut visible);
    let hidden = [
        header::ACCEPT,
        header::ACCEPT_CHARSET,
        header::ACCEPT_ENCODING,
        header::AUTHORIZATION,
        header::COOKIE,
        header::EXPECT,
        header::PROXY_AUTHORIZATION,
    ];
    for name in hidden.iter().chain(secret) {
        visible.remove(name);
    }
    visible
}
