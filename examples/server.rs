//! Serves both APIs on one port of this machine, from memory.
//!
//! ```text
//! cargo run --example server                  until Ctrl-C, on port 8080
//! cargo run --example server -- --port 3000
//! cargo run --example server -- --once        starts, says where, and stops
//! ```
//!
//! The implementations are in `examples/service/`.

#![allow(clippy::print_stdout, reason = "an example is to be watched")]

mod service;

use std::error::Error;

use service::{genauth, lerian};
use twinspec_runtime::server::axum;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (port, once) = arguments()?;
    let (listener, url) = service::open(port).await?;
    println!("serving both APIs at {url}\n\nask them:\n");
    println!(
        "  curl '{url}/v1/applications/{}/providers' \\\n    -H 'Authorization: Bearer {}' --json '{{\"providerId\": \"{}\"}}'",
        lerian::APPLICATION,
        lerian::TOKEN,
        lerian::MAIL
    );
    println!(
        "  curl '{url}/api/v3/generate-link-extidp-url?ext_idp_conn_identifier=my-wechat&app_id={}&id_token={}' \\\n    \
         -H 'Authorization: Bearer {}'\n",
        genauth::APPLICATION,
        genauth::ID_TOKEN,
        genauth::TOKEN
    );
    let stop = async move {
        if !once {
            // When Ctrl-C cannot be listened to there is nothing to wait for either.
            let _ = tokio::signal::ctrl_c().await;
        }
    };
    axum::serve(listener, service::router()).with_graceful_shutdown(stop).await?;
    println!("stopped");
    Ok(())
}

/// The port, and whether to stop at once.
fn arguments() -> Result<(u16, bool), Box<dyn Error>> {
    let (mut port, mut once) = (None, false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--once" => once = true,
            "--port" => port = Some(arguments.next().ok_or("--port needs a number")?.parse()?),
            other => return Err(format!("{other} is neither --port nor --once").into()),
        }
    }
    // Any free port does for a server that stops at once.
    Ok((port.unwrap_or(if once { 0 } else { 8080 }), once))
}
