//! Failures that several operations document alike are one enumeration, which each calls by a name of its own.
//!
//! What a program sees of them counts, and no words: where the document says different things of the same failure, they
//! stand with the operations, so that a changed description never makes another type.

use crate::ir::{Answer, Api, Content, FailureAlias, Operation, Payload, SharedFailures, Status, Type};
use crate::names::{Case, Scope};

use super::{alike, docs};

/// Lets the operations of an API share their failures, and those of each part of it.
pub(super) fn share(api: &mut Api, scope: &mut Scope) {
    let operations = api.groups.iter_mut().flat_map(|group| &mut group.operations);
    let failing = operations.filter(|operation| !operation.failures.is_empty());
    let outline = |operation: &&mut Operation| operation.failures.iter().map(outline).collect::<Vec<_>>();
    let sets = alike::together(failing, outline, |one, other| fail_alike(one, other));
    let shared = sets.into_iter().filter(|set| set.len() > 1).map(|set| merge(set, scope));
    api.failures = shared.collect();
    for part in &mut api.parts {
        share(&mut part.api, scope);
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
fn merge(mut set: Vec<&mut Operation>, scope: &mut Scope) -> SharedFailures {
    let mut answers = set.first().map(|first| first.failures.clone()).unwrap_or_default();
    for (at, answer) in answers.iter_mut().enumerate() {
        let said = |operation: &&mut Operation, words: &String| {
            operation.failures.get(at).is_some_and(|own| own.docs.contains(words))
        };
        answer.docs.retain(|words| set.iter().all(|operation| said(operation, words)));
    }
    let name = scope.claim(&name(&answers), Case::Pascal);
    let users: Vec<String> =
        set.iter().map(|operation| docs::code(operation.type_name.trim_start_matches("r#"))).collect();
    for operation in &mut set {
        let differing = operation.failures.iter().zip(&answers).filter(|(own, shared)| own.docs != shared.docs);
        let docs = differing.flat_map(|(own, _)| own.docs.clone()).collect();
        operation.failure_alias = Some(FailureAlias { name: name.clone(), docs });
    }
    let docs = vec![format!("The failures that {} document.", alike::list(&users))];
    SharedFailures { name, docs, answers }
}

/// `NotFoundError`, `BadRequestOrNotFoundError`, `BadRequestToInternalServerError`
fn name(answers: &[Answer]) -> String {
    let variants: Vec<&str> = answers.iter().map(|answer| answer.variant.trim_start_matches("r#")).collect();
    let stem = match variants.as_slice() {
        [first, second] => format!("{first}Or{second}"),
        [first, .., last] => format!("{first}To{last}"),
        _ => variants.concat(),
    };
    format!("{}Error", stem.trim_end_matches("Error"))
}
