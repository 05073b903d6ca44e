//! What a text may stand for, until a type says which it is.

use super::again::Again;
use crate::json::Texts;
use crate::{Decode, Decoded, Encode, Json, Members, Node, Rule, Violations, to_json};

/// A parameter as it was read: a value, a list or an object, whichever its type takes.
#[derive(Debug)]
pub(crate) struct Reading<'t> {
    /// What it may be, the likeliest first.
    candidates: Vec<Candidate<'t>>,
    /// Whether it is there several times.
    repeated: bool,
}

/// One thing that a text may be.
#[derive(Debug)]
pub(super) struct Candidate<'t> {
    pub(super) json: Json<'t>,
    pub(super) strings: Strings,
}

/// What the strings within a value are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strings {
    /// Texts, or JSON texts.
    Texts,
    /// Texts of which each may be the only item of an array, or JSON texts.
    Alone,
    /// Texts of which each may be the only item of an array.
    AloneAsTheyAre,
    /// Strings: the value is JSON.
    Typed,
}

impl<'t> Reading<'t> {
    /// The likeliest first.
    pub(super) fn new(candidates: impl IntoIterator<Item = Json<'t>>) -> Self {
        let candidates = candidates.into_iter().map(|json| Candidate { json, strings: Strings::Texts }).collect();
        Self { candidates, repeated: false }
    }

    /// One value, whose strings are something else than texts.
    pub(super) fn of(json: Json<'t>, strings: Strings) -> Self {
        Self { candidates: vec![Candidate { json, strings }], repeated: false }
    }

    pub(super) fn repeated(self) -> Self {
        Self { repeated: true, ..self }
    }

    /// An object without a member.
    pub(crate) fn nothing() -> Self {
        Self::new([Json::Object(Members::default())])
    }

    /// What another reading finds comes last.
    pub(crate) fn and(mut self, other: Option<Self>) -> Self {
        self.candidates.extend(other.into_iter().flat_map(|other| other.candidates));
        self
    }

    /// One value comes first, whatever it has in it.
    pub(super) fn or_whole(mut self, whole: Json<'t>) -> Self {
        self.candidates.retain(|candidate| !matches!(candidate.json, Json::String(_)));
        self.candidates.insert(0, Candidate { json: whole, strings: Strings::Texts });
        self
    }

    pub(super) fn into_owned(self) -> Reading<'static> {
        let owned =
            |candidate: Candidate<'t>| Candidate { json: candidate.json.into_owned(), strings: candidate.strings };
        Reading { candidates: self.candidates.into_iter().map(owned).collect(), repeated: self.repeated }
    }

    /// Whether it is a text without a character.
    pub(crate) fn is_empty(&self) -> bool {
        self.candidates.first().and_then(|first| first.json.as_str()).is_some_and(str::is_empty)
    }

    /// What it is most likely.
    pub(super) fn into_first(self) -> Json<'t> {
        self.candidates.into_iter().next().map(|first| first.json).unwrap_or_default()
    }

    /// What it is most likely, being an object.
    pub(super) fn into_object(mut self) -> Json<'t> {
        match self.candidates.iter().position(|candidate| matches!(candidate.json, Json::Object(_))) {
            Some(object) => self.candidates.swap_remove(object).json,
            None => self.into_first(),
        }
    }

    /// The one text that it is.
    pub(crate) fn into_text(self) -> Option<String> {
        match self.into_first() {
            Json::String(text) => Some(text.into_owned()),
            _ => None,
        }
    }

    /// The value, by whichever reading it is a `T`.
    ///
    /// It is decoded twice: the type first finds out what the texts are, then the value that came of it is checked.
    pub(crate) fn decode<T: Decode + Encode>(&self) -> Decoded<T> {
        let check = |value: &T| to_json(value).and_then(|json| T::decode(Node::new(&json).strict()));
        let mut found = None;
        let outcome = self.find(true, &mut |node| {
            found = Some(check(&T::decode(node)?)?);
            Ok(())
        });
        let Err(faults) = outcome else { return found.ok_or_else(Violations::lost) };
        // What a strict reader refuses a lenient one may take: then there is more to be said of the rest.
        let mut others = None;
        let lenient = self.find(false, &mut |node| {
            others = check(&T::decode(node)?).err();
            Ok(())
        });
        Err(match others.filter(|_| lenient.is_ok()) {
            Some(others) => together(faults, others),
            None => faults,
        })
    }

    /// What a server reads, as JSON: see [`Reading::decode`].
    pub(super) fn again(&self, again: Again) -> Decoded<Json<'static>> {
        let mut found = None;
        self.find(true, &mut |node| {
            found = Some(again(Node::new(&again(node)?).strict())?);
            Ok(())
        })?;
        found.ok_or_else(Violations::lost)
    }

    /// The value as a client takes it: what the type can hold, whatever else the document says.
    pub(crate) fn decode_leniently<T: Decode>(&self) -> Decoded<T> {
        self.take(false, T::decode)
    }

    /// What is made of the first candidate that it can be made of.
    pub(super) fn take<T>(&self, strict: bool, make: fn(Node<'_>) -> Decoded<T>) -> Decoded<T> {
        let mut found = None;
        self.find(strict, &mut |node| {
            found = Some(make(node)?);
            Ok(())
        })?;
        found.ok_or_else(Violations::lost)
    }

    /// Tries the candidates in their order.
    fn find(&self, strict: bool, decode: &mut dyn FnMut(Node<'_>) -> Decoded<()>) -> Decoded<()> {
        let mut best: Option<Violations> = None;
        for Candidate { json, strings } in &self.candidates {
            let node = if strict { Node::new(json).strict() } else { Node::new(json) };
            let outcome = match strings {
                Strings::Typed => decode(node),
                Strings::Texts => decode(node.texts(&Texts::plain().parse(json))),
                Strings::Alone => decode(node.texts(&Texts::alone().parse(json))),
                Strings::AloneAsTheyAre => decode(node.texts(&Texts::alone())),
            };
            let Err(faults) = outcome else { return Ok(()) };
            // A fault inside of a value: it is of the kind that is asked for.
            let inside = |faults: &Violations| !faults.first().pointer.is_empty();
            if best.as_ref().is_none_or(|best| inside(&faults) && !inside(best)) {
                best = Some(faults);
            }
        }
        let best = best.unwrap_or_else(Violations::lost);
        Err(if self.repeated && best.first().pointer.is_empty() {
            Violations::new(Rule::Type, "must occur once")
        } else {
            best
        })
    }
}

/// All of these, each once.
fn together(mut faults: Violations, others: Violations) -> Violations {
    for other in others {
        if !faults.iter().any(|fault| fault.pointer == other.pointer && fault.rule == other.rule) {
            faults.append(other.into());
        }
    }
    faults
}
