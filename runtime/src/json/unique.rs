//! `uniqueItems` in less than quadratic time.

use std::hash::{BuildHasher, Hash, Hasher, RandomState};

use super::Json;

/// Whether no two items are equal.
///
/// Items are grouped by a digest with a random key, so that a hostile array cannot make this slow.
pub(crate) fn is_unique(items: &[Json<'_>]) -> bool {
    let keys = RandomState::new();
    let mut digests: Vec<(u64, &Json<'_>)> = items.iter().map(|item| (digest(item, &keys), item)).collect();
    digests.sort_unstable_by_key(|(digest, _)| *digest);
    digests.chunk_by(|left, right| left.0 == right.0).all(|alike| match alike {
        [] | [_] => true,
        // The digests are of 64 bits: two that are alike are almost certainly equal.
        [(_, first), others @ ..] => others.iter().all(|(_, other)| first != other),
    })
}

/// A digest that equal values share: the order of members and the spelling of numbers do not count.
fn digest(json: &Json<'_>, keys: &RandomState) -> u64 {
    let mut hasher = keys.build_hasher();
    std::mem::discriminant(json).hash(&mut hasher);
    match json {
        Json::Null => {}
        Json::Bool(value) => value.hash(&mut hasher),
        Json::Number(number) => match number.whole() {
            Some(whole) => whole.hash(&mut hasher),
            None => number.as_f64().to_bits().hash(&mut hasher),
        },
        Json::String(text) => text.hash(&mut hasher),
        Json::Array(items) => {
            for item in items {
                hasher.write_u64(digest(item, keys));
            }
        }
        Json::Object(members) if members.has_repeated() => {
            return digest(&Json::Object(members.clone().without_repeated()), keys);
        }
        Json::Object(members) => {
            let sum = members
                .iter()
                .fold(0_u64, |sum, (name, value)| sum.wrapping_add(keys.hash_one((name, digest(value, keys)))));
            hasher.write_u64(sum);
        }
    }
    hasher.finish()
}
