//! Values that must not appear in logs.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Decode, Decoded, Encode, Node, Writer};

/// A value that `Debug` does not show: a password, a token.
///
/// It is sent and received like the value itself; to read it takes a word, [`expose`](Self::expose).
///
/// ```
/// use twinspec_runtime::Secret;
///
/// let password: Secret = "hunter2".into();
/// assert_eq!(format!("{password:?}"), "Secret(..)");
/// assert_eq!(password.expose(), "hunter2");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Secret<T = String>(T);

impl<T> Secret<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// The value, out of its wrapping.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl<T> From<T> for Secret<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl From<&str> for Secret {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl<T: Decode> Decode for Secret<T> {
    const NULLABLE: bool = T::NULLABLE;

    fn decode(node: Node<'_>) -> Decoded<Self> {
        T::decode(node).map(Self)
    }
}

impl<T: Encode> Encode for Secret<T> {
    fn encode(&self, out: &mut Writer) {
        self.0.encode(out);
    }
}

impl<T: Encode> Serialize for Secret<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::json::macros::serialize(self, serializer)
    }
}

impl<'de, T: Decode> Deserialize<'de> for Secret<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::json::macros::deserialize(deserializer)
    }
}
