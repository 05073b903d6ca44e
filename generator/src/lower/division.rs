//! Which parts of a query, or of the cookies, belong to which parameter, where objects stand in them by their members.

use std::collections::BTreeMap;

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::Element;
use crate::ir::{self, Location, ParameterMembers, ParameterStyle, StyleKind};

use super::Lowering;
use super::claims::Claimed;

impl Lowering<'_> {
    /// Tells each exploded object which parts of the query, or of the cookies, are its members. Each part belongs to one
    /// parameter: to the one of its name, else to the first object with such a member, else to the first object with
    /// members of any name. Where other objects name it as well, it is lent to them.
    pub(super) fn divide(&mut self, parameters: &mut [(ir::Parameter, Pointer)]) {
        for location in [Location::Query, Location::Cookie] {
            let keys = self.keys(location);
            self.divide_at(parameters, location, &keys);
            for (parameter, _) in parameters.iter_mut().filter(|(parameter, _)| parameter.location == location) {
                parameter.style.unnamed |= keys.contains(&parameter.wire) && !self.is_named(parameter);
            }
        }
        self.leave_brackets(parameters);
    }

    /// Tells what is the whole query that the API keys of its operation are no parts of it.
    pub(super) fn leave_keys(&mut self, parameters: &mut [(ir::Parameter, Pointer)], claimed: &Claimed) {
        let is_whole = |style: &ParameterStyle| matches!(style.kind, StyleKind::WholeForm | StyleKind::WholeJson);
        for (parameter, at) in parameters.iter_mut().filter(|(parameter, _)| is_whole(&parameter.style)) {
            let asked = self.stated_security(claimed).iter().flat_map(|all| all.keys());
            let asked: Vec<String> =
                asked.map(|name| self.placed_scheme(name).unwrap_or_else(|| name.clone())).collect();
            let keys = self.keys_of(Location::Query, |scheme| asked.contains(scheme));
            let own = self.parts(&parameter.ty).members.unwrap_or_default();
            if let Some(key) = own.iter().find(|name| keys.contains(name)) {
                self.diagnostics
                    .warning(
                        codes::UNDEFINED_PARAMETER_STYLE,
                        at,
                        format!("`{key}` is an API key and a member of the whole query"),
                    )
                    .label("it is read as the key; what sets it here is not sent")
                    .help("rename one of the two");
            }
            parameter.style.members = (!keys.is_empty()).then_some(ParameterMembers::AllBut(keys));
        }
    }

    /// Tells each deep object which of the parts that begin like its own are parts of other parameters.
    fn leave_brackets(&mut self, parameters: &mut [(ir::Parameter, Pointer)]) {
        let names: Vec<(usize, String)> = parameters
            .iter()
            .enumerate()
            .filter(|(_, (parameter, _))| parameter.location == Location::Query)
            .flat_map(|(index, (parameter, _))| match &parameter.style.members {
                Some(ParameterMembers::Only(names)) => names.iter().map(|name| (index, name.clone())).collect(),
                Some(ParameterMembers::AllBut(_)) => Vec::new(),
                None => vec![(index, parameter.wire.clone())],
            })
            .collect();
        for (index, (parameter, at)) in parameters.iter_mut().enumerate() {
            if parameter.style.kind != StyleKind::DeepObject {
                continue;
            }
            let own = format!("{}[", parameter.wire);
            let others = names.iter().filter(|(owner, name)| *owner != index && name.starts_with(&own));
            let others: Vec<String> = others.map(|(_, name)| name.clone()).collect();
            if !others.is_empty() {
                let names = others.join("`, `");
                let what = match others.len() {
                    1 => format!("`{names}` may be a part of this parameter, and is one of another"),
                    _ => format!("`{names}` may be parts of this parameter, and are of others"),
                };
                self.diagnostics
                    .warning(codes::UNDEFINED_PARAMETER_STYLE, at, what)
                    .label("it belongs to the other; what sets it here is not sent")
                    .help("rename one of the two parameters");
                parameter.style.members = Some(ParameterMembers::AllBut(others));
            }
        }
    }

    /// The same of one place, where these names belong to no object with members of any name.
    pub(super) fn divide_at(
        &mut self,
        parameters: &mut [(ir::Parameter, Pointer)],
        location: Location,
        keys: &[String],
    ) {
        self.one_for_the_rest(parameters, location);
        let by_name: Vec<bool> = parameters.iter().map(|(own, _)| self.is_named(own)).collect();
        let owners = owners(parameters, location, &by_name);
        for (index, (parameter, _)) in parameters.iter_mut().enumerate() {
            if parameter.location != location {
                continue;
            }
            let is_others = |name: &str| owners.get(name).is_some_and(|owner| *owner != index);
            parameter.style.unnamed = by_name.get(index) == Some(&false) && is_others(&parameter.wire);
            parameter.style.shared = match &mut parameter.style.members {
                Some(ParameterMembers::AllBut(names)) => {
                    let others = owners.iter().filter(|(_, owner)| **owner != index).map(|(name, _)| name);
                    names.extend(others.chain(keys).cloned());
                    names.sort();
                    names.dedup();
                    self.parts(&parameter.ty)
                        .members
                        .unwrap_or_default()
                        .extract_if(.., |name| is_others(name))
                        .collect()
                }
                Some(ParameterMembers::Only(names)) => names.extract_if(.., |name| is_others(name)).collect(),
                None => continue,
            };
        }
        self.lend(parameters, location, &owners);
    }

    /// Whether its value may stand under its name.
    fn is_named(&self, parameter: &ir::Parameter) -> bool {
        match &parameter.style.members {
            // Without a member it is JSON text.
            Some(ParameterMembers::Only(names)) if names.is_empty() => true,
            Some(_) => self.parts(&parameter.ty).is_named(),
            None => true,
        }
    }

    /// Tells each parameter which of its parts are members of others too, and the user of each such pair.
    fn lend(
        &mut self,
        parameters: &mut [(ir::Parameter, Pointer)],
        location: Location,
        owners: &BTreeMap<String, usize>,
    ) {
        let mut pairs: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
        for (borrower, (parameter, _)) in parameters.iter().enumerate() {
            for name in parameter.style.shared.iter().filter(|_| parameter.location == location) {
                if let Some(owner) = owners.get(name) {
                    pairs.entry((borrower, *owner)).or_default().push(name.clone());
                }
            }
        }
        for ((borrower, owner), names) in pairs {
            let Some((owner, _)) = parameters.get_mut(owner) else { continue };
            let listed = names.join("`, `");
            let what = match names.len() {
                1 => format!("`{listed}` is a member of this parameter and a part of the parameter `{}`", owner.wire),
                _ => format!("`{listed}` are members of this parameter and parts of the parameter `{}`", owner.wire),
            };
            owner.style.lent.extend(names);
            owner.style.lent.sort();
            owner.style.lent.dedup();
            if let Some((_, at)) = parameters.get(borrower) {
                self.shared_part(at, what, "the client sends only what is equal in both");
            }
        }
    }

    /// Leaves one object of those that take members of any name.
    fn one_for_the_rest(&mut self, parameters: &mut [(ir::Parameter, Pointer)], location: Location) {
        let takes_any = |parameter: &ir::Parameter| {
            parameter.location == location && matches!(parameter.style.members, Some(ParameterMembers::AllBut(_)))
        };
        for (parameter, at) in parameters.iter_mut().filter(|(parameter, _)| takes_any(parameter)).skip(1) {
            let names = self.parts(&parameter.ty).members.filter(|names| !names.is_empty());
            let label = if names.is_some() { "only what it names belongs to it" } else { "it is written as JSON text" };
            parameter.style.members = names.map(ParameterMembers::Only);
            let what = "the members of this parameter may be those of another one".to_owned();
            self.shared_part(at, what, label);
        }
    }

    fn shared_part(&mut self, at: &Pointer, what: String, label: &str) {
        self.diagnostics
            .warning(codes::UNDEFINED_PARAMETER_STYLE, at, what)
            .label(label)
            .help("give the object the style `deepObject`, or rename its members");
    }

    /// The names of the API keys that stand in this place.
    fn keys(&mut self, location: Location) -> Vec<String> {
        self.keys_of(location, |_| true)
    }

    /// The same of the schemes with these names.
    fn keys_of(&mut self, location: Location, is_asked: impl Fn(&String) -> bool) -> Vec<String> {
        use openapiv3::{APIKeyLocation, SecurityScheme};
        let document = self.document;
        let at = Pointer::root().child("components").child("securitySchemes");
        let declared = document.api.components.iter().flat_map(|components| &components.security_schemes);
        let mut found = Vec::new();
        for (wire, scheme) in declared.filter(|(wire, _)| is_asked(wire)) {
            let scheme = self.resolver.element(Element::SecurityScheme, scheme, &at.child(wire), self.diagnostics);
            if let Some((scheme, _)) = scheme
                && let SecurityScheme::APIKey { location: place, name, .. } = &*scheme
                && matches!(
                    (place, location),
                    (APIKeyLocation::Query, Location::Query) | (APIKeyLocation::Cookie, Location::Cookie)
                )
            {
                found.push(name.clone());
            }
        }
        found
    }
}

/// The parameter to which each part of a query or of the cookies belongs, by its index.
fn owners(parameters: &[(ir::Parameter, Pointer)], location: Location, by_name: &[bool]) -> BTreeMap<String, usize> {
    let mut owners = BTreeMap::new();
    let own = || parameters.iter().enumerate().map(|(index, (own, _))| (index, own));
    let here = || own().filter(|(_, parameter)| parameter.location == location);
    for (index, parameter) in here().filter(|(index, _)| by_name.get(*index) == Some(&true)) {
        owners.entry(parameter.wire.clone()).or_insert(index);
    }
    for required in [true, false] {
        for (index, parameter) in here().filter(|(_, parameter)| parameter.required == required) {
            if let Some(ParameterMembers::Only(names)) = &parameter.style.members {
                for name in names {
                    owners.entry(name.clone()).or_insert(index);
                }
            }
        }
    }
    owners
}
