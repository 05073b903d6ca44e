//! Links to the next page (RFC 8288).

use http::{HeaderMap, HeaderValue, Uri, header};

use super::PageFault;
use crate::params::{Parts, again};
use crate::reference::{resolve, same_origin};
use crate::{
    Decode, Decoded, Encode, Error, KeyLocation, Meta, Operation, Parameter, Response, SchemeKind, Violations, to_json,
};

/// An operation whose pages are tied by links: its message is read from the query of a link, and written into one.
pub trait Linked: Operation + Clone {
    /// Passes each query parameter to the link.
    fn query(&mut self, link: &mut Link<'_>);
}

/// The query of a link, which is being read into a message or written from one.
#[derive(Debug)]
pub struct Link<'q> {
    way: Way<'q>,
    faults: Option<PageFault>,
}

#[derive(Debug)]
enum Way<'q> {
    /// Reading this query; the names that no parameter has taken.
    Read { query: &'q str, unknown: Vec<String> },
    /// Writing a query.
    Write(Parts),
}

impl Link<'_> {
    /// A query parameter that must be there; one that the link does not have stays as it is.
    pub fn parameter<T: Encode + Decode>(&mut self, parameter: &Parameter, value: &mut T) {
        match &mut self.way {
            Way::Read { query, unknown } => match read(parameter, query, unknown) {
                Ok(Some(found)) => *value = found,
                Ok(None) => {}
                Err(violations) => self.refuse(parameter, violations),
            },
            Way::Write(query) => {
                if let Err(violations) = write(parameter, true, value, query) {
                    self.refuse(parameter, violations);
                }
            }
        }
    }

    /// A query parameter that may be absent.
    pub fn optional_parameter<T: Encode + Decode>(&mut self, parameter: &Parameter, value: &mut Option<T>) {
        match (&mut self.way, value) {
            (Way::Read { query, unknown }, value) => match read(parameter, query, unknown) {
                Ok(found) => *value = found,
                Err(violations) => self.refuse(parameter, violations),
            },
            (Way::Write(query), Some(value)) => {
                if let Err(violations) = write(parameter, false, value, query) {
                    self.refuse(parameter, violations);
                }
            }
            (Way::Write(query), None) => query.leave_out(parameter, again::<T>),
        }
    }

    #[cold]
    fn refuse(&mut self, parameter: &Parameter, violations: Violations) {
        self.faults.get_or_insert(PageFault::Unfit(violations.prefixed(parameter.name()).prefixed("query")));
    }
}

/// Makes a message the one that the query of a link asks for.
pub(super) fn follow<O: Linked>(request: &mut O, query: &str, meta: &Meta) -> Result<(), PageFault> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let names = pairs.map(|pair| pair.split('=').next().unwrap_or_default());
    // A server may repeat what it was sent; the key is not the link's to say.
    let is_key = |name: &str| {
        let mut schemes = meta.security.iter().flat_map(|combination| combination.iter());
        schemes.any(|requirement| {
            matches!(requirement.scheme.kind, SchemeKind::ApiKey { location: KeyLocation::Query, name: key } if key == name)
        })
    };
    let unknown = names.map(decoded).filter(|name| !is_key(name)).collect();
    let mut link = Link { way: Way::Read { query, unknown }, faults: None };
    request.query(&mut link);
    match (link.faults, link.way) {
        (Some(fault), _) => Err(fault),
        (None, Way::Read { unknown, .. }) => match unknown.into_iter().next() {
            Some(name) => Err(PageFault::UnknownParameter(name)),
            None => Ok(()),
        },
        (None, Way::Write(_)) => Ok(()),
    }
}

/// The query of a link, which leads from `here` to the same place.
pub(super) fn query_of(reference: &str, here: Option<&Uri>) -> Result<String, PageFault> {
    let Some(here) = here else {
        // What answered has no URL: it is no other server.
        let reference = reference.split('#').next().unwrap_or_default();
        return Ok(reference.split_once('?').map_or("", |(_, query)| query).to_owned());
    };
    let there = resolve(reference, here).ok_or(PageFault::NotALink)?;
    if !same_origin(here, &there) || decoded(here.path()) != decoded(there.path()) {
        return Err(PageFault::Elsewhere);
    }
    Ok(there.query().unwrap_or_default().to_owned())
}

/// The target of the first link with `rel=next` in some fields `Link` (RFC 8288 section 3).
pub(super) fn next_of<'f>(fields: impl IntoIterator<Item = &'f [u8]>) -> Option<Result<String, PageFault>> {
    for field in fields {
        let mut rest = String::from_utf8_lossy(field).trim().to_owned();
        while !rest.is_empty() {
            let Some((target, is_next, after)) = first_link(&rest) else { return Some(Err(PageFault::NotALink)) };
            if is_next {
                return Some(Ok(target));
            }
            rest = after;
        }
    }
    None
}

/// The first of some links: its target, whether it leads from here to the next page, and the links after it.
fn first_link(text: &str) -> Option<(String, bool, String)> {
    let (target, mut rest) = text.strip_prefix('<')?.split_once('>')?;
    let (mut relation, mut is_of_another) = (None, false);
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix(',') {
            rest = after.trim_start_matches([',', ' ', '\t']);
            break;
        }
        let Some(parameter) = rest.strip_prefix(';') else { break };
        let end = parameter.find(['=', ';', ',']).unwrap_or(parameter.len());
        let (name, after) = parameter.split_at_checked(end)?;
        let (value, after) = match after.strip_prefix('=') {
            Some(value) => parameter_value(value.trim_start())?,
            None => (String::new(), after),
        };
        match name.trim().to_ascii_lowercase().as_str() {
            "rel" => drop(relation.get_or_insert(value)),
            "anchor" => is_of_another = true,
            _ => {}
        }
        rest = after;
    }
    if !rest.is_empty() && !rest.starts_with('<') {
        return None;
    }
    let is_next = relation.is_some_and(|names| names.split_whitespace().any(|name| name.eq_ignore_ascii_case("next")));
    Some((target.trim().to_owned(), is_next && !is_of_another, rest.to_owned()))
}

/// The value of a link's parameter, and what follows: a token, or a text in quotes.
fn parameter_value(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let (token, rest) = text.split_at_checked(text.find([';', ',']).unwrap_or(text.len()))?;
        let token = token.trim();
        return (!token.contains(char::is_whitespace)).then(|| (token.to_owned(), rest));
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((value, quoted.get(at + 1..)?)),
            '\\' => value.push(characters.next()?.1),
            other => value.push(other),
        }
    }
    None
}

/// A reference to the page that a message asks for, relative to where it is asked: `?page=2&limit=10`.
///
/// # Errors
///
/// [`Error::Encode`] for a parameter that cannot be written.
pub fn next_reference<O: Linked>(mut next: O) -> Result<String, Error<O::Failure>> {
    let mut link = Link { way: Way::Write(Parts::default()), faults: None };
    next.query(&mut link);
    match (link.faults, link.way) {
        (Some(PageFault::Unfit(violations)), _) => Err(Error::Encode(violations)),
        (_, Way::Write(mut query)) => match query.settle().into_iter().next() {
            Some((name, violations)) => Err(Error::Encode(violations.prefixed(name).prefixed("query"))),
            None => Ok(format!("?{}", query.text)),
        },
        (_, Way::Read { .. }) => Ok("?".to_owned()),
    }
}

/// The field `Link` that leads to the page that a message asks for: `<?page=2&limit=10>; rel="next"`.
///
/// # Errors
///
/// [`Error::Encode`] for a parameter that cannot be written.
pub fn next_link<O: Linked>(next: O) -> Result<String, Error<O::Failure>> {
    Ok(format!("<{}>; rel=\"next\"", next_reference(next)?))
}

impl<T> Response<T> {
    /// Adds the field `Link` that leads to the page that a message asks for (RFC 8288, `rel="next"`).
    ///
    /// # Errors
    ///
    /// [`Error::Encode`] for a parameter that cannot be written.
    pub fn link_next<O: Linked>(&mut self, next: O) -> Result<(), Error<O::Failure>> {
        let link = next_link(next)?;
        append(self.headers_mut(), &link);
        Ok(())
    }
}

fn append(headers: &mut HeaderMap, link: &str) {
    // A query is percent-encoded: it can stand in a header.
    if let Ok(link) = HeaderValue::from_str(link) {
        headers.append(header::LINK, link);
    }
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Reads a parameter, and strikes its names off those that are unknown.
fn read<T: Encode + Decode>(parameter: &Parameter, query: &str, unknown: &mut Vec<String>) -> Decoded<Option<T>> {
    unknown.retain(|name| !parameter.takes(name));
    match crate::params::read_query(parameter, query)? {
        None => Ok(None),
        Some(reading) if parameter.empty && reading.is_empty() => Ok(reading.decode_leniently().ok()),
        Some(reading) => reading.decode_leniently().map(Some),
    }
}

fn write<T: Encode + Decode>(parameter: &Parameter, required: bool, value: &T, query: &mut Parts) -> Decoded<()> {
    query.put(parameter, required, to_json(value)?, again::<T>)
}

#[cfg(test)]
mod tests {
    use super::next_of;
    use crate::PageFault;

    #[test]
    fn the_next_page_is_found_among_links() {
        let next =
            |field: &str| next_of([field.as_bytes()]).map(|found| found.map_err(|fault| fault == PageFault::NotALink));
        let found = |field| next(field).unwrap().unwrap();
        assert_eq!(found("<?page=2>; rel=next"), "?page=2");
        assert_eq!(found("</a>; rel=\"prev\", </b,c>;title=\"a, \\\"b\\\"; rel=next\" ; REL = \"last NEXT\""), "/b,c");
        assert_eq!(found("<a>; foo; rel=prev, , <b>; rel=next; rel=prev"), "b");
        assert_eq!(next("<a>; rel=prev; rel=next"), None);
        assert_eq!(next("<a>; rel=next; anchor=\"#x\""), None);
        assert_eq!(next("<a>; rel=nextish"), None);
        assert_eq!(next(""), None);
        for broken in ["a; rel=next", "<a; rel=next", "<a>; rel=\"next", "<a> rel=next", "<a>; rel=prev <b>"] {
            assert_eq!(next(broken), Some(Err(true)), "{broken}");
        }
    }
}
