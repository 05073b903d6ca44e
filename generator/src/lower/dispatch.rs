//! Which property tells the branches of a union apart.

use std::collections::HashMap;

use serde_json::Value;

use crate::dialect::{Kind, Schema};
use crate::ir::Tag;
use crate::link;

use super::Lowering;
use super::view::View;

impl<'a> Lowering<'a> {
    /// The tag of a union: its discriminator, or a property with other constant texts in each branch.
    pub(super) fn tag(&mut self, union: &Schema<'a>, branches: &[Schema<'a>], base: &View<'a>) -> Option<Tag> {
        let declared =
            base.parts.iter().find_map(|part| part.get("discriminator")).or_else(|| union.get("discriminator"));
        let property = declared.and_then(|declared| declared.get("propertyName")).and_then(Value::as_str);
        // One that is not there in this direction tells nothing.
        let mut absent = |branch: &Schema<'a>| {
            property.is_some_and(|name| self.absent_of(std::slice::from_ref(branch)).contains(&name))
        };
        let absent = branches.iter().any(&mut absent);
        if let (Some(declared), Some(property), false) = (declared, property, absent) {
            return self.declared_tag(declared, property, branches);
        }
        self.constant_tag(branches)
    }

    /// The discriminator's values: its mapping, the constants of the branches, else the names of their schemas.
    fn declared_tag(&mut self, declared: &'a Value, property: &str, branches: &[Schema<'a>]) -> Option<Tag> {
        let mapping = declared.get("mapping").and_then(Value::as_object);
        let mut values: Vec<(String, usize)> = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let reference = branch.reference();
            let name = reference.map(link::name_in);
            let name = name.as_deref();
            let leads_here = |target: &str| Some(target) == reference || Some(target) == name;
            let mapped = mapping.into_iter().flatten().filter(|(_, target)| target.as_str().is_some_and(leads_here));
            let mut own: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
            if own.is_empty() {
                own = self.constants(branch).remove(property).unwrap_or_default();
            }
            // The name of a schema is a value even beside a mapping, unless that gives it to another.
            let taken = |name: &str| mapping.is_some_and(|mapping| mapping.contains_key(name));
            if let Some(name) = name.filter(|name| own.is_empty() || (mapping.is_some() && !taken(name))) {
                own.push(name.to_owned());
            }
            for value in own {
                if values.iter().any(|(known, _)| *known == value) {
                    // Two branches of one value cannot be told apart by it.
                    return None;
                }
                values.push((value, index));
            }
        }
        (!values.is_empty()).then(|| Tag { property: property.to_owned(), values })
    }

    /// A property that is required and has other constants in every branch.
    fn constant_tag(&mut self, branches: &[Schema<'a>]) -> Option<Tag> {
        let constants: Vec<HashMap<String, Vec<String>>> =
            branches.iter().map(|branch| self.constants(branch)).collect();
        let first = constants.first()?;
        let mut candidates: Vec<&String> = first.keys().collect();
        candidates.sort();
        candidates.into_iter().find_map(|property| {
            let mut values: Vec<(String, usize)> = Vec::new();
            for (index, own) in constants.iter().enumerate() {
                for value in own.get(property)? {
                    if values.iter().any(|(known, _)| known == value) {
                        return None;
                    }
                    values.push((value.clone(), index));
                }
            }
            Some(Tag { property: property.clone(), values })
        })
    }

    /// The properties of an object that are required and constant, with their texts.
    fn constants(&mut self, branch: &Schema<'a>) -> HashMap<String, Vec<String>> {
        let view = self.view(branch);
        if view.kinds().is_some_and(|kinds| kinds.iter().any(|kind| *kind != Kind::Object)) {
            return HashMap::new();
        }
        let required = view.required();
        let absent = self.absent_of(std::slice::from_ref(branch));
        let mut found = HashMap::new();
        for (name, schemas) in view.properties() {
            if !required.contains(&name) || absent.contains(&name) {
                continue;
            }
            let texts: Vec<String> = schemas
                .iter()
                .find_map(|schema| {
                    let property = self.view(schema);
                    let values = super::enums::values_of(&property);
                    let texts: Option<Vec<String>> =
                        values.iter().map(|value| value.as_str().map(str::to_owned)).collect();
                    texts.filter(|texts| !texts.is_empty())
                })
                .unwrap_or_default();
            if !texts.is_empty() {
                found.insert(name.to_owned(), texts);
            }
        }
        found
    }
}

/// The one constant text among the properties of a branch, as a name for it.
pub(super) fn constant_of(branch: &Schema<'_>) -> Option<String> {
    branch.map("properties").iter().find_map(|(_, property)| match super::enums::values(property).as_slice() {
        [Value::String(only)] if !only.is_empty() => Some(only.clone()),
        _ => None,
    })
}
