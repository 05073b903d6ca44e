//! Path templates (section 4.8.2, Path Templating).

use foldhash::HashMap;

use super::check::Walk;
use crate::codes;
use crate::diagnostic::Pointer;
use crate::value::Map;

/// The members of a Path Item Object that are operations.
pub(in crate::dialect) const METHODS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

const NAMELESS: &str = "a parameter has no name";

/// Checks the templates, and that no two operations have the same.
pub(super) fn check(walk: &mut Walk<'_, '_>, paths: &Map) {
    let mut seen: HashMap<(String, &str), Pointer> = HashMap::default();
    let at = walk.pointer();
    for (path, item) in paths.iter().filter(|(path, _)| path.starts_with('/')) {
        let (shape, names) = match parse(path) {
            Ok(parsed) => parsed,
            Err(what) => {
                let label =
                    if what == NAMELESS { "it has one all the same, in the code" } else { "taken as it is written" };
                not_supported(walk, path, what, label);
                continue;
            }
        };
        let repeated =
            names.iter().enumerate().any(|(index, name)| names.iter().take(index).any(|other| other == name));
        if repeated {
            not_supported(walk, path, "two of its parameters have the same name", "one value stands in both places");
        }
        for method in METHODS.into_iter().filter(|method| item.get(method).is_some()) {
            let here = at.child(path).child(method);
            if let Some(first) = seen.get(&(shape.clone(), method)) {
                let message = format!("a second operation `{}` has the path `{path}`", method.to_uppercase());
                let finding = walk.warn(codes::DUPLICATE_OPERATION, None, message);
                finding.pointer = here;
                finding.key().label("a server never gets here").help("the names of parameters do not tell paths apart");
                finding.related(first, "this one answers");
            } else {
                seen.insert((shape.clone(), method), here);
            }
        }
    }
}

fn not_supported(walk: &mut Walk<'_, '_>, path: &str, what: &str, label: &str) {
    let message = format!("the path `{path}` is not a template: {what}");
    walk.warn(codes::PATH_TEMPLATE_NOT_SUPPORTED, Some(path), message).key().label(label);
}

/// A template without the names of its parameters, and the names.
fn parse(path: &str) -> Result<(String, Vec<&str>), &'static str> {
    let mut shape = String::new();
    let mut names = Vec::new();
    let mut rest = path;
    while let Some((text, after)) = rest.split_once('{') {
        let Some((name, after)) = after
            .split_once('}')
            .filter(|(name, _)| !name.contains('{') && (name.contains('=') || !name.contains('/')))
        else {
            return Err("a `{` is not closed");
        };
        if text.contains('}') {
            return Err("a `}` closes nothing");
        }
        if name.is_empty() {
            return Err(NAMELESS);
        }
        shape.extend([text, "{}"]);
        names.push(name);
        rest = after;
    }
    if rest.contains('}') {
        return Err("a `}` closes nothing");
    }
    shape.push_str(rest);
    Ok((shape, names))
}
