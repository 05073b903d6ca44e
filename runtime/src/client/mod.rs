//! Calling an API: what generated clients are made of.
//!
//! A generated message writes itself into an [`Outgoing`] ([`Call`]), a [`Core`] sends that by its [`Transport`] and
//! reads the answer, and [`client!`](crate::client!) gives the generated `Client` and `ClientBuilder` all that does
//! not depend on the document.
//!
//! Each call is a span `http.client` of `tracing`, with the names of OpenTelemetry: `http.request.method`,
//! `url.template`, `http.response.status_code`, `error.type`, and `openapi.operation_id`. No span holds a credential,
//! a value of a parameter, or anything of a body.

mod attach;
mod bodies;
mod builder;
mod core;
mod deadline;
mod macros;
mod outgoing;
#[cfg(feature = "reqwest")]
mod reqwest;
mod service;
mod transport;

pub use self::builder::{BuildError, DEFAULT_RESPONSE_LIMIT, NoServer, Settings};
pub use self::core::Core;
pub use self::outgoing::{Call, Outgoing};
pub use self::service::ServiceTransport;
pub use self::transport::Transport;
