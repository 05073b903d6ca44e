//! Unions whose branches are tried.

use super::memo::{Memo, decode, no_checks};
use super::{Checker, Decode, Decoded, Json, Node, Number, Rule, Violation, Violations};

/// Tries the branches of a union in their order.
///
/// The first branch that fits strictly is the value; in lenient mode, when none does, the first that fits at all.
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
    found: Option<U>,
    second: Option<&'static str>,
    lenient: Option<U>,
    failures: Vec<(&'static str, Violations)>,
    memo: Memo,
    /// Of a text: the number or the boolean that it may be.
    guess: Option<Json<'static>>,
    /// Of a text: the first branch that takes it for a string.
    string: Option<U>,
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
            guess: node.is_text().then(|| node.json().as_str().and_then(guess)).flatten(),
            string: None,
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
        match decode::<T>(self.node.strict(), &self.memo, checks) {
            Ok(value) => self.fits(name, wrap(value)),
            Err(violations) => {
                if !self.node.is_strict() && self.found.is_none() && self.lenient.is_none() {
                    self.lenient = decode::<T>(self.node, &self.memo, checks).ok().map(wrap);
                }
                self.failures.push((name, violations));
            }
        }
        self
    }

    /// The value.
    ///
    /// # Errors
    /// When no branch fits, or, of a strict `oneOf`, more than one.
    pub fn end(self) -> Decoded<U> {
        let rule = if self.exclusive { Rule::OneOf } else { Rule::AnyOf };
        if let Some(second) = self.second {
            return Err(Violations::new(rule, format!("fits more than one branch, {second} among them")));
        }
        match self.found.or(self.string).or(self.lenient) {
            Some(value) => Ok(value),
            None => Err(none_fits(rule, &self.failures)),
        }
    }

    /// Whether no other branch can change the outcome.
    fn is_decided(&self) -> bool {
        let one = self.exclusive && self.node.is_strict() && !self.node.is_text();
        self.second.is_some() || (self.found.is_some() && !one)
    }

    /// Tries a branch on a text: as what it may be, as a string, and as whatever a text may stand for.
    fn try_text(&mut self, name: &'static str, decode: &dyn Fn(Node<'_>, &Memo) -> Decoded<U>) {
        if let Some(Ok(value)) = self.guess.as_ref().map(|guess| decode(Node::new(guess).strict(), &self.memo)) {
            self.found = Some(value);
            return;
        }
        if self.string.is_none() {
            self.string = decode(Node::new(self.node.json()).strict(), &self.memo).ok();
        }
        if self.string.is_none() && self.lenient.is_none() {
            match decode(self.node, &self.memo) {
                Ok(value) => self.lenient = Some(value),
                Err(violations) => self.failures.push((name, violations)),
            }
        }
    }

    fn fits(&mut self, name: &'static str, value: U) {
        if self.found.is_some() {
            self.second = Some(name);
        } else {
            self.found = Some(value);
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

/// Each branch with the first reason why it does not fit.
#[cold]
fn none_fits(rule: Rule, failures: &[(&'static str, Violations)]) -> Violations {
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
