//! A server of Lerian Identity that answers as it is told.

use std::sync::Arc;

use identity_apis::lerian_identity::api::{
    ApplicationProvidersApi, LinkProviderToApplication, LinkProviderToApplicationError,
};
use identity_apis::lerian_identity::server::{Authenticator, router, router_with};
use identity_apis::lerian_identity::types::{
    ErrorMessage, ProviderItemInput, ProviderItemResponse, ProviderItemResponseCategory, ProviderItemResponseType,
};
use twinspec_runtime::server::axum::Router;
use twinspec_runtime::server::{Denied, Options, Presented, Principal};
use twinspec_runtime::{Outcome, Request, Response};

use super::{Notes, User, judge_bearer};

/// An id that the document has as its example.
pub const ID: &str = "019c96a0-0c0c-7221-8cf3-13313fb60081";

/// Where [`ID`]'s providers are.
pub const PATH: &str = "/v1/applications/019c96a0-0c0c-7221-8cf3-13313fb60081/providers";

type Linked = Outcome<ProviderItemResponse, LinkProviderToApplicationError>;

/// Answers as it is told, and keeps what its handler was asked.
#[derive(Clone)]
pub struct Lerian {
    answer: Arc<dyn Fn(&LinkProviderToApplication) -> Linked + Send + Sync>,
    pub seen: Notes<Request<LinkProviderToApplication>>,
}

/// Links whatever it is told to.
impl Default for Lerian {
    fn default() -> Self {
        Self::answering(|link| Ok(Response::new(linked(&link.body))))
    }
}

impl Lerian {
    pub fn answering(answer: impl Fn(&LinkProviderToApplication) -> Linked + Send + Sync + 'static) -> Self {
        Self { answer: Arc::new(answer), seen: Notes::default() }
    }

    pub fn failing(failure: LinkProviderToApplicationError) -> Self {
        Self::answering(move |_| Err(failure.clone().into()))
    }

    pub fn router(&self) -> Router {
        router(self.clone())
    }

    pub fn router_with(&self, options: Options) -> Router {
        router_with(self.clone(), options)
    }
}

impl Authenticator for Lerian {
    async fn bearer(&self, presented: Presented) -> Result<Principal, Denied> {
        judge_bearer(&presented)
    }
}

impl ApplicationProvidersApi for Lerian {
    async fn link_provider_to_application(&self, request: Request<LinkProviderToApplication>) -> Linked {
        assert!(request.extensions().get::<User>().is_some(), "nobody gets here unknown");
        let answer = (self.answer)(request.get_ref());
        self.seen.add(request);
        answer
    }
}

/// A call with only what is required.
pub fn link() -> LinkProviderToApplication {
    LinkProviderToApplication::new(ID, ProviderItemInput::new("p-1"))
}

/// What the server answers to a link.
pub fn linked(input: &ProviderItemInput) -> ProviderItemResponse {
    ProviderItemResponse {
        provider_id: Some(input.provider_id.clone()),
        category: Some(ProviderItemResponseCategory::Email),
        r#type: Some(ProviderItemResponseType::SendGrid),
        can_sign_in: Some(input.can_sign_in()),
        can_sign_up: Some(input.can_sign_up()),
        can_unlink: Some(input.can_unlink()),
        prompted: Some(input.prompted()),
        alert_type: input.alert_type.clone(),
        rule: input.rule.clone(),
    }
}

/// The API's own error of this code.
pub fn message(code: &str) -> ErrorMessage {
    ErrorMessage { code: Some(code.to_owned()), title: Some("A title".to_owned()), message: None }
}
