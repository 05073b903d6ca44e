//! First stage: the text of a document becomes a value.
//!
//! YAML and JSON alike become a [`Value`] whose members keep their order. This is the only module
//! that names `serde_yaml`.

mod build;
mod halves;

use serde::de::DeserializeSeed as _;

use crate::codes;
use crate::diagnostic::{Diagnostics, Focus, Pointer};
use crate::source::{self, Source};
use crate::value::Value;
use build::{ALIAS_BOMB, Builder};

/// How many brackets of a YAML text may be open. The parser's time grows with the square of them, so it must not
/// see a hostile text; brackets within text count too, hence so many more than levels are allowed.
const OPEN_BRACKETS: usize = 4_000;

/// What is said of deeper nesting than the parsers take.
const TOO_DEEP: &str = "it is nested more than 128 levels deep";

/// What is said of a stream of documents.
const SEVERAL_DOCUMENTS: &str = "it holds more than one document";

/// Members that are text by the specification and that people write without quotes: `openapi: 3.1`.
const TEXT_MEMBERS: [&str; 3] = ["/openapi", "/swagger", "/info/version"];

/// A document as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The whole document, members in order.
    pub value: Value,
    /// Whether it was written as JSON.
    pub json: bool,
}

/// Reads a document: JSON when its first byte that is not space is `{`, YAML otherwise.
///
/// Keys that YAML takes for numbers (`200:`) become text, merge keys (`<<`) are applied. Faults of the text and keys
/// that a mapping has twice are errors with their place; the answer is `None` when there is no value to go on with.
///
/// ```
/// use twinspec::diagnostic::Diagnostics;
/// use twinspec::load::load;
/// use twinspec::source::Source;
///
/// let mut diagnostics = Diagnostics::default();
/// let source = Source::new("pets.yaml", "responses:\n  200: {description: all pets}\n");
/// let loaded = load(&source, &mut diagnostics).unwrap();
/// assert_eq!(loaded.value["responses"]["200"]["description"], "all pets");
///
/// assert!(load(&Source::new("bad.yaml", "a: [1"), &mut diagnostics).is_none());
/// assert!(diagnostics.has_errors());
/// ```
pub fn load(source: &Source, diagnostics: &mut Diagnostics) -> Option<Loaded> {
    let json = source.is_json();
    if json && let Some(value) = halves::read(&source.text) {
        return Some(Loaded { value, json });
    }
    let builder = Builder::new(!json, source.text.len());
    let read = if json { read_json(source, &builder) } else { read_yaml(source, &builder) };
    let mut value = match read {
        Ok(value) => value,
        Err(fault) => {
            fault.report(source, diagnostics);
            return None;
        }
    };
    report_duplicates(source, &builder.into_duplicates(), diagnostics);
    if !json {
        keep_text(source, &mut value, diagnostics);
    }
    Some(Loaded { value, json })
}

/// Why a text could not be read, and where.
struct Fault {
    message: String,
    /// More words, shown beside the place.
    label: Option<String>,
    /// The place; a fault of the document as a whole has none.
    offset: Option<usize>,
}

impl Fault {
    /// A fault in the words of a parser, or of ours where we know better.
    fn new(builder: &Builder, said: &str, label: Option<&str>, offset: usize) -> Self {
        let message = match (builder.fault(), said) {
            (Some(fault), _) => fault,
            (None, "recursion limit exceeded") => TOO_DEEP,
            (None, "repetition limit exceeded") => ALIAS_BOMB,
            (None, said) if said.contains("more than one document") => SEVERAL_DOCUMENTS,
            // Said with the node's path before it.
            (None, said) => said.find("invalid type: ").and_then(|at| said.get(at..)).unwrap_or(said),
        };
        let of_the_whole = [ALIAS_BOMB, SEVERAL_DOCUMENTS].contains(&message);
        let offset = (!of_the_whole).then_some(offset);
        Self { message: message.to_owned(), label: label.map(str::to_owned), offset }
    }

    /// Adds the error, underlining the word that starts at the offset.
    fn report(self, source: &Source, diagnostics: &mut Diagnostics) {
        let format = if source.is_json() { "JSON" } else { "YAML" };
        let message = format!("this is not well-formed {format}: {}", self.message);
        let range = self.offset.map(|start| {
            let rest = source.text.get(start..).unwrap_or_default();
            let first = rest.chars().next().map_or(0, char::len_utf8);
            let quoted =
                rest.strip_prefix('"').and_then(|text| text.split_once(['"', '\n'])).map(|(text, _)| text.len() + 2);
            let ends = |c: char| c.is_whitespace() || ",]}:".contains(c);
            start..start + quoted.unwrap_or_else(|| rest.find(ends).unwrap_or(rest.len()).max(first))
        });
        let diagnostic = diagnostics.error(codes::SYNTAX, &Pointer::root(), message);
        diagnostic.at(&source.path, range).label = self.label;
    }
}

/// Reads JSON.
fn read_json(source: &Source, builder: &Builder) -> Result<Value, Fault> {
    let mut deserializer = serde_json::Deserializer::from_str(&source.text);
    let read = builder.deserialize(&mut deserializer);
    read.and_then(|value| deserializer.end().map(|()| value)).map_err(|error| {
        let text = error.to_string();
        let message = text.split(" at line ").next().unwrap_or_default();
        // The column counts bytes, and is that of the last byte that was read.
        let offset = source.line_start(error.line()) + error.column().saturating_sub(1);
        Fault::new(builder, message, None, source.text.floor_char_boundary(offset))
    })
}

/// Reads YAML; a text without a document is null.
fn read_yaml(source: &Source, builder: &Builder) -> Result<Value, Fault> {
    let only_comments = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if source.text.lines().all(only_comments) {
        return Ok(Value::Null);
    }
    if let Some(offset) = too_many_brackets(&source.text) {
        return Err(Fault { message: TOO_DEEP.to_owned(), label: None, offset: Some(offset) });
    }
    builder.deserialize(serde_yaml::Deserializer::from_str(&source.text)).map_err(|error| {
        let text = error.to_string();
        let (line, column) = error.location().map_or((1, 1), |at| (at.line(), at.column()));
        let (message, label) = text.split_once(&format!(" at line {line} column {column}")).unwrap_or((&text, ""));
        let label = label.trim_start_matches([',', ' ']);
        Fault::new(builder, message, (!label.is_empty()).then_some(label), source.offset(line, column))
    })
}

/// Where a text opens more brackets than it may.
fn too_many_brackets(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > OPEN_BRACKETS
    })
}

/// Reports each key that a mapping has twice, with both places.
fn report_duplicates(source: &Source, keys: &[String], diagnostics: &mut Diagnostics) {
    if keys.is_empty() {
        return;
    }
    let found = source::duplicates(source);
    for duplicate in &found {
        let message = format!("the key `{}` is here twice", duplicate.key);
        let diagnostic = diagnostics.error(codes::DUPLICATE_KEY, &Pointer::root(), message);
        diagnostic.at(&source.path, Some(duplicate.second.clone())).label("the second time");
        diagnostic.help("remove one of the two, or merge them");
        diagnostic.related_span(&source.path, duplicate.first.clone(), "the first time");
    }
    if found.is_empty() {
        // The walk for places understands a little less than the reader.
        for key in keys {
            let message = format!("the key `{key}` is in one mapping twice");
            diagnostics.error(codes::DUPLICATE_KEY, &Pointer::root(), message).at(&source.path, None);
        }
    }
}

/// Gives members that are text by the specification the text that was written: `1.10` and not `1.1`.
fn keep_text(source: &Source, value: &mut Value, diagnostics: &mut Diagnostics) {
    for pointer in TEXT_MEMBERS {
        let Some(member @ Value::Number(_)) = value.pointer_mut(pointer) else {
            continue;
        };
        let at = Pointer::parse(pointer);
        let span = source.span(&at, Focus::Value);
        let written = source.text.get(span.range.clone().unwrap_or_default()).unwrap_or_default();
        let written = if written.is_empty() { member.to_string() } else { written.to_owned() };
        *member = Value::from(written.as_str());
        // That this is no OpenAPI 3 is told anyhow.
        if pointer == "/swagger" {
            continue;
        }
        diagnostics
            .warning(
                codes::UNREADABLE_ELEMENT,
                &at,
                format!("`{}` must be text, and is a number", at.last().unwrap_or_default()),
            )
            .at(source.path.clone(), span.range)
            .label("taken as it is written")
            .help(format!("write it in quotes: `'{written}'`"));
    }
}
