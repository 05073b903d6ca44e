//! Where the nodes of a JSON text stand (RFC 8259), found in one pass that reads nothing of what nobody asked for.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use crate::diagnostic::{Focus, Pointer};

/// Deeper nodes are not looked for; no document that is read is as deep.
const DEEPEST: usize = 128;

/// The bytes of each wanted node of `text`; see [`super::Source::spans`].
pub(super) fn find(text: &str, wanted: &[(Pointer, Focus)]) -> Vec<Option<Range<usize>>> {
    let start = text.len() - text.trim_start().len();
    let root = Found { depth: 0, key: None, start };
    let paths = wanted.iter().map(|(pointer, _)| pointer.segments().collect()).collect();
    let mut search = Search { walk: Walk { text, at: start }, paths, found: vec![root; wanted.len()] };
    // Where the walk does not go on, what was found before is what there is.
    let _ = search.inside(&(0..wanted.len()).collect::<Vec<_>>(), 0);
    let mut ends = HashMap::new();
    let found = search.found.iter().zip(wanted);
    found.map(|(found, (_, focus))| Some(found.shown(text, *focus, &mut ends))).collect()
}

/// The nearest node found so far for a request.
#[derive(Debug, Clone)]
struct Found {
    depth: usize,
    key: Option<Range<usize>>,
    start: usize,
}

impl Found {
    /// What to show of the node: the key when it is asked for or when the value has several lines.
    fn shown(&self, text: &str, focus: Focus, ends: &mut HashMap<usize, Option<usize>>) -> Range<usize> {
        if let (Some(key), Focus::Key) = (&self.key, focus) {
            return key.clone();
        }
        let line = text.get(self.start..).and_then(|rest| rest.split('\n').next()).unwrap_or_default();
        let end = ends.entry(self.start).or_insert_with(|| {
            let mut walk = Walk { text: line, at: 0 };
            walk.value().map(|()| self.start + walk.at)
        });
        match (end, &self.key) {
            (Some(end), _) => self.start..*end,
            (None, Some(key)) => key.clone(),
            (None, None) => self.start..self.start + line.trim_end().len(),
        }
    }
}

/// A walk through a text, which takes for granted that it is well-formed: it was read already, and a fault was told. Of
/// one that is not, it finds something all the same.
///
/// Reading it once more with `serde_json` takes twice the time.
struct Walk<'t> {
    text: &'t str,
    /// The byte that is next.
    at: usize,
}

/// Indentation that is passed at once.
const INDENT: [u8; 8] = [b' '; 8];

impl<'t> Walk<'t> {
    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes white space.
    fn space(&mut self) {
        while self.next().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Passes a value; `None` where it has no end.
    fn value(&mut self) -> Option<()> {
        match self.next()? {
            b'"' => self.string().map(drop),
            b'{' | b'[' => self.container(),
            _ => {
                let rest = self.text.as_bytes().get(self.at..)?;
                let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
                let length = rest.iter().take_while(is_part).count();
                self.at += length;
                (length > 0).then_some(())
            }
        }
    }

    /// Passes an object or an array: all up to where it ends, however deep it is.
    fn container(&mut self) -> Option<()> {
        let is_sign = |byte: &u8| matches!(byte, b'"' | b'{' | b'[' | b'}' | b']' | b'\n');
        let mut depth = 0_usize;
        loop {
            let mut rest = self.text.as_bytes().get(self.at..)?;
            // Of a text that is indented, most is what its lines begin with.
            while let Some(further) = rest.strip_prefix(&INDENT) {
                rest = further;
            }
            let sign = rest.iter().position(is_sign)?;
            self.at = self.text.len() - rest.len() + sign;
            match rest.get(sign)? {
                b'"' => {
                    self.string()?;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return Some(());
            }
        }
    }

    /// Passes a string, which is the answer, quotes and all.
    fn string(&mut self) -> Option<&'t str> {
        let start = self.at;
        self.at += 1;
        loop {
            self.at += memchr::memchr2(b'"', b'\\', self.text.as_bytes().get(self.at..)?)? + 1;
            if self.text.as_bytes().get(self.at - 1) == Some(&b'"') {
                return self.text.get(start..self.at);
            }
            self.at += 1;
        }
    }
}

/// The state of a search.
struct Search<'t> {
    walk: Walk<'t>,
    paths: Vec<Vec<String>>,
    found: Vec<Found>,
}

impl Search<'_> {
    /// Looks inside the node at hand, to which the first `depth` segments of the wants lead. `None` where the text has a
    /// fault.
    fn inside(&mut self, wants: &[usize], depth: usize) -> Option<()> {
        let is_object = match self.walk.next()? {
            b'{' if depth < DEEPEST => true,
            b'[' if depth < DEEPEST => false,
            _ => return self.walk.value(),
        };
        self.walk.at += 1;
        let mut index = 0_usize;
        loop {
            self.walk.space();
            match self.walk.next()? {
                b',' => self.walk.at += 1,
                b'}' | b']' => {
                    self.walk.at += 1;
                    return Some(());
                }
                _ if is_object => self.member(wants, depth)?,
                _ => {
                    self.child(&self.through(wants, depth, &index.to_string()), depth + 1, None)?;
                    index += 1;
                }
            }
        }
    }

    /// A member of an object.
    fn member(&mut self, wants: &[usize], depth: usize) -> Option<()> {
        let start = self.walk.at;
        let key = self.walk.string().filter(|key| key.starts_with('"'))?;
        let wants = self.through(wants, depth, &unquoted(key));
        let key = start..self.walk.at;
        self.walk.space();
        if self.walk.next()? != b':' {
            return None;
        }
        self.walk.at += 1;
        self.walk.space();
        self.child(&wants, depth + 1, Some(key))
    }

    /// The value at hand, to which these wants lead by `depth` segments: notes it for those that it brings nearer to
    /// their aim, and looks inside for those that go on.
    fn child(&mut self, wants: &[usize], depth: usize, key: Option<Range<usize>>) -> Option<()> {
        let node = Found { depth, key, start: self.walk.at };
        let mut further = Vec::new();
        for want in wants {
            if let Some(found) = self.found.get_mut(*want)
                && found.depth < depth
            {
                found.clone_from(&node);
                if self.paths.get(*want).is_some_and(|path| path.len() > depth) {
                    further.push(*want);
                }
            }
        }
        if further.is_empty() { self.walk.value() } else { self.inside(&further, depth) }
    }

    /// The wants that go on through the member or the element of that name.
    fn through(&self, wants: &[usize], depth: usize, segment: &str) -> Vec<usize> {
        let goes_on = |want: &&usize| {
            let path = self.paths.get(**want);
            path.and_then(|path| path.get(depth)).is_some_and(|next| next == segment)
        };
        wants.iter().filter(goes_on).copied().collect()
    }
}

/// The text that a key in quotes means.
fn unquoted(key: &str) -> Cow<'_, str> {
    match key.strip_prefix('"').and_then(|key| key.strip_suffix('"')) {
        Some(plain) if !plain.contains('\\') => Cow::Borrowed(plain),
        _ => serde_json::from_str(key).map_or(Cow::Borrowed(key), Cow::Owned),
    }
}

#[cfg(test)]
mod tests {
    use super::super::walk;
    use super::find;
    use crate::diagnostic::{Focus, Pointer};

    const TEXT: &str = r#" {
  "a": { "b": [1, "two", {"c": null}], "\u0064/e": "\ud83d\ude00" }, "f" : {
    "g": [
      [true],
      { "h": -1.5e3 }
    ], "": "" },
  "héé": [], "b": {},
  "a": 2
}
"#;

    /// A parser of YAML, of which JSON is a part, is the judge; it takes no surrogates.
    #[test]
    fn places_are_those_that_a_parser_of_yaml_finds() {
        let text = TEXT.replace("\\ud83d\\ude00", "smile");
        let pointers = [
            "",
            "/a",
            "/a/b",
            "/a/b/0",
            "/a/b/1",
            "/a/b/2",
            "/a/b/2/c",
            "/a/b/3",
            "/a/b/01",
            "/a/d~1e",
            "/f",
            "/f/g",
            "/f/g/0",
            "/f/g/0/0",
            "/f/g/1",
            "/f/g/1/h",
            "/f/g/1/h/none",
            "/f/g/none",
            "/f/",
            "/héé",
            "/héé/0",
            "/b",
            "/none/at/all",
        ];
        for focus in [Focus::Key, Focus::Value] {
            for pointer in pointers {
                let wanted = [(Pointer::parse(pointer), focus)];
                assert_eq!(find(&text, &wanted), walk::find(&text, &wanted), "{pointer} {focus:?}");
            }
            let all: Vec<_> = pointers.iter().map(|pointer| (Pointer::parse(pointer), focus)).collect();
            assert_eq!(find(&text, &all), walk::find(&text, &all), "{focus:?}");
        }
    }

    #[test]
    fn of_a_text_with_a_fault_what_stands_before_it_is_found() {
        let wanted = [(Pointer::parse("/a"), Focus::Value), (Pointer::parse("/b"), Focus::Value)];
        assert_eq!(find(r#"{"a": 1, "c" 2, "b": 3}"#, &wanted), [Some(6..7), Some(0..23)]);
        assert_eq!(find("", &wanted), [Some(0..0), Some(0..0)]);
    }

    /// What is passed over holds all that ends strings and containers, and begins lines.
    const PASSED: &str = r#"{
        "a": {
                "b}": "}]{[\"\\",
                 "c\"": [[], {}, "\\\"", { "d": ["}"] }],
"e": ""
        },
        "f": [
            "a", ["]"],
            { "g": 1.5 }
        ]
    }"#;

    #[test]
    fn what_is_passed_over_may_hold_anything_in_any_form() {
        let value: serde_json::Value = serde_json::from_str(PASSED).unwrap();
        let minified = value.to_string();
        for text in [PASSED, &minified, &PASSED.replace('\n', "\r\n"), &PASSED.replace("    ", "\t")] {
            for (pointer, expected) in [("/f/2/g", "1.5"), ("/f/0", "\"a\""), ("/a/e", "\"\""), ("/f/1", "[\"]\"]")] {
                let found = find(text, &[(Pointer::parse(pointer), Focus::Value)]);
                assert_eq!(found.into_iter().flatten().next().map(|range| &text[range]), Some(expected), "{text}");
            }
        }
    }

    #[test]
    fn of_any_text_what_is_found_is_within_it() {
        let pointers = ["", "/a", "/a/b/2/c", "/a/d~1e", "/f/g/1/h", "/b", "/a/c\"/3/d"];
        let wanted: Vec<_> = pointers.iter().map(|pointer| (Pointer::parse(pointer), Focus::Value)).collect();
        for text in [TEXT, PASSED] {
            for (at, character) in text.char_indices() {
                let without = [&text[..at], &text[at + character.len_utf8()..]].concat();
                for text in [&text[..at], &without] {
                    let found = find(text, &wanted);
                    assert!(found.into_iter().all(|range| text.get(range.unwrap()).is_some()), "{text}");
                }
            }
        }
        assert_eq!(find("[\"abc\\", &wanted[..1]), [Some(0..6)]);
    }

    #[test]
    fn surrogates_and_tabs_shift_nothing() {
        let wanted = [(Pointer::parse("/a/d~1e"), Focus::Value)];
        let text = TEXT.replace("  ", "\t");
        let found = find(&text, &wanted).into_iter().flatten().next().and_then(|range| text.get(range));
        assert_eq!(found, Some(r#""\ud83d\ude00""#));
    }
}
