//! Each feature can be compiled alone, and all of them together are an API like any other.

#![cfg(all(feature = "client", feature = "server", feature = "full"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::process::Command;

use twinspec_runtime::server::{Denied, Presented, Principal};
use twinspec_runtime::{Outcome, Request, Response};
use twinspec_tag_features::tags::{Client, api::*, server, types::*};

/// Compiles the crate with some features, warnings being errors; what the compiler says when it cannot.
fn check(features: &str) -> Result<(), String> {
    let output = Command::new(env!("CARGO"))
        .args(["rustc", "--quiet", "--package", "twinspec-tag-features", "--lib", "--profile", "check"])
        .args(["--no-default-features", "--features", features, "--", "--deny", "warnings"])
        .output()
        .unwrap();
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

#[test]
fn each_feature_is_compiled_alone() {
    let both = ["users", "account-links", "client-2", "untagged", "webhooks", "full"]
        .map(|tag| format!("client,server,{tag}"));
    let halves = ["client,server", "client,users", "server,account-links", "users"].map(str::to_owned);
    for features in both.into_iter().chain(halves) {
        check(&features).unwrap_or_else(|fault| panic!("{features}:\n{fault}"));
    }
}

#[test]
fn a_type_is_there_with_the_tags_that_need_it() {
    let uses = |name: &str, features: &str| {
        let types = include_str!("../../fixtures/tags-as-features/expected/types.rs");
        let (before, _) = types.split_once(&format!("pub struct {name} ")).unwrap();
        let gate = before.lines().rev().find(|line| line.starts_with("#[cfg(") || line.is_empty()).unwrap();
        assert_eq!(gate, features, "{name}");
    };
    uses("UserPage", "#[cfg(feature = \"users\")]");
    uses("Link", "#[cfg(feature = \"account-links\")]");
    uses("Problem", "#[cfg(any(feature = \"account-links\", feature = \"users\"))]");
    uses("User", "#[cfg(any(feature = \"users\", feature = \"webhooks\"))]");
    uses("Added", "#[cfg(feature = \"webhooks\")]");
    uses("Nobodys", "#[cfg(feature = \"full\")]");
}

struct Service;

impl server::Authenticator for Service {
    async fn bearer(&self, _: Presented) -> Result<Principal, Denied> {
        Ok(Principal::anonymous())
    }
}

impl UsersApi for Service {
    async fn list_users(&self, request: Request<ListUsers>) -> Outcome<UserPage, ListUsersError> {
        let first = request.get_ref().page.is_none();
        let user = User::new("Ada", Mail::new("ada@example.com").into());
        Ok(Response::new(UserPage::new(if first { vec![user] } else { Vec::new() })))
    }

    async fn add_user(&self, _: Request<AddUser>) -> Outcome<(), AddUserError> {
        Err(AddUserError::NotFound(Problem::new("None")).into())
    }
}

impl AccountLinksApi for Service {
    async fn list_links(&self, _: Request<ListLinks>) -> Outcome<Vec<Link>, ListLinksError> {
        Ok(Response::new(vec![Link::new(Kind::Home)]))
    }
}

impl ClientApi for Service {
    async fn count_clients(&self, _: Request<CountClients>) -> Outcome<i64, CountClientsError> {
        Ok(Response::new(7))
    }
}

impl DefaultApi for Service {
    async fn get_health(&self, _: Request<GetHealth>) -> Outcome<(), GetHealthError> {
        Ok(Response::new(()))
    }
}

#[tokio::test]
async fn all_tags_are_served() {
    let transport = server::router(Service);
    let client = Client::builder().base_url("http://fixture").bearer("s3cret").transport(transport).build().unwrap();
    let mut users = client.list_users_items(ListUsers::new());
    assert_eq!(users.next_item().await.unwrap().unwrap().name, "Ada");
    assert!(users.next_item().await.is_none());
    assert_eq!(client.list_links(ListLinks::new()).await.unwrap().into_inner(), [Link::new(Kind::Home)]);
    assert_eq!(client.count_clients(CountClients::new()).await.unwrap().into_inner(), 7);
    let links = client.list_links(ListLinks::new()).await.unwrap();
    assert_eq!(ListLinks::first_page_link().unwrap(), ListUsers::new().with_page(1), "{links:?}");
    client.get_health(GetHealth::new()).await.unwrap();
}
