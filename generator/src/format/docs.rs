//! Doc comments put in order, before anything is printed.
//!
//! Each becomes one attribute a line, with a space after the slashes, and without characters that could end the
//! comment or deceive its reader.

use proc_macro2::{Delimiter, Group, Literal, Punct, Spacing, TokenStream, TokenTree};

/// Puts the doc attributes of the tokens in order, at any depth.
pub(super) fn tidy_docs(tokens: TokenStream) -> TokenStream {
    let mut tidy = Vec::new();
    let mut mark: Option<(Punct, Option<Punct>)> = None;
    for token in tokens {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' && mark.is_none() => {
                mark = Some((punct, None));
            }
            TokenTree::Punct(punct) if punct.as_char() == '!' && matches!(mark, Some((_, None))) => {
                mark = mark.map(|(hash, _)| (hash, Some(punct)));
            }
            TokenTree::Group(group) => {
                let lines = if mark.is_some() { doc_lines(&group) } else { None };
                let (hash, bang) = mark.take().map_or((None, None), |(hash, bang)| (Some(hash), bang));
                let marks = || hash.clone().into_iter().chain(bang.clone()).map(TokenTree::from);
                for inside in lines.unwrap_or_else(|| vec![tidy_docs(group.stream())]) {
                    let mut copy = Group::new(group.delimiter(), inside);
                    copy.set_span(group.span());
                    tidy.extend(marks().chain([TokenTree::Group(copy)]));
                }
            }
            other => {
                if let Some((hash, bang)) = mark.take() {
                    tidy.extend([Some(hash), bang].into_iter().flatten().map(TokenTree::from));
                }
                tidy.push(other);
            }
        }
    }
    tidy.into_iter().collect()
}

/// The insides of the doc attributes that a doc attribute becomes, one a line; `None` for anything else.
fn doc_lines(group: &Group) -> Option<Vec<TokenStream>> {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    let [TokenTree::Ident(doc), TokenTree::Punct(equals), TokenTree::Literal(text)] = tokens.as_slice() else {
        return None;
    };
    if group.delimiter() != Delimiter::Bracket || doc != "doc" || equals.as_char() != '=' {
        return None;
    }
    let text: syn::LitStr = syn::parse_str(&text.to_string()).ok()?;
    let text = text.value();
    let spaced = text.lines().all(|line| line.is_empty() || line.starts_with(' '));
    let line = |line: &str| {
        let clean = line.replace(is_deceptive, "");
        let clean = clean.trim_end();
        let text = if spaced || clean.is_empty() { clean.to_owned() } else { format!(" {clean}") };
        let parts: [TokenTree; 3] =
            [doc.clone().into(), Punct::new('=', Spacing::Alone).into(), Literal::string(&text).into()];
        parts.into_iter().collect()
    };
    let lines: Vec<TokenStream> = text.lines().map(line).collect();
    Some(if lines.is_empty() { vec![line("")] } else { lines })
}

/// Characters that a comment must not have: controls, and those that change the direction in which text is read.
fn is_deceptive(character: char) -> bool {
    character.is_control() && character != '\t'
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
