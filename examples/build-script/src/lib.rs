//! The API of `specs/genauth.yaml`, generated when this crate is built.

/// The contract, the client and the server.
pub mod genauth {
    include!(concat!(env!("OUT_DIR"), "/genauth.rs"));
}

#[cfg(test)]
mod tests {
    use super::genauth::api::GetIdentities;
    use super::genauth::{Client, server};

    #[tokio::test]
    async fn the_client_reaches_the_server() -> Result<(), Box<dyn std::error::Error>> {
        // The server answers with the examples of the document, and the client needs no socket to reach it.
        let server = server::router(server::Examples);
        let client = Client::builder().transport(server).bearer("a token").build()?;
        let identities = client.get_identities(GetIdentities::new()).await?.into_inner();
        assert_eq!(identities.len(), 2);
        Ok(())
    }
}
