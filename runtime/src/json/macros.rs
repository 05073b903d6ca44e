//! The macros that generated code calls, and what they expand to calls of.

/// Makes types with [`Decode`](crate::Decode) and [`Encode`](crate::Encode) ordinary serde types,
/// for every format that describes itself (JSON, YAML, TOML, CBOR, …).
///
/// Deserializing is lenient, like [`from_slice`](crate::from_slice).
///
/// ```
/// use twinspec_runtime as rt;
///
/// #[derive(Debug, PartialEq)]
/// struct Point {
///     x: i32,
/// }
///
/// impl rt::Decode for Point {
///     fn decode(node: rt::Node<'_>) -> rt::Decoded<Self> {
///         let mut object = node.object()?;
///         let x = object.required("x");
///         object.end()?;
///         Ok(Self { x: x? })
///     }
/// }
///
/// impl rt::Encode for Point {
///     fn encode(&self, out: &mut rt::Writer) {
///         let mut object = out.object();
///         object.member("x", &self.x);
///         object.end();
///     }
/// }
///
/// rt::serde_through_codec!(Point);
///
/// let points: Vec<Point> = serde_json::from_str(r#"[{"x": 1}]"#)?;
/// assert_eq!(points, [Point { x: 1 }]);
/// assert_eq!(serde_json::to_string(&points)?, r#"[{"x":1}]"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! serde_through_codec {
    ($($type:ty),+ $(,)?) => {$(
        impl $crate::json::macros::Serialize for $type {
            fn serialize<S: $crate::json::macros::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::json::macros::serialize(self, serializer)
            }
        }

        impl<'de> $crate::json::macros::Deserialize<'de> for $type {
            fn deserialize<D: $crate::json::macros::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::json::macros::deserialize(deserializer)
            }
        }
    )+};
}

/// What every type that is a string on the wire has besides `as_str`, `From<&str>` and the codec.
#[doc(hidden)]
#[macro_export]
macro_rules! string_type {
    ($name:ident) => {
        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(Self::from(text))
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        $crate::serde_through_codec!($name);
    };
}

pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Decode, Encode, Json, Node, to_vec};

/// Serializes through the codec: text first, then its tree.
#[doc(hidden)]
pub fn serialize<T: Encode, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let text = to_vec(value).map_err(serde::ser::Error::custom)?;
    let json = Json::parse(&text).map_err(serde::ser::Error::custom)?;
    json.serialize(serializer)
}

/// Deserializes through the codec.
#[doc(hidden)]
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let json = Json::deserialize(deserializer)?;
    T::decode(Node::new(&json)).map_err(serde::de::Error::custom)
}
