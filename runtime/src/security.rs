//! Security schemes, and the credentials that they ask for.

use std::borrow::Cow;
use std::fmt;

use crate::Secret;

/// A security scheme of the document: which credential it asks for, and where that travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SecurityScheme {
    /// The name that the document gives it.
    pub name: &'static str,
    /// Where its credential travels.
    pub kind: SchemeKind,
}

/// Where a credential travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SchemeKind {
    /// In the `Authorization` header, after the name of an HTTP authentication scheme (RFC 9110 section 11), in lower case:
    /// `bearer` (RFC 6750), `basic` (RFC 7617), or another one.
    Http(&'static str),
    /// By itself, in a place that the document names.
    ApiKey {
        /// The part of the request.
        location: KeyLocation,
        /// The name of the header, the query parameter or the cookie.
        name: &'static str,
    },
    /// OAuth 2: a bearer token (RFC 6750).
    OAuth2,
    /// `OpenID` Connect: a bearer token (RFC 6750).
    OpenIdConnect,
    /// The certificate that the client shows to TLS: nothing travels in the request.
    MutualTls,
    /// The document does not say: it names a scheme that it does not declare. No credential can meet it.
    Undeclared,
}

/// The part of a request in which an API key travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyLocation {
    /// A header field.
    Header,
    /// A parameter of the query.
    Query,
    /// A cookie.
    Cookie,
}

/// One member of a combination of [`Meta::security`](crate::Meta::security).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Requirement {
    /// The scheme whose credential is needed.
    pub scheme: &'static SecurityScheme,
    /// The scopes or roles that the credential must carry.
    pub scopes: &'static [&'static str],
}

impl Requirement {
    /// That a credential of this scheme is needed, with these scopes.
    pub const fn new(scheme: &'static SecurityScheme, scopes: &'static [&'static str]) -> Self {
        Self { scheme, scopes }
    }
}

/// What proves to a server who calls. It never shows its secret.
///
/// ```
/// use twinspec_runtime::Credential;
///
/// let credential = Credential::basic("ada".to_owned(), "lovelace");
/// assert_eq!(credential.user(), Some("ada"));
/// assert!(!format!("{credential:?}").contains("lovelace"));
/// ```
#[derive(Clone)]
pub struct Credential {
    user: Option<String>,
    secret: Secret,
}

impl Credential {
    /// A bearer token: what follows `Bearer ` in the `Authorization` header (RFC 6750).
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Self { user: None, secret: token.into() }
    }

    /// A user's name and password (RFC 7617). The name has no colon in it.
    pub fn basic(user: String, password: impl Into<Secret>) -> Self {
        Self { user: Some(user), secret: password.into() }
    }

    /// A key that travels by itself, in a place that the security scheme names.
    pub fn api_key(key: impl Into<Secret>) -> Self {
        Self { user: None, secret: key.into() }
    }

    /// The user's name, when there is one.
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// The token, the password or the key.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential([redacted])")
    }
}

/// Credentials by the name of their security scheme.
///
/// A server puts what was presented to it into [`Request::extensions`](crate::Request::extensions), and a client
/// that has no credential of its own takes it from there, so that a gateway acts for its caller.
///
/// ```
/// use twinspec_runtime::{Credential, Credentials};
///
/// let mut credentials = Credentials::new();
/// credentials.insert("bearer", Credential::bearer("t0ken"));
/// assert!(credentials.get("bearer").is_some());
/// assert_eq!(format!("{credentials:?}"), r#"{"bearer": Credential([redacted])}"#);
/// ```
#[derive(Clone, Default)]
pub struct Credentials(Vec<(Cow<'static, str>, Credential)>);

impl Credentials {
    /// No credentials.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a credential; one of the same scheme is replaced.
    pub fn insert(&mut self, scheme: impl Into<Cow<'static, str>>, credential: Credential) {
        let scheme = scheme.into();
        match self.0.iter_mut().find(|(name, _)| *name == scheme) {
            Some((_, present)) => *present = credential,
            None => self.0.push((scheme, credential)),
        }
    }

    /// Removes the credential of a scheme.
    pub fn remove(&mut self, scheme: &str) {
        self.0.retain(|(name, _)| name != scheme);
    }

    /// The credential of a scheme.
    pub fn get(&self, scheme: &str) -> Option<&Credential> {
        self.0.iter().find(|(name, _)| name == scheme).map(|(_, credential)| credential)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(name, credential)| (name, credential))).finish()
    }
}
