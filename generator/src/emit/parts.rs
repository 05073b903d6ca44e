//! Small pieces that every emitter uses.

use crate::Piece;
use crate::ir::{Derives, Type};
use crate::tokens::{Ident, Literal, TokenStream, quote};

/// One piece of a file for each input.
pub(super) fn pieces<'a, I: Sync>(
    inputs: impl IntoIterator<Item = &'a I>,
    print: fn(&'a I) -> TokenStream,
) -> impl Iterator<Item = Piece<'a>> {
    inputs.into_iter().map(move |input| Box::new(move || print(input)) as Piece<'a>)
}

/// An identifier; `r#type` becomes a raw one.
pub(super) fn ident(name: &str) -> Ident {
    Ident::new(name)
}

/// `with_` and the like before an identifier that may be raw.
pub(super) fn prefixed(prefix: &str, name: &str) -> Ident {
    ident(&format!("{prefix}{}", name.trim_start_matches("r#")))
}

/// Doc attributes, one a line, a blank line between paragraphs. No character in them ends the comment or deceives its
/// reader.
pub(super) fn docs<S: AsRef<str>>(paragraphs: &[S]) -> TokenStream {
    comments(paragraphs, TokenStream::push_doc)
}

/// Doc attributes of the enclosing module.
pub(super) fn inner_docs<S: AsRef<str>>(paragraphs: &[S]) -> TokenStream {
    comments(paragraphs, TokenStream::push_inner_doc)
}

/// What the signs of a paragraph's comments take in most cases, in bytes.
const ROOM: usize = 16;

/// A comment for each line, a blank one between paragraphs.
fn comments<S: AsRef<str>>(paragraphs: &[S], push: fn(&mut TokenStream, &str)) -> TokenStream {
    let length = paragraphs.iter().map(|paragraph| paragraph.as_ref().len() + ROOM).sum();
    let (mut comments, mut written) = (TokenStream::with_capacity(length), String::new());
    for (index, paragraph) in paragraphs.iter().enumerate() {
        if index > 0 {
            push(&mut comments, "");
        }
        for line in paragraph.as_ref().lines() {
            push(&mut comments, doc_line(line, &mut written));
        }
    }
    comments
}

/// A line as it stands after the sign of a comment and a space; `written` where it is not what it was.
fn doc_line<'w>(line: &'w str, written: &'w mut String) -> &'w str {
    // Without an early end this takes many bytes at once.
    if line.bytes().filter(|byte| !matches!(byte, b' '..=b'~')).count() == 0 {
        return line.trim_ascii_end();
    }
    written.clear();
    written.extend(line.chars().filter(|character| !is_deceptive(*character)));
    written.trim_end()
}

/// Characters that a comment must not have: controls, and those that change the direction in which text is read.
fn is_deceptive(character: char) -> bool {
    character.is_control() && character != '\t'
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The macros of Rust's prelude that derive traits: of what is called like one, a link has to say what it means.
const DERIVED: [&str; 9] = ["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];

/// A link to a type of the contract, which `path` leads to.
pub(super) fn type_link(path: &str, name: &str) -> String {
    let name = name.trim_start_matches("r#");
    if DERIVED.contains(&name) { format!("[`{path}{name}`](struct@{path}{name})") } else { format!("[`{path}{name}`]") }
}

/// A link to a field of the same type; one whose name is a keyword is shown without its `r#`.
pub(super) fn field_link(name: &str) -> String {
    let plain = name.trim_start_matches("r#");
    format!("[`Self::{plain}`](#structfield.{plain})")
}

/// `#[deprecated]`, when the document says so.
pub(super) fn deprecated(deprecated: bool) -> TokenStream {
    if deprecated { quote!(#[deprecated]) } else { TokenStream::new() }
}

/// `#[derive(Debug, Clone, PartialEq, …)]`
pub(super) fn derives(derives: Derives) -> TokenStream {
    let key = derives.key.then(|| quote!(, Eq, Hash));
    let default = derives.default.then(|| quote!(, Default));
    quote!(#[derive(Debug, Clone, PartialEq #key #default)])
}

/// `use twinspec_runtime as rt;`
pub(super) fn use_runtime() -> TokenStream {
    quote!(
        use twinspec_runtime as rt;
    )
}

/// From where a type is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// Within `types.rs`: by its name.
    Types,
    /// Elsewhere: `types::Name`.
    Elsewhere,
    /// Where `types` is not imported: `super::types::Name`.
    Beside,
}

/// A type: `String`, `Vec<types::Group>`.
pub(super) fn ty(ty: &Type, from: From) -> TokenStream {
    let generic = |outer: TokenStream, inner: &Type| {
        let inner = self::ty(inner, from);
        quote!(#outer<#inner>)
    };
    match ty {
        Type::Bool => quote!(bool),
        Type::I8 => quote!(i8),
        Type::I16 => quote!(i16),
        Type::I32 => quote!(i32),
        Type::I64 => quote!(i64),
        Type::U8 => quote!(u8),
        Type::U16 => quote!(u16),
        Type::U32 => quote!(u32),
        Type::U64 => quote!(u64),
        Type::Number => quote!(rt::Number),
        Type::F32 => quote!(f32),
        Type::F64 => quote!(f64),
        Type::String => quote!(String),
        Type::Secret => quote!(rt::Secret),
        Type::Uuid => quote!(rt::Uuid),
        Type::Date => quote!(rt::Date),
        Type::DateTime => quote!(rt::DateTime),
        Type::Ipv4 => quote!(std::net::Ipv4Addr),
        Type::Ipv6 => quote!(std::net::Ipv6Addr),
        Type::Base64 => quote!(rt::Base64),
        Type::Bytes => quote!(rt::ByteStream),
        Type::File => quote!(rt::File),
        Type::Part(inner, headers) => {
            let (inner, headers) = (self::ty(inner, from), self::ty(&Type::Named(headers.clone()), from));
            quote!(rt::Part<#inner, #headers>)
        }
        Type::Content => quote!(rt::Content),
        Type::Events(data) => generic(quote!(rt::Events), data),
        Type::Sequence(item) => generic(quote!(rt::Sequence), item),
        Type::Json => quote!(rt::Value),
        Type::Unit => quote!(()),
        Type::Vec(inner) => generic(quote!(Vec), inner),
        Type::Tuple(items) => {
            let items: Vec<TokenStream> = items.iter().map(|item| self::ty(item, from)).collect();
            if items.len() == 1 { quote!((#(#items,)*)) } else { quote!((#(#items),*)) }
        }
        Type::Map(inner) => generic(quote!(rt::Map), inner),
        Type::Nullable(inner) => generic(quote!(Option), inner),
        Type::Choice(name) => {
            let name = ident(name);
            quote!(#name)
        }
        Type::Named(name) => {
            let name = ident(name);
            match from {
                From::Types => quote!(#name),
                From::Elsewhere => quote!(types::#name),
                From::Beside => quote!(super::types::#name),
            }
        }
    }
}

/// Whether a type, as [`ty`] writes it, names the runtime.
pub(super) fn names_runtime(ty: &Type) -> bool {
    match ty {
        Type::Bool
        | Type::I8
        | Type::I16
        | Type::I32
        | Type::I64
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::F32
        | Type::F64
        | Type::String
        | Type::Ipv4
        | Type::Ipv6
        | Type::Unit
        | Type::Choice(_)
        | Type::Named(_) => false,
        Type::Number
        | Type::Secret
        | Type::Uuid
        | Type::Date
        | Type::DateTime
        | Type::Base64
        | Type::Bytes
        | Type::File
        | Type::Part(..)
        | Type::Content
        | Type::Events(_)
        | Type::Sequence(_)
        | Type::Json
        | Type::Map(_) => true,
        Type::Tuple(items) => items.iter().any(names_runtime),
        Type::Vec(inner) | Type::Nullable(inner) => names_runtime(inner),
    }
}

/// The type of a constructor's argument: texts and bytes are taken in any form.
pub(super) fn argument(ty: &Type, from: From) -> TokenStream {
    let plain = self::ty(ty, from);
    if is_converted(ty) { quote!(impl Into<#plain>) } else { plain }
}

/// What becomes of a constructor's argument: `id: id.into()`, or `body`.
pub(super) fn initializer(name: &str, ty: &Type) -> TokenStream {
    let name = ident(name);
    if is_converted(ty) { quote!(#name: #name.into()) } else { quote!(#name) }
}

/// Whether a constructor takes whatever becomes such a value: a part is made of what it holds.
pub(super) fn is_converted(ty: &Type) -> bool {
    matches!(ty, Type::String | Type::Secret | Type::Bytes | Type::Part(..))
}

/// Whether a getter may have this name: it would hide a method that every generated type has.
pub(super) fn is_free(name: &str) -> bool {
    let taken = [
        "new",
        "clone",
        "clone_from",
        "decode",
        "default",
        "encode",
        "eq",
        "fmt",
        "from",
        "hash",
        "into",
        "ne",
        "to_owned",
        "try_from",
        "try_into",
        "validate",
    ];
    !taken.contains(&name)
}

/// A raw string literal, as readable as JSON can be within Rust; an escaped one where a raw one cannot hold it.
pub(super) fn raw_text(text: &str) -> TokenStream {
    let literal = Literal::raw_string(text).unwrap_or_else(|| Literal::string(text));
    quote!(#literal)
}

/// The name `wanted` for a local variable, unless one of `taken` has it.
pub(super) fn local<'a>(wanted: &str, mut taken: impl Iterator<Item = &'a str>) -> Ident {
    if taken.any(|name| name == wanted) { ident(&format!("{wanted}_")) } else { ident(wanted) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn docs_are_one_line_each_and_deceive_nobody() {
        let expected = quote! {
            #[doc = " one"]
            #[doc = ""]
            #[doc = " two"]
            #[doc = ""]
            #[doc = "   /three*/"]
        };
        assert_eq!(docs(&["one\r\n\ntwo \u{202e}", "  /th\rree*/"]).to_string(), expected.to_string());
        assert_eq!(inner_docs(&["a"]).to_string(), "//! a\n");
        assert!(docs(&[""]).is_empty());
        // One blank line stands between two paragraphs, however the first one ends.
        assert_eq!(docs(&["a\n", "b"]).to_string(), "/// a\n///\n/// b\n");
    }
}
