//! What was played.

use super::item::MediaItem;
use crate::wire::container::{Header, ITEM_NAMES, Listed};
use crate::wire::object::model;

model! {
    /// A finished play.
    pub struct HistoryRecord {
        /// Path of the record.
        history_key: Option<String> = "historyKey",
        /// When it was played, in epoch seconds.
        viewed_at: Option<i64> = "viewedAt",
        /// Who played it, among [`accounts`](crate::PlexClient::accounts).
        account_id: Option<i64> = "accountID",
        /// What played it, among [`devices`](crate::PlexClient::devices).
        device_id: Option<i64> = "deviceID",
        ..
        /// What was played. Without duration and versions; without keys when it was deleted since.
        item: MediaItem,
    }
}

impl Listed for HistoryRecord {
    const NAMES: &'static [&'static str] = ITEM_NAMES;

    fn inherit(&mut self, from: &Header) {
        self.item.inherit(from);
    }
}
