//! What is compared of a message or an answer that comes piece by piece: two are not equal when their content is.

use std::fmt::Write as _;

use twinspec::ir::{Answer, Content, Operation, Payload, Status, Type};

use super::program::{answers, owner};

/// Whether a body comes piece by piece, so that two are not equal when their content is.
pub(super) fn streams(ty: &Type, content: Option<&Content>) -> bool {
    let media = content.map(|content| content.media.as_slice()).unwrap_or_default();
    match ty {
        Type::Bytes | Type::Content | Type::Events(_) | Type::Sequence(_) => true,
        Type::Choice(_) => media.iter().any(|medium| streams(&medium.ty, None)),
        _ => false,
    }
}

pub(super) fn is_stream(payload: &Payload) -> bool {
    matches!(payload, Payload::Body(content) if streams(&content.ty, Some(content)))
}

/// What is compared of a value: its text.
pub(super) fn told(ty: &Type, content: Option<&Content>, value: &str) -> String {
    match ty {
        Type::Bytes => format!("told_bytes({value}).await"),
        Type::Content => format!("told_content({value}).await"),
        Type::Events(_) | Type::Sequence(_) => format!("told_items({value}).await"),
        Type::Choice(name) => {
            let media = content.map(|content| content.media.as_slice()).unwrap_or_default();
            let arms = media.iter().map(|medium| {
                format!("api::{name}::{}(value) => {}, ", medium.variant, told(&medium.ty, None, "value"))
            });
            format!("match {value} {{ {}}}", arms.collect::<String>())
        }
        _ => format!("debug(&{value})"),
    }
}

pub(super) fn told_optional(ty: &Type, content: Option<&Content>, value: &str) -> String {
    format!("match {value} {{ None => String::new(), Some(value) => {} }}", told(ty, content, "value"))
}

/// `fn same_answer(…)`, for answers that are streams.
pub(super) fn told_answer(operation: &Operation, out: &mut String) {
    let name = &operation.type_name;
    let _ = writeln!(
        out,
        "    fn same_answer(given: Answered<Self>, got: Answered<Self>) -> rt::BoxFuture<'static, Same> {{\n        \
         async fn told(value: Answered<api::{name}>) -> Told {{\n            match value {{"
    );
    for (answer, success) in answers(operation) {
        let result = if success { "Ok" } else { "Err" };
        let told_body = match &answer.payload {
            Payload::Empty => None,
            Payload::Body(content) => Some(told(&content.ty, Some(content), "body")),
            Payload::Enveloped(_) | Payload::Envelope(_) => Some("debug(&body)".to_owned()),
        };
        let Some(owner) = owner(operation, success) else {
            let told_body = told_body.unwrap_or_else(|| "debug(&body)".to_owned());
            let _ = writeln!(out, "                {result}(body) => vec![{told_body}],");
            continue;
        };
        let variant = format!("{owner}::{}", answer.variant);
        let mut told: Vec<String> = vec![format!("{variant:?}.to_owned()")];
        let mut names: Vec<&str> = Vec::new();
        if carries_status(answer) {
            names.push("status");
        }
        match answer.headers_type {
            Some(_) => names.push("headers"),
            None => names.extend(answer.headers.iter().map(|header| header.name.as_str())),
        }
        told.extend(names.iter().map(|name| format!("debug(&{name})")));
        let pattern = if has_fields(answer) {
            names.extend(told_body.as_ref().map(|_| "body"));
            format!("{variant} {{ {} }}", names.join(", "))
        } else if told_body.is_some() {
            format!("{variant}(body)")
        } else {
            variant
        };
        told.extend(told_body);
        let _ = writeln!(out, "                {result}({pattern}) => vec![{}],", told.join(", "));
    }
    if operation.failures.is_empty() {
        out.push_str("                Err(never) => match never {},\n");
    }
    out.push_str(
        "            }\n        }\n        \
         Box::pin(async move { same(told(given).await, told(got).await) })\n    }\n",
    );
}

pub(super) fn has_fields(answer: &Answer) -> bool {
    !answer.headers.is_empty() || carries_status(answer)
}

pub(super) fn carries_status(answer: &Answer) -> bool {
    !matches!(answer.status, Status::Code(_))
}
