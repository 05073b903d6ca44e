//! What callbacks and links (OpenAPI 3.1, sections 4.8.18 and 4.8.20) say that follows from an exchange.

use std::collections::HashMap;

use crate::codes;
use crate::diagnostic::Pointer;
use crate::ir::{Answer, Body, FieldValue, Follow, Gives, Group, Operation, Parameter, Part, Type};
use crate::names::{self, Case, Scope};
use crate::value::Value;

use super::claims::{Claimed, Claims};
use super::expressions::{self, Named};
use super::links::Link;
use super::operations::location_name;
use super::{Lowering, docs, reversed};

/// An operation, as links and callbacks know it.
pub(super) struct Known {
    pub(super) pointer: Pointer,
    pub(super) id: Option<String>,
    /// The identifier of its request type.
    request: String,
    /// Its module, when it is not the API's own.
    module: Option<&'static str>,
    /// The names of its callbacks' path items, their expressions and their places.
    callbacks: Vec<(String, String, Pointer)>,
}

impl Lowering<'_> {
    /// What links and callbacks need to know of the operations.
    pub(super) fn known_operations(&mut self, claims: &Claims) -> Vec<Known> {
        let known = |claimed: &Claimed| Known {
            pointer: claimed.pointer.clone(),
            id: claimed.operation.operation_id.clone(),
            request: claimed.names.request.clone(),
            module: reversed::module(claimed.place.role),
            callbacks: self
                .callbacks_of(claimed)
                .into_iter()
                .map(|found| (found.key, found.expression, found.at))
                .collect(),
        };
        claims.paths.iter().chain(&claims.webhooks).chain(&claims.callbacks).map(known).collect()
    }

    /// Gives each operation the methods that say what follows from it.
    pub(super) fn follows(&mut self, known: &[Known], groups: &mut [Group], parts: &mut [Part]) {
        let all = groups.iter().chain(parts.iter().flat_map(|part| &part.api.groups));
        let operations: Vec<&Operation> = all.flat_map(|group| &group.operations).collect();
        let by_request: HashMap<&str, &Known> =
            known.iter().rev().map(|known| (known.request.as_str(), known)).collect();
        let mut found: Vec<Vec<Follow>> = Vec::new();
        for operation in &operations {
            let owner = by_request.get(operation.type_name.as_str());
            found.push(owner.map_or_else(Vec::new, |owner| self.follows_of(operation, owner, known, &operations)));
        }
        let features = features(groups, parts);
        let all = groups.iter_mut().chain(parts.iter_mut().flat_map(|part| &mut part.api.groups));
        let operations = all.flat_map(|group| &mut group.operations);
        for (operation, mut follows) in operations.zip(found) {
            for follow in &mut follows {
                let Gives::Request(path, _) = &follow.gives else { continue };
                let feature = path.last().and_then(|message| features.get(message));
                let own = features.get(&operation.type_name);
                follow.feature = feature.filter(|feature| Some(*feature) != own).cloned();
            }
            operation.follows = follows;
        }
    }

    /// What follows from one operation.
    fn follows_of(
        &mut self,
        operation: &Operation,
        owner: &Known,
        known: &[Known],
        operations: &[&Operation],
    ) -> Vec<Follow> {
        let links = self.links_at(&owner.pointer);
        if owner.callbacks.is_empty() && links.is_empty() {
            return Vec::new();
        }
        let (mut scope, mut follows) = (taken(operation), Vec::new());
        for (name, expression, at) in &owner.callbacks {
            follows.extend(self.callback(operation, name, expression, at, &mut scope));
        }
        for link in links {
            let target = self.target_of(&link, known);
            let path = target.map(|target| path(owner.module, target.module, &target.request));
            follows.extend(path.and_then(|path| self.link(operation, &link, path, operations, &mut scope)));
        }
        follows
    }

    /// The method that gives the URL of a callback; none when the URL does not depend on the exchange.
    fn callback(
        &mut self,
        operation: &Operation,
        name: &str,
        expression: &str,
        at: &Pointer,
        scope: &mut Scope,
    ) -> Option<Follow> {
        let answer = if let [only] = operation.successes.as_slice() { Some(only) } else { None };
        let mut named = Named::new(operation, answer);
        let expressions = expressions::within(expression);
        if expressions.is_empty() {
            return None;
        }
        for expression in expressions {
            if let Err(why) = self.name(&mut named, expression) {
                self.no_value(expression, at, &why, "the URL of the callback is not computed");
                return None;
            }
        }
        let template = if expression.starts_with('$') { format!("{{{expression}}}") } else { expression.to_owned() };
        Some(Follow {
            method: scope.claim(&format!("{name} url"), Case::Snake),
            docs: vec![format!(
                "The URL to which the callback {} is sent: {}.",
                docs::code(name),
                docs::code(expression)
            )],
            answer: named.pattern(),
            operands: named.operands,
            gives: Gives::Url(template),
            feature: None,
        })
    }

    /// Tells of an expression that names nothing.
    fn no_value(&mut self, expression: &str, at: &Pointer, why: &str, label: &str) {
        self.diagnostics
            .warning(codes::BAD_EXPRESSION, at, format!("`{expression}` has no value: {why}"))
            .key()
            .label(label);
    }

    /// The method that makes the request to which a link leads.
    fn link(
        &mut self,
        operation: &Operation,
        link: &Link<'_>,
        path: Vec<String>,
        operations: &[&Operation],
        scope: &mut Scope,
    ) -> Option<Follow> {
        let target = operations.iter().find(|operation| Some(&operation.type_name) == path.last())?;
        let answers = operation.answers();
        let answer = answers.into_iter().find(|answer| answer.status == link.status);
        let mut named = Named::new(operation, answer);
        let mut given = self.given(link, target);
        let mut fields = Vec::new();
        for parameter in &target.parameters {
            let value = given.iter().position(|(name, ..)| *name == parameter.name).map(|at| given.swap_remove(at));
            let value = value.and_then(|(_, at, value)| self.field_value(&mut named, &value, &at, parameter.required));
            fields.push((parameter.name.clone(), value.unwrap_or_else(|| absent(parameter.required, &parameter.ty))));
        }
        if let Some(body) = &target.body {
            let value = self.body_of(&mut named, link, body);
            fields.push((body.name.clone(), value.unwrap_or_else(|| absent(body.required, &body.content.ty))));
        }
        let to = match path.as_slice() {
            [own] => format!("[`{}`]", own.trim_start_matches("r#")),
            path => format!("[`{}`]({})", target.type_name.trim_start_matches("r#"), path.join("::")),
        };
        let of = answer.map_or_else(String::new, |answer: &Answer| answer.docs.first().cloned().unwrap_or_default());
        let mut found = vec![format!(
            "The link {}: {to}, with what was answered ({}).",
            docs::code(&link.name),
            of.trim_end_matches('.')
        )];
        found.extend(docs::paragraphs(link.node.get("description").and_then(Value::as_str)));
        let server = link.node.get("server").and_then(|server| server.get("url")?.as_str());
        found.extend(server.map(|url| format!("It is for the server {}.", docs::url(url))));
        Some(Follow {
            method: scope.claim(&format!("{} link", link.name), Case::Snake),
            docs: found,
            answer: named.pattern(),
            operands: named.operands,
            gives: Gives::Request(path, fields),
            feature: None,
        })
    }

    /// The parameters for which a link has values: the field, the place and the value.
    fn given(&mut self, link: &Link<'_>, target: &Operation) -> Vec<(String, Pointer, Value)> {
        let at = link.at.child("parameters");
        let stated = link.node.get("parameters").and_then(Value::as_object);
        let mut given = Vec::new();
        for (key, value) in stated.into_iter().flatten() {
            let qualified = |known: &&Parameter| format!("{}.{}", location_name(known.location), known.wire) == *key;
            let plain = |known: &&Parameter| known.wire == *key;
            let found = target.parameters.iter().find(qualified);
            match found.or_else(|| target.parameters.iter().find(plain)) {
                Some(parameter) => given.push((parameter.name.clone(), at.child(key), value.clone())),
                None => {
                    self.diagnostics
                        .warning(
                            codes::LINK_TO_NOWHERE,
                            &at.child(key),
                            format!("`{}` has no parameter `{key}`", target.id),
                        )
                        .key()
                        .label("the value is left out");
                }
            }
        }
        given
    }

    fn body_of(&mut self, named: &mut Named<'_>, link: &Link<'_>, body: &Body) -> Option<FieldValue> {
        let value = link.node.get("requestBody")?;
        let at = link.at.child("requestBody");
        if !expressions::is_value(&body.content) {
            self.diagnostics
                .note(codes::PART_NOT_SUPPORTED, &at, "the body of a link that is not one value is not generated")
                .key();
            return None;
        }
        self.field_value(named, value, &at, body.required)
    }

    /// The value of a field.
    fn field_value(
        &mut self,
        named: &mut Named<'_>,
        value: &Value,
        at: &Pointer,
        required: bool,
    ) -> Option<FieldValue> {
        let constant = || Some(FieldValue::Constant(value.to_string(), required));
        let Value::String(text) = value else { return constant() };
        let found = match text.starts_with('$') {
            true if !expressions::is_expression(text) => return constant(),
            true => FieldValue::Expression(text.to_string(), required),
            false => FieldValue::Template(text.to_string(), required),
        };
        let expressions = expressions::within(text);
        if expressions.is_empty() {
            return constant();
        }
        for expression in &expressions {
            if let Err(why) = self.name(named, expression) {
                self.no_value(expression, at, &why, "the link has no value for it");
                return None;
            }
        }
        // `{$response.body#/id}` is the value, and not a text that holds it.
        let whole = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
        match (whole, expressions.as_slice()) {
            (Some(whole), [only]) if whole == *only => Some(FieldValue::Expression(whole.to_owned(), required)),
            _ => Some(found),
        }
    }
}

/// What stands in a field for which a link has no value.
fn absent(required: bool, ty: &Type) -> FieldValue {
    if required { FieldValue::Argument(ty.clone()) } else { FieldValue::Unset }
}

/// The names of the methods that a request has already.
fn taken(operation: &Operation) -> Scope {
    let fields =
        operation.parameters.iter().map(|known| &known.name).chain(operation.body.iter().map(|body| &body.name));
    let fields: Vec<&str> = fields.map(String::as_str).collect();
    let setters: Vec<String> = fields.iter().map(|name| names::setter(name)).collect();
    let mut scope = Scope::reserving(&["new"]);
    scope.reserve(&fields);
    scope.reserve(&setters.iter().map(String::as_str).collect::<Vec<_>>());
    scope
}

/// The path from the module of one operation to the message of another.
fn path(from: Option<&str>, to: Option<&str>, message: &str) -> Vec<String> {
    let up = if from.is_none() { &["super"] as &[&str] } else { &["super", "super"] };
    let way = up.iter().copied().chain(to).chain(["api"]).filter(|_| from != to);
    way.chain([message]).map(str::to_owned).collect()
}

/// The features of the messages: those of their tags, or of what goes the other way.
fn features(groups: &[Group], parts: &[Part]) -> HashMap<String, String> {
    let own = groups.iter().map(|group| (group, &group.feature));
    let others = parts.iter().flat_map(|part| part.api.groups.iter().map(move |group| (group, &part.module)));
    let all = own.chain(others);
    let each = |(group, feature): (_, &String)| {
        let group: &Group = group;
        group.operations.iter().map(|operation| (operation.type_name.clone(), feature.clone())).collect::<Vec<_>>()
    };
    all.flat_map(each).collect()
}
