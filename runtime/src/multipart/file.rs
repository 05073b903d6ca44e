//! Files.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;

use crate::headers::Redacted;
use crate::{ByteStream, Decode, Decoded, Encode, Node, Rule, Violations, Writer};

/// A file in a body of `multipart/form-data`: its bytes, with what the sender says of them.
///
/// A client sends a stream as it comes, so that a large file is never in memory as a whole; files come last in a body. A
/// server has read all of a request's files, within its limit, before its handler runs, unless it is told otherwise:
/// `server::Options::stream_files` lets the handler read the last one while it arrives, and with the feature `spool`
/// `server::Options::spool_files` keeps large ones on disk, from where the handler reads them as a stream.
///
/// ```
/// use twinspec_runtime::File;
///
/// let file = File::new("a.png", vec![0x89, b'P', b'N', b'G']).with_media_type("image/png");
/// assert_eq!(file.name.as_deref(), Some("a.png"));
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct File {
    /// The file's name. A receiver must not take it for a path (RFC 7578 section 4.2).
    pub name: Option<String>,
    /// Its media type; without one the document's, or `application/octet-stream`.
    pub media_type: Option<String>,
    /// Further headers of its part.
    pub headers: HeaderMap,
    /// Its bytes.
    pub body: ByteStream,
}

impl File {
    /// A file of this name.
    pub fn new(name: impl Into<String>, body: impl Into<ByteStream>) -> Self {
        Self { name: Some(name.into()), media_type: None, headers: HeaderMap::new(), body: body.into() }
    }

    /// The same file, of this media type.
    #[must_use]
    pub fn with_media_type(self, media_type: impl Into<String>) -> Self {
        Self { media_type: Some(media_type.into()), ..self }
    }

    /// All bytes, where they are there already: those of a request are, unless they were too large for memory.
    pub fn bytes(&self) -> Option<&Bytes> {
        self.body.as_bytes()
    }
}

/// Shows the names of the headers, and the values of those headers that hold no secret.
impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("name", &self.name)
            .field("media_type", &self.media_type)
            .field("headers", &Redacted(&self.headers))
            .field("body", &self.body)
            .finish()
    }
}

/// A file stands in a multipart body alone; JSON has no place for it.
impl Encode for File {
    fn encode(&self, out: &mut Writer) {
        out.attach(self);
    }
}

/// A file stands in a multipart body alone; JSON has no place for it.
impl Decode for File {
    fn decode(node: Node<'_>) -> Decoded<Self> {
        node.attached().cloned().ok_or_else(|| Violations::new(Rule::Type, "must be a file"))
    }
}

#[cfg(test)]
mod tests {
    use super::File;

    #[test]
    fn no_secret_is_shown() {
        let mut file = File::new("a.txt", "the content");
        file.headers.insert("authorization", http::HeaderValue::from_static("Bearer s3cret"));
        let shown = format!("{file:?}");
        assert!(shown.contains("a.txt") && shown.contains("authorization"), "{shown}");
        assert!(!shown.contains("s3cret") && !shown.contains("the content"), "{shown}");
    }
}
