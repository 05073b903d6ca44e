//! A gateway, which is the generated router with the generated client as its handlers, in front of a
//! server: nobody can tell it from that server.

#![cfg(all(feature = "client", feature = "server", feature = "reqwest"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::time::Duration;

use identity_apis::genauth::api::{LinkExtIdpOutput, UnlinkExtIdpError};
use identity_apis::lerian_identity::api::LinkProviderToApplicationError as Fault;
use identity_apis::{genauth as genauth_api, lerian_identity};
use support::genauth::{Asked, GenAuth, OPERATIONS, Say};
use support::lerian::Lerian;
use support::raw::{Answer, Peer};
use support::wire::{JSON, Wire, always, listen, nobody, silent};
use support::{APP_ID, App, TOKEN, User, genauth, lerian};
use twinspec_runtime::server::axum::Router;
use twinspec_runtime::{Credential, EnvelopeMembers, HeaderName, HeaderValue, Unexpected, status};

/// A gateway without credentials of its own.
async fn genauth_gateway(wire: Wire, upstream: Router) -> Router {
    genauth_api::server::router(wire.genauth(upstream).await.build().unwrap())
}

/// A gateway without credentials of its own.
async fn lerian_gateway(wire: Wire, upstream: Router) -> Router {
    lerian_identity::server::router(wire.lerian(upstream).await.build().unwrap())
}

/// An upstream, and the gateway in front of it.
struct Pair {
    direct: Peer,
    through: Peer,
}

impl Pair {
    async fn genauth(wire: Wire, upstream: Router) -> Self {
        let gateway = genauth_gateway(wire, upstream.clone()).await;
        Self { direct: Peer::new(wire, upstream).await, through: Peer::new(wire, gateway).await }
    }

    async fn lerian(wire: Wire, upstream: Router) -> Self {
        let gateway = lerian_gateway(wire, upstream.clone()).await;
        Self { direct: Peer::new(wire, upstream).await, through: Peer::new(wire, gateway).await }
    }

    /// Asks both, asserts that they answer the same, and gives the answer.
    async fn ask(&self, line: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut direct = self.direct.send(line, headers, body).await;
        let mut through = self.through.send(line, headers, body).await;
        let context = format!("{line} {headers:?}");
        assert_eq!((through.status, &through.body), (direct.status, &direct.body), "{context}");
        for answer in [&mut direct, &mut through] {
            answer.headers.remove("date");
        }
        assert_eq!(through.headers, direct.headers, "{context}");
        through
    }
}

const AUTH: (&str, &str) = ("authorization", "Bearer s3cret-bearer-token");
const AS_JSON: (&str, &str) = ("content-type", "application/json");
const LINK: &str = "POST /v1/applications/019c96a0-0c0c-7221-8cf3-13313fb60081/providers";
const BODY: &str = r#"{"providerId":"p","canSignIn":true,"rule":"ü"}"#;

#[tokio::test]
async fn every_documented_answer_of_lerian() {
    for wire in Wire::BOTH {
        let examples = Pair::lerian(wire, lerian_identity::server::router(lerian_identity::server::Examples)).await;
        let names = ["Error0001", "Error0004", "Error0007", "Error1001", "Error1007", "Error1011", "Error0006"];
        let mut statuses = vec![examples.ask(LINK, &[AUTH, AS_JSON], BODY).await.status];
        for name in names {
            let prefer = format!("example={name}");
            statuses.push(examples.ask(LINK, &[AUTH, AS_JSON, ("prefer", &prefer)], BODY).await.status);
        }
        assert_eq!(statuses, [201, 400, 400, 400, 404, 404, 409, 500], "{wire:?}");
        let own = Pair::lerian(wire, Lerian::default().router()).await;
        let linked = own.ask(LINK, &[AUTH, AS_JSON], BODY).await;
        assert_eq!(linked.json()["rule"], "ü", "{wire:?}");
        let failing = Pair::lerian(wire, Lerian::failing(Fault::Conflict(lerian::message("X"))).router()).await;
        assert_eq!(failing.ask(LINK, &[AUTH, AS_JSON], BODY).await.body, r#"{"code":"X","title":"A title"}"#);
    }
}

#[tokio::test]
async fn every_documented_answer_of_genauth() {
    for wire in Wire::BOTH {
        let examples = Pair::genauth(wire, genauth_api::server::router(genauth_api::server::Examples)).await;
        for (line, body) in OPERATIONS {
            let mut codes = Vec::new();
            for code in [200, 302, 401, 403, 404, 429, 500] {
                let prefer = format!("code={code}");
                let answer = examples.ask(line, &[AUTH, AS_JSON, ("prefer", &prefer)], body).await;
                codes.push((answer.status, answer.header("location").is_empty()));
            }
            let redirects = if line.contains("/link-extidp") { (302, false) } else { (501, true) };
            let enveloped = (200, true);
            let expected = [enveloped, redirects, enveloped, enveloped, enveloped, (429, true), enveloped];
            assert_eq!(codes, expected, "{wire:?} {line}");
        }
    }
}

#[tokio::test]
async fn what_an_upstream_says_around_its_data() {
    for wire in Wire::BOTH {
        let members = EnvelopeMembers::new().with("message", "成功").with("requestId", "r-9").with("apiCode", 7_i64);
        let pair = Pair::genauth(wire, GenAuth::with_members(members).router()).await;
        for (line, body) in OPERATIONS {
            let said = pair.ask(line, &[AUTH, AS_JSON], body).await.json();
            assert_eq!((&said["message"], &said["requestId"]), (&"成功".into(), &"r-9".into()), "{wire:?} {line}");
        }
        let head = pair.ask("HEAD /api/v3/get-identities", &[AUTH], "").await;
        assert_eq!((head.status, head.body.as_str()), (200, ""), "{wire:?}");
        let failing = GenAuth::saying(Say::Envelope(genauth::failure(603)));
        let pair = Pair::genauth(wire, failing.router()).await;
        for (line, body) in OPERATIONS {
            let said = pair.ask(line, &[AUTH, AS_JSON], body).await.json();
            assert_eq!((&said["apiCode"], &said["statusCode"]), (&2_333_007.into(), &603.into()), "{wire:?} {line}");
        }
    }
}

#[tokio::test]
async fn a_redirect_is_passed_on() {
    for wire in Wire::BOTH {
        let location = format!("{}/sign-in?state=1&b=%20", listen(always(200, &[], "followed")).await);
        let pair = Pair::genauth(wire, GenAuth::saying(Say::Redirect(location.clone())).router()).await;
        let answer = pair.ask(OPERATIONS[1].0, &[AUTH], "").await;
        assert_eq!((answer.status, answer.header("location"), answer.body.as_str()), (302, location.clone(), ""));
        let upstream = GenAuth::saying(Say::Redirect(location.clone())).router();
        let gateway = genauth_gateway(wire, upstream).await;
        let client = wire.genauth(gateway).await.bearer(TOKEN).build().unwrap();
        let output = client.link_ext_idp(genauth::link()).await.unwrap().into_inner();
        assert_eq!(output, LinkExtIdpOutput::Found { location }, "{wire:?}");
    }
}

#[tokio::test]
async fn an_undocumented_answer_is_passed_on() {
    let teapot = Unexpected::new(status(418))
        .with_header(HeaderName::from_static("x-pot"), HeaderValue::from_static("a"))
        .with_header(HeaderName::from_static("x-pot"), HeaderValue::from_static("b"))
        .with_header(HeaderName::from_static("retry-after"), HeaderValue::from_static("7"))
        .with_body("text/tea; charset=utf-8", "short, stout\n");
    for wire in Wire::BOTH {
        let pair = Pair::genauth(wire, GenAuth::saying(Say::Unexpected(teapot.clone())).router()).await;
        for (line, body) in OPERATIONS {
            let answer = pair.ask(line, &[AUTH, AS_JSON], body).await;
            assert_eq!((answer.status, answer.header("x-pot").as_str()), (418, "a | b"), "{wire:?} {line}");
        }
        for (status, headers) in [(503, JSON), (202, JSON), (302, JSON), (404, &[("content-type", "text/html")])] {
            let answer =
                Pair::lerian(wire, always(status, headers, "{}")).await.ask(LINK, &[AUTH, AS_JSON], BODY).await;
            assert_eq!(answer.status, status, "{wire:?}");
        }
    }
}

#[tokio::test]
async fn what_an_upstream_refuses_is_passed_on() {
    for wire in Wire::BOTH {
        let pair = Pair::genauth(wire, GenAuth::default().router()).await;
        for (line, body) in OPERATIONS {
            for (headers, status, challenged) in [
                (&[AS_JSON][..], 401, true),
                (&[AS_JSON, ("x-genauth-app-id", APP_ID)], 401, true),
                (&[AS_JSON, ("authorization", "Bearer wrong")], 401, true),
                (&[AS_JSON, ("authorization", "Bearer wrong"), ("x-genauth-app-id", APP_ID)], 401, true),
                (&[AS_JSON, ("authorization", "Bearer s3cret-weak-token")], 403, false),
            ] {
                let answer = pair.ask(line, headers, body).await;
                assert_eq!(answer.status, status, "{wire:?} {line} {headers:?}");
                assert_eq!(!answer.header("www-authenticate").is_empty(), challenged, "{wire:?} {line}");
            }
        }
        let pair = Pair::lerian(wire, Lerian::default().router()).await;
        for (line, headers, body, status) in [
            (LINK, &[AUTH, AS_JSON][..], "{}", 400),
            (LINK, &[AUTH, AS_JSON], "{", 400),
            (LINK, &[AUTH, AS_JSON], r#"{"providerId":1,"more":1}"#, 400),
            (LINK, &[AUTH, ("content-type", "text/plain")], BODY, 415),
            (LINK, &[AUTH, AS_JSON, ("accept", "text/html")], BODY, 406),
            ("GET /v1/applications/a/providers", &[AUTH], "", 405),
            ("GET /v1/nothing", &[AUTH], "", 404),
        ] {
            assert_eq!(pair.ask(line, headers, body).await.status, status, "{wire:?} {line} {body}");
        }
    }
}

#[tokio::test]
async fn the_caller_reaches_the_upstream_as_itself() {
    for wire in Wire::BOTH {
        let server = GenAuth::default();
        let peer = Peer::new(wire, genauth_gateway(wire, server.router()).await).await;
        let (app, trace) = (("x-genauth-app-id", APP_ID), ("x-trace", "7"));
        for (line, body) in OPERATIONS {
            for (headers, expected) in
                [(&[AUTH, app, AS_JSON, trace][..], Some(App("a-1"))), (&[AUTH, AS_JSON, trace], None)]
            {
                assert_eq!(peer.send(line, headers, body).await.status, 200);
                let seen = server.seen.one();
                assert_eq!((seen.user, seen.app), (Some(User("ada")), expected), "{wire:?} {line}");
                assert_eq!(seen.headers["x-trace"], "7", "{wire:?} {line}");
                let credentials = seen.credentials.unwrap();
                let token = credentials.get("bearer").map(Credential::secret).unwrap();
                assert_eq!(token.expose(), TOKEN, "{wire:?} {line}");
            }
        }
    }
}

#[tokio::test]
async fn the_request_reaches_the_upstream_as_it_was() {
    for wire in Wire::BOTH {
        let server = GenAuth::default();
        let gateway = genauth_gateway(wire, server.router()).await;
        let client = wire.genauth(gateway).await.bearer(TOKEN).build().unwrap();
        for value in ["", "a b+c&d=e", "%2F", "ü?#/../", "\0\r\n"] {
            let call = genauth::generate().with_target_url(value).with_need_form_post(value);
            client.generate_link_ext_idp_url(call.clone()).await.unwrap();
            assert_eq!(server.seen.one().asked, Asked::Generate(call), "{wire:?}");
        }
        let server = Lerian::default();
        let gateway = lerian_gateway(wire, server.router()).await;
        let client = wire.lerian(gateway).await.bearer(TOKEN).build().unwrap();
        for id in ["a/b", "../a", "%2F", "%2e%2e", "?", "#", " ", "微信", "a;b"] {
            let mut link = lerian::link();
            link.id = id.to_owned();
            client.link_provider_to_application(link.clone()).await.unwrap();
            assert_eq!(server.seen.one().into_inner(), link, "{wire:?}");
        }
    }
}

#[tokio::test]
async fn a_path_that_cannot_be_passed_on_is_refused() {
    let server = Lerian::default();
    let peer = Peer::new(Wire::InProcess, lerian_gateway(Wire::InProcess, server.router()).await).await;
    let answer = peer.send("POST /v1/applications/%2E%2E/providers", &[AUTH, AS_JSON], BODY).await;
    assert_eq!((answer.status, answer.violations().as_str()), (400, "/path/id format"));
    assert_eq!(server.seen.take().len(), 0);
}

#[tokio::test]
async fn what_a_newer_upstream_says_is_not_lost() {
    for wire in Wire::BOTH {
        let body = r#"{"providerId":"p","category":"Voice","type":"Mailgun"}"#;
        let answer = Pair::lerian(wire, always(201, JSON, body)).await.ask(LINK, &[AUTH, AS_JSON], BODY).await;
        assert_eq!(answer.body, body, "{wire:?}");
    }
}

#[tokio::test]
async fn an_upstream_that_is_down_or_slow_or_broken() {
    for wire in Wire::BOTH {
        let down = lerian_identity::Client::builder().base_url(nobody());
        for (builder, status) in [
            (down, 502),
            (wire.lerian(silent()).await.timeout(Duration::from_millis(60)), 504),
            (wire.lerian(always(201, JSON, "{")).await, 502),
            (wire.lerian(always(409, JSON, r#"{"code":1}"#)).await, 502),
            (wire.lerian(always(201, JSON, r#"{"rule":"0123456789"}"#)).await.response_limit(10), 502),
        ] {
            let gateway = lerian_identity::server::router(builder.build().unwrap());
            let answer = Peer::new(wire, gateway).await.send(LINK, &[AUTH, AS_JSON], BODY).await;
            assert_eq!(answer.status, status, "{wire:?} {answer:?}");
            assert_eq!(answer.header("content-type"), "application/problem+json", "{wire:?}");
            assert!(!answer.body.contains("127.0.0.1"), "{answer:?}");
        }
        let down = genauth_api::Client::new(nobody().as_str()).unwrap();
        let peer = Peer::new(wire, genauth_api::server::router(down)).await;
        for (line, body) in OPERATIONS {
            assert_eq!(peer.send(line, &[AUTH, AS_JSON], body).await.status, 502, "{wire:?} {line}");
        }
    }
}

#[tokio::test]
async fn a_gateway_behind_a_gateway() {
    let server = GenAuth::saying(Say::Envelope(genauth::failure(409)));
    let mut router = server.router();
    for wire in [Wire::InProcess, Wire::Socket, Wire::InProcess] {
        router = genauth_gateway(wire, router).await;
    }
    let client = Wire::Socket.genauth(router).await.bearer(TOKEN).genauth_app_id(APP_ID).build().unwrap();
    let error = client.unlink_ext_idp(genauth::unlink()).await.unwrap_err();
    assert_eq!(error.api(), Some(&UnlinkExtIdpError::Envelope(genauth::failure(409))));
    assert_eq!(server.seen.one().app, Some(App("a-1")));
}
