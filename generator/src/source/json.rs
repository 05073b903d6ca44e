//! Where the nodes of a JSON text stand (RFC 8259), found in one pass that reads nothing of what nobody asked for.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use serde::Deserialize as _;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::diagnostic::{Focus, Pointer};

/// The bytes of each wanted node of `text`; see [`super::Source::spans`].
pub(super) fn find(text: &str, wanted: &[(Pointer, Focus)]) -> Vec<Option<Range<usize>>> {
    let paths = wanted.iter().map(|(pointer, _)| pointer.segments().collect()).collect();
    let root = Found { depth: 0, key: None, start: text.len() - text.trim_start().len() };
    let mut search = Search { text, paths, found: vec![root; wanted.len()] };
    let below_root = Node { wants: (0..wanted.len()).collect(), depth: 0, search: &mut search };
    // Of a text with a fault, what was found before the fault is what there is.
    let _ = below_root.deserialize(&mut serde_json::Deserializer::from_str(text));
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
        let length = ends.entry(self.start).or_insert_with(|| value_at_start(line).map(str::len));
        match (length, &self.key) {
            (Some(length), _) => self.start..self.start + *length,
            (None, Some(key)) => key.clone(),
            (None, None) => self.start..self.start + line.trim_end().len(),
        }
    }
}

/// The value that the text starts with.
fn value_at_start(text: &str) -> Option<&str> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    <&RawValue>::deserialize(&mut deserializer).ok().map(RawValue::get)
}

/// The state of a search.
struct Search<'t> {
    text: &'t str,
    paths: Vec<Vec<String>>,
    found: Vec<Found>,
}

impl Search<'_> {
    /// Where a part of the text starts in it.
    fn offset(&self, part: &str) -> usize {
        part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr())
    }

    /// Where the value of the key that ends there starts.
    fn value_after(&self, key_end: usize) -> usize {
        let rest = self.text.get(key_end..).unwrap_or_default();
        let value = rest.trim_start().strip_prefix(':').unwrap_or_default().trim_start();
        self.text.len() - value.len()
    }

    /// Notes the node for the wants that it brings nearer to their aim, and gives those that go on inside.
    fn note(&mut self, wants: &[usize], node: &Found) -> Vec<usize> {
        let mut further = Vec::new();
        for want in wants {
            if let Some(found) = self.found.get_mut(*want)
                && found.depth < node.depth
            {
                found.clone_from(node);
                if self.paths.get(*want).is_some_and(|path| path.len() > node.depth) {
                    further.push(*want);
                }
            }
        }
        further
    }
}

/// The inside of a node to which the first `depth` segments of the wants lead.
struct Node<'s, 't> {
    wants: Vec<usize>,
    depth: usize,
    search: &'s mut Search<'t>,
}

impl<'t> Node<'_, 't> {
    /// The wants that go on through the member or the element of that name.
    fn through(&self, segment: &str) -> Vec<usize> {
        let goes_on = |want: &&usize| {
            let path = self.search.paths.get(**want);
            path.and_then(|path| path.get(self.depth)).is_some_and(|next| next == segment)
        };
        self.wants.iter().filter(goes_on).copied().collect()
    }

    /// The inside of a node below this one.
    fn below(&mut self, wants: Vec<usize>) -> Node<'_, 't> {
        Node { wants, depth: self.depth + 1, search: &mut *self.search }
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object or an array")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<&RawValue>()? {
            let wants = self.through(&unquoted(key.get()));
            if wants.is_empty() {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let at = self.search.offset(key.get());
            let key = at..at + key.get().len();
            let start = self.search.value_after(key.end);
            let further = self.search.note(&wants, &Found { depth: self.depth + 1, key: Some(key), start });
            let inside = self.search.text.get(start..).is_some_and(|value| value.starts_with(['{', '[']));
            if inside && !further.is_empty() {
                map.next_value_seed(self.below(further))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut sequence: A) -> Result<(), A::Error> {
        let mut index = 0_usize;
        while let Some(element) = sequence.next_element::<&RawValue>()? {
            let wants = self.through(&index.to_string());
            let start = self.search.offset(element.get());
            let further = self.search.note(&wants, &Found { depth: self.depth + 1, key: None, start });
            if !further.is_empty() && element.get().starts_with(['{', '[']) {
                let mut inside = serde_json::Deserializer::from_str(element.get());
                // It is well-formed: it was read once already.
                let _ = self.below(further).deserialize(&mut inside);
            }
            index += 1;
        }
        Ok(())
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

    #[test]
    fn surrogates_and_tabs_shift_nothing() {
        let wanted = [(Pointer::parse("/a/d~1e"), Focus::Value)];
        let text = TEXT.replace("  ", "\t");
        let found = find(&text, &wanted).into_iter().flatten().next().and_then(|range| text.get(range));
        assert_eq!(found, Some(r#""\ud83d\ude00""#));
    }
}
