//! Enumerations of strings that stay open: what a newer server sends is kept.

use crate::{Decoded, Node, Rule, Violations};

/// An enumeration of strings with a variant for every other string.
///
/// [`open_enum!`](crate::open_enum) implements it, and what follows from it: the codec, serde, `as_str`, `Display`,
/// `AsRef<str>`, `FromStr`, `From<&str>` and `From<String>`. Reading keeps a string that the document does not list;
/// strict reading and [`validate`](crate::validate) refuse it.
///
/// ```
/// use twinspec_runtime as rt;
///
/// #[derive(Debug, Clone, PartialEq)]
/// pub enum Category {
///     Email,
///     Sms,
///     Unknown(String),
/// }
///
/// rt::open_enum! {
///     Category {
///         Email = "Email",
///         Sms = "SMS",
///         _ = Unknown,
///     }
/// }
///
/// assert_eq!(Category::from("SMS"), Category::Sms);
/// assert_eq!(Category::Sms.as_str(), "SMS");
///
/// let fax: Category = rt::from_slice(br#""Fax""#)?;
/// assert_eq!(fax, Category::Unknown("Fax".into()));
/// assert_eq!(rt::to_vec(&fax)?, br#""Fax""#);
/// assert!(rt::validate(&fax).is_err());
/// # Ok::<(), rt::Violations>(())
/// ```
pub trait OpenEnum: Clone + PartialEq + 'static {
    /// The listed strings and their variants.
    const KNOWN: &'static [(&'static str, Self)];

    /// Whether strings that are not listed are valid too.
    const OPEN: bool = false;

    /// The variant that keeps a string that is not listed.
    fn unknown(text: String) -> Self;

    /// The string of that variant; `None` for a listed one.
    fn as_unknown(&self) -> Option<&str>;
}

/// In strict mode: that a string which no variant stands for is refused.
#[doc(hidden)]
pub fn refuse(node: Node<'_>, open: bool, listed: &[&str]) -> Decoded<()> {
    if node.is_strict() && !open { Err(unlisted(listed)) } else { Ok(()) }
}

#[cold]
fn unlisted(listed: &[&str]) -> Violations {
    let listed: Vec<String> = listed.iter().map(|wire| format!("{wire:?}")).collect();
    Violations::new(Rule::Enum, format!("must be one of {}", listed.join(", ")))
}

/// What `open_enum!` and `open_integer!` call an enumeration whose other values are valid too.
#[doc(hidden)]
#[derive(Debug)]
pub struct Open;

impl Open {
    /// What it says.
    pub const IS: bool = true;
}

/// Makes an enumeration an [`OpenEnum`](crate::OpenEnum), from a list of its variants and their strings. After
/// `Name: Open`, strings that are not listed are valid too.
#[macro_export]
macro_rules! open_enum {
    ($name:ident $(: $open:ident)? { $($variant:ident = $wire:literal,)* _ = $catch_all:ident $(,)? }) => {
        impl $crate::OpenEnum for $name {
            const KNOWN: &'static [(&'static str, Self)] = &[$(($wire, Self::$variant)),*];
            $(const OPEN: bool = $crate::open_enum::$open::IS;)?

            #[inline]
            fn unknown(text: ::std::string::String) -> Self {
                Self::$catch_all(text)
            }

            #[inline]
            fn as_unknown(&self) -> ::core::option::Option<&str> {
                match self {
                    Self::$catch_all(text) => ::core::option::Option::Some(text),
                    _ => ::core::option::Option::None,
                }
            }
        }

        impl $name {
            /// The string that stands for this value.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::$catch_all(text) => text,
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                match text {
                    $($wire => Self::$variant,)*
                    _ => Self::$catch_all(::std::borrow::ToOwned::to_owned(text)),
                }
            }
        }

        impl $crate::Decode for $name {
            #[inline]
            fn decode(node: $crate::Node<'_>) -> $crate::Decoded<Self> {
                let value = match node.str() {
                    ::core::result::Result::Ok(text) => <Self as ::core::convert::From<&str>>::from(text),
                    ::core::result::Result::Err(violations) => return ::core::result::Result::Err(violations),
                };
                if let Self::$catch_all(_) = value
                    && let ::core::result::Result::Err(violations) =
                        $crate::open_enum::refuse(node, <Self as $crate::OpenEnum>::OPEN, &[$($wire),*])
                {
                    return ::core::result::Result::Err(violations);
                }
                ::core::result::Result::Ok(value)
            }
        }

        impl $crate::Encode for $name {
            #[inline]
            fn encode(&self, out: &mut $crate::Writer) {
                out.string(self.as_str());
            }
        }

        $crate::string_type!($name);
    };
}
