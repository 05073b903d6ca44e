//! What a client is built with.

use std::convert::Infallible;

use twinspec_runtime::client::{BuildError, ServiceTransport};
use twinspec_runtime::server::axum::Router;
use twinspec_runtime::{BaseUrl, Body, Error, Request, Rule};

use crate::fixed::{Always, client, get};
use crate::service::Shop;
use crate::shop::client::{Client, Server};
use crate::shop::types::Item;

#[tokio::test]
async fn any_tower_service_is_a_transport() {
    let service = tower::service_fn(|request: http::Request<Body>| async move {
        assert_eq!(request.uri(), "http://shop.example.com/v1/items/a");
        Ok::<_, Infallible>(http::Response::new(Body::from(r#"{"id": "a"}"#)))
    });
    let item = client(ServiceTransport::new(service)).get_item(get()).await.unwrap().into_inner();
    assert_eq!(item, Item::new("a"));
}

#[test]
fn what_a_client_cannot_be_built_with() {
    let build = |url: &str| Client::builder().transport(Router::new()).base_url(url).build().map(drop);
    assert!(build("http://localhost:1/a/").is_ok());
    assert!(matches!(build("localhost"), Err(BuildError::BaseUrl(_))));
    assert!(matches!(build("https://u:p@localhost"), Err(BuildError::BaseUrl(_))));
    let server = Server::Main { domain: "evil.example.com/?x=".to_owned() };
    let error = Client::builder().transport(Router::new()).server(server).build().unwrap_err();
    assert!(error.to_string().contains("of its variable `domain`"), "{error}");
    for (name, value) in [("a b", "c"), ("a", "b\nc"), ("", "")] {
        let error = Client::builder().transport(Router::new()).header(name, value).build().unwrap_err();
        assert!(matches!(error, BuildError::Header(_)), "{error:?}");
    }
}

mod without_a_server {
    use twinspec_runtime as rt;

    #[derive(Debug, Clone)]
    pub struct Client {
        #[expect(dead_code, reason = "it has no operations")]
        core: rt::client::Core,
    }

    #[derive(Debug)]
    #[must_use]
    pub struct ClientBuilder {
        settings: rt::client::Settings,
    }

    rt::client!(Client, ClientBuilder, rt::client::NoServer);
}

#[test]
fn a_document_without_servers_needs_a_base_url() {
    let error = without_a_server::Client::builder().build().unwrap_err();
    assert!(matches!(error, BuildError::NoBaseUrl), "{error:?}");
    assert!(without_a_server::Client::new("https://example.com").is_ok());
    assert!(
        without_a_server::Client::builder().base_url(BaseUrl::new("https://{a}").variable("a", "b")).build().is_ok()
    );
}

#[tokio::test]
async fn default_headers_give_way() {
    let shop = Shop::default();
    let client =
        shop.builder().bearer(crate::service::TOKEN).header("x-trace", "default").user_agent("me/1").build().unwrap();
    client.get_item(get()).await.unwrap();
    assert_eq!(shop.seen().headers["x-trace"], "default");
    assert_eq!(shop.seen().headers["user-agent"], "me/1");
    let mut request = Request::new(get());
    request.headers_mut().append("x-trace", "a".parse().unwrap());
    request.headers_mut().append("x-trace", "b".parse().unwrap());
    client.get_item(request).await.unwrap();
    let seen = shop.seen().headers;
    assert_eq!(seen.get_all("x-trace").iter().collect::<Vec<_>>(), ["a", "b"]);
}

#[tokio::test]
async fn what_cannot_be_json_is_not_sent() {
    use twinspec_runtime as rt;

    #[derive(Debug)]
    struct Send(f64);
    impl rt::Operation for Send {
        type Output = ();
        type Failure = rt::NoFailure;
        const META: rt::Meta = rt::Meta {
            id: "send",
            method: "POST",
            path: "/",
            security: &[],
            consumes: &["application/json"],
            produces: &[],
            statuses: &["204"],
        };
        fn read(answer: &rt::Answer) -> rt::Read<Self> {
            if answer.status() == 204 { Ok(Ok(())) } else { Err(answer.unexpected()) }
        }
    }
    impl rt::client::Call for Send {
        fn write(&self, call: &mut rt::client::Outgoing) {
            call.json(&self.0);
        }
    }
    let mut settings = rt::client::Settings::new(Some("http://localhost".into()));
    settings.transport(Always(204, &[], ""));
    let core = settings.build().unwrap();
    assert!(core.call(Request::new(Send(1.0))).await.is_ok());
    let Err(Error::Encode(violations)) = core.call(Request::new(Send(f64::NAN))).await else { panic!() };
    assert_eq!((violations.first().pointer.as_str(), violations.len()), ("/body", 1));
    assert_ne!(violations.first().rule, Rule::Syntax);
}
