//! Values on their way: enums that grow, what is absent and what is `null`, defaults, and where a
//! client sends its requests.

#![cfg(all(feature = "client", feature = "server", feature = "reqwest"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use identity_apis::genauth::api::{GetApplicationEnabledExtIdps, GetIdentities};
use identity_apis::genauth::client::Server;
use identity_apis::genauth::types::{
    ExtIdpInfoDto, ExtIdpInfoDtoExtIdpType, ExtIdpProvider, GenerateBindExtIdpLinkRespDto, GetIdentitiesRespDto,
    IdentityDto,
};
use identity_apis::lerian_identity::api::LinkProviderToApplication;
use identity_apis::lerian_identity::types::{
    ErrorMessage, ProviderItemInput, ProviderItemResponse, ProviderItemResponseCategory, ProviderItemResponseType,
};
use identity_apis::{genauth, lerian_identity};
use serde_json::{Value, json};
use support::TOKEN;
use support::lerian::{self, Lerian};
use support::wire::{JSON, Recorder, Wire, always};
use twinspec_runtime::client::BuildError;
use twinspec_runtime::{OpenEnum as _, Response, Rule, from_slice, to_vec, validate};

/// A value as JSON.
fn encoded<T: twinspec_runtime::Encode>(value: &T) -> Value {
    serde_json::from_slice(&to_vec(value).unwrap()).unwrap()
}

#[tokio::test]
async fn a_provider_type_of_tomorrow_survives() {
    let body = json!({"providerId": "p", "category": "Voice", "type": "Mailgun", "rule": "r"});
    for wire in Wire::BOTH {
        let client = wire.lerian(always(201, JSON, body.to_string())).await.build().unwrap();
        let linked = client.link_provider_to_application(lerian::link()).await.unwrap().into_inner();
        let unknown = ProviderItemResponseType::Unknown("Mailgun".to_owned());
        assert_eq!(linked.r#type, Some(unknown), "{wire:?}");
        assert_eq!(linked.category.as_ref().unwrap().as_str(), "Voice", "{wire:?}");
        assert_eq!(encoded(&linked), body, "{wire:?}");
        let violations = validate(&linked).unwrap_err();
        let found: Vec<_> = violations.iter().map(|one| (one.pointer.as_str(), one.rule)).collect();
        assert_eq!(found, [("/category", Rule::Enum), ("/type", Rule::Enum)]);
    }
}

#[tokio::test]
async fn a_server_can_send_what_its_document_does_not_list_yet() {
    for wire in Wire::BOTH {
        let newer = ProviderItemResponse {
            r#type: Some(ProviderItemResponseType::Unknown("Mailgun".to_owned())),
            ..ProviderItemResponse::default()
        };
        let answer = newer.clone();
        let server = Lerian::answering(move |_| Ok(Response::new(answer.clone())));
        let client = wire.lerian(server.router()).await.bearer(TOKEN).build().unwrap();
        let linked = client.link_provider_to_application(lerian::link()).await.unwrap();
        assert_eq!(linked.into_inner(), newer, "{wire:?}");
    }
}

#[tokio::test]
async fn identities_of_tomorrow_survive() {
    let identity = json!({
        "identityId": "i", "extIdpId": "e", "provider": "mastodon", "type": "t", "userIdInIdp": "u",
        "userInfoInIdp": {"z": 1, "a": [null, {"deep": [1.5, -0, 12_345_678_901_234_567_890_u64]}]},
        "accessToken": "a", "originConnIds": []
    });
    let source = json!({
        "identifier": "i", "extIdpId": "e", "type": "WeChat", "extIdpType": "government",
        "bindUrl": "https://a", "name": "n"
    });
    for wire in Wire::BOTH {
        let answer = |data: &Value| json!({"statusCode": 200, "message": "m", "data": [data]}).to_string();
        let client = wire.genauth(always(200, JSON, answer(&identity))).await.build().unwrap();
        let identities = client.get_identities(GetIdentities::new()).await.unwrap().into_inner();
        assert_eq!(identities[0].provider, ExtIdpProvider::from("mastodon"), "{wire:?}");
        assert!(identities[0].provider.as_unknown().is_some(), "{wire:?}");
        assert_eq!(encoded(&identities[0]).to_string(), identity.to_string(), "in the same order");

        let client = wire.genauth(always(200, JSON, answer(&source))).await.build().unwrap();
        let call = GetApplicationEnabledExtIdps::new();
        let sources = client.get_application_enabled_ext_idps(call).await.unwrap().into_inner();
        assert_eq!(sources[0].r#type.as_unknown(), Some("WeChat"), "no value has another case");
        assert_eq!(sources[0].ext_idp_type, ExtIdpInfoDtoExtIdpType::from("government"));
        assert_eq!(encoded(&sources[0]), source, "{wire:?}");
    }
}

#[test]
fn every_listed_value_keeps_its_exact_name() {
    let providers = "oidc oauth2 saml ldap ad cas azure-ad wechat google qq wechatwork dingtalk weibo github alipay \
                     apple baidu lark gitlab twitter facebook slack linkedin yidun qingcloud gitee instagram welink \
                     huawei honor xiaomi oppo aws amazon douyin kuaishou line sdbz";
    let names: Vec<_> = providers.split(' ').collect();
    assert_eq!(ExtIdpProvider::KNOWN.iter().map(|(name, _)| *name).collect::<Vec<_>>(), names);
    for name in names {
        let provider = ExtIdpProvider::from(name);
        assert_eq!((provider.as_unknown(), provider.as_str()), (None, name));
        assert!(validate(&provider).is_ok(), "{name}");
    }
    for (value, name) in [
        (encoded(&ProviderItemResponseCategory::Email), "Email"),
        (encoded(&ProviderItemResponseCategory::Sms), "SMS"),
        (encoded(&ProviderItemResponseType::SendGrid), "SendGrid"),
        (encoded(&ProviderItemResponseType::Twilio), "Twilio"),
    ] {
        assert_eq!(value, name);
    }
}

/// What a client sends as the body of this call.
async fn sent_body(input: ProviderItemInput) -> String {
    let recorder = Recorder::new(always(201, JSON, "{}"));
    let client = lerian_identity::Client::builder().transport(recorder.clone()).build().unwrap();
    client.link_provider_to_application(LinkProviderToApplication::new("a", input)).await.unwrap();
    let sent = recorder.sent.one();
    assert_eq!(sent.header("content-type"), Some("application/json"));
    sent.body
}

#[tokio::test]
async fn a_default_is_not_sent_and_a_value_is() {
    let input = ProviderItemInput::new("p");
    assert!(!input.can_sign_in() && !input.can_sign_up() && !input.can_unlink() && !input.prompted());
    assert_eq!(sent_body(input.clone()).await, r#"{"providerId":"p"}"#);
    let input = ProviderItemInput { can_sign_in: Some(false), prompted: Some(true), ..input };
    assert!(!input.can_sign_in() && input.prompted());
    assert_eq!(sent_body(input).await, r#"{"providerId":"p","canSignIn":false,"prompted":true}"#);
}

#[tokio::test]
async fn the_receiver_knows_what_was_not_sent() {
    for wire in Wire::BOTH {
        let server = Lerian::default();
        let client = wire.lerian(server.router()).await.bearer(TOKEN).build().unwrap();
        let answer = client.link_provider_to_application(lerian::link()).await.unwrap().into_inner();
        assert_eq!(answer.can_sign_in, Some(false), "the server told its default");
        assert_eq!(answer.alert_type, None);
        let body = server.seen.one().into_inner().body;
        assert_eq!((body.can_sign_in, body.can_sign_in()), (None, false), "{wire:?}");
    }
}

#[test]
fn null_is_taken_for_absent_from_a_server_and_refused_from_a_caller() {
    let body = br#"{"code": null, "title": "t"}"#;
    let message: ErrorMessage = from_slice(body).unwrap();
    assert_eq!(message, ErrorMessage { title: Some("t".to_owned()), ..ErrorMessage::default() });
    assert_eq!(encoded(&message), json!({"title": "t"}));
    let body = br#"{"providerId": "p", "rule": null, "canSignIn": null}"#;
    let violations = twinspec_runtime::from_slice_strict::<ProviderItemInput>(body).unwrap_err();
    let found: Vec<_> = violations.iter().map(|one| (one.pointer.as_str(), one.rule)).collect();
    assert_eq!(found, [("/canSignIn", Rule::Type), ("/rule", Rule::Type)]);
    assert!(from_slice::<ProviderItemInput>(br#"{"providerId": null}"#).is_err(), "it is required");
}

#[test]
fn what_a_newer_server_adds_does_no_harm() {
    let body = br#"{"providerId": "p", "later": {"providerId": 1}, "type": "Twilio"}"#;
    let linked: ProviderItemResponse = from_slice(body).unwrap();
    assert_eq!(linked.provider_id.as_deref(), Some("p"));
    assert_eq!(linked.r#type, Some(ProviderItemResponseType::Twilio));
}

#[test]
fn numbers_of_an_envelope() {
    let parse = |code: &str| {
        let body = format!(r#"{{"statusCode":{code},"message":"m","data":{{"url":"u"}}}}"#);
        from_slice::<GenerateBindExtIdpLinkRespDto>(body.as_bytes()).map(|body| body.status_code)
    };
    for (code, expected) in [("200", 200), ("200.0", 200), ("2e2", 200), ("-9223372036854775808", i64::MIN)] {
        assert_eq!(parse(code).unwrap(), expected, "{code}");
    }
    for code in ["200.5", "9223372036854775808", "\"200\"", "null", "true"] {
        assert_eq!(parse(code).unwrap_err().first().pointer, "/statusCode", "{code}");
    }
}

#[test]
fn generated_types_are_serde_types() {
    let body = json!({"statusCode": 200, "message": "m", "apiCode": 7, "data": [{
        "identityId": "i", "extIdpId": "e", "provider": "qq", "type": "t", "userIdInIdp": "u",
        "accessToken": "a", "originConnIds": ["c"]
    }]});
    let whole: GetIdentitiesRespDto = serde_json::from_value(body.clone()).unwrap();
    let one: &IdentityDto = &whole.data[0];
    assert_eq!(one.access_token.as_ref().unwrap().expose(), "a");
    assert_eq!(serde_json::to_value(&whole).unwrap(), body);
    let source = serde_json::from_str::<ExtIdpInfoDto>("{}").unwrap_err().to_string();
    assert!(source.contains("/identifier is required"), "{source}");
}

#[tokio::test]
async fn requests_go_where_the_document_says() {
    let lerian_of = |builder: lerian_identity::ClientBuilder| async {
        let recorder = Recorder::new(always(201, JSON, "{}"));
        let client = builder.transport(recorder.clone()).build().unwrap();
        client.link_provider_to_application(lerian::link()).await.unwrap();
        recorder.sent.one().uri.to_string()
    };
    let url = lerian_of(lerian_identity::Client::builder()).await;
    assert_eq!(url, format!("https://identity.sandbox.lerian.net{}", lerian::PATH));
    let url = lerian_of(lerian_identity::Client::builder().base_url("http://localhost:8080/id/")).await;
    assert_eq!(url, format!("http://localhost:8080/id{}", lerian::PATH));

    let genauth_of = |builder: genauth::ClientBuilder| async {
        let recorder = Recorder::new(always(200, JSON, r#"{"statusCode":200,"message":"m","data":[]}"#));
        builder.transport(recorder.clone()).build().unwrap().get_identities(GetIdentities::new()).await.unwrap();
        recorder.sent.one().uri.to_string()
    };
    let url = genauth_of(genauth::Client::builder()).await;
    assert_eq!(url, "https://example.genauth.ai/api/v3/get-identities");
    let own = Server::ApplicationsOwnHost { domain: "id.example.com".to_owned() };
    let url = genauth_of(genauth::Client::builder().server(own)).await;
    assert_eq!(url, "https://id.example.com/api/v3/get-identities");
}

#[test]
fn a_server_variable_cannot_change_the_rest_of_the_url() {
    for domain in ["", "evil.example.com/", "a?", "a#", "u:p@a", "a b", "a\\b", "{domain}"] {
        let server = Server::ApplicationsOwnHost { domain: domain.to_owned() };
        let error = genauth::Client::builder().server(server).build().unwrap_err();
        assert!(matches!(error, BuildError::BaseUrl(_)), "{domain:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_client_sends_its_headers_and_those_of_the_request() {
    let recorder = Recorder::new(always(201, JSON, "{}"));
    let builder = lerian_identity::Client::builder().user_agent("shop/7").header("x-tenant", "a");
    let client = builder.header("x-trace", "1").transport(recorder.clone()).build().unwrap();
    let mut request = twinspec_runtime::Request::new(lerian::link());
    request.headers_mut().insert("x-trace", "2".parse().unwrap());
    client.link_provider_to_application(request).await.unwrap();
    let sent = recorder.sent.one();
    for (name, value) in [("user-agent", "shop/7"), ("x-tenant", "a"), ("x-trace", "2"), ("accept", "application/json")]
    {
        assert_eq!(sent.header(name), Some(value), "{name}");
    }
}
