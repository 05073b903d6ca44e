//! Credentials on their way into a request.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::{Outgoing, TokenRequest, TokenSource, Transport};
use crate::params::{Parameter, push_cookies, push_query};
use crate::template::RESERVED;
use crate::{Credential, Credentials, Error, KeyLocation, NoFailure, Requirement, SchemeKind, Secret, SecurityScheme};

/// What a client proves with who calls, by the names of the security schemes.
#[derive(Clone, Default)]
pub(super) struct Keys {
    pub(super) credentials: Credentials,
    pub(super) sources: Vec<(&'static str, Arc<dyn TokenSource>)>,
}

impl Keys {
    fn find<'a>(&'a self, scheme: &str, presented: Option<&'a Credentials>) -> Option<Key<'a>> {
        let source = || self.sources.iter().find(|(name, _)| *name == scheme).map(|(_, source)| Key::Source(source));
        let given = self.credentials.get(scheme).map(Key::Given);
        given.or_else(source).or_else(|| presented?.get(scheme).map(Key::Given))
    }
}

enum Key<'a> {
    Given(&'a Credential),
    Source(&'a Arc<dyn TokenSource>),
}

/// A token that a source gave, and that was attached.
pub(super) struct Fetched {
    requirement: &'static Requirement,
    source: Arc<dyn TokenSource>,
    token: Secret,
}

impl Fetched {
    /// Gives up the token, which a server refused.
    pub(super) fn give_up(&self) {
        self.source.refused(&self.token);
    }

    /// Gives up the token, which a server refused, and puts another in its place; whether there is another.
    pub(super) async fn renew(
        self,
        headers: &mut HeaderMap,
        base_url: &str,
        transport: &dyn Transport,
    ) -> Result<bool, Error<NoFailure>> {
        self.give_up();
        let wanted = TokenRequest { scopes: self.requirement.scopes, base_url, transport };
        let token = self.source.token(wanted).await.map_err(Error::Auth)?;
        if token == self.token {
            return Ok(false);
        }
        let name = self.requirement.scheme.name;
        put_header(headers, header::AUTHORIZATION, &format!("Bearer {}", token.expose())).map_err(unfit(name))?;
        Ok(true)
    }
}

/// Attaches the credentials of the first combination for which there are all; with none the request goes without.
///
/// A combination that asks for something comes before one that asks for nothing, wherever the document has it. Of schemes
/// whose credential is a token, one is enough: a request has one place for it.
pub(super) async fn attach(
    keys: &Keys,
    presented: Option<&Credentials>,
    call: &mut Outgoing,
    base_url: &str,
    transport: &dyn Transport,
) -> Result<Option<Fetched>, Error<NoFailure>> {
    let has = |requirement: &Requirement| keys.find(requirement.scheme.name, presented).is_some();
    let available = |combination: &[Requirement], requirement: &Requirement| match requirement.scheme.kind {
        SchemeKind::MutualTls => true,
        SchemeKind::Undeclared => false,
        kind if is_token(kind) => combination.iter().any(|other| is_token(other.scheme.kind) && has(other)),
        _ => has(requirement),
    };
    let complete = call.meta.security.iter().find(|combination| {
        !combination.is_empty() && combination.iter().all(|requirement| available(combination, requirement))
    });
    let is_given = |other: &Requirement| {
        is_token(other.scheme.kind) && matches!(keys.find(other.scheme.name, presented), Some(Key::Given(_)))
    };
    // A token that is there already does for all.
    let given = complete.is_some_and(|combination| combination.iter().any(is_given));
    let mut fetched = None;
    let (mut placed, mut has_token) = (Vec::new(), given);
    for requirement in complete.copied().unwrap_or_default() {
        let scheme = requirement.scheme;
        match keys.find(scheme.name, presented) {
            None => {}
            Some(Key::Given(credential)) => put(scheme, credential, call, &mut placed).map_err(unfit(scheme.name))?,
            Some(Key::Source(_)) if has_token => {}
            Some(Key::Source(source)) => {
                let wanted = TokenRequest { scopes: requirement.scopes, base_url, transport };
                let token = source.token(wanted).await.map_err(Error::Auth)?;
                put(scheme, &Credential::bearer(token.clone()), call, &mut placed).map_err(unfit(scheme.name))?;
                fetched = Some(Fetched { requirement, source: Arc::clone(source), token });
            }
        }
        has_token |= is_token(scheme.kind) && has(requirement);
    }
    Ok(fetched)
}

/// Whether the credential of a scheme is a bearer token (RFC 6750).
fn is_token(kind: SchemeKind) -> bool {
    matches!(kind, SchemeKind::Http("bearer") | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect)
}

fn unfit(scheme: &'static str) -> impl FnOnce(&'static str) -> Error<NoFailure> {
    move |why| Error::Auth(Box::new(UnfitCredential { scheme, why }))
}

/// A place of a request with the credential that it has.
struct Placed {
    location: KeyLocation,
    name: &'static str,
    text: String,
}

impl Placed {
    fn is_in_place_of(&self, other: &Self) -> bool {
        self.location == other.location
            && match self.location {
                KeyLocation::Header => self.name.eq_ignore_ascii_case(other.name),
                KeyLocation::Query | KeyLocation::Cookie => self.name == other.name,
            }
    }
}

/// Where a credential goes, and as what; nothing of one goes into the request.
fn placed(scheme: &SecurityScheme, credential: &Credential) -> Result<Option<Placed>, &'static str> {
    let secret = credential.secret().expose();
    let (location, name, text) = match scheme.kind {
        SchemeKind::Http("basic") => {
            let user = credential.user().ok_or("it has no user's name")?;
            if user.contains(':') {
                return Err("the user's name has a colon in it");
            }
            (KeyLocation::Header, "authorization", basic(user, secret))
        }
        SchemeKind::Http("bearer") | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect => {
            (KeyLocation::Header, "authorization", format!("Bearer {secret}"))
        }
        SchemeKind::Http(other) => (KeyLocation::Header, "authorization", format!("{other} {secret}")),
        SchemeKind::ApiKey { location, name } => (location, name, secret.to_owned()),
        SchemeKind::MutualTls | SchemeKind::Undeclared => return Ok(None),
    };
    Ok(Some(Placed { location, name, text }))
}

/// Puts a credential into its place; `others` are those of the same combination.
fn put(
    scheme: &SecurityScheme,
    credential: &Credential,
    call: &mut Outgoing,
    others: &mut Vec<Placed>,
) -> Result<(), &'static str> {
    let Some(placed) = placed(scheme, credential)? else { return Ok(()) };
    let Placed { location, name, text } = &placed;
    match others.iter().find(|other| placed.is_in_place_of(other)) {
        Some(other) if other.text == *text => return Ok(()),
        Some(_) => return Err("another credential that the operation asks for has the same place"),
        None => {}
    }
    match location {
        KeyLocation::Header => {
            let name = HeaderName::try_from(*name).map_err(|_| "the document gives it a place that is not a header")?;
            put_header(&mut call.headers, name, text)?;
        }
        KeyLocation::Query => {
            let encoded = |text| percent_encoding::utf8_percent_encode(text, RESERVED).to_string();
            let name_text = encoded(name);
            // The operation may declare the key as a parameter too: what the request says is sent, and is sent once.
            let mut sent = call.query.text.split('&').map(|pair| pair.split_once('=').map_or(pair, |(name, _)| name));
            if !sent.any(|sent| sent == name_text) {
                push_query(&mut call.query.text, &[(name_text, encoded(text))], &Parameter::query(name));
            }
        }
        KeyLocation::Cookie => {
            // RFC 6265 section 4.1.1: what a cookie can hold.
            let fits =
                text.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e));
            if !fits {
                return Err("it has characters that a cookie cannot hold");
            }
            push_cookies(&mut call.cookies.text, &[((*name).to_owned(), text.clone())]);
        }
    }
    others.push(placed);
    Ok(())
}

/// A user and a password, as `Basic` has them (RFC 7617).
pub(super) fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

pub(super) fn put_header(headers: &mut HeaderMap, name: HeaderName, value: &str) -> Result<(), &'static str> {
    let mut value = HeaderValue::from_str(value).map_err(|_| "it has characters that a header cannot hold")?;
    value.set_sensitive(true);
    headers.insert(name, value);
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
