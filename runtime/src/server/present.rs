//! Credentials on their way out of a request.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::request::Parts;
use http::{HeaderMap, header};

use crate::params::{self, Parameter};
use crate::{Credential, Credentials, KeyLocation, Meta, SchemeKind, SecurityScheme};

/// All credentials that the operation could take and the request has.
pub(super) fn presented(meta: &Meta, head: &Parts) -> Credentials {
    let mut credentials = Credentials::new();
    for requirement in meta.security.iter().copied().flatten() {
        let scheme = requirement.scheme;
        if scheme.kind == SchemeKind::MutualTls {
            continue;
        }
        if let Some(credential) = find(scheme, head) {
            credentials.insert(scheme.name, credential);
        }
    }
    credentials
}

/// The credential of a scheme, when the request has it.
pub(super) fn find(scheme: &SecurityScheme, head: &Parts) -> Option<Credential> {
    match scheme.kind {
        SchemeKind::ApiKey { location: KeyLocation::Header, name } => {
            single(&head.headers, name).map(|key| Credential::api_key(key.to_owned()))
        }
        SchemeKind::ApiKey { location: KeyLocation::Query, name } => {
            let key = params::read_query(&Parameter::query(name), head.uri.query()?).ok().flatten()?;
            key.into_text().map(Credential::api_key)
        }
        SchemeKind::ApiKey { location: KeyLocation::Cookie, name } => {
            cookie(&head.headers, name).map(Credential::api_key)
        }
        SchemeKind::MutualTls => Some(Credential::api_key(String::new())),
        SchemeKind::Undeclared => None,
        kind => {
            let expected = if let SchemeKind::Http(scheme) = kind { scheme } else { "bearer" };
            let (scheme, value) = single(&head.headers, header::AUTHORIZATION.as_str())?.split_once(' ')?;
            if !scheme.eq_ignore_ascii_case(expected) {
                return None;
            }
            match expected {
                "basic" => basic(value.trim()),
                _ => Some(Credential::bearer(value.trim().to_owned())),
            }
        }
    }
}

/// The one value of a header; a request with several is not to be trusted.
fn single<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// RFC 7617.
fn basic(value: &str) -> Option<Credential> {
    let text = String::from_utf8(STANDARD.decode(value).ok()?).ok()?;
    let (user, password) = text.split_once(':')?;
    Some(Credential::basic(user.to_owned(), password.to_owned()))
}

/// RFC 6265 section 5.4.
fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let fields = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = fields.flat_map(|field| field.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(known, _)| *known == name)?;
    Some(value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value).to_owned())
}
