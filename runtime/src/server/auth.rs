//! Who calls: what an authenticator is asked, and what it answers.

use std::fmt;
use std::sync::Arc;

use http::Extensions;

use crate::{BoxFuture, Credential, Meta, Requirement, Secret};

/// Asks who the owner of a credential is.
pub(super) type Authenticate = Arc<dyn Fn(Presented) -> BoxFuture<'static, Result<Principal, Denied>> + Send + Sync>;

/// A credential that a caller presents, for the authenticator to judge.
#[derive(Debug, Clone)]
pub struct Presented {
    pub(super) requirement: Requirement,
    pub(super) operation: &'static Meta,
    pub(super) credential: Credential,
    pub(super) extensions: Extensions,
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
pub struct Principal(pub(super) Extensions);

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
    pub(super) forbidden: bool,
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
