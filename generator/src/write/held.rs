//! Whether a file holds what would be written.

use std::io::{self, BufRead};
use std::{fs, path::Path};

use crate::format::FileText;

/// How many bytes of a file are compared at once.
const PART: usize = 64 * 1024;

/// Whether a file holds this text and no other; it is not taken into memory. One that cannot be read holds nothing.
pub(super) fn holds(path: &Path, text: &FileText) -> bool {
    let Ok(file) = fs::File::open(path) else { return false };
    let length = file.metadata().map(|data| data.len());
    if !length.is_ok_and(|length| usize::try_from(length) == Ok(text.len())) {
        return false;
    }
    let mut file = io::BufReader::with_capacity(PART, file);
    is_all(&mut file, text).unwrap_or(false)
}

/// Whether what is read from here on is this text and nothing else.
fn is_all(file: &mut impl BufRead, text: &FileText) -> io::Result<bool> {
    for part in text.parts() {
        let mut bytes = part.as_bytes();
        while !bytes.is_empty() {
            let length = filled(file)?.min(bytes.len());
            match file.fill_buf()?.get(..length).and_then(|read| bytes.strip_prefix(read)) {
                Some(rest) if length > 0 => bytes = rest,
                _ => return Ok(false),
            }
            file.consume(length);
        }
    }
    Ok(filled(file)? == 0)
}

/// How many bytes are there to be taken; none at the end. A call that is interrupted is made again.
fn filled(file: &mut impl BufRead) -> io::Result<usize> {
    loop {
        match file.fill_buf() {
            Ok(read) => return Ok(read.len()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of which each read is interrupted before it gives a few bytes.
    struct Interrupted<'t> {
        rest: &'t [u8],
        ready: bool,
    }

    impl io::Read for Interrupted<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            self.ready = !self.ready;
            if self.ready {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let length = into.len().min(3);
            into.get_mut(..length).map_or(Ok(0), |into| self.rest.read(into))
        }
    }

    #[test]
    fn a_text_is_compared_however_it_is_read() {
        let mut text = FileText::default();
        for part in ["", "one ", "", "and two", "\n"] {
            text.push(part.to_owned());
        }
        for (read, same) in [
            ("one and two\n", true),
            ("one and two", false),
            ("one and too\n", false),
            ("one and two\n\n", false),
            ("", false),
        ] {
            let reader = Interrupted { rest: read.as_bytes(), ready: false };
            assert_eq!(is_all(&mut io::BufReader::new(reader), &text).unwrap_or(false), same, "{read:?}");
        }
    }
}
