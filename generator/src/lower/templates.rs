//! Path templates in the words of others (`{proxy+}`, `{id:int}`, `{name=projects/*}`), where the parameter is declared
//! by its name alone. A template of OpenAPI has names between braces and nothing else (section 4.8.2).

use crate::codes;
use crate::diagnostic::Pointer;
use crate::value::{Map, Value};

use super::Lowering;
use super::parameters::template_names;

impl Lowering<'_> {
    /// A path with the names of its parameters as they are declared; `at` is its path item.
    pub(super) fn plain_template(&mut self, path: &str, at: &Pointer) -> String {
        let mut plain = path.to_owned();
        for name in template_names(path).into_iter().filter(|name| bare(name) != *name) {
            let bare = bare(name);
            let declared = self.path_parameters(at);
            if declared.contains(&name) || !declared.contains(&bare) {
                continue;
            }
            plain = plain.replace(&format!("{{{name}}}"), &format!("{{{bare}}}"));
            self.diagnostics
                .warning(
                    codes::PATH_TEMPLATE_NOT_SUPPORTED,
                    at,
                    format!("the path `{path}` is not a template: `{name}` is more than the name of a parameter"),
                )
                .key()
                .label(format!("taken for `{{{bare}}}`: one segment, or a part of one"));
        }
        plain
    }

    /// The names of the path parameters that a path item and its operations declare.
    fn path_parameters(&self, at: &Pointer) -> Vec<&str> {
        let item = self.resolver.find(at).and_then(Value::as_object);
        let operations = item.into_iter().flat_map(Map::values).filter_map(|value| value.get("parameters"));
        let lists = item.and_then(|item| item.get("parameters")).into_iter().chain(operations);
        let parameters = lists.filter_map(Value::as_array).flatten().filter_map(|parameter| {
            match parameter.get("$ref").and_then(Value::as_str) {
                Some(reference) => self.resolver.known(reference).map(|(_, node)| node),
                None => Some(parameter),
            }
        });
        let in_path = parameters.filter(|parameter| parameter.get("in").and_then(Value::as_str) == Some("path"));
        in_path.filter_map(|parameter| parameter.get("name")?.as_str()).collect()
    }
}

/// The name within an expression, without what other templates say of it: that it may have slashes, its type, a
/// pattern of it, or that it may be missing.
fn bare(expression: &str) -> &str {
    let name = expression.trim_start_matches(['+', '*']);
    name.split([':', '=', '+', '*', '?']).next().unwrap_or_default().trim()
}
