//! Forms: `application/x-www-form-urlencoded`, the whole of a body or of a query.
//!
//! Each member of an object is a field. An array is several fields of one name and an object is JSON text, unless the
//! field is described in another way.

use super::Reading;
use super::again::{self, Again, has_blank, misread, reread};
use super::parameter::{Members, Parameter};
use super::read::{form_decoded, pairs, read_pairs};
use super::reading::Strings;
use super::write::{member_pairs, named_pairs, push_query};
use crate::{Decoded, Json, Rule, Violations};

/// The form of a value, when it is read as the same value: what is empty or null has no text of its own, and where a
/// type has a branch of text it would be taken for that. What an object has in common with another member is written once
/// more where it is not read otherwise.
pub(crate) fn form_of(json: &Json<'_>, fields: &[Parameter], again: Again) -> Decoded<String> {
    let form = write_form(json, fields)?;
    let Json::Object(members) = json else { return Ok(form) };
    let common = fields.iter().any(Parameter::has_common_parts);
    if !common && !members.iter().any(|(name, value)| is_doubtful(name, value, fields)) {
        return Ok(form);
    }
    let Some(name) = misread_member(&form, json, members, (fields, again)) else { return Ok(form) };
    let form = push_shared(form, members, fields)?;
    let fault = if common { misread_member(&form, json, members, (fields, again)) } else { Some(name) };
    fault.map_or(Ok(form), |name| Err(misread(members.get(&name).unwrap_or(&Json::Null)).prefixed(&name)))
}

/// Whether the text of a member may be that of another value: what is empty, JSON where a string may stand as well, and
/// what is described, as that parameter may be.
fn is_doubtful(name: &str, value: &Json<'_>, fields: &[Parameter]) -> bool {
    let described = fields.iter().find(|field| field.name == name).is_some_and(|field| !field.is_usual_in_form());
    let is_structure = |value: &Json<'_>| matches!(value, Json::Object(_) | Json::Array(_));
    let is_json = match value {
        Json::Array(items) => items.iter().any(is_structure),
        value => is_structure(value),
    };
    if described { again::is_doubtful(value) } else { has_blank(value) || is_json }
}

/// A member that is read as another value, of those that may be.
fn misread_member(
    form: &str,
    json: &Json<'_>,
    members: &crate::Members<'_>,
    (fields, again): (&[Parameter], Again),
) -> Option<String> {
    let read = read_form(form, fields).and_then(|reading| reread(json, &reading, again)).ok();
    let read = read.as_ref().and_then(Json::as_object);
    let common = fields.iter().any(Parameter::has_common_parts);
    let found = |name: &str| read.and_then(|members| members.get(name));
    let differs = |name: &str, value| found(name).is_none_or(|read| !again::is_same(read, value));
    let doubtful = members.iter().filter(|(name, value)| common || is_doubtful(name, value, fields));
    let wrong = doubtful.into_iter().find(|(name, value)| differs(name, value)).map(|(name, _)| name.to_string());
    let unsaid = || read?.iter().map(|(name, _)| name.to_string()).find(|name| common && members.get(name).is_none());
    wrong.or_else(unsaid)
}

/// Writes the parts of objects that belong to other members as well.
fn push_shared(mut form: String, members: &crate::Members<'_>, fields: &[Parameter]) -> Decoded<String> {
    for field in fields.iter().filter(|field| !field.shared.is_empty()) {
        let Some(Json::Object(object)) = members.get(field.name) else { continue };
        let shared = Parameter { members: Members::Only(field.shared), shared: &[], ..*field };
        let own: Json<'_> = object.iter().filter(|(name, _)| shared.members.have(name)).cloned().collect();
        push_query(&mut form, &named_pairs(field.name, &shared, &own)?, &shared);
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
            Some(field) if !field.is_usual_in_form() => named_pairs(name, field, value),
            field => member_pairs(name, value, field.unwrap_or(&usual)),
        };
        push_query(&mut form, &pairs.map_err(|faults| faults.prefixed(name))?, &usual);
    }
    Ok(form)
}

/// Reads a form as an object, whose type says what the texts are.
pub(crate) fn read_form<'t>(form: &'t str, fields: &[Parameter]) -> Decoded<Reading<'t>> {
    let parts = pairs(form);
    let mut members = Vec::new();
    let described = || fields.iter().filter(|field| !field.is_usual_in_form());
    for field in described() {
        if let Some(value) = read_member(field, &parts).map_err(|faults| faults.prefixed(field.name))? {
            members.push((field.name.into(), value));
        }
    }
    let mut others: indexmap::IndexMap<_, Vec<Json<'t>>> = indexmap::IndexMap::new();
    for (key, value) in parts {
        let key = form_decoded(key)?;
        if !described().any(|field| field.takes(&key)) {
            let value = form_decoded(value).map_err(|faults| faults.prefixed(&key))?;
            others.entry(key).or_default().push(Json::String(value));
        }
    }
    members.extend(others.into_iter().map(|(name, values)| (name, super::read::one_or_all(values))));
    Ok(Reading::of(Json::Object(members.into()), Strings::Alone))
}

/// The value of a member that is described.
fn read_member<'t>(field: &Parameter, parts: &[(&'t str, &'t str)]) -> Decoded<Option<Json<'t>>> {
    let exploded = field.borrowed().is_some();
    let reading = match read_pairs(field, parts, form_decoded)? {
        None if exploded && field.object => Some(Reading::nothing()),
        reading => reading,
    };
    Ok(reading.map(|reading| if exploded || field.object { reading.into_object() } else { reading.into_first() }))
}
