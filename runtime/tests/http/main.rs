//! Client and server together, over a small API that is written by hand as generated code is.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::ref_option,
    unreachable_pub,
    missing_docs,
    reason = "tests"
)]

mod answers;
mod authenticator;
mod building;
mod credentials;
mod example;
mod fixed;
mod gateway;
mod hostile;
mod limits;
mod raw;
mod rejections;
mod retry;
mod routing;
mod secrets;
mod service;
mod shop;
mod socket;
mod statuses;
