//! `style: deepObject`: `filter[name]=ada&filter[tags][]=1`.
//!
//! The specification gives a meaning to objects of scalars alone. What lies deeper is written as most servers read it:
//! a bracket for each level, an empty one for the items of a list, numbers for the items that are objects or lists.

use super::escape::Escape;
use super::write::{Pair, plain, text};
use crate::{Decoded, Json, Rule, Violations};

/// Writes a value under `key`, which is encoded already. An empty list and an empty object are an empty text.
pub(super) fn write(key: String, json: &Json<'_>, escape: Escape, out: &mut Vec<Pair>) -> Decoded<()> {
    match json {
        Json::Object(members) if !members.is_empty() => {
            for (name, value) in members {
                if name.is_empty() || name.contains(['[', ']']) {
                    let why = "cannot be sent, for its name is empty or has brackets";
                    return Err(Violations::new(Rule::Format, why).prefixed(name));
                }
                let name_text = plain(name, Escape::of(&super::Parameter::query("")))?;
                write(format!("{key}%5B{name_text}%5D"), value, escape, out).map_err(|faults| faults.prefixed(name))?;
            }
            Ok(())
        }
        Json::Array(items) if !items.is_empty() => {
            let flat = !items.iter().any(|item| matches!(item, Json::Array(_) | Json::Object(_)));
            for (index, item) in items.iter().enumerate() {
                let number = if flat { String::new() } else { index.to_string() };
                write(format!("{key}%5B{number}%5D"), item, escape, out)
                    .map_err(|faults| faults.prefixed_index(index))?;
            }
            Ok(())
        }
        Json::Array(_) | Json::Object(_) => {
            out.push((key, String::new()));
            Ok(())
        }
        scalar => {
            out.push((key, plain(&text(scalar)?, escape)?));
            Ok(())
        }
    }
}

/// The same below a name that needs no encoding: `[name]`, `[tags][]`, each with its text.
pub(crate) fn deep_texts(json: &Json<'_>) -> Decoded<Vec<Pair>> {
    let mut encoded = Vec::new();
    write(String::new(), json, Escape::of(&super::Parameter::query("")), &mut encoded)?;
    let plain = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    Ok(encoded.iter().map(|(brackets, text)| (plain(brackets), plain(text))).collect())
}

/// What [`deep_texts`] has written.
pub(crate) fn read_deep(texts: Vec<(&str, String)>) -> Decoded<Json<'static>> {
    let mut tree = Tree::default();
    for (brackets, text) in texts {
        tree.insert(brackets, text)?;
    }
    tree.json().map(Option::unwrap_or_default)
}

/// What is read: texts under this key, and what is under keys below it.
#[derive(Debug, Default)]
pub(super) struct Tree {
    texts: Vec<String>,
    children: indexmap::IndexMap<String, Tree>,
    /// What stood under empty brackets, in order.
    items: Vec<Tree>,
}

impl Tree {
    /// How many brackets a key may have.
    const DEEPEST: usize = 32;

    /// Puts a text under the brackets of a key: `[a][]`.
    pub(super) fn insert(&mut self, brackets: &str, text: String) -> Decoded<()> {
        let mut tree = self;
        let mut rest = brackets;
        for _ in 0..=Self::DEEPEST {
            if rest.is_empty() {
                tree.texts.push(text);
                return Ok(());
            }
            let (name, after) = rest
                .strip_prefix('[')
                .and_then(|rest| rest.split_once(']'))
                .ok_or_else(|| Violations::new(Rule::Syntax, "has a name whose brackets do not match"))?;
            tree = if name.is_empty() {
                tree.items.push(Self::default());
                match tree.items.last_mut() {
                    Some(item) => item,
                    None => return Ok(()),
                }
            } else {
                tree.children.entry(name.to_owned()).or_default()
            };
            rest = after;
        }
        Err(Violations::new(Rule::Syntax, "nests too deep"))
    }

    /// The value; `None` when nothing was put in.
    pub(super) fn json(self) -> Decoded<Option<Json<'static>>> {
        let Self { mut texts, mut children, items } = self;
        let kinds = usize::from(!texts.is_empty()) + usize::from(!children.is_empty()) + usize::from(!items.is_empty());
        if kinds > 1 {
            return Err(Violations::new(Rule::Syntax, "is given both as one value and by its parts"));
        }
        if !children.is_empty() {
            // Numbered members stand for the items of an array, in the order of their numbers.
            if children.keys().all(|name| name.parse::<usize>().is_ok()) {
                children.sort_by_cached_key(|name, _| name.parse::<usize>().unwrap_or_default());
            }
            let member = |(name, tree): (String, Self)| match tree.json() {
                Ok(value) => Ok((name.into(), value.unwrap_or_default())),
                Err(faults) => Err(faults.prefixed(&name)),
            };
            return children.into_iter().map(member).collect::<Decoded<_>>().map(Some);
        }
        if !items.is_empty() {
            let item = |(index, tree): (usize, Self)| match tree.json() {
                Ok(value) => Ok(value.unwrap_or_default()),
                Err(faults) => Err(faults.prefixed_index(index)),
            };
            return items.into_iter().enumerate().map(item).collect::<Decoded<_>>().map(Some);
        }
        Ok(match texts.len() {
            0 => None,
            1 => texts.pop().map(Json::from),
            _ => Some(texts.into_iter().map(Json::from).collect()),
        })
    }
}
