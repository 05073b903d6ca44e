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

/// `byte`: binary data, which is base64 in JSON.
///
/// Written with padding; read with or without, in strict mode with it.
///
/// ```
/// use twinspec_runtime::{Base64, from_slice, to_vec};
///
/// let data: Base64 = from_slice(br#""aGk=""#)?;
/// assert_eq!(&data[..], b"hi");
/// assert_eq!(to_vec(&data)?, br#""aGk=""#);
/// # Ok::<(), twinspec_runtime::Violations>(())
/// ```
#[cfg(feature = "base64")]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Base64(pub bytes::Bytes);

#[cfg(feature = "base64")]
mod base64_bytes {
    use base64::Engine;
    use base64::engine::DecodePaddingMode;
    use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};

    use super::{Base64, Decode, Decoded, Encode, Node, Writer, bad};

    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &base64::alphabet::STANDARD,
        // Real answers carry both faults, and their bytes are clear all the same (RFC 4648 sections 3.2 and 3.5).
        GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true),
    );

    impl Decode for Base64 {
        fn decode(node: Node<'_>) -> Decoded<Self> {
            let engine = if node.is_strict() { STANDARD } else { LENIENT };
            engine.decode(node.str()?).map(Self::from).map_err(|_| bad("byte"))
        }
    }

    impl Encode for Base64 {
        fn encode(&self, out: &mut Writer) {
            out.string(&STANDARD.encode(&self.0));
        }
    }

    impl From<Vec<u8>> for Base64 {
        fn from(data: Vec<u8>) -> Self {
            Self(data.into())
        }
    }

    impl From<bytes::Bytes> for Base64 {
        fn from(data: bytes::Bytes) -> Self {
            Self(data)
        }
    }

    impl std::ops::Deref for Base64 {
        type Target = [u8];

        fn deref(&self) -> &[u8] {
            &self.0
        }
    }

    crate::serde_through_codec!(Base64);
}
