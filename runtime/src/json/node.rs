//! The cursor from which types are decoded.

use super::memo::Memo;
use super::text::{PLAIN, Texts};
use super::{Checker, Decoded, Items, Json, Kind, Number, ObjectReader, Rule, Violations};
use crate::File;

/// A value that is to be decoded, and how strictly.
///
/// **Lenient** (the default) is for what others send as answers: unknown members are passed over, unknown enum
/// values kept, and `null` counts as absent for an optional member.
/// **Strict** is for requests and for `validate`: unknown members of closed objects, unknown enum values,
/// repeated member names and a `null` that the schema does not allow are violations, and the checks run.
///
/// In **text** mode strings come from a URL or a header:
/// where a boolean or a number is asked for, the string `"5"` or `"true"` is one, and an empty string is `null` where
/// that is allowed and an empty string is not. What a type does not guarantee is not checked in this mode, for a check
/// would not know what the text stands for: it is checked when the type has been found.
///
/// ```
/// use twinspec_runtime::{Decode, Json, Node};
///
/// let json = Json::from("5");
/// assert_eq!(u8::decode(Node::new(&json).text()), Ok(5));
/// assert!(u8::decode(Node::new(&json)).is_err());
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    json: &'a Json<'a>,
    strict: bool,
    text: Option<&'a Texts>,
    /// What is known about the parts of this document.
    memo: Option<&'a Memo>,
}

impl<'a> Node<'a> {
    /// The root of a document, to be decoded leniently.
    pub fn new(json: &'a Json<'a>) -> Self {
        Self { json, strict: false, text: None, memo: None }
    }

    /// The same value, to be decoded strictly.
    #[must_use]
    pub fn strict(self) -> Self {
        Self { strict: true, ..self }
    }

    /// The same value, to be decoded leniently.
    #[must_use]
    pub fn lenient(self) -> Self {
        Self { strict: false, ..self }
    }

    /// The same value, with strings that may stand for booleans and numbers.
    #[must_use]
    pub fn text(self) -> Self {
        Self { text: Some(&PLAIN), ..self }
    }

    /// The same value, with strings that may stand for what `texts` says.
    pub(crate) fn texts(self, texts: &'a Texts) -> Self {
        Self { text: Some(texts), ..self }
    }

    /// Another value, to be decoded in the same way.
    #[must_use]
    pub fn of(self, json: &'a Json<'a>) -> Self {
        Self { json, memo: None, ..self }
    }

    /// A part of this very value, to be decoded in the same way.
    pub(super) fn part(self, json: &'a Json<'a>) -> Self {
        Self { json, ..self }
    }

    /// The same value, with what is known about its parts.
    pub(crate) fn remembering(self, memo: &'a Memo) -> Self {
        Self { memo: Some(memo), ..self }
    }

    /// What is known about the parts of the document.
    pub(super) fn memo(self) -> Option<&'a Memo> {
        self.memo
    }

    /// The file that the value stands for, in a multipart body.
    pub(crate) fn attached(self) -> Option<&'a File> {
        self.memo?.file(self.json)
    }

    /// The value itself.
    pub fn json(self) -> &'a Json<'a> {
        self.json
    }

    /// The JSON type of the value.
    pub fn kind(self) -> Kind {
        self.json.kind()
    }

    /// Whether decoding is strict.
    pub fn is_strict(self) -> bool {
        self.strict
    }

    /// Whether strings may stand for booleans and numbers.
    pub fn is_text(self) -> bool {
        self.text.is_some()
    }

    /// Whether the value is a text without a character.
    pub(super) fn is_empty_text(self) -> bool {
        self.is_text() && matches!(self.json, Json::String(text) if text.is_empty())
    }

    /// Whether the value is `null`.
    pub fn is_null(self) -> bool {
        self.json.is_null()
    }

    /// The member `name`, when the value is an object that has it.
    pub fn get(self, name: &str) -> Option<Self> {
        let members = match (self.json, self.text) {
            (Json::Object(members), _) => members,
            (_, Some(texts)) => self.text_members(texts)?,
            _ => return None,
        };
        members.get(name).map(|json| self.part(json))
    }

    /// The items of an array.
    ///
    /// # Errors
    /// When the value is not an array.
    pub fn items(self) -> Decoded<Items<'a>> {
        match (self.json, self.text) {
            (Json::Array(items), _) => Ok(Items::new(items)),
            (_, Some(texts)) => self.text_items(texts).ok_or_else(|| self.expected("an array")),
            _ => Err(self.expected("an array")),
        }
    }

    /// A reader of the members of an object.
    ///
    /// # Errors
    /// When the value is not an object.
    pub fn object(self) -> Decoded<ObjectReader<'a>> {
        match (self.json, self.text) {
            (Json::Object(members), _) => Ok(ObjectReader::new(self, members)),
            (_, Some(texts)) => match self.text_members(texts) {
                Some(members) => Ok(ObjectReader::new(self, members)),
                None => Err(self.expected("an object")),
            },
            // What PHP writes for an object without members.
            (Json::Array(items), None) if items.is_empty() => {
                Err(Violations::new(Rule::Type, "must be an object, not an empty array"))
            }
            _ => Err(self.expected("an object")),
        }
    }

    /// The text of a string.
    ///
    /// # Errors
    /// When the value is not a string.
    pub fn str(self) -> Decoded<&'a str> {
        match self.json {
            Json::String(text) => Ok(text),
            _ => Err(self.expected("a string")),
        }
    }

    /// A boolean.
    ///
    /// # Errors
    /// When the value is not a boolean.
    pub fn bool(self) -> Decoded<bool> {
        match self.json {
            Json::Bool(value) => Ok(*value),
            Json::String(text) if self.is_text() && text == "true" => Ok(true),
            Json::String(text) if self.is_text() && text == "false" => Ok(false),
            _ => Err(self.expected("a boolean")),
        }
    }

    /// A number.
    ///
    /// # Errors
    /// When the value is not a number.
    pub fn number(self) -> Decoded<Number> {
        match self.json {
            Json::Number(number) => Ok(*number),
            Json::String(text) if self.is_text() => Number::from_text(text).ok_or_else(|| self.expected("a number")),
            _ => Err(self.expected("a number")),
        }
    }

    /// Runs `checks` on the value, in strict mode that is not text mode.
    ///
    /// ```
    /// use twinspec_runtime::{Json, Node};
    ///
    /// let json = Json::from("abc");
    /// let node = Node::new(&json).strict();
    /// let faults = node.check(|text| text.max_length(2)).unwrap_err();
    /// assert_eq!(faults.to_string(), "the value must have at most 2 characters");
    /// assert_eq!(node.lenient().check(|text| text.max_length(2)), Ok(()));
    /// ```
    ///
    /// # Errors
    /// When the value does not pass.
    pub fn check(self, checks: fn(&mut Checker<'_>)) -> Decoded<()> {
        if !self.strict || self.is_text() {
            return Ok(());
        }
        let mut checker = Checker::new(self);
        checks(&mut checker);
        checker.end()
    }

    /// The violation that another type was expected: `self.expected("a string")`.
    #[cold]
    pub fn expected(self, what: &str) -> Violations {
        let message =
            if self.is_text() { format!("must be {what}") } else { format!("must be {what}, not {}", self.kind()) };
        Violations::new(Rule::Type, message)
    }
}

/// How many values of `size` bytes to make room for at once:
/// text cannot make them take a multiple of its own memory before they are seen.
pub(crate) fn cautious(values: usize, size: usize) -> usize {
    const BYTES: usize = 1 << 20;
    values.min(BYTES / size.max(1))
}
