//! Whether a value that the document shows is one that its schema allows: as far as its type can tell, so that whoever
//! reads such a value could not, or as far as validation can, which refuses a text that is too long for instance.

use std::cell::Cell;
use std::iter::once_with;

use crate::Options;
use crate::diagnostic::Pointer;
use crate::dialect::{Kind, Schema, has_format};
use crate::resolve::Resolver;
use crate::value::{Map, Value};

use super::one_way::OneWay;
use super::refusals;

/// Deeper values are taken to be right: a schema may hold itself.
const DEEPEST: usize = 32;

/// Schemas that refer to others twice, and these again, would take for ever; then a value is taken to be right.
const MOST_STEPS: usize = 100_000;

/// What is wrong with a value: where in it, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Misfit {
    /// The names and numbers that lead to it, the innermost first.
    place: Vec<String>,
    /// What it is, to be read after its place: `is required`.
    pub(super) why: String,
    /// Whether its type holds the value, and validation alone refuses it.
    pub(super) refused: bool,
}

impl Misfit {
    fn new(why: String) -> Self {
        Self { place: Vec::new(), why, refused: false }
    }

    /// What validation alone refuses.
    fn refused(why: String) -> Self {
        Self { refused: true, ..Self::new(why) }
    }

    fn within(mut self, name: &str) -> Self {
        self.place.push(name.to_owned());
        self
    }

    /// Whether it is the value as a whole.
    pub(super) fn is_whole(&self) -> bool {
        self.place.is_empty()
    }

    /// Where it is, in a value that stands there.
    pub(super) fn below(&self, at: &Pointer) -> Pointer {
        self.place.iter().rev().fold(at.clone(), |at, name| at.child(name))
    }
}

/// The first that no reader could hold, else the first that validation refuses.
fn worst(found: impl IntoIterator<Item = Option<Misfit>>) -> Option<Misfit> {
    let mut refused = None;
    for misfit in found.into_iter().flatten() {
        if !misfit.refused {
            return Some(misfit);
        }
        refused.get_or_insert(misfit);
    }
    refused
}

/// Looks for what is wrong with values.
pub(super) struct Misfits<'a> {
    resolver: Resolver<'a>,
    one_way: OneWay<'a>,
    /// The formats that are plain strings.
    plain: Vec<String>,
    /// How many schemas were held against parts of the value.
    steps: Cell<usize>,
}

impl<'a> Misfits<'a> {
    pub(super) fn new(resolver: Resolver<'a>, options: &Options) -> Self {
        let plain =
            options.formats.iter().filter(|(_, kind)| *kind == "String").map(|(format, _)| format.clone()).collect();
        Self { resolver, one_way: OneWay::of(resolver), plain, steps: Cell::new(0) }
    }

    /// The first thing that is wrong with a value of an answer.
    pub(super) fn of(&self, schema: &Schema<'a>, value: &Value) -> Option<Misfit> {
        self.steps.set(0);
        self.find(schema, value, 0)
    }

    fn find(&self, schema: &Schema<'a>, value: &Value, depth: usize) -> Option<Misfit> {
        let steps = self.steps.replace(self.steps.get() + 1);
        if depth > DEEPEST || steps > MOST_STEPS {
            return None;
        }
        if let Some(target) = self.resolver.referred(schema) {
            return self.find(&target, value, depth + 1);
        }
        let (kinds, kind) = (schema.kinds(), Kind::of(value));
        let allowed =
            kinds.is_empty() || kinds.contains(kind) || (kind == Kind::Integer && kinds.contains(Kind::Number));
        if !allowed {
            let names: Vec<String> = kinds.all().iter().map(|kind| format!("`{}`", kind.as_str())).collect();
            return Some(Misfit::new(format!("is not of the type {}", names.join(" or "))));
        }
        let of_all = schema.placeless("allOf").map(|branch| self.find(&branch, value, depth + 1));
        let of_branches = once_with(|| self.of_branches(schema, value, depth));
        let of_parts = once_with(|| match value {
            Value::Object(members) => self.of_members(schema, members, depth),
            Value::Array(items) if schema.get("prefixItems").is_none() => self.of_items(schema, items, depth),
            Value::String(text) => self.of_text(schema, text),
            Value::Number(number) if schema.text("format") == Some("int32") && kinds.contains(Kind::Integer) => {
                let fits = number.as_i64().is_none_or(|number| i32::try_from(number).is_ok());
                (!fits).then(|| Misfit::new("is larger than the format `int32` allows".to_owned()))
            }
            _ => None,
        });
        let refused = once_with(|| refusals::of(schema, value).map(Misfit::refused));
        worst(of_all.chain(of_branches).chain(of_parts).chain(refused))
    }

    /// A value of a union is one of a branch. One that a discriminator tells is not looked at: it may have a new tag.
    fn of_branches(&self, schema: &Schema<'a>, value: &Value, depth: usize) -> Option<Misfit> {
        let told = schema.get("discriminator").is_some() || self.tagged(schema, value);
        ["oneOf", "anyOf"].into_iter().filter(|_| !told).find_map(|keyword| {
            let mut found = schema.placeless(keyword).map(|branch| self.find(&branch, value, depth + 1)).peekable();
            found.peek()?;
            let misfits: Option<Vec<Misfit>> = found.collect();
            let misfits = misfits?;
            let mut refused = misfits.iter().filter(|misfit| misfit.refused);
            match (misfits.as_slice(), refused.next(), refused.next()) {
                ([only], ..) | (_, Some(only), None) => Some(only.clone()),
                (_, Some(_), Some(_)) => Some(Misfit::refused(format!("fits no branch of `{keyword}`"))),
                (_, None, _) => Some(Misfit::new(format!("fits no branch of `{keyword}`"))),
            }
        })
    }

    /// Whether a branch has a constant that the value has not: what tells branches apart may have new values.
    fn tagged(&self, schema: &Schema<'a>, value: &Value) -> bool {
        let constant = |branch: Schema<'a>| {
            let target = self.resolver.referred(&branch).unwrap_or(branch);
            target.members_of("properties").any(|(name, property)| {
                let told = property.get("const").is_some() || property.get("enum").is_some();
                told && value.get(name).is_some_and(Value::is_string)
            })
        };
        ["oneOf", "anyOf"].into_iter().any(|keyword| schema.placeless(keyword).any(constant))
    }

    fn of_members(&self, schema: &Schema<'a>, members: &Map, depth: usize) -> Option<Misfit> {
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let required: Vec<&str> = required.collect();
        let described = |name: &str| schema.get("properties").is_some_and(|known| known.get(name).is_some());
        let of_known = schema.members_of("properties").map(|(name, property)| {
            let property = schema.beside(property);
            let is_required = || required.contains(&name) && !self.one_way.is(&property, "writeOnly");
            let misfit = match members.get(name) {
                None if is_required() => Some(Misfit::new("is required".to_owned())),
                None => None,
                // A reader takes it for none.
                Some(Value::Null) if !is_required() => {
                    self.find(&property, &Value::Null, depth + 1).map(|misfit| Misfit { refused: true, ..misfit })
                }
                Some(value) => self.find(&property, value, depth + 1),
            };
            misfit.map(|misfit| misfit.within(name))
        });
        let missing = once_with(|| {
            let missing = required.iter().find(|name| !described(name) && !members.contains_key(name));
            let name = missing.filter(|_| schema.get("properties").is_some())?;
            Some(Misfit::new("is required".to_owned()).within(name))
        });
        let rest = schema.get("additionalProperties").filter(|_| schema.get("patternProperties").is_none());
        let others = members.iter().filter(|(name, _)| rest.is_some() && !described(name));
        let of_others = others.map(|(name, value)| {
            let misfit = match rest {
                Some(Value::Bool(false)) => Some(Misfit::refused("is a member that the schema forbids".to_owned())),
                Some(rest) if rest.is_object() => self.find(&schema.beside(rest), value, depth + 1),
                _ => None,
            };
            misfit.map(|misfit| misfit.within(name))
        });
        worst(of_known.chain(missing).chain(of_others))
    }

    fn of_items(&self, schema: &Schema<'a>, items: &[Value], depth: usize) -> Option<Misfit> {
        let item = schema.beside(schema.get("items").filter(|item| item.is_object())?);
        let found = items.iter().enumerate();
        worst(found.map(|(index, value)| Some(self.find(&item, value, depth + 1)?.within(&index.to_string()))))
    }

    fn of_text(&self, schema: &Schema<'a>, text: &str) -> Option<Misfit> {
        let format = schema.text("format").filter(|format| !self.plain.iter().any(|plain| plain == format))?;
        let wrong = schema.kinds().contains(Kind::String) && !has_format(format, text);
        wrong.then(|| Misfit::new(format!("is not of the format `{format}`")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Version;
    use crate::resolve::Targets;
    use crate::value::{Map, json};

    /// What is wrong with a value of the component `A`.
    fn misfit(schemas: &Value, value: &Value) -> Option<String> {
        let root = json!({ "components": { "schemas": schemas } });
        let targets = Targets::default();
        let resolver = Resolver::new(&root, Version::V3_1, &targets);
        let found = Misfits::new(resolver, &Options::default())
            .of(&resolver.schema(&Pointer::parse("/components/schemas/A")), value);
        let sign = |misfit: &Misfit| if misfit.refused { "refused: " } else { "" };
        found.map(|found| format!("{}{} {}", sign(&found), found.below(&Pointer::root()).as_str(), found.why))
    }

    #[test]
    fn schemas_that_hold_themselves_and_each_other_come_to_an_end() {
        let itself =
            json!({ "A": { "oneOf": [{ "$ref": "#/components/schemas/A" }, { "$ref": "#/components/schemas/A" }] } });
        assert_eq!(misfit(&itself, &json!(1)), None);
        for keyword in ["allOf", "anyOf"] {
            let name = |level| if level == 0 { "A".to_owned() } else { format!("S{level}") };
            let mut schemas: Map = (0..30)
                .map(|level| {
                    let next = json!({ "$ref": format!("#/components/schemas/{}", name(level + 1)) });
                    (name(level).into(), json!({ keyword: [next, next] }))
                })
                .collect();
            schemas.insert(name(30).into(), json!({ "type": "integer" }));
            misfit(&schemas.into(), &json!("text"));
        }
    }

    #[test]
    fn what_validation_alone_refuses_is_told_apart() {
        let schema = |schema: Value| json!({ "A": schema, "B": { "type": "string", "writeOnly": true } });
        for (described, value, expected) in [
            (
                json!({ "type": "string", "enum": ["a"] }),
                json!("text"),
                Some("refused:  is none of the values of `enum`"),
            ),
            (
                json!({ "minProperties": 3, "properties": { "a": { "maxLength": 1 } } }),
                json!({ "a": "no", "c": 1 }),
                Some("refused: /a has 2 characters and must have at most 1"),
            ),
            (
                json!({ "required": ["b"], "properties": { "a": { "maxLength": 1 }, "b": { "type": "null" } } }),
                json!({ "a": "no", "b": 1 }),
                Some("/b is not of the type `null`"),
            ),
            (json!({ "enum": [1.0, null] }), json!(1), None),
            (json!({ "type": ["string", "null"], "enum": ["a"] }), json!(null), None),
            (json!({ "minimum": 1, "exclusiveMinimum": true }), json!(1), Some("refused:  is beyond the `minimum` 1")),
            (json!({ "exclusiveMaximum": 2 }), json!(2.5), Some("refused:  is beyond the `exclusiveMaximum` 2")),
            (json!({ "multipleOf": 5 }), json!(12), Some("refused:  is not a multiple of 5")),
            (json!({ "uniqueItems": true }), json!([1, "a", 1.0]), Some("refused:  has an item twice")),
            (
                json!({ "allOf": [{ "maxItems": 1 }] }),
                json!([1, 2]),
                Some("refused:  has 2 items and must have at most 1"),
            ),
            (
                json!({ "anyOf": [{ "maxLength": 1 }, { "type": "integer" }] }),
                json!("no"),
                Some("refused:  has 2 characters and must have at most 1"),
            ),
            (json!({ "anyOf": [{ "maxLength": 1 }, { "minLength": 2 }] }), json!("no"), None),
            (json!({ "type": "number" }), json!(1), None),
            (json!({ "type": "integer" }), json!(1.5), Some(" is not of the type `integer`")),
            (
                json!({ "required": ["a"], "properties": { "a": { "$ref": "#/components/schemas/B" } } }),
                json!({}),
                None,
            ),
            (json!({ "required": ["a"], "properties": { "a": {} } }), json!({}), Some("/a is required")),
            (
                json!({ "properties": { "a": { "type": "string" } } }),
                json!({ "a": null }),
                Some("refused: /a is not of the type `string`"),
            ),
            (json!({ "items": { "type": "string" } }), json!(["a", null]), Some("/1 is not of the type `string`")),
            (
                json!({ "additionalProperties": { "type": "string" } }),
                json!({ "a/b": 1 }),
                Some("/a~1b is not of the type `string`"),
            ),
            (
                json!({ "additionalProperties": false }),
                json!({ "a": 1 }),
                Some("refused: /a is a member that the schema forbids"),
            ),
            (
                json!({ "anyOf": [{ "type": "null" }, { "type": "string" }] }),
                json!(1),
                Some(" fits no branch of `anyOf`"),
            ),
            (json!(false), json!(1), None),
        ] {
            assert_eq!(misfit(&schema(described.clone()), &value).as_deref(), expected, "{described}: {value}");
        }
    }
}
