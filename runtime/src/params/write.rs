//! Values on their way into text.

use std::borrow::Cow;

use super::escape::Escape;
use super::parameter::{Parameter, Style};
use crate::template::{RESERVED, decode};
use crate::{Decoded, Json, Rule, Violations, to_vec};

/// A part of a query or of a form, or a cookie: a name and a value, both as they stand in the text.
pub(crate) type Pair = (String, String);

/// The text of a value that is no list: an array or an object within another value is JSON text, for the specification
/// leaves open what else it could be.
pub(super) fn text<'j>(json: &'j Json<'_>) -> Decoded<Cow<'j, str>> {
    Ok(match json {
        Json::Null => Cow::Borrowed(""),
        Json::Bool(true) => Cow::Borrowed("true"),
        Json::Bool(false) => Cow::Borrowed("false"),
        Json::Number(number) => Cow::Owned(number.to_string()),
        Json::String(text) => Cow::Borrowed(text),
        Json::Array(_) | Json::Object(_) => Cow::Owned(String::from_utf8_lossy(&to_vec(json)?).into_owned()),
    })
}

/// A value in a header (`style: simple`), as it is: HTTP has no way to escape.
fn header_text(json: &Json<'_>, explode: bool) -> Decoded<String> {
    joined(json, ",", if explode { "=" } else { "," }, Escape::Header)
}

/// Items and members in one text.
fn joined(json: &Json<'_>, between: &str, assign: &str, escape: Escape) -> Decoded<String> {
    let mut out = String::new();
    match json {
        Json::Array(items) => {
            if matches!(items.as_slice(), [only] if text(only)?.is_empty()) {
                return Err(one_empty_item());
            }
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(between);
                }
                escape.apply(&text(item)?, true, &mut out).map_err(|faults| faults.prefixed_index(index))?;
            }
        }
        Json::Object(members) => {
            for (index, (name, value)) in members.iter().enumerate() {
                if index > 0 {
                    out.push_str(between);
                }
                if matches!(escape, Escape::Header) && name.contains('=') {
                    let why = "must not have `=` in its name, being a part of a header";
                    return Err(Violations::new(Rule::Format, why).prefixed(name));
                }
                escape.apply(name, true, &mut out).map_err(|faults| faults.prefixed(name))?;
                out.push_str(assign);
                escape.apply(&text(value)?, true, &mut out).map_err(|faults| faults.prefixed(name))?;
            }
        }
        other => escape.apply(&text(other)?, false, &mut out)?,
    }
    Ok(out)
}

fn one_empty_item() -> Violations {
    Violations::new(Rule::Format, "cannot be sent, for one empty item looks like none")
}

/// A value of a path.
pub(crate) fn path_text(parameter: &Parameter, json: &Json<'_>) -> Decoded<String> {
    let escape = Escape::of(parameter);
    let explode = parameter.explode;
    match parameter.style {
        Style::Label => {
            let (between, assign) = if explode { (".", "=") } else { (",", ",") };
            joined(json, between, assign, escape).map(|text| format!(".{text}"))
        }
        Style::Matrix => matrix(parameter, json, escape),
        Style::Json => plain(&json_text(json)?, escape),
        _ => joined(json, ",", if explode { "=" } else { "," }, escape),
    }
}

/// `;ids=1,2`, exploded `;ids=1;ids=2`; an empty value has no `=` (RFC 6570 section 3.2.7).
fn matrix(parameter: &Parameter, json: &Json<'_>, escape: Escape) -> Decoded<String> {
    let mut out = String::new();
    let mut push = |name: &str, value: &str| {
        out.push(';');
        out.push_str(name);
        if !value.is_empty() {
            out.push('=');
            out.push_str(value);
        }
    };
    let name = plain(parameter.name, Escape::Percent(RESERVED, RESERVED))?;
    match json {
        Json::Array(items) if parameter.explode => {
            for item in items {
                push(&name, &part(&text(item)?, escape)?);
            }
        }
        Json::Object(members) if parameter.explode => {
            for (name, value) in members {
                push(&part(name, escape)?, &part(&text(value)?, escape)?);
            }
        }
        other => push(&name, &joined(other, ",", ",", escape)?),
    }
    Ok(out)
}

/// A value of a query or of cookies. Nothing is left of an empty array or object that is exploded.
pub(crate) fn pairs(parameter: &Parameter, json: &Json<'_>) -> Decoded<Vec<Pair>> {
    named_pairs(parameter.name, parameter, json)
}

/// Like [`pairs`], by another name.
pub(super) fn named_pairs(name: &str, parameter: &Parameter, json: &Json<'_>) -> Decoded<Vec<Pair>> {
    let escape = Escape::of(parameter);
    let key = key(name, escape)?;
    let one = |value: String| Ok(vec![(key.clone(), value)]);
    match (parameter.style, json) {
        (Style::Json, _) => one(plain(&json_text(json)?, escape)?),
        (Style::WholeJson, _) => Ok(vec![(plain(&json_text(json)?, escape)?, String::new())]),
        (Style::WholeForm(fields), _) => Ok(vec![(super::write_form(json, fields)?, String::new())]),
        (Style::DeepObject, _) => {
            let mut out = Vec::new();
            super::deep::write(key, json, escape, &mut out)?;
            let is_own = |key: &str| parameter.brackets(&decode(key).unwrap_or_default()).is_some();
            match out.iter().find(|(key, _)| !is_own(key)) {
                Some((key, _)) => Err(of_another(&decode(key).unwrap_or_default(), parameter)),
                None => Ok(out),
            }
        }
        (_, Json::Array(items)) if parameter.explode => {
            items.iter().map(|item| Ok((key.clone(), plain(&text(item)?, escape)?))).collect()
        }
        // Without names for its members an object cannot be told from the rest: it is JSON text.
        (_, Json::Object(_)) if parameter.explode && parameter.borrowed().is_none() => {
            one(plain(&text(json)?, escape)?)
        }
        (_, Json::Object(members)) if parameter.explode => exploded(members, parameter),
        (Style::SpaceDelimited, _) => one(joined(json, "%20", "%20", escape)?),
        (Style::PipeDelimited, _) => one(joined(json, "%7C", "%7C", escape)?),
        _ => one(joined(json, ",", ",", escape)?),
    }
}

/// The members of an object, each by its own name; not those that are parts of another parameter.
fn exploded(members: &crate::Members<'_>, parameter: &Parameter) -> Decoded<Vec<Pair>> {
    let mut out = Vec::new();
    for (name, value) in members.iter().filter(|(name, _)| !parameter.shared.contains(&&**name)) {
        if !parameter.members.have(name) {
            return Err(of_another(name, parameter));
        }
        if name.is_empty() {
            let why = format!("cannot be without a name, being a part of the {}", parameter.location());
            return Err(Violations::new(Rule::Format, why).prefixed(name));
        }
        out.extend(member_pairs(name, value, parameter).map_err(|faults| faults.prefixed(name))?);
    }
    Ok(out)
}

fn of_another(name: &str, parameter: &Parameter) -> Violations {
    let why = format!("cannot be sent, being the name of another part of the {}", parameter.location());
    Violations::new(Rule::Format, why).prefixed(name)
}

/// A member of an exploded object or of a form; an array is several of one name.
pub(super) fn member_pairs(name: &str, value: &Json<'_>, parameter: &Parameter) -> Decoded<Vec<Pair>> {
    let escape = Escape::of(parameter);
    let key = key(name, escape)?;
    let pair = |text: &str| Ok((key.clone(), plain(text, escape)?));
    match value {
        Json::Array(items) if items.is_empty() => Ok(vec![pair("")?]),
        // One item alone must not be taken for an array itself, nor for none: it is JSON text then.
        Json::Array(items) if items.len() > 1 || !items.first().is_some_and(is_misleading) => {
            items.iter().map(|item| pair(&text(item)?)).collect()
        }
        value => Ok(vec![pair(&text(value)?)?]),
    }
}

/// The name of a part of a query or of a form, or of a cookie, which `style: cookie` leaves as it is.
fn key(name: &str, escape: Escape) -> Decoded<String> {
    if !matches!(escape, Escape::Cookie) {
        return plain(name, Escape::Percent(RESERVED, RESERVED));
    }
    let in_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.bytes().all(in_token) {
        return Ok(name.to_owned());
    }
    Err(Violations::new(Rule::Format, "must be a token (RFC 6265 section 4.1.1), being the name of a cookie"))
}

/// Whether an item, alone, would be read as something else.
fn is_misleading(item: &Json<'_>) -> bool {
    match item {
        Json::String(text) => text.is_empty() || text.starts_with(['[', '{']),
        Json::Null | Json::Array(_) | Json::Object(_) => true,
        _ => false,
    }
}

/// A header parameter.
pub(crate) fn header_parameter(parameter: &Parameter, json: &Json<'_>) -> Decoded<String> {
    match parameter.style {
        Style::Json => plain(&json_text(json)?, Escape::Header),
        _ => header_text(json, parameter.explode),
    }
}

fn json_text(json: &Json<'_>) -> Decoded<String> {
    Ok(String::from_utf8_lossy(&to_vec(json)?).into_owned())
}

pub(super) fn plain(text: &str, escape: Escape) -> Decoded<String> {
    let mut out = String::new();
    escape.apply(text, false, &mut out).map(|()| out)
}

fn part(text: &str, escape: Escape) -> Decoded<String> {
    let mut out = String::new();
    escape.apply(text, true, &mut out).map(|()| out)
}

/// Appends `name=value` to a query; both are encoded already.
pub(crate) fn push_query(query: &mut String, pairs: &[Pair], parameter: &Parameter) {
    for (name, value) in pairs {
        if !query.is_empty() && !name.is_empty() {
            query.push('&');
        }
        query.push_str(name);
        if !matches!(parameter.style, Style::WholeForm(_) | Style::WholeJson) {
            query.push('=');
            query.push_str(value);
        }
    }
}

/// Appends `name=value; …` to a field `Cookie` (RFC 6265 section 4.2.1).
pub(crate) fn push_cookies(cookies: &mut String, pairs: &[Pair]) {
    for (name, value) in pairs {
        if !cookies.is_empty() {
            cookies.push_str("; ");
        }
        cookies.push_str(name);
        cookies.push('=');
        cookies.push_str(value);
    }
}
