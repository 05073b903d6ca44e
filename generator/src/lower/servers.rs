//! The servers that a document names.

use crate::codes;
use crate::diagnostic::Pointer;
use crate::ir::{Server, ServerVariable};
use crate::names::{Case, Scope};

use super::{Lowering, docs};

impl Lowering<'_> {
    /// The servers with an absolute URL, in the document's order.
    pub(super) fn servers(&mut self) -> Vec<Server> {
        let document = self.document;
        let at = Pointer::root().child("servers");
        let mut scope = Scope::default();
        let servers = document.api.servers.iter().enumerate();
        servers.filter_map(|(index, server)| self.absolute_server(server, &at.index(index), &mut scope)).collect()
    }

    /// A server with an absolute URL; another one is relative to the place of the document, which code does not know.
    fn absolute_server(&mut self, server: &openapiv3::Server, at: &Pointer, scope: &mut Scope) -> Option<Server> {
        if server.url.starts_with("http://") || server.url.starts_with("https://") {
            return self.server(server, at, scope);
        }
        self.diagnostics
            .note(codes::PART_NOT_SUPPORTED, &at.child("url"), "a server with a relative URL is not generated")
            .help("give the client its `base_url`, or state an absolute URL");
        None
    }

    fn server(&mut self, server: &openapiv3::Server, at: &Pointer, scope: &mut Scope) -> Option<Server> {
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
                }
            })
            .collect();
        let mut found = vec![docs::code(&server.url)];
        found.extend(docs::paragraphs(server.description.as_deref()));
        let variant = scope.claim(&variant_name(server), Case::Pascal);
        Some(Server { variant, docs: found, url: server.url.clone(), variables })
    }
}

/// A short description names a server; else its host does.
fn variant_name(server: &openapiv3::Server) -> String {
    let short = |text: &&str| text.split_whitespace().count() <= 4 && text.chars().any(char::is_alphabetic);
    let description = server.description.as_deref().map(str::trim).filter(short);
    let host = server.url.split("//").nth(1).unwrap_or_default().split(['/', ':']).next().unwrap_or_default();
    let named = if host.contains('{') { "Main" } else { host };
    without_article(description.unwrap_or(named)).to_owned()
}

fn without_article(text: &str) -> &str {
    let stripped =
        ["The ", "the ", "A ", "a ", "An ", "an "].into_iter().find_map(|article| text.strip_prefix(article));
    stripped.unwrap_or(text)
}
