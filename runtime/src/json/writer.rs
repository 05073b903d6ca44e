//! Writing JSON text.

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};

use super::attachments::Attachments;
use super::locate::pointers;
use super::{Decoded, Encode, Faults, Map, Number, Rule, Violation};

/// Writes JSON text without spaces.
///
/// What JSON cannot hold (a float that is not finite) is noted, and [`into_vec`](Self::into_vec) reports it:
/// what comes out is always valid.
///
/// ```
/// use twinspec_runtime::Writer;
///
/// let mut out = Writer::new();
/// let mut array = out.array();
/// array.item("a\"b");
/// array.item(&1.5);
/// array.end();
/// assert_eq!(out.into_vec()?, br#"["a\"b",1.5]"#);
/// # Ok::<(), twinspec_runtime::Violations>(())
/// ```
#[derive(Debug, Default)]
pub struct Writer {
    pub(super) text: Vec<u8>,
    pub(super) faults: Vec<Fault>,
    /// What a multipart body has beside its values; none where JSON alone is written.
    pub(super) attached: Option<Attachments>,
}

/// What could not be written, and where in the text it would be.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) offset: usize,
    /// Where below that.
    pub(super) below: String,
    pub(super) rule: Rule,
    pub(super) message: String,
}

impl Writer {
    /// A writer of an empty text.
    pub fn new() -> Self {
        Self { text: Vec::with_capacity(128), faults: Vec::new(), attached: None }
    }

    /// The text.
    ///
    /// # Errors
    /// When something was written that JSON cannot hold: each with its JSON pointer.
    pub fn into_vec(self) -> Decoded<Vec<u8>> {
        if self.faults.is_empty() {
            return Ok(self.text);
        }
        let pointers = pointers(&self.text, self.faults.iter().map(|fault| fault.offset));
        let mut faults = Faults::new();
        for (Fault { below, rule, message, .. }, pointer) in self.faults.into_iter().zip(pointers) {
            faults.add(Violation { pointer: pointer + &below, rule, message }.into());
        }
        faults.end().map(|()| self.text)
    }

    /// Whether all could be written.
    pub(super) fn is_valid(&self) -> bool {
        self.faults.is_empty()
    }

    /// Writes `null`.
    pub fn null(&mut self) {
        self.text.extend_from_slice(b"null");
    }

    /// Writes a boolean.
    pub fn bool(&mut self, value: bool) {
        self.text.extend_from_slice(if value { b"true" } else { b"false" });
    }

    /// Writes an integer.
    pub fn i64(&mut self, value: i64) {
        self.text.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
    }

    /// Writes an integer that is not negative.
    pub fn u64(&mut self, value: u64) {
        self.text.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
    }

    /// Writes a float; one that is not finite is a fault.
    pub fn f64(&mut self, value: f64) {
        if value.is_finite() {
            self.written(|text| CompactFormatter.write_f64(text, value));
        } else {
            self.not_finite();
        }
    }

    /// Writes a float with no more digits than an `f32` has; one that is not finite is a fault.
    pub fn f32(&mut self, value: f32) {
        if value.is_finite() {
            self.written(|text| CompactFormatter.write_f32(text, value));
        } else {
            self.not_finite();
        }
    }

    /// Writes a number.
    pub fn number(&mut self, number: Number) {
        match number {
            Number::I64(value) => self.i64(value),
            Number::U64(value) => self.u64(value),
            Number::F64(value) => self.f64(value),
        }
    }

    /// Writes a string.
    pub fn string(&mut self, value: &str) {
        if is_plain(value.as_bytes()) {
            self.text.reserve(value.len() + 2);
            self.text.push(b'"');
            self.text.extend_from_slice(value.as_bytes());
            self.text.push(b'"');
        } else {
            self.escaped(value);
        }
    }

    /// Writes the text that `value` displays, as a string.
    pub fn display(&mut self, value: &dyn std::fmt::Display) {
        self.string(&value.to_string());
    }

    /// Starts an object.
    #[inline]
    pub fn object(&mut self) -> ObjectWriter<'_> {
        self.text.push(b'{');
        ObjectWriter { out: self, empty: true }
    }

    /// Starts an array.
    #[inline]
    pub fn array(&mut self) -> ArrayWriter<'_> {
        self.text.push(b'[');
        ArrayWriter { out: self, empty: true }
    }

    /// Notes that the value which is to be written now cannot be, and writes `null` in its place.
    #[cold]
    pub fn fault(&mut self, rule: Rule, message: impl Into<String>) {
        self.faults.push(Fault { offset: self.text.len(), below: String::new(), rule, message: message.into() });
        self.null();
    }

    /// Writes a leaf as `serde_json` writes it.
    pub(crate) fn serialize(&mut self, value: &impl Serialize) {
        self.written(|text| Ok(serde_json::to_writer(text, value)?));
    }

    #[cold]
    fn not_finite(&mut self) {
        self.fault(Rule::Type, "must be a finite number");
    }

    #[cold]
    fn escaped(&mut self, value: &str) {
        self.serialize(&value);
    }

    /// Writing to memory does not fail; if it does, it is a fault like any other.
    fn written(&mut self, write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) {
        let before = self.text.len();
        if write(&mut self.text).is_err() {
            self.text.truncate(before);
            self.fault(Rule::Type, "must be a value that JSON can hold");
        }
    }

    fn name(&mut self, name: &str, first: bool) {
        if is_plain(name.as_bytes()) {
            self.text.extend_from_slice(if first { b"\"" } else { b",\"" });
            self.text.extend_from_slice(name.as_bytes());
            self.text.extend_from_slice(b"\":");
        } else {
            self.text.extend_from_slice(if first { b"" } else { b"," });
            self.escaped(name);
            self.text.push(b':');
        }
    }
}

/// Whether a string needs no escape. It looks at eight bytes at a time, and at the last ones twice.
#[inline]
fn is_plain(text: &[u8]) -> bool {
    let (words, rest) = text.as_chunks::<8>();
    let mut found = words.iter().fold(0, |found, word| found | special(u64::from_le_bytes(*word)));
    if !rest.is_empty() {
        let half = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
        found |= match (text.last_chunk::<8>(), text.first_chunk::<4>(), text.last_chunk::<4>()) {
            (Some(last), ..) => special(u64::from_le_bytes(*last)),
            (_, Some(first), Some(last)) => special(half(first) | (half(last) << 32)),
            _ => rest.iter().fold(0, |found, byte| found | special(u64::from_le_bytes([*byte; 8]))),
        };
    }
    found == 0
}

/// Zero when none of eight bytes is a control character, a quote or a backslash.
///
/// In `word - n * 0x01…01`, the high bit of a byte is set when the byte was below `n`, when it was high before
/// (those are masked), or when a lower byte of the word was below `n`, which changes nothing.
#[inline]
fn special(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = ONES << 7;
    let below = |word: u64, bound: u64| word.wrapping_sub(ONES * bound) & !word;
    let quote = word ^ (ONES * u64::from(b'"'));
    let backslash = word ^ (ONES * u64::from(b'\\'));
    (below(word, 0x20) | below(quote, 1) | below(backslash, 1)) & HIGH
}

/// Writes the members of an object.
///
/// ```
/// use twinspec_runtime::{Encode, Writer, to_vec};
///
/// struct User {
///     name: String,
///     age: Option<u8>,
/// }
///
/// impl Encode for User {
///     fn encode(&self, out: &mut Writer) {
///         let mut object = out.object();
///         object.member("name", &self.name);
///         object.optional("age", &self.age);
///         object.end();
///     }
/// }
///
/// let user = User { name: "Ann".into(), age: None };
/// assert_eq!(to_vec(&user)?, br#"{"name":"Ann"}"#);
/// # Ok::<(), twinspec_runtime::Violations>(())
/// ```
#[derive(Debug)]
#[must_use = "without `end` the object stays open"]
pub struct ObjectWriter<'w> {
    out: &'w mut Writer,
    empty: bool,
}

impl ObjectWriter<'_> {
    /// Writes a member.
    pub fn member<T: Encode + ?Sized>(&mut self, name: &str, value: &T) {
        value.encode(self.name(name));
    }

    /// Writes a member when there is one.
    pub fn optional<T: Encode>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            value.encode(self.name(name));
        }
    }

    /// Writes a member when there is one, which may be `null`.
    pub fn optional_nullable<T: Encode>(&mut self, name: &str, value: &Option<Option<T>>) {
        self.optional(name, value);
    }

    /// Writes the members that have no field of their own.
    pub fn rest<T: Encode>(&mut self, rest: &Map<T>) {
        for (name, value) in rest {
            self.member(name, value);
        }
    }

    /// Writes the name of a member; the caller writes the value.
    #[inline]
    pub fn name(&mut self, name: &str) -> &mut Writer {
        self.out.name(name, self.empty);
        self.empty = false;
        self.out
    }

    /// Ends the object.
    #[inline]
    pub fn end(self) {
        self.out.text.push(b'}');
    }
}

/// Writes the items of an array.
#[derive(Debug)]
#[must_use = "without `end` the array stays open"]
pub struct ArrayWriter<'w> {
    out: &'w mut Writer,
    empty: bool,
}

impl ArrayWriter<'_> {
    /// Writes an item.
    pub fn item<T: Encode + ?Sized>(&mut self, value: &T) {
        value.encode(self.next());
    }

    /// Makes place for an item; the caller writes it.
    #[expect(clippy::should_implement_trait, reason = "it is no iterator")]
    #[inline]
    pub fn next(&mut self) -> &mut Writer {
        if !self.empty {
            self.out.text.push(b',');
        }
        self.empty = false;
        self.out
    }

    /// Ends the array.
    #[inline]
    pub fn end(self) {
        self.out.text.push(b']');
    }
}
