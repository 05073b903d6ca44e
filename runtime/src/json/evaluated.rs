//! Which members and items a schema has evaluated (JSON Schema 2020-12, core, section 11).

/// The members and items of one value that some keyword has looked at successfully.
#[derive(Debug, Clone, Default)]
pub(super) struct Evaluated {
    members: Vec<bool>,
    items: Vec<bool>,
}

impl Evaluated {
    pub(super) fn member(&mut self, index: usize) {
        mark(&mut self.members, index);
    }

    pub(super) fn item(&mut self, index: usize) {
        mark(&mut self.items, index);
    }

    pub(super) fn all_members(&mut self, count: usize) {
        self.members = vec![true; count];
    }

    pub(super) fn all_items(&mut self, count: usize) {
        self.items = vec![true; count];
    }

    pub(super) fn has_member(&self, index: usize) -> bool {
        self.members.get(index).copied().unwrap_or(false)
    }

    pub(super) fn has_item(&self, index: usize) -> bool {
        self.items.get(index).copied().unwrap_or(false)
    }

    /// Adds what another schema of the same value has evaluated.
    pub(super) fn merge(&mut self, other: &Self) {
        merge(&mut self.members, &other.members);
        merge(&mut self.items, &other.items);
    }
}

fn mark(marks: &mut Vec<bool>, index: usize) {
    if marks.len() <= index {
        marks.resize(index + 1, false);
    }
    if let Some(slot) = marks.get_mut(index) {
        *slot = true;
    }
}

fn merge(marks: &mut Vec<bool>, others: &[bool]) {
    for (index, _) in others.iter().enumerate().filter(|(_, marked)| **marked) {
        mark(marks, index);
    }
}
