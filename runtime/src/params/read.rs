//! Values on their way out of text.

use std::borrow::Cow;

use http::HeaderMap;

use super::{QueryStyle, header};
use crate::{Decode, Decoded, Json, Node, Rule, Violations, template};

/// The text of a parameter, which may be read as one value or as a list of them.
#[derive(Debug)]
pub(crate) struct Text<'t> {
    /// The one value; nothing when there are several.
    pub(crate) one: Option<Json<'t>>,
    list: Json<'t>,
}

impl<'t> Text<'t> {
    fn new(one: Option<Cow<'t, str>>, list: Json<'t>) -> Self {
        Self { one: one.map(Json::String), list }
    }

    /// The value, by whichever reading it is a `T`.
    pub(crate) fn decode<T: Decode>(&self) -> Decoded<T> {
        let as_one = match &self.one {
            Some(one) => T::decode(node(one)),
            None => Err(Violations::new(Rule::Type, "must occur once")),
        };
        let Err(not_one) = as_one else { return as_one };
        match T::decode(node(&self.list)) {
            // A fault inside of the list: a list is what was asked for.
            Err(not_list) if !not_list.first().pointer.is_empty() => Err(not_list),
            Err(_) => Err(not_one),
            value => value,
        }
    }
}

fn node<'a>(json: &'a Json<'a>) -> Node<'a> {
    Node::new(json).strict().text()
}

/// The value of a path parameter (`style: simple`), from the text between slashes.
pub(crate) fn read_path(raw: &str) -> Decoded<Text<'_>> {
    let list = raw.split(',').map(|item| decoded(item).map(Json::String)).collect::<Decoded<_>>()?;
    Ok(Text::new(Some(decoded(raw)?), list))
}

/// The value of a query parameter; `None` when the query does not have it.
pub(crate) fn read_query<'q>(query: &'q str, name: &str, style: QueryStyle) -> Decoded<Option<Text<'q>>> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let mut values = pairs.filter(|(key, _)| form_decoded(key).is_ok_and(|key| key == name)).map(|(_, value)| value);
    let Some(first) = values.next() else {
        return Ok(None);
    };
    let others: Vec<&str> = values.collect();
    let strings =
        |items: &mut dyn Iterator<Item = &'q str>| items.map(|item| form_decoded(item).map(Json::String)).collect();
    let list: Decoded<Json<'q>> = match style {
        QueryStyle::Form => strings(&mut std::iter::once(first).chain(others.iter().copied())),
        QueryStyle::List if !others.is_empty() => {
            return Err(Violations::new(Rule::Type, "must occur once"));
        }
        QueryStyle::List if first.is_empty() => Ok(Json::Array(Vec::new())),
        QueryStyle::List => strings(&mut first.split(',')),
    };
    let one = if others.is_empty() { Some(form_decoded(first)?) } else { None };
    Ok(Some(Text::new(one, list?)))
}

/// The value of a header (`style: simple`); `None` when there is none.
pub(crate) fn read_header<'h>(headers: &'h HeaderMap, name: &str) -> Decoded<Option<Text<'h>>> {
    let Some(text) = header(headers, name)? else {
        return Ok(None);
    };
    let list = match text.as_ref() {
        "" => Json::Array(Vec::new()),
        text => text.split(',').map(|item| Json::from(item.trim().to_owned())).collect(),
    };
    Ok(Some(Text::new(Some(text), list)))
}

fn decoded(raw: &str) -> Decoded<Cow<'_, str>> {
    template::decode(raw).ok_or_else(|| Violations::new(Rule::Syntax, "must be UTF-8, percent-encoded"))
}

/// As HTML forms have it: `+` is a space.
fn form_decoded(raw: &str) -> Decoded<Cow<'_, str>> {
    if raw.contains('+') {
        return decoded(&raw.replace('+', " ")).map(|text| Cow::Owned(text.into_owned()));
    }
    decoded(raw)
}
