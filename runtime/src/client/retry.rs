//! Calls that are made again.

use std::time::{Duration, SystemTime};

use http::header::{self, HeaderMap, HeaderName};
use http::{Method, StatusCode};
use tokio::time::Sleep;
use tower::retry::Policy;
use tower::util::rng::{HasherRng, Rng as _};

use crate::Body;

/// When a request is sent again: a policy of [`tower::retry::RetryLayer`], which another policy or layer may replace.
///
/// Sent again are idempotent requests (RFC 9110 section 9.2.2) and those with a key of idempotency, when their body is
/// not a stream and no answer came or one of 408, 425, 429, 502, 503 and 504. The wait before each is a random part of
/// a time that doubles, and at least what `Retry-After` says (section 10.2.3). All of it is within the timeout of
/// the call, and ends with the call when that is dropped.
///
/// ```
/// use std::time::Duration;
/// use twinspec_runtime::client::Retry;
///
/// let policy = Retry::new().attempts(5).total_wait(Duration::from_secs(20));
/// ```
#[derive(Debug, Clone)]
pub struct Retry {
    attempts: u32,
    first: Duration,
    longest: Duration,
    total: Duration,
    key: HeaderName,
    made: u32,
    waited: Duration,
}

impl Retry {
    /// At most three attempts, with waits of up to 0.2 seconds before the second and 0.4 before the third, and of a
    /// minute in all where a server says `Retry-After`.
    pub fn new() -> Self {
        Self {
            attempts: 3,
            first: Duration::from_millis(200),
            longest: Duration::from_secs(10),
            total: Duration::from_mins(1),
            key: HeaderName::from_static("idempotency-key"),
            made: 1,
            waited: Duration::ZERO,
        }
    }

    /// How often a request is sent at most, the first time included.
    #[must_use]
    pub fn attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// The longest wait before the second attempt, which doubles with each, and the most that it becomes.
    #[must_use]
    pub fn backoff(self, first: Duration, longest: Duration) -> Self {
        Self { first, longest, ..self }
    }

    /// How long all waits of a call may be together; when a server says to wait for longer, its answer is the result.
    #[must_use]
    pub fn total_wait(self, total: Duration) -> Self {
        Self { total, ..self }
    }

    /// The header that makes a request idempotent; by default `Idempotency-Key`.
    #[must_use]
    pub fn idempotency_key(self, key: HeaderName) -> Self {
        Self { key, ..self }
    }

    /// How long to wait now; `None` when this was the last attempt.
    fn wait(&mut self, least: Duration) -> Option<Duration> {
        if self.made >= self.attempts {
            return None;
        }
        let doubled = 1_u32.checked_shl(self.made - 1).unwrap_or(u32::MAX);
        let most = self.first.saturating_mul(doubled).min(self.longest);
        let wait = most.mul_f64(HasherRng::new().next_f64().clamp(0.0, 1.0)).max(least);
        let waited = self.waited.saturating_add(wait);
        if waited > self.total {
            return None;
        }
        self.made += 1;
        self.waited = waited;
        Some(wait)
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self::new()
    }
}

impl<B, E> Policy<http::Request<Body>, http::Response<B>, E> for Retry {
    type Future = Sleep;

    fn retry(
        &mut self,
        _: &mut http::Request<Body>,
        result: &mut Result<http::Response<B>, E>,
    ) -> Option<Self::Future> {
        let least = match result {
            Err(_) => Duration::ZERO,
            Ok(response) if is_passing(response.status()) => after(response.headers()).unwrap_or_default(),
            Ok(_) => return None,
        };
        self.wait(least).map(tokio::time::sleep)
    }

    fn clone_request(&mut self, request: &http::Request<Body>) -> Option<http::Request<Body>> {
        let idempotent = is_idempotent(request.method()) || request.headers().contains_key(&self.key);
        if idempotent { repeated(request) } else { None }
    }
}

/// The same request once more, unless its body is a stream.
pub(super) fn repeated(request: &http::Request<Body>) -> Option<http::Request<Body>> {
    let mut again = http::Request::new(request.body().try_clone()?);
    *again.method_mut() = request.method().clone();
    *again.uri_mut() = request.uri().clone();
    *again.version_mut() = request.version();
    *again.headers_mut() = request.headers().clone();
    *again.extensions_mut() = request.extensions().clone();
    Some(again)
}

/// QUERY (OpenAPI 3.2) is safe, and so idempotent.
fn is_idempotent(method: &Method) -> bool {
    method.is_idempotent() || method.as_str() == "QUERY"
}

/// Whether a later attempt may end otherwise.
fn is_passing(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 425 | 429 | 502..=504)
}

/// `Retry-After`: seconds, or a date.
fn after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(SystemTime::now()).unwrap_or_default())
}
