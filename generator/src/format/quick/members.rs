//! What stands in `impl` and `trait` blocks, and fields.

use super::layout::INDENT;
use super::tokens::Kind;
use super::{Known, Quick};

impl Quick<'_, '_> {
    /// The members of a block up to its end, an empty line between two of them unless both are constants or types.
    pub(super) fn members(&mut self) -> Known {
        if self.next() == "}" {
            return self.print("}");
        }
        let mut last = None;
        self.out.hardbreak();
        while self.next() != "}" {
            if let Some(last) = last
                && !(last && self.is_constant())
            {
                self.out.empty_line();
            }
            last = Some(self.is_constant());
            self.attributes()?;
            self.member()?;
        }
        self.out.offset(-INDENT);
        self.out.end();
        self.print("}")
    }

    /// Whether the next member is a constant or a type.
    fn is_constant(&self) -> bool {
        let mut at = self.at;
        loop {
            let token = self.token(at);
            match (token.kind, token.text) {
                (Kind::Doc, _) | (_, "#" | "pub") => at += 1,
                (_, "[") => at = token.end + 1,
                (_, "const") => return self.text(at + 1) != "fn",
                (_, word) => return word == "type",
            }
        }
    }

    fn member(&mut self) -> Known {
        match (self.next(), self.text(self.at + 1)) {
            ("pub", "const") | ("const", _) if self.is_constant() => self.constant(),
            ("type", _) => self.associated_type(),
            _ => self.function(),
        }
    }

    /// `const A: B = c;`, `static A: B = c;`
    pub(super) fn constant(&mut self) -> Known {
        self.out.cbox(0);
        self.print_if("pub", "pub ");
        if !self.print_if("const", "const ") && !self.print_if("static", "static ") {
            return None;
        }
        self.name()?;
        self.expect(":")?;
        self.out.word(": ");
        self.ty()?;
        if self.eat("=") {
            self.out.word(" = ");
            self.out.neverbreak();
            self.expr()?;
        }
        self.print(";")?;
        self.out.end();
        self.out.hardbreak();
        Some(())
    }

    /// `type A = B;`
    fn associated_type(&mut self) -> Known {
        self.out.cbox(INDENT);
        self.expect("type")?;
        self.out.word("type ");
        self.name()?;
        self.expect("=")?;
        self.out.word(" = ");
        self.out.neverbreak();
        self.out.ibox(-INDENT);
        self.ty()?;
        self.out.end();
        self.print(";")?;
        self.out.end();
        self.out.hardbreak();
        Some(())
    }

    /// `pub async fn a(&self, b: B) -> C { … }`
    pub(super) fn function(&mut self) -> Known {
        self.out.cbox(INDENT);
        self.print_if("pub", "pub ");
        self.print_if("const", "const ");
        self.print_if("async", "async ");
        self.expect("fn")?;
        self.out.word("fn ");
        self.name()?;
        self.print("(")?;
        self.out.neverbreak();
        if self.next() != ")" {
            self.out.cbox(0);
            self.out.zerobreak();
            loop {
                self.argument()?;
                let is_last = self.was_last(")")?;
                self.out.comma(is_last);
                if is_last {
                    break;
                }
            }
            self.out.offset(-INDENT);
            self.out.end();
        }
        self.print(")")?;
        self.out.cbox(-INDENT);
        if self.eat("->") {
            self.out.word(" -> ");
            self.ty()?;
        }
        self.out.end();
        if self.eat(";") {
            self.out.word(";");
            self.out.end();
        } else {
            self.expect("{")?;
            self.out.word(" ");
            self.out.word("{");
            self.body()?;
        }
        self.out.hardbreak();
        Some(())
    }

    /// `&mut self`, `a: A`
    fn argument(&mut self) -> Known {
        let begin = self.at;
        self.at += usize::from(self.next() == "&");
        self.at += usize::from(self.next() == "mut");
        let receiver = self.next() == "self" && self.text(self.at + 1) != ":";
        self.at = begin;
        if receiver {
            if self.next() == "&" {
                self.print("&")?;
            }
            self.print_if("mut", "mut ");
            return self.any(Kind::Ident);
        }
        self.print_if("mut", "mut ");
        if self.next() == "_" {
            self.any(Kind::Ident)?;
        } else {
            self.name()?;
        }
        self.expect(":")?;
        self.out.word(": ");
        self.ty()
    }

    /// ` { a: A, b: B }` of a struct, each in a line of its own.
    pub(super) fn fields(&mut self) -> Known {
        self.expect("{")?;
        self.out.word(" ");
        self.out.word("{");
        if self.next() != "}" {
            self.out.hardbreak();
            while self.next() != "}" {
                self.field()?;
                self.was_last("}")?;
                self.out.word(",");
                self.out.hardbreak();
            }
            self.out.offset(-INDENT);
        }
        self.out.end();
        self.print("}")
    }

    /// `pub a: A`
    fn field(&mut self) -> Known {
        self.attributes()?;
        self.print_if("pub", "pub ");
        self.name()?;
        self.expect(":")?;
        self.out.word(": ");
        self.ty()
    }

    /// `A`, `A(B)`, `A { b: B }`
    pub(super) fn variant(&mut self) -> Known {
        self.attributes()?;
        self.name()?;
        match self.next() {
            "(" => {
                self.out.cbox(INDENT);
                self.print("(")?;
                self.out.zerobreak();
                loop {
                    self.ty()?;
                    let is_last = self.was_last(")")?;
                    self.out.comma(is_last);
                    if is_last {
                        break;
                    }
                }
                self.out.offset(-INDENT);
                self.print(")")?;
                self.out.end();
            }
            "{" => {
                self.out.word(" ");
                self.print("{")?;
                self.out.cbox(INDENT);
                self.out.space();
                loop {
                    self.field()?;
                    let is_last = self.was_last("}")?;
                    self.out.comma_or_space(is_last);
                    if is_last {
                        break;
                    }
                }
                self.out.offset(-INDENT);
                self.out.end();
                self.print("}")?;
            }
            _ => {}
        }
        Some(())
    }
}
