//! Open enumerations of strings and of integers.

use std::hash::Hash;

use foldhash::HashSet;

use crate::codes;
use crate::dialect::{Kind, Schema};
use crate::ir::{Derives, Docs, EnumVariant, IntegerEnum, Shape, StringEnum, Type, TypeDef};
use crate::names::{Case, Scope};
use crate::value::Value;

use super::scalars::whole;
use super::schemas::Planned;
use super::unions::Found;
use super::view::View;
use super::{Lowering, docs};

/// The values that a schema enumerates, null left out: `enum`, or the one of `const`.
pub(super) fn values<'a>(schema: &Schema<'a>) -> Vec<&'a Value> {
    listed(schema).unwrap_or_default().into_iter().filter(|value| !value.is_null()).collect()
}

/// The values that all parts of a view enumerate, null left out.
pub(super) fn values_of<'a>(view: &View<'a>) -> Vec<&'a Value> {
    let mut lists = view.parts.iter().filter_map(listed);
    let Some(mut found) = lists.next() else { return Vec::new() };
    for other in lists {
        found.retain(|value| other.contains(value));
    }
    found.retain(|value| !value.is_null());
    found
}

/// Whether every enumeration of a view, and there is one, has null among its values.
pub(super) fn lists_null(view: &View<'_>) -> bool {
    let mut lists = view.parts.iter().filter_map(listed).peekable();
    lists.peek().is_some() && lists.all(|list| list.iter().any(|value| value.is_null()))
}

fn listed<'a>(schema: &Schema<'a>) -> Option<Vec<&'a Value>> {
    match (schema.get("const"), schema.get("enum")) {
        (Some(only), _) => Some(vec![only]),
        (None, Some(Value::Array(values))) => Some(values.iter().collect()),
        _ => None,
    }
}

/// What the schema says about one of its values: a name, and a description.
#[derive(Default)]
struct Label {
    name: Option<String>,
    docs: Docs,
}

/// The extensions by which documents name the values of an enumeration, in the order of its list.
const NAMES: [&str; 3] = ["x-enum-varnames", "x-enumNames", "x-enum-names"];

/// Those by which they describe them, in the order of the list or by the value.
const DESCRIPTIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

/// The label of `value` in the list of a view.
fn label(view: &View<'_>, value: &Value) -> Label {
    let mut found = Label::default();
    let labels = |part: &&Schema<'_>| NAMES.iter().chain(&DESCRIPTIONS).any(|keyword| part.get(keyword).is_some());
    for part in view.with("enum").filter(labels) {
        let place = listed(part).and_then(|list| list.iter().position(|one| *one == value));
        let said = |keyword: &&str| match (part.get(keyword)?, value) {
            (Value::Array(texts), _) => texts.get(place?)?.as_str(),
            (Value::Object(texts), Value::String(text)) => texts.get(text)?.as_str(),
            (Value::Object(texts), _) => texts.get(&value.to_string())?.as_str(),
            _ => None,
        };
        found.name = found.name.or_else(|| NAMES.iter().find_map(said).map(str::to_owned));
        if found.docs.is_empty() {
            found.docs = docs::paragraphs(DESCRIPTIONS.iter().find_map(said));
        }
    }
    found
}

/// An enumeration that is being made: its values, each once, with names that do not collide.
struct Variants<W> {
    scope: Scope,
    known: HashSet<W>,
    list: Vec<EnumVariant<W>>,
}

impl<W: Clone + Eq + Hash> Variants<W> {
    fn new() -> Self {
        Self { scope: Scope::default(), known: HashSet::default(), list: Vec::new() }
    }

    /// Adds a value, and says whether it was not there yet; `default` is its name where the document gives none.
    fn add(&mut self, wire: W, label: Label, default: &str) -> bool {
        if !self.known.insert(wire.clone()) {
            return false;
        }
        let usable = label.name.filter(|name| name.contains(char::is_alphanumeric));
        let default = if default.is_empty() { "empty" } else { default };
        let name = self.scope.claim(usable.as_deref().unwrap_or(default), Case::Pascal);
        self.list.push(EnumVariant { name, wire, docs: label.docs });
        true
    }

    /// The variants, and the name of the one that keeps any other value.
    fn end(mut self) -> (Vec<EnumVariant<W>>, String) {
        let catch_all = self.scope.claim("Unknown", Case::Pascal);
        (self.list, catch_all)
    }
}

/// The integer that a value is.
fn integer(value: &Value) -> Option<i64> {
    whole(value).and_then(|value| i64::try_from(value).ok())
}

/// `value 1`, or `minus 1`.
fn integer_name(value: i64) -> String {
    if value < 0 { format!("minus {}", value.unsigned_abs()) } else { format!("value {value}") }
}

impl<'a> Lowering<'a> {
    /// An enumeration of strings with a variant for each value, and one that keeps any other.
    pub(super) fn plan_string_enum(
        &mut self,
        view: &View<'a>,
        values: &[&Value],
        name: &str,
        slot: Option<usize>,
    ) -> Planned {
        self.refuse_others(view, values, Kind::String);
        let mut variants = Variants::new();
        for value in values {
            if let Some(text) = value.as_str() {
                variants.add(text.to_owned(), label(view, value), text);
            }
        }
        if variants.list.is_empty() {
            // Nothing is left to name: a text that validation refuses.
            let checks = view.parts.iter().flat_map(|part| self.keyword_checks(part, &["type"])).collect();
            return Planned { nullable: has_null(view), checks, ..Planned::of(Type::String) };
        }
        let (variants, catch_all) = variants.end();
        let shape = Shape::StringEnum(StringEnum { variants, catch_all, open: false });
        let planned = self.enumeration(view, shape, name, slot);
        Planned { nullable: has_null(view), checks: self.beside_enum(view), ..planned }
    }

    /// The same of integers; `None` when one of them is beyond `i64`.
    pub(super) fn plan_integer_enum(
        &mut self,
        view: &View<'a>,
        values: &[&Value],
        name: &str,
        slot: Option<usize>,
    ) -> Option<Planned> {
        let integers: Vec<&Value> = values.iter().copied().filter(|value| Kind::of(value) == Kind::Integer).collect();
        let all: Option<Vec<i64>> = integers.iter().map(|value| integer(value)).collect();
        let all = all.filter(|all| !all.is_empty())?;
        self.refuse_others(view, values, Kind::Integer);
        let mut variants = Variants::new();
        for (wire, value) in all.into_iter().zip(integers) {
            variants.add(wire, label(view, value), &integer_name(wire));
        }
        let (variants, catch_all) = variants.end();
        let shape = Shape::IntegerEnum(IntegerEnum { variants, catch_all, open: false });
        let planned = self.enumeration(view, shape, name, slot);
        Some(Planned { nullable: has_null(view), checks: self.beside_enum(view), ..planned })
    }

    /// What a view demands beside its enumeration.
    fn beside_enum(&mut self, view: &View<'a>) -> Vec<crate::ir::Check> {
        self.checks_beside(view, &["type", "enum", "const"])
    }

    /// Tells of values that are of no type of the schema, where it states types.
    fn refuse_others(&mut self, view: &View<'a>, values: &[&Value], kind: Kind) {
        let Some(part) = view.with("enum").next() else { return };
        let Some(kinds) = view.kinds() else { return };
        let what = if kind == Kind::String { "a string" } else { "an integer" };
        for value in values {
            let own = Kind::of(value);
            if own != kind && !kinds.contains(&own) && !(own == Kind::Integer && kinds.contains(&Kind::Number)) {
                self.diagnostics
                    .warning(codes::ENUM_VALUE_TYPE, &part.pointer.child("enum"), format!("{value} is not {what}"))
                    .help("it can never be a value of this schema, and is left out");
            }
        }
    }

    /// A union of strings, or of integers, some of them enumerated, is one enumeration: open when one branch is any
    /// of them, or any that its checks allow. The title of a branch with one constant is its name.
    pub(super) fn plan_enum_union(
        &mut self,
        view: &View<'a>,
        union: &Found<'a>,
        name: &str,
        slot: Option<usize>,
    ) -> Option<Planned> {
        let mut texts = Variants::new();
        let mut integers = Variants::new();
        let (mut kind, mut open, mut nullable, mut checked) = (None, false, false, false);
        for schema in &union.branches {
            let branch = self.view(schema);
            let values = values_of(&branch);
            let found = enum_kind(&branch, &values)?;
            if *kind.get_or_insert(found.kind) != found.kind {
                return None;
            }
            open |= values.is_empty();
            checked |= found.narrowed;
            nullable |= match branch.kinds() {
                Some(kinds) => kinds.contains(&Kind::Null) && (values.is_empty() || lists_null(&branch)),
                None => lists_null(&branch),
            };
            for value in &values {
                let mut label = label(&branch, value);
                if let [_] = values.as_slice() {
                    label.name = label.name.or_else(|| schema.text("title").map(str::to_owned));
                    label.docs = docs::with_title(schema.text("title"), schema.text("description"));
                }
                let first = if let Some(text) = value.as_str() {
                    texts.add(text.to_owned(), label, text)
                } else {
                    let wire = integer(value)?;
                    integers.add(wire, label, &integer_name(wire))
                };
                // By the letter of `oneOf`, a value of two branches is never valid.
                checked |= !first && union.is_exclusive();
            }
        }
        let shape = if !texts.list.is_empty() {
            let (variants, catch_all) = texts.end();
            Shape::StringEnum(StringEnum { variants, catch_all, open })
        } else if !integers.list.is_empty() {
            let (variants, catch_all) = integers.end();
            Shape::IntegerEnum(IntegerEnum { variants, catch_all, open })
        } else {
            return None;
        };
        let checks = if checked { self.union_check(union) } else { Vec::new() };
        Some(Planned { nullable, checks, ..self.enumeration(view, shape, name, slot) })
    }

    fn enumeration(&mut self, view: &View<'a>, shape: Shape, name: &str, slot: Option<usize>) -> Planned {
        let (name, slot) = self.claim_type(view, name, slot);
        let def = TypeDef {
            name: name.clone(),
            docs: Self::view_docs(view),
            deprecated: view.parts.iter().any(|part| part.flag("deprecated")),
            derives: Derives::default(),
            shape,
        };
        self.fill_slot(slot, def);
        Planned::of(Type::Named(name))
    }
}

/// Whether the first enumeration of a view lists null.
fn has_null(view: &View<'_>) -> bool {
    view.get("enum").and_then(Value::as_array).is_some_and(|all| all.contains(&Value::Null))
}

/// A branch that has strings alone, or integers alone.
struct EnumBranch {
    kind: Kind,
    /// Whether it is any of them that its keywords allow.
    narrowed: bool,
}

/// What a branch is that demands nothing else than its values, or narrows any string or integer.
fn enum_kind(branch: &View<'_>, values: &[&Value]) -> Option<EnumBranch> {
    let says = |known: &[&str]| {
        branch.parts.iter().all(|part| part.assertions().iter().all(|keyword| known.contains(keyword)))
    };
    let only = |kind: Kind| {
        let stated = branch.kinds().map_or(!values.is_empty(), |kinds| {
            kinds.contains(&kind) && kinds.iter().all(|other| [kind, Kind::Null].contains(other))
        });
        stated && values.iter().all(|value| Kind::of(value) == kind)
    };
    let kind = [Kind::String, Kind::Integer].into_iter().find(|kind| only(*kind))?;
    if says(&["type", "enum", "const"]) {
        return Some(EnumBranch { kind, narrowed: false });
    }
    let narrowing: &[&str] = if kind == Kind::String {
        &["type", "minLength", "maxLength", "pattern"]
    } else {
        &["type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]
    };
    (values.is_empty() && says(narrowing)).then_some(EnumBranch { kind, narrowed: true })
}
