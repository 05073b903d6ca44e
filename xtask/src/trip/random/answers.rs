//! Responses with their headers, and links between operations.

use serde_json::{Map, Value, json};

use super::document::Maker;
use crate::trip::set;

/// Statuses of successes and of failures; the last of each are ranges.
const SUCCESSES: [&str; 6] = ["200", "201", "202", "204", "206", "2XX"];
const FAILURES: [&str; 8] = ["304", "400", "404", "409", "422", "500", "4XX", "5XX"];

/// Names of headers, of which several are one in Rust.
const HEADERS: [&str; 9] =
    ["ETag", "Location", "X-Rate-Limit", "X_Rate_Limit", "body", "status", "headers", "type", "Set-Cookie"];

impl Maker {
    pub(super) fn responses(&mut self, bodies: bool) -> Value {
        let successes = self.chance.some_of(&SUCCESSES, 1, 2);
        let failures = self.chance.some_of(&FAILURES, 0, 3);
        let mut responses = Map::new();
        for status in successes.into_iter().chain(failures) {
            let response = self.response(bodies && !["204", "304"].contains(&status));
            responses.insert(status.to_owned(), response);
        }
        if self.chance.percent(30) {
            let response = self.response(bodies);
            responses.insert("default".to_owned(), response);
        }
        responses.into()
    }

    fn response(&mut self, with_body: bool) -> Value {
        let mut response = json!({"description": "What came of it."});
        if self.chance.percent(35) {
            let mut headers = Map::new();
            for name in self.chance.some_of(&HEADERS, 1, 4) {
                headers.insert(name.to_owned(), self.header());
            }
            set(&mut response, "headers", headers);
        }
        if with_body && self.chance.percent(80) {
            let count = if self.chance.percent(80) { 1 } else { 2 };
            set(&mut response, "content", self.content(count, false));
        }
        self.shared("responses", response)
    }

    pub(super) fn header(&mut self) -> Value {
        let mut header = match self.chance.within(0, 9) {
            0..=5 => json!({"schema": self.scalar()}),
            6 | 7 => json!({"schema": self.list()}),
            8 => json!({"schema": self.pairs(), "explode": self.chance.percent(50)}),
            _ => json!({"content": {"application/json": {"schema": self.json(2)}}}),
        };
        if self.chance.percent(40) {
            set(&mut header, "required", true);
        }
        self.shared("headers", header)
    }

    /// Links from answers to operations that have an `operationId`.
    pub(super) fn links(&mut self, document: &mut Value) {
        let ids = self.ids.clone();
        let Some(Value::Object(paths)) = document.get_mut("paths") else { return };
        for operation in paths.values_mut().filter_map(Value::as_object_mut).flat_map(Map::values_mut) {
            let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
            for response in responses.into_iter().flat_map(Map::values_mut) {
                if ids.is_empty() || response.get("$ref").is_some() || !self.chance.percent(12) {
                    continue;
                }
                let mut link = json!({"operationId": self.chance.pick(&ids), "description": "Where it goes on."});
                if self.chance.percent(30) {
                    set(&mut link, "requestBody", "$request.body");
                }
                let name = self.chance.pick(&["next", "type", "Next one", "self"]);
                let link = self.shared("links", link);
                set(response, "links", json!({name: link}));
            }
        }
    }
}
