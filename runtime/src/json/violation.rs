//! What is wrong with a value: every fault, each with the place where it is.

use std::fmt;

use super::Rule;

/// One fault of a value.
///
/// ```
/// use twinspec_runtime::{Rule, Violation};
///
/// let violation = Violation::new(Rule::Type, "must be a string");
/// assert_eq!(violation.to_string(), "the value must be a string");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Violation {
    /// Where in the document: a JSON pointer (RFC 6901), empty for the document itself.
    /// For a member that is missing or not allowed it is the pointer of that member.
    pub pointer: String,
    /// Which rule is broken.
    pub rule: Rule,
    /// What is wrong, to be read after the pointer: `must be a string`.
    /// It never quotes the document, which may hold secrets.
    pub message: String,
}

impl Violation {
    /// A fault of the value itself: the pointer is empty.
    pub fn new(rule: Rule, message: impl Into<String>) -> Self {
        Self { pointer: String::new(), rule, message: message.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() { "the value" } else { &self.pointer };
        write!(f, "{place} {}", self.message)
    }
}

impl std::error::Error for Violation {}

/// All faults of a value: at least one.
///
/// Its size is one pointer, so that a [`Decoded`](super::Decoded) stays small.
/// Only the first [`Violations::LIMIT`] are kept, so that a hostile document cannot fill the memory.
///
/// ```
/// use twinspec_runtime::{Rule, Violations};
///
/// let faults = Violations::new(Rule::Type, "must be a string").prefixed_index(3).prefixed("a/b");
/// assert_eq!(faults.first().pointer, "/a~1b/3");
/// assert_eq!(faults.to_string(), "/a~1b/3 must be a string");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violations(Box<List>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct List {
    first: Violation,
    others: Vec<Violation>,
    truncated: bool,
}

impl Violations {
    /// How many violations are kept at most.
    pub const LIMIT: usize = 256;

    /// One violation of the value itself.
    #[cold]
    pub fn new(rule: Rule, message: impl Into<String>) -> Self {
        Violation::new(rule, message).into()
    }

    /// Stands for violations that were kept elsewhere and are not at hand.
    /// It is what code gives back that only runs when `end` was not asked before.
    #[cold]
    pub fn lost() -> Self {
        Self::new(Rule::Type, "has a part that could not be decoded")
    }

    /// The first violation.
    pub fn first(&self) -> &Violation {
        &self.0.first
    }

    /// How many violations are kept: at least 1, at most [`Violations::LIMIT`].
    #[expect(clippy::len_without_is_empty, reason = "it is never empty")]
    pub fn len(&self) -> usize {
        1 + self.0.others.len()
    }

    /// Whether there were more violations than are kept.
    pub fn is_truncated(&self) -> bool {
        self.0.truncated
    }

    /// The violations, in the order in which they were found.
    pub fn iter(&self) -> Iter<'_> {
        std::iter::once(&self.0.first).chain(&self.0.others)
    }

    /// The same violations, seen from the object of which this value is the member `name`.
    #[cold]
    #[must_use]
    pub fn prefixed(self, name: &str) -> Self {
        let mut segment = String::with_capacity(name.len() + 1);
        segment.push('/');
        for character in name.chars() {
            match character {
                '~' => segment.push_str("~0"),
                '/' => segment.push_str("~1"),
                other => segment.push(other),
            }
        }
        self.under(&segment)
    }

    /// The same violations, seen from the array of which this value is the item `index`.
    #[cold]
    #[must_use]
    pub fn prefixed_index(self, index: usize) -> Self {
        self.under(&format!("/{index}"))
    }

    /// Adds the violations of `other` behind these.
    #[cold]
    pub fn append(&mut self, other: Self) {
        let room = Self::LIMIT.saturating_sub(self.len());
        self.0.truncated |= other.0.truncated || other.len() > room;
        self.0.others.extend(other.into_iter().take(room));
    }

    /// Whether further violations would be thrown away.
    pub(crate) fn is_full(&self) -> bool {
        self.len() >= Self::LIMIT
    }

    /// Notes that the search for violations was given up.
    pub(crate) fn truncate(&mut self) {
        self.0.truncated = true;
    }

    fn under(mut self, prefix: &str) -> Self {
        let List { first, others, .. } = &mut *self.0;
        for violation in std::iter::once(first).chain(others) {
            violation.pointer.insert_str(0, prefix);
        }
        self
    }
}

impl From<Violation> for Violations {
    fn from(first: Violation) -> Self {
        Self(Box::new(List { first, others: Vec::new(), truncated: false }))
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.first.fmt(f)?;
        for violation in &self.0.others {
            write!(f, "\n{violation}")?;
        }
        if self.0.truncated {
            f.write_str("\n(and more)")?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

/// Iterates over borrowed violations: what [`Violations::iter`] gives.
pub type Iter<'a> = std::iter::Chain<std::iter::Once<&'a Violation>, std::slice::Iter<'a, Violation>>;

/// Iterates over owned violations: what [`Violations::into_iter`] gives.
pub type IntoIter = std::iter::Chain<std::iter::Once<Violation>, std::vec::IntoIter<Violation>>;

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = IntoIter;

    fn into_iter(self) -> IntoIter {
        let List { first, others, .. } = *self.0;
        std::iter::once(first).chain(others)
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}
