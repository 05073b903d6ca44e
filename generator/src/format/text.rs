//! The text of a file, in the parts in which it was printed.

use std::fmt;

/// The text of a file. Its parts are not put together: of megabytes, that takes as long as to write them.
///
/// ```
/// use twinspec::format::FileText;
///
/// let mut text = FileText::from("mod pets;\n");
/// text.push("mod orders;\n".to_owned());
/// assert_eq!(text, "mod pets;\nmod orders;\n");
/// assert_eq!(text.parts().count(), 2);
/// ```
#[derive(Debug, Clone, Default)]
pub struct FileText {
    parts: Vec<String>,
}

impl FileText {
    /// Adds a part.
    pub fn push(&mut self, part: String) {
        self.parts.push(part);
    }

    /// Begins a new line where the text ends.
    pub(super) fn end_line(&mut self) {
        match self.parts.last_mut() {
            Some(last) => last.push('\n'),
            None => self.parts.push("\n".to_owned()),
        }
    }

    /// Its parts, in order; one may be empty.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(String::as_str)
    }

    /// Its length in bytes.
    pub fn len(&self) -> usize {
        self.parts().map(str::len).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl From<String> for FileText {
    fn from(text: String) -> Self {
        Self { parts: vec![text] }
    }
}

impl From<&str> for FileText {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl fmt::Display for FileText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts().try_for_each(|part| formatter.write_str(part))
    }
}

impl PartialEq<str> for FileText {
    fn eq(&self, other: &str) -> bool {
        let rest = self.parts().try_fold(other, |rest, part| rest.strip_prefix(part));
        rest == Some("")
    }
}

impl PartialEq<&str> for FileText {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

/// Texts are the same however they are divided.
impl PartialEq for FileText {
    fn eq(&self, other: &Self) -> bool {
        *self == *other.to_string()
    }
}

impl Eq for FileText {}

#[cfg(test)]
mod tests {
    use super::FileText;

    #[test]
    fn how_a_text_is_divided_makes_no_difference() {
        let mut text = FileText::default();
        assert!(text.is_empty() && text == FileText::from(String::new()));
        for part in ["", "a\n", "b"] {
            text.push(part.to_owned());
        }
        text.end_line();
        assert_eq!((text.to_string().as_str(), text.len()), ("a\nb\n", 4));
        assert_eq!(text, FileText::from("a\nb\n"));
        for other in ["", "a\nb", "a\nb\nc", "b\na\n", "a\nb\n "] {
            let divided: Vec<String> = other.chars().map(String::from).collect();
            assert!(text != other && text != FileText { parts: divided }, "{other:?}");
        }
        let mut empty = FileText::default();
        empty.end_line();
        assert_eq!(empty, "\n");
    }
}
