//! Encoding of the types that JSON Schema starts from.

use serde_json::Value;

use super::{Json, Map, Number, Writer};

/// A type that can be written as JSON.
///
/// Implemented by generated code; [`ObjectWriter`](super::ObjectWriter) shows how.
pub trait Encode {
    /// Writes the value: exactly one JSON value.
    fn encode(&self, out: &mut Writer);
}

macro_rules! scalars {
    ($($type:ty => $method:ident),+ $(,)?) => {$(
        impl Encode for $type {
            fn encode(&self, out: &mut Writer) {
                out.$method((*self).into());
            }
        }
    )+};
}

scalars! {
    bool => bool,
    i8 => i64,
    i16 => i64,
    i32 => i64,
    i64 => i64,
    u8 => u64,
    u16 => u64,
    u32 => u64,
    u64 => u64,
    f32 => f32,
    f64 => f64,
    Number => number,
}

impl Encode for str {
    fn encode(&self, out: &mut Writer) {
        out.string(self);
    }
}

impl Encode for String {
    #[inline]
    fn encode(&self, out: &mut Writer) {
        out.string(self);
    }
}

impl Encode for () {
    fn encode(&self, out: &mut Writer) {
        out.null();
    }
}

/// `None` is `null`; to leave a member out is [`ObjectWriter::optional`](super::ObjectWriter::optional).
impl<T: Encode> Encode for Option<T> {
    fn encode(&self, out: &mut Writer) {
        match self {
            Some(value) => value.encode(out),
            None => out.null(),
        }
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, out: &mut Writer) {
        T::encode(self, out);
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, out: &mut Writer) {
        T::encode(self, out);
    }
}

impl<T: Encode> Encode for [T] {
    fn encode(&self, out: &mut Writer) {
        let mut array = out.array();
        for item in self {
            item.encode(array.next());
        }
        array.end();
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, out: &mut Writer) {
        let mut array = out.array();
        for item in self {
            item.encode(array.next());
        }
        array.end();
    }
}

impl<T: Encode> Encode for Map<T> {
    fn encode(&self, out: &mut Writer) {
        let mut object = out.object();
        object.rest(self);
        object.end();
    }
}

impl Encode for Value {
    fn encode(&self, out: &mut Writer) {
        match self {
            Self::Null => out.null(),
            Self::Bool(value) => out.bool(*value),
            Self::Number(number) => out.serialize(number),
            Self::String(text) => out.string(text),
            Self::Array(items) => items.encode(out),
            Self::Object(members) => {
                let mut object = out.object();
                for (name, value) in members {
                    object.member(name, value);
                }
                object.end();
            }
        }
    }
}

/// A name that is repeated is written once, with its last value.
impl Encode for Json<'_> {
    fn encode(&self, out: &mut Writer) {
        match self {
            Self::Null => out.null(),
            Self::Bool(value) => out.bool(*value),
            Self::Number(number) => out.number(*number),
            Self::String(text) => out.string(text),
            Self::Array(items) => items.encode(out),
            Self::Object(members) if members.has_repeated() => {
                Self::Object(members.clone().without_repeated()).encode(out);
            }
            Self::Object(members) => {
                let mut object = out.object();
                for (name, value) in members {
                    object.member(name, value);
                }
                object.end();
            }
        }
    }
}
