//! Chunks of bytes to lines or records.

use super::format::Framing;

/// Cuts what arrives at the ends of lines, or at the beginnings of records.
#[derive(Debug)]
pub(super) struct Splitter {
    framing: Framing,
    buffer: Vec<u8>,
    /// Where what was not given out yet begins.
    start: usize,
    /// Up to where no end was found.
    scanned: usize,
    /// Whether a CR ended the last line, to which an LF belongs.
    after_cr: bool,
}

impl Splitter {
    pub(super) fn new(framing: Framing) -> Self {
        Self { framing, buffer: Vec::new(), start: 0, scanned: 0, after_cr: false }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.start);
        self.scanned -= self.start;
        self.start = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// How much waits for its end.
    pub(super) fn pending(&self) -> usize {
        self.buffer.len() - self.start
    }

    /// The next line or record that is whole.
    pub(super) fn next(&mut self) -> Option<Vec<u8>> {
        if self.after_cr && self.start < self.buffer.len() {
            self.after_cr = false;
            if self.buffer.get(self.start) == Some(&b'\n') {
                self.start += 1;
                self.scanned = self.scanned.max(self.start);
            }
        }
        let rest = self.buffer.get(self.scanned..).unwrap_or_default();
        let end = rest.iter().position(|byte| match self.framing {
            Framing::Events => matches!(byte, b'\n' | b'\r'),
            Framing::Lines => *byte == b'\n',
            Framing::Records => *byte == 0x1e,
        });
        let Some(end) = end.map(|end| self.scanned + end) else {
            self.scanned = self.buffer.len();
            return None;
        };
        let line = self.buffer.get(self.start..end).unwrap_or_default().to_vec();
        self.after_cr = self.framing == Framing::Events && self.buffer.get(end) == Some(&b'\r');
        self.start = end + 1;
        self.scanned = self.start;
        Some(line)
    }

    /// What is left when nothing more arrives.
    pub(super) fn rest(&mut self) -> Vec<u8> {
        let rest = self.buffer.split_off(self.start.min(self.buffer.len()));
        *self = Self::new(self.framing);
        rest
    }
}
