//! What each account has watched, and how far.

use std::collections::HashMap;

use super::account::AccountId;
use super::ids::ItemId;

/// One account's view of one item.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct View {
    pub(crate) count: i64,
    /// Milliseconds into the item; 0 when not begun.
    pub(crate) offset: i64,
    /// Seconds since the epoch; 0 when never.
    pub(crate) last_viewed_at: i64,
    pub(crate) skip_count: i64,
    /// Seconds since the epoch; 0 when never.
    pub(crate) last_skipped_at: i64,
    /// Between 0 and 10.
    pub(crate) rating: Option<f64>,
    pub(crate) rated_at: i64,
    /// Taken off the continue-watching list by hand.
    pub(crate) is_dismissed: bool,
}

impl View {
    pub(crate) fn is_watched(&self) -> bool {
        self.count > 0
    }

    pub(crate) fn is_in_progress(&self) -> bool {
        self.offset > 0
    }
}

/// All views. An item without one was never touched by that account.
#[derive(Clone, Debug, Default)]
pub(crate) struct Views {
    views: HashMap<(AccountId, ItemId), View>,
    /// Grows with every change, so that cached orders know when they are stale.
    version: u64,
}

impl Views {
    pub(crate) fn of(&self, account: AccountId, item: ItemId) -> View {
        self.views
            .get(&(account, item))
            .copied()
            .unwrap_or_default()
    }

    pub(crate) fn change(
        &mut self,
        account: AccountId,
        item: ItemId,
        with: impl FnOnce(&mut View),
    ) {
        self.version += 1;
        with(self.views.entry((account, item)).or_default());
    }

    /// Forgets what everybody has done with items that are gone.
    pub(super) fn forget(&mut self, gone: &[ItemId]) {
        self.version += 1;
        self.views.retain(|(_, item), _| !gone.contains(item));
    }

    /// Returns all views, in no order.
    pub(crate) fn all(&self) -> impl Iterator<Item = ((AccountId, ItemId), View)> {
        self.views.iter().map(|(place, view)| (*place, *view))
    }

    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    /// Returns the items that the account has touched.
    pub(crate) fn touched(&self, account: AccountId) -> impl Iterator<Item = (ItemId, View)> {
        self.views
            .iter()
            .filter(move |((whose, _), _)| *whose == account)
            .map(|((_, item), view)| (*item, *view))
    }
}
