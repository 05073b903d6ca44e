//! Bodies that may be too large for memory.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as _, Frame, SizeHint};

use crate::collect::{self, ReadError};
use crate::{Body, BoxError, Error, ItemError, Violations};

/// The bytes of a body of any media type: all of them, or a stream that is read as fast as its reader asks.
///
/// A message holds one where the document says neither JSON nor text. A clone of whole bytes has the bytes, a clone of a
/// stream shares it: whoever reads first has it. Two are equal when they hold the same bytes, or are the same stream.
///
/// ```
/// use twinspec_runtime::{Body, ByteStream};
///
/// let whole = ByteStream::from("small");
/// assert_eq!(whole.as_bytes().map(|bytes| bytes.len()), Some(5));
/// let large = ByteStream::new(Body::from("anything that implements http_body::Body"));
/// assert_eq!(large.as_bytes(), None);
/// ```
#[derive(Clone)]
pub struct ByteStream {
    source: Source,
    limit: usize,
    /// Whether the end was reached here, or an error.
    ended: bool,
}

#[derive(Clone)]
enum Source {
    Whole(Bytes),
    Stream(Arc<Mutex<Option<Body>>>),
}

impl ByteStream {
    /// A stream, which is read once.
    pub fn new<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self { source: Source::Stream(Arc::new(Mutex::new(Some(Body::new(body))))), limit: usize::MAX, ended: false }
    }

    /// A stream of the items of a [`Stream`].
    pub fn from_stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError> + 'static,
    {
        Self::new(Items(Box::pin(stream)))
    }

    /// The same bytes; more than these [`ByteStream::bytes`] does not put together, nor has an item of a
    /// [`Sequence`](crate::Sequence) more.
    ///
    /// A server starts with the limit of its options, a client with its limit of answers.
    #[must_use]
    pub fn with_limit(self, bytes: usize) -> Self {
        Self { limit: bytes, ..self }
    }

    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    /// The bytes when all of them are there; nothing of a stream.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.source {
            Source::Whole(bytes) => Some(bytes),
            Source::Stream(_) => None,
        }
    }

    /// All bytes.
    ///
    /// # Errors
    ///
    /// [`StreamError`] when the stream broke, was read already, or is longer than the limit.
    pub async fn bytes(self) -> Result<Bytes, StreamError> {
        let limit = self.limit;
        if let Source::Whole(bytes) = self.source {
            return Ok(bytes);
        }
        collect::read(self.into_body(), limit).await.map_err(|error| match error {
            ReadError::TooLarge => StreamError::TooLarge { limit },
            ReadError::Broken(error) => StreamError::of(error),
        })
    }

    /// The next bytes; `None` at the end.
    ///
    /// # Errors
    ///
    /// [`StreamError`] when the stream broke, or was read already.
    pub async fn chunk(&mut self) -> Option<Result<Bytes, StreamError>> {
        poll_fn(|context| self.poll_chunk(context)).await
    }

    /// The body of an HTTP message: what was not read yet.
    pub fn into_body(self) -> Body {
        match self.source {
            Source::Whole(bytes) => Body::from(bytes),
            Source::Stream(shared) => {
                let taken = shared.lock().unwrap_or_else(PoisonError::into_inner).take();
                taken.unwrap_or_else(|| Body::new(AlreadyRead))
            }
        }
    }

    /// The next bytes; nothing after the end, nor after an error.
    pub(crate) fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, StreamError>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let chunk = std::task::ready!(self.poll_source(context));
        self.ended = !matches!(chunk, Some(Ok(_)));
        Poll::Ready(chunk)
    }

    fn poll_source(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, StreamError>>> {
        let shared = match &mut self.source {
            Source::Whole(bytes) if bytes.is_empty() => return Poll::Ready(None),
            Source::Whole(bytes) => return Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Source::Stream(shared) => shared,
        };
        let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(body) = shared.as_mut() else {
            return Poll::Ready(Some(Err(StreamError::AlreadyRead)));
        };
        loop {
            match std::task::ready!(Pin::new(&mut *body).poll_frame(context)) {
                None => {
                    // Whoever comes later must not take it for an empty one.
                    *shared = None;
                    return Poll::Ready(None);
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(StreamError::of(error)))),
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_chunk(context)
    }
}

impl PartialEq for ByteStream {
    fn eq(&self, other: &Self) -> bool {
        match (&self.source, &other.source) {
            (Source::Whole(one), Source::Whole(other)) => one == other,
            (Source::Stream(one), Source::Stream(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

impl Eq for ByteStream {}

/// No bytes.
impl Default for ByteStream {
    fn default() -> Self {
        Bytes::new().into()
    }
}

/// Shows the size of whole bytes, never the content.
impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Source::Whole(bytes) => write!(f, "ByteStream({} bytes)", bytes.len()),
            Source::Stream(_) => f.write_str("ByteStream(..)"),
        }
    }
}

macro_rules! whole {
    ($($from:ty),+) => {$(
        impl From<$from> for ByteStream {
            fn from(bytes: $from) -> Self {
                Self { source: Source::Whole(bytes.into()), limit: usize::MAX, ended: false }
            }
        }
    )+};
}

whole!(Bytes, Vec<u8>, String, &'static [u8], &'static str);

impl From<Body> for ByteStream {
    fn from(body: Body) -> Self {
        Self::new(body)
    }
}

/// A body with its media type, where the document allows several by a range such as `*/*` or `image/*`.
///
/// ```
/// use twinspec_runtime::Content;
///
/// let picture = Content::new("image/png", vec![0x89, b'P', b'N', b'G']);
/// assert_eq!(picture.media_type, "image/png");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Content {
    /// The field `Content-Type`; empty when there is none.
    pub media_type: String,
    /// The bytes.
    pub body: ByteStream,
}

impl Content {
    /// A body of this media type.
    pub fn new(media_type: impl Into<String>, body: impl Into<ByteStream>) -> Self {
        Self { media_type: media_type.into(), body: body.into() }
    }
}

/// Why a [`ByteStream`] could not be read.
///
/// A handler passes it on with [`Error::other`](crate::Error::other): a server answers 413 to a body that is too long
/// and 400 to one that did not arrive whole.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// It is longer than its limit.
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The connection broke, or a timeout passed.
    Broken(BoxError),
    /// Somebody has read it already.
    AlreadyRead,
    /// An item of a [`Sequence`](crate::Sequence) is not what the document promises.
    Item(Box<ItemError>),
    /// An item of a [`Sequence`](crate::Sequence) cannot be written.
    Encode(Violations),
}

impl StreamError {
    /// The same as an [`Error`] of an operation, of a client that reads an answer.
    pub fn into_error<F>(self) -> Error<F> {
        match self {
            Self::TooLarge { limit } => Error::TooLarge { limit },
            Self::Broken(error) => Error::Transport(error),
            Self::Encode(violations) => Error::Encode(violations),
            Self::AlreadyRead | Self::Item(_) => Error::other(self),
        }
    }

    pub(crate) fn of(error: BoxError) -> Self {
        error.downcast::<Self>().map_or_else(Self::Broken, |error| *error)
    }
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { limit } => write!(f, "the body is longer than {limit} bytes"),
            Self::Broken(_) => f.write_str("the body did not arrive whole"),
            Self::AlreadyRead => f.write_str("the body was read already"),
            Self::Item(item) => item.fmt(f),
            Self::Encode(violations) => write!(f, "an item cannot be written: {violations}"),
        }
    }
}

impl std::error::Error for StreamError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Broken(error) => Some(&**error),
            _ => None,
        }
    }
}

/// The items of a stream as the frames of a body.
struct Items<S>(Pin<Box<S>>);

impl<S, E> http_body::Body for Items<S>
where
    S: Stream<Item = Result<Bytes, E>>,
{
    type Data = Bytes;
    type Error = E;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, E>>> {
        self.0.as_mut().poll_next(context).map(|item| item.map(|item| item.map(Frame::data)))
    }
}

/// The body of a stream that somebody else has read.
struct AlreadyRead;

impl http_body::Body for AlreadyRead {
    type Data = Bytes;
    type Error = StreamError;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, StreamError>>> {
        Poll::Ready(Some(Err(StreamError::AlreadyRead)))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}

#[cfg(test)]
mod tests {
    use super::{ByteStream, StreamError};
    use crate::Body;

    #[tokio::test]
    async fn a_stream_ends_once_for_each_of_its_readers() {
        let mut first = ByteStream::new(Body::from("a"));
        let mut second = first.clone();
        assert_eq!(first.chunk().await.unwrap().unwrap(), "a");
        for _ in 0..3 {
            assert!(first.chunk().await.is_none());
        }
        assert!(matches!(second.chunk().await, Some(Err(StreamError::AlreadyRead))));
        assert!(second.chunk().await.is_none());
        let mut late = first.clone();
        assert!(late.chunk().await.is_none(), "the end is known to a clone of whoever reached it");
    }

    #[tokio::test]
    async fn all_bytes_are_no_more_than_the_limit() {
        let stream = |text: &'static str| ByteStream::new(Body::from(text)).with_limit(3);
        assert_eq!(stream("abc").bytes().await.unwrap(), "abc");
        assert!(matches!(stream("abcd").bytes().await, Err(StreamError::TooLarge { limit: 3 })));
        let read = stream("abc");
        assert_eq!(read.clone().bytes().await.unwrap(), "abc");
        assert!(matches!(read.bytes().await, Err(StreamError::AlreadyRead)));
    }
}
