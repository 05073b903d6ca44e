//! Reading the members of an object.

use super::{Checker, Decode, Decoded, Faults, Map, Member, Members, Node, Recorded, Rule, Violations};

/// Reads the members of an object, and collects what is wrong with them.
///
/// Each method that reads a member gives its value, or notes what is wrong; [`end`](Self::end) reports all of it.
/// Only after `end` are the values used:
///
/// ```
/// use twinspec_runtime::{Decode, Decoded, Node, from_slice};
///
/// #[derive(Debug)]
/// struct User {
///     name: String,
///     age: Option<u8>,
/// }
///
/// impl Decode for User {
///     fn decode(node: Node<'_>) -> Decoded<Self> {
///         let mut object = node.object()?;
///         let name = object.required("name");
///         let age = object.optional("age");
///         object.end()?;
///         Ok(Self { name: name?, age })
///     }
/// }
///
/// let faults = from_slice::<User>(br#"{"age": "old"}"#).unwrap_err();
/// assert_eq!(faults.to_string(), "/name is required\n/age must be a number, not a string");
/// ```
///
/// Members are usually in the order in which they are asked for, so the search for one starts where the last ended.
#[derive(Debug)]
pub struct ObjectReader<'a> {
    node: Node<'a>,
    members: &'a Members<'a>,
    /// Where the next search starts.
    next: usize,
    asked: Asked,
    faults: Faults,
}

impl<'a> ObjectReader<'a> {
    pub(crate) fn new(node: Node<'a>, members: &'a Members<'a>) -> Self {
        let mut reader = Self { node, members, next: 0, asked: Asked::default(), faults: Faults::new() };
        if node.is_strict() && members.has_repeated() {
            reader.report_repeated();
        }
        reader
    }

    /// A member that must be there.
    ///
    /// # Errors
    /// When it is missing or cannot be decoded; [`end`](Self::end) tells.
    pub fn required<T: Decode>(&mut self, name: &str) -> Result<T, Recorded> {
        match self.member(name) {
            Some(node) => match T::decode(node) {
                Ok(value) => Ok(value),
                Err(violations) => Err(self.fault(name, violations)),
            },
            None => Err(self.missing(name)),
        }
    }

    /// A member that may be absent. In lenient mode `null` is taken as absent; so is what cannot be decoded, until
    /// [`end`](Self::end) tells.
    pub fn optional<T: Decode>(&mut self, name: &str) -> Option<T> {
        match self.member(name) {
            Some(node) if T::NULLABLE || node.is_strict() || !node.is_null() => match T::decode(node) {
                Ok(value) => Some(value),
                Err(violations) => {
                    self.fault(name, violations);
                    None
                }
            },
            _ => None,
        }
    }

    /// A member that must be there and may be `null`.
    ///
    /// # Errors
    /// When it is missing or cannot be decoded; [`end`](Self::end) tells.
    pub fn required_nullable<T: Decode>(&mut self, name: &str) -> Result<Option<T>, Recorded> {
        self.required(name)
    }

    /// A member that may be absent (`None`) or `null` (`Some(None)`).
    pub fn optional_nullable<T: Decode>(&mut self, name: &str) -> Option<Option<T>> {
        self.optional(name)
    }

    /// The members that were not asked for until now, in the order of the document, without those that cannot be
    /// decoded; [`end`](Self::end) tells.
    pub fn rest<T: Decode>(&mut self) -> Map<T> {
        let mut map = Map::new();
        let mut from = 0;
        while let Some((index, name, node)) = self.unasked(from) {
            from = index + 1;
            self.asked.add(index, self.members.len());
            match T::decode(node) {
                Ok(value) => drop(map.insert(name.to_owned(), value)),
                Err(_) if self.faults.is_full() => break,
                Err(violations) => drop(self.fault(name, violations)),
            }
        }
        map
    }

    /// The member `name` undecoded; it then counts as asked for.
    pub fn member(&mut self, name: &str) -> Option<Node<'a>> {
        let index = self.position(name)?;
        self.next = index + 1;
        self.asked.add(index, self.members.len());
        if self.members.has_repeated() {
            self.ask_all(name);
        }
        let (_, json) = self.members.as_slice().get(index)?;
        Some(self.node.part(json))
    }

    /// Does not look at these members, whatever they are: they count as asked for.
    pub fn ignore(&mut self, names: &[&str]) {
        for name in names {
            self.member(name);
        }
    }

    /// `additionalProperties: false`: in strict mode, each member that was not asked for until now is a violation.
    pub fn closed(&mut self) {
        if !self.node.is_strict() {
            return;
        }
        let mut from = 0;
        while let Some((index, name, _)) = self.unasked(from) {
            if self.faults.is_full() {
                break;
            }
            from = index + 1;
            self.fault(name, Violations::new(Rule::Unexpected, "is not a member that is allowed"));
        }
    }

    /// Runs `checks` on the member `name`, in strict mode and when it is there.
    pub fn check(&mut self, name: &str, checks: fn(&mut Checker<'_>)) {
        if !self.node.is_strict() || self.node.is_text() {
            return;
        }
        let node = self.position(name).and_then(|index| self.members.as_slice().get(index));
        if let Some(Err(violations)) = node.map(|(_, json)| self.node.part(json).check(checks)) {
            self.fault(name, violations);
        }
    }

    /// Runs `checks` on the object itself, in strict mode.
    pub fn check_self(&mut self, checks: fn(&mut Checker<'_>)) {
        if let Err(violations) = self.node.check(checks) {
            self.faults.add(violations);
        }
    }

    /// Adds a violation of the object itself.
    pub fn report(&mut self, rule: Rule, message: impl Into<String>) -> Recorded {
        self.faults.add(Violations::new(rule, message))
    }

    /// Notes what is wrong with the member `name`.
    #[cold]
    pub fn fault(&mut self, name: &str, violations: Violations) -> Recorded {
        self.faults.add(violations.prefixed(name))
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// All that was wrong with any member.
    pub fn end(self) -> Decoded<()> {
        if let Some(memo) = self.node.memo() {
            memo.set_lost(memo.lost() + self.members.len().saturating_sub(self.asked.count()));
        }
        self.faults.end()
    }

    /// Where the member `name` is: its last value when the document repeats it.
    fn position(&self, name: &str) -> Option<usize> {
        let list = self.members.as_slice();
        let is = |(key, _): &Member<'_>| key == name;
        if self.members.has_repeated() {
            return list.iter().rposition(is);
        }
        if list.get(self.next).is_some_and(is) {
            return Some(self.next);
        }
        let (before, after) = list.split_at_checked(self.next)?;
        match after.iter().position(is) {
            Some(offset) => Some(self.next + offset),
            None => before.iter().position(is),
        }
    }

    /// The first member at or behind `from` that was not asked for.
    fn unasked(&self, from: usize) -> Option<(usize, &'a str, Node<'a>)> {
        let mut members = self.members.iter().enumerate().skip(from);
        let (index, (name, json)) = members.find(|(index, _)| !self.asked.has(*index))?;
        Some((index, name, self.node.part(json)))
    }

    #[cold]
    fn missing(&mut self, name: &str) -> Recorded {
        self.fault(name, Violations::new(Rule::Required, "is required"))
    }

    #[cold]
    fn ask_all(&mut self, name: &str) {
        for (index, (key, _)) in self.members.iter().enumerate() {
            if key == name {
                self.asked.add(index, self.members.len());
            }
        }
    }

    #[cold]
    fn report_repeated(&mut self) {
        for name in self.members.repeated() {
            if self.faults.is_full() {
                break;
            }
            self.faults.add(Violations::new(Rule::Syntax, "is there more than once").prefixed(name));
        }
    }
}

/// Which members were asked for: a set of indices.
#[derive(Debug, Default)]
struct Asked {
    low: u64,
    /// 64 indices each, from 64 on; empty until one of them is added.
    high: Box<[u64]>,
}

impl Asked {
    /// Adds an index below `len`.
    fn add(&mut self, index: usize, len: usize) {
        if index < 64 {
            self.low |= 1 << index;
        } else {
            self.add_high(index, len);
        }
    }

    fn count(&self) -> usize {
        self.high.iter().chain([&self.low]).map(|word| word.count_ones() as usize).sum()
    }

    fn has(&self, index: usize) -> bool {
        let word = match index / 64 {
            0 => self.low,
            word => self.high.get(word - 1).copied().unwrap_or_default(),
        };
        word & (1 << (index % 64)) != 0
    }

    #[cold]
    fn add_high(&mut self, index: usize, len: usize) {
        if self.high.is_empty() {
            self.high = vec![0; len / 64].into_boxed_slice();
        }
        if let Some(word) = self.high.get_mut(index / 64 - 1) {
            *word |= 1 << (index % 64);
        }
    }
}
