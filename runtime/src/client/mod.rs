//! Calling an API: what generated clients are made of.
//!
//! A generated message writes itself into an [`Outgoing`] ([`Call`]), a [`Core`] sends that by its [`Transport`] and
//! reads the answer, and [`client!`](crate::client!) gives the generated `Client` and `ClientBuilder` all that does
//! not depend on the document.
//!
//! Each call is a span `http.client` of `tracing`, with the names of OpenTelemetry: `http.request.method`,
//! `url.template`, `url.scheme`, `server.address`, `server.port`, `http.response.status_code`, `error.type`, and `openapi.operation_id`. No span holds a credential,
//! a value of a parameter, or anything of a body; that is why there is no `url.full`.
//!
//! A call takes at most its timeout, tokens and further attempts included, and ends when its future is dropped.
//! Tokens come from a [`TokenSource`], by default [`OAuth2`]. [`Retry`] is a policy for a layer of [`tower`]; any layer
//! goes between a client and its transport. Mutual TLS is a matter of the transport: give a `reqwest::Client` that was
//! built with an identity.

mod attach;
mod bodies;
mod builder;
mod core;
mod deadline;
mod endpoint;
mod macros;
mod oauth2;
mod outgoing;
mod reconnect;
#[cfg(feature = "reqwest")]
mod reqwest;
mod retry;
mod sender;
mod service;
mod tokens;
mod transport;

pub use self::builder::{BuildError, DEFAULT_RESPONSE_LIMIT, NoServer, Settings};
pub use self::core::Core;
pub use self::oauth2::{OAuth2, OAuth2Client, TokenEndpoint};
pub use self::outgoing::{Call, Outgoing};
pub use self::reconnect::Reconnect;
pub use self::retry::Retry;
pub use self::sender::Sender;
pub use self::service::{ServiceTransport, TransportService};
pub use self::tokens::{TokenError, TokenRequest, TokenSource};
pub use self::transport::Transport;

pub use tower;
