//! The security schemes.

use twinspec_runtime as rt;

pub const BEARER: rt::SecurityScheme = rt::SecurityScheme { name: "bearer", kind: rt::SchemeKind::Http("bearer") };
pub const BASIC: rt::SecurityScheme = rt::SecurityScheme { name: "basic", kind: rt::SchemeKind::Http("basic") };
pub const APP: rt::SecurityScheme = key("app", rt::KeyLocation::Header, "x-app-id");
pub const QUERY_KEY: rt::SecurityScheme = key("queryKey", rt::KeyLocation::Query, "api_key");
pub const COOKIE_KEY: rt::SecurityScheme = key("cookieKey", rt::KeyLocation::Cookie, "session");

const fn key(name: &'static str, location: rt::KeyLocation, place: &'static str) -> rt::SecurityScheme {
    rt::SecurityScheme { name, kind: rt::SchemeKind::ApiKey { location, name: place } }
}
