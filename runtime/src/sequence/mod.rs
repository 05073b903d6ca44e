//! Bodies that are one item after another: server-sent events, JSON Lines, JSON text sequences.

mod event;
mod format;
mod parse;
mod read;
mod split;
#[cfg(any(feature = "client", feature = "server"))]
mod write;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use futures_core::Stream;

pub use event::Event;
pub use format::SequenceFormat;
pub(crate) use read::{events as read_events, items as read_items};
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) use write::{events as write_events, items as write_items};

use crate::{BoxError, StreamError, Violations};

/// The items of a body that is a sequence of them (OpenAPI 3.2 section 4.14.3), as they come: JSON Lines for instance.
///
/// It is a [`Stream`] that ends with the body, or after the first error. An item is not asked for before the other side
/// takes it, and whoever drops the stream ends it on both sides. A clone shares the stream: whoever reads first has it.
///
/// ```
/// use twinspec_runtime::Sequence;
///
/// let numbers: Sequence<i64> = [1, 2, 3].into_iter().collect();
/// assert_eq!(format!("{numbers:?}"), "Sequence(..)");
/// ```
pub struct Sequence<T> {
    shared: Arc<Mutex<Option<Box<dyn Source<T>>>>>,
    ended: bool,
    finished: bool,
}

/// The events of a body of `text/event-stream` (HTML section 9.2), each with data of this type.
pub type Events<T> = Sequence<Event<T>>;

/// From where items come.
pub(crate) trait Source<T>: Send {
    /// The next item.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, StreamError>>>;

    /// Whether the other side said that the end is the end.
    fn is_finished(&self) -> bool {
        false
    }
}

impl<T> Sequence<T> {
    /// The items of any stream that cannot fail.
    pub fn new<S>(stream: S) -> Self
    where
        S: Stream + Send + 'static,
        S::Item: Into<T>,
    {
        Self::from_source(Sure(Box::pin(stream)))
    }

    /// The items of any stream; an error of it ends the body before its end, so that the other side learns of it.
    pub fn from_stream<S, I, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<I, E>> + Send + 'static,
        I: Into<T>,
        E: Into<BoxError>,
    {
        Self::from_source(Given(Box::pin(stream)))
    }

    pub(crate) fn from_source(source: impl Source<T> + 'static) -> Self {
        Self { shared: Arc::new(Mutex::new(Some(Box::new(source)))), ended: false, finished: false }
    }

    /// The next item; `None` at the end and after an error.
    ///
    /// # Errors
    ///
    /// [`StreamError`] when the body broke, an item of it is not what the document promises or is longer than the limit,
    /// and when somebody else reads it.
    pub async fn next(&mut self) -> Option<Result<T, StreamError>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Whether the end that was reached is one that the other side has stated, by the terminator of the document.
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, StreamError>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(source) = shared.as_mut() else {
            self.ended = true;
            return Poll::Ready(Some(Err(StreamError::AlreadyRead)));
        };
        let item = std::task::ready!(source.poll(context));
        if !matches!(item, Some(Ok(_))) {
            self.ended = true;
            self.finished = item.is_none() && source.is_finished();
            *shared = None;
        }
        Poll::Ready(item)
    }
}

impl<T> Stream for Sequence<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

/// Items that are all there.
impl<T, I> FromIterator<I> for Sequence<T>
where
    T: Send + 'static,
    I: Into<T>,
{
    fn from_iter<C: IntoIterator<Item = I>>(items: C) -> Self {
        Self::from_source(Ready(items.into_iter().map(Into::into).collect::<Vec<T>>().into_iter()))
    }
}

/// Shares the stream.
impl<T> Clone for Sequence<T> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), ended: self.ended, finished: self.finished }
    }
}

/// Whether both are the same stream.
impl<T> PartialEq for Sequence<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }
}

impl<T> Eq for Sequence<T> {}

/// Shows nothing of the items.
impl<T> fmt::Debug for Sequence<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sequence(..)")
    }
}

/// An item that is not what the document promises, with its text.
///
/// Neither `Debug` nor `Display` shows anything of the text but its size.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ItemError {
    /// The item as it came; of an event, its data.
    pub text: String,
    /// What is wrong, each with its place in the item.
    pub violations: Violations,
}

impl fmt::Debug for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemError")
            .field("text", &format_args!("{} bytes", self.text.len()))
            .field("violations", &self.violations)
            .finish()
    }
}

impl fmt::Display for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an item ({} bytes) is not what the document promises: {}", self.text.len(), self.violations)
    }
}

impl std::error::Error for ItemError {}

struct Sure<S>(Pin<Box<S>>);

impl<S, T> Source<T> for Sure<S>
where
    S: Stream + Send,
    S::Item: Into<T>,
{
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, StreamError>>> {
        self.0.as_mut().poll_next(context).map(|item| item.map(|item| Ok(item.into())))
    }
}

struct Given<S>(Pin<Box<S>>);

impl<S, T, I, E> Source<T> for Given<S>
where
    S: Stream<Item = Result<I, E>> + Send,
    I: Into<T>,
    E: Into<BoxError>,
{
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, StreamError>>> {
        let item = std::task::ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(item.map(|item| item.map(Into::into).map_err(|error| StreamError::of(error.into()))))
    }
}

struct Ready<T>(std::vec::IntoIter<T>);

impl<T: Send> Source<T> for Ready<T> {
    fn poll(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<T, StreamError>>> {
        Poll::Ready(self.0.next().map(Ok))
    }
}
