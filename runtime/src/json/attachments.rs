//! What a multipart body has beside its values: files, and the headers of its parts.

use http::HeaderMap;

#[cfg(any(feature = "client", feature = "server"))]
use super::locate::pointers;
use super::writer::Fault;
use super::{Decoded, Rule, Violation, Violations, Writer};
use crate::File;
#[cfg(any(feature = "client", feature = "server"))]
use crate::multipart::Attached;

/// The files of a multipart body and the headers of its parts, and where in the text they would be.
#[derive(Debug, Default)]
pub(super) struct Attachments {
    files: Vec<(usize, File)>,
    headers: Vec<(usize, HeaderMap)>,
}

impl Writer {
    /// A writer that keeps the files of a multipart body and the headers of its parts.
    #[cfg(any(feature = "client", feature = "server"))]
    pub(crate) fn with_files() -> Self {
        Self { attached: Some(Attachments::default()), ..Self::new() }
    }

    /// The text, and what was kept.
    #[cfg(any(feature = "client", feature = "server"))]
    pub(crate) fn into_attached(mut self) -> Decoded<(Vec<u8>, Attached)> {
        let Attachments { files, headers } = self.attached.take().unwrap_or_default();
        let text = self.into_vec()?;
        let attached = Attached { files: placed(&text, files), headers: placed(&text, headers) };
        Ok((text, attached))
    }

    /// Keeps a file, and writes `null` in its place.
    pub(crate) fn attach(&mut self, file: &File) {
        let offset = self.text.len();
        match &mut self.attached {
            Some(attached) => {
                attached.files.push((offset, file.clone()));
                self.null();
            }
            None => self.fault(Rule::Type, "cannot be JSON, being a file"),
        }
    }

    /// Keeps the headers of the part that is to be written now, or what is wrong with them.
    pub(crate) fn attach_headers(&mut self, headers: Decoded<HeaderMap>) {
        let offset = self.text.len();
        let headers = match &mut self.attached {
            None => Err(Violations::new(Rule::Type, "cannot be JSON, being a part with headers")),
            Some(attached) => headers.map(|headers| attached.headers.push((offset, headers))),
        };
        for Violation { pointer, rule, message } in headers.err().into_iter().flatten() {
            self.faults.push(Fault { offset, below: pointer, rule, message });
        }
    }
}

/// What was kept at offsets of a text, by JSON pointers.
#[cfg(any(feature = "client", feature = "server"))]
fn placed<T>(text: &[u8], kept: Vec<(usize, T)>) -> Vec<(String, T)> {
    let (offsets, kept): (Vec<usize>, Vec<T>) = kept.into_iter().unzip();
    pointers(text, offsets.into_iter()).into_iter().zip(kept).collect()
}
