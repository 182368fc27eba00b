//! Finished plays.

use super::account::AccountId;
use super::ids::ItemId;

/// A finished play. It stays when its item is gone.
#[derive(Clone, Debug)]
pub(crate) struct Play {
    pub(crate) id: u32,
    pub(crate) item: ItemId,
    pub(crate) account: AccountId,
    pub(crate) device: i64,
    /// Seconds since the epoch.
    pub(crate) viewed_at: i64,
    /// The item was deleted since: its keys and pictures are left out.
    pub(crate) is_deleted: bool,
}

/// Every finished play, oldest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    plays: Vec<Play>,
    last_id: u32,
}

impl History {
    pub(crate) fn add(
        &mut self,
        item: ItemId,
        account: AccountId,
        device: i64,
        viewed_at: i64,
    ) -> &mut Play {
        self.last_id += 1;
        let play = Play {
            id: self.last_id,
            item,
            account,
            device,
            viewed_at,
            is_deleted: false,
        };
        let at = self
            .plays
            .partition_point(|held| held.viewed_at <= viewed_at);
        self.plays.insert(at, play);
        #[expect(clippy::indexing_slicing, reason = "a play was put there just now")]
        &mut self.plays[at]
    }

    pub(crate) fn plays(&self) -> &[Play] {
        &self.plays
    }

    /// Notes that items are gone: of their plays only the names stay.
    pub(super) fn mark_deleted(&mut self, gone: &[ItemId]) {
        for play in self
            .plays
            .iter_mut()
            .filter(|play| gone.contains(&play.item))
        {
            play.is_deleted = true;
        }
    }

    /// Returns the last number that was given out.
    pub(crate) fn last_id(&self) -> u32 {
        self.last_id
    }

    pub(crate) fn last_id_mut(&mut self) -> &mut u32 {
        &mut self.last_id
    }

    pub(crate) fn remove(&mut self, id: u32) -> bool {
        let before = self.plays.len();
        self.plays.retain(|play| play.id != id);
        self.plays.len() != before
    }
}
