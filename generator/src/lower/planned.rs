//! What planning a schema gives.

use foldhash::{HashMap, HashSet};

use crate::dialect::Kind;
use crate::ir::{Check, Type};

use super::direction::Direction;
use super::view::Key;

/// What has been planned.
#[derive(Debug, Clone, Default)]
pub(super) struct Plans {
    /// By the place of the schema in memory.
    answered: HashMap<usize, Planned>,
    /// For requests alone, by the same.
    sent: HashMap<usize, Planned>,
    /// By the parts that hold at once and the direction, where it matters.
    pub(super) views: HashMap<(Key, Direction), Planned>,
}

/// Some of what has been planned.
#[derive(Debug, Default)]
pub(super) struct Keys {
    pub(super) places: Vec<(Direction, usize)>,
    pub(super) views: Vec<(Key, Direction)>,
}

impl Keys {
    /// Removes those that others have.
    pub(super) fn remove(&mut self, other: &Self) {
        let places: HashSet<_> = other.places.iter().collect();
        let views: HashSet<_> = other.views.iter().collect();
        self.places.retain(|place| !places.contains(place));
        self.views.retain(|view| !views.contains(view));
    }
}

impl Plans {
    /// What has been planned for a direction, by the place of the schema in memory.
    pub(super) fn of(&mut self, direction: Direction) -> &mut HashMap<usize, Planned> {
        match direction {
            Direction::Response => &mut self.answered,
            Direction::Request => &mut self.sent,
        }
    }

    /// Whether all that others have of places, but for these, is here too, and the same.
    pub(super) fn hold(&self, other: &Self, but: &HashSet<usize>) -> bool {
        let all = |own: &HashMap<usize, Planned>, other: &HashMap<usize, Planned>| {
            other.iter().all(|(place, planned)| own.get(place) == Some(planned) || but.contains(place))
        };
        all(&self.answered, &other.answered) && all(&self.sent, &other.sent)
    }

    /// Whether one of these is planned.
    pub(super) fn has_any(&self, keys: &Keys) -> bool {
        let is_planned = |(direction, place): &(Direction, usize)| match direction {
            Direction::Response => self.answered.contains_key(place),
            Direction::Request => self.sent.contains_key(place),
        };
        keys.places.iter().any(is_planned) || keys.views.iter().any(|key| self.views.contains_key(key))
    }

    /// Takes these from others.
    pub(super) fn take(&mut self, other: &mut Self, keys: Keys) {
        for (direction, place) in keys.places {
            let planned = other.of(direction).remove(&place);
            self.of(direction).extend(planned.map(|planned| (place, planned)));
        }
        for key in keys.views {
            let planned = other.views.remove(&key);
            self.views.extend(planned.map(|planned| (key, planned)));
        }
    }

    /// Forgets these.
    pub(super) fn forget(&mut self, keys: &Keys) {
        for (direction, place) in &keys.places {
            self.of(*direction).remove(place);
        }
        for key in &keys.views {
            self.views.remove(key);
        }
    }

    /// Forgets the places that others have.
    pub(super) fn forget_all(&mut self, other: &Self) {
        self.answered.retain(|place, _| !other.answered.contains_key(place));
        self.sent.retain(|place, _| !other.sent.contains_key(place));
    }

    /// Forgets all views, and all places but those that others have.
    pub(super) fn retain(&mut self, other: &Self) {
        self.answered.retain(|place, _| other.answered.contains_key(place));
        self.sent.retain(|place, _| other.sent.contains_key(place));
        self.views.clear();
    }
}

/// What was decided for a schema.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Planned {
    /// The type of a value that is not null.
    pub(super) ty: Type,
    /// Whether null is a value too.
    pub(super) nullable: bool,
    /// What the type does not guarantee, where it has no decoder of its own to check it.
    pub(super) checks: Vec<Check>,
    /// Whether it takes values that the schema refuses, because something of the schema is not checked.
    pub(super) weak: bool,
}

impl Planned {
    /// Any JSON value.
    pub(super) fn any() -> Self {
        Self::of(Type::Json)
    }

    pub(super) fn of(ty: Type) -> Self {
        Self { ty, nullable: false, checks: Vec::new(), weak: false }
    }

    /// The type with null among its values.
    pub(super) fn into_type(self) -> Type {
        if self.nullable && self.ty != Type::Json { Type::Nullable(Box::new(self.ty)) } else { self.ty }
    }

    /// The same with null beside it, of which its constraints say nothing.
    pub(super) fn or_null(mut self) -> Self {
        self.nullable = true;
        if !self.checks.iter().all(Check::allows_null) {
            let null = vec![Check::Types(vec![Kind::Null.as_str()])];
            self.checks = vec![Check::AnyOf(vec![null, std::mem::take(&mut self.checks)])];
        }
        self
    }
}
