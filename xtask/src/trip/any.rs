//! Values of schemas that no type says enough of.

use serde_json::Value;
use twinspec::ir::{Check, Type};

use super::texts;
use super::values::Maker;

impl Maker<'_, '_> {
    /// Any JSON value that the constraints speak of.
    pub(super) fn any(&mut self, checks: &[&Check], room: usize) -> Value {
        if let Some(Check::Valid(ty)) = checks.iter().find(|check| matches!(check, Check::Valid(_))) {
            // What it is valid for may be any value once more.
            let others: Vec<&Check> = checks.iter().filter(|one| !matches!(one, Check::Valid(_))).copied().collect();
            return self.one(ty, &others, room.saturating_sub(1));
        }
        let stated = checks.iter().find_map(|check| if let Check::Types(types) = check { Some(types) } else { None });
        let all = ["null", "boolean", "integer", "number", "string", "array", "object"];
        let kinds = stated.map_or(all.as_slice(), Vec::as_slice);
        let index = self.below(kinds.len());
        match kinds.get(index).copied().unwrap_or_default() {
            "boolean" => self.dice(2).into(),
            "integer" => texts::integer(self.runner, i128::from(i64::MIN), i128::from(i64::MAX), checks),
            "number" => texts::number(self.runner, false, checks),
            "string" => self.text(checks),
            "array" => self.list(&Type::Json, checks, room.min(2)),
            "object" => self.any_object(checks, room.min(3)),
            _ => Value::Null,
        }
    }

    fn any_object(&mut self, checks: &[&Check], room: usize) -> Value {
        let mut value = self.map(&Type::Json, checks, room);
        for check in checks {
            if let (Check::Member(name, inner), Value::Object(members)) = (check, &mut value)
                && (members.contains_key(name) || (room > 0 && self.dice(2)))
            {
                let made = self.value(&Type::Json, inner, room.saturating_sub(1));
                members.insert(name.clone(), made);
            }
        }
        value
    }
}
