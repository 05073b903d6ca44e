//! Findings about a document, collected rather than thrown.
//!
//! A stage pushes every fault that it finds into one [`Diagnostics`], runs to its end, and the pipeline stops
//! after it when there were errors. A finding says *where* by JSON pointer; the line and the column are looked up
//! only when it is shown (see [`crate::source`]).

pub(crate) mod pointer;

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;

use foldhash::{HashMap, HashSet};

pub use pointer::Pointer;

use crate::codes::Code;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// No code can be written.
    Error,
    /// Code is written, but not all that the document says is in it, or the document contradicts itself.
    Warning,
    /// Worth knowing, nothing to mend.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

/// What of a node is meant: the key it stands under, or its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Focus {
    /// The key (of a member of a mapping; elsewhere the value).
    Key,
    /// The value.
    Value,
}

/// A place given in bytes of a file, for faults that have no pointer (a document that cannot be parsed).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FileSpan {
    /// The file, as it was named.
    pub file: PathBuf,
    /// Its bytes; `None` for the file as a whole (one that cannot be read).
    pub range: Option<Range<usize>>,
}

/// A second place that a finding speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The node, unless `span` says more.
    pub pointer: Pointer,
    /// The bytes, when they are known.
    pub span: Option<FileSpan>,
    /// What this place has to do with the finding.
    pub message: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// The node of the merged document that it is about.
    pub pointer: Pointer,
    /// What of the node.
    pub focus: Focus,
    /// An exact place, which wins over the pointer.
    pub span: Option<FileSpan>,
    /// A few words beside the underlined place.
    pub label: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// Other places that it speaks of.
    pub related: Vec<Related>,
    /// Of how many other places the same is to be said; a note is told once.
    pub elsewhere: usize,
    /// The element that is left out for it.
    pub costs: Option<Pointer>,
}

impl Diagnostic {
    /// A finding about the value at `pointer`.
    pub fn new(code: Code, severity: Severity, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            pointer: pointer.clone(),
            focus: Focus::Value,
            span: None,
            label: None,
            help: None,
            related: Vec::new(),
            elsewhere: 0,
            costs: None,
        }
    }

    /// Says a few words beside the underlined place.
    pub fn label(&mut self, label: impl Into<String>) -> &mut Self {
        self.label = Some(label.into());
        self
    }

    /// Says what to do.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Underlines the node's key in place of its value.
    pub fn key(&mut self) -> &mut Self {
        self.focus = Focus::Key;
        self
    }

    /// Shows a second place.
    pub fn related(&mut self, pointer: &Pointer, message: impl Into<String>) -> &mut Self {
        self.related.push(Related { pointer: pointer.clone(), span: None, message: message.into() });
        self
    }

    /// Shows a second place, given in bytes of a file.
    pub fn related_span(
        &mut self,
        file: impl Into<PathBuf>,
        range: Range<usize>,
        message: impl Into<String>,
    ) -> &mut Self {
        let span = Some(FileSpan { file: file.into(), range: Some(range) });
        self.related.push(Related { pointer: Pointer::root(), span, message: message.into() });
        self
    }

    /// Gives the exact place, which wins over the pointer.
    pub fn at(&mut self, file: impl Into<PathBuf>, range: Option<Range<usize>>) -> &mut Self {
        self.span = Some(FileSpan { file: file.into(), range });
        self
    }
}

/// The collector of findings.
///
/// ```
/// use twinspec::codes;
/// use twinspec::diagnostic::{Diagnostics, Pointer};
///
/// let mut diagnostics = Diagnostics::default();
/// let items = Pointer::root().child("components").child("schemas").child("Pets");
/// diagnostics
///     .warning(codes::ARRAY_WITHOUT_ITEMS, &items, "`Pets` is an array but does not say of what")
///     .help("add `items`");
/// assert!(!diagnostics.has_errors());
/// assert_eq!(diagnostics.len(), 1);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    errors: usize,
}

impl Diagnostics {
    /// Adds an error about the value at `pointer`; the answer takes label, help and more.
    pub fn error(&mut self, code: Code, pointer: &Pointer, message: impl Into<String>) -> &mut Diagnostic {
        self.push(Diagnostic::new(code, Severity::Error, pointer, message))
    }

    /// Adds a warning about the value at `pointer`.
    pub fn warning(&mut self, code: Code, pointer: &Pointer, message: impl Into<String>) -> &mut Diagnostic {
        self.push(Diagnostic::new(code, Severity::Warning, pointer, message))
    }

    /// Adds a note about the value at `pointer`.
    pub fn note(&mut self, code: Code, pointer: &Pointer, message: impl Into<String>) -> &mut Diagnostic {
        self.push(Diagnostic::new(code, Severity::Note, pointer, message))
    }

    /// Adds a finding that was made elsewhere; the answer takes label, help and more, but keeps its severity.
    pub fn push(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        self.errors += usize::from(diagnostic.severity == Severity::Error);
        self.found.push_mut(diagnostic)
    }

    /// Whether it was told why the element at `pointer` is left out, or that no code is written for what is within it.
    pub(crate) fn explain(&self, pointer: &Pointer) -> bool {
        let explains = |found: &Diagnostic| {
            found.costs.as_ref() == Some(pointer)
                || (found.severity == Severity::Error && pointer.holds(&found.pointer))
        };
        self.found.iter().any(explains)
    }

    /// Adds findings, without those about elements of which one that is here says already why they are left out.
    pub(crate) fn extend_unexplained(&mut self, found: Self) {
        let is_new = |found: &Diagnostic| found.costs.as_ref().is_none_or(|at| !self.explain(at));
        let new: Vec<_> = found.into_iter().filter(is_new).collect();
        self.extend(new);
    }

    /// The last finding with this message.
    pub(crate) fn last_of(&mut self, message: &str) -> Option<&mut Diagnostic> {
        self.found.iter_mut().rev().find(|found| found.message == message)
    }

    /// Amends all findings from the one with this number on.
    pub(crate) fn amend(&mut self, from: usize, mut amend: impl FnMut(&mut Diagnostic)) {
        self.found.iter_mut().skip(from).for_each(&mut amend);
        self.errors = self.found.iter().filter(|found| found.severity == Severity::Error).count();
    }

    /// Takes all findings away but the first `length`.
    pub(crate) fn split_off(&mut self, length: usize) -> Vec<Diagnostic> {
        let taken = self.found.split_off(length.min(self.found.len()));
        self.errors -= taken.iter().filter(|found| found.severity == Severity::Error).count();
        taken
    }

    /// Removes findings that say the same of the same place as one before them, and notes that say the same of another
    /// place: the first of these counts them.
    pub fn dedup(&mut self) {
        let mut said = HashSet::default();
        let key = |found: &Diagnostic| (found.code, found.pointer.clone(), found.span.clone(), found.message.clone());
        self.found.retain(|found| said.insert(key(found)));
        let mut notes: HashMap<(Code, String), usize> = HashMap::default();
        let is_note = |found: &Diagnostic| found.severity == Severity::Note;
        for found in self.found.iter().filter(|found| is_note(found)) {
            *notes.entry((found.code, found.message.clone())).or_default() += 1;
        }
        self.found.retain_mut(|found| {
            if !is_note(found) {
                return true;
            }
            let Some(times) = notes.remove(&(found.code, found.message.clone())) else { return false };
            found.elsewhere = times - 1;
            true
        });
        self.errors = self.found.iter().filter(|found| found.severity == Severity::Error).count();
    }

    /// Whether an error is among them.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// The number of errors.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// All findings in the order in which they were made.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.found.iter()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The number of findings.
    pub fn len(&self) -> usize {
        self.found.len()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, found: T) {
        for diagnostic in found {
            self.push(diagnostic);
        }
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.found.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
