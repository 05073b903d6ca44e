//! Values on their way out of text.

use std::borrow::Cow;

use http::{HeaderMap, header};

use super::deep::Tree;
use super::escape::reveal;
use super::parameter::{Parameter, Style};
use super::reading::Strings;
use super::{Reading, header as header_of};
use crate::{Decoded, Json, Rule, Violations, template};

/// How a piece of raw text is decoded.
type Piece = fn(&str) -> Decoded<Cow<'_, str>>;

/// The value of a path parameter, from the text between slashes.
pub(crate) fn read_path<'t>(parameter: &Parameter, raw: &'t str) -> Decoded<Reading<'t>> {
    let explode = parameter.explode;
    match parameter.style {
        Style::Json => json(&decoded(raw)?),
        Style::Label => {
            let rest = raw.strip_prefix('.').ok_or_else(|| Violations::new(Rule::Syntax, "must begin with a dot"))?;
            if explode { label_parts(rest) } else { joined(rest, ",", false, decoded) }
        }
        Style::Matrix => matrix(parameter, raw),
        _ => joined(raw, ",", explode, decoded),
    }
}

/// The value of a query parameter; `None` when the query does not have it.
pub(crate) fn read_query<'q>(parameter: &Parameter, query: &'q str) -> Decoded<Option<Reading<'q>>> {
    match parameter.style {
        Style::WholeForm(_) | Style::WholeJson => match own_pairs(parameter, query) {
            Cow::Borrowed(query) => read_whole(parameter, query),
            Cow::Owned(query) => Ok(read_whole(parameter, &query)?.map(Reading::into_owned)),
        },
        _ => read_pairs(parameter, &pairs(query), form_decoded),
    }
}

/// The query without the pairs that belong to others: API keys stand beside what is called the whole query.
fn own_pairs<'q>(parameter: &Parameter, query: &'q str) -> Cow<'q, str> {
    let is_own = |pair: &&str| {
        let name = pair.split_once('=').map_or(*pair, |(name, _)| name);
        form_decoded(name).map_or(true, |name| parameter.members.have(&name))
    };
    if query.split('&').all(|pair| is_own(&pair)) {
        return Cow::Borrowed(query);
    }
    Cow::Owned(query.split('&').filter(is_own).collect::<Vec<_>>().join("&"))
}

fn read_whole<'q>(parameter: &Parameter, query: &'q str) -> Decoded<Option<Reading<'q>>> {
    match parameter.style {
        _ if query.is_empty() => Ok(None),
        Style::WholeForm(fields) => super::read_form(query, fields).map(Some),
        _ => json(&form_decoded(query)?).map(Some),
    }
}

/// The value of a header (`style: simple`); `None` when there is none.
pub(crate) fn read_header<'h>(parameter: &Parameter, headers: &'h HeaderMap) -> Decoded<Option<Reading<'h>>> {
    match header_of(headers, parameter.name)? {
        Some(text) => header_reading(parameter, &text).map(Some),
        None => Ok(None),
    }
}

/// The same of its text.
pub(super) fn header_reading<'h>(parameter: &Parameter, text: &str) -> Decoded<Reading<'h>> {
    if parameter.style == Style::Json {
        return json(text);
    }
    // One value first: there is no telling whether a comma is its own.
    let trimmed: Piece = |text| Ok(Cow::Borrowed(text.trim()));
    let reading = joined(text, ",", parameter.explode, trimmed)?.into_owned();
    Ok(reading.or_whole(Json::from(text.to_owned())))
}

/// The value of a cookie; `None` when there is none.
pub(crate) fn read_cookie(parameter: &Parameter, headers: &HeaderMap) -> Decoded<Option<Reading<'static>>> {
    let fields = headers.get_all(header::COOKIE).iter();
    let fields: Vec<&str> = fields.filter_map(|field| std::str::from_utf8(field.as_bytes()).ok()).collect();
    cookie_reading(parameter, &fields)
}

/// The same of the texts of the fields.
pub(super) fn cookie_reading(parameter: &Parameter, fields: &[&str]) -> Decoded<Option<Reading<'static>>> {
    let pairs: Vec<(&str, &str)> = fields
        .iter()
        .flat_map(|field| field.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .map(|(name, value)| {
            let quoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
            (name, quoted.unwrap_or(value))
        })
        .collect();
    let piece: Piece = if parameter.style == Style::Cookie { |text| Ok(Cow::Borrowed(text)) } else { decoded };
    Ok(read_pairs(parameter, &pairs, piece)?.map(Reading::into_owned))
}

/// The parts of a query or of a form: names and values as they stand.
pub(super) fn pairs(query: &str) -> Vec<(&str, &str)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect()
}

/// The value of a parameter among others.
pub(super) fn read_pairs<'t>(
    parameter: &Parameter,
    pairs: &[(&'t str, &'t str)],
    piece: Piece,
) -> Decoded<Option<Reading<'t>>> {
    let name = parameter.name;
    if parameter.style == Style::DeepObject {
        return deep(parameter, pairs, piece);
    }
    let own = |key: &str| piece(key).is_ok_and(|key| parameter.is_named(&key));
    let mut values: Vec<&'t str> = pairs.iter().filter(|(key, _)| own(key)).map(|(_, value)| *value).collect();
    if parameter.lent.contains(&name) {
        values.truncate(period(&values));
    }
    let object = if parameter.explode { members(parameter, pairs, piece)? } else { None };
    let single = match values.as_slice() {
        [] => return Ok(object),
        [one] => *one,
        _ if parameter.explode => {
            let list = values.iter().map(|value| piece(value).map(Json::String)).collect::<Decoded<_>>()?;
            return Ok(Some(Reading::new([list]).repeated().and(object)));
        }
        _ => return Err(Violations::new(Rule::Type, "must occur once")),
    };
    let reading = match (parameter.style, parameter.explode) {
        (Style::Json, _) => json(&piece(single)?)?,
        (_, true) => {
            let text = piece(single)?;
            let parsed = if text.starts_with('{') { json(&text).ok() } else { None };
            let one = Json::String(text);
            let list = Json::Array(vec![one.clone()]);
            Reading::new([one, list]).and(object).and(parsed)
        }
        (Style::SpaceDelimited, _) => delimited(&piece(single)?, ' '),
        (Style::PipeDelimited, _) => delimited(&piece(single)?, '|'),
        _ => joined(single, ",", false, piece)?,
    };
    Ok(Some(reading))
}

/// An object whose members stand for themselves; `None` when none of them is there. What belongs to another parameter
/// is a member when it is repeated, and otherwise where there is no value without it.
fn members<'t>(parameter: &Parameter, pairs: &[(&'t str, &'t str)], piece: Piece) -> Decoded<Option<Reading<'t>>> {
    if parameter.borrowed().is_none() {
        return Ok(None);
    }
    let mut found: indexmap::IndexMap<Cow<'t, str>, Vec<Json<'t>>> = indexmap::IndexMap::new();
    for (key, value) in pairs {
        let Ok(key) = piece(key) else { continue };
        if parameter.members.have(&key) || parameter.shared.contains(&&*key) {
            let value = piece(value).map_err(|faults| faults.prefixed(&key))?;
            found.entry(key).or_default().push(Json::String(value));
        }
    }
    let mut borrows = false;
    let mut own = Vec::new();
    let mut all = Vec::new();
    for (name, mut values) in found {
        let shared = parameter.shared.contains(&&*name);
        let once = if shared || parameter.lent.contains(&&*name) { period(&values) } else { values.len() };
        let borrowed = shared && once == values.len();
        values.truncate(once);
        let member = (name, one_or_all(values));
        if !borrowed {
            own.push(member.clone());
        }
        borrows |= borrowed;
        all.push(member);
    }
    if own.is_empty() {
        return Ok(None);
    }
    let reading = Reading::of(Json::Object(own.into()), Strings::Alone);
    Ok(Some(reading.and(borrows.then(|| Reading::of(Json::Object(all.into()), Strings::Alone)))))
}

/// The number of values of which all are repetitions.
fn period<T: PartialEq>(values: &[T]) -> usize {
    let repeats = |length: &usize| {
        values.len().is_multiple_of(*length) && values.chunks(*length).all(|part| values.starts_with(part))
    };
    (1..values.len()).find(repeats).unwrap_or(values.len())
}

/// What is given under one name.
pub(super) fn one_or_all(mut values: Vec<Json<'_>>) -> Json<'_> {
    match values.len() {
        1 => values.pop().unwrap_or_default(),
        _ => Json::Array(values),
    }
}

/// `filter[name]=ada`: what stands under a name and under its brackets.
fn deep<'t>(parameter: &Parameter, pairs: &[(&str, &str)], piece: Piece) -> Decoded<Option<Reading<'t>>> {
    let mut tree = Tree::default();
    for (key, value) in pairs {
        let Ok(key) = piece(key) else { continue };
        if let Some(brackets) = parameter.brackets(&key) {
            tree.insert(brackets, piece(value)?.into_owned())?;
        }
    }
    Ok(tree.json()?.map(|json| Reading::of(json, Strings::AloneAsTheyAre)))
}

/// One value, or items or members between separators that stand as they are: those of a value are encoded.
fn joined<'t>(raw: &'t str, between: &str, explode: bool, piece: Piece) -> Decoded<Reading<'t>> {
    let one = Json::String(piece(raw)?);
    let parts: Vec<&'t str> = if raw.is_empty() { Vec::new() } else { raw.split(between).collect() };
    let several = parts.len() > 1;
    let list = parts.iter().map(|part| piece(part).map(Json::String)).collect::<Decoded<Json<'t>>>()?;
    let object = if explode {
        let member = |part: &&'t str| {
            let (name, value) = part.split_once('=')?;
            Some((piece(name).ok()?, Json::String(piece(value).ok()?)))
        };
        parts.iter().map(member).collect::<Option<Json<'t>>>()
    } else {
        object_of(&parts, piece)
    };
    let mut candidates = if several { vec![list] } else { vec![one.clone(), list] };
    candidates.extend(object);
    if several {
        candidates.push(one);
    } else if let Some(text) = one.as_str().filter(|text| text.contains(between)) {
        candidates.extend(encoded(text, between));
    }
    Ok(Reading::new(candidates))
}

/// What is between separators that are encoded as a value's own are. Many senders encode the whole value, so that is what
/// is meant where nothing else fits.
fn encoded<'t>(text: &str, between: &str) -> Vec<Json<'t>> {
    let parts: Vec<&str> = text.split(between).collect();
    let member = |pair: &[&str]| match pair {
        [name, value] => Some(((*name).to_owned().into(), Json::from((*value).to_owned()))),
        _ => None,
    };
    let object = parts.chunks(2).map(member).collect::<Option<Json<'t>>>();
    let list = parts.iter().map(|part| Json::from((*part).to_owned())).collect();
    [list].into_iter().chain(object).collect()
}

/// `R,100,G,200`: names and values in turn.
fn object_of<'t>(parts: &[&'t str], piece: Piece) -> Option<Json<'t>> {
    let mut members = Vec::new();
    for pair in parts.chunks(2) {
        let [name, value] = pair else { return None };
        members.push((piece(name).ok()?, Json::String(piece(value).ok()?)));
    }
    Some(members.into_iter().collect())
}

/// `style: label, explode: true`. What has no `=` belongs to the member before it: its value had a dot.
fn label_parts(rest: &str) -> Decoded<Reading<'_>> {
    let reading = joined(rest, ".", true, decoded)?;
    let mut members: Vec<String> = Vec::new();
    for part in rest.split('.') {
        match members.last_mut() {
            Some(last) if !part.contains('=') => {
                last.push('.');
                last.push_str(part);
            }
            _ => members.push(part.to_owned()),
        }
    }
    let member = |part: &String| {
        let (name, value) = part.split_once('=')?;
        Some((decoded(name).ok()?.into_owned().into(), Json::from(decoded(value).ok()?.into_owned())))
    };
    let object = members.iter().map(member).collect::<Option<Json<'_>>>();
    Ok(reading.and(object.map(|object| Reading::new([object]))))
}

/// `;ids=1,2`, exploded `;ids=1;ids=2`, of an object `;R=100;G=200`.
fn matrix<'t>(parameter: &Parameter, raw: &'t str) -> Decoded<Reading<'t>> {
    let wrong = || Violations::new(Rule::Syntax, "must be `;name=value`, in the style `matrix`");
    let parts = raw.strip_prefix(';').ok_or_else(wrong)?.split(';');
    let parts: Vec<(&'t str, &'t str)> = parts.map(|part| part.split_once('=').unwrap_or((part, ""))).collect();
    let own = parts.iter().all(|(name, _)| decoded(name).is_ok_and(|name| name == parameter.name));
    let mut candidates = Vec::new();
    if own {
        match parts.as_slice() {
            [(_, value)] if !parameter.explode => return joined(value, ",", false, decoded),
            [(_, value)] => candidates.push(Json::String(decoded(value)?)),
            _ => {}
        }
        candidates.push(parts.iter().map(|(_, value)| decoded(value).map(Json::String)).collect::<Decoded<_>>()?);
    }
    if !parameter.explode {
        return Err(wrong());
    }
    let member = |(name, value): &(&'t str, &'t str)| Ok((decoded(name)?, Json::String(decoded(value)?)));
    candidates.push(parts.iter().map(member).collect::<Decoded<_>>()?);
    Ok(Reading::new(candidates))
}

/// Items or members between spaces or pipes.
fn delimited<'t>(text: &str, delimiter: char) -> Reading<'t> {
    let parts: Vec<String> =
        if text.is_empty() { Vec::new() } else { text.split(delimiter).map(|part| reveal(part, delimiter)).collect() };
    let list = parts.iter().map(|part| Json::from(part.clone())).collect();
    let object = parts.len().is_multiple_of(2).then(|| {
        let pair = |pair: &[String]| {
            let [name, value] = pair else { return None };
            Some((name.clone().into(), Json::from(value.clone())))
        };
        parts.chunks(2).filter_map(pair).collect()
    });
    let one = Json::from(text.to_owned());
    // A text that hides a delimiter is an item, even when it is the only one.
    let listed = parts.len() > 1 || parts.iter().any(|part| part != text);
    let mut candidates = if listed { vec![list] } else { vec![one.clone(), list] };
    candidates.extend(object);
    if listed {
        candidates.push(one);
    }
    Reading::new(candidates)
}

/// `content: application/json`
fn json<'t>(text: &str) -> Decoded<Reading<'t>> {
    Ok(Reading::of(Json::parse(text.as_bytes())?.into_owned(), Strings::Typed))
}

fn decoded(raw: &str) -> Decoded<Cow<'_, str>> {
    template::decode(raw).ok_or_else(|| Violations::new(Rule::Syntax, "must be UTF-8, percent-encoded"))
}

/// As HTML forms have it: `+` is a space.
pub(super) fn form_decoded(raw: &str) -> Decoded<Cow<'_, str>> {
    if raw.contains('+') {
        return decoded(&raw.replace('+', " ")).map(|text| Cow::Owned(text.into_owned()));
    }
    decoded(raw)
}
