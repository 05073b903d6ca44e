//! The members of an object, in order.

use foldhash::{HashMap, HashMapExt as _};

use super::{Text, Value};

/// So many members are looked through quicker than their names are hashed.
const FEW: usize = 16;

/// The members of an object, in order, each name once.
///
/// ```
/// use twinspec::value::{Map, Value};
///
/// let mut members = Map::new();
/// members.insert("b".into(), Value::Bool(true));
/// members.insert("a".into(), Value::Null);
/// assert_eq!(members.get("a"), Some(&Value::Null));
/// assert_eq!(members.keys().collect::<Vec<_>>(), ["b", "a"]);
/// ```
#[derive(Clone, Default)]
pub struct Map(Members);

/// The members, and how they are found by their names.
#[derive(Clone)]
enum Members {
    /// Few, with the [`sign`]s of all names that were ever there: what is asked for is nearly always not there.
    Few(Vec<(Text, Value)>, u64),
    Many(Box<Many>),
}

/// Members with the place of each.
#[derive(Clone)]
struct Many {
    members: Vec<(Text, Value)>,
    places: HashMap<Text, usize>,
}

impl Default for Members {
    fn default() -> Self {
        Self::Few(Vec::new(), 0)
    }
}

/// One bit that equal names share, and others seldom.
#[inline]
fn sign(name: &str) -> u64 {
    let name = name.as_bytes();
    let ends =
        name.first().zip(name.last()).map_or(0, |(first, last)| usize::from(*first) * 5 + usize::from(*last) * 4);
    1 << ((ends + name.len() * 29) % 64)
}

impl Map {
    /// No member.
    pub fn new() -> Self {
        Self::default()
    }

    /// No member, with room for some.
    pub fn with_capacity(capacity: usize) -> Self {
        let members = Vec::with_capacity(capacity);
        Self(if capacity > FEW {
            Members::Many(Box::new(Many { members, places: HashMap::with_capacity(capacity) }))
        } else {
            Members::Few(members, 0)
        })
    }

    fn members(&self) -> &Vec<(Text, Value)> {
        match &self.0 {
            Members::Few(members, _) => members,
            Members::Many(many) => &many.members,
        }
    }

    fn members_mut(&mut self) -> &mut Vec<(Text, Value)> {
        match &mut self.0 {
            Members::Few(members, _) => members,
            Members::Many(many) => &mut many.members,
        }
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.members().len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.members().is_empty()
    }

    #[inline]
    fn place(&self, name: &str) -> Option<usize> {
        match &self.0 {
            Members::Few(_, signs) if signs & sign(name) == 0 => None,
            Members::Few(members, _) => members.iter().position(|(key, _)| key == name),
            Members::Many(many) => many.places.get(name).copied(),
        }
    }

    /// Whether there is a member of this name.
    #[inline]
    pub fn contains_key(&self, name: &str) -> bool {
        self.place(name).is_some()
    }

    /// The value of a member.
    #[inline]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.members().get(self.place(name)?).map(|(_, value)| value)
    }

    /// The value of a member, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        let place = self.place(name)?;
        self.members_mut().get_mut(place).map(|(_, value)| value)
    }

    /// Sets a member: in its place when there is one of this name, whose value is the answer, and at the end otherwise.
    pub fn insert(&mut self, name: Text, value: Value) -> Option<Value> {
        if let Some(known) = self.get_mut(&name) {
            return Some(std::mem::replace(known, value));
        }
        self.push(name, value);
        None
    }

    /// Adds a member at the end, unless there is one of this name.
    ///
    /// # Errors
    /// The name, when there is one; its value stays what it was.
    pub fn add(&mut self, name: Text, value: Value) -> Result<(), Text> {
        if self.contains_key(&name) {
            return Err(name);
        }
        self.push(name, value);
        Ok(())
    }

    fn push(&mut self, name: Text, value: Value) {
        match &mut self.0 {
            Members::Few(members, signs) => {
                *signs |= sign(&name);
                members.push((name, value));
                if members.len() > FEW {
                    let members = std::mem::take(members);
                    let places = members.iter().map(|(name, _)| name.clone()).zip(0..).collect();
                    self.0 = Members::Many(Box::new(Many { members, places }));
                }
            }
            Members::Many(many) => {
                many.places.insert(name.clone(), many.members.len());
                many.members.push((name, value));
            }
        }
    }

    /// Removes a member; those behind it keep their order.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let place = self.place(name)?;
        let (_, value) = self.members_mut().remove(place);
        // A sign may be that of others, too, and stays.
        if let Members::Many(many) = &mut self.0 {
            many.places.remove(name);
            many.places.values_mut().filter(|other| **other > place).for_each(|other| *other -= 1);
        }
        Some(value)
    }

    /// The names, in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> + DoubleEndedIterator + Clone {
        self.members().iter().map(|(name, _)| name.as_str())
    }

    /// The values, in order.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &Value> + DoubleEndedIterator + Clone {
        self.members().iter().map(|(_, value)| value)
    }

    /// The values, to be changed.
    pub fn values_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut Value> {
        self.members_mut().iter_mut().map(|(_, value)| value)
    }

    /// The members, in order.
    pub fn iter(&self) -> Iter<'_> {
        self.members().iter().map(|(name, value)| (name.as_str(), value))
    }
}

/// The members of an object.
type Iter<'a> = std::iter::Map<std::slice::Iter<'a, (Text, Value)>, fn(&(Text, Value)) -> (&str, &Value)>;

impl<'a> IntoIterator for &'a Map {
    type Item = (&'a str, &'a Value);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Map {
    type Item = (Text, Value);
    type IntoIter = std::vec::IntoIter<(Text, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        match self.0 {
            Members::Few(members, _) => members,
            Members::Many(many) => many.members,
        }
        .into_iter()
    }
}

impl Extend<(Text, Value)> for Map {
    fn extend<I: IntoIterator<Item = (Text, Value)>>(&mut self, members: I) {
        for (name, value) in members {
            self.insert(name, value);
        }
    }
}

impl FromIterator<(Text, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (Text, Value)>>(members: I) -> Self {
        let members = members.into_iter();
        let mut map = Self::with_capacity(members.size_hint().0);
        map.extend(members);
        map
    }
}

/// Objects are equal whatever the order of their members.
impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}

impl std::fmt::Debug for Map {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: impl Iterator<Item = usize>) -> Map {
        names.map(|at| (Text::from(at.to_string()), Value::from(at.to_string()))).collect()
    }

    #[test]
    fn small_and_large_ones_are_the_same() {
        for count in [0, 1, FEW - 1, FEW, FEW + 1, 100] {
            let mut members = of(0..count);
            assert_eq!(members.len(), count);
            assert!((0..count).all(|at| members.get(&at.to_string()) == Some(&Value::from(at.to_string()))));
            assert_eq!(members, of((0..count).rev()));
            assert!(members.get("x").is_none() && members.remove("x").is_none());
            if count > 2 {
                assert_eq!(members.remove("1"), Some(Value::from("1".to_owned())));
                assert_eq!(members.insert("0".into(), Value::Null), Some(Value::from("0".to_owned())));
                assert_eq!(members.add("2".into(), Value::Null), Err("2".into()));
                assert_eq!(members.add("x".into(), Value::Null), Ok(()));
                let rest = (2..count).map(|at| at.to_string());
                let names: Vec<_> = std::iter::once("0".to_owned()).chain(rest).chain(["x".to_owned()]).collect();
                assert_eq!(members.keys().collect::<Vec<_>>(), names);
                assert!(names.iter().all(|name| members.contains_key(name)));
                let value = |name: &&str| Some(&Value::from(name.to_string())) == members.get(name);
                assert!(members.keys().skip(1).take(count - 2).all(|name| value(&name)));
                assert_ne!(members, of(0..count));
            }
        }
    }
}
