//! Answers that are read as they come, within the time that their call may take.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep};

use crate::{Body, BoxError};

/// The body of an answer that ends in an error when the time has passed.
pub(super) fn until(deadline: Option<(Instant, Duration)>, body: Body) -> Body {
    match deadline {
        None => body,
        Some((at, after)) => Body::new(Timed { body, passed: Box::pin(tokio::time::sleep_until(at)), after }),
    }
}

struct Timed {
    body: Body,
    passed: Pin<Box<Sleep>>,
    after: Duration,
}

impl http_body::Body for Timed {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) {
            return Poll::Ready(frame);
        }
        match this.passed.as_mut().poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(()) => Poll::Ready(Some(Err(format!("the answer took longer than {:?}", this.after).into()))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
