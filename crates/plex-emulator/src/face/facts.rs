//! An item's attributes, from its description and worked out.

use crate::answer::Value;
use crate::world::{Item, Name};

/// An item's attributes as they come together.
pub(super) struct Facts<'w> {
    item: &'w Item,
    facts: Vec<(Name, Value<'w>)>,
    hidden: Vec<Name>,
}

impl<'w> Facts<'w> {
    pub(super) fn of(item: &'w Item) -> Self {
        Self {
            item,
            facts: Vec::with_capacity(48),
            hidden: Vec::new(),
        }
    }

    /// Keeps the described value out: an empty picture is none.
    pub(super) fn hide(&mut self, name: Name) {
        self.hidden.push(name);
    }

    pub(super) fn add(&mut self, name: Name, value: impl Into<Value<'w>>) {
        self.offer(name, || value);
    }

    pub(super) fn maybe(&mut self, name: Name, value: Option<impl Into<Value<'w>>>) {
        if let Some(value) = value {
            self.add(name, value);
        }
    }

    pub(super) fn offer<V: Into<Value<'w>>>(&mut self, name: Name, value: impl FnOnce() -> V) {
        if self.item.attributes.get(name).is_none() || self.hidden.contains(&name) {
            self.facts.push((name, value().into()));
        }
    }

    pub(super) fn finish(mut self) -> Vec<(Name, Value<'w>)> {
        let hidden = &self.hidden;
        let stored = self.item.attributes.iter();
        let shown = stored.filter(|(name, _)| !hidden.contains(name));
        self.facts
            .extend(shown.map(|(name, value)| (name, value.into())));
        self.facts.sort_by_key(|(name, _)| *name);
        self.facts
    }
}

/// Returns a number, unless it is 0: PMS leaves those out.
pub(super) fn positive(number: i64) -> Option<i64> {
    (number != 0).then_some(number)
}
