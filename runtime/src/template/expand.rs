//! From a template and values to a path.

use std::fmt::Write as _;

use percent_encoding::utf8_percent_encode;

use super::{NOT_IN_PATH, Part, parts};
use crate::base_url::is_dot_segment;

/// Why a template cannot become a path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ExpandError<'t> {
    /// No value was given for this parameter.
    Missing(&'t str),
    /// With this parameter's value the segment vanishes: it is empty, `.` or `..`.
    Vanishes(&'t str),
}

/// Appends the path that a template and values (already encoded) give.
pub(crate) fn expand<'t>(
    template: &'t str,
    values: &[(&str, String)],
    out: &mut String,
) -> Result<(), ExpandError<'t>> {
    for segment in template.strip_prefix('/').unwrap_or(template).split('/') {
        out.push('/');
        let start = out.len();
        let literals = between(segment);
        let mut last = None;
        for part in parts(segment) {
            match part {
                Part::Literal(text) => {
                    let _ = write!(out, "{}", utf8_percent_encode(text, NOT_IN_PATH));
                }
                Part::Parameter(name) => {
                    let (_, value) =
                        values.iter().find(|(known, _)| *known == name).ok_or(ExpandError::Missing(name))?;
                    if value.is_empty() {
                        return Err(ExpandError::Vanishes(name));
                    }
                    push_between(value, &literals, out);
                    last = Some(name);
                }
            }
        }
        if let (Some(name), Some(segment)) = (last, out.get(start..))
            && is_dot_segment(segment)
        {
            return Err(ExpandError::Vanishes(name));
        }
    }
    Ok(())
}

/// The text between the parameters of a segment that has several.
fn between(segment: &str) -> String {
    let several = parts(segment).filter(|part| matches!(part, Part::Parameter(_))).count() > 1;
    let literal = |part| match part {
        Part::Literal(text) => Some(text),
        Part::Parameter(_) => None,
    };
    if several { parts(segment).filter_map(literal).collect() } else { String::new() }
}

/// Appends a value; what could be taken for the text between parameters is encoded (RFC 3986 section 2.1 lets every
/// octet be).
fn push_between(value: &str, literals: &str, out: &mut String) {
    let mut rest = value.chars();
    while let Some(character) = rest.next() {
        if character == '%' {
            // An octet that is encoded already stays as it is.
            out.push(character);
            out.extend(rest.by_ref().take(2));
        } else if literals.contains(character) {
            let _ = write!(out, "%{:02X}", u32::from(character));
        } else {
            out.push(character);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ExpandError, expand};

    #[test]
    fn a_value_is_not_taken_for_the_text_between_parameters() {
        let path = |x: &str, y: &str| {
            let mut out = String::new();
            expand("/{x}-2.{y}", &[("x", x.to_owned()), ("y", y.to_owned())], &mut out).map(|()| out)
        };
        assert_eq!(path("a", "b").as_deref(), Ok("/a-2.b"));
        assert_eq!(path("-2", "..").as_deref(), Ok("/%2D%32-2.%2E%2E"));
        assert_eq!(path("%2F2", "%C3%A42").as_deref(), Ok("/%2F%32-2.%C3%A4%32"));
    }

    #[test]
    fn a_value_cannot_make_its_segment_vanish() {
        let path = |template, value: &str| {
            let mut out = String::new();
            expand(template, &[("x", value.to_owned())], &mut out).map(|()| out)
        };
        assert_eq!(path("/a/{x}/b", "1").as_deref(), Ok("/a/1/b"));
        assert_eq!(path("/a b/{x}:c", "1").as_deref(), Ok("/a%20b/1:c"));
        assert_eq!(path("/a/{x}", "..."), Ok("/a/...".to_owned()));
        for vanishing in ["", ".", "..", "%2e", "%2E."] {
            assert_eq!(path("/a/{x}", vanishing), Err(ExpandError::Vanishes("x")), "{vanishing:?}");
        }
        assert_eq!(path("/.{x}", "."), Err(ExpandError::Vanishes("x")));
        assert_eq!(path("/{y}", "1"), Err(ExpandError::Missing("y")));
    }
}
