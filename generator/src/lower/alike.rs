//! What is alike, together.

use std::hash::Hash;

use foldhash::HashMap;

/// The items, those together that are the `same`. Only those of one outline are compared.
pub(super) fn together<T, K: Eq + Hash>(
    items: impl Iterator<Item = T>,
    outline: impl Fn(&T) -> K,
    same: impl Fn(&T, &T) -> bool,
) -> Vec<Vec<T>> {
    let mut sets: Vec<Vec<T>> = Vec::new();
    let mut near: HashMap<K, Vec<usize>> = HashMap::default();
    for item in items {
        let known = near.entry(outline(&item)).or_default();
        let has = |set: &[T]| set.first().is_some_and(|first| same(first, &item));
        let found = known.iter().copied().find(|at| sets.get(*at).is_some_and(|set| has(set)));
        if let Some(set) = found.and_then(|at| sets.get_mut(at)) {
            set.push(item);
        } else {
            known.push(sets.len());
            sets.push(vec![item]);
        }
    }
    sets
}

/// `A`, `A and B`, `A, B and C`, `A, B and 17 other operations`
pub(super) fn list(users: &[String]) -> String {
    match users {
        [first, second] => format!("{first} and {second}"),
        [first, second, third] => format!("{first}, {second} and {third}"),
        [first, second, others @ ..] => format!("{first}, {second} and {} other operations", others.len()),
        _ => users.concat(),
    }
}
