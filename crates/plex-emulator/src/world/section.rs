//! Libraries.

use std::collections::BTreeMap;

use super::attribute::Attributes;
use super::event::ActivityContext;
use super::ids::ItemId;
use super::kind::{Kind, SectionKind};
use super::managed::ManagedHub;

/// A folder that a section scans.
#[derive(Clone, Debug)]
pub(crate) struct Location {
    pub(crate) id: u32,
    pub(crate) path: String,
}

impl Location {
    /// Tells whether a server path lies in the folder.
    pub(crate) fn holds(&self, path: &str) -> bool {
        path.strip_prefix(self.path.trim_end_matches('/'))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// A library.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    /// What clients call it: the id in paths.
    pub(crate) key: String,
    pub(crate) kind: SectionKind,
    pub(crate) title: String,
    pub(crate) uuid: String,
    pub(crate) agent: String,
    pub(crate) scanner: String,
    pub(crate) language: String,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) scanned_at: i64,
    /// Not a time: a number that grows with every change of the section's content.
    pub(crate) content_changed_at: i64,
    pub(crate) hidden: i64,
    pub(crate) locations: Vec<Location>,
    /// The hubs in the order and the places that the owner gave them; none when nobody did.
    pub(crate) hubs: Vec<ManagedHub>,
    /// Given up since: nobody sees it any more.
    pub(crate) is_removed: bool,
    /// The preferences that somebody has chosen, by id.
    pub(crate) preferences: BTreeMap<String, String>,
    /// Whatever else its description holds.
    pub(crate) more: Attributes,
    /// The items that scans have found, by kind, in the order found.
    found: Vec<(Kind, Vec<ItemId>)>,
    /// The items that the next scan will find.
    pub(crate) waiting: Vec<ItemId>,
}

impl Section {
    /// Tells whether an agent knows anything of what is in it.
    pub(super) fn has_agent(&self) -> bool {
        !self.agent.ends_with("agents.none")
    }

    /// Returns what an activity says that is of it.
    pub(crate) fn as_context(&self) -> ActivityContext {
        vec![("librarySectionID", self.key.as_str().into())]
    }

    pub(crate) fn new(key: String, kind: SectionKind, title: String) -> Self {
        let (agent, scanner) = kind.agent_and_scanner();
        Self {
            key,
            kind,
            title,
            uuid: String::new(),
            agent: agent.to_owned(),
            scanner: scanner.to_owned(),
            language: "en-US".to_owned(),
            created_at: 0,
            updated_at: 0,
            scanned_at: 0,
            content_changed_at: 1,
            hidden: 0,
            locations: Vec::new(),
            hubs: Vec::new(),
            is_removed: false,
            preferences: BTreeMap::new(),
            more: Attributes::default(),
            found: Vec::new(),
            waiting: Vec::new(),
        }
    }

    pub(crate) fn items(&self, kind: Kind) -> &[ItemId] {
        self.found
            .iter()
            .find(|(held, _)| *held == kind)
            .map_or(&[], |(_, items)| items)
    }

    pub(crate) fn add(&mut self, kind: Kind, item: ItemId) {
        match self.found.iter_mut().find(|(held, _)| *held == kind) {
            Some((_, items)) => items.push(item),
            None => self.found.push((kind, vec![item])),
        }
    }

    /// Takes an item of a kind out of the section's lists.
    pub(super) fn remove(&mut self, kind: Kind, gone: ItemId) {
        if let Some((_, items)) = self.found.iter_mut().find(|(held, _)| *held == kind) {
            // Things are mostly found in the order of their places; the rest is looked for.
            let at = items
                .binary_search(&gone)
                .ok()
                .or_else(|| items.iter().position(|item| *item == gone));
            if let Some(at) = at {
                items.remove(at);
            }
        }
        self.waiting.retain(|item| *item != gone);
    }

    /// Tells whether a server path lies in one of the section's folders.
    pub(crate) fn holds_path(&self, path: &str) -> bool {
        self.locations.iter().any(|location| location.holds(path))
    }
}
