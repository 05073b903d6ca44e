//! Schemas: those that stand for texts, as parameters and forms have them, and those of JSON.

use serde_json::{Map, Value, json};

use super::document::Maker;
use crate::suite::random::schemas;
use crate::trip::set;

/// Names of members, of which several are one in Rust, and some are keywords.
pub(super) const NAMES: [&str; 18] = [
    "id",
    "ID",
    "name",
    "type",
    "self",
    "Self",
    "fn",
    "x-y",
    "x_y",
    "xY",
    "a.b",
    "$ref-like",
    "1st",
    "größe",
    "body",
    "value",
    "user id",
    "_",
];

/// Names of schemas, of which several are names that generated code uses.
const SCHEMAS: [&str; 14] = [
    "Pet", "pet", "PET", "Option", "String", "Error", "Vec", "Result", "a.b", "a-b", "type", "Client", "1st", "Request",
];

/// Formats of strings.
const FORMATS: [&str; 9] = ["uuid", "date", "date-time", "ipv4", "ipv6", "byte", "password", "uri", "email"];

impl Maker {
    /// The schemas that are shared.
    pub(super) fn schemas(&mut self) {
        let names = self.chance.some_of(&SCHEMAS, 3, 7);
        for name in names {
            let reference = format!("#/components/schemas/{name}");
            let (schema, is_flat) = match self.chance.within(0, 8) {
                0 | 1 => (self.flat(), true),
                2 => (self.tree(&reference), false),
                3 => (self.scalar(), false),
                4 => (self.discriminated(), false),
                5 => (self.extended(), false),
                6 => (self.chance_schema(), false),
                _ => (self.object(2), false),
            };
            self.component("schemas", name, schema);
            self.shared.push(reference.clone());
            if is_flat {
                self.flat.push(reference);
            }
        }
    }

    /// A schema whose values are texts.
    pub(super) fn scalar(&mut self) -> Value {
        let schema = match self.chance.within(0, 17) {
            0 | 1 => json!({"type": "string"}),
            2 => {
                json!({"type": "string", "enum": self.chance.some_of(&["a", "A", "b c", "self", "1", "-", "é"], 1, 4)})
            }
            3 => {
                json!({"type": "string", "minLength": self.chance.within(0, 2), "maxLength": self.chance.within(3, 9)})
            }
            4 => json!({"type": "string", "pattern": self.chance.pick(&["^[a-z]+$", "^\\d{3}-\\d{2}$", "^[^/]*$"])}),
            5 | 6 => json!({"type": "string", "format": self.chance.pick(&FORMATS)}),
            7 => json!({"type": "integer"}),
            8 => json!({"type": "integer", "format": self.chance.pick(&["int32", "int64"])}),
            9 => json!({"type": "integer", "minimum": self.chance.within(0, 3), "maximum": self.chance.within(5, 300)}),
            10 => json!({"type": "integer", "enum": self.chance.some_of(&[1, 2, 0, -1, 500], 1, 3)}),
            11 => json!({"type": "number"}),
            12 => json!({"type": "number", "format": self.chance.pick(&["float", "double"]), "minimum": 0}),
            13 => json!({"type": "integer", "multipleOf": 5}),
            14 => json!({"oneOf": [{"type": "integer"}, {"type": "string", "enum": ["all", "none"]}]}),
            15 => json!({"type": "integer", "default": 3}),
            16 => json!({"type": "string", "default": "a b"}),
            _ => json!({"type": "boolean"}),
        };
        if self.chance.percent(10) { self.nullable(schema) } else { schema }
    }

    /// The schema, or null.
    pub(super) fn nullable(&mut self, mut schema: Value) -> Value {
        let Some(stated) = schema.get("type").cloned() else { return schema };
        if let Some(Value::Array(values)) = schema.get_mut("enum") {
            values.push(Value::Null);
        }
        match self.minor {
            0 => set(&mut schema, "nullable", true),
            _ => set(&mut schema, "type", json!([stated, "null"])),
        }
        schema
    }

    pub(super) fn list(&mut self) -> Value {
        let mut list = json!({"type": "array", "items": self.scalar()});
        match self.chance.within(0, 9) {
            0 => set(&mut list, "minItems", 1),
            1 => set(&mut list, "maxItems", 3),
            2 => set(&mut list, "uniqueItems", true),
            _ => {}
        }
        list
    }

    /// An object of scalars.
    pub(super) fn flat(&mut self) -> Value {
        self.members(0, Self::scalar)
    }

    /// An object of any members.
    pub(super) fn object(&mut self, depth: usize) -> Value {
        self.members(depth, |maker| maker.json(depth.saturating_sub(1)))
    }

    /// An object with members of a kind.
    pub(super) fn members(&mut self, depth: usize, mut member: impl FnMut(&mut Self) -> Value) -> Value {
        let names = self.chance.some_of(&NAMES, 1, 4);
        let mut properties = Map::new();
        for name in &names {
            let mut schema = member(self);
            if depth > 0 && schema.get("$ref").is_none() && self.chance.percent(15) {
                let keyword = self.chance.pick(&["readOnly", "writeOnly", "deprecated"]);
                set(&mut schema, keyword, true);
            }
            properties.insert((*name).to_owned(), schema);
        }
        let mut object = json!({"type": "object", "properties": properties});
        if self.chance.percent(60) {
            set(&mut object, "required", self.chance.some_of(&names, 1, names.len()));
        }
        match self.chance.within(0, 9) {
            0..=2 => set(&mut object, "additionalProperties", false),
            3 => set(&mut object, "additionalProperties", member(self)),
            4 if depth > 0 => set(&mut object, "minProperties", 1),
            _ => {}
        }
        object
    }

    /// An object that holds itself.
    fn tree(&mut self, reference: &str) -> Value {
        let mut tree = self.object(1);
        let inner = match self.chance.within(0, 2) {
            0 => json!({"$ref": reference}),
            1 => json!({"type": "array", "items": {"$ref": reference}}),
            _ => json!({"type": "object", "additionalProperties": {"$ref": reference}}),
        };
        if let Some(properties) = tree.get_mut("properties") {
            set(properties, "next", inner);
        }
        tree
    }

    /// A union of objects with a discriminator, by names or by a mapping.
    fn discriminated(&mut self) -> Value {
        let property = self.chance.pick(&["kind", "type", "@type"]);
        let number = self.next();
        let tags = ["Cat", "dog", "Self"].map(|stem| format!("{stem}{number}"));
        let tags = self.chance.some_of(&tags, 2, 3);
        let mut branches = Vec::new();
        let mut mapping = Map::new();
        for (index, tag) in tags.iter().enumerate() {
            let mut branch = self.object(1);
            if let Some(properties) = branch.get_mut("properties") {
                set(properties, property, json!({"type": "string"}));
            }
            set(&mut branch, "required", [property].as_slice());
            let reference = self.component("schemas", tag, branch);
            mapping.insert(format!("v{index}"), reference.get("$ref").cloned().unwrap_or_default());
            branches.push(reference);
        }
        let mut discriminator = json!({"propertyName": property});
        if self.chance.percent(50) {
            set(&mut discriminator, "mapping", mapping);
        }
        let keyword = self.chance.pick(&["oneOf", "anyOf"]);
        json!({keyword: branches, "discriminator": discriminator})
    }

    /// `allOf` of what is there and more.
    fn extended(&mut self) -> Value {
        let more = self.object(1);
        match self.flat.clone().as_slice() {
            [] => json!({"allOf": [more]}),
            all => json!({"allOf": [{"$ref": self.chance.pick(all)}, more]}),
        }
    }

    /// A schema of JSON.
    pub(super) fn json(&mut self, depth: usize) -> Value {
        if depth == 0 {
            return self.scalar();
        }
        match self.chance.within(0, 10) {
            0..=2 if !self.shared.is_empty() => json!({"$ref": self.chance.pick(&self.shared)}),
            3 => self.list(),
            4 => json!({"type": "array", "items": self.json(depth - 1)}),
            5 => json!({"type": "object", "additionalProperties": self.json(depth - 1)}),
            6 => {
                let object = self.object(depth);
                self.nullable(object)
            }
            7 => json!({"oneOf": [self.list(), self.object(depth), {"type": "boolean"}]}),
            8 => self.scalar(),
            9 => self.chance_schema(),
            _ => self.object(depth),
        }
    }

    /// A schema as `random-schemas` makes it, where the version has all of its keywords.
    fn chance_schema(&mut self) -> Value {
        if self.minor == 0 {
            return self.object(2);
        }
        let mut schema = schemas::make(&mut self.chance);
        let Value::Object(members) = &mut schema else { return schema };
        let definitions = members.shift_remove("$defs");
        let prefix = format!("chance{}.", self.next());
        renamed(&mut schema, &prefix);
        if let Some(Value::Object(definitions)) = definitions {
            for (name, mut definition) in definitions {
                renamed(&mut definition, &prefix);
                self.component("schemas", &(prefix.clone() + &name), definition);
            }
        }
        schema
    }
}

/// Lets references to `$defs` lead to components.
fn renamed(value: &mut Value, prefix: &str) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let target = member.as_str().filter(|_| name == "$ref").and_then(|text| text.strip_prefix("#/$defs/"));
                match target {
                    Some(target) => *member = format!("#/components/schemas/{prefix}{target}").into(),
                    None => renamed(member, prefix),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| renamed(item, prefix)),
        _ => {}
    }
}
