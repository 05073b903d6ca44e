//! Security schemes, and which operations ask for them.

use openapiv3::{APIKeyLocation, ReferenceOr, SecurityScheme};

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::{self, Element};
use crate::ir::{Requirement, Scheme, SchemeKind};
use crate::names::{Case, Scope};

use super::operations::Claimed;
use super::{Lowering, docs};

/// The methods that every builder of a client has.
pub(super) const BUILDER: [&str; 10] = [
    "base_url",
    "server",
    "own_server",
    "header",
    "timeout",
    "user_agent",
    "transport",
    "response_limit",
    "build",
    "credential",
];

impl Lowering<'_> {
    /// The declared schemes by their names in the document.
    pub(super) fn schemes(&mut self) -> Vec<(String, Scheme)> {
        let at = Pointer::root().child("components").child("securitySchemes");
        let document = self.document;
        let declared = document.api.components.iter().flat_map(|components| &components.security_schemes);
        let mut methods = Scope::reserving(&BUILDER);
        methods.reserve(&super::operations::METHODS);
        let mut constants = Scope::reserving(&["ENVELOPE"]);
        let declared: Vec<_> = declared.collect();
        declared
            .into_iter()
            .filter_map(|(wire, scheme)| {
                let scheme = self.scheme(wire, scheme, &at.child(wire), &mut methods, &mut constants)?;
                Some((wire.clone(), scheme))
            })
            .collect()
    }

    fn scheme(
        &mut self,
        wire: &str,
        found: &ReferenceOr<SecurityScheme>,
        at: &Pointer,
        methods: &mut Scope,
        constants: &mut Scope,
    ) -> Option<Scheme> {
        let (scheme, at) = self.resolver.element(Element::SecurityScheme, found, at, self.diagnostics)?;
        let (kind, description) = match scheme {
            SecurityScheme::APIKey { location, name, description, .. } => {
                let kind = match location {
                    APIKeyLocation::Header => SchemeKind::ApiKeyHeader(name),
                    APIKeyLocation::Query => SchemeKind::ApiKeyQuery(name),
                    APIKeyLocation::Cookie => SchemeKind::ApiKeyCookie(name),
                };
                (kind, description)
            }
            SecurityScheme::HTTP { scheme, description, .. } if scheme == dialect::MUTUAL_TLS => {
                (SchemeKind::MutualTls, description)
            }
            SecurityScheme::HTTP { scheme, description, .. } => {
                (SchemeKind::Http(scheme.to_ascii_lowercase()), description)
            }
            SecurityScheme::OAuth2 { description, .. } => {
                self.tokens_not_fetched(&at);
                (SchemeKind::OAuth2, description)
            }
            SecurityScheme::OpenIDConnect { description, .. } => {
                self.tokens_not_fetched(&at);
                (SchemeKind::OpenIdConnect, description)
            }
        };
        Some(Scheme {
            wire: wire.to_owned(),
            constant: constants.claim(wire, Case::Shouty),
            method: methods.claim(wire, Case::Snake),
            docs: docs::paragraphs(description.as_deref()),
            kind,
        })
    }

    fn tokens_not_fetched(&mut self, at: &Pointer) {
        self.scheme_not_supported(at, "fetching tokens", "a token that you provide is sent as bearer");
    }

    fn scheme_not_supported(&mut self, at: &Pointer, what: &str, outcome: &str) {
        self.diagnostics
            .warning(codes::SECURITY_SCHEME_NOT_SUPPORTED, at, format!("{what} is not supported yet"))
            .key()
            .label(outcome.to_owned());
    }

    /// The alternatives of an operation. A scheme that is not declared stays in them: nobody has its credential, so
    /// an operation that asks for it is never reached without another alternative.
    pub(super) fn requirements(
        &mut self,
        claimed: &Claimed,
        schemes: &mut Vec<(String, Scheme)>,
    ) -> Vec<Vec<Requirement>> {
        let document = self.document;
        let own = claimed.operation.security.as_ref();
        let at = if own.is_some() { claimed.pointer.child("security") } else { Pointer::root().child("security") };
        let stated = own.or(document.api.security.as_ref()).map(Vec::as_slice).unwrap_or_default();
        let alternative = |(index, alternative): (usize, &openapiv3::SecurityRequirement)| {
            let required = alternative.iter().map(|(wire, scopes)| Requirement {
                scheme: self.known_scheme(wire, schemes, &at.index(index).child(wire)),
                scopes: scopes.clone(),
            });
            required.collect()
        };
        stated.iter().enumerate().map(alternative).collect()
    }

    /// The constant of a scheme; one that is not declared is a finding, and gets one all the same.
    fn known_scheme(&mut self, wire: &str, schemes: &mut Vec<(String, Scheme)>, at: &Pointer) -> String {
        if let Some((_, scheme)) = schemes.iter().find(|(name, _)| name == wire) {
            return scheme.constant.clone();
        }
        self.diagnostics
            .warning(codes::UNKNOWN_SECURITY_SCHEME, at, format!("the security scheme `{wire}` is not declared"))
            .key()
            .label("nobody has a credential for it")
            .help("declare it under `components.securitySchemes`");
        let mut constants = Scope::reserving(&["ENVELOPE"]);
        for (name, _) in schemes.iter() {
            constants.claim(name, Case::Shouty);
        }
        let constant = constants.claim(wire, Case::Shouty);
        let scheme = Scheme {
            wire: wire.to_owned(),
            constant: constant.clone(),
            method: constant.to_lowercase(),
            docs: vec!["The document does not declare it.".to_owned()],
            kind: SchemeKind::Undeclared,
        };
        schemes.push((wire.to_owned(), scheme));
        constant
    }
}
