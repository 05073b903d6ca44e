//! The component schemas: what each is called, and the aliases among them.

use crate::codes;
use crate::diagnostic::Pointer;
use crate::dialect::Kind;
use crate::ir::{Check, Shape, Type, TypeDef};
use crate::names::Case;

use super::schemas::Planned;
use super::{Lowering, derives};

impl Lowering<'_> {
    /// Gives each component schema its name, before anything else claims one.
    pub(super) fn claim_components(&mut self) -> Vec<(Pointer, String)> {
        let at = Pointer::root().child("components").child("schemas");
        let schemas = self.resolver.root().pointer(at.as_str()).and_then(serde_json::Value::as_object);
        let names = schemas.into_iter().flatten().map(|(name, _)| name);
        names.map(|name| (at.child(name), self.scope.claim(name, Case::Pascal))).collect()
    }

    /// Plans every component schema in the document's order.
    ///
    /// A component gives null, checks and the names of its values to whoever refers to it, and may be described after
    /// that. So all are planned again until nothing is learned any more.
    pub(super) fn plan_components(&mut self, components: &[(Pointer, String)]) {
        for (pointer, name) in components {
            let nullable = self.resolver.schema(pointer).kinds().contains(Kind::Null);
            let planned = Planned { nullable, ..Planned::of(Type::Named(name.clone())) };
            self.planned.insert(pointer.clone(), planned);
        }
        let (scope, before, found) = (self.scope.clone(), self.types.len(), self.diagnostics.clone());
        for round in 0..super::LONGEST_ALIAS {
            let known = self.planned.clone();
            self.plan_each(components);
            let learned = components.iter().any(|(pointer, _)| self.planned.get(pointer) != known.get(pointer));
            if round > 0 && !learned {
                return;
            }
            self.planned.retain(|pointer, _| known.contains_key(pointer));
            self.views.clear();
            self.earlier = self.types.drain(before..).flatten().collect();
            self.scope.clone_from(&scope);
            self.diagnostics.clone_from(&found);
        }
        self.plan_each(components);
    }

    /// The named type `name`, as it is or as the round before this one made it.
    pub(super) fn definition(&self, name: &str) -> Option<&TypeDef> {
        self.types.iter().flatten().chain(&self.earlier).find(|def| def.name == name)
    }

    fn plan_each(&mut self, components: &[(Pointer, String)]) {
        for (pointer, name) in components {
            let slot = self.open_slot();
            let schema = self.resolver.schema(pointer);
            let planned = match self.resolver.follow(pointer, self.diagnostics) {
                Some(_) => self.plan(std::slice::from_ref(&schema), name, Some(slot)),
                None => Planned::any(),
            };
            self.finish_component(pointer, name, slot, &planned);
        }
    }

    /// Makes an alias of a component whose schema did not define a type of its own.
    fn finish_component(&mut self, pointer: &Pointer, name: &str, slot: usize, planned: &Planned) {
        if let Some(known) = self.planned.get_mut(pointer) {
            known.nullable |= planned.nullable;
            known.checks.clone_from(&planned.checks);
        }
        let defined = self.types.get(slot).is_some_and(Option::is_some);
        if defined {
            return;
        }
        let schema = self.resolver.schema(pointer);
        let ty = self.alias_of(&planned.ty, name, pointer);
        if let Some(known) = self.planned.get_mut(pointer).filter(|_| ty != planned.ty) {
            // Those of the items would hold themselves without end.
            known.checks.retain(|check| !matches!(check, Check::Items(_) | Check::Values(_)));
        }
        let def = TypeDef {
            name: name.to_owned(),
            docs: Self::type_docs(&schema),
            deprecated: schema.flag("deprecated"),
            derives: derives::UNKNOWN,
            shape: Shape::Alias(ty),
        };
        self.fill_slot(slot, def);
    }

    /// The type that the component `name` is an alias of, cut where it comes back to the component.
    pub(super) fn alias_of(&mut self, ty: &Type, name: &str, pointer: &Pointer) -> Type {
        // A reference to itself defines nothing: any value fits.
        if matches!(ty, Type::Named(other) if other == name) {
            return Type::Json;
        }
        let cut = self.cut(ty, name);
        if cut != *ty {
            self.diagnostics
                .warning(codes::SCHEMA_NOT_SUPPORTED, pointer, format!("`{name}` holds nothing but itself"))
                .key()
                .label("where it comes back to itself it is any JSON value")
                .help("make it an object with a member that holds itself, and it has a type of its own");
        }
        cut
    }

    fn cut(&self, ty: &Type, name: &str) -> Type {
        match ty {
            Type::Named(other) if self.comes_back(other, name) => Type::Json,
            Type::Vec(inner) => Type::Vec(Box::new(self.cut(inner, name))),
            Type::Map(inner) => Type::Map(Box::new(self.cut(inner, name))),
            Type::Nullable(inner) => match self.cut(inner, name) {
                Type::Json => Type::Json,
                cut => Type::Nullable(Box::new(cut)),
            },
            other => other.clone(),
        }
    }

    /// Whether the type `from` is `name`, or an alias that leads there.
    fn comes_back(&self, from: &str, name: &str) -> bool {
        if from == name {
            return true;
        }
        let def = self.types.iter().flatten().find(|def| def.name == from);
        // The aliases that are there already are without cycles, so this ends.
        def.is_some_and(|def| matches!(&def.shape, Shape::Alias(ty) if self.cut(ty, name) != *ty))
    }
}
