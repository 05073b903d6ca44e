//! Calls of macros.

use super::super::lists::{LINE, WIDEST, line_begins, piece_begins};
use super::layout::INDENT;
use super::tokens::{Kind, NONE};
use super::{Known, Quick};

impl<'a> Quick<'a, '_> {
    /// `rt::error!(A, B);`, and lists in braces as [`super::super::lists`] puts them.
    pub(super) fn macro_item(&mut self) -> Known {
        loop {
            self.name()?;
            if self.next() != "::" {
                break;
            }
            self.print("::")?;
        }
        self.print("!")?;
        if self.next() == "(" {
            self.print("(")?;
            self.names_of_macro()?;
            self.print(")")?;
            self.print(";")?;
        } else {
            let end = self.token(self.at).end;
            self.expect("{")?;
            self.out.cbox(INDENT);
            self.list_of_macro(end)?;
            self.out.end();
            self.print("}")?;
        }
        self.out.hardbreak();
        Some(())
    }

    /// `A, B`
    fn names_of_macro(&mut self) -> Known {
        self.out.cbox(INDENT);
        self.out.zerobreak();
        self.out.ibox(0);
        loop {
            self.name()?;
            if self.next() == ")" {
                break;
            }
            self.print(",")?;
            self.out.space();
        }
        self.out.end();
        self.out.zerobreak();
        self.out.offset(-INDENT);
        self.out.end();
        Some(())
    }

    /// `A: B { c: required "c", ..rest, }`
    fn list_of_macro(&mut self, end: usize) -> Known {
        self.out.word(" {");
        self.out.hardbreak();
        let list = self.last_group(end).filter(|list| *list > self.at && self.text(*list) == "{")?;
        self.line(self.at, list)?;
        self.at = list + 1;
        let end = self.token(list).end;
        if self.at == end {
            self.out.word(" {}");
        } else {
            self.out.word(" {");
            self.out.cbox(INDENT);
            while self.at < end {
                self.out.hardbreak();
                self.attributes()?;
                let next = self.item_end(self.at, end);
                self.entry(next)?;
                self.at = next;
            }
            self.out.hardbreak();
            self.out.offset(-INDENT);
            self.out.end();
            self.out.word("}");
        }
        self.at = end + 1;
        self.out.hardbreak();
        self.out.offset(-INDENT);
        Some(())
    }

    /// The group that ends at the end.
    fn last_group(&self, end: usize) -> Option<usize> {
        let mut at = self.at;
        while at < end {
            let token = self.token(at);
            if token.kind == Kind::Open && token.end + 1 == end {
                return Some(at);
            }
            at = if token.kind == Kind::Open { token.end } else { at } + 1;
        }
        None
    }

    /// Where an entry of a list ends: after its comma.
    fn entry_end(&self, begin: usize, end: usize) -> usize {
        let mut at = begin;
        while at < end {
            let token = self.token(at);
            at = if token.kind == Kind::Open { token.end } else { at } + 1;
            if token.text == "," {
                break;
            }
        }
        at
    }

    /// Where an item ends: after its comma, which is none between the parameters of a type.
    fn item_end(&self, begin: usize, end: usize) -> usize {
        let mut at = begin;
        loop {
            let next = self.entry_end(at, end);
            let is = |sign: char| {
                let tokens = (begin..next).map(|token| self.token(token)).filter(|token| token.kind == Kind::Punct);
                let signs = tokens.filter(|token| !matches!(token.text, "->" | "=>"));
                signs.map(|token| token.text.matches(sign).count()).sum::<usize>()
            };
            if next == end || is('<') <= is('>') {
                return next;
            }
            at = next;
        }
    }

    /// One entry; a list at its end is broken into lines where it does not fit into one.
    fn entry(&mut self, end: usize) -> Known {
        let whole = self.parts(self.at, end)?;
        let width: usize = whole.iter().map(|part| part.len()).sum();
        let comma = usize::from(self.text(end - 1) == ",");
        let list = self.last_group(end - comma).filter(|list| width > WIDEST && self.token(*list).end > list + 1);
        let brackets = list.and_then(|list| match self.text(list) {
            "[" if !self.is_one_wide_item(list) => Some((list, " [", "]")),
            "(" if self.item_end(list + 1, self.token(list).end) < self.token(list).end => Some((list, "(", ")")),
            _ => None,
        });
        let Some((list, opening, closing)) = brackets else {
            return self.pieces(end);
        };
        self.line(self.at, list)?;
        self.out.word(opening);
        self.out.cbox(INDENT);
        let (mut at, close) = (list + 1, self.token(list).end);
        let mut items = Vec::new();
        while at < close {
            let next = self.item_end(at, close);
            items.push(self.parts(at, next - usize::from(self.text(next - 1) == ","))?);
            at = next;
        }
        let widths: Vec<usize> = items.iter().map(|item| item.iter().map(|part| part.len()).sum()).collect();
        for (item, begins) in items.into_iter().zip(line_begins(&widths)) {
            if begins {
                self.out.hardbreak();
            } else {
                self.out.word(" ");
            }
            for part in item {
                self.out.word(part);
            }
            self.out.word(",");
        }
        self.out.hardbreak();
        self.out.offset(-INDENT);
        self.out.end();
        self.out.word(closing);
        if comma == 1 {
            self.out.word(",");
        }
        Some(())
    }

    /// Whether a list has one item alone, which would not fit into a line of its own either.
    fn is_one_wide_item(&self, list: usize) -> bool {
        let (begin, close) = (list + 1, self.token(list).end);
        let end = close - usize::from(self.text(close - 1) == ",");
        let width = || self.parts(begin, end).map_or(0, |parts| parts.iter().map(|part| part.len()).sum());
        self.item_end(begin, close) == close && width() > LINE
    }

    /// An entry without such a list, of which what it returns and tags go into lines of their own where it does not fit.
    fn pieces(&mut self, end: usize) -> Known {
        let mut starts = vec![self.at];
        let mut at = self.at;
        while at < end {
            let token = self.token(at);
            if token.kind == Kind::Punct && matches!(token.text, "->" | "|") {
                starts.push(at);
            }
            at = if token.kind == Kind::Open { token.end } else { at } + 1;
        }
        starts.push(end);
        let pieces = starts.windows(2).map(|piece| self.parts(*piece.first()?, *piece.last()?));
        let pieces = pieces.collect::<Option<Vec<_>>>()?;
        let comma = usize::from(self.text(end - 1) == ",");
        let last = pieces.len() - 1;
        let width = |(at, piece): (usize, &Vec<&str>)| {
            piece.iter().map(|part| part.len()).sum::<usize>() - if at == last { comma } else { 0 }
        };
        let widths: Vec<usize> = pieces.iter().enumerate().map(width).collect();
        self.out.cbox(INDENT);
        for (piece, begins) in pieces.into_iter().zip(piece_begins(&widths)) {
            match begins {
                "" => {}
                " " => self.out.word(" "),
                _ => self.out.hardbreak(),
            }
            for part in piece {
                self.out.word(part);
            }
        }
        self.out.end();
        Some(())
    }

    fn line(&mut self, at: usize, end: usize) -> Known {
        for part in self.parts(at, end)? {
            self.out.word(part);
        }
        self.at = end;
        Some(())
    }

    /// The words and spaces of tokens in one line.
    fn parts(&self, begin: usize, end: usize) -> Option<Vec<&'a str>> {
        // Each with a space behind it, at most.
        let mut parts = Vec::with_capacity(2 * end.saturating_sub(begin));
        self.put(begin, end, &mut parts)?;
        Some(parts)
    }

    fn put(&self, begin: usize, end: usize, parts: &mut Vec<&'a str>) -> Known {
        let (mut at, mut before) = (begin, NONE);
        while at < end {
            let token = self.token(at);
            let closes = match token.kind {
                Kind::Open => token.text == "(" && before.kind == Kind::Ident,
                // Elsewhere it begins a path.
                Kind::Punct if token.text == "::" => {
                    (before.kind == Kind::Ident && before.text != "impl") || before.text.ends_with('>')
                }
                Kind::Punct => token.text.starts_with([',', ':', '.', '<', '>']),
                _ => false,
            };
            let opens = match before.kind {
                Kind::None => true,
                Kind::Punct => before.text.ends_with(['.', '<', '#', '&', '-']) || before.text == "::",
                _ => false,
            };
            if !opens && !closes {
                parts.push(" ");
            }
            parts.push(token.text);
            match (token.kind, token.text) {
                (Kind::Ident | Kind::Lifetime | Kind::Literal | Kind::Punct, _) => before = token,
                (Kind::Open, "(" | "[") => {
                    self.put(at + 1, token.end, parts)?;
                    before = self.token(token.end);
                    parts.push(before.text);
                    at = token.end;
                }
                _ => return None,
            }
            at += 1;
        }
        Some(())
    }
}
