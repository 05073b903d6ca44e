//! Ranges as the YAML parser counts them, in characters, and as everybody else does, in bytes.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::Span;

/// A range counted in characters, as the parser counts, and the lines on which it starts and ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chars {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) lines: (usize, usize),
    /// Only the first line of it is to be shown.
    pub(super) first_line: bool,
}

/// The characters of a span.
pub(super) fn chars(span: Span) -> Chars {
    let lines = (span.start.line(), span.end.line());
    Chars { start: span.start.index(), end: span.end.index().max(span.start.index()), lines, first_line: false }
}

/// Turns ranges counted in characters into byte ranges, in one pass over the text.
pub(super) fn to_bytes(text: &str, spans: &[Option<Chars>]) -> Vec<Option<Range<usize>>> {
    let mut counts: Vec<usize> = spans.iter().flatten().flat_map(|span| [span.start, span.end]).collect();
    counts.sort_unstable();
    counts.dedup();
    let mut offsets = HashMap::with_capacity(counts.len());
    let mut characters = text.char_indices().map(|(at, _)| at).enumerate();
    for count in counts {
        let at = characters.find(|(number, _)| *number == count).map_or(text.len(), |(_, at)| at);
        offsets.insert(count, at);
    }
    spans
        .iter()
        .map(|span| {
            let span = span.as_ref()?;
            let (start, end) = (*offsets.get(&span.start)?, *offsets.get(&span.end)?);
            let shown = text.get(start..if span.first_line { text.len() } else { end })?;
            let shown = if span.first_line { shown.split('\n').next()? } else { shown };
            Some(start..start + shown.trim_end().len())
        })
        .collect()
}
