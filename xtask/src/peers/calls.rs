//! The log of a gateway: which calls it passed on, and what came of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::documents;
use crate::Fallible;

/// A call.
#[derive(Debug, Deserialize)]
pub(super) struct Call {
    /// The `operationId`; `none` when no operation was found for it.
    pub(super) operation: String,
    /// `success`, `failure` (a documented one), `error`, or `refused` by our server.
    pub(super) outcome: String,
    /// More about it.
    pub(super) text: String,
    #[serde(default)]
    exchange: Option<Exchange>,
    #[serde(skip)]
    pub(super) sent: Option<Sent>,
}

#[derive(Debug, Default, Deserialize)]
struct Exchange {
    sent: Option<Sent>,
    got: Option<Got>,
}

/// What our client sent.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Sent {
    url: String,
    headers: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Got {
    headers: Vec<String>,
    body: String,
}

impl Call {
    /// What Prism says of the request and of the answer.
    pub(super) fn violations(&self) -> Vec<Value> {
        let got = self.exchange.as_ref().and_then(|exchange| exchange.got.as_ref());
        let headers = got.map(|got| got.headers.as_slice()).unwrap_or_default();
        let listed = headers.iter().filter_map(|header| header.strip_prefix("sl-violations: "));
        listed.filter_map(|text| serde_json::from_str::<Vec<Value>>(text).ok()).flatten().collect()
    }

    /// Prism's own error, for which it has no words of the document: its name.
    pub(super) fn error_of_prism(&self) -> Option<&str> {
        let body = &self.exchange.as_ref()?.got.as_ref()?.body;
        let (_, rest) = body.split_once("https://stoplight.io/prism/errors#")?;
        rest.split('"').next()
    }

    /// Whether a parameter of the query or a header of this name is there and empty.
    pub(super) fn sends_empty(&self, name: &str) -> bool {
        let Some(sent) = &self.sent else { return false };
        let (_, query) = sent.url.split_once('?').unwrap_or_default();
        let pair = |pair: &str| pair.strip_suffix('=').is_some_and(|key| key.eq_ignore_ascii_case(name));
        let header = |header: &String| {
            let (key, value) = header.split_once(':').unwrap_or_default();
            key.eq_ignore_ascii_case(name) && value.trim().is_empty()
        };
        query.split('&').any(pair) || sent.headers.iter().any(header)
    }
}

/// The calls of a log, without the question about no operation with which Schemathesis begins.
pub(super) fn read(log: &Path) -> Fallible<Vec<Call>> {
    let mut calls = Vec::new();
    let mut probes = 0;
    for line in fs::read_to_string(log)?.lines() {
        let mut call: Call = serde_json::from_str(line)?;
        call.sent = call.exchange.as_mut().and_then(|exchange| exchange.sent.take());
        if call.operation == "none" && probes < 1 {
            probes += 1;
            continue;
        }
        calls.push(call);
    }
    Ok(calls)
}

/// How many operations were called.
pub(super) fn operations(calls: &[Call]) -> usize {
    let sent = calls.iter().filter(|call| call.sent.is_some());
    sent.map(|call| call.operation.as_str()).collect::<BTreeSet<_>>().len()
}

/// The operations with an `operationId` that were not called.
pub(super) fn missing(calls: &[Call], document: &Value) -> Vec<String> {
    let called: BTreeSet<&str> =
        calls.iter().filter(|call| call.sent.is_some()).map(|call| call.operation.as_str()).collect();
    let ids = documents::operations(document).filter_map(|(_, _, operation)| operation.get("operationId")?.as_str());
    ids.filter(|id| !called.contains(id)).map(str::to_owned).collect()
}

/// A message without what differs from one value to the next: numbers and addresses.
pub(super) fn stable(text: &str) -> String {
    let mut stable = String::new();
    for character in text.chars().take(200) {
        let number = character.is_ascii_digit();
        match (number, stable.ends_with('#')) {
            (true, true) => {}
            (true, false) => stable.push('#'),
            _ if character.is_control() || character == '|' => stable.push(' '),
            _ => stable.push(character),
        }
    }
    stable
}

#[cfg(test)]
mod tests {
    use super::stable;

    #[test]
    fn numbers_are_no_part_of_a_message() {
        assert_eq!(stable("/body/12/a must be <= 5|\n"), "/body/#/a must be <= #  ");
    }
}
