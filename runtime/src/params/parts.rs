//! The parts of a query, or of the cookies, while they are being written.
//!
//! An object may have a member with the name of another parameter, or of a member of another object. Such a part
//! belongs to one of them. It is the others' as well where it is repeated, as it is when each of them writes it, and
//! where their values are none without it. So equal values of all can be sent, and only such: that can be told when all
//! parameters are written.

use super::again::{Again, is_same, misread, read_again, reading, reread};
use super::form::form_of;
use super::parameter::{Members, Parameter, Place, Style};
use super::write::{pairs, push_cookies, push_query};
use crate::{Decoded, Json, Rule, Violations};

/// A query, or the text of cookies.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) text: String,
    /// The parameters with parts in common.
    common: Vec<Common>,
}

impl Parts {
    /// Writes a parameter.
    pub(crate) fn put(
        &mut self,
        parameter: &Parameter,
        required: bool,
        json: Json<'static>,
        again: Again,
    ) -> Decoded<()> {
        let pairs = match parameter.style {
            Style::WholeForm(fields) => vec![(form_of(&json, fields, again)?, String::new())],
            _ => pairs(parameter, &json)?,
        };
        let before = self.text.len();
        push(&mut self.text, &pairs, parameter);
        if parameter.has_common_parts() {
            self.common.push(Common { parameter: *parameter, required, value: Some(json), again });
            return Ok(());
        }
        // An object of nothing is there when it must be, and its members are allowed to be nowhere.
        if pairs.is_empty() && !(required && parameter.borrowed().is_some()) {
            return Err(Violations::new(Rule::Format, "cannot be sent, for being empty it looks like none"));
        }
        read_again(parameter, required, &json, self.text.get(before..).unwrap_or_default(), again)
    }

    /// Writes nothing of a parameter that may be absent.
    pub(crate) fn leave_out(&mut self, parameter: &Parameter, again: Again) {
        if parameter.has_common_parts() {
            self.common.push(Common { parameter: *parameter, required: false, value: None, again });
        }
    }

    /// Adds the parts in common of those that are not read without a part of their own. What is still not read as it was
    /// meant is a fault, each with the name of its parameter.
    pub(crate) fn settle(&mut self) -> Vec<(&'static str, Violations)> {
        let common = std::mem::take(&mut self.common);
        let wanting: Vec<&Common> = common.iter().filter(|one| !one.is_read(&self.text)).collect();
        for one in wanting {
            if let Err(violations) = one.push_shared(&mut self.text) {
                return vec![(one.parameter.name, violations)];
            }
        }
        let misread = common.iter().filter(|one| !one.is_read(&self.text));
        misread.map(|one| (one.parameter.name, one.fault(&common))).collect()
    }
}

fn push(whole: &mut String, pairs: &[super::write::Pair], parameter: &Parameter) {
    match parameter.place {
        Place::Cookie => push_cookies(whole, pairs),
        _ => push_query(whole, pairs, parameter),
    }
}

/// A parameter with parts that are another one's as well, as it was written: its value, if it has one.
#[derive(Debug)]
struct Common {
    parameter: Parameter,
    required: bool,
    value: Option<Json<'static>>,
    again: Again,
}

impl Common {
    /// Whether the server reads the value that was meant from the whole query, or from all cookies.
    fn is_read(&self, whole: &str) -> bool {
        match (&self.value, reading(&self.parameter, self.required, whole)) {
            (None, Ok(None)) => true,
            (None, Ok(Some(reading))) => {
                self.parameter.empty && reading.is_empty() && reading.take(true, self.again).is_err()
            }
            (Some(value), Ok(Some(reading))) => {
                reread(value, &reading, self.again).is_ok_and(|read| is_same(&read, value))
            }
            _ => false,
        }
    }

    /// Whether its parts are the members of its value.
    fn is_object(&self) -> bool {
        self.parameter.borrowed().is_some()
    }

    /// What it has of a part of this name.
    fn part(&self, name: &str) -> Option<&Json<'static>> {
        match &self.value {
            Some(Json::Object(members)) if self.is_object() => members.get(name),
            value => value.as_ref().filter(|_| self.parameter.is_named(name)),
        }
    }

    /// Whether it has a part of this name that others have as well.
    fn has(&self, name: &str) -> bool {
        self.parameter.shared.contains(&name) || self.parameter.lent.contains(&name)
    }

    /// Writes those of its parts that belong to others.
    fn push_shared(&self, whole: &mut String) -> Decoded<()> {
        let Some(Json::Object(members)) = &self.value else { return Ok(()) };
        let parameter = Parameter { members: Members::Only(self.parameter.shared), shared: &[], ..self.parameter };
        let shared: Json<'_> = members.iter().filter(|(name, _)| parameter.members.have(name)).cloned().collect();
        push(whole, &pairs(&parameter, &shared)?, &parameter);
        Ok(())
    }

    /// Why it is not read: another parameter has another value of a part that both have.
    fn fault(&self, all: &[Self]) -> Violations {
        for name in self.parameter.shared.iter().chain(self.parameter.lent) {
            let differs = |other: &&Self| other.has(name) && other.part(name) != self.part(name);
            if let Some(other) = all.iter().find(differs) {
                let (place, other) = (self.parameter.location(), other.parameter.name);
                let why = format!("must be the same as in `{other}`, for both have the part `{name}` of the {place}");
                let fault = Violations::new(Rule::Format, why);
                let is_member = self.is_object() && matches!(self.value, Some(Json::Object(_)));
                return if is_member { fault.prefixed(name) } else { fault };
            }
        }
        misread(self.value.as_ref().unwrap_or(&Json::Null))
    }
}
