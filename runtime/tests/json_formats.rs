//! The formats with types of their own.

#![allow(clippy::unwrap_used, unused_imports)]

use std::net::{Ipv4Addr, Ipv6Addr};

use twinspec_runtime::{Decode, Encode, Rule, from_slice, from_slice_strict, to_vec};

/// That a text is read, and written as `written`, by either mode.
fn good<T: Decode + Encode>(text: &str, written: &str) {
    let json = format!("{text:?}");
    for value in [from_slice::<T>(json.as_bytes()), from_slice_strict(json.as_bytes())] {
        assert_eq!(String::from_utf8(to_vec(&value.unwrap()).unwrap()).unwrap(), format!("{written:?}"));
    }
}

/// That a text is refused by its format, by either mode, and not quoted.
fn bad<T: Decode>(texts: &[&str]) {
    for text in texts {
        let json = format!("{text:?}");
        for value in [from_slice::<T>(json.as_bytes()), from_slice_strict(json.as_bytes())] {
            let faults = value.err().unwrap_or_else(|| unreachable!("{text} was read"));
            assert_eq!(faults.first().rule, Rule::Format);
            assert!(text.len() < 3 || !faults.to_string().contains(text));
        }
    }
    assert_eq!(from_slice::<T>(b"1").err().unwrap().first().rule, Rule::Type);
}

#[test]
fn addresses() {
    good::<Ipv4Addr>("127.0.0.1", "127.0.0.1");
    bad::<Ipv4Addr>(&["", "127.0.0.256", "127.1", "::1", " 127.0.0.1", "010.0.0.1"]);
    good::<Ipv6Addr>("0:0:0:0:0:0:0:1", "::1");
    bad::<Ipv6Addr>(&["", "127.0.0.1", "::1::", "[::1]", "fe80::1%eth0"]);
}

#[cfg(feature = "uuid")]
#[test]
fn uuids() {
    use uuid::Uuid;
    good::<Uuid>("0190A1B2-7c3d-7e4f-8a9b-000000000001", "0190a1b2-7c3d-7e4f-8a9b-000000000001");
    bad::<Uuid>(&["", "0190a1b2", "0190a1b2-7c3d-7e4f-8a9b-00000000000g"]);
    let simple = br#""0190a1b27c3d7e4f8a9b000000000001""#;
    assert!(from_slice::<Uuid>(simple).is_ok());
    assert!(from_slice_strict::<Uuid>(simple).is_err());
}

#[cfg(feature = "chrono")]
#[test]
fn dates() {
    use chrono::{DateTime, FixedOffset, NaiveDate};
    good::<NaiveDate>("2024-02-29", "2024-02-29");
    bad::<NaiveDate>(&[
        "",
        "2023-02-29",
        "2024-2-29",
        "24-02-29",
        "2024-02-29T00:00:00Z",
        "+2024-02-9",
        "2024/02/29",
        "２024-02-2",
    ]);
    good::<DateTime<FixedOffset>>("2024-02-29T12:00:00Z", "2024-02-29T12:00:00Z");
    good::<DateTime<FixedOffset>>("2024-02-29T12:00:00.5-03:00", "2024-02-29T12:00:00.500-03:00");
    good::<DateTime<FixedOffset>>("2024-02-29T12:00:00.123456789+00:00", "2024-02-29T12:00:00.123456789Z");
    bad::<DateTime<FixedOffset>>(&[
        "",
        "2024-02-29",
        "2024-02-29T12:00:00",
        "2024-02-30T12:00:00Z",
        "2024-02-29T25:00:00Z",
    ]);
}

#[cfg(feature = "base64")]
#[test]
fn base64() {
    use twinspec_runtime::Base64;
    good::<Base64>("", "");
    good::<Base64>("aGk=", "aGk=");
    bad::<Base64>(&["*", "aGk=a", "a", "aG k="]);
    let unpadded = br#""aGk""#;
    assert_eq!(&from_slice::<Base64>(unpadded).unwrap()[..], b"hi");
    let stray_bits: &[u8] = br#""aGl=""#;
    assert_eq!(&from_slice::<Base64>(stray_bits).unwrap()[..], b"hi");
    assert!(from_slice_strict::<Base64>(unpadded).is_err());
    let value = Base64::from(vec![0, 255]);
    assert_eq!(serde_json::from_str::<Base64>(&serde_json::to_string(&value).unwrap()).unwrap(), value);
}
