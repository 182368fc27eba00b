//! Play queues: what is to be played, one thing after another, as the server keeps it for players.

use std::collections::BTreeMap;

use super::account::AccountId;
use super::ids::{ItemId, next};
use super::order::{NotMoved, move_behind};
use crate::seed::Seed;

/// Something in a play queue; `id` is its `playQueueItemID`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Queued {
    pub(crate) id: u32,
    pub(crate) item: ItemId,
}

/// A play queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlayQueue {
    pub(crate) id: u32,
    pub(crate) account: AccountId,
    /// The address that it was made from.
    pub(crate) source: String,
    pub(crate) entries: Vec<Queued>,
    /// The entry that plays, or is to.
    pub(crate) selected: u32,
    /// Where what was added to be played next ends.
    pub(crate) last_added: Option<u32>,
    /// The order before it was shuffled, while it is.
    pub(crate) unshuffled: Option<Vec<u32>>,
    /// Grows with every change.
    pub(crate) version: u32,
}

impl PlayQueue {
    /// Returns where the selected entry stands.
    pub(crate) fn selected_at(&self) -> usize {
        self.place(self.selected).unwrap_or(0)
    }

    pub(crate) fn place(&self, entry: u32) -> Option<usize> {
        self.entries.iter().position(|held| held.id == entry)
    }

    /// Tells whether anything was added to be played next and still waits for that.
    pub(crate) fn has_up_next(&self) -> bool {
        let last = self.last_added.and_then(|entry| self.place(entry));
        last.is_some_and(|last| last > self.selected_at())
    }

    /// Selects an entry; false when it is not there.
    pub(crate) fn select(&mut self, entry: u32) -> bool {
        let is_there = self.place(entry).is_some();
        if is_there {
            self.selected = entry;
        }
        is_there
    }

    /// Selects the first entry again.
    pub(crate) fn reset(&mut self) {
        if let Some(first) = self.entries.first() {
            self.selected = first.id;
        }
        self.last_added = None;
        self.version += 1;
    }

    /// Mixes what is not selected, which then comes first; the same order for the same queue.
    pub(crate) fn shuffle(&mut self) {
        if self.unshuffled.is_none() {
            self.unshuffled = Some(self.entries.iter().map(|entry| entry.id).collect());
        }
        let mut seed = Seed::new(u64::from(self.id) << 32 | u64::from(self.version));
        let selected = self.selected;
        let (mut order, others): (Vec<Queued>, Vec<Queued>) =
            self.entries.iter().partition(|entry| entry.id == selected);
        let mut ranked: Vec<(u64, Queued)> = others
            .into_iter()
            .map(|entry| (seed.next(), entry))
            .collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        order.extend(ranked.into_iter().map(|(_, entry)| entry));
        self.entries = order;
        self.version += 1;
    }

    /// Puts everything back in order; what was added since comes right after what is selected.
    pub(crate) fn unshuffle(&mut self) {
        let Some(order) = self.unshuffled.take() else {
            return;
        };
        let place = |entry: &Queued| order.iter().position(|id| *id == entry.id);
        let (mut known, added): (Vec<Queued>, Vec<Queued>) = self
            .entries
            .iter()
            .partition(|entry| place(entry).is_some());
        known.sort_by_key(place);
        self.entries = known;
        let at = (self.selected_at() + 1).min(self.entries.len());
        self.entries.splice(at..at, added);
        self.version += 1;
    }

    /// Takes an entry out. When it is the selected one, the next is; false when it is not there.
    pub(crate) fn remove(&mut self, entry: u32) -> bool {
        let Some(at) = self.place(entry) else {
            return false;
        };
        if self.last_added == Some(entry) {
            let before = at.checked_sub(1).and_then(|at| self.entries.get(at));
            let before = before.map(|held| held.id);
            self.last_added = before.filter(|before| *before != self.selected);
        }
        self.entries.remove(at);
        if self.selected == entry {
            let next = self.entries.get(at).or_else(|| self.entries.last());
            self.selected = next.map_or(0, |next| next.id);
        }
        self.version += 1;
        true
    }

    /// Takes out all but the selected entry.
    pub(crate) fn clear(&mut self) {
        let selected = self.selected;
        self.entries.retain(|entry| entry.id == selected);
        self.last_added = None;
        self.version += 1;
    }

    /// Moves an entry behind another, as if it were added there to be played next, or to the beginning.
    pub(crate) fn move_entry(&mut self, entry: u32, after: Option<u32>) -> Result<(), NotMoved> {
        let behind = after.map(|after| move |held: &Queued| held.id == after);
        move_behind(&mut self.entries, |held| held.id == entry, behind)?;
        if after.is_some() {
            self.last_added = Some(entry);
        }
        self.version += 1;
        Ok(())
    }
}

/// The number of the queue of conversions, which is the server's own: no play queue has it.
pub(crate) const CONVERSIONS: u32 = 1;

/// The play queues of a server.
#[derive(Clone, Debug)]
pub(crate) struct Queues {
    queues: BTreeMap<u32, PlayQueue>,
    /// The last numbers given out.
    pub(crate) last_queue: u32,
    pub(crate) last_entry: u32,
}

impl Default for Queues {
    fn default() -> Self {
        Self {
            queues: BTreeMap::new(),
            last_queue: CONVERSIONS,
            last_entry: 0,
        }
    }
}

impl Queues {
    /// Makes a play queue, with the first of what is `selected` selected.
    pub(crate) fn create(
        &mut self,
        account: AccountId,
        source: &str,
        items: &[ItemId],
        selected: Option<ItemId>,
    ) -> &mut PlayQueue {
        let id = next(&mut self.last_queue);
        let entries = self.entries(items);
        let chosen = selected.and_then(|item| entries.iter().find(|entry| entry.item == item));
        let chosen = chosen.or_else(|| entries.first());
        let queue = PlayQueue {
            id,
            account,
            source: source.to_owned(),
            selected: chosen.map_or(0, |entry| entry.id),
            entries,
            last_added: None,
            unshuffled: None,
            version: 1,
        };
        self.queues.entry(id).or_insert(queue)
    }

    fn entries(&mut self, items: &[ItemId]) -> Vec<Queued> {
        let numbered = items.iter().map(|item| Queued {
            id: next(&mut self.last_entry),
            item: *item,
        });
        numbered.collect()
    }

    /// Returns the number of the queue of an account's that an entry is in.
    pub(crate) fn with(&self, account: AccountId, entry: u32) -> Option<u32> {
        let mut own = self
            .queues
            .values()
            .filter(|queue| queue.account == account);
        own.find(|queue| queue.place(entry).is_some())
            .map(|queue| queue.id)
    }

    /// Selects an entry of a queue of an account's, wherever it is.
    pub(crate) fn select(&mut self, account: AccountId, entry: u32) {
        let mut own = self
            .queues
            .values_mut()
            .filter(|queue| queue.account == account);
        own.any(|queue| queue.select(entry));
    }

    /// Takes in a queue as it was.
    pub(crate) fn restore(&mut self, queue: PlayQueue) {
        self.queues.insert(queue.id, queue);
    }

    pub(crate) fn get(&self, id: u32) -> Option<&PlayQueue> {
        self.queues.get(&id)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &PlayQueue> {
        self.queues.values()
    }

    pub(crate) fn get_mut(&mut self, id: u32) -> Option<&mut PlayQueue> {
        self.queues.get_mut(&id)
    }

    /// Adds items to be played next: behind those that were added so before, or before them.
    pub(crate) fn add(&mut self, id: u32, items: &[ItemId], is_next: bool) {
        if items.is_empty() || !self.queues.contains_key(&id) {
            return;
        }
        let added = self.entries(items);
        let Some(queue) = self.queues.get_mut(&id) else {
            return;
        };
        let had_up_next = queue.has_up_next();
        let behind = match queue.last_added.and_then(|entry| queue.place(entry)) {
            Some(last) if had_up_next && !is_next => last,
            _ => queue.selected_at(),
        };
        let at = (behind + 1).min(queue.entries.len());
        if !(is_next && had_up_next) {
            queue.last_added = added.last().map(|entry| entry.id);
        }
        if queue.entries.is_empty() {
            queue.selected = added.first().map_or(0, |entry| entry.id);
        }
        queue.entries.splice(at..at, added);
        queue.version += 1;
    }

    /// Takes items that are gone out of all queues.
    pub(super) fn forget(&mut self, gone: &[ItemId]) {
        for queue in self.queues.values_mut() {
            let lost = queue
                .entries
                .iter()
                .filter(|held| gone.contains(&held.item));
            let lost: Vec<u32> = lost.map(|held| held.id).collect();
            for entry in lost {
                queue.remove(entry);
            }
        }
    }
}
