//! `server::Examples` of both APIs: every example that the documents have, on demand, and understood
//! by the generated client. The lists come from `specs/`, not from the generated code.

#![cfg(all(feature = "client", feature = "server", feature = "reqwest"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::fs;

use identity_apis::genauth::api::{GetApplicationEnabledExtIdps, GetIdentities, LinkExtIdpOutput, UnlinkExtIdpError};
use identity_apis::{genauth, lerian_identity};
use serde_json::{Value, json};
use support::TOKEN;
use support::genauth as calls;
use support::genauth::OPERATIONS;
use support::lerian;
use support::raw::{Answer, Peer};
use support::wire::Wire;
use twinspec_runtime::{Encode, EnvelopeMembers, Error, Failure, Json, Outcome, Request, to_vec};

/// An answer that a document shows.
#[derive(Debug)]
struct Example {
    name: Option<String>,
    /// The HTTP status.
    status: u16,
    /// What `Prefer: code=` means: the status, or the one within an envelope.
    code: i64,
    location: Option<String>,
    body: Option<Value>,
}

fn document(file: &str) -> Value {
    let path = format!("{}/specs/{file}", env!("CARGO_MANIFEST_DIR"));
    serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The value itself, or what its `$ref` points to.
fn resolved<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    match value["$ref"].as_str() {
        Some(reference) => document.pointer(reference.strip_prefix('#').unwrap()).unwrap(),
        None => value,
    }
}

/// The examples of a media type: `(name, value)`.
fn examples_of(document: &Value, media: &Value) -> Vec<(Option<String>, Value)> {
    if let Some(value) = media.get("example") {
        return vec![(None, value.clone())];
    }
    let named = media["examples"].as_object().into_iter().flatten();
    named.map(|(name, one)| (Some(name.clone()), resolved(document, one)["value"].clone())).collect()
}

/// All examples of an operation, the successes first.
fn examples(document: &Value, line: &str) -> Vec<Example> {
    let (method, path) = line.split_once(' ').unwrap();
    let path = path.split('?').next().unwrap();
    let operation = &document["paths"][path][method.to_lowercase()];
    let mut found = Vec::new();
    for (status, response) in operation["responses"].as_object().unwrap() {
        let response = resolved(document, response);
        let status: u16 = status.parse().unwrap();
        let location = response["headers"]["Location"]["example"].as_str().map(str::to_owned);
        let media = &response["content"]["application/json"];
        if media.is_null() {
            found.push(Example { name: None, status, code: status.into(), location: location.clone(), body: None });
        }
        for (name, body) in examples_of(document, media) {
            found.push(Example { name, status, code: status.into(), location: None, body: Some(body) });
        }
    }
    for (name, body) in examples_of(document, &document["x-twinspec-envelope"]["failure"]) {
        let code = body["statusCode"].as_i64().unwrap();
        found.push(Example { name, status: 200, code, location: None, body: Some(body) });
    }
    found
}

/// What an answer of the example server should be.
#[track_caller]
fn assert_is(answer: &Answer, example: &Example, context: &str) {
    assert_eq!(answer.status, example.status, "{context}: {answer:?}");
    match &example.body {
        Some(body) => {
            assert_eq!(&answer.json(), body, "{context}");
            assert_eq!(answer.header("content-type"), "application/json", "{context}");
        }
        None => assert_eq!(answer.body, "", "{context}"),
    }
    assert_eq!(answer.header("location"), example.location.clone().unwrap_or_default(), "{context}");
}

const LERIAN: &str = "POST /v1/applications/{id}/providers";

#[tokio::test]
async fn every_example_on_demand() {
    for wire in Wire::BOTH {
        let lerian_peer = Peer::new(wire, lerian_identity::server::router(lerian_identity::server::Examples)).await;
        let genauth_peer = Peer::new(wire, genauth::server::router(genauth::server::Examples)).await;
        let (lerian_spec, genauth_spec) = (document("lerian-identity.yaml"), document("genauth.yaml"));
        let mut operations = vec![(&lerian_peer, &lerian_spec, LERIAN, r#"{"providerId":"p"}"#)];
        operations.extend(OPERATIONS.map(|(line, body)| (&genauth_peer, &genauth_spec, line, body)));
        let mut asked = 0;
        for (peer, spec, line, body) in operations {
            let examples = examples(spec, line);
            let line = line.replace("{id}", "a");
            let ask = async |prefer: &str| {
                let bearer = format!("Bearer {TOKEN}");
                let mut headers = vec![("authorization", bearer.as_str()), ("content-type", "application/json")];
                headers.extend((!prefer.is_empty()).then_some(("prefer", prefer)));
                peer.send(&line, &headers, body).await
            };
            assert_is(&ask("").await, &examples[0], &line);
            assert_is(&ask("respond-async, wait=10").await, &examples[0], &line);
            for example in &examples {
                let first = examples.iter().find(|other| other.code == example.code).unwrap();
                assert_is(&ask(&format!("code={}", example.code)).await, first, &line);
                if let Some(name) = &example.name {
                    assert_is(&ask(&format!("example={name}")).await, example, &line);
                    assert_is(&ask(&format!("code={}; x, example=\"{name}\"", example.code)).await, example, &line);
                }
                asked += 1;
            }
            for nothing in ["code=418", "example=Nothing", "code=429, example=Forbidden"] {
                let answer = ask(nothing).await;
                assert_eq!(answer.status, 501, "{line} {nothing}");
                assert_eq!(answer.json()["examples"].as_array().unwrap().len(), examples.len(), "{line}");
            }
        }
        assert_eq!(asked, 8 + 6 + 7 + 6 + 6 + 6, "{wire:?}: as many as the documents have");
    }
}

fn preferring<T>(message: T, prefer: &str) -> Request<T> {
    let mut request = Request::new(message);
    request.headers_mut().insert("prefer", prefer.parse().unwrap());
    request
}

fn json_of<T: Encode + ?Sized>(value: &T) -> Value {
    serde_json::from_slice(&to_vec(value).unwrap()).unwrap()
}

#[tokio::test]
async fn the_client_understands_every_example_of_lerian() {
    let client = lerian_identity::Client::builder()
        .transport(lerian_identity::server::router(lerian_identity::server::Examples))
        .bearer(TOKEN)
        .build()
        .unwrap();
    for example in examples(&document("lerian-identity.yaml"), LERIAN) {
        use lerian_identity::api::LinkProviderToApplicationError as Fault;
        let prefer = example.name.map_or(format!("code={}", example.code), |name| format!("example={name}"));
        let answer = client.link_provider_to_application(preferring(lerian::link(), &prefer)).await;
        let (status, json) = match answer {
            Ok(linked) => (201, json_of(linked.get_ref())),
            Err(Error::Api(fault, _)) => {
                let (Fault::BadRequest(body)
                | Fault::NotFound(body)
                | Fault::Conflict(body)
                | Fault::InternalServerError(body)) = &fault;
                (fault.status().as_u16(), json_of(body))
            }
            Err(other) => panic!("{prefer}: {other:?}"),
        };
        assert_eq!((status, Some(json)), (example.status, example.body), "{prefer}");
    }
}

/// What the client made of an example: the HTTP status, and the envelope put together again.
fn whole<T: Encode, F: Failure>(answer: &Outcome<T, F>, failure: impl Fn(&F) -> Value) -> (u16, Value) {
    match answer {
        Ok(answer) => {
            let around = answer.extensions().get::<EnvelopeMembers>().unwrap();
            let mut whole = json!({"statusCode": 200, "message": "Operation successful"});
            if let Some(Json::String(id)) = around.get("requestId") {
                whole["requestId"] = json!(id);
            }
            let data = json_of(answer.get_ref());
            if !data.is_null() {
                whole["data"] = data;
            }
            (200, whole)
        }
        Err(Error::Api(fault, _)) => (fault.status().as_u16(), failure(fault)),
        Err(other) => panic!("{other:?}"),
    }
}

/// Asks for each example of an operation, and asserts that the client gives it back.
macro_rules! assert_understood {
    ($client:ident.$method:ident($call:expr), $failure:ident, $line:expr) => {
        for example in examples(&document("genauth.yaml"), $line) {
            use genauth::api::$failure as Fault;
            let answer = $client.$method(preferring($call, &format!("code={}", example.code))).await;
            let body = |fault: &Fault| match fault {
                Fault::Envelope(body) | Fault::TooManyRequests(body) => json_of(body),
            };
            assert_eq!(whole(&answer, body), (example.status, example.body.unwrap()), "{}", $line);
        }
    };
}

#[tokio::test]
async fn the_client_understands_every_example_of_genauth() {
    let builder = genauth::Client::builder().bearer(TOKEN);
    let client = builder.transport(genauth::server::router(genauth::server::Examples)).build().unwrap();
    let [generate, link, unlink, identities, sources] = OPERATIONS.map(|(line, _)| line);
    assert_understood!(client.generate_link_ext_idp_url(calls::generate()), GenerateLinkExtIdpUrlError, generate);
    assert_understood!(client.get_identities(GetIdentities::new()), GetIdentitiesError, identities);
    assert_understood!(
        client.get_application_enabled_ext_idps(GetApplicationEnabledExtIdps::new()),
        GetApplicationEnabledExtIdpsError,
        sources
    );
    for example in examples(&document("genauth.yaml"), unlink) {
        let answer = client.unlink_ext_idp(preferring(calls::unlink(), &format!("code={}", example.code))).await;
        match answer {
            Ok(done) => assert_eq!((200, done.into_inner()), (example.code, ())),
            Err(Error::Api(UnlinkExtIdpError::Envelope(body) | UnlinkExtIdpError::TooManyRequests(body), _)) => {
                assert_eq!(Some(json_of(&body)), example.body);
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    for example in examples(&document("genauth.yaml"), link) {
        let call = preferring(calls::link(), &format!("code={}", example.code));
        let answer = client.link_ext_idp(call).await;
        if let Some(location) = example.location {
            assert_eq!(answer.unwrap().into_inner(), LinkExtIdpOutput::Found { location });
            continue;
        }
        let answer = answer.map(|answer| {
            answer.map(|output| match output {
                LinkExtIdpOutput::Ok(data) => data,
                LinkExtIdpOutput::Found { location } => panic!("{location}"),
            })
        });
        let body = |fault: &genauth::api::LinkExtIdpError| match fault {
            genauth::api::LinkExtIdpError::Envelope(body) | genauth::api::LinkExtIdpError::TooManyRequests(body) => {
                json_of(body)
            }
        };
        assert_eq!(whole(&answer, body), (example.status, example.body.unwrap()));
    }
}

#[tokio::test]
async fn examples_are_for_everybody_with_a_token_and_for_valid_requests() {
    let peer = Peer::new(Wire::InProcess, genauth::server::router(genauth::server::Examples)).await;
    assert_eq!(peer.send("GET /api/v3/get-identities", &[], "").await.status, 401);
    let bearer = [("authorization", "Bearer anything")];
    assert_eq!(peer.send("GET /api/v3/get-identities", &bearer, "").await.status, 200);
    assert_eq!(peer.send("GET /api/v3/link-extidp", &bearer, "").await.status, 400);
}
