//! Lines of text, indented, as the boxes and breaks say whose widths are known.

/// The longest line.
const MARGIN: isize = 89;

/// What is left of a line at least, however deep it is indented.
const LEAST: isize = 60;

/// A place where a line may break.
#[derive(Clone, Copy, Default)]
pub(super) struct Break {
    /// How much deeper the next line is indented than its box.
    pub(super) offset: i16,
    /// How many spaces stand here when the line does not break.
    pub(super) blank: u16,
    /// What stands before the line break.
    pub(super) before: Option<char>,
    /// What stands after the line break.
    pub(super) after: Option<char>,
    /// What stands here when the line does not break.
    pub(super) unbroken: Option<char>,
    /// Whether it goes when nothing follows it in its box.
    pub(super) if_nonempty: bool,
    /// Whether it never breaks.
    pub(super) never: bool,
    /// Whether an empty line follows.
    pub(super) empty_line: bool,
}

impl Break {
    /// How wide it is when the line does not break.
    pub(super) fn width(self) -> isize {
        usize::from(self.blank).cast_signed()
    }
}

/// A box that is being printed.
#[derive(Clone, Copy)]
enum Frame {
    Fits,
    Broken { outer: isize, consistent: bool },
}

/// The text so far.
pub(super) struct Lines {
    out: String,
    /// What is left of the line.
    space: isize,
    frames: Vec<Frame>,
    indent: isize,
    /// Spaces to print before the next text, if there is one in this line.
    pending: isize,
}

impl Lines {
    pub(super) fn new(out: String) -> Self {
        Self { out, space: MARGIN, frames: Vec::new(), indent: 0, pending: 0 }
    }

    /// What is left of the line.
    pub(super) fn space(&self) -> isize {
        self.space
    }

    /// Text as it is, between two items.
    pub(super) fn raw(&mut self, text: &str) {
        self.out.push_str(text);
    }

    pub(super) fn into_text(self) -> String {
        self.out
    }

    pub(super) fn begin(&mut self, offset: isize, consistent: bool, size: isize) {
        if size > self.space {
            self.frames.push(Frame::Broken { outer: self.indent, consistent });
            self.indent += offset;
        } else {
            self.frames.push(Frame::Fits);
        }
    }

    pub(super) fn end(&mut self) {
        if let Some(Frame::Broken { outer, .. }) = self.frames.pop() {
            self.indent = outer;
        }
    }

    pub(super) fn place(&mut self, place: Break, size: isize) {
        let fits = match self.frames.last() {
            _ if place.never => true,
            Some(Frame::Fits) => true,
            Some(Frame::Broken { consistent: true, .. }) => false,
            Some(Frame::Broken { .. }) | None => size <= self.space,
        };
        if fits {
            self.pending += place.width();
            self.space -= place.width();
            if let Some(sign) = place.unbroken {
                self.out.push(sign);
                self.space -= 1;
            }
            return;
        }
        if let Some(sign) = place.before {
            self.print_indent();
            self.out.push(sign);
        }
        self.out.push_str(if place.empty_line { "\n\n" } else { "\n" });
        self.pending = self.indent + isize::from(place.offset);
        self.space = (MARGIN - self.pending).max(LEAST);
        if let Some(sign) = place.after {
            self.print_indent();
            self.out.push(sign);
            self.space -= 1;
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        self.print_indent();
        self.out.push_str(text);
        self.space -= text.len().cast_signed();
    }

    fn print_indent(&mut self) {
        const SPACES: &str = "                                                                ";
        let mut wanted = usize::try_from(self.pending).unwrap_or(0);
        while wanted > 0 {
            let part = SPACES.get(..wanted).unwrap_or(SPACES);
            self.out.push_str(part);
            wanted -= part.len();
        }
        self.pending = 0;
    }
}
