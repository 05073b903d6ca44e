//! Values that come as text: what a string, or an object of numbered members, may stand for.

use std::collections::BTreeMap;

use super::{Json, Member, Members, Node};

/// What the strings of a tree may stand for, beside themselves.
///
/// It lets the type decide: `[1]` is a string where a string is asked for, and an array where an array is.
#[derive(Debug)]
pub(crate) struct Texts {
    /// Arrays and objects that strings hold as JSON text, by the addresses of the strings.
    parsed: BTreeMap<usize, Json<'static>>,
    /// Whether a string may be an array of one item, and an empty one an array or an object of nothing.
    alone: bool,
}

/// Strings stand for numbers and booleans, and for nothing else.
pub(super) static PLAIN: Texts = Texts { parsed: BTreeMap::new(), alone: false };

impl Texts {
    /// For strings of which each may be the only item of an array.
    pub(crate) fn alone() -> Self {
        Self { parsed: BTreeMap::new(), alone: true }
    }

    /// Looks for JSON text in the strings within a tree. The tree must not move after that.
    pub(crate) fn parse(mut self, json: &Json<'_>) -> Self {
        if !matches!(json, Json::String(_)) {
            self.add(json);
        }
        self
    }

    /// For strings that may hold JSON text.
    pub(crate) fn plain() -> Self {
        Self { parsed: BTreeMap::new(), alone: false }
    }

    fn add(&mut self, json: &Json<'_>) {
        match json {
            Json::String(text) if text.starts_with(['[', '{']) => {
                if let Ok(parsed) = Json::parse(text.as_bytes()) {
                    self.parsed.insert(std::ptr::from_ref(json).addr(), parsed.into_owned());
                }
            }
            Json::Array(items) => items.iter().for_each(|item| self.add(item)),
            Json::Object(members) => members.iter().for_each(|(_, value)| self.add(value)),
            _ => {}
        }
    }
}

/// The items of an array, or of an object that stands for one.
#[derive(Debug, Clone, Copy)]
pub struct Items<'a>(Held<'a>);

#[derive(Debug, Clone, Copy)]
enum Held<'a> {
    Array(&'a [Json<'a>]),
    /// Numbered members, in their order.
    Members(&'a [Member<'a>]),
}

impl<'a> Items<'a> {
    pub(super) fn new(items: &'a [Json<'a>]) -> Self {
        Self(Held::Array(items))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self.0 {
            Held::Array(items) => items.len(),
            Held::Members(members) => members.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at an index.
    pub fn get(&self, index: usize) -> Option<&'a Json<'a>> {
        match self.0 {
            Held::Array(items) => items.get(index),
            Held::Members(members) => members.get(index).map(|(_, value)| value),
        }
    }

    /// The items in their order.
    pub fn iter(self) -> impl Iterator<Item = &'a Json<'a>> {
        (0..self.len()).filter_map(move |index| self.get(index))
    }
}

/// No member at all.
static NOTHING: Members<'static> = Members::none();

impl<'a> Node<'a> {
    /// The array that text stands for.
    pub(super) fn text_items(self, texts: &'a Texts) -> Option<Items<'a>> {
        match self.json() {
            Json::Object(members) if texts.alone && is_numbered(members) => {
                Some(Items(Held::Members(members.as_slice())))
            }
            Json::String(text) => match texts.of(self.json()) {
                Some(Json::Array(items)) => Some(Items::new(items)),
                _ if !texts.alone => None,
                _ if text.is_empty() => Some(Items::new(&[])),
                _ => Some(Items::new(std::slice::from_ref(self.json()))),
            },
            _ => None,
        }
    }

    /// The object that text stands for.
    pub(super) fn text_members(self, texts: &'a Texts) -> Option<&'a Members<'a>> {
        match (self.json(), texts.of(self.json())) {
            (_, Some(Json::Object(members))) => Some(members),
            (Json::String(text), _) if texts.alone && text.is_empty() => Some(&NOTHING),
            _ => None,
        }
    }
}

impl Texts {
    fn of(&self, json: &Json<'_>) -> Option<&Json<'static>> {
        if self.parsed.is_empty() { None } else { self.parsed.get(&std::ptr::from_ref(json).addr()) }
    }
}

/// Whether the names are `0`, `1` and so on. Whoever makes such a tree puts them in order.
fn is_numbered(members: &Members<'_>) -> bool {
    members.iter().enumerate().all(|(index, (name, _))| *name == index.to_string())
}
