//! Security schemes, and which operations ask for them.

use openapiv3::{APIKeyLocation, ReferenceOr, SecurityScheme};

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::Element;
use crate::ir::{Requirement, Scheme, SchemeKind};
use crate::names::{Case, Scope};

use super::operations::Claimed;
use super::{Lowering, docs};

impl Lowering<'_> {
    /// The declared schemes by their names in the document.
    pub(super) fn schemes(&mut self) -> Vec<(String, Scheme)> {
        let at = Pointer::root().child("components").child("securitySchemes");
        let document = self.document;
        let declared = document.api.components.iter().flat_map(|components| &components.security_schemes);
        let reserved = ["base_url", "server", "header", "timeout", "user_agent", "transport", "response_limit", "build", "credential"];
        let mut methods = Scope::reserving(&reserved);
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
            SecurityScheme::HTTP { scheme, description, .. } => {
                let kind = match scheme.to_ascii_lowercase().as_str() {
                    "bearer" => SchemeKind::Bearer,
                    "basic" => SchemeKind::Basic,
                    other => {
                        self.scheme_not_supported(&at, &format!("HTTP authentication by `{other}`"), "operations that ask for it are left out");
                        return None;
                    }
                };
                (kind, description)
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

    /// The alternatives of an operation; `None` when it asks for what cannot be given, so that it must not be
    /// reachable.
    pub(super) fn requirements(&mut self, claimed: &Claimed, schemes: &[(String, Scheme)]) -> Option<Vec<Vec<Requirement>>> {
        let document = self.document;
        let own = claimed.operation.security.as_ref();
        let at = if own.is_some() { claimed.pointer.child("security") } else { Pointer::root().child("security") };
        let Some(stated) = own.or(document.api.security.as_ref()) else { return Some(Vec::new()) };
        let mut alternatives = Vec::new();
        for (index, alternative) in stated.iter().enumerate() {
            let combined: Option<Vec<Requirement>> = alternative
                .iter()
                .map(|(wire, scopes)| {
                    let scheme = self.known_scheme(wire, schemes, &at.index(index).child(wire))?;
                    Some(Requirement { scheme, scopes: scopes.clone() })
                })
                .collect();
            alternatives.extend(combined);
        }
        let reachable = stated.is_empty() || !alternatives.is_empty();
        reachable.then_some(alternatives)
    }

    fn known_scheme(&mut self, wire: &str, schemes: &[(String, Scheme)], at: &Pointer) -> Option<String> {
        if let Some((_, scheme)) = schemes.iter().find(|(name, _)| name == wire) {
            return Some(scheme.constant.clone());
        }
        let declared = Pointer::root().child("components").child("securitySchemes").child(wire);
        if self.resolver.root().pointer(declared.as_str()).is_none() {
            self.diagnostics
                .error(codes::UNKNOWN_SECURITY_SCHEME, at, format!("the security scheme `{wire}` is not declared"))
                .key()
                .help("declare it under `components.securitySchemes`");
        }
        None
    }
}
