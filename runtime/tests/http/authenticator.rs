//! Credentials are judged before a handler is reached.

use twinspec_runtime::server::{Options, Routes};

use crate::raw::send;
use crate::service::{APP_KEY, App, Shop, TOKEN, User};
use crate::shop::api::ShopApi as _;
use crate::shop::server::router;

#[tokio::test]
async fn a_server_judges_every_kind_of_credential() {
    let shop = Shop::default();
    let router = router(shop.clone());
    let json = "content-type: application/json\n";
    for (headers, query, user) in [
        ("authorization: Basic YWRhOnA0c3MtYmFzaWM=", "", "ada"),
        ("authorization: bAsIc YWRhOnA0c3MtYmFzaWM=", "", "ada"),
        ("", "?api_key=k3y-query", "query"),
        ("cookie: a=b; session=k3y-cookie; c=d", "", "cookie"),
        ("cookie: session=\"k3y-cookie\"", "", "cookie"),
    ] {
        let answer = send(&router, &format!("POST /items{query}"), &format!("{json}{headers}"), r#"{"id":"a"}"#).await;
        assert_eq!(answer.status, 201, "{headers} {query}");
        let seen = shop.seen();
        assert_eq!(seen.user, Some(User(user.to_owned())), "{headers} {query}");
        for secret in ["authorization", "cookie", "x-app-id"] {
            assert!(!seen.headers.contains_key(secret), "{secret}");
        }
    }
}

#[tokio::test]
async fn all_of_a_combination_or_another_one() {
    let shop = Shop::default();
    let router = router(shop.clone());
    let ask = |headers: String| {
        let router = router.clone();
        async move { send(&router, "GET /items?limit=1", &headers, "").await.status.as_u16() }
    };
    let bearer = format!("authorization: Bearer {TOKEN}\n");
    assert_eq!(ask(format!("{bearer}x-app-id: {APP_KEY}")).await, 200);
    assert_eq!(shop.seen().app, Some(App("app".to_owned())));
    assert!(shop.seen().credentials.unwrap().get("app").is_some());
    assert_eq!(ask(bearer.clone()).await, 200);
    assert_eq!((shop.seen().app, shop.seen().user), (None, Some(User("bearer".to_owned()))));
    assert_eq!(ask(format!("{bearer}x-app-id: wrong")).await, 200, "the bearer alone is enough");
    assert_eq!(shop.seen().app, None);
    assert_eq!(ask(format!("x-app-id: {APP_KEY}")).await, 401);
    assert_eq!(ask(format!("authorization: Bearer wrong\nx-app-id: {APP_KEY}")).await, 401);
    assert_eq!(ask("authorization: Bearer weak".to_owned()).await, 403);
    assert_eq!(ask(format!("{bearer}{bearer}")).await, 401, "two are not to be trusted");
}

#[tokio::test]
async fn a_refusal_says_what_is_asked_for() {
    let router = router(Shop::default());
    let challenges = |line: &'static str, headers: &'static str| {
        let router = router.clone();
        async move {
            let answer = send(&router, line, headers, "").await;
            let challenges =
                answer.headers.get_all("www-authenticate").iter().map(|value| value.to_str().unwrap().to_owned());
            (answer.status.as_u16(), challenges.collect::<Vec<_>>().join(" | "))
        }
    };
    let read = r#"Bearer realm="api", scope="items:read""#.to_owned();
    assert_eq!(challenges("GET /items/1", "").await, (401, read.clone()));
    assert_eq!(
        challenges("GET /items/1", "authorization: Bearer x").await,
        (401, format!(r#"{read}, error="invalid_token""#))
    );
    assert_eq!(challenges("GET /items/1", "authorization: Bearer weak").await, (403, String::new()));
    assert_eq!(challenges("GET /items/expired", "authorization: Bearer t0ken-bearer").await, (401, read));
    let (code, all) = challenges("POST /items", "").await;
    assert_eq!(code, 401);
    assert_eq!(
        all,
        r#"Basic realm="api", charset="UTF-8" | ApiKey in="query", name="api_key" | ApiKey in="cookie", name="session""#
    );
}

#[tokio::test]
async fn who_may_come_without_credentials_comes_with_wrong_ones_too() {
    let shop = Shop::default();
    let router = router(shop.clone());
    for (headers, user) in [
        ("", None),
        ("authorization: Bearer wrong", None),
        ("authorization: Bearer t0ken-bearer", Some(User("bearer".to_owned()))),
    ] {
        assert_eq!(send(&router, "GET /visit/a.b", headers, "").await.status, 200, "{headers}");
        assert_eq!(shop.seen().user, user, "{headers}");
    }
}

#[tokio::test]
async fn without_an_authenticator_nobody_passes() {
    let router =
        Routes::new(Shop::default(), Options::default()).serve(Shop::get_item).serve(Shop::remove_item).into_router();
    let bearer = format!("authorization: Bearer {TOKEN}");
    assert_eq!(send(&router, "GET /items/1", &bearer, "").await.status, 401);
    assert_eq!(send(&router, "DELETE /items/1", "", "").await.status, 204);
}
