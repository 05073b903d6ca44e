//! Parts whose headers a document declares.

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::params::{Again, again, part_header, read_header};
use crate::{Checker, Decode, Decoded, Encode, Faults, Node, Parameter, Recorded, Rule, Violations, Writer, to_json};

/// A part of `multipart/form-data` whose headers the document declares
/// (`headers` of OpenAPI's Encoding Object).
///
/// A part without a header that must be there is made from what it holds: `"text".into()`.
///
/// ```
/// use twinspec_runtime as rt;
///
/// #[derive(Debug, PartialEq, Default)]
/// struct NoteHeaders {
///     x_language: Option<String>,
/// }
///
/// impl rt::PartHeaders for NoteHeaders {
///     fn read(headers: &mut rt::PartHeadersReader<'_>) -> Result<Self, rt::Recorded> {
///         let x_language = headers.optional(&rt::Parameter::header("X-Language"));
///         Ok(Self { x_language })
///     }
///
///     fn write(&self, headers: &mut rt::PartHeadersWriter) {
///         headers.optional(&rt::Parameter::header("X-Language"), &self.x_language);
///     }
/// }
///
/// let plain: rt::Part<String, NoteHeaders> = "text".to_owned().into();
/// let headers = NoteHeaders { x_language: Some("de".to_owned()) };
/// assert_ne!(plain, rt::Part::new("text", headers));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part<T, H> {
    /// What it holds.
    pub value: T,
    /// Its headers.
    pub headers: H,
}

impl<T, H> Part<T, H> {
    /// A part with these headers.
    pub fn new(value: impl Into<T>, headers: H) -> Self {
        Self { value: value.into(), headers }
    }
}

impl<T, H: Default> From<T> for Part<T, H> {
    fn from(value: T) -> Self {
        Self { value, headers: H::default() }
    }
}

/// The headers of a part.
pub trait PartHeaders: Sized {
    /// Reads them.
    ///
    /// # Errors
    ///
    /// When anything is wrong with them; the reader knows what.
    fn read(headers: &mut PartHeadersReader<'_>) -> Result<Self, Recorded>;

    /// Writes them.
    fn write(&self, headers: &mut PartHeadersWriter);
}

/// The headers stand in a multipart body alone; JSON has no place for them.
impl<T: Encode, H: PartHeaders> Encode for Part<T, H> {
    fn encode(&self, out: &mut Writer) {
        let mut headers = PartHeadersWriter::default();
        self.headers.write(&mut headers);
        out.attach_headers(headers.faults.end().map(|()| headers.fields));
        self.value.encode(out);
    }
}

/// The headers stand in a multipart body alone; JSON has no place for them.
impl<T: Decode, H: PartHeaders> Decode for Part<T, H> {
    fn decode(node: Node<'_>) -> Decoded<Self> {
        let empty = HeaderMap::new();
        let fields = node.attached().map_or(&empty, |part| &part.headers);
        let mut reader = PartHeadersReader { fields, strict: node.is_strict(), faults: Faults::new() };
        let headers = H::read(&mut reader);
        let mut faults = reader.faults;
        let value = T::decode(node).map_err(|violations| faults.add(violations));
        faults.end()?;
        Ok(Self { value: value?, headers: headers? })
    }
}

/// Reads the headers of a part; what is wrong with them is kept: `/note/header/X-Language`.
#[derive(Debug)]
pub struct PartHeadersReader<'h> {
    fields: &'h HeaderMap,
    strict: bool,
    faults: Faults,
}

impl PartHeadersReader<'_> {
    /// A header that must be there.
    ///
    /// # Errors
    ///
    /// When it is absent or not a `T`.
    pub fn required<T: Decode + Encode>(&mut self, parameter: &Parameter) -> Result<T, Recorded> {
        let read = self.read(parameter);
        match read {
            Ok(Some(value)) => Ok(value),
            Ok(None) => Err(self.fault(parameter.name(), Violations::new(Rule::Required, "is required"))),
            Err(violations) => Err(self.fault(parameter.name(), violations)),
        }
    }

    /// A header that may be absent.
    pub fn optional<T: Decode + Encode>(&mut self, parameter: &Parameter) -> Option<T> {
        let read = self.read(parameter);
        read.unwrap_or_else(|violations| {
            self.fault(parameter.name(), violations);
            None
        })
    }

    /// Runs `checks` on a header that was read, where what is sent must be valid.
    pub fn check<'v, T: Encode + 'v>(
        &mut self,
        name: &str,
        value: impl IntoIterator<Item = &'v T>,
        checks: fn(&mut Checker<'_>),
    ) {
        let strict = self.strict;
        for value in value.into_iter().filter(|_| strict) {
            let checked = to_json(value).and_then(|json| Node::new(&json).strict().check(checks));
            if let Err(violations) = checked {
                self.fault(name, violations);
            }
        }
    }

    fn read<T: Decode + Encode>(&self, parameter: &Parameter) -> Decoded<Option<T>> {
        let Some(reading) = read_header(parameter, self.fields)? else { return Ok(None) };
        let decoded = if self.strict { reading.decode() } else { reading.decode_leniently() };
        decoded.map(Some)
    }

    #[cold]
    fn fault(&mut self, name: &str, violations: Violations) -> Recorded {
        self.faults.add(violations.prefixed(name).prefixed("header"))
    }
}

/// Writes the headers of a part.
#[derive(Debug, Default)]
pub struct PartHeadersWriter {
    fields: HeaderMap,
    faults: Faults,
}

impl PartHeadersWriter {
    /// A header that must be there. A value with control characters cannot be sent.
    pub fn required<T: Encode + Decode>(&mut self, parameter: &Parameter, value: &T) {
        self.write(parameter, value, again::<T>);
    }

    fn write(&mut self, parameter: &Parameter, value: &dyn Encode, again: Again) {
        if let Err(violations) = self.put(parameter, value, again) {
            self.faults.add(violations.prefixed(parameter.name()).prefixed("header"));
        }
    }

    /// A header that is left out when it is `None`.
    pub fn optional<T: Encode + Decode>(&mut self, parameter: &Parameter, value: &Option<T>) {
        if let Some(value) = value {
            self.required(parameter, value);
        }
    }

    fn put(&mut self, parameter: &Parameter, value: &dyn Encode, again: Again) -> Decoded<()> {
        let wrong = |what| Violations::new(Rule::Format, what);
        let text = part_header(parameter, &to_json(value)?, again)?;
        let name: HeaderName = parameter.name().parse().map_err(|_| wrong("is not the name of a header"))?;
        let value = HeaderValue::from_bytes(text.as_bytes()).map_err(|_| wrong("cannot be a header"))?;
        self.fields.insert(name, value);
        Ok(())
    }
}
