//! What components give to whoever refers to them, learned before they are planned in the document's order.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use foldhash::{HashMap, HashSet};

use crate::diagnostic::{Diagnostics, Pointer};
use crate::dialect::{Kind, Schema};
use crate::ir::{Type, TypeDef};
use crate::names::Scope;

use super::components::Component;
use super::direction::Direction;
use super::planned::{Planned, Plans};
use super::{Lowering, order};

/// What is known of the components beyond the types that are there.
#[derive(Debug, Default)]
pub(super) struct Learned {
    /// Their named types as they were planned before, for those that refer to later ones.
    pub(super) earlier: Arc<HashMap<String, TypeDef>>,
    /// Those of which somebody was told before they were there.
    pub(super) told: RefCell<HashSet<String>>,
    /// The named types within the aliases that are there.
    pub(super) aliased: HashSet<String>,
    /// The places from which references lead to something that is none.
    pub(super) ending: HashSet<Pointer>,
    /// The components of which others are told nothing but the name until they are planned, by their places in memory.
    pub(super) untold: HashSet<usize>,
    /// The components that have too many checks to give them to others, by their places in memory.
    pub(super) cut: HashSet<usize>,
    /// The schemas without names, by direction and place in memory, of which all is checked, whatever they refer to.
    pub(super) checked: HashSet<(Direction, usize)>,
    /// Whether a component turned out to be checked in part.
    pub(super) weakened: bool,
    /// Whether a component turned out to give others something else than they were told.
    pub(super) changed: bool,
    /// Whether somebody asked for a type that is described later.
    pub(super) missed: Cell<bool>,
}

impl Learned {
    /// Notes when somebody asks for what is planned at a place of which nothing was told. Ahead that stays so; otherwise it
    /// is told from then on.
    pub(super) fn ask(&mut self, place: usize, ahead: bool) {
        let asked = if ahead { self.untold.contains(&place) } else { self.untold.remove(&place) };
        self.missed.set(asked || self.missed.get());
    }
}

/// What there was before the components were planned.
pub(super) struct Before {
    pub(super) scope: Scope,
    types: usize,
    pub(super) diagnostics: Diagnostics,
    pub(super) plans: Plans,
}

impl Lowering<'_> {
    /// A component gives null, checks and the names of its values to whoever refers to it, and may be described after
    /// that. So this is learned first.
    pub(super) fn learn_components(&mut self, components: &[Component]) {
        for component in components {
            let schema = self.resolver.schema(&component.pointer);
            let nullable = schema.kinds().contains(Kind::Null);
            let planned = Planned { nullable, ..Planned::of(Type::Named(component.name.clone())) };
            for direction in self.directions(component) {
                self.plans.of(direction).insert(schema.place(), planned.clone());
            }
        }
        self.learn(components, &self.before());
    }

    /// What there is now.
    pub(super) fn before(&self) -> Before {
        Before {
            scope: self.scope.clone(),
            types: self.types.len(),
            diagnostics: self.diagnostics.clone(),
            plans: self.plans.clone(),
        }
    }

    /// Finds out what components give to others, from those that refer to nothing on; what the planning makes beside
    /// that is thrown away, as names go by the document's order.
    fn learn(&mut self, components: &[Component], before: &Before) {
        let (givers, untold) = self.givers(components);
        self.learned.untold = untold;
        let places: Vec<&Pointer> = givers.iter().map(|component| &component.pointer).collect();
        let edges = order::edges(&places, self.forms.references());
        for set in order::sets(&edges) {
            let refers_to_itself = |at: &usize| edges.get(*at).is_some_and(|edges| edges.contains(at));
            let cyclic = set.len() > 1 || set.iter().any(refers_to_itself);
            for _ in 0..super::MOST_ROUNDS {
                self.learned.changed = false;
                set.iter().filter_map(|at| givers.get(*at)).for_each(|component| self.plan_component(component));
                if !cyclic || !self.learned.changed {
                    break;
                }
                self.forget(before);
            }
        }
        self.forget(before);
        let names: HashSet<&str> = givers.iter().map(|component| component.name.as_str()).collect();
        Arc::make_mut(&mut self.learned.earlier).retain(|name, _| names.contains(name.as_str()));
    }

    /// The components of which others need to know more than the name, and those of which hardly anybody does: nothing
    /// refers to them but webhooks, which are planned when all components are. Whoever does ask for one misses something,
    /// for the references that are known are not quite all.
    fn givers<'c>(&self, components: &'c [Component]) -> (Vec<&'c Component>, HashSet<usize>) {
        let references = self.forms.references().iter().filter(|(from, _)| !from.as_str().starts_with("/webhooks/"));
        let told: HashSet<&str> = references.map(|(_, to)| order::component(to)).collect();
        let (mut givers, mut untold) = (Vec::new(), HashSet::default());
        for component in components {
            if !told.contains(component.pointer.as_str()) {
                untold.insert(self.resolver.schema(&component.pointer).place());
            } else if !self.gives_nothing(&component.pointer) {
                givers.push(component);
            }
        }
        (givers, untold)
    }

    /// Whether the types are what was told of them before they were there: a part of one may have another name than when
    /// it was learned, in another order.
    pub(super) fn is_as_defined(&self) -> bool {
        let told = self.learned.told.borrow();
        told.iter().all(|name| self.defined_now(name) == self.learned.earlier.get(name))
    }

    /// Whether what is known of components is what was told of them before they were planned.
    pub(super) fn is_as_told(&self, before: &Before) -> bool {
        self.plans.hold(&before.plans, &self.learned.untold)
    }

    /// Whether a component is an object with members, which checks itself: all that others need to know is its name.
    fn gives_nothing(&self, pointer: &Pointer) -> bool {
        let has_members = |schema: &Schema<'_>| schema.names("properties").next().is_some();
        let schema = self.resolver.schema(pointer);
        let other = ["$ref", "oneOf", "anyOf", "enum", "const", "unevaluatedProperties", "$dynamicRef"];
        (has_members(&schema) || schema.placeless("allOf").any(|branch| has_members(&branch)))
            && !other.iter().any(|keyword| schema.get(keyword).is_some())
            && !self.families.contains_key(pointer)
    }

    /// Takes everything back that planning the components made, but for what was learned of them.
    pub(super) fn forget(&mut self, before: &Before) {
        self.plans.retain(&before.plans);
        self.learned.aliased.clear();
        self.learned.checked.clear();
        let earlier = self.types.drain(before.types..).flatten();
        Arc::make_mut(&mut self.learned.earlier).extend(earlier.map(|def| (def.name.clone(), def)));
        self.defined.retain(|_, slot| *slot < before.types);
        self.scope.clone_from(&before.scope);
        self.diagnostics.clone_from(&before.diagnostics);
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostics;
    use crate::ir::Api;
    use crate::value::{Value, json};
    use crate::{Options, compile};

    /// An API whose webhook sends `Sent`, and which has `Unused` besides; its operation answers with this.
    fn api(answered: &Value) -> Api {
        let schema = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let body = |schema: &Value| json!({"description": "", "content": {"application/json": {"schema": schema}}});
        let sizes = json!({"type": ["array", "null"], "maxItems": 2, "items": schema("Size")});
        let document = json!({
            "openapi": "3.1.0",
            "info": {"title": "Learned", "version": "1"},
            "paths": {"/": {"get": {"operationId": "one", "responses": {"200": body(answered)}}}},
            "webhooks": {"sent": {"post": {
                "requestBody": body(&schema("Sent")),
                "responses": {"204": {"description": ""}},
            }}},
            "components": {"schemas": {
                "Sent": sizes,
                "Unused": sizes,
                "Size": {"type": "integer", "maximum": 9},
            }},
        });
        let mut diagnostics = Diagnostics::default();
        let api = compile(&document, &Options::default(), &mut diagnostics);
        api.unwrap_or_else(|| panic!("{diagnostics:?}"))
    }

    /// The type of the body of an operation; `all` says whether the answer of another one refers in plain sight to every
    /// schema.
    fn body(body: &Value, components: &Value, all: bool) -> String {
        let schemas = components.get("schemas").and_then(Value::as_object).into_iter().flatten();
        let properties = schemas.filter(|_| all).map(|(name, _)| {
            let reference = format!("#/components/schemas/{}", name.replace('~', "~0"));
            (name.into(), json!({"$ref": reference}))
        });
        let others: Value = Value::Object(properties.collect());
        let content = |schema: &Value| json!({"application/json": {"schema": schema}});
        let answer = json!({"description": "", "content": content(&json!({"type": "object", "properties": others}))});
        let short = json!({"$ref": "#/components/schemas/Short"});
        let document = json!({
            "openapi": "3.1.0",
            "info": {"title": "Learned", "version": "1"},
            "paths": {
                "/": {"post": {"operationId": "one", "requestBody": body, "responses": {"204": {"description": ""}}}},
                "/all": {"get": {"operationId": "all", "responses": {"200": answer}}},
            },
            "webhooks": {"sent": {"post": {
                "requestBody": {"content": content(&short)},
                "responses": {"204": {"description": ""}},
            }}},
            "components": components,
        });
        let mut diagnostics = Diagnostics::default();
        let api = compile(&document, &Options::default(), &mut diagnostics);
        let api = api.unwrap_or_else(|| panic!("{diagnostics:?}"));
        let types: Vec<_> = api.types.iter().filter(|def| def.name.starts_with("OneBody")).collect();
        format!("{types:?}")
    }

    #[test]
    fn what_is_referred_to_from_where_nobody_looks_is_told() {
        let short = json!({"type": ["string", "null"], "maxLength": 36});
        let of = |reference: &str| {
            let schema = json!({"type": "object", "properties": {"short": {"$ref": reference}}});
            json!({"content": {"application/json": {"schema": schema}}})
        };
        let to_short = "#/components/schemas/Short";
        for (one, components) in [
            (
                json!({"$ref": "#/components/requestBodies/x-one"}),
                json!({"requestBodies": {"x-one": of(to_short)}, "schemas": {"Short": short}}),
            ),
            (of("#/components/x-y/A"), json!({"x-y": {"A": {"$ref": to_short}}, "schemas": {"Short": short}})),
            (
                of("#/webhooks/sent/post/requestBody/content/application~1json/schema"),
                json!({"schemas": {"Short": short}}),
            ),
            (of("#/components/schemas/A~B"), json!({"schemas": {"Short": short, "A~B": short}})),
            (
                of("#/components/x-y/A"),
                json!({"schemas": {"B": {"$ref": "#/components/x-y/B"}, "Short": short}, "x-y": {
                    "A": {"$ref": "#/components/schemas/B"},
                    "B": {"$ref": to_short},
                }}),
            ),
        ] {
            let alone = body(&one, &components, false);
            assert!(alone.contains("max_length"), "{components}: {alone}");
            assert_eq!(alone, body(&one, &components, true), "{components}");
        }
    }

    #[test]
    fn a_default_is_of_the_type_that_a_later_component_has_in_the_end() {
        let texts = |values: &[&str]| json!({"type": "array", "items": {"type": "string", "enum": values}});
        let item = json!({"allOf": [{"$ref": "#/components/schemas/AItem"}], "default": ["x"]});
        // The items of `AItem` are called `AItemItem` too, and are learned before those of `A` are.
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "Learned", "version": "1"},
            "paths": {},
            "components": {"schemas": {
                "A": {"type": "array", "items": texts(&["x", "y"])},
                "C": {"type": "object", "properties": {"p": item}},
                "AItem": texts(&["x", "z"]),
            }},
        });
        let api = compile(&document, &Options::default(), &mut Diagnostics::default()).unwrap();
        let shape = |name: &str| api.types.iter().find(|def| def.name == name).map(|def| format!("{:?}", def.shape));
        assert_eq!(shape("AItem").as_deref(), Some(r#"Alias(Vec(Named("AItemItem2")))"#));
        let holder = shape("C").unwrap_or_default();
        assert!(holder.contains(r#"List([Variant("AItemItem2", "X")])"#), "{holder}");
    }

    #[test]
    fn what_only_webhooks_refer_to_is_planned_like_all_else() {
        let alone = api(&json!({"type": "string"}));
        for name in ["Sent", "Unused"] {
            // Of this one others are told.
            let told = api(&json!({"$ref": format!("#/components/schemas/{name}")}));
            assert_eq!((&alone.types, &alone.parts), (&told.types, &told.parts));
        }
        assert_eq!(alone.types.len(), 3);
        let sent = format!("{:?}", alone.parts);
        assert!(sent.contains("max_items") && sent.contains("Nullable"), "{sent}");
    }
}
