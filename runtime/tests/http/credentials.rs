//! Credentials are attached where the document asks for them.

use std::sync::{Arc, Mutex};

use http::HeaderMap;
use twinspec_runtime::client::Transport;
use twinspec_runtime::{Body, BoxError, BoxFuture, Credential, Credentials, Error, Request};

use crate::service::{APP_KEY, COOKIE_KEY, PASSWORD, QUERY_KEY, TOKEN};
use crate::shop::api::{CancelItem, CreateItem, GetItem, ListItems, RemoveItem, Visit};
use crate::shop::client::{Client, ClientBuilder};
use crate::shop::types::Item;

/// Remembers the last request and answers nothing of use.
#[derive(Clone, Default)]
struct Wire(Arc<Mutex<(String, HeaderMap)>>);

impl Transport for Wire {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        *self.0.lock().unwrap() = (request.uri().to_string(), request.headers().clone());
        Box::pin(async { Ok(http::Response::builder().status(299).body(Body::empty())?) })
    }
}

impl Wire {
    fn uri(&self) -> String {
        self.0.lock().unwrap().0.clone()
    }

    /// The headers in which credentials travel.
    fn secrets(&self) -> String {
        let headers = &self.0.lock().unwrap().1;
        let secrets = ["authorization", "x-app-id", "cookie"].map(|name| headers.get(name).map(|value| (name, value)));
        let shown = secrets.into_iter().flatten().map(|(name, value)| {
            assert!(value.is_sensitive(), "{name}");
            format!("{name}: {}", value.to_str().unwrap())
        });
        shown.collect::<Vec<_>>().join(", ")
    }
}

fn everything(wire: &Wire) -> ClientBuilder {
    let builder = Client::builder().transport(wire.clone());
    builder.bearer(TOKEN).basic("ada", PASSWORD).app(APP_KEY).query_key(QUERY_KEY).cookie_key(COOKIE_KEY)
}

fn get() -> GetItem {
    GetItem { id: "a".to_owned(), tenant: None }
}

fn list() -> ListItems {
    ListItems { limit: 1, ..ListItems::default() }
}

fn create() -> CreateItem {
    CreateItem { body: Item::new("a") }
}

#[tokio::test]
async fn credentials_go_where_they_are_asked_for_and_nowhere_else() {
    let wire = Wire::default();
    let client = everything(&wire).build().unwrap();
    let basic = "authorization: Basic YWRhOnA0c3MtYmFzaWM=";
    let bearer = format!("authorization: Bearer {TOKEN}");

    assert!(client.get_item(get()).await.is_err());
    assert_eq!(wire.secrets(), bearer);
    assert!(client.list_items(list()).await.is_err());
    assert_eq!(wire.secrets(), format!("{bearer}, x-app-id: {APP_KEY}"));
    assert!(client.visit(Visit { name: "a".to_owned(), kind: "b".to_owned() }).await.is_err());
    assert_eq!(wire.secrets(), bearer, "optional credentials are sent when there are any");
    assert!(client.create_item(create()).await.is_err());
    assert_eq!((wire.secrets().as_str(), wire.uri().as_str()), (basic, "http://shop.example.com/v1/items"));
    assert!(client.cancel_item(CancelItem { id: 1 }).await.is_err());
    assert_eq!(wire.secrets(), "");
    assert!(client.remove_item(RemoveItem { id: "a".to_owned() }).await.is_err());
    assert_eq!(wire.secrets(), "");
}

#[tokio::test]
async fn the_first_combination_that_is_complete_is_used() {
    let wire = Wire::default();
    let builder = || Client::builder().transport(wire.clone());
    assert!(builder().bearer(TOKEN).build().unwrap().list_items(list()).await.is_err());
    assert_eq!(wire.secrets(), format!("authorization: Bearer {TOKEN}"));
    assert!(builder().app(APP_KEY).build().unwrap().list_items(list()).await.is_err());
    assert_eq!(wire.secrets(), "", "no combination is complete");
    let both = builder().query_key("a&b=c").cookie_key(COOKIE_KEY).build().unwrap();
    assert!(both.create_item(create()).await.is_err());
    assert_eq!((wire.secrets().as_str(), wire.uri().ends_with("/v1/items?api_key=a%26b%3Dc")), ("", true));
    assert!(builder().cookie_key(COOKIE_KEY).build().unwrap().create_item(create()).await.is_err());
    assert_eq!(wire.secrets(), format!("cookie: session={COOKIE_KEY}"));
}

#[tokio::test]
async fn own_credentials_come_before_those_of_the_request() {
    let wire = Wire::default();
    let request = || {
        let mut credentials = Credentials::new();
        credentials.insert("bearer", Credential::bearer("presented"));
        credentials.insert("app", Credential::api_key("presented-app"));
        let mut request = Request::new(list());
        request.extensions_mut().insert(credentials);
        request
    };
    let client = Client::builder().transport(wire.clone()).build().unwrap();
    assert!(client.list_items(request()).await.is_err());
    assert_eq!(wire.secrets(), "authorization: Bearer presented, x-app-id: presented-app");
    let client = Client::builder().transport(wire.clone()).bearer(TOKEN).build().unwrap();
    assert!(client.list_items(request()).await.is_err());
    assert_eq!(wire.secrets(), format!("authorization: Bearer {TOKEN}, x-app-id: presented-app"));
}

#[tokio::test]
async fn a_credential_that_cannot_be_sent_is_an_error() {
    let build = || Client::builder().transport(Wire::default());
    let hostile = [
        build().bearer("a\r\nx-evil: 1").build().unwrap().get_item(get()).await.map(drop).unwrap_err().map_api(|_| ()),
        build().basic("a:b", "c").build().unwrap().create_item(create()).await.map(drop).unwrap_err().map_api(|_| ()),
        build()
            .cookie_key("a; b=c")
            .build()
            .unwrap()
            .create_item(create())
            .await
            .map(drop)
            .unwrap_err()
            .map_api(|_| ()),
    ];
    for error in hostile {
        assert!(matches!(error, Error::Auth(_)), "{error:?}");
    }
}
