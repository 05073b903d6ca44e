//! Texts of short parts.

/// What stands between single bytes of ASCII. Where parts are short, to look at each byte is faster than a search made for
/// long texts.
pub(crate) fn short(text: &str, by: u8) -> impl Iterator<Item = &str> {
    debug_assert!(by.is_ascii());
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let from = rest?;
        let end = from.bytes().position(|byte| byte == by);
        let (part, after) = end.and_then(|end| from.split_at_checked(end)).unwrap_or((from, ""));
        rest = end.and_then(|_| after.get(1..));
        Some(part)
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn parts_are_those_of_the_standard_library() {
        for text in ["", " ", "a", "a b", " a  é ", "é é"] {
            assert_eq!(super::short(text, b' ').collect::<Vec<_>>(), text.split(' ').collect::<Vec<_>>());
        }
    }
}
