//! Headers that are many stand in a struct, one for all answers that declare the same ones.
//!
//! Whether they do is said by the answer alone, and how the struct is called by the names of the headers: what other
//! operations declare changes neither.

use crate::ir::{Answer, AnswerHeader, Api, HeaderSet};
use crate::names::{self, Case, Scope};

use super::{alike, docs};

/// So many headers stand in a struct; fewer stand beside the body.
const MANY: usize = 3;

/// An answer, and the type of the request to which it is one.
type Answering<'a> = (String, &'a mut Answer);

/// Finds the headers of an API that are many, and those of each part of it.
pub(super) fn share(api: &mut Api, scope: &mut Scope) {
    let operations = api.groups.iter_mut().flat_map(|group| &mut group.operations);
    let answers = operations.flat_map(|operation| {
        let answers = operation.successes.iter_mut().chain(&mut operation.failures);
        answers.map(|answer| (operation.type_name.clone(), answer))
    });
    let many = answers.filter(|(_, answer)| answer.headers.len() >= MANY);
    let sets = alike::together(many, outline, same);
    api.headers = sets.into_iter().map(|set| merge(set, scope)).collect();
    for part in &mut api.parts {
        share(&mut part.api, scope);
    }
}

/// The names of the headers.
fn outline((_, answer): &Answering<'_>) -> Vec<String> {
    let mut names: Vec<String> = answer.headers.iter().map(|header| header.wire.clone()).collect();
    names.sort();
    names
}

/// Whether two answers declare the same headers, in whatever order. What a program sees of them counts, and no words.
fn same((_, one): &Answering<'_>, (_, other): &Answering<'_>) -> bool {
    let seen = |answer: &Answer| {
        let mut headers: Vec<_> =
            answer.headers.iter().map(|header| AnswerHeader { docs: Vec::new(), ..header.clone() }).collect();
        headers.sort_by(|one, other| one.wire.cmp(&other.wire));
        headers
    };
    seen(one) == seen(other)
}

/// The struct of answers that declare the same headers, which becomes theirs.
fn merge(mut set: Vec<Answering<'_>>, scope: &mut Scope) -> HeaderSet {
    let mut headers = set.first().map(|(_, first)| first.headers.clone()).unwrap_or_default();
    let name = scope.claim(&name(&headers), Case::Pascal);
    for header in &mut headers {
        let said = |(_, answer): &Answering<'_>, words: &String| {
            answer.headers.iter().any(|own| own.wire == header.wire && own.docs.contains(words))
        };
        header.docs.retain(|words| set.iter().all(|answer| said(answer, words)));
    }
    for (_, answer) in &mut set {
        answer.headers_type = Some(name.clone());
        // What all say stands with the struct.
        for own in &mut answer.headers {
            let shared = headers.iter().find(|header| header.wire == own.wire);
            own.docs.retain(|words| !shared.is_some_and(|shared| shared.docs.contains(words)));
        }
    }
    let mut users: Vec<String> = set.iter().map(|(request, _)| docs::code(request.trim_start_matches("r#"))).collect();
    users.dedup();
    let docs = vec![format!("Headers of answers to {}.", alike::list(&users))];
    HeaderSet { name, docs, headers }
}

/// `RateLimitHeaders` where all names begin so, else `ETagAndOtherHeaders`.
fn name(headers: &[AnswerHeader]) -> String {
    let words = |header: &AnswerHeader| -> Vec<String> {
        names::identifier(&header.wire, Case::Snake).trim_start_matches("r#").split('_').map(str::to_owned).collect()
    };
    let Some((first, others)) = headers.split_first() else { return String::new() };
    let mut common = words(first);
    for other in others {
        let shared = common.iter().zip(words(other)).take_while(|(one, other)| *one == other).count();
        common.truncate(shared);
    }
    match common.iter().skip_while(|word| *word == "x").map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => format!("{} and other headers", names::identifier(&first.wire, Case::Snake)),
        common => format!("{} headers", common.join(" ")),
    }
}
