//! Characters of values that would mean something where the value stands.

use percent_encoding::{AsciiSet, utf8_percent_encode};

use super::parameter::{Parameter, Place, Style};
use crate::template::RESERVED;
use crate::{Decoded, Rule, Violations};

/// What `allowReserved` leaves in a query: the reserved characters of RFC 3986 section 2.2 but `&`, which ends a
/// parameter, `+`, which is read as a space, `#`, which ends the query, and the brackets, which cannot stand in one.
const IN_QUERY: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// What `allowReserved` leaves in a path: not what ends a segment or the path.
const IN_PATH: &AsciiSet = &IN_QUERY.remove(b'&').remove(b'+').add(b'/').add(b'?');

/// The characters that stand between the items and the members of a value.
const fn without_delimiters(set: &AsciiSet) -> AsciiSet {
    set.add(b',').add(b';').add(b'=')
}

const PART_OF_QUERY: &AsciiSet = &without_delimiters(IN_QUERY);
const PART_OF_PATH: &AsciiSet = &without_delimiters(IN_PATH);
/// Where a `.` stands between the items.
const PART_OF_LABEL: &AsciiSet = &RESERVED.add(b'.');

/// How a text is made fit for its place.
#[derive(Debug, Clone, Copy)]
pub(super) enum Escape {
    /// Percent-encoding: of a whole value, and of a part of one.
    Percent(&'static AsciiSet, &'static AsciiSet),
    /// Percent-encoding where a character stands between items that does not stand there as it is:
    /// the same character in an item is encoded twice.
    Delimiter(&'static AsciiSet, char),
    /// None: HTTP has no way to escape in a header.
    Header,
    /// None: `style: cookie`.
    Cookie,
}

impl Escape {
    pub(super) fn of(parameter: &Parameter) -> Self {
        match (parameter.place, parameter.style) {
            (Place::Header, _) => Self::Header,
            (Place::Cookie, Style::Cookie) => Self::Cookie,
            (_, Style::SpaceDelimited) if !parameter.explode => Self::Delimiter(RESERVED, ' '),
            (_, Style::PipeDelimited) if !parameter.explode => Self::Delimiter(RESERVED, '|'),
            (_, Style::Label) if parameter.explode => Self::Percent(PART_OF_LABEL, PART_OF_LABEL),
            (Place::Query, _) if parameter.reserved => Self::Percent(IN_QUERY, PART_OF_QUERY),
            (Place::Path, Style::Simple) if parameter.reserved => Self::Percent(IN_PATH, PART_OF_PATH),
            (Place::Path, _) if parameter.reserved => Self::Percent(PART_OF_PATH, PART_OF_PATH),
            _ => Self::Percent(RESERVED, RESERVED),
        }
    }

    /// The text as it can stand; `part` when it is an item or a member of a joined value.
    pub(super) fn apply(self, text: &str, part: bool, out: &mut String) -> Decoded<()> {
        match self {
            Self::Percent(whole, parts) => out.extend(utf8_percent_encode(text, if part { parts } else { whole })),
            Self::Delimiter(set, delimiter) if part => {
                out.extend(utf8_percent_encode(&hide(text, delimiter), set));
            }
            Self::Delimiter(set, _) => out.extend(utf8_percent_encode(text, set)),
            Self::Header => {
                header(text, part)?;
                out.push_str(text);
            }
            Self::Cookie => {
                let octet = |byte| matches!(byte, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e);
                if !text.bytes().all(octet) {
                    let why = "must have none but the characters of RFC 6265 section 4.1.1, being a cookie";
                    return Err(Violations::new(Rule::Format, why));
                }
                out.push_str(text);
            }
        }
        Ok(())
    }
}

/// Whether a header can carry the text (RFC 9110 section 5.5): beside the tab no control character of ASCII.
fn header(text: &str, part: bool) -> Decoded<()> {
    let why = if text.contains(|c: char| c.is_ascii_control() && c != '\t') {
        "must not have control characters, being a header"
    } else if text.starts_with([' ', '\t']) || text.ends_with([' ', '\t']) {
        "must not begin or end with a space, being a header"
    } else if part && text.contains(',') {
        "must not have commas in its items, being a header"
    } else {
        return Ok(());
    };
    Err(Violations::new(Rule::Format, why))
}

/// Encodes the delimiter, and what would be taken for its encoding.
fn hide(text: &str, delimiter: char) -> String {
    let code = code(delimiter);
    let mut hidden = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let after = text.get(at + 1..).unwrap_or_default().get(..2).unwrap_or_default();
        if character == delimiter {
            hidden.push_str(code);
        } else if character == '%' && (after == "25" || code.get(1..).is_some_and(|c| c.eq_ignore_ascii_case(after))) {
            hidden.push_str("%25");
        } else {
            hidden.push(character);
        }
    }
    hidden
}

/// What [`hide`] has encoded, decoded.
pub(super) fn reveal(text: &str, delimiter: char) -> String {
    let code = code(delimiter);
    let mut revealed = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let triplet = rest.get(..3).unwrap_or_default();
        let (found, width) = match triplet {
            "%25" => ('%', 3),
            _ if triplet.eq_ignore_ascii_case(code) => (delimiter, 3),
            _ => (character, character.len_utf8()),
        };
        revealed.push(found);
        rest = rest.get(width..).unwrap_or_default();
    }
    revealed
}

fn code(delimiter: char) -> &'static str {
    if delimiter == ' ' { "%20" } else { "%7C" }
}
