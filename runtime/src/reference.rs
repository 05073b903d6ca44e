//! URI references (RFC 3986 section 4.1).

use http::Uri;

/// The URI that a reference means in a document of this URI (RFC 3986 section 5.2); its fragment is left out.
pub(crate) fn resolve(reference: &str, base: &Uri) -> Option<Uri> {
    let reference = reference.split('#').next()?.trim();
    let scheme = base.scheme_str()?;
    let origin = || Some(format!("{scheme}://{}", base.authority()?));
    let whole = if has_scheme(reference) {
        reference.to_owned()
    } else if reference.starts_with("//") {
        format!("{scheme}:{reference}")
    } else {
        let (path, query) = reference.find('?').map_or((reference, ""), |at| reference.split_at(at));
        let path = match path {
            "" => base.path().to_owned(),
            _ if path.starts_with('/') => without_dots(path),
            _ => {
                let folder = base.path().rfind('/').and_then(|slash| base.path().get(..slash)).unwrap_or_default();
                without_dots(&format!("{folder}/{path}"))
            }
        };
        format!("{}{path}{query}", origin()?)
    };
    let uri: Uri = whole.parse().ok()?;
    (uri.scheme().is_some() && uri.authority().is_some()).then_some(uri)
}

/// Whether a reference states its scheme (RFC 3986 section 3.1).
fn has_scheme(reference: &str) -> bool {
    let Some((scheme, _)) = reference.split_once(':') else { return false };
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(inner)
}

/// A path without the segments `.` and `..` (RFC 3986 section 5.2.4).
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    for (at, segment) in segments.iter().enumerate() {
        let is_last = at + 1 == segments.len();
        match *segment {
            "." if is_last => kept.push(""),
            "." => {}
            ".." => {
                kept.pop();
                if is_last {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    format!("/{}", kept.join("/"))
}

/// Whether two URIs have the same scheme, host and port (RFC 6454 section 4).
pub(crate) fn same_origin(one: &Uri, other: &Uri) -> bool {
    let port = |uri: &Uri| {
        let usual = if uri.scheme_str() == Some("https") { 443 } else { 80 };
        uri.port_u16().unwrap_or(usual)
    };
    let host = |uri: &Uri| uri.host().map(str::to_ascii_lowercase);
    one.scheme() == other.scheme() && host(one) == host(other) && port(one) == port(other)
}

#[cfg(test)]
mod tests {
    use super::{resolve, same_origin};

    #[test]
    fn references_are_resolved_as_the_standard_has_it() {
        let base = "http://a/b/c/d;p?q".parse().unwrap();
        // RFC 3986 section 5.4.
        for (reference, expected) in [
            ("http://g/h", "http://g/h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g/"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("g?y/../x", "http://a/b/c/g?y/../x"),
            ("g#s", "http://a/b/c/g"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../../../g", "http://a/g"),
            ("g?to=http://h/", "http://a/b/c/g?to=http://h/"),
        ] {
            assert_eq!(resolve(reference, &base).unwrap().to_string(), expected, "{reference}");
        }
        for none in ["a b", "mailto:a@b", "http://"] {
            assert_eq!(resolve(none, &base), None, "{none}");
        }
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        let same = |one: &str, other: &str| same_origin(&one.parse().unwrap(), &other.parse().unwrap());
        assert!(same("https://API.example.com/a", "https://api.example.com:443/b?c"));
        assert!(!same("https://api.example.com", "http://api.example.com"));
        assert!(!same("https://api.example.com", "https://api.example.com.evil.org"));
        assert!(!same("https://api.example.com", "https://api.example.com:444"));
    }
}
