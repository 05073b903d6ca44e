//! A shop for the tests: what it does depends on what it is asked for, and it remembers what it saw.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use twinspec_runtime::server::{Denied, Presented, Principal};
use twinspec_runtime::{
    Credentials, EnvelopeMembers, Error, HeaderMap, NoFailure, Outcome, Request, Response, Unexpected, status,
};

use crate::shop::api::{
    CancelItem, CreateItem, CreateItemError, GetItem, GetItemError, ListItems, ListItemsError, RemoveItem, ShopApi,
    Visit, VisitError, VisitOutput,
};
use crate::shop::client::{Client, ClientBuilder};
use crate::shop::server::{Authenticator, router};
use crate::shop::types::{Common, Fault, Item};

/// The secrets of the tests: none of them may ever be shown.
pub const SECRETS: [&str; 6] = ["t0ken-bearer", "p4ss-basic", "k3y-app", "k3y-query", "k3y-cookie", "s3cret-query"];
pub const TOKEN: &str = SECRETS[0];
pub const PASSWORD: &str = SECRETS[1];
pub const APP_KEY: &str = SECRETS[2];
pub const QUERY_KEY: &str = SECRETS[3];
pub const COOKIE_KEY: &str = SECRETS[4];
pub const QUERY_SECRET: &str = SECRETS[5];

/// Who the authenticator says it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User(pub String);

/// A second finding about the caller, by another scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App(pub String);

/// What a handler saw beside its message.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    pub headers: HeaderMap,
    pub user: Option<User>,
    pub app: Option<App>,
    pub credentials: Option<Credentials>,
    pub list: Option<ListItems>,
    pub id: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub struct Shop(Arc<Mutex<Seen>>);

impl Shop {
    pub fn seen(&self) -> Seen {
        self.0.lock().unwrap().clone()
    }

    fn see<T>(&self, request: &Request<T>) {
        let mut seen = self.0.lock().unwrap();
        let extensions = request.extensions();
        *seen = Seen {
            headers: request.headers().clone(),
            user: extensions.get().cloned(),
            app: extensions.get().cloned(),
            credentials: extensions.get().cloned(),
            ..Seen::default()
        };
    }

    /// A builder of a client of this shop, without a socket.
    pub fn builder(&self) -> ClientBuilder {
        let router = twinspec_runtime::server::axum::Router::new().nest_service("/v1", router(self.clone()));
        Client::builder().transport(router)
    }

    /// A client with a token.
    pub fn client(&self) -> Client {
        self.builder().bearer(TOKEN).basic("ada", PASSWORD).build().unwrap()
    }
}

impl Authenticator for Shop {
    async fn anyone(&self, presented: Presented) -> Result<Principal, Denied> {
        let secret = presented.secret().expose();
        match (presented.scheme(), presented.user()) {
            ("bearer", None) if secret == TOKEN => Ok(Principal::new(User("bearer".to_owned()))),
            ("bearer", None) if secret == "weak" => Err(Denied::forbidden()),
            ("basic", Some(user)) if secret == PASSWORD => Ok(Principal::new(User(user.to_owned()))),
            ("app", None) if secret == APP_KEY => Ok(Principal::new(App("app".to_owned()))),
            ("queryKey", None) if secret == QUERY_KEY => Ok(Principal::new(User("query".to_owned()))),
            ("cookieKey", None) if secret == COOKIE_KEY => Ok(Principal::new(User("cookie".to_owned()))),
            _ => Err(Denied::unauthorized()),
        }
    }
}

impl ShopApi for Shop {
    async fn get_item(&self, request: Request<GetItem>) -> Outcome<Item, GetItemError> {
        self.see(&request);
        let GetItem { id, tenant } = request.into_inner();
        self.0.lock().unwrap().id = Some(id.clone());
        match id.as_str() {
            "missing" => Err(GetItemError::NotFound(Fault::new("no such item")))?,
            "busy" => Err(GetItemError::TooManyRequests { retry_after: 7, body: Fault::new("slow down") })?,
            "expired" => Err(GetItemError::ClientError { status: status(401), body: Fault::new("expired") })?,
            "gone" => Err(GetItemError::ClientError { status: status(410), body: Fault::new("gone") })?,
            "failing" => Err(GetItemError::Default { status: status(503) })?,
            "teapot" => Err(Unexpected::new(status(218)).with_body("text/tea", "short").into_error()),
            "crash" => Err(Error::other(format!("the database said {QUERY_SECRET}"))),
            "slow" => {
                tokio::time::sleep(Duration::from_mins(1)).await;
                Err(Error::other("too late"))
            }
            _ => {
                let mut response = Response::new(Item { count: tenant.map(|_| 1), ..Item::new(id) });
                response.headers_mut().insert("x-request-id", "r-1".parse().unwrap());
                response.headers_mut().insert("connection", "x-hop".parse().unwrap());
                response.headers_mut().insert("x-hop", "1".parse().unwrap());
                response.headers_mut().insert("content-length", "3".parse().unwrap());
                Ok(response)
            }
        }
    }

    async fn create_item(&self, request: Request<CreateItem>) -> Outcome<Item, CreateItemError> {
        self.see(&request);
        let item = request.into_inner().body;
        match item.id.as_str() {
            "bad" => Err(CreateItemError::BadRequest(Fault::new("bad")).into()),
            "taken" => Err(CreateItemError::Conflict(Fault::new("taken")).into()),
            "odd" => Err(CreateItemError::UnprocessableContent(Fault::new("odd")).into()),
            _ => Ok(item.into()),
        }
    }

    async fn list_items(&self, request: Request<ListItems>) -> Outcome<Vec<Item>, ListItemsError> {
        self.see(&request);
        let list = request.into_inner();
        self.0.lock().unwrap().list = Some(list.clone());
        match list.limit {
            40 => Err(ListItemsError::Envelope(Common::new(404, "no items")).into()),
            42 => Err(ListItemsError::TooManyRequests(Common::new(429, "slow down")).into()),
            7 => {
                let mut response = Response::new(vec![]);
                response.extensions_mut().insert(EnvelopeMembers::new().with("requestId", "r-7".to_owned()));
                Ok(response)
            }
            limit => Ok((0..limit).map(|index| Item::new(index.to_string())).collect::<Vec<_>>().into()),
        }
    }

    async fn visit(&self, request: Request<Visit>) -> Outcome<VisitOutput, VisitError> {
        self.see(&request);
        let Visit { name, kind } = request.into_inner();
        match kind.as_str() {
            "away" => Ok(VisitOutput::Found { location: format!("https://elsewhere.example.com/{name}?a=b") }.into()),
            "unsendable" => Ok(VisitOutput::Found { location: "a\nb".to_owned() }.into()),
            "lost" => Err(VisitError::Envelope(Common::new(404, "lost")).into()),
            _ => Ok(VisitOutput::Ok(Item::new(format!("{name}/{kind}"))).into()),
        }
    }

    async fn cancel_item(&self, request: Request<CancelItem>) -> Outcome<(), ListItemsError> {
        self.see(&request);
        match request.get_ref().id {
            404 => Err(ListItemsError::Envelope(Common::new(404, "no such item")).into()),
            _ => Ok(().into()),
        }
    }

    async fn remove_item(&self, request: Request<RemoveItem>) -> Outcome<(), NoFailure> {
        self.see(&request);
        Ok(().into())
    }
}
