//! The servers that a document names: for all of it, for a path or for an operation.

use indexmap::IndexMap;

use crate::codes;
use crate::dialect::place_of;
use crate::ir::{EnumVariant, Scheme, Server, ServerList, ServerVariable, VariableValues};
use crate::names::{Case, Scope};
use crate::value::Value;

use super::claims::Claimed;
use super::security::BUILDER;
use super::{Lowering, docs};

impl Lowering<'_> {
    /// The servers in the document's order, those whose URLs are relative to its place (OpenAPI 3.1, section 4.6) last:
    /// the first one is the default, and where the document is, code does not know.
    pub(super) fn servers(&mut self) -> Vec<Server> {
        let document = self.document;
        let mut scope = Scope::default();
        let servers = document.api.servers.iter();
        let mut servers: Vec<Server> = servers.filter_map(|server| self.server(server, &mut scope)).collect();
        servers.sort_by_key(|server| is_relative(&server.url));
        servers
    }

    /// The lists of servers that paths and operations have of their own, where they are not those of the document.
    pub(super) fn own_servers(
        &mut self,
        claimed: &[Claimed],
        servers: &mut Vec<Server>,
        schemes: &[(String, Scheme)],
    ) -> Vec<ServerList> {
        let document = self.document;
        let usual = key(&document.api.servers);
        let mut lists: IndexMap<String, Vec<&Claimed>> = IndexMap::new();
        for operation in claimed.iter().filter(|operation| !operation.servers.0.is_empty()) {
            lists.entry(key(&operation.servers.0)).or_default().push(operation);
        }
        lists.shift_remove(&usual);
        let mut types = Scope::reserving(&["Client", "ClientBuilder", "Server"]);
        let mut setters = Scope::reserving(&BUILDER);
        setters.reserve(&schemes.iter().map(|(_, scheme)| scheme.method.as_str()).collect::<Vec<_>>());
        let mut own: Vec<ServerList> = Vec::new();
        for operations in lists.into_values() {
            let Some(first) = operations.first() else { continue };
            let found = self.own_list(&first.servers.0);
            let Some(server) = found.first() else { continue };
            let stem = if operations.len() == 1 { &first.names.request } else { &server.variant };
            let name = format!("{} Server", stem.trim_start_matches("r#"));
            own.push(ServerList {
                type_name: types.claim(&name, Case::Pascal),
                setter: setters.claim(&name, Case::Snake),
                operations: operations.iter().map(|operation| operation.names.method.clone()).collect(),
                servers: found,
            });
        }
        let served = own.iter().map(|list| list.operations.len()).sum::<usize>();
        // Where the document names none and every operation has its own, the first list stands for the document's.
        if servers.is_empty() && served == claimed.len() && !own.is_empty() {
            *servers = own.remove(0).servers;
        }
        name_values("Server", servers, &mut types);
        for list in &mut own {
            name_values(&list.type_name, &mut list.servers, &mut types);
        }
        own
    }

    /// The servers of one list; a URL that is a path stands on the servers of the document.
    fn own_list(&mut self, list: &[openapiv3::Server]) -> Vec<Server> {
        let document = self.document;
        let mut scope = Scope::default();
        let mut found = Vec::new();
        for server in list {
            let bases: Vec<openapiv3::Server> =
                document.api.servers.iter().filter_map(|base| on(base, server)).collect();
            if server.url.starts_with('/') && !bases.is_empty() {
                found.extend(bases.iter().filter_map(|joined| self.server(joined, &mut scope)));
            } else {
                found.extend(self.server(server, &mut scope));
            }
        }
        found.sort_by_key(|server| is_relative(&server.url));
        found
    }

    fn server(&mut self, server: &openapiv3::Server, scope: &mut Scope) -> Option<Server> {
        let at = place_of(server);
        let declared = server.variables.clone().unwrap_or_default();
        for name in server.url.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name) {
            if !declared.contains_key(name) {
                self.diagnostics
                    .warning(
                        codes::UNDEFINED_SERVER_VARIABLE,
                        &at.child("url"),
                        format!("the variable `{name}` is not defined"),
                    )
                    .help("define it under `variables` of this server; until then the server is left out");
                return None;
            }
        }
        let mut fields = Scope::default();
        let variables = declared
            .iter()
            .map(|(wire, variable)| {
                let mut found = docs::paragraphs(variable.description.as_deref());
                found.push(format!("Default: {}.", docs::code(&variable.default)));
                if !variable.enumeration.is_empty() {
                    let allowed: Vec<String> = variable.enumeration.iter().map(|value| docs::code(value)).collect();
                    found.push(format!("One of {}.", allowed.join(", ")));
                }
                ServerVariable {
                    name: fields.claim(wire, Case::Snake),
                    wire: wire.clone(),
                    docs: found,
                    default: variable.default.clone(),
                    values: values(variable),
                }
            })
            .collect();
        let relative = if is_relative(&server.url) { ", relative to the document: see `document_url`" } else { "" };
        let mut found = vec![format!("{}{relative}", docs::code(&server.url))];
        found.extend(docs::paragraphs(server.description.as_deref()));
        let name = self.resolver.find(&at.child("name")).and_then(Value::as_str);
        let variant = scope.claim(name.filter(usable).unwrap_or(&variant_name(server)), Case::Pascal);
        Some(Server { variant, docs: found, url: server.url.clone(), variables })
    }
}

/// The values of a variable, yet without the name of their type. Without the default among them they are no list.
fn values(variable: &openapiv3::ServerVariable) -> Option<VariableValues> {
    let mut scope = Scope::default();
    let variant =
        |wire: &String| EnumVariant { name: scope.claim(wire, Case::Pascal), wire: wire.clone(), docs: Vec::new() };
    variable.enumeration.contains(&variable.default).then(|| VariableValues {
        type_name: String::new(),
        variants: variable.enumeration.iter().map(variant).collect(),
    })
}

/// Names the types of the variables of a list; equal ones are one.
fn name_values(list: &str, servers: &mut [Server], types: &mut Scope) {
    let mut known: Vec<(String, VariableValues)> = Vec::new();
    for variable in servers.iter_mut().flat_map(|server| &mut server.variables) {
        let Some(values) = &mut variable.values else { continue };
        let same =
            |(wire, other): &&(String, VariableValues)| *wire == variable.wire && other.variants == values.variants;
        values.type_name = match known.iter().find(same) {
            Some((_, other)) => other.type_name.clone(),
            None => types.claim(&format!("{list} {}", variable.wire), Case::Pascal),
        };
        known.push((variable.wire.clone(), values.clone()));
    }
}

/// What tells one list of servers from another.
fn key(servers: &[openapiv3::Server]) -> String {
    let of_one = |server: &openapiv3::Server| {
        let variables = server.variables.iter().flatten();
        let variables: Vec<String> =
            variables.map(|(name, known)| format!("{name} {} {:?}", known.default, known.enumeration)).collect();
        format!("{} {variables:?}", server.url.trim_end_matches('/'))
    };
    servers.iter().map(of_one).collect::<Vec<_>>().join("\n")
}

/// The server at a path of another one's origin.
fn on(base: &openapiv3::Server, relative: &openapiv3::Server) -> Option<openapiv3::Server> {
    let (scheme, rest) = base.url.split_once("://")?;
    let host = rest.split('/').next()?;
    let mut variables = base.variables.clone().unwrap_or_default();
    variables.retain(|name, _| host.contains(&format!("{{{name}}}")) || scheme.contains(&format!("{{{name}}}")));
    variables.extend(relative.variables.clone().unwrap_or_default());
    Some(openapiv3::Server {
        url: format!("{scheme}://{host}{}", relative.url),
        variables: Some(variables),
        ..relative.clone()
    })
}

/// Whether a URL is no URL without that of the document.
fn is_relative(url: &str) -> bool {
    !url.contains("://") && !url.starts_with('{')
}

/// Whether a name can be one of Rust.
fn usable(name: &&str) -> bool {
    name.contains(char::is_alphabetic)
}

/// Without a name of its own (OpenAPI 3.2, section 4.6) a short description names a server; else its host does, or its path.
fn variant_name(server: &openapiv3::Server) -> String {
    let short = |text: &&str| text.split_whitespace().count() <= 4 && text.chars().any(char::is_alphabetic);
    let description = server.description.as_deref().map(str::trim).filter(short);
    let host = server.url.split("//").nth(1).unwrap_or_default().split(['/', ':']).next().unwrap_or_default();
    let named = match is_relative(&server.url) {
        true if server.url.contains(char::is_alphanumeric) => &server.url,
        true => "Root",
        false if host.contains('{') => "Main",
        false => host,
    };
    without_article(description.unwrap_or(named)).to_owned()
}

fn without_article(text: &str) -> &str {
    let stripped =
        ["The ", "the ", "A ", "a ", "An ", "an "].into_iter().find_map(|article| text.strip_prefix(article));
    stripped.unwrap_or(text)
}
