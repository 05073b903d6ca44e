//! JSON Pointers (RFC 6901), step by step.

use std::borrow::Cow;

use super::Value;
use crate::split;

/// The segments of a pointer from the root down, as they are written.
pub(crate) fn raw_segments(pointer: &str) -> impl Iterator<Item = &str> {
    pointer.strip_prefix('/').into_iter().flat_map(|rest| split::short(rest, b'/'))
}

/// What a node holds under a segment as it is written (RFC 6901 section 4). Without a copy of each segment: nothing
/// is done as often as this.
pub(crate) fn step<'v>(node: &'v Value, segment: &str) -> Option<&'v Value> {
    match node {
        Value::Object(members) => members.get(&unescape(segment)),
        Value::Array(items) => items.get(index(segment)?),
        _ => None,
    }
}

/// Whether a text is a pointer (RFC 6901 section 3).
pub(super) fn is_pointer(text: &str) -> bool {
    text.is_empty() || text.starts_with('/')
}

/// The index that a segment is (RFC 6901 section 4): digits, without a zero before others.
pub(super) fn index(segment: &str) -> Option<usize> {
    let is_index = segment == "0" || segment.starts_with(|c| matches!(c, '1'..='9'));
    segment.parse().ok().filter(|_| is_index)
}

/// Undoes the escapes of one segment (RFC 6901 section 4).
pub(crate) fn unescape(segment: &str) -> Cow<'_, str> {
    let next = |text: &str| text.bytes().position(|byte| byte == b'~');
    let Some(mut at) = next(segment) else { return Cow::Borrowed(segment) };
    let (mut text, mut rest) = (String::with_capacity(segment.len()), segment);
    loop {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let (sign, width) = match from.as_bytes().get(1) {
            Some(b'1') => ('/', 2),
            Some(b'0') => ('~', 2),
            _ => ('~', 1),
        };
        text.push(sign);
        rest = from.get(width..).unwrap_or_default();
        let Some(found) = next(rest) else { break };
        at = found;
    }
    text.push_str(rest);
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_in_order() {
        for (segment, name) in
            [("", ""), ("a", "a"), ("~1a~1~0", "/a/~"), ("~01", "~1"), ("~~1", "~/"), ("~2~", "~2~"), ("é~0é", "é~é")]
        {
            assert_eq!(unescape(segment), name);
            assert_eq!(unescape(segment), segment.replace("~1", "/").replace("~0", "~"));
        }
    }
}
