//! Closures, and what gets braces where it does not fit.

use super::layout::INDENT;
use super::lines::Break;
use super::shapes::{Shape, Whole};
use super::tokens::Kind;
use super::{Known, Quick};

impl Quick<'_, '_> {
    /// `|value| value.name`
    pub(super) fn closure(&mut self) -> Known {
        self.out.ibox(0);
        self.out.cbox(INDENT);
        if self.eat("||") {
            self.out.word("|");
        } else {
            self.print("|")?;
            self.parameters_of_closure()?;
        }
        self.out.word("|");
        self.out.space();
        self.out.offset(-INDENT);
        self.out.end();
        self.out.neverbreak();
        let body = self.shape(self.at, true)?;
        let is_bare = body.is_blocklike() || matches!(body.whole, Whole::Match | Whole::Call);
        if is_bare {
            self.shaped(&body, true, false)?;
        } else {
            self.braced_when_broken(&body, false, None)?;
        }
        self.out.end();
        Some(())
    }

    fn parameters_of_closure(&mut self) -> Known {
        if !self.eat("|") {
            self.out.zerobreak();
            loop {
                self.pattern_of_closure()?;
                if self.eat("|") {
                    break;
                }
                self.expect(",")?;
                self.out.word(",");
                self.out.space();
            }
        }
        Some(())
    }

    fn pattern_of_closure(&mut self) -> Known {
        if self.next() == "_" { self.any(Kind::Ident) } else { self.name() }
    }

    /// An expression that gets braces around it where it does not fit.
    pub(super) fn braced_when_broken(&mut self, body: &Shape, first: bool, unbroken: Option<char>) -> Known {
        let ends = matches!(body.whole, Whole::Assign | Whole::Return);
        self.out.cbox(INDENT);
        self.out.place(Break { before: Some('{'), ..Break::default() });
        self.shaped(body, true, first)?;
        self.out.place(Break {
            offset: -INDENT,
            before: ends.then_some(';'),
            after: Some('}'),
            unbroken,
            ..Break::default()
        });
        self.out.end();
        Some(())
    }
}
