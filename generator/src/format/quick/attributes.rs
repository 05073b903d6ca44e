//! Attributes and documentation.

use super::layout::INDENT;
use super::tokens::Kind;
use super::{Known, Quick};

impl Quick<'_, '_> {
    /// Documentation, `#[deprecated]`, `#[derive(Debug, Clone)]`
    pub(super) fn attributes(&mut self) -> Known {
        loop {
            self.docs()?;
            if self.next() != "#" {
                return Some(());
            }
            self.attribute()?;
        }
    }

    /// Documentation alone.
    pub(super) fn docs(&mut self) -> Known {
        while self.next_is(Kind::Doc) {
            self.any(Kind::Doc)?;
            self.out.hardbreak();
        }
        Some(())
    }

    /// Reads the conditions of a piece, as [`super::super::gates`] passes them on.
    pub(super) fn read_gates(&mut self) -> Known {
        while self.next() == "#" && self.text(self.at + 1) == "!" {
            if self.text(self.at + 3) != "cfg" {
                return None;
            }
            self.gates.push(self.at + 2);
            self.at = self.token(self.at + 2).end + 1;
        }
        Some(())
    }

    /// Prints the conditions of the piece.
    pub(super) fn gates(&mut self) -> Known {
        for gate in 0..self.gates.len() {
            let begin = self.at;
            self.at = *self.gates.get(gate)?;
            self.out.word("#");
            self.bracket()?;
            self.at = begin;
        }
        Some(())
    }

    fn attribute(&mut self) -> Known {
        self.print("#")?;
        self.bracket()
    }

    /// `[derive(Debug)]`
    fn bracket(&mut self) -> Known {
        self.print("[")?;
        self.name()?;
        if self.next() == "(" {
            self.list_of_attribute()?;
        }
        self.print("]")?;
        self.out.space();
        Some(())
    }

    /// `(Debug, Clone)`, `(clippy::pedantic)`, `(any(feature = "a", feature = "b"))`
    fn list_of_attribute(&mut self) -> Known {
        self.print("(")?;
        self.out.cbox(INDENT);
        self.out.zerobreak();
        while self.next() != ")" {
            match self.next() {
                "(" => self.list_of_attribute()?,
                "::" => self.print("::")?,
                "=" => {
                    self.expect("=")?;
                    self.out.word(" = ");
                    self.any(Kind::Literal)?;
                }
                "," if self.text(self.at + 1) != ")" => {
                    self.print(",")?;
                    self.out.space();
                }
                // Two words in a row are not known.
                _ if matches!(self.token(self.at + 1).kind, Kind::Ident | Kind::Literal) => return None,
                _ => self.name()?,
            }
        }
        self.out.zerobreak();
        self.out.offset(-INDENT);
        self.out.end();
        self.print(")")
    }
}
