//! From a path to the values in it.

use std::fmt::Write as _;

use percent_encoding::utf8_percent_encode;

use super::{NOT_IN_PATH, Part, parts};

/// A template as a server uses it: to recognise paths.
#[derive(Debug)]
pub(crate) struct Template {
    segments: Vec<Segment>,
}

/// The parts of one segment: literals between parameters, as they stand in a path.
#[derive(Debug)]
struct Segment(Vec<(Option<&'static str>, String)>);

/// The values of the parameters of a path: still percent-encoded.
pub(crate) type Captures = Vec<(&'static str, String)>;

impl Template {
    pub(crate) fn new(template: &'static str) -> Self {
        let segments = template.strip_prefix('/').unwrap_or(template).split('/').map(Segment::new).collect();
        Self { segments }
    }

    /// The route for axum's router: every segment that is not plain text becomes `{pN}`, so that any two routes are
    /// either equal or compatible, whatever the templates are.
    pub(crate) fn route(&self) -> String {
        let mut route = String::new();
        for (index, segment) in self.segments.iter().enumerate() {
            route.push('/');
            match segment.plain() {
                Some(text) => route.push_str(text),
                None => {
                    let _ = write!(route, "{{p{index}}}");
                }
            }
        }
        route
    }

    /// The values of the parameters, when `path` is of this template.
    pub(crate) fn captures(&self, path: &str) -> Option<Captures> {
        let mut captures = Vec::new();
        let mut given = path.strip_prefix('/').unwrap_or(path).split('/');
        for segment in &self.segments {
            segment.captures(given.next()?, &mut captures)?;
        }
        given.next().is_none().then_some(captures)
    }

    /// Whether a path of a route of axum's router may be one of this template.
    pub(crate) fn meets(&self, route: &str) -> bool {
        let mut given = route.strip_prefix('/').unwrap_or(route).split('/');
        let mut meets = |segment: &Segment| {
            let given = given.next();
            given.is_some_and(|given| given.starts_with('{') || segment.captures(given, &mut Vec::new()).is_some())
        };
        self.segments.iter().all(&mut meets) && given.next().is_none()
    }

    /// How concrete the template is, segment by segment; the greater is tried first.
    pub(crate) fn concreteness(&self) -> Vec<usize> {
        self.segments.iter().map(Segment::concreteness).collect()
    }
}

impl Segment {
    fn new(segment: &'static str) -> Self {
        let part = |part| match part {
            Part::Parameter(name) => (Some(name), String::new()),
            Part::Literal(text) => (None, utf8_percent_encode(text, NOT_IN_PATH).to_string()),
        };
        Self(parts(segment).map(part).collect())
    }

    /// The text of a segment that axum takes for itself: no parameter, and nothing that its syntax gives a meaning to.
    fn plain(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [(None, text)] if !text.starts_with([':', '*']) && !text.contains(['{', '}', '%']) => Some(text),
            _ => None,
        }
    }

    /// Every parameter takes at least one character and as few as it can. That is complete: when there is any way to
    /// match, this finds one; and it takes time in proportion to the lengths.
    fn captures(&self, given: &str, captures: &mut Captures) -> Option<()> {
        let mut rest = given;
        let mut open: Option<&'static str> = None;
        let mut parts = self.0.iter().peekable();
        while let Some((parameter, literal)) = parts.next() {
            match (parameter, open) {
                (None, None) => rest = rest.strip_prefix(literal.as_str())?,
                (None, Some(name)) => {
                    let taken = match parts.peek() {
                        None => rest.len().checked_sub(literal.len()).filter(|_| rest.ends_with(literal.as_str()))?,
                        Some(_) => {
                            first_character(rest)? + rest.get(first_character(rest)?..)?.find(literal.as_str())?
                        }
                    };
                    capture(captures, name, rest.get(..taken)?)?;
                    rest = rest.get(taken + literal.len()..)?;
                    open = None;
                }
                (Some(name), None) => open = Some(name),
                (Some(name), Some(before)) => {
                    let taken = first_character(rest)?;
                    capture(captures, before, rest.get(..taken)?)?;
                    rest = rest.get(taken..)?;
                    open = Some(name);
                }
            }
        }
        match open {
            Some(name) => capture(captures, name, rest),
            None => rest.is_empty().then_some(()),
        }
    }

    fn concreteness(&self) -> usize {
        if self.0.iter().all(|(parameter, _)| parameter.is_none()) {
            return usize::MAX;
        }
        self.0.iter().map(|(_, literal)| literal.len()).sum()
    }
}

fn capture(captures: &mut Captures, name: &'static str, value: &str) -> Option<()> {
    (!value.is_empty()).then(|| captures.push((name, value.to_owned())))
}

/// The length of the first character of a path, which may be three characters long: `%2F`.
fn first_character(path: &str) -> Option<usize> {
    let first = path.chars().next()?;
    Some(if first == '%' && path.is_char_boundary(3) && path.len() >= 3 { 3 } else { first.len_utf8() })
}

#[cfg(test)]
mod tests {
    use super::Template;

    fn captured(template: &'static str, path: &str) -> Option<String> {
        let captures = Template::new(template).captures(path)?;
        Some(captures.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn a_path_gives_its_parameters() {
        for (template, path, expected) in [
            ("/", "/", Some("")),
            ("/a", "/a", Some("")),
            ("/a", "/b", None),
            ("/a", "/a/", None),
            ("/a/{x}", "/a/1", Some("x=1")),
            ("/a/{x}", "/a/", None),
            ("/a/{x}", "/a/1/2", None),
            ("/a/{x}/{y}", "/a/1/2", Some("x=1 y=2")),
            ("/{a}.{b}", "/1.2.3", Some("a=1 b=2.3")),
            ("/{a}.{b}", "/.2", None),
            ("/{a}.{b}", "/..2", Some("a=. b=2")),
            ("/{id}:cancel", "/7:cancel", Some("id=7")),
            ("/{id}:cancel", "/7:cancel:cancel", Some("id=7:cancel")),
            ("/{id}:cancel", "/:cancel", None),
            ("/x{a}-{b}y", "/x1-2-3y", Some("a=1 b=2-3")),
            ("/x{a}-{b}y", "/x1-y", None),
            ("/{a}{b}", "/%2F2", Some("a=%2F b=2")),
            ("/Users('{id}')", "/Users('7')", Some("id=7")),
            ("/a b/{x}", "/a%20b/1", Some("x=1")),
            ("/{unclosed", "/%7Bunclosed", Some("")),
        ] {
            assert_eq!(captured(template, path).as_deref(), expected, "{template} {path}");
        }
    }

    #[test]
    fn routes_never_conflict() {
        for (template, route) in [
            ("/a/{x}", "/a/{p1}"),
            ("/a/{x}.{y}", "/a/{p1}"),
            ("/a/:b/*c", "/a/{p1}/{p2}"),
            ("/a b", "/{p0}"),
            ("/{", "/{p0}"),
            ("", "/"),
            ("a", "/a"),
            ("/a/", "/a/"),
        ] {
            assert_eq!(Template::new(template).route(), route, "{template}");
        }
    }
}
