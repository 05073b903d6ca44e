//! A server of GenAuth that answers as it is told.

use identity_apis::genauth::api::{
    AccountBindingApi, GenerateLinkExtIdpUrl, GenerateLinkExtIdpUrlError, GetApplicationEnabledExtIdps,
    GetApplicationEnabledExtIdpsError, GetIdentities, GetIdentitiesError, LinkExtIdp, LinkExtIdpError,
    LinkExtIdpOutput, UnlinkExtIdp, UnlinkExtIdpError,
};
use identity_apis::genauth::server::{Authenticator, router, router_with};
use identity_apis::genauth::types::{
    CommonResponseDto, ExtIdpInfoDto, ExtIdpInfoDtoExtIdpType, ExtIdpProvider, GenerateBindExtIdpLinkDataDto,
    IdentityDto, UnlinkExtIdpDto,
};
use twinspec_runtime::server::axum::Router;
use twinspec_runtime::server::{Denied, Options, Presented, Principal};
use twinspec_runtime::{Credentials, EnvelopeMembers, Error, HeaderMap, Outcome, Request, Response, Unexpected};

use super::{ACCESS_TOKEN, APP_ID, App, ID_TOKEN, Notes, REFRESH_TOKEN, User, judge_bearer};

/// The method and the path of each operation, and a query and a body that do.
pub const OPERATIONS: [(&str, &str); 5] = [
    ("GET /api/v3/generate-link-extidp-url?ext_idp_conn_identifier=wx&app_id=a-1&id_token=s3cret-id-token", ""),
    ("GET /api/v3/link-extidp?ext_idp_conn_identifier=wx&app_id=a-1&id_token=s3cret-id-token", ""),
    ("POST /api/v3/unlink-extidp", r#"{"extIdpId":"e-1"}"#),
    ("GET /api/v3/get-identities", ""),
    ("GET /api/v3/get-application-enabled-extidps", ""),
];

/// What all operations answer.
#[derive(Debug, Clone, Default)]
pub enum Say {
    #[default]
    Success,
    /// `linkExtIdp` redirects to this place; the others succeed.
    Redirect(String),
    /// HTTP 200, and a body that says failure.
    Envelope(CommonResponseDto),
    Throttled(CommonResponseDto),
    Unexpected(Unexpected),
    /// The handler fails, for this reason.
    Crash(&'static str),
}

/// What a handler was asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    Generate(GenerateLinkExtIdpUrl),
    Link(LinkExtIdp),
    Unlink(UnlinkExtIdp),
    Identities(GetIdentities),
    Sources(GetApplicationEnabledExtIdps),
}

/// What a handler saw.
#[derive(Debug)]
pub struct Seen {
    pub asked: Asked,
    pub user: Option<User>,
    pub app: Option<App>,
    pub headers: HeaderMap,
    pub credentials: Option<Credentials>,
    /// The request as `Debug` shows it.
    pub shown: String,
}

/// Answers as it is told, and keeps what its handlers saw.
#[derive(Clone, Default)]
pub struct GenAuth {
    say: Say,
    members: Option<EnvelopeMembers>,
    pub seen: Notes<Seen>,
    /// What the authenticator was asked with, as `Debug` shows it.
    pub presented: Notes<String>,
}

impl GenAuth {
    pub fn saying(say: Say) -> Self {
        Self { say, ..Self::default() }
    }

    /// With these members around the data of a success.
    pub fn with_members(members: EnvelopeMembers) -> Self {
        Self { members: Some(members), ..Self::default() }
    }

    pub fn router(&self) -> Router {
        router(self.clone())
    }

    pub fn router_with(&self, options: Options) -> Router {
        router_with(self.clone(), options)
    }

    fn note<T: std::fmt::Debug>(&self, request: Request<T>, asked: fn(T) -> Asked) {
        let shown = format!("{request:?}");
        let (parts, message) = request.into_parts();
        self.seen.add(Seen {
            asked: asked(message),
            user: parts.extensions.get().cloned(),
            app: parts.extensions.get().cloned(),
            headers: parts.headers,
            credentials: parts.extensions.get().cloned(),
            shown,
        });
    }

    fn success<T>(&self, message: T) -> Response<T> {
        let mut response = Response::new(message);
        if let Some(members) = &self.members {
            response.extensions_mut().insert(members.clone());
        }
        response
    }
}

/// What an operation with these failures answers.
macro_rules! say {
    ($server:ident, $failure:ident, $success:expr) => {
        match &$server.say {
            Say::Success | Say::Redirect(_) => Ok($server.success($success)),
            Say::Envelope(body) => Err($failure::Envelope(body.clone()).into()),
            Say::Throttled(body) => Err($failure::TooManyRequests(body.clone()).into()),
            Say::Unexpected(answer) => Err(answer.clone().into_error()),
            Say::Crash(why) => Err(Error::other(*why)),
        }
    };
}

impl AccountBindingApi for GenAuth {
    async fn generate_link_ext_idp_url(
        &self,
        request: Request<GenerateLinkExtIdpUrl>,
    ) -> Outcome<GenerateBindExtIdpLinkDataDto, GenerateLinkExtIdpUrlError> {
        self.note(request, Asked::Generate);
        say!(self, GenerateLinkExtIdpUrlError, url())
    }

    async fn link_ext_idp(&self, request: Request<LinkExtIdp>) -> Outcome<LinkExtIdpOutput, LinkExtIdpError> {
        self.note(request, Asked::Link);
        if let Say::Redirect(location) = &self.say {
            return Ok(self.success(LinkExtIdpOutput::Found { location: location.clone() }));
        }
        say!(self, LinkExtIdpError, LinkExtIdpOutput::Ok(url()))
    }

    async fn unlink_ext_idp(&self, request: Request<UnlinkExtIdp>) -> Outcome<(), UnlinkExtIdpError> {
        self.note(request, Asked::Unlink);
        say!(self, UnlinkExtIdpError, ())
    }

    async fn get_identities(&self, request: Request<GetIdentities>) -> Outcome<Vec<IdentityDto>, GetIdentitiesError> {
        self.note(request, Asked::Identities);
        say!(self, GetIdentitiesError, identities())
    }

    async fn get_application_enabled_ext_idps(
        &self,
        request: Request<GetApplicationEnabledExtIdps>,
    ) -> Outcome<Vec<ExtIdpInfoDto>, GetApplicationEnabledExtIdpsError> {
        self.note(request, Asked::Sources);
        say!(self, GetApplicationEnabledExtIdpsError, sources())
    }
}

impl Authenticator for GenAuth {
    async fn bearer(&self, presented: Presented) -> Result<Principal, Denied> {
        self.presented.add(format!("{presented:?}"));
        judge_bearer(&presented)
    }

    async fn genauth_app_id(&self, presented: Presented) -> Result<Principal, Denied> {
        self.presented.add(format!("{presented:?}"));
        match presented.secret().expose().as_str() {
            APP_ID => Ok(Principal::new(App("a-1"))),
            _ => Err(Denied::unauthorized()),
        }
    }
}

pub fn generate() -> GenerateLinkExtIdpUrl {
    GenerateLinkExtIdpUrl::new("my-wechat", "a-1", ID_TOKEN)
}

pub fn link() -> LinkExtIdp {
    LinkExtIdp::new("my-wechat", "a-1", ID_TOKEN)
}

pub fn unlink() -> UnlinkExtIdp {
    UnlinkExtIdp::new(UnlinkExtIdpDto::new("e-1"))
}

/// A failure with everything that one can have.
pub fn failure(status_code: i64) -> CommonResponseDto {
    CommonResponseDto {
        api_code: Some(2_333_007),
        request_id: Some("r-1".to_owned()),
        ..CommonResponseDto::new(status_code, "no")
    }
}

pub fn url() -> GenerateBindExtIdpLinkDataDto {
    GenerateBindExtIdpLinkDataDto::new("https://idp.example.com/a?b=c&d=%20")
}

/// One identity with all that it can have, and one with only what it must.
pub fn identities() -> Vec<IdentityDto> {
    let least = IdentityDto::new("i-2", "e-1", ExtIdpProvider::Oidc, "primary", "u-2", vec![]);
    let connections = vec!["c-1".to_owned(), "c-2".to_owned()];
    let most = IdentityDto {
        user_info_in_idp: Some([("nickname".to_owned(), "Ädä".into())].into_iter().collect()),
        access_token: Some(ACCESS_TOKEN.into()),
        refresh_token: Some(REFRESH_TOKEN.into()),
        ..IdentityDto::new("i-1", "e-1", ExtIdpProvider::AzureAd, "openid", "u-1", connections)
    };
    vec![most, least]
}

/// One source with all that it can have, and one with only what it must.
pub fn sources() -> Vec<ExtIdpInfoDto> {
    let source = |kind, of| ExtIdpInfoDto::new("wx", "e-1", kind, of, "https://a/b", "微信");
    let most = ExtIdpInfoDto {
        name_en: Some("WeChat".to_owned()),
        desc: Some("使用微信账号登录".to_owned()),
        desc_en: Some("Sign in".to_owned()),
        logo: Some("https://a/l.svg".to_owned()),
        ..source(ExtIdpProvider::Wechat, ExtIdpInfoDtoExtIdpType::Social)
    };
    vec![most, source(ExtIdpProvider::Ldap, ExtIdpInfoDtoExtIdpType::Enterprise)]
}
