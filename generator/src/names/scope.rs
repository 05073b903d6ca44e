//! Scopes: who has which identifier. Two names of one scope never give the same one, and the same names in the same order
//! give the same identifiers.

use foldhash::{HashMap, HashSet};

use crate::value::Text;

use super::{Case, RAW, identifier};

/// The identifiers of one scope.
///
/// ```
/// use twinspec::names::{Case, Scope};
///
/// let mut fields = Scope::default();
/// assert_eq!(fields.claim("providerId", Case::Snake), "provider_id");
/// assert_eq!(fields.claim("provider-id", Case::Snake), "provider_id_2");
/// assert_eq!(fields.claim("type", Case::Snake), "r#type");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Most are so short that they need no memory of their own.
    taken: HashSet<Text>,
    /// The first number of each stem that may be free: those before it are taken, and stay so.
    next: HashMap<String, usize>,
    /// Whether types of Rust's prelude are marked.
    marks: bool,
    /// How many names another had already, so that a number was added.
    collisions: usize,
}

/// The types and traits of Rust's prelude that printed code names without a path, each with its path.
pub const PRELUDE: [[&str; 3]; 10] = [
    ["std", "option", "Option"],
    ["std", "result", "Result"],
    ["std", "string", "String"],
    ["std", "vec", "Vec"],
    ["std", "boxed", "Box"],
    ["std", "convert", "From"],
    ["std", "convert", "Into"],
    ["std", "default", "Default"],
    ["std", "marker", "Send"],
    ["std", "marker", "Sync"],
];

impl Scope {
    /// A scope in which some identifiers are taken from the start.
    pub fn reserving(names: &[&str]) -> Self {
        Self {
            taken: names.iter().map(|&name| name.into()).collect(),
            next: HashMap::default(),
            marks: false,
            collisions: 0,
        }
    }

    /// A scope in which so many identifiers are going to be claimed.
    pub(crate) fn of(length: usize) -> Self {
        Self {
            taken: HashSet::with_capacity_and_hasher(length, foldhash::fast::RandomState::default()),
            ..Self::default()
        }
    }

    /// A scope of types, in which a name of Rust's prelude is given as a raw identifier: wherever it is printed, the
    /// document's type and Rust's own can be told apart.
    ///
    /// ```
    /// use twinspec::names::{Case, Scope};
    ///
    /// let mut types = Scope::of_types(&["Future"]);
    /// assert_eq!(types.claim("string", Case::Pascal), "r#String");
    /// assert_eq!(types.claim("String", Case::Pascal), "String2");
    /// assert_eq!(types.claim("future", Case::Pascal), "Future2");
    /// ```
    pub fn of_types(names: &[&str]) -> Self {
        Self { marks: true, ..Self::reserving(names) }
    }

    /// Takes more identifiers from the start.
    pub fn reserve(&mut self, names: &[&str]) {
        self.taken.extend(names.iter().map(|&name| Text::from(name)));
    }

    /// An identifier for `name` that nobody else of this scope has.
    pub fn claim(&mut self, name: &str, case: Case) -> String {
        let found = self.free(identifier(name, case), case);
        let marked = self.marks && PRELUDE.iter().any(|path| path.last() == Some(&found.as_str()));
        if marked { format!("{RAW}{found}") } else { found }
    }

    /// The same for what is a type's identifier already.
    pub(crate) fn claim_identifier(&mut self, wanted: String) -> String {
        self.free(wanted, Case::Pascal)
    }

    /// Whether an identifier that a scope gave is taken.
    pub(crate) fn has(&self, identifier: &str) -> bool {
        self.taken.contains(identifier.trim_start_matches(RAW))
    }

    /// How many identifiers have a number because another had their name.
    pub(crate) fn collisions(&self) -> usize {
        self.collisions
    }

    /// Takes identifiers that another scope gave, and that are not taken.
    pub(crate) fn take(&mut self, identifiers: &[String]) {
        self.taken.extend(identifiers.iter().map(|name| Text::from(name.strip_prefix(RAW).unwrap_or(name))));
    }

    /// Gives identifiers back that were claimed.
    pub(crate) fn give_back(&mut self, identifiers: &[String]) {
        for identifier in identifiers {
            self.taken.remove(identifier.trim_start_matches(RAW));
        }
        // Numbers that were passed over may be free again.
        self.next.clear();
    }

    /// Takes `wanted`, or the first numbered variant of it that is free.
    fn free(&mut self, wanted: String, case: Case) -> String {
        if self.taken.insert(wanted.as_str().into()) { wanted } else { self.numbered(&wanted, case) }
    }

    /// The first numbered variant of `wanted` that is free.
    fn numbered(&mut self, wanted: &str, case: Case) -> String {
        self.collisions += 1;
        let stem = wanted.trim_start_matches("r#").trim_end_matches('_');
        // Rust's own style: `Client2`, but `V1_2` and `client_2`.
        let separator = if case == Case::Pascal && !stem.ends_with(|c: char| c.is_ascii_digit()) { "" } else { "_" };
        let stem = format!("{stem}{separator}");
        let first = self.next.get(&stem).copied().unwrap_or(2);
        // One of so many numbers is free.
        let mut numbers = first..=first + self.taken.len();
        let free = numbers.find(|number| !self.taken.contains(format!("{stem}{number}").as_str())).unwrap_or(first);
        let name = format!("{stem}{free}");
        self.next.insert(stem, free);
        self.taken.insert(name.as_str().into());
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn collisions_are_numbered_in_order() {
        let mut scope = Scope::reserving(&["Client"]);
        assert_eq!(scope.claim("a_b", Case::Pascal), "AB");
        assert_eq!(scope.claim("aB", Case::Pascal), "AB2");
        assert_eq!(scope.claim("client", Case::Pascal), "Client2");
        assert_eq!(scope.claim("client", Case::Pascal), "Client3");
        assert_eq!(scope.claim("v1", Case::Pascal), "V1");
        assert_eq!(scope.claim("V1", Case::Pascal), "V1_2");
        assert_eq!(scope.claim("self", Case::Pascal), "Self_");
        assert_eq!(scope.claim("Self", Case::Pascal), "Self2");
    }
}
