//! The account binding API of GenAuth: one user, two identity sources, and the identities that the user has bound.
//!
//! GenAuth answers HTTP 200 whether a call succeeded or not, and says in the body which it was. Nothing of that is seen
//! here: a handler gives its data or one of the documented failures, and the generated code writes the envelope.

use std::sync::{Mutex, MutexGuard, PoisonError};

use identity_apis::genauth::api::{
    AccountBindingApi, GenerateLinkExtIdpUrl, GenerateLinkExtIdpUrlError, GetApplicationEnabledExtIdps,
    GetApplicationEnabledExtIdpsError, GetIdentities, GetIdentitiesError, LinkExtIdp, LinkExtIdpError,
    LinkExtIdpOutput, UnlinkExtIdp, UnlinkExtIdpError,
};
use identity_apis::genauth::server::{self, Authenticator};
use identity_apis::genauth::types::{
    CommonResponseDto, ExtIdpInfoDto, ExtIdpInfoDtoExtIdpType, ExtIdpProvider, GenerateBindExtIdpLinkDataDto,
    IdentityDto,
};
use twinspec_runtime::server::axum::Router;
use twinspec_runtime::server::{Denied, Presented, Principal};
use twinspec_runtime::{Outcome, Request, Response, Secret};

/// The bearer token of the one user there is.
pub const TOKEN: &str = "token-of-ada";

/// The user's ID token.
pub const ID_TOKEN: &str = "id-token-of-ada";

/// The one application.
pub const APPLICATION: &str = "5c9b079883xxxxd55a101082";

/// The API, ready to be served.
pub fn router() -> Router {
    server::router(Accounts::default())
}

/// The user's account.
#[derive(Default)]
struct Accounts {
    identities: Mutex<Vec<IdentityDto>>,
}

impl AccountBindingApi for Accounts {
    async fn generate_link_ext_idp_url(
        &self,
        request: Request<GenerateLinkExtIdpUrl>,
    ) -> Outcome<GenerateBindExtIdpLinkDataDto, GenerateLinkExtIdpUrlError> {
        let asked = request.into_inner();
        let source = find(&asked.ext_idp_conn_identifier, &asked.app_id, &asked.id_token)
            .map_err(GenerateLinkExtIdpUrlError::Envelope)?;
        Ok(Response::new(GenerateBindExtIdpLinkDataDto::new(sign_in_page(&source))))
    }

    /// Here the user has signed in at the identity source as soon as the browser is sent there.
    async fn link_ext_idp(&self, request: Request<LinkExtIdp>) -> Outcome<LinkExtIdpOutput, LinkExtIdpError> {
        let asked = request.into_inner();
        let source =
            find(&asked.ext_idp_conn_identifier, &asked.app_id, &asked.id_token).map_err(LinkExtIdpError::Envelope)?;
        let location = sign_in_page(&source);
        let mut identities = self.identities();
        let number = identities.len() + 1;
        identities.push(IdentityDto::new(
            format!("identity-{number}"),
            source.ext_idp_id,
            source.r#type,
            "primary",
            format!("user-{number}"),
            vec![source.identifier],
        ));
        Ok(Response::new(LinkExtIdpOutput::Found { location }))
    }

    async fn unlink_ext_idp(&self, request: Request<UnlinkExtIdp>) -> Outcome<(), UnlinkExtIdpError> {
        let source = request.into_inner().body.ext_idp_id;
        let mut identities = self.identities();
        let before = identities.len();
        identities.retain(|identity| identity.ext_idp_id != source);
        if identities.len() == before {
            Err(UnlinkExtIdpError::Envelope(failure(404, "The user has no account at this identity source.")))?;
        }
        Ok(Response::new(()))
    }

    async fn get_identities(&self, _: Request<GetIdentities>) -> Outcome<Vec<IdentityDto>, GetIdentitiesError> {
        Ok(Response::new(self.identities().clone()))
    }

    async fn get_application_enabled_ext_idps(
        &self,
        _: Request<GetApplicationEnabledExtIdps>,
    ) -> Outcome<Vec<ExtIdpInfoDto>, GetApplicationEnabledExtIdpsError> {
        Ok(Response::new(sources().into()))
    }
}

/// The document names two security schemes, so there are two questions.
impl Authenticator for Accounts {
    async fn bearer(&self, presented: Presented) -> Result<Principal, Denied> {
        accept(&presented, TOKEN)
    }

    async fn genauth_app_id(&self, presented: Presented) -> Result<Principal, Denied> {
        accept(&presented, APPLICATION)
    }
}

fn accept(presented: &Presented, expected: &str) -> Result<Principal, Denied> {
    if presented.secret().expose() == expected { Ok(Principal::anonymous()) } else { Err(Denied::unauthorized()) }
}

impl Accounts {
    fn identities(&self) -> MutexGuard<'_, Vec<IdentityDto>> {
        self.identities.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The identity sources of the application.
fn sources() -> [ExtIdpInfoDto; 2] {
    use ExtIdpInfoDtoExtIdpType::{Enterprise, Social};
    let page = "https://example.genauth.ai/connections";
    [
        ExtIdpInfoDto {
            name_en: Some("WeChat".to_owned()),
            ..ExtIdpInfoDto::new("my-wechat", "source-1", ExtIdpProvider::Wechat, Social, format!("{page}/1"), "微信")
        },
        ExtIdpInfoDto::new("acme", "source-2", ExtIdpProvider::AzureAd, Enterprise, format!("{page}/2"), "Acme SSO"),
    ]
}

/// The identity source of a connection, when the application and the user are known.
fn find(connection: &str, app: &str, id_token: &Secret) -> Result<ExtIdpInfoDto, CommonResponseDto> {
    if id_token.expose() != ID_TOKEN {
        return Err(failure(401, "This is nobody's ID token."));
    }
    let found = sources().into_iter().find(|source| app == APPLICATION && source.identifier == connection);
    found.ok_or_else(|| failure(404, "There is no such application, or it has no such connection."))
}

/// Where a user signs in to an identity source.
fn sign_in_page(source: &ExtIdpInfoDto) -> String {
    format!("https://{}.example.com/authorize?state=1831289", source.r#type)
}

fn failure(status_code: i64, message: &str) -> CommonResponseDto {
    CommonResponseDto::new(status_code, message)
}
