//! The tokens of a piece, one after the other, with the ends of its groups at hand.

use crate::tokens::END;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Ident,
    Lifetime,
    Literal,
    /// All that are joined: `::`, `=>`; but each `>` of `>>` is one.
    Punct,
    Open,
    Close,
    /// `/// A line of documentation.`
    Doc,
    /// There is none.
    None,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) kind: Kind,
    /// Where the group ends that begins here.
    pub(super) end: usize,
}

/// Where there is no token.
pub(super) const NONE: Token<'static> = Token { text: "", kind: Kind::None, end: 0 };

/// Takes apart the tokens of a [`crate::tokens::TokenStream`].
pub(super) fn read(encoded: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens: Vec<Token<'_>> = Vec::with_capacity(encoded.len() / 5);
    let mut open = Vec::new();
    let mut rest = encoded;
    while let Some(length) = length_of_first(rest) {
        let text = rest.get(..length)?;
        rest = rest.get(length + 1..)?;
        let kind = kind(text)?;
        match kind {
            Kind::Open => open.push((tokens.len(), text)),
            Kind::Close => {
                let (begin, opened) = open.pop()?;
                if !matches!((opened, text), ("(", ")") | ("[", "]") | ("{", "}")) {
                    return None;
                }
                let end = tokens.len();
                tokens.get_mut(begin)?.end = end;
            }
            Kind::Punct if text.len() > 1 && text.starts_with('>') => {
                for at in 0..text.len() {
                    tokens.push(Token { text: text.get(at..=at)?, kind, end: 0 });
                }
                continue;
            }
            _ => {}
        }
        tokens.push(Token { text, kind, end: 0 });
    }
    open.is_empty().then_some(tokens)
}

/// Where the first token ends. Most are so short that to look for their ends byte by byte is quickest; comments are not.
fn length_of_first(rest: &str) -> Option<usize> {
    if rest.starts_with("///") {
        return memchr::memchr(END, rest.as_bytes());
    }
    rest.bytes().position(|byte| byte == END)
}

fn kind(text: &str) -> Option<Kind> {
    let bytes = text.as_bytes();
    Some(match bytes.first()? {
        b'(' | b'[' | b'{' => Kind::Open,
        b')' | b']' | b'}' => Kind::Close,
        b'"' | b'0'..=b'9' => Kind::Literal,
        b'r' if matches!(bytes, [_, b'"', ..] | [_, b'#', b'"' | b'#', ..]) => Kind::Literal,
        b'\'' if bytes.len() > 1 && bytes.last() != Some(&b'\'') => Kind::Lifetime,
        b'/' if bytes.starts_with(b"///") => Kind::Doc,
        b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => Kind::Ident,
        b'&' | b'*' | b'!' | b'-' | b'|' | b':' | b',' | b';' | b'.' | b'=' | b'<' | b'>' | b'#' | b'?' | b'+' => {
            Kind::Punct
        }
        _ => return None,
    })
}
