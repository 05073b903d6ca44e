//! Servers that do not keep to their document, and connections that fail: what the generated client
//! makes of them.

#![cfg(all(feature = "client", feature = "server", feature = "reqwest"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::time::Duration;

use identity_apis::genauth::api::{GetIdentities, UnlinkExtIdpError};
use identity_apis::lerian_identity::Client;
use identity_apis::lerian_identity::api::{LinkProviderToApplication, LinkProviderToApplicationError as Fault};
use identity_apis::lerian_identity::types::{ProviderItemInput, ProviderItemResponse};
use support::genauth::{GenAuth, Say};
use support::lerian::Lerian;
use support::wire::{JSON, Wire, always, late, nobody, silent, speak};
use support::{TOKEN, genauth, lerian};
use twinspec_runtime::server::Options;
use twinspec_runtime::server::axum::Router;
use twinspec_runtime::{Error, Failure, HeaderName, HeaderValue, Request, Response, Unexpected, status};

/// The failure of linking a provider at this server.
async fn link_at(wire: Wire, server: Router) -> Error<Fault> {
    let client = wire.lerian(server).await.build().unwrap();
    client.link_provider_to_application(lerian::link()).await.unwrap_err()
}

/// Places and messages of a [`Error::Decode`], one a line, with the status and the body.
#[track_caller]
fn decode<F: std::fmt::Debug>(error: &Error<F>) -> (u16, String, String) {
    let Error::Decode(decode) = error else { panic!("{error:?}") };
    let body = String::from_utf8(decode.body.to_vec()).unwrap();
    (decode.status.as_u16(), body, decode.violations.to_string())
}

#[track_caller]
fn unexpected<F: Failure>(error: &Error<F>) -> (u16, &str, String) {
    let Error::Unexpected(answer) = error else { panic!("{error:?}") };
    assert_eq!(error.status(), Some(answer.status));
    let kind = answer.headers.get("content-type").map_or("", |value| value.to_str().unwrap());
    (answer.status.as_u16(), kind, String::from_utf8(answer.body.to_vec()).unwrap())
}

#[tokio::test]
async fn an_undocumented_status_is_kept_whole() {
    const HEADERS: &[(&str, &str)] = &[("content-type", "text/tea"), ("x-pot", "a"), ("x-pot", "b")];
    for wire in Wire::BOTH {
        for code in [200, 202, 302, 401, 403, 418, 422, 503, 599] {
            let error = link_at(wire, always(code, HEADERS, "short and stout")).await;
            let expected = (code, "text/tea", "short and stout".to_owned());
            assert_eq!(unexpected(&error), expected, "{wire:?}");
            let Error::Unexpected(answer) = error else { panic!() };
            let pots: Vec<_> = answer.headers.get_all("x-pot").iter().collect();
            assert_eq!(pots, ["a", "b"], "{wire:?} {code}");
        }
        for code in [201, 400, 404, 418, 500, 503] {
            let server = always(code, JSON, r#"{"statusCode":200,"message":"m"}"#);
            let client = wire.genauth(server).await.build().unwrap();
            let error = client.unlink_ext_idp(genauth::unlink()).await.unwrap_err();
            assert_eq!(unexpected(&error).0, code, "{wire:?}");
        }
    }
}

#[tokio::test]
async fn an_undocumented_status_of_a_handler_arrives_whole() {
    let teapot = Unexpected::new(status(418))
        .with_header(HeaderName::from_static("x-pot"), HeaderValue::from_static("a"))
        .with_body("text/tea", "short and stout");
    for wire in Wire::BOTH {
        let server = GenAuth::saying(Say::Unexpected(teapot.clone()));
        let client = wire.genauth(server.router()).await.bearer(TOKEN).build().unwrap();
        let error = client.get_identities(GetIdentities::new()).await.unwrap_err();
        let expected = (418, "text/tea", "short and stout".to_owned());
        assert_eq!(unexpected(&error), expected, "{wire:?}");
        let Error::Unexpected(answer) = error else { panic!() };
        assert_eq!(answer.headers["x-pot"], "a", "{wire:?}");
    }
}

#[tokio::test]
async fn a_documented_status_with_broken_json() {
    for wire in Wire::BOTH {
        for code in [201, 400, 404, 409, 500] {
            for body in ["", "{", r#"{"code":"#, "no", "{} {}", "{\"code\":\"\u{1}\"}"] {
                let error = link_at(wire, always(code, JSON, body)).await;
                let (status, kept, faults) = decode(&error);
                assert_eq!((status, kept.as_str()), (code, body), "{wire:?}");
                assert!(faults.contains("is not JSON"), "{body}: {faults}");
            }
        }
        for code in [200, 429] {
            let client = wire.genauth(always(code, JSON, "{")).await.build().unwrap();
            let error = client.get_identities(GetIdentities::new()).await.unwrap_err();
            assert_eq!(decode(&error).0, code, "{wire:?}");
        }
    }
}

#[tokio::test]
async fn every_wrong_type_is_told_with_its_place() {
    for wire in Wire::BOTH {
        let body = r#"{"providerId":1,"category":2,"type":{},"canSignIn":"true","canSignUp":0,"rule":[]}"#;
        let (status, kept, faults) = decode(&link_at(wire, always(201, JSON, body)).await);
        assert_eq!((status, kept.as_str()), (201, body));
        let places: Vec<_> = faults.lines().map(|line| line.split(' ').next().unwrap()).collect();
        let expected = ["/providerId", "/category", "/type", "/canSignIn", "/canSignUp", "/rule"];
        assert_eq!(places, expected, "{wire:?}");
        let (_, _, faults) = decode(&link_at(wire, always(409, JSON, r#"{"code":1,"title":2}"#)).await);
        assert_eq!(faults, "/code must be a string, not an integer\n/title must be a string, not an integer");
        let (_, _, faults) = decode(&link_at(wire, always(404, JSON, "[]")).await);
        assert_eq!(faults, "the value must be an object, not an empty array");
    }
}

#[tokio::test]
async fn an_envelope_that_does_not_keep_its_word() {
    let identity = r#"{"extIdpId":"e","provider":"qq","type":"t","userIdInIdp":"u","originConnIds":["a",1]}"#;
    let list = format!(r#"{{"statusCode":200,"message":"m","data":[{identity},{{"identityId":true}}]}}"#);
    for (body, expected) in [
        (r#"{"statusCode":200,"message":"m"}"#, "/data is required"),
        (r#"{"statusCode":200,"message":"m","data":{}}"#, "/data must be an array, not an object"),
        (r#"{"statusCode":"200","message":"m"}"#, "/statusCode must be a number, not a string"),
        (r#"{"statusCode":403}"#, "/message is required"),
        (r#"{"message":"m","data":[]}"#, "/statusCode is required"),
        ("[]", "the value must be an object, not an empty array"),
        (
            list.as_str(),
            "/data/0/identityId is required\n/data/0/originConnIds/1 must be a string, not an integer\n\
             /data/1/identityId must be a string, not a boolean\n/data/1/extIdpId is required\n\
             /data/1/provider is required\n/data/1/type is required\n/data/1/userIdInIdp is required\n\
             /data/1/originConnIds is required",
        ),
    ] {
        let client = Wire::InProcess.genauth(always(200, JSON, body)).await.build().unwrap();
        let error = client.get_identities(GetIdentities::new()).await.unwrap_err();
        assert_eq!(decode(&error).2, expected, "{body}");
    }
    // The vendor's own sample has an empty `data` where its table says that `url` is required.
    let sample = always(200, JSON, r#"{"statusCode":200,"message":"m","data":{}}"#);
    let client = Wire::InProcess.genauth(sample).await.build().unwrap();
    let error = client.generate_link_ext_idp_url(genauth::generate()).await.unwrap_err();
    assert_eq!(decode(&error).2, "/data/url is required");
}

#[tokio::test]
async fn a_documented_status_with_another_media_type() {
    const HTML: &[(&str, &str)] = &[("content-type", "text/html; charset=utf-8")];
    const PROBLEM: &[(&str, &str)] = &[("content-type", "application/problem+json")];
    for wire in Wire::BOTH {
        for code in [201, 404, 500] {
            for (headers, kind) in [(HTML, HTML[0].1), (PROBLEM, PROBLEM[0].1)] {
                let error = link_at(wire, always(code, headers, "{}")).await;
                assert_eq!(unexpected(&error), (code, kind, "{}".to_owned()), "{wire:?}");
            }
        }
        let client = wire.genauth(always(429, HTML, "<p>")).await.build().unwrap();
        let error = client.unlink_ext_idp(genauth::unlink()).await.unwrap_err();
        assert_eq!(unexpected(&error), (429, HTML[0].1, "<p>".to_owned()), "{wire:?}");
    }
}

#[tokio::test]
async fn a_redirect_to_nowhere() {
    for wire in Wire::BOTH {
        let client = wire.genauth(always(302, &[], "")).await.build().unwrap();
        let error = client.link_ext_idp(genauth::link()).await.unwrap_err();
        assert_eq!(decode(&error).2, "/header/Location is required", "{wire:?}");
    }
}

const SHORT: Duration = Duration::from_millis(60);
const LONG: Duration = Duration::from_mins(1);

#[tokio::test]
async fn a_server_that_is_too_slow() {
    for wire in Wire::BOTH {
        let client = wire.lerian(silent()).await.timeout(SHORT).build().unwrap();
        let error = client.link_provider_to_application(lerian::link()).await.unwrap_err();
        assert!(matches!(error, Error::Timeout(after) if after == SHORT), "{wire:?} {error:?}");

        let client = wire.lerian(silent()).await.timeout(LONG).build().unwrap();
        let mut request = Request::new(lerian::link());
        request.set_timeout(SHORT);
        let error = client.link_provider_to_application(request).await.unwrap_err();
        assert!(matches!(error, Error::Timeout(after) if after == SHORT), "{wire:?} {error:?}");

        let client = wire.lerian(late(SHORT * 4, 201, JSON, "{}")).await.timeout(SHORT).build().unwrap();
        let mut request = Request::new(lerian::link());
        request.set_timeout(LONG);
        let answer = client.link_provider_to_application(request).await.unwrap();
        assert_eq!(answer.into_inner(), ProviderItemResponse::default(), "{wire:?}");
    }
}

#[tokio::test]
async fn connections_that_fail() {
    let refused = nobody();
    let garbage = speak(b"220 mail.example.com ESMTP\r\n", false).await;
    let half_a_head = speak(b"HTTP/1.1 201 Created\r\ncontent-ty", false).await;
    let half_a_body = speak(b"HTTP/1.1 201 Created\r\ncontent-length: 99\r\n\r\n{\"rule\"", false).await;
    for url in [refused, garbage, half_a_head, half_a_body] {
        let client = Client::new(url.as_str()).unwrap();
        let error = client.link_provider_to_application(lerian::link()).await.unwrap_err();
        assert!(matches!(error, Error::Transport(_)), "{error:?}");
        assert_eq!(error.status(), None);
        assert!(std::error::Error::source(&error).is_some(), "the cause is told");
    }
    let stuck = speak(b"HTTP/1.1 201 Created\r\ncontent-length: 99\r\n\r\n{\"rule\"", true).await;
    let client = Client::builder().base_url(stuck).timeout(SHORT).build().unwrap();
    let error = client.link_provider_to_application(lerian::link()).await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "the body is part of the call: {error:?}");
}

#[tokio::test]
async fn an_answer_over_the_limit() {
    let body = r#"{"rule":"0123456789"}"#;
    for wire in Wire::BOTH {
        let link_within = async |limit| {
            let server = always(201, JSON, body);
            let client = wire.lerian(server).await.response_limit(limit).build().unwrap();
            client.link_provider_to_application(lerian::link()).await.map(Response::into_inner)
        };
        assert_eq!(link_within(body.len()).await.unwrap().rule.as_deref(), Some("0123456789"));
        let error = link_within(body.len() - 1).await.unwrap_err();
        assert!(matches!(error, Error::TooLarge { limit: 20 }), "{wire:?} {error:?}");
    }
    let chunked = b"HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n8\r\n01234567\r\n8\r\n01234567\r\n";
    let url = speak(chunked, true).await;
    let client = Client::builder().base_url(url).response_limit(12).timeout(LONG).build().unwrap();
    let error = client.link_provider_to_application(lerian::link()).await.unwrap_err();
    assert!(matches!(error, Error::TooLarge { limit: 12 }), "given up before it ends: {error:?}");
}

#[tokio::test]
async fn a_request_over_the_limit() {
    for wire in Wire::BOTH {
        let server = Lerian::default();
        let router = server.router_with(Options::default().body_limit(1000));
        let client = wire.lerian(router).await.bearer(TOKEN).build().unwrap();
        let link = |length| {
            let body = ProviderItemInput::new("p".repeat(length));
            client.link_provider_to_application(LinkProviderToApplication::new(lerian::ID, body))
        };
        let around = r#"{"providerId":""}"#.len();
        assert!(link(1000 - around).await.is_ok(), "{wire:?}");
        assert_eq!(server.seen.take().len(), 1);
        let error = link(1001 - around).await.unwrap_err();
        assert_eq!(unexpected(&error).0, 413, "{wire:?}");
        assert_eq!(server.seen.take().len(), 0, "the handler is not reached");
    }
}

#[tokio::test]
async fn a_handler_that_crashes_tells_its_caller_nothing() {
    for wire in Wire::BOTH {
        let server = GenAuth::saying(Say::Crash("db-7.internal is away"));
        let client = wire.genauth(server.router()).await.bearer(TOKEN).build().unwrap();
        let error = client.unlink_ext_idp(genauth::unlink()).await.unwrap_err();
        let (status, _, body) = unexpected::<UnlinkExtIdpError>(&error);
        assert_eq!(status, 500, "{wire:?}");
        assert!(!body.contains("db-7"), "{body}");
    }
}
