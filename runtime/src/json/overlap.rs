//! `anyOf` of objects that may fit several branches at once (JSON Schema 2020-12, core, section 10.2.1.2).

use super::memo::{Memo, decode, no_checks};
use super::trial::none_fits;
use super::{Checker, Decode, Decoded, Encode, Json, Members, Node, Rule, Violations, Writer};

/// Reads a value as every branch that it fits.
///
/// ```
/// use twinspec_runtime::{Json, Map, Node};
///
/// let json = Json::parse(br#"{"a": 1}"#)?;
/// let mut overlap = Node::new(&json).overlap();
/// let numbers = overlap.branch::<Map<i64>>("Numbers");
/// let texts = overlap.branch::<Map<String>>("Texts");
/// overlap.end()?;
/// assert!(numbers.is_some() && texts.is_none());
/// # Ok::<(), twinspec_runtime::Violations>(())
/// ```
#[derive(Debug)]
pub struct Overlap<'a> {
    node: Node<'a>,
    fits: bool,
    failures: Vec<(&'static str, Violations)>,
    memo: Memo,
}

impl<'a> Node<'a> {
    /// `anyOf` of which several branches may fit: each that does is kept.
    pub fn overlap(self) -> Overlap<'a> {
        Overlap { node: self, fits: false, failures: Vec::new(), memo: Memo::default() }
    }
}

impl Overlap<'_> {
    /// The value as this branch, when it fits.
    pub fn branch<T: Decode>(&mut self, name: &'static str) -> Option<T> {
        self.checked_branch(name, no_checks)
    }

    /// The value as this branch, with constraints that `T` does not guarantee.
    pub fn checked_branch<T: Decode>(&mut self, name: &'static str, checks: fn(&mut Checker<'_>)) -> Option<T> {
        match decode::<T>(self.node, &self.memo, checks) {
            Ok(value) => {
                self.fits = true;
                Some(value)
            }
            Err(violations) => {
                self.failures.push((name, violations));
                None
            }
        }
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// When no branch fits.
    pub fn end(self) -> Decoded<()> {
        if self.fits { Ok(()) } else { Err(none_fits(Rule::AnyOf, &self.failures)) }
    }
}

impl Writer {
    /// Writes the members of all branches that are set as one object. A member of several branches is written as the
    /// first of them has it, objects within put together likewise.
    ///
    /// ```
    /// use twinspec_runtime::{Map, Writer};
    ///
    /// let (email, phone) = (Some(Map::from([("email".to_owned(), "a@b")])), Some(Map::from([("phone".to_owned(), "1")])));
    /// let mut out = Writer::new();
    /// out.overlap(&[&email, &phone]);
    /// assert_eq!(out.into_vec()?, br#"{"email":"a@b","phone":"1"}"#);
    /// # Ok::<(), twinspec_runtime::Violations>(())
    /// ```
    pub fn overlap(&mut self, branches: &[&dyn Encode]) {
        let mut whole: Option<Json<'static>> = None;
        for branch in branches {
            let mut part = Self::new();
            branch.encode(&mut part);
            if !part.is_valid() {
                // What is wrong is told where it stands.
                branch.encode(self);
                return;
            }
            match (whole.as_mut(), Json::parse(&part.text)) {
                (_, Ok(Json::Null) | Err(_)) => {}
                (None, Ok(json)) => whole = Some(json.into_owned()),
                (Some(whole), Ok(json)) => merge(whole, json.into_owned()),
            }
        }
        match whole {
            Some(whole) => whole.encode(self),
            None => self.fault(Rule::AnyOf, "must have at least one branch set"),
        }
    }
}

/// Adds the members of `other` that are not there yet.
fn merge(into: &mut Json<'static>, other: Json<'static>) {
    if let (Json::Object(_), Json::Object(others)) = (&*into, other) {
        let Json::Object(members) = std::mem::take(into) else { return };
        let mut list: Vec<_> = members.into_iter().collect();
        for (name, value) in others {
            match list.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => merge(known, value),
                None => list.push((name, value)),
            }
        }
        *into = Json::Object(Members::from(list));
    }
}
