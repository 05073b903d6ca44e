//! Security schemes, and which operations ask for them.

use std::borrow::Cow;

use openapiv3::{APIKeyLocation, ReferenceOr, SecurityScheme};

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::{self, Element};
use crate::ir::{Grant, Requirement, Role, Scheme, SchemeKind, TokenMethod, TokenUrl};
use crate::names::{Case, Scope};

use super::claims::Claimed;
use super::{Lowering, docs, flows};

/// The methods that every builder of a client has.
pub(super) const BUILDER: [&str; 15] = [
    "base_url",
    "document_url",
    "sender",
    "server",
    "own_server",
    "header",
    "timeout",
    "user_agent",
    "transport",
    "response_limit",
    "retry",
    "layer",
    "build",
    "credential",
    "token_source",
];

impl<'a> Lowering<'a> {
    /// The declared schemes by their names in the document.
    pub(super) fn schemes(&mut self) -> Vec<(String, Scheme)> {
        let at = Pointer::root().child("components").child("securitySchemes");
        let document = self.document;
        let declared = document.api.components.iter().flat_map(|components| &components.security_schemes);
        let mut methods = Scope::reserving(&BUILDER);
        methods.reserve(&super::claims::METHODS);
        let mut constants = Scope::reserving(&["ENVELOPE"]);
        let declared: Vec<_> = declared.collect();
        let mut schemes: Vec<(String, Scheme)> = declared
            .into_iter()
            .filter_map(|(wire, scheme)| {
                let scheme = self.scheme(wire, scheme, &at.child(wire), &mut methods, &mut constants)?;
                Some((wire.clone(), scheme))
            })
            .collect();
        // After all schemes, whose names are the better known ones.
        for token in schemes.iter_mut().flat_map(|(_, scheme)| &mut scheme.tokens) {
            token.name = methods.claim(&token.name, Case::Snake);
        }
        schemes
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
        let mut tokens = Vec::new();
        let (kind, description) = match scheme.into_owned() {
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
                self.note_challenges(&scheme, &at);
                (SchemeKind::Http(scheme.to_ascii_lowercase()), description)
            }
            SecurityScheme::OAuth2 { flows, description, .. } => {
                tokens.extend(flows::grants(&flows, self.resolver.find(&at)));
                (SchemeKind::OAuth2, description)
            }
            SecurityScheme::OpenIDConnect { open_id_connect_url, description, .. } => {
                let url = TokenUrl::Discovery(open_id_connect_url);
                tokens.extend([Grant::ClientCredentials(url.clone()), Grant::RefreshToken(url)]);
                (SchemeKind::OpenIdConnect, description)
            }
        };
        if matches!(kind, SchemeKind::OAuth2 | SchemeKind::OpenIdConnect) {
            tokens.push(Grant::Any);
        }
        let token = |grant: Grant| TokenMethod { name: format!("{wire}_{}", suffix(&grant)), grant };
        Some(Scheme {
            wire: wire.to_owned(),
            constant: constants.claim(&constant_name(wire), Case::Shouty),
            method: methods.claim(wire, Case::Snake),
            docs: docs::paragraphs(description.as_deref()),
            details: flows::details(self.resolver.find(&at)),
            deprecated: self.resolver.find(&at.child("deprecated")) == Some(&true.into()),
            kind,
            tokens: tokens.into_iter().map(token).collect(),
        })
    }

    /// A credential of these schemes is an answer to a challenge of the server, or a proof of one request.
    fn note_challenges(&mut self, scheme: &str, at: &Pointer) {
        let computed = ["digest", "dpop", "hoba", "mutual", "negotiate", "ntlm", "scram-sha-1", "scram-sha-256"];
        if computed.iter().any(|name| scheme.eq_ignore_ascii_case(name)) {
            let message = format!("credentials of the HTTP authentication scheme `{scheme}` are not computed");
            self.diagnostics
                .warning(codes::SECURITY_SCHEME_NOT_SUPPORTED, at, message)
                .key()
                .label("what you provide is sent as it is");
        }
    }

    /// The alternatives of an operation. A scheme that is not declared stays in them: nobody has its credential, so
    /// an operation that asks for it is never reached without another alternative.
    pub(super) fn requirements(
        &mut self,
        claimed: &Claimed,
        schemes: &mut Vec<(String, Scheme)>,
    ) -> Vec<Vec<Requirement>> {
        let at = match claimed.operation.security {
            Some(_) => claimed.pointer.child("security"),
            None => Pointer::root().child("security"),
        };
        let stated = self.stated_security(claimed);
        let alternative = |(index, alternative): (usize, &openapiv3::SecurityRequirement)| {
            let required = alternative.iter().map(|(wire, scopes)| Requirement {
                scheme: self.known_scheme(wire, schemes, &at.index(index).child(wire)),
                scopes: scopes.clone(),
            });
            required.collect()
        };
        let found: Vec<Vec<Requirement>> = stated.iter().enumerate().map(alternative).collect();
        for (index, combination) in found.iter().enumerate() {
            self.note_one_place(combination, schemes, &at.index(index));
        }
        found
    }

    /// What an operation says of security, or else the document.
    pub(super) fn stated_security<'s>(&self, claimed: &'s Claimed) -> &'s [openapiv3::SecurityRequirement]
    where
        'a: 's,
    {
        let shared = self.document.api.security.as_ref().filter(|_| claimed.place.role == Role::Api);
        claimed.operation.security.as_ref().or(shared).map(Vec::as_slice).unwrap_or_default()
    }

    /// Two credentials of one combination whose place in the request is the same.
    fn note_one_place(&mut self, combination: &[Requirement], schemes: &[(String, Scheme)], at: &Pointer) {
        let found = |required: &Requirement| schemes.iter().find(|(_, scheme)| scheme.constant == required.scheme);
        let known: Vec<&Scheme> = combination.iter().filter_map(found).map(|(_, scheme)| scheme).collect();
        for (index, scheme) in known.iter().enumerate() {
            let Some((place, form)) = placed(scheme) else { continue };
            let same = |other: &&&Scheme| placed(other).is_some_and(|(at, as_form)| at == place && as_form != form);
            if let Some(other) = known.iter().take(index).find(same) {
                let message = format!("`{}` and `{}` both need {place}", other.wire, scheme.wire);
                self.diagnostics
                    .warning(codes::CREDENTIALS_IN_ONE_PLACE, &at.child(&scheme.wire), message)
                    .key()
                    .label("a request has room for one of them")
                    .help("make them two alternatives, each with a `-` of its own");
            }
        }
    }

    /// The name of the scheme that is named by its place, as it may be since OpenAPI 3.2 (section 4.30).
    pub(super) fn placed_scheme(&self, wire: &str) -> Option<String> {
        let declared = Pointer::root().child("components").child("securitySchemes");
        let placed = Pointer::of_reference(wire).filter(|at| at.parent().as_ref() == Some(&declared));
        placed.filter(|_| self.document.minor >= 2).and_then(|at| at.last())
    }

    /// The constant of a scheme; one that is not declared is a finding, and gets one all the same.
    fn known_scheme(&mut self, wire: &str, schemes: &mut Vec<(String, Scheme)>, at: &Pointer) -> String {
        let placed = self.placed_scheme(wire);
        let of = |wanted: &str| schemes.iter().find(|(name, _)| name == wanted);
        if let Some((_, scheme)) = of(wire).or_else(|| of(&placed?)) {
            return scheme.constant.clone();
        }
        self.diagnostics
            .warning(codes::UNKNOWN_SECURITY_SCHEME, at, format!("the security scheme `{wire}` is not declared"))
            .key()
            .label("nobody has a credential for it")
            .help("declare it under `components.securitySchemes`");
        let mut constants = Scope::reserving(&["ENVELOPE"]);
        for (name, _) in schemes.iter() {
            constants.claim(&constant_name(name), Case::Shouty);
        }
        let constant = constants.claim(&constant_name(wire), Case::Shouty);
        let scheme = Scheme {
            wire: wire.to_owned(),
            constant: constant.clone(),
            method: constant.to_lowercase(),
            docs: vec!["The document does not declare it.".to_owned()],
            details: Vec::new(),
            deprecated: false,
            kind: SchemeKind::Undeclared,
            tokens: Vec::new(),
        };
        schemes.push((wire.to_owned(), scheme));
        constant
    }
}

/// The place of a credential in a request, in words, and the form that it has there: of one form are tokens, which may be one.
fn placed(scheme: &Scheme) -> Option<(String, &str)> {
    let authorization = || "the header `authorization`".to_owned();
    match &scheme.kind {
        SchemeKind::Http(scheme) => Some((authorization(), scheme)),
        SchemeKind::OAuth2 | SchemeKind::OpenIdConnect => Some((authorization(), "bearer")),
        SchemeKind::ApiKeyHeader(name) => Some((format!("the header `{}`", name.to_ascii_lowercase()), &scheme.wire)),
        SchemeKind::ApiKeyQuery(name) => Some((format!("the query parameter `{name}`"), &scheme.wire)),
        SchemeKind::ApiKeyCookie(name) => Some((format!("the cookie `{name}`"), &scheme.wire)),
        SchemeKind::MutualTls | SchemeKind::Undeclared => None,
    }
}

fn suffix(grant: &Grant) -> &'static str {
    match grant {
        Grant::Any => "tokens",
        Grant::ClientCredentials(_) => "client_credentials",
        Grant::RefreshToken(_) => "refresh_token",
    }
}

/// From what the name of a scheme's constant is made. Without a letter that has a capital, a variable could have that name:
/// it would be taken for the constant.
fn constant_name(wire: &str) -> Cow<'_, str> {
    let has_capital = |letter: char| letter.is_uppercase() || letter.to_uppercase().next() != Some(letter);
    if wire.contains(has_capital) { Cow::Borrowed(wire) } else { Cow::Owned(format!("scheme {wire}")) }
}
