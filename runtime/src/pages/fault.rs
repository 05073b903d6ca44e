//! Why there is no way to the next page.

use std::fmt;

use crate::Violations;

/// Why an answer leads to no next page, although it says that there is one.
///
/// The items of that answer came before it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageFault {
    /// It leads to a page that was there already: following it would never end.
    Repeated,
    /// Its cursor, or a parameter of its link, is not what the request takes.
    Unfit(Violations),
    /// Its link is no URI reference (RFC 3986), or no link (RFC 8288).
    NotALink,
    /// Its link leads to another server, or to another path, and is not followed.
    Elsewhere,
    /// Its link has a parameter that the operation does not have; this is its name.
    UnknownParameter(String),
}

impl fmt::Display for PageFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no way to the next page: ")?;
        match self {
            Self::Repeated => f.write_str("it was there already"),
            Self::Unfit(violations) => write!(f, "it cannot be asked for: {violations}"),
            Self::NotALink => f.write_str("the link to it is none"),
            Self::Elsewhere => f.write_str("the link leads to another server or path"),
            Self::UnknownParameter(name) => write!(f, "the operation has no query parameter {name:?}"),
        }
    }
}

impl std::error::Error for PageFault {}
