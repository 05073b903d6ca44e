//! What is compiled with which tag: items behind the cargo features of tags.
//!
//! The operations of a tag stand behind its feature. A type stands behind the features of all tags that need it, itself
//! or within another type; one that no operation needs stands behind the feature of all tags, for nobody else can miss it.

use std::collections::{BTreeSet, HashMap};

use crate::ir::{Answer, Api, Group, Operation, Role, TypeDef};
use crate::names::FULL;
use crate::tokens::{TokenStream, quote};
use crate::{Options, Piece};

use super::{api, failures, headers, server, types};

/// Whether the tags are features. What goes the other way is one feature, whatever its tags are.
pub(super) fn are_features(api: &Api, options: &Options) -> bool {
    options.gates_tags && api.role == Role::Api
}

/// The condition of the items of a tag: `cfg(feature = "users")`.
pub(super) fn of_group(group: &Group) -> TokenStream {
    let feature = &group.feature;
    quote!(cfg(feature = #feature))
}

/// One piece for each tag, behind its feature.
pub(super) fn each_group<'a>(
    api: &'a Api,
    options: &'a Options,
    print: impl Fn(&'a Group) -> TokenStream + Clone + Send + Sync + 'a,
) -> impl Iterator<Item = Piece<'a>> {
    api.groups.iter().map(move |group| {
        let print = print.clone();
        let gate = are_features(api, options).then(|| of_group(group));
        gated(gate, Box::new(move || print(group)))
    })
}

/// One piece for each operation, behind the feature of its tag.
pub(super) fn each_operation<'a>(
    api: &'a Api,
    options: &'a Options,
    print: impl Fn(&'a Operation) -> TokenStream + Clone + Send + Sync + 'a,
) -> impl Iterator<Item = Piece<'a>> {
    let all = api.groups.iter().flat_map(|group| group.operations.iter().map(move |operation| (group, operation)));
    all.map(move |(group, operation)| {
        let print = print.clone();
        let gate = are_features(api, options).then(|| of_group(group));
        gated(gate, Box::new(move || print(operation)))
    })
}

/// One piece for each enumeration of failures and each struct of headers that operations share, behind the features of
/// their tags.
pub(super) fn each_shared<'a>(api: &'a Api, options: &'a Options) -> impl Iterator<Item = Piece<'a>> {
    let headers = api.headers.iter().map(move |shared| {
        let has_it = |answer: &Answer| answer.headers_type.as_ref() == Some(&shared.name);
        let is_user = |operation: &Operation| operation.answers().any(has_it);
        gated(of_users(api, options, is_user), Box::new(move || headers::header_set(shared)))
    });
    let failures = api.failures.iter().map(move |shared| {
        let is_user =
            |operation: &Operation| operation.failure_alias.as_ref().is_some_and(|alias| alias.name == shared.name);
        gated(of_users(api, options, is_user), Box::new(move || failures::shared(shared)))
    });
    headers.chain(failures)
}

/// The condition of what these operations share.
fn of_users(api: &Api, options: &Options, is_user: impl Fn(&Operation) -> bool) -> Option<TokenStream> {
    let users = api.groups.iter().filter(|group| group.operations.iter().any(&is_user));
    let features: Vec<&str> = users.map(|group| group.feature.as_str()).collect();
    are_features(api, options).then(|| match features.as_slice() {
        [one] => quote!(cfg(feature = #one)),
        several => quote!(cfg(any(#(feature = #several),*))),
    })
}

/// A piece whose items all have a condition: it is an attribute of the piece, and the stage of formatting passes it on to each.
pub(super) fn gated(gate: Option<TokenStream>, piece: Piece<'_>) -> Piece<'_> {
    let Some(gate) = gate else { return piece };
    Box::new(move || {
        let items = piece();
        quote!(#![#gate] #items)
    })
}

/// The condition of each type's items, in order.
pub(super) fn of_types(api: &Api, options: &Options) -> Vec<Option<TokenStream>> {
    if !options.gates_tags {
        return vec![None; api.types.len()];
    }
    let users = users(api, options);
    let all = api.groups.len() + api.parts.len();
    let gate = |def: &TypeDef| {
        let features: Vec<&str> = users.get(&def.name).into_iter().flatten().copied().collect();
        match features.as_slice() {
            [] => Some(quote!(cfg(feature = #FULL))),
            [one] if all > 1 => Some(quote!(cfg(feature = #one))),
            several if several.len() < all => Some(quote!(cfg(any(#(feature = #several),*)))),
            _ => None,
        }
    };
    api.types.iter().map(gate).collect()
}

/// The features of the tags that need each type.
fn users<'a>(api: &'a Api, options: &Options) -> HashMap<String, BTreeSet<&'a str>> {
    let known: HashMap<&str, usize> = api.types.iter().enumerate().map(|(at, def)| (def.name.as_str(), at)).collect();
    let named = |tokens: &TokenStream| -> BTreeSet<usize> {
        tokens.iter().filter_map(|token| known.get(token).copied()).collect()
    };
    // What the code of a type names is what it needs: members, checks and defaults alike.
    let needs: Vec<BTreeSet<usize>> = api.types.iter().map(|def| named(&types::type_def(def))).collect();
    let groups = api.groups.iter().map(|group| (group.feature.as_str(), group.operations.iter().collect()));
    let parts = api.parts.iter().map(|part| (part.module.as_str(), part.api.operations().collect()));
    let mut users: HashMap<String, BTreeSet<&str>> = HashMap::new();
    for (feature, operations) in groups.chain(parts) {
        let operations: Vec<&Operation> = operations;
        let code = |operation: &Operation| {
            let failures = failures::failure_enum(&operation.failure_name, &[], &operation.failures);
            [api::operation(operation, api, options), failures, server::serve_impl(operation)]
        };
        let code = operations.into_iter().flat_map(code);
        let mut open: Vec<usize> = named(&code.collect()).into_iter().collect();
        let mut seen: BTreeSet<usize> = open.iter().copied().collect();
        while let Some(at) = open.pop() {
            if let Some(def) = api.types.get(at) {
                users.entry(def.name.clone()).or_default().insert(feature);
            }
            open.extend(needs.get(at).into_iter().flatten().copied().filter(|next| seen.insert(*next)));
        }
    }
    users
}
