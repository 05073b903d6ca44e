//! The client of Identity Plugin.

use super::{api, types};
use twinspec_runtime as rt;

rt::client! {
    /// Calls Identity Plugin; cheap to clone.
    pub struct Client;
    /// Builds a [`Client`].
    pub struct ClientBuilder;
    server: Server;
}

impl ClientBuilder {
    /// The authorization token in the 'Bearer <token>' format.
    ///
    /// Sent as `Authorization: Bearer …` with the operations that ask for it, and with no other.
    #[must_use]
    pub fn bearer(self, token: impl Into<rt::Secret>) -> Self {
        self.credential(BEARER, rt::Credential::bearer(token))
    }
}

/// The servers that the document names; the default is the first.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Server { /* GenAuth: pub domain: String */ }
impl Default for Server { fn default() -> Self { Self {} } }
impl From<Server> for rt::BaseUrl {
    fn from(server: Server) -> Self { Self::new("https://identity.sandbox.lerian.net") }
}

impl rt::client::Call for api::LinkProviderToApplication {
    fn write(&self, call: &mut rt::client::Outgoing) {
        call.path("id", &self.id);
        call.json(&self.body);
    }
}

impl Client {
    /// Link a Provider to an Application: [`api::LinkProviderToApplication`].
    ///
    /// # Errors
    ///
    /// [`api::LinkProviderToApplicationError`] for what the document foresees.
    pub async fn link_provider_to_application(
        &self,
        request: impl Into<rt::Request<api::LinkProviderToApplication>>,
    ) -> rt::Outcome<types::ProviderItemResponse, api::LinkProviderToApplicationError> {
        self.call(request.into()).await
    }
}

impl api::ApplicationProvidersApi for Client {
    async fn link_provider_to_application(
        &self,
        request: rt::Request<api::LinkProviderToApplication>,
    ) -> rt::Outcome<types::ProviderItemResponse, api::LinkProviderToApplicationError> {
        self.call(request).await
    }
}
