//! The examples that a document gives beside a schema, those that contradict it left out.

use std::rc::Rc;

use crate::codes;
use crate::diagnostic::Pointer;
use crate::value::Value;

use super::contradicted;
use super::examples::Show;
use super::sample::Sample;

/// An example of the document.
pub(super) struct Stated<'a> {
    /// Empty, of the one that has none.
    pub(super) name: String,
    pub(super) sample: Rc<Sample<'a>>,
    /// Where it is written.
    at: Pointer,
}

impl<'a> Show<'a> {
    /// Whether an example is a value that a reader of the schema that stands there can hold; one that is none is left out.
    pub(super) fn fits(&mut self, schema: &Pointer, stated: &Stated<'a>) -> bool {
        let misfit = match &*stated.sample {
            Sample::Stated(value) => self.samples.misfit(schema, value),
            Sample::Made(value) => self.samples.misfit(schema, value),
            Sample::Object(_) | Sample::Array(..) => None,
        };
        let Some(misfit) = misfit else { return true };
        contradicted::tell(self.resolver.root(), &stated.at, &misfit, &mut self.diagnostics);
        misfit.refused
    }

    /// The examples that stand beside the schema of a media type, a header or a parameter; `json` says what they are
    /// written in.
    pub(super) fn stated_examples(&mut self, at: &Pointer, json: bool) -> Vec<Stated<'a>> {
        let Some(Value::Object(members)) = self.resolver.find(at) else { return Vec::new() };
        let single = members.get("example").filter(|value| !value.is_null());
        let stated =
            |value| Stated { name: String::new(), at: at.child("example"), sample: Rc::new(Sample::Stated(value)) };
        let mut found: Vec<_> = single.map(stated).into_iter().collect();
        for name in members.get("examples").and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name) {
            let end = self.resolver.follow(&at.child("examples").child(name), &mut self.diagnostics);
            let example = end.and_then(|end| self.stated_example(&end, json));
            found.extend(example.map(|(at, sample)| Stated { name: name.to_owned(), at, sample: Rc::new(sample) }));
        }
        found
    }

    /// What an Example Object shows (OpenAPI 3.2, section 4.19), and where: a value, or the text that it is written as.
    fn stated_example(&mut self, at: &Pointer, json: bool) -> Option<(Pointer, Sample<'a>)> {
        let example = self.resolver.find(at)?.as_object()?;
        let value = |key: &str| Some((at.child(key), example.get(key).filter(|value| !value.is_null())?));
        if let Some((at, value)) = value("value").or_else(|| value("dataValue")) {
            return Some((at, Sample::Stated(value)));
        }
        if let Some((at, written)) = value("serializedValue") {
            let read = written.as_str().filter(|_| json).and_then(|text| text.parse().ok());
            return Some((at, read.map_or(Sample::Stated(written), Sample::Made)));
        }
        if let Some((at, _)) = value("externalValue") {
            self.diagnostics
                .note(codes::PART_NOT_SUPPORTED, &at, "an example that stands elsewhere is not read")
                .key()
                .label("the server of examples does not show it");
        }
        None
    }
}
