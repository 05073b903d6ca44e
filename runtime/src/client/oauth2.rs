//! OAuth 2 (RFC 6749): tokens by client credentials and by refresh tokens.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::endpoint::{self, Granted};
use super::{TokenError, TokenRequest, TokenSource};
use crate::{BoxError, BoxFuture, Secret};

/// How long before its end a token is renewed, unless it lives for less than ten times as long.
const MARGIN: Duration = Duration::from_secs(30);

/// Who asks an authorization server for tokens: the client of RFC 6749 section 2.
///
/// ```
/// use twinspec_runtime::client::OAuth2Client;
///
/// let client = OAuth2Client::new("app", "s3cret").parameter("audience", "https://api.example.com");
/// assert!(!format!("{client:?}").contains("s3cret"));
/// ```
#[derive(Clone)]
pub struct OAuth2Client {
    pub(super) id: String,
    pub(super) secret: Option<Secret>,
    pub(super) in_body: bool,
    pub(super) parameters: Vec<(String, String)>,
}

impl OAuth2Client {
    /// A client with a password, which is sent by HTTP `basic` (RFC 6749 section 2.3.1).
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self { secret: Some(secret.into()), ..Self::public(id) }
    }

    /// A client that has no password.
    pub fn public(id: impl Into<String>) -> Self {
        Self { id: id.into(), secret: None, in_body: false, parameters: Vec::new() }
    }

    /// Sends the password in the body of the request, for servers that know no HTTP `basic`.
    #[must_use]
    pub fn in_body(self) -> Self {
        Self { in_body: true, ..self }
    }

    /// Adds a parameter to the requests for tokens: `resource` (RFC 8707), `audience`.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }
}

impl fmt::Debug for OAuth2Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth2Client").field("id", &self.id).field("secret", &self.secret).finish_non_exhaustive()
    }
}

/// Gets tokens from an authorization server, by the transport of the client that asks.
///
/// A token is kept until shortly before it expires or until an API answers 401 to it. Calls that need the same one at
/// the same time wait for one request, and share its failure. Nothing is fetched before an operation needs it.
///
/// ```
/// use twinspec_runtime::client::{OAuth2, OAuth2Client};
///
/// let tokens = OAuth2::client_credentials("https://id.example.com/token", OAuth2Client::new("app", "s3cret"));
/// ```
pub struct OAuth2 {
    endpoint: TokenEndpoint,
    /// The endpoint, once it is discovered.
    discovered: Mutex<Option<String>>,
    client: OAuth2Client,
    grant: Grant,
    /// What is kept, by the scopes.
    slots: Mutex<Vec<(String, Arc<Slot>)>>,
}

/// Where an authorization server gives tokens. A URL that is relative is so to the base URL of the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenEndpoint {
    /// At this URL (RFC 6749 section 3.2).
    At(String),
    /// Where the document at this URL says, by `OpenID` Connect Discovery (section 4). It is read once.
    DiscoveredBy(String),
}

impl<T: Into<String>> From<T> for TokenEndpoint {
    fn from(url: T) -> Self {
        Self::At(url.into())
    }
}

/// Who is told of a new refresh token.
type Told = Box<dyn Fn(&Secret) + Send + Sync>;

/// By what tokens are got.
enum Grant {
    ClientCredentials,
    RefreshToken(Mutex<Secret>, Option<Told>),
}

impl OAuth2 {
    /// Tokens of the client itself, with the scopes that each operation asks for (RFC 6749 section 4.4).
    pub fn client_credentials(endpoint: impl Into<TokenEndpoint>, client: OAuth2Client) -> Self {
        Self::new(endpoint.into(), client, Grant::ClientCredentials)
    }

    /// Tokens of a user who agreed before (RFC 6749 section 6). They have the scopes that the user agreed to.
    pub fn refresh_token(
        endpoint: impl Into<TokenEndpoint>,
        client: OAuth2Client,
        refresh_token: impl Into<Secret>,
    ) -> Self {
        let grant = Grant::RefreshToken(Mutex::new(refresh_token.into()), None);
        Self::new(endpoint.into(), client, grant)
    }

    /// Tells of each refresh token that takes the place of the last one, to be kept for the next start of the program.
    #[must_use]
    pub fn on_refresh_token(mut self, told: impl Fn(&Secret) + Send + Sync + 'static) -> Self {
        if let Grant::RefreshToken(_, teller) = &mut self.grant {
            *teller = Some(Box::new(told));
        }
        self
    }

    fn new(endpoint: TokenEndpoint, client: OAuth2Client, grant: Grant) -> Self {
        Self { endpoint, discovered: Mutex::default(), client, grant, slots: Mutex::default() }
    }

    /// The scopes to ask for: those of a refresh token were settled when the user agreed.
    fn scope(&self, wanted: &TokenRequest<'_>) -> String {
        match self.grant {
            Grant::ClientCredentials => {
                let mut scopes = wanted.scopes.to_vec();
                scopes.sort_unstable();
                scopes.dedup();
                scopes.join(" ")
            }
            Grant::RefreshToken(..) => String::new(),
        }
    }

    fn slot(&self, scope: &str) -> Arc<Slot> {
        let mut slots = lock(&self.slots);
        if let Some((_, slot)) = slots.iter().find(|(known, _)| known == scope) {
            return Arc::clone(slot);
        }
        let slot = Arc::new(Slot::default());
        slots.push((scope.to_owned(), Arc::clone(&slot)));
        slot
    }

    async fn get(&self, wanted: TokenRequest<'_>) -> Result<Secret, TokenError> {
        let scope = self.scope(&wanted);
        let slot = self.slot(&scope);
        let before = match slot.kept(None) {
            Ok(kept) => return kept,
            Err(rounds) => rounds,
        };
        let _turn = slot.turn.lock().await;
        if let Ok(kept) = slot.kept(Some(before)) {
            return kept;
        }
        let fetched = self.fetch(wanted, &scope).await;
        let mut state = lock(&slot.state);
        state.rounds = state.rounds.wrapping_add(1);
        state.failure = fetched.as_ref().err().cloned();
        let granted = fetched?;
        let until = granted
            .expires_in
            .and_then(|lifetime| Instant::now().checked_add(lifetime.saturating_sub(MARGIN.min(lifetime / 10))));
        state.token = Some((granted.token.clone(), until));
        Ok(granted.token)
    }

    async fn fetch(&self, wanted: TokenRequest<'_>, scope: &str) -> Result<Granted, TokenError> {
        let url = match &self.endpoint {
            TokenEndpoint::At(url) => url.clone(),
            TokenEndpoint::DiscoveredBy(configuration) => {
                let url = lock(&self.discovered).clone();
                if let Some(url) = url {
                    url
                } else {
                    let found = endpoint::discover(wanted, configuration).await?;
                    lock(&self.discovered).insert(found).clone()
                }
            }
        };
        let mut form = match &self.grant {
            Grant::ClientCredentials => vec![("grant_type", "client_credentials".to_owned())],
            Grant::RefreshToken(token, _) => {
                vec![("grant_type", "refresh_token".to_owned()), ("refresh_token", lock(token).expose().clone())]
            }
        };
        if !scope.is_empty() {
            form.push(("scope", scope.to_owned()));
        }
        let mut granted = endpoint::ask(wanted, &url, &self.client, form).await?;
        if let (Grant::RefreshToken(token, told), Some(next)) = (&self.grant, granted.refresh_token.take()) {
            // Kept first: the one before is spent, whatever becomes of the program's own function.
            lock(token).clone_from(&next);
            if let Some(told) = told {
                told(&next);
            }
        }
        Ok(granted)
    }
}

impl TokenSource for OAuth2 {
    fn token<'a>(&'a self, wanted: TokenRequest<'a>) -> BoxFuture<'a, Result<Secret, BoxError>> {
        Box::pin(async move { Ok(self.get(wanted).await?) })
    }

    fn refused(&self, token: &Secret) {
        for (_, slot) in lock(&self.slots).iter() {
            let mut state = lock(&slot.state);
            state.token.take_if(|(kept, _)| kept == token);
        }
    }
}

/// Shows no token and no password.
impl fmt::Debug for OAuth2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth2").field("client", &self.client).finish_non_exhaustive()
    }
}

/// The token of some scopes.
#[derive(Default)]
struct Slot {
    /// Held by whoever fetches; when its call is cancelled, the next one fetches.
    turn: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The token, and when it is to be renewed; `None` is when a server refuses it.
    token: Option<(Secret, Option<Instant>)>,
    /// How often it was fetched, successfully or not.
    rounds: u64,
    /// Why the last time was no success.
    failure: Option<TokenError>,
}

impl Slot {
    /// The token if it is still good, or why there is none if it was fetched since `before`; else the rounds so far.
    fn kept(&self, before: Option<u64>) -> Result<Result<Secret, TokenError>, u64> {
        let state = lock(&self.state);
        match (&state.token, &state.failure) {
            (Some((token, until)), _) if until.is_none_or(|until| Instant::now() < until) => Ok(Ok(token.clone())),
            (_, Some(failure)) if before.is_some_and(|before| before != state.rounds) => Ok(Err(failure.clone())),
            _ => Err(state.rounds),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
