//! One walk over the whole document, along the tables. Places are kept as steps; a pointer is made for a finding
//! alone, so that a document of many megabytes costs milliseconds.

use foldhash::HashMap;

use super::elsewhere::Elsewhere;
use super::fields::{Field, Names, Need, Table, Takes};
use super::tables::table;
use super::{Element, rules, words};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Pointer, Severity};
use crate::dialect::Examples;
use crate::nearest::nearest;
use crate::value::{Map, Value};

/// Reports everything in the document `root` of version 3.`minor` that is not as the specification has it.
///
/// The answer is every schema with each of its examples.
pub(in crate::dialect) fn check<'a>(root: &'a Value, minor: u8, diagnostics: &mut Diagnostics) -> Examples<'a> {
    let mut walk = Walk {
        root,
        minor,
        base: Pointer::root(),
        steps: Vec::new(),
        elsewhere: Elsewhere::default(),
        unknown: HashMap::default(),
        examples: Vec::new(),
        diagnostics,
    };
    if let Value::Object(members) = root {
        walk.object(Element::OpenApi, members);
    }
    walk.others();
    walk.tell_others();
    walk.examples
}

/// A document that has a member where it does not belong has it in many places: so many are told.
const TOLD: usize = 3;

/// A step from a node to one below it.
#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// The walk, and where it is.
pub(super) struct Walk<'a, 'd> {
    pub(super) root: &'a Value,
    pub(super) minor: u8,
    /// Where it began.
    pub(super) base: Pointer,
    steps: Vec<Step<'a>>,
    pub(super) elsewhere: Elsewhere,
    /// How often a kind of object has a member that it should not have.
    unknown: HashMap<(Element, &'a str), usize>,
    /// Every schema with each of its examples.
    pub(super) examples: Examples<'a>,
    diagnostics: &'d mut Diagnostics,
}

/// Whether a value is what takes no walk to tell.
pub(super) fn is(takes: Takes, value: &Value) -> bool {
    let listed = |texts: &[&str], value: &Value| value.as_str().is_some_and(|text| texts.contains(&text));
    match takes {
        Takes::Any => true,
        Takes::Text => value.is_string(),
        Takes::Flag => value.is_boolean(),
        Takes::Number => value.is_number(),
        Takes::Count => value.as_f64().is_some_and(|number| number >= 0.0 && number.fract() == 0.0),
        Takes::Choice(texts) => listed(texts, value),
        Takes::Choices(texts) => match value {
            Value::Array(items) => !items.is_empty() && items.iter().all(|item| listed(texts, item)),
            _ => listed(texts, value),
        },
        Takes::List(_) | Takes::Some(_) | Takes::Whole(_) => value.is_array(),
        Takes::Map(..) | Takes::One(_) | Takes::Reference(_) => value.is_object(),
        Takes::Schema | Takes::SchemaOrFlag => value.is_object() || value.is_boolean(),
    }
}

impl<'a> Walk<'a, '_> {
    /// Where the walk is.
    pub(super) fn pointer(&self) -> Pointer {
        self.steps.iter().fold(self.base.clone(), |at, step| match step {
            Step::Key(key) => at.child(key),
            Step::Index(index) => at.index(*index),
        })
    }

    /// Adds a finding about what is here, or about the member `key` of it.
    pub(super) fn warn(&mut self, code: codes::Code, key: Option<&str>, message: String) -> &mut Diagnostic {
        let here = self.pointer();
        let at = key.map_or_else(|| here.clone(), |key| here.child(key));
        self.diagnostics.warning(code, &at, message)
    }

    fn object(&mut self, element: Element, members: &'a Map) {
        if !self.base.is_root() && !self.elsewhere.is_new(members) {
            return;
        }
        if element == Element::PathItem {
            self.refer(element, members);
        }
        let Table { fields, others, extensions } = table(element);
        for (key, value) in members {
            if extensions && key.starts_with("x-") {
                continue;
            }
            let named = |field: &&Field| field.name == key;
            self.steps.push(Step::Key(key));
            if let Some((names, takes)) = others {
                self.named(element, names, key);
                self.value(element, takes, value);
            } else if let Some(field) = fields.iter().find(|field| named(field) && field.is_in(self.minor)) {
                self.member(element, field, fields, value);
            } else {
                self.unknown(element, key, fields);
            }
            self.steps.pop();
        }
        for field in fields.iter().filter(|field| matches!(field.need, Need::Required | Need::Needed)) {
            if field.is_in(self.minor) && !members.contains_key(field.name) {
                self.missing(element, field.name, field.need == Need::Needed);
            }
        }
        rules::check(self, element, members);
    }

    /// A member of a known name.
    fn member(&mut self, element: Element, field: &Field, rows: &[Field], value: &'a Value) {
        let other = |row: &&Field| row.name == field.name && is(row.takes, value);
        if element == Element::Schema
            && !is(field.takes, value)
            && !(matches!(field.takes, Takes::Choice(_)) && value.is_string())
            && let Some(other) = rows.iter().find(other)
        {
            return self.of_another_version(field, other, value);
        }
        let found = self.diagnostics.len();
        self.value(element, field.takes, value);
        let spoilt = !is(field.takes, value) || matches!(field.takes, Takes::Whole(_));
        if self.diagnostics.len() == found || !spoilt {
            return;
        }
        let object = self.pointer().parent();
        match field.need {
            // It says who may do what.
            Need::Vital if element == Element::OpenApi => self.diagnostics.amend(found, |finding| {
                finding.severity = Severity::Error;
                finding.help("without it every operation would seem open to all; mend it, or amend it by an overlay");
            }),
            Need::Vital | Need::Needed => self.diagnostics.amend(found, |finding| {
                finding.help(format!("the {element} that has it is left out; mend it, or amend it by an overlay"));
                finding.costs.clone_from(&object);
            }),
            Need::Optional | Need::Required => {}
        }
    }

    /// A keyword with the operand that it has in another version: schemas are read in the words of every version.
    fn of_another_version(&mut self, field: &Field, other: &Field, value: &Value) {
        let minor = if other.versions.0 > self.minor { other.versions.0 } else { other.versions.1 };
        let expected = words::of(field.takes, self.minor);
        let message = format!("{} must be {expected}, and is {}", self.place(), words::of_value(value));
        let help = format!("it is read as OpenAPI 3.{minor} has it; this document is of 3.{}", self.minor);
        self.warn(codes::UNREADABLE_ELEMENT, None, message).label(format!("not {expected}")).help(help);
    }

    pub(super) fn value(&mut self, element: Element, takes: Takes, value: &'a Value) {
        match (takes, value) {
            (Takes::List(inner) | Takes::Some(inner) | Takes::Whole(inner), Value::Array(items)) => {
                if items.is_empty() && matches!(takes, Takes::Some(_)) {
                    self.wrong_value("is a list without an item", "at least one is needed");
                }
                for (index, item) in items.iter().enumerate() {
                    self.steps.push(Step::Index(index));
                    self.value(element, *inner, item);
                    self.steps.pop();
                }
            }
            (Takes::Choices(texts), Value::Array(items)) => {
                if items.is_empty() {
                    self.wrong_value("is a list without an item", "at least one is needed");
                }
                for (index, item) in items.iter().enumerate() {
                    self.steps.push(Step::Index(index));
                    self.value(element, Takes::Choice(texts), item);
                    self.steps.pop();
                }
            }
            (Takes::Map(names, inner), Value::Object(members)) => {
                for (key, value) in members {
                    self.steps.push(Step::Key(key));
                    self.named(element, names, key);
                    self.value(element, *inner, value);
                    self.steps.pop();
                }
            }
            (Takes::Reference(of), Value::Object(members)) => match members.get("$ref") {
                Some(Value::String(_)) => self.refer(of, members),
                Some(other) => self.wrong_reference(other),
                None => self.object(of, members),
            },
            (Takes::One(of), Value::Object(members)) => self.object(of, members),
            (Takes::Schema | Takes::SchemaOrFlag, Value::Object(members)) => self.schema(members),
            (Takes::Schema, Value::Bool(_)) if self.minor == 0 => self.wrong_type(element, takes, value),
            _ if is(takes, value) => {}
            _ => self.wrong_type(element, takes, value),
        }
    }

    fn schema(&mut self, members: &'a Map) {
        self.refer(Element::Schema, members);
        // Next to a reference of 3.0 everything "SHALL be ignored" (section 4.7.23, Reference Object).
        if self.minor == 0 && matches!(members.get("$ref"), Some(Value::String(_))) {
            return;
        }
        self.object(Element::Schema, members);
    }

    fn wrong_reference(&mut self, found: &Value) {
        let message = format!("`$ref` must be text, and is {}", words::of_value(found));
        self.warn(codes::UNREADABLE_ELEMENT, Some("$ref"), message).label("leads nowhere");
    }

    fn wrong_type(&mut self, element: Element, takes: Takes, found: &Value) {
        let place = self.place();
        if let (Takes::Choice(texts) | Takes::Choices(texts), Value::String(text)) = (takes, found) {
            let help = match nearest(text, texts.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("one of {} is allowed here", words::listed(texts)),
            };
            self.warn(codes::WRONG_VALUE, None, format!("{place} cannot be `{text}`"))
                .label("not allowed here")
                .help(help);
            return;
        }
        let expected = words::of(takes, self.minor);
        let message = format!("{place} must be {expected}, and is {}", words::of_value(found));
        let here = self.pointer();
        let help = match takes {
            Takes::Choice(_) if element == Element::Schema && found.is_null() => {
                "it is taken for `'null'`; write it in quotes"
            }
            Takes::Schema | Takes::SchemaOrFlag => "any value is valid by it; mend it, or amend it by an overlay",
            _ if element == Element::Schema => "it is not heeded; mend it, or amend it by an overlay",
            _ => "it is left out; mend it, or amend it by an overlay",
        };
        let finding = self.warn(codes::UNREADABLE_ELEMENT, None, message).label(format!("not {expected}")).help(help);
        finding.costs = Some(here).filter(|_| element != Element::Schema);
    }

    fn wrong_value(&mut self, what: &str, label: &str) {
        let place = self.place();
        self.warn(codes::WRONG_VALUE, None, format!("{place} {what}")).label(label);
    }

    /// A member that the object has in another version, or not at all.
    fn unknown(&mut self, element: Element, key: &'a str, fields: &[Field]) {
        let minor = self.minor;
        let elsewhere = fields.iter().find(|field| field.name == key);
        if element == Element::Schema && minor > 0 && elsewhere.is_none() && words::replacement(key).is_none() {
            // JSON Schema allows keywords of one's own.
            return;
        }
        let count = self.unknown.entry((element, key)).or_default();
        *count += 1;
        if *count > TOLD {
            return;
        }
        let mut label = "means nothing here".to_owned();
        let help = match elsewhere.map(|field| field.versions) {
            Some((since, _)) if since > minor && element == Element::Schema => {
                label = format!("is of OpenAPI 3.{since}");
                format!("it is heeded all the same; this document is of 3.{minor}")
            }
            Some((since, _)) if since > minor => format!("OpenAPI 3.{since} has it; this document is of 3.{minor}"),
            Some(_) if element == Element::Schema && key == "nullable" => {
                "is of OpenAPI 3.0".clone_into(&mut label);
                format!("it is heeded all the same; {}", words::replacement(key).unwrap_or_default())
            }
            Some((_, until)) => words::replacement(key).map_or_else(
                || format!("OpenAPI 3.{until} has it; this document is of 3.{minor}"),
                |instead| format!("it is of OpenAPI 3.{until}; {instead}"),
            ),
            None if element == Element::Schema && words::replacement(key).is_some() => {
                format!("it is of an older JSON Schema; {}", words::replacement(key).unwrap_or_default())
            }
            None => {
                let names = fields.iter().filter(|field| field.is_in(minor)).map(|field| field.name);
                nearest(key, names).map_or_else(
                    || "remove it, or begin its name with `x-` if it is an extension".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                )
            }
        };
        let message = words::no_member(element, key);
        self.warn(codes::UNKNOWN_MEMBER, None, message).key().label(label).help(help);
    }

    /// Says how many places are not told one by one.
    fn tell_others(&mut self) {
        for ((element, key), count) in self.unknown.iter().filter(|(_, count)| **count > TOLD) {
            let message = words::no_member(*element, key);
            if let Some(found) = self.diagnostics.last_of(&message) {
                let label = found.label.take().unwrap_or_default();
                found.label(format!("{label}; and so at {} other places", count - TOLD));
            }
        }
    }

    /// A required member that is not there.
    pub(super) fn missing(&mut self, element: Element, name: &str, needed: bool) {
        let object = self.pointer();
        let finding = self.warn(codes::MISSING_MEMBER, None, format!("this {element} has no `{name}`")).key();
        finding.label(format!("`{name}` is required"));
        if needed {
            finding.help("nothing can be made of it without; it is left out").costs = Some(object);
        }
    }

    fn named(&mut self, element: Element, names: Names, key: &str) {
        if names.have(key) {
            return;
        }
        let (message, help) = words::no_name(element, names, key);
        self.warn(codes::WRONG_VALUE, None, message).key().help(help);
    }

    /// The place in words: the name of the last member, and the number of the item.
    fn place(&self) -> String {
        let name = self.steps.iter().rev().find_map(|step| match step {
            Step::Key(key) => Some(*key),
            Step::Index(_) => None,
        });
        let name = name.map_or_else(|| self.base.last().unwrap_or_default(), str::to_owned);
        match self.steps.last() {
            Some(Step::Index(_)) => format!("an item of `{name}`"),
            _ => format!("`{name}`"),
        }
    }
}
