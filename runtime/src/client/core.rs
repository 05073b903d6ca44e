//! A call from its message to its answer.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderValue};
use http::{Method, StatusCode, Uri};
use tokio::time::Instant;
use tracing::field::Empty;
use tracing::{Instrument as _, Span};

use super::attach::{Fetched, Keys, attach};
use super::retry::repeated;
use super::{Call, Outgoing, Transport, deadline};
use crate::collect::{self, ReadError};
use crate::hops::{keep_end_to_end, remove_framing};
use crate::pages::AsksForUrl;
use crate::{
    Answer, Body, BoxFuture, ByteStream, Credentials, Error, Meta, NoFailure, Pages, Paginated, Pending, Request,
    RequestParts, Response, Rule, Violations,
};

/// What a generated `Client` is made of; cheap to clone.
#[derive(Clone)]
pub struct Core(pub(super) Arc<Built>);

/// What a client was built with.
#[derive(Clone)]
pub(super) struct Built {
    pub(super) base_url: String,
    /// The query of the URL when it is that of a receiver: then it is the URL of all operations.
    pub(super) receiver: Option<String>,
    /// Where operations with servers of their own are, by the names of the lists of these.
    pub(super) own: Vec<(&'static str, String)>,
    pub(super) headers: HeaderMap,
    pub(super) keys: Keys,
    pub(super) timeout: Option<Duration>,
    pub(super) response_limit: usize,
    pub(super) transport: Arc<dyn Transport>,
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("base_url", &self.0.base_url)
            .field("credentials", &self.0.keys.credentials)
            .field("timeout", &self.0.timeout)
            .finish_non_exhaustive()
    }
}

impl Core {
    /// Calls an operation.
    ///
    /// The future is in a box: those of the many methods of a client would be types of their own, each of which the
    /// compiler would have to lay out and to examine.
    pub fn call<O: Call>(&self, request: Request<O>) -> Pending<'_, O::Output, O::Failure> {
        Box::pin(async move {
            let (parts, message) = request.into_parts();
            let mut call = Outgoing::new(const { &O::META }, O::SERVERS);
            message.write(&mut call);
            drop(message);
            let mut answer = match self.exchange(const { &O::META }, call, parts, O::STREAMS).await {
                Ok(answer) => answer,
                Err(error) => return Err(error.widen()),
            };
            let mut read = O::read(&answer);
            if answer.is_pending() {
                answer = match answer.collected().await {
                    Ok(answer) => answer,
                    Err(error) => return Err(error.into_error()),
                };
                read = O::read(&answer);
            }
            match read {
                Ok(Ok(output)) => Ok(Response::from_parts(answer.into_parts(), output)),
                Ok(Err(failure)) => Err(Error::Api(failure, Box::new(answer.into_parts()))),
                Err(unreadable) => Err(unreadable.into_error()),
            }
        })
    }

    /// All items of a list whose pages an operation gives.
    pub fn pages<O: Call + Paginated>(&self, request: Request<O>) -> Pages<'static, O> {
        let core = self.clone();
        Pages::new(request, move |request| {
            let core = core.clone();
            Box::pin(async move { core.call(request).await })
        })
    }

    fn exchange(
        &self,
        meta: &'static Meta,
        call: Outgoing,
        parts: RequestParts,
        streams: bool,
    ) -> BoxFuture<'_, Result<Answer, Error<NoFailure>>> {
        let span = tracing::info_span!(
            "http.client",
            otel.name = format_args!("{} {}", meta.method, meta.path),
            otel.kind = "client",
            http.request.method = %meta.method,
            url.template = meta.path,
            openapi.operation_id = meta.id,
            url.scheme = Empty,
            server.address = Empty,
            server.port = Empty,
            http.response.status_code = Empty,
            error.r#type = Empty,
        );
        let timeout = parts.timeout.or(self.0.timeout);
        let exchange = async move {
            let deadline = timeout.and_then(|after| Some((Instant::now().checked_add(after)?, after)));
            let answer = self.answer(meta, call, parts, deadline.filter(|_| streams), streams);
            let Some(timeout) = timeout else {
                return answer.await;
            };
            tokio::time::timeout(timeout, answer).await.unwrap_or(Err(Error::Timeout(timeout)))
        };
        Box::pin(
            async move {
                let outcome = exchange.await;
                record(&Span::current(), &outcome);
                outcome
            }
            .instrument(span),
        )
    }

    /// Sends a call, and once more when the token that it had from a [`TokenSource`](super::TokenSource) is refused.
    async fn answer(
        &self,
        meta: &'static Meta,
        call: Outgoing,
        parts: RequestParts,
        deadline: Option<(Instant, Duration)>,
        streams: bool,
    ) -> Result<Answer, Error<NoFailure>> {
        let asks_for_url = parts.extensions.get::<AsksForUrl>().is_some();
        let (request, fetched) = self.request(meta, call, parts).await?;
        target(&Span::current(), request.uri());
        let url = asks_for_url.then(|| request.uri().clone());
        let answered = |answer: Answer| answer.at(url);
        let again = fetched.as_ref().and_then(|_| repeated(&request));
        let answer = self.send(meta, request, deadline, streams).await?;
        if answer.status() != StatusCode::UNAUTHORIZED {
            return Ok(answered(answer));
        }
        let Some(fetched) = fetched else { return Ok(answered(answer)) };
        let Some(mut again) = again else {
            fetched.give_up();
            return Ok(answered(answer));
        };
        let transport = &*self.0.transport;
        if fetched.renew(again.headers_mut(), self.api(), transport).await? {
            return self.send(meta, again, deadline, streams).await.map(answered);
        }
        Ok(answered(answer))
    }

    /// What relative URLs of the document are relative to: never a receiver, which is to learn no secret.
    fn api(&self) -> &str {
        if self.0.receiver.is_none() { &self.0.base_url } else { "" }
    }

    async fn request(
        &self,
        meta: &Meta,
        mut call: Outgoing,
        parts: RequestParts,
    ) -> Result<(http::Request<Body>, Option<Fetched>), Error<NoFailure>> {
        let own = self.0.own.iter().find(|(list, _)| call.servers == Some(*list));
        let mut url = own.map_or(&self.0.base_url, |(_, url)| url).clone();
        call.finish((self.0.receiver.is_none()).then_some(&mut url))?;
        let presented = parts.extensions.get::<Credentials>();
        let transport = &*self.0.transport;
        let fetched = attach(&self.0.keys, presented, &mut call, self.api(), transport).await?;
        let queries = [self.0.receiver.as_deref().unwrap_or_default(), &call.query.text];
        for (index, query) in queries.into_iter().filter(|query| !query.is_empty()).enumerate() {
            url.push(if index == 0 { '?' } else { '&' });
            url.push_str(query);
        }
        let uri = Uri::try_from(url).map_err(|_| {
            Error::Invalid(Violations::new(Rule::MaxLength, "makes a URL that cannot be sent, being too long"))
        })?;
        let mut given = parts.headers;
        keep_end_to_end(&mut given);
        remove_framing(&mut given);
        let mut headers = self.0.headers.clone();
        overlay(&mut headers, given);
        if let Some(accept) = accept(meta).filter(|_| !headers.contains_key(header::ACCEPT)) {
            headers.insert(header::ACCEPT, accept);
        }
        overlay(&mut headers, call.headers);
        if let Some(cookies) = cookies(&call.cookies.text) {
            headers.insert(header::COOKIE, cookies);
        }
        let mut request = http::Request::new(Body::empty());
        if let Some((content_type, body)) = call.body {
            headers.insert(header::CONTENT_TYPE, content_type);
            *request.body_mut() = body;
        }
        *request.method_mut() = Method::from_bytes(meta.method.as_bytes())
            .map_err(|_| Error::other(format!("{} is no method that can be sent", meta.method)))?;
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        Ok((request, fetched))
    }

    async fn send(
        &self,
        meta: &'static Meta,
        request: http::Request<Body>,
        deadline: Option<(Instant, Duration)>,
        streams: bool,
    ) -> Result<Answer, Error<NoFailure>> {
        let (head, body) = self.0.transport.send(request).await.map_err(Error::Transport)?.into_parts();
        Span::current().record("http.response.status_code", head.status.as_u16());
        let limit = self.0.response_limit;
        if streams && head.status < StatusCode::BAD_REQUEST {
            let stream = ByteStream::new(deadline::until(deadline, body)).with_limit(limit);
            return Ok(Answer::new(meta, head.status, head.headers, Bytes::new()).with_stream(stream));
        }
        let body = collect::read(body, limit).await.map_err(|error| match error {
            ReadError::TooLarge => Error::TooLarge { limit },
            ReadError::Broken(error) => Error::Transport(error),
        })?;
        Ok(Answer::new(meta, head.status, head.headers, body))
    }
}

/// Adds `from` to `headers`; a name that occurs in `from` replaces all values that it had.
fn overlay(headers: &mut HeaderMap, from: HeaderMap) {
    let mut last = None;
    for (name, value) in from {
        match name {
            Some(name) => {
                headers.insert(name.clone(), value);
                last = Some(name);
            }
            None => {
                if let Some(name) = &last {
                    headers.append(name.clone(), value);
                }
            }
        }
    }
}

/// What the operation answers, as a field `Accept` (RFC 9110 section 12.5.1).
fn accept(meta: &Meta) -> Option<HeaderValue> {
    if meta.produces.is_empty() { None } else { HeaderValue::from_str(&meta.produces.join(", ")).ok() }
}

/// The cookies of a call, as a field that is not to be shown.
fn cookies(cookies: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(cookies).ok().filter(|_| !cookies.is_empty())?;
    value.set_sensitive(true);
    Some(value)
}

/// Notes which server a call goes to.
fn target(span: &Span, uri: &Uri) {
    let scheme = uri.scheme_str().unwrap_or_default();
    span.record("url.scheme", scheme);
    span.record("server.address", uri.host());
    span.record("server.port", uri.port_u16().unwrap_or(if scheme == "http" { 80 } else { 443 }));
}

/// Notes how a call ended; never more than its kind.
fn record(span: &Span, outcome: &Result<Answer, Error<NoFailure>>) {
    let kind = match outcome {
        Ok(answer) if answer.status() < StatusCode::BAD_REQUEST => return,
        Ok(answer) => {
            span.record("error.type", answer.status().as_str());
            return;
        }
        Err(Error::Invalid(_)) => "invalid_request",
        Err(Error::Encode(_)) => "encode",
        Err(Error::Auth(_)) => "credential",
        Err(Error::Timeout(_)) => "timeout",
        Err(Error::TooLarge { .. }) => "response_too_large",
        Err(_) => "transport",
    };
    span.record("error.type", kind);
}
