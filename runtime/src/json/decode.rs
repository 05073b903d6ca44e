//! Decoding of the types that JSON Schema starts from.

use serde_json::Value;

use super::node::cautious;
use super::{Decoded, Faults, Json, Map, Node, Number, Rule, Violations};

/// A type that can be read from JSON.
///
/// Implemented by generated code; [`ObjectReader`](super::ObjectReader) shows how.
pub trait Decode: Sized {
    /// Whether `null` is one of its values, so that an optional member that is `null` is not taken as absent.
    const NULLABLE: bool = false;

    /// Reads the value of `node`.
    ///
    /// # Errors
    /// All that is wrong with it.
    fn decode(node: Node<'_>) -> Decoded<Self>;
}

impl Decode for bool {
    fn decode(node: Node<'_>) -> Decoded<Self> {
        node.bool()
    }
}

impl Decode for String {
    fn decode(node: Node<'_>) -> Decoded<Self> {
        node.str().map(str::to_owned)
    }
}

/// An integer is any number without a fraction: `1.0` and `1e3` are integers.
/// One that does not fit is a violation of `format`, any other number one of `type`.
macro_rules! integers {
    ($($type:ident $by:ident $format:literal),+ $(,)?) => {$(
        impl Decode for $type {
            fn decode(node: Node<'_>) -> Decoded<Self> {
                let number = node.number()?;
                match number.$by().and_then(|value| value.try_into().ok()) {
                    Some(value) => Ok(value),
                    None => Err(no_integer(number, $format)),
                }
            }
        }
    )+};
}

integers! {
    i8 as_i64 "int8",
    i16 as_i64 "int16",
    i32 as_i64 "int32",
    i64 as_i64 "int64",
    u8 as_u64 "uint8",
    u16 as_u64 "uint16",
    u32 as_u64 "uint32",
    u64 as_u64 "uint64",
}

#[cold]
fn no_integer(number: Number, format: &str) -> Violations {
    if number.is_integer() {
        Violations::new(Rule::Format, format!("must fit {format}"))
    } else {
        Violations::new(Rule::Type, "must be an integer")
    }
}

/// Any number, in the form in which it was written.
impl Decode for Number {
    fn decode(node: Node<'_>) -> Decoded<Self> {
        node.number()
    }
}

impl Decode for f64 {
    fn decode(node: Node<'_>) -> Decoded<Self> {
        node.number().map(Number::as_f64)
    }
}

impl Decode for f32 {
    fn decode(node: Node<'_>) -> Decoded<Self> {
        #[expect(clippy::cast_possible_truncation, reason = "the nearest is meant")]
        let value = node.number()?.as_f64() as Self;
        if value.is_finite() { Ok(value) } else { Err(Violations::new(Rule::Format, "must fit float")) }
    }
}

/// `null` alone.
impl Decode for () {
    const NULLABLE: bool = true;

    fn decode(node: Node<'_>) -> Decoded<Self> {
        if node.is_null() { Ok(()) } else { Err(node.expected("null")) }
    }
}

/// `null` or a value.
impl<T: Decode> Decode for Option<T> {
    const NULLABLE: bool = true;

    fn decode(node: Node<'_>) -> Decoded<Self> {
        if node.is_null() {
            return Ok(None);
        }
        match T::decode(node) {
            Ok(value) => Ok(Some(value)),
            Err(_) if node.is_empty_text() => Ok(None),
            Err(violations) => Err(violations),
        }
    }
}

impl<T: Decode> Decode for Box<T> {
    const NULLABLE: bool = T::NULLABLE;

    fn decode(node: Node<'_>) -> Decoded<Self> {
        match T::decode(node) {
            Ok(value) => Ok(Self::new(value)),
            Err(violations) => Err(violations),
        }
    }
}

/// The faults of all items are reported.
///
/// Written with `match`, here and in the other generic functions: the closures and the conversions of `?`
/// would be compiled anew for every type.
impl<T: Decode> Decode for Vec<T> {
    fn decode(node: Node<'_>) -> Decoded<Self> {
        #[expect(clippy::question_mark, reason = "see above")]
        let items = match node.items() {
            Ok(items) => items,
            Err(violations) => return Err(violations),
        };
        let mut list = Self::with_capacity(cautious(items.len(), const { size_of::<T>() }));
        let mut faults = Faults::new();
        for (index, json) in items.iter().enumerate() {
            match T::decode(node.part(json)) {
                Ok(value) => list.push(value),
                Err(violations) => {
                    if faults.is_full() {
                        break;
                    }
                    faults.add(violations.prefixed_index(index));
                }
            }
        }
        match faults.end() {
            Ok(()) => Ok(list),
            Err(violations) => Err(violations),
        }
    }
}

impl<T: Decode> Decode for Map<T> {
    fn decode(node: Node<'_>) -> Decoded<Self> {
        let mut object = node.object()?;
        let map = object.rest();
        object.end()?;
        Ok(map)
    }
}

/// Any value.
impl Decode for Value {
    const NULLABLE: bool = true;

    fn decode(node: Node<'_>) -> Decoded<Self> {
        no_repeated(node)?;
        Ok(Self::from(node.json()))
    }
}

/// Any value.
impl Decode for Json<'static> {
    const NULLABLE: bool = true;

    fn decode(node: Node<'_>) -> Decoded<Self> {
        no_repeated(node)?;
        Ok(node.json().to_owned())
    }
}

/// In strict mode: that no object in an untyped value names a member twice.
fn no_repeated(node: Node<'_>) -> Decoded<()> {
    if !node.is_strict() {
        return Ok(());
    }
    match node.json() {
        Json::Array(items) => {
            let mut faults = Faults::new();
            for (index, item) in items.iter().enumerate() {
                if faults.is_full() {
                    break;
                }
                let _ = faults.keep_item(index, no_repeated(node.part(item)));
            }
            faults.end()
        }
        Json::Object(members) => {
            let object = node.object()?;
            let mut faults = Faults::new();
            for (name, value) in members {
                if faults.is_full() {
                    break;
                }
                let _ = faults.keep(name, no_repeated(node.part(value)));
            }
            if let Err(repeated) = object.end() {
                faults.add(repeated);
            }
            faults.end()
        }
        _ => Ok(()),
    }
}
