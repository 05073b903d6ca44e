//! Collecting the faults of the parts of a value.

use super::{Decoded, Violations};

/// A fault that was stored in a [`Faults`] or an [`ObjectReader`](super::ObjectReader):
/// the `end` of that one gives it back, with all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded(pub(crate) ());

/// Lets `?` take the value out of a part after `end` has shown that no part failed.
impl From<Recorded> for Violations {
    #[cold]
    fn from(_: Recorded) -> Self {
        Self::lost()
    }
}

/// Collects the faults of several parts, so that all are reported together.
///
/// ```
/// use twinspec_runtime::{Decoded, Faults, Rule, Violations};
///
/// fn both(a: Decoded<u8>, b: Decoded<u8>) -> Decoded<(u8, u8)> {
///     let mut faults = Faults::new();
///     let a = faults.keep("a", a);
///     let b = faults.keep("b", b);
///     faults.end()?;
///     Ok((a?, b?))
/// }
///
/// let fault = || Err(Violations::new(Rule::Type, "must be an integer"));
/// assert_eq!(both(Ok(1), Ok(2)), Ok((1, 2)));
/// let faults = both(fault(), fault()).unwrap_err();
/// assert_eq!(faults.to_string(), "/a must be an integer\n/b must be an integer");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Faults(Option<Violations>);

impl Faults {
    /// No fault yet.
    pub const fn new() -> Self {
        Self(None)
    }

    /// Keeps the faults of the member `name`, and gives its value back when it has none.
    ///
    /// # Errors
    /// When the member has faults; they are kept.
    pub fn keep<T>(&mut self, name: &str, part: Decoded<T>) -> Result<T, Recorded> {
        match part {
            Ok(value) => Ok(value),
            Err(violations) => Err(self.add(violations.prefixed(name))),
        }
    }

    /// Keeps the faults of the item `index`, and gives its value back when it has none.
    ///
    /// # Errors
    /// When the item has faults; they are kept.
    pub fn keep_item<T>(&mut self, index: usize, part: Decoded<T>) -> Result<T, Recorded> {
        match part {
            Ok(value) => Ok(value),
            Err(violations) => Err(self.add(violations.prefixed_index(index))),
        }
    }

    /// Adds faults as they are.
    #[cold]
    pub fn add(&mut self, violations: Violations) -> Recorded {
        match &mut self.0 {
            Some(present) => present.append(violations),
            none => *none = Some(violations),
        }
        Recorded(())
    }

    /// Whether nothing was wrong until now.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Whether [`Violations::LIMIT`] is reached, so that looking further finds nothing that would be kept.
    /// The violations are then marked as not complete.
    pub fn is_full(&mut self) -> bool {
        let Some(violations) = self.0.as_mut().filter(|violations| violations.is_full()) else {
            return false;
        };
        violations.truncate();
        true
    }

    /// All that was wrong.
    ///
    /// # Errors
    /// When anything was.
    pub fn end(self) -> Decoded<()> {
        self.0.map_or(Ok(()), Err)
    }
}
