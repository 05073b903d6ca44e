//! The members of an object, in the order of the document.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::Json;

/// A member: its name and its value.
pub type Member<'a> = (Cow<'a, str>, Json<'a>);

/// The members of a JSON object, in the order of the document.
///
/// A name that the document repeats is here as often as there.
/// Whoever asks for it by name gets its last value, as with `serde_json`; strict decoding reports it.
///
/// ```
/// use twinspec_runtime::{Json, Members};
///
/// let json = Json::parse(br#"{"b": 1, "a": 2, "b": 3}"#)?;
/// let members = json.as_object().unwrap();
/// assert_eq!(members.len(), 3);
/// assert!(members.has_repeated());
/// assert_eq!(members.get("b"), Some(&Json::from(3_u64)));
/// assert_eq!(json, Json::parse(br#"{"a": 2, "b": 3}"#)?);
/// # Ok::<(), twinspec_runtime::Violations>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Members<'a> {
    list: Vec<Member<'a>>,
    repeated: bool,
}

impl<'a> Members<'a> {
    /// No member.
    pub(super) const fn none() -> Self {
        Self { list: Vec::new(), repeated: false }
    }

    /// The value of the member `name`.
    pub fn get(&self, name: &str) -> Option<&Json<'a>> {
        self.list.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The members as a slice.
    pub fn as_slice(&self) -> &[Member<'a>] {
        &self.list
    }

    /// The members, in the order of the document.
    pub fn iter(&self) -> std::slice::Iter<'_, Member<'a>> {
        self.list.iter()
    }

    /// How many members the document has, repeated ones counted.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether the document names a member more than once.
    pub fn has_repeated(&self) -> bool {
        self.repeated
    }

    /// The names that the document repeats, each once.
    pub fn repeated(&self) -> impl Iterator<Item = &str> {
        let list = if self.repeated { self.list.as_slice() } else { &[] };
        let mut seen = HashMap::<&str, bool>::with_capacity(list.len());
        list.iter().filter_map(move |(name, _)| match seen.insert(name, false) {
            None => {
                seen.insert(name, true);
                None
            }
            Some(first) => first.then_some(&**name),
        })
    }

    /// The same members without repeated names: the first place, the last value.
    #[must_use]
    pub fn without_repeated(self) -> Self {
        if !self.repeated {
            return self;
        }
        let mut unique = indexmap::IndexMap::with_capacity(self.list.len());
        for (name, value) in self.list {
            unique.insert(name, value);
        }
        Self { list: unique.into_iter().collect(), repeated: false }
    }

    /// The same members, borrowing nothing.
    pub fn into_owned(self) -> Members<'static> {
        let owned = |(name, value): Member<'a>| (Cow::Owned(name.into_owned()), value.into_owned());
        Members { list: self.list.into_iter().map(owned).collect(), repeated: self.repeated }
    }
}

impl<'a> From<Vec<Member<'a>>> for Members<'a> {
    fn from(list: Vec<Member<'a>>) -> Self {
        let repeated = has_repeated(&list);
        Self { list, repeated }
    }
}

impl<'a> FromIterator<Member<'a>> for Members<'a> {
    fn from_iter<I: IntoIterator<Item = Member<'a>>>(members: I) -> Self {
        Vec::from_iter(members).into()
    }
}

impl<'a> IntoIterator for Members<'a> {
    type Item = Member<'a>;
    type IntoIter = std::vec::IntoIter<Member<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'m, 'a> IntoIterator for &'m Members<'a> {
    type Item = &'m Member<'a>;
    type IntoIter = std::slice::Iter<'m, Member<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

/// Members are equal when they are the same names with equal values, in any order.
impl PartialEq for Members<'_> {
    fn eq(&self, other: &Self) -> bool {
        if !self.repeated && !other.repeated {
            if self.len() != other.len() {
                return false;
            }
            if self.list.iter().zip(&other.list).all(|(left, right)| left.0 == right.0) {
                return self.list.iter().zip(&other.list).all(|(left, right)| left.1 == right.1);
            }
        }
        by_name(&self.list) == by_name(&other.list)
    }
}

fn by_name<'m, 'a>(list: &'m [Member<'a>]) -> HashMap<&'m str, &'m Json<'a>> {
    list.iter().map(|(name, value)| (&**name, value)).collect()
}

/// Above this many members names are hashed; below it comparing them is quicker.
const FEW: usize = 24;

/// Whether a name occurs twice.
///
/// Every object that is parsed comes through here. For a small one, a set of 64 bits
/// of a poor but quick hash tells for nearly every name that it is new.
fn has_repeated(list: &[Member<'_>]) -> bool {
    if list.len() > FEW {
        let mut seen = HashSet::with_capacity(list.len());
        return !list.iter().all(|(name, _)| seen.insert(&**name));
    }
    let mut seen = 0_u64;
    list.iter().enumerate().any(|(index, (name, _))| {
        let bit = 1 << bucket(name.as_bytes());
        let perhaps = seen & bit != 0;
        seen |= bit;
        perhaps && list.iter().take(index).any(|(earlier, _)| earlier == name)
    })
}

/// A number below 64 from the length and three of the bytes.
fn bucket(name: &[u8]) -> u32 {
    let byte = |index: usize| u32::from(name.get(index).copied().unwrap_or_default());
    #[expect(clippy::cast_possible_truncation, reason = "any bits of it will do")]
    let length = name.len() as u32;
    let mixed = length ^ byte(0) << 8 ^ byte(name.len() / 2) << 16 ^ byte(name.len().wrapping_sub(1)) << 24;
    mixed.wrapping_mul(0x9E37_79B1) >> 26
}
