//! The branches of a union: which are the same, what each is called, and what tells one from another.

use foldhash::HashMap;

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::{Kind, Schema};
use crate::names::{Case, identifier};
use crate::value::Value;

use super::Lowering;
use super::unions::Found;
use super::view::{View, intersect};

/// Keywords that say what a value is not, or must have, without saying what it is.
const CONSTRAINING: [&str; 20] = [
    "required",
    "not",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "if",
    "then",
    "else",
    "minItems",
    "maxItems",
    "uniqueItems",
    "propertyNames",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
];

/// What is known of the values of a branch.
#[derive(Debug, Default)]
pub(super) struct Facts {
    kinds: Option<Vec<Kind>>,
    required: Vec<String>,
    /// The properties, each with the types that it may have.
    properties: HashMap<String, Option<Vec<Kind>>>,
    /// The properties that are required and constant, with their values as JSON.
    constants: HashMap<String, Vec<String>>,
    /// Whether no other members may be there.
    closed: bool,
    /// Whether the type keeps other members.
    keeps_others: bool,
}

impl Facts {
    fn is_object(&self) -> bool {
        match &self.kinds {
            Some(kinds) => kinds.contains(&Kind::Object),
            None => !self.properties.is_empty() || !self.required.is_empty(),
        }
    }

    /// Whether no value fits both.
    fn excludes(&self, other: &Self) -> bool {
        let apart = |one: &Option<Vec<Kind>>, other: &Option<Vec<Kind>>| match (one, other) {
            (Some(one), Some(other)) => intersect(one, other).is_empty(),
            _ => false,
        };
        let closed_to = |one: &Self, other: &Self| {
            one.closed && other.required.iter().any(|name| !one.properties.contains_key(name))
        };
        let constants = self.constants.iter().any(|(name, own)| {
            other.constants.get(name).is_some_and(|others| own.iter().all(|value| !others.contains(value)))
        });
        let members = self.properties.iter().any(|(name, own)| {
            let both = self.required.contains(name) && other.required.contains(name);
            both && other.properties.get(name).is_some_and(|others| apart(own, others))
        });
        apart(&self.kinds, &other.kinds) || constants || members || closed_to(self, other) || closed_to(other, self)
    }

    /// Whether a value of both types has members that this one alone does not keep.
    fn misses(&self, other: &Self) -> bool {
        !self.keeps_others && !self.closed && other.properties.keys().any(|name| !self.properties.contains_key(name))
    }

    /// Whether what fits one fits the other, as far as members can tell.
    fn is_like(&self, other: &Self) -> bool {
        let same = |one: &Self, other: &Self| one.required.iter().all(|name| other.required.contains(name));
        let shared = self.properties.iter().all(|(name, own)| match (own, other.properties.get(name)) {
            (Some(own), Some(Some(others))) => !intersect(own, others).is_empty(),
            _ => true,
        });
        let open = !self.closed && !other.closed;
        self.is_object() && other.is_object() && open && shared && same(self, other) && same(other, self)
    }
}

/// Whether no value fits two of the branches.
pub(super) fn are_apart(facts: &[Facts]) -> bool {
    facts.iter().enumerate().all(|(at, one)| facts.iter().skip(at + 1).all(|other| one.excludes(other)))
}

/// The branches without those that only repeat another one.
pub(super) fn distinct<'a>(branches: &[Schema<'a>]) -> Vec<Schema<'a>> {
    let says = |schema: &Schema<'a>| {
        let mut keywords = schema.assertions();
        keywords.sort_unstable();
        let said: Vec<(&str, Option<&Value>)> =
            keywords.into_iter().map(|keyword| (keyword, schema.get(keyword))).collect();
        (said, schema.flag("nullable"))
    };
    let mut found: Vec<Schema<'a>> = Vec::new();
    for branch in branches {
        let boolean = branch.as_boolean().is_some();
        if boolean || !found.iter().any(|known| known.as_boolean().is_none() && says(known) == says(branch)) {
            found.push(branch.clone());
        }
    }
    found
}

/// Whether members of a value would be lost if one branch alone were kept.
pub(super) fn lose(facts: &[Facts]) -> bool {
    facts.iter().enumerate().any(|(at, one)| {
        facts.iter().skip(at + 1).any(|other| {
            one.is_object() && other.is_object() && !one.excludes(other) && one.misses(other) && other.misses(one)
        })
    })
}

impl<'a> Lowering<'a> {
    /// What is known of the values of schemas that hold at once.
    pub(super) fn facts(&mut self, schemas: &[Schema<'a>]) -> Facts {
        let view = self.view_of(schemas);
        let required = view.required();
        let (mut properties, mut constants) = (HashMap::default(), HashMap::default());
        for (name, schemas) in view.properties() {
            let property = self.view_of(&schemas);
            properties.insert(name.to_owned(), property.kinds());
            let values = super::enums::values_of(&property);
            if required.contains(&name) && !values.is_empty() {
                constants.insert(name.to_owned(), values.into_iter().map(Value::to_string).collect());
            }
        }
        let others = view.with("additionalProperties").filter_map(|part| part.get("additionalProperties"));
        let others: Vec<&Value> = others.collect();
        let closed = others.contains(&&Value::Bool(false));
        Facts {
            kinds: view.kinds(),
            required: required.into_iter().map(str::to_owned).collect(),
            properties,
            constants,
            closed: closed && !view.has_any(&["patternProperties"]),
            keeps_others: (!others.is_empty() && !closed) || view.has_any(&["patternProperties", "oneOf", "anyOf"]),
        }
    }

    /// Where a branch leads: its component.
    pub(super) fn place(&self, branch: &Schema<'_>) -> Option<Pointer> {
        super::families::place(self.resolver, branch)
    }

    /// Whether a branch allows null and nothing else, itself or what it refers to: the `NullEnum` of some frameworks.
    pub(super) fn is_null_branch(&self, branch: &Schema<'_>) -> bool {
        let target = branch.reference().and_then(|reference| self.resolver.known(reference));
        is_null(branch) || target.is_some_and(|(pointer, node)| is_null(&self.resolver.schema_of(node, pointer)))
    }

    /// Says that a branch of `oneOf` is there twice.
    pub(super) fn indistinct(&mut self, union: &Found<'a>, all: &[Schema<'a>]) {
        let labels = self.labels(all);
        let (first, second) = (labels.first().cloned().unwrap_or_default(), labels.get(1).cloned().unwrap_or_default());
        self.not_told_apart(union, &first, &second, "a branch is there twice, and what fits it fits two");
    }

    /// Says which branches of `oneOf` accept the same values.
    pub(super) fn told_apart(&mut self, union: &Found<'a>, facts: &[Facts]) {
        let pairs = facts
            .iter()
            .enumerate()
            .flat_map(|(at, one)| facts.iter().enumerate().skip(at + 1).map(move |(to, other)| (at, one, to, other)));
        let alike = pairs.into_iter().find(|(_, one, _, other)| one.is_like(other) && !one.excludes(other));
        let Some((at, one, to, _)) = alike else { return };
        let labels = self.labels(&union.branches);
        let label = |index: usize| labels.get(index).cloned().unwrap_or_default();
        let accepts = match one.required.as_slice() {
            [] => "both accept any object".to_owned(),
            names => {
                let names: Vec<String> = names.iter().map(|name| super::docs::code(name)).collect();
                format!("both accept any object with {}", names.join(", "))
            }
        };
        self.not_told_apart(union, &label(at), &label(to), &accepts);
    }

    fn not_told_apart(&mut self, union: &Found<'a>, one: &str, other: &str, accepts: &str) {
        let at = union.schema.pointer.child(union.keyword);
        let name = |label: &str| identifier(label, Case::Pascal);
        let (one, other) = (name(one), name(other));
        let message = format!("`{}` branches `{one}` and `{other}` cannot be told apart", union.keyword);
        // Once for the same two, wherever they meet.
        if self.found_before().any(|found| found.code == codes::BRANCHES_ALIKE && found.message == message) {
            return;
        }
        self.diagnostics
            .warning(codes::BRANCHES_ALIKE, &at, message)
            .key()
            .label(accepts)
            .help("add a discriminator, or make one property of each `const`");
    }
}

/// The constant, or the member, that only this branch has.
pub(super) fn object_label(view: &View<'_>, at: usize, views: &[View<'_>]) -> String {
    let constant = view.properties().into_values().flatten().find_map(|property| {
        match super::enums::values(&property).as_slice() {
            [Value::String(only)] if !only.is_empty() => Some(only.clone()),
            _ => None,
        }
    });
    let others = || views.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, view)| view);
    let unseen = |name: &&str| others().all(|other| !other.properties().contains_key(name));
    let required = || view.required().into_iter().find(unseen);
    let known = || view.properties().keys().copied().find(unseen);
    let combined = view.required().join(" ");
    let alone = views.len() == 1 || others().all(|other| first_kind(other) != Some(Kind::Object));
    match constant {
        Some(constant) => constant.to_string(),
        None if alone => "Object".to_owned(),
        None => match required().or_else(known) {
            Some(name) => format!("with {name}"),
            None if combined.is_empty() || combined.len() > 30 => "Object".to_owned(),
            None => format!("with {combined}"),
        },
    }
}

/// The one value, or the format, of a text.
pub(super) fn text_label(view: &View<'_>) -> String {
    match super::enums::values_of(view).as_slice() {
        [Value::String(only)] if !only.is_empty() => return only.to_string(),
        [_, ..] => return "Enum".to_owned(),
        [] => {}
    }
    let format = view.get("format").and_then(Value::as_str).filter(|format| !format.is_empty());
    format.map_or_else(|| "String".to_owned(), str::to_owned)
}

pub(super) fn first_kind(view: &View<'_>) -> Option<Kind> {
    let kinds = view.kinds();
    match kinds {
        Some(kinds) => kinds.into_iter().find(|kind| *kind != Kind::Null),
        None => view.has_any(&["properties", "required"]).then_some(Kind::Object),
    }
}

/// Whether a schema allows null and nothing else.
pub(super) fn is_null(schema: &Schema<'_>) -> bool {
    let kinds = schema.kinds();
    let only_null =
        |values: &Value| values.as_array().is_some_and(|all| all.iter().all(Value::is_null) && !all.is_empty());
    (kinds.contains(Kind::Null) && kinds.without_null().is_empty())
        || schema.get("const").is_some_and(Value::is_null)
        || schema.get("enum").is_some_and(only_null)
}

/// Whether no branch describes more than constraints on what stands beside the union.
pub(super) fn only_constrains(union: &Found<'_>, base: &View<'_>) -> bool {
    let described = base.kinds().is_some() || base.has_any(&["properties", "items", "additionalProperties", "enum"]);
    described
        && union.branches.iter().all(|branch| {
            branch.as_boolean().is_some()
                || branch.assertions().iter().all(|keyword| {
                    CONSTRAINING.contains(keyword) || *keyword == "type" || is_known(branch, base, keyword)
                })
        })
}

/// Whether a keyword of a branch only repeats what the base knows: properties that it names already.
fn is_known(branch: &Schema<'_>, base: &View<'_>, keyword: &str) -> bool {
    let known = base.properties();
    keyword == "properties"
        && branch.map("properties").iter().all(|(name, property)| {
            known.contains_key(name)
                && property
                    .assertions()
                    .iter()
                    .all(|keyword| ["enum", "const", "type", "not", "pattern"].contains(keyword))
        })
}

/// A name for values of one type.
pub(super) fn label_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "Null",
        Kind::Boolean => "Boolean",
        Kind::Integer => "Integer",
        Kind::Number => "Number",
        Kind::String => "String",
        Kind::Array => "Array",
        Kind::Object => "Object",
    }
}
