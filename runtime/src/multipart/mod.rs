//! Bodies of `multipart/form-data` (RFC 7578): how the members of an object stand in one
//! (OpenAPI's Encoding Object).

#[cfg(any(feature = "client", feature = "server"))]
mod disposition;
mod file;
#[cfg(feature = "server")]
mod paced;
#[cfg(feature = "server")]
mod read;
#[cfg(feature = "spool")]
mod spool;
#[cfg(feature = "client")]
mod write;

pub use self::file::File;
#[cfg(feature = "spool")]
pub(crate) use self::read::Spool;
#[cfg(feature = "server")]
pub(crate) use self::read::{Limits, Part, ReadError, parts, tree, validate};
#[cfg(feature = "client")]
pub(crate) use self::write::write;

/// Files by the JSON pointers of the values that they stand for.
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) type Files = Vec<(String, File)>;

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
}

#[cfg(any(feature = "client", feature = "server"))]
impl PartStyle {
    /// Of the member `name`; nothing when it is one part of text or one file.
    fn of(fields: &[(&str, Self)], name: &str) -> Option<Self> {
        fields.iter().find(|(known, _)| *known == name).map(|(_, style)| *style)
    }

    /// The media type of a part.
    fn media_type(self) -> Option<&'static str> {
        match self {
            Self::Typed(media_type) | Self::TypedList(media_type) => Some(media_type),
            Self::List | Self::Joined(_) | Self::Deep => None,
        }
    }
}
