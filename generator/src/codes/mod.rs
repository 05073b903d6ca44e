//! The codes of the diagnostics and their long texts.
//!
//! A code is one entry of one of the tables of this folder (`NAME = number, "title", "long text";`): that entry
//! makes the constant, its documentation, and what `twinspec explain` prints. Numbers are never used again for
//! something else.

use std::fmt;

/// Makes one constant per entry, and the table of all of them.
macro_rules! codes {
    ($($name:ident = $number:literal, $title:literal, $text:literal;)*) => {
        use super::{Code, Entry};

        $(
            #[doc = $title]
            pub const $name: Code = Code($number);
        )*

        /// Every code of this family, in order.
        pub(super) const TABLE: &[Entry] = &[$(Entry { code: $name, title: $title, text: $text }),*];
    };
}

mod input;
mod notes;
mod operations;
mod references;
mod requests;
mod schemas;
mod structure;

pub use input::*;
pub use notes::*;
pub use operations::*;
pub use references::*;
pub use requests::*;
pub use schemas::*;
pub use structure::*;

/// The families, in the order of their numbers.
const FAMILIES: [&[Entry]; 7] = [
    input::TABLE,
    structure::TABLE,
    references::TABLE,
    schemas::TABLE,
    operations::TABLE,
    requests::TABLE,
    notes::TABLE,
];

/// What is known of a code.
struct Entry {
    code: Code,
    title: &'static str,
    text: &'static str,
}

/// The stable code of a kind of finding.
///
/// ```
/// use twinspec::codes::{self, Code};
///
/// assert_eq!(codes::REF_TO_NOWHERE.to_string(), "TS0101");
/// assert_eq!(Code::parse("TS0101"), Some(codes::REF_TO_NOWHERE));
/// assert!(codes::REF_TO_NOWHERE.explain().contains("$ref"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(u16);

impl Code {
    /// The code written `TS0101`, `ts0101` or `101`; `None` when there is no such code.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().trim_start_matches(['T', 't']).trim_start_matches(['S', 's']);
        let code = Self(digits.parse().ok()?);
        code.entry().map(|entry| entry.code)
    }

    /// Every code, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        FAMILIES.into_iter().flatten().map(|entry| entry.code)
    }

    /// What it is about, in one line.
    pub fn title(self) -> &'static str {
        self.entry().map_or("", |entry| entry.title)
    }

    /// The long text: what it means, a wrong and a right example, how to mend it.
    pub fn explain(self) -> &'static str {
        self.entry().map_or("", |entry| entry.text.trim())
    }

    /// The entry of the tables.
    fn entry(self) -> Option<&'static Entry> {
        FAMILIES.into_iter().flatten().find(|entry| entry.code == self)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "TS{:04}", self.0)
    }
}
