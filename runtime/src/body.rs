//! The body of an HTTP message.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt as _;
use http_body_util::combinators::UnsyncBoxBody;

/// Any error that can cross threads.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A future on the heap.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The body of an HTTP message that a `client::Transport` carries.
///
/// It is made of whole bytes, or of anything that implements [`http_body::Body`].
///
/// ```
/// use http_body::Body as _;
/// use twinspec_runtime::Body;
///
/// let body = Body::from("{}".to_owned());
/// assert_eq!(body.size_hint().exact(), Some(2));
/// assert!(Body::empty().is_end_stream());
/// ```
pub struct Body(Inner);

enum Inner {
    Whole(Bytes),
    Streamed(UnsyncBoxBody<Bytes, BoxError>),
}

impl Body {
    /// A body of no bytes.
    pub fn empty() -> Self {
        Self(Inner::Whole(Bytes::new()))
    }

    /// Any body of bytes, a streamed one for instance.
    pub fn new<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self(Inner::Streamed(body.map_err(Into::into).boxed_unsync()))
    }

    /// The bytes of a body that is whole; a streamed one stays what it is.
    #[cfg(any(feature = "server", feature = "reqwest"))]
    pub(crate) fn into_whole(self) -> Result<Bytes, Self> {
        match self.0 {
            Inner::Whole(bytes) => Ok(bytes),
            Inner::Streamed(_) => Err(self),
        }
    }

    /// The same bytes; nothing of a streamed body.
    #[cfg(feature = "client")]
    pub(crate) fn try_clone(&self) -> Option<Self> {
        match &self.0 {
            Inner::Whole(bytes) => Some(Self(Inner::Whole(bytes.clone()))),
            Inner::Streamed(_) => None,
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

/// Shows the size, never the content.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hint = http_body::Body::size_hint(self);
        f.debug_struct("Body").field("size", &hint.exact()).finish()
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut self.0 {
            Inner::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Inner::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Inner::Streamed(body) => Pin::new(body).poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Inner::Whole(bytes) => bytes.is_empty(),
            Inner::Streamed(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Inner::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Inner::Streamed(body) => body.size_hint(),
        }
    }
}

impl From<()> for Body {
    fn from((): ()) -> Self {
        Self::empty()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Inner::Whole(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Inner::Whole(bytes.into()))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self(Inner::Whole(text.into()))
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Self(Inner::Whole(Bytes::from_static(text.as_bytes())))
    }
}
