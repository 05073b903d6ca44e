//! What has been found out about the parts of a document by trying, so that nothing is tried twice.
//!
//! Where the branches of a union hold the same union again, each level of a document would otherwise be tried
//! once for each branch of the level above: a few hundred bytes that nest forty deep would take for ever.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::{Checker, Decode, Decoded, Json, Node, Violations};
use crate::File;

/// What is known: for each attempt that was made, why it failed, or that it did not.
///
/// Only the nodes of one borrowed document hold it, so the address of a value stands for the value.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    known: Mutex<HashMap<Attempt, Decoded<()>>>,
    /// Which branch of a union a value is, of those that fit.
    choices: Mutex<HashMap<Choice, usize>>,
    /// How many members were passed over: a type without a place for them loses them.
    lost: AtomicUsize,
    /// The files of a multipart body, by the addresses of the values that stand for them.
    files: HashMap<usize, File>,
}

/// Taking a value for one of the branches of a union.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Choice {
    value: usize,
    union: &'static str,
    exclusive: bool,
    strict: bool,
    text: bool,
}

impl Choice {
    /// `None` for a value without parts, as with an attempt.
    pub(super) fn new<U>(node: Node<'_>, exclusive: bool) -> Option<Self> {
        matches!(node.json(), Json::Array(_) | Json::Object(_)).then(|| Self {
            value: std::ptr::from_ref(node.json()).addr(),
            union: std::any::type_name::<U>(),
            exclusive,
            strict: node.is_strict(),
            text: node.is_text(),
        })
    }
}

/// Taking a value for a type. The functions stand for the type and its checks:
/// when the compiler makes one function of two, that is because they do the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Attempt {
    value: usize,
    decode: usize,
    checks: usize,
    strict: bool,
    text: bool,
}

impl Attempt {
    /// `None` for a value without parts, which is quicker to try than to remember.
    fn new<T: Decode>(node: Node<'_>, checks: fn(&mut Checker<'_>)) -> Option<Self> {
        matches!(node.json(), Json::Array(_) | Json::Object(_)).then(|| Self {
            value: std::ptr::from_ref(node.json()).addr(),
            decode: T::decode as fn(Node<'_>) -> Decoded<T> as usize,
            checks: checks as usize,
            strict: node.is_strict(),
            text: node.is_text(),
        })
    }
}

impl Memo {
    /// Of a document whose values at these addresses stand for files.
    #[cfg(feature = "server")]
    pub(crate) fn with_files(files: Vec<(usize, File)>) -> Self {
        Self { files: files.into_iter().collect(), ..Self::default() }
    }

    /// The file that this value stands for.
    pub(super) fn file(&self, json: &Json<'_>) -> Option<&File> {
        self.files.get(&std::ptr::from_ref(json).addr())
    }

    fn get(&self, attempt: Attempt) -> Option<Decoded<()>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&attempt).cloned()
    }

    /// The branch that a value was found to be.
    pub(super) fn chosen(&self, choice: Choice) -> Option<usize> {
        let known = self.choices.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&choice).copied()
    }

    /// Remembers the branch that a value was found to be, so that no other is tried again.
    pub(super) fn choose(&self, choice: Choice, branch: usize) {
        let mut known = self.choices.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(choice, branch);
    }

    /// How many members were passed over until now.
    pub(super) fn lost(&self) -> usize {
        self.lost.load(Ordering::Relaxed)
    }

    /// Counts anew, when an attempt is given up or others are made.
    pub(super) fn set_lost(&self, lost: usize) {
        self.lost.store(lost, Ordering::Relaxed);
    }

    fn keep(&self, attempt: Attempt, outcome: Decoded<()>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(attempt, outcome);
    }
}

/// Checks and decodes, unless that is known to fail.
pub(super) fn decode<T: Decode>(node: Node<'_>, own: &Memo, checks: fn(&mut Checker<'_>)) -> Decoded<T> {
    let memo = node.memo().unwrap_or(own);
    let node = node.remembering(memo);
    let Some(attempt) = Attempt::new::<T>(node, checks) else {
        return node.check(checks).and_then(|()| T::decode(node));
    };
    if let Some(Err(violations)) = memo.get(attempt) {
        return Err(violations);
    }
    let outcome = node.check(checks).and_then(|()| T::decode(node));
    memo.keep(attempt, outcome.as_ref().map(drop).map_err(Violations::clone));
    outcome
}

/// The checks of a branch that has none beside its type.
pub(super) fn no_checks(_: &mut Checker<'_>) {}

/// Whether strict decoding takes a value for a `T`, found out once.
pub(super) fn validate<T: Decode>(node: Node<'_>) -> Decoded<()> {
    let (own, node) = (Memo::default(), node.strict());
    let memo = node.memo().unwrap_or(&own);
    let lost = memo.lost();
    let outcome = match Attempt::new::<T>(node, no_checks).and_then(|attempt| memo.get(attempt)) {
        Some(known) => known,
        None => decode::<T>(node, memo, no_checks).map(drop),
    };
    // A check keeps nothing, so it loses nothing.
    memo.set_lost(lost);
    outcome
}
