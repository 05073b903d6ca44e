//! Credentials: where the generated client puts them, and whom the generated server lets in.

#![cfg(all(feature = "client", feature = "server", feature = "reqwest"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use identity_apis::genauth::api::{GetApplicationEnabledExtIdps, GetIdentities};
use identity_apis::{genauth as genauth_api, lerian_identity};
use support::genauth::{GenAuth, OPERATIONS};
use support::lerian::Lerian;
use support::raw::Peer;
use support::wire::{JSON, Recorder, Sent, Wire, always};
use support::{APP_ID, App, SECRET, TOKEN, User, WEAK_TOKEN, genauth, lerian};
use twinspec_runtime::server::axum::Router;
use twinspec_runtime::{Credential, Credentials, Error, Request};

/// A server of both APIs at once, and what was sent to it.
fn recorder() -> Recorder<Router> {
    Recorder::new(always(200, JSON, r#"{"statusCode":200,"message":"m","data":[]}"#))
}

/// Calls each operation of GenAuth once; what became of it does not matter.
async fn call_all(client: &genauth_api::Client) {
    let _ = client.generate_link_ext_idp_url(genauth::generate()).await;
    let _ = client.link_ext_idp(genauth::link()).await;
    let _ = client.unlink_ext_idp(genauth::unlink()).await;
    let _ = client.get_identities(GetIdentities::new()).await;
    let _ = client.get_application_enabled_ext_idps(GetApplicationEnabledExtIdps::new()).await;
}

/// Asserts that a request has these credentials, once each, and nowhere else.
#[track_caller]
fn assert_carries(sent: &Sent, authorization: Option<&str>, app: Option<&str>) {
    assert_eq!(sent.header("authorization"), authorization, "{sent:?}");
    assert_eq!(sent.header("x-genauth-app-id"), app, "{sent:?}");
    for (name, value) in &sent.headers {
        let of_its_own = matches!(name.as_str(), "authorization" | "x-genauth-app-id");
        assert!(of_its_own || !value.to_str().unwrap().contains(SECRET), "{name}: {value:?}");
        assert_eq!(sent.headers.get_all(name).iter().count(), 1, "{name}");
        assert_eq!(value.is_sensitive(), of_its_own, "{name}");
    }
    let url = sent.uri.to_string();
    assert!(!url.contains(TOKEN) && !url.contains(APP_ID) && !sent.body.contains(SECRET));
}

#[tokio::test]
async fn each_operation_carries_what_the_document_asks_for() {
    let bearer = format!("Bearer {TOKEN}");
    for (token, app, expected) in [
        (Some(TOKEN), Some(APP_ID), (Some(bearer.as_str()), Some(APP_ID))),
        (Some(TOKEN), None, (Some(bearer.as_str()), None)),
        (None, Some(APP_ID), (None, None)),
        (None, None, (None, None)),
    ] {
        let recorder = recorder();
        let mut builder = genauth_api::Client::builder().transport(recorder.clone());
        if let Some(token) = token {
            builder = builder.bearer(token);
        }
        if let Some(app) = app {
            builder = builder.genauth_app_id(app);
        }
        call_all(&builder.build().unwrap()).await;
        let sent = recorder.sent.take();
        assert_eq!(sent.len(), OPERATIONS.len());
        for (sent, (line, _)) in sent.iter().zip(OPERATIONS) {
            assert!(line.starts_with(&format!("{} {}", sent.method, sent.uri.path())), "{sent:?}");
            assert_carries(sent, expected.0, expected.1);
        }
    }
}

#[tokio::test]
async fn linking_a_provider_carries_a_bearer_token() {
    for token in [Some(TOKEN), None] {
        let recorder = recorder();
        let mut builder = lerian_identity::Client::builder().transport(recorder.clone());
        if let Some(token) = token {
            builder = builder.bearer(token);
        }
        let _ = builder.build().unwrap().link_provider_to_application(lerian::link()).await;
        let expected = token.map(|token| format!("Bearer {token}"));
        assert_carries(&recorder.sent.one(), expected.as_deref(), None);
    }
}

#[tokio::test]
async fn a_request_may_bring_its_own_credentials() {
    let recorder = recorder();
    let client = genauth_api::Client::builder().transport(recorder.clone()).build().unwrap();
    let mut credentials = Credentials::new();
    credentials.insert("bearer", Credential::bearer(TOKEN));
    credentials.insert("basic", Credential::basic("ada".to_owned(), WEAK_TOKEN));
    let mut request = Request::new(GetIdentities::new());
    request.extensions_mut().insert(credentials);
    client.get_identities(request).await.unwrap();
    assert_carries(&recorder.sent.one(), Some(&format!("Bearer {TOKEN}")), None);
}

#[tokio::test]
async fn a_token_that_no_header_can_hold_is_not_sent() {
    let recorder = recorder();
    for token in [format!("{TOKEN}\r\nx-evil: 1"), format!("{TOKEN}\n"), format!("{TOKEN}\0")] {
        let client = genauth_api::Client::builder().transport(recorder.clone()).bearer(token);
        let error = client.build().unwrap().get_identities(GetIdentities::new()).await.unwrap_err();
        assert!(matches!(error, Error::Auth(_)), "{error:?}");
    }
    assert_eq!(recorder.sent.take().len(), 0);
}

#[tokio::test]
async fn the_server_knows_its_caller_by_either_alternative() {
    for wire in Wire::BOTH {
        let server = GenAuth::default();
        let both = wire.genauth(server.router()).await.bearer(TOKEN).genauth_app_id(APP_ID);
        call_all(&both.build().unwrap()).await;
        let seen = server.seen.take();
        assert_eq!(seen.len(), 5, "{wire:?}");
        for seen in seen {
            assert_eq!((seen.user, seen.app), (Some(User("ada")), Some(App("a-1"))), "{wire:?}");
        }
        call_all(&wire.genauth(server.router()).await.bearer(TOKEN).build().unwrap()).await;
        let seen = server.seen.take();
        assert_eq!(seen.len(), 5, "{wire:?}");
        for seen in seen {
            assert_eq!((seen.user, seen.app), (Some(User("ada")), None), "{wire:?}");
        }
    }
}

#[tokio::test]
async fn an_app_id_that_is_not_accepted_is_not_believed() {
    let server = GenAuth::default();
    let builder = Wire::InProcess.genauth(server.router()).await.bearer(TOKEN).genauth_app_id("other");
    builder.build().unwrap().get_identities(GetIdentities::new()).await.unwrap();
    let seen = server.seen.one();
    assert_eq!((seen.user, seen.app), (Some(User("ada")), None), "the bearer token alone will do");
}

#[tokio::test]
async fn nobody_passes_without_a_token() {
    let bearer = format!("Bearer {TOKEN}");
    let twice = [("authorization", bearer.as_str()), ("authorization", bearer.as_str())];
    let basic = format!("Basic {TOKEN}");
    let nothing_but_challenges = r#"Bearer realm="api" | ApiKey in="header", name="x-genauth-app-id""#;
    let invalid = r#"Bearer realm="api", error="invalid_token" | ApiKey in="header", name="x-genauth-app-id""#;
    let cases = [
        (&[][..], 401, nothing_but_challenges),
        (&[("x-genauth-app-id", APP_ID)], 401, nothing_but_challenges),
        (&[("authorization", "Bearer wrong")], 401, invalid),
        (&[("authorization", "Bearer wrong"), ("x-genauth-app-id", APP_ID)], 401, invalid),
        (&[("authorization", "Bearer")], 401, nothing_but_challenges),
        (&[("authorization", TOKEN)], 401, nothing_but_challenges),
        (&[("authorization", &basic)], 401, nothing_but_challenges),
        (&twice, 401, nothing_but_challenges),
        (&[("authorization", "Bearer s3cret-weak-token")], 403, ""),
    ];
    for wire in Wire::BOTH {
        let server = GenAuth::default();
        let peer = Peer::new(wire, server.router()).await;
        for (line, body) in OPERATIONS {
            for (headers, status, challenges) in cases {
                let headers = [headers, &[("content-type", "application/json")]].concat();
                let answer = peer.send(line, &headers, body).await;
                assert_eq!(answer.status, status, "{line} {headers:?}");
                assert_eq!(answer.header("www-authenticate"), challenges, "{line} {headers:?}");
                assert_eq!(server.seen.take().len(), 0, "{line} {headers:?}");
            }
        }
    }
}

#[tokio::test]
async fn the_scheme_of_a_token_has_no_case() {
    let server = GenAuth::default();
    let peer = Peer::new(Wire::InProcess, server.router()).await;
    for scheme in ["bearer", "BEARER", "Bearer "] {
        let authorization = format!("{scheme} {TOKEN}");
        let answer = peer.send(OPERATIONS[3].0, &[("authorization", &authorization)], "").await;
        assert_eq!((answer.status, server.seen.take().len()), (200, 1), "{authorization}");
    }
}

#[tokio::test]
async fn a_client_without_a_token_is_told() {
    for wire in Wire::BOTH {
        let server = Lerian::default();
        for (token, status) in [(None, 401), (Some("wrong"), 401), (Some(WEAK_TOKEN), 403)] {
            let mut builder = wire.lerian(server.router()).await;
            if let Some(token) = token {
                builder = builder.bearer(token);
            }
            let error = builder.build().unwrap().link_provider_to_application(lerian::link()).await.unwrap_err();
            let Error::Unexpected(answer) = &error else { panic!("{error:?}") };
            assert_eq!(answer.status, status, "{wire:?}");
            let challenge = answer.headers.get("www-authenticate").map(|value| value.to_str().unwrap());
            assert_eq!(challenge.is_some(), status == 401, "{wire:?} {challenge:?}");
            assert_eq!(server.seen.take().len(), 0, "{wire:?}");
        }
    }
}

#[tokio::test]
async fn handlers_do_not_see_credentials_among_the_headers() {
    for wire in Wire::BOTH {
        let server = GenAuth::default();
        let peer = Peer::new(wire, server.router()).await;
        let bearer = format!("Bearer {TOKEN}");
        let headers = [("authorization", bearer.as_str()), ("x-genauth-app-id", APP_ID), ("x-trace", "7")];
        assert_eq!(peer.send(OPERATIONS[3].0, &headers, "").await.status, 200);
        let seen = server.seen.one();
        assert_eq!(seen.headers["x-trace"], "7");
        assert!(!format!("{:?}", seen.headers).contains(SECRET), "{wire:?}");
        let credentials = seen.credentials.unwrap();
        assert_eq!(credentials.get("bearer").unwrap().secret().expose(), TOKEN, "{wire:?}");
        assert_eq!(credentials.get("genauthAppId").unwrap().secret().expose(), APP_ID, "{wire:?}");
    }
}
