//! Keys that a mapping has twice.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::Event;

use super::Source;
use super::chars::{Chars, chars, to_bytes};
use super::walk::events;

/// A key that a mapping has twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Duplicate {
    pub(crate) key: String,
    pub(crate) first: Range<usize>,
    pub(crate) second: Range<usize>,
}

/// The keys that a mapping of `text` has twice, in order.
pub(crate) fn duplicates(source: &Source) -> Vec<Duplicate> {
    let text = source.walkable();
    let mut found: Vec<(String, [Option<Chars>; 2])> = Vec::new();
    let mut stack: Vec<Option<Keys<'_>>> = Vec::new();
    for (event, span) in events(&text) {
        let is_key = match stack.last_mut() {
            Some(Some(keys)) => keys.advance(&event),
            _ => false,
        };
        match event {
            Event::Scalar(key, ..) if is_key => {
                if let Some(Some(keys)) = stack.last_mut() {
                    if key == "<<" {
                        continue;
                    }
                    if let Some(first) = keys.seen.get(&key) {
                        found.push((key.into_owned(), [Some(*first), Some(chars(span))]));
                    } else {
                        keys.seen.insert(key, chars(span));
                    }
                }
            }
            Event::MappingStart(..) => stack.push(Some(Keys::default())),
            Event::SequenceStart(..) => stack.push(None),
            Event::MappingEnd | Event::SequenceEnd => {
                stack.pop();
            }
            _ => {}
        }
    }
    let ranges = to_bytes(&text, &found.iter().flat_map(|(_, spans)| *spans).collect::<Vec<_>>());
    let pairs = ranges.as_chunks::<2>().0.iter().zip(found);
    pairs
        .filter_map(|([first, second], (key, _))| {
            Some(Duplicate { key, first: first.clone()?, second: second.clone()? })
        })
        .collect()
}

/// The keys of an open mapping.
#[derive(Default)]
struct Keys<'t> {
    seen: HashMap<Cow<'t, str>, Chars>,
    in_value: bool,
}

impl Keys<'_> {
    /// Takes the next direct child of the mapping and says whether it is a key.
    fn advance(&mut self, event: &Event<'_>) -> bool {
        if matches!(event, Event::MappingEnd | Event::SequenceEnd) {
            return false;
        }
        let is_key = !self.in_value;
        self.in_value = is_key;
        is_key
    }
}
