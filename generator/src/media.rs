//! Content types (RFC 9110 section 8.3.1).

/// Whether a content type is JSON.
pub(crate) fn is_json(content_type: &str) -> bool {
    let essence = essence(content_type);
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

/// Whether a content type stands for several: `image/*`.
pub(crate) fn is_range(content_type: &str) -> bool {
    essence(content_type).contains('*')
}

/// A content type without its parameters, in lower case.
pub(crate) fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a content type is another one of the same body but for its parameters.
pub(crate) fn needs_parameter(content_type: &str, all: &[&str]) -> bool {
    let alike = |other: &&str| *other != content_type && essence(other) == essence(content_type);
    content_type.contains(';') && all.iter().any(alike)
}
