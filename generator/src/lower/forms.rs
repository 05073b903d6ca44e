//! Which schemas have another form in requests than in responses, and which of the forms are needed.
//!
//! One walk over the document finds the members that go in one direction alone, and every reference. What holds such
//! a member, or refers to something that does, is marked; nothing else is ever planned twice. Of what is marked, the
//! operations tell which is sent, which is answered, and which is both.

use std::collections::BTreeMap;
use std::iter::successors;
use std::sync::Arc;

use foldhash::{HashMap, HashSet};

use crate::diagnostic::Pointer;
use crate::dialect::Schema;
use crate::link::{self, Holds};
use crate::resolve::Resolver;
use crate::value::{Map, Value};

use super::direction::Direction;
use super::exchange::{self, Exchanged};
use super::one_way::OneWay;

/// The forms of the schemas of a document.
pub(super) struct Forms<'a> {
    one_way: OneWay<'a>,
    marks: Arc<Marks>,
}

/// What a look through the document tells of them.
#[derive(Default)]
pub(super) struct Marks {
    /// The places whose plan depends on the direction.
    marked: HashSet<Pointer>,
    /// What references in requests lead to, directly or not, as far as it is marked.
    requests: HashSet<Pointer>,
    /// The same of responses, and of what nobody sends.
    responses: HashSet<Pointer>,
    /// Each reference: where it stands and where it leads.
    references: Vec<(Pointer, Pointer)>,
}

/// What the walk over the document finds.
struct Found<'a> {
    resolver: Resolver<'a>,
    one_way: OneWay<'a>,
    /// The place of the node that is looked at.
    path: String,
    /// Each reference: where it stands and where it leads.
    references: Vec<(Pointer, Pointer)>,
    /// The members that are read-only.
    read_only: HashSet<Pointer>,
    /// The members that are write-only, and whether the schema itself requires them.
    write_only: Vec<(Pointer, &'a str, bool)>,
    /// Names that are required where they are not described: beside an `allOf`, in a branch.
    required_elsewhere: HashSet<&'a str>,
}

/// Deeper nodes are not looked at; nothing is planned there either.
const DEEPEST: usize = 400;

impl<'a> Forms<'a> {
    /// Looks through a document; `families` are references of parents to their children, which no `$ref` tells.
    pub(super) fn of(resolver: Resolver<'a>, families: Vec<(Pointer, Pointer)>) -> Self {
        let mut found = Found {
            resolver,
            one_way: OneWay::of(resolver),
            path: String::new(),
            references: families,
            read_only: HashSet::default(),
            write_only: Vec::new(),
            required_elsewhere: HashSet::default(),
        };
        found.walk(resolver.root(), 0);
        let marked = found.marked();
        let Found { references, read_only, one_way, .. } = found;
        let mut marks = Marks { marked, references, ..Marks::default() };
        if !marks.marked.is_empty() {
            marks.follow(&read_only, resolver);
        }
        Self { one_way, marks: Arc::new(marks) }
    }

    /// The same of a document that was looked through.
    pub(super) fn known(resolver: Resolver<'a>, marks: Arc<Marks>) -> Self {
        Self { one_way: OneWay::of(resolver), marks }
    }

    /// What a look through the document told.
    pub(super) fn marks(&self) -> &Arc<Marks> {
        &self.marks
    }

    /// The same, of forms that nobody needs any more.
    pub(super) fn into_marks(self) -> Arc<Marks> {
        self.marks
    }

    /// Each reference of the document, those of parents to their children among them: where it stands and where it
    /// leads.
    pub(super) fn references(&self) -> &[(Pointer, Pointer)] {
        &self.marks.references
    }

    /// Whether what stands here is planned for each direction on its own.
    pub(super) fn is_marked(&self, pointer: &Pointer) -> bool {
        self.marks.marked.contains(pointer)
    }

    /// Whether a schema has its own form in requests beside that in responses.
    pub(super) fn has_both(&self, pointer: &Pointer) -> bool {
        self.is_marked(pointer) && self.marks.requests.contains(pointer) && self.marks.responses.contains(pointer)
    }

    /// The direction of the form that has the schema's own name: that of responses, unless it is only ever sent.
    pub(super) fn first(&self, pointer: &Pointer) -> Direction {
        let Marks { requests, responses, .. } = &*self.marks;
        let sent = self.is_marked(pointer) && requests.contains(pointer) && !responses.contains(pointer);
        if sent { Direction::Request } else { Direction::Response }
    }

    /// Whether a member of this schema is `readOnly` or `writeOnly` (`keyword`): by its own words, or by those of the
    /// schema that it refers to.
    pub(super) fn is_one_way(&self, schema: &Schema<'_>, keyword: &'static str) -> bool {
        self.one_way.is(schema, keyword)
    }
}

impl Marks {
    /// Finds out which marked schemas are sent, and which are answered. What a read-only member holds is never sent.
    fn follow(&mut self, read_only: &HashSet<Pointer>, resolver: Resolver<'_>) {
        let references: Vec<_> = self.references.iter().filter(|(from, _)| self.marked.contains(from)).collect();
        let is_sent =
            |from: &Pointer| !successors(Some(from.clone()), Pointer::parent).any(|at| read_only.contains(&at));
        let Exchanged { requests, mut responses } = exchange::exchanged(resolver);
        self.requests = reached(&edges(references.iter().copied().filter(|(from, _)| is_sent(from))), requests);
        // What nobody sends has the form of responses.
        let schemas = Pointer::root().child("components").child("schemas");
        let unsent = self.marked.iter().filter(|at| at.parent().as_ref() == Some(&schemas));
        let unsent: Vec<Pointer> = unsent.filter(|at| !self.requests.contains(*at)).cloned().collect();
        responses.extend(unsent.iter().cloned());
        self.responses = reached(&edges(references.iter().copied()), responses);
        self.responses.extend(unsent);
    }
}

/// References by the places where they stand.
type Edges<'r> = BTreeMap<&'r str, Vec<&'r Pointer>>;

fn edges<'r>(references: impl Iterator<Item = &'r (Pointer, Pointer)>) -> Edges<'r> {
    let mut edges = Edges::new();
    for (from, target) in references {
        edges.entry(from.as_str()).or_default().push(target);
    }
    edges
}

/// What references within some places lead to, directly or not.
fn reached(edges: &Edges<'_>, roots: Vec<Pointer>) -> HashSet<Pointer> {
    let mut found = HashSet::default();
    let mut open = roots;
    while let Some(at) = open.pop() {
        let within = format!("{at}/");
        let below = edges.range(within.as_str()..).take_while(|(from, _)| from.starts_with(&within));
        let here = edges.get(at.as_str()).into_iter().chain(below.map(|(_, targets)| targets));
        for &target in here.flatten() {
            if found.insert(target.clone()) {
                open.push(target.clone());
            }
        }
    }
    found
}

impl<'a> Found<'a> {
    fn walk(&mut self, node: &'a Value, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match node {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate().filter(|(_, item)| item.is_object() || item.is_array()) {
                    self.within(&index.to_string(), |found| found.walk(item, depth + 1));
                }
            }
            Value::Object(members) => self.object(members, depth),
            _ => {}
        }
    }

    fn object(&mut self, members: &'a Map, depth: usize) {
        self.reference(members);
        self.members(members);
        for (name, node) in members.iter().filter(|(_, node)| node.is_object() || node.is_array()) {
            match link::holds(name, node) {
                Holds::Data => {}
                Holds::Element => self.within(name, |found| found.walk(node, depth + 1)),
                Holds::Names => self.within(name, |found| {
                    for (name, node) in node.as_object().into_iter().flatten() {
                        found.within(name, |found| found.walk(node, depth + 2));
                    }
                }),
            }
        }
    }

    /// `$ref`. What a discriminator leads to is one of the union's branches, or a child of the family.
    fn reference(&mut self, members: &'a Map) {
        let referred = members.get("$ref").and_then(|reference| self.resolver.known(reference.as_str()?));
        self.references.extend(referred.map(|(target, _)| (Pointer::parse(&self.path), target)));
    }

    /// The members of an object that go in one direction, and the names that it requires and does not describe.
    fn members(&mut self, members: &'a Map) {
        let properties = members.get("properties").and_then(Value::as_object);
        let listed = || members.get("required").and_then(Value::as_array).into_iter().flatten();
        let required = || listed().filter_map(Value::as_str);
        let known = |name: &str| properties.is_some_and(|known| known.get(name).is_some());
        self.required_elsewhere.extend(required().filter(|name| !known(name)));
        let root = self.resolver.schema_of(self.resolver.root(), Pointer::root());
        for (name, property) in properties.into_iter().flatten().filter(|(_, property)| property.is_object()) {
            let at = |path: &str| Pointer::parse(path).child("properties").child(name);
            let schema = root.beside(property);
            if !OneWay::concerns(&schema) {
                continue;
            }
            if self.one_way.is(&schema, "readOnly") {
                self.read_only.insert(at(&self.path));
            } else if self.one_way.is(&schema, "writeOnly") {
                self.write_only.push((at(&self.path), name, required().any(|required| required == name)));
            }
        }
    }

    fn within(&mut self, name: &str, look: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push('/');
        if name.contains(['~', '/']) {
            self.path.push_str(&name.replace('~', "~0").replace('/', "~1"));
        } else {
            self.path.push_str(name);
        }
        look(self);
        self.path.truncate(length);
    }

    /// Every place that holds a member whose direction matters, or a reference to such a place.
    fn marked(&mut self) -> HashSet<Pointer> {
        let elsewhere = &self.required_elsewhere;
        let write_only = std::mem::take(&mut self.write_only).into_iter();
        let matters = write_only.filter(|(_, name, required)| *required || elsewhere.contains(name));
        let mut open: Vec<Pointer> = matters.map(|(at, ..)| at).collect();
        open.extend(self.read_only.iter().cloned());
        let mut referring: HashMap<&Pointer, Vec<&Pointer>> = HashMap::default();
        for (from, target) in self.references.iter().filter(|_| !open.is_empty()) {
            referring.entry(target).or_default().push(from);
        }
        let mut marked = HashSet::default();
        while let Some(at) = open.pop() {
            let mut next = Some(at);
            while let Some(at) = next.take_if(|at| !at.is_root() && !marked.contains(at)) {
                open.extend(referring.get(&at).into_iter().flatten().copied().cloned());
                next = at.parent();
                marked.insert(at);
            }
        }
        marked
    }
}
