//! Patterns.

use super::layout::INDENT;
use super::lines::Break;
use super::tokens::Kind;
use super::{Known, Quick, is_keyword};

impl Quick<'_, '_> {
    /// `Some("a" | "b")`
    pub(super) fn pattern(&mut self) -> Known {
        let (several, simple) = self.alternatives()?;
        if !several {
            return self.one_pattern();
        }
        if simple {
            self.out.ibox(0);
        } else {
            self.out.cbox(0);
        }
        loop {
            self.one_pattern()?;
            if !self.eat("|") {
                break;
            }
            self.out.space();
            self.out.word("| ");
        }
        self.out.end();
        Some(())
    }

    /// Whether several patterns stand here, and whether all of them are literals or `_`.
    fn alternatives(&self) -> Option<(bool, bool)> {
        let (mut at, mut several, mut simple) = (self.at, false, true);
        loop {
            let begin = at;
            loop {
                let token = self.token(at);
                match (token.kind, token.text) {
                    (Kind::None, _) => return None,
                    (Kind::Close, _) | (_, "|" | "," | "=>" | "=" | ":" | "if" | "in") => break,
                    (Kind::Open, _) => at = token.end + 1,
                    _ => at += 1,
                }
            }
            let first = self.token(begin);
            simple &= at == begin + 1 && (first.kind == Kind::Literal || first.text == "_" || is_bool(first.text));
            if self.text(at) != "|" {
                return Some((several, simple));
            }
            several = true;
            at += 1;
        }
    }

    fn one_pattern(&mut self) -> Known {
        let token = self.token(self.at);
        match (token.kind, token.text) {
            (Kind::Literal, _) => {
                self.any(Kind::Literal)?;
                if self.next() == "..=" {
                    self.print("..=")?;
                    self.any(Kind::Literal)?;
                }
                Some(())
            }
            (_, "_") => self.any(Kind::Ident),
            (_, "&") => {
                self.print("&")?;
                self.print_if("mut", "mut ");
                self.one_pattern()
            }
            (_, "(") if self.text(self.at + 1) == ")" => {
                self.print("(")?;
                self.print(")")
            }
            (_, "mut") => {
                self.print_if("mut", "mut ");
                self.name()
            }
            (Kind::Ident, word) if is_bool(word) => self.any(Kind::Ident),
            (Kind::Ident, _) => self.path_pattern(),
            _ => None,
        }
    }

    /// `value`, `Self::Cat(value)`, `api::Fault::Default { status, body }`
    fn path_pattern(&mut self) -> Known {
        let begin = self.at;
        let path_ends = self.path_end(begin)?;
        let structured = self.text(path_ends) == "{";
        if structured {
            self.out.cbox(INDENT);
        }
        loop {
            let single = path_ends == begin + 1;
            if single && is_keyword(self.next()) {
                return None;
            }
            self.segment()?;
            if self.next() != "::" {
                break;
            }
            self.print("::")?;
        }
        match self.next() {
            "(" => {
                self.print("(")?;
                self.list(")", Self::pattern)?;
                self.print(")")
            }
            "{" => self.members_of_pattern(),
            "@" => None,
            _ => Some(()),
        }
    }

    /// ` { status, body: Some(body), .. }`
    fn members_of_pattern(&mut self) -> Known {
        self.expect("{")?;
        self.out.word(" {");
        self.out.place(Break { blank: 1, if_nonempty: true, ..Break::default() });
        while self.next() != "}" {
            if self.next() == ".." {
                self.print("..")?;
                self.out.space();
                break;
            }
            if self.text(self.at + 1) == ":" {
                self.name()?;
                self.expect(":")?;
                self.out.word(": ");
            }
            self.pattern()?;
            let is_last = self.was_last("}")?;
            self.out.comma_or_space(is_last);
        }
        self.out.offset(-INDENT);
        self.out.end();
        self.print("}")
    }
}

/// Whether a word is a literal.
pub(super) fn is_bool(word: &str) -> bool {
    word == "true" || word == "false"
}
