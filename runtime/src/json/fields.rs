//! The codec of a struct from the list of its members.

use super::{Encode, ObjectReader, ObjectWriter};

/// What a schema asks of an object beside the types of its members.
pub trait Checked {
    /// Notes what is wrong in `object`, the members of which were read.
    fn check(object: &mut ObjectReader<'_>);
}

/// What `additionalProperties: false` asks of an object, and nothing else.
pub trait Closed {
    /// Notes the members that are not allowed; see [`ObjectReader::closed`].
    fn check(object: &mut ObjectReader<'_>) {
        object.closed();
    }
}

impl<T> Closed for T {}

/// The methods of the reader with the same names are their counterparts.
#[doc(hidden)]
impl ObjectWriter<'_> {
    pub fn required<T: Encode>(&mut self, name: &str, value: &T) {
        self.member(name, value);
    }

    pub fn required_nullable<T: Encode>(&mut self, name: &str, value: &Option<T>) {
        self.member(name, value);
    }
}

/// Gives a struct the codec and serde, from a list of its members: field, presence, and name on the wire.
///
/// The presence is a method of [`ObjectReader`]: `required`, `optional`, `required_nullable` or `optional_nullable`. In
/// brackets stands what is checked of the member: methods of [`Checker`](crate::Checker).
/// Before them may stand what the constructor takes, `new(name: impl Into<String>)`: what is required and has no value of its
/// own, which follows its name: `kind: required "kind" = Kind::Cat`.
/// The last line may be a map of the members that are not listed, `..rest`, and of `but ["these"]`. A struct that is
/// [`Checked`], or nothing but [`Closed`], says so.
///
/// What it gives is `#[inline]`: it is compiled where it is used, and costs nobody who does not.
///
/// ```
/// use twinspec_runtime as rt;
///
/// #[derive(Debug, PartialEq)]
/// pub struct User {
///     pub full_name: String,
///     pub age: Option<u8>,
///     pub rest: rt::Map<i64>,
/// }
///
/// impl rt::Checked for User {
///     fn check(object: &mut rt::ObjectReader<'_>) {
///         object.check("fullName", |value| {
///             value.min_length(1);
///         });
///     }
/// }
///
/// rt::object! {
///     User: Checked {
///         new(full_name: impl Into<String>),
///         full_name: required "fullName",
///         age: optional "age" [minimum(0i64), maximum(150i64)],
///         ..rest but ["internal"],
///     }
/// }
///
/// let user: User = rt::from_slice(br#"{"fullName": "Ann", "logins": 3, "internal": {}}"#)?;
/// assert_eq!((user.full_name.as_str(), user.rest.get("logins")), ("Ann", Some(&3)));
/// assert_eq!(rt::to_vec(&user)?, br#"{"fullName":"Ann","logins":3}"#);
/// assert_eq!(User::new("Eve").age, None);
///
/// let faults = rt::from_slice::<User>(br#"{"age": "old"}"#).unwrap_err();
/// assert_eq!(faults.to_string(), "/fullName is required\n/age must be a number, not a string");
/// # Ok::<(), rt::Violations>(())
/// ```
#[macro_export]
macro_rules! object {
    ($name:ident $(: $checked:ident)? {
        new($($asked:ident: $argument:ty),* $(,)?),
        $($field:ident: $presence:ident $wire:literal $([$($checks:tt)+])? $(= $preset:expr)?,)*
        $(..$rest:ident $(but [$($ignored:literal),+ $(,)?])? $(,)?)?
    }) => {
        impl $name {
            /// A value with its required members; the others are unset.
            #[inline]
            pub fn new($($asked: $argument),*) -> Self {
                Self {
                    $($field: $crate::object!(@new $presence $field $(= $preset)?),)*
                    $($rest: $crate::Map::new(),)?
                }
            }
        }

        $crate::object! {
            $name $(: $checked)? {
                $($field: $presence $wire $([$($checks)+])?,)*
                $(..$rest $(but [$($ignored),+])?)?
            }
        }
    };
    ($name:ident {}) => {
        impl $crate::Decode for $name {
            #[inline]
            fn decode(node: $crate::Node<'_>) -> $crate::Decoded<Self> {
                let object = $crate::object!(@open node);
                $crate::object!(@end object, Self {})
            }
        }

        $crate::object!(@empty $name);
    };
    ($name:ident: $checked:ident {}) => {
        impl $crate::Decode for $name {
            #[inline]
            fn decode(node: $crate::Node<'_>) -> $crate::Decoded<Self> {
                let mut object = $crate::object!(@open node);
                <Self as $crate::$checked>::check(&mut object);
                $crate::object!(@end object, Self {})
            }
        }

        $crate::object!(@empty $name);
    };
    ($name:ident $(: $checked:ident)? {
        $($field:ident: $presence:ident $wire:literal $([$($check:ident($($bound:tt)*)),+ $(,)?])?,)*
        $(..$rest:ident $(but [$($ignored:literal),+ $(,)?])? $(,)?)?
    }) => {
        impl $crate::Decode for $name {
            #[inline]
            fn decode(node: $crate::Node<'_>) -> $crate::Decoded<Self> {
                let mut object = $crate::object!(@open node);
                $(let $field = object.$presence($wire);)*
                $(
                    $(object.ignore(&[$($ignored),+]);)?
                    let $rest = object.rest();
                )?
                $($(object.check($wire, |value| { $($crate::object!(@rule value $check $($bound)*);)+ });)?)*
                $(<Self as $crate::$checked>::check(&mut object);)?
                $crate::object!(
                    @end object,
                    Self { $($field: $crate::object!(@take $presence $field),)* $($rest,)? }
                )
            }
        }

        impl $crate::Encode for $name {
            #[inline]
            fn encode(&self, out: &mut $crate::Writer) {
                let mut object = out.object();
                $(object.$presence($wire, &self.$field);)*
                $(object.rest(&self.$rest);)?
                object.end();
            }
        }

        $crate::serde_through_codec!($name);
    };
    // The conversions of `?` would be compiled anew for every type.
    (@open $node:ident) => {
        match $node.object() {
            ::core::result::Result::Ok(object) => object,
            ::core::result::Result::Err(violations) => return ::core::result::Result::Err(violations),
        }
    };
    (@end $object:ident, $value:expr) => {
        match $object.end() {
            ::core::result::Result::Ok(()) => ::core::result::Result::Ok($value),
            ::core::result::Result::Err(violations) => ::core::result::Result::Err(violations),
        }
    };
    (@rule $value:ident pattern $pattern:literal) => {{
        static PATTERN: $crate::Pattern = $crate::Pattern::new($pattern);
        $value.pattern(&PATTERN)
    }};
    (@rule $value:ident not_pattern $pattern:literal) => {{
        static PATTERN: $crate::Pattern = $crate::Pattern::new($pattern);
        $value.not_pattern(&PATTERN)
    }};
    (@rule $value:ident items $($check:ident($($bound:tt)*)),+) => {
        $value.items(|value| { $($crate::object!(@rule value $check $($bound)*);)+ })
    };
    (@rule $value:ident values $($check:ident($($bound:tt)*)),+) => {
        $value.values(|value| { $($crate::object!(@rule value $check $($bound)*);)+ })
    };
    (@rule $value:ident $check:ident $($bound:literal)?) => { $value.$check($($bound)?) };
    (@new optional $field:ident) => { ::core::option::Option::None };
    (@new optional_nullable $field:ident) => { ::core::option::Option::None };
    (@new $required:ident $field:ident = $preset:expr) => { $preset };
    (@new $required:ident $field:ident) => { ::core::convert::Into::into($field) };
    // What is optional is there already.
    (@take optional $field:ident) => { $field };
    (@take optional_nullable $field:ident) => { $field };
    (@take $required:ident $field:ident) => {
        match $field {
            ::core::result::Result::Ok(value) => value,
            ::core::result::Result::Err(_) => return ::core::result::Result::Err($crate::Violations::lost()),
        }
    };
    (@empty $name:ident) => {
        impl $crate::Encode for $name {
            #[inline]
            fn encode(&self, out: &mut $crate::Writer) {
                out.object().end();
            }
        }

        $crate::serde_through_codec!($name);
    };
}
