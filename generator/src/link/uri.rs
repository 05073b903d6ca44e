//! URIs of documents and schemas (RFC 3986).

use std::path::{Path, PathBuf};

use fluent_uri::{Uri, UriRef};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// What people write in references although RFC 3986 does not allow it.
const STRAY: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What a name of a file may hold and a URI may not.
const IN_PATHS: &AsciiSet = &STRAY.add(b'%').add(b'?').add(b'#');

/// The two parts of a reference: the document's URI as it is written, and the fragment with its escapes undone.
pub(super) fn split(reference: &str) -> (&str, String) {
    let (document, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    (document, percent_decode_str(fragment).decode_utf8_lossy().into_owned())
}

/// The URI that a reference without a fragment means below a base URI; `None` for what is no URI.
pub(super) fn join(base: &str, reference: &str) -> Option<String> {
    let reference = utf8_percent_encode(reference, STRAY).to_string();
    let reference = UriRef::parse(reference.as_str()).ok()?;
    let resolved = reference.resolve_against(&Uri::parse(base).ok()?).ok()?;
    Some(resolved.as_str().to_owned())
}

/// Whether a reference states its scheme.
pub(super) fn is_absolute(reference: &str) -> bool {
    UriRef::parse(utf8_percent_encode(reference, STRAY).to_string()).is_ok_and(|reference| reference.has_scheme())
}

/// The URI of a file whose path is absolute.
pub(super) fn of_path(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let slash = if text.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{}", utf8_percent_encode(&text, IN_PATHS))
}

/// A path as people write it: what Windows finds for a file begins with `\\?\`, and is no beginning of other paths.
pub(super) fn usual(path: PathBuf) -> PathBuf {
    let Some(rest) = path.to_str().and_then(|text| text.strip_prefix(r"\\?\")) else { return path };
    match rest.strip_prefix(r"UNC\") {
        Some(share) => PathBuf::from(format!(r"\\{share}")),
        None if rest.get(1..2) == Some(":") => PathBuf::from(rest),
        None => path,
    }
}

/// The path of a URI that names a file.
pub(super) fn path(uri: &str) -> Option<PathBuf> {
    let path = uri.strip_prefix("file://")?;
    let path = percent_decode_str(path).decode_utf8().ok()?;
    // Windows: `/C:/specs`.
    let drive = path.strip_prefix('/').filter(|rest| rest.get(1..2) == Some(":"));
    Some(PathBuf::from(drive.unwrap_or(&path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_as_rfc_3986_says() {
        let base = "file:///api/specs/pets.yaml";
        for (reference, expected) in [
            ("dogs.yaml", "file:///api/specs/dogs.yaml"),
            ("./a/../dogs.yaml", "file:///api/specs/dogs.yaml"),
            ("../../../../etc/passwd", "file:///etc/passwd"),
            ("a b.yaml", "file:///api/specs/a%20b.yaml"),
            ("a%20b.yaml", "file:///api/specs/a%20b.yaml"),
            ("猫.yaml", "file:///api/specs/%E7%8C%AB.yaml"),
            ("http://example.com/x", "http://example.com/x"),
            ("//host/x", "file://host/x"),
        ] {
            assert_eq!(join(base, reference).as_deref(), Some(expected), "{reference}");
        }
        assert_eq!(join(base, "100%.yaml"), None);
        assert_eq!(join("urn:example:a", "b"), None);
    }

    #[test]
    fn windows_has_three_ways_to_write_a_path() {
        for (found, written, uri) in [
            (r"\\?\C:\api\a b.yaml", r"C:\api\a b.yaml", "file:///C:/api/a%20b.yaml"),
            (r"\\?\UNC\server\share\a.yaml", r"\\server\share\a.yaml", "file:////server/share/a.yaml"),
            (r"C:\api\a.yaml", r"C:\api\a.yaml", "file:///C:/api/a.yaml"),
            ("/api/a.yaml", "/api/a.yaml", "file:///api/a.yaml"),
        ] {
            let path = usual(PathBuf::from(found));
            assert_eq!(path, Path::new(written));
            assert_eq!(of_path(&path), uri);
        }
        assert_eq!(usual(PathBuf::from(r"\\?\Volume{1}\a")), Path::new(r"\\?\Volume{1}\a"));
        for base in ["file:///C:/api/a.yaml", "file:////server/share/a.yaml"] {
            assert_eq!(join(base, "x/../b.yaml"), Some(base.replace("a.yaml", "b.yaml")));
        }
    }

    #[test]
    fn a_path_survives_being_a_uri() {
        for text in ["/api/a b/100%.yaml", "/api/a#b?.yaml", "/api/猫.yaml", "C:/api/a b.yaml", "//server/share/a.yaml"]
        {
            assert_eq!(path(&of_path(Path::new(text))), Some(PathBuf::from(text)));
        }
        assert_eq!(path("https://example.com/x"), None);
        assert_eq!(split("a.yaml#/x%20y"), ("a.yaml", "/x y".to_owned()));
    }
}
