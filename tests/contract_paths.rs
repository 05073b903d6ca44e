//! Values that would like to change the request that carries them: a handler sees exactly what the
//! caller gave, or the client refuses to send it.

#![cfg(all(feature = "client", feature = "server", feature = "reqwest"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use identity_apis::lerian_identity::Client;
use identity_apis::lerian_identity::api::LinkProviderToApplication;
use identity_apis::lerian_identity::types::ProviderItemInput;
use support::genauth::{Asked, GenAuth};
use support::lerian::Lerian;
use support::raw::Peer;
use support::wire::{Recorder, Wire, listen};
use support::{TOKEN, genauth};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use twinspec_runtime::{Error, Rule};

fn link(id: &str) -> LinkProviderToApplication {
    LinkProviderToApplication::new(id, ProviderItemInput::new("p-1"))
}

/// Values that are something else to somebody on the way.
fn hostile() -> Vec<String> {
    let values = [
        "/",
        "//",
        "a/b",
        "/a",
        "a/",
        "../a",
        "a/..",
        "../../v2/admin",
        "..",
        ".",
        "...",
        "..a",
        ".a",
        "a.",
        "%2F",
        "%2f",
        "%2E",
        "%2e%2e",
        "%252F",
        "%",
        "%%",
        "%zz",
        "%00",
        "%ff",
        "?",
        "a?b=c",
        "#",
        "a#b",
        "&",
        "a=b",
        ";",
        "a;b=c",
        ":",
        "a:b",
        "@",
        "u:p@h",
        "//evil.example.com/",
        "http://evil.example.com/",
        "\\",
        "..\\..",
        " ",
        " a ",
        "a b",
        "+",
        "a+b",
        "\t",
        "\r\n",
        "a\r\nx-evil: 1",
        "\0",
        "\u{7f}",
        "\u{1b}[0m",
        "{id}",
        "{}",
        "*",
        "~",
        "-._~",
        "'",
        "\"",
        "<a>",
        "|",
        "^",
        "`",
        "$(id)",
        ",",
        "a,b",
        "ü",
        "u\u{308}",
        "微信",
        "😀",
        "\u{200b}",
        "\u{202e}abc",
        "\u{feff}",
        "\u{10ffff}",
        "null",
        "providers",
        "providers/..",
        "0",
        "-1",
    ];
    let long = ["a".repeat(10_240), "/".repeat(10_240), "é😀".repeat(1_707), "../".repeat(3_414)];
    values.into_iter().map(str::to_owned).chain(long).collect()
}

/// Whether a path cannot have this as a segment, however it is written.
fn vanishes(value: &str) -> bool {
    matches!(value, "" | "." | "..")
}

#[tokio::test]
async fn a_path_parameter_arrives_as_it_was_given() {
    for wire in Wire::BOTH {
        let server = Lerian::default();
        let client = wire.lerian(server.router()).await.bearer(TOKEN).build().unwrap();
        for id in hostile().iter().filter(|id| !vanishes(id)) {
            let answer = client.link_provider_to_application(link(id)).await;
            assert!(answer.is_ok(), "{wire:?} {id:?}: {answer:?}");
            assert_eq!(&server.seen.one().get_ref().id, id, "{wire:?}");
        }
    }
}

#[tokio::test]
async fn a_path_parameter_is_one_segment_of_the_path() {
    let server = Lerian::default();
    let recorder = Recorder::new(server.router());
    let client =
        Client::builder().base_url("http://host.test/base").transport(recorder.clone()).bearer(TOKEN).build().unwrap();
    for id in hostile().iter().filter(|id| !vanishes(id)) {
        let _ = client.link_provider_to_application(link(id)).await;
        let sent = recorder.sent.one();
        assert_eq!(sent.uri.host(), Some("host.test"), "{id:?}");
        assert_eq!(sent.uri.query(), None, "{id:?}");
        let segments: Vec<_> = sent.uri.path().split('/').collect();
        assert_eq!(segments[..4], ["", "base", "v1", "applications"], "{id:?}");
        assert_eq!(segments[5..], ["providers"], "{id:?}");
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~%".contains(c);
        assert!(segments[4].chars().all(plain), "{id:?}: {}", segments[4]);
    }
}

#[tokio::test]
async fn what_would_vanish_is_not_sent() {
    for wire in Wire::BOTH {
        let server = Lerian::default();
        let client = wire.lerian(server.router()).await.bearer(TOKEN).build().unwrap();
        for id in ["", ".", ".."] {
            let error = client.link_provider_to_application(link(id)).await.unwrap_err();
            let Error::Invalid(violations) = &error else { panic!("{id:?}: {error:?}") };
            assert_eq!(violations.len(), 1);
            assert_eq!(violations.first().pointer, "/path/id");
            assert_eq!(violations.first().rule, Rule::Format);
        }
        assert_eq!(server.seen.take().len(), 0, "{wire:?}");
    }
    let recorder = Recorder::new(Lerian::default().router());
    let client = Client::builder().transport(recorder.clone()).bearer(TOKEN).build().unwrap();
    client.link_provider_to_application(link("..")).await.unwrap_err();
    client.link_provider_to_application(link(&"/".repeat(70_000))).await.unwrap_err();
    assert_eq!(recorder.sent.take().len(), 0);
}

#[tokio::test]
async fn a_url_that_is_too_long_is_not_sent() {
    for wire in Wire::BOTH {
        let server = Lerian::default();
        let client = wire.lerian(server.router()).await.bearer(TOKEN).build().unwrap();
        let error = client.link_provider_to_application(link(&"a".repeat(70_000))).await.unwrap_err();
        assert!(matches!(&error, Error::Invalid(_)), "{wire:?} {error:?}");
        assert_eq!(server.seen.take().len(), 0, "{wire:?}");
    }
}

#[tokio::test]
async fn a_query_parameter_arrives_as_it_was_given() {
    for wire in Wire::BOTH {
        let server = GenAuth::default();
        let client = wire.genauth(server.router()).await.bearer(TOKEN).build().unwrap();
        for value in hostile().iter().map(String::as_str).chain([""]) {
            let mut call = genauth::generate().with_target_url(value);
            if value.len() < 1000 {
                call.id_token = value.into();
                call.ext_idp_conn_identifier = value.to_owned();
                call.app_id = format!("{value}&app_id=evil");
            }
            let answer = client.generate_link_ext_idp_url(call.clone()).await;
            assert!(answer.is_ok(), "{wire:?} {value:?}: {answer:?}");
            assert_eq!(server.seen.one().asked, Asked::Generate(call), "{wire:?} {value:?}");
        }
    }
}

#[tokio::test]
async fn a_body_arrives_as_it_was_given() {
    for wire in Wire::BOTH {
        let server = Lerian::default();
        let client = wire.lerian(server.router()).await.bearer(TOKEN).build().unwrap();
        for value in hostile().iter().map(String::as_str).chain([""]) {
            let body = ProviderItemInput { rule: Some(value.to_owned()), ..ProviderItemInput::new(value) };
            let answer = client.link_provider_to_application(LinkProviderToApplication::new("a", body.clone()));
            let answer = answer.await.unwrap().into_inner();
            assert_eq!(answer.rule.as_deref(), Some(value), "{wire:?}");
            assert_eq!(server.seen.one().into_inner().body, body, "{wire:?}");
        }
    }
}

#[tokio::test]
async fn paths_that_other_clients_send() {
    let server = Lerian::default();
    let peer = Peer::new(Wire::InProcess, server.router()).await;
    let bearer = format!("Bearer {TOKEN}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    for (path, id) in [
        ("/v1/applications/%2e%2E/providers", ".."),
        ("/v1/applications/../providers", ".."),
        ("/v1/applications/a%2Fb/providers", "a/b"),
        ("/v1/applications/a+b/providers", "a+b"),
        ("/v1/applications/%E5%BE%AE/providers", "微"),
        ("/v1/applications/a;b=c:d@e/providers?id=other", "a;b=c:d@e"),
        ("/v1/applications/%/providers", "%"),
        ("/v1/applications/%2/providers", "%2"),
    ] {
        let answer = peer.send(&format!("POST {path}"), &headers, r#"{"providerId":"p"}"#).await;
        assert_eq!(answer.status, 201, "{path}: {answer:?}");
        assert_eq!(server.seen.one().get_ref().id, id, "{path}");
    }
    for (path, status) in [
        ("/v1/applications//providers", 404),
        ("/v1/applications/a/providers/", 404),
        ("/v1/applications/a/b/providers", 404),
        ("/v1/applications/a/%70roviders", 404),
        ("/V1/applications/a/providers", 404),
        ("//v1/applications/a/providers", 404),
        ("/v1/applications/%FF/providers", 400),
    ] {
        let answer = peer.send(&format!("POST {path}"), &headers, r#"{"providerId":"p"}"#).await;
        assert_eq!(answer.status, status, "{path}: {answer:?}");
        assert_eq!(server.seen.take().len(), 0, "{path}");
    }
}

#[tokio::test]
async fn dots_on_a_socket_are_not_resolved() {
    let server = Lerian::default();
    let url = listen(server.router()).await;
    let body = r#"{"providerId":"p"}"#;
    for (path, expected) in [
        ("/v1/applications/../providers", "HTTP/1.1 201"),
        ("/v1/applications/a/../b/providers", "HTTP/1.1 404"),
        ("/x/../v1/applications/a/providers", "HTTP/1.1 404"),
    ] {
        let mut stream = tokio::net::TcpStream::connect(url.strip_prefix("http://").unwrap()).await.unwrap();
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\nauthorization: Bearer {TOKEN}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with(expected), "{path}: {answer}");
    }
    assert_eq!(server.seen.one().get_ref().id, "..");
}
