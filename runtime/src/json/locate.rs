//! Where in a document an offset of its text is.

use super::Json;

/// The JSON pointers of the values that start at `offsets`, which ascend.
///
/// One pass over a valid text, done only when something could not be written:
/// so no path has to be kept while all goes well.
pub(crate) fn pointers(text: &[u8], offsets: impl Iterator<Item = usize>) -> Vec<String> {
    let mut scanner = Scanner { text, at: 0, path: Vec::new() };
    offsets
        .map(|offset| {
            scanner.advance(offset);
            scanner.pointer()
        })
        .collect()
}

struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
    path: Vec<Step<'t>>,
}

/// The container in which the scanner is, and where in it.
enum Step<'t> {
    Item(usize),
    /// The name with its quotes, when it was read.
    Member(Option<&'t [u8]>),
}

impl Scanner<'_> {
    fn advance(&mut self, offset: usize) {
        while self.at < offset {
            let Some(byte) = self.text.get(self.at) else {
                return;
            };
            let start = self.at;
            self.at += 1;
            match byte {
                b'{' => self.path.push(Step::Member(None)),
                b'[' => self.path.push(Step::Item(0)),
                b'}' | b']' => drop(self.path.pop()),
                b',' => match self.path.last_mut() {
                    Some(Step::Item(index)) => *index += 1,
                    Some(Step::Member(name)) => *name = None,
                    None => {}
                },
                b'"' => {
                    self.skip_string();
                    if let Some(Step::Member(name @ None)) = self.path.last_mut() {
                        *name = self.text.get(start..self.at);
                    }
                }
                _ => {}
            }
        }
    }

    /// Goes behind the closing quote of a string.
    fn skip_string(&mut self) {
        while let Some(byte) = self.text.get(self.at) {
            self.at += if *byte == b'\\' { 2 } else { 1 };
            if *byte == b'"' {
                return;
            }
        }
    }

    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for step in &self.path {
            pointer.push('/');
            match step {
                Step::Item(index) => pointer.push_str(&index.to_string()),
                Step::Member(name) => {
                    let name = name.and_then(|name| Json::parse(name).ok());
                    let name = name.as_ref().and_then(Json::as_str).unwrap_or_default();
                    pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
                }
            }
        }
        pointer
    }
}
