//! A body that arrives no faster than it is taken apart.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use crate::{BoxError, ByteStream};

/// How many bytes may arrive that are a part of nothing yet: what stands before the first part, and the headers of one.
const MOST: usize = 64 << 10;

/// How many bytes have arrived since something was taken.
#[derive(Debug, Clone, Default)]
pub(super) struct Arrived(Arc<AtomicUsize>);

impl Arrived {
    /// Something of the body was taken.
    pub(super) fn taken(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// The chunks of a body, one at a time.
///
/// The parser takes all that is there before it looks at any of it: without this the memory of a server would hold as
/// much of a body as its sender is quick.
pub(super) struct Paced {
    body: ByteStream,
    arrived: Arrived,
    gave: bool,
}

impl Paced {
    pub(super) fn new(body: ByteStream) -> (Self, Arrived) {
        let arrived = Arrived::default();
        (Self { body, arrived: arrived.clone(), gave: false }, arrived)
    }
}

impl Stream for Paced {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if std::mem::take(&mut self.gave) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let chunk = ready!(self.body.poll_chunk(context));
        Poll::Ready(chunk.map(|chunk| {
            let bytes = chunk?;
            if self.arrived.0.fetch_add(bytes.len(), Ordering::Relaxed) > MOST {
                return Err(Unending.into());
            }
            self.gave = true;
            Ok(bytes)
        }))
    }
}

/// A part does not begin.
#[derive(Debug)]
pub(super) struct Unending;

impl fmt::Display for Unending {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("no part begins in it for too long")
    }
}

impl std::error::Error for Unending {}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::{Context, Poll};

    use bytes::Bytes;
    use futures_core::Stream;

    use super::super::limits::Limits;
    use super::super::read::{ReadError, parts};
    use crate::ByteStream;

    /// A sender that never has to be waited for.
    struct Quick {
        first: Option<&'static str>,
        frames: usize,
        sent: Arc<AtomicUsize>,
    }

    impl Stream for Quick {
        type Item = Result<Bytes, std::io::Error>;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            if let Some(first) = self.first.take() {
                return Poll::Ready(Some(Ok(first.into())));
            }
            let Some(left) = self.frames.checked_sub(1) else { return Poll::Ready(None) };
            self.frames = left;
            self.sent.fetch_add(1000, Ordering::Relaxed);
            Poll::Ready(Some(Ok(vec![b'a'; 1000].into())))
        }
    }

    async fn read(first: &'static str, memory: usize) -> (Result<usize, ReadError>, usize) {
        let sent = Arc::new(AtomicUsize::new(0));
        let body = ByteStream::from_stream(Quick { first: Some(first), frames: 4000, sent: Arc::clone(&sent) });
        #[cfg(feature = "spool")]
        let limits = Limits { memory, streamed: None, spool: None };
        #[cfg(not(feature = "spool"))]
        let limits = Limits { memory, streamed: None };
        let read = parts("multipart/form-data; boundary=x", body, limits).await;
        (read.map(|parts| parts.len()), sent.load(Ordering::Relaxed))
    }

    #[tokio::test]
    async fn what_is_no_part_is_not_waited_for() {
        for first in ["", "--x\r\nA: "] {
            let (read, sent) = read(first, 10_000_000).await;
            assert!(matches!(read, Err(ReadError::TooLarge)), "{read:?}");
            assert!(sent < 100_000, "{sent} bytes were taken");
        }
    }

    #[tokio::test]
    async fn a_part_is_looked_at_as_it_arrives() {
        let (read, sent) = read("--x\r\nContent-Disposition: form-data; name=a\r\n\r\n", 100_000).await;
        assert!(matches!(read, Err(ReadError::TooLarge)), "{read:?}");
        assert!(sent < 110_000, "{sent} bytes were taken");
    }
}
