//! A case: a message and an answer, made of the model, and made smaller when it shows a fault.

use jsonschema::Validator;
use proptest::prelude::RngExt as _;
use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};
use twinspec::ir::{Answer, Api, Location, Operation, Parameter, Payload, SchemeKind, Status, StyleKind, Type};

use super::program::answers;
use super::set;
use super::types::Types;
use super::values::Maker;

/// How often a message is made before its operation is given up: constraints may be hard to meet.
const ATTEMPTS: usize = 50;

/// Cases of one answer of an operation.
pub(super) struct Cases<'r, 'a> {
    pub(super) api: &'a Api,
    pub(super) types: &'r Types<'a>,
    pub(super) operation: &'a Operation,
    /// The number of the answer.
    pub(super) index: usize,
    /// Who judges messages, where somebody can.
    pub(super) judge: Option<&'r Validator>,
}

impl std::fmt::Debug for Cases<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cases({}, {})", self.operation.id, self.index)
    }
}

impl Strategy for Cases<'_, '_> {
    type Tree = Shrinking;
    type Value = Value;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let wild = runner.rng().random_ratio(2, 3);
        let answer = answers(self.operation).nth(self.index).ok_or("no such answer")?.0;
        for _ in 0..ATTEMPTS {
            let mut maker = Maker { types: self.types, runner, wild, unknown: false, textual: true, fuel: 200 };
            let message = self.told_apart(self.message(&mut maker));
            if self.judge.is_some_and(|judge| !judge.is_valid(&message)) {
                continue;
            }
            (maker.fuel, maker.unknown) = (200, true);
            if let Some(answer) = self.answer(&mut maker, answer) {
                return Ok(Shrinking::new(json!({"message": message, "answer": answer})));
            }
        }
        Err("no message that its constraints allow was found".into())
    }
}

impl Cases<'_, '_> {
    fn message(&self, maker: &mut Maker<'_, '_>) -> Value {
        let mut message = Map::new();
        for parameter in &self.operation.parameters {
            // A client says who it is, whether or not it is asked.
            let always = parameter.required || parameter.wire.eq_ignore_ascii_case("user-agent");
            if !always && states_length(&parameter.wire) {
                continue;
            }
            if always || (maker.dice(2) && self.types.no_value(&parameter.ty, &parameter.checks).is_none()) {
                let value = if self.is_key(parameter) {
                    // Without a text nobody may call.
                    Value::from("key")
                } else {
                    maker.value(&parameter.ty, &parameter.checks, 3)
                };
                message.insert(parameter.name.clone(), value);
            }
        }
        if let Some(body) = &self.operation.body
            && (body.required || !maker.dice(4))
        {
            message.insert(body.name.clone(), maker.content(&body.content));
        }
        message.into()
    }

    /// Whether the text of each value says which it is.
    pub(super) fn is_told_apart(&self, case: &Value) -> bool {
        case.get("message").is_none_or(|message| self.told_apart(message.clone()) == *message)
    }

    /// A message whose texts say which value each is: where a document allows a list and its only item, there is no
    /// telling.
    fn told_apart(&self, mut message: Value) -> Value {
        for parameter in &self.operation.parameters {
            let is_json = matches!(parameter.style.kind, StyleKind::Json | StyleKind::WholeJson);
            if let Some(value) = message.get_mut(&parameter.name).filter(|_| !is_json) {
                self.types.tell_apart(&parameter.ty, value);
            }
        }
        if let Some(body) = &self.operation.body
            && let Some(value) = message.get_mut(&body.name)
        {
            self.types.tell_members_apart(&body.content, value);
        }
        message
    }

    /// Whether a parameter is a credential at the same time.
    fn is_key(&self, parameter: &Parameter) -> bool {
        let required = self.operation.security.iter().flatten().map(|required| &required.scheme);
        let schemes = required.filter_map(|name| self.api.schemes.iter().find(|scheme| scheme.constant == *name));
        schemes.map(|scheme| &scheme.kind).any(|kind| match (kind, parameter.location) {
            (SchemeKind::ApiKeyQuery(name), Location::Query) | (SchemeKind::ApiKeyCookie(name), Location::Cookie) => {
                *name == parameter.wire
            }
            (SchemeKind::ApiKeyHeader(name), Location::Header) => name.eq_ignore_ascii_case(&parameter.wire),
            _ => false,
        })
    }

    fn answer(&self, maker: &mut Maker<'_, '_>, answer: &Answer) -> Option<Value> {
        let mut made = json!({"index": self.index, "status": self.status(maker, answer)?});
        let mut headers = Map::new();
        maker.textual = true;
        for header in &answer.headers {
            if header.required || (maker.dice(2) && !states_length(&header.wire)) {
                headers.insert(header.name.clone(), maker.value(&header.ty, &[], 2));
            }
        }
        maker.textual = false;
        match &answer.payload {
            Payload::Empty => {}
            Payload::Body(content) => set(&mut made, "body", maker.content(content)),
            Payload::Enveloped(ty) => set(&mut made, "body", maker.value(ty, &[], 5)),
            Payload::Envelope(ty) => {
                let body = maker.value(ty, &[], 5);
                let envelope = self.api.envelope.as_ref()?;
                let success: Option<Value> = serde_json::from_str(&envelope.equals).ok();
                // What says success is none of the failures.
                if body.get(&envelope.property) == success.as_ref() {
                    return None;
                }
                set(&mut made, "body", body);
            }
        }
        for header in answer.headers.iter().filter(|header| states_length(&header.wire)) {
            if let Some(length) = made.get("body").and_then(Value::as_str).map(str::len) {
                let length = if header.ty == Type::String { length.to_string().into() } else { length.into() };
                headers.insert(header.name.clone(), length);
            }
        }
        set(&mut made, "headers", headers);
        Some(made)
    }

    /// A status of an answer that no other answer has.
    fn status(&self, maker: &mut Maker<'_, '_>, answer: &Answer) -> Option<u16> {
        let all: Vec<Status> = answers(self.operation).map(|(answer, _)| answer.status).collect();
        let is_success = self.operation.successes.contains(answer);
        let free = |code: &u16| {
            !all.contains(&Status::Code(*code))
                && (answer.status != Status::Default || !all.contains(&Status::Range(code / 100)))
        };
        let candidates: Vec<u16> = match answer.status {
            Status::Code(code) => return Some(code),
            Status::Range(digit) => [0, 1, 3, 22, 99].iter().map(|rest| digit * 100 + rest).filter(free).collect(),
            Status::Default if is_success => [200, 202, 299, 307].into_iter().filter(free).collect(),
            Status::Default => [400, 401, 404, 418, 422, 500, 503, 599].into_iter().filter(free).collect(),
        };
        let index = maker.below(candidates.len());
        candidates.get(index).copied()
    }
}

/// Whether a field has one value alone, by the body.
fn states_length(name: &str) -> bool {
    name.eq_ignore_ascii_case("content-length")
}

/// A case that becomes smaller, one part after another, as long as it still shows its fault.
pub(super) struct Shrinking {
    current: Value,
    before: Value,
    /// The number of the next part to try.
    next: usize,
}

impl Shrinking {
    fn new(value: Value) -> Self {
        Self { before: value.clone(), current: value, next: 0 }
    }

    fn go_on(&mut self) -> bool {
        let parts = ["message", "answer"];
        let mut number = self.next;
        let mut smaller = self.before.clone();
        for part in parts {
            if let Some(part) = smaller.get_mut(part)
                && without(part, &mut number, part_is_fixed)
            {
                self.next += 1;
                self.current = smaller;
                return true;
            }
        }
        self.current = self.before.clone();
        false
    }
}

/// Parts of an answer that say which it is.
fn part_is_fixed(name: &str) -> bool {
    ["index", "status", "variant", "headers"].contains(&name)
}

impl ValueTree for Shrinking {
    type Value = Value;

    fn current(&self) -> Value {
        self.current.clone()
    }

    fn simplify(&mut self) -> bool {
        // The next part moves up to the place of the one that is gone.
        if self.current != self.before {
            self.before = self.current.clone();
            self.next = self.next.saturating_sub(1);
        }
        self.go_on()
    }

    fn complicate(&mut self) -> bool {
        self.go_on()
    }
}

/// Makes the value without one of its parts, that with a number; counts the number down.
fn without(value: &mut Value, number: &mut usize, fixed: fn(&str) -> bool) -> bool {
    match value {
        Value::Object(members) => {
            let names: Vec<String> = members.keys().cloned().collect();
            for name in names {
                if !fixed(&name) && taken(number) {
                    members.shift_remove(&name);
                    return true;
                }
                if !["index", "status", "variant"].contains(&name.as_str())
                    && let Some(member) = members.get_mut(&name)
                    && without(member, number, fixed)
                {
                    return true;
                }
            }
            false
        }
        Value::Array(items) => {
            for index in 0..items.len() {
                if taken(number) {
                    items.remove(index);
                    return true;
                }
                if let Some(item) = items.get_mut(index)
                    && without(item, number, fixed)
                {
                    return true;
                }
            }
            false
        }
        Value::String(text) => {
            let length = text.chars().count();
            for at in 0..length {
                if taken(number) {
                    *text = text.chars().enumerate().filter(|(index, _)| *index != at).map(|(_, kept)| kept).collect();
                    return true;
                }
            }
            false
        }
        Value::Number(old) if *old != 0.into() && *old != 1.into() => {
            for smaller in [0, 1] {
                if taken(number) {
                    *value = smaller.into();
                    return true;
                }
            }
            false
        }
        _ => false,
    }
}

/// Whether the number has come to its end.
fn taken(number: &mut usize) -> bool {
    if *number == 0 {
        return true;
    }
    *number -= 1;
    false
}

#[cfg(test)]
mod tests {
    use proptest::strategy::ValueTree as _;
    use serde_json::json;

    use super::Shrinking;

    #[test]
    fn a_case_shrinks_to_what_shows_its_fault() {
        let case = json!({
            "message": {"id": "a/b", "body": {"list": [{"x": 7}, {"y": null}], "other": "text"}},
            "answer": {"index": 2, "status": 404, "headers": {"etag": "w"}, "body": [1, 2]},
        });
        let mut tree = Shrinking::new(case);
        let is_fault = |case: &serde_json::Value| {
            case.pointer("/message/body/list").is_some_and(|list| list.to_string().contains("\"y\""))
        };
        let mut open = tree.simplify();
        while open {
            open = if is_fault(&tree.current()) { tree.simplify() } else { tree.complicate() };
        }
        let smallest = json!({
            "message": {"body": {"list": [{"y": null}]}},
            "answer": {"index": 2, "status": 404, "headers": {}},
        });
        assert_eq!(tree.current(), smallest);
    }
}
