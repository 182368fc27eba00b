//! What a player has to play, one thing after another.

use crate::seed::Seed;
use crate::world::{ItemId, Kind, PlayQueue, Viewer, World};

/// Something to play. The id is that of the play queue's item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) id: u32,
    pub(super) item: ItemId,
}

/// A play queue as the player holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Queue {
    /// The server's number for it, if it has one.
    pub(super) id: Option<u32>,
    pub(super) entries: Vec<Entry>,
    pub(super) at: usize,
    /// In the order in which it was made, while it is shuffled.
    unshuffled: Option<Vec<Entry>>,
}

impl Queue {
    pub(super) fn of(id: Option<u32>, items: impl IntoIterator<Item = ItemId>) -> Self {
        let base = id.unwrap_or(0).saturating_mul(1_000);
        let numbered = (base + 1..).zip(items);
        Self {
            id,
            entries: numbered.map(|(id, item)| Entry { id, item }).collect(),
            at: 0,
            unshuffled: None,
        }
    }

    /// Returns the number of what plays in the server's play queue, if it is one of the server's.
    pub(super) fn kept_entry(&self) -> Option<u32> {
        self.id?;
        self.entries.get(self.at).map(|entry| entry.id)
    }

    /// Returns a queue that the server keeps.
    pub(super) fn kept(kept: &PlayQueue) -> Self {
        let entries = kept.entries.iter().map(|entry| Entry {
            id: entry.id,
            item: entry.item,
        });
        Self {
            id: Some(kept.id),
            entries: entries.collect(),
            at: kept.selected_at(),
            unshuffled: None,
        }
    }

    /// Returns a queue as it was held before.
    pub(super) fn held(
        id: Option<u32>,
        entries: Vec<Entry>,
        at: usize,
        unshuffled: Option<Vec<Entry>>,
    ) -> Self {
        Self {
            id,
            entries,
            at,
            unshuffled,
        }
    }

    /// Returns its entries in the order in which it was made, while it is shuffled.
    pub(super) fn unshuffled(&self) -> Option<&[Entry]> {
        self.unshuffled.as_deref()
    }

    /// Takes in what the server's queue has become; what plays goes on as long as it is in it.
    pub(super) fn renew(&mut self, kept: &PlayQueue) {
        let current = self.current();
        *self = Self::kept(kept);
        if let Some(current) = current {
            self.go_to(|entry| entry.id == current.id);
        }
    }

    pub(super) fn current(&self) -> Option<Entry> {
        self.entries.get(self.at).copied()
    }

    /// Goes to the entry that holds an item; false when none does.
    pub(super) fn go_to_item(&mut self, item: ItemId) -> bool {
        self.go_to(|entry| entry.item == item)
    }

    pub(super) fn go_to(&mut self, is_it: impl Fn(&Entry) -> bool) -> bool {
        match self.entries.iter().position(is_it) {
            Some(at) => {
                self.at = at;
                true
            }
            None => false,
        }
    }

    /// Goes on or back; false at either end.
    pub(super) fn step(&mut self, forward: bool) -> bool {
        let at = if forward {
            self.at.checked_add(1)
        } else {
            self.at.checked_sub(1)
        };
        match at.filter(|at| *at < self.entries.len()) {
            Some(at) => {
                self.at = at;
                true
            }
            None => false,
        }
    }

    /// Mixes what comes after the present entry, or puts everything back in order.
    pub(super) fn shuffle(&mut self, is_shuffled: bool) {
        let current = self.current();
        if is_shuffled {
            if self.unshuffled.is_none() {
                self.unshuffled = Some(self.entries.clone());
                let mut seed = Seed::new(u64::from(self.id.unwrap_or(1)));
                if let Some(current) = current {
                    self.entries.retain(|entry| *entry != current);
                    self.entries.sort_by_key(|_| seed.next());
                    self.entries.insert(0, current);
                }
            }
        } else if let Some(entries) = self.unshuffled.take() {
            self.entries = entries;
        }
        if let Some(current) = current {
            self.go_to(|entry| *entry == current);
        }
    }
}

/// Returns what an address of the server's stands for: items, or what is in them, as far as the viewer may see
/// them.
pub(super) fn items_of(world: &World, viewer: &Viewer, path: &str) -> Vec<ItemId> {
    let path = path.split('?').next().unwrap_or(path);
    let mut segments = path.trim_matches('/').split('/');
    let keys = match (segments.next(), segments.next(), segments.next()) {
        (Some("library"), Some("metadata" | "collections"), Some(keys))
        | (Some("playlists"), Some(keys), _) => keys,
        _ => return Vec::new(),
    };
    let ids = keys.split(',').filter_map(|key| world.items.find(key));
    ids.flat_map(|id| {
        let item = world.items.get(id);
        match item.map(|item| item.kind) {
            Some(Kind::Playlist | Kind::Collection) => {
                let members = item.into_iter().flat_map(|item| item.members.iter());
                members
                    .flat_map(|member| world.items.leaves(member.item))
                    .collect()
            }
            _ => world.items.leaves(id),
        }
    })
    .filter(|id| world.sees(viewer, *id))
    .collect()
}

/// Returns what a type of item is to a player.
pub(super) fn medium(kind: Kind) -> &'static str {
    match kind {
        Kind::Track | Kind::Album | Kind::Artist => "music",
        Kind::Photo | Kind::PhotoAlbum => "photo",
        _ => "video",
    }
}
