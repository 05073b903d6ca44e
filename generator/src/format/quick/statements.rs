//! Blocks, and what stands in them.

use super::layout::INDENT;
use super::shapes::{Shape, Whole};
use super::{Known, Quick};

impl Quick<'_, '_> {
    /// What stands in the braces of a function, after its `{`.
    pub(super) fn body(&mut self) -> Known {
        if self.next() != "}" {
            self.out.hardbreak();
            while self.next() != "}" {
                if self.next() == "#" && self.text(self.token(self.at + 1).end + 1) == "match" {
                    self.attributed_match()?;
                } else {
                    self.statement()?;
                }
            }
            self.out.offset(-INDENT);
        }
        self.out.end();
        self.print("}")
    }

    /// `#[allow(clippy::match_overlapping_arm)] match a { … }`, which is what a function gives.
    fn attributed_match(&mut self) -> Known {
        self.out.ibox(0);
        self.attributes()?;
        let shape = self.shape(self.at, true)?;
        self.shaped(&shape, true, true)?;
        if shape.whole != Whole::Match || self.next() != "}" {
            return None;
        }
        self.out.end();
        self.out.hardbreak();
        Some(())
    }

    /// Statements up to the end of their block, each in lines of its own.
    fn statements(&mut self) -> Known {
        while self.next() != "}" {
            self.statement()?;
        }
        Some(())
    }

    fn statement(&mut self) -> Known {
        match self.next() {
            "let" => return self.local(),
            "static" | "const" => return self.constant(),
            "#" => {
                self.attributes()?;
                return self.local();
            }
            _ => {}
        }
        let shape = self.shape(self.at, true)?;
        self.out.ibox(0);
        self.shaped(&shape, true, true)?;
        if self.eat(";") {
            // Of an `if` it goes.
            if shape.whole == Whole::If {
                return None;
            }
            self.out.word(";");
        } else if matches!(shape.whole, Whole::Assign | Whole::Return) {
            self.out.word(";");
        } else if self.next() != "}" && !matches!(shape.whole, Whole::If | Whole::Match | Whole::Block) {
            return None;
        }
        self.out.end();
        self.out.hardbreak();
        Some(())
    }

    /// `let Some(value) = self.value else { return };`
    fn local(&mut self) -> Known {
        self.expect("let")?;
        self.out.ibox(0);
        self.out.word("let ");
        self.pattern()?;
        if self.eat(":") {
            self.out.word(": ");
            self.ty()?;
        }
        self.expect("=")?;
        self.out.word(" = ");
        self.out.neverbreak();
        let shape = self.shape(self.at, true)?;
        self.shaped(&shape, true, false)?;
        if self.next() == "else" {
            if matches!(shape.whole, Whole::Struct | Whole::If | Whole::Match | Whole::Block | Whole::Closure) {
                return None;
            }
            self.out.space();
            self.expect("else")?;
            self.out.word("else ");
            self.out.end();
            self.out.neverbreak();
            self.out.cbox(INDENT);
            self.small_block()?;
        }
        self.out.end();
        self.print(";")?;
        self.out.hardbreak();
        Some(())
    }

    /// `{ a }`, in one line if it can be.
    pub(super) fn small_block(&mut self) -> Known {
        self.print("{")?;
        if self.next() == "}" {
            return self.print("}");
        }
        self.out.space();
        if let Some(only) = self.only() {
            self.out.ibox(0);
            self.shaped(&only, true, true)?;
            self.out.end();
            self.out.space();
        } else {
            self.statements()?;
        }
        self.out.offset(-INDENT);
        self.print("}")
    }

    /// The expression that alone stands in a block from here on.
    fn only(&self) -> Option<Shape> {
        if matches!(self.next(), "let" | "static" | "const" | "#") {
            return None;
        }
        self.shape(self.at, true).filter(|shape| self.text(shape.end) == "}")
    }

    /// `if let Some(a) = b { c } else { d }`
    pub(super) fn if_else(&mut self) -> Known {
        self.out.cbox(INDENT);
        self.condition_of_if()?;
        let end = self.token(self.at).end + 1;
        if self.text(end) == "else" {
            self.small_block()?;
            while self.eat("else") {
                self.out.word(" else ");
                if self.next() == "if" {
                    self.condition_of_if()?;
                }
                self.small_block()?;
            }
        } else {
            self.print("{")?;
            if self.next() != "}" {
                self.out.hardbreak();
                self.statements()?;
                self.out.offset(-INDENT);
            }
            self.print("}")?;
        }
        self.out.end();
        Some(())
    }

    fn condition_of_if(&mut self) -> Known {
        self.expect("if")?;
        self.out.word("if ");
        self.out.cbox(-INDENT);
        self.condition()?;
        self.out.end();
        Some(())
    }

    /// `a ` or `let a = b ` before a `{`.
    fn condition(&mut self) -> Known {
        self.out.cbox(0);
        let binds = self.eat("let");
        if binds {
            self.out.ibox(0);
            self.out.word("let ");
            self.out.ibox(0);
            self.pattern()?;
            self.out.end();
            self.expect("=")?;
            self.out.word(" = ");
            self.out.neverbreak();
            self.out.ibox(0);
        }
        let begin = self.at;
        let shape = self.shape(begin, false)?;
        // Signs before it, or parentheses around it, would have to be looked behind.
        if shape.primary == Whole::Paren || binds && shape.whole == Whole::Binary {
            return None;
        }
        self.shaped(&shape, false, false)?;
        if binds {
            self.out.end();
            self.out.end();
        }
        if shape.whole == Whole::Binary || shape.last_dot.is_some() {
            self.out.space();
        } else {
            self.out.word(" ");
        }
        self.out.end();
        Some(())
    }

    /// `match a { … }`
    pub(super) fn match_arms(&mut self) -> Known {
        self.out.ibox(0);
        self.expect("match")?;
        self.out.word("match ");
        self.condition()?;
        self.print("{")?;
        self.out.neverbreak();
        if self.next() != "}" {
            self.out.cbox(INDENT);
            self.out.hardbreak();
            while self.next() != "}" {
                self.arm()?;
                self.out.hardbreak();
            }
            self.out.offset(-INDENT);
            self.out.end();
        }
        self.print("}")?;
        self.out.end();
        Some(())
    }

    /// `Some(a) if b => c,`
    fn arm(&mut self) -> Known {
        self.out.ibox(0);
        self.pattern()?;
        if self.eat("if") {
            self.out.word(" if ");
            let guard = self.operand(self.at, true)?;
            if self.text(guard.end) != "=>" {
                return None;
            }
            self.shaped(&guard, true, false)?;
        }
        self.expect("=>")?;
        self.out.word(" => ");
        self.body_of_arm()?;
        self.out.end();
        Some(())
    }

    fn body_of_arm(&mut self) -> Known {
        let mut body = self.shape(self.at, true)?;
        let mut closing = 0;
        // A block around one expression goes.
        while body.whole == Whole::Block {
            self.at += 1;
            let Some(only) = self.only() else {
                self.at -= 1;
                break;
            };
            body = only;
            closing += 1;
        }
        let empty = body.whole == Whole::Tuple && self.text(self.at + 1) == ")";
        if body.whole == Whole::Block || empty {
            self.at += 1;
            self.out.word("{");
            self.out.neverbreak();
            if !empty && self.next() != "}" {
                self.out.cbox(INDENT);
                self.out.hardbreak();
                self.statements()?;
                self.out.offset(-INDENT);
                self.out.end();
            }
            self.at += 1;
            self.out.word("}");
        } else {
            let block = matches!(body.whole, Whole::If | Whole::Match);
            self.out.neverbreak();
            self.braced_when_broken(&body, true, (!block).then_some(','))?;
        }
        for _ in 0..closing {
            self.expect("}")?;
        }
        self.eat(",");
        Some(())
    }
}
