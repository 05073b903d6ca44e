//! Whether a value survived the way through a type.

use std::net::IpAddr;

use chrono::DateTime;
use serde_json::{Map, Value};

/// What differs, by JSON pointer; members that are not there any more are told apart from all else.
#[derive(Debug, Default)]
pub(super) struct Difference {
    /// Members that are lost, with what was their place.
    pub(super) lost: Vec<String>,
    /// Everything else.
    pub(super) changed: Vec<String>,
}

impl Difference {
    /// Whether there is none.
    pub(super) fn is_same(&self) -> bool {
        self.lost.is_empty() && self.changed.is_empty()
    }

    /// All of it, in words.
    pub(super) fn text(&self) -> String {
        let lost = self.lost.iter().map(|place| format!("{place} is lost"));
        lost.chain(self.changed.iter().cloned()).collect::<Vec<_>>().join("; ")
    }
}

/// Compares what came back with what was there: instants by the instant, numbers by the number.
pub(super) fn compare(before: &Value, after: &Value) -> Difference {
    let mut difference = Difference::default();
    values(before, after, "", &mut difference);
    difference
}

fn values(before: &Value, after: &Value, at: &str, difference: &mut Difference) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => objects(before, after, at, difference),
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            for (index, (before, after)) in before.iter().zip(after).enumerate() {
                values(before, after, &format!("{at}/{index}"), difference);
            }
        }
        (Value::Number(before), Value::Number(after)) if same_number(before, after) => {}
        (Value::String(before), Value::String(after)) if same_text(before, after) => {}
        _ if before == after => {}
        _ => {
            let short = |value: &Value| value.to_string().chars().take(60).collect::<String>();
            difference.changed.push(format!("{at}: {} became {}", short(before), short(after)));
        }
    }
}

fn objects(before: &Map<String, Value>, after: &Map<String, Value>, at: &str, difference: &mut Difference) {
    for (name, value) in before {
        let place = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        match after.get(name) {
            Some(after) => values(value, after, &place, difference),
            None => difference.lost.push(place),
        }
    }
    for name in after.keys().filter(|name| !before.contains_key(*name)) {
        difference.changed.push(format!("{at}: `{name}` was not there"));
    }
}

fn same_number(before: &serde_json::Number, after: &serde_json::Number) -> bool {
    let whole = |number: &serde_json::Number| number.as_i128();
    match (whole(before), whole(after)) {
        (Some(before), Some(after)) => before == after,
        _ => before.as_f64() == after.as_f64(),
    }
}

/// Whether two texts are the same instant, address or UUID.
fn same_text(before: &str, after: &str) -> bool {
    let instant = |text: &str| DateTime::parse_from_rfc3339(&text.replacen(' ', "T", 1)).ok();
    let address = |text: &str| text.parse::<IpAddr>().ok();
    let uuid = |text: &str| {
        let hex: String = text.trim_start_matches("urn:uuid:").chars().filter(char::is_ascii_hexdigit).collect();
        (hex.len() == 32).then(|| hex.to_lowercase())
    };
    before == after
        || instant(before).is_some_and(|before| instant(after) == Some(before))
        || address(before).is_some_and(|before| address(after) == Some(before))
        || uuid(before).is_some_and(|before| uuid(after) == Some(before))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::compare;

    #[test]
    fn the_same_instant_address_and_number_are_the_same() {
        let before = json!(["2024-05-01T12:00:00+02:00", "::0:1", 1.0, "550E8400-E29B-41D4-A716-446655440000"]);
        let after = json!(["2024-05-01T10:00:00Z", "::1", 1, "550e8400-e29b-41d4-a716-446655440000"]);
        assert!(compare(&before, &after).is_same());
    }

    #[test]
    fn what_is_lost_is_told_apart_from_what_is_changed() {
        let difference = compare(&json!({"a": {"b/c": 1, "d": 2}}), &json!({"a": {"d": 3, "e": null}}));
        assert_eq!(difference.lost, ["/a/b~1c"]);
        assert_eq!(difference.changed, ["/a/d: 2 became 3", "/a: `e` was not there"]);
    }
}
