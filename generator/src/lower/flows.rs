//! How the tokens of a security scheme are got (OpenAPI 3.2, sections 4.27 to 4.29): by a client alone, and, in words,
//! with a user.

use openapiv3::OAuth2Flows;

use crate::ir::{Docs, Grant, TokenUrl};
use crate::value::Value;

use super::docs;

/// The members of an OAuth Flow Object that are URLs, and what is there.
const URLS: [(&str, &str); 4] = [
    ("authorizationUrl", "authorization"),
    ("deviceAuthorizationUrl", "authorization of devices"),
    ("tokenUrl", "tokens"),
    ("refreshUrl", "refreshed tokens"),
];

/// The grants of a client that needs no user at hand: its own credentials, and refresh tokens of users who agreed
/// before; `scheme` is the scheme as it was written, for the flow that the normal form cannot hold.
pub(super) fn grants(flows: &OAuth2Flows, scheme: Option<&Value>) -> Vec<Grant> {
    let own = flows.client_credentials.as_ref().map(|flow| flow.token_url.clone());
    let code = flows.authorization_code.as_ref().map(|flow| flow.refresh_url.as_ref().unwrap_or(&flow.token_url));
    let password = || flows.password.as_ref().map(|flow| flow.refresh_url.as_ref().unwrap_or(&flow.token_url));
    let device = || {
        let flow = scheme?.get("flows")?.get("deviceAuthorization")?;
        ["refreshUrl", "tokenUrl"].into_iter().find_map(|key| flow.get(key)?.as_str()).map(str::to_owned)
    };
    let refresh = code.or_else(password).cloned().or_else(device);
    let known = |url: &String| !url.is_empty();
    let own = own.filter(known).map(|url| Grant::ClientCredentials(TokenUrl::Endpoint(url)));
    let refresh = refresh.filter(known).map(|url| Grant::RefreshToken(TokenUrl::Endpoint(url)));
    own.into_iter().chain(refresh).collect()
}

/// What a scheme says of its tokens beside its description.
pub(super) fn details(scheme: Option<&Value>) -> Docs {
    let mut found = Docs::new();
    let text = |key: &str| scheme?.get(key)?.as_str();
    found.extend(text("bearerFormat").map(|format| format!("Tokens are of the format {}.", docs::code(format))));
    found.extend(text("oauth2MetadataUrl").map(|url| format!("Metadata: {}.", docs::url(url))));
    let flows = || scheme.and_then(|scheme| scheme.get("flows")?.as_object()).into_iter().flatten();
    for (name, flow) in flows().filter(|(name, _)| !name.starts_with("x-")) {
        let url = |(key, what): (&str, &str)| Some(format!("{what} at {}", docs::url(flow.get(key)?.as_str()?)));
        let urls: Vec<String> = URLS.into_iter().filter_map(url).collect();
        if !urls.is_empty() {
            found.push(format!("The flow {}: {}.", docs::code(name), urls.join(", ")));
        }
    }
    let mut scopes: Vec<String> = Vec::new();
    for (name, meaning) in flows().filter_map(|(_, flow)| flow.get("scopes")?.as_object()).flatten() {
        let meaning = docs::line(meaning.as_str().unwrap_or_default());
        let scope = format!("- {}: {meaning}", docs::code(name));
        if !meaning.is_empty() && !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    if !scopes.is_empty() {
        found.push(format!("Its scopes:\n\n{}", scopes.join("\n")));
    }
    found
}
