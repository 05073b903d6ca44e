//! Forms: `application/x-www-form-urlencoded`, the whole of a body or of a query.
//!
//! Each member of an object is a field. An array is several fields of one name and an object is JSON text, unless the
//! field is described in another way.

use super::Reading;
use super::again::{Again, has_blank, reread};
use super::parameter::Parameter;
use super::read::{form_decoded, pairs, read_pairs};
use super::reading::Strings;
use super::write::{member_pairs, named_pairs, push_query};
use crate::{Decoded, Json, Rule, Violations};

/// The form of a value, when it is read as the same value: what is empty or null has no text of its own, and where a
/// type has a branch of text it would be taken for that.
pub(crate) fn form_of(json: &Json<'_>, fields: &[Parameter], again: Again) -> Decoded<String> {
    let form = write_form(json, fields)?;
    let Json::Object(members) = json else { return Ok(form) };
    let mut doubtful = members.iter().filter(|(_, value)| has_blank(value)).peekable();
    if doubtful.peek().is_some() {
        let read = read_form(&form, fields).and_then(|reading| reread(json, &reading, again)).ok();
        let read = read.as_ref().and_then(Json::as_object);
        let found = |name: &str| read.and_then(|members| members.get(name));
        if let Some((name, value)) = doubtful.find(|(name, value)| found(name) != Some(value)) {
            return Err(super::again::misread(value).prefixed(name));
        }
    }
    Ok(form)
}

/// Writes an object as a form; `fields` describes those that are not written in the usual way.
pub(crate) fn write_form(json: &Json<'_>, fields: &[Parameter]) -> Decoded<String> {
    let Json::Object(members) = json else {
        return Err(Violations::new(Rule::Type, "must be an object, being a form"));
    };
    let usual = Parameter::query("");
    let mut form = String::new();
    for (name, value) in members {
        if name.is_empty() {
            return Err(
                Violations::new(Rule::Format, "cannot be without a name, being a member of a form").prefixed(name)
            );
        }
        let pairs = match fields.iter().find(|field| field.name == name) {
            Some(field) => named_pairs(name, field, value),
            None => member_pairs(name, value, &usual),
        };
        push_query(&mut form, &pairs.map_err(|faults| faults.prefixed(name))?, &usual);
    }
    Ok(form)
}

/// Reads a form as an object, whose type says what the texts are.
pub(crate) fn read_form<'t>(form: &'t str, fields: &[Parameter]) -> Decoded<Reading<'t>> {
    let parts = pairs(form);
    let mut members = Vec::new();
    for field in fields {
        if let Some(reading) = read_pairs(field, &parts, form_decoded).map_err(|faults| faults.prefixed(field.name))? {
            members.push((field.name.into(), reading.into_first()));
        }
    }
    let described = |key: &str| {
        let head = key.split_once('[').map_or(key, |(head, _)| head);
        fields.iter().any(|field| field.name == key || field.name == head)
    };
    let mut others: indexmap::IndexMap<_, Vec<Json<'t>>> = indexmap::IndexMap::new();
    for (key, value) in parts {
        let key = form_decoded(key)?;
        if !described(&key) {
            let value = form_decoded(value).map_err(|faults| faults.prefixed(&key))?;
            others.entry(key).or_default().push(Json::String(value));
        }
    }
    members.extend(others.into_iter().map(|(name, values)| (name, super::read::one_or_all(values))));
    Ok(Reading::of(Json::Object(members.into()), Strings::Alone))
}
