//! Calls of macros.

use super::layout::INDENT;
use super::tokens::Kind;
use super::{Known, Quick};

impl Quick<'_, '_> {
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
            self.expect("{")?;
            self.out.cbox(INDENT);
            self.list_of_macro()?;
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
    fn list_of_macro(&mut self) -> Known {
        self.out.word(" {");
        self.out.hardbreak();
        let begin =
            (self.at..self.tokens.len()).find(|at| self.token(*at).kind != Kind::Ident && self.text(*at) != ":")?;
        if begin == self.at || self.text(begin) != "{" {
            return None;
        }
        self.line(begin)?;
        let end = self.token(begin).end;
        self.at = begin + 1;
        if self.at == end {
            self.out.word(" {}");
        } else {
            self.out.word(" {");
            self.out.cbox(INDENT);
            while self.at < end {
                self.out.hardbreak();
                let entry = self.entry_end(end);
                self.line(entry)?;
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

    /// Where the next entry of a list ends: after its comma.
    fn entry_end(&self, end: usize) -> usize {
        let mut at = self.at;
        while at < end {
            let token = self.token(at);
            at = if token.kind == Kind::Open { token.end } else { at } + 1;
            if token.text == "," {
                break;
            }
        }
        at
    }

    /// Tokens in one line.
    fn line(&mut self, end: usize) -> Known {
        let mut glued = true;
        while self.at < end {
            let token = self.token(self.at);
            self.at += 1;
            if !glued && !matches!(token.text, "," | ":") {
                self.out.word(" ");
            }
            glued = token.text.starts_with('.');
            self.out.word(token.text);
            match (token.kind, token.text) {
                (Kind::Ident | Kind::Literal, _) | (_, "," | ":" | "=" | ".." | "-") => {}
                (_, "[") => {
                    self.line(token.end)?;
                    self.print("]")?;
                }
                _ => return None,
            }
        }
        Some(())
    }
}
