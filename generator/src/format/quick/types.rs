//! Types and paths.

use super::layout::INDENT;
use super::tokens::Kind;
use super::{Known, Quick};

impl Quick<'_, '_> {
    /// `Option<types::Pet>`, `&[&str]`, `impl Into<String>`
    pub(super) fn ty(&mut self) -> Known {
        match self.next() {
            "&" => {
                self.print("&")?;
                if self.next_is(Kind::Lifetime) {
                    self.any(Kind::Lifetime)?;
                    self.out.word(" ");
                }
                self.print_if("mut", "mut ");
                self.ty()
            }
            "[" => {
                self.print("[")?;
                self.ty()?;
                self.print("]")
            }
            "(" => self.tuple(),
            "impl" => self.bounds_of("impl", "impl "),
            "dyn" => self.bounds_of("dyn", "dyn "),
            _ => self.type_path(),
        }
    }

    /// `()`, `(A,)`, `(A, B)`
    fn tuple(&mut self) -> Known {
        self.print("(")?;
        if self.next() != ")" {
            self.out.cbox(INDENT);
            self.out.zerobreak();
            self.ty()?;
            self.expect(",")?;
            self.out.word(",");
            if self.next() == ")" {
                self.out.zerobreak();
            } else {
                self.out.space();
                self.others_of_tuple()?;
            }
            self.out.offset(-INDENT);
            self.out.end();
        }
        self.print(")")
    }

    fn others_of_tuple(&mut self) -> Known {
        loop {
            self.ty()?;
            let is_last = self.was_last(")")?;
            self.out.comma(is_last);
            if is_last {
                return Some(());
            }
        }
    }

    fn bounds_of(&mut self, word: &str, printed: &'static str) -> Known {
        self.expect(word)?;
        self.out.word(printed);
        self.bounds()
    }

    /// `Future<Output = T> + Send`
    pub(super) fn bounds(&mut self) -> Known {
        loop {
            if self.next_is(Kind::Lifetime) {
                self.any(Kind::Lifetime)?;
            } else {
                self.type_path()?;
            }
            if !self.print_if("+", " + ") {
                return Some(());
            }
        }
    }

    /// `rt::Map<String>`
    pub(super) fn type_path(&mut self) -> Known {
        if self.next() == "::" {
            self.print("::")?;
        }
        loop {
            self.segment()?;
            match self.next() {
                "<" => self.arguments()?,
                // `Fn(A) -> B`, `Vec::<A>`
                "(" | "!" => return None,
                _ => {}
            }
            if self.next() != "::" {
                return Some(());
            }
            self.print("::")?;
        }
    }

    /// A part of a path.
    pub(super) fn segment(&mut self) -> Known {
        match self.next() {
            "self" | "Self" | "super" | "crate" => self.any(Kind::Ident),
            _ => self.name(),
        }
    }

    /// `<'_, String, Output = T>`
    pub(super) fn arguments(&mut self) -> Known {
        self.print("<")?;
        self.out.cbox(INDENT);
        self.out.zerobreak();
        let mut lifetimes = true;
        loop {
            if self.next_is(Kind::Lifetime) {
                // `prettyplease` prints them before all others.
                if !lifetimes {
                    return None;
                }
                self.any(Kind::Lifetime)?;
            } else {
                lifetimes = false;
                if self.next_is(Kind::Ident) && self.text(self.at + 1) == "=" {
                    self.name()?;
                    self.expect("=")?;
                    self.out.word(" = ");
                }
                self.ty()?;
            }
            let is_last = self.was_last(">")?;
            self.out.comma(is_last);
            if is_last {
                break;
            }
        }
        self.out.offset(-INDENT);
        self.out.end();
        self.print(">")
    }
}
