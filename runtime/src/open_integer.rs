//! Enumerations of integers that stay open: what a newer server sends is kept.

use crate::{Decode, Decoded, Node, Rule, Violations};

/// An enumeration of integers with a variant for every other integer.
///
/// [`open_integer!`](crate::open_integer) implements it, and what follows from it: the codec, serde, `value`,
/// `Display`, `FromStr`, `From<i64>`, and `i64`'s `From`. Reading keeps an integer that the document does not list;
/// strict reading and [`validate`](crate::validate) refuse it.
///
/// ```
/// use twinspec_runtime as rt;
///
/// #[derive(Debug, Clone, Copy, PartialEq)]
/// pub enum Priority {
///     Low,
///     High,
///     Unknown(i64),
/// }
///
/// rt::open_integer! {
///     Priority {
///         Low = 1,
///         High = 2,
///         _ = Unknown,
///     }
/// }
///
/// assert_eq!(Priority::from(2), Priority::High);
/// assert_eq!(Priority::High.value(), 2);
///
/// let urgent: Priority = rt::from_slice(b"3.0")?;
/// assert_eq!(urgent, Priority::Unknown(3));
/// assert_eq!(rt::to_vec(&urgent)?, b"3");
/// assert!(rt::validate(&urgent).is_err());
/// # Ok::<(), rt::Violations>(())
/// ```
pub trait OpenInteger: Copy + PartialEq + 'static {
    /// The listed integers and their variants.
    const KNOWN: &'static [(i64, Self)];

    /// Whether integers that are not listed are valid too.
    const OPEN: bool = false;

    /// The variant that keeps an integer that is not listed.
    fn unknown(value: i64) -> Self;

    /// The integer of that variant; `None` for a listed one.
    fn as_unknown(&self) -> Option<i64>;
}

/// The variant of an integer.
#[doc(hidden)]
pub fn from_integer<T: OpenInteger>(value: i64) -> T {
    let known = T::KNOWN.iter().find(|(wire, _)| *wire == value);
    known.map_or_else(|| T::unknown(value), |(_, variant)| *variant)
}

/// The integer of a variant.
#[doc(hidden)]
pub fn as_integer<T: OpenInteger>(value: &T) -> i64 {
    let known = || T::KNOWN.iter().find(|(_, variant)| variant == value).map(|(wire, _)| *wire);
    value.as_unknown().or_else(known).unwrap_or_default()
}

/// Reads a variant; in strict mode, one that is listed.
#[doc(hidden)]
pub fn decode<T: OpenInteger>(node: Node<'_>) -> Decoded<T> {
    let value = i64::decode(node)?;
    if node.is_strict() && !T::OPEN && !T::KNOWN.iter().any(|(wire, _)| *wire == value) {
        return Err(unlisted::<T>());
    }
    Ok(from_integer(value))
}

#[cold]
fn unlisted<T: OpenInteger>() -> Violations {
    let listed: Vec<String> = T::KNOWN.iter().map(|(wire, _)| wire.to_string()).collect();
    Violations::new(Rule::Enum, format!("must be one of {}", listed.join(", ")))
}

/// Makes an enumeration an [`OpenInteger`](crate::OpenInteger), from a list of its variants and their integers. After
/// `Name: Open`, integers that are not listed are valid too.
#[macro_export]
macro_rules! open_integer {
    ($name:ident $(: $open:ident)? { $($variant:ident = $wire:literal,)* _ = $catch_all:ident $(,)? }) => {
        impl $crate::OpenInteger for $name {
            const KNOWN: &'static [(i64, Self)] = &[$(($wire, Self::$variant)),*];
            $(const OPEN: bool = $crate::open_enum::$open::IS;)?

            fn unknown(value: i64) -> Self {
                Self::$catch_all(value)
            }

            fn as_unknown(&self) -> ::core::option::Option<i64> {
                match self {
                    Self::$catch_all(value) => ::core::option::Option::Some(*value),
                    _ => ::core::option::Option::None,
                }
            }
        }

        impl $name {
            /// The integer that stands for this value.
            pub fn value(self) -> i64 {
                $crate::open_integer::as_integer(&self)
            }
        }

        impl ::core::convert::From<i64> for $name {
            fn from(value: i64) -> Self {
                $crate::open_integer::from_integer(value)
            }
        }

        impl ::core::convert::From<$name> for i64 {
            fn from(value: $name) -> Self {
                value.value()
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::num::ParseIntError;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                text.parse::<i64>().map(Self::from)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.value(), f)
            }
        }

        impl $crate::Decode for $name {
            fn decode(node: $crate::Node<'_>) -> $crate::Decoded<Self> {
                $crate::open_integer::decode(node)
            }
        }

        impl $crate::Encode for $name {
            fn encode(&self, out: &mut $crate::Writer) {
                out.i64(self.value());
            }
        }

        $crate::serde_through_codec!($name);
    };
}
