//! Unions whose branches are tried.

use super::memo::{Choice, Memo, decode, no_checks};
use super::{Checker, Decode, Decoded, Json, Node, Number, Rule, Violation, Violations};

/// Tries the branches of a union in their order.
///
/// The branch that fits strictly is the value; in lenient mode, when none does, one that fits at all. Of several it is
/// the one that keeps most members of the value, the first of those that keep as many.
/// In strict mode `oneOf` demands that no second branch fits. An error names each branch and why it does not fit.
///
/// A text may fit several branches. A number or a boolean is first taken for one, then for a string, then for whatever
/// else a text may be; that only one branch fits is for the value to show that comes of it.
///
/// ```
/// use twinspec_runtime::{Json, Node};
///
/// #[derive(Debug, PartialEq)]
/// enum Id {
///     Number(i64),
///     Text(String),
/// }
///
/// let decode = |node: Node<'_>| node.one_of().branch("Number", Id::Number).branch("Text", Id::Text).end();
/// assert_eq!(decode(Node::new(&Json::from("a"))), Ok(Id::Text("a".into())));
/// assert!(decode(Node::new(&Json::Null)).unwrap_err().to_string().contains("Number"));
/// ```
#[derive(Debug)]
pub struct Trial<'a, U> {
    node: Node<'a>,
    exclusive: bool,
    found: Option<Fit<U>>,
    second: Option<&'static str>,
    lenient: Option<Fit<U>>,
    failures: Vec<(&'static str, Violations)>,
    memo: Memo,
    /// The place of the next branch.
    next: usize,
    /// The branch that is known to be the one.
    only: Option<usize>,
    /// Of a text: the number or the boolean that it may be.
    guess: Option<Json<'static>>,
    /// Of a text: the first branch that takes it for a string.
    string: Option<U>,
    /// Of a text: the first branch that takes it leniently for what it may be.
    guessed: Option<U>,
}

/// A branch that fits.
#[derive(Debug)]
struct Fit<U> {
    name: &'static str,
    /// The place of the branch among the others.
    index: usize,
    value: U,
    /// How many members of the value it does not keep.
    lost: usize,
}

impl<U> Fit<U> {
    /// A text has no members to lose.
    fn of_text(value: U) -> Self {
        Self { name: "", index: 0, value, lost: 0 }
    }
}

impl<'a> Node<'a> {
    /// `oneOf`: exactly one branch fits.
    pub fn one_of<U>(self) -> Trial<'a, U> {
        Trial::new(self, true)
    }

    /// `anyOf`: the first branch that fits is the value.
    pub fn any_of<U>(self) -> Trial<'a, U> {
        Trial::new(self, false)
    }

    /// The branch of a union that is known to be the one.
    ///
    /// # Errors
    /// When the value does not fit it; the message names the branch.
    pub fn branch<T: Decode, U>(self, _name: &'static str, wrap: fn(T) -> U) -> Decoded<U> {
        T::decode(self).map(wrap)
    }

    /// Like [`Node::branch`], with constraints that `T` does not guarantee.
    ///
    /// # Errors
    /// When the value does not fit it.
    pub fn checked_branch<T: Decode, U>(
        self,
        name: &'static str,
        wrap: fn(T) -> U,
        checks: fn(&mut Checker<'_>),
    ) -> Decoded<U> {
        self.check(checks)?;
        self.branch(name, wrap)
    }
}

impl<'a, U> Trial<'a, U> {
    fn new(node: Node<'a>, exclusive: bool) -> Self {
        Self {
            node,
            exclusive,
            found: None,
            second: None,
            lenient: None,
            failures: Vec::new(),
            memo: Memo::default(),
            next: 0,
            only: node.memo().and_then(|memo| memo.chosen(Choice::new::<U>(node, exclusive)?)),
            guess: node.is_text().then(|| node.json().as_str().and_then(guess)).flatten(),
            string: None,
            guessed: None,
        }
    }

    /// Tries a branch.
    #[must_use]
    pub fn branch<T: Decode>(self, name: &'static str, wrap: fn(T) -> U) -> Self {
        self.checked_branch(name, wrap, no_checks)
    }

    /// Tries a branch with constraints that `T` does not guarantee.
    #[must_use]
    pub fn checked_branch<T: Decode>(
        mut self,
        name: &'static str,
        wrap: fn(T) -> U,
        checks: fn(&mut Checker<'_>),
    ) -> Self {
        if self.is_decided() {
            return self;
        }
        if self.node.is_text() && self.node.json().as_str().is_some() {
            self.try_text(name, &|node, memo| decode::<T>(node, memo, checks).map(wrap));
            return self;
        }
        let index = self.next;
        self.next += 1;
        if self.only.is_some_and(|only| only != index) {
            return self;
        }
        match self.attempt::<T>(self.node.strict(), checks) {
            Ok((value, lost)) => self.fits(Fit { name, index, value: wrap(value), lost }),
            Err(violations) => {
                if !self.node.is_strict() && self.found.is_none() {
                    let lenient = self.attempt::<T>(self.node, checks).ok();
                    let lenient = lenient.map(|(value, lost)| Fit { name, index, value: wrap(value), lost });
                    keep_more(&mut self.lenient, lenient);
                }
                self.failures.push((name, violations));
            }
        }
        self
    }

    /// The value as a `T`, and how many members that does not keep.
    fn attempt<T: Decode>(&self, node: Node<'_>, checks: fn(&mut Checker<'_>)) -> Decoded<(T, usize)> {
        let memo = self.node.memo().unwrap_or(&self.memo);
        let before = memo.lost();
        let outcome = decode::<T>(node, memo, checks);
        let lost = memo.lost().saturating_sub(before);
        memo.set_lost(before);
        outcome.map(|value| (value, lost))
    }

    /// The value.
    ///
    /// # Errors
    /// When no branch fits, or, of a strict `oneOf`, more than one.
    pub fn end(self) -> Decoded<U> {
        let rule = if self.exclusive { Rule::OneOf } else { Rule::AnyOf };
        if let (Some(first), Some(second)) = (&self.found, self.second) {
            return Err(several_fit(first.name, second));
        }
        let text = self.string.or(self.guessed).map(Fit::of_text);
        match self.found.or(text).or(self.lenient) {
            Some(fit) => {
                if let Some(memo) = self.node.memo() {
                    memo.set_lost(memo.lost() + fit.lost);
                    if let Some(choice) = Choice::new::<U>(self.node, self.exclusive) {
                        memo.choose(choice, fit.index);
                    }
                }
                Ok(fit.value)
            }
            None => Err(none_fits(rule, &self.failures)),
        }
    }

    /// Whether no other branch can change the outcome.
    fn is_decided(&self) -> bool {
        let whole = self.found.as_ref().is_some_and(|fit| fit.lost == 0);
        self.second.is_some() || (whole && !self.is_strict_one_of())
    }

    /// Tries a branch on a text: as what it may be, as a string, and as whatever a text may stand for.
    fn try_text(&mut self, name: &'static str, decode: &dyn Fn(Node<'_>, &Memo) -> Decoded<U>) {
        if let Some(Ok(value)) = self.guess.as_ref().map(|guess| decode(Node::new(guess).strict(), &self.memo)) {
            self.found = Some(Fit::of_text(value));
            return;
        }
        if self.string.is_none() {
            self.string = decode(Node::new(self.node.json()).strict(), &self.memo).ok();
        }
        if self.string.is_none() && self.guessed.is_none() && !self.node.is_strict() {
            self.guessed = self.guess.as_ref().and_then(|guess| decode(Node::new(guess), &self.memo).ok());
        }
        if self.string.is_none() && self.lenient.is_none() {
            match decode(self.node, &self.memo) {
                Ok(value) => self.lenient = Some(Fit::of_text(value)),
                Err(violations) => self.failures.push((name, violations)),
            }
        }
    }

    fn is_strict_one_of(&self) -> bool {
        self.exclusive && self.node.is_strict() && !self.node.is_text()
    }

    fn fits(&mut self, fit: Fit<U>) {
        if self.found.is_some() && self.is_strict_one_of() {
            self.second = Some(fit.name);
        } else {
            keep_more(&mut self.found, Some(fit));
        }
    }
}

/// The number or the boolean whose text this is.
fn guess(text: &str) -> Option<Json<'static>> {
    match text {
        "true" => Some(Json::Bool(true)),
        "false" => Some(Json::Bool(false)),
        _ => Number::from_text(text).filter(|number| number.to_string() == text).map(Json::Number),
    }
}

/// Keeps the one that loses less.
fn keep_more<U>(best: &mut Option<Fit<U>>, other: Option<Fit<U>>) {
    let Some(other) = other else { return };
    if best.as_ref().is_none_or(|best| other.lost < best.lost) {
        *best = Some(other);
    }
}

#[cold]
fn several_fit(first: &str, second: &str) -> Violations {
    Violations::new(Rule::OneOf, format!("fits more than one branch: {first} and {second}"))
}

/// Each branch with the first reason why it does not fit.
#[cold]
pub(super) fn none_fits(rule: Rule, failures: &[(&'static str, Violations)]) -> Violations {
    let reasons: Vec<String> = failures.iter().map(|(name, why)| format!("{name} ({})", reason(why.first()))).collect();
    Violations::new(rule, format!("fits no branch: {}", reasons.join("; ")))
}

/// A violation in one line. That of a union within tells no branches of its own:
/// with them the text would double at every level.
fn reason(violation: &Violation) -> String {
    match violation.rule {
        Rule::OneOf | Rule::AnyOf => {
            let message = violation.message.split(':').next().unwrap_or_default().to_owned();
            Violation { message, ..violation.clone() }.to_string()
        }
        _ => violation.to_string(),
    }
}
