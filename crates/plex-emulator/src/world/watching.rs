//! What watching does: marking played and unplayed, progress, rating.

use super::World;
use super::account::AccountId;
use super::ids::ItemId;
use super::viewer::Viewer;

/// Says how much of something an account has watched.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Watched {
    pub(crate) leaves: usize,
    pub(crate) viewed: usize,
    pub(crate) plays: i64,
    /// Seconds since the epoch; 0 when never.
    pub(crate) last_viewed_at: i64,
}

impl World {
    /// Marks an item, and all that is in it, as played once more. That is no play: since PMS 1.40
    /// the history says nothing of it.
    pub(crate) fn mark_played(&mut self, account: AccountId, id: ItemId, now: i64) {
        for leaf in self.items.leaves(id) {
            self.views.change(account, leaf, |view| {
                view.count += 1;
                view.offset = 0;
                view.last_viewed_at = now;
                view.is_dismissed = false;
            });
        }
    }

    /// Marks an item as somebody asks to by hand. Servers before PMS 1.40 wrote a row of the history for
    /// each thing that was marked.
    pub(crate) fn mark(&mut self, account: AccountId, id: ItemId, now: i64, device: i64) {
        self.mark_played(account, id, now);
        if self.behaviour.marks_write_history {
            for leaf in self.items.leaves(id) {
                self.history.add(leaf, account, device, now);
            }
        }
    }

    /// Takes an item's view state, and that of all that is in it, away.
    pub(crate) fn mark_unplayed(&mut self, account: AccountId, id: ItemId) {
        for leaf in self.items.leaves(id) {
            self.views.change(account, leaf, |view| {
                view.count = 0;
                view.offset = 0;
                view.last_viewed_at = 0;
            });
        }
    }

    /// Tells whether a position, in milliseconds, is so near the end that the item counts as played.
    pub(crate) fn is_finished(&self, id: ItemId, offset: i64) -> bool {
        let duration = self.items.get(id).and_then(|item| item.duration());
        let percent = self.preferences.int("LibraryVideoPlayedThreshold", 90);
        duration.is_some_and(|duration| duration > 0 && offset * 100 >= duration * percent)
    }

    /// Notes a play that came to its end: it counts, and the history has it.
    pub(crate) fn finish_play(&mut self, account: AccountId, id: ItemId, now: i64, device: i64) {
        self.mark_played(account, id, now);
        self.history.add(id, account, device, now);
    }

    /// Notes how far an account has come, in milliseconds. A position at the very beginning or near
    /// the end is not kept.
    pub(crate) fn note_progress(&mut self, account: AccountId, id: ItemId, offset: i64, now: i64) {
        let begun_millis = self.preferences.int("MinimumProgressTime", 60_000);
        if offset >= begun_millis && !self.is_finished(id, offset) {
            self.views.change(account, id, |view| {
                view.offset = offset;
                view.last_viewed_at = now;
                view.is_dismissed = false;
            });
        }
    }

    /// Sets an account's rating, between 0 and 10; `None` takes it away.
    pub(crate) fn rate(&mut self, account: AccountId, id: ItemId, rating: Option<f64>, now: i64) {
        self.views.change(account, id, |view| {
            view.rating = rating;
            view.rated_at = if rating.is_some() { now } else { 0 };
        });
    }

    /// Returns what the viewer has watched of what is in an item.
    pub(crate) fn watched(&self, viewer: &Viewer, id: ItemId) -> Watched {
        let mut watched = Watched::default();
        for leaf in self.leaves(viewer, id) {
            let view = self.views.of(viewer.account, leaf);
            watched.leaves += 1;
            watched.viewed += usize::from(view.is_watched());
            watched.plays += view.count;
            watched.last_viewed_at = watched.last_viewed_at.max(view.last_viewed_at);
        }
        watched
    }
}
