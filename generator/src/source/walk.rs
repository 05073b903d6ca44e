//! The walk over a text's YAML events that finds where nodes stand.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, Span};

use super::chars::{Chars, chars, to_bytes};
use crate::diagnostic::{Focus, Pointer};

/// How many times an alias may lead to an anchor whose own content is an alias.
const ALIAS_ROUNDS: usize = 8;

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

/// The events of the text, up to the first fault.
pub(super) fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Span)> {
    Parser::new_from_str(text).map_while(Result::ok)
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

/// One walk over the whole text.
struct Walk<'s> {
    search: &'s mut Search,
    /// What is wanted from anchors.
    anchored: &'s Jumps,
    /// What is wanted from the root, until it is met.
    roots: Vec<Want>,
    stack: Vec<Frame>,
    /// The end of the last node that has text of its own.
    last_end: Option<Chars>,
}

impl Walk<'_> {
    /// Takes the next event.
    fn event(&mut self, event: &Event<'_>, here: Chars) {
        match event {
            Event::MappingStart(anchor, _) => self.open(*anchor, here, Inside::Key),
            Event::SequenceStart(anchor, _) => self.open(*anchor, here, Inside::Sequence(0)),
            Event::MappingEnd | Event::SequenceEnd => {
                // The end of a block is where the next node starts; its text ends with its last child.
                let end = if here.start < here.end { here } else { self.last_end.unwrap_or(here) };
                if let Some(frame) = self.stack.pop() {
                    self.search.close(&frame.answers, end);
                }
                self.last_end = Some(end);
            }
            Event::Scalar(text, _, anchor, _) => {
                let (mut wants, key, _) = self.enter(Some((text, here)));
                wants.extend(self.anchored.get(anchor).into_iter().flatten());
                self.leaf(&wants, key, here);
            }
            Event::Alias(anchor) => {
                let (wants, key, _) = self.enter(None);
                self.leaf(&wants, key, here);
                self.search.jump(*anchor, &wants);
            }
            _ => {}
        }
    }

    /// A mapping or a sequence starts.
    fn open(&mut self, anchor: usize, here: Chars, inside: Inside) {
        let (mut wants, key, merged) = self.enter(None);
        wants.extend(self.anchored.get(&anchor).into_iter().flatten());
        let answers = if merged { Vec::new() } else { self.search.answer(&wants, key, here) };
        self.stack.push(Frame { wants, answers, inside, merged });
    }

    /// A node without an inside.
    fn leaf(&mut self, wants: &[Want], key: Option<Chars>, here: Chars) {
        let answers = self.search.answer(wants, key, here);
        self.search.close(&answers, here);
        self.last_end = Some(here);
    }

    /// The wants that lead to the node that starts now, its key, and whether its members belong to its parent.
    /// A scalar that is a key is kept for its value and wanted by nobody.
    fn enter(&mut self, scalar: Option<(&str, Chars)>) -> (Vec<Want>, Option<Chars>, bool) {
        let Some(frame) = self.stack.last_mut() else {
            return (std::mem::take(&mut self.roots), None, false);
        };
        match std::mem::replace(&mut frame.inside, Inside::Key) {
            Inside::Sequence(index) => {
                frame.inside = Inside::Sequence(index + 1);
                if frame.merged || frame.wants.is_empty() {
                    return (frame.wants.clone(), None, frame.merged);
                }
                (self.search.step(&frame.wants, &index.to_string()), None, false)
            }
            Inside::Key => {
                let wanted = scalar.filter(|_| !frame.wants.is_empty());
                frame.inside = Inside::Value(wanted.map(|(key, span)| (key.to_owned(), span)));
                (Vec::new(), None, false)
            }
            Inside::Value(None) => (Vec::new(), None, false),
            Inside::Value(Some((key, _))) if key == "<<" && scalar.is_none() => (frame.wants.clone(), None, true),
            Inside::Value(Some((key, span))) => (self.search.step(&frame.wants, &key), Some(span), false),
        }
    }
}

impl Search {
    /// Walks the whole text; `roots` are wanted from its root, `anchored` from anchors.
    fn walk(&mut self, text: &str, roots: Vec<Want>, anchored: &Jumps) {
        let mut walk = Walk { search: self, anchored, roots, stack: Vec::new(), last_end: None };
        for (event, span) in events(text) {
            walk.event(&event, chars(span));
            if walk.search.open == 0 {
                return;
            }
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
