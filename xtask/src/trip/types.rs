//! The types of a document, and how deep their values are.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use proptest::strategy::BoxedStrategy;
use proptest::test_runner::TestRunner;
use twinspec::ir::{Api, Presence, Shape, Type, TypeDef};

use super::texts;

/// No value is this deep: the type holds itself without an end.
pub(super) const ENDLESS: usize = 1 << 20;

/// The types of a document.
pub(super) struct Types<'a> {
    pub(super) named: HashMap<&'a str, &'a TypeDef>,
    /// How deep the flattest value of each named type is.
    depths: HashMap<&'a str, usize>,
    /// The named types that hold files.
    pub(super) with_files: BTreeSet<&'a str>,
    patterns: RefCell<HashMap<String, Option<BoxedStrategy<String>>>>,
}

impl<'a> Types<'a> {
    pub(super) fn new(api: &'a Api, with_files: BTreeSet<&'a str>) -> Self {
        let named = api.types.iter().map(|def| (def.name.as_str(), def)).collect();
        let mut types = Self { named, depths: HashMap::new(), with_files, patterns: RefCell::default() };
        loop {
            let found: Vec<(&str, usize)> =
                types.named.iter().map(|(name, def)| (*name, types.depth_of(def))).collect();
            let smaller = found.iter().any(|(name, depth)| types.depths.get(name).unwrap_or(&ENDLESS) > depth);
            types.depths.extend(found);
            if !smaller {
                return types;
            }
        }
    }

    fn depth_of(&self, def: &TypeDef) -> usize {
        let depth = match &def.shape {
            Shape::Struct(shape) => {
                let required = shape.fields.iter().filter(|field| field.presence == Presence::Required);
                1 + required.map(|field| self.depth(&field.ty)).max().unwrap_or(0)
            }
            Shape::Union(union) | Shape::Overlap(union) => {
                1 + union.variants.iter().map(|variant| self.depth(&variant.ty)).min().unwrap_or(0)
            }
            Shape::Alias(ty) => self.depth(ty),
            Shape::StringEnum(_) | Shape::IntegerEnum(_) => 0,
        };
        depth.min(ENDLESS)
    }

    /// How deep the flattest value of a type is.
    pub(super) fn depth(&self, ty: &Type) -> usize {
        match ty {
            Type::Named(name) => self.depths.get(name.as_str()).copied().unwrap_or(ENDLESS),
            Type::Tuple(items) => items.iter().map(|item| self.depth(item)).max().unwrap_or(0),
            _ => 0,
        }
    }

    /// A text of a pattern, where such can be made.
    pub(super) fn text_of(&self, pattern: &str, runner: &mut TestRunner) -> Option<String> {
        let mut known = self.patterns.borrow_mut();
        let strategy = known.entry(pattern.to_owned()).or_insert_with(|| texts::of_pattern(pattern));
        strategy.as_ref().and_then(|strategy| texts::one(strategy, runner))
    }
}

/// Whether a value of a type has a file in it, or a part with headers, which JSON has no place for.
pub(super) fn holds_file(ty: &Type, named: &BTreeSet<&str>) -> bool {
    match ty {
        Type::File | Type::Part(..) => true,
        Type::Vec(inner) | Type::Map(inner) | Type::Nullable(inner) => holds_file(inner, named),
        Type::Tuple(items) => items.iter().any(|item| holds_file(item, named)),
        Type::Named(name) => named.contains(name.as_str()),
        _ => false,
    }
}
