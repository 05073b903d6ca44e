//! What is sent to an authorization server, and what comes back.

use std::sync::Arc;
use std::time::Duration;

use http::header::{self, HeaderValue};
use http::{Method, StatusCode, Uri};

use super::attach::{basic, put_header};
use super::{OAuth2Client, TokenError, TokenRequest};
use crate::collect::{self, ReadError};
use crate::reference;
use crate::template::RESERVED;
use crate::{Body, Json, Secret};

/// How long an answer of an authorization server may be.
const LIMIT: usize = 1 << 20;

/// What an authorization server grants (RFC 6749 section 5.1).
pub(super) struct Granted {
    pub(super) token: Secret,
    pub(super) expires_in: Option<Duration>,
    pub(super) refresh_token: Option<Secret>,
}

/// The token endpoint that a document of `OpenID` Connect Discovery names (section 4).
pub(super) async fn discover(wanted: TokenRequest<'_>, url: &str) -> Result<String, TokenError> {
    let mut request = http::Request::new(Body::empty());
    let secured = |uri: &Uri| uri.scheme_str() == Some("https");
    *request.uri_mut() = resolve(url, wanted.base_url)?;
    let demands_tls = secured(request.uri());
    let answer = exchange(wanted, request).await?;
    let endpoint = answer.get("token_endpoint").and_then(Json::as_str);
    let endpoint = endpoint.ok_or(TokenError::Unreadable("names no token endpoint"))?;
    // Secrets go there, and must not leave what protects them.
    if demands_tls && !secured(&resolve(endpoint, wanted.base_url)?) {
        return Err(TokenError::Unreadable("names a token endpoint without TLS"));
    }
    Ok(endpoint.to_owned())
}

/// Asks a token endpoint (RFC 6749 sections 4.4.2 and 6), with the client's authentication (section 2.3.1).
pub(super) async fn ask(
    wanted: TokenRequest<'_>,
    url: &str,
    client: &OAuth2Client,
    mut form: Vec<(&str, String)>,
) -> Result<Granted, TokenError> {
    let mut request = http::Request::new(Body::empty());
    *request.method_mut() = Method::POST;
    *request.uri_mut() = resolve(url, wanted.base_url)?;
    let headers = request.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    match &client.secret {
        Some(secret) if !client.in_body => {
            let credentials = basic(&escape(&client.id), &escape(secret.expose()));
            // Base64 can stand in a header.
            let _ = put_header(headers, header::AUTHORIZATION, &credentials);
        }
        secret => {
            form.push(("client_id", client.id.clone()));
            form.extend(secret.iter().map(|secret| ("client_secret", secret.expose().clone())));
        }
    }
    form.extend(client.parameters.iter().map(|(name, value)| (name.as_str(), value.clone())));
    let pairs: Vec<String> = form.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    *request.body_mut() = pairs.join("&").into();
    granted(&exchange(wanted, request).await?)
}

fn granted(answer: &Json<'_>) -> Result<Granted, TokenError> {
    let text = |name| answer.get(name).and_then(Json::as_str).filter(|text| !text.is_empty());
    let token = text("access_token").ok_or(TokenError::Unreadable("has no access token"))?;
    // RFC 6749 section 7.1: a client must not use a token whose type it does not understand.
    if text("token_type").is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        return Err(TokenError::Unreadable("has a token that is not a bearer token"));
    }
    let seconds = answer.get("expires_in").and_then(|value| match value {
        // Some servers write the number as a text.
        Json::String(text) => text.parse().ok(),
        other => other.as_number().and_then(|number| number.to_string().parse().ok()),
    });
    Ok(Granted {
        token: token.into(),
        expires_in: seconds.and_then(|seconds: f64| Duration::try_from_secs_f64(seconds.max(0.0)).ok()),
        refresh_token: text("refresh_token").map(Secret::from),
    })
}

async fn exchange(wanted: TokenRequest<'_>, mut request: http::Request<Body>) -> Result<Json<'static>, TokenError> {
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let unreachable = |error| TokenError::Transport(Arc::new(error));
    let (head, body) = wanted.transport.send(request).await.map_err(unreachable)?.into_parts();
    let body = collect::read(body, LIMIT).await.map_err(|error| match error {
        ReadError::TooLarge => TokenError::Unreadable("is too long"),
        ReadError::Broken(error) => unreachable(error),
    })?;
    let json = Json::parse(&body).ok();
    if head.status != StatusCode::OK {
        let code = json.as_ref().and_then(|json| json.get("error")?.as_str()).filter(|code| is_code(code));
        return Err(TokenError::Refused { status: head.status, code: code.map(str::to_owned) });
    }
    Ok(json.ok_or(TokenError::Unreadable("is not JSON"))?.into_owned())
}

/// Whether this is a code, which may be shown: nothing else that a server sends is.
fn is_code(text: &str) -> bool {
    text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

/// A URL of the document, which may be relative to the server (OpenAPI 3.1 section 4.6).
fn resolve(url: &str, base: &str) -> Result<Uri, TokenError> {
    // The server's URL is that of a folder.
    let base: Uri = format!("{}/", base.trim_end_matches('/')).parse().map_err(|_| TokenError::InvalidUrl)?;
    let uri = reference::resolve(url, &base).ok_or(TokenError::InvalidUrl)?;
    if matches!(uri.scheme_str(), Some("http" | "https")) { Ok(uri) } else { Err(TokenError::InvalidUrl) }
}

/// Text in `application/x-www-form-urlencoded`, in which a space may be `%20`.
fn escape(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, RESERVED).to_string()
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn urls_are_relative_to_the_server() {
        let resolved = |url| resolve(url, "https://api.example.com/v1").map(|uri| uri.to_string()).ok();
        assert_eq!(resolved("https://id.example.com/t").as_deref(), Some("https://id.example.com/t"));
        assert_eq!(resolved("/t").as_deref(), Some("https://api.example.com/t"));
        assert_eq!(resolved("oauth/t").as_deref(), Some("https://api.example.com/v1/oauth/t"));
        assert_eq!(resolved("/t?next=http://h").as_deref(), Some("https://api.example.com/t?next=http://h"));
        assert_eq!(resolved("t?next=http://h").as_deref(), Some("https://api.example.com/v1/t?next=http://h"));
        assert_eq!(resolved("//id.example.com/t").as_deref(), Some("https://id.example.com/t"));
        for none in ["ftp://h/t", "https://", "a b"] {
            assert_eq!(resolved(none), None, "{none}");
        }
    }
}
