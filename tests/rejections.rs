//! What the generated servers refuse, before a handler is reached: with the default answer, a
//! Problem Details object, and with a hook that answers in the API's own words.

#![cfg(all(feature = "client", feature = "server", feature = "reqwest"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use identity_apis::genauth::api::{GetIdentities, GetIdentitiesError};
use identity_apis::genauth::types::CommonResponseDto;
use identity_apis::lerian_identity::types::ErrorMessage;
use support::genauth::GenAuth;
use support::lerian::{Lerian, PATH};
use support::raw::{Answer, Peer};
use support::wire::Wire;
use twinspec_runtime::server::{Options, Reason, Rejection, Reply};
use twinspec_runtime::{Rule, from_slice};

/// A request, and why it is refused.
struct Case {
    line: &'static str,
    headers: &'static [(&'static str, &'static str)],
    body: String,
    status: u16,
    /// `pointer rule`, with ` | ` between them.
    violations: &'static str,
    /// A header that the answer has, whoever words it.
    header: (&'static str, &'static str),
    /// The code that the API itself has for this.
    code: &'static str,
}

const AUTH: (&str, &str) = ("authorization", "Bearer s3cret-bearer-token");
const AS_JSON: (&str, &str) = ("content-type", "application/json");
const NONE: (&str, &str) = ("allow", "");
const LINK: &str = "POST /v1/applications/019c96a0-0c0c-7221-8cf3-13313fb60081/providers";
/// How long a body may be.
const LIMIT: usize = 50_000;

/// A body of JSON that is refused.
fn json(body: impl Into<String>, violations: &'static str, code: &'static str) -> Case {
    let headers = const { &[AUTH, AS_JSON] };
    Case { line: LINK, headers, body: body.into(), status: 400, violations, header: NONE, code }
}

/// A request that is refused for something else than its body.
fn other(line: &'static str, headers: &'static [(&'static str, &'static str)], status: u16) -> Case {
    let body = r#"{"providerId":"p"}"#.to_owned();
    Case { line, headers, body, status, violations: "", header: NONE, code: "IDE-0000" }
}

fn bodies() -> Vec<Case> {
    vec![
        json("{}", "/body/providerId required", "IDE-0001"),
        json("", "/body required", "IDE-0001"),
        json(r#"{"providerId":"p","more":1}"#, "/body/more additionalProperties", "IDE-0004"),
        json(r#"{"providerId":"p","a/b~c":1}"#, "/body/a~1b~0c additionalProperties", "IDE-0004"),
        json(r#"{"providerID":"p"}"#, "/body/providerId required | /body/providerID additionalProperties", "IDE-0004"),
        json(r#"{"providerId":1}"#, "/body/providerId type", "IDE-0007"),
        json(r#"{"providerId":null}"#, "/body/providerId type", "IDE-0007"),
        json(r#"{"providerId":"p","canSignIn":"true"}"#, "/body/canSignIn type", "IDE-0007"),
        json(
            r#"{"rule":[],"canSignIn":1,"z":{},"prompted":"no","alertType":null,"a":1}"#,
            "/body/providerId required | /body/canSignIn type | /body/prompted type | /body/alertType type | \
             /body/rule type | /body/z additionalProperties | /body/a additionalProperties",
            "IDE-0004",
        ),
        json("null", "/body type", "IDE-0007"),
        json("[]", "/body type", "IDE-0007"),
        json(r#""p""#, "/body type", "IDE-0007"),
        json(r#"{"providerId":"p""#, "/body syntax", "IDE-0007"),
        json(r#"{"providerId":"p",}"#, "/body syntax", "IDE-0007"),
        json(r#"{"providerId":"p"} {}"#, "/body syntax", "IDE-0007"),
        json("{'providerId':'p'}", "/body syntax", "IDE-0007"),
        json("providerId=p", "/body syntax", "IDE-0007"),
        json(" ", "/body syntax", "IDE-0007"),
        json("\u{feff}{\"providerId\":\"p\"}", "/body syntax", "IDE-0007"),
        json("[".repeat(20_000), "/body syntax", "IDE-0007"),
        json(r#"{"providerId":"p","providerId":"q"}"#, "/body/providerId syntax", "IDE-0007"),
    ]
}

fn others() -> Vec<Case> {
    let long = format!(r#"{{"providerId":"{}"}}"#, "p".repeat(LIMIT));
    let unauthorized = ("www-authenticate", r#"Bearer realm="api""#);
    let accept = ("accept", "application/json");
    vec![
        Case { header: accept, ..other(LINK, &[AUTH, ("content-type", "text/plain")], 415) },
        Case { header: accept, ..other(LINK, &[AUTH, ("content-type", "application/xml; a=json")], 415) },
        Case { header: accept, ..other(LINK, &[AUTH, ("content-type", "nonsense")], 415) },
        Case { header: accept, ..other(LINK, &[AUTH], 415) },
        Case { body: long, ..other(LINK, &[AUTH, AS_JSON], 413) },
        other("POST /v1/applications", &[AUTH, AS_JSON], 404),
        other("GET /", &[], 404),
        Case { header: ("allow", "POST"), ..other("GET /v1/applications/a/providers", &[], 405) },
        Case { header: ("allow", "POST"), ..other("DELETE /v1/applications/a/providers", &[AUTH], 405) },
        Case { header: ("allow", "POST"), ..other("OPTIONS /v1/applications/a/providers", &[], 405) },
        Case { header: unauthorized, ..other(LINK, &[AS_JSON], 401) },
        other(LINK, &[AUTH, AS_JSON, ("accept", "text/html")], 406),
        other(LINK, &[AUTH, AS_JSON, ("accept", "application/json;q=0")], 406),
    ]
}

/// What the hook of a Lerian server makes of a rejection.
fn in_lerians_words(rejection: &Rejection) -> Reply {
    let code = match rejection.reason() {
        Reason::Invalid(faults) if faults.iter().any(|fault| fault.rule == Rule::Unexpected) => "IDE-0004",
        Reason::Invalid(faults) if faults.iter().all(|fault| fault.rule == Rule::Required) => "IDE-0001",
        Reason::Malformed(_) | Reason::Invalid(_) => "IDE-0007",
        _ => "IDE-0000",
    };
    let message = ErrorMessage {
        code: Some(code.to_owned()),
        title: rejection.status().canonical_reason().map(str::to_owned),
        message: Some(rejection.to_string()),
    };
    Reply::from_json(rejection.status().as_u16(), &message)
}

/// Asserts what any answer to this case has.
#[track_caller]
fn assert_refused(answer: &Answer, case: &Case, server: &Lerian) {
    let context = format!("{} {:?} {:.80}: {answer:?}", case.line, case.headers, case.body);
    assert_eq!(answer.status, case.status, "{context}");
    assert_eq!(answer.header(case.header.0), case.header.1, "{context}");
    assert_eq!(server.seen.take().len(), 0, "the handler is not reached: {context}");
}

#[tokio::test]
async fn refused_with_a_problem() {
    for wire in Wire::BOTH {
        let server = Lerian::default();
        let peer = Peer::new(wire, server.router_with(Options::default().body_limit(LIMIT))).await;
        for case in bodies().into_iter().chain(others()) {
            let answer = peer.send(case.line, case.headers, &case.body).await;
            assert_refused(&answer, &case, &server);
            assert_eq!(answer.header("content-type"), "application/problem+json");
            let problem = answer.json();
            let title = http::StatusCode::from_u16(case.status).unwrap();
            assert_eq!(problem["title"], title.canonical_reason().unwrap());
            assert_eq!((&problem["type"], &problem["status"]), (&"about:blank".into(), &case.status.into()));
            assert!(problem["detail"].as_str().unwrap().ends_with('.'), "{problem}");
            assert_eq!(answer.violations(), case.violations, "{:.80}", case.body);
        }
    }
}

#[tokio::test]
async fn refused_in_the_words_of_the_api() {
    for wire in Wire::BOTH {
        let server = Lerian::default();
        let options = Options::default().body_limit(LIMIT).on_reject(|rejection| Some(in_lerians_words(rejection)));
        let peer = Peer::new(wire, server.router_with(options)).await;
        for case in bodies().into_iter().chain(others()) {
            let answer = peer.send(case.line, case.headers, &case.body).await;
            assert_refused(&answer, &case, &server);
            assert_eq!(answer.header("content-type"), "application/json");
            let message: ErrorMessage = from_slice(answer.body.as_bytes()).unwrap();
            assert_eq!(message.code.as_deref(), Some(case.code), "{:.80}", case.body);
            let text = message.message.unwrap();
            for place in case.violations.split(" | ").filter_map(|one| one.split(' ').next()) {
                assert!(text.contains(place), "{place} in {text}");
            }
        }
    }
}

#[tokio::test]
async fn what_is_right_is_not_refused() {
    for wire in Wire::BOTH {
        let server = Lerian::default();
        let peer = Peer::new(
            wire,
            server.router_with(Options::default().on_reject(|rejection| Some(in_lerians_words(rejection)))),
        )
        .await;
        for content_type in ["application/json", "Application/JSON", "application/json; charset=utf-8"] {
            for accept in ["*/*", "application/json", "text/html, application/*;q=0.1", "application/json, text/plain"]
            {
                let headers = [AUTH, ("content-type", content_type), ("accept", accept)];
                let answer = peer.send(LINK, &headers, r#" {"providerId":"p"} "#).await;
                assert_eq!(answer.status, 201, "{content_type} {accept}: {answer:?}");
                assert_eq!(server.seen.one().get_ref().body.provider_id, "p");
            }
        }
    }
}

#[tokio::test]
async fn the_first_thing_that_is_wrong_is_told() {
    let server = Lerian::default();
    let peer = Peer::new(Wire::InProcess, server.router_with(Options::default().body_limit(10))).await;
    let (html, text) = (("accept", "text/html"), ("content-type", "text/plain"));
    for (line, headers, status) in [
        ("PUT /nothing", &[html, text][..], 404),
        ("PUT /v1/applications/a/providers", &[html, text], 405),
        (LINK, &[html, text], 401),
        (LINK, &[AUTH, html, text], 406),
        (LINK, &[AUTH, text], 415),
        (LINK, &[AUTH, AS_JSON], 413),
    ] {
        assert_eq!(peer.send(line, headers, "{this is wrong as well}").await.status, status, "{line}");
    }
    assert_eq!(peer.send(LINK, &[AUTH, AS_JSON], "{wrong}").await.status, 400);
    assert_eq!(server.seen.take().len(), 0);
}

#[tokio::test]
async fn a_hook_may_leave_the_default() {
    let options = Options::default().on_reject(|rejection| match rejection.reason() {
        Reason::NotFound => Some(Reply::from_json(410, "gone")),
        _ => None,
    });
    let peer = Peer::new(Wire::InProcess, Lerian::default().router_with(options)).await;
    let answer = peer.send("GET /nothing", &[], "").await;
    assert_eq!((answer.status, answer.body.as_str()), (410, r#""gone""#));
    let answer = peer.send(&format!("GET {PATH}"), &[], "").await;
    assert_eq!((answer.status, answer.header("content-type").as_str()), (405, "application/problem+json"));
}

const QUERY: &str = "GET /api/v3/link-extidp";

/// Queries and bodies of GenAuth: `(line, body, status, violations, allow)`.
const GENAUTH: [(&str, &str, u16, &str, &str); 16] = [
    (QUERY, "", 400, "/query/ext_idp_conn_identifier required | /query/app_id required | /query/id_token required", ""),
    ("GET /api/v3/link-extidp?app_id=a&id_token=t", "", 400, "/query/ext_idp_conn_identifier required", ""),
    ("GET /api/v3/link-extidp?App_Id=a&ext_idp_conn_identifier=c&id_token=t", "", 400, "/query/app_id required", ""),
    (
        "GET /api/v3/link-extidp?app_id=a&app_id=b&ext_idp_conn_identifier=c&id_token=t",
        "",
        400,
        "/query/app_id type",
        "",
    ),
    (
        "GET /api/v3/link-extidp?app_id=%FF&ext_idp_conn_identifier=c",
        "",
        400,
        "/query/app_id syntax | /query/id_token required",
        "",
    ),
    (
        "GET /api/v3/generate-link-extidp-url?app_id=a&ext_idp_conn_identifier=c",
        "",
        400,
        "/query/id_token required",
        "",
    ),
    (
        "GET /api/v3/generate-link-extidp-url?app_id=a&ext_idp_conn_identifier=c&id_token=t&target_url=1&target_url=2",
        "",
        400,
        "/query/target_url type",
        "",
    ),
    ("POST /api/v3/unlink-extidp", "{}", 400, "/body/extIdpId required", ""),
    ("POST /api/v3/unlink-extidp", "", 400, "/body required", ""),
    ("POST /api/v3/unlink-extidp", r#"{"extIdpId":[]}"#, 400, "/body/extIdpId type", ""),
    ("POST /api/v3/unlink-extidp", "{", 400, "/body syntax", ""),
    ("POST /api/v3/get-identities", "", 405, "", "GET, HEAD"),
    ("GET /api/v3/unlink-extidp", "", 405, "", "POST"),
    ("GET /api/v3", "", 404, "", ""),
    ("GET /api/v3/get-identities/", "", 404, "", ""),
    ("GET /api/v2/get-identities", "", 404, "", ""),
];

#[tokio::test]
async fn queries_that_are_refused_with_a_problem() {
    for wire in Wire::BOTH {
        let server = GenAuth::default();
        let peer = Peer::new(wire, server.router()).await;
        for (line, body, status, violations, allow) in GENAUTH {
            let answer = peer.send(line, &[AUTH, AS_JSON], body).await;
            assert_eq!((answer.status, answer.header("allow").as_str()), (status, allow), "{line} {answer:?}");
            assert_eq!(answer.violations(), violations, "{line}");
            assert_eq!(answer.header("content-type"), "application/problem+json", "{line}");
            assert_eq!(server.seen.take().len(), 0, "{line}");
        }
        let answer = peer.send("POST /api/v3/unlink-extidp", &[AUTH, AS_JSON], r#"{"extIdpId":"e","more":1}"#).await;
        assert_eq!((answer.status, server.seen.take().len()), (200, 1), "its document allows more members");
        let answer = peer.send("GET /api/v3/get-identities?more=%FF&", &[AUTH, ("content-type", "a/b")], "").await;
        assert_eq!((answer.status, server.seen.take().len()), (200, 1), "nor does it forbid more parameters");
    }
}

/// What the hook of a GenAuth server makes of a rejection: HTTP 200 and the envelope.
fn in_genauths_words(rejection: &Rejection) -> Reply {
    let body = CommonResponseDto::new(rejection.status().as_u16().into(), rejection.to_string());
    Reply::from_json(200, &body)
}

#[tokio::test]
async fn queries_that_are_refused_in_the_words_of_the_api() {
    for wire in Wire::BOTH {
        let server = GenAuth::default();
        let peer = Peer::new(
            wire,
            server.router_with(Options::default().on_reject(|rejection| Some(in_genauths_words(rejection)))),
        )
        .await;
        for (line, body, status, violations, allow) in GENAUTH {
            let answer = peer.send(line, &[AUTH, AS_JSON], body).await;
            assert_eq!((answer.status, answer.header("allow").as_str()), (200, allow), "{line} {answer:?}");
            let said: CommonResponseDto = from_slice(answer.body.as_bytes()).unwrap();
            assert_eq!(said.status_code, i64::from(status), "{line}");
            for place in violations.split(" | ").filter_map(|one| one.split(' ').next()) {
                assert!(said.message.contains(place), "{place} in {}", said.message);
            }
            assert_eq!(server.seen.take().len(), 0, "{line}");
        }
    }
}

#[tokio::test]
async fn the_generated_client_understands_the_words_of_the_api() {
    for wire in Wire::BOTH {
        let server = GenAuth::default()
            .router_with(Options::default().on_reject(|rejection| Some(in_genauths_words(rejection))));
        let client = wire.genauth(server).await.build().unwrap();
        let error = client.get_identities(GetIdentities::new()).await.unwrap_err();
        let said = CommonResponseDto::new(401, "A valid credential is needed.");
        assert_eq!(error.api(), Some(&GetIdentitiesError::Envelope(said)), "{wire:?}");
    }
}
