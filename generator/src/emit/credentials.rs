//! The methods of a client's builder that take credentials.

use crate::ir::{Grant, Scheme, SchemeKind, TokenMethod, TokenUrl};
use crate::markdown;
use crate::tokens::{TokenStream, quote};

use super::parts::{self, ident};

/// `impl ClientBuilder { pub fn bearer(self, token: impl Into<rt::Secret>) -> Self { … } }`
pub(super) fn setters(schemes: &[Scheme]) -> TokenStream {
    let methods = schemes.iter().map(|scheme| {
        let given = credential(scheme);
        let tokens = scheme.tokens.iter().map(|method| token_source(scheme, method));
        quote!(#given #(#tokens)*)
    });
    quote!(impl ClientBuilder { #(#methods)* })
}

fn credential(scheme: &Scheme) -> TokenStream {
    let mut paragraphs = scheme.docs.clone();
    let place = match &scheme.kind {
        SchemeKind::OAuth2 | SchemeKind::OpenIdConnect => "as `Authorization: Bearer …`".to_owned(),
        SchemeKind::Http(scheme) => format!("as `Authorization: {} …`", capitalized(scheme)),
        SchemeKind::MutualTls | SchemeKind::Undeclared => return TokenStream::new(),
        SchemeKind::ApiKeyHeader(name) => format!("in the header `{name}`"),
        SchemeKind::ApiKeyQuery(name) => format!("in the query, as `{name}`"),
        SchemeKind::ApiKeyCookie(name) => format!("in the cookie `{name}`"),
    };
    paragraphs.push(format!("Sent {place}, with the operations that ask for it and with no other."));
    let (docs, deprecated) = (parts::docs(&paragraphs), parts::deprecated(scheme.deprecated));
    let (method, constant) = (ident(&scheme.method), ident(&scheme.constant));
    let (arguments, value) = match &scheme.kind {
        SchemeKind::Http(scheme) if scheme == "basic" => (
            quote!(user: impl Into<String>, password: impl Into<rt::Secret>),
            quote!(rt::Credential::basic(user.into(), password)),
        ),
        SchemeKind::Http(_) | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect => {
            (quote!(token: impl Into<rt::Secret>), quote!(rt::Credential::bearer(token)))
        }
        _ => (quote!(key: impl Into<rt::Secret>), quote!(rt::Credential::api_key(key))),
    };
    quote! {
        #docs #deprecated
        pub fn #method(self, #arguments) -> Self {
            self.credential(&api::#constant, #value)
        }
    }
}

/// `pub fn oauth_client_credentials(self, client: rt::client::OAuth2Client) -> Self { … }`
fn token_source(scheme: &Scheme, method: &TokenMethod) -> TokenStream {
    let refresh_token = quote!(client: rt::client::OAuth2Client, refresh_token: impl Into<rt::Secret>);
    let (what, arguments, source) = match &method.grant {
        Grant::Any => (
            "Gets the tokens from this source.".to_owned(),
            quote!(source: impl rt::client::TokenSource),
            quote!(source),
        ),
        Grant::ClientCredentials(url) => {
            let (place, endpoint) = endpoint(url);
            (
                format!("Gets the tokens by the client's own credentials, {place}; see [`rt::client::OAuth2`]."),
                quote!(client: rt::client::OAuth2Client),
                quote!(rt::client::OAuth2::client_credentials(#endpoint, client)),
            )
        }
        Grant::RefreshToken(url) => {
            let (place, endpoint) = endpoint(url);
            (
                format!("Gets the tokens by a refresh token, {place}; see [`rt::client::OAuth2`]."),
                refresh_token,
                quote!(rt::client::OAuth2::refresh_token(#endpoint, client, refresh_token)),
            )
        }
    };
    let sent = "They are sent with the operations that ask for them and with no other.".to_owned();
    let (docs, deprecated) = (parts::docs(&[what, sent]), parts::deprecated(scheme.deprecated));
    let (name, constant) = (ident(&method.name), ident(&scheme.constant));
    quote! {
        #docs #deprecated
        pub fn #name(self, #arguments) -> Self {
            self.token_source(&api::#constant, #source)
        }
    }
}

/// Where tokens come from, for the reader and for the program.
fn endpoint(url: &TokenUrl) -> (String, TokenStream) {
    match url {
        TokenUrl::Endpoint(url) => (format!("at {}", markdown::code(url)), quote!(#url)),
        TokenUrl::Discovery(url) => {
            let endpoint = quote!(rt::client::TokenEndpoint::DiscoveredBy(#url.to_owned()));
            (format!("where {} says", markdown::code(url)), endpoint)
        }
    }
}

fn capitalized(scheme: &str) -> String {
    let mut characters = scheme.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
