//! Items to bytes.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::Frame;

use super::format::{Data, Framing};
use super::{Event, Events, Sequence, SequenceFormat};
use crate::{Body, Decoded, Encode, Json, Rule, StreamError, Violations, to_vec};

/// A body of events, each written when the other side takes it.
pub(crate) fn events<T: Encode + 'static>(events: &Events<T>, format: SequenceFormat) -> Body {
    Body::new(Writing { items: events.clone(), format, write: event, ended: false })
}

/// A body of items, each written when the other side takes it.
pub(crate) fn items<T: Encode + 'static>(items: &Sequence<T>, format: SequenceFormat) -> Body {
    let write = |format, item: T| to_vec(&item).map(|json| framed(format, &json));
    Body::new(Writing { items: items.clone(), format, write, ended: false })
}

struct Writing<I> {
    items: Sequence<I>,
    format: SequenceFormat,
    write: fn(SequenceFormat, I) -> Decoded<Vec<u8>>,
    ended: bool,
}

impl<I> http_body::Body for Writing<I> {
    type Data = Bytes;
    type Error = StreamError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, StreamError>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let format = self.format;
        let written = match ready!(self.items.poll(context)) {
            Some(Ok(item)) => (self.write)(format, item).map_err(StreamError::Encode),
            Some(Err(error)) => Err(error),
            None => {
                self.ended = true;
                let Some(terminator) = format.terminator else { return Poll::Ready(None) };
                Ok(framed(format, terminator.as_bytes()))
            }
        };
        self.ended |= written.is_err();
        Poll::Ready(Some(written.map(|bytes| Frame::data(bytes.into()))))
    }
}

fn framed(format: SequenceFormat, text: &[u8]) -> Vec<u8> {
    let (before, after): (&[u8], &[u8]) = match format.framing {
        Framing::Events => (b"data: ", b"\n\n"),
        Framing::Lines => (b"", b"\n"),
        Framing::Records => (b"\x1e", b"\n"),
    };
    [before, text, after].concat()
}

fn event<T: Encode>(format: SequenceFormat, event: Event<T>) -> Decoded<Vec<u8>> {
    let Event { event, id, retry, data } = event;
    let json = to_vec(&data)?;
    let (event, data) = match format.data {
        Data::Named(names) => named(&Json::parse(&json)?, names, event)?,
        Data::Text => (event, Json::parse(&json)?.as_str().map(str::to_owned)),
        Data::Json => (event, None),
    };
    let data = data.unwrap_or_else(|| String::from_utf8_lossy(&json).into_owned());
    if format.terminator == Some(data.as_str()) {
        let violations = Violations::new(Rule::Format, "cannot be sent, being what ends the sequence");
        return Err(violations.prefixed("data"));
    }
    // All that ends a line is read as U+000A.
    if data.contains('\r') {
        return Err(Violations::new(Rule::Format, "cannot be sent, having a carriage return").prefixed("data"));
    }
    let mut out = String::new();
    for (name, value) in [("event", event), ("id", id)] {
        if let Some(value) = value {
            if value.is_empty() && name == "event" {
                let violations = Violations::new(Rule::Format, "cannot be sent, for being empty it looks like none");
                return Err(violations.prefixed(name));
            }
            let forbidden = |character| matches!(character, '\n' | '\r') || (character == '\0' && name == "id");
            if value.contains(forbidden) {
                let violations = Violations::new(Rule::Format, "cannot be sent, being more than a line of text");
                return Err(violations.prefixed(name));
            }
            field(&mut out, name, &value);
        }
    }
    if let Some(retry) = retry {
        field(&mut out, "retry", &retry.as_millis().to_string());
    }
    for line in data.split('\n') {
        field(&mut out, "data", line);
    }
    out.push('\n');
    Ok(out.into_bytes())
}

/// The name and the text of data that tells its name.
fn named(json: &Json<'_>, names: &[&str], event: Option<String>) -> Decoded<(Option<String>, Option<String>)> {
    let name = json.get("event").and_then(Json::as_str).unwrap_or_default();
    if event.is_some_and(|event| event != name) {
        let violations = Violations::new(Rule::Format, "cannot be sent, for the data is that of another event");
        return Err(violations.prefixed("event"));
    }
    let text = match json.get("data") {
        Some(data) if names.contains(&name) => String::from_utf8_lossy(&to_vec(data)?).into_owned(),
        Some(Json::String(text)) => text.clone().into_owned(),
        _ => return Err(Violations::new(Rule::Type, "must be a string").prefixed("data")),
    };
    Ok((Some(name.to_owned()), Some(text)))
}

fn field(out: &mut String, name: &str, value: &str) {
    out.push_str(name);
    out.push_str(": ");
    out.push_str(value);
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn data_of_text_is_read_as_it_was_written() {
        let format = SequenceFormat::text_events();
        let written = events::<i64>(&[7_i64, -1].into_iter().collect(), format);
        for strict in [false, true] {
            let bytes = crate::ByteStream::from("data: 7\n\ndata: -1\n\n");
            let mut read = super::super::read_events::<i64>(bytes, format, strict);
            assert_eq!(read.next().await.unwrap().unwrap(), Event::new(7));
            assert_eq!(read.next().await.unwrap().unwrap(), Event::new(-1));
        }
        assert_eq!(crate::ByteStream::new(written).bytes().await.unwrap(), "data: 7\n\ndata: -1\n\n");
        let mut texts = super::super::read_events::<String>(crate::ByteStream::from("data: 7\n\n"), format, true);
        assert_eq!(texts.next().await.unwrap().unwrap().data, "7");
    }

    #[test]
    fn data_that_would_end_the_sequence_is_not_sent() {
        let format = SequenceFormat::text_events().until("[DONE]");
        assert_eq!(event(format, Event::new("DONE".to_owned())), Ok(b"data: DONE\n\n".to_vec()));
        let refused = event(format, Event::new("[DONE]".to_owned())).unwrap_err().to_string();
        assert_eq!(refused, "/data cannot be sent, being what ends the sequence");
    }

    #[test]
    fn what_would_be_read_as_something_else_is_not_sent() {
        let format = SequenceFormat::text_events();
        let refused = |sent: Event<String>| event(format, sent).unwrap_err().to_string();
        assert_eq!(refused(Event::new("a\rb".to_owned())), "/data cannot be sent, having a carriage return");
        let untyped = Event::new("a".to_owned()).with_event("");
        assert_eq!(refused(untyped), "/event cannot be sent, for being empty it looks like none");
        let unset = Event::new("a\nb".to_owned()).with_id("");
        assert_eq!(event(format, unset), Ok(b"id: \ndata: a\ndata: b\n\n".to_vec()));
    }
}
