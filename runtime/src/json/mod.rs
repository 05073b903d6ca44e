//! The JSON codec: text to tree to type, and type to text.
//!
//! Generated types implement [`Decode`] and [`Encode`] instead of deriving serde's traits:
//! that compiles many times as fast, reports all faults of a value and not the first alone,
//! and sees unknown members. [`serde_through_codec!`](crate::serde_through_codec) makes them serde types all the same.

mod applicators;
mod attachments;
mod checker;
mod convert;
mod decode;
mod encode;
mod evaluated;
mod faults;
mod fields;
mod locate;
#[doc(hidden)]
pub mod macros;
mod members;
mod memo;
mod node;
mod number;
mod object;
mod overlap;
mod parse;
#[cfg(feature = "regex")]
mod pattern;
mod rule;
mod tagged;
mod text;
mod trial;
mod tuple;
#[doc(hidden)]
pub mod union;
mod unique;
mod value;
mod violation;
mod writer;

pub use checker::Checker;
pub use decode::Decode;
pub use encode::Encode;
pub use faults::{Faults, Recorded};
pub use fields::{Checked, Closed};
pub use members::{Member, Members};
#[cfg(feature = "server")]
pub(crate) use memo::Memo;
pub use node::Node;
pub use number::Number;
pub use object::ObjectReader;
pub use overlap::Overlap;
#[cfg(feature = "regex")]
pub use pattern::Pattern;
pub use rule::Rule;
pub use text::Items;
pub(crate) use text::Texts;
pub use trial::Trial;
pub use value::{Json, Kind};
pub use violation::{IntoIter, Iter, Violation, Violations};
pub use writer::{ArrayWriter, ObjectWriter, Writer};

/// A decoded value, or all that is wrong with it.
pub type Decoded<T> = Result<T, Violations>;

/// An object with arbitrary member names, in the order of the document.
pub type Map<T> = indexmap::IndexMap<String, T>;

/// Decodes JSON text leniently, as an answer from a server.
///
/// ```
/// let ages: Vec<u8> = twinspec_runtime::from_slice(b"[1, 2]")?;
/// assert_eq!(ages, [1, 2]);
///
/// let faults = twinspec_runtime::from_slice::<Vec<u8>>(b"[-1, 2, true]").unwrap_err();
/// assert_eq!(faults.to_string(), "/0 must fit uint8\n/2 must be a number, not a boolean");
/// # Ok::<(), twinspec_runtime::Violations>(())
/// ```
///
/// # Errors
/// When the text is not JSON, or not of the type.
pub fn from_slice<T: Decode>(text: &[u8]) -> Decoded<T> {
    T::decode(Node::new(&Json::parse(text)?))
}

/// Decodes JSON text strictly, as a request to a server: all that [`validate`] checks is checked.
///
/// # Errors
/// When the text is not JSON, not of the type, or not valid.
pub fn from_slice_strict<T: Decode>(text: &[u8]) -> Decoded<T> {
    T::decode(Node::new(&Json::parse(text)?).strict())
}

/// Encodes as JSON text without spaces.
///
/// ```
/// assert_eq!(twinspec_runtime::to_vec(&vec![1.5, 2.0])?, b"[1.5,2.0]");
///
/// let faults = twinspec_runtime::to_vec(&vec![1.5, f64::NAN]).unwrap_err();
/// assert_eq!(faults.to_string(), "/1 must be a finite number");
/// # Ok::<(), twinspec_runtime::Violations>(())
/// ```
///
/// # Errors
/// When the value holds what JSON cannot hold: a float that is not finite.
pub fn to_vec<T: Encode + ?Sized>(value: &T) -> Decoded<Vec<u8>> {
    let mut out = Writer::new();
    value.encode(&mut out);
    out.into_vec()
}

/// Encodes as a tree.
///
/// # Errors
/// When the value holds what JSON cannot hold, or nests deeper than JSON text may.
pub fn to_json<T: Encode + ?Sized>(value: &T) -> Decoded<Json<'static>> {
    Json::parse(&to_vec(value)?).map(Json::into_owned)
}

/// Everything that is wrong with a value by its schema.
///
/// ```
/// assert_eq!(twinspec_runtime::validate(&vec!["a".to_owned()]), Ok(()));
/// assert!(twinspec_runtime::validate(&f64::NAN).is_err());
/// ```
///
/// # Errors
/// When anything is wrong.
pub fn validate<T: Encode + Decode>(value: &T) -> Decoded<()> {
    from_slice_strict::<T>(&to_vec(value)?).map(drop)
}

/// [`validate`] as a method, of every type that has the codec.
pub trait Validate {
    /// Everything that is wrong with this value by its schema.
    ///
    /// # Errors
    /// When anything is wrong.
    fn validate(&self) -> Decoded<()>;
}

impl<T: Encode + Decode> Validate for T {
    fn validate(&self) -> Decoded<()> {
        validate(self)
    }
}
