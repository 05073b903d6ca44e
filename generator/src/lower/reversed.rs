//! What goes the other way: webhooks (OpenAPI 3.1, section 4.8.1) and callbacks (section 4.8.18). The API asks, and its
//! consumer answers. They are operations as all others are; that they have no path of their own is what differs.

use std::fmt::Write as _;

use foldhash::HashSet;

use crate::codes;
use crate::diagnostic::Pointer;
use crate::ir::{self, Part, Role, Scheme};

use super::claims::{Claimed, Claiming, Claims, Place};
use super::{Lowering, docs};

/// A path item of a callback.
pub(super) struct Callback {
    pub(super) at: Pointer,
    /// Its name, which is unique among the callbacks of its operation.
    pub(super) key: String,
    /// A name that is unique in the document.
    name: String,
    /// The expression that gives the URL.
    pub(super) expression: String,
}

impl Lowering<'_> {
    /// The operations of webhooks.
    pub(super) fn claim_webhooks(&mut self, claiming: &mut Claiming) -> Vec<Claimed> {
        let at = Pointer::root().child("webhooks");
        claiming.anew();
        let mut claimed = Vec::new();
        for name in self.names_at(&at).into_iter().filter(|_| self.document.minor > 0).collect::<Vec<_>>() {
            let place = Place {
                role: Role::Webhooks,
                reversed: true,
                path: format!("/{}", segment(&name)),
                words: format!("the webhook {}", docs::code(&name)),
                name,
            };
            let webhook = place.name.clone();
            claimed.extend(self.claim_item(&at.child(&webhook), &place, claiming));
        }
        claimed
    }

    /// The operations of the callbacks of others, and of the callbacks of these. Those that several refer to are there once.
    pub(super) fn claim_callbacks<'c>(
        &mut self,
        owners: impl Iterator<Item = &'c Claimed>,
        claiming: &mut Claiming,
    ) -> Vec<Claimed> {
        claiming.anew();
        // The route is ours to choose, and no two share one: a consumer gives a URL for each.
        let mut routes: HashSet<String> = HashSet::default();
        let mut claimed = Vec::new();
        for owner in owners {
            claimed.extend(self.callbacks_claimed_by(owner, &mut routes, claiming));
        }
        let mut next = 0;
        while let Some(owner) = claimed.get(next) {
            let found = self.callbacks_claimed_by(owner, &mut routes, claiming);
            claimed.extend(found);
            next += 1;
        }
        claimed
    }

    /// The operations of the callbacks of one that nobody else has claimed. Who was asked there asks here.
    fn callbacks_claimed_by(
        &mut self,
        owner: &Claimed,
        routes: &mut HashSet<String>,
        claiming: &mut Claiming,
    ) -> Vec<Claimed> {
        let mut claimed = Vec::new();
        for Callback { at, name, expression, .. } in self.callbacks_of(owner) {
            if !claiming.seen.insert(at.clone()) {
                continue;
            }
            let rest = route(&expression);
            let mut path = format!("/{}{rest}", segment(&name));
            let mut number = 1;
            while !routes.insert(path.clone()) {
                number += 1;
                path = format!("/{}-{number}{rest}", segment(&name));
            }
            let whose = match owner.place.role {
                Role::Api => String::new(),
                _ => format!(" of {}", owner.place.words),
            };
            let place = Place {
                role: Role::Callbacks,
                reversed: !owner.place.reversed,
                path,
                words: format!("the callback {}{whose}", docs::code(&expression)),
                name: name.replace('/', " "),
            };
            claimed.extend(self.claim_item(&at, &place, claiming));
        }
        claimed
    }

    /// The path items of an operation's callbacks.
    pub(super) fn callbacks_of(&mut self, owner: &Claimed) -> Vec<Callback> {
        let at = owner.pointer.child("callbacks");
        let mut found = Vec::new();
        for key in self.names_at(&at) {
            let here = at.child(&key);
            let Some(callback) = self.resolver.follow(&here, self.diagnostics) else { continue };
            let own = callback == here;
            let name = if own { format!("{}/{key}", owner.id) } else { callback.last().unwrap_or_default().clone() };
            for expression in self.names_at(&callback) {
                let at = callback.child(&expression);
                found.push(Callback { at, key: key.clone(), name: name.clone(), expression });
            }
        }
        found
    }

    /// Tells what of the operations that go the other way is not generated.
    pub(super) fn note_left_out(&mut self, claims: &Claims) {
        for claimed in claims.webhooks.iter().chain(&claims.callbacks) {
            let words = &claimed.place.words;
            if !claimed.servers.0.is_empty() {
                let message = format!("the servers of {words} are not heeded");
                self.diagnostics
                    .note(codes::PART_NOT_SUPPORTED, &claimed.servers.1, message)
                    .key()
                    .help("the URL of a receiver is known when the program runs, and not before");
            }
        }
        self.note_unused();
    }

    /// Tells of components with operations to which nothing refers: they have no effect (OpenAPI 3.1, section 4.8.7).
    fn note_unused(&mut self) {
        let components = Pointer::root().child("components");
        for (kind, what) in [("callbacks", "callback"), ("pathItems", "path item")] {
            let all = components.child(kind);
            for name in self.names_at(&all) {
                let at = all.child(&name);
                let refers = |(from, to): &(Pointer, Pointer)| at.holds(to) && !at.holds(from);
                if !self.forms.references().iter().any(refers) {
                    let message = format!("nothing refers to the {what} `{name}`");
                    self.diagnostics
                        .note(codes::PART_NOT_SUPPORTED, &at, message)
                        .key()
                        .label("its operations are not generated");
                }
            }
        }
    }

    /// The module of what goes the other way; none without operations.
    ///
    /// Its operations ask for the credentials that they name themselves: those of the whole document (`security`) say
    /// who may call the API.
    pub(super) fn part(&mut self, role: Role, claimed: &[Claimed], declared: &[(String, Scheme)]) -> Option<Part> {
        let mut schemes = declared.to_vec();
        let groups = self.groups(claimed, role, None, &mut schemes);
        if groups.is_empty() {
            return None;
        }
        let info = &self.document.api.info;
        let module = module(role)?;
        let mut api = ir::Api {
            role,
            title: format!("the {module} of {}", docs::line(&info.title).trim_end_matches('.')),
            version: String::new(),
            docs: Vec::new(),
            types: Vec::new(),
            groups,
            failures: Vec::new(),
            headers: Vec::new(),
            servers: Vec::new(),
            own_servers: Vec::new(),
            schemes: Vec::new(),
            envelope: None,
            parts: Vec::new(),
            decision: None,
        };
        api.schemes = schemes.into_iter().map(|(_, scheme)| scheme).filter(|scheme| uses(&api, scheme)).collect();
        Some(Part { module: module.to_owned(), api })
    }
}

/// The module in which the operations of a role are; `None` of the API itself.
pub(super) fn module(role: Role) -> Option<&'static str> {
    match role {
        Role::Api => None,
        Role::Webhooks => Some("webhooks"),
        Role::Callbacks => Some("callbacks"),
    }
}

/// Takes the schemes away that nobody but a receiver asks for.
pub(super) fn keep_own_schemes(api: &mut ir::Api) {
    let schemes = std::mem::take(&mut api.schemes);
    let elsewhere = |scheme: &Scheme| api.parts.iter().any(|part| uses(&part.api, scheme));
    api.schemes = schemes.into_iter().filter(|scheme| uses(api, scheme) || !elsewhere(scheme)).collect();
}

fn uses(api: &ir::Api, scheme: &Scheme) -> bool {
    let mut asked = api.operations().flat_map(|operation| operation.security.iter().flatten());
    asked.any(|requirement| requirement.scheme == scheme.constant)
}

/// A name as a part of a route; no brace in it is one of a template.
fn segment(name: &str) -> String {
    name.replace('{', "%7B").replace('}', "%7D").replace('?', "%3F")
}

/// The part of the route that comes from the expression: the path of the URL that is not the receiver's choice, which is
/// what follows the first expression, or the authority.
fn route(expression: &str) -> String {
    let rest = match (expression.split_once('}'), expression.split_once("://")) {
        (Some((_, rest)), _) if expression.starts_with('{') => rest,
        _ if expression.starts_with('$') => "",
        (_, Some((_, rest))) => rest.find(['/', '?', '#']).and_then(|at| rest.get(at..)).unwrap_or_default(),
        _ => expression,
    };
    let path = path_of(rest);
    let mut route = String::new();
    let mut open = path.as_str();
    let mut number = 0;
    while let Some((text, after)) = open.split_once('{') {
        let Some((_, after)) = after.split_once('}') else { break };
        number += 1;
        let _ = write!(route, "{text}{{value{number}}}");
        open = after;
    }
    route.push_str(&segment(open));
    let route = route.trim_end_matches('/');
    if route.is_empty() || route.starts_with('/') { route.to_owned() } else { format!("/{route}") }
}

/// The text up to a `?` or `#` that stands in no expression.
fn path_of(text: &str) -> String {
    let mut depth = 0_usize;
    let within = |character: &char| {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > 0 || !matches!(character, '?' | '#')
    };
    text.chars().take_while(within).collect()
}

#[cfg(test)]
mod tests {
    use super::route;

    #[test]
    fn a_route_is_what_the_expression_adds() {
        for (expression, expected) in [
            ("{$request.body#/url}", ""),
            ("$request.body#/a/b", ""),
            ("{$request.body#/url}/data?id={$request.query.id}", "/data"),
            ("{$request.body#/url}/{$response.body#/a/b}/x", "/{value1}/x"),
            ("{$request.body#/url}data/", "/data"),
            ("https://h?a={$request.body#/id}&b={$request.body#/b}", ""),
            ("https://h/in/{$request.body#/id}#x", "/in/{value1}"),
            ("https://h", ""),
            ("/in", "/in"),
            ("{$open", "/%7B$open"),
        ] {
            assert_eq!(route(expression), expected, "{expression}");
        }
    }
}
