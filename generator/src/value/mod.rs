//! A document as it was read: values of JSON whose objects keep the order of their members.
//!
//! Like the value of `serde_json`, in less than half the memory: nearly all names of members, and most texts, are so
//! short that they stand in the value itself, and most objects so small that looking through them is quicker than hashing.
//! A large document has millions of values, all of which every stage visits.

mod convert;
mod map;
pub(crate) mod pointer;

use serde_json::Number;

pub use map::Map;
use pointer::{index, is_pointer, raw_segments, step, unescape};

/// A value from what [`serde_json::json!`] takes.
macro_rules! json {
    ($($json:tt)*) => { $crate::value::Value::from(::serde_json::json!($($json)*)) };
}
pub(crate) use json;

/// A text; up to 24 bytes of it stand in the value itself.
pub type Text = compact_str::CompactString;

/// A value of JSON.
///
/// ```
/// use twinspec::value::Value;
///
/// let value = Value::from(serde_json::json!({"paths": {"/pets": {"get": {"deprecated": true}}}}));
/// assert_eq!(value["paths"]["/pets"]["get"]["deprecated"].as_bool(), Some(true));
/// assert!(value["paths"]["/cats"].is_null());
/// assert_eq!(value.to_string(), r#"{"paths":{"/pets":{"get":{"deprecated":true}}}}"#);
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Value {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(Text),
    /// An array.
    Array(Vec<Self>),
    /// An object.
    Object(Map),
}

impl Value {
    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        self.as_object().is_some()
    }

    /// Whether it is a string.
    pub fn is_string(&self) -> bool {
        self.as_str().is_some()
    }

    /// Whether it is `true` or `false`.
    pub fn is_boolean(&self) -> bool {
        self.as_bool().is_some()
    }

    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        self.as_number().is_some()
    }

    /// Whether it is an array.
    pub fn is_array(&self) -> bool {
        self.as_array().is_some()
    }

    /// The boolean that it is.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The number that it is.
    pub fn as_number(&self) -> Option<&Number> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The integer that it is, written without a fraction.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_number()?.as_i64()
    }

    /// The same, when it is not negative.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_number()?.as_u64()
    }

    /// The number that it is, as near as a float comes.
    pub fn as_f64(&self) -> Option<f64> {
        self.as_number()?.as_f64()
    }

    /// The string that it is.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The items of the array that it is.
    pub fn as_array(&self) -> Option<&Vec<Self>> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The members of the object that it is.
    pub fn as_object(&self) -> Option<&Map> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The members of the object that it is, to be changed.
    pub fn as_object_mut(&mut self) -> Option<&mut Map> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// A member, when it is an object that has such a one.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.as_object()?.get(name)
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Self> {
        self.as_object_mut()?.get_mut(name)
    }

    /// An item, when it is an array of so many.
    pub fn item(&self, index: usize) -> Option<&Self> {
        self.as_array()?.get(index)
    }

    /// What a JSON Pointer leads to (RFC 6901).
    pub fn pointer(&self, pointer: &str) -> Option<&Self> {
        if is_pointer(pointer) { raw_segments(pointer).try_fold(self, step) } else { None }
    }

    /// The same, to be changed.
    pub fn pointer_mut(&mut self, pointer: &str) -> Option<&mut Self> {
        if !is_pointer(pointer) {
            return None;
        }
        raw_segments(pointer).try_fold(self, |node, segment| match node {
            Self::Object(members) => members.get_mut(&unescape(segment)),
            Self::Array(items) => items.get_mut(index(segment)?),
            _ => None,
        })
    }
}
