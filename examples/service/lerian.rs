//! The Lerian Identity API: one application, two providers, and which of them are linked.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use identity_apis::lerian_identity::api::{
    ApplicationProvidersApi, LinkProviderToApplication, LinkProviderToApplicationError,
};
use identity_apis::lerian_identity::server::{Authenticator, router_with};
use identity_apis::lerian_identity::types::{
    ErrorMessage, ProviderItemResponse, ProviderItemResponseCategory as Category, ProviderItemResponseType as Type,
};
use twinspec_runtime::server::axum::Router;
use twinspec_runtime::server::{Denied, Options, Presented, Principal, Reason, Rejection, Reply};
use twinspec_runtime::{Outcome, Request, Response, Rule};

/// The bearer token of the one user there is.
pub const TOKEN: &str = "token-of-ada";

/// The one application.
pub const APPLICATION: &str = "019c96a0-0c0c-7221-8cf3-13313fb60081";

/// The provider that sends e-mail.
pub const MAIL: &str = "019c96a0-1a10-7abc-d1e2-8c9d0e1f2a3b";

/// The provider that sends text messages.
pub const SMS: &str = "019c96a0-1a10-7abc-d1e2-8c9d0e1f2a3c";

/// The API, ready to be served.
pub fn router() -> Router {
    router_with(Application::default(), Options::default().on_reject(reject))
}

/// The application and its providers.
#[derive(Default)]
struct Application {
    linked: Mutex<BTreeSet<String>>,
}

impl ApplicationProvidersApi for Application {
    async fn link_provider_to_application(
        &self,
        request: Request<LinkProviderToApplication>,
    ) -> Outcome<ProviderItemResponse, LinkProviderToApplicationError> {
        let LinkProviderToApplication { id, body } = request.into_inner();
        if id != APPLICATION {
            Err(LinkProviderToApplicationError::NotFound(error("IDE-1001")))?;
        }
        let (category, kind) = match body.provider_id.as_str() {
            MAIL => (Category::Email, Type::SendGrid),
            SMS => (Category::Sms, Type::Twilio),
            _ => Err(LinkProviderToApplicationError::NotFound(error("IDE-1007")))?,
        };
        let mut linked = self.linked.lock().unwrap_or_else(PoisonError::into_inner);
        if !linked.insert(body.provider_id.clone()) {
            Err(LinkProviderToApplicationError::Conflict(error("IDE-1011")))?;
        }
        Ok(Response::new(ProviderItemResponse {
            category: Some(category),
            r#type: Some(kind),
            can_sign_in: Some(body.can_sign_in()), // The method gives the document's default when the caller is silent.
            can_sign_up: Some(body.can_sign_up()),
            can_unlink: Some(body.can_unlink()),
            prompted: Some(body.prompted()),
            provider_id: Some(body.provider_id),
            alert_type: body.alert_type,
            rule: body.rule,
        }))
    }
}

/// Who calls. A handler finds it in the extensions of its request.
#[derive(Debug, Clone)]
pub struct User(pub &'static str);

impl Authenticator for Application {
    async fn bearer(&self, presented: Presented) -> Result<Principal, Denied> {
        match presented.secret().expose().as_str() {
            TOKEN => Ok(Principal::new(User("Ada"))),
            _ => Err(Denied::unauthorized()),
        }
    }
}

/// Says in the API's own words why a request did not get to the handler, or why that failed.
fn reject(rejection: &Rejection) -> Option<Reply> {
    let code = match rejection.reason() {
        Reason::Invalid(violations) if violations.iter().any(|one| one.rule == Rule::Required) => "IDE-0001",
        Reason::Invalid(violations) if violations.iter().any(|one| one.rule == Rule::Unexpected) => "IDE-0004",
        Reason::Malformed(_) | Reason::Invalid(_) => "IDE-0007",
        Reason::Internal => "IDE-0006",
        _ => return None, // A Problem Details object answers all others: 401, 404, 405, 406, 413, 415.
    };
    Some(Reply::from_json(rejection.status().as_u16(), &error(code)))
}

/// The API's error of this code.
fn error(code: &str) -> ErrorMessage {
    let (title, message) = match code {
        "IDE-0001" => ("Missing Fields in Request", "Your request is missing one or more required fields."),
        "IDE-0004" => (
            "Unexpected Fields in the Request",
            "The request body contains more fields than expected. Please send only the allowed fields.",
        ),
        "IDE-0007" => ("Bad Request", "The server could not understand the request due to malformed syntax."),
        "IDE-1001" => ("Application ID Not Found", "The provided application ID does not exist in our records."),
        "IDE-1007" => ("Provider Not Found", "The provided provider ID does not exist in our records."),
        "IDE-1011" => ("Provider Already Linked", "The provider is already linked to this application."),
        _ => ("Internal Server Error", "The server encountered an unexpected error. Please try again later."),
    };
    ErrorMessage { code: Some(code.to_owned()), title: Some(title.to_owned()), message: Some(message.to_owned()) }
}
