//! The formats of strings that have a type of their own.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::{Decode, Decoded, Encode, Node, Rule, Violations, Writer};

#[cold]
fn bad(format: &str) -> Violations {
    Violations::new(Rule::Format, format!("must be of the format {format}"))
}

/// `ipv4`
impl Decode for Ipv4Addr {
    fn decode(node: Node<'_>) -> Decoded<Self> {
        node.str()?.parse().map_err(|_| bad("ipv4"))
    }
}

impl Encode for Ipv4Addr {
    fn encode(&self, out: &mut Writer) {
        out.display(self);
    }
}

/// `ipv6`
impl Decode for Ipv6Addr {
    fn decode(node: Node<'_>) -> Decoded<Self> {
        node.str()?.parse().map_err(|_| bad("ipv6"))
    }
}

impl Encode for Ipv6Addr {
    fn encode(&self, out: &mut Writer) {
        out.display(self);
    }
}

/// `uuid`: with hyphens in strict mode, as the format says; in any form that the crate `uuid` reads otherwise.
#[cfg(feature = "uuid")]
impl Decode for uuid::Uuid {
    fn decode(node: Node<'_>) -> Decoded<Self> {
        const HYPHENATED: usize = 36;
        let text = node.str()?;
        if node.is_strict() && text.len() != HYPHENATED {
            return Err(bad("uuid"));
        }
        Self::parse_str(text).map_err(|_| bad("uuid"))
    }
}

#[cfg(feature = "uuid")]
impl Encode for uuid::Uuid {
    fn encode(&self, out: &mut Writer) {
        out.string(self.hyphenated().encode_lower(&mut Self::encode_buffer()));
    }
}

/// `date`: `2024-02-29`
#[cfg(feature = "chrono")]
impl Decode for chrono::NaiveDate {
    fn decode(node: Node<'_>) -> Decoded<Self> {
        let text = node.str()?;
        let shape = |(index, byte): (usize, u8)| {
            if matches!(index, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() }
        };
        if text.len() != "YYYY-MM-DD".len() || !text.bytes().enumerate().all(shape) {
            return Err(bad("date"));
        }
        text.parse().map_err(|_| bad("date"))
    }
}

#[cfg(feature = "chrono")]
impl Encode for chrono::NaiveDate {
    fn encode(&self, out: &mut Writer) {
        out.display(self);
    }
}

/// `date-time`: RFC 3339
#[cfg(feature = "chrono")]
impl Decode for chrono::DateTime<chrono::FixedOffset> {
    fn decode(node: Node<'_>) -> Decoded<Self> {
        Self::parse_from_rfc3339(node.str()?).map_err(|_| bad("date-time"))
    }
}

#[cfg(feature = "chrono")]
impl Encode for chrono::DateTime<chrono::FixedOffset> {
    fn encode(&self, out: &mut Writer) {
        out.string(&self.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true));
    }
}
