//! Expressions.

use super::layout::INDENT;
use super::lines::Break;
use super::patterns::is_bool;
use super::shapes::{Shape, Whole};
use super::tokens::Kind;
use super::{Known, Quick};

impl Quick<'_, '_> {
    /// An expression that stands where any may stand.
    pub(super) fn expr(&mut self) -> Known {
        let shape = self.shape(self.at, true)?;
        self.shaped(&shape, true, false)
    }

    /// An expression whose shape is known; `first` is whether it begins a line.
    pub(super) fn shaped(&mut self, shape: &Shape, structs: bool, first: bool) -> Known {
        match shape.whole {
            Whole::Assign => {
                self.out.ibox(0);
                self.operand_here(structs)?;
                self.expect("=")?;
                self.out.word(" = ");
                self.out.neverbreak();
                let right = self.shape(self.at, structs)?;
                self.shaped(&right, structs, false)?;
                self.out.end();
            }
            Whole::Binary => self.binary(shape.operators, structs)?,
            _ => self.operand_of(shape, first)?,
        }
        (self.at == shape.end).then_some(())
    }

    /// `a || b`
    fn binary(&mut self, operators: usize, structs: bool) -> Known {
        for _ in 0..operators {
            self.out.ibox(INDENT);
            self.out.ibox(-INDENT);
        }
        self.operand_here(structs)?;
        for _ in 0..operators {
            self.out.end();
            self.out.space();
            let operator = self.next();
            self.at += 1;
            self.out.word(operator);
            self.out.word(" ");
            self.operand_here(structs)?;
            self.out.end();
        }
        Some(())
    }

    /// What stands before or after an operator.
    fn operand_here(&mut self, structs: bool) -> Known {
        let shape = self.operand(self.at, structs)?;
        self.operand_of(&shape, false)
    }

    fn operand_of(&mut self, shape: &Shape, first: bool) -> Known {
        let mut first = first;
        while matches!(self.next(), "&" | "!" | "*" | "-") {
            let sign = self.next();
            self.at += 1;
            self.out.word(sign);
            if sign == "&" {
                self.print_if("mut", "mut ");
            }
            first = false;
        }
        if let Some(last_dot) = shape.last_dot {
            self.chain(shape, last_dot, first)?;
        } else {
            self.primary_of(shape)?;
        }
        loop {
            match self.next() {
                "?" if self.at < shape.end => self.print("?")?,
                "(" if self.at < shape.end => self.call()?,
                _ => return Some(()),
            }
        }
    }

    /// `a.b().c`, up to its last `.`.
    fn chain(&mut self, shape: &Shape, last_dot: usize, first: bool) -> Known {
        let short = first && shape.primary == Whole::Path && shape.primary_end == self.at + 1;
        let short = short && self.next().len() <= usize::from(INDENT.unsigned_abs());
        self.out.cbox(INDENT);
        self.out.cbox(-INDENT);
        self.primary_of(shape)?;
        self.out.end();
        while self.at <= last_dot {
            match self.next() {
                "." => {
                    let beside = short && self.at == shape.primary_end;
                    if !beside {
                        self.out.zerobreak();
                    }
                    let unindent = beside && self.at == last_dot;
                    self.dot(if unindent { -INDENT } else { 0 })?;
                }
                "?" => self.print("?")?,
                "(" => self.call()?,
                _ => return None,
            }
        }
        self.out.end();
        Some(())
    }

    /// `.name`, or `.name::<T>(…)`
    fn dot(&mut self, indent: i16) -> Known {
        self.print(".")?;
        self.any(Kind::Ident)?;
        if self.next() == "::" {
            self.print("::")?;
            self.arguments()?;
        }
        if self.next() == "(" {
            self.out.cbox(indent);
            self.call()?;
            self.out.end();
        }
        Some(())
    }

    /// `(a, b)`
    fn call(&mut self) -> Known {
        self.print("(")?;
        if self.next() != ")" {
            let only = self.shape(self.at, true)?;
            let comma = usize::from(self.text(only.end) == ",");
            if only.is_blocklike() && self.text(only.end + comma) == ")" {
                self.shaped(&only, true, false)?;
                self.at += comma;
            } else {
                self.list(")", Self::expr)?;
            }
        }
        self.print(")")
    }

    fn primary_of(&mut self, shape: &Shape) -> Known {
        match shape.primary {
            Whole::Literal => {
                let token = self.token(self.at);
                self.at += 1;
                self.out.word(token.text);
                Some(())
            }
            Whole::Path => self.expr_path(),
            Whole::Struct => self.structure(),
            Whole::Array => self.array(),
            Whole::Tuple => self.tuple_of_exprs(),
            Whole::Paren => {
                self.print("(")?;
                self.expr()?;
                self.print(")")
            }
            Whole::Block => {
                self.out.cbox(INDENT);
                self.small_block()?;
                self.out.end();
                Some(())
            }
            Whole::Closure => self.closure(),
            Whole::If => self.if_else(),
            Whole::Match => self.match_arms(),
            Whole::Return => {
                self.print("return")?;
                if matches!(self.next(), ";" | "," | "}") {
                    return Some(());
                }
                self.out.word(" ");
                self.expr()
            }
            _ => None,
        }
    }

    /// `rt::Map::<String>::new`
    fn expr_path(&mut self) -> Known {
        loop {
            self.segment()?;
            if self.next() != "::" {
                return Some(());
            }
            self.print("::")?;
            if self.next() == "<" {
                self.arguments()?;
                if self.next() != "::" {
                    return Some(());
                }
                self.print("::")?;
            }
        }
    }

    /// `Self { name, age: None, ..rest }`
    fn structure(&mut self) -> Known {
        self.out.cbox(INDENT);
        self.out.ibox(-INDENT);
        self.expr_path()?;
        self.out.end();
        self.expect("{")?;
        self.out.word(" {");
        self.out.place(Break { blank: 1, if_nonempty: true, ..Break::default() });
        while self.next() != "}" {
            if self.next() == ".." {
                self.print("..")?;
                self.expr()?;
                self.out.space();
                break;
            }
            self.name()?;
            if self.eat(":") {
                self.out.word(": ");
                self.out.ibox(0);
                self.expr()?;
                self.out.end();
            }
            let is_last = self.was_last("}")?;
            self.out.comma_or_space(is_last);
        }
        self.out.offset(-INDENT);
        self.out.end_within(34);
        self.print("}")
    }

    /// `["a", "b"]`
    fn array(&mut self) -> Known {
        let end = self.token(self.at).end;
        if self.at + 1 < end && self.is_of_numbers(end) {
            return self.numbers();
        }
        self.print("[")?;
        self.list("]", Self::expr)?;
        self.print("]")
    }

    /// Whether all entries are numbers or truth values, which fill lines.
    fn is_of_numbers(&self, end: usize) -> bool {
        let mut entries = (self.at + 1..end).map(|at| self.token(at)).filter(|token| token.text != ",");
        entries.all(|token| {
            let text = token.text;
            let integer = text.starts_with(|first: char| first.is_ascii_digit())
                && !text.contains(['.', 'e', 'E'])
                && !text.contains("f32")
                && !text.contains("f64");
            is_bool(text) || integer
        })
    }

    fn numbers(&mut self) -> Known {
        self.out.cbox(INDENT);
        self.print("[")?;
        self.out.zerobreak();
        self.out.ibox(0);
        loop {
            let token = self.token(self.at);
            self.at += 1;
            self.out.word(token.text);
            if self.was_last("]")? {
                break;
            }
            self.out.word(",");
            self.out.space();
        }
        self.out.end();
        self.out.comma(true);
        self.out.offset(-INDENT);
        self.print("]")?;
        self.out.end();
        Some(())
    }

    /// `(a, b)`
    fn tuple_of_exprs(&mut self) -> Known {
        self.print("(")?;
        if self.next() != ")" {
            let first = self.shape(self.at, true)?;
            // `(a,)` keeps its comma.
            if self.text(first.end + 1) == ")" {
                return None;
            }
            self.list(")", Self::expr)?;
        }
        self.print(")")
    }
}
