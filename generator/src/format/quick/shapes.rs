//! What an expression is, found before it is printed.

use super::patterns::is_bool;
use super::tokens::Kind;
use super::{Quick, is_keyword};

/// What an expression is as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    Array,
    Assign,
    Binary,
    Block,
    Call,
    Closure,
    /// `a.b`, `a.b()`, `a.await`
    Dot,
    If,
    Literal,
    Match,
    Paren,
    Path,
    /// `&a`, `!a`
    Prefix,
    Return,
    Struct,
    Try,
    Tuple,
}

/// An expression, and where its parts are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub(super) whole: Whole,
    /// What all the calls and members are of.
    pub(super) primary: Whole,
    /// Where that ends.
    pub(super) primary_end: usize,
    /// The last `.`.
    pub(super) last_dot: Option<usize>,
    /// How many operators stand between operands.
    pub(super) operators: usize,
    pub(super) end: usize,
}

impl Shape {
    /// Whether it looks like a block, whatever stands around it.
    pub(super) fn is_blocklike(&self) -> bool {
        matches!(self.whole, Whole::Array | Whole::Block | Whole::Closure | Whole::Struct | Whole::Tuple)
    }
}

impl Quick<'_, '_> {
    /// The expression that begins at a token. `structs` is whether a brace after a path belongs to it.
    pub(super) fn shape(&self, at: usize, structs: bool) -> Option<Shape> {
        let mut shape = self.operand(at, structs)?;
        match self.text(shape.end) {
            "=" => {
                shape.end = self.shape(shape.end + 1, structs)?.end;
                shape.whole = Whole::Assign;
            }
            operator @ ("||" | "&&") => {
                while self.text(shape.end) == operator {
                    shape.end = self.operand(shape.end + 1, structs)?.end;
                    shape.operators += 1;
                }
                shape.whole = Whole::Binary;
            }
            _ => {}
        }
        let follows = self.token(shape.end);
        let over = follows.kind == Kind::Close || matches!(follows.text, "," | ";" | "else");
        let block = matches!(shape.whole, Whole::If | Whole::Match | Whole::Block);
        (over || block && !matches!(follows.text, "." | "?") || !structs && follows.text == "{").then_some(shape)
    }

    /// An expression without operators between operands.
    pub(super) fn operand(&self, at: usize, structs: bool) -> Option<Shape> {
        let begin = self.prefixes(at);
        let (primary, primary_end) = self.primary(begin, structs)?;
        let (mut whole, mut end, mut last_dot) = (primary, primary_end, None);
        loop {
            match self.text(end) {
                "?" => {
                    end += 1;
                    whole = Whole::Try;
                }
                "(" if whole == Whole::Path => {
                    end = self.token(end).end + 1;
                    whole = Whole::Call;
                }
                "." => {
                    last_dot = Some(end);
                    end = self.dot_end(end)?;
                    whole = Whole::Dot;
                }
                // The others are not generated in bulk.
                "(" | "[" => return None,
                _ => break,
            }
        }
        let ends = matches!(primary, Whole::If | Whole::Match | Whole::Block | Whole::Closure | Whole::Return);
        let number = primary == Whole::Literal && !self.text(begin).ends_with(['"', '#']);
        if ends && end > primary_end || number && last_dot.is_some() {
            return None;
        }
        let whole = if begin > at { Whole::Prefix } else { whole };
        Some(Shape { whole, primary, primary_end, last_dot, operators: 0, end })
    }

    /// The end of `&`, `&mut`, `!` and `*` that stand here.
    fn prefixes(&self, mut at: usize) -> usize {
        loop {
            at += match (self.text(at), self.text(at + 1)) {
                ("&", "mut") => 2,
                ("&" | "*" | "!" | "-", _) => 1,
                _ => return at,
            }
        }
    }

    /// The end of `.name`, `.await`, or `.name::<T>(…)`.
    fn dot_end(&self, dot: usize) -> Option<usize> {
        let name = self.token(dot + 1);
        if name.kind != Kind::Ident || is_keyword(name.text) && name.text != "await" {
            return None;
        }
        let mut end = dot + 2;
        if self.text(end) == "::" {
            end = self.generics_end(end + 1)?;
        }
        let call = self.text(end) == "(";
        // Generics without a call are none.
        if !call && end > dot + 2 {
            return None;
        }
        Some(if call { self.token(end).end + 1 } else { end })
    }

    fn primary(&self, at: usize, structs: bool) -> Option<(Whole, usize)> {
        let token = self.token(at);
        let group = token.end + 1;
        Some(match (token.kind, token.text) {
            (Kind::Literal, _) => (Whole::Literal, at + 1),
            (Kind::Ident, word) if is_bool(word) => (Whole::Literal, at + 1),
            (_, "(") => (if self.is_tuple(at)? { Whole::Tuple } else { Whole::Paren }, group),
            (_, "[") => (Whole::Array, group),
            (_, "{") => (Whole::Block, group),
            (_, "|" | "||") => (Whole::Closure, self.closure_end(at)?),
            (_, "match") => (Whole::Match, self.brace(at)?.1),
            (_, "if") => (Whole::If, self.if_end(at)?),
            (_, "return") => {
                let bare = matches!(self.text(at + 1), ";" | "," | "}");
                (Whole::Return, if bare { at + 1 } else { self.shape(at + 1, structs)?.end })
            }
            (Kind::Ident, _) => {
                let end = self.path_end(at)?;
                match self.text(end) {
                    "!" => return None,
                    "{" if structs => (Whole::Struct, self.token(end).end + 1),
                    _ => (Whole::Path, end),
                }
            }
            _ => return None,
        })
    }

    /// The end of `a::B::<C>`.
    pub(super) fn path_end(&self, mut at: usize) -> Option<usize> {
        loop {
            if self.token(at).kind != Kind::Ident {
                return None;
            }
            at += 1;
            if self.text(at) == "::" && self.text(at + 1) == "<" {
                at = self.generics_end(at + 1)?;
            }
            if self.text(at) != "::" {
                return Some(at);
            }
            at += 1;
        }
    }

    /// The end of `<…>`.
    fn generics_end(&self, mut at: usize) -> Option<usize> {
        if self.text(at) != "<" {
            return None;
        }
        let mut depth = 0;
        loop {
            let token = self.token(at);
            at = match token.kind {
                Kind::None | Kind::Close => return None,
                Kind::Open => token.end,
                _ => at,
            } + 1;
            match token.text {
                "<" => depth += 1,
                ">" => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some(at);
            }
        }
    }

    /// Whether a group in parentheses is a tuple.
    fn is_tuple(&self, open: usize) -> Option<bool> {
        if self.text(open + 1) == ")" {
            return Some(true);
        }
        Some(self.text(self.shape(open + 1, true)?.end) == ",")
    }

    /// Where the next brace opens, and the end of what is in it.
    fn brace(&self, mut at: usize) -> Option<(usize, usize)> {
        loop {
            let token = self.token(at);
            match (token.kind, token.text) {
                (_, "{") => return Some((at, token.end + 1)),
                (Kind::None | Kind::Close, _) => return None,
                (Kind::Open, _) => at = token.end + 1,
                _ => at += 1,
            }
        }
    }

    /// The end of `if a { … } else if b { … } else { … }`.
    fn if_end(&self, at: usize) -> Option<usize> {
        let (_, end) = self.brace(at)?;
        match (self.text(end), self.text(end + 1)) {
            ("else", "if") => self.if_end(end + 1),
            ("else", _) => Some(self.brace(end)?.1),
            _ => Some(end),
        }
    }

    /// The end of `|a, b| …`.
    fn closure_end(&self, at: usize) -> Option<usize> {
        let mut body = at + 1;
        if self.text(at) == "|" {
            while self.text(body) != "|" {
                let token = self.token(body);
                body = match token.kind {
                    Kind::None | Kind::Close => return None,
                    Kind::Open => token.end,
                    _ => body,
                } + 1;
            }
            body += 1;
        }
        if self.text(body) == "->" {
            return None;
        }
        Some(self.shape(body, true)?.end)
    }
}
