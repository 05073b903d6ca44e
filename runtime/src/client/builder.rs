//! Building a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::attach::Keys;
use super::core::Built;
use super::{Core, ServiceTransport, TokenSource, Transport, TransportService};
use crate::headers::Redacted;
use crate::{BaseUrl, BoxError, Credential, InvalidBaseUrl, SecurityScheme};

/// How long the body of an answer may be, unless a client is told otherwise: 32 MiB.
pub const DEFAULT_RESPONSE_LIMIT: usize = 32 << 20;

/// Why a client could not be built.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The document names no server, and none was given.
    NoBaseUrl,
    /// The server is relative to the place of the document, and nobody said where that is.
    RelativeServer,
    /// The base URL is none.
    BaseUrl(InvalidBaseUrl),
    /// A default header is none; this is its name.
    Header(String),
    /// No transport was given, and the feature `reqwest` is off.
    NoTransport,
    /// The default transport could not be set up.
    Transport(BoxError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBaseUrl => f.write_str("the document names no server: set the base URL with `base_url`"),
            Self::RelativeServer => f.write_str(
                "the server is relative to the place of the document: set that with `document_url`, or `base_url`",
            ),
            Self::BaseUrl(error) => error.fmt(f),
            Self::Header(name) => write!(f, "the default header {name:?} has a name or a value that cannot be sent"),
            Self::NoTransport => f.write_str("set a transport with `transport`, or turn the feature `reqwest` on"),
            Self::Transport(_) => f.write_str("the transport could not be set up"),
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => Some(&**error),
            _ => None,
        }
    }
}

/// Stands in [`client!`](crate::client!) for the server of a document that names none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoServer {}

/// What a generated `ClientBuilder` is made of.
pub struct Settings {
    /// Whether it is receivers to whom the client sends, each of which is one URL.
    receivers: bool,
    /// Where all of the API is, as the user says.
    base_url: Option<BaseUrl>,
    /// Where the API is, as the document says.
    server: Option<BaseUrl>,
    /// Where the document is, to which its servers may be relative.
    document: Option<BaseUrl>,
    /// The servers that operations have of their own, by the names of their lists; whether the user chose them.
    own: Vec<(&'static str, BaseUrl, bool)>,
    headers: HeaderMap,
    fault: Option<String>,
    keys: Keys,
    timeout: Option<Duration>,
    response_limit: usize,
    transport: Option<Box<dyn Transport>>,
    layers: Vec<Layered>,
}

/// A layer that is to stand around a transport.
type Layered = Box<dyn FnOnce(TransportService) -> TransportService + Send + Sync>;

impl Settings {
    /// The defaults, with the first server of the document when it names one.
    pub fn new(server: Option<BaseUrl>) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(header::USER_AGENT, HeaderValue::from_static(concat!("twinspec/", env!("CARGO_PKG_VERSION"))));
        Self {
            receivers: false,
            base_url: None,
            server,
            document: None,
            own: Vec::new(),
            headers,
            fault: None,
            keys: Keys::default(),
            timeout: None,
            response_limit: DEFAULT_RESPONSE_LIMIT,
            transport: None,
            layers: Vec::new(),
        }
    }

    /// The defaults of a client of webhooks or callbacks.
    pub fn of_receivers() -> Self {
        Self { receivers: true, ..Self::new(None) }
    }

    /// Adds the default of servers that operations have of their own.
    #[must_use]
    pub fn with_own(mut self, list: &'static str, server: BaseUrl) -> Self {
        self.own.push((list, server, false));
        self
    }

    /// Sets where the API is, with the operations that have servers of their own.
    pub fn base_url(&mut self, url: BaseUrl) {
        self.base_url = Some(url);
    }

    /// Sets where the document is.
    pub fn document_url(&mut self, url: BaseUrl) {
        self.document = Some(url);
    }

    /// Sets which server of the document is meant.
    pub fn server(&mut self, server: BaseUrl) {
        self.server = Some(server);
    }

    /// Sets where the operations are that have servers of their own.
    pub fn own_server(&mut self, list: &'static str, server: BaseUrl) {
        self.own.retain(|(known, ..)| *known != list);
        self.own.push((list, server, true));
    }

    /// Sets a header that every request has.
    pub fn header(&mut self, name: &str, value: &str) {
        match (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            (Ok(name), Ok(mut value)) => {
                value.set_sensitive(matches!(
                    name,
                    header::AUTHORIZATION | header::PROXY_AUTHORIZATION | header::COOKIE
                ));
                self.headers.insert(name, value);
            }
            _ => drop(self.fault.get_or_insert(name.to_owned())),
        }
    }

    /// Sets how long a call may take.
    pub fn timeout(&mut self, timeout: Duration) {
        self.timeout = Some(timeout);
    }

    /// Sets how long the body of an answer may be, in bytes.
    pub fn response_limit(&mut self, bytes: usize) {
        self.response_limit = bytes;
    }

    /// Sets what carries the requests.
    pub fn transport(&mut self, transport: impl Transport) {
        self.transport = Some(Box::new(transport));
    }

    /// Sets the credential of a security scheme.
    pub fn credential(&mut self, scheme: &'static SecurityScheme, credential: Credential) {
        self.keys.sources.retain(|(name, _)| *name != scheme.name);
        self.keys.credentials.insert(scheme.name, credential);
    }

    /// Sets where the tokens of a security scheme come from.
    pub fn token_source(&mut self, scheme: &'static SecurityScheme, source: impl TokenSource) {
        self.keys.credentials.remove(scheme.name);
        self.keys.sources.retain(|(name, _)| *name != scheme.name);
        self.keys.sources.push((scheme.name, Arc::new(source)));
    }

    /// Puts a layer around the transport and the layers that were there before.
    pub fn layer<L>(&mut self, layer: L)
    where
        L: tower::Layer<TransportService> + Send + Sync + 'static,
        ServiceTransport<L::Service>: Transport,
    {
        let around = move |inner| TransportService::new(ServiceTransport::new(layer.layer(inner)));
        self.layers.push(Box::new(around));
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`BuildError`] says what is missing or wrong.
    pub fn build(mut self) -> Result<Core, BuildError> {
        if self.receivers {
            let url = self.base_url.take().ok_or(BuildError::NoBaseUrl)?;
            return self.sender()?.at(&url);
        }
        let base_url = match (&self.base_url, &self.server) {
            (Some(url), _) => url.check().map(str::to_owned).map_err(BuildError::BaseUrl)?,
            (None, Some(server)) => self.place(server)?,
            (None, None) => return Err(BuildError::NoBaseUrl),
        };
        self.at(base_url)
    }

    /// What sends to receivers.
    ///
    /// # Errors
    ///
    /// [`BuildError`] says what is wrong.
    pub fn sender(self) -> Result<Core, BuildError> {
        self.at(String::new())
    }

    /// Where a server is that the document names.
    fn place(&self, server: &BaseUrl) -> Result<String, BuildError> {
        let absolute = match &self.document {
            Some(document) => server.within(document),
            None if server.is_relative() => return Err(BuildError::RelativeServer),
            None => server.clone(),
        };
        absolute.check().map(str::to_owned).map_err(BuildError::BaseUrl)
    }

    fn at(self, base_url: String) -> Result<Core, BuildError> {
        if let Some(name) = self.fault {
            return Err(BuildError::Header(name));
        }
        let own = self.own.iter().filter(|(.., chosen)| *chosen || self.base_url.is_none());
        let own = own.map(|(list, url, _)| Ok((*list, self.place(url)?))).collect::<Result<_, BuildError>>()?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport()?,
        };
        let transport = if self.layers.is_empty() {
            transport
        } else {
            let bare = TransportService::new(transport);
            Box::new(ServiceTransport::new(self.layers.into_iter().fold(bare, |inner, around| around(inner))))
        };
        Ok(Core(Arc::new(Built {
            base_url,
            receiver: None,
            own,
            headers: self.headers,
            keys: self.keys,
            timeout: self.timeout,
            response_limit: self.response_limit,
            transport: transport.into(),
        })))
    }
}

#[cfg(feature = "reqwest")]
fn default_transport() -> Result<Box<dyn Transport>, BuildError> {
    super::reqwest::default_transport().map_err(BuildError::Transport)
}

#[cfg(not(feature = "reqwest"))]
fn default_transport() -> Result<Box<dyn Transport>, BuildError> {
    Err(BuildError::NoTransport)
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("base_url", &self.base_url)
            .field("server", &self.server)
            .field("headers", &Redacted(&self.headers))
            .field("credentials", &self.keys.credentials)
            .field("timeout", &self.timeout)
            .field("response_limit", &self.response_limit)
            .finish_non_exhaustive()
    }
}
