//! No secret appears where people look: in what `Debug` and `Display` show, and in traces.

use std::cell::RefCell;
use std::fmt::{Debug, Write as _};
use std::sync::Once;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use twinspec_runtime::server::{Principal, Reply};
use twinspec_runtime::{Answer, Bytes, Credential, Credentials, Operation as _, Request, Response, Unexpected, status};

use crate::service::{APP_KEY, COOKIE_KEY, PASSWORD, QUERY_KEY, QUERY_SECRET, SECRETS, Shop, TOKEN};
use crate::shop::api::{CreateItem, GetItem, ListItems, Visit as VisitOperation};
use crate::shop::types::Item;

thread_local! {
    static WRITTEN: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Everything that any layer would write down, of the thread that a test runs on.
///
/// It subscribes once for the whole process: `tracing` remembers for each place whether anybody listens, and a test
/// that subscribes for itself may come too late for a place that another test has just passed.
struct Log;

impl Log {
    fn start() {
        static SUBSCRIBED: Once = Once::new();
        SUBSCRIBED.call_once(|| {
            tracing::subscriber::set_global_default(tracing_subscriber::registry().with(Self)).unwrap();
        });
        WRITTEN.take();
    }

    fn add(what: &str, record: impl FnOnce(&mut dyn Visit)) {
        struct Fields(String);
        impl Visit for Fields {
            fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
                write!(self.0, " {}={value:?}", field.name()).unwrap();
            }
        }
        let mut fields = Fields(String::new());
        record(&mut fields);
        WRITTEN.with_borrow_mut(|written| writeln!(written, "{what}{}", fields.0).unwrap());
    }

    fn text() -> String {
        WRITTEN.with_borrow(String::clone)
    }
}

impl<S: Subscriber> Layer<S> for Log {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        Self::add(attributes.metadata().name(), |visitor| attributes.record(visitor));
    }

    fn on_record(&self, _: &Id, values: &Record<'_>, _: Context<'_, S>) {
        Self::add("record", |visitor| values.record(visitor));
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        Self::add("event", |visitor| event.record(visitor));
    }
}

fn assert_silent(what: &str) {
    for secret in SECRETS {
        assert!(!what.contains(secret), "{secret} in: {what}");
    }
}

fn list(limit: i64) -> ListItems {
    ListItems { limit, token: Some(QUERY_SECRET.into()), ..ListItems::default() }
}

#[tokio::test(start_paused = true)]
async fn traces() {
    Log::start();
    let client = Shop::default()
        .builder()
        .bearer(TOKEN)
        .app(APP_KEY)
        .query_key(QUERY_KEY)
        .timeout(std::time::Duration::from_secs(1))
        .build()
        .unwrap();
    let get = |id: &str| client.get_item(GetItem { id: id.to_owned(), tenant: None });
    get("p4th-v4lue").await.unwrap();
    get("missing").await.unwrap_err();
    get("slow").await.unwrap_err();
    get(".").await.unwrap_err();
    client.list_items(list(1)).await.unwrap();
    client.create_item(CreateItem { body: Item { code: Some(QUERY_SECRET.into()), ..Item::new("a") } }).await.unwrap();
    client.visit(VisitOperation { name: "a".to_owned(), kind: "away".to_owned() }).await.unwrap();
    let log = Log::text();
    assert_silent(&log);
    for absent in ["p4th-v4lue", "limit=", "elsewhere"] {
        assert!(!log.contains(absent), "{absent} in {log}");
    }
    for line in [
        "http.client otel.name=GET /items/{id} otel.kind=\"client\" http.request.method=GET url.template=\"/items/{id}\" openapi.operation_id=\"getItem\"",
        "record http.response.status_code=200",
        "record http.response.status_code=404",
        "record error.type=\"404\"",
        "record error.type=\"timeout\"",
        "record error.type=\"invalid_request\"",
        "record url.scheme=\"http\"\nrecord server.address=\"shop.example.com\"\nrecord server.port=80",
        "http.server otel.name=\"GET\" otel.kind=\"server\" http.request.method=\"GET\"",
        "record otel.name=GET /items/{id}\nrecord http.route=\"/items/{id}\"\nrecord openapi.operation_id=\"getItem\"",
    ] {
        assert!(log.contains(line), "no {line} in {log}");
    }
}

#[tokio::test]
async fn failures_of_handlers_are_logged() {
    Log::start();
    Shop::default().client().get_item(GetItem { id: "crash".to_owned(), tenant: None }).await.unwrap_err();
    assert!(Log::text().contains("record http.response.status_code=500\nrecord error.type=\"500\""), "{}", Log::text());
    assert!(
        Log::text().contains("the handler failed openapi.operation_id=\"getItem\" error=\"the database said"),
        "{}",
        Log::text()
    );
}

#[tokio::test]
async fn clients_and_messages() {
    let shop = Shop::default();
    let builder = || {
        let builder = shop.builder().bearer(TOKEN).basic("ada", PASSWORD).app(APP_KEY);
        builder
            .query_key(QUERY_KEY)
            .cookie_key(COOKIE_KEY)
            .header("x-secret", QUERY_SECRET)
            .header("authorization", TOKEN)
    };
    let client = builder().build().unwrap();
    let mut request = Request::new(list(1));
    for name in ["authorization", "proxy-authorization", "cookie", "x-api-key"] {
        request.headers_mut().insert(name, TOKEN.parse().unwrap());
    }
    request.extensions_mut().insert(Credential::bearer(TOKEN));
    let mut response = Response::new(Item { code: Some(QUERY_SECRET.into()), ..Item::new("a") });
    response.headers_mut().insert("set-cookie", TOKEN.parse().unwrap());
    let mut credentials = Credentials::new();
    credentials.insert("bearer", Credential::bearer(TOKEN));
    let mut reply = Reply::new();
    reply.header("set-cookie", &TOKEN.to_owned()).json(&QUERY_SECRET);
    let shown = [
        format!("{:?}", builder()),
        format!("{client:?}"),
        format!("{request:?}"),
        format!("{:?}", request.into_parts().0),
        format!("{response:?}"),
        format!("{credentials:?}"),
        format!("{reply:?}"),
        format!("{:?}", Principal::new(Credential::bearer(TOKEN))),
    ];
    for one in shown {
        assert_silent(&one);
    }
    client.get_item(GetItem { id: "a".to_owned(), tenant: None }).await.unwrap();
    assert_silent(&format!("{:?}", shop.seen().credentials));
}

#[test]
fn errors() {
    let mut headers = http::HeaderMap::new();
    headers.insert("set-cookie", TOKEN.parse().unwrap());
    headers.insert("location", format!("https://a?b={TOKEN}").parse().unwrap());
    headers.insert("content-type", "application/json".parse().unwrap());
    for (code, body) in
        [(200, format!(r#"{{"id": 1, "code": "{QUERY_SECRET}"}}"#)), (200, TOKEN.to_owned()), (299, TOKEN.to_owned())]
    {
        let answer = Answer::new(const { &GetItem::META }, status(code), headers.clone(), Bytes::from(body));
        let error = GetItem::read(&answer).unwrap_err();
        assert_silent(&format!("{error:?} {error}"));
        let error = error.into_error::<twinspec_runtime::NoFailure>();
        assert_silent(&format!("{error:?} {error} {answer:?}"));
    }
    let teapot = Unexpected::new(status(418)).with_body("text/plain", TOKEN);
    assert_eq!(
        format!("{teapot:?}"),
        r#"Unexpected { status: 418, headers: {"content-type": "text/plain"}, body: 12 bytes }"#
    );
}

#[tokio::test]
async fn requests_that_are_refused() {
    let client = Shop::default().client();
    let long = format!("{TOKEN}\n");
    let error = client.get_item(GetItem { id: "a".to_owned(), tenant: Some(long) }).await.unwrap_err();
    assert_silent(&format!("{error:?} {error}"));
    let error = Shop::default().builder().bearer(format!("{TOKEN}\n")).build().unwrap();
    let error = error.get_item(GetItem { id: "a".to_owned(), tenant: None }).await.unwrap_err();
    assert_silent(&format!("{error:?} {error}"));
}
