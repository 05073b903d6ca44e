//! Paths and what is done at them.

use serde_json::{Map, Value, json};

use super::document::Maker;
use crate::trip::set;

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// Parts of `operationId`s, of which several are one in Rust.
const IDS: [&str; 8] = ["getPet", "get_pet", "get-pet", "new", "type", "GetPet", "self", "1st pet"];

/// The rest of a path, and the names of its parameters.
const PATHS: [(&str, &[&str]); 8] = [
    ("", &[]),
    ("/mine", &[]),
    ("/{id}", &["id"]),
    ("/{type}/x.{ext}", &["type", "ext"]),
    ("/{pet-id}.json", &["pet-id"]),
    ("/{a}/{A}", &["a", "A"]),
    ("/ü b/{self}", &["self"]),
    ("/{id}/", &["id"]),
];

impl Maker {
    /// A path by its number, with what is done there.
    pub(super) fn path(&mut self, number: usize) -> (String, Value) {
        let (rest, names) = self.chance.pick(&PATHS);
        let mut item = Map::new();
        let mut own: Vec<Value> = Vec::new();
        let above = self.chance.percent(50);
        let mut common = Vec::new();
        for name in names {
            let parameter = self.path_parameter(name);
            if above { common.push(parameter) } else { own.push(parameter) }
        }
        if self.chance.percent(20) {
            common.push(json!({"name": "X-Common", "in": "header", "schema": self.scalar()}));
        }
        if !common.is_empty() {
            item.insert("parameters".to_owned(), common.into());
        }
        if self.chance.percent(10) {
            item.insert("servers".to_owned(), json!([self.server()]));
        }
        let newer: &[&str] = if self.minor > 1 { &["query"] } else { &[] };
        for method in self.chance.some_of(&[&METHODS, newer].concat(), 1, 3) {
            let operation = self.operation(method, &own);
            item.insert(method.to_owned(), operation);
        }
        if self.minor > 1 && self.chance.percent(15) {
            let operation = self.operation("COPY", &own);
            item.insert("additionalOperations".to_owned(), json!({"COPY": operation}));
        }
        (format!("/p{number}{rest}"), item.into())
    }

    fn operation(&mut self, method: &str, path_parameters: &[Value]) -> Value {
        let mut parameters = path_parameters.to_vec();
        parameters.extend(self.parameters());
        let mut operation = json!({});
        if self.chance.percent(80) {
            // Ids differ as texts.
            let id = format!("{}{}", self.chance.pick(&IDS), ["", "_", "-"].get(self.ids.len() % 3).unwrap_or(&""));
            if !self.ids.contains(&id) {
                set(&mut operation, "operationId", id.clone());
                self.ids.push(id);
            }
        }
        let tags = self.tagged();
        if !tags.is_empty() {
            set(&mut operation, "tags", tags);
        }
        let takes_body = matches!(method, "put" | "post" | "patch" | "query" | "COPY");
        let whole_query = parameters.iter().any(|one| one.get("in").is_some_and(|place| place == "querystring"));
        let calls = method == "post" && !whole_query && self.chance.percent(15);
        if calls {
            parameters.push(json!({"name": "callbackUrl", "in": "query", "required": true,
                "schema": {"type": "string", "format": "uri"}}));
        }
        if !parameters.is_empty() {
            set(&mut operation, "parameters", parameters);
        }
        if takes_body && (method == "query" || self.chance.percent(80)) {
            set(&mut operation, "requestBody", self.request_body());
        }
        if self.chance.percent(15)
            && let Some(security) = self.security()
        {
            set(&mut operation, "security", security);
        }
        if self.chance.percent(8) {
            set(&mut operation, "servers", json!([self.server()]));
        }
        set(&mut operation, "responses", self.responses(method != "head"));
        if calls {
            let item = self.called("callback");
            set(&mut operation, "callbacks", json!({"onEvent": {"{$request.query.callbackUrl}": item}}));
        }
        operation
    }

    /// What a webhook or a callback asks of its receiver.
    pub(super) fn called(&mut self, stem: &str) -> Value {
        let mut operation = json!({"operationId": format!("{stem}{}", self.next())});
        let parameters = self.parameters();
        set(&mut operation, "parameters", parameters);
        if self.chance.percent(80) {
            set(&mut operation, "requestBody", self.request_body());
        }
        set(&mut operation, "responses", self.responses(true));
        json!({"post": operation})
    }
}
