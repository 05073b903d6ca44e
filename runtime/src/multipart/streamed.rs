//! The file that comes last in a body and is read as it arrives.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream as _;
use http_body::Frame;
use multer::{Field, Multipart};

use super::paced::Arrived;
use crate::{BoxError, ByteStream};

/// What has arrived of a file, and the rest of it as it comes. Whatever comes after it in the body is an error at its end,
/// for nobody would see it.
pub(super) fn stream(first: Bytes, field: Field<'static>, body: Multipart<'static>, arrived: Arrived) -> ByteStream {
    ByteStream::new(Streamed { first, field: Some(field), body, arrived })
}

struct Streamed {
    first: Bytes,
    /// Nothing after its end.
    field: Option<Field<'static>>,
    body: Multipart<'static>,
    arrived: Arrived,
}

impl http_body::Body for Streamed {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        if !this.first.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut this.first)))));
        }
        if let Some(field) = &mut this.field {
            if let Some(chunk) = ready!(Pin::new(field).poll_next(context)) {
                this.arrived.taken();
                return Poll::Ready(Some(chunk.map(Frame::data).map_err(Into::into)));
            }
            this.field = None;
        }
        match ready!(this.body.poll_next_field(context)) {
            Ok(None) => Poll::Ready(None),
            Ok(Some(_)) => {
                Poll::Ready(Some(Err("another part comes after the file that is read as it arrives".into())))
            }
            Err(error) => Poll::Ready(Some(Err(error.into()))),
        }
    }
}
