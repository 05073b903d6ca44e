//! The tree to and from serde's data model and `serde_json::Value`.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::{Json, Number};

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(number) => number.serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(items) => serializer.collect_seq(items),
            Self::Object(members) if members.has_repeated() => {
                Self::Object(members.clone().without_repeated()).serialize(serializer)
            }
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::I64(value) => serializer.serialize_i64(value),
            Self::U64(value) => serializer.serialize_u64(value),
            Self::F64(value) => serializer.serialize_f64(value),
        }
    }
}

/// A number that is not finite becomes `null`, as with `serde_json`.
impl From<&Json<'_>> for Value {
    fn from(json: &Json<'_>) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(value) => Self::Bool(*value),
            Json::Number(Number::I64(value)) => Self::from(*value),
            Json::Number(Number::U64(value)) => Self::from(*value),
            Json::Number(Number::F64(value)) => Self::from(*value),
            Json::String(text) => Self::String(text.clone().into_owned()),
            Json::Array(items) => items.iter().map(Self::from).collect(),
            Json::Object(members) => {
                members.iter().map(|(name, value)| (name.clone().into_owned(), Self::from(value))).collect()
            }
        }
    }
}

impl From<Json<'_>> for Value {
    fn from(json: Json<'_>) -> Self {
        match json {
            Json::String(text) => Self::String(text.into_owned()),
            Json::Array(items) => items.into_iter().map(Self::from).collect(),
            Json::Object(members) => {
                members.into_iter().map(|(name, value)| (name.into_owned(), Self::from(value))).collect()
            }
            leaf => Self::from(&leaf),
        }
    }
}

impl<'a> From<&'a Value> for Json<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(value) => Self::Number(value.into()),
            Value::String(text) => Self::String(Cow::Borrowed(text)),
            Value::Array(items) => items.iter().map(Self::from).collect(),
            Value::Object(members) => {
                members.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), Self::from(value))).collect()
            }
        }
    }
}

impl From<Value> for Json<'_> {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::Number(value) => Self::Number((&value).into()),
            Value::String(text) => Self::String(Cow::Owned(text)),
            Value::Array(items) => items.into_iter().map(Self::from).collect(),
            Value::Object(members) => {
                members.into_iter().map(|(name, value)| (Cow::Owned(name), Self::from(value))).collect()
            }
        }
    }
}

/// With `serde_json`'s feature `arbitrary_precision`, digits that an `f64` cannot hold are lost.
impl From<&serde_json::Number> for Number {
    fn from(number: &serde_json::Number) -> Self {
        if let Some(value) = number.as_u64() {
            Self::U64(value)
        } else if let Some(value) = number.as_i64() {
            Self::I64(value)
        } else {
            let largest = if number.to_string().starts_with('-') { f64::MIN } else { f64::MAX };
            Self::F64(number.as_f64().unwrap_or(largest))
        }
    }
}
