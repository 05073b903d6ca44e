//! Streams of events that are not taken for dead.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_timer::Delay;
use http_body::Frame;

use crate::{Body, BoxError};

/// The same body of whole events, with a comment after each silence of this length (HTML section 9.2.7).
pub(super) fn keep_alive(body: Body, silence: Duration) -> Body {
    Body::new(KeptAlive { body, silence, timer: None })
}

/// A comment, which is no event.
const COMMENT: &[u8] = b":\n\n";

struct KeptAlive {
    body: Body,
    silence: Duration,
    /// Runs while nobody has anything to say. It is no timer of tokio's: a runtime may have none, and tokio panics then.
    timer: Option<Delay>,
}

impl http_body::Body for KeptAlive {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) {
            this.timer = None;
            return Poll::Ready(frame);
        }
        let silence = this.silence;
        let timer = this.timer.get_or_insert_with(|| Delay::new(silence));
        if Pin::new(timer).poll(context).is_pending() {
            return Poll::Pending;
        }
        this.timer = None;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(COMMENT)))))
    }
}
