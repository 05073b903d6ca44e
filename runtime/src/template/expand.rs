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
                    out.push_str(value);
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

#[cfg(test)]
mod tests {
    use super::{ExpandError, expand};

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
