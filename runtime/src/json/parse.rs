//! Text to tree: `serde_json`'s parser, or any other deserializer, fills a [`Json`].

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::{Json, Member, Number, Rule, Violations};

impl<'a> Json<'a> {
    /// Parses a document.
    ///
    /// Whatever nests deeper than `serde_json`'s limit of 128 is refused.
    ///
    /// ```
    /// use twinspec_runtime::{Json, Rule};
    ///
    /// let faults = Json::parse(b"[1, 2").unwrap_err();
    /// assert_eq!(faults.first().rule, Rule::Syntax);
    /// assert_eq!(faults.to_string(), "the value is not JSON: EOF while parsing a list at line 1 column 5");
    /// ```
    ///
    /// # Errors
    /// One violation of [`Rule::Syntax`], which tells line and column but quotes nothing.
    pub fn parse(text: &'a [u8]) -> Result<Self, Violations> {
        // One check of the whole is quicker than one for each string.
        // When it fails, the parser of bytes tells where.
        let parsed = match std::str::from_utf8(text) {
            Ok(text) => document(serde_json::Deserializer::from_str(text)),
            Err(_) => document(serde_json::Deserializer::from_slice(text)),
        };
        parsed.map_err(|error| Violations::new(Rule::Syntax, format!("is not JSON: {error}")))
    }
}

fn document<'a, R: serde_json::de::Read<'a>>(mut parser: serde_json::Deserializer<R>) -> serde_json::Result<Json<'a>> {
    let json = Json::deserialize(&mut parser)?;
    parser.end()?;
    Ok(json)
}

impl<'de: 'a, 'a> Deserialize<'de> for Json<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Tree(&mut Scratch::default()).deserialize(deserializer)
    }
}

/// Where members and items wait until their container ends and its size is known,
/// so that each container is allocated once.
#[derive(Default)]
struct Scratch<'de> {
    items: Vec<Json<'de>>,
    members: Vec<Member<'de>>,
}

struct Tree<'s, 'de>(&'s mut Scratch<'de>);

impl<'de> DeserializeSeed<'de> for Tree<'_, 'de> {
    type Value = Json<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_, 'de> {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON can hold")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Json::Null)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Json::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        Json::deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        Json::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Json::Number(Number::I64(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Json::Number(Number::U64(value)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Json::Number(Number::F64(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Json::String(Cow::Owned(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Self::Value, E> {
        Ok(Json::String(Cow::Owned(value)))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Json::String(Cow::Borrowed(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let start = self.0.items.len();
        while let Some(item) = items.next_element_seed(Tree(self.0))? {
            self.0.items.push(item);
        }
        Ok(Json::Array(self.0.items.drain(start..).collect()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let start = self.0.members.len();
        while let Some(name) = members.next_key_seed(Name)? {
            if name == NUMBER_AS_MAP && numbers_are_maps() {
                return number(&members.next_value::<Cow<'_, str>>()?).map(Json::Number);
            }
            let value = members.next_value_seed(Tree(self.0))?;
            self.0.members.push((name, value));
        }
        let list: Vec<_> = self.0.members.drain(start..).collect();
        Ok(Json::Object(list.into()))
    }
}

/// A member name; formats that allow other keys than strings have them as text.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }

    fn visit_string<E>(self, name: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name))
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_bool<E>(self, name: bool) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_string()))
    }

    fn visit_i64<E>(self, name: i64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_string()))
    }

    fn visit_u64<E>(self, name: u64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_string()))
    }

    fn visit_f64<E>(self, name: f64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_string()))
    }
}

/// The one key of the map as which `serde_json` shows a number that fits no integer
/// when someone turned its feature `arbitrary_precision` on, for the whole build.
const NUMBER_AS_MAP: &str = "$serde_json::private::Number";

/// Whether that feature is on. Asked only when that key is seen, which without the feature is an ordinary one.
fn numbers_are_maps() -> bool {
    struct Probe;

    impl<'de> Visitor<'de> for Probe {
        type Value = bool;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a number")
        }

        fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
            Ok(false)
        }

        fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<bool, A::Error> {
            Ok(true)
        }
    }

    static ANSWER: OnceLock<bool> = OnceLock::new();
    *ANSWER.get_or_init(|| serde_json::Deserializer::from_str("0.5").deserialize_any(Probe).unwrap_or(true))
}

fn number<E: Error>(text: &str) -> Result<Number, E> {
    if let Ok(value) = text.parse() {
        return Ok(Number::U64(value));
    }
    if let Ok(value) = text.parse() {
        return Ok(Number::I64(value));
    }
    match text.parse() {
        Ok(value) if f64::is_finite(value) => Ok(Number::F64(value)),
        _ => Err(E::custom("number out of range")),
    }
}
