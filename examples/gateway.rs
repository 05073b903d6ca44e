//! A gateway: the generated server, implemented by the generated client.
//!
//! ```text
//! cargo run --example gateway
//! ```
//!
//! One trait is the contract of an API, and the client implements it as well as whoever serves it. So `router(client)`
//! is a server that passes every call on, and code that takes `&impl AccountBindingApi` does not know the difference.

#![allow(clippy::print_stdout, reason = "an example is to be watched")]

mod service;

use std::error::Error;

use identity_apis::genauth::api::{AccountBindingApi, GenerateLinkExtIdpUrl, GetApplicationEnabledExtIdps};
use identity_apis::genauth::{Client, server};
use service::genauth::{APPLICATION, ID_TOKEN, TOKEN};
use twinspec_runtime::{self as rt, Request};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let upstream = service::start(service::router()).await?;

    // The client within the gateway has no credentials of its own: it passes on those of the caller.
    let gateway = service::start(server::router(Client::new(upstream.as_str())?)).await?;

    let direct = Client::builder().base_url(upstream).bearer(TOKEN).build()?;
    let through = Client::builder().base_url(gateway).bearer(TOKEN).build()?;
    let (direct, through) = (conversation(&direct).await, conversation(&through).await);

    println!("asked directly:\n{}", direct.join("\n"));
    println!("asked through the gateway:\n{}", through.join("\n"));
    assert_eq!(direct, through, "a gateway answers as its upstream does");
    println!("They are the same.");
    Ok(())
}

/// Written against the contract: `api` may be a client, the service itself, or the document's examples.
async fn conversation(api: &impl AccountBindingApi) -> Vec<String> {
    let sources = api.get_application_enabled_ext_idps(Request::new(GetApplicationEnabledExtIdps::new())).await;
    let mut said = vec![match sources {
        Ok(sources) => format!(
            "  sources: {}",
            sources.get_ref().iter().map(|source| &*source.name).collect::<Vec<_>>().join(", ")
        ),
        Err(error) => format!("  no sources: {error:?}"),
    }];
    for connection in ["my-wechat", "no-such-connection"] {
        let generate = GenerateLinkExtIdpUrl::new(connection, APPLICATION, ID_TOKEN);
        said.push(match api.generate_link_ext_idp_url(Request::new(generate)).await {
            Ok(link) => format!("  {connection}: {}", link.get_ref().url),
            Err(rt::Error::Api(failure, _)) => format!("  {connection}: {failure:?}"),
            Err(error) => format!("  {connection}: {error:?}"),
        });
    }
    said
}
