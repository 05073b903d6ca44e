//! Calling an API: what generated clients are made of.

mod attach;
mod builder;
mod core;
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
