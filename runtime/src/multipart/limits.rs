//! How much a server takes of a multipart body, and where it keeps it.

use super::read::ReadError;

/// How much a server takes of a multipart body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// How many bytes may be in memory.
    pub(crate) memory: usize,
    /// Which file is read as it arrives.
    pub(crate) streamed: Option<Streamed>,
    /// How large files are kept on disk.
    #[cfg(feature = "spool")]
    pub(crate) spool: Option<Spool>,
}

/// Which file is read as it arrives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Streamed {
    /// The name of its part.
    pub(crate) name: &'static str,
    /// One that is longer is.
    pub(crate) file: usize,
}

/// How files are kept on disk.
#[cfg(feature = "spool")]
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spool {
    /// A file that is longer is.
    pub(crate) file: usize,
    /// How long a body may be.
    pub(crate) body: u64,
    /// How many files of a body may be on disk, each of which is one that is open; others stay in memory.
    pub(crate) files: usize,
}

/// Where the rest of a file goes that is too long for memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    /// To the handler, as it arrives.
    Streamed,
    /// To disk.
    #[cfg(feature = "spool")]
    Spooled,
}

impl Limits {
    /// How long a body may be.
    pub(super) fn body(self) -> u64 {
        if self.streamed.is_some() {
            return u64::MAX;
        }
        #[cfg(feature = "spool")]
        if let Some(spool) = self.spool {
            return spool.body.max(self.memory as u64);
        }
        self.memory as u64
    }

    /// How long the content of a part may be in memory before the rest of it goes elsewhere. Where bodies may be longer
    /// than memory is, the parts themselves count too.
    pub(super) fn for_part(
        &mut self,
        field: &multer::Field<'_>,
        name: &str,
        file: bool,
    ) -> Result<Option<(usize, Rest)>, ReadError> {
        const PART: usize = 256;
        if self.body() > self.memory as u64 {
            let headers = field.headers().iter().map(|(name, value)| name.as_str().len() + value.len());
            self.memory = self.memory.checked_sub(PART + headers.sum::<usize>()).ok_or(ReadError::TooLarge)?;
        }
        if let Some(streamed) = self.streamed.filter(|streamed| file && streamed.name == name) {
            return Ok(Some((streamed.file.min(self.memory), Rest::Streamed)));
        }
        #[cfg(feature = "spool")]
        if let Some(spool) = self.spool.as_mut().filter(|spool| file && spool.files > 0) {
            return Ok(Some((spool.file.min(self.memory), Rest::Spooled)));
        }
        Ok(None)
    }

    /// A file goes to disk.
    #[cfg(feature = "spool")]
    pub(super) fn spooled(&mut self) {
        if let Some(spool) = &mut self.spool {
            spool.files -= 1;
        }
    }

    /// So many bytes of it are there. A body of which a file is read as it arrives may be of any length, and what of it
    /// is on disk may not.
    #[cfg(feature = "spool")]
    pub(super) fn kept(&mut self, bytes: usize) -> Result<(), ReadError> {
        if let Some(spool) = &mut self.spool {
            spool.body = spool.body.checked_sub(bytes as u64).ok_or(ReadError::TooLarge)?;
        }
        Ok(())
    }
}
