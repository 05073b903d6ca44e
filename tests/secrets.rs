//! No secret appears where people look: not in what `Debug` and `Display` show, not in what a server
//! answers, not in a log.
//!
//! Every secret of these tests has [`SECRET`] in it, and nothing else has.

#![cfg(all(feature = "client", feature = "server", feature = "reqwest"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::fmt::Debug;
use std::time::Duration;

use identity_apis::genauth::api::{AccountBindingApi, GetApplicationEnabledExtIdps, GetIdentities, LinkExtIdp};
use identity_apis::genauth::types::{GetIdentitiesRespDto, IdentityDto};
use identity_apis::{genauth as genauth_api, lerian_identity};
use support::genauth::{GenAuth, OPERATIONS, Say};
use support::lerian::Lerian;
use support::log::{Log, shown};
use support::raw::Peer;
use support::wire::{JSON, Wire, always, listen, nobody, silent, speak};
use support::{APP_ID, ID_TOKEN, Notes, SECRET, TOKEN, genauth, lerian};
use twinspec_runtime::server::Options;
use twinspec_runtime::server::axum::Router;
use twinspec_runtime::{Credential, Credentials, Request, Response};

#[track_caller]
fn assert_silent(text: &str) {
    assert!(!text.contains(SECRET), "{text}");
}

/// Asserts that neither form of `Debug` shows a secret, but shows these words.
#[track_caller]
fn assert_shows(value: &dyn Debug, words: &[&str]) {
    for text in [format!("{value:?}"), format!("{value:#?}")] {
        assert_silent(&text);
        for word in words {
            assert!(text.contains(word), "{word} in {text}");
        }
    }
}

/// A builder of a client with all credentials, at this URL.
fn builder(url: &str) -> genauth_api::ClientBuilder {
    genauth_api::Client::builder().base_url(url).bearer(TOKEN).genauth_app_id(APP_ID)
}

#[test]
fn builders_and_clients() {
    let log = Log::listen();
    let url = "https://id.example.com";
    let headers = |builder: genauth_api::ClientBuilder| {
        builder
            .header("authorization", TOKEN)
            .header("cookie", TOKEN)
            .header("x-secret", TOKEN)
            .header("x-genauth-app-id", APP_ID)
    };
    assert_shows(&headers(builder(url)), &["id.example.com", "bearer", "genauthAppId"]);
    let client = headers(builder(url)).build().unwrap();
    assert_shows(&client, &["id.example.com", "bearer", "genauthAppId"]);
    let builder = || lerian_identity::Client::builder().bearer(TOKEN).user_agent("shop");
    assert_shows(&builder(), &["identity.sandbox.lerian.net"]);
    assert_shows(&builder().build().unwrap(), &["identity.sandbox.lerian.net"]);
    assert_silent(&log.text());
}

#[test]
fn what_a_client_cannot_be_built_with() {
    let log = Log::listen();
    let bad_header = builder("https://a").header("x-secret", &format!("{TOKEN}\n")).build().unwrap_err();
    assert_silent(&shown(&bad_header));
    for url in ["https://ada:s3cret@a", "https://a?token=s3cret", "https://ada:s3cret@{domain}"] {
        assert_silent(&shown(&builder(url).build().unwrap_err()));
        assert_shows(&builder(url), &["BaseUrl"]);
    }
    let server = genauth_api::client::Server::ApplicationsOwnHost { domain: "ada:s3cret@a".to_owned() };
    assert_silent(&shown(&builder("").server(server).build().unwrap_err()));
    assert_silent(&log.text());
}

#[test]
fn requests_and_responses() {
    let log = Log::listen();
    assert_shows(&genauth::generate().with_target_url("https://t"), &["my-wechat", "a-1", "https://t", "id_token"]);
    assert_shows(&genauth::link(), &["my-wechat", "a-1", "id_token"]);
    let mut request = Request::new(genauth::link());
    let mut response = Response::new(genauth::identities());
    for name in ["authorization", "cookie", "x-genauth-app-id", "x-other"] {
        request.headers_mut().insert(name, TOKEN.parse().unwrap());
    }
    for name in ["set-cookie", "location", "x-other"] {
        response.headers_mut().insert(name, TOKEN.parse().unwrap());
    }
    let mut credentials = Credentials::new();
    credentials.insert("bearer", Credential::bearer(TOKEN));
    credentials.insert("genauthAppId", Credential::api_key(APP_ID));
    assert_shows(&credentials, &["bearer", "genauthAppId"]);
    request.extensions_mut().insert(credentials);
    assert_shows(&request, &["my-wechat", "x-other"]);
    assert_shows(&request.into_parts().0, &["x-other"]);
    assert_shows(&response, &["openid", "access_token", "refresh_token", "location"]);
    let whole = GetIdentitiesRespDto::new(200, "fine", response.into_inner());
    assert_shows(&whole, &["fine", "openid"]);
    let first: IdentityDto = whole.data.into_iter().next().unwrap();
    assert_shows(&first, &["u-1"]);
    assert_silent(&log.text());
}

/// Calls of all kinds, and what is shown of how they fail.
async fn failures(client: &genauth_api::Client) -> Vec<String> {
    let mut all = Vec::new();
    all.extend(client.generate_link_ext_idp_url(genauth::generate()).await.err().map(|error| shown(&error)));
    all.extend(client.link_ext_idp(genauth::link()).await.err().map(|error| shown(&error)));
    all.extend(client.get_identities(GetIdentities::new()).await.err().map(|error| shown(&error)));
    all
}

#[track_caller]
fn assert_all_fail(failures: &[String]) {
    assert_eq!(failures.len(), 3, "{failures:?}");
    for text in failures {
        assert_silent(text);
        for part_of_the_url in ["id_token", "app_id", "my-wechat", "extidp"] {
            assert!(!text.contains(part_of_the_url), "{text}");
        }
    }
}

#[tokio::test]
async fn answers_that_are_not_understood() {
    let log = Log::listen();
    let headers: &[(&str, &str)] = &[
        ("content-type", "application/json"),
        ("set-cookie", "s3cret"),
        ("location", "https://a?id_token=s3cret"),
        ("x-s", "s3cret"),
    ];
    for wire in Wire::BOTH {
        for (status, body) in [
            (418, "s3cret"),
            (401, r#"{"token":"s3cret"}"#),
            (200, "s3cret"),
            (200, r#"{"statusCode":200,"message":"m","data":"s3cret"}"#),
            (200, r#"{"statusCode":200,"message":"m","data":[{"accessToken":["s3cret"],"s3cret":1}]}"#),
            (200, r#"{"statusCode":"s3cret","message":{"s3cret":1}}"#),
            (200, r#"{"statusCode":200,"message":"m","data":{"url":["s3cret"]},"s3cret":"#),
            (429, r#"["s3cret"]"#),
        ] {
            let client = wire.genauth(always(status, headers, body)).await.bearer(TOKEN).genauth_app_id(APP_ID);
            assert_all_fail(&failures(&client.build().unwrap()).await);
            let client = wire.genauth(always(status, headers, body)).await.response_limit(1);
            assert_all_fail(&failures(&client.build().unwrap()).await);
        }
    }
    assert_silent(&log.everything());
}

#[tokio::test]
async fn connections_that_fail() {
    let broken = b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\nlocation: s3cret\r\n\r\ns3cret";
    let log = Log::listen();
    for url in [
        nobody(),
        speak(b"s3cret\r\n\r\n", false).await,
        speak(broken, false).await,
        "http://127.0.0.1.9.9.9".to_owned(),
        "http://no-such-host.invalid".to_owned(),
        "https://127.0.0.1:1".to_owned(),
    ] {
        let client = builder(&url).timeout(Duration::from_secs(3)).build().unwrap();
        assert_all_fail(&failures(&client).await);
    }
    let slow = builder(&listen(silent()).await).timeout(Duration::from_millis(50)).build().unwrap();
    assert_all_fail(&failures(&slow).await);
    assert!(log.text().contains(r#"error.type="transport""#) && log.text().contains(r#"error.type="timeout""#));
    assert_silent(&log.everything());
    assert!(!log.text().contains("my-wechat"), "{}", log.text());
}

#[tokio::test]
async fn requests_that_cannot_be_sent() {
    let log = Log::listen();
    let client = genauth_api::Client::builder().transport(GenAuth::default().router());
    let client = client.bearer(format!("{TOKEN}\n")).genauth_app_id(APP_ID).build().unwrap();
    assert_all_fail(&failures(&client).await);
    let client = builder("http://a").transport(GenAuth::default().router()).build().unwrap();
    let endless = LinkExtIdp::new("c", "a", ID_TOKEN.repeat(10_000));
    assert_silent(&shown(&client.link_ext_idp(endless).await.unwrap_err()));
    let input = lerian_identity::types::ProviderItemInput::new(TOKEN);
    let call = lerian_identity::api::LinkProviderToApplication::new("..", input);
    let client = lerian_identity::Client::builder().bearer(TOKEN).transport(Router::new()).build().unwrap();
    assert_silent(&shown(&client.link_provider_to_application(call).await.unwrap_err()));
    assert_silent(&log.everything());
}

/// Calls each operation once.
async fn call_all(api: &impl AccountBindingApi) {
    let _ = api.generate_link_ext_idp_url(genauth::generate().into()).await;
    let _ = api.link_ext_idp(genauth::link().into()).await;
    let _ = api.unlink_ext_idp(genauth::unlink().into()).await;
    let _ = api.get_identities(GetIdentities::new().into()).await;
    let _ = api.get_application_enabled_ext_idps(GetApplicationEnabledExtIdps::new().into()).await;
}

#[tokio::test]
async fn traces_of_calls() {
    for wire in Wire::BOTH {
        let log = Log::listen();
        for server in [
            GenAuth::default().router(),
            GenAuth::saying(Say::Redirect("https://a?s3cret".to_owned())).router(),
            GenAuth::saying(Say::Envelope(genauth::failure(403))).router(),
            GenAuth::saying(Say::Throttled(genauth::failure(429))).router(),
            always(418, JSON, "s3cret"),
            always(200, JSON, r#"{"statusCode":200,"message":"s3cret","data":"s3cret"}"#),
        ] {
            let client = wire.genauth(server).await.bearer(TOKEN).genauth_app_id(APP_ID).build().unwrap();
            call_all(&client).await;
            call_all(&client.clone()).await;
        }
        let client = wire.lerian(Lerian::default().router()).await.bearer(TOKEN).build().unwrap();
        let mut link = lerian::link();
        link.id = "s3cret-id".to_owned();
        client.link_provider_to_application(link).await.unwrap();
        let text = log.text();
        assert_silent(&log.everything());
        for word in ["my-wechat", "a-1", "e-1", "idp.example.com"] {
            assert!(!text.contains(word), "{wire:?} {word} in {text}");
        }
        for line in [
            "http.client otel.name=GET /api/v3/link-extidp otel.kind=\"client\" http.request.method=GET \
             url.template=\"/api/v3/link-extidp\" openapi.operation_id=\"linkExtIdp\"",
            "url.template=\"/v1/applications/{id}/providers\" openapi.operation_id=\"linkProviderToApplication\"",
            "record http.response.status_code=200",
            "record http.response.status_code=302",
            "record http.response.status_code=201",
            "record error.type=\"429\"",
            "record error.type=\"418\"",
        ] {
            assert!(text.contains(line), "{wire:?} no {line} in {text}");
        }
    }
}

/// Requests with secrets in each place, most of which are refused.
async fn knock(peer: &Peer) -> Vec<String> {
    let bearer = format!("Bearer {TOKEN}");
    let json = ("content-type", "application/json");
    let all = [("authorization", bearer.as_str()), ("x-genauth-app-id", APP_ID), json];
    let mut answers = Vec::new();
    for (line, headers, body) in [
        ("GET /api/v3/link-extidp?id_token=s3cret&id_token=s3cret&s3cret=1", &all[..], ""),
        ("GET /api/v3/link-extidp?id_token=%FFs3cret", &all, ""),
        (OPERATIONS[0].0, &[("authorization", "Bearer s3cret-wrong"), ("x-genauth-app-id", APP_ID)], ""),
        (OPERATIONS[0].0, &[("authorization", "Bearer s3cret-weak-token")], ""),
        ("GET /s3cret?id_token=s3cret", &all, ""),
        ("PUT /api/v3/link-extidp?id_token=s3cret", &all, ""),
        ("POST /api/v3/unlink-extidp", &all, r#"{"extIdpId":["s3cret"],"s3cret":1}"#),
        ("POST /api/v3/unlink-extidp", &all, "s3cret"),
        ("POST /api/v3/unlink-extidp", &[all[0], ("content-type", "s3cret/s3cret")], "s3cret"),
        ("POST /api/v3/unlink-extidp", &[all[0], json, ("accept", "s3cret/s3cret")], "s3cret"),
        ("POST /api/v3/unlink-extidp", &all, &"s3cret".repeat(1000)),
        (OPERATIONS[1].0, &all, ""),
        (OPERATIONS[3].0, &all, ""),
    ] {
        let answer = peer.send(line, headers, body).await;
        answers.push(format!("{:?} {}", answer.headers, answer.body));
    }
    answers
}

#[tokio::test]
async fn servers_that_refuse_or_fail() {
    for wire in Wire::BOTH {
        let log = Log::listen();
        let rejections = Notes::default();
        let seen = rejections.clone();
        let options = Options::default().body_limit(1000).on_reject(move |rejection| {
            seen.add(format!("{} {rejection:#?}", shown(rejection)));
            None
        });
        let server = GenAuth::saying(Say::Crash("the database is away"));
        let answers = knock(&Peer::new(wire, server.router_with(options)).await).await;
        let rejections = rejections.take();
        assert_eq!((rejections.len(), answers.len()), (13, 13), "{wire:?}");
        for text in answers.iter().chain(&rejections) {
            assert_silent(text);
        }
        let presented = server.presented.take();
        assert!(presented.len() > 12 && presented[0].contains("linkExtIdp"), "{presented:?}");
        assert_silent(&presented.concat());
        let seen: Vec<_> = server.seen.take().into_iter().map(|seen| seen.shown).collect();
        assert!(seen[0].contains("LinkExtIdp") && seen[1].contains("GetIdentities"), "{seen:?}");
        assert_silent(&seen.concat());
        assert!(log.text().contains("the database is away"), "who runs the server learns of it");
        assert_silent(&log.everything());
    }
}

#[tokio::test]
async fn gateways_that_fail() {
    for wire in Wire::BOTH {
        let log = Log::listen();
        let timeout = Duration::from_millis(50);
        let broken = genauth_api::Client::builder().transport(always(200, JSON, r#"{"statusCode":["s3cret"]}"#));
        for upstream in [
            genauth_api::Client::new(nobody().as_str()).unwrap(),
            genauth_api::Client::builder().transport(silent()).timeout(timeout).build().unwrap(),
            broken.build().unwrap(),
        ] {
            for answer in knock(&Peer::new(wire, genauth_api::server::router(upstream.clone())).await).await {
                assert_silent(&answer);
            }
            let client = wire.genauth(genauth_api::server::router(upstream)).await.bearer(TOKEN);
            assert_all_fail(&failures(&client.build().unwrap()).await);
        }
        for word in ["the handler failed", "no answer within 50ms", "/statusCode must be"] {
            assert!(log.text().contains(word), "{wire:?}: {word} in {}", log.text());
        }
        assert_silent(&log.everything());
    }
}
