//! The tokens of `proc_macro2`, as they are written here.

use proc_macro2::{Delimiter, Spacing, TokenTree};

use super::TokenStream;

/// Writes tokens; signs that are joined are one.
pub(super) fn encode(tokens: proc_macro2::TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    put(tokens, &mut out);
    out
}

fn put(tokens: proc_macro2::TokenStream, out: &mut TokenStream) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => {
                        put(group.stream(), out);
                        continue;
                    }
                };
                out.push(open);
                put(group.stream(), out);
                out.push(close);
            }
            TokenTree::Punct(sign) if sign.as_char() == '#' && put_doc(tokens.peek(), out) => {
                tokens.next();
            }
            TokenTree::Punct(sign) => {
                let next = match tokens.peek() {
                    Some(TokenTree::Punct(next)) => next.as_char(),
                    _ => ' ',
                };
                let joined = sign.spacing() == Spacing::Joint && is_joined(sign.as_char(), next);
                let mut text = [0; 4];
                let text = sign.as_char().encode_utf8(&mut text);
                if joined { out.push_encoded(text) } else { out.push(text) }
            }
            other => out.push(&other.to_string()),
        }
    }
}

/// Whether two signs, or a sign and what is no sign, are one.
fn is_joined(first: char, second: char) -> bool {
    match second {
        ' ' => first == '\'',
        ':' | '.' | '&' | '|' => first == second,
        '=' => ".=!<+-*".contains(first),
        '>' => "-=".contains(first),
        _ => false,
    }
}

/// Writes `#[doc = "…"]` as the comment that it is, where a space stands before its text or there is none.
fn put_doc(attribute: Option<&TokenTree>, out: &mut TokenStream) -> bool {
    let Some(TokenTree::Group(group)) = attribute else { return false };
    let mut parts = group.stream().into_iter();
    let (Some(TokenTree::Ident(name)), Some(_), Some(text)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    if name != "doc" {
        return false;
    }
    let text = syn::parse2::<syn::LitStr>(text.into()).map(|text| text.value());
    let text = text.ok().filter(|text| !text.contains(['\n', '\r']));
    let line = text.as_deref().and_then(|text| if text.is_empty() { Some("") } else { text.strip_prefix(' ') });
    line.inspect(|line| out.push_doc(line)).is_some()
}
