//! Failures that several operations document alike are one enumeration, which each calls by a name of its own.
//!
//! What a program sees of them counts, and no words: where the document says different things of the same failure, they
//! stand with the operations, so that a changed description never makes another type.

use crate::ir::{Answer, Api, Content, FailureAlias, Operation, Payload, SharedFailures, Status, Type};
use crate::names::Scope;

use super::equals::Chosen;
use super::{alike, docs};

/// Lets the operations of an API share their failures, and those of each part of it. The types that are components have a
/// name in the document.
pub(super) fn share(api: &mut Api, scope: &mut Scope, chosen: &Chosen) {
    let operations = api.groups.iter_mut().flat_map(|group| &mut group.operations);
    let failing = operations.filter(|operation| !operation.failures.is_empty());
    let outline = |operation: &&mut Operation| operation.failures.iter().map(outline).collect::<Vec<_>>();
    let sets = alike::together(failing, outline, |one, other| fail_alike(one, other));
    let shared = sets.into_iter().filter(|set| set.len() > 1).map(|set| merge(set, scope, chosen));
    api.failures = shared.collect();
    for part in &mut api.parts {
        share(&mut part.api, scope, chosen);
    }
}

/// The status, and the name of the body's type where it has one.
fn outline(answer: &Answer) -> (Status, String) {
    let name = match &answer.payload {
        Payload::Body(Content { ty: Type::Named(name), .. }) => name.clone(),
        _ => String::new(),
    };
    (answer.status, name)
}

fn fail_alike(one: &Operation, other: &Operation) -> bool {
    let seen = |answer: &Answer| Answer { docs: Vec::new(), ..answer.clone() };
    one.failures.iter().map(seen).eq(other.failures.iter().map(seen))
}

/// The enumeration of operations that fail alike, which becomes theirs.
fn merge(mut set: Vec<&mut Operation>, scope: &mut Scope, chosen: &Chosen) -> SharedFailures {
    let mut answers = set.first().map(|first| first.failures.clone()).unwrap_or_default();
    for (at, answer) in answers.iter_mut().enumerate() {
        let said = |operation: &&mut Operation, words: &String| {
            operation.failures.get(at).is_some_and(|own| own.docs.contains(words))
        };
        answer.docs.retain(|words| set.iter().all(|operation| said(operation, words)));
    }
    let name = scope.claim_identifier(name(&answers, chosen));
    let users: Vec<String> =
        set.iter().map(|operation| docs::code(operation.type_name.trim_start_matches("r#"))).collect();
    for operation in &mut set {
        let differing = operation.failures.iter().zip(&answers).filter(|(own, shared)| own.docs != shared.docs);
        let items: Vec<String> = differing.map(|(own, _)| docs::status_item(&own.docs)).collect();
        let docs = if items.is_empty() { Vec::new() } else { vec![items.join("\n")] };
        operation.failure_alias = Some(FailureAlias { name: name.clone(), docs });
    }
    let docs = vec![format!("The failures that {} document.", alike::list(&users))];
    SharedFailures { name, docs, answers }
}

/// `Problem404`, `Problem400_404OrDefault`: what the bodies are, and the statuses. `Error404` where there are none, or many.
///
/// It tells what these failures are and nothing else, so that no other failures of the document change the name.
fn name(answers: &[Answer], chosen: &Chosen) -> String {
    if let [Answer { payload: Payload::Envelope(_), .. }] = answers {
        return "EnvelopeError".to_owned();
    }
    let mut bodies: Vec<&str> = Vec::new();
    for answer in answers {
        let ty = match &answer.payload {
            Payload::Empty => continue,
            Payload::Body(Content { ty: Type::Named(name), .. }) if chosen.has(name) => name,
            // What has no name in the document is called after a place.
            _ => return named("Error", answers),
        };
        if !bodies.contains(&ty.as_str()) {
            bodies.push(ty);
        }
    }
    match bodies.as_slice() {
        [one] => named(one, answers),
        [one, other] => named(&format!("{}Or{other}", one.trim_start_matches("r#")), answers),
        _ => named("Error", answers),
    }
}

fn named(bodies: &str, answers: &[Answer]) -> String {
    let mut name = bodies.trim_start_matches("r#").to_owned();
    for (at, answer) in answers.iter().enumerate() {
        let status = match (&answer.payload, answer.status) {
            // Its status is that of a success.
            (Payload::Envelope(_), _) => "Envelope".to_owned(),
            (_, Status::Code(code)) => code.to_string(),
            (_, Status::Range(digit)) => format!("{digit}xx"),
            (_, Status::Default) => "Default".to_owned(),
        };
        let is_digit = |c: char| c.is_ascii_digit();
        if name.ends_with(is_digit) && status.starts_with(is_digit) {
            name.push('_');
        } else if at > 0 {
            name.push_str("Or");
        }
        name.push_str(&status);
    }
    name
}
