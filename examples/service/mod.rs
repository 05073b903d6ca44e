//! What the examples share: both APIs of this crate, served from memory.
//!
//! [`lerian`] and [`genauth`] are what you would write yourself: an implementation of the contract and an authenticator.

#![allow(dead_code, unreachable_pub, reason = "each example uses a part of it")]

pub mod genauth;
pub mod lerian;

use std::io;

use tokio::net::TcpListener;
use twinspec_runtime::server::axum::{self, Router};

/// Both APIs behind one router: what is generated are ordinary axum routers, which can be merged and nested.
pub fn router() -> Router {
    lerian::router().merge(genauth::router())
}

/// Opens a port of this machine, any free one for 0, and says by which URL it is reached.
pub async fn open(port: u16) -> io::Result<(TcpListener, String)> {
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let url = format!("http://{}", listener.local_addr()?);
    Ok((listener, url))
}

/// Serves a router in the background, on any free port, for as long as the program runs.
pub async fn start(router: Router) -> io::Result<String> {
    let (listener, url) = open(0).await?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(url)
}
