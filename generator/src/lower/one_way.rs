//! Which members of objects go in one direction alone.

use std::cell::RefCell;

use foldhash::HashMap;

use crate::dialect::Schema;
use crate::resolve::Resolver;

/// Longer chains of references and lists are taken for cycles.
const LONGEST_CHAIN: usize = 16;

/// Keywords whose schemas may have the word.
const LEADING_ON: [&str; 4] = ["$ref", "allOf", "oneOf", "anyOf"];

/// Tells of schemas whether they are `readOnly` or `writeOnly`.
pub(super) struct OneWay<'a> {
    resolver: Resolver<'a>,
    /// What is known of schemas that others refer to, by their places in memory.
    referred: RefCell<HashMap<(usize, &'static str), bool>>,
}

impl<'a> OneWay<'a> {
    pub(super) fn of(resolver: Resolver<'a>) -> Self {
        Self { resolver, referred: RefCell::default() }
    }

    /// By its own words, by those of the schema that it refers to, or by those that all hold at once; null has no word.
    pub(super) fn is(&self, schema: &Schema<'_>, keyword: &'static str) -> bool {
        self.is_within(schema, keyword, 0)
    }

    /// Whether it may be either.
    pub(super) fn concerns(schema: &Schema<'_>) -> bool {
        schema
            .entries()
            .any(|(keyword, _)| keyword == "readOnly" || keyword == "writeOnly" || LEADING_ON.contains(&keyword))
    }

    fn is_within(&self, schema: &Schema<'_>, keyword: &'static str, depth: usize) -> bool {
        if schema.annotated(keyword) {
            return true;
        }
        if depth > LONGEST_CHAIN || !schema.entries().any(|(keyword, _)| LEADING_ON.contains(&keyword)) {
            return false;
        }
        let of = |schema: Schema<'_>| self.is_within(&schema, keyword, depth + 1);
        if self.is_referred(schema, keyword, depth) || schema.placeless("allOf").any(of) {
            return true;
        }
        ["oneOf", "anyOf"].iter().any(|list| {
            let mut others = schema.placeless(list).filter(|branch| !super::schemas::is_null(branch)).peekable();
            others.peek().is_some() && others.all(of)
        })
    }

    /// The same of the schema that a schema refers to.
    fn is_referred(&self, schema: &Schema<'_>, keyword: &'static str, depth: usize) -> bool {
        let Some(target) = self.resolver.referred(schema) else { return false };
        let key = (target.place(), keyword);
        let known = self.referred.borrow().get(&key).copied().filter(|_| depth == 0);
        known.unwrap_or_else(|| {
            let found = self.is_within(&target, keyword, depth + 1);
            if depth == 0 {
                self.referred.borrow_mut().insert(key, found);
            }
            found
        })
    }
}
