//! The walk over a text's YAML events that finds where nodes stand.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, Span};

use crate::diagnostic::{Focus, Pointer};

/// How many times an alias may lead to an anchor whose own content is an alias.
const ALIAS_ROUNDS: usize = 8;

/// A key that a mapping has twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Duplicate {
    pub(crate) key: String,
    pub(crate) first: Range<usize>,
    pub(crate) second: Range<usize>,
}

/// The bytes of each wanted node of `text`; see [`super::Source::spans`].
pub(super) fn find(text: &str, wanted: &[(Pointer, Focus)]) -> Vec<Option<Range<usize>>> {
    let paths = wanted.iter().map(|(pointer, _)| pointer.segments().collect()).collect();
    let mut search = Search { paths, found: vec![None; wanted.len()], open: wanted.len(), jumps: Jumps::new() };
    let roots = (0..wanted.len()).map(|request| Want { request, depth: 0 }).collect();
    search.walk(text, roots, &Jumps::new());
    for _ in 0..ALIAS_ROUNDS {
        let jumps = std::mem::take(&mut search.jumps);
        if jumps.is_empty() {
            break;
        }
        search.walk(text, Vec::new(), &jumps);
    }
    let spans = search.found.iter().zip(wanted).map(|(found, (_, focus))| found.as_ref().map(|it| it.shown(*focus)));
    to_bytes(text, &spans.collect::<Vec<_>>())
}

/// The keys that a mapping of `text` has twice, in order.
pub(crate) fn duplicates(source: &super::Source) -> Vec<Duplicate> {
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

/// The events of the text, up to the first fault.
fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Span)> {
    Parser::new_from_str(text).map_while(Result::ok)
}

/// The keys of an open mapping.
#[derive(Default)]
struct Keys<'t> {
    seen: HashMap<std::borrow::Cow<'t, str>, Chars>,
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

/// A range counted in characters, as the parser counts, and the lines on which it starts and ends.
#[derive(Debug, Clone, Copy)]
struct Chars {
    start: usize,
    end: usize,
    lines: (usize, usize),
    /// Only the first line of it is to be shown.
    first_line: bool,
}

/// The characters of a span.
fn chars(span: Span) -> Chars {
    let lines = (span.start.line(), span.end.line());
    Chars { start: span.start.index(), end: span.end.index().max(span.start.index()), lines, first_line: false }
}

/// One wanted pointer, of which the first `depth` segments lead to the node at hand.
#[derive(Debug, Clone, Copy)]
struct Want {
    request: usize,
    depth: usize,
}

/// Wants that go on below an anchor, by the anchor's number.
type Jumps = HashMap<usize, Vec<Want>>;

/// The nearest node found so far for a request.
#[derive(Debug, Clone, Copy)]
struct Found {
    depth: usize,
    key: Option<Chars>,
    value: Chars,
}

impl Found {
    /// What to show of the node: the key when it is asked for or when the value has several lines or no text.
    fn shown(&self, focus: Focus) -> Chars {
        let value = self.value;
        let on_one_line = value.lines.0 == value.lines.1 && value.start < value.end;
        match self.key {
            Some(key) if focus == Focus::Key || !on_one_line => key,
            _ => Chars { first_line: !on_one_line, ..value },
        }
    }
}

/// An open mapping or sequence.
struct Frame {
    /// What is wanted of this node's inside; empty for most nodes.
    wants: Vec<Want>,
    /// The wants that this very node answers (to be told its end).
    answers: Vec<Want>,
    inside: Inside,
    /// The value of a merge key, whose members are members of the mapping that has the key.
    merged: bool,
}

/// Where in an open node the walk is.
enum Inside {
    /// Before this element.
    Sequence(usize),
    /// Before a key.
    Key,
    /// After this key (`None` for one that nobody can want), before its value.
    Value(Option<(String, Chars)>),
}

/// The state of a search.
struct Search {
    paths: Vec<Vec<String>>,
    found: Vec<Option<Found>>,
    /// How many requests have not been answered in full.
    open: usize,
    jumps: Jumps,
}

impl Search {
    /// Walks the whole text; `roots` are wanted from its root, `anchored` from anchors.
    fn walk(&mut self, text: &str, roots: Vec<Want>, anchored: &Jumps) {
        let mut stack: Vec<Frame> = Vec::new();
        let mut roots = Some(roots);
        let mut last_end = None;
        for (event, span) in events(text) {
            let here = chars(span);
            match event {
                Event::MappingStart(anchor, _) | Event::SequenceStart(anchor, _) => {
                    let is_mapping = matches!(event, Event::MappingStart(..));
                    let (mut node, key, merged) = self.enter(&mut stack, &mut roots, None);
                    node.extend(anchored.get(&anchor).into_iter().flatten());
                    let answers = if merged { Vec::new() } else { self.answer(&node, key, here) };
                    let inside = if is_mapping { Inside::Key } else { Inside::Sequence(0) };
                    stack.push(Frame { wants: node, answers, inside, merged });
                }
                Event::MappingEnd | Event::SequenceEnd => {
                    let end = if here.start < here.end { here } else { last_end.unwrap_or(here) };
                    if let Some(frame) = stack.pop() {
                        self.close(&frame.answers, end);
                    }
                    last_end = Some(end);
                }
                Event::Scalar(text, _, anchor, _) => {
                    let (mut node, key, _) = self.enter(&mut stack, &mut roots, Some((&text, here)));
                    node.extend(anchored.get(&anchor).into_iter().flatten());
                    let answers = self.answer(&node, key, here);
                    self.close(&answers, here);
                    last_end = Some(here);
                }
                Event::Alias(anchor) => {
                    let (node, key, _) = self.enter(&mut stack, &mut roots, None);
                    let answers = self.answer(&node, key, here);
                    self.close(&answers, here);
                    self.jump(anchor, &node);
                    last_end = Some(here);
                }
                _ => {}
            }
            if self.open == 0 {
                return;
            }
        }
    }

    /// The wants that lead to the node that starts now, its key, and whether its members belong to its parent.
    /// A scalar that is a key is kept for its value and wanted by nobody.
    fn enter(
        &self,
        stack: &mut [Frame],
        roots: &mut Option<Vec<Want>>,
        scalar: Option<(&str, Chars)>,
    ) -> (Vec<Want>, Option<Chars>, bool) {
        let Some(frame) = stack.last_mut() else {
            return (roots.take().unwrap_or_default(), None, false);
        };
        match std::mem::replace(&mut frame.inside, Inside::Key) {
            Inside::Sequence(index) => {
                frame.inside = Inside::Sequence(index + 1);
                if frame.merged || frame.wants.is_empty() {
                    return (frame.wants.clone(), None, frame.merged);
                }
                (self.step(&frame.wants, &index.to_string()), None, false)
            }
            Inside::Key => {
                let wanted = scalar.filter(|_| !frame.wants.is_empty());
                frame.inside = Inside::Value(wanted.map(|(key, span)| (key.to_owned(), span)));
                (Vec::new(), None, false)
            }
            Inside::Value(None) => (Vec::new(), None, false),
            Inside::Value(Some((key, _))) if key == "<<" && scalar.is_none() => (frame.wants.clone(), None, true),
            Inside::Value(Some((key, span))) => (self.step(&frame.wants, &key), Some(span), false),
        }
    }

    /// Those of the wants that go on through the member `segment`, one segment further.
    fn step(&self, wants: &[Want], segment: &str) -> Vec<Want> {
        let goes_on = |want: &&Want| {
            let path = self.paths.get(want.request);
            path.and_then(|path| path.get(want.depth)).is_some_and(|next| next == segment)
        };
        wants.iter().filter(goes_on).map(|want| Want { depth: want.depth + 1, ..*want }).collect()
    }

    /// Notes the node for each want that it brings nearer to its aim; gives those.
    fn answer(&mut self, wants: &[Want], key: Option<Chars>, value: Chars) -> Vec<Want> {
        let mut answered = Vec::new();
        for want in wants {
            if let Some(found) = self.found.get_mut(want.request)
                && found.is_none_or(|found| found.depth < want.depth)
            {
                *found = Some(Found { depth: want.depth, key, value });
                answered.push(*want);
            }
        }
        answered
    }

    /// Tells a node that was noted its end; where a nearer one was found inside it, that one stays.
    fn close(&mut self, answers: &[Want], end: Chars) {
        for want in answers {
            let whole = self.paths.get(want.request).is_some_and(|path| path.len() == want.depth);
            self.open -= usize::from(whole);
            if let Some(Some(found)) = self.found.get_mut(want.request)
                && found.depth == want.depth
            {
                found.value.end = found.value.end.max(end.end);
                found.value.lines.1 = found.value.lines.1.max(end.lines.1);
            }
        }
    }

    /// Wants that lead below an alias go on below its anchor, in the next walk.
    fn jump(&mut self, anchor: usize, wants: &[Want]) {
        let paths = &self.paths;
        let below = |want: &&Want| paths.get(want.request).is_some_and(|path| path.len() > want.depth);
        let wants: Vec<_> = wants.iter().filter(below).copied().collect();
        if !wants.is_empty() {
            self.jumps.entry(anchor).or_default().extend(wants);
        }
    }
}

/// Turns ranges counted in characters into byte ranges, in one pass over the text.
fn to_bytes(text: &str, spans: &[Option<Chars>]) -> Vec<Option<Range<usize>>> {
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
