//! The server's history.

use plex_client::{AccountId, DeviceId, HistoryRecord, ItemType, MediaItem};
use rusqlite::params;

use super::name;
use crate::store::{Batch, id};

impl Batch<'_> {
    /// Notes plays; those that are known already are left as they are. Gives how many were new.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn put_plays(&mut self, plays: &[HistoryRecord]) -> rusqlite::Result<usize> {
        let ids: Vec<Option<i64>> = plays
            .iter()
            .map(|play| self.id_of(play.item.rating_key.as_ref()))
            .collect::<rusqlite::Result<_>>()?;
        let mut put = self.connection().prepare_cached(
            "INSERT OR IGNORE INTO play (history_key, viewed_unix, viewed_at, account_id, device_id, item_id, library_id,
               type, title, show, season, episode, year)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?;
        let mut new = 0;
        for (play, item_id) in plays.iter().zip(ids) {
            // What has no time or no key cannot be told from another play of the same.
            let (Some(unix), Some(at), Some(key)) = (
                play.viewed_at,
                self.clock.text_at(play.viewed_at),
                &play.history_key,
            ) else {
                continue;
            };
            let item = &play.item;
            new += put.execute(params![
                key,
                unix.epoch_seconds(),
                at,
                play.account_id.map(AccountId::get),
                play.device_id.map(DeviceId::get),
                item_id,
                item.library_section_id.as_ref().map(id::of_library),
                item.item_type.as_str(),
                name(Some(&item.title)).unwrap_or_else(|| "(untitled)".to_owned()),
                // A compilation has an artist for each track.
                name(
                    item.original_title
                        .as_deref()
                        .filter(|_| item.item_type == ItemType::Track)
                )
                .or_else(|| name(item.grandparent_title.as_deref())),
                item.parent_index,
                item.index,
                year(item),
            ])?;
        }
        Ok(new)
    }
}

/// Returns the year in which an item came out: its own, or that of the day that the history tells.
fn year(item: &MediaItem) -> Option<i64> {
    let of_day = || {
        item.originally_available_at
            .as_deref()?
            .get(..4)?
            .parse()
            .ok()
    };
    item.year.map(i64::from).or_else(of_day)
}
