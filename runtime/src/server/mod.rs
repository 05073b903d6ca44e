//! Serving an API: what generated servers are made of.
//!
//! A request is checked in this order: the path (404), the method (405), the credentials (401, 403), what the caller
//! accepts (406), the media type of the body (415), its length (413), and then its parameters and its body together
//! (400 or 422). Each refusal is a [`Rejection`].
//!
//! Without an authenticator that lets a credential pass, an operation that asks for one cannot be reached.
//!
//! Each request is a span `http.server` of `tracing`, with the names of OpenTelemetry: `http.request.method`,
//! `http.route`, `http.response.status_code`, `error.type`, and `openapi.operation_id`. It has no `url.path`, whose
//! parameters may be secrets, nor anything else that the caller wrote.

mod accept;
mod auth;
mod authorise;
mod bodies;
mod checks;
mod dispatch;
mod example;
mod failure;
mod incoming;
mod keep_alive;
mod options;
mod prefer;
mod present;
mod rejection;
mod reply;
mod routes;
mod serve;
mod trace;

pub use axum;

pub use self::accept::Accept;
pub use self::auth::{Denied, Presented, Principal};
#[doc(hidden)]
pub use self::example::shown;
pub use self::example::{Example, example};
pub use self::incoming::{Incoming, Refused, Serve, Taken};
pub use self::options::{DEFAULT_BODY_LIMIT, DEFAULT_KEEP_ALIVE, Options};
pub use self::rejection::{Reason, Rejection};
pub use self::reply::Reply;
pub use self::routes::{Handler, NoContract, Routes};
