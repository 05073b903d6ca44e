//! Tokens of Rust, as they are emitted and formatted.
//!
//! What [`quote!`](crate::tokens::quote) makes here is what the crate of that name makes, but as text in one string,
//! each token followed by a mark: an API of some size is made of millions of tokens, and most of the time
//! of a run would go into allocating them one by one. What is made once for an API is made by that crate, and becomes
//! tokens like these. Text of a document gets into it in three ways, and no other: as
//! an [`Ident`], as a [`Literal`], and as a line of documentation.

mod encode;
mod literal;
mod quotation;

use std::fmt;
use std::str::FromStr;

use crate::value::Text;

pub use literal::Literal;
pub(crate) use quotation::{Repeat, Repeated, each, put, quote, repeat};

/// What stands after each token, and in none.
pub(crate) const END: u8 = b'\x1f';

/// What is no token, and makes none of what it stands in: it takes the place of a name that is no name.
const NO_TOKEN: &str = "\u{0}";

/// Tokens in a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TokenStream {
    text: String,
}

impl TokenStream {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// None, with room for some.
    pub(crate) fn with_room() -> Self {
        Self::with_capacity(64)
    }

    /// None, with room for so many bytes.
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self { text: String::with_capacity(capacity) }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text of each token: signs that are joined are one (`::`), and a line of documentation is (`/// text`).
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.text.split_terminator(char::from(END))
    }

    /// All tokens with the marks between them.
    pub(crate) fn encoded(&self) -> &str {
        &self.text
    }

    /// Adds tokens of our own, each with its mark.
    pub(crate) fn push_encoded(&mut self, tokens: &str) {
        self.text.push_str(tokens);
    }

    /// Adds a token: one of others, or a word of the language.
    pub(crate) fn push(&mut self, token: &str) {
        self.text.push_str(token);
        self.text.push(char::from(END));
    }

    /// Adds a line of documentation of what follows: `text`, which has no line break, after a space if there is any.
    pub(crate) fn push_doc(&mut self, text: &str) {
        self.push_comment("///", text);
    }

    /// Adds a line of documentation of what it stands in.
    pub(crate) fn push_inner_doc(&mut self, text: &str) {
        self.push_comment("//!", text);
    }

    fn push_comment(&mut self, sign: &str, text: &str) {
        // Without an early end this takes many bytes at once.
        let is_line = text.bytes().filter(|byte| *byte < b' ' && *byte != b'\t').count() == 0;
        let text = if is_line { text.trim_end_matches(' ') } else { NO_TOKEN };
        self.text.push_str(sign);
        if !text.is_empty() {
            self.text.push(' ');
        }
        self.push(text);
    }

    /// The same tokens as source text.
    pub(crate) fn source(&self) -> String {
        let mut source = String::with_capacity(self.text.len());
        for token in self.iter() {
            source.push_str(token);
            source.push(if token.starts_with("//") { '\n' } else { ' ' });
        }
        source
    }
}

impl fmt::Display for TokenStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.source().trim_end_matches(' '))
    }
}

impl FromStr for TokenStream {
    type Err = proc_macro2::LexError;

    /// The tokens of source text.
    fn from_str(source: &str) -> Result<Self, Self::Err> {
        source.parse().map(encode::encode)
    }
}

impl From<proc_macro2::TokenStream> for TokenStream {
    fn from(tokens: proc_macro2::TokenStream) -> Self {
        encode::encode(tokens)
    }
}

impl quote::ToTokens for TokenStream {
    fn to_tokens(&self, tokens: &mut proc_macro2::TokenStream) {
        // What is no Rust makes none of what it is put into.
        let source = self.source().parse::<proc_macro2::TokenStream>();
        tokens.extend(source.unwrap_or_else(|fault| {
            let fault = fault.to_string();
            quote::quote!(compile_error!(#fault))
        }));
    }
}

impl quote::ToTokens for Ident {
    fn to_tokens(&self, tokens: &mut proc_macro2::TokenStream) {
        quote::ToTokens::to_tokens(&ToTokens::to_token_stream(self), tokens);
    }
}

impl FromIterator<TokenStream> for TokenStream {
    fn from_iter<I: IntoIterator<Item = TokenStream>>(streams: I) -> Self {
        let mut all = Self::new();
        for stream in streams {
            all.push_encoded(&stream.text);
        }
        all
    }
}

/// An identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ident {
    name: Text,
}

impl Ident {
    /// The identifier of this name, which may be a raw one (`r#type`). What is no name makes no valid Rust.
    pub fn new(name: &str) -> Self {
        let plain = name.strip_prefix("r#").unwrap_or(name);
        Self { name: if is_name(plain) { name } else { NO_TOKEN }.into() }
    }
}

/// Whether a text is a name.
fn is_name(text: &str) -> bool {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return text.bytes().next().is_some_and(|first| !first.is_ascii_digit());
    }
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first == '_' || unicode_ident::is_xid_start(first))
        && characters.all(unicode_ident::is_xid_continue)
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// What can stand behind a `#` in [`quote!`](crate::tokens::quote).
pub trait ToTokens {
    /// Adds the tokens of this to others.
    fn to_tokens(&self, tokens: &mut TokenStream);

    /// The tokens of this.
    fn to_token_stream(&self) -> TokenStream {
        let mut tokens = TokenStream::new();
        self.to_tokens(&mut tokens);
        tokens
    }
}

impl ToTokens for TokenStream {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.push_encoded(&self.text);
    }
}

impl ToTokens for Ident {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.push(&self.name);
    }
}

impl ToTokens for str {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        literal::push_string(self, tokens);
    }
}

impl ToTokens for String {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.as_str().to_tokens(tokens);
    }
}

impl ToTokens for bool {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.push(if *self { "true" } else { "false" });
    }
}

impl<T: ToTokens> ToTokens for Option<T> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        if let Some(held) = self {
            held.to_tokens(tokens);
        }
    }
}

impl<T: ToTokens + ?Sized> ToTokens for &T {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        (**self).to_tokens(tokens);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_those_of_the_crates() {
        let (name, text, none) = (Ident::new("r#type"), "a \"b\" \u{202e}", None::<Ident>);
        let list = ["x", "y"];
        let made = quote! {
            #[doc = " A."]
            #[derive(Debug)]
            pub fn #name<'a>(&'a self, _: Vec<Vec<u8>>) -> ::std::A { #none #text; &&[#(#list),*] #(+#list -)* }
        };
        let expected = ::quote::quote! {
            #[doc = " A."]
            #[derive(Debug)]
            pub fn r#type<'a>(&'a self, _: Vec<Vec<u8>>) -> ::std::A { #text; &&["x", "y"] +"x" - +"y" - }
        };
        let parsed: proc_macro2::TokenStream = made.source().parse().unwrap();
        assert_eq!(parsed.to_string(), expected.to_string());
        assert_eq!(encode::encode(expected).source(), made.source().replace(">> ", "> > "));
    }

    #[test]
    fn what_is_no_name_and_no_line_is_no_rust() {
        for name in ["", "a b", "1", "a\u{1f}", "r#", "a::b", "//", "\""] {
            assert!(Ident::new(name).to_token_stream().source().parse::<proc_macro2::TokenStream>().is_err(), "{name}");
        }
        for line in ["a\nb", "\u{1f}b"] {
            let mut tokens = TokenStream::new();
            tokens.push_doc(line);
            assert!(!tokens.source().contains('b') && tokens.source().contains('\u{0}'), "{line}");
        }
    }
}
