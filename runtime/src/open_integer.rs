//! Enumerations of integers that stay open: what a newer server sends is kept.

use crate::{Decoded, Node, Rule, Violations};

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

/// In strict mode: that an integer which no variant stands for is refused.
#[doc(hidden)]
pub fn refuse(node: Node<'_>, open: bool, listed: &[i64]) -> Decoded<()> {
    if node.is_strict() && !open { Err(unlisted(listed)) } else { Ok(()) }
}

#[cold]
fn unlisted(listed: &[i64]) -> Violations {
    let listed: Vec<String> = listed.iter().map(i64::to_string).collect();
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

            #[inline]
            fn unknown(value: i64) -> Self {
                Self::$catch_all(value)
            }

            #[inline]
            fn as_unknown(&self) -> ::core::option::Option<i64> {
                match self {
                    Self::$catch_all(value) => ::core::option::Option::Some(*value),
                    _ => ::core::option::Option::None,
                }
            }
        }

        impl $name {
            /// The integer that stands for this value.
            #[inline]
            pub fn value(self) -> i64 {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::$catch_all(value) => value,
                }
            }
        }

        impl ::core::convert::From<i64> for $name {
            #[inline]
            fn from(value: i64) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    _ => Self::$catch_all(value),
                }
            }
        }

        impl ::core::convert::From<$name> for i64 {
            #[inline]
            fn from(value: $name) -> Self {
                value.value()
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::num::ParseIntError;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                text.parse::<i64>().map(Self::from)
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.value(), f)
            }
        }

        impl $crate::Decode for $name {
            #[inline]
            fn decode(node: $crate::Node<'_>) -> $crate::Decoded<Self> {
                let value = match <i64 as $crate::Decode>::decode(node) {
                    ::core::result::Result::Ok(value) => <Self as ::core::convert::From<i64>>::from(value),
                    ::core::result::Result::Err(violations) => return ::core::result::Result::Err(violations),
                };
                if let Self::$catch_all(_) = value
                    && let ::core::result::Result::Err(violations) =
                        $crate::open_integer::refuse(node, <Self as $crate::OpenInteger>::OPEN, &[$($wire),*])
                {
                    return ::core::result::Result::Err(violations);
                }
                ::core::result::Result::Ok(value)
            }
        }

        impl $crate::Encode for $name {
            #[inline]
            fn encode(&self, out: &mut $crate::Writer) {
                out.i64(self.value());
            }
        }

        $crate::serde_through_codec!($name);
    };
}
