//! Each operation of both APIs and each answer that its document foresees: the generated client
//! against the generated server, in process and over TCP.

#![cfg(all(feature = "client", feature = "server", feature = "reqwest"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use identity_apis::genauth::api::{
    AccountBindingApi, GenerateLinkExtIdpUrlError, GetApplicationEnabledExtIdps, GetApplicationEnabledExtIdpsError,
    GetIdentities, GetIdentitiesError, LinkExtIdpError, LinkExtIdpOutput, UnlinkExtIdpError,
};
use identity_apis::genauth::{Client, server};
use identity_apis::lerian_identity::api::{LinkProviderToApplication, LinkProviderToApplicationError as Fault};
use identity_apis::lerian_identity::types::ProviderItemInput;
use support::genauth::{Asked, GenAuth, Say};
use support::lerian::Lerian;
use support::wire::{Wire, listen};
use support::{Notes, TOKEN, User, genauth, lerian};
use twinspec_runtime::server::axum::Router;
use twinspec_runtime::{EnvelopeMembers, Failure as _, Json, Request};

/// A client of this server, with a bearer token.
async fn client(wire: Wire, server: &GenAuth) -> Client {
    wire.genauth(server.router()).await.bearer(TOKEN).build().unwrap()
}

#[tokio::test]
async fn a_provider_is_linked() {
    for wire in Wire::BOTH {
        let server = Lerian::default();
        let client = wire.lerian(server.router()).await.bearer(TOKEN).build().unwrap();
        let input = ProviderItemInput {
            can_sign_in: Some(true),
            can_sign_up: Some(false),
            can_unlink: Some(true),
            prompted: Some(false),
            alert_type: Some("ä".to_owned()),
            rule: Some("\"\\\n".to_owned()),
            ..ProviderItemInput::new("p-1")
        };
        let link = LinkProviderToApplication::new(lerian::ID, input.clone());
        let answer = client.link_provider_to_application(link.clone()).await.unwrap();
        assert_eq!(answer.headers()["content-type"], "application/json");
        assert_eq!(answer.into_inner(), lerian::linked(&input), "{wire:?}");
        let seen = server.seen.one();
        assert_eq!(seen.get_ref(), &link, "{wire:?}");
        assert_eq!(seen.extensions().get(), Some(&User("ada")), "{wire:?}");
    }
}

#[tokio::test]
async fn linking_fails_in_each_documented_way() {
    for wire in Wire::BOTH {
        for (status, failure) in [
            (400, Fault::BadRequest(lerian::message("IDE-0001"))),
            (404, Fault::NotFound(lerian::message("IDE-1001"))),
            (409, Fault::Conflict(lerian::message("IDE-1011"))),
            (500, Fault::InternalServerError(lerian::message("IDE-0006"))),
        ] {
            let server = Lerian::failing(failure.clone());
            let client = wire.lerian(server.router()).await.bearer(TOKEN).build().unwrap();
            let error = client.link_provider_to_application(lerian::link()).await.unwrap_err();
            assert_eq!(error.status().unwrap(), status, "{wire:?}");
            assert_eq!(error.api(), Some(&failure), "{wire:?}");
            assert_eq!(failure.status(), status);
        }
    }
}

#[tokio::test]
async fn a_binding_link_is_generated() {
    for wire in Wire::BOTH {
        let server = GenAuth::default();
        let call = genauth::generate()
            .with_need_url_redirect("true")
            .with_only_redirect_token("")
            .with_need_form_post("a b+c&d=e")
            .with_target_url("https://app.example.com/back?x=1&y=ü#top");
        let answer = client(wire, &server).await.generate_link_ext_idp_url(call.clone()).await;
        assert_eq!(answer.unwrap().into_inner(), genauth::url(), "{wire:?}");
        assert_eq!(server.seen.one().asked, Asked::Generate(call), "{wire:?}");
        let call = genauth::generate();
        client(wire, &server).await.generate_link_ext_idp_url(call.clone()).await.unwrap();
        assert_eq!(server.seen.one().asked, Asked::Generate(call), "{wire:?}");
    }
}

#[tokio::test]
async fn a_source_is_linked_by_a_body() {
    for wire in Wire::BOTH {
        let server = GenAuth::default();
        let answer = client(wire, &server).await.link_ext_idp(genauth::link()).await.unwrap();
        assert_eq!(answer.into_inner(), LinkExtIdpOutput::Ok(genauth::url()), "{wire:?}");
        assert_eq!(server.seen.one().asked, Asked::Link(genauth::link()), "{wire:?}");
    }
}

#[tokio::test]
async fn a_source_is_linked_by_a_redirect_which_is_not_followed() {
    for wire in Wire::BOTH {
        let visits = Notes::default();
        let visit = visits.clone();
        let place = listen(Router::new().fallback(async move || visit.add(()))).await;
        let location = format!("{place}/sign-in?state=1");
        let server = GenAuth::saying(Say::Redirect(location.clone()));
        let answer = client(wire, &server).await.link_ext_idp(genauth::link()).await.unwrap();
        assert_eq!(answer.headers()["location"].to_str().unwrap(), location);
        assert_eq!(answer.into_inner(), LinkExtIdpOutput::Found { location }, "{wire:?}");
        assert_eq!(visits.take().len(), 0, "{wire:?}");
        reqwest::get(place).await.unwrap();
        assert_eq!(visits.take().len(), 1, "who does go there is seen");
    }
}

#[tokio::test]
async fn a_source_is_unlinked() {
    for wire in Wire::BOTH {
        let server = GenAuth::default();
        let () = client(wire, &server).await.unlink_ext_idp(genauth::unlink()).await.unwrap().into_inner();
        assert_eq!(server.seen.one().asked, Asked::Unlink(genauth::unlink()), "{wire:?}");
    }
}

#[tokio::test]
async fn identities_and_sources_are_listed() {
    for wire in Wire::BOTH {
        let server = GenAuth::default();
        let client = client(wire, &server).await;
        let identities = client.get_identities(GetIdentities::new()).await.unwrap();
        assert_eq!(identities.into_inner(), genauth::identities(), "{wire:?}");
        let call = GetApplicationEnabledExtIdps::new();
        let sources = client.get_application_enabled_ext_idps(call.clone()).await.unwrap();
        assert_eq!(sources.into_inner(), genauth::sources(), "{wire:?}");
        let asked: Vec<_> = server.seen.take().into_iter().map(|seen| seen.asked).collect();
        assert_eq!(asked, [Asked::Identities(GetIdentities::new()), Asked::Sources(call)]);
    }
}

/// Asserts that all operations fail in the same way.
macro_rules! assert_all_fail {
    ($client:expr, $status:expr, $variant:ident, $body:expr) => {{
        let (client, body) = (&$client, || $body);
        let error = client.generate_link_ext_idp_url(genauth::generate()).await.unwrap_err();
        assert_eq!(error.api(), Some(&GenerateLinkExtIdpUrlError::$variant(body())));
        assert_eq!(error.status().unwrap(), $status);
        let error = client.link_ext_idp(genauth::link()).await.unwrap_err();
        assert_eq!(error.api(), Some(&LinkExtIdpError::$variant(body())));
        assert_eq!(error.status().unwrap(), $status);
        let error = client.unlink_ext_idp(genauth::unlink()).await.unwrap_err();
        assert_eq!(error.api(), Some(&UnlinkExtIdpError::$variant(body())));
        assert_eq!(error.status().unwrap(), $status);
        let error = client.get_identities(GetIdentities::new()).await.unwrap_err();
        assert_eq!(error.api(), Some(&GetIdentitiesError::$variant(body())));
        assert_eq!(error.status().unwrap(), $status);
        let call = GetApplicationEnabledExtIdps::new();
        let error = client.get_application_enabled_ext_idps(call).await.unwrap_err();
        assert_eq!(error.api(), Some(&GetApplicationEnabledExtIdpsError::$variant(body())));
        assert_eq!(error.status().unwrap(), $status);
    }};
}

#[tokio::test]
async fn a_failure_in_the_envelope_of_each_operation() {
    for wire in Wire::BOTH {
        let server = GenAuth::saying(Say::Envelope(genauth::failure(403)));
        assert_all_fail!(client(wire, &server).await, 200, Envelope, genauth::failure(403));
        assert_eq!(server.seen.take().len(), 5, "{wire:?}");
    }
}

#[tokio::test]
async fn throttling_of_each_operation() {
    for wire in Wire::BOTH {
        let server = GenAuth::saying(Say::Throttled(genauth::failure(429)));
        assert_all_fail!(client(wire, &server).await, 429, TooManyRequests, genauth::failure(429));
        assert_eq!(server.seen.take().len(), 5, "{wire:?}");
    }
}

#[tokio::test]
async fn every_status_code_but_200_is_a_failure() {
    let codes = [400, 401, 402, 403, 404, 409, 413, 422, 429, 499, 500, 501, 502, 503, 601, 602, 603];
    for code in codes.into_iter().chain([0, 1, 199, 201, 204, 2000, -200, i64::MAX]) {
        let body = identity_apis::genauth::types::CommonResponseDto::new(code, "no");
        let server = GenAuth::saying(Say::Envelope(body.clone()));
        let client = client(Wire::InProcess, &server).await;
        let error = client.unlink_ext_idp(genauth::unlink()).await.unwrap_err();
        assert_eq!(error.api(), Some(&UnlinkExtIdpError::Envelope(body)));
    }
}

#[tokio::test]
async fn what_stands_around_the_data_of_a_success_is_kept() {
    for wire in Wire::BOTH {
        let members = EnvelopeMembers::new().with("message", "fine").with("requestId", "r-9");
        let client = client(wire, &GenAuth::with_members(members)).await;
        let answer = client.get_identities(GetIdentities::new()).await.unwrap();
        let around = answer.extensions().get::<EnvelopeMembers>().unwrap();
        assert_eq!(around.get("requestId"), Some(&Json::from("r-9")), "{wire:?}");
        assert_eq!(around.get("message"), Some(&Json::from("fine")), "{wire:?}");
        assert_eq!(around.get("data"), None, "{wire:?}");
        assert_eq!(answer.into_inner(), genauth::identities(), "{wire:?}");
    }
}

/// Code that is written against the contract alone.
async fn names(api: &impl AccountBindingApi) -> Vec<String> {
    let call = Request::new(GetApplicationEnabledExtIdps::new());
    let sources = api.get_application_enabled_ext_idps(call).await.unwrap().into_inner();
    sources.into_iter().map(|source| source.name).collect()
}

#[tokio::test]
async fn client_server_and_examples_are_the_same_to_their_users() {
    let server = GenAuth::default();
    assert_eq!(names(&server).await, ["微信", "微信"]);
    assert_eq!(names(&client(Wire::Socket, &server).await).await, ["微信", "微信"]);
    assert_eq!(names(&server::Examples).await, ["微信", "Acme SSO"]);
}
