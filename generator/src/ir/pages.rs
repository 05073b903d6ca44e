//! Lists that come in pages.

use super::Type;

/// How the pages of a list follow one another (`x-twinspec-pagination`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pagination {
    /// The identifier of the method that gives all items.
    pub method_name: String,
    /// The type of an item.
    pub item: Type,
    /// The index of the success that is a page.
    pub success: usize,
    /// Where the items are in the body of a page.
    pub items: Path,
    /// The number of items in the whole list.
    pub total: Option<Source>,
    /// The number of pages.
    pub pages: Option<Source>,
    /// Whether there are more items.
    pub more: Option<Source>,
    /// What leads to the next page.
    pub step: PageStep,
}

/// What leads to the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageStep {
    /// A parameter has the number of the page, from `first`.
    Page {
        /// The parameter.
        parameter: Path,
        /// The number of the first page.
        first: u64,
    },
    /// A parameter has the number of items before the page.
    Offset(Path),
    /// A parameter has what a page says of the next one.
    Cursor(Path, Source),
    /// A parameter has a member of the last item of the page before.
    Key(Path, Path),
    /// The link of this text.
    Link(Source),
    /// The field `Link`, which an answer may declare.
    LinkField(Option<Source>),
}

/// Where something of an answer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// In the body.
    Body(Path),
    /// In a declared header.
    Header(Member),
}

/// Members one within the other.
pub type Path = Vec<Member>;

/// A member on the way to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The identifier of its field.
    pub name: String,
    /// How many `Option`s are around its value.
    pub options: u8,
}
