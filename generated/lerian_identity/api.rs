//! The contract of Identity Plugin: its operations, what each takes, and what each may answer.

use super::types;
use std::future::Future;
use twinspec_runtime as rt;

/// Link a Provider to an Application
///
/// Use this endpoint to link an existing provider to an application and configure its sign-in and
/// sign-up permissions.
///
/// `POST /v1/applications/{id}/providers`
///
/// `#/paths/~1v1~1applications~1{id}~1providers/post`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LinkProviderToApplication {
    /// The unique identifier of the application you want to retrieve.
    ///
    /// Example: `019c96a0-0c0c-7221-8cf3-13313fb60081`.
    pub id: String,
    /// Information required to link a provider to an application.
    pub body: types::ProviderItemInput,
}

impl LinkProviderToApplication {
    /// A request with what the operation requires; the rest is unset.
    pub fn new(id: impl Into<String>, body: types::ProviderItemInput) -> Self {
        Self { id: id.into(), body }
    }
}

/// The failures that [`LinkProviderToApplication`] documents.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum LinkProviderToApplicationError {
    /// `400 Bad Request`
    BadRequest(types::ErrorMessage),
    /// `404 Not Found`
    NotFound(types::ErrorMessage),
    /// `409 Conflict`
    Conflict(types::ErrorMessage),
    /// `500 Internal Server Error`
    InternalServerError(types::ErrorMessage),
}

impl rt::Failure for LinkProviderToApplicationError {
    fn status(&self) -> rt::StatusCode {
        match self {
            Self::BadRequest(_) => rt::StatusCode::BAD_REQUEST,
            Self::NotFound(_) => rt::StatusCode::NOT_FOUND,
            Self::Conflict(_) => rt::StatusCode::CONFLICT,
            Self::InternalServerError(_) => rt::StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

rt::error_through_failure!(LinkProviderToApplicationError);

impl rt::Operation for LinkProviderToApplication {
    type Output = types::ProviderItemResponse;
    type Failure = LinkProviderToApplicationError;

    const META: rt::Meta = rt::Meta {
        id: "linkProviderToApplication",
        method: rt::Method::POST,
        path: "/v1/applications/{id}/providers",
        security: &[&[rt::Requirement { scheme: "bearer", scopes: &[] }]],
        consumes: &["application/json"],
        produces: &["application/json"],
        statuses: &["201", "400", "404", "409", "500"],
    };

    fn read(answer: &rt::Answer) -> rt::Read<Self> {
        Ok(match answer.status().as_u16() {
            201 => Ok(answer.json()?),
            400 => Err(LinkProviderToApplicationError::BadRequest(answer.json()?)),
            404 => Err(LinkProviderToApplicationError::NotFound(answer.json()?)),
            409 => Err(LinkProviderToApplicationError::Conflict(answer.json()?)),
            500 => Err(LinkProviderToApplicationError::InternalServerError(answer.json()?)),
            _ => return Err(answer.unexpected()),
        })
    }
}

/// Application Providers API
///
/// The client implements it, and so does whoever serves it.
pub trait ApplicationProvidersApi: Send + Sync {
    /// Link a Provider to an Application: [`LinkProviderToApplication`].
    ///
    /// # Errors
    ///
    /// [`LinkProviderToApplicationError`] for what the document foresees.
    fn link_provider_to_application(
        &self,
        request: rt::Request<LinkProviderToApplication>,
    ) -> impl Future<
        Output = rt::Outcome<types::ProviderItemResponse, LinkProviderToApplicationError>,
    > + Send;
}
