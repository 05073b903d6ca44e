//! Files that are too large for memory: kept in temporary files until they are read.

use std::io::SeekFrom;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http_body::{Frame, SizeHint};
use tokio::fs::File;
use tokio::io::{AsyncRead as _, AsyncSeekExt as _, AsyncWriteExt as _, ReadBuf};

use super::limits::Limits;
use super::paced::Arrived;
use super::read::{ReadError, fault};
use crate::ByteStream;

/// Keeps the first bytes of a part and the rest of it in a file that nobody else can open and that is gone with the stream.
pub(super) async fn write(
    mut field: multer::Field<'_>,
    first: &[u8],
    arrived: &Arrived,
    limits: &mut Limits,
) -> Result<ByteStream, ReadError> {
    limits.kept(first.len())?;
    let made = tokio::task::spawn_blocking(tempfile::tempfile).await;
    let made = made.map_err(std::io::Error::other).and_then(|made| made).map_err(ReadError::Kept)?;
    let mut file = File::from_std(made);
    let mut left = first.len() as u64;
    file.write_all(first).await.map_err(ReadError::Kept)?;
    while let Some(chunk) = field.chunk().await.map_err(fault)? {
        arrived.taken();
        limits.kept(chunk.len())?;
        left += chunk.len() as u64;
        file.write_all(&chunk).await.map_err(ReadError::Kept)?;
    }
    file.flush().await.map_err(ReadError::Kept)?;
    file.seek(SeekFrom::Start(0)).await.map_err(ReadError::Kept)?;
    Ok(ByteStream::new(Spooled { file, left }))
}

/// What a temporary file holds, from its beginning.
struct Spooled {
    file: File,
    left: u64,
}

/// How much is read at once.
const CHUNK: usize = 64 << 10;

impl http_body::Body for Spooled {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let mut bytes = BytesMut::zeroed(CHUNK);
        let mut buffer = ReadBuf::new(&mut bytes);
        ready!(Pin::new(&mut self.file).poll_read(context, &mut buffer))?;
        let read = buffer.filled().len();
        if read == 0 {
            return Poll::Ready(Some(Err(std::io::ErrorKind::UnexpectedEof.into())));
        }
        bytes.truncate(read);
        self.left = self.left.saturating_sub(read as u64);
        Poll::Ready(Some(Ok(Frame::data(bytes.freeze()))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
