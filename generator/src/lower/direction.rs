//! `readOnly` and `writeOnly` (OpenAPI 3.1, section 4.8.24; JSON Schema 2020-12, validation, section 9.4): which
//! members of an object are there in one direction alone.
//!
//! A type is made for one direction. In requests there are no read-only members: they are not sent, not required, and
//! not looked at when somebody puts back what was got. In responses no write-only member is required.

use crate::diagnostic::Pointer;
use crate::dialect::{Schema, Version};
use crate::ir::Check;
use crate::value::Value;

use super::Lowering;
use super::view::{self, View};

/// The direction in which the values of a type go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Direction {
    /// From the server to the client.
    Response,
    /// From the client to the server.
    Request,
}

impl Direction {
    /// The annotation of members that are not there in this direction.
    pub(super) fn absent(self) -> &'static str {
        match self {
            Self::Response => "writeOnly",
            Self::Request => "readOnly",
        }
    }
}

/// Keywords that say more about the same object.
const IN_PLACE: [&str; 4] = ["not", "if", "then", "else"];
const IN_PLACE_LISTS: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// Schemas within each other are searched to this depth.
const DEEPEST: usize = 16;

impl<'a> Lowering<'a> {
    /// Plans what goes in a direction.
    pub(super) fn towards<T>(&mut self, direction: Direction, plan: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.direction, direction);
        let planned = plan(self);
        self.direction = outer;
        planned
    }

    /// Whether what is planned now stands in a request or in an answer: the requests of a webhook come from the server.
    pub(super) fn wire(&self) -> Direction {
        match (self.direction, self.reversed) {
            (Direction::Request, true) => Direction::Response,
            (Direction::Response, true) => Direction::Request,
            (direction, false) => direction,
        }
    }

    /// The direction for which the schema at `pointer` is planned now: where it does not matter, that of responses.
    pub(super) fn form_of(&self, pointer: &Pointer) -> Direction {
        if self.forms.is_marked(pointer) { self.direction } else { Direction::Response }
    }

    /// What tells a view from others, and from itself in the other direction where that matters.
    pub(super) fn key_of(&self, view: &View<'a>) -> (view::Key, Direction) {
        let marked =
            self.direction == Direction::Request && view.parts.iter().any(|part| self.forms.is_marked(&part.pointer));
        (view.key(), if marked { Direction::Request } else { Direction::Response })
    }

    /// The members that an object lacks in this direction, whatever it requires.
    pub(super) fn absent_of(&mut self, schemas: &[Schema<'a>]) -> Vec<&'a str> {
        if !schemas.iter().any(|schema| self.forms.is_marked(&schema.pointer)) {
            return Vec::new();
        }
        let view = self.view_of(schemas);
        let keyword = self.direction.absent();
        let absent = |schemas: &Vec<Schema<'a>>| schemas.iter().any(|schema| self.forms.is_one_way(schema, keyword));
        view.properties().into_iter().filter(|(_, schemas)| absent(schemas)).map(|(name, _)| name).collect()
    }

    /// Lowers checks of an object that lacks these members.
    pub(super) fn without<T>(&mut self, absent: Vec<&'a str>, lower: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.absent, absent);
        let lowered = lower(self);
        self.absent = outer;
        lowered
    }

    /// What one more schema demands of the object that is being checked.
    pub(super) fn validation_beside(&mut self, schema: &Schema<'a>) -> Vec<Check> {
        let mut absent = self.absent_of(std::slice::from_ref(schema));
        absent.retain(|name| !self.absent.contains(name));
        if absent.is_empty() {
            return self.all_checks(schema);
        }
        absent.extend(&self.absent);
        self.without(absent, |lowering| lowering.all_checks(schema))
    }

    /// Whether a schema asks for a member that is not there in this direction: what it says then is not known.
    pub(super) fn asks_for_absent(&self, schema: &Schema<'a>) -> bool {
        !self.absent.is_empty() && asks(schema, &self.absent, 0)
    }

    /// Whether a name that a schema requires is left out because such a member is not there.
    pub(super) fn leaves_out(&mut self, name: &str) -> bool {
        let absent = self.absent.contains(&name);
        // By OpenAPI 3.0 (section 4.7.24.2) `required` is about the other direction alone; later on `readOnly` and
        // `writeOnly` are mere annotations.
        if absent && self.resolver.version() != Version::V3_0 {
            self.unchecked.leave();
        }
        absent
    }

    /// The check, made sure not to count members that are not there in this direction.
    pub(super) fn without_absent(&mut self, check: Check) -> Check {
        match check {
            Check::Count("min_properties", least) if least > 0 && !self.absent.is_empty() => {
                self.unchecked.leave();
                Check::Count("min_properties", least.saturating_sub(self.absent.len()))
            }
            other => other,
        }
    }
}

fn asks(schema: &Schema<'_>, absent: &[&str], depth: usize) -> bool {
    if depth > DEEPEST {
        return true;
    }
    let listed = schema.get("required").and_then(Value::as_array);
    let required = listed.into_iter().flatten().filter_map(Value::as_str);
    let described = ["properties", "dependentRequired", "dependentSchemas"];
    let members = described.iter().filter_map(|keyword| schema.get(keyword)?.as_object()).flatten();
    if required.chain(members.map(|(name, _)| name)).any(|name| absent.contains(&name)) {
        return true;
    }
    let single = IN_PLACE.iter().filter_map(|keyword| schema.child(keyword));
    let listed = IN_PLACE_LISTS.iter().flat_map(|keyword| schema.list(keyword));
    single.chain(listed).any(|inner| asks(&inner, absent, depth + 1))
}
