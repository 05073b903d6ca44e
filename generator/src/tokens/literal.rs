//! Literals.

use std::str::FromStr;

use super::{ToTokens, TokenStream};

/// A literal, as it stands in the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    code: String,
}

/// A number of a type, with it (`1i64`) or without (`1`).
macro_rules! numbers {
    ($($name:ident: $number:ty),*) => {
        $(
            #[doc = concat!("As `proc_macro2::Literal::", stringify!($name), "` writes it.")]
            pub fn $name(number: $number) -> Self {
                Self { code: proc_macro2::Literal::$name(number).to_string() }
            }
        )*
    };
}

impl Literal {
    numbers! {
        f64_suffixed: f64,
        f64_unsuffixed: f64,
        i64_suffixed: i64,
        i64_unsuffixed: i64,
        i128_unsuffixed: i128,
        u16_unsuffixed: u16,
        u64_suffixed: u64,
        u64_unsuffixed: u64,
        usize_unsuffixed: usize
    }

    /// A text between quotation marks, with what cannot be seen escaped.
    pub fn string(text: &str) -> Self {
        Self { code: proc_macro2::Literal::string(text).to_string() }
    }

    /// A text between `r#"` and `"#`, as it is; `None` where it holds what cannot stand there, or cannot be seen, and
    /// where there is no quotation mark in it.
    pub fn raw_string(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let marks = |rest: &[u8]| rest.iter().take_while(|byte| **byte == b'#').count() + 1;
        let longest = memchr::memchr_iter(b'"', bytes).filter_map(|at| bytes.get(at + 1..)).map(marks).max()?;
        // Without an early end this takes many bytes at once.
        let is_seen = bytes.iter().filter(|byte| !matches!(byte, b' '..=b'~' | b'\n')).count() == 0;
        // No more signs are allowed.
        if longest > 255 || !(is_seen || text.chars().all(is_plain)) {
            return None;
        }
        let fence = "#".repeat(longest);
        Some(Self { code: format!("r{fence}\"{text}\"{fence}") })
    }

    /// How it stands in the code.
    pub fn code(&self) -> &str {
        &self.code
    }
}

impl FromStr for Literal {
    type Err = proc_macro2::LexError;

    /// The literal that stands in the code in this way.
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        code.parse().map(|literal: proc_macro2::Literal| Self { code: literal.to_string() })
    }
}

impl ToTokens for Literal {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        // The sign of a negative number is a token of its own.
        match self.code.strip_prefix('-') {
            Some(rest) => {
                tokens.push("-");
                tokens.push(rest);
            }
            None => tokens.push(&self.code),
        }
    }
}

/// Whether a character can stand in a raw string: it is seen, and does not change how others are seen.
fn is_plain(character: char) -> bool {
    matches!(character, ' '..='~' | '\n') || character.escape_debug().len() == 1
}

/// Adds a text as a literal.
pub(super) fn push_string(text: &str, tokens: &mut TokenStream) {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\';
    if text.bytes().all(is_plain) {
        for part in ["\"", text, "\"\u{1f}"] {
            tokens.push_encoded(part);
        }
    } else {
        Literal::string(text).to_tokens(tokens);
    }
}
