//! Credentials on their way into a request.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{self, HeaderName, HeaderValue};

use super::Outgoing;
use crate::params::{Parameter, push_cookies, push_query};
use crate::template::RESERVED;
use crate::{Credential, Credentials, Error, KeyLocation, Meta, NoFailure, Requirement, SchemeKind, SecurityScheme};

/// Attaches the credentials of the first combination for which there are all; with none the request goes without.
///
/// A combination that asks for something comes before one that asks for nothing, wherever the document has it.
pub(super) fn attach(
    meta: &Meta,
    own: &Credentials,
    presented: Option<&Credentials>,
    call: &mut Outgoing,
) -> Result<(), Error<NoFailure>> {
    let find = |requirement: &Requirement| {
        let name = requirement.scheme.name;
        own.get(name).or_else(|| presented?.get(name))
    };
    let available = |requirement: &Requirement| match requirement.scheme.kind {
        SchemeKind::MutualTls => true,
        SchemeKind::Undeclared => false,
        _ => find(requirement).is_some(),
    };
    let complete =
        meta.security.iter().find(|combination| !combination.is_empty() && combination.iter().all(available));
    for requirement in complete.into_iter().copied().flatten() {
        if let Some(credential) = find(requirement) {
            put(requirement.scheme, credential, call)
                .map_err(|why| Error::Auth(Box::new(UnfitCredential { scheme: requirement.scheme.name, why })))?;
        }
    }
    Ok(())
}

fn put(scheme: &SecurityScheme, credential: &Credential, call: &mut Outgoing) -> Result<(), &'static str> {
    let secret = credential.secret().expose();
    match scheme.kind {
        SchemeKind::Http("basic") => {
            let user = credential.user().ok_or("it has no user's name")?;
            if user.contains(':') {
                return Err("the user's name has a colon in it");
            }
            put_header(call, header::AUTHORIZATION, &format!("Basic {}", STANDARD.encode(format!("{user}:{secret}"))))
        }
        SchemeKind::Http("bearer") | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect => {
            put_header(call, header::AUTHORIZATION, &format!("Bearer {secret}"))
        }
        SchemeKind::Http(other) => put_header(call, header::AUTHORIZATION, &format!("{other} {secret}")),
        SchemeKind::ApiKey { location: KeyLocation::Header, name } => {
            let name = HeaderName::try_from(name).map_err(|_| "the document gives it a place that is not a header")?;
            put_header(call, name, secret)
        }
        SchemeKind::ApiKey { location: KeyLocation::Query, name } => {
            let encoded = |text| percent_encoding::utf8_percent_encode(text, RESERVED).to_string();
            push_query(&mut call.query, &[(encoded(name), encoded(secret))], &Parameter::query(name));
            Ok(())
        }
        SchemeKind::ApiKey { location: KeyLocation::Cookie, name } => {
            // RFC 6265 section 4.1.1: what a cookie can hold.
            let fits =
                secret.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e));
            if !fits {
                return Err("it has characters that a cookie cannot hold");
            }
            push_cookies(&mut call.cookies, &[(name.to_owned(), secret.to_owned())]);
            Ok(())
        }
        SchemeKind::MutualTls | SchemeKind::Undeclared => Ok(()),
    }
}

fn put_header(call: &mut Outgoing, name: HeaderName, value: &str) -> Result<(), &'static str> {
    let mut value = HeaderValue::from_str(value).map_err(|_| "it has characters that a header cannot hold")?;
    value.set_sensitive(true);
    call.headers.insert(name, value);
    Ok(())
}

/// Why a credential cannot be sent. It does not show the credential.
#[derive(Debug)]
struct UnfitCredential {
    scheme: &'static str,
    why: &'static str,
}

impl fmt::Display for UnfitCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the credential of `{}` cannot be sent: {}", self.scheme, self.why)
    }
}

impl std::error::Error for UnfitCredential {}
