//! The program that takes cases through a client and a server of the same document: what it has for each module.
//!
//! For each operation there are two functions from JSON, one to the message and one to the answer; a service that
//! compares what it is asked with, and answers; and calls through the client.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use twinspec::ir::{
    Answer, AnswerHeader, Api, Content, Field, Operation, Output, Part, Payload, Presence, SchemeKind, Shape, Struct,
    Type,
};

use super::told::{carries_status, has_fields, is_stream, streams, told, told_answer, told_optional};
use super::types::holds_file;
use crate::workspace::{Module, quoted};

/// What does not depend on the modules.
const FRAME: &str = concat!(include_str!("frame.rs"), include_str!("made.rs"));

/// The text of a program about some modules.
pub(crate) fn text(modules: &[Module]) -> String {
    let trip = |module: &Module, trip: &String| {
        let file = quoted(&module.folder.join(format!("{trip}.rs")));
        format!("    #[path = {file}]\n    pub mod {trip};\n")
    };
    let module = |module: &Module| {
        let (name, code) = (&module.name, quoted(&module.folder.join("mod.rs")));
        let trips = module.probes.iter().map(|name| trip(module, name)).collect::<Vec<_>>().concat();
        format!("\nmod {name} {{\n    #[path = {code}]\n    pub mod code;\n{trips}}}\n")
    };
    let texts = modules.iter().map(module).collect::<Vec<_>>().concat();
    let rows = modules.iter().flat_map(|module| module.probes.iter().map(|trip| (&module.name, trip)));
    let rows = rows.map(|(name, trip)| format!("    {name}::{trip}::ask,\n")).collect::<Vec<_>>().concat();
    format!("{FRAME}{texts}\nconst MODULES: &[fn(usize, serde_json::Value) -> frame::Waiting] = &[\n{rows}];\n")
}

/// What is tried of a document: its own operations, and those of each part that goes the other way, by the names of the
/// files that try them. A part has the types of the whole.
pub(super) fn trips(api: Api) -> Vec<(String, Api)> {
    let part = |part: &Part| {
        let Api { types, envelope, .. } = api.clone();
        (format!("trip_{}", part.module.trim_start_matches("r#")), Api { types, envelope, ..part.api.clone() })
    };
    // Where a path is a part of what a message says, there is no URL that would do for every case.
    let named = |part: &&Part| !operations(&part.api).any(|operation| operation.path.contains('{'));
    let parts: Vec<_> = api.parts.iter().filter(named).map(part).collect();
    let all = std::iter::once(("trip".to_owned(), api)).chain(parts);
    all.filter(|(_, api)| operations(api).next().is_some()).collect()
}

/// What is known of the types of a document.
pub(super) struct Writer<'a> {
    api: &'a Api,
    /// The named types that hold files: these are decoded from JSON by nobody.
    with_files: BTreeSet<&'a str>,
}

/// The operations of a document, in the order of their numbers.
pub(super) fn operations(api: &Api) -> impl Iterator<Item = &Operation> {
    api.groups.iter().flat_map(|group| &group.operations)
}

/// The answers of an operation, in the order of their numbers, and whether each is a success.
pub(super) fn answers(operation: &Operation) -> impl Iterator<Item = (&Answer, bool)> {
    let successes = operation.successes.iter().map(|answer| (answer, true));
    successes.chain(operation.failures.iter().map(|answer| (answer, false)))
}

impl<'a> Writer<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let mut with_files = BTreeSet::new();
        loop {
            let holds = |ty: &Type| holds_file(ty, &with_files);
            let found: Vec<&str> = (api.types.iter())
                .filter(|def| match &def.shape {
                    Shape::Struct(shape) => shape.fields.iter().any(|field| holds(&field.ty)),
                    Shape::Union(union) | Shape::Overlap(union) => {
                        union.variants.iter().any(|variant| holds(&variant.ty))
                    }
                    Shape::Alias(ty) => holds(ty),
                    Shape::StringEnum(_) | Shape::IntegerEnum(_) => false,
                })
                .map(|def| def.name.as_str())
                .collect();
            let before = with_files.len();
            with_files.extend(found);
            if with_files.len() == before {
                return Self { api, with_files };
            }
        }
    }

    /// The named types that hold files.
    pub(super) fn with_files(self) -> BTreeSet<&'a str> {
        self.with_files
    }

    /// The text of a file that tries this; `name` is its name.
    pub(super) fn text(&self, name: &str) -> String {
        let part = name.strip_prefix("trip_").map(|part| format!("{part}::")).unwrap_or_default();
        let mut out = format!("use super::code::types;\nuse super::code::{part}{{api, client, server}};\n");
        out.push_str(
            "use crate::frame::*;\nuse serde_json::Value;\nuse twinspec_runtime as rt;\n\npub struct Service;\n\n\
             fn client_at(url: String) -> client::Client {\n    \
             let router = server::router_with(Service, options());\n    \
             client::Client::builder().base_url(url).transport(router).build().unwrap()\n}\n\n\
             fn client(path: &str) -> client::Client {\n",
        );
        out.push_str(if part.is_empty() {
            "    static CLIENT: std::sync::OnceLock<client::Client> = std::sync::OnceLock::new();\n    \
             CLIENT.get_or_init(|| client_at(url(\"\"))).clone()\n}\n"
        } else {
            // What goes the other way is sent to the very URL that a receiver named.
            "    client_at(url(path))\n}\n"
        });
        self.service(&mut out);
        self.calls(&mut out);
        for name in &self.with_files {
            self.files(name, &mut out);
        }
        for operation in operations(self.api) {
            self.probe(operation, &mut out);
        }
        out
    }

    /// `impl api::UsersApi for Service { … }`, and its authenticator.
    fn service(&self, out: &mut String) {
        for group in &self.api.groups {
            let _ = writeln!(out, "\nimpl api::{} for Service {{", group.trait_name);
            for Operation { method_name, type_name, .. } in &group.operations {
                let _ = writeln!(
                    out,
                    "    async fn {method_name}(&self, request: rt::Request<api::{type_name}>) -> Out<api::{type_name}> \
                     {{ serve(request).await }}"
                );
            }
            out.push_str("}\n");
        }
        let mut schemes = self.api.schemes.iter().filter(|scheme| scheme.kind != SchemeKind::Undeclared).peekable();
        if schemes.peek().is_none() {
            return;
        }
        out.push_str("\nimpl server::Authenticator for Service {\n");
        for scheme in schemes {
            let method = &scheme.method;
            let _ = writeln!(
                out,
                "    async fn {method}(&self, _: rt::server::Presented) -> Allowed {{ Ok(rt::server::Principal::anonymous()) }}"
            );
        }
        out.push_str("}\n");
    }

    /// `pub fn ask(…)`: the calls by the numbers of the operations.
    fn calls(&self, out: &mut String) {
        out.push_str("\npub fn ask(operation: usize, case: Value) -> Waiting {\n    match operation {\n");
        for (number, operation) in operations(self.api).enumerate() {
            let Operation { method_name, type_name, .. } = operation;
            let _ = writeln!(
                out,
                "        {number} => Box::pin(crate::frame::ask::<api::{type_name}, _>(case, |request| async move {{ client(<api::{type_name} as rt::Operation>::META.path).{method_name}(request).await }})),"
            );
        }
        out.push_str("        _ => Box::pin(async { Verdict::Unfit(\"no such operation\".to_owned()) }),\n    }\n}\n");
    }

    /// `impl Probe for api::GetUser { … }`
    fn probe(&self, operation: &Operation, out: &mut String) {
        let name = &operation.type_name;
        let _ = writeln!(out, "\nimpl Probe for api::{name} {{\n    fn message(given: &Value) -> Made<Self> {{");
        let mut fields: Vec<(&str, &Type, bool, Option<&Content>)> =
            operation.parameters.iter().map(|one| (one.name.as_str(), &one.ty, one.required, None)).collect();
        if let Some(body) = &operation.body {
            fields.push((&body.name, &body.content.ty, body.required, Some(&body.content)));
        }
        let set: Vec<String> = fields
            .iter()
            .map(|(name, ty, required, content)| format!("{name}: {}", self.taken(ty, *content, name, *required)))
            .collect();
        let _ = writeln!(out, "        Ok(Self {{ {} }})\n    }}", set.join(", "));
        let _ = writeln!(out, "    fn answer(given: &Value) -> Made<Answered<Self>> {{");
        let _ = writeln!(out, "        Ok(match given[\"index\"].as_u64() {{");
        for (index, (answer, success)) in answers(operation).enumerate() {
            let value = self.answer(operation, answer, success);
            let value = if success { format!("Ok({value})") } else { format!("Err({value})") };
            let _ = writeln!(out, "            Some({index}) => {value},");
        }
        out.push_str("            _ => return Err(\"no such answer\".to_owned()),\n        })\n    }\n");
        if fields.iter().any(|(_, ty, _, content)| streams(ty, *content)) {
            let told = fields.iter().map(|(name, ty, required, content)| {
                let value = format!("value.{name}");
                if *required { told(ty, *content, &value) } else { told_optional(ty, *content, &value) }
            });
            let told: Vec<String> = told.collect();
            let _ = writeln!(
                out,
                "    fn same_message(sent: Self, seen: Self) -> rt::BoxFuture<'static, Same> {{\n        \
                 async fn told(value: api::{name}) -> Told {{ vec![{}] }}\n        \
                 Box::pin(async move {{ same(told(sent).await, told(seen).await) }})\n    }}",
                told.join(", ")
            );
        }
        if answers(operation).any(|(answer, _)| is_stream(&answer.payload)) {
            told_answer(operation, out);
        }
        out.push_str("}\n");
    }

    fn answer(&self, operation: &Operation, answer: &Answer, success: bool) -> String {
        let body = match &answer.payload {
            Payload::Empty => None,
            Payload::Body(content) => Some(self.taken(&content.ty, Some(content), "body", true)),
            Payload::Enveloped(ty) | Payload::Envelope(ty) => Some(self.taken(ty, None, "body", true)),
        };
        let owner = owner(operation, success);
        let Some(owner) = owner else { return body.unwrap_or_else(|| "()".to_owned()) };
        if !has_fields(answer) {
            return format!("{owner}::{}{}", answer.variant, body.map(|body| format!("({body})")).unwrap_or_default());
        }
        let mut fields = Vec::new();
        if carries_status(answer) {
            fields.push("status: status(given)?".to_owned());
        }
        let header = |header: &AnswerHeader| {
            let taken = self.made_in("&given[\"headers\"]", &header.ty, None, &header.name, header.required);
            format!("{}: {taken}", header.name)
        };
        let headers = answer.headers.iter().map(header);
        match &answer.headers_type {
            Some(name) => fields.push(format!("headers: api::{name} {{ {} }}", headers.collect::<Vec<_>>().join(", "))),
            None => fields.extend(headers),
        }
        fields.extend(body.map(|body| format!("body: {body}")));
        format!("{owner}::{} {{ {} }}", answer.variant, fields.join(", "))
    }

    fn taken(&self, ty: &Type, content: Option<&Content>, name: &str, required: bool) -> String {
        self.made_in("given", ty, content, name, required)
    }

    /// A member of a JSON object as a value.
    fn made_in(&self, object: &str, ty: &Type, content: Option<&Content>, name: &str, required: bool) -> String {
        match (self.is_plain(ty), required) {
            _ if *ty == Type::Unit => "()".to_owned(),
            (true, true) => format!("take({object}, {name:?})?"),
            (true, false) => format!("take_optional({object}, {name:?})?"),
            (false, true) => self.made(ty, content, &format!("field({object}, {name:?})?")),
            (false, false) => {
                format!("optional({object}, {name:?}, |given| Ok({}))?", self.made(ty, content, "given"))
            }
        }
    }

    /// A JSON value as a value of a type.
    fn made(&self, ty: &Type, content: Option<&Content>, value: &str) -> String {
        match ty {
            _ if self.is_plain(ty) => format!("decode({value})?"),
            Type::Bytes => format!("bytes({value})?"),
            Type::Content => format!("content({value})?"),
            Type::File => format!("file({value})?"),
            Type::Part(inner, headers) => {
                // Headers are left out, where they may be.
                let left_out = self.api.types.iter().any(|def| def.name == *headers && def.derives.default);
                let none =
                    if left_out { "Default::default()" } else { "return Err(\"headers are not made\".to_owned())" };
                format!("rt::Part {{ value: {}, headers: {none} }}", self.made(inner, content, value))
            }
            Type::Events(_) => format!("events({value})?"),
            Type::Sequence(_) => format!("sequence({value})?"),
            Type::Vec(item) => format!("list({value}, |given| Ok({}))?", self.made(item, None, "given")),
            Type::Nullable(inner) => format!("nullable({value}, |given| Ok({}))?", self.made(inner, None, "given")),
            Type::Named(name) => format!("make_{name}({value})?"),
            Type::Choice(name) => {
                let media = content.map(|content| content.media.as_slice()).unwrap_or_default();
                let arms = media.iter().enumerate().map(|(index, medium)| {
                    let (variant, made) = (&medium.variant, self.made(&medium.ty, None, "given"));
                    format!("({index}, given) => api::{name}::{variant}({made}), ")
                });
                let arms: String = arms.collect();
                format!("match chosen({value})? {{ {arms}_ => return Err(\"no such variant\".to_owned()) }}")
            }
            _ => format!("decode({value})?"),
        }
    }

    /// `fn make_Upload(given: &Value) -> Made<types::Upload>`
    fn files(&self, name: &str, out: &mut String) {
        let _ = writeln!(out, "\nfn make_{name}(given: &Value) -> Made<types::{name}> {{");
        let shape = self.api.types.iter().find(|def| def.name == name).map(|def| &def.shape);
        match shape {
            Some(Shape::Struct(shape)) => self.struct_with_files(name, shape, out),
            Some(Shape::Alias(ty)) => {
                let _ = writeln!(out, "    Ok({})", self.made(ty, None, "given"));
            }
            Some(Shape::Union(union)) => {
                let _ = writeln!(out, "    Ok(match chosen(given)? {{");
                for (index, variant) in union.variants.iter().enumerate() {
                    let made = self.made(&variant.ty, None, "given");
                    let made = if variant.boxed { format!("Box::new({made})") } else { made };
                    let _ = writeln!(out, "        ({index}, given) => types::{name}::{}({made}),", variant.name);
                }
                out.push_str("        _ => return Err(\"no such variant\".to_owned()),\n    })\n");
            }
            _ => out.push_str("    Err(\"files of several branches are not made\".to_owned())\n"),
        }
        out.push_str("}\n");
    }

    fn struct_with_files(&self, name: &str, shape: &Struct, out: &mut String) {
        let field = |field: &Field| {
            let null = matches!(field.presence, Presence::RequiredNullable | Presence::OptionalNullable);
            let inner = self.made(&field.ty, None, "given");
            let inner = if field.boxed { format!("Box::new({inner})") } else { inner };
            let inner = if null { format!("nullable(given, |given| Ok({inner}))?") } else { inner };
            let wire = &field.wire;
            match field.presence {
                Presence::Required | Presence::RequiredNullable => {
                    format!("{}: {{ let given = field(given, {wire:?})?; {inner} }}", field.name)
                }
                Presence::Optional | Presence::OptionalNullable => {
                    format!("{}: optional(given, {wire:?}, |given| Ok({inner}))?", field.name)
                }
            }
        };
        let mut fields: Vec<String> = shape.fields.iter().map(field).collect();
        fields.extend(shape.rest.as_ref().map(|rest| format!("{}: Default::default()", rest.name)));
        let _ = writeln!(out, "    Ok(types::{name} {{ {} }})", fields.join(", "));
    }

    /// Whether a type is decoded from JSON.
    fn is_plain(&self, ty: &Type) -> bool {
        !streams(ty, None) && !matches!(ty, Type::Choice(_)) && !holds_file(ty, &self.with_files)
    }
}

/// The enum that an answer is a variant of.
pub(super) fn owner(operation: &Operation, success: bool) -> Option<String> {
    match (&operation.output, success) {
        (_, false) => Some(format!("api::{}", operation.failure_name)),
        (Output::Enum(name), true) => Some(format!("api::{name}")),
        (Output::Body(_), true) => None,
    }
}
