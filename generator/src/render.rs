//! Findings as text for people, in rustc's style, and as JSON for machines.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};
use serde_json::json;

use crate::diagnostic::{Diagnostic, Diagnostics, Focus, Pointer, Severity};
use crate::source::{Location, Source, Sources};

/// How many bytes of a line are shown on each side of what is underlined.
const CONTEXT: usize = 60;

/// How many bytes are underlined at most.
const LONGEST_UNDERLINE: usize = 100;

/// The form in which findings are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MessageFormat {
    /// Excerpts with underlines, as rustc has them.
    #[default]
    Human,
    /// One JSON object a line.
    Json,
}

/// Says how findings are to be rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// The form.
    pub format: MessageFormat,
    /// Whether text for people has colours.
    pub color: bool,
}

/// Renders all findings, in order; empty when there are none.
///
/// ```
/// use twinspec::codes;
/// use twinspec::diagnostic::{Diagnostics, Pointer};
/// use twinspec::render::{Style, render};
/// use twinspec::source::{Source, Sources};
///
/// let sources = Sources::of(Source::new("pets.yaml", "type: array\n"));
/// let mut diagnostics = Diagnostics::default();
/// let pointer = Pointer::root().child("type");
/// diagnostics.warning(codes::ARRAY_WITHOUT_ITEMS, &pointer, "an array of what?").help("add `items`");
/// let expected = "\
/// warning[TS0206]: an array of what?
///  --> pets.yaml:1:7
///   |
/// 1 | type: array
///   |       ^^^^^
///   |
///   = help: add `items`
/// ";
/// assert_eq!(render(&diagnostics, &sources, Style::default()), expected);
/// ```
pub fn render(diagnostics: &Diagnostics, sources: &Sources, style: Style) -> String {
    let mut text = String::new();
    for (diagnostic, places) in diagnostics.iter().zip(places(diagnostics, sources)) {
        match style.format {
            MessageFormat::Human => {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(&human(diagnostic, &places, sources, style.color));
            }
            MessageFormat::Json => text.push_str(&machine(diagnostic, &places, sources)),
        }
        text.push('\n');
    }
    text
}

/// The places of a finding: its own, and those that it relates to.
struct Places {
    own: Option<Location>,
    related: Vec<Option<Location>>,
}

/// The places of all findings, looked up in one walk over each file.
fn places(diagnostics: &Diagnostics, sources: &Sources) -> Vec<Places> {
    let mut wanted: Vec<(Pointer, Focus)> = Vec::new();
    for diagnostic in diagnostics {
        if diagnostic.span.is_none() {
            wanted.push((diagnostic.pointer.clone(), diagnostic.focus));
        }
        let related = diagnostic.related.iter().filter(|related| related.span.is_none());
        wanted.extend(related.map(|related| (related.pointer.clone(), Focus::Value)));
    }
    let mut located = sources.locate_all(&wanted).into_iter();
    let mut place = |span: Option<_>| match span {
        Some(span) => Some(sources.place_of(span)),
        None => located.next().flatten(),
    };
    diagnostics
        .iter()
        .map(|diagnostic| Places {
            own: place(diagnostic.span.as_ref()),
            related: diagnostic.related.iter().map(|related| place(related.span.as_ref())).collect(),
        })
        .collect()
}

/// One finding for people.
fn human(diagnostic: &Diagnostic, places: &Places, sources: &Sources, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.clone().primary_title(&diagnostic.message).id(diagnostic.code.to_string());
    let mut groups = vec![Group::with_title(title)];
    if let Some(place) = &places.own {
        excerpt(&mut groups, place, diagnostic.label.as_deref(), &level, sources);
    }
    match diagnostic.elsewhere {
        0 => {}
        1 => add(&mut groups, Level::NOTE.message("the same holds at one other place")),
        others => add(&mut groups, Level::NOTE.message(format!("the same holds at {others} other places"))),
    }
    if let Some(help) = &diagnostic.help {
        add(&mut groups, Level::HELP.message(normalize_untrusted_str(help)));
    }
    for (related, place) in diagnostic.related.iter().zip(&places.related) {
        groups.push(Group::with_title(Level::NOTE.secondary_title(normalize_untrusted_str(&related.message))));
        if let Some(place) = place {
            excerpt(&mut groups, place, None, &Level::NOTE, sources);
        }
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let text = renderer.render(&groups);
    let mut lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    // Where an excerpt stands apart from its place, each of the two draws the bar between them.
    lines.dedup();
    lines.join("\n")
}

/// Adds an element to the last group.
fn add<'a>(groups: &mut Vec<Group<'a>>, element: impl Into<Element<'a>>) {
    if let Some(group) = groups.pop() {
        groups.push(group.element(element));
    }
}

/// Adds the place, as `-->` shows it, and the line with what is underlined.
fn excerpt<'a>(
    groups: &mut Vec<Group<'a>>,
    place: &Location,
    label: Option<&'a str>,
    level: &Level<'a>,
    sources: &Sources,
) {
    let path = place.file.display().to_string();
    let (Some(range), Some(source)) = (&place.range, sources.file(&place.file)) else {
        return add(groups, Origin::path(path));
    };
    let cut = Cut::of(source, range, place);
    let annotation = AnnotationKind::Primary.span(cut.underlined).label(label.map(Cow::Borrowed));
    let snippet = Snippet::source(cut.text).line_start(place.line).annotation(annotation);
    if cut.shortened {
        // The renderer would count the column in the text that is left; so the place stands by itself.
        add(groups, Origin::path(path).line(place.line).char_column(place.column));
        groups.push(Group::with_level(level.clone()).element(snippet));
    } else {
        add(groups, snippet.path(path));
    }
}

/// The part of a file that an excerpt shows: the line, or what of a very long line is near the place.
struct Cut {
    text: String,
    underlined: Range<usize>,
    /// Whether columns in the text are not those of the file.
    shortened: bool,
}

impl Cut {
    /// Cuts out the first line of a range.
    fn of(source: &Source, range: &Range<usize>, place: &Location) -> Self {
        let text = &source.text;
        let start = source.line_start(place.line);
        let rest = text.get(start..).unwrap_or_default();
        let end = start + rest.split('\n').next().unwrap_or_default().trim_end().len();
        let first = range.start.clamp(start, end);
        let last = range.end.clamp(first, end);
        if end - start <= 2 * CONTEXT + LONGEST_UNDERLINE {
            let line = text.get(start..end).unwrap_or_default().to_owned();
            return Self { text: line, underlined: first - start..last - start, shortened: false };
        }
        let last = text.floor_char_boundary(last.min(first + LONGEST_UNDERLINE));
        let from = text.floor_char_boundary(first.saturating_sub(CONTEXT).max(start));
        let to = text.floor_char_boundary((last + CONTEXT).min(end));
        let lead = if from > start { "…" } else { "" };
        let tail = if to < end { "…" } else { "" };
        let cut = format!("{lead}{}{tail}", text.get(from..to).unwrap_or_default());
        let shift = |at: usize| at - from + lead.len();
        Self { text: cut, underlined: shift(first)..shift(last), shortened: true }
    }
}

/// One finding for machines, as one line of JSON.
fn machine(diagnostic: &Diagnostic, places: &Places, sources: &Sources) -> String {
    let place = |location: &Option<Location>| {
        location.as_ref().map_or_else(
            || json!({}),
            |at| {
                json!({
                    "file": at.file.display().to_string(),
                    "line": at.line,
                    "column": at.column,
                    "end_line": at.end_line,
                    "end_column": at.end_column,
                })
            },
        )
    };
    let mut line = json!({
        "code": diagnostic.code.to_string(),
        "severity": diagnostic.severity.to_string(),
        "message": diagnostic.message,
    });
    let related = diagnostic.related.iter().zip(&places.related).map(|(related, at)| {
        let mut entry = json!({"message": related.message, "pointer": related.pointer.as_str()});
        extend(&mut entry, place(at));
        entry
    });
    let rest = json!({
        "pointer": diagnostic.pointer.as_str(),
        "label": diagnostic.label,
        "help": diagnostic.help,
        "elsewhere": diagnostic.elsewhere,
        "related": related.collect::<Vec<_>>(),
        "rendered": human(diagnostic, places, sources, false),
    });
    extend(&mut line, place(&places.own));
    extend(&mut line, rest);
    line.to_string()
}

/// Adds the members of one object to another.
fn extend(object: &mut serde_json::Value, members: serde_json::Value) {
    if let (serde_json::Value::Object(object), serde_json::Value::Object(members)) = (object, members) {
        object.extend(members);
    }
}
