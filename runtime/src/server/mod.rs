//! Serving an API: what generated servers are made of.

pub use axum;
