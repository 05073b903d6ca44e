//! Bodies of `multipart/form-data` (RFC 7578): how the members of an object stand in one
//! (OpenAPI's Encoding Object).

#[cfg(any(feature = "client", feature = "server"))]
mod disposition;
mod file;
#[cfg(feature = "server")]
mod limits;
#[cfg(feature = "server")]
mod paced;
mod part;
#[cfg(feature = "server")]
mod read;
#[cfg(feature = "spool")]
mod spool;
#[cfg(feature = "server")]
mod streamed;
#[cfg(feature = "client")]
mod write;

pub use self::file::File;
#[cfg(feature = "spool")]
pub(crate) use self::limits::Spool;
#[cfg(feature = "server")]
pub(crate) use self::limits::{Limits, Streamed};
pub use self::part::{Part, PartHeaders, PartHeadersReader, PartHeadersWriter};
#[cfg(feature = "server")]
pub(crate) use self::read::{RawPart, ReadError, parts, settled, tree};
#[cfg(feature = "client")]
pub(crate) use self::write::write;

/// What JSON has no place for, each by the JSON pointer of the value that it belongs to, in the order of the text.
#[cfg(any(feature = "client", feature = "server"))]
#[derive(Debug)]
pub(crate) struct Attached {
    /// The files, each in the place of a value.
    pub(crate) files: Vec<(String, File)>,
    /// The headers of parts.
    pub(crate) headers: Vec<(String, http::HeaderMap)>,
}

/// The members of a multipart body that are not one part of text or one file each, and what they are.
pub type PartFields = &'static [(&'static str, PartStyle)];

/// How a member stands in a multipart body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartStyle {
    /// An array, a part for each item.
    List,
    /// A part of this media type; of JSON, where that is one.
    Typed(&'static str),
    /// An array, a part of this media type for each item.
    TypedList(&'static str),
    /// An array, one part of text with this between the items.
    Joined(&'static str),
    /// `deepObject`: a part for each value within, `place[name]`.
    Deep,
    /// An object, one part of text with this between names and values in turn.
    Pairs(&'static str),
    /// An object, a part for each member (`form`, exploded): those of these names.
    Members(&'static [&'static str]),
    /// An object, a part for each member: all but those of these names, which belong to others.
    MembersBut(&'static [&'static str]),
    /// How each member stands that has no name in the document: all but those of these names.
    Others(&'static [&'static str], &'static Self),
}

#[cfg(any(feature = "client", feature = "server"))]
impl PartStyle {
    /// Of the member `name`; nothing when it is one part of text or one file.
    fn of(fields: &[(&str, Self)], name: &str) -> Option<Self> {
        let others = |(_, style): &(&str, Self)| match style {
            Self::Others(named, style) if !named.contains(&name) => Some(**style),
            _ => None,
        };
        Self::named(fields, name).or_else(|| fields.iter().find_map(others))
    }

    /// The same of a member with a name in the document.
    fn named(fields: &[(&str, Self)], name: &str) -> Option<Self> {
        let is_own = |(known, style): &&(&str, Self)| *known == name && !matches!(style, Self::Others(..));
        fields.iter().find(is_own).map(|(_, style)| *style)
    }

    /// The media type of a part.
    fn media_type(self) -> Option<&'static str> {
        match self {
            Self::Typed(media_type) | Self::TypedList(media_type) => Some(media_type),
            _ => None,
        }
    }

    /// Whether a part of this name is a member of the object.
    fn has(self, name: &str) -> bool {
        match self {
            Self::Members(names) => names.contains(&name),
            Self::MembersBut(others) => !others.contains(&name),
            _ => false,
        }
    }
}
