//! Whether a request may pass: which combination of credentials is accepted whole.

use std::fmt::Write as _;

use http::request::Parts;
use http::{Extensions, header};

use super::auth::{Authenticate, Denied, Presented, Principal};
use super::present::{find, presented};
use super::rejection::{Reason, Rejection};
use crate::{Credential, KeyLocation, Meta, Requirement, SchemeKind};

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
        let Some(authenticate) = self.authenticate else {
            return Err(Denied::unauthorized());
        };
        if let Some((_, answer)) = self.answers.iter().find(|(known, _)| *known == requirement) {
            return answer.clone();
        }
        let extensions = self.head.extensions.clone();
        let answer = authenticate(Presented { requirement, operation: self.meta, credential, extensions }).await;
        self.answers.push((requirement, answer.clone()));
        answer
    }
}

/// 401 with its challenges (RFC 9110 section 11.6.1, RFC 6750 section 3), or 403.
fn refusal(meta: &'static Meta, denied: Option<Denied>) -> Rejection {
    let (reason, error) = match denied {
        None => (Reason::Unauthorized, None),
        Some(Denied { forbidden: false }) => (Reason::Unauthorized, Some("invalid_token")),
        Some(Denied { forbidden: true }) => return Rejection::new(Reason::Forbidden, Some(meta)),
    };
    challenges(meta, error).iter().fold(Rejection::new(reason, Some(meta)), |rejection, challenge| {
        rejection.with_header(header::WWW_AUTHENTICATE, challenge)
    })
}

/// The values of `WWW-Authenticate`, which every 401 must have: one for each kind of credential that would do.
pub(super) fn challenges(meta: &Meta, error: Option<&str>) -> Vec<String> {
    let mut challenges: Vec<String> = Vec::new();
    for requirement in meta.security.iter().copied().flatten() {
        if let Some(challenge) = challenge(requirement, error).filter(|challenge| !challenges.contains(challenge)) {
            challenges.push(challenge);
        }
    }
    challenges
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
