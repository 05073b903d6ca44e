//! The client.

use twinspec_runtime as rt;

use super::api;
use super::types::Item;

/// Calls the shop.
#[derive(Debug, Clone)]
pub struct Client {
    core: rt::client::Core,
}

/// Builds a [`Client`].
#[derive(Debug)]
#[must_use]
pub struct ClientBuilder {
    settings: rt::client::Settings,
}

rt::client!(Client, ClientBuilder, Server);

/// The servers that the document names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Server {
    Main { domain: String },
}

impl Default for Server {
    fn default() -> Self {
        Self::Main { domain: "shop.example.com".to_owned() }
    }
}

impl From<Server> for rt::BaseUrl {
    fn from(server: Server) -> Self {
        match server {
            Server::Main { domain } => Self::new("http://{domain}/v1").variable("domain", domain),
        }
    }
}

impl ClientBuilder {
    pub fn bearer(self, token: impl Into<rt::Secret>) -> Self {
        self.credential(&api::BEARER, rt::Credential::bearer(token))
    }

    pub fn basic(self, user: impl Into<String>, password: impl Into<rt::Secret>) -> Self {
        self.credential(&api::BASIC, rt::Credential::basic(user.into(), password))
    }

    pub fn app(self, key: impl Into<rt::Secret>) -> Self {
        self.credential(&api::APP, rt::Credential::api_key(key))
    }

    pub fn query_key(self, key: impl Into<rt::Secret>) -> Self {
        self.credential(&api::QUERY_KEY, rt::Credential::api_key(key))
    }

    pub fn cookie_key(self, key: impl Into<rt::Secret>) -> Self {
        self.credential(&api::COOKIE_KEY, rt::Credential::api_key(key))
    }
}

impl Client {
    pub async fn get_item(
        &self,
        request: impl Into<rt::Request<api::GetItem>>,
    ) -> rt::Outcome<Item, api::GetItemError> {
        self.core.call(request.into()).await
    }

    pub async fn create_item(
        &self,
        request: impl Into<rt::Request<api::CreateItem>>,
    ) -> rt::Outcome<Item, api::CreateItemError> {
        self.core.call(request.into()).await
    }

    pub async fn list_items(
        &self,
        request: impl Into<rt::Request<api::ListItems>>,
    ) -> rt::Outcome<Vec<Item>, api::ListItemsError> {
        self.core.call(request.into()).await
    }

    pub async fn visit(
        &self,
        request: impl Into<rt::Request<api::Visit>>,
    ) -> rt::Outcome<api::VisitOutput, api::VisitError> {
        self.core.call(request.into()).await
    }

    pub async fn cancel_item(
        &self,
        request: impl Into<rt::Request<api::CancelItem>>,
    ) -> rt::Outcome<(), api::ListItemsError> {
        self.core.call(request.into()).await
    }

    pub async fn remove_item(
        &self,
        request: impl Into<rt::Request<api::RemoveItem>>,
    ) -> rt::Outcome<(), rt::NoFailure> {
        self.core.call(request.into()).await
    }
}

impl api::ShopApi for Client {
    async fn get_item(&self, request: rt::Request<api::GetItem>) -> rt::Outcome<Item, api::GetItemError> {
        self.core.call(request).await
    }

    async fn create_item(&self, request: rt::Request<api::CreateItem>) -> rt::Outcome<Item, api::CreateItemError> {
        self.core.call(request).await
    }

    async fn list_items(&self, request: rt::Request<api::ListItems>) -> rt::Outcome<Vec<Item>, api::ListItemsError> {
        self.core.call(request).await
    }

    async fn visit(&self, request: rt::Request<api::Visit>) -> rt::Outcome<api::VisitOutput, api::VisitError> {
        self.core.call(request).await
    }

    async fn cancel_item(&self, request: rt::Request<api::CancelItem>) -> rt::Outcome<(), api::ListItemsError> {
        self.core.call(request).await
    }

    async fn remove_item(&self, request: rt::Request<api::RemoveItem>) -> rt::Outcome<(), rt::NoFailure> {
        self.core.call(request).await
    }
}

impl rt::client::Call for api::GetItem {
    fn write(&self, call: &mut rt::client::Outgoing) {
        call.path("id", &self.id);
        call.optional_header("x-tenant", &self.tenant);
    }
}

impl rt::client::Call for api::CreateItem {
    fn write(&self, call: &mut rt::client::Outgoing) {
        call.json(&self.body);
    }
}

impl rt::client::Call for api::ListItems {
    fn write(&self, call: &mut rt::client::Outgoing) {
        call.query("limit", &self.limit);
        call.optional_query("tags", &self.tags);
        call.optional_parameter(&rt::Parameter::query("ids").joined(), &self.ids);
        call.optional_query("token", &self.token);
        call.optional_header("x-trace", &self.trace);
    }
}

impl rt::client::Call for api::Visit {
    fn write(&self, call: &mut rt::client::Outgoing) {
        call.path("name", &self.name);
        call.path("kind", &self.kind);
    }
}

impl rt::client::Call for api::CancelItem {
    fn write(&self, call: &mut rt::client::Outgoing) {
        call.path("id", &self.id);
    }
}

impl rt::client::Call for api::RemoveItem {
    fn write(&self, call: &mut rt::client::Outgoing) {
        call.path("id", &self.id);
    }
}
