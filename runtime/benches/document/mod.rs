//! The types and the text that the benchmark runs on.

use std::fmt::Write as _;

use twinspec_runtime as rt;

/// Declares a struct twice: in `derived` with serde's derive, in `coded` with the codec as generated code has it.
macro_rules! both {
    ($($name:ident { $($(#[$attribute:meta])* $field:ident $method:ident $wire:literal: $type:ty,)+ })+) => {
        /// With the derive.
        pub(crate) mod derived {
            use super::*;
            $(
                #[derive(Debug, serde::Serialize, serde::Deserialize)]
                pub(crate) struct $name {
                    $(#[serde(rename = $wire)] $(#[$attribute])* pub(crate) $field: $type,)+
                }
            )+
        }

        /// With the codec.
        pub(crate) mod coded {
            use super::*;
            $(
                #[derive(Debug)]
                pub(crate) struct $name {
                    $(pub(crate) $field: $type,)+
                }

                rt::object! {
                    $name {
                        $($field: $method $wire,)+
                    }
                }
            )+
        }
    };
}

both! {
    Page {
        items required "items": Vec<Account>,
        page required "page": u32,
        limit required "limit": u32,
        #[serde(skip_serializing_if = "Option::is_none")]
        next_cursor optional "nextCursor": Option<String>,
    }
    Account {
        id required "id": String,
        organization_id required "organizationId": String,
        name required "name": String,
        #[serde(skip_serializing_if = "Option::is_none")]
        parent optional "parentAccountId": Option<String>,
        status required "status": Status,
        #[serde(skip_serializing_if = "Option::is_none")]
        address optional "address": Option<Address>,
        balance required "balance": f64,
        version required "version": i64,
        is_active required "isActive": bool,
        tags required "tags": Vec<String>,
        scores required "scores": Vec<i32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        metadata optional "metadata": Option<rt::Map<String>>,
        created_at required "createdAt": String,
        #[serde(skip_serializing_if = "Option::is_none")]
        updated_at optional "updatedAt": Option<String>,
    }
    Status {
        code required "code": String,
        #[serde(skip_serializing_if = "Option::is_none")]
        description optional "description": Option<String>,
    }
    Address {
        line1 required "line1": String,
        #[serde(skip_serializing_if = "Option::is_none")]
        line2 optional "line2": Option<String>,
        zip_code required "zipCode": String,
        city required "city": String,
        country required "country": String,
        #[serde(skip_serializing_if = "Option::is_none")]
        latitude optional "latitude": Option<f64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        longitude optional "longitude": Option<f64>,
    }
}

/// A page of accounts as an API would answer: members in order, some absent, a few escapes.
pub(crate) fn text() -> String {
    let mut text = String::from(r#"{"items":["#);
    for n in 0..100_u32 {
        let comma = if n == 0 { "" } else { "," };
        write!(
            text,
            r#"{comma}{{"id":"0190a1b2-7c3d-7e4f-8a9b-{n:012}","organizationId":"0190a1b2-0000-7000-8000-000000000001","name":"Account {n}","#,
        )
        .expect("a string takes it");
        if n % 3 == 0 {
            text.push_str(r#""parentAccountId":"0190a1b2-0000-7000-8000-00000000000f","#);
        }
        text.push_str(r#""status":{"code":"ACTIVE","description":"Opened by \"batch\" import"},"#);
        if n % 2 == 0 {
            write!(
                text,
                r#""address":{{"line1":"{n} Main Street","zipCode":"01310-{n:03}","city":"São Paulo","country":"BR","latitude":-23.{n:03}5,"longitude":-46.65{n}}},"#,
            )
            .expect("a string takes it");
        }
        write!(
            text,
            r#""balance":{n}.25,"version":{n},"isActive":true,"tags":["retail","tier-{n}","new"],"scores":[1,20,300,-4000],"metadata":{{"source":"import","batch":"{n}"}},"createdAt":"2024-05-01T12:00:00Z"}}"#,
        )
        .expect("a string takes it");
    }
    text.push_str(r#"],"page":1,"limit":100,"nextCursor":"eyJwYWdlIjoyfQ=="}"#);
    text
}
