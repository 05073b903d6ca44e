//! Parameters, of every place and style.

use serde_json::{Value, json};

use super::document::Maker;
use crate::trip::set;

const QUERY: [&str; 14] = [
    "id",
    "ID",
    "limit",
    "type",
    "filter[name]",
    "x-y",
    "x_y",
    "a.b",
    "$top",
    "ids[]",
    "self",
    "page size",
    "é",
    "body",
];
const HEADERS: [&str; 7] = ["X-Id", "X_Id", "type", "If-Match", "X-Trace.Id", "body", "X-Request-ID"];
const COOKIES: [&str; 6] = ["session", "Session", "type", "a.b", "x-y", "self"];

impl Maker {
    /// Parameters in query, headers and cookies.
    pub(super) fn parameters(&mut self) -> Vec<Value> {
        let mut all = Vec::new();
        if self.minor > 1 && self.chance.percent(8) {
            all.push(self.query_string());
        } else {
            for name in self.chance.some_of(&QUERY, 0, 4) {
                all.push(self.query(name));
            }
        }
        for name in self.chance.some_of(&HEADERS, 0, 2) {
            let value = self.described("header", name, "simple");
            all.push(self.shared("parameters", value));
        }
        for name in self.chance.some_of(&COOKIES, 0, 1) {
            let style = if self.minor > 1 { self.chance.pick(&["form", "cookie"]) } else { "form" };
            let value = self.described("cookie", name, style);
            all.push(self.shared("parameters", value));
        }
        all
    }

    /// A parameter of a path.
    pub(super) fn path_parameter(&mut self, name: &str) -> Value {
        let style = self.chance.pick(&["simple", "simple", "label", "matrix"]);
        let mut parameter = self.described("path", name, style);
        set(&mut parameter, "required", true);
        self.shared("parameters", parameter)
    }

    fn query(&mut self, name: &str) -> Value {
        let style = self.chance.pick(&["form", "form", "form", "deepObject", "pipeDelimited", "spaceDelimited"]);
        let mut parameter = self.described("query", name, style);
        if parameter.get("schema").is_some() && style == "form" && self.chance.percent(10) {
            set(&mut parameter, "allowReserved", true);
        }
        if self.chance.percent(5) {
            set(&mut parameter, "allowEmptyValue", true);
        }
        self.shared("parameters", parameter)
    }

    /// A parameter with a schema, its style and its `explode`, or with content.
    fn described(&mut self, place: &str, name: &str, style: &str) -> Value {
        let mut parameter = json!({"name": name, "in": place});
        if place == "path" || self.chance.percent(30) {
            set(&mut parameter, "required", true);
        }
        if self.chance.percent(8) {
            set(&mut parameter, "content", json!({"application/json": {"schema": self.json(2)}}));
            return parameter;
        }
        let explode = match style {
            "deepObject" => true,
            "pipeDelimited" | "spaceDelimited" => false,
            _ => self.chance.percent(50),
        };
        let schema = self.parameter_schema(style);
        set(&mut parameter, "schema", schema);
        let is_default = matches!((place, style), ("query" | "cookie", "form") | ("path" | "header", "simple"));
        if !is_default || self.chance.percent(30) {
            set(&mut parameter, "style", style);
        }
        if explode != (style == "form") || self.chance.percent(30) {
            set(&mut parameter, "explode", explode);
        }
        parameter
    }

    /// A schema whose values a style has a text for.
    fn parameter_schema(&mut self, style: &str) -> Value {
        let schema = match style {
            "deepObject" => self.pairs(),
            "pipeDelimited" | "spaceDelimited" => self.list(),
            _ => match self.chance.within(0, 12) {
                0..=4 => self.scalar(),
                5..=7 => self.list(),
                8 if !self.shared.is_empty() => json!({"$ref": self.chance.pick(&self.shared)}),
                9 => json!({"anyOf": [self.scalar(), self.list()]}),
                10 => json!({"type": "object", "additionalProperties": self.scalar()}),
                _ => self.pairs(),
            },
        };
        if self.chance.percent(8) { self.nullable(schema) } else { schema }
    }

    /// The whole query as one parameter (OpenAPI 3.2).
    pub(super) fn query_string(&mut self) -> Value {
        let (media_type, schema) = match self.chance.within(0, 2) {
            0 => ("application/json", self.json(2)),
            1 => ("text/plain", json!({"type": "string"})),
            _ => ("application/x-www-form-urlencoded", self.pairs()),
        };
        json!({"name": "all", "in": "querystring", "required": self.chance.percent(50),
            "content": {media_type: {"schema": schema}}})
    }

    /// An object of scalars, shared or not.
    pub(super) fn pairs(&mut self) -> Value {
        if self.flat.is_empty() || self.chance.percent(50) {
            self.flat()
        } else {
            json!({"$ref": self.chance.pick(&self.flat)})
        }
    }
}
