//! Where a node is in a document.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use crate::value::Value;
use crate::value::pointer::{raw_segments, unescape};

/// A JSON pointer (RFC 6901), cheap to clone.
///
/// ```
/// use twinspec::diagnostic::Pointer;
///
/// let get = Pointer::root().child("paths").child("/pets").child("get");
/// assert_eq!(get.as_str(), "/paths/~1pets/get");
/// assert_eq!(get.last().as_deref(), Some("get"));
/// assert_eq!(get.parent(), Some(Pointer::root().child("paths").child("/pets")));
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(Arc<str>);

thread_local! {
    /// Where a pointer is put together: hardly anything is made as often, and its own memory is of its length.
    static TEXT: RefCell<String> = const { RefCell::new(String::new()) };
}

impl Pointer {
    /// The whole document.
    pub fn root() -> Self {
        Self(Arc::from(""))
    }

    /// Takes a pointer as it is written; one without its leading slash gets it.
    pub fn parse(text: &str) -> Self {
        if text.is_empty() || text.starts_with('/') {
            Self(Arc::from(text))
        } else {
            Self(Arc::from(format!("/{text}")))
        }
    }

    /// Where a reference within a document leads: `#` and a JSON pointer, percent-encoded (RFC 6901 section 6).
    ///
    /// ```
    /// use twinspec::diagnostic::Pointer;
    ///
    /// let get = Pointer::root().child("paths").child("/pets/{id}").child("get");
    /// assert_eq!(Pointer::of_reference("#/paths/~1pets~1%7Bid%7D/get"), Some(get));
    /// assert_eq!(Pointer::of_reference("pets.yaml#/paths"), None);
    /// assert_eq!(Pointer::of_reference("#anchor"), None);
    /// ```
    pub fn of_reference(reference: &str) -> Option<Self> {
        let decoded = percent_decode_str(reference.strip_prefix('#')?).decode_utf8_lossy();
        (decoded.is_empty() || decoded.starts_with('/')).then(|| Self::parse(&decoded))
    }

    /// The member `segment` of this node; `~` and `/` in it are escaped.
    #[must_use]
    pub fn child(&self, segment: &str) -> Self {
        TEXT.with_borrow_mut(|text| {
            text.clear();
            text.extend([&*self.0, "/"]);
            if segment.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
                segment.chars().for_each(|character| match character {
                    '~' => text.push_str("~0"),
                    '/' => text.push_str("~1"),
                    other => text.push(other),
                });
            } else {
                text.push_str(segment);
            }
            Self(Arc::from(text.as_str()))
        })
    }

    /// The element `index` of this node.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(Arc::from(format!("{}/{index}", self.0)))
    }

    /// What stands here in a document (RFC 6901 section 4).
    pub fn find<'v>(&self, root: &'v Value) -> Option<&'v Value> {
        root.pointer(&self.0)
    }

    /// The pointer as RFC 6901 writes it; the root is the empty string.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the whole document.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The node that holds this one; the root has none.
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.0.rsplit_once('/')?;
        Some(Self(Arc::from(parent)))
    }

    /// Whether `other` is this node or one below it.
    pub fn holds(&self, other: &Self) -> bool {
        other.0.strip_prefix(&*self.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The last segment with its escapes undone; the root has none.
    pub fn last(&self) -> Option<String> {
        let (_, last) = self.0.rsplit_once('/')?;
        Some(unescape(last).into_owned())
    }

    /// All segments from the root down, with their escapes undone.
    pub fn segments(&self) -> impl Iterator<Item = String> + '_ {
        raw_segments(&self.0).map(|segment| unescape(segment).into_owned())
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Pointer({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_is_what_serde_json_finds() {
        let root = serde_json::json!({"a": [{"b/c": 1}, 2], "": {"~": 3}, "0": 4, "d": "e"});
        let value = Value::from(root.clone());
        for at in ["", "/a", "/a/0/b~1c", "/a/1", "/a/01", "/a/+1", "/a/-", "/a/9", "//~0", "/0", "/d/0", "/x", "/"] {
            assert_eq!(Pointer::parse(at).find(&value).map(Into::into), root.pointer(at).cloned(), "{at}");
        }
    }
}
