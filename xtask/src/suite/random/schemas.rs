//! Schemas by chance: what documents are made of, in mixtures that they seldom have.

use serde_json::{Map, Value, json};

use super::{NAMES, others, texts};
use crate::chance::Chance;

/// The names under `$defs`.
const SHARED: [&str; 3] = ["node", "leaf", "pair"];

/// Patterns of texts; the last cannot be run in linear time.
const PATTERNS: [&str; 5] = ["^a", "[0-9]$", "^[a-z]+$", "o", "(?<=o)o"];

/// Patterns of names, each with a name that fits it; the last cannot be run in linear time.
pub(super) const NAMED: [(&str, &str); 4] = [("^a", "abc"), ("^x-", "x-9"), ("e$", "the"), ("(?<=a)d", "ad")];

/// A schema with up to three others that it may refer to.
pub(crate) fn make(chance: &mut Chance) -> Value {
    let shared = chance.some_of(&SHARED, 0, SHARED.len());
    let depth = chance.within(2, 4);
    let mut maker = Maker { chance, shared: &shared };
    let mut schema = maker.schema(depth);
    let definitions: Map<String, Value> = shared.iter().map(|name| ((*name).to_owned(), maker.definition())).collect();
    if let Value::Object(members) = &mut schema
        && !definitions.is_empty()
    {
        members.insert("$defs".to_owned(), definitions.into());
    }
    schema
}

struct Maker<'c, 'd> {
    chance: &'c mut Chance,
    shared: &'d [&'static str],
}

impl Maker<'_, '_> {
    /// What is referred to refers to nothing by itself: a chain of references has an end.
    fn definition(&mut self) -> Value {
        let depth = self.chance.within(1, 2);
        match self.schema(depth) {
            schema if schema.get("$ref").is_some() => self.object(depth),
            schema => schema,
        }
    }

    fn schema(&mut self, depth: usize) -> Value {
        if depth == 0 {
            return if self.chance.percent(90) { self.scalar() } else { json!({}) };
        }
        let inner = depth - 1;
        match self.chance.within(0, 24) {
            0..=7 => self.object(depth),
            8 => json!({"oneOf": self.several(inner, 1, 3)}),
            9 => json!({"anyOf": self.several(inner, 1, 3)}),
            10 => json!({"allOf": self.several(inner, 1, 3)}),
            11 => self.merged(depth),
            12 | 13 => self.reference(depth),
            14 => self.tagged(depth),
            15 => json!({"anyOf": [self.schema(inner), {"type": "null"}]}),
            16 => self.tuple(inner),
            17 => self.patterned(inner),
            18 => self.conditional(depth),
            19 => {
                let schema = if self.chance.percent(60) { self.scalar() } else { json!({}) };
                with(schema, "not", self.schema(inner))
            }
            20 => {
                let either =
                    [json!({"required": [self.chance.pick(&NAMES)]}), json!({"required": [self.chance.pick(&NAMES)]})];
                with(self.object(depth), "anyOf", json!(either))
            }
            21 => self.list(inner),
            22 => json!({"type": "object", "additionalProperties": self.schema(inner)}),
            23 => self.about_a_pattern(inner),
            _ => self.scalar(),
        }
    }

    fn several(&mut self, depth: usize, least: usize, most: usize) -> Vec<Value> {
        (0..self.chance.within(least, most)).map(|_| self.schema(depth)).collect()
    }

    fn scalar(&mut self) -> Value {
        let types = ["string", "integer", "boolean", "number"];
        let (texts, all) = (texts(), [texts(), others()].concat());
        match self.chance.within(0, 11) {
            0 => json!({"type": "string"}),
            1 => json!({"type": "string", "enum": self.chance.some_of(&texts, 1, 3)}),
            2 => json!({"type": "integer"}),
            3 => json!({"type": "number"}),
            4 => json!({"type": "boolean"}),
            5 => {
                json!({"type": "string", "minLength": self.chance.within(0, 2), "maxLength": self.chance.within(2, 5)})
            }
            6 => json!({"type": "integer", "minimum": 1 - i64::from(self.chance.percent(50)), "maximum": 3}),
            7 => json!({"const": self.chance.one_of(&all)}),
            8 => json!({"type": [types.get(self.chance.within(0, 2)), "null"]}),
            9 => json!({"enum": self.chance.some_of(&all, 1, 4)}),
            10 => self.pattern(),
            _ => json!({"type": self.chance.some_of(&types, 2, 2)}),
        }
    }

    fn object(&mut self, depth: usize) -> Value {
        let inner = depth.saturating_sub(1);
        let names = self.chance.some_of(&NAMES, 0, 4);
        let mut object = Map::new();
        let properties: Map<String, Value> =
            names.iter().map(|name| ((*name).to_owned(), self.schema(inner))).collect();
        object.insert("properties".to_owned(), properties.into());
        if self.chance.percent(85) {
            let stated = if self.chance.percent(90) { json!("object") } else { json!(["object", "null"]) };
            object.insert("type".to_owned(), stated);
        }
        if self.chance.percent(60) {
            let mut required: Vec<String> = self.chance.some_of(&names, 0, 4).into_iter().map(str::to_owned).collect();
            let other = self.chance.pick(&NAMES).to_owned();
            if self.chance.percent(10) && !required.contains(&other) {
                required.push(other);
            }
            object.insert("required".to_owned(), required.into());
        }
        match self.chance.within(0, 19) {
            0..=2 => drop(object.insert("additionalProperties".to_owned(), false.into())),
            3..=5 => drop(object.insert("additionalProperties".to_owned(), self.schema(inner))),
            6 => drop(object.insert("unevaluatedProperties".to_owned(), false.into())),
            7 => drop(object.insert("minProperties".to_owned(), 1.into())),
            8 => {
                let (of, needs) = (self.chance.pick(&NAMES), self.chance.pick(&NAMES));
                object.insert("dependentRequired".to_owned(), json!({of: [needs]}));
            }
            9 => drop(object.insert("propertyNames".to_owned(), json!({"pattern": "^[a-z]"}))),
            _ => {}
        }
        object.into()
    }

    /// `allOf` of objects, with another beside it or not.
    fn merged(&mut self, depth: usize) -> Value {
        let whole = if self.chance.percent(40) { self.object(depth) } else { json!({}) };
        let count = self.chance.within(1, 3);
        with(whole, "allOf", (0..count).map(|_| self.object(depth)).collect())
    }

    /// A reference, with siblings or without.
    fn reference(&mut self, depth: usize) -> Value {
        let index = self.chance.within(0, 2);
        let Some(name) = self.shared.get(index) else { return self.scalar() };
        let schema = if self.chance.percent(40) { self.object(depth) } else { json!({}) };
        with(schema, "$ref", format!("#/$defs/{name}").into())
    }

    /// Branches that a required member tells apart.
    fn tagged(&mut self, depth: usize) -> Value {
        let tags = self.chance.some_of(&["cat", "dog", "a", "b"], 2, 3);
        let branch = |tag: &str| {
            let object = self.object(depth);
            let constant = if self.chance.percent(50) { json!({"const": tag}) } else { json!({"enum": [tag]}) };
            let properties = object.get("properties").cloned().unwrap_or_default();
            let mut required: Vec<Value> =
                object.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
            required.retain(|name| name != "kind");
            required.push("kind".into());
            let object = with(object, "properties", with(properties, "kind", constant));
            with(with(object, "type", "object".into()), "required", required.into())
        };
        json!({"oneOf": tags.into_iter().map(branch).collect::<Vec<_>>()})
    }

    fn tuple(&mut self, depth: usize) -> Value {
        let tuple = json!({"prefixItems": self.several(depth, 2, 2)});
        let tuple = match self.chance.within(0, 2) {
            0 => with(tuple, "items", false.into()),
            1 => with(tuple, "items", json!({"type": "string"})),
            _ => tuple,
        };
        if self.chance.percent(70) { with(tuple, "type", "array".into()) } else { tuple }
    }

    fn patterned(&mut self, depth: usize) -> Value {
        let (pattern, _) = NAMED.get(self.chance.within(0, 3)).copied().unwrap_or_default();
        let object = json!({"type": "object", "patternProperties": {pattern: self.schema(depth)}});
        if self.chance.percent(30) { with(object, "additionalProperties", false.into()) } else { object }
    }

    /// `if` and `then`: of a tag, or of whatever a schema says.
    fn conditional(&mut self, depth: usize) -> Value {
        let of_tag = self.chance.percent(50);
        let condition = if of_tag { json!({"properties": {"kind": {"const": "cat"}}}) } else { self.schema(depth - 1) };
        let object = with(self.object(depth), "if", condition);
        let object = with(object, "then", json!({"required": [self.chance.pick(&NAMES)]}));
        if self.chance.percent(40) { with(object, "else", self.schema(depth - 1)) } else { object }
    }

    fn pattern(&mut self) -> Value {
        json!({"type": "string", "pattern": PATTERNS.get(self.chance.within(0, 4))})
    }

    /// A keyword that refuses what a pattern accepts.
    fn about_a_pattern(&mut self, depth: usize) -> Value {
        let pattern = self.pattern();
        let text = json!({"type": "string"});
        match self.chance.within(0, 4) {
            0 => with(text, "not", pattern),
            1 => json!({"oneOf": [pattern, self.schema(depth), {"type": "string", "maxLength": 1}]}),
            2 => with(with(text, "if", pattern), "then", json!({"maxLength": 2})),
            3 => json!({"type": "array", "items": text, "contains": pattern, "maxContains": 1}),
            _ => {
                let member = |schema: Value| json!({"type": "object", "properties": {"id": schema}});
                json!({"oneOf": [member(pattern), member(self.schema(depth))]})
            }
        }
    }

    fn list(&mut self, depth: usize) -> Value {
        let list = json!({"type": "array", "items": self.schema(depth)});
        let list = if self.chance.percent(30) { with(list, "minItems", 1.into()) } else { list };
        let list = if self.chance.percent(15) { with(list, "contains", self.schema(depth)) } else { list };
        let list = if self.chance.percent(15) { with(list, "maxContains", 1.into()) } else { list };
        if self.chance.percent(30) { with(list, "maxItems", 2.into()) } else { list }
    }
}

/// The schema with one keyword more.
fn with(mut schema: Value, keyword: &str, operand: Value) -> Value {
    if let Value::Object(members) = &mut schema {
        members.insert(keyword.to_owned(), operand);
    }
    schema
}
