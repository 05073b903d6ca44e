//! Calls both APIs through their generated clients, over TCP.
//!
//! ```text
//! cargo run --example client
//! ```
//!
//! It needs no network: the servers run in this process, on a free port of this machine. They are the ones that
//! `cargo run --example server` serves.

#![allow(clippy::print_stdout, reason = "an example is to be watched")]

mod service;

use std::error::Error;
use std::time::Duration;

use identity_apis::genauth::api::{
    GenerateLinkExtIdpUrl, GetIdentities, LinkExtIdp, LinkExtIdpOutput, UnlinkExtIdp, UnlinkExtIdpError,
};
use identity_apis::genauth::types::UnlinkExtIdpDto;
use identity_apis::lerian_identity::api::{LinkProviderToApplication, LinkProviderToApplicationError};
use identity_apis::lerian_identity::types::ProviderItemInput;
use identity_apis::{genauth, lerian_identity};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let url = service::start(service::router()).await?;
    link_a_provider(&url).await?;
    bind_an_account(&url).await
}

/// Lerian Identity: a failure has an HTTP status of its own.
async fn link_a_provider(url: &str) -> Result<(), Box<dyn Error>> {
    use service::lerian::{APPLICATION, MAIL, TOKEN};

    println!("Lerian Identity");
    let client =
        lerian_identity::Client::builder().base_url(url).bearer(TOKEN).timeout(Duration::from_secs(10)).build()?;
    // `new` takes what the document requires; the rest are public fields.
    let input = ProviderItemInput { can_sign_in: Some(true), ..ProviderItemInput::new(MAIL) };
    let link = LinkProviderToApplication::new(APPLICATION, input);

    let linked = client.link_provider_to_application(link.clone()).await?.into_inner();
    println!("  linked provider: {linked:?}");

    // The failures that the document foresees are an enum, each with its body; `?` takes care of all others.
    match client.link_provider_to_application(link).await {
        Ok(_) => println!("  linked again"),
        Err(error) => match error.into_api()? {
            LinkProviderToApplicationError::Conflict(said) => {
                println!("  once more: {} ({})", said.message.unwrap_or_default(), said.code.unwrap_or_default());
            }
            other => println!("  once more: {other}"),
        },
    }
    Ok(())
}

/// GenAuth: a failure is an HTTP 200 whose body says so, which looks the same from here.
async fn bind_an_account(url: &str) -> Result<(), Box<dyn Error>> {
    use service::genauth::{APPLICATION, ID_TOKEN, TOKEN};

    println!("GenAuth");
    let client = genauth::Client::builder().base_url(url).bearer(TOKEN).genauth_app_id(APPLICATION).build()?;

    let generate =
        GenerateLinkExtIdpUrl::new("my-wechat", APPLICATION, ID_TOKEN).with_target_url("https://app.example.com/bound");
    println!("  request: {generate:?}"); // The ID token is a secret, which `Debug` does not show.
    let link = client.generate_link_ext_idp_url(generate).await?.into_inner();
    println!("  URL to bind a WeChat account: {}", link.url);

    // A redirect that the document foresees is an answer, and nobody follows it behind your back.
    match client.link_ext_idp(LinkExtIdp::new("my-wechat", APPLICATION, ID_TOKEN)).await?.into_inner() {
        LinkExtIdpOutput::Found { location } => println!("  the browser is sent to: {location}"),
        LinkExtIdpOutput::Ok(link) => println!("  the page to open is: {}", link.url),
    }
    let identities = client.get_identities(GetIdentities::new()).await?.into_inner();
    for identity in &identities {
        println!("  bound: {} at {}, source {}", identity.user_id_in_idp, identity.provider, identity.ext_idp_id);
    }

    let source = identities.into_iter().next().map(|identity| identity.ext_idp_id).ok_or("nothing is bound")?;
    let unlink = UnlinkExtIdp::new(UnlinkExtIdpDto::new(source));
    client.unlink_ext_idp(unlink.clone()).await?;
    println!("  unbound");
    match client.unlink_ext_idp(unlink).await {
        Ok(_) => println!("  unbound again"),
        Err(error) => match error.into_api()? {
            UnlinkExtIdpError::Envelope(said) => println!("  once more: {} ({})", said.message, said.status_code),
            UnlinkExtIdpError::TooManyRequests(said) => println!("  throttled: {}", said.message),
        },
    }
    Ok(())
}
