//! The API of a shop: what a generator would write.

pub mod api;
pub mod client;
pub mod schemes;
pub mod server;
pub mod types;
