//! The macro that says what most unions are.

/// Gives a union its codec and its conversions, from one list of its branches.
///
/// By its tag (the Discriminator Object, OpenAPI 3.2, section 4.25): after each variant the member of its type that holds
/// the tag, where it has one; the type that becomes the union by `From`; the tags that it is told by, and after `or` those
/// that hold without being named. What has another tag is kept, and is not valid:
///
/// ```
/// use twinspec_runtime as rt;
///
/// #[derive(Debug, Clone, PartialEq)]
/// pub struct Cat {
///     pub kind: String,
///     pub lives: i64,
/// }
///
/// rt::object! {
///     Cat {
///         kind: required "kind",
///         lives: required "lives",
///     }
/// }
///
/// #[derive(Debug, Clone, PartialEq)]
/// pub enum Pet {
///     Cat(Cat),
///     Unknown(rt::Value),
/// }
///
/// rt::union! {
///     Pet: tag("kind") {
///         Cat(kind): Cat = "cat" or "Cat",
///         _ = Unknown,
///     }
/// }
///
/// let tom = Pet::from(Cat { kind: "cat".to_owned(), lives: 9 });
/// assert_eq!(rt::from_slice::<Pet>(br#"{"kind": "cat", "lives": 9}"#)?, tom);
/// assert_eq!(rt::to_vec(&tom)?, br#"{"kind":"cat","lives":9}"#);
/// assert!(rt::from_slice_strict::<Pet>(br#"{"kind": "newt"}"#).is_err());
/// # Ok::<(), rt::Violations>(())
/// ```
///
/// By trial, `one_of` or `any_of`, in the order of the list; in brackets what is checked of a branch, methods of
/// [`Checker`](crate::Checker):
///
/// ```
/// use twinspec_runtime as rt;
///
/// #[derive(Debug, Clone, PartialEq)]
/// pub enum NumberOrText {
///     Number(i64),
///     Text(String),
/// }
///
/// rt::union! {
///     NumberOrText: one_of {
///         Number: i64,
///         Text: String [min_length(1)],
///     }
/// }
///
/// assert_eq!(rt::from_slice::<NumberOrText>(b"7")?, NumberOrText::from(7));
/// assert!(rt::from_slice_strict::<NumberOrText>(br#"""#).is_err());
/// # Ok::<(), rt::Violations>(())
/// ```
#[macro_export]
macro_rules! union {
    ($Union:ident: tag($property:literal) {
        $($Variant:ident $(($field:ident))? $(: $From:ty)? $([$($checks:tt)+])?
            = $($tag:literal)|* $(or $($implied:literal)|+)?,)+
        _ = $Unknown:ident $(,)?
    }) => {
        impl $crate::Decode for $Union {
            fn decode(node: $crate::Node<'_>) -> $crate::Decoded<Self> {
                match node.tag($property) {
                    $(::core::option::Option::Some($(| $tag)* $($(| $implied)+)?) => {
                        $crate::union!(@branch node $Variant $([$($checks)+])?)
                    })+
                    _ => node.unknown($property, &[$($($tag,)*)+], Self::$Unknown),
                }
            }
        }

        impl $crate::Encode for $Union {
            fn encode(&self, out: &mut $crate::Writer) {
                match self {
                    $(Self::$Variant(value) => {
                        $crate::union!(@encode out, value, $property, [$($tag,)* $($($implied,)+)?] $($field)?)
                    })+
                    Self::$Unknown(value) => $crate::Encode::encode(value, out),
                }
            }
        }

        $crate::union!(@conversions $Union { $($Variant $(: $From)?,)+ });
    };
    ($Union:ident: $trial:ident {
        $($Variant:ident $(: $From:ty)? $([$($checks:tt)+])?),+ $(,)?
    }) => {
        impl $crate::Decode for $Union {
            fn decode(node: $crate::Node<'_>) -> $crate::Decoded<Self> {
                let trial = node.$trial();
                $(let trial = $crate::union!(@branch trial $Variant $([$($checks)+])?);)+
                trial.end()
            }
        }

        impl $crate::Encode for $Union {
            fn encode(&self, out: &mut $crate::Writer) {
                match self {
                    $(Self::$Variant(value) => $crate::Encode::encode(value, out),)+
                }
            }
        }

        $crate::union!(@conversions $Union { $($Variant $(: $From)?,)+ });
    };
    (@branch $tried:ident $Variant:ident) => { $tried.branch(stringify!($Variant), Self::$Variant) };
    (@branch $tried:ident $Variant:ident [$($check:ident($($bound:tt)*)),+ $(,)?]) => {
        $tried.checked_branch(stringify!($Variant), Self::$Variant, |value| {
            $($crate::object!(@rule value $check $($bound)*);)+
        })
    };
    (@encode $out:ident, $value:ident, $property:literal, [$($tag:literal,)+] $field:ident) => {
        $out.tagged($property, &[$($tag),+], ::core::option::Option::Some($value.$field.as_str()), $value)
    };
    (@encode $out:ident, $value:ident, $property:literal, [$($tag:literal,)+]) => {
        $crate::Encode::encode($value, $out)
    };
    (@conversions $Union:ident { $($Variant:ident $(: $From:ty)?,)+ }) => {
        $crate::serde_through_codec!($Union);

        $($(
            impl ::core::convert::From<$From> for $Union {
                fn from(value: $From) -> Self {
                    Self::$Variant(::core::convert::Into::into(value))
                }
            }
        )?)+
    };
}
