//! Chance, from a seed: the same seed always makes the same.

use proptest::prelude::RngExt as _;
use proptest::test_runner::{RngAlgorithm, TestRng};
use serde_json::Value;

/// Chance, from a seed.
pub(crate) struct Chance(TestRng);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self::of(seed, 0)
    }

    /// One of many of the same seed, each by its number alone.
    pub(crate) fn of(seed: u64, number: u64) -> Self {
        let mut bytes = [0; 32];
        let all = seed.to_le_bytes().into_iter().chain(number.to_le_bytes());
        bytes.iter_mut().zip(all).for_each(|(to, from)| *to = from);
        Self(TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
    }

    /// Whether something of that likelihood, in hundredths, happens.
    pub(crate) fn percent(&mut self, likely: u32) -> bool {
        self.0.random_ratio(likely, 100)
    }

    pub(crate) fn within(&mut self, least: usize, most: usize) -> usize {
        self.0.random_range(least..=most.max(least))
    }

    /// One of them; null where there is none.
    pub(crate) fn one_of<'v>(&mut self, values: &'v [Value]) -> &'v Value {
        let index = self.within(0, values.len().saturating_sub(1));
        values.get(index).unwrap_or(&Value::Null)
    }

    /// One of them; the default where there is none.
    pub(crate) fn pick<T: Clone + Default>(&mut self, values: &[T]) -> T {
        let index = self.within(0, values.len().saturating_sub(1));
        values.get(index).cloned().unwrap_or_default()
    }

    /// Some of them, each once, in their order.
    pub(crate) fn some_of<T: Clone>(&mut self, values: &[T], least: usize, most: usize) -> Vec<T> {
        let mut left = self.within(least, most).min(values.len());
        let mut found = Vec::new();
        for (index, value) in values.iter().enumerate() {
            if self.0.random_ratio(u32::try_from(left).unwrap_or(0), u32::try_from(values.len() - index).unwrap_or(1)) {
                found.push(value.clone());
                left -= 1;
            }
        }
        found
    }
}
