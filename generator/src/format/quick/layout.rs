//! Where lines break: the algorithm of Oppen ("Prettyprinting", 1980), run as `prettyplease` runs it.

use std::collections::VecDeque;

use super::lines::{Break, Lines};

/// The width of what no line holds.
const INFINITE: isize = 0xffff;

/// For how much that waits there is room from the start.
const FIRST: usize = 64;

/// How far members are indented.
pub(super) const INDENT: i16 = 4;

#[derive(Clone, Copy)]
enum Command<'a> {
    Text(&'a str),
    Break(Break),
    Begin { offset: i16, consistent: bool },
    End,
}

struct Entry<'a> {
    command: Command<'a>,
    /// The width up to the next break; less than 0 until it is known.
    size: isize,
}

/// Commands in, lines out.
pub(super) struct Layout<'a> {
    lines: Lines,
    /// What is not printed yet, for it is not known whether it fits.
    buffer: VecDeque<Entry<'a>>,
    /// How many entries have left the buffer.
    gone: usize,
    /// The width of all that has left the buffer, and of all that has come.
    left: isize,
    right: isize,
    /// The entries whose size is not known.
    waiting: VecDeque<usize>,
}

impl<'a> Layout<'a> {
    pub(super) fn new(out: String) -> Self {
        let (buffer, waiting) = (VecDeque::with_capacity(FIRST), VecDeque::with_capacity(FIRST));
        Self { lines: Lines::new(out), buffer, gone: 0, left: 0, right: 0, waiting }
    }

    /// A box whose breaks all break when it does not fit.
    pub(super) fn cbox(&mut self, offset: i16) {
        self.begin(offset, true);
    }

    /// A box whose breaks break one by one.
    pub(super) fn ibox(&mut self, offset: i16) {
        self.begin(offset, false);
    }

    fn begin(&mut self, offset: i16, consistent: bool) {
        if self.waiting.is_empty() {
            self.start();
        }
        self.wait(Command::Begin { offset, consistent });
    }

    /// Begins anew, when all of what came is printed.
    fn start(&mut self) {
        (self.left, self.right) = (1, 1);
        self.gone += self.buffer.len();
        self.buffer.clear();
    }

    fn wait(&mut self, command: Command<'a>) {
        self.waiting.push_back(self.gone + self.buffer.len());
        self.buffer.push_back(Entry { command, size: -self.right });
    }

    /// Text within a line.
    pub(super) fn word(&mut self, text: &'a str) {
        if self.waiting.is_empty() {
            self.lines.text(text);
            return;
        }
        let size = text.len().cast_signed();
        self.buffer.push_back(Entry { command: Command::Text(text), size });
        self.right += size;
        self.check();
    }

    pub(super) fn place(&mut self, place: Break) {
        if self.waiting.is_empty() {
            self.start();
        } else {
            self.settle();
        }
        self.wait(Command::Break(place));
        self.right += place.width();
    }

    pub(super) fn zerobreak(&mut self) {
        self.place(Break::default());
    }

    pub(super) fn space(&mut self) {
        self.place(Break { blank: 1, ..Break::default() });
    }

    pub(super) fn hardbreak(&mut self) {
        self.place(Break { blank: u16::MAX, ..Break::default() });
    }

    pub(super) fn neverbreak(&mut self) {
        self.place(Break { never: true, ..Break::default() });
    }

    /// `,` after an entry; after the last one only where the line breaks.
    pub(super) fn comma(&mut self, is_last: bool) {
        self.comma_or(is_last, 0);
    }

    /// The same, with a space after the last entry where the line does not break.
    pub(super) fn comma_or_space(&mut self, is_last: bool) {
        self.comma_or(is_last, 1);
    }

    fn comma_or(&mut self, is_last: bool, blank: u16) {
        if is_last {
            self.place(Break { blank, before: Some(','), ..Break::default() });
        } else {
            self.word(",");
            self.space();
        }
    }

    /// Moves the line after the last break.
    pub(super) fn offset(&mut self, offset: i16) {
        if let Some(Entry { command: Command::Break(place), .. }) = self.buffer.back_mut() {
            place.offset += offset;
        }
    }

    /// An empty line after the last break.
    pub(super) fn empty_line(&mut self) {
        if let Some(Entry { command: Command::Break(place), .. }) = self.buffer.back_mut() {
            place.empty_line = true;
        }
    }

    /// The end of a box.
    pub(super) fn end(&mut self) {
        if self.waiting.is_empty() {
            self.lines.end();
            return;
        }
        if let Some(Entry { command: Command::Break(place), .. }) = self.buffer.back() {
            let (blank, if_nonempty) = (place.width(), place.if_nonempty);
            let length = self.buffer.len();
            let before = length.checked_sub(2).and_then(|index| self.buffer.get(index));
            let empty = matches!(before, Some(Entry { command: Command::Begin { .. }, .. }));
            for _ in 0..if empty { 2 } else { usize::from(if_nonempty) } {
                self.buffer.pop_back();
                self.waiting.pop_back();
            }
            if empty || if_nonempty {
                self.right -= blank;
            }
            if empty {
                return;
            }
        }
        self.waiting.push_back(self.gone + self.buffer.len());
        self.buffer.push_back(Entry { command: Command::End, size: -1 });
    }

    /// The end of a box that breaks when it is wider than `most`.
    pub(super) fn end_within(&mut self, most: isize) {
        let mut depth = 1;
        for index in self.waiting.iter().rev() {
            let Some(entry) = self.buffer.get(index - self.gone) else { break };
            match entry.command {
                Command::Begin { .. } => depth -= 1,
                Command::End => depth += 1,
                Command::Break(_) | Command::Text(_) => {}
            }
            if depth == 0 {
                if entry.size < 0 && entry.size + self.right > most {
                    let size = INFINITE;
                    self.buffer.push_back(Entry { command: Command::Text(""), size });
                    self.right += size;
                }
                break;
            }
        }
        self.end();
    }

    /// Prints all that waits, and gives the text.
    pub(super) fn finish(&mut self) {
        if !self.waiting.is_empty() {
            self.settle();
            self.advance();
        }
    }

    /// Text as it is, between two items.
    pub(super) fn raw(&mut self, text: &str) {
        self.lines.raw(text);
    }

    pub(super) fn into_text(self) -> String {
        self.lines.into_text()
    }

    /// Prints what cannot fit into the line any more.
    fn check(&mut self) {
        while self.right - self.left > self.lines.space() {
            if self.waiting.front() == Some(&self.gone) {
                self.waiting.pop_front();
                if let Some(first) = self.buffer.front_mut() {
                    first.size = INFINITE;
                }
            }
            self.advance();
            if self.buffer.is_empty() {
                break;
            }
        }
    }

    /// Prints what has a size.
    fn advance(&mut self) {
        while let Some(Entry { command, size }) = self.buffer.pop_front_if(|entry| entry.size >= 0) {
            self.gone += 1;
            match command {
                Command::Text(text) => {
                    self.left += size;
                    self.lines.text(text);
                }
                Command::Break(place) => {
                    self.left += place.width();
                    self.lines.place(place, size);
                }
                Command::Begin { offset, consistent } => self.lines.begin(isize::from(offset), consistent, size),
                Command::End => self.lines.end(),
            }
        }
    }

    /// Gives their sizes to the last break and to the boxes that have ended since.
    fn settle(&mut self) {
        let mut depth = 0;
        while let Some(index) = self.waiting.back() {
            let Some(entry) = self.buffer.get_mut(index - self.gone) else { return };
            match entry.command {
                Command::Begin { .. } if depth == 0 => return,
                Command::Begin { .. } => {
                    entry.size += self.right;
                    depth -= 1;
                }
                Command::End => {
                    entry.size = 1;
                    depth += 1;
                }
                Command::Break(_) | Command::Text(_) => entry.size += self.right,
            }
            let done = depth == 0 && matches!(entry.command, Command::Break(_));
            self.waiting.pop_back();
            if done {
                return;
            }
        }
    }
}
