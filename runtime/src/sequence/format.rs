//! How items stand in a body.

use std::fmt;

use crate::Checker;

/// How the items of a [`Sequence`](crate::Sequence) stand in a body.
#[derive(Clone, Copy)]
pub struct SequenceFormat {
    pub(super) framing: Framing,
    /// Whether the data of an event is text, not JSON.
    pub(super) text: bool,
    pub(super) terminator: Option<&'static str>,
    pub(super) checks: fn(&mut Checker<'_>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    Events,
    Lines,
    Records,
}

impl SequenceFormat {
    /// `text/event-stream` (HTML section 9.2) with data of JSON.
    pub const fn events() -> Self {
        Self { framing: Framing::Events, text: false, terminator: None, checks: |_| {} }
    }

    /// `text/event-stream` (HTML section 9.2) with data of text. Its line breaks are read as U+000A, whatever they were.
    pub const fn text_events() -> Self {
        Self { text: true, ..Self::events() }
    }

    /// `application/jsonl`, `application/x-ndjson`: a line for each item.
    pub const fn lines() -> Self {
        Self { framing: Framing::Lines, ..Self::events() }
    }

    /// `application/json-seq` (RFC 7464): U+001E before each item, and a line break after it.
    pub const fn records() -> Self {
        Self { framing: Framing::Records, ..Self::events() }
    }

    /// The same format, in which this text in the place of an item says that no more follow.
    #[must_use]
    pub const fn until(self, terminator: &'static str) -> Self {
        Self { terminator: Some(terminator), ..self }
    }

    /// The same format, with what the type of an item does not guarantee; servers check it.
    #[must_use]
    pub const fn checked(self, checks: fn(&mut Checker<'_>)) -> Self {
        Self { checks, ..self }
    }
}

impl fmt::Debug for SequenceFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SequenceFormat")
            .field("framing", &self.framing)
            .field("text", &self.text)
            .field("terminator", &self.terminator)
            .finish_non_exhaustive()
    }
}
