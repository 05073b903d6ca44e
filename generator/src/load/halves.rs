//! A large JSON text is read in two halves side by side.
//!
//! No line of a JSON text ends within a string, a number or a word (RFC 8259, section 7: a string holds no line break as it
//! is), so a text may be cut where a line begins a member behind another one: the one half becomes JSON by closing what is
//! open there, the other by opening as much. How deep the cut is, its indentation says, and where that is wrong a half is
//! no JSON. A text of which a half has any fault is read as a whole, which tells what the fault is.

use serde::de::DeserializeSeed as _;

use crate::parallel;
use crate::value::{Map, Value};

use super::build::Builder;

/// A shorter text, in bytes, is read before another thread has begun.
const SHORTEST: usize = 1 << 18;

/// How many objects may be open at a cut. What is within a path item or a schema is small enough.
const DEEPEST: usize = 4;

/// The value of a text that can be cut near its middle, when nothing is wrong with it.
pub(super) fn read(text: &str) -> Option<Value> {
    if text.len() < SHORTEST {
        return None;
    }
    let cut = Cut::near(text, text.len() / 2)?;
    let (second, first) = parallel::both(|| part(&cut.second()), || part(&cut.first()));
    let mut whole = first?;
    join(&mut whole, second?, cut.depth)?;
    Some(Value::Object(whole))
}

/// A place between two members of an object.
struct Cut<'t> {
    /// What stands before it, without the comma.
    before: &'t str,
    after: &'t str,
    /// How many objects are open there.
    depth: usize,
}

impl<'t> Cut<'t> {
    /// The first place that looks like one, from a byte on.
    fn near(text: &'t str, from: usize) -> Option<Self> {
        let unit = indentation(text.split_once('\n')?.1);
        let ends = memchr::memchr_iter(b'\n', text.as_bytes().get(from..)?);
        ends.map(|end| from + end + 1).find_map(|at| {
            let line = text.get(at..)?;
            let indented = indentation(line);
            let depth = indented.checked_div(unit).filter(|depth| (1..=DEEPEST).contains(depth))?;
            let after = line.get(indented..).filter(|line| line.starts_with('"'))?;
            let before = text.get(..at)?.trim_end_matches(SPACE).strip_suffix(',')?.trim_end_matches(SPACE);
            (!before.ends_with('{')).then_some(Self { before, after, depth })
        })
    }

    /// The first half as a text of its own.
    fn first(&self) -> String {
        [self.before, &"}".repeat(self.depth)].concat()
    }

    /// The second half, in which what is open at the cut has no names.
    fn second(&self) -> String {
        ["{", &"\"\":{".repeat(self.depth - 1), self.after].concat()
    }
}

/// White space (RFC 8259, section 2).
const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// How far a line is indented.
fn indentation(line: &str) -> usize {
    line.bytes().take_while(|byte| [b' ', b'\t'].contains(byte)).count()
}

/// The object that a half is.
fn part(text: &str) -> Option<Map> {
    let builder = Builder::new(false, text.len());
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = builder.deserialize(&mut deserializer).ok()?;
    deserializer.end().ok()?;
    match read {
        Value::Object(members) if builder.into_duplicates().is_empty() => Some(members),
        _ => None,
    }
}

/// Puts the second half to the first, of which the last member of each object is open; `None` when a member is there
/// twice.
fn join(first: &mut Map, mut second: Map, depth: usize) -> Option<()> {
    if depth > 1 {
        let Some(Value::Object(open)) = first.values_mut().next_back() else { return None };
        let Some(Value::Object(rest)) = second.remove("") else { return None };
        join(open, rest, depth - 1)?;
    }
    second.into_iter().try_for_each(|(key, value)| first.add(key, value).ok())
}

#[cfg(test)]
mod tests {
    use super::{Cut, Value, join, part};
    use crate::diagnostic::Diagnostics;
    use crate::load::load;
    use crate::source::Source;

    const TEXT: &str = r#"{
  "a": 1,
  "b": {
    "c": { "d": [] },
    "e": {
      "": 2,
      "f": "\n  \"g\": 1"
    },
    "h": [
      {
        "i": "ü",
        "j": {}
      }
    ]
  },
  "k": null
}
"#;

    /// What comes of a cut at the first place from each byte on, members in order.
    fn cuts(text: &str) -> Vec<Option<String>> {
        let cut = |from| {
            let cut = Cut::near(text, from)?;
            let mut whole = part(&cut.first())?;
            join(&mut whole, part(&cut.second())?, cut.depth)?;
            Some(Value::Object(whole).to_string())
        };
        (0..text.len()).map(cut).collect()
    }

    /// What a text is that is read at once.
    fn whole(text: &str) -> Option<String> {
        serde_json::from_str::<serde_json::Value>(text).ok().map(|value| value.to_string())
    }

    #[test]
    fn a_cut_anywhere_gives_the_same_or_nothing() {
        let cuts = cuts(TEXT);
        let made = cuts.iter().flatten();
        assert!(made.clone().all(|made| *made == whole(TEXT).unwrap()));
        // Within an array nothing can be cut.
        assert!(made.count() > TEXT.len() / 2 && cuts.contains(&None));
    }

    #[test]
    fn what_is_not_well_formed_or_there_twice_is_not_cut() {
        for text in [
            "{\n  \"a\": {,\n    \"b\": 1\n  }\n}",
            "{\n  \"a\": 1,\n  \"a\": 2\n}",
            "{\n  \"a\": {\n    \"\": 1,\n    \"b\": 2\n  },\n  \"\": 3,\n \"\": 4\n}",
            "{\n  \"a\": 1,\u{c}\n  \"b\": 2\n}",
            "{\n  \"a\": 1,\n  \"b\": 2\n}}",
            "{\n  \"a\": \"\n,\n  \"b\": 2\n}",
        ] {
            let cuts = cuts(text);
            assert!(cuts.iter().all(|made| made.is_none() || *made == whole(text)), "{text}");
        }
    }

    #[test]
    fn a_large_text_is_the_same_value_and_a_fault_in_it_has_its_place() {
        let members: Vec<_> = (0..20_000).map(|at| format!("    \"m{at}\": {{\"n\": {at}}}")).collect();
        let text = format!("{{\n  \"all\": {{\n{}\n  }},\n  \"end\": true\n}}\n", members.join(",\n"));
        let read = super::read(&text).unwrap();
        assert_eq!(Some(read.to_string()), whole(&text));
        assert_eq!(read["end"].as_bool(), Some(true));

        let bad = text.replace("\"n\": 15000", "\"n\" 15000");
        let mut diagnostics = Diagnostics::default();
        assert!(super::read(&bad).is_none());
        assert!(load(&Source::new("bad.json", bad.clone()), &mut diagnostics).is_none());
        let at = diagnostics.iter().find_map(|found| found.span.as_ref()?.range.clone()).unwrap();
        assert_eq!(bad.get(at.start..at.start + 5), Some("15000"));
    }
}
