//! The contract.

use std::future::Future;

use twinspec_runtime as rt;

use super::types::{Common, Fault, Item};

pub use super::schemes::{APP, BASIC, BEARER, COOKIE_KEY, QUERY_KEY};

pub const ENVELOPE: rt::Envelope = rt::Envelope {
    property: "statusCode",
    equals: "200",
    data: "data",
    template: r#"{"statusCode":200,"message":"Operation successful"}"#,
};

/// `GET /items/{id}`: one success, failures by status, range and default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetItem {
    pub id: String,
    pub tenant: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GetItemError {
    NotFound(Fault),
    TooManyRequests { retry_after: i64, body: Fault },
    ClientError { status: rt::StatusCode, body: Fault },
    Default { status: rt::StatusCode },
}

impl rt::Failure for GetItemError {
    fn status(&self) -> rt::StatusCode {
        match self {
            Self::NotFound(_) => rt::status(404),
            Self::TooManyRequests { .. } => rt::status(429),
            Self::ClientError { status, .. } | Self::Default { status } => *status,
        }
    }
}

impl rt::Operation for GetItem {
    type Output = Item;
    type Failure = GetItemError;

    const META: rt::Meta = rt::Meta {
        id: "getItem",
        method: "GET",
        path: "/items/{id}",
        security: &[&[rt::Requirement::new(&BEARER, &["items:read"])]],
        consumes: &[],
        produces: &["application/json"],
        statuses: &["200", "404", "429", "4XX", "default"],
    };

    fn read(answer: &rt::Answer) -> rt::Read<Self> {
        let outcome = match answer.status().as_u16() {
            200 => Ok(answer.json()?),
            404 => Err(GetItemError::NotFound(answer.json()?)),
            429 => {
                Err(GetItemError::TooManyRequests { retry_after: answer.header("Retry-After")?, body: answer.json()? })
            }
            400..=499 => Err(GetItemError::ClientError { status: answer.status(), body: answer.json()? }),
            500..=599 => Err(GetItemError::Default { status: answer.status() }),
            _ => return Err(answer.unexpected()),
        };
        Ok(outcome)
    }
}

/// `POST /items`: a body, and three kinds of credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateItem {
    pub body: Item,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CreateItemError {
    BadRequest(Fault),
    Conflict(Fault),
    UnprocessableContent(Fault),
}

impl rt::Failure for CreateItemError {
    fn status(&self) -> rt::StatusCode {
        match self {
            Self::BadRequest(_) => rt::status(400),
            Self::Conflict(_) => rt::status(409),
            Self::UnprocessableContent(_) => rt::status(422),
        }
    }
}

impl rt::Operation for CreateItem {
    type Output = Item;
    type Failure = CreateItemError;

    const META: rt::Meta = rt::Meta {
        id: "createItem",
        method: "POST",
        path: "/items",
        security: &[
            &[rt::Requirement::new(&BASIC, &[])],
            &[rt::Requirement::new(&QUERY_KEY, &[])],
            &[rt::Requirement::new(&COOKIE_KEY, &[])],
        ],
        consumes: &["application/json"],
        produces: &["application/json"],
        statuses: &["201", "400", "409", "422"],
    };

    fn read(answer: &rt::Answer) -> rt::Read<Self> {
        let outcome = match answer.status().as_u16() {
            201 => Ok(answer.json()?),
            400 => Err(CreateItemError::BadRequest(answer.json()?)),
            409 => Err(CreateItemError::Conflict(answer.json()?)),
            422 => Err(CreateItemError::UnprocessableContent(answer.json()?)),
            _ => return Err(answer.unexpected()),
        };
        Ok(outcome)
    }
}

/// `GET /items`: query and header parameters, an envelope, two alternatives of credentials.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListItems {
    pub limit: i64,
    pub tags: Option<Vec<String>>,
    pub ids: Option<Vec<i64>>,
    pub token: Option<rt::Secret>,
    pub trace: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListItemsError {
    Envelope(Common),
    TooManyRequests(Common),
}

impl rt::Failure for ListItemsError {
    fn status(&self) -> rt::StatusCode {
        match self {
            Self::Envelope(_) => rt::status(200),
            Self::TooManyRequests(_) => rt::status(429),
        }
    }
}

impl rt::Operation for ListItems {
    type Output = Vec<Item>;
    type Failure = ListItemsError;

    const META: rt::Meta = rt::Meta {
        id: "listItems",
        method: "GET",
        path: "/items",
        security: &[
            &[rt::Requirement::new(&BEARER, &[]), rt::Requirement::new(&APP, &[])],
            &[rt::Requirement::new(&BEARER, &[])],
        ],
        consumes: &[],
        produces: &["application/json"],
        statuses: &["200", "429"],
    };

    fn read(answer: &rt::Answer) -> rt::Read<Self> {
        let outcome = match answer.status().as_u16() {
            200 => answer.enveloped(&ENVELOPE)?.map_err(ListItemsError::Envelope),
            429 => Err(ListItemsError::TooManyRequests(answer.json()?)),
            _ => return Err(answer.unexpected()),
        };
        Ok(outcome)
    }
}

/// `GET /visit/{name}.{kind}`: two successes, one of them a redirect; anybody may ask, some are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    pub name: String,
    pub kind: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VisitOutput {
    Ok(Item),
    Found { location: String },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VisitError {
    Envelope(Common),
}

impl rt::Failure for VisitError {
    fn status(&self) -> rt::StatusCode {
        match self {
            Self::Envelope(_) => rt::status(200),
        }
    }
}

impl rt::Operation for Visit {
    type Output = VisitOutput;
    type Failure = VisitError;

    const META: rt::Meta = rt::Meta {
        id: "visit",
        method: "GET",
        path: "/visit/{name}.{kind}",
        security: &[&[], &[rt::Requirement::new(&BEARER, &[])]],
        consumes: &[],
        produces: &["application/json"],
        statuses: &["200", "302"],
    };

    fn read(answer: &rt::Answer) -> rt::Read<Self> {
        let outcome = match answer.status().as_u16() {
            200 => answer.enveloped(&ENVELOPE)?.map(VisitOutput::Ok).map_err(VisitError::Envelope),
            302 => Ok(VisitOutput::Found { location: answer.header("Location")? }),
            _ => return Err(answer.unexpected()),
        };
        Ok(outcome)
    }
}

/// `POST /items/{id}:cancel`: axum cannot tell it from `/items/{id}`. An envelope without data, no credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelItem {
    pub id: i64,
}

impl rt::Operation for CancelItem {
    type Output = ();
    type Failure = ListItemsError;

    const META: rt::Meta = rt::Meta {
        id: "cancelItem",
        method: "POST",
        path: "/items/{id}:cancel",
        security: &[],
        consumes: &[],
        produces: &["application/json"],
        statuses: &["200", "429"],
    };

    fn read(answer: &rt::Answer) -> rt::Read<Self> {
        let outcome = match answer.status().as_u16() {
            200 => answer.enveloped(&ENVELOPE)?.map_err(ListItemsError::Envelope),
            429 => Err(ListItemsError::TooManyRequests(answer.json()?)),
            _ => return Err(answer.unexpected()),
        };
        Ok(outcome)
    }
}

/// `DELETE /items/{id}`: no body, no failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoveItem {
    pub id: String,
}

impl rt::Operation for RemoveItem {
    type Output = ();
    type Failure = rt::NoFailure;

    const META: rt::Meta = rt::Meta {
        id: "removeItem",
        method: "DELETE",
        path: "/items/{id}",
        security: &[],
        consumes: &[],
        produces: &[],
        statuses: &["204"],
    };

    fn read(answer: &rt::Answer) -> rt::Read<Self> {
        let outcome = match answer.status().as_u16() {
            204 => Ok(()),
            _ => return Err(answer.unexpected()),
        };
        Ok(outcome)
    }
}

rt::error_through_failure!(GetItemError, CreateItemError, ListItemsError, VisitError);

/// The client implements it, and so does whoever serves it.
pub trait ShopApi: Send + Sync {
    fn get_item(&self, request: rt::Request<GetItem>) -> impl Future<Output = rt::Outcome<Item, GetItemError>> + Send;
    fn create_item(
        &self,
        request: rt::Request<CreateItem>,
    ) -> impl Future<Output = rt::Outcome<Item, CreateItemError>> + Send;
    fn list_items(
        &self,
        request: rt::Request<ListItems>,
    ) -> impl Future<Output = rt::Outcome<Vec<Item>, ListItemsError>> + Send;
    fn visit(&self, request: rt::Request<Visit>) -> impl Future<Output = rt::Outcome<VisitOutput, VisitError>> + Send;
    fn cancel_item(
        &self,
        request: rt::Request<CancelItem>,
    ) -> impl Future<Output = rt::Outcome<(), ListItemsError>> + Send;
    fn remove_item(
        &self,
        request: rt::Request<RemoveItem>,
    ) -> impl Future<Output = rt::Outcome<(), rt::NoFailure>> + Send;
}
