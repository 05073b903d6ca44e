//! A quick way from tokens to text, for the shapes that make nearly all of what is generated.
//!
//! The text is what `prettyplease` prints: each function here puts the same boxes and breaks around the tokens as the
//! one of the same name does there, and what is not known for certain is declined, so that the whole piece goes
//! the long way through `syn`. A test prints all that the fixtures expect both ways.

mod attributes;
mod closures;
mod exprs;
mod items;
mod layout;
mod lines;
mod lists;
mod members;
mod patterns;
mod shapes;
mod statements;
#[cfg(test)]
mod tests;
mod tokens;
mod types;

use self::layout::Layout;
use self::tokens::{Kind, NONE, Token};
use super::Block;
use crate::tokens::TokenStream;

/// Prints a piece, when all of it is known.
pub(super) fn print(stream: &TokenStream) -> Option<Block> {
    let encoded = stream.encoded();
    let tokens = tokens::read(encoded)?;
    let out = Layout::new(String::with_capacity(encoded.len() + encoded.len() / 2));
    let mut quick = Quick { tokens: &tokens, at: 0, out, gates: Vec::new() };
    let ends = quick.items()?;
    Some(Block { text: quick.out.into_text(), ends })
}

/// Whether tokens were what was expected.
type Known = Option<()>;

/// A reader of tokens that prints what it reads.
struct Quick<'a, 't> {
    tokens: &'t [Token<'a>],
    at: usize,
    out: Layout<'a>,
    /// Where the conditions of the piece begin, which are those of each of its items.
    gates: Vec<usize>,
}

impl<'a> Quick<'a, '_> {
    fn token(&self, at: usize) -> Token<'a> {
        self.tokens.get(at).copied().unwrap_or(NONE)
    }

    fn text(&self, at: usize) -> &'a str {
        self.token(at).text
    }

    /// The text of the next token.
    fn next(&self) -> &'a str {
        self.text(self.at)
    }

    fn next_is(&self, kind: Kind) -> bool {
        self.token(self.at).kind == kind
    }

    /// Reads a token when it is this one.
    fn eat(&mut self, text: &str) -> bool {
        let is = self.next() == text;
        self.at += usize::from(is);
        is
    }

    /// Reads this token.
    fn expect(&mut self, text: &str) -> Known {
        self.eat(text).then_some(())
    }

    /// Reads this token and prints it.
    fn print(&mut self, text: &'static str) -> Known {
        self.expect(text)?;
        self.out.word(text);
        Some(())
    }

    /// Reads this token, if it is there, and prints it and a space.
    fn print_if(&mut self, text: &str, printed: &'static str) -> bool {
        let is = self.eat(text);
        if is {
            self.out.word(printed);
        }
        is
    }

    /// A token of a kind, as it is.
    fn any(&mut self, kind: Kind) -> Known {
        let token = self.token(self.at);
        if token.kind != kind {
            return None;
        }
        self.at += 1;
        self.out.word(token.text);
        Some(())
    }

    /// A name.
    fn name(&mut self) -> Known {
        if is_keyword(self.next()) { None } else { self.any(Kind::Ident) }
    }

    /// The comma after an entry of a list: the answer is whether the entry was the last one.
    fn was_last(&mut self, close: &str) -> Option<bool> {
        let comma = self.eat(",");
        let is_last = self.next() == close;
        (comma || is_last).then_some(is_last)
    }

    /// `(a, b)`, in which each entry that `one` prints stands in a line of its own, or all in one.
    fn list(&mut self, close: &'static str, one: fn(&mut Self) -> Known) -> Known {
        if self.next() == close {
            return Some(());
        }
        self.out.cbox(layout::INDENT);
        self.out.zerobreak();
        loop {
            one(self)?;
            let is_last = self.was_last(close)?;
            self.out.comma(is_last);
            if is_last {
                break;
            }
        }
        self.out.offset(-layout::INDENT);
        self.out.end();
        Some(())
    }
}

/// Whether a word is one of the language, and so no name.
fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "Self"
            | "_"
            | "abstract"
            | "as"
            | "async"
            | "await"
            | "become"
            | "box"
            | "break"
            | "const"
            | "continue"
            | "crate"
            | "do"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "false"
            | "final"
            | "fn"
            | "for"
            | "gen"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "macro"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "override"
            | "priv"
            | "pub"
            | "ref"
            | "return"
            | "self"
            | "static"
            | "struct"
            | "super"
            | "trait"
            | "true"
            | "try"
            | "type"
            | "typeof"
            | "unsafe"
            | "unsized"
            | "use"
            | "virtual"
            | "where"
            | "while"
            | "yield"
    )
}
