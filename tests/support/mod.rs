//! What the tests of the generated clients and servers share: a server of each API that answers as
//! it is told, the two ways to reach it, raw HTTP beside the generated client, and a log.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "each test uses a part of it, and stops where something is missing"
)]

pub mod genauth;
pub mod lerian;
pub mod log;
pub mod raw;
pub mod wire;

use std::sync::{Arc, Mutex, PoisonError};

use twinspec_runtime::server::{Denied, Presented, Principal};

/// The bearer token that both servers accept.
pub const TOKEN: &str = "s3cret-bearer-token";
/// A bearer token that they know and do not permit anything.
pub const WEAK_TOKEN: &str = "s3cret-weak-token";
/// The value of `x-genauth-app-id` that GenAuth accepts.
pub const APP_ID: &str = "s3cret-app-id";
/// A token that travels in the query.
pub const ID_TOKEN: &str = "s3cret-id-token";
pub const ACCESS_TOKEN: &str = "s3cret-access-token";
pub const REFRESH_TOKEN: &str = "s3cret-refresh-token";

/// What all of them have in it, and nothing else has.
pub const SECRET: &str = "s3cret";

/// Whom a bearer token stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct User(pub &'static str);

/// What an app id stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct App(pub &'static str);

/// Judges a bearer token.
pub fn judge_bearer(presented: &Presented) -> Result<Principal, Denied> {
    match presented.secret().expose().as_str() {
        TOKEN => Ok(Principal::new(User("ada"))),
        WEAK_TOKEN => Err(Denied::forbidden()),
        _ => Err(Denied::unauthorized()),
    }
}

/// Things that happened, in their order. Clones share them.
#[derive(Debug)]
pub struct Notes<T>(Arc<Mutex<Vec<T>>>);

impl<T> Clone for Notes<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Notes<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T> Notes<T> {
    pub fn add(&self, one: T) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(one);
    }

    /// All of them, which are then forgotten.
    pub fn take(&self) -> Vec<T> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The only one, which is then forgotten.
    #[track_caller]
    pub fn one(&self) -> T {
        let mut all = self.take();
        assert_eq!(all.len(), 1, "how often it happened");
        all.remove(0)
    }
}
