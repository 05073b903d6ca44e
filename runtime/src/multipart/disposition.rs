//! The names of a part: `Content-Disposition` (RFC 7578 section 4.2).

#[cfg(feature = "client")]
use crate::{Decoded, Rule, Violations};

/// What browsers write for the characters that would end a name (RFC 7578 section 2).
const ESCAPES: [(char, &str); 3] = [('"', "%22"), ('\r', "%0D"), ('\n', "%0A")];

/// A name between quotation marks: nothing in it ends it.
#[cfg(feature = "client")]
pub(super) fn quoted(name: &str) -> Decoded<String> {
    if ESCAPES.iter().any(|(_, escape)| name.contains(escape)) {
        let why = "has a name that cannot be sent, for `%22`, `%0D` and `%0A` in one stand for other characters";
        return Err(Violations::new(Rule::Format, why));
    }
    if name.contains(|character: char| character.is_ascii_control() && !matches!(character, '\r' | '\n' | '\t')) {
        return Err(Violations::new(Rule::Format, "has a name that cannot be sent, having control characters"));
    }
    Ok(ESCAPES.iter().fold(name.to_owned(), |name, (character, escape)| name.replace(*character, escape)))
}

/// A parameter of the field, such as `name` or `filename`; `None` when it does not have it.
#[cfg(feature = "server")]
pub(super) fn parameter(headers: &http::HeaderMap, wanted: &str) -> Option<String> {
    let field = headers.get(http::header::CONTENT_DISPOSITION)?;
    let (_, mut rest) = std::str::from_utf8(field.as_bytes()).ok()?.split_once(';')?;
    loop {
        let (name, after) = rest.split_once('=')?;
        let (value, end) = match after.trim_start().strip_prefix('"') {
            Some(text) => until_quote(text),
            None => after.split_once(';').map_or((after.trim(), ""), |(value, end)| (value.trim(), end)),
        };
        if name.trim().eq_ignore_ascii_case(wanted) {
            let value = value.replace("\\\"", "\"");
            return Some(
                ESCAPES.iter().fold(value, |value, (character, escape)| {
                    value.replace(escape, character.encode_utf8(&mut [0; 4]))
                }),
            );
        }
        rest = end.trim_start().trim_start_matches(';');
    }
}

/// The text up to the quotation mark that ends it, and what follows. Browsers do not escape a backslash: one before the
/// mark is a part of the text when nothing but another parameter comes after.
#[cfg(feature = "server")]
fn until_quote(text: &str) -> (&str, &str) {
    for (at, _) in text.match_indices('"') {
        let (value, after) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        let next = after.trim_start();
        if !value.ends_with('\\') || next.is_empty() || next.starts_with(';') {
            return (value, after);
        }
    }
    (text, "")
}

#[cfg(all(test, feature = "client", feature = "server"))]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use http::header::{CONTENT_DISPOSITION, HeaderMap, HeaderValue};

    use super::*;

    fn read(field: &str, wanted: &str) -> Option<String> {
        let field = HeaderValue::from_bytes(field.as_bytes()).unwrap();
        parameter(&HeaderMap::from_iter([(CONTENT_DISPOSITION, field)]), wanted)
    }

    #[test]
    fn a_name_comes_as_it_went_or_does_not_go() {
        for name in
            ["", "a", "\\", "a\\b", "C:\\", "\\\\", "a\"b\r\nc", "; name=x", "é, 日", "a filename=b", "%", "%41"]
        {
            let field = format!("form-data; name=\"{}\"; filename=\"{}\"", quoted("b").unwrap(), quoted(name).unwrap());
            assert_eq!(read(&field, "filename").as_deref(), Some(name), "{field}");
            assert_eq!(read(&field, "name").as_deref(), Some("b"));
            let field = format!("form-data; name=\"{}\"", quoted(name).unwrap());
            assert_eq!((read(&field, "name").as_deref(), read(&field, "filename")), (Some(name), None), "{field}");
        }
        for name in ["%22", "a%0Db", "\0", "\u{7f}"] {
            assert!(quoted(name).unwrap_err().to_string().contains("cannot be sent"));
        }
    }

    #[test]
    fn other_ways_to_write_a_name_are_read() {
        assert_eq!(read("form-data; name=a", "name").as_deref(), Some("a"));
        assert_eq!(read("form-data; Name = a ; filename = b", "filename").as_deref(), Some("b"));
        assert_eq!(read(r#"form-data; name="a \"b\" c""#, "name").as_deref(), Some("a \"b\" c"));
        assert_eq!(read("form-data", "name"), None);
    }
}
