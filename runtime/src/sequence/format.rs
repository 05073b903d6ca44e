//! How items stand in a body.

use std::fmt;

use crate::Checker;

/// How the items of a [`Sequence`](crate::Sequence) stand in a body.
#[derive(Clone, Copy)]
pub struct SequenceFormat {
    pub(super) framing: Framing,
    pub(super) data: Data,
    pub(super) terminator: Option<&'static str>,
    pub(super) checks: fn(&mut Checker<'_>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    Events,
    Lines,
    Records,
}

/// What the data of an event is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Data {
    Json,
    Text,
    /// JSON in events of these names, text in all others.
    Named(&'static [&'static str]),
}

impl SequenceFormat {
    /// `text/event-stream` (HTML section 9.2) with data of JSON.
    pub const fn events() -> Self {
        Self { framing: Framing::Events, data: Data::Json, terminator: None, checks: |_| {} }
    }

    /// `text/event-stream` (HTML section 9.2) with data of text. Its line breaks are read as U+000A, whatever they were.
    pub const fn text_events() -> Self {
        Self { data: Data::Text, ..Self::events() }
    }

    /// `text/event-stream` (HTML section 9.2) in which the name of an event says what its data is: JSON in events of these
    /// names, text in all others. The type of the data tells the names: it is written as an object of `event` and `data`.
    pub const fn named_events(json: &'static [&'static str]) -> Self {
        Self { data: Data::Named(json), ..Self::events() }
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
            .field("data", &self.data)
            .field("terminator", &self.terminator)
            .finish_non_exhaustive()
    }
}
