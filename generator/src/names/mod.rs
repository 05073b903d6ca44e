//! Identifiers: words, case, keywords. Any text gives a valid one.

mod scope;

use std::borrow::Cow;
use std::fmt::Write as _;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use unicode_normalization::UnicodeNormalization as _;
use unicode_security::GeneralSecurityProfile as _;
use unicode_security::confusable_detection::skeleton;
use unicode_security::mixed_script::{AugmentedScriptSet, is_potential_mixed_script_confusable_char};

use crate::signs;

pub use scope::{PRELUDE, Scope};

/// The case of an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// `snake_case`: fields, methods, modules.
    Snake,
    /// `UpperCamelCase`: types, traits, variants.
    Pascal,
    /// `SHOUTY_SNAKE_CASE`: constants.
    Shouty,
}

/// The cargo feature of all tags.
pub const FULL: &str = "full";

/// What a raw identifier begins with.
pub const RAW: &str = "r#";

/// The method that sets a field: `with_limit`, `with_type` of `r#type`, `with_1` of `_1`.
pub(crate) fn setter(field: &str) -> String {
    let field = field.trim_start_matches(RAW);
    format!("with_{}", field.strip_prefix('_').unwrap_or(field))
}

/// A valid identifier for any text.
pub fn identifier(name: &str, case: Case) -> String {
    if let Some(plain) = of_ascii_words(name, case) {
        return escape_keyword(plain);
    }
    let name = name.strip_prefix(RAW).unwrap_or(name);
    let normal: Cow<'_, str> = if name.is_ascii() { name.into() } else { name.nfkc().collect() };
    // An apostrophe is within a word: `user's` is `users`.
    let spelled = signs::spell(&normal).replace(['\'', '’'], "");
    let cased = in_case(&spelled, case);
    let cased = spell_look_alikes(&cased).map_or(cased, |plain| in_case(&plain, case));
    let mut valid: String = cased.chars().filter(|&c| unicode_ident::is_xid_continue(c)).collect();
    if valid.is_empty() {
        valid.push_str(match case {
            Case::Snake => "value",
            Case::Pascal => "Value",
            Case::Shouty => "VALUE",
        });
    }
    if !valid.starts_with(unicode_ident::is_xid_start) {
        let prefix = match case {
            Case::Snake => "_",
            Case::Pascal => "N",
            Case::Shouty => "N_",
        };
        valid.insert_str(0, prefix);
    }
    escape_keyword(valid)
}

/// Nearly all names are made of ASCII letters, digits and the signs between words. The same as what is done with any
/// other name, in one go.
fn of_ascii_words(name: &str, case: Case) -> Option<String> {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b' ');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.bytes().all(known) {
        return None;
    }
    let bytes = name.as_bytes();
    // Most members of objects are `snake_case` as they are.
    let is_snake = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if case == Case::Snake && bytes.iter().all(|byte| is_snake(*byte)) && !name.ends_with('_') && !name.contains("__") {
        return Some(name.to_owned());
    }
    let mut cased = Vec::with_capacity(name.len() + 8);
    // Whether the letter before was a capital; a digit is like the letter before it.
    let mut capital: Option<bool> = None;
    let mut begins = true;
    for (at, &byte) in bytes.iter().enumerate() {
        if !byte.is_ascii_alphanumeric() {
            (capital, begins) = (None, true);
            continue;
        }
        let next = bytes.get(at + 1);
        // `HTTPServer` is two words.
        begins |= capital == Some(true) && byte.is_ascii_uppercase() && next.is_some_and(u8::is_ascii_lowercase);
        if begins && case != Case::Pascal && !cased.is_empty() {
            cased.push(b'_');
        }
        cased.push(match case {
            Case::Snake => byte.to_ascii_lowercase(),
            Case::Pascal if !begins => byte.to_ascii_lowercase(),
            Case::Pascal | Case::Shouty => byte.to_ascii_uppercase(),
        });
        capital = if byte.is_ascii_digit() { capital } else { Some(byte.is_ascii_uppercase()) };
        begins = capital == Some(false) && next.is_some_and(u8::is_ascii_uppercase);
        capital = capital.filter(|_| !begins);
    }
    String::from_utf8(cased).ok()
}

/// Spells out characters that the compiler warns about in identifiers: those that are rarely used in words
/// (Unicode Technical Standard 39, `Identifier_Status`), and those of a script of which a name has nothing but
/// look-alikes of others, such as a Cyrillic `a`, which is written as the Latin one.
fn spell_look_alikes(name: &str) -> Option<String> {
    if name.is_ascii() {
        return None;
    }
    let is_word = |c: char| unicode_ident::is_xid_continue(c);
    let telling: Vec<AugmentedScriptSet> = name
        .chars()
        .filter(|&c| is_word(c) && !is_potential_mixed_script_confusable_char(c))
        .map(AugmentedScriptSet::for_char)
        .collect();
    let mut spelled = String::with_capacity(name.len());
    for c in name.chars() {
        let script = AugmentedScriptSet::for_char(c);
        let doubtful = is_potential_mixed_script_confusable_char(c) && !telling.contains(&script);
        if c.is_ascii() || !is_word(c) || (c.identifier_allowed() && !doubtful) {
            spelled.push(c);
            continue;
        }
        let alike: String = skeleton(c.encode_utf8(&mut [0; 4])).collect();
        if doubtful && !alike.is_empty() && alike.is_ascii() {
            spelled.push_str(&alike);
        } else {
            let _ = write!(spelled, " u{:x} ", u32::from(c));
        }
    }
    (spelled != name).then_some(spelled)
}

fn in_case(name: &str, case: Case) -> String {
    match case {
        Case::Snake => name.to_snake_case(),
        Case::Pascal => name.to_upper_camel_case(),
        Case::Shouty => name.to_shouty_snake_case(),
    }
}

/// Makes a keyword an identifier: raw where Rust allows it.
fn escape_keyword(name: String) -> String {
    match name.as_str() {
        "self" | "Self" | "super" | "crate" | "_" => format!("{name}_"),
        "as" | "break" | "const" | "continue" | "else" | "enum" | "extern" | "false" | "fn" | "for" | "if" | "impl"
        | "in" | "let" | "loop" | "match" | "mod" | "move" | "mut" | "pub" | "ref" | "return" | "static" | "struct"
        | "trait" | "true" | "type" | "unsafe" | "use" | "where" | "while" | "async" | "await" | "dyn" | "abstract"
        | "become" | "box" | "do" | "final" | "macro" | "override" | "priv" | "typeof" | "unsized" | "virtual"
        | "yield" | "try" | "gen" => format!("r#{name}"),
        _ => name,
    }
}

/// A short name from the summary of an operation that has no `operationId`: its words without articles.
///
/// ```
/// use twinspec::names::from_summary;
///
/// assert_eq!(from_summary("Link a Provider to an Application").as_deref(), Some("link Provider to Application"));
/// assert_eq!(from_summary("取消"), None);
/// ```
pub fn from_summary(summary: &str) -> Option<String> {
    let words: Vec<&str> = summary
        .split(|c: char| c.is_whitespace())
        .filter(|word| !word.is_empty() && !["a", "an", "the"].contains(&word.to_ascii_lowercase().as_str()))
        .collect();
    let plain = summary.chars().all(|c| c.is_ascii_alphanumeric() || " -_'/".contains(c));
    let starts = summary.starts_with(|c: char| c.is_ascii_alphabetic());
    (plain && starts && (1..=6).contains(&words.len())).then(|| {
        let joined = words.join(" ").replace('\'', "");
        let mut characters = joined.chars();
        characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
    })
}

/// A name from method and path, for an operation that has neither `operationId` nor a short summary.
pub fn from_path(method: &str, path: &str) -> String {
    format!("{method} {}", path.replace(['/', '{', '}'], " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_gives_an_identifier() {
        for (name, snake, pascal) in [
            ("providerId", "provider_id", "ProviderId"),
            ("name_en", "name_en", "NameEn"),
            ("name__en-2nd b_ ", "name_en_2nd_b", "NameEn2ndB"),
            ("type", "r#type", "Type"),
            ("self", "self_", "Self_"),
            ("", "value", "Value"),
            ("+1", "plus_1", "Plus1"),
            ("-1", "minus_1", "Minus1"),
            ("-created_at", "minus_created_at", "MinusCreatedAt"),
            ("+é", "plus_é", "PlusÉ"),
            ("<=", "less_equal", "LessEqual"),
            ("*", "star", "Star"),
            ("----", "value", "Value"),
            ("2fa", "_2fa", "N2fa"),
            ("$ref", "r#ref", "Ref"),
            ("azure-ad", "azure_ad", "AzureAd"),
            ("账号绑定", "账号绑定", "账号绑定"),
            ("🎉", "value", "Value"),
            ("m²", "m2", "M2"),
            ("ｆｕｌｌ", "full", "Full"),
            ("\u{430}", "a", "A"),
            ("µ", "μ", "M"),
            ("ѕtatus", "status", "Status"),
            ("Привет", "привет", "Привет"),
            ("straße", "straße", "Straße"),
            ("été", "été", "Été"),
            ("ꓮꙮ", "ua4ee_ua66e", "Ua4eeUa66e"),
        ] {
            assert_eq!(identifier(name, Case::Snake), snake, "{name}");
            assert_eq!(identifier(name, Case::Pascal), pascal, "{name}");
            assert!(syn::parse_str::<syn::Ident>(&identifier(name, Case::Snake)).is_ok() || snake.starts_with("r#"));
        }
    }

    #[test]
    fn names_of_ascii_words_are_like_all_others() {
        let alphabet = ['a', 'b', 'A', 'B', '1', '_'];
        let longer = |names: &[String]| -> Vec<String> {
            names.iter().flat_map(|name| alphabet.map(|letter| format!("{name}{letter}"))).collect()
        };
        let mut names = vec!["a".to_owned(), "A".to_owned()];
        for _ in 0..5 {
            let more = longer(&names);
            names.extend(more);
        }
        names.extend(["a__b--c ", "HTTPServer v2API", "type", "x-Ratelimit-ID"].map(str::to_owned));
        for name in &names {
            for case in [Case::Snake, Case::Pascal, Case::Shouty] {
                assert_eq!(of_ascii_words(name, case), Some(in_case(name, case)), "{name}");
            }
        }
    }
}
