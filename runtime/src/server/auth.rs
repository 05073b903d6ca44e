//! Who calls: finding credentials in a request, and asking the authenticator about them.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::request::Parts;
use http::{Extensions, HeaderMap, header};

use super::rejection::{Reason, Rejection};
use crate::params::{self, QueryStyle, Text};
use crate::{BoxFuture, Credential, Credentials, Json, KeyLocation, Meta, Requirement, SchemeKind, Secret, SecurityScheme};

/// Asks who the owner of a credential is.
pub(super) type Authenticate = Arc<dyn Fn(Presented) -> BoxFuture<'static, Result<Principal, Denied>> + Send + Sync>;

/// A credential that a caller presents, for the authenticator to judge.
#[derive(Debug, Clone)]
pub struct Presented {
    requirement: Requirement,
    operation: &'static Meta,
    credential: Credential,
    extensions: Extensions,
}

impl Presented {
    /// The name of the security scheme in the document.
    pub fn scheme(&self) -> &'static str {
        self.requirement.scheme.name
    }

    /// The scopes or roles that the operation asks for.
    pub fn scopes(&self) -> &'static [&'static str] {
        self.requirement.scopes
    }

    /// The operation that is called.
    pub fn operation(&self) -> &'static Meta {
        self.operation
    }

    /// The token, the password or the key; empty for a scheme of mutual TLS.
    pub fn secret(&self) -> &Secret {
        self.credential.secret()
    }

    /// The user's name, for a scheme of HTTP `basic`.
    pub fn user(&self) -> Option<&str> {
        self.credential.user()
    }

    /// The extensions of the HTTP request: what layers of the router and the listener know of the connection.
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }
}

/// Who calls, as the authenticator knows it. The handler finds it in
/// [`Request::extensions`](crate::Request::extensions).
///
/// ```
/// use twinspec_runtime::server::Principal;
///
/// #[derive(Clone)]
/// struct User(u64);
///
/// let principal = Principal::new(User(7));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Principal(Extensions);

impl Principal {
    /// A caller of whom this is known.
    pub fn new<T: Clone + Send + Sync + 'static>(value: T) -> Self {
        Self::anonymous().with(value)
    }

    /// A caller who may pass, and of whom nothing is known.
    pub fn anonymous() -> Self {
        Self::default()
    }

    /// The same caller, of whom this is known too.
    #[must_use]
    pub fn with<T: Clone + Send + Sync + 'static>(mut self, value: T) -> Self {
        self.0.insert(value);
        self
    }
}

/// Why a caller may not pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Denied {
    forbidden: bool,
}

impl Denied {
    /// The credential is not valid: 401.
    pub const fn unauthorized() -> Self {
        Self { forbidden: false }
    }

    /// The credential is valid, but does not permit this: 403.
    pub const fn forbidden() -> Self {
        Self { forbidden: true }
    }
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.forbidden { "the credential does not permit this" } else { "the credential is not valid" })
    }
}

impl std::error::Error for Denied {}

/// Lets a request pass when one combination of credentials is accepted whole, or when the operation lets anybody in.
/// The result is what becomes the extensions of the request.
pub(super) async fn authorise(
    meta: &'static Meta,
    head: &Parts,
    authenticate: Option<&Authenticate>,
) -> Result<Extensions, Rejection> {
    let mut extensions = Extensions::new();
    if meta.security.is_empty() {
        return Ok(extensions);
    }
    extensions.insert(presented(meta, head));
    let mut asked = Asked { meta, head, authenticate, answers: Vec::new() };
    let mut denied = None;
    for combination in meta.security.iter().filter(|combination| !combination.is_empty()) {
        match asked.combination(combination).await {
            Some(Ok(principal)) => {
                extensions.extend(principal.0);
                return Ok(extensions);
            }
            Some(Err(why)) if denied != Some(Denied::forbidden()) => denied = Some(why),
            _ => {}
        }
    }
    if meta.security.iter().any(|combination| combination.is_empty()) {
        return Ok(extensions);
    }
    Err(refusal(meta, denied))
}

/// The authenticator's answers until now, so that it is asked about a credential once.
struct Asked<'a> {
    meta: &'static Meta,
    head: &'a Parts,
    authenticate: Option<&'a Authenticate>,
    answers: Vec<(Requirement, Result<Principal, Denied>)>,
}

impl Asked<'_> {
    /// The verdict on a combination; `None` when not all of its credentials were presented.
    async fn combination(&mut self, combination: &[Requirement]) -> Option<Result<Principal, Denied>> {
        let mut credentials = Vec::with_capacity(combination.len());
        for requirement in combination {
            credentials.push((*requirement, find(requirement.scheme, self.head)?));
        }
        let mut all = Principal::anonymous();
        for (requirement, credential) in credentials {
            match self.one(requirement, credential).await {
                Ok(principal) => all.0.extend(principal.0),
                Err(denied) => return Some(Err(denied)),
            }
        }
        Some(Ok(all))
    }

    async fn one(&mut self, requirement: Requirement, credential: Credential) -> Result<Principal, Denied> {
        let Some(authenticate) = self.authenticate else { return Err(Denied::unauthorized()) };
        if let Some((_, answer)) = self.answers.iter().find(|(known, _)| *known == requirement) {
            return answer.clone();
        }
        let extensions = self.head.extensions.clone();
        let answer = authenticate(Presented { requirement, operation: self.meta, credential, extensions }).await;
        self.answers.push((requirement, answer.clone()));
        answer
    }
}

/// All credentials that the operation could take and the request has.
fn presented(meta: &Meta, head: &Parts) -> Credentials {
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

fn find(scheme: &SecurityScheme, head: &Parts) -> Option<Credential> {
    match scheme.kind {
        SchemeKind::ApiKey { location: KeyLocation::Header, name } => {
            single(&head.headers, name).map(|key| Credential::api_key(key.to_owned()))
        }
        SchemeKind::ApiKey { location: KeyLocation::Query, name } => {
            match params::read_query(head.uri.query()?, name, QueryStyle::Form) {
                Ok(Some(Text { one: Some(Json::String(key)), .. })) => Some(Credential::api_key(key.into_owned())),
                _ => None,
            }
        }
        SchemeKind::ApiKey { location: KeyLocation::Cookie, name } => cookie(&head.headers, name).map(Credential::api_key),
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

/// 401 with its challenges (RFC 9110 section 11.6.1, RFC 6750 section 3), or 403.
fn refusal(meta: &'static Meta, denied: Option<Denied>) -> Rejection {
    let (reason, error) = match denied {
        None => (Reason::Unauthorized, None),
        Some(Denied { forbidden: false }) => (Reason::Unauthorized, Some("invalid_token")),
        Some(Denied { forbidden: true }) => return Rejection::new(Reason::Forbidden, Some(meta)),
    };
    let mut challenges: Vec<String> = Vec::new();
    for requirement in meta.security.iter().copied().flatten() {
        if let Some(challenge) = challenge(requirement, error).filter(|challenge| !challenges.contains(challenge)) {
            challenges.push(challenge);
        }
    }
    challenges.iter().fold(Rejection::new(reason, Some(meta)), |rejection, challenge| {
        rejection.with_header(header::WWW_AUTHENTICATE, challenge)
    })
}

fn challenge(requirement: &Requirement, error: Option<&str>) -> Option<String> {
    Some(match requirement.scheme.kind {
        SchemeKind::Http("basic") => r#"Basic realm="api", charset="UTF-8""#.to_owned(),
        SchemeKind::Http("bearer") | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect => {
            let mut challenge = String::from(r#"Bearer realm="api""#);
            if !requirement.scopes.is_empty() {
                let _ = write!(challenge, r#", scope="{}""#, requirement.scopes.join(" "));
            }
            if let Some(error) = error {
                let _ = write!(challenge, r#", error="{error}""#);
            }
            challenge
        }
        SchemeKind::Http(other) => format!(r#"{other} realm="api""#),
        SchemeKind::ApiKey { location, name } => {
            let place = match location {
                KeyLocation::Header => "header",
                KeyLocation::Query => "query",
                KeyLocation::Cookie => "cookie",
            };
            format!(r#"ApiKey in="{place}", name="{}""#, name.escape_default())
        }
        SchemeKind::MutualTls => "Mutual".to_owned(),
        SchemeKind::Undeclared => return None,
    })
}
