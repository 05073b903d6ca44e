//! `byte`: binary data, which is base64 in JSON.

use base64::Engine;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use bytes::Bytes;

use crate::{Decode, Decoded, Encode, Node, Rule, Violations, Writer};

/// Binary data, which is base64 in JSON (`format: byte`, RFC 4648 section 4).
///
/// What is made of bytes is written with padding. What was read is written as it was read, also where another text
/// stands for the same bytes: without padding, or with bits that pad the last group and are not zero
/// (RFC 4648 sections 3.2 and 3.5). In strict mode the padding has to be there.
///
/// ```
/// use twinspec_runtime::{Base64, from_slice, to_vec};
///
/// let data: Base64 = from_slice(br#""aGk=""#)?;
/// assert_eq!(&data[..], b"hi");
/// assert_eq!(data, Base64::from(b"hi".to_vec()));
/// assert_eq!(to_vec(&data)?, br#""aGk=""#);
///
/// let stray: Base64 = from_slice(br#""aGl=""#)?;
/// assert_eq!(stray, data);
/// assert_eq!(to_vec(&stray)?, br#""aGl=""#);
/// # Ok::<(), twinspec_runtime::Violations>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Base64 {
    bytes: Bytes,
    /// The text that was read, where it is not the one that is written for these bytes.
    text: Option<Box<str>>,
}

/// The engine of a reader: strays in the last group are read, and the padding as the mode says.
const fn reader(padding: DecodePaddingMode) -> GeneralPurpose {
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(padding).with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(&base64::alphabet::STANDARD, config)
}

const STRICT: GeneralPurpose = reader(DecodePaddingMode::RequireCanonical);
const LENIENT: GeneralPurpose = reader(DecodePaddingMode::Indifferent);

impl Base64 {
    /// The bytes.
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }
}

impl Decode for Base64 {
    fn decode(node: Node<'_>) -> Decoded<Self> {
        let text = node.str()?;
        if let Ok(bytes) = STANDARD.decode(text) {
            return Ok(Self::from(bytes));
        }
        let engine = if node.is_strict() { STRICT } else { LENIENT };
        match engine.decode(text) {
            Ok(bytes) => Ok(Self { bytes: bytes.into(), text: Some(text.into()) }),
            Err(_) => Err(Violations::new(Rule::Format, "must be of the format byte")),
        }
    }
}

impl Encode for Base64 {
    fn encode(&self, out: &mut Writer) {
        match &self.text {
            Some(text) => out.string(text),
            None => out.string(&STANDARD.encode(&self.bytes)),
        }
    }
}

/// By the bytes, however they were written.
impl PartialEq for Base64 {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for Base64 {}

impl std::hash::Hash for Base64 {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.bytes.hash(state);
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(data: Vec<u8>) -> Self {
        Self { bytes: data.into(), text: None }
    }
}

impl From<Bytes> for Base64 {
    fn from(data: Bytes) -> Self {
        Self { bytes: data, text: None }
    }
}

impl std::ops::Deref for Base64 {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

crate::serde_through_codec!(Base64);
