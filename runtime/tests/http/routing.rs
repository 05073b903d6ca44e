//! Which operation a path is of, and what a router can be put into.

use twinspec_runtime as rt;
use twinspec_runtime::server::axum::Router;
use twinspec_runtime::server::axum::routing::{get, put};
use twinspec_runtime::server::{Options, Reply, Routes};

use crate::raw::send;
use crate::service::{Shop, TOKEN};
use crate::shop::server::router;

/// Operations that differ in nothing but method and path, and answer their number and their parameters.
macro_rules! operations {
    ($($name:ident $number:literal $method:ident $path:literal ($($parameter:literal)*);)+) => {$(
        struct $name(String);

        impl rt::Operation for $name {
            type Output = String;
            type Failure = rt::NoFailure;
            const META: rt::Meta = rt::Meta {
                id: stringify!($name),
                method: stringify!($method),
                path: $path,
                security: &[],
                consumes: &[],
                produces: &[],
                statuses: &["200"],
            };
            fn read(answer: &rt::Answer) -> rt::Read<Self> {
                Ok(Ok(answer.text()?))
            }
        }

        impl rt::server::Serve for $name {
            #[allow(unused_variables)]
            fn read(incoming: &mut rt::server::Incoming<'_>) -> Result<Self, rt::Recorded> {
                #[allow(unused_mut)]
                let mut text = stringify!($number).to_owned();
                $(
                    let value = incoming.path::<String>($parameter);
                    text += &format!(" {}={}", $parameter, value?);
                )*
                Ok(Self(text))
            }
            fn write(outcome: &Result<String, rt::NoFailure>, reply: &mut rt::server::Reply) {
                match outcome {
                    Ok(text) => reply.status(200).text(text),
                    Err(never) => match *never {},
                }
            }
        }
    )+

        fn all() -> Router {
            Routes::new((), Options::default())
                $(.serve(|(): &(), request: rt::Request<$name>| async move { Ok(request.into_inner().0.into()) }))+
                .into_router()
        }
    };
}

operations! {
    Root 1 GET "/" ();
    Empty 2 PUT "" ();
    Slashless 3 GET "slashless" ();
    Named 4 GET "/a/{x}" ("x");
    OtherName 5 GET "/a/{y}" ("y");
    OtherMethod 6 POST "/a/{y}" ("y");
    Fixed 7 GET "/a/fixed" ();
    Suffix 8 GET "/a/{x}.json" ("x");
    Prefix 9 GET "/a/v{x}" ("x");
    Verb 10 POST "/a/{x}:run" ("x");
    Deep 11 GET "/a/{x}/b/{y}" ("x" "y");
    Mixed 12 GET "/{x}/b" ("x");
    Colon 13 GET "/:colon/*star" ();
    Space 14 GET "/sp ace/ü" ();
    Brace 15 GET "/br{ace" ();
    Brackets 16 GET "/odata('{key}')" ("key");
    Twice 17 GET "/twice/{x}-{x}" ("x");
    Query 18 GET "/query?a=b" ();
    Slashes 19 GET "//double//" ();
    Wild 20 GET "/{*rest}" ("*rest");
    Adjacent 21 GET "/adj/{x}{y}" ("x" "y");
    Encoded 22 GET "/%41" ();
    Trace 23 TRACE "/trace" ();
    Same 24 GET "/" ();
}

#[tokio::test]
async fn any_set_of_templates_is_served() {
    let router = all();
    for (line, expected) in [
        ("GET /", "1"),
        ("PUT /", "2"),
        ("GET /slashless", "3"),
        ("GET /a/1", "4 x=1"),
        ("GET /a/%20%2F", "4 x= /"),
        ("POST /a/1", "6 y=1"),
        ("GET /a/fixed", "7"),
        ("GET /a/1.json", "8 x=1"),
        ("GET /a/v1", "9 x=1"),
        ("GET /a/v1.json", "8 x=v1"),
        ("POST /a/1:run", "10 x=1"),
        ("GET /a/1:run", "4 x=1:run"),
        ("GET /a/1/b/2", "11 x=1 y=2"),
        ("GET /z/b", "12 x=z"),
        ("GET /:colon/*star", "13"),
        ("GET /sp%20ace/%C3%BC", "14"),
        ("GET /br%7Bace", "15"),
        ("GET /odata('7')", "16 key=7"),
        ("GET /twice/1-2", "17 x=1"),
        ("GET //double//", "19"),
        ("GET /anything", "20 *rest=anything"),
        ("GET /adj/12", "21 x=1 y=2"),
        ("GET /%41", "22"),
        ("TRACE /trace", "23"),
    ] {
        let answer = send(&router, line, "", "").await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, expected), "{line}");
    }
    for (line, status) in
        [("GET /a/", 404), ("GET /a/1/b/", 404), ("GET /a/1/c/2", 404), ("DELETE /a/fixed", 405), ("GET /adj/1", 404)]
    {
        assert_eq!(send(&router, line, "", "").await.status, status, "{line}");
    }
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let bearer = format!("authorization: Bearer {TOKEN}");
    let answer = send(&router(Shop::default()), "HEAD /items/a", &bearer, "").await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, ""));
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(send(&router(Shop::default()), "HEAD /items/1:cancel", "", "").await.status, 401, "GET /items/{{id}}");
}

fn named(name: &'static str) -> Options {
    Options::default().on_reject(move |rejection| Some(Reply::from_json(rejection.status().as_u16(), name)))
}

fn only(options: Options, path: &'static str) -> Router {
    let routes = Routes::new((), options);
    match path {
        "/a/{x}" => {
            routes.serve(|(): &(), request: rt::Request<Named>| async move { Ok(request.into_inner().0.into()) })
        }
        _ => routes.serve(|(): &(), request: rt::Request<Mixed>| async move { Ok(request.into_inner().0.into()) }),
    }
    .into_router()
}

#[tokio::test]
async fn routers_are_merged() {
    let merged = Router::new()
        .route("/health", get(async || "well"))
        .merge(only(named("one"), "/a/{x}"))
        .merge(only(named("two"), "/{x}/b"));
    for (line, status, body) in [
        ("GET /health", 200, "well"),
        ("GET /a/1", 200, "4 x=1"),
        ("GET /z/b", 200, "12 x=z"),
        ("PUT /a/1", 405, "\"one\""),
        ("PUT /z/b", 405, "\"two\""),
        ("GET /nothing", 404, "\"two\""),
    ] {
        let answer = send(&merged, line, "", "").await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (status, body), "{line}");
    }
    let own = only(named("one"), "/a/{x}").fallback(async || "own").route("/a/{p1}", put(async || "own put"));
    assert_eq!(send(&own, "GET /nothing", "", "").await.body, "own");
    assert_eq!(send(&own, "PUT /a/1", "", "").await.body, "own put");
    assert_eq!(send(&own, "GET /a/1", "", "").await.body, "4 x=1");
}

#[tokio::test]
async fn routers_are_nested() {
    let api = only(named("api"), "/a/{x}");
    let nested = Router::new().nest("/v1", api.clone());
    assert_eq!(send(&nested, "GET /v1/a/1", "", "").await.body, "4 x=1");
    assert_eq!(send(&nested, "PUT /v1/a/1", "", "").await.body, "\"api\"");
    assert_eq!(send(&nested, "GET /v1/nothing", "", "").await.status, 404);
    let service = Router::new().nest_service("/v1", api.clone());
    assert_eq!(send(&service, "GET /v1/a/1", "", "").await.body, "4 x=1");
    assert_eq!(send(&service, "GET /v1/nothing", "", "").await.body, "\"api\"");
    let beside = Router::new().nest("/{tenant}", api);
    assert_eq!(send(&beside, "GET /t/a/1", "", "").await.body, "4 x=1");
}
