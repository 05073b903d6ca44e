//! Where an API is.

use std::fmt;

use http::Uri;

/// The address that all paths of an API start with: `https://api.example.com/v2`.
///
/// It is checked when a client is built, so that a chain of setters needs no `?`.
///
/// ```
/// use twinspec_runtime::BaseUrl;
///
/// let url = BaseUrl::new("https://{domain}/v2/").variable("domain", "acme.example.com");
/// assert_eq!(url.check()?, "https://acme.example.com/v2");
///
/// let hostile = BaseUrl::new("https://{domain}").variable("domain", "example.com/evil?x=");
/// assert!(hostile.check().is_err());
/// # Ok::<(), twinspec_runtime::InvalidBaseUrl>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BaseUrl {
    url: String,
    fault: Option<InvalidBaseUrl>,
}

/// Shows neither a user's name and password nor a query. [`BaseUrl::check`] refuses them, but only then.
impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BaseUrl").field(&self.harmless()).finish()
    }
}

/// Why a [`BaseUrl`] is none.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct InvalidBaseUrl(String);

impl fmt::Display for InvalidBaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the base URL {}", self.0)
    }
}

impl std::error::Error for InvalidBaseUrl {}

impl BaseUrl {
    /// An absolute URL, or a template of one with variables in braces.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), fault: None }
    }

    /// Puts a value in the place of `{name}`.
    ///
    /// A value cannot change more than its own place: in the host none of `/ ? # @ \ %` and no space is allowed;
    /// in the path `/` is, but neither `.` nor `..` as a segment. What breaks this comes out of [`BaseUrl::check`].
    #[must_use]
    pub fn variable(mut self, name: &str, value: impl AsRef<str>) -> Self {
        let placeholder = format!("{{{name}}}");
        let value = value.as_ref();
        while let Some(start) = self.url.find(&placeholder) {
            if !Place::at(&self.url, start).allows(value) {
                let fault = format!("cannot have this value of its variable `{name}`");
                self.fault.get_or_insert(InvalidBaseUrl(fault));
                break;
            }
            self.url.replace_range(start..start + placeholder.len(), value);
        }
        self
    }

    /// The URL without a slash at its end.
    ///
    /// # Errors
    ///
    /// When it is not an absolute `http` or `https` URL of a host and a path; when a variable of it is unset or has a
    /// value that does not fit.
    pub fn check(&self) -> Result<&str, InvalidBaseUrl> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        let invalid = |why: &str| Err(InvalidBaseUrl(why.to_owned()));
        if self.url.contains(['{', '}']) {
            return invalid(&format!("has a variable without a value: {:?}", self.harmless()));
        }
        let Ok(uri) = self.url.parse::<Uri>() else {
            return invalid("is not a URL");
        };
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return invalid("must start with `http://` or `https://`");
        }
        let Some(authority) = uri.authority() else {
            return invalid("names no host");
        };
        if authority.as_str().contains('@') {
            return invalid("must not contain a user's name or password");
        }
        if authority.host().is_empty() {
            return invalid("names no host");
        }
        if self.url.contains(['?', '#']) {
            return invalid("must end with its path: it has a query or a fragment");
        }
        if uri.path().split('/').any(is_dot_segment) {
            return invalid("has `.` or `..` as a segment of its path");
        }
        Ok(self.url.trim_end_matches('/'))
    }

    /// The URL as it is when it stands in the document at this place (RFC 3986 section 5.2); an absolute one stays.
    #[cfg(feature = "client")]
    pub(crate) fn within(&self, document: &Self) -> Self {
        let fault = self.fault.clone().or_else(|| document.fault.clone());
        let url = document.url.split(['?', '#']).next().unwrap_or_default();
        let Some((scheme, rest)) = url.split_once("://").filter(|_| self.is_relative()) else { return self.clone() };
        let (authority, folder) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let joined = match self.url.as_str() {
            network if network.starts_with("//") => return Self { url: format!("{scheme}:{network}"), fault },
            absolute if absolute.starts_with('/') => absolute.to_owned(),
            relative => format!("{}/{relative}", folder.rsplit_once('/').map_or("", |(folder, _)| folder)),
        };
        let mut segments: Vec<&str> = Vec::new();
        for segment in joined.split('/').skip(1) {
            match segment {
                "." => {}
                ".." => drop(segments.pop()),
                other => segments.push(other),
            }
        }
        Self { url: format!("{scheme}://{authority}/{}", segments.join("/")), fault }
    }

    /// Whether it is no URL without that of a document.
    #[cfg(feature = "client")]
    pub(crate) fn is_relative(&self) -> bool {
        !self.url.contains("://")
    }

    /// The whole URL of a receiver of webhooks: what stands before its query, and the query.
    #[cfg(feature = "client")]
    pub(crate) fn receiver(&self) -> Result<(String, String), InvalidBaseUrl> {
        let whole = self.url.split('#').next().unwrap_or_default();
        let (base, query) = whole.split_once('?').unwrap_or((whole, ""));
        Self { url: base.to_owned(), fault: self.fault.clone() }.check()?;
        if whole.parse::<Uri>().is_err() {
            return Err(InvalidBaseUrl("is not a URL".to_owned()));
        }
        Ok((base.to_owned(), query.to_owned()))
    }

    /// The URL without what may be a secret in it.
    fn harmless(&self) -> String {
        let (scheme, rest) = self.url.split_at(self.url.find("://").map_or(0, |colon| colon + 3));
        let (user, rest) = rest.rsplit_once('@').map_or(("", rest), |(_, rest)| ("[redacted]@", rest));
        let rest = rest.split(['?', '#']).next().unwrap_or_default();
        format!("{scheme}{user}{rest}")
    }
}

impl From<&str> for BaseUrl {
    fn from(url: &str) -> Self {
        Self::new(url)
    }
}

impl From<String> for BaseUrl {
    fn from(url: String) -> Self {
        Self::new(url)
    }
}

/// Which part of a URL a variable stands in.
enum Place {
    Start,
    Scheme,
    Host,
    Path,
}

impl Place {
    fn at(url: &str, start: usize) -> Self {
        match url.find("://") {
            None if start > 0 => Self::Path,
            None => Self::Start,
            Some(colon) if start < colon => Self::Scheme,
            Some(colon) => match url.get(colon + 3..start) {
                Some(before) if before.contains('/') => Self::Path,
                _ => Self::Host,
            },
        }
    }

    fn allows(&self, value: &str) -> bool {
        let hostile =
            |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '@' | '\\' | '%' | '{' | '}');
        if value.contains(hostile) {
            return false;
        }
        match self {
            Self::Scheme => value.chars().all(|c| c.is_ascii_alphanumeric()),
            Self::Host => !value.is_empty() && !value.contains('/'),
            Self::Start | Self::Path => !value.split('/').any(is_dot_segment),
        }
    }
}

/// Whether a URL parser takes this segment away, and perhaps the one before it (RFC 3986 section 5.2.4;
/// the URL standard counts `%2e` as a dot too).
pub(crate) fn is_dot_segment(segment: &str) -> bool {
    let dots = segment.replace("%2e", ".").replace("%2E", ".");
    matches!(dots.as_str(), "." | "..")
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn a_value_stays_in_its_place() {
        let host = |value: &str| BaseUrl::new("https://{v}/a").variable("v", value).check().map(str::to_owned).ok();
        assert_eq!(host("example.com:8080").as_deref(), Some("https://example.com:8080/a"));
        assert_eq!(host("[::1]").as_deref(), Some("https://[::1]/a"));
        for hostile in ["", "a/b", "a?b", "a#b", "u@h", "u:p@h", "a b", "a\\b", "a%2fb", "a\nb", "{v}"] {
            assert_eq!(host(hostile), None, "{hostile:?}");
        }
        let path = |value: &str| BaseUrl::new("https://h/{v}/a").variable("v", value).check().map(str::to_owned).ok();
        assert_eq!(path("v1/eu").as_deref(), Some("https://h/v1/eu/a"));
        for hostile in ["..", "a/../b", ".", "a?b", "%2e%2e"] {
            assert_eq!(path(hostile), None, "{hostile:?}");
        }
        let whole = |value: &str| BaseUrl::new("{v}").variable("v", value).check().map(str::to_owned).ok();
        assert_eq!(whole("http://h/b/").as_deref(), Some("http://h/b"));
        assert_eq!(whole("ftp://h"), None);
        let scheme = |value: &str| BaseUrl::new("{v}://h").variable("v", value).check().map(str::to_owned).ok();
        assert_eq!(scheme("http").as_deref(), Some("http://h"));
        assert_eq!(scheme("http://evil/?"), None);
    }

    #[cfg(feature = "client")]
    #[test]
    fn a_relative_url_is_relative_to_the_document() {
        let document = BaseUrl::new("https://example.com/specs/v3/openapi.json?a=/b#c");
        for (url, expected) in [
            ("/v1", "https://example.com/v1"),
            ("/", "https://example.com"),
            ("", "https://example.com/specs/v3"),
            ("v1/", "https://example.com/specs/v3/v1"),
            ("./v1", "https://example.com/specs/v3/v1"),
            ("../v1/../v2", "https://example.com/specs/v2"),
            ("../../../v1", "https://example.com/v1"),
            ("//api.example.com/v1", "https://api.example.com/v1"),
            ("http://api.example.com", "http://api.example.com"),
        ] {
            assert_eq!(BaseUrl::new(url).within(&document).check(), Ok(expected), "{url}");
        }
        assert_eq!(BaseUrl::new("v1").within(&BaseUrl::new("http://h")).check(), Ok("http://h/v1"));
        assert!(BaseUrl::new("/v1").within(&BaseUrl::new("/specs")).check().is_err());
        assert!(BaseUrl::new("/v1").within(&BaseUrl::new("https://u:p@h")).check().is_err());
        for value in ["..", "a/../..", "."] {
            assert!(BaseUrl::new("/a/{v}/b").variable("v", value).within(&document).check().is_err(), "{value}");
            assert!(BaseUrl::new("{v}").variable("v", value).within(&document).check().is_err(), "{value}");
        }
    }

    #[test]
    fn only_an_absolute_http_url_is_a_base_url() {
        for good in ["http://localhost", "https://api.example.com/v1/", "http://127.0.0.1:80"] {
            assert!(BaseUrl::from(good).check().is_ok(), "{good}");
        }
        for bad in [
            "",
            "/v1",
            "example.com",
            "ftp://h",
            "https://",
            "https://u:p@h",
            "https://h?a=b",
            "https://h#a",
            "https://h/{x}",
            "https://h/a/../b",
        ] {
            assert!(BaseUrl::from(bad).check().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_password_is_not_shown() {
        for (url, shown) in [
            ("https://h/a", r#"BaseUrl("https://h/a")"#),
            ("https://{v}/a", r#"BaseUrl("https://{v}/a")"#),
            ("https://ada:p4ss@h/a", r#"BaseUrl("https://[redacted]@h/a")"#),
            ("https://ada:p4?s/s#@h", r#"BaseUrl("https://[redacted]@h")"#),
            ("https://h/a?key=p4ss#p4ss", r#"BaseUrl("https://h/a")"#),
            ("ada:p4ss@h", r#"BaseUrl("[redacted]@h")"#),
        ] {
            assert_eq!(format!("{:?}", BaseUrl::new(url)), shown);
        }
        for url in ["https://ada:p4ss@{v}", "https://ada:p4ss@h", "https://h?key=p4ss", "https://h#p4ss"] {
            assert!(!BaseUrl::new(url).check().unwrap_err().to_string().contains("p4ss"), "{url}");
        }
        assert!(!BaseUrl::new("https://{v}").variable("v", "p4ss@h").check().unwrap_err().to_string().contains("p4ss"));
    }
}
