//! Bytes to items.

use std::collections::VecDeque;
use std::task::{Context, Poll, ready};

use super::format::{Data, Framing};
use super::parse::Fields;
use super::split::Splitter;
use super::{Event, Events, ItemError, Sequence, SequenceFormat, Source};
use crate::{ByteStream, Decode, Json, Node, Rule, StreamError, Violations};

/// The events of a body; `strict` is for what clients send.
pub(crate) fn events<T: Decode + 'static>(bytes: ByteStream, format: SequenceFormat, strict: bool) -> Events<T> {
    Sequence::from_source(Typed { raw: Raw::new(bytes, format, strict), make: event })
}

/// The items of a body; `strict` is for what clients send.
pub(crate) fn items<T: Decode + 'static>(bytes: ByteStream, format: SequenceFormat, strict: bool) -> Sequence<T> {
    Sequence::from_source(Typed { raw: Raw::new(bytes, format, strict), make: |raw, item| decode(raw, item.data) })
}

fn event<T: Decode>(raw: &Raw, event: Event<String>) -> Result<Event<T>, StreamError> {
    let Event { event, id, retry, data } = event;
    if let Data::Named(json) = raw.format.data {
        let data = named(raw, event.as_deref().unwrap_or(MESSAGE), json, data)?;
        return Ok(Event { event: None, id, retry, data });
    }
    Ok(Event { event, id, retry, data: decode(raw, data)? })
}

/// What an event without a name is called (HTML section 9.2.6).
const MESSAGE: &str = "message";

/// Data whose type the name of its event tells.
fn named<T: Decode>(raw: &Raw, name: &str, json: &[&str], text: String) -> Result<T, StreamError> {
    let data = if json.contains(&name) { Json::parse(text.as_bytes()) } else { Ok(Json::from(text.as_str())) };
    let read = data.map_err(|violations| violations.prefixed("data")).and_then(|data| {
        let event: Json<'_> = [("event".into(), Json::from(name)), ("data".into(), data)].into_iter().collect();
        let node = Node::new(&event);
        T::decode(if raw.strict { node.strict() } else { node })
    });
    read.map_err(|violations| StreamError::Item(Box::new(ItemError { text, violations })))
}

fn decode<T: Decode>(raw: &Raw, text: String) -> Result<T, StreamError> {
    let (checks, is_text) = (raw.format.checks, raw.format.data == Data::Text);
    let read = |json: Json<'_>| {
        let node = if is_text { Node::new(&json).text() } else { Node::new(&json) };
        if !raw.strict {
            return T::decode(node);
        }
        let node = node.strict();
        match (T::decode(node), node.check(checks)) {
            (Ok(value), Ok(())) => Ok(value),
            (Ok(_), Err(violations)) | (Err(violations), Ok(())) => Err(violations),
            (Err(mut violations), Err(others)) => {
                violations.append(others);
                Err(violations)
            }
        }
    };
    let read = if is_text { read(Json::from(text.as_str())) } else { Json::parse(text.as_bytes()).and_then(read) };
    read.map_err(|violations| StreamError::Item(Box::new(ItemError { text, violations })))
}

/// Items as they come, with the type that they get.
struct Typed<I> {
    raw: Raw,
    make: fn(&Raw, Event<String>) -> Result<I, StreamError>,
}

impl<I> Source<I> for Typed<I> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<I, StreamError>>> {
        let item = ready!(self.raw.poll(context));
        Poll::Ready(item.map(|item| item.and_then(|item| (self.make)(&self.raw, item))))
    }

    fn is_finished(&self) -> bool {
        self.raw.finished
    }
}

/// The texts of items; those that are no events have data alone.
struct Raw {
    bytes: ByteStream,
    format: SequenceFormat,
    strict: bool,
    splitter: Splitter,
    fields: Fields,
    arrived: VecDeque<Result<Event<String>, StreamError>>,
    ended: bool,
    finished: bool,
}

impl Raw {
    fn new(bytes: ByteStream, format: SequenceFormat, strict: bool) -> Self {
        Self {
            bytes,
            format,
            strict,
            splitter: Splitter::new(format.framing),
            fields: Fields::default(),
            arrived: VecDeque::new(),
            ended: false,
            finished: false,
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<String>, StreamError>>> {
        let limit = self.bytes.limit();
        loop {
            if let Some(item) = self.arrived.pop_front() {
                if let (Some(terminator), Ok(Event { data, .. })) = (self.format.terminator, &item)
                    && data == terminator
                {
                    self.finished = true;
                    return Poll::Ready(None);
                }
                return Poll::Ready(Some(item));
            }
            if self.ended {
                return Poll::Ready(None);
            }
            match self.splitter.next() {
                Some(line) => self.take(&line),
                None if self.splitter.pending() > limit => self.refuse(StreamError::TooLarge { limit }),
                None => match ready!(self.bytes.poll_chunk(context)) {
                    Some(Ok(chunk)) => self.splitter.push(&chunk),
                    Some(Err(error)) => self.refuse(error),
                    None => {
                        self.ended = true;
                        let rest = self.splitter.rest();
                        // An event without its empty line is none (HTML section 9.2.6).
                        if self.format.framing != Framing::Events && !rest.is_empty() {
                            self.take(&rest);
                        }
                    }
                },
            }
        }
    }

    /// Takes a line or a record.
    fn take(&mut self, line: &[u8]) {
        let limit = self.bytes.limit();
        if line.len() > limit || self.fields.len() + line.len() > limit {
            return self.refuse(StreamError::TooLarge { limit });
        }
        match self.format.framing {
            Framing::Events => self.arrived.extend(self.fields.line(line).map(Ok)),
            Framing::Records if is_truncated(line) => {
                let violations = Violations::new(Rule::Syntax, "must be whole, with a line break after it");
                self.refuse(fault(line, violations));
            }
            Framing::Lines | Framing::Records if line.trim_ascii().is_empty() => {}
            Framing::Lines | Framing::Records => match std::str::from_utf8(line.trim_ascii()) {
                Ok(text) => self.arrived.push_back(Ok(Event::new(text.to_owned()))),
                Err(_) => self.refuse(fault(line, Violations::new(Rule::Syntax, "must be UTF-8"))),
            },
        }
    }

    fn refuse(&mut self, error: StreamError) {
        self.ended = true;
        self.arrived.push_back(Err(error));
    }
}

fn fault(line: &[u8], violations: Violations) -> StreamError {
    StreamError::Item(Box::new(ItemError { text: String::from_utf8_lossy(line).into_owned(), violations }))
}

/// Whether more of the number or the word may be missing (RFC 7464 section 2.4).
fn is_truncated(record: &[u8]) -> bool {
    let bare = record.trim_ascii_start().first().is_some_and(|first| !b"{[\"".contains(first));
    bare && !record.last().is_some_and(u8::is_ascii_whitespace)
}
