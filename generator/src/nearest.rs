//! The name that somebody meant.

/// The first of `names` that is much like `wanted`.
pub(crate) fn nearest<'n>(wanted: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let alike = |name: &str| name.eq_ignore_ascii_case(wanted) || similarity(name, wanted) > 0.7;
    names.into_iter().find(|name| alike(name))
}

/// How alike two names are, from 0 to 1: the share of characters in common at the same distance from either end.
fn similarity(one: &str, other: &str) -> f64 {
    let longest = one.chars().count().max(other.chars().count());
    let prefix = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let suffix = one.chars().rev().zip(other.chars().rev()).take_while(|(a, b)| a == b).count();
    #[expect(clippy::cast_precision_loss, reason = "names are short")]
    let share = (prefix + suffix).min(longest) as f64 / longest.max(1) as f64;
    share
}
