//! The header `Prefer` (RFC 7240).

use http::HeaderMap;

use super::checks::split_list;

/// The value of a preference; the first one counts.
pub(super) fn preference(headers: &HeaderMap, name: &str) -> Option<String> {
    let fields = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    fields.flat_map(|field| split_list(field, ',')).find_map(|preference| {
        let token = split_list(preference, ';').next()?;
        let (known, value) = token.split_once('=').unwrap_or((token, ""));
        known.trim().eq_ignore_ascii_case(name).then(|| unquoted(value.trim()))
    })
}

fn unquoted(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) else {
        return value.to_owned();
    };
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        text.extend(if character == '\\' { characters.next() } else { Some(character) });
    }
    text
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::preference;

    #[test]
    fn the_first_preference_counts() {
        let mut headers = HeaderMap::new();
        headers.append("prefer", HeaderValue::from_static(r#"respond-async, Code=404; a="b,c""#));
        headers.append("prefer", HeaderValue::from_static(r#"wait=10, code=500, example = "a \"b\"""#));
        assert_eq!(preference(&headers, "code").as_deref(), Some("404"));
        assert_eq!(preference(&headers, "example").as_deref(), Some(r#"a "b""#));
        assert_eq!(preference(&headers, "respond-async").as_deref(), Some(""));
        assert_eq!(preference(&headers, "b"), None);
    }
}
