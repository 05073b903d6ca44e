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

/// The variant of a string.
#[doc(hidden)]
pub fn from_text<T: OpenEnum>(text: &str) -> T {
    let known = T::KNOWN.iter().find(|(wire, _)| *wire == text);
    known.map_or_else(|| T::unknown(text.to_owned()), |(_, variant)| variant.clone())
}

/// The string of a variant.
#[doc(hidden)]
pub fn as_text<T: OpenEnum>(value: &T) -> &str {
    let known = || T::KNOWN.iter().find(|(_, variant)| variant == value).map(|(wire, _)| *wire);
    value.as_unknown().or_else(known).unwrap_or_default()
}

/// Reads a variant; in strict mode, one that is listed.
#[doc(hidden)]
pub fn decode<T: OpenEnum>(node: Node<'_>) -> Decoded<T> {
    let value: T = from_text(node.str()?);
    if node.is_strict() && !T::OPEN && value.as_unknown().is_some_and(|text| !lists::<T>(text)) {
        return Err(unlisted::<T>());
    }
    Ok(value)
}

fn lists<T: OpenEnum>(text: &str) -> bool {
    T::KNOWN.iter().any(|(wire, _)| *wire == text)
}

#[cold]
fn unlisted<T: OpenEnum>() -> Violations {
    let listed: Vec<String> = T::KNOWN.iter().map(|(wire, _)| format!("{wire:?}")).collect();
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

            fn unknown(text: ::std::string::String) -> Self {
                Self::$catch_all(text)
            }

            fn as_unknown(&self) -> ::core::option::Option<&str> {
                match self {
                    Self::$catch_all(text) => ::core::option::Option::Some(text),
                    _ => ::core::option::Option::None,
                }
            }
        }

        impl $name {
            /// The string that stands for this value.
            pub fn as_str(&self) -> &str {
                $crate::open_enum::as_text(self)
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                $crate::open_enum::from_text(text)
            }
        }

        impl $crate::Decode for $name {
            fn decode(node: $crate::Node<'_>) -> $crate::Decoded<Self> {
                $crate::open_enum::decode(node)
            }
        }

        impl $crate::Encode for $name {
            fn encode(&self, out: &mut $crate::Writer) {
                out.string(self.as_str());
            }
        }

        $crate::string_type!($name);
    };
}
