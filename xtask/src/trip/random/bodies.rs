//! The content of requests and answers.

use serde_json::{Map, Value, json};

use super::document::Maker;
use super::schemas::NAMES;
use crate::trip::set;

const JSON: [&str; 4] =
    ["application/json", "application/vnd.pets+json", "application/problem+json", "application/json; charset=utf-8"];
const TEXT: [&str; 3] = ["text/plain", "text/csv", "application/xml"];
const BINARY: [&str; 4] = ["application/octet-stream", "image/png", "image/*", "application/pdf"];
const LINES: [&str; 4] = ["application/jsonl", "application/x-ndjson", "application/json-seq", "text/event-stream"];

impl Maker {
    pub(super) fn request_body(&mut self) -> Value {
        let count = if self.chance.percent(70) { 1 } else { self.chance.within(2, 3) };
        let mut body = json!({"content": self.content(count, true)});
        if self.chance.percent(60) {
            set(&mut body, "required", true);
        }
        self.shared("requestBodies", body)
    }

    /// Content of several media types.
    pub(super) fn content(&mut self, count: usize, is_request: bool) -> Value {
        let mut content = Map::new();
        while content.len() < count {
            let (name, medium) = match self.chance.within(0, 11) {
                6 | 7 if is_request => ("application/x-www-form-urlencoded", self.form()),
                8 | 9 if is_request => ("multipart/form-data", self.multipart()),
                0 if self.chance.percent(30) => ("text/plain", json!({"schema": self.scalar()})),
                0 => (self.chance.pick(&TEXT), json!({"schema": {"type": "string"}})),
                1 => (self.chance.pick(&BINARY), self.binary()),
                2 => (self.chance.pick(&LINES), self.lines()),
                _ => (self.chance.pick(&JSON), json!({"schema": self.json(3)})),
            };
            let medium = if self.minor > 1 { self.shared("mediaTypes", medium) } else { medium };
            content.insert(name.to_owned(), medium);
        }
        content.into()
    }

    fn binary(&mut self) -> Value {
        if self.minor > 0 && self.chance.percent(50) {
            json!({})
        } else {
            json!({"schema": {"type": "string", "format": "binary"}})
        }
    }

    /// A sequence: of items since 3.2, and before as a list of them.
    fn lines(&mut self) -> Value {
        let item = self.json(2);
        if self.minor > 1 && self.chance.percent(70) { json!({"itemSchema": item}) } else { json!({"schema": item}) }
    }

    /// An object whose members a form can hold.
    fn form(&mut self) -> Value {
        let schema = self.members(0, |maker| match maker.chance.within(0, 9) {
            0..=5 => maker.scalar(),
            6 | 7 => maker.list(),
            _ => maker.pairs(),
        });
        let mut encoding = Map::new();
        for (name, member) in properties(&schema) {
            if !self.chance.percent(40) {
                continue;
            }
            let is_list = member.get("type").is_some_and(|stated| stated == "array");
            let is_object = member.get("properties").or(member.get("$ref")).is_some();
            let made = match self.chance.within(0, 4) {
                0 if is_list => json!({"style": "spaceDelimited", "explode": false}),
                1 if is_list => json!({"style": "pipeDelimited", "explode": false}),
                0 | 1 if is_object => json!({"style": "deepObject", "explode": true}),
                2 if is_list || is_object => json!({"contentType": "application/json"}),
                3 => json!({"allowReserved": true}),
                _ => json!({"style": "form", "explode": self.chance.percent(50)}),
            };
            encoding.insert(name, made);
        }
        let schema = self.shared("schemas", schema);
        with_encoding(&schema, encoding)
    }

    /// An object whose members are parts: files, lists of files, and whatever else.
    fn multipart(&mut self) -> Value {
        let schema = self.members(0, |maker| match maker.chance.within(0, 9) {
            0 | 1 => json!({"type": "string", "format": "binary"}),
            2 => json!({"type": "array", "items": {"type": "string", "format": "binary"}}),
            3..=5 => maker.scalar(),
            6 | 7 => maker.list(),
            // What may be a list or one of its items is never told apart: one part is one item.
            _ => maker.object(2),
        });
        let mut encoding = Map::new();
        for (name, member) in properties(&schema) {
            if !self.chance.percent(30) {
                continue;
            }
            let is_file = [&member, member.get("items").unwrap_or(&Value::Null)]
                .iter()
                .any(|schema| schema.get("format").is_some_and(|format| format == "binary"));
            let mut made = json!({});
            if is_file {
                set(&mut made, "contentType", self.chance.pick(&["image/png", "image/png, image/jpeg", "image/*"]));
            } else if self.chance.percent(30) {
                set(&mut made, "contentType", "application/json");
            }
            if self.chance.percent(40) {
                let header = self.header();
                set(&mut made, "headers", json!({"X-Part": header}));
            }
            encoding.insert(name, made);
        }
        let schema = self.shared("schemas", schema);
        with_encoding(&schema, encoding)
    }
}

fn properties(schema: &Value) -> Vec<(String, Value)> {
    let all = NAMES.iter().filter_map(|name| Some(((*name).to_owned(), schema.get("properties")?.get(name)?.clone())));
    all.collect()
}

fn with_encoding(schema: &Value, encoding: Map<String, Value>) -> Value {
    let mut medium = json!({"schema": schema});
    if !encoding.is_empty() {
        set(&mut medium, "encoding", encoding);
    }
    medium
}
