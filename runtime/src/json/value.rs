//! The tree that stands between text and types.

use std::borrow::Cow;

use super::{Members, Number};

/// A JSON document, which borrows from its text whatever can be borrowed.
///
/// Equality is that of JSON: `1` equals `1.0`, and the order of members does not matter.
///
/// ```
/// use twinspec_runtime::Json;
///
/// let json = Json::parse(br#"{"name": "Ann", "tags": ["a", "b"]}"#)?;
/// assert_eq!(json.get("name").and_then(Json::as_str), Some("Ann"));
/// assert_eq!(json.pointer("/tags/1"), Some(&Json::from("b")));
/// # Ok::<(), twinspec_runtime::Violations>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Json<'a> {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string, borrowed when the text has no escape in it.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Json<'a>>),
    /// An object: its members in the order of the document.
    Object(Members<'a>),
}

/// The JSON type of a value, as JSON Schema tells them apart.
///
/// ```
/// use twinspec_runtime::{Json, Kind};
///
/// assert_eq!(Json::from(1.0).kind(), Kind::Integer);
/// assert_eq!(Kind::Object.to_string(), "an object");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `null`
    Null,
    /// `boolean`
    Boolean,
    /// A number without a fraction.
    Integer,
    /// A number with a fraction.
    Number,
    /// `string`
    String,
    /// `array`
    Array,
    /// `object`
    Object,
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

impl<'a> Json<'a> {
    /// The JSON type of this value.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Bool(_) => Kind::Boolean,
            Self::Number(number) if number.is_integer() => Kind::Integer,
            Self::Number(_) => Kind::Number,
            Self::String(_) => Kind::String,
            Self::Array(_) => Kind::Array,
            Self::Object(_) => Kind::Object,
        }
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The boolean, when this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, when this is one.
    pub fn as_number(&self) -> Option<Number> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The string, when this is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The items, when this is an array.
    pub fn as_array(&self) -> Option<&[Json<'a>]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The members, when this is an object.
    pub fn as_object(&self) -> Option<&Members<'a>> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The member `name`, when this is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Json<'a>> {
        self.as_object()?.get(name)
    }

    /// What the JSON pointer (RFC 6901) points at.
    pub fn pointer(&self, pointer: &str) -> Option<&Json<'a>> {
        if pointer.is_empty() {
            return Some(self);
        }
        pointer.strip_prefix('/')?.split('/').try_fold(self, |json, segment| match json {
            Self::Object(members) => members.get(&segment.replace("~1", "/").replace("~0", "~")),
            Self::Array(items) => items.get(index(segment)?),
            _ => None,
        })
    }

    /// The same document, borrowing nothing.
    pub fn to_owned(&self) -> Json<'static> {
        self.clone().into_owned()
    }

    /// The same document, borrowing nothing.
    pub fn into_owned(self) -> Json<'static> {
        match self {
            Self::Null => Json::Null,
            Self::Bool(value) => Json::Bool(value),
            Self::Number(number) => Json::Number(number),
            Self::String(text) => Json::String(Cow::Owned(text.into_owned())),
            Self::Array(items) => Json::Array(items.into_iter().map(Json::into_owned).collect()),
            Self::Object(members) => Json::Object(members.into_owned()),
        }
    }
}

/// An array index as RFC 6901 has it: digits without a leading zero.
fn index(segment: &str) -> Option<usize> {
    let plain = segment == "0" || segment.starts_with(|c: char| matches!(c, '1'..='9'));
    plain.then(|| segment.parse().ok())?
}

impl From<bool> for Json<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl<'a> From<&'a str> for Json<'a> {
    fn from(value: &'a str) -> Self {
        Self::String(Cow::Borrowed(value))
    }
}

impl From<String> for Json<'_> {
    fn from(value: String) -> Self {
        Self::String(Cow::Owned(value))
    }
}

impl From<Number> for Json<'_> {
    fn from(value: Number) -> Self {
        Self::Number(value)
    }
}

impl From<f64> for Json<'_> {
    fn from(value: f64) -> Self {
        Self::Number(Number::F64(value))
    }
}

impl From<i64> for Json<'_> {
    fn from(value: i64) -> Self {
        Self::Number(Number::I64(value))
    }
}

impl From<u64> for Json<'_> {
    fn from(value: u64) -> Self {
        Self::Number(Number::U64(value))
    }
}

impl<'a> FromIterator<Json<'a>> for Json<'a> {
    fn from_iter<I: IntoIterator<Item = Json<'a>>>(items: I) -> Self {
        Self::Array(items.into_iter().collect())
    }
}

impl<'a> FromIterator<(Cow<'a, str>, Json<'a>)> for Json<'a> {
    fn from_iter<I: IntoIterator<Item = (Cow<'a, str>, Json<'a>)>>(members: I) -> Self {
        Self::Object(members.into_iter().collect())
    }
}
