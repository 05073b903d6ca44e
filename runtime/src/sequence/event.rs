//! A server-sent event.

use std::time::Duration;

/// An event of a body of `text/event-stream` (HTML section 9.2).
///
/// ```
/// use twinspec_runtime::Event;
///
/// let event = Event::new("hello".to_owned()).with_id("7").with_event("greeting");
/// assert_eq!(event.id.as_deref(), Some("7"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// Its name, unless its data tells it; `None` is `message`.
    pub event: Option<String>,
    /// What a client sends as `Last-Event-ID` when it comes back after this event; `None` leaves what it was.
    pub id: Option<String>,
    /// After how long a client comes back from now on.
    pub retry: Option<Duration>,
    /// Its data.
    pub data: T,
}

impl<T> Event<T> {
    /// An event of data alone.
    pub fn new(data: T) -> Self {
        Self { event: None, id: None, retry: None, data }
    }

    /// The same event of this name. One with a line break cannot be sent.
    #[must_use]
    pub fn with_event(self, event: impl Into<String>) -> Self {
        Self { event: Some(event.into()), ..self }
    }

    /// The same event with this identifier. One with a line break or U+0000 cannot be sent.
    #[must_use]
    pub fn with_id(self, id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..self }
    }

    /// The same event, which tells clients after how long to come back; of less than milliseconds nothing is sent.
    #[must_use]
    pub fn with_retry(self, retry: Duration) -> Self {
        Self { retry: Some(retry), ..self }
    }
}

impl<T> From<T> for Event<T> {
    fn from(data: T) -> Self {
        Self::new(data)
    }
}
