//! The files of one API, and where a node of the document stands in them.
//!
//! Nothing here is paid for while all goes well: stages speak of nodes by [`Pointer`], and lines and columns are
//! computed when a finding is shown, for a whole batch in one walk over each file.

mod chars;
mod duplicates;
mod json;
mod walk;

use std::borrow::Cow;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::diagnostic::{FileSpan, Focus, Pointer};
pub(crate) use duplicates::duplicates;

/// One file: its path as it was named, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path as the user wrote it; this is what findings show.
    pub path: PathBuf,
    /// The text, without a byte order mark.
    pub text: String,
    /// How many line breaks stand before each block, and before the end; counted when first asked for.
    breaks: OnceLock<Vec<usize>>,
}

/// The bytes of a block in which line breaks are counted.
const BLOCK: usize = 4096;

impl Source {
    /// A source whose text is at hand.
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        Self { path: path.into(), text, breaks: OnceLock::new() }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read, or is not UTF-8 (the error then says at which byte).
    pub fn read(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let bytes = std::fs::read(&path)?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(path, text)),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                Err(io::Error::new(io::ErrorKind::InvalidData, format!("byte {at} is not valid UTF-8")))
            }
        }
    }

    /// Whether this is JSON: the first byte that is not space is `{`. Everything else is YAML.
    pub fn is_json(&self) -> bool {
        self.text.trim_start().starts_with('{')
    }

    /// The byte offset of a line (from 1) and of a column in it (from 1, in characters); the nearest one that exists.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let start = self.line_start(line);
        let rest = self.text.get(start..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        let column = line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
        start + column
    }

    /// The byte offset at which a line (from 1) starts; the end of the text when it has fewer.
    pub fn line_start(&self, line: usize) -> usize {
        let Some(wanted) = line.checked_sub(1).filter(|wanted| *wanted > 0) else { return 0 };
        let breaks = self.breaks();
        // The last block before which not so many stand has the break.
        let block = breaks.partition_point(|before| *before < wanted).saturating_sub(1);
        let before = breaks.get(block).copied().unwrap_or_default();
        let rest = self.text.as_bytes().get(block * BLOCK..).unwrap_or_default();
        let found = memchr::memchr_iter(b'\n', rest).nth(wanted.saturating_sub(before + 1));
        found.map_or(self.text.len(), |at| block * BLOCK + at + 1)
    }

    /// The line and the column (both from 1, columns in characters) of a byte offset.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let offset = self.text.floor_char_boundary(offset);
        let block = offset / BLOCK;
        let before = self.text.as_bytes().get(block * BLOCK..offset).unwrap_or_default();
        let breaks = self.breaks().get(block).copied().unwrap_or_default() + count_breaks(before);
        let line = self.text.get(..offset).and_then(|text| text.rsplit('\n').next()).unwrap_or_default();
        (breaks + 1, line.chars().count() + 1)
    }

    fn breaks(&self) -> &[usize] {
        let sum = |before: &mut usize, block: &[u8]| {
            *before += count_breaks(block);
            Some(*before)
        };
        let sums = || self.text.as_bytes().chunks(BLOCK).scan(0, sum);
        self.breaks.get_or_init(|| std::iter::once(0).chain(sums()).collect())
    }

    /// The bytes of each wanted node, found in one walk over the text.
    ///
    /// A node that does not exist gives its nearest ancestor; a text that cannot be walked gives `None` where
    /// nothing at all was found. A value that runs over several lines gives its key, or its first line.
    pub fn spans(&self, wanted: &[(Pointer, Focus)]) -> Vec<Option<Range<usize>>> {
        if wanted.is_empty() {
            return Vec::new();
        }
        if self.is_json() { json::find(&self.text, wanted) } else { walk::find(&self.text, wanted) }
    }

    /// The place of one node.
    pub fn span(&self, pointer: &Pointer, focus: Focus) -> FileSpan {
        let mut spans = self.spans(&[(pointer.clone(), focus)]);
        FileSpan { file: self.path.clone(), range: spans.pop().flatten().or(Some(0..0)) }
    }

    /// The text as the YAML parser takes it. JSON is YAML but for two things, tabs as indentation and escaped
    /// surrogates, so these are masked by as many bytes of something else: offsets stay what they are.
    fn walkable(&self) -> Cow<'_, str> {
        if !self.is_json() || !(self.text.contains('\t') || self.text.contains("\\u")) {
            return Cow::Borrowed(&self.text);
        }
        let mut masked = self.text.replace('\t', " ");
        for surrogate in ["\\ud", "\\uD"] {
            masked = masked.replace(surrogate, "..d");
        }
        Cow::Owned(masked)
    }
}

fn count_breaks(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

/// A place that can be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The file, as it was named.
    pub file: PathBuf,
    /// The bytes in it; `None` for the file as a whole.
    pub range: Option<Range<usize>>,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The line of the end.
    pub end_line: usize,
    /// The column just after the end.
    pub end_column: usize,
}

/// What an overlay did to the document, in the order in which it did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Edit {
    /// The node at `at` was put there (in place of what was there, if anything was) by `from` of file `file`.
    Put { at: Pointer, file: usize, from: Pointer },
    /// The element `index` was taken out of the array at `array`; those after it moved up.
    TakeOut { array: Pointer, index: usize },
}

/// All files of one API: the document and its overlays, with the record of which node came from where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    files: Vec<Source>,
    edits: Vec<Edit>,
}

impl Sources {
    /// The sources of an API that has no overlays.
    pub fn of(document: Source) -> Self {
        Self { files: vec![document], edits: Vec::new() }
    }

    /// Adds a file (an overlay, or another file that findings speak of) and gives its number.
    pub fn add(&mut self, source: Source) -> usize {
        self.files.push(source);
        self.files.len() - 1
    }

    /// All files; the first is the document.
    pub fn files(&self) -> &[Source] {
        &self.files
    }

    /// The file of that path.
    pub fn file(&self, path: &Path) -> Option<&Source> {
        self.files.iter().find(|source| source.path == path)
    }

    /// Notes what an overlay did.
    pub(crate) fn record(&mut self, edit: Edit) {
        self.edits.push(edit);
    }

    /// Where the node `pointer` of the merged document was written: the number of the file and the pointer there.
    ///
    /// The record is read backwards, from the document as it is to the document as it was.
    pub fn origin(&self, pointer: &Pointer) -> (usize, Pointer) {
        let mut pointer = Cow::Borrowed(pointer.as_str());
        for edit in self.edits.iter().rev() {
            match edit {
                Edit::Put { at, file, from } => {
                    if let Some(rest) = below(&pointer, at) {
                        return (*file, Pointer::parse(&format!("{from}{rest}")));
                    }
                }
                Edit::TakeOut { array, index } => {
                    if let Some(moved) = before_removal(&pointer, array, *index) {
                        pointer = Cow::Owned(moved);
                    }
                }
            }
        }
        (0, Pointer::parse(&pointer))
    }

    /// Where one node stands; a node that does not exist gives its nearest ancestor.
    pub fn locate(&self, pointer: &Pointer, focus: Focus) -> Option<Location> {
        self.locate_all(&[(pointer.clone(), focus)]).pop().flatten()
    }

    /// Where each of these nodes stands, in one walk over each file.
    pub fn locate_all(&self, wanted: &[(Pointer, Focus)]) -> Vec<Option<Location>> {
        let origins: Vec<_> = wanted.iter().map(|(pointer, focus)| (self.origin(pointer), *focus)).collect();
        let mut located = vec![None; wanted.len()];
        for (number, file) in self.files.iter().enumerate() {
            let here = origins.iter().enumerate().filter(|(_, ((origin, _), _))| *origin == number);
            let (slots, asked): (Vec<_>, Vec<_>) =
                here.map(|(slot, ((_, pointer), focus))| (slot, (pointer.clone(), *focus))).unzip();
            for (slot, range) in slots.into_iter().zip(file.spans(&asked)) {
                if let Some(entry) = located.get_mut(slot) {
                    *entry = Some(Self::place(file, range.or(Some(0..0))));
                }
            }
        }
        located
    }

    /// The place that a span means, in lines and columns.
    pub fn place_of(&self, span: &FileSpan) -> Location {
        match self.file(&span.file) {
            Some(file) => Self::place(file, span.range.clone()),
            None => Self::place(&Source::new(&span.file, ""), None),
        }
    }

    /// Counts the lines and columns of a range.
    fn place(file: &Source, range: Option<Range<usize>>) -> Location {
        let (start, end) = range.as_ref().map_or((0, 0), |range| (range.start, range.end));
        let (line, column) = file.position(start);
        let (end_line, end_column) = file.position(end);
        Location { file: file.path.clone(), range, line, column, end_line, end_column }
    }
}

/// What follows `ancestor` in `pointer`: empty for the node itself, `None` for a node that is not below it.
fn below<'p>(pointer: &'p str, ancestor: &Pointer) -> Option<&'p str> {
    let rest = pointer.strip_prefix(ancestor.as_str())?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

/// The pointer as it was before element `index` of `array` was taken out; `None` when that changes nothing.
fn before_removal(pointer: &str, array: &Pointer, index: usize) -> Option<String> {
    let rest = below(pointer, array)?.strip_prefix('/')?;
    let (element, tail) = rest.split_once('/').map_or((rest, None), |(element, tail)| (element, Some(tail)));
    let element: usize = element.parse().ok()?;
    if element < index {
        return None;
    }
    let tail = tail.map_or_else(String::new, |tail| format!("/{tail}"));
    Some(format!("{array}/{}{tail}", element + 1))
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Source};

    #[test]
    fn lines_and_columns_are_those_that_one_counts() {
        let long = "é".repeat(BLOCK / 2 + 1);
        for text in
            [String::new(), "\n".repeat(BLOCK), format!("a\n\r\n{long}\nb\n{long}"), "a".repeat(BLOCK - 1) + "\n"]
        {
            let source = Source::new("spec", text.as_str());
            let mut place = (1, 1);
            for (offset, character) in text.char_indices().chain([(text.len(), ' ')]) {
                assert_eq!(source.position(offset), place, "{offset}");
                place = if character == '\n' { (place.0 + 1, 1) } else { (place.0, place.1 + 1) };
            }
            let place_of_end = source.position(text.len());
            let mut start = 0;
            for (line, text) in text.split_inclusive('\n').enumerate() {
                assert_eq!(source.line_start(line + 1), start);
                start += text.len();
            }
            assert_eq!(source.line_start(usize::MAX), text.len());
            assert_eq!((source.line_start(0), source.position(usize::MAX)), (0, place_of_end));
        }
    }
}
