//! `operationId`s that spell out path and method behind a name, as some frameworks make them by themselves:
//! `read_item_items__item_id__get` is `read_item`, for `GET /items/{item_id}`.

use foldhash::{HashMap, HashSet};

use crate::diagnostic::Pointer;
use crate::names::{Case, identifier};
use crate::value::Value;

use super::Lowering;

/// The methods that have a member of a path item.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

impl Lowering<'_> {
    /// The name in each `operationId` that spells out path and method. Of several with one name the first has it, so that one
    /// more operation at the end of a document renames none.
    ///
    /// Nothing where it is not the manner of the document: at least half of its operations must be called so.
    pub(super) fn spelled_names(&self, paths: &Pointer) -> HashMap<String, String> {
        let mut found: Vec<(&str, Option<&str>)> = Vec::new();
        for path in self.names_at(paths) {
            let item = self.resolver.find(&paths.child(&path));
            for method in METHODS {
                let operation = item.and_then(|item| item.get(method));
                let id = operation.and_then(|operation| operation.get("operationId")).and_then(Value::as_str);
                found.extend(id.map(|id| (id, name_before(id, &path, method))));
            }
        }
        if found.iter().filter(|(_, name)| name.is_some()).count() * 2 < found.len() {
            return HashMap::default();
        }
        let whole = found.iter().filter(|(_, name)| name.is_none()).map(|(id, _)| identifier(id, Case::Snake));
        let mut taken: HashSet<String> = whole.collect();
        let named = found.into_iter().filter_map(|(id, name)| Some((id, name?)));
        named
            .filter(|(_, name)| taken.insert(identifier(name, Case::Snake)))
            .map(|(id, name)| (id.to_owned(), name.to_owned()))
            .collect()
    }
}

/// What stands before path and method, all that is no word of these being underscores.
fn name_before<'i>(id: &'i str, path: &str, method: &str) -> Option<&'i str> {
    let word = |character: char| if character.is_alphanumeric() { character } else { '_' };
    let spelled: String = path.chars().map(word).collect();
    let name = id.strip_suffix(method)?.strip_suffix('_')?.strip_suffix(spelled.as_str())?;
    name.contains(char::is_alphabetic).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::name_before;

    #[test]
    fn the_name_is_what_stands_before_path_and_method() {
        for (id, path, method, name) in [
            ("read_item_items__item_id__get", "/items/{item_id}", "get", Some("read_item")),
            ("root__get", "/", "get", Some("root")),
            ("lire_été_été_get", "/été", "get", Some("lire_été")),
            ("read_items_items_post", "/items", "get", None),
            ("users_get", "/users", "get", None),
            ("_users_get", "/users", "get", None),
            ("listUsers", "/users", "get", None),
        ] {
            assert_eq!(name_before(id, path, method), name, "{id}");
        }
    }
}
