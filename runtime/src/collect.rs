//! Reading a body whole.

use bytes::Bytes;
use http_body_util::BodyExt as _;

use crate::BoxError;

/// Why a body could not be read whole.
#[derive(Debug)]
pub(crate) enum ReadError {
    /// It is longer than the limit; reading was stopped.
    TooLarge,
    /// The connection failed.
    Broken(BoxError),
}

/// Reads a body of at most `limit` bytes; a longer one is given up as soon as that is known.
pub(crate) async fn read<B>(body: B, limit: usize) -> Result<Bytes, ReadError>
where
    B: http_body::Body<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > limit {
        return Err(ReadError::TooLarge);
    }
    let mut body = std::pin::pin!(body);
    let mut first = Bytes::new();
    let mut rest: Vec<u8> = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|error| ReadError::Broken(error.into()))?.into_data() else {
            continue;
        };
        if first.len() + rest.len() + data.len() > limit {
            return Err(ReadError::TooLarge);
        }
        // The usual body is one frame, which needs no copy.
        if first.is_empty() {
            first = data;
        } else {
            rest.extend_from_slice(&data);
        }
    }
    if rest.is_empty() {
        return Ok(first);
    }
    let mut whole = Vec::with_capacity(first.len() + rest.len());
    whole.extend_from_slice(&first);
    whole.append(&mut rest);
    Ok(whole.into())
}
