//! Lines to events: HTML section 9.2.6.

use std::time::Duration;

use super::Event;

/// The fields of the event that is arriving.
#[derive(Debug, Default)]
pub(super) struct Fields {
    begun: bool,
    data: Option<String>,
    event: String,
    id: Option<String>,
    retry: Option<Duration>,
}

impl Fields {
    /// How much is kept of the event.
    pub(super) fn len(&self) -> usize {
        self.data.as_ref().map_or(0, String::len) + self.event.len() + self.id.as_ref().map_or(0, String::len)
    }

    /// Takes a line; an empty one gives the event, unless it has no data.
    pub(super) fn line(&mut self, line: &[u8]) -> Option<Event<String>> {
        let bom = if self.begun { None } else { line.strip_prefix("\u{feff}".as_bytes()) };
        self.begun = true;
        let line = String::from_utf8_lossy(bom.unwrap_or(line));
        if line.is_empty() {
            return self.dispatch();
        }
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                none => *none = Some(value.to_owned()),
            },
            "event" => value.clone_into(&mut self.event),
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry);
            }
            // A comment has no name; what is not known is ignored.
            _ => {}
        }
        None
    }

    /// What `id` and `retry` say counts even without data: the next event has it.
    fn dispatch(&mut self) -> Option<Event<String>> {
        let event = std::mem::take(&mut self.event);
        let data = self.data.take()?;
        let event = Some(event).filter(|event| !event.is_empty());
        Some(Event { event, id: self.id.take(), retry: self.retry.take(), data })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::format::Framing;
    use super::super::split::Splitter;
    use super::Fields;
    use crate::Event;

    /// The events of a text that arrives in chunks of this size.
    fn events(text: &[u8], size: usize) -> Vec<Event<String>> {
        let (mut splitter, mut fields, mut found) = (Splitter::new(Framing::Events), Fields::default(), Vec::new());
        for chunk in text.chunks(size) {
            splitter.push(chunk);
            while let Some(line) = splitter.next() {
                found.extend(fields.line(&line));
            }
        }
        found
    }

    fn check(text: impl AsRef<[u8]>, expected: &[Event<String>]) {
        let text = text.as_ref();
        for size in [1, 2, 3, 5, text.len().max(1)] {
            assert_eq!(events(text, size), expected, "{:?} by {size}", String::from_utf8_lossy(text));
        }
    }

    fn event(data: &str) -> Event<String> {
        Event::new(data.to_owned())
    }

    #[test]
    fn the_examples_of_the_standard() {
        check(
            "data: This is the first message.\n\ndata: This is the second message, it\ndata: has two lines.\n\n\
             data: This is the third message.\n\n",
            &[
                event("This is the first message."),
                event("This is the second message, it\nhas two lines."),
                event("This is the third message."),
            ],
        );
        check(
            "event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\nevent: add\ndata: 113411\n\n",
            &[
                event("73857293").with_event("add"),
                event("2153").with_event("remove"),
                event("113411").with_event("add"),
            ],
        );
        check("data: YHOO\ndata: +2\ndata: 10\n\n", &[event("YHOO\n+2\n10")]);
        check(
            ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
            &[event("first event").with_id("1"), event("second event").with_id(""), event(" third event")],
        );
        check("data\n\ndata\ndata\n\ndata:", &[event(""), event("\n")]);
        check("data:test\n\ndata: test\n\n", &[event("test"), event("test")]);
    }

    #[test]
    fn ends_of_lines_and_the_byte_order_mark() {
        check("data: a\r\n\r\ndata: b\r\rdata: c\n\n", &[event("a"), event("b"), event("c")]);
        check("data: a\r\ndata: b\r\n\r\n", &[event("a\nb")]);
        check("data: a\n\r\ndata: b\r\r\n", &[event("a"), event("b")]);
        check("\u{feff}data: a\n\n\u{feff}data: b\n\n", &[event("a")]);
        check("\u{feff}\u{feff}data: a\n\n", &[]);
        check("", &[]);
    }

    #[test]
    fn fields() {
        check(": a comment\n:\ndata: a\n: another\ndata: b\n\n", &[event("a\nb")]);
        check("Data: a\ndat: b\n data: c\nnonsense\n\n", &[]);
        check("event: a\n\ndata: b\n\n", &[event("b")]);
        check("event: a\nevent: b\ndata: c\n\n", &[event("c").with_event("b")]);
        check("event\ndata: c\n\n", &[event("c")]);
        check("id: 1\n\ndata: a\n\n", &[event("a").with_id("1")]);
        check("id: 1\nid: a\0b\ndata: a\n\n", &[event("a").with_id("1")]);
        check("data: a:b: c\n\n", &[event("a:b: c")]);
        check("data: not dispatched\n", &[]);
    }

    #[test]
    fn retry_is_of_digits() {
        let after = |millis| event("a").with_retry(Duration::from_millis(millis));
        check("retry: 1500\ndata: a\n\n", &[after(1500)]);
        check("retry: 5\n\ndata: a\n\n", &[after(5)]);
        for none in ["1.5", "-1", "+1", "1s", "", "٣", "99999999999999999999999"] {
            check(format!("retry: {none}\ndata: a\n\n"), &[event("a")]);
        }
        check("retry: 7\nretry: x\ndata: a\n\n", &[after(7)]);
    }

    #[test]
    fn text_is_utf_8() {
        check("data: 你好, wörld 🦀\n\n", &[event("你好, wörld 🦀")]);
        check(b"data: a\xffb\n\ndata: \xe4\xbd\n\n", &[event("a\u{fffd}b"), event("\u{fffd}")]);
    }
}
